"""How does a photo become copies that anybody may see: upright, small, without a word about who took it where?"""

import io
import struct
from dataclasses import dataclass
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from .budget import MemoryBudget
from .hints import Hint, hint_of, orientation_of
from .refusal import PhotoRefused

SHOW_SIDE, THUMB_SIDE = 2048, 480
LONGEST_SIDE = 40_000
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "heif": ("HEIF",), "avif": ("AVIF",)}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Bytes that decoding one pixel takes at its peak (measured, see tests), and the megapixels that are too many.
# A plain JPEG is decoded small at once, a progressive one has to be held whole.
_COST = {"jpeg": (2, 130), "progressive": (7, 60), "png": (6, 60), "webp": (16, 32), "heif": (8, 60), "avif": (10, 40)}
_MOST_SCANS = 64

# Our own limits, by format and from the header, take the place of the one that only warns.
Image.MAX_IMAGE_PIXELS = 130_000_000
# Blocks above 32 MB go back to the system when freed; smaller ones pile up in the heap of every thread.
Image.core.set_block_size(64 * 1024 * 1024)  # type: ignore[attr-defined]
pillow_heif.register_heif_opener(thumbnails=False)
BUDGET = MemoryBudget(total=600 * 1024 * 1024, patience=45.0)


@dataclass(frozen=True)
class Copies:
    """Two JPEGs, and what was learnt on the way. Width and height are those of the upright original."""

    width: int
    height: int
    show: bytes
    thumb: bytes
    hint: Hint


def copies_of(stream: BinaryIO, kind: str, budget: MemoryBudget = BUDGET) -> Copies:
    """Decode within bounds and write both copies; refuse what is too big before decoding, what is broken after."""
    code, why = "broken", ""
    try:
        need = _bytes_needed(stream, kind)
        with budget.take(need):
            return _copies(stream, kind)
    except PhotoRefused:
        raise
    except Image.DecompressionBombError:
        code = "too_many_pixels"
    except MemoryError:
        code = "busy"
    except Exception as fault:  # decoders fail in dozens of ways on damaged bytes; all of them mean the same
        why = repr(fault)
    # Raised out here, the refusal does not hold on to the frames in which the pixels lie.
    raise PhotoRefused(code, why, width="?", height="?")


def _copies(stream: BinaryIO, kind: str) -> Copies:
    image = _opened(stream, kind)
    hint, orientation = hint_of(image), orientation_of(image)
    width, height = image.size[::-1] if orientation >= 5 else image.size
    small = _upright(_in_srgb(_decoded_small(image), image.info.get("icc_profile")), orientation)
    show = _fitted(small, SHOW_SIDE)
    return Copies(width, height, _as_jpeg(show, 82), _as_jpeg(_fitted(show, THUMB_SIDE), 76), hint)


def _opened(stream: BinaryIO, kind: str) -> Image.Image:
    stream.seek(0)
    return Image.open(stream, formats=_FORMATS[kind])


def _refuse_huge_webp(stream: BinaryIO) -> None:
    """Read the size from a WebP's own header: merely opening one takes memory for all its pixels."""
    stream.seek(12)
    head = stream.read(18)
    if head[:4] == b"VP8X":
        size = int.from_bytes(head[12:15], "little") + 1, int.from_bytes(head[15:18], "little") + 1
    elif head[:4] == b"VP8L":
        bits = int.from_bytes(head[9:13], "little")
        size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        size = int.from_bytes(head[14:16], "little") & 0x3FFF, int.from_bytes(head[16:18], "little") & 0x3FFF
    _refuse_too_many_pixels("webp", *size)


def _refuse_too_many_pixels(kind: str, width: int, height: int) -> None:
    if width * height > _COST[kind][1] * 1_000_000 or max(width, height) > LONGEST_SIDE:
        raise PhotoRefused("too_many_pixels", width=width, height=height)


def _bytes_needed(stream: BinaryIO, kind: str) -> int:
    """Return what decoding will take at its peak; refuse here, from the header alone, what would take too much."""
    if kind == "webp":
        _refuse_huge_webp(stream)
    image = _opened(stream, kind)
    width, height = image.size
    if kind in ("png", "webp", "avif") and getattr(image, "n_frames", 1) > 1:
        raise PhotoRefused("animated")
    if kind == "jpeg" and image.info.get("progressive"):
        kind = "progressive"
        if _count_scans(stream) > _MOST_SCANS:
            raise PhotoRefused("broken", "too many scans")
    _refuse_too_many_pixels(kind, width, height)
    return width * height * _COST[kind][0] + 40 * 1024 * 1024


def _count_scans(stream: BinaryIO) -> int:
    """Count the passes of a progressive JPEG: each can cost as much time as decoding all of it."""
    found, last = 0, b""
    stream.seek(0)
    while piece := stream.read(1024 * 1024):
        found += (last + piece).count(b"\xff\xda")
        last = piece[-1:]
    return found


def _decoded_small(image: Image.Image) -> Image.Image:
    """Return the picture as RGB on white, roughly of the size of the copies, without ever holding it twice."""
    longest = max(image.size)
    image.draft("RGB", (image.width * SHOW_SIDE // longest, image.height * SHOW_SIDE // longest))
    image.load()
    width, height = image.size
    factor = max(1, max(width, height) // SHOW_SIDE)
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)), "white")
    step = max(1, 512 // factor) * factor
    for top in range(0, height, step):
        strip = image.crop((0, top, width, min(top + step, height)))
        small.paste(_on_white(strip).reduce((min(factor, width), min(factor, strip.height))), (0, top // factor))
    return small


def _on_white(strip: Image.Image) -> Image.Image:
    if strip.mode == "I;16":
        strip = strip.point(lambda value: value / 256).convert("L")
    if "A" in strip.getbands() or "a" in strip.getbands() or "transparency" in strip.info:
        strip = strip.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip).convert("RGB")
    return strip.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring the colours of a wide-gamut phone into those every screen shows, since the profile will be gone."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, struct.error):
        return image  # a profile for other colours than these, or a damaged one: better a tint than no photo


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _fitted(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    return ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS)


def _as_jpeg(image: Image.Image, quality: int) -> bytes:
    """Write pixels and nothing else: a picture made here carries no block of the original."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
