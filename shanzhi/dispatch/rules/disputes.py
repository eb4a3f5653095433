"""When may a dispute be raised, answered, ruled? House rules, with reasons; the competence of the guidance body is statute."""

from datetime import datetime

from shanzhi.law import limits
from shanzhi.law.citation import cite
from shanzhi.law.obstacle import Obstacle

from ..models import Dispute
from .guards import house

# The statute names the body and no number of days: these are the county's own.
REPLY_LIMIT = limits.Limit(2, limits.LimitUnit.WORKING_DAY)
RULING_LIMIT = limits.Limit(5, limits.LimitUnit.WORKING_DAY)
GUIDANCE = cite("浙江省综合行政执法条例17.2")


def may_rule(dispute: Dispute, now: datetime) -> list[Obstacle]:
    """Say what stands against a ruling: it is over, or the other side has time left and has not spoken."""
    if dispute.ended_at:
        return [house(f"这项争议{Dispute.State(dispute.state).label}。")]
    if dispute.replied_at is None and now <= dispute.reply_by:
        text = f"{dispute.other}还没有说明，期限到{dispute.reply_by.astimezone(limits.SHANGHAI):%m月%d日 %H:%M}。"
        return [Obstacle(text, GUIDANCE, "两边的依据都听过再裁定；期满没有说明的，可以裁定")]
    return []


def may_reply(dispute: Dispute) -> list[Obstacle]:
    """Say what stands against a reply."""
    if dispute.ended_at:
        return [house(f"这项争议{Dispute.State(dispute.state).label}。")]
    if dispute.replied_at:
        return [house("已经说明过了。", "有补充的，请联系指导机构")]
    return []
