"""What do the investigators propose, is it within the law's range, and must or may it be left out or made lighter?"""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from shanzhi.law import discretion
from shanzhi.law.citation import cite
from shanzhi.law.identifiers import full_years
from shanzhi.law.leniency import Facts, Finding, Verdict, leniency
from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.ledger.actors import Actor
from shanzhi.registry.models import DiscretionStep

from .. import rules
from ..models import CorrectionOrder, Decision, Notice, PenaltyCase, Proposal
from ..queries.amounts import HEARING_KINDS, statutory_range
from ..queries.facts import Rows
from ..queries.reading import cases_of_party
from .frame import begin, day_of, log, save, wants
from .papers import draw

Kind = Proposal.Kind
NO_PENALTY = {Verdict.MUST_NOT_PUNISH, Verdict.MAY_NOT_PUNISH}


@dataclass(frozen=True)
class ProposalWords:
    """What the investigators put forward."""

    kind: str
    discretion_words: str
    band: str = ""
    fine_amount: Decimal = Decimal(0)
    confiscated_amount: Decimal = Decimal(0)
    confiscated_goods: str = ""
    warning: bool = False
    other_kind: str = ""
    other_words: str = ""
    discretion_step_id: uuid.UUID | None = None
    education: str = ""

    @property
    def punishes(self) -> bool:
        sums = self.fine_amount or self.confiscated_amount
        return bool(sums or self.confiscated_goods or self.warning or self.other_words)


@transaction.atomic
def propose(
    *,
    case_id: uuid.UUID,
    words: ProposalWords,
    leniency_facts: dict[str, Any],
    version: int | None = None,
    by: Actor,
    on: date | None = None,
) -> Proposal:
    """Keep a proposal. Refused when it leaves the item's range, ignores a must of the law, or is harsher after a defence."""
    day = day_of(on)
    case, _facts, rows = begin("propose", case_id, by, day, version=version)
    asked = Facts.read({**leniency_facts, "age": _age(case)})
    finding = leniency(asked)
    listed = None
    if words.discretion_step_id is not None:
        listed = DiscretionStep.objects.filter(pk=words.discretion_step_id, county=case.county).first()
    band = _band_of(case, words, listed)
    against = [
        *wants(words.discretion_words, "裁量理由"),
        *_against_kind(words, finding),
        *_against_claims(case, rows, asked),
        *_against_sums(case, words, finding, band),
    ]
    if against:
        raise NotAllowed(against)
    departs = band is not None and words.fine_amount > 0 and not band.low <= words.fine_amount <= band.high
    made = Proposal.objects.create(
        case=case, kind=words.kind, band=words.band if words.kind == Kind.PENALTY else "",
        fine_amount=words.fine_amount, confiscated_amount=words.confiscated_amount,
        confiscated_goods=words.confiscated_goods.strip(), warning=words.warning, other_kind=words.other_kind,
        other_words=words.other_words.strip(), discretion_words=words.discretion_words.strip(),
        range_words=band.explanation if band else "", departs=departs,
        leniency_facts={**leniency_facts, "age": asked.age},
        leniency_verdict=finding.verdict, leniency_words=finding.explanation if finding.grounds else "",
        education=words.education.strip(), on=day, by_id=by.actor_id,
    )  # fmt: skip
    save(case, None)
    draw(case, "investigation_report", by=by, on=day, free={
        "discretion_reasons": made.discretion_words, "suggestion": suggestion(made),
    })  # fmt: skip
    log("propose", "casework.handling_proposed", case, by, day, words=suggestion(made), what=made.kind, departs=departs)
    return made


def suggestion(made: Proposal) -> str:
    """Return the proposal in one sentence."""
    if made.kind != Kind.PENALTY:
        return f"建议{made.get_kind_display()}。"
    return f"建议{made.get_band_display()}处罚：{'；'.join(lines_of(made))}。"


def lines_of(made: Proposal) -> list[str]:
    """Return each penalty as a line of the decision."""
    lines = ["警告"] if made.warning else []
    if made.fine_amount:
        lines.append(f"罚款{made.fine_amount:.2f}元")
    if made.confiscated_amount:
        lines.append(f"没收违法所得{made.confiscated_amount:.2f}元")
    if made.confiscated_goods:
        lines.append(f"没收非法财物：{made.confiscated_goods}")
    if made.other_words:
        lines.append(made.other_words)
    return lines


def _age(case: PenaltyCase) -> int | None:
    return full_years(case.party.born_on, case.act_on) if case.party.born_on else None


def _band_of(case: PenaltyCase, words: ProposalWords, listed: DiscretionStep | None) -> discretion.Proposal | None:
    """Return the published range: the step chosen from the table, else the general rule of the kind of case."""
    limits, rule = statutory_range(case), discretion.general_rule(Overlay(case.overlay))
    if listed is not None and listed.low_amount is not None and listed.high_amount is not None:
        low, high = listed.low_amount, listed.high_amount
        text = f"{listed.source or listed.table}：{listed.sanction}，{low}元至{high}元"
        basis = (discretion.PUBLISHED,)
        return discretion.Proposal(listed.band, low, high, (low + high) / 2, text, basis, rule.departing)
    if limits is None or words.band not in Proposal.Band.values:
        return None
    try:
        return discretion.from_shares(limits, discretion.Band(words.band), rule)
    except discretion.NoBand:
        return None


def _against_kind(words: ProposalWords, finding: Finding) -> list[Obstacle]:
    if words.kind not in Kind.values:
        return [rules.house("没有选定处理方式。")]
    if words.kind == Kind.PENALTY:
        found = [] if words.punishes else [rules.house("没有写任何处罚内容。", "填写警告、罚款、没收或者其他处罚")]
        if finding.verdict is Verdict.MUST_NOT_PUNISH:
            found.append(Obstacle(f"依法不予处罚：{finding.explanation}", finding.basis, "改为不予处罚的建议。"))
        if words.band not in Proposal.Band.values:
            found.append(Obstacle("没有选定裁量档次。", cite("行政处罚法34")))
        if words.other_words.strip() and words.other_kind not in (*HEARING_KINDS, "light_other"):
            found.append(rules.house("其他处罚没有选定种类。"))
        return found
    if words.punishes:
        return [rules.house("不予处罚、撤销案件的建议里不能有处罚内容。", "请删去")]
    if words.kind == Kind.DROPPED:
        return []
    found = []
    if finding.verdict not in NO_PENALTY:
        basis = (cite("行政处罚法30"), cite("行政处罚法31"), cite("行政处罚法33"))
        found.append(Obstacle("所填事实不符合任何不予处罚的情形。", basis, "核对事实，或者改为给予处罚的建议。"))
    elif not words.education.strip():
        found.append(Obstacle("不予处罚的，应当对当事人进行教育，没有写教育记录。", cite("行政处罚法33.3")))
    return found


def _against_claims(case: PenaltyCase, rows: Rows, asked: Facts) -> list[Obstacle]:
    """A first offence or a correction that the file itself speaks against is not taken as established."""
    found = []
    if asked.first_offence:
        earlier = cases_of_party(case.party, without=case.pk).filter(
            item__code=case.item.code, decisions__kind__in=[Decision.Kind.PENALTY, Decision.Kind.NO_PENALTY]
        )
        for other in earlier[:3]:
            text = f"当事人有过同一事项的案件：{other.agency} {other}，不是初次违法。"
            found.append(Obstacle(text, cite("行政处罚法33.1"), "取消「初次违法」。"))
    last = rows.corrections[-1].result if rows.corrections else ""
    if asked.corrected_in_time and last in (CorrectionOrder.Result.WAITING, CorrectionOrder.Result.NOT_CORRECTED):
        text = "责令改正还没有复查，或者复查没有改正，不能认定及时改正。"
        found.append(Obstacle(text, cite("行政处罚法33.1"), "先登记复查情况。"))
    return found


def _against_sums(
    case: PenaltyCase, words: ProposalWords, finding: Finding, band: discretion.Proposal | None
) -> list[Obstacle]:
    if words.kind != Kind.PENALTY:
        return []
    found = []
    limits = statutory_range(case)
    told = _told(case)
    if words.fine_amount and limits is not None and words.band in Proposal.Band.values:
        found += discretion.obstacles_to_fine(
            words.fine_amount,
            statutory=limits,
            band=discretion.Band(words.band),
            leniency=finding,
            proposal=band,
            reason=words.discretion_words,
            # Whoever leaves the published range is sent to the discussion before the decision.
            approval=discretion.Approval.DISCUSSION,
            told=told.fine_amount if told else None,
        )
    elif words.fine_amount and case.item.fine_rule == {}:
        found.append(rules.house(f"事项「{case.item.name}」没有登记罚款幅度，不能提出罚款。", "请先补录事项的罚款幅度"))
    if told is not None and (
        words.confiscated_amount > told.confiscated_amount or (words.warning and not told.warning)
    ):
        found.append(Obstacle("不得因当事人陈述、申辩而给予更重的处罚。", cite("行政处罚法45")))
    return found


def _told(case: PenaltyCase) -> Proposal | None:
    """Return what the party had been told before he spoke in his defence; nothing when he said nothing."""
    if not case.statements.exists():
        return None
    last = Notice.objects.filter(case=case).select_related("proposal").order_by("on", "id").last()
    return last.proposal if last else None
