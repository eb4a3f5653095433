"""Is every event documented, sent and, where somebody listens, heard?"""

import ast

from django.apps import apps

from shanzhi.ledger.subscriptions import subscribed_kinds

from .ground import ROOT, name_of, sources, tree


def documented() -> dict[str, str]:
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        found.update(getattr(config, "events", {}))
    return found


def written() -> dict[str, str]:
    """Return every event kind that stands as text in code outside apps.py, with where."""
    kinds = documented()
    found = {}
    for path in sources():
        if path.name == "apps.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in kinds:
                found.setdefault(node.value, name_of(path))
    return found


def recorded() -> dict[str, str]:
    """Return the literal kinds handed to record() and build()."""
    found = {}
    for path in sources():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in {"record", "build"} and isinstance(node.args[0], ast.Constant):
                found[node.args[0].value] = name_of(path)
    return found


def test_every_recorded_event_is_documented_by_its_room() -> None:
    assert not {kind: place for kind, place in recorded().items() if kind not in documented()}


def test_every_documented_event_is_sent_somewhere() -> None:
    assert not sorted(set(documented()) - set(written()))


def test_events_are_named_room_noun_verbed() -> None:
    for config in apps.get_app_configs():
        for kind in getattr(config, "events", {}):
            room, _, rest = kind.partition(".")
            assert room == config.label
            assert "_" in rest


def test_every_subscribed_event_has_a_sender() -> None:
    kinds = {kind for kind in subscribed_kinds() if not kind.startswith("test.")}
    assert not sorted(kinds - set(documented()))


def test_every_permission_asked_for_is_declared() -> None:
    declared = {name for config in apps.get_app_configs() for name in getattr(config, "permissions", {})}
    asked = {}
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"requires", "may"}:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        asked[argument.value] = name_of(path)
    assert not {name: place for name, place in asked.items() if name not in declared}
    assert declared


def test_every_permission_is_in_a_sample_role() -> None:
    """A permission nobody can be given is a dead door."""
    roles = (ROOT / "sample" / "roles.yaml").read_text(encoding="utf-8")
    declared = {name for config in apps.get_app_configs() for name in getattr(config, "permissions", {})}
    assert not sorted(name for name in declared if name not in roles)
