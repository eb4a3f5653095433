"""What `./test` does once its environment stands: checks in order of speed, then the tests, in a home of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from .home import CHECKOUT

BROWSER = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
TEST_SERVER = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def main(paths: Sequence[str]) -> int:
    """Run the checks and the tests; return the first failure's exit code."""
    started = time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="shanzhi-test-", dir=quick_folder()))
    home.chmod(0o755)
    os.environ |= {
        "SHANZHI_HOME": str(home),
        "SHANZHI_DB_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": "shanzhi.config.settings",
    }
    os.environ.pop("SHANZHI_SAMPLE_PASSWORD", None)
    shared = CHECKOUT.parent / "shared"
    if shared.is_dir():
        os.environ.setdefault("SHANZHI_SHARED", str(shared))
    else:
        print("没有 ../shared：用到真实样本的测试将跳过。")
    browser = find_browser()
    if browser:
        os.environ["SHANZHI_BROWSER"] = browser
    from . import embedded

    try:
        _prepare(home)
        checked = 0 if paths else _checks()
        code = _tests(paths) or checked
    finally:
        if not os.environ.get("DATABASE_URL"):
            embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)
    if checked:
        print("前面的静态检查没有通过（见上）。", file=sys.stderr)
    print(f"用时 {time.monotonic() - started:.0f} 秒。", file=sys.stderr)
    return code


def quick_folder() -> Path:
    """Return where a database may live for a few minutes: memory where there is plenty, else the disk."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 3_000_000_000
    return memory if roomy else Path("/tmp")


def _prepare(home: Path) -> None:
    from shanzhi.web import vendoring

    from . import embedded, setting_up

    vendoring.main()
    setting_up.compile_messages()
    if not os.environ.get("DATABASE_URL"):
        embedded.start(home, **TEST_SERVER)


def _checks() -> int:
    """Style, types, architecture, migrations. All are run, so that one run shows all that is wrong."""
    programs = Path(sys.executable).parent
    commands: list[list[str | Path]] = [
        [programs / "ruff", "check", "."],
        [programs / "ruff", "format", "--check", "."],
        [programs / "lint-imports", "--no-cache"],
        [programs / "shanzhi", "migrate", "--check"],
        [programs / "mypy", "--no-error-summary"],
    ]
    failed = 0
    for command in commands:
        print("·", " ".join(str(part) for part in command[:3]).replace(str(programs) + "/", ""), flush=True)
        code = subprocess.call([str(part) for part in command], cwd=CHECKOUT)
        failed = failed or code
    return failed


def _tests(paths: Sequence[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--durations=8", *paths]
    return subprocess.call(command, cwd=CHECKOUT)


def find_browser() -> str:
    """Return the path of a browser for the tests that drive one, installing Debian's where we may; else say so."""
    found = next((path for path in BROWSER if Path(path).exists()), "")
    if found and _has_chinese_font():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("正在安装浏览器与中文字体（只用于测试）…", flush=True)
        silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=silent)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
        subprocess.call(install, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=silent)
    found = next((path for path in BROWSER if Path(path).exists()), "")
    if not found:
        print("没有找到浏览器，也不能安装：浏览器测试将跳过。请装 Debian 的 chromium 与 fonts-noto-cjk。")
    return found


def _has_chinese_font() -> bool:
    """Say whether Chinese can be drawn (fc-list comes with every desktop; without it, trust the folder)."""
    if shutil.which("fc-list"):
        printed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout
        return bool(printed.strip())
    return Path("/usr/share/fonts/opentype/noto").exists()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
