"""A hearing: asked for, noticed in time, hosted by somebody who did not investigate, recorded, reported."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanzhi.law import procedure as law
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import Officer

from .. import rules
from ..models import Hearing, PenaltyCase, Step
from ..queries.facts import Rows
from .frame import begin, day_of, law_term, log, refuse, save, wants
from .papers import draw


def _guards(case: PenaltyCase, facts: dict[str, Any], to: str) -> list[Obstacle]:
    return law.obstacles("hearing", facts, to, overlay=Overlay(case.overlay))


@transaction.atomic
def request_hearing(
    *, case_id: uuid.UUID, words: str = "", version: int | None = None, by: Actor, on: date | None = None
) -> Hearing:
    """Note that the party asked for a hearing, in time."""
    day = day_of(on)
    case, facts, _rows = begin("request_hearing", case_id, by, day, version=version)
    in_time = facts.hearing_due_on is None or day <= facts.hearing_due_on
    refuse(_guards(case, {"step": "told", "requested_in_time": in_time}, "requested"))
    was = case.step
    made = Hearing.objects.create(case=case, requested_on=day)
    save(case, Step.HEARING)
    log("request_hearing", "casework.hearing_requested", case, by, day, was=was, words=words)
    return made


@transaction.atomic
def notify_hearing(
    *,
    case_id: uuid.UUID,
    host_id: uuid.UUID,
    held_at: datetime,
    place: str,
    is_public: bool = True,
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Hearing:
    """Name the host, the time and the place, so early that seven working days lie between."""
    day = day_of(on)
    host = Officer.objects.get(pk=host_id)
    case, facts, rows = begin("notify_hearing", case_id, by, day, version=version, extra=wants(place, "地点", 160))
    not_investigator = host.pk not in facts.investigators
    latest = law_term(case, "penalty.hearing.notice", timezone.localdate(held_at)).due_day
    asked = {"step": "requested", "host_is_not_investigator": not_investigator}
    found = _guards(case, asked, "noticed")
    found += _guards(case, {**asked, "step": "noticed", "notified_seven_days_before": day <= latest}, "held")
    refuse(dict.fromkeys(found))
    hearing = _open(rows)
    hearing.state, hearing.host, hearing.noticed_on = Hearing.State.NOTICED, host, day
    hearing.held_at, hearing.place, hearing.is_public = held_at, place.strip(), is_public
    hearing.save(update_fields=["state", "host", "noticed_on", "held_at", "place", "is_public"])
    draw(case, "hearing_notice", by=by, on=day, facts={
        "hearing_at": held_at, "hearing_place": hearing.place, "hearing_host": host.name, "hearing_open": is_public,
        "hearing_recorder": _recorder(rows),
    }, slot=str(hearing.pk))  # fmt: skip
    save(case, None)
    log("notify_hearing", "casework.hearing_noticed", case, by, day, host=host.pk)
    return hearing


def _recorder(rows: Rows) -> str:
    return next((one.officer.name for one in rows.active if not one.is_lead), "")


def _open(rows: Rows) -> Hearing:
    assert rows.hearing is not None  # the guard saw to it
    return rows.hearing


@transaction.atomic
def hold_hearing(
    *, case_id: uuid.UUID, words: str, signed: bool, version: int | None = None, by: Actor, on: date | None = None
) -> Hearing:
    """Keep the record of the hearing, signed or with the refusal noted."""
    day = day_of(on)
    extra = wants(words, "听证笔录", 40000)
    case, _facts, rows = begin("hold_hearing", case_id, by, day, version=version, extra=extra)
    hearing = _open(rows)
    found = _guards(case, {"step": "held", "record_signed": signed}, "reported")
    if hearing.held_at and day < timezone.localdate(hearing.held_at):
        found.append(rules.house(f"听证定于{timezone.localdate(hearing.held_at)}，还没有举行。", "举行后再登记"))
    refuse(found)
    hearing.state, hearing.record_words, hearing.record_signed = Hearing.State.HELD, words.strip(), signed
    hearing.save(update_fields=["state", "record_words", "record_signed"])
    save(case, None)
    log("hold_hearing", "casework.hearing_held", case, by, day)
    return hearing


@transaction.atomic
def waive_hearing(
    *, case_id: uuid.UUID, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> Hearing:
    """Note that the party stayed away without good reason, or left: taken as waived."""
    day = day_of(on)
    extra = wants(words, "不到场或者中途退出的情形", 300)
    case, _facts, rows = begin("waive_hearing", case_id, by, day, version=version, extra=extra)
    hearing = _open(rows)
    if hearing.held_at and day < timezone.localdate(hearing.held_at):
        refuse([rules.house(f"听证定于{timezone.localdate(hearing.held_at)}，还没有到。", "到时再登记")])
    hearing.state, hearing.waiver_words = Hearing.State.WAIVED, words.strip()
    hearing.save(update_fields=["state", "waiver_words"])
    save(case, None)
    log("waive_hearing", "casework.hearing_waived", case, by, day, words=words)
    return hearing


@transaction.atomic
def report_hearing(
    *, case_id: uuid.UUID, words: str, version: int | None = None, by: Actor, on: date | None = None
) -> PenaltyCase:
    """Report on the hearing and send the case to legal review, which is now needed."""
    day = day_of(on)
    extra = wants(words, "听证报告", 20000)
    case, _facts, rows = begin("report_hearing", case_id, by, day, version=version, extra=extra)
    hearing, was = _open(rows), case.step
    hearing.report_words, hearing.reported_on = words.strip(), day
    if hearing.state == Hearing.State.HELD:
        hearing.state = Hearing.State.REPORTED
    hearing.save(update_fields=["report_words", "reported_on", "state"])
    save(case, Step.LEGAL_REVIEW)
    log("report_hearing", "casework.hearing_reported", case, by, day, was=was, words=words)
    return case
