"""What the house tests read: rooms, layers and source files, from the same contract import-linter reads."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shanzhi"


@cache
def layers() -> list[list[str]]:
    """Return the layers of the house, top first, as pyproject.toml states them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    found = next(contract for contract in contracts if contract["name"] == "Calls go down")
    return [[room.strip() for room in layer.split("|")] for layer in found["layers"]]


def depth(room: str) -> int:
    """Return how deep a room lies; 0 is the top."""
    return next(number for number, layer in enumerate(layers()) if room in layer)


def sources(*, tests: bool = False) -> Iterator[Path]:
    """Yield the product's Python files."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
