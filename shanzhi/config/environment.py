"""Is the environment beside the code complete? Standard library only: it runs before anything is installed."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path


def ensure(root: Path, *, dev: bool) -> Path:
    """Return the Python of `.venv`, after installing what requirements.lock asks for and is not there yet."""
    folder = root / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    lock = root / "requirements.lock"
    stamp = folder / "installed"
    wanted = hashlib.sha256(
        lock.read_bytes() + (root / "pyproject.toml").read_bytes() + sys.version.encode()
    ).hexdigest()
    with (root / ".setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not python.exists():
            print("第一次运行：正在建立 .venv …", flush=True)
            venv.create(folder, with_pip=True, clear=folder.exists())
        if not stamp.exists() or stamp.read_text() != wanted:
            _install(root, python, lock)
            stamp.write_text(wanted)
    return python


def _install(root: Path, python: Path, lock: Path) -> None:
    print("正在安装依赖（只在第一次或依赖变动时）…", flush=True)
    quiet = ["--quiet", "--disable-pip-version-check"]
    uv = shutil.which("uv")
    if uv:
        commands = [
            [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(lock)],
            [uv, "pip", "install", "--quiet", "--python", str(python), "--no-deps", "-e", str(root)],
        ]
    else:
        pip = [str(python), "-m", "pip", "install", *quiet]
        commands = [
            [*pip, "--require-hashes", "-r", str(lock)],
            [*pip, "--no-deps", "-e", str(root)],
        ]
    for command in commands:
        if subprocess.call(command, cwd=root):
            sys.exit("依赖没有装好：请检查网络（需能访问 Python 软件包源）后再运行一次；已装好的部分不会重装。")
