"""Does every address have a guard, and does every link in a template lead somewhere?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from .ground import PACKAGE, depth, layers, name_of, sources, tree

LINK = re.compile(
    r"""{%\s*(?:url|slot|drawer|post_button\s+(?:"[^"]*"|\w+)|button\s+(?:"[^"]*"|\w+)\s+url=)\s*["']([a-z_]+:[a-z_]+|home)["']"""
)
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            name = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, name)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry.callback


def all_addresses() -> list[tuple[str, Any]]:
    return list(patterns(get_resolver()))


def test_every_address_has_a_permission_or_is_public_on_purpose() -> None:
    assert not [name for name, view in all_addresses() if not getattr(view, "required_permissions", None)]


def test_every_address_has_a_name() -> None:
    assert not [name for name, _ in all_addresses() if name.endswith("None")]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_links_in_templates_resolve(path) -> None:
    names = {name for name, _ in all_addresses()}
    assert not [link for link in LINK.findall(path.read_text(encoding="utf-8")) if link not in names]


def test_navigation_leads_to_addresses_and_known_permissions() -> None:
    names = {name for name, _ in all_addresses()}
    declared = {name for config in apps.get_app_configs() for name in getattr(config, "permissions", {})}
    for config in apps.get_app_configs():
        for entry in [*getattr(config, "nav", []), *getattr(config, "phone_nav", [])]:
            assert entry[1] in names
            assert not entry[2] or entry[2] in declared


def test_no_style_or_script_inside_pages() -> None:
    """The content security policy would drop them."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=", re.I)
    assert not [name_of(path) for path in TEMPLATES if inline.search(path.read_text(encoding="utf-8"))]


def test_colours_and_pixels_stand_in_the_tokens_only() -> None:
    hard = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![\w-])|\b(?:rgba?|hsla?|oklch)\(|\b\d+px\b")
    faults = []
    for path in PACKAGE.rglob("static/**/*.css"):
        if path.name == "tokens.css" or "vendor" in path.parts:
            continue
        text = re.sub(r"/\*.*?\*/|\"#[^\"]*\"|'#[^']*'", "", path.read_text(encoding="utf-8"), flags=re.S)
        # Custom properties do not work in the conditions of @media and @container: pixels must stand there.
        faults += [
            f"{name_of(path)}: {line.strip()}"
            for line in text.splitlines()
            if hard.search(line) and not line.lstrip().startswith(("@media", "@container", "@page"))
        ]
    assert not faults


def test_names_of_addresses_in_code_lead_somewhere() -> None:
    names = {name for name, _ in all_addresses()}
    named = re.compile(r"[a-z_]+:[a-z_]+")
    faults = []
    for path in sources():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            goes = called in {"redirect", "reverse", "reverse_lazy", "resolve_url"} and isinstance(first, ast.Constant)
            asks_first = "NoReverseMatch" in path.read_text(encoding="utf-8")
            if goes and not asks_first and named.fullmatch(str(first.value)) and first.value not in names:
                faults.append(f"{name_of(path)}: {first.value}")
    assert not faults


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_links_up_the_house_are_slots(path: Path) -> None:
    """A lower room does not know the rooms above it; it leaves room for them."""
    room = path.relative_to(PACKAGE).parts[0]
    rooms = {name for layer in layers() for name in layer}
    faults = []
    for line in path.read_text(encoding="utf-8").splitlines():
        for target in re.findall(r"""["']([a-z]+):[a-z_]+["']""", line):
            up = target in rooms and depth(target) < depth(room)
            if up and "hx-get" not in line and "{% slot" not in line:
                faults.append(line.strip())
    assert not faults
