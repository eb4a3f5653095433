"""Is this a drawn signature? PNG images of a bounded size, read through and written anew."""

import base64
import binascii
import io
from typing import Any

from PIL import Image

from shanzhi.law.obstacle import NotAllowed, Obstacle

MOST_BYTES = 400 * 1024
MOST_SIDE = 2400


def read_png(image: Any) -> bytes:
    """Return the signature as a clean PNG. Takes bytes, a file or a data address; raises NotAllowed."""
    try:
        data = _bytes_of(image)
        if len(data) > MOST_BYTES:
            raise ValueError
        picture = Image.open(io.BytesIO(data), formats=["PNG"])
        if max(picture.size) > MOST_SIDE:
            raise ValueError
        drawn = picture.convert("RGBA")
    except (ValueError, OSError, binascii.Error, SyntaxError, Image.DecompressionBombError):
        raise NotAllowed([Obstacle("签名图样读不出来。", (), "请清除后重新签名")]) from None
    if _is_blank(drawn):
        raise NotAllowed([Obstacle("签名是空白的。", (), "请在方框中签名，或者注明未签名的原因")])
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _bytes_of(image: Any) -> bytes:
    if isinstance(image, str):
        head, _, body = image.partition(",")
        if head != "data:image/png;base64":
            raise ValueError
        return base64.b64decode(body, validate=True)
    if isinstance(image, bytes):
        return image
    data: bytes = image.read(MOST_BYTES + 1)
    return data


def _is_blank(drawn: Image.Image) -> bool:
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    low, high = paper.convert("L").getextrema()
    return bool(low == high)
