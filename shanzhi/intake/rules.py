"""What may a report carry, and what may its reporter still do? House rules, with reasons when the answer is no."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shanzhi.law.obstacle import Obstacle

from .models import OPEN_STAGES, Report, Stage

SHORTEST, LONGEST = 2, 5000
MOST_PHOTOS = 9
MOST_SUPPLEMENTS = 20
RATING_WORDS = {5: _l("非常满意"), 4: _l("满意"), 3: _l("一般"), 2: _l("不满意"), 1: _l("非常不满意")}

# In the reporter's words: what a stage means for him.
SENTENCES = {
    Stage.RECEIVED: _l("已收到，等待受理。"),
    Stage.ACCEPTED: _l("已受理，正在确定由谁办理。"),
    Stage.REFUSED: _l("没有受理，理由见下。"),
    Stage.ASSIGNED: _l("已交{handler}办理{due}。"),
    Stage.IN_HAND: _l("{handler}正在处理{due}。"),
    Stage.LONG_TERM: _l("一时难以办结，{handler}会定期复查并告诉您进展。"),
    Stage.ANSWERED: _l("{handler}已有结果，正在由另一人核查。"),
    Stage.CLOSED: _l("已办结，请您评价。"),
    Stage.RATED: _l("已办结，谢谢您的评价。"),
    Stage.WITHDRAWN: _l("您已撤回。"),
}


def may_supplement(report: Report) -> list[Obstacle]:
    """Say what stands against adding to a report."""
    if report.stage in OPEN_STAGES:
        return []
    return [Obstacle(_("这件诉求已经结束，不能再补充；如有新情况，请另行反映或要求重新办理。"))]


def may_withdraw(report: Report) -> list[Obstacle]:
    """Say what stands against withdrawing."""
    if report.stage in OPEN_STAGES and not report.wants_withdrawal:
        return []
    return [Obstacle(_("这件诉求已经结束或已撤回。"))]


def may_rate(report: Report) -> list[Obstacle]:
    """Say what stands against rating: only a closed report, and once."""
    if report.rating is not None:
        return [Obstacle(_("您已经评价过了，谢谢。"))]
    if report.stage != Stage.CLOSED:
        return [Obstacle(_("办结以后才能评价。"))]
    return []


def may_ask_reopening(report: Report, *, now: datetime, days: int) -> list[Obstacle]:
    """Say what stands against asking for a second handling: closed, not yet asked, within the county's days."""
    if report.reopened_at is not None:
        return [Obstacle(_("您已要求过一次重新办理；如仍不满意，请拨打服务电话。"))]
    if report.stage not in {Stage.CLOSED, Stage.RATED}:
        return [Obstacle(_("办结以后才能要求重新办理。"))]
    if now - report.stage_at > timedelta(days=days):
        return [Obstacle(_("办结已超过 %(days)d 天，不能再要求重新办理；如有新情况，请另行反映。") % {"days": days})]
    return []


def sentence_of(report: Report) -> str:
    """Return where the report stands, as one sentence for its reporter, in the language of the moment."""
    words = str(SENTENCES[Stage(report.stage)])
    return words.format(handler=report.handler_name or _("办理单位"), due=_due(report))


def _due(report: Report) -> str:
    if not report.due_on:
        return ""
    words = _("，最迟%(day)s答复（暂按）") if report.due_is_provisional else _("，最迟%(day)s答复")
    return words % {"day": date_format(report.due_on, _("n月j日"))}
