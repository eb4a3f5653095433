"""What may the reporter see? His report by its secret, and what happened in his words."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.ledger.models import Event

from ..models import Report, Stage
from ..rules import RATING_WORDS
from ..sealing import tail_digest

KINDS = {
    "intake.report_received": _l("您的反映已收到。"),
    "intake.report_supplemented": _l("您补充了情况。"),
    "intake.report_withdrawn": _l("您撤回了反映。"),
    "intake.reopening_asked": _l("您要求重新办理，已转给办理单位和中心。"),
}
STAGES = {
    Stage.ACCEPTED: _l("已受理。"),
    Stage.REFUSED: _l("没有受理。"),
    Stage.ASSIGNED: _l("已交给{handler}办理。"),
    Stage.IN_HAND: _l("{handler}正在处理。"),
    Stage.LONG_TERM: _l("需要较长时间，{handler}会定期复查。"),
    Stage.ANSWERED: _l("{handler}已有结果，正在核查。"),
    Stage.CLOSED: _l("已办结。"),
}


@dataclass(frozen=True)
class PublicStep:
    """One line of the timeline in citizens' words."""

    at: datetime
    title: str
    text: str = ""


def report_by_secret(number: str, secret: str) -> Report | None:
    """Return the report when the secret is right; the time it takes tells nothing."""
    report = Report.objects.filter(number=number[:20]).select_related("point").first()
    digest = hashlib.sha256(secret.encode()).digest()
    wanted = bytes(report.secret_digest) if report else bytes(32)
    return report if hmac.compare_digest(digest, wanted) else None


def report_by_tail(number: str, tail: str) -> Report | None:
    """Return the report whose contact ends in these four digits."""
    report = Report.objects.filter(number=number[:20], contact__isnull=False).select_related("contact", "point").first()
    if report is None or report.contact.tail_digest is None:
        return None
    right = hmac.compare_digest(tail_digest(report.number, tail), bytes(report.contact.tail_digest))
    return report if right else None


def public_timeline(report: Report, *, words_apart: bool = False) -> list[PublicStep]:
    """Return what happened, oldest first, without anybody's name.

    `words_apart`: answer and refusal stand elsewhere on the page; only that they came is told here.
    """
    wanted = [*KINDS, "intake.stage_changed", "intake.report_rated"]
    steps = []
    events = Event.objects.filter(subject_id=report.pk, kind__in=wanted).order_by("seq")
    for event in events:
        if event.kind == "intake.report_rated":
            title = _("您的评价：%(words)s。") % {"words": RATING_WORDS[event.data["score"]]}
            steps.append(PublicStep(event.at, title, report.rating_reason))
        elif event.kind == "intake.stage_changed":
            if event.data["stage"] in STAGES:
                steps.append(_stage_step(report, event, words_apart=words_apart))
        else:
            steps.append(PublicStep(event.at, str(KINDS[event.kind])))
    steps += [PublicStep(row.at, _("平台转达："), row.text) for row in report.messages.all()]
    return sorted(steps, key=lambda step: step.at)


def _stage_step(report: Report, event: Event, *, words_apart: bool) -> PublicStep:
    stage = Stage(event.data["stage"])
    words = "" if words_apart else {Stage.CLOSED: report.answer, Stage.REFUSED: report.refusal}.get(stage, "")
    title = str(STAGES[stage]).format(handler=report.handler_name or _("办理单位"))
    return PublicStep(event.at, title, words)
