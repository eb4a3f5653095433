"""What is this file really, whatever it is called?"""

from typing import BinaryIO

from .refusal import PhotoRefused

MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heif": "image/heic",
    "avif": "image/avif",
}
_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
_OTHERS = (
    (b"%PDF", "document", ""),
    (b"PK\x03\x04", "document", ""),
    (b"\xd0\xcf\x11\xe0", "document", ""),
    (b"{\\rtf", "document", ""),
    (b"GIF8", "animated", ""),
    (b"BM", "unsupported", "BMP"),
    (b"II*\x00", "unsupported", "TIFF / RAW"),
    (b"MM\x00*", "unsupported", "TIFF / RAW"),
    (b"8BPS", "unsupported", "PSD"),
    (b"\x00\x00\x00\x0cJXL ", "unsupported", "JPEG XL"),
    (b"\xff\x0a", "unsupported", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "unsupported", "JPEG 2000"),
    (b"\x1aE\xdf\xa3", "video", ""),
)
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"miaf"}
_SEQUENCE_BRANDS = {b"hevc", b"hevx", b"msf1", b"avis"}


def kind_of(stream: BinaryIO) -> str:
    """Return jpeg, png, webp, heif or avif by content alone; refuse anything else, naming what it seems to be."""
    stream.seek(0)
    head = stream.read(1024)
    if not head:
        raise PhotoRefused("empty")
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        if head[8:12] == b"WEBP":
            return "webp"
        raise PhotoRefused("video" if head[8:12] == b"AVI " else "not_image")
    if head[4:8] == b"ftyp":
        return _boxed_kind(head)
    for start, code, name in _OTHERS:
        if head.startswith(start):
            raise PhotoRefused(code, kind=name)
    raise PhotoRefused("page" if _is_page(head) else "not_image")


def _boxed_kind(head: bytes) -> str:
    """Tell HEIF, AVIF and video apart by the brands that the first box names."""
    end = min(max(int.from_bytes(head[:4], "big"), 16), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    if brands[0] in _SEQUENCE_BRANDS:
        raise PhotoRefused("animated")
    if b"avif" in brands:
        return "avif"
    if _HEIF_BRANDS & set(brands):
        return "heif"
    if brands[0] in (b"crx ", b"jp2 "):
        raise PhotoRefused("unsupported", kind="RAW" if brands[0] == b"crx " else "JPEG 2000")
    raise PhotoRefused("video")


def _is_page(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\x00", b"")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html", b"<!--", b"<script", b"<head", b"<body"))
