"""Who may use an item on this day, in whose name, and if not, why not?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from shanzhi.law.citation import Citation, cite
from shanzhi.law.competence import Power, obstacles_to_decide
from shanzhi.law.obstacle import Obstacle

from ..models import Agency, Concentration, Delegation, Item, ListRow

ZHEJIANG_LIST = "浙江省综合行政执法条例"
AnyListRow = TypeVar("AnyListRow", bound=ListRow)


@dataclass(frozen=True)
class Competence:
    """Whether an agency may decide an item: in whose name, on which grounds, or every reason against it."""

    item: Item
    agency: Agency
    in_name_of: Agency | None
    obstacles: list[Obstacle]
    explanation: str
    basis: tuple[Citation, ...] = ()
    delegation: Delegation | None = None
    concentration: Concentration | None = None
    others: list[Agency] = field(default_factory=list)

    @property
    def may(self) -> bool:
        return not self.obstacles


def listed_on(rows: QuerySet[AnyListRow], on: date) -> QuerySet[AnyListRow]:
    """Return the rows that stand in their list on the day."""
    return rows.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def item_named(county: str, code: str, on: date) -> Item | None:
    """Return the item as its list has it on the day."""
    return listed_on(Item.objects.filter(county=county, code=code), on).select_related("holder").first()


def usable_items(agency: Agency, on: date) -> QuerySet[Item]:
    """Return the items the agency may use on the day: its own, or those given to its township and published."""
    names = _names_of(agency)
    given = usable_delegations(on).filter(
        township__in=[one.pk for one in names], county=agency.county, item__code=OuterRef("code")
    )
    mine = Q(holder__in=[one.pk for one in names]) | Q(Exists(given))
    return listed_on(Item.objects.filter(county=agency.county), on).filter(mine).select_related("holder")


def usable_delegations(on: date) -> QuerySet[Delegation]:
    """Return the delegations that are listed, begun, published, not ended and not taken back on the day."""
    rows = listed_on(Delegation.objects.all(), on).filter(from_on__lte=on, published_on__lte=on)
    return rows.exclude(Q(until_on__lt=on) | Q(taken_back_on__lte=on))


def competence(item: Item, agency: Agency, on: date, area: str = "") -> Competence:
    """Say whether the agency may decide the item on the day, here if a place is given. A team acts in another's name."""
    delegations = list(
        listed_on(Delegation.objects.filter(county=item.county, item__code=item.code), on).select_related(
            "township__area"
        )
    )
    concentration = (
        listed_on(Concentration.objects.filter(county=item.county, item__code=item.code, since__lte=on), on)
        .select_related("from_agency")
        .first()
    )
    answers = [_in_name(item, name, on, area, delegations) for name in _names_of(agency)]
    name, obstacles, delegation = min(answers, key=lambda answer: len(answer[1]))
    obstacles = [*obstacles, *_not_listed(item, on)]
    if obstacles and concentration and concentration.from_agency_id == agency.pk:
        obstacles = [_ceded(item, concentration)]
    others = [item.holder, *(one.township for one in delegations if _usable(one, on))]
    return Competence(
        item=item,
        agency=agency,
        in_name_of=None if obstacles else name,
        obstacles=obstacles,
        explanation=_explained(item, name, on, delegation, concentration) if not obstacles else str(obstacles[0]),
        basis=() if obstacles else _basis(delegation, concentration),
        delegation=delegation,
        concentration=concentration,
        others=[one for one in others if one.pk != agency.pk],
    )


def _names_of(agency: Agency) -> list[Agency]:
    """The agencies in whose name this one may act: a team lends its hands to its township and to its bureau."""
    if agency.kind != Agency.Kind.TEAM:
        return [agency]
    return [one for one in (agency.parent, agency.guided_by) if one is not None] or [agency]


def _in_name(
    item: Item, name: Agency, on: date, area: str, delegations: Iterable[Delegation]
) -> tuple[Agency, list[Obstacle], Delegation | None]:
    given = sorted((one for one in delegations if one.township_id == name.pk), key=lambda one: not _usable(one, on))
    powers = [_delegated(one, item.code, area) for one in given]
    if item.holder_id == name.pk:
        powers.append(Power(str(name.pk), item.code, _ground(name, area), item.valid_from, item.valid_to))
    found = obstacles_to_decide(powers, agency=str(name.pk), item=item.code, area=area, on=on)
    own = item.holder_id == name.pk
    return name, found, None if own or not given else given[0]


def _delegated(row: Delegation, code: str, area: str) -> Power:
    ends = [day for day in (row.until_on, row.valid_to) if day is not None]
    if row.taken_back_on is not None:
        ends.append(date.fromordinal(row.taken_back_on.toordinal() - 1))
    return Power(
        agency=str(row.township_id),
        item=code,
        areas=_ground(row.township, area),
        starts=max(row.from_on, row.valid_from),
        ends=min(ends, default=None),
        delegated=True,
        published=row.published_on,
    )


def _ground(agency: Agency, area: str) -> frozenset[str]:
    """The place asked for, if it lies in the agency's ground; no place asked for lies anywhere."""
    own = agency.area.code if agency.area else ""
    return frozenset({area}) if not area or area.startswith(own) else frozenset()


def _usable(row: Delegation, on: date) -> bool:
    power = _delegated(row, "", "")
    return power.holds(on) and power.public(on)


def _not_listed(item: Item, on: date) -> list[Obstacle]:
    if item.valid_from <= on and (item.valid_to is None or on <= item.valid_to):
        return []
    return [Obstacle(f"「{item.name}」在{on}不在执法事项清单里。", cite(f"{ZHEJIANG_LIST}8"), "选用当日有效的事项。")]


def _ceded(item: Item, row: Concentration) -> Obstacle:
    text = f"该事项自{row.since}起由{item.holder}集中行使（划转范围：{row.scope}），本机关不再行使处罚权。"
    remedy = row.boundary or f"将线索和证据材料移送{item.holder}。"
    return Obstacle(text, (cite("行政处罚法18"), cite(f"{ZHEJIANG_LIST}16")), remedy)


def _basis(delegation: Delegation | None, concentration: Concentration | None) -> tuple[Citation, ...]:
    if delegation is not None:
        return (cite("行政处罚法24"), cite(f"{ZHEJIANG_LIST}9.2"))
    if concentration is not None:
        return (cite("行政处罚法18"), cite(f"{ZHEJIANG_LIST}8"))
    return (cite("行政处罚法17"),)


def _explained(
    item: Item, name: Agency, on: date, delegation: Delegation | None, concentration: Concentration | None
) -> str:
    if delegation is not None:
        return f"{name}以自己的名义行使：赋权自{delegation.from_on}起，{delegation.published_on}公布。"
    if concentration is not None:
        return f"{name}集中行使：自{concentration.since}由{concentration.from_agency}划入（{concentration.scope}）。"
    return f"{name}是该事项的行使主体。"
