"""Whatever people do, in whatever order: no matter is ever left without an owner or a term."""

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.dispatch import actions, checking, rules
from shanzhi.dispatch.models import ClockChange, Matter, Return, Step, Task, WorkItem
from shanzhi.law.obstacle import NotAllowed

from .ground import MORNING, Ground, make_ground


class Undo(Exception):
    """Ends a transaction that was only a rehearsal."""


def moves(ground: Ground, matter: Matter, at: Any, chance: random.Random) -> dict[str, Any]:
    """Every verb with arguments that could pass, for people chosen by chance."""
    users, units = ground.users, ground.agencies
    unit = chance.choice([units["team"], units["team2"], units["ecology"], units["village"]])
    by_centre, by_unit = users[chance.choice(["desk", "head", "verify"])], users[chance.choice(["lead", "officer"])]
    task = Task.objects.filter(matter=matter, ended_at__isnull=True).order_by("?").first()
    row = Return.objects.filter(task__matter=matter, ruling="open").first()
    change = ClockChange.objects.filter(matter=matter, state="asked").first()
    on = {"matter_id": matter.pk, "at": at}
    later = (at + timedelta(days=20)).date()
    found: dict[str, Any] = {
        "accept": (actions.accept_matter, {**on, "by": by_centre, "event_type_id": ground.types["smoke"].pk}),
        "refuse": (actions.refuse_matter, {**on, "by": by_centre, "reason": "不在本县"}),
        "assign": (actions.assign_matter, {**on, "by": by_centre, "agency_id": unit.pk}),
        "reassign": (actions.reassign_matter, {**on, "by": by_centre, "agency_id": unit.pk, "reason": "改派"}),
        "sign": (actions.sign_matter, {**on, "by": by_unit}),
        "start": (actions.start_work, {**on, "by": by_unit}),
        "note": (actions.note_progress, {**on, "by": by_unit, "text": "到场"}),
        "assist": (actions.ask_assist, {**on, "by": by_unit, "agency_id": units["village"].pk, "demand": "配合"}),
        "ask_time": (actions.ask_time, {**on, "by": by_unit, "kind": "pause", "ground": "调取资料", "reason": "等"}),
        "extend": (actions.ask_time, {**on, "by": by_unit, "kind": "extension", "ground": "案情复杂", "reason": "等"}),
        "resume": (actions.resume_clock, {**on, "by": by_unit}),
        "shelve": (actions.shelve_matter,
                   {**on, "by": by_centre, "reason": "待批", "public_text": "待批", "review_on": later}),
        "review": (actions.review_shelf, {**on, "by": by_centre, "text": "再看", "review_on": later}),
        "unshelve": (actions.unshelve_matter, {**on, "by": by_centre, "reason": "已批"}),
        "answer": (actions.give_answer, {**on, "by": by_unit, "done": "当场清洗净化器，复测正常。", "told": "电话",
                                         "public_text": "好了", "no_photo_reason": "夜间", "end_assists": True}),
        "send_back": (actions.send_back, {**on, "by": by_centre, "fault": "wrong", "opinion": "不对"}),
        "verify": (actions.verify_answer, {**on, "by": by_centre}),
        "close": (actions.close_matter, {**on, "by": by_centre}),
        "reopen": (actions.reopen_matter, {**on, "by": by_centre, "reason": "没解决"}),
        "patrol": (actions.spread_patrol, {**on, "by": by_unit, "places": ["甲店"], "demand": "看"}),
        "change_type": (actions.change_type,
                        {**on, "by": by_centre, "event_type_id": ground.types["waste"].pk, "reason": "更正"}),
        "archive": (actions.archive_matter, {**on, "by": by_centre}),
    }  # fmt: skip
    if task:
        found["return"] = (actions.ask_return, {"task_id": task.pk, "by": by_unit, "rule": "清单", "reason": "不归我",
                                                "proposed_id": unit.pk, "at": at})  # fmt: skip
        found["finish"] = (actions.finish_task, {"task_id": task.pk, "by": by_unit, "result": "做了",
                                                 "found_problem": False, "at": at})  # fmt: skip
    if row:
        found["rule"] = (actions.rule_return, {"return_id": row.pk, "by": users["head"], "reason": "裁定",
                                               "uphold": chance.random() < 0.5, "at": at})  # fmt: skip
    if change:
        found["decide"] = (actions.decide_time, {"change_id": change.pk, "by": users["head"], "reason": "决定",
                                                 "grant": chance.random() < 0.7, "at": at})  # fmt: skip
    return found


def holds(matter: Matter) -> None:
    """An open matter has somebody who must act and a moment by which; so has each of its parts."""
    line = WorkItem.objects.get(pk=matter.pk)
    assert line.is_open == (matter.step in rules.OPEN_STEPS)
    if not line.is_open:
        return
    assert line.due_at is not None
    if matter.step in (*rules.WORKING_STEPS, Step.LONG_TERM, Step.ANSWERED, Step.VERIFIED):
        assert matter.agency_id
        assert Task.objects.filter(matter=matter, kind="lead", ended_at__isnull=True).count() == 1
    if matter.paused_for and matter.step != Step.LONG_TERM:
        running = ClockChange.objects.filter(matter=matter, state="granted", until_at__isnull=True, kind="pause")
        assert running.filter(lapses_at__isnull=False).exists()
    for task in Task.objects.filter(matter=matter, ended_at__isnull=True).exclude(kind="lead"):
        assert WorkItem.objects.get(pk=task.pk).is_open
    for row in Return.objects.filter(task__matter=matter, ruling="open"):
        assert WorkItem.objects.filter(pk=row.pk, is_open=True, due_at__isnull=False).exists()


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), steps=st.integers(5, 30))
def test_no_path_leads_to_a_matter_without_owner_or_term(seed: int, steps: int) -> None:
    chance = random.Random(seed)
    try:
        with transaction.atomic():
            ground = make_ground()
            matter = ground.matter()
            at = MORNING
            for _ in range(steps):
                at += timedelta(minutes=chance.choice([5, 60, 400, 3000]))
                _, (action, values) = chance.choice(sorted(moves(ground, matter, at, chance).items()))
                with suppress(NotAllowed), transaction.atomic():
                    action(**values)
                matter = Matter.objects.get(pk=matter.pk)
                holds(matter)
            assert not list(checking.deadline_differences()) and not list(checking.work_item_differences())
            raise Undo
    except Undo:
        pass
