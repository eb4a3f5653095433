"""What may a reporter still do? Add, withdraw, rate, ask once for a second handling."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from shanzhi.dossier.models import StoredFile
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor
from shanzhi.ledger.events import record
from shanzhi.registry.queries import county_named

from .. import rules
from ..models import Report, ReportPhoto, Stage, Supplement
from ..plain_text import clean


def _locked(report_id: uuid.UUID) -> Report:
    return Report.objects.select_for_update().get(pk=report_id)


def _refuse_if(found: list[Obstacle]) -> None:
    if found:
        raise NotAllowed(found)


@transaction.atomic
def supplement_report(
    *, report_id: uuid.UUID, text: str, by: Actor, photos: Sequence[StoredFile] = (), at: datetime | None = None
) -> Supplement:
    """Add words and photos to an open report."""
    report = _locked(report_id)
    found = rules.may_supplement(report)
    if report.photo_count + len(photos) > rules.MOST_PHOTOS * 2:
        found.append(Obstacle(_("照片总数最多 %(most)d 张。") % {"most": rules.MOST_PHOTOS * 2}))
    if report.supplements.count() >= rules.MOST_SUPPLEMENTS:
        found.append(Obstacle(_("补充次数已满；还有新情况，请拨打服务电话。")))
    _refuse_if(found)
    row = Supplement.objects.create(report=report, text=clean(text), at=at or timezone.now())
    ReportPhoto.objects.bulk_create(
        ReportPhoto(report=report, file=file, order=report.photo_count + order) for order, file in enumerate(photos)
    )
    Report.objects.filter(pk=report.pk).update(photo_count=F("photo_count") + len(photos))
    record("intake.report_supplemented", subject=report, by=by, at=row.at, supplement=row.pk)
    return row


@transaction.atomic
def withdraw_report(*, report_id: uuid.UUID, by: Actor, at: datetime | None = None) -> None:
    """Take the reporter at his word; whether the county goes on looking is the dispatcher's affair."""
    report = _locked(report_id)
    _refuse_if(rules.may_withdraw(report))
    moment = at or timezone.now()
    report.wants_withdrawal, report.stage, report.stage_at = True, Stage.WITHDRAWN, moment
    report.save(update_fields=["wants_withdrawal", "stage", "stage_at"])
    record("intake.report_withdrawn", subject=report, by=by, at=moment)


@transaction.atomic
def rate_report(*, report_id: uuid.UUID, score: int, by: Actor, reason: str = "", at: datetime | None = None) -> None:
    """Keep the reporter's rating, once: 5 very content … 1 not at all; the two lowest want a reason."""
    report = _locked(report_id)
    found = rules.may_rate(report)
    if score not in rules.RATING_WORDS:
        found.append(Obstacle(_("评价只能选五档之一。")))
    elif score <= 2 and not reason.strip():
        found.append(Obstacle(_("不满意请说一句原因，我们才知道差在哪里。")))
    _refuse_if(found)
    moment = at or timezone.now()
    report.rating, report.rating_reason, report.rated_at = score, reason.strip()[:300], moment
    report.stage = Stage.RATED
    report.save(update_fields=["rating", "rating_reason", "rated_at", "stage"])
    record("intake.report_rated", subject=report, by=by, at=moment, score=score)


@transaction.atomic
def ask_reopening(*, report_id: uuid.UUID, reason: str, by: Actor, at: datetime | None = None) -> None:
    """Ask once, within the county's days, for the matter to be handled again."""
    report = _locked(report_id)
    moment = at or timezone.now()
    found = rules.may_ask_reopening(report, now=moment, days=county_named(report.county).reopen_days)
    if len(reason.strip()) < rules.SHORTEST:
        found.append(Obstacle(_("请说明哪里没有解决。")))
    _refuse_if(found)
    report.reopen_reason, report.reopened_at = reason.strip()[:300], moment
    report.save(update_fields=["reopen_reason", "reopened_at"])
    record("intake.reopening_asked", subject=report, by=by, at=moment)
