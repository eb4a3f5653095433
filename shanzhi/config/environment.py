"""Is the environment beside the code complete? Standard library only: it runs before anything is installed."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

COMMAND = """#!{python}
import sys

from shanzhi.config.commands import main

sys.exit(main())
"""


def ensure(root: Path) -> Path:
    """Return the Python of `.venv`, after installing what requirements.lock asks for and is not there yet."""
    folder = root / ".venv"
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    lock = root / "requirements.lock"
    wanted = hashlib.sha256(lock.read_bytes() + f"{sys.version}{root}".encode()).hexdigest()
    with (root / ".setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted and python.exists():
            return python
        if not (folder / "made-for").exists() or (folder / "made-for").read_text() != sys.version:
            _make(folder)
        print("正在安装依赖（只在第一次或依赖变动时）…", flush=True)
        _install(root, python, lock)
        _place_ourselves(root, folder, python)
        stamp.write_text(wanted)
    return python


def _make(folder: Path) -> None:
    """Make the environment; one that somebody else made is taken over when it runs this very Python."""
    there = folder / "bin" / "python"
    if there.exists():
        printed = subprocess.run(
            [there, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
        )
        if printed.stdout.strip() == sys.version.strip():
            (folder / "made-for").write_text(sys.version)
            return
    print("第一次运行：正在建立 .venv …", flush=True)
    try:
        venv.create(folder, with_pip=not shutil.which("uv"), clear=folder.exists(), symlinks=True)
    except (subprocess.CalledProcessError, OSError) as fault:
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit(f"建立 .venv 失败（{fault}）。Debian、Ubuntu 上请先装 python3-venv，再运行一次。")
    (folder / "made-for").write_text(sys.version)


def _install(root: Path, python: Path, lock: Path) -> None:
    """Install exactly what the lock file names, each file checked by its hash; with uv where the machine has it."""
    wanted = ["--quiet", "--require-hashes", "-r", str(lock)]
    has_pip = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    commands = []
    if uv := shutil.which("uv"):
        commands.append([uv, "pip", "install", "--compile-bytecode", "--python", str(python), *wanted])
    if has_pip:
        commands.append([str(python), "-m", "pip", "install", "--disable-pip-version-check", *wanted])
    for command in commands:
        if subprocess.call(command, cwd=root) == 0:
            return
    sys.exit("依赖没有装好：请检查网络（需能访问 Python 软件包源）后再运行一次；已装好的部分不会重装。")


def _place_ourselves(root: Path, folder: Path, python: Path) -> None:
    """Make `import shanzhi` and `.venv/bin/shanzhi` work: a path and five lines, no build step to download."""
    packages = next(folder.glob("lib/python3*/site-packages"))
    for old in packages.glob("__editable__*shanzhi*"):
        old.unlink()
    (packages / "shanzhi.pth").write_text(f"{root}\n")
    script = folder / "bin" / "shanzhi"
    script.write_text(COMMAND.format(python=python))
    script.chmod(0o755)
