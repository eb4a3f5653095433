"""Other systems: keys with scopes, and coordinates converted at the edge."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.dispatch.models import Matter, WorkItem
from shanzhi.exchange import actions
from shanzhi.exchange.models import MachineToken
from shanzhi.intake.models import Report
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.registry.geo import wgs_from_gcj
from shanzhi.registry.models import County

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county() -> County:
    return County.objects.create(code="990105", name="示例县", english_name="Sample")


def issue(**fields: object) -> str:
    values = {"county": "990105", "name": "示例系统", "scopes": ["dispatch.read_matters"], "by": SYSTEM}
    return actions.issue_token(**{**values, **fields})[1]  # type: ignore[arg-type]


def ask(key: str) -> int:
    return Client().get("/api/v1/matters", headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_opens_what_its_scopes_say_and_is_not_kept() -> None:
    key = issue()
    assert ask(key) == 200
    assert key.encode() not in bytes(MachineToken.objects.get().digest)
    assert MachineToken.objects.get().last_used_on == timezone.localdate()


def test_without_with_a_wrong_or_an_ended_key_the_door_is_shut() -> None:
    assert Client().get("/api/v1/matters").status_code == 401
    assert ask("sz_wrong") == 401
    assert ask(issue(expires_on=date.today() - timedelta(days=1))) == 401
    assert ask(issue(scopes=["intake.read_reports"])) == 403


def test_a_revoked_key_is_useless_at_once_and_revoked_once() -> None:
    key = issue()
    token = MachineToken.objects.get()
    actions.revoke_token(token=token, by=SYSTEM)
    actions.revoke_token(token=token, by=SYSTEM)
    assert ask(key) == 401
    assert Event.objects.filter(kind="exchange.token_revoked").count() == 1


def test_what_few_may_read_is_left_out_unless_the_key_says_so() -> None:
    now = timezone.now()
    for number, restricted in (("SJ1", False), ("SJ2", True)):
        matter = Matter.objects.create(
            county="990105", number=number, title="示例", source="api", is_restricted=restricted, step_at=now,
            opened_at=now,
        )  # fmt: skip
        WorkItem.objects.create(
            subject_id=matter.pk, county="990105", kind="matter", matter_id=matter.pk, number=number, title="示例",
            step="pending", step_label="待受理", opened_at=now, sort_at=now,
        )  # fmt: skip

    def numbers(*scopes: str) -> set[str]:
        key = issue(scopes=["dispatch.read_matters", *scopes], name="、".join(scopes) or "示例")
        found = Client().get("/api/v1/matters", headers={"Authorization": f"Bearer {key}"}).json()
        return {row["number"] for row in found["items"]}

    assert numbers() == {"SJ1"}
    assert numbers("dispatch.read_restricted") == {"SJ1", "SJ2"}


def post(body: dict[str, object]) -> tuple[int, dict[str, object]]:
    answer = Client().post("/api/v1/reports", body, content_type="application/json")
    return answer.status_code, answer.json()


def test_shifted_coordinates_are_straightened() -> None:
    status, _ = post({"text": "路灯不亮了", "lon": 118.51, "lat": 28.9, "crs": "gcj02"})
    assert status == 201
    report = Report.objects.get()
    assert (report.lon, report.lat) == pytest.approx(tuple(wgs_from_gcj(118.51, 28.9)), abs=1e-9)
    assert abs(report.lon - 118.51) > 0.003


def test_an_unknown_system_is_refused_with_the_known_ones() -> None:
    status, body = post({"text": "路灯不亮了", "lon": 118.51, "lat": 28.9, "crs": "mars"})
    assert (status, "gcj02" in str(body["detail"])) == (422, True)
    assert not Report.objects.exists()
