"""Was the paper served, or only sent? What electronic service needs (行政处罚法61.2)."""

from __future__ import annotations

from dataclasses import dataclass

from shanzhi.law.citation import penalty_law
from shanzhi.law.obstacle import Obstacle


@dataclass(frozen=True, slots=True)
class ElectronicService:
    """How a decision was sent by electronic means (行政处罚法61.2)."""

    agreed: bool = False
    confirmation_signed: bool = False


def obstacles_to_electronic_service(case: ElectronicService) -> list[Obstacle]:
    """Why sending it electronically is no service, whatever receipt there is; the terms of the decision do not run."""
    missing = [
        text for met, text in ((case.agreed, "当事人没有同意"), (case.confirmation_signed, "没有签订确认书")) if not met
    ]
    if not missing:
        return []
    text = f"{'、'.join(missing)}，电子送达不产生送达效力，缴款、救济的期限都没有开始计算。"
    return [Obstacle(text, penalty_law(61, 2), remedy="补签送达确认书后重新送达，或者用其他法定方式送达。")]
