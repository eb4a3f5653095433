"""Words of a lawful penalty on the spot (示例), for the tests that change one thing of them."""

import base64
import io
import uuid
from decimal import Decimal
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from shanzhi.casework import actions
from shanzhi.casework.actions import PartyWords, SummarySigns, SummaryWords
from shanzhi.casework.models import PenaltyCase
from shanzhi.registry.models import Item

from .ground import CODE, Ground, person_words


def drawn() -> str:
    """Return a signature as the screen sends it."""
    picture = Image.new("RGBA", (900, 300))
    ImageDraw.Draw(picture).line([(20, 20), (400, 200), (800, 60)], fill="black", width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def stall(ground: Ground, **more: Any) -> Item:
    """An item whose fine differs for persons and units, like that of the county's stalls (示例)."""
    values: dict[str, Any] = {
        "county": CODE, "code": "330212345009", "name": "对便民摊点未按规定的地点经营的行政处罚",
        "holder": ground.agencies["bureau"], "measure": "罚款", "legal_bases": ["《示例条例》第十六条"],
        "fine_rule": {"ranges": [{"of": "单位", "low": "500", "high": "1000"}, {"of": "个人", "low": "20", "high": "200"}]},
        "valid_from": "2020-01-01",
    }  # fmt: skip
    return Item.objects.create(**{**values, **more})


def spot_words(ground: Ground, item: Item, **more: Any) -> SummaryWords:
    values: dict[str, Any] = {
        "key": uuid.uuid4(), "item_id": item.pk, "party": person_words(), "act_on": timezone.localdate(),
        "act_place": "示例县东街道示例路口", "facts": "在人行道上摆早餐摊（示例）", "fine_amount": Decimal(50),
        "second_id": ground.officers["second"].pk, "facts_clear": True, "card_shown": True, "rights_told": True,
        "heard": True, "area_code": f"{CODE}001",
    }  # fmt: skip
    return SummaryWords(**{**values, **more})


def signs(**more: Any) -> SummarySigns:
    ink = drawn()
    return SummarySigns(**{"party_image": ink, "lead_image": ink, "second_image": ink, **more})


def imposed(ground: Ground, **more: Any) -> PenaltyCase:
    item = Item.objects.filter(code="330212345009").first() or stall(ground)
    words = spot_words(ground, item, **more)
    return actions.impose_on_spot(words=words, signs=signs(), by=ground.users["officer"])


UNIT = PartyWords(kind="firm", name="示例县示例餐饮有限公司", representative="李示例")


def numbered(first: str) -> str:
    """Return an identity number that belongs to nobody here, with its check digit."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(first, weights, strict=True)) % 11]
