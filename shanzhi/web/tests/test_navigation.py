"""Does navigation show what one may open, and where one is?"""

from typing import Any

import pytest
from django.apps import apps

from shanzhi.web.navigation import entries


class Room:
    nav = [
        ("设计", "web:design", "web.look"),
        ("示例", "web:preferences", ""),
        ("秘密", "web:design", "web.secret"),
        ("未建", "nowhere:yet", ""),
    ]


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "get_app_configs", lambda: [Room()])


@pytest.mark.usefixtures("rooms")
def test_only_what_one_may_open_and_what_exists_is_shown() -> None:
    def may(user: Any, permission: str) -> bool:
        return permission == "web.look"

    assert [entry.label for entry in entries(None, may, "/")] == ["设计", "示例"]


@pytest.mark.usefixtures("rooms")
def test_a_page_below_an_entry_marks_that_entry() -> None:
    found = entries(None, lambda user, permission: True, "/design/office/")
    assert [entry.label for entry in found if entry.is_here] == ["设计", "秘密"]
    assert not [entry for entry in entries(None, lambda user, permission: True, "/elsewhere/") if entry.is_here]
