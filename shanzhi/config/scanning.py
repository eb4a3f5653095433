"""Is something in these files that must never be published: a key, a token, a citizen's identity number?"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .home import CHECKOUT

SECRETS = {
    "私钥": re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
    "云访问密钥": re.compile(r"\b(?:AKIA|ASIA|LTAI|AKID)[0-9A-Za-z]{12,32}\b"),
    "代码仓库令牌": re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{30,}|glpat-[0-9A-Za-z_-]{20,})\b"),
    "带密码的网址": re.compile(
        r"\b[a-z][a-z0-9+]*://[^\s:/@\"'{}<>]+:[^\s:/@\"'{}<>]{3,}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I
    ),
}
IDENTITY_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SPECIMENS = {"11010519491231002X"}  # the number the standard itself prints as its example
CHECK_CHARACTERS = "10X98765432"
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".heic", ".pdf", ".woff2", ".otf", ".ttf", ".mo", ".ico"}


def is_identity_number(text: str) -> bool:
    """Say whether the last character is the right check character of the seventeen digits before it (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11] == text[17].upper()


def findings(text: str) -> Iterator[tuple[int, str]]:
    """Yield line numbers and what is wrong there; never the secret itself."""
    for number, line in enumerate(text.splitlines(), start=1):
        for name, pattern in SECRETS.items():
            if pattern.search(line):
                yield number, name
        if any(is_identity_number(found) and found.upper() not in SPECIMENS for found in IDENTITY_NUMBER.findall(line)):
            yield number, "身份证号码"


def scan(paths: Iterable[Path]) -> list[str]:
    """Return one line for every finding in the files."""
    found = []
    for path in paths:
        if path.is_file() and path.suffix.lower() not in PICTURES:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path}:{number}: {what}" for number, what in findings(text)]
    return found


def tracked() -> list[Path]:
    """Return every file of the repository, those not yet added too."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    return [CHECKOUT / name for name in listed.split("\0") if name]


def main(arguments: Sequence[str]) -> int:
    found = scan(Path(argument) for argument in arguments) if arguments else scan(tracked())
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
