"""What may a report carry, and what may its reporter still do? House rules, with reasons when the answer is no."""

from datetime import datetime, timedelta

from shanzhi.law.obstacle import Obstacle

from .models import OPEN_STAGES, Report, Stage

SHORTEST, LONGEST = 2, 5000
MOST_PHOTOS = 9
RATING_WORDS = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}

# In the reporter's words: what a stage means for him.
SENTENCES = {
    Stage.RECEIVED: "已收到，等待受理。",
    Stage.ACCEPTED: "已受理，正在确定由谁办理。",
    Stage.REFUSED: "没有受理，理由见下。",
    Stage.ASSIGNED: "已交{handler}办理{due}。",
    Stage.IN_HAND: "{handler}正在处理{due}。",
    Stage.LONG_TERM: "一时难以办结，{handler}会定期复查并告诉您进展。",
    Stage.ANSWERED: "{handler}已有结果，正在由另一人核查。",
    Stage.CLOSED: "已办结，请您评价。",
    Stage.RATED: "已办结，谢谢您的评价。",
    Stage.WITHDRAWN: "您已撤回。",
}


def may_supplement(report: Report) -> list[Obstacle]:
    """Say what stands against adding to a report."""
    if report.stage in OPEN_STAGES:
        return []
    return [Obstacle("这件诉求已经结束，不能再补充；如有新情况，请另行反映或要求重新办理。")]


def may_withdraw(report: Report) -> list[Obstacle]:
    """Say what stands against withdrawing."""
    if report.stage in OPEN_STAGES and not report.wants_withdrawal:
        return []
    return [Obstacle("这件诉求已经结束或已撤回。")]


def may_rate(report: Report) -> list[Obstacle]:
    """Say what stands against rating: only a closed report, and once."""
    if report.rating is not None:
        return [Obstacle("您已经评价过了，谢谢。")]
    if report.stage != Stage.CLOSED:
        return [Obstacle("办结以后才能评价。")]
    return []


def may_ask_reopening(report: Report, *, now: datetime, days: int) -> list[Obstacle]:
    """Say what stands against asking for a second handling: closed, not yet asked, within the county's days."""
    if report.reopened_at is not None:
        return [Obstacle("您已要求过一次重新办理；如仍不满意，请拨打服务电话。")]
    if report.stage not in {Stage.CLOSED, Stage.RATED}:
        return [Obstacle("办结以后才能要求重新办理。")]
    if now - report.stage_at > timedelta(days=days):
        return [Obstacle(f"办结已超过 {days} 天，不能再要求重新办理；如有新情况，请另行反映。")]
    return []


def sentence_of(report: Report) -> str:
    """Return where the report stands, as one sentence for its reporter."""
    due = ""
    if report.due_on:
        due = f"，最迟{report.due_on.month}月{report.due_on.day}日答复" + (
            "（暂按）" if report.due_is_provisional else ""
        )
    return SENTENCES[Stage(report.stage)].format(handler=report.handler_name or "办理单位", due=due)
