"""Which Chinese sentences have English words, and are they compiled? Own code: no GNU gettext on the machine needed."""

import io
import re
import struct
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
# Only what the public sees is translated; offices work in Chinese.
PUBLIC = (
    "shanzhi/web",
    "shanzhi/intake",
    "shanzhi/insight",
    "shanzhi/config/templates",
    "shanzhi/config/home_page.py",
    "shanzhi/identity/templates/identity/sign_in.html",
    "shanzhi/identity/forms.py",
    "shanzhi/identity/queries.py",
    "shanzhi/identity/views.py",
)
CALLS = {"_", "_l", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def compile_all(folder: Path) -> None:
    """Compile every catalogue under `folder` that is newer than its compiled form."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            target.write_bytes(compiled(read(source)))


def compiled(entries: dict[str, str]) -> bytes:
    """Return the binary form that gettext of the standard library reads; sentences without English are left out."""
    rows = sorted((key.encode(), text.encode()) for key, text in {"": HEADER, **entries}.items() if text)
    start = 7 * 4
    keys = b"".join(key + b"\0" for key, _ in rows)
    texts = b"".join(text + b"\0" for _, text in rows)
    key_at, text_at = start + 16 * len(rows), start + 16 * len(rows) + len(keys)
    tables: list[list[int]] = [[], []]
    for key, text in rows:
        tables[0] += [len(key), key_at]
        tables[1] += [len(text), text_at]
        key_at, text_at = key_at + len(key) + 1, text_at + len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), start, start + 8 * len(rows), 0, 0)
    return head + struct.pack(f"<{4 * len(rows)}I", *tables[0], *tables[1]) + keys + texts


def read(source: Path) -> dict[str, str]:
    """Return msgid → msgstr of a catalogue; plural forms are joined by NUL as the binary form wants them."""
    found: dict[str, str] = {}
    parts: dict[str, str] = {}
    now = ""
    for line in [*source.read_text(encoding="utf-8").splitlines(), ""]:
        if match := re.match(r'(msgid_plural|msgid|msgstr(?:\[\d\])?|msgctxt)\s+"(.*)"$', line):
            now = match[1]
            parts[now] = _plain(match[2])
        elif line.startswith('"') and now:
            parts[now] += _plain(line[1:-1])
        elif not line.strip() and parts:
            key = parts.get("msgid", "")
            if "msgid_plural" in parts:
                forms = [parts.get("msgstr[0]", ""), parts.get("msgstr[1]", "")]
                found[f"{key}\0{parts['msgid_plural']}"] = "\0".join(forms) if all(forms) else ""
            elif key:
                found[key] = parts.get("msgstr", "")
            parts, now = {}, ""
    return found


def _plain(text: str) -> str:
    back = {"n": "\n", "t": "\t"}
    return re.sub(r"\\(.)", lambda match: back.get(match[1], match[1]), text)


def _quoted(text: str) -> str:
    return '"' + "".join(ESCAPES.get(letter, letter) for letter in text) + '"'


def collect(root: Path) -> dict[str, list[str]]:
    """Return every sentence the public rooms mark for translation, with the files it stands in."""
    found: dict[str, list[str]] = {}
    for name in PUBLIC:
        place = root / name
        files = [place] if place.is_file() else sorted([*place.rglob("*.py"), *place.rglob("*.html")])
        for file in files:
            if {"tests", "migrations", "apps.py"} & set(file.parts):
                continue
            for sentence in _sentences(file):
                places = found.setdefault(sentence, [])
                if (here := str(file.relative_to(root))) not in places:
                    places.append(here)
    return found


def _sentences(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        from django.utils.translation.template import templatize

        text = templatize(text)
    tokens = [token for token in _tokens(text) if token.type not in (tokenize.NL, tokenize.COMMENT)]
    for at, token in enumerate(tokens[:-2]):
        if token.type == tokenize.NAME and token.string in CALLS and tokens[at + 1].string == "(":
            strings = _strings(tokens, at + 2)
            plural = token.string.startswith("ngettext") and len(strings) > 1
            if strings:
                yield "\0".join(strings[:2]) if plural else strings[0]


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            found.append(token)
    except (tokenize.TokenError, IndentationError):
        pass  # templates become only roughly Python; what was read so far counts
    return found


def _strings(tokens: list[tokenize.TokenInfo], at: int) -> list[str]:
    """Return the string arguments from here on; neighbours are one string, a comma begins the next."""
    import ast

    strings: list[str] = []
    joined = ""
    while at < len(tokens):
        token = tokens[at]
        if token.type == tokenize.STRING:
            joined += str(ast.literal_eval(token.string))
        else:
            if joined:
                strings.append(joined)
            if token.string != ",":
                return strings
            joined = ""
        at += 1
    return strings


def write(target: Path, found: dict[str, list[str]], kept: dict[str, str]) -> list[str]:
    """Write the catalogue anew, keeping the English there is; return the sentences that still have none."""
    rows = [f'msgid ""\nmsgstr ""\n{_header_lines()}']
    missing = []
    for key in sorted(found):
        english = kept.get(key, "")
        if not english:
            missing.append(key)
        places = " ".join(found[key])
        if "\0" in key:
            one, many = key.split("\0")
            first, second = [*english.split("\0"), ""][:2]
            words = f"msgid {_quoted(one)}\nmsgid_plural {_quoted(many)}\nmsgstr[0] {_quoted(first)}\nmsgstr[1] {_quoted(second)}"
        else:
            words = f"msgid {_quoted(key)}\nmsgstr {_quoted(english)}"
        rows.append(f"#: {places}\n{words}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n\n".join(rows) + "\n", encoding="utf-8")
    return missing


def _header_lines() -> str:
    return "\n".join(_quoted(line + "\n") for line in HEADER.strip().splitlines())


def main() -> int:
    """Collect, write, compile; name what has no English yet."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    target = CHECKOUT / "locale/en/LC_MESSAGES/django.po"
    missing = write(target, collect(CHECKOUT), read(target) if target.exists() else {})
    compile_all(CHECKOUT / "locale")
    for sentence in missing:
        print("还没有英文：" + sentence.replace("\0", " / "))
    return 0


if __name__ == "__main__":
    sys.exit(main())
