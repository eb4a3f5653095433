"""A small fictional county (示例): a bureau with a stationed team, a second bureau, people with every role, three items."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shanzhi.casework import actions
from shanzhi.casework.actions import PartyWords
from shanzhi.casework.models import PenaltyCase
from shanzhi.dossier.models import Letterhead
from shanzhi.identity.models import Grant, Role, User
from shanzhi.registry.models import Agency, Area, County, Item, Officer

CODE = "990101"
DAY = date(2026, 3, 9)  # a Monday in an announced year
HANDLE = [
    "casework.read_cases",
    "casework.open_case",
    "casework.handle_case",
    "casework.record_payment",
    "casework.impose_on_spot",
    "dossier.read_documents",
    "dispatch.read_matters",
]
HEAD = [
    *HANDLE,
    "casework.approve_case",
    "casework.decide_case",
    "casework.discuss_case",
    "dossier.approve_document",
    "dossier.seal_document",
]
REVIEW = ["casework.read_cases", "casework.review_case", "casework.hold_hearing"]
PERSON_ID = "11010519491231002X"


def person_words(**more: Any) -> PartyWords:
    values = {"kind": "person", "name": "陈示例", "id_number": PERSON_ID, "address": "示例县东街道示范路3号"}
    return PartyWords(**{**values, **more})


@dataclass
class Ground:
    """Everything made, by its name."""

    county: County
    agencies: dict[str, Agency] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)

    def opened(self, **more: Any) -> PenaltyCase:
        values: dict[str, Any] = {
            "unit_id": self.agencies["team"].pk,
            "item_id": self.items["smoke"].pk,
            "party": person_words(),
            "cause": "露天焚烧秸秆",
            "facts": "2026年3月8日，当事人在东街道东一村田间焚烧秸秆约半亩（示例）。",
            "act_on": DAY - timedelta(days=1),
            "act_ended_on": DAY - timedelta(days=1),
            "found_on": DAY,
            "act_place": "示例县东街道东一村",
            "area_code": f"{CODE}001",
            "by": self.users["officer"],
            "on": DAY,
        }
        return actions.open_case(**{**values, **more})

    def staffed(self, **more: Any) -> PenaltyCase:
        case = self.opened(**more)
        both = [self.officers["officer"].pk, self.officers["second"].pk]
        return actions.assign_officers(case_id=case.pk, officer_ids=both, by=self.users["officer"], on=DAY)

    def filed(self, **more: Any) -> PenaltyCase:
        case = self.staffed(**more)
        return actions.file_case(case_id=case.pk, opinion="同意立案。", by=self.users["head"], on=DAY)


def make_ground() -> Ground:
    ground = Ground(County.objects.create(code=CODE, name="示例县", english_name="Sample County", is_sample=True))
    county = Area.objects.create(county=CODE, code=CODE, name="示例县", level="county")
    town = Area.objects.create(county=CODE, code=f"{CODE}001", name="东街道", level="town")
    for code, name, kind, parent, area in (
        ("bureau", "示例县综合行政执法局", "bureau", "", county),
        ("other", "示例县生态环境局", "department", "", county),
        ("team", "东街道综合行政执法队", "team", "bureau", town),
    ):
        ground.agencies[code] = Agency.objects.create(
            county=CODE, code=code, name=name, short_name=name, kind=kind, parent=ground.agencies.get(parent), area=area
        )
    for code, mark in (("bureau", "示综执"), ("other", "示环")):
        Letterhead.objects.create(
            county=CODE,
            agency=ground.agencies[code],
            full_name=ground.agencies[code].name,
            mark=mark,
            address="示例县示范大道8号",
            phone="0570-0000000",
            bank_name="示例农村商业银行",
            bank_address="示例县示范路1号",
            review_organ="示例县人民政府",
            court="示例县人民法院",
            is_sample=True,
        )
    _people(ground)
    _items(ground)
    return ground


def _people(ground: Ground) -> None:
    rows = [
        ("officer", "team", "officer", HANDLE, DAY + timedelta(days=2000)),
        ("second", "team", "officer", HANDLE, DAY + timedelta(days=2000)),
        ("third", "team", "officer", HANDLE, DAY + timedelta(days=2000)),
        ("expired", "team", "officer", HANDLE, DAY - timedelta(days=1)),
        ("aux", "team", "auxiliary", ["casework.read_cases"], None),
        ("head", "bureau", "officer", HEAD, DAY + timedelta(days=2000)),
        ("deputy", "bureau", "officer", HEAD, DAY + timedelta(days=2000)),
        ("reviewer", "bureau", "staff", REVIEW, None),
        ("stranger", "other", "officer", HANDLE, DAY + timedelta(days=2000)),
    ]
    for name, agency, standing, permissions, until in rows:
        user = User.objects.create(county=CODE, username=name, display_name=f"示例·{name}", password="!")
        role = Role.objects.create(county=CODE, code=name, name=name, permissions=permissions)
        unit = ground.agencies[agency]
        Grant.objects.create(county=CODE, user=user, role=role, agency_id=unit.pk, from_on=date(2020, 1, 1))
        ground.users[name] = user
        ground.officers[name] = Officer.objects.create(
            county=CODE,
            user=user,
            name=f"示例·{name}",
            standing=standing,
            working_agency=unit,
            certificate_no=f"示例{name}" if until else "",
            certificate_until=until,
        )


def _items(ground: Ground) -> None:
    basis = ["《示例法》第七十七条：可以并处五百元以上二千元以下的罚款"]
    rows = [
        ("smoke", "330212345001", "对露天焚烧秸秆的处罚", "bureau", 500, 2000, {"hearing_person_amount": 5000}),
        ("build", "330212345002", "对擅自投产的处罚", "bureau", 20000, 200000,
         {"hearing_person_amount": 5000, "hearing_unit_amount": 50000, "review_amount": 50000,
          "collective_amount": 100000}),
        ("water", "330212345003", "对超标排放的处罚", "other", 100000, 1000000, {"overlay": "ecology"}),
    ]  # fmt: skip
    for name, code, words, holder, low, high, more in rows:
        ground.items[name] = Item.objects.create(
            county=CODE, code=code, name=words, holder=ground.agencies[holder], field="示例领域", legal_bases=basis,
            fine_min_amount=low, fine_max_amount=high, valid_from=date(2020, 1, 1), **more,
        )  # fmt: skip
