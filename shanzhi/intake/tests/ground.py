"""A small fictional county (示例) for the tests of this room."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from shanzhi.identity.models import Grant, Role, User
from shanzhi.intake.actions import Receipt, receive_report
from shanzhi.intake.models import QRPoint, Report
from shanzhi.ledger.actors import PUBLIC
from shanzhi.registry.models import Area, County, EventType, Tile

CODE = "990102"
LON, LAT = 118.5, 28.9


def make_county() -> County:
    """Make a county with one town of a tenth of a degree, one village, one tile and one type."""
    county = County.objects.create(code=CODE, name="示例县", english_name="Sample County", reopen_days=15)
    top = Area.objects.create(county=CODE, code=CODE, name="示例县", level="county")
    square = [[LON - 0.05, LAT - 0.05], [LON + 0.05, LAT - 0.05], [LON + 0.05, LAT + 0.05], [LON - 0.05, LAT + 0.05]]
    shape = {"type": "Polygon", "coordinates": [[*square, square[0]]]}
    town = Area.objects.create(county=CODE, code=f"{CODE}001", name="示例镇", level="town", parent=top, geometry=shape)
    Area.objects.create(county=CODE, code=f"{CODE}001001", name="示例村", level="village", parent=town)
    Tile.objects.create(county=CODE, code="smoke", name="油烟", english_name="Smoke")
    EventType.objects.create(county=CODE, code="01", name="油烟污染", tile="smoke", near_metres=80, near_days=10)
    return county


def make_point(**fields: Any) -> QRPoint:
    area = Area.objects.get(county=CODE, code=f"{CODE}001001")
    values: dict[str, Any] = {
        "county": CODE,
        "code": "ABCD23",
        "name": "示例客栈",
        "area": area,
        "lon": LON,
        "lat": LAT,
    }
    return QRPoint.objects.create(**{**values, **fields})


def take_in(text: str = "饭店油烟很大，窗户不敢开。", **fields: Any) -> Receipt:
    values: dict[str, Any] = {"county": CODE, "source": "web", "by": PUBLIC, "lon": LON, "lat": LAT}
    return receive_report(text=text, **{**values, **fields})


def taken(**fields: Any) -> Report:
    return Report.objects.get(pk=take_in(**fields).report_id)


def picture(red: int = 120, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    """Return a small photo as a phone would send it."""
    stream = BytesIO()
    Image.new("RGB", (64, 48), (red, 90, 60)).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def clerk(*permissions: str, area: str = "", name: str = "li") -> Client:
    """Return a client signed in as somebody who holds these permissions, in the county or in an area of it."""
    user = User.objects.create(county=CODE, username=name, display_name="示例·李某")
    role = Role.objects.create(county=CODE, code=f"role-{name}", name="示例岗位", permissions=list(permissions))
    Grant.objects.create(county=CODE, user=user, role=role, area_code=area, from_on=timezone.localdate())
    client = Client()
    client.force_login(user)
    return client
