"""Where does this installation keep its database, uploads and keys?"""

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """Return SHANZHI_HOME, or .shanzhi beside the code; made on first use, readable by its owner only."""
    path = Path(os.environ.get("SHANZHI_HOME") or CHECKOUT / ".shanzhi").resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def key_file(name: str, make: int = 32) -> Path:
    """Return the path of a key under home/keys; a missing one is made of `make` random bytes, readable by us only."""
    folder = home() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(make))
        try:
            os.link(draft, path)  # the first of two starting processes wins, the other takes its key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path
