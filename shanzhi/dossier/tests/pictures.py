"""A small photo for the tests, always the same bytes."""

import io
from functools import cache

from PIL import Image


@cache
def jpeg(colour: str = "grey") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()
