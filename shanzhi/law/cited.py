"""Which articles does the product rest on? Read from its code and data, so that none is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shanzhi.law import citation as written
from shanzhi.law import sources
from shanzhi.law.citation import Citation, cite

_PRODUCT = Path(__file__).parents[1]
_SHORTHANDS = {
    name for name in vars(written) if name.endswith(("_law", "_rules", "_code", "_procedure", "_measures"))
} | {
    "zhejiang_enforcement",
    "cite",
}


def all_citations() -> set[Citation]:
    """Every citation written out in the modules of any room, or in the data files of the law."""
    modules = (file for file in _PRODUCT.rglob("*.py") if "tests" not in file.parts)
    found = {one for file in modules for one in _in_code(file.read_text(encoding="utf-8"))}
    for file in sources.DATA.rglob("*.yaml"):
        found.update(_in_data(sources.parse(file.read_text(encoding="utf-8"))))
    return found


def _in_code(text: str) -> Iterator[Citation]:
    """Calls like penalty_law(64, item=1) and cite("…") whose arguments are written out."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _SHORTHANDS:
            continue
        try:
            positional = [ast.literal_eval(argument) for argument in node.args]
            named = {keyword.arg or "": ast.literal_eval(keyword.value) for keyword in node.keywords}
        except ValueError:
            continue
        yield getattr(written, node.func.id)(*positional, **named)


def _in_data(node: Any) -> Iterator[Citation]:
    """Whatever stands under a key `basis`."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "basis":
                yield from map(cite, value if isinstance(value, list) else [value])
            else:
                yield from _in_data(value)
    elif isinstance(node, list):
        for value in node:
            yield from _in_data(value)
