"""Who may not do it: who does not count as an officer, and who has investigated and so may not review?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from shanzhi.law.citation import market_procedure, penalty_law, zhejiang_enforcement
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import Overlay, amount


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signed a record: an officer with a certificate that held on the day, or an assistant (辅助人员)."""

    name: str
    officer: bool = True
    certificate_valid: bool = True


def obstacles_to_act_of_two(signers: Iterable[Signer]) -> list[Obstacle]:
    """Why the record does not stand as an act of two officers. Assistants may help and serve, they are never counted."""
    persons = list(signers)
    assistants = [one.name for one in persons if not one.officer]
    expired = [one.name for one in persons if one.officer and not one.certificate_valid]
    counted = len({one.name for one in persons if one.officer and one.certificate_valid})
    if counted >= amount("penalty.officers.min"):
        return []
    text, basis = f"有执法资格的人员只有{counted}人，不得少于两人", [penalty_law(42, 1)]
    if expired:
        text += f"；{'、'.join(expired)}的证件当日无效"
    if assistants:
        text += f"；辅助人员{'、'.join(assistants)}不能算作执法人员，只能配合"
        basis.append(zhejiang_enforcement(30, 2))
    return [Obstacle(text + "。", tuple(basis), remedy="由两名有执法资格的人员重新进行。")]


def obstacles_to_review(
    reviewer: str,
    investigators: Collection[str],
    *,
    hearing_asked: bool = False,
    hearing_held: bool = False,
    overlay: Overlay = Overlay.GENERAL,
) -> list[Obstacle]:
    """Why this person may not do the legal review (法制审核) now: not his own investigation, not before the hearing."""
    market = overlay is Overlay.MARKET
    found = []
    if reviewer in investigators:
        basis = (penalty_law(58), *((market_procedure(49),) if market else ()))
        found.append(Obstacle("办案人员不得作为本案的审核人员。", basis, remedy="由没有参加调查的审核人员审核。"))
    if hearing_asked and not hearing_held:
        basis = (penalty_law(58, 1, 2), *((market_procedure(50),) if market else ()))
        found.append(Obstacle("经过听证的案件，在听证程序结束后进行法制审核。", basis, remedy="先举行听证。"))
    return found
