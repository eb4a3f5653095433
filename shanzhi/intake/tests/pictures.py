"""Photos for the tests: made to order, with what a phone writes into them."""

import io

import pytest
from PIL import Image

from shanzhi.intake.photos import PhotoRefused, examine


def scene(width=320, height=240, mode="RGB"):
    """Red above, blue below, so that one sees which way is up."""
    image = Image.new("RGB", (width, height), (220, 30, 30))
    image.paste((30, 30, 220), (0, height // 2, width, height))
    return image.convert(mode)


def written(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def exif_of(**tags):
    exif = Image.Exif()
    exif[0x0112] = tags.pop("orientation", 1)
    exif[0x010F] = "SECRETPHONE"
    exif[0x0132] = tags.pop("changed", "")
    gps = tags.pop("gps", None)
    if gps:
        exif.get_ifd(0x8825).update(gps)
    exif.get_ifd(0x8769).update({0x9003: tags.pop("taken", ""), 0x9011: tags.pop("offset", "")})
    return exif.tobytes()


HOME = {1: "N", 2: (28.0, 55.0, 9.66), 3: "E", 4: (118.0, 27.0, 38.84)}


def shown(photo):
    return Image.open(io.BytesIO(photo.copies.show))


def refused(data):
    with pytest.raises(PhotoRefused) as caught:
        examine(data)
    assert caught.value.text.endswith("。")
    assert "{" not in caught.value.text
    return caught.value
