"""What does a sample photo look like? A drawn scene, plainly marked 示例图片: no real place, no real person."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

CANVAS, SIZE = (960, 720), (640, 480)
SKY, GROUND, WALL, ROOF = "#cfe3f2", "#b9b39f", "#efe6d3", "#8a4b3a"
INK, GREEN, GREY, WATER, RED = "#2b2f36", "#6f9a5b", "#8b8f95", "#7aa9c4", "#c8442f"
SCENES = {
    "smoke": "油烟",
    "smoke_pipe": "排烟口",
    "smoke_after": "加装净化器后",
    "rubbish": "垃圾",
    "rubbish_after": "清理后",
    "river": "河边",
    "river_after": "打捞后",
    "stall": "占道",
    "stall_after": "劝离后",
    "parking": "停车",
    "building": "搭建",
    "building_after": "拆除后",
    "farm": "农田",
    "dust": "工地扬尘",
    "dust_after": "喷淋后",
    "muck": "渣土",
    "muck_after": "清运后",
    "food": "食品",
    "road_hole": "路面破损",
    "road_after": "修复后",
    "lamp": "路灯不亮",
    "lamp_after": "路灯修复后",
    "cable": "线缆垂落",
    "fire": "焚烧",
    "fire_after": "扑灭后",
    "patrol": "巡查",
    "bench": "健身器材",
}


def picture(scene: str, *, lon: float | None = None, lat: float | None = None) -> bytes:
    """Return the scene as a JPEG; with a position it carries one, as a phone's photo would."""
    image = Image.new("RGB", CANVAS, SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 470, 960, 720), fill=GROUND)
    _PAINTERS.get(scene.removesuffix("_after").split("_")[0], _houses)(pen, scene.endswith("_after"))
    _label(pen, SCENES[scene])
    exif = Image.Exif()
    exif[0x010E] = "SAMPLE"
    if lon is not None and lat is not None:
        exif.get_ifd(0x8825).update({1: "N", 2: _degrees(lat), 3: "E", 4: _degrees(lon)})
    out = io.BytesIO()
    image.resize(SIZE).save(out, "JPEG", quality=78, exif=exif)
    return out.getvalue()


def _degrees(value: float) -> tuple[float, float, float]:
    thousandths = round(value * 3_600_000)
    return float(thousandths // 3_600_000), float(thousandths // 60_000 % 60), thousandths % 60_000 / 1000


@cache
def _font(size: int) -> Any:
    return ImageFont.truetype(str(Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"), size)


def _label(pen: Any, text: str) -> None:
    pen.rectangle((0, 640, 960, 720), fill="#ffffff")
    pen.text((32, 656), f"示例图片 · {text}", font=_font(36), fill=INK)


def _house(pen: Any, x: int, width: int = 220, top: int = 300) -> None:
    pen.rectangle((x, top, x + width, 480), fill=WALL, outline=INK, width=3)
    pen.polygon(((x - 20, top), (x + width // 2, top - 90), (x + width + 20, top)), fill=ROOF, outline=INK)
    pen.rectangle((x + 30, top + 40, x + 90, top + 100), fill=WATER, outline=INK, width=3)
    pen.rectangle((x + width - 90, top + 70, x + width - 30, 480), fill=GREY, outline=INK, width=3)


def _houses(pen: Any, after: bool) -> None:
    for x in (80, 380, 680):
        _house(pen, x)


def _smoke(pen: Any, after: bool) -> None:
    _house(pen, 120, 300)
    _house(pen, 600, 260)
    pen.rectangle((440, 150, 480, 480), fill=GREY, outline=INK, width=3)
    if after:
        pen.rectangle((420, 190, 500, 270), fill=GREEN, outline=INK, width=3)
        return
    for x, y, r in ((470, 120, 40), (520, 90, 55), (590, 70, 65), (670, 90, 60), (560, 140, 45)):
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#6b6b6b")


def _rubbish(pen: Any, after: bool) -> None:
    _house(pen, 80, 260)
    pen.rectangle((460, 380, 600, 560), fill=GREEN, outline=INK, width=4)
    pen.rectangle((445, 360, 615, 385), fill=GREEN, outline=INK, width=4)
    bags = () if after else ((640, 520), (710, 540), (680, 480), (760, 500), (410, 550), (520, 340), (560, 350))
    for x, y in bags:
        pen.ellipse((x - 42, y - 36, x + 42, y + 36), fill="#3b3f46", outline=INK, width=3)


def _river(pen: Any, after: bool) -> None:
    pen.rectangle((0, 360, 960, 640), fill=WATER)
    pen.polygon(((0, 470), (0, 640), (420, 640)), fill=GREEN)
    for x, y in () if after else ((420, 430), (500, 470), (560, 440), (640, 520), (720, 460), (600, 570)):
        pen.rectangle((x, y, x + 52, y + 26), fill="#f3f3ee", outline=INK, width=2)


def _stall(pen: Any, after: bool) -> None:
    _house(pen, 60, 240)
    _house(pen, 660, 240)
    for x in () if after else (340, 500):
        pen.rectangle((x, 460, x + 130, 560), fill="#d9a441", outline=INK, width=3)
        pen.polygon(((x - 20, 400), (x + 65, 340), (x + 150, 400)), fill=RED, outline=INK)


def _parking(pen: Any, after: bool) -> None:
    _house(pen, 330, 300)
    for x in (60, 350, 640):
        pen.rounded_rectangle((x, 480, x + 240, 570), 24, fill=WATER, outline=INK, width=4)
        for wheel in (x + 50, x + 180):
            pen.ellipse((wheel - 26, 548, wheel + 26, 600), fill=INK)


def _building(pen: Any, after: bool) -> None:
    _house(pen, 80, 280)
    if not after:
        pen.rectangle((460, 260, 820, 480), outline=INK, width=6)
        for x in range(460, 820, 72):
            pen.line((x, 260, x, 480), fill=INK, width=5)
        pen.rectangle((440, 230, 840, 262), fill="#4d7fb5", outline=INK, width=3)


def _farm(pen: Any, after: bool) -> None:
    for y in range(480, 640, 28):
        pen.rectangle((0, y, 960, y + 14), fill=GREEN)


def _dust(pen: Any, after: bool) -> None:
    pen.rectangle((120, 280, 520, 480), fill=WALL, outline=INK, width=4)
    pen.line((700, 480, 700, 100), fill=RED, width=12)
    pen.line((560, 130, 900, 130), fill=RED, width=10)
    for x, y, r in () if after else ((300, 470, 90), (430, 440, 110), (600, 470, 95), (740, 500, 80)):
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#c9b68f")


def _muck(pen: Any, after: bool) -> None:
    if not after:
        pen.polygon(((180, 560), (360, 330), (520, 470), (660, 350), (820, 560)), fill="#8a6b45", outline=INK)


def _food(pen: Any, after: bool) -> None:
    pen.ellipse((260, 330, 700, 600), fill="#ffffff", outline=INK, width=5)
    for x, y in ((380, 430), (470, 480), (560, 430), (480, 400)):
        pen.ellipse((x - 50, y - 30, x + 50, y + 30), fill=RED, outline=INK, width=3)


def _road(pen: Any, after: bool) -> None:
    pen.polygon(((360, 360), (600, 360), (900, 640), (60, 640)), fill=GREY)
    if not after:
        pen.ellipse((380, 500, 600, 590), fill=INK)


def _lamp(pen: Any, after: bool) -> None:
    pen.rectangle((0, 0, 960, 470), fill="#27324a")
    _house(pen, 80)
    pen.line((600, 520, 600, 180), fill=GREY, width=12)
    pen.ellipse((560, 130, 640, 210), fill="#ffe9a8" if after else "#555b66", outline=INK, width=3)


def _cable(pen: Any, after: bool) -> None:
    for x in (160, 800):
        pen.rectangle((x, 120, x + 18, 520), fill="#7a5a3c")
    pen.line((170, 140, 400, 200, 480, 470, 560, 200, 805, 140), fill=INK, width=5)


def _fire(pen: Any, after: bool) -> None:
    _farm(pen, after)
    flame = () if after else ((420, 560), (470, 380), (520, 560))
    if flame:
        pen.polygon(flame, fill=RED)
        pen.polygon(((450, 560), (475, 450), (500, 560)), fill="#f2b33d")
    else:
        pen.ellipse((400, 520, 560, 580), fill=INK)


_PAINTERS = {
    "smoke": _smoke,
    "rubbish": _rubbish,
    "river": _river,
    "stall": _stall,
    "parking": _parking,
    "building": _building,
    "farm": _farm,
    "dust": _dust,
    "muck": _muck,
    "food": _food,
    "road": _road,
    "lamp": _lamp,
    "cable": _cable,
    "fire": _fire,
}
