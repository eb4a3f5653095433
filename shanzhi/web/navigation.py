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


USUAL = 50


def entries(user: Any, may: May, path: str, *, attribute: str = "nav") -> list[Entry]:
    """Return the entries this user may open: by their rank, then from the upper rooms (daily work) to the lower ones.

    The entry with the longest address that covers `path` is where one is.
    """
    found: list[tuple[int, str, str, str]] = []
    for config in reversed(list(apps.get_app_configs())):
        for label, name, permission, *rank in getattr(config, attribute, ()):
            if permission and not may(user, permission):
                continue
            try:
                found.append((rank[0] if rank else USUAL, str(label), reverse(name), name))
            except NoReverseMatch:
                continue  # a room that is declared but not yet furnished
    found.sort(key=lambda entry: entry[0])
    here = max((url for _, _, url, _ in found if _covers(url, path)), key=len, default="")
    return [Entry(label, url, name, url == here) for _, label, url, name in found]


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
