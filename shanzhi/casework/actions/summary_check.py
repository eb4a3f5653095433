"""What stands against a penalty on the spot? Every reason at once, each with its article; nothing is written here."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from shanzhi.dossier.queries.letterheads import letterhead_of
from shanzhi.law import discretion, fines
from shanzhi.law import procedure as law
from shanzhi.law.citation import cite, penalty_law
from shanzhi.law.identifiers import full_years
from shanzhi.law.leniency import Facts, Finding, Verdict, leniency
from shanzhi.law.obstacle import Obstacle
from shanzhi.law.rulebook import Overlay
from shanzhi.registry.models import Agency, DiscretionStep, Item, Officer
from shanzhi.registry.queries import Competence, certificate_state, competence

from .. import rules, sealing
from ..models import Party, PenaltyCase, Proposal
from ..queries.on_spot import OnSpot, on_spot
from ..queries.reading import cases_of_party
from .frame import wants
from .party import Checked, PartyWords, check_party

# Why money may be taken on the spot: the word of the form, and the article with what it asks.
COLLECT_WHY = {
    "small": ("罚款一百元以下", "行政处罚法68(1)"),
    "hard": ("不当场收缴事后难以执行", "行政处罚法68(2)"),
    "remote": ("边远、水上、交通不便地区，当事人到银行缴款有困难并提出当场缴纳", "行政处罚法69"),
}


@dataclass(frozen=True)
class SummaryWords:
    """What was filled in on the spot. `key` is made with the page: sent twice, it is one penalty."""

    key: uuid.UUID
    item_id: uuid.UUID
    party: PartyWords
    act_on: date
    act_place: str
    facts: str
    second_id: uuid.UUID | None = None
    fine_amount: Decimal = Decimal(0)
    warning: bool = False
    band: str = Proposal.Band.NORMAL
    discretion_step_id: uuid.UUID | None = None
    discretion_words: str = ""
    facts_clear: bool = False
    correction_refused: bool = False
    card_shown: bool = False
    rights_told: bool = False
    heard: bool = False
    statement: str = ""
    collect: str = ""
    receipt_no: str = ""
    area_code: str = ""
    matter_id: uuid.UUID | None = None

    @property
    def is_person(self) -> bool:
        return self.party.kind in (Party.Kind.PERSON, Party.Kind.SOLE_TRADER)


@dataclass
class SummaryCheck:
    """The words held against the law on a day, by one officer of one unit."""

    words: SummaryWords
    unit: Agency
    officer: Officer
    on: date

    @cached_property
    def item(self) -> Item:
        return Item.objects.select_related("holder").get(pk=self.words.item_id)

    @cached_property
    def power(self) -> Competence:
        return competence(self.item, self.unit, self.on, self.words.area_code)

    @cached_property
    def range(self) -> OnSpot:
        return on_spot(self.item, is_person=self.words.is_person)

    @cached_property
    def party(self) -> Checked:
        return check_party(self.words.party, on=self.words.act_on)

    @cached_property
    def officers(self) -> list[Officer]:
        if self.words.second_id in (None, self.officer.pk):
            return [self.officer]
        second = Officer.objects.filter(pk__in=[self.words.second_id], county=self.unit.county, is_active=True)
        return [self.officer, *second]

    @cached_property
    def step(self) -> DiscretionStep | None:
        wanted = self.words.discretion_step_id
        return DiscretionStep.objects.filter(pk=wanted, county=self.unit.county).first() if wanted else None

    @property
    def age(self) -> int | None:
        return full_years(self.party.born_on, self.words.act_on) if self.party.born_on else None

    @property
    def finding(self) -> Finding:
        return leniency(Facts(age=self.age))

    @cached_property
    def earlier(self) -> list[PenaltyCase]:
        """The same act, fined before, by whatever agency."""
        same = known_cases(self.words.party, self.unit.county).filter(
            item__code=self.item.code, act_on=self.words.act_on, act_place=self.words.act_place.strip(),
            decisions__fine_amount__gt=0, decisions__revoked_on__isnull=True,
        )  # fmt: skip
        return list(same[:3])

    def obstacles(self) -> list[Obstacle]:
        """Return every reason against it, the law's table first."""
        found = [
            *self._by_table(),
            *self._officers(),
            *self.party.obstacles,
            *self.power.obstacles,
            *self._sums(),
            *self._collection(),
            *self._words(),
        ]
        return list(dict.fromkeys(found))

    def _by_table(self) -> list[Obstacle]:
        words = self.words
        certified = [one for one in self.officers if one.standing == Officer.Standing.OFFICER]
        facts = {
            "officers": len(certified),
            "card_shown": words.card_shown,
            "facts_clear": words.facts_clear,
            "within_limit": not fines.summary_obstacles(self._kind, words.fine_amount) and self.item.summary_allowed,
            "notice_given": words.rights_told,
            "statement_heard": words.heard,
            # The form says it by itself: the remedies of a summary decision name review first.
            "review_first_told": True,
        }
        overlay = Overlay(self.item.overlay)
        asked = {one.fact for one in law.procedure("summary", overlay).guards()}
        known = {name: value for name, value in facts.items() if name in asked}
        return law.obstacles("summary", {"step": "told", **known}, "decided", overlay=overlay)

    @property
    def _kind(self) -> fines.Party:
        return fines.Party.PERSON if self.words.is_person else fines.Party.UNIT

    def _officers(self) -> list[Obstacle]:
        found = []
        for one in self.officers:
            state = certificate_state(one, on=self.on)
            if not state.valid:
                found.append(Obstacle(state.text, cite("行政处罚法42.1"), "请换证件有效的执法人员。"))
            if one.name == self.words.party.name.strip():
                text = f"{one.name}与当事人同名，请先核对是否应当回避。"
                found.append(Obstacle(text, cite("行政处罚法43.1"), "请换其他执法人员。"))
        return found

    def _sums(self) -> list[Obstacle]:
        words, found = self.words, []
        if not words.fine_amount and not words.warning:
            found.append(Obstacle("没有选定警告，也没有填罚款数额。", cite("行政处罚法51"), "至少选一种。"))
        if not self.item.summary_allowed:
            text = f"清单里「{self.item.name}」不适用简易程序。"
            found.append(Obstacle(text, cite("行政处罚法51"), "改按普通程序办理。"))
        if words.warning and not self.range.warns:
            text = f"「{self.item.name}」的依据里没有警告。"
            found.append(Obstacle(text, cite("行政处罚法38.1"), "不选警告，或者核对事项。"))
        if words.fine_amount:
            found += fines.summary_obstacles(self._kind, words.fine_amount)
            found += self._fine()
        if self.finding.verdict is Verdict.MUST_NOT_PUNISH:
            found.append(Obstacle(f"依法不予处罚：{self.finding.explanation}", self.finding.basis, "不能当场处罚。"))
        if self.earlier and words.fine_amount:
            found += fines.repeated_fine(True, True)
        return found

    def _fine(self) -> list[Obstacle]:
        words, limits = self.words, self.range.range
        if limits is None:
            text = f"「{self.item.name}」对{self._kind.label}没有登记按元计算的罚款幅度，不能当场罚款。"
            return [Obstacle(text, cite("行政处罚法38.1"), "改按普通程序办理，或者请管理员补录幅度。")]
        if words.band not in Proposal.Band.values:
            return [Obstacle("没有选定裁量档次。", cite("行政处罚法34"))]
        found = discretion.obstacles_to_fine(
            words.fine_amount, statutory=limits, band=discretion.Band(words.band), leniency=self.finding,
            proposal=self.band_of(limits), reason=words.discretion_words,
        )  # fmt: skip
        if self.range.after_refusal and not words.correction_refused:
            text = f"这一事项须先责令改正，不改正的才能罚款（{self.item.measure}）。"
            found.append(Obstacle(text, cite("行政处罚法28.1"), "先责令改正；拒不改正或者逾期不改正的，再勾选说明。"))
        return found

    def band_of(self, limits: tuple[Decimal, Decimal]) -> discretion.Proposal | None:
        """Return the published range: the step that was chosen, else the general rule of the kind of case."""
        rule = discretion.general_rule(Overlay(self.item.overlay))
        one = self.step
        if one is not None and one.low_amount is not None and one.high_amount is not None:
            text = f"{one.source or one.table}：{one.sanction}，{one.low_amount}元至{one.high_amount}元"
            middle = (one.low_amount + one.high_amount) / 2
            return discretion.Proposal(
                one.band, one.low_amount, one.high_amount, middle, text, (discretion.PUBLISHED,), rule.departing
            )
        try:
            return discretion.from_shares(limits, discretion.Band(self.words.band), rule)
        except discretion.NoBand:
            return None

    def _collection(self) -> list[Obstacle]:
        words = self.words
        if not words.collect:
            return []
        found = []
        if words.collect not in COLLECT_WHY or not words.fine_amount:
            found.append(rules.house("没有罚款，或者没有选定当场收缴的理由。", "请选理由，或者不当场收缴"))
        remote = words.collect == "remote"
        found += fines.collection_obstacles(
            fines.Collection(words.fine_amount, True, words.collect == "hard", remote, remote, remote)
        )
        if not words.receipt_no.strip():
            found.append(Obstacle("未出具统一的专用票据。", cite("行政处罚法70"), "出具票据，填写票据号码。"))
        return found

    def _words(self) -> list[Obstacle]:
        words = self.words
        found = [*wants(words.act_place, "违法行为发生地", 160), *wants(words.facts, "违法事实", 1000)]
        if words.act_on > self.on:
            found.append(rules.house(f"违法行为日期{words.act_on}在将来。", "请核对日期"))
        elif words.act_on < self.on and not words.facts_clear:
            found.append(Obstacle("不是当天发生的行为，须另有确凿的证据。", penalty_law(51), "改按普通程序办理。"))
        return [*found, *self._letterhead()]

    def _letterhead(self) -> list[Obstacle]:
        issuer = self.power.in_name_of or self.unit
        head = letterhead_of(issuer)
        if head is None:
            return [rules.house(f"{issuer}还没有发文信息（机关全称、代字、复议机关等）。", "请管理员补录")]
        if self.words.fine_amount and not (head.bank_name and head.bank_address):
            return [rules.house(f"{issuer}的发文信息里没有代收银行，罚款决定书不能成文。", "请管理员补录")]
        return []


def known_cases(words: PartyWords, county: str) -> QuerySet[PenaltyCase]:
    """Return the cases of the party as typed, at every agency of the county, before anything of him is kept."""
    party = Party(county=county, name=words.name.strip(), unified_code=words.unified_code)
    if words.id_number:
        party.id_digest = sealing.identity_digest(words.id_number.strip().upper())
    return cases_of_party(party)


def officers_offered(unit: Agency, besides: Officer, on: date) -> Sequence[Officer]:
    """Return who may be the second officer today: of the same unit, certified."""
    rows = Officer.objects.filter(
        working_agency=unit, is_active=True, standing=Officer.Standing.OFFICER
    ).exclude(pk=besides.pk)  # fmt: skip
    return [one for one in rows.order_by("name")[:60] if certificate_state(one, on=on).valid]
