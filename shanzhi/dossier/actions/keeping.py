"""Taking a file in as it came: evidence, receipts, proofs of service."""

import io
from datetime import datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageOps

from shanzhi.law.obstacle import NotAllowed, Obstacle
from shanzhi.ledger.actors import Actor

from ..models import StoredFile
from ..store import uploads

MOST_BYTES = 500 * 1024 * 1024
SHANGHAI = ZoneInfo("Asia/Shanghai")
_MAGIC = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"%PDF-", "application/pdf"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
)
_SHOWN = {"image/jpeg": "JPEG", "image/png": "PNG"}
_TAKEN, _EXIF = 36867, 0x8769


def keep_upload(*, county: str, upload: Any, by: Actor) -> StoredFile:
    """Store an upload byte for byte, with copies for show when it is a picture. Raises NotAllowed on a strange kind."""
    stream = _stream(upload)
    media_type = _kind(stream)
    kept = uploads().keep(stream)
    file = StoredFile(
        county=county,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        media_type=media_type,
        name=str(getattr(upload, "name", "") or "").replace("\\", "/").rpartition("/")[2][-120:],
        by_id=by.actor_id,
    )
    if media_type in _SHOWN:
        _show(file, stream, _SHOWN[media_type])
    file.save(force_insert=True)
    return file


def _stream(upload: Any) -> BinaryIO:
    stream: BinaryIO = io.BytesIO(upload) if isinstance(upload, bytes) else getattr(upload, "file", upload)
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if not size:
        raise NotAllowed([Obstacle("文件是空的。", (), "请重新选择文件")])
    if size > MOST_BYTES:
        raise NotAllowed([Obstacle("文件超过 500 兆字节。", (), "请分段上传")])
    return stream


def _kind(stream: BinaryIO) -> str:
    head = stream.read(16)
    stream.seek(0)
    for at, sign, kind in _MAGIC:
        if head[at : at + len(sign)] == sign:
            return kind
    raise NotAllowed([Obstacle("不认识这种文件。", (), "请上传照片、视频、录音或者 PDF")])


def _show(file: StoredFile, stream: BinaryIO, kind: str) -> None:
    stream.seek(0)
    try:
        picture = Image.open(stream, formats=[kind])
        taken = picture.getexif().get_ifd(_EXIF).get(_TAKEN)
        file.width, file.height = picture.size
        picture.draft("RGB", (2048, 2048))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotAllowed([Obstacle("这张图片读不出来。", (), "请重新拍摄或者换一张")]) from None
    file.taken_at = _moment(taken)
    file.show_sha256 = _copy(upright, 1600)
    file.thumb_sha256 = _copy(upright, 320)


def _copy(picture: Image.Image, side: int) -> str:
    small = picture.copy()
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=85)
    return uploads().keep(out.getvalue()).sha256


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
