"""Where do the package's own dated values come from, and how are they read?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(ValueError):
    """The text is no YAML."""


def parse(text: str) -> Any:
    """YAML as plain values; the C reader where it is built in, since the command line must start at once."""
    try:
        return yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise Unreadable(str(error)) from error


def read(name: str) -> Any:
    """One of the package's own data files, by its name below data/."""
    return parse((DATA / name).read_text(encoding="utf-8"))
