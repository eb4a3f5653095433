"""A small fictional county (示例) for the tests of this room: two towns, a centre, a team, a department, a village."""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Matter
from shanzhi.identity.models import Grant, Role, User
from shanzhi.intake.models import Report
from shanzhi.ledger.actors import SYSTEM
from shanzhi.registry.models import Agency, Area, County, EventType, Officer, ResponsibilityRule

CODE = "990101"
SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Monday morning in an announced year.
MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=SHANGHAI)
WORK = [
    "dispatch.read_matters",
    "dispatch.work_matter",
    "dispatch.return_task",
    "dispatch.spread_patrol",
    "intake.read_reports",
]
DESK = [
    "dispatch.read_matters",
    "dispatch.accept_matter",
    "dispatch.assign_matter",
    "dispatch.spread_patrol",
    "intake.read_reports",
]
HEAD = [*DESK, "dispatch.rule_return", "dispatch.grant_time", "dispatch.verify_answer"]
_numbers = itertools.count(1)


@dataclass
class Ground:
    """Everything made, by its name."""

    county: County
    agencies: dict[str, Agency] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    types: dict[str, EventType] = field(default_factory=dict)

    def report(self, text: str = "饭店油烟直排，味道很大（示例）", **fields: Any) -> Report:
        number = next(_numbers)
        values: dict[str, Any] = {
            "county": CODE,
            "number": f"T{number:08d}",
            "secret_digest": number.to_bytes(32, "big"),
            "content_digest": number.to_bytes(32, "big"),
            "source": "qr",
            "text": text,
            "public_text": text,
            "area_code": f"{CODE}001001",
            "place_text": "示例街 5 号",
            "lon": 118.5,
            "lat": 28.9,
            "received_at": MORNING,
            "stage_at": MORNING,
        }
        return Report.objects.create(**{**values, **fields})

    def matter(self, *, at: datetime = MORNING, **fields: Any) -> Matter:
        """Open a matter from a report."""
        return actions.open_matter(report_id=self.report(received_at=at, **fields).pk, by=SYSTEM, at=at)

    def accepted(self, *, at: datetime = MORNING, kind: str = "smoke", **fields: Any) -> Matter:
        matter = self.matter(at=at, **fields)
        return actions.accept_matter(
            matter_id=matter.pk, event_type_id=self.types[kind].pk, by=self.users["desk"], at=at
        )

    def assigned(self, *, at: datetime = MORNING, agency: str = "team", **fields: Any) -> Matter:
        matter = self.accepted(at=at, **fields)
        return actions.assign_matter(
            matter_id=matter.pk, agency_id=self.agencies[agency].pk, by=self.users["desk"], at=at
        )

    def in_hand(self, *, at: datetime = MORNING, **fields: Any) -> Matter:
        matter = self.assigned(at=at, **fields)
        actions.sign_matter(matter_id=matter.pk, by=self.users["lead"], officer_id=self.officers["officer"].pk, at=at)
        return actions.start_work(matter_id=matter.pk, by=self.users["officer"], at=at)

    def answered(self, *, at: datetime = MORNING, **fields: Any) -> Matter:
        matter = self.in_hand(at=at, **fields)
        self.answer(matter, at=at)
        return Matter.objects.get(pk=matter.pk)

    def answer(self, matter: Matter, *, at: datetime = MORNING, **fields: Any) -> Any:
        values: dict[str, Any] = {
            "done": "责令当场清洗净化器，复测正常。",
            "told": "已电话告知",
            "public_text": "净化器已清洗，复测正常。",
            "no_photo_reason": "测试",
            "by": self.users["officer"],
            "at": at,
        }
        return actions.give_answer(matter_id=matter.pk, **{**values, **fields})

    def closed(self, *, at: datetime = MORNING, **fields: Any) -> Matter:
        matter = self.answered(at=at, **fields)
        actions.verify_answer(matter_id=matter.pk, by=self.users["verify"], at=at)
        return actions.close_matter(matter_id=matter.pk, by=self.users["verify"], at=at)


def make_ground(*, today: date | None = None) -> Ground:
    """Make the county."""
    day = today or date(2026, 1, 1)
    ground = Ground(County.objects.create(code=CODE, name="示例县", english_name="Sample County", is_sample=True))
    areas = _areas()
    _agencies(ground, areas)
    _people(ground, day)
    _types(ground)
    return ground


def _areas() -> dict[str, Area]:
    rows = [(CODE, "示例县", "county"), (f"{CODE}001", "东街道", "town"), (f"{CODE}002", "西镇", "town"),
            (f"{CODE}001001", "东一村", "village")]  # fmt: skip
    return {code: Area.objects.create(county=CODE, code=code, name=name, level=level) for code, name, level in rows}


def _agencies(ground: Ground, areas: dict[str, Area]) -> None:
    rows = [
        ("centre", "社会治理中心", "centre", "", CODE),
        ("bureau", "综合执法局", "bureau", "", CODE),
        ("town", "东街道办", "township", "", f"{CODE}001"),
        ("team", "东街道执法队", "team", "town", f"{CODE}001"),
        ("team2", "西镇执法队", "team", "", f"{CODE}002"),
        ("ecology", "生态环境分局", "department", "", CODE),
        ("village", "东一村村委会", "village", "town", f"{CODE}001001"),
    ]
    for code, name, kind, parent, area in rows:
        ground.agencies[code] = Agency.objects.create(
            county=CODE,
            code=code,
            name=name,
            short_name=name,
            kind=kind,
            parent=ground.agencies.get(parent),
            area=areas[area],
        )


def _people(ground: Ground, day: date) -> None:
    rows = [
        ("desk", "centre", "staff", DESK, ""),
        ("desk2", "centre", "staff", DESK, ""),
        ("head", "centre", "staff", HEAD, ""),
        ("verify", "centre", "staff", ["dispatch.read_matters", "dispatch.verify_answer"], ""),
        ("lead", "team", "officer", WORK, "team"),
        ("officer", "team", "officer", WORK[:2], "team"),
        ("expired", "team", "officer", WORK[:2], "team"),
        ("aux", "team", "auxiliary", WORK[:1], "team"),
        ("lead2", "team2", "officer", WORK, "team2"),
        ("ecology", "ecology", "staff", WORK, "ecology"),
        ("village", "village", "staff", WORK, "village"),
        ("leader", "centre", "staff", ["dispatch.read_matters"], ""),
    ]
    for name, agency, standing, permissions, scope in rows:
        user = User.objects.create(county=CODE, username=name, display_name=f"示例·{name}", password="!")
        role, _ = Role.objects.get_or_create(
            county=CODE, code=name, defaults={"name": name, "permissions": permissions}
        )
        unit = ground.agencies[scope].pk if scope else None
        Grant.objects.create(county=CODE, user=user, role=role, agency_id=unit, from_on=date(2020, 1, 1))
        ground.users[name] = user
        ground.officers[name] = Officer.objects.create(
            county=CODE,
            user=user,
            name=f"示例·{name}",
            standing=standing,
            working_agency=ground.agencies[agency],
            certificate_no=f"示例{name}" if standing == "officer" else "",
            certificate_until=_until(name, day) if standing == "officer" else None,
        )


def _until(name: str, day: date) -> date:
    return day - timedelta(days=20) if name == "expired" else day + timedelta(days=2000)


def _types(ground: Ground) -> None:
    for code, name, value, unit, target, agency in (
        ("smoke", "餐饮油烟", 3, "working_day", "town_team", None),
        ("waste", "暴露垃圾", 4, "working_hour", "village", None),
        ("water", "污水直排", 5, "working_day", "agency", "ecology"),
    ):
        kind = EventType.objects.create(
            county=CODE, code=code, name=name, plain_name=name, tile="smoke_noise", limit_value=value, limit_unit=unit
        )
        ResponsibilityRule.objects.create(
            county=CODE,
            event_type=kind,
            target=target,
            agency=ground.agencies.get(agency or ""),
            basis=f"示例责任清单：{name}",
        )
        ground.types[code] = kind
