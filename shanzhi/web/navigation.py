"""Which entries does this person's navigation have? Each room declares its own; nobody else lists them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse

May = Callable[[Any, str], bool]


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    name: str
    is_here: bool


def entries(user: Any, may: May, path: str, *, attribute: str = "nav") -> list[Entry]:
    """Return the entries this user may open, in the order of the rooms; the longest matching address is 'here'."""
    found: list[tuple[str, str, str]] = []
    for config in apps.get_app_configs():
        for label, name, permission in getattr(config, attribute, ()):
            if permission and not may(user, permission):
                continue
            try:
                found.append((str(label), reverse(name), name))
            except NoReverseMatch:
                continue  # a room that is declared but not yet furnished
    here = max((url for _, url, _ in found if _covers(url, path)), key=len, default="")
    return [Entry(label, url, name, url == here) for label, url, name in found]


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
