"""Does every address have a guard, and does every link in a template lead somewhere?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from .ground import PACKAGE, name_of

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
    hard = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![\w-])")
    faults = []
    for path in [*PACKAGE.rglob("static/**/*.css"), *TEMPLATES]:
        if path.name == "tokens.css" or "vendor" in path.parts:
            continue
        text = re.sub(r"/\*.*?\*/|&#\d+;|\"#[^\"]*\"|'#[^']*'", "", path.read_text(encoding="utf-8"), flags=re.S)
        if path.suffix == ".css" and hard.search(text):
            faults.append(name_of(path))
    assert not faults
