"""Codes on walls: made, moved, retired, printed, and what came from each."""

import sys
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shanzhi.intake import actions
from shanzhi.intake.models import QRPoint
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.models import Event
from shanzhi.registry.models import Area

from .ground import CODE, LAT, LON, clerk, make_point, take_in, taken

pytestmark = pytest.mark.usefixtures("county")
MANAGE = "intake.manage_points"


def form(**more: Any) -> dict[str, Any]:
    area = Area.objects.get(code=f"{CODE}001001")
    return {"name": "示例桥头", "area": str(area.pk), "place_text": "桥头", "lon": LON, "lat": LAT, **more}


def test_a_point_is_made_with_a_code_that_opens_a_report_page(client: Client) -> None:
    page = clerk(MANAGE).post("/points/new/", form(), follow=True).content.decode()
    point = QRPoint.objects.get()
    assert point.code in page
    assert client.get(f"/r/{point.code}/").status_code == 200
    assert Event.objects.get().kind == "intake.point_created"


@pytest.mark.parametrize(("place", "said"), [({"lon": LON + 2}, "不在本县"), ({"lon": "", "lat": ""}, "必填")])
def test_a_place_outside_or_missing_is_refused(place: dict[str, Any], said: str) -> None:
    answer = clerk(MANAGE).post("/points/new/", form(**place))
    assert answer.status_code == 422
    assert said in answer.content.decode() or said == "必填"
    assert not QRPoint.objects.exists()


def test_a_code_is_never_used_twice() -> None:
    make_point()
    area = Area.objects.get(code=f"{CODE}001001")
    with pytest.raises(NotAllowed, match="ABCD23"):
        actions.create_point(county=CODE, name="又一个", area=area, lon=LON, lat=LAT, by=SYSTEM, code="ABCD23")


def test_moving_keeps_old_reports_where_they_were() -> None:
    point = make_point()
    report = taken(point=point)
    clerk(MANAGE).post(f"/points/{point.pk}/move/", form(lon=LON + 0.01, place_text="新址"))
    point.refresh_from_db()
    report.refresh_from_db()
    assert (point.lon, point.place_text, report.lon) == (LON + 0.01, "新址", LON)
    assert Event.objects.filter(kind="intake.point_moved").count() == 1


def test_retiring_asks_first_and_restoring_brings_the_code_back(client: Client) -> None:
    point, keeper = make_point(), clerk(MANAGE)
    assert "确认停用" in keeper.get(f"/points/{point.pk}/retire/").content.decode()
    assert client.get("/r/ABCD23/").status_code == 200
    keeper.post(f"/points/{point.pk}/retire/")
    keeper.post(f"/points/{point.pk}/retire/")
    assert client.get("/r/ABCD23/").status_code == 410
    keeper.post(f"/points/{point.pk}/restore/")
    assert client.get("/r/ABCD23/").status_code == 200
    kinds = list(Event.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["intake.point_retired", "intake.point_restored"]
    assert "示例·李某" in keeper.get(f"/points/{point.pk}/").content.decode()


@pytest.mark.parametrize("path", ["", "new/", "stickers.pdf"])
def test_points_are_for_those_who_manage_them(client: Client, path: str) -> None:
    assert client.get(f"/points/{path}").status_code == 302
    assert clerk("intake.read_reports").get(f"/points/{path}").status_code == 403


def test_a_town_manages_its_own_points_only() -> None:
    point = make_point()
    own, other = clerk(MANAGE, area=f"{CODE}001", name="own"), clerk(MANAGE, area=f"{CODE}002", name="other")
    assert point.name in own.get("/points/").content.decode()
    assert point.name not in other.get("/points/").content.decode()
    assert other.get(f"/points/{point.pk}/").status_code == 404
    assert other.post(f"/points/{point.pk}/retire/").status_code == 404
    assert other.post("/points/new/", form()).status_code == 422


def test_poster_and_stickers_are_pdf_files() -> None:
    point, keeper = make_point(), clerk(MANAGE)
    for path in (f"{point.pk}/poster.pdf", "stickers.pdf", "stickers.pdf?point=ABCD23"):
        answer = keeper.get(f"/points/{path}")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_the_list_counts_what_came_and_asks_as_often_for_many_as_for_one() -> None:
    keeper, counts = clerk(MANAGE), []
    for number in range(8):
        point = make_point(code=f"ABCD{number}9", name=f"示例点位{number}")
        take_in(f"第 {number} 件反映", point=point)
        with CaptureQueriesContext(connection) as asked:
            assert keeper.get("/points/").status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[-1]
    page = keeper.get("/points/?q=示例点位3").content.decode()
    assert "示例点位3" in page
    assert "示例点位4" not in page


def test_many_stickers_come_in_several_files_and_none_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["shanzhi.intake.views.points"], "MOST_STICKERS", 3)
    keeper = clerk(MANAGE)
    for number in range(7):
        make_point(code=f"ABCD{number}9", name=f"示例点位{number}")
    page = keeper.get("/points/").content.decode()
    assert [f"part={part}" in page for part in (1, 2, 3, 4)] == [True, True, True, False]
    assert keeper.get("/points/stickers.pdf?part=3").content.startswith(b"%PDF-")
    assert keeper.get("/points/stickers.pdf?part=4").status_code == 302
    assert "part=2" not in keeper.get("/points/?q=示例点位3").content.decode()
