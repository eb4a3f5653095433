"""Is every file that is no photo, or not a whole or a harmless one, refused in a sentence before it costs time?"""

import io
import os
import struct
import time
import zlib

import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from shanzhi.intake.photos import PhotoRefused, examine
from shanzhi.intake.photos.taking_in import MOST_BYTES

from .pictures import exif_of, refused, scene, shown, written

PDF, ZIP = b"%PDF-1.7\n1 0 obj", b"PK\x03\x04word/document.xml"
SVG, HTML = (
    b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    b"\n <!DOCTYPE html><script>",
)
MP4, MOV = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  "


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", "空的"),
        (PDF, "document", "文档"),
        (ZIP, "document", "文档"),
        (SVG, "page", "网页"),
        (b"\xef\xbb\xbf" + SVG, "page", "网页"),
        (HTML, "page", "网页"),
        ("<html>".encode("utf-16"), "page", "网页"),
        (MP4, "video", "视频"),
        (MOV, "video", "视频"),
        (b"II*\x00" + bytes(64), "unsupported", "TIFF"),
        (b"BM" + bytes(64), "unsupported", "BMP"),
        (b"MZ\x90\x00" + bytes(64), "not_image", "不是照片"),
        (b"hello", "not_image", "不是照片"),
        (b"\xff\xd8\xff", "broken", "损坏"),
        (b"\x89PNG\r\n\x1a\n", "broken", "损坏"),
        (b"RIFF\x00\x00\x00\x00WEBP", "broken", "损坏"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "broken", "损坏"),
        (b"\xff\xd8\xff\xe0" + HTML, "broken", "损坏"),
    ],
)
def test_what_is_no_photo_is_refused_by_its_content_in_a_sentence(data, code, word):
    found = refused(data)
    assert found.code == code
    assert word in found.text
    assert 400 <= found.status < 500


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "AVIF"])
def test_moving_pictures_are_refused(kind):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    assert refused(written(frames[0], kind, save_all=True, append_images=frames[1:])).code == "animated"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.9])
def test_a_photo_that_did_not_arrive_whole_is_refused(kind, part):
    noise = Image.frombytes("RGB", (200, 200), os.urandom(120_000))
    data = written(noise, kind)
    assert refused(data[: int(len(data) * part)]).code == "broken"


def test_more_than_25_megabytes_are_refused_without_being_read():
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            self.taken += len(found := super().read(size))
            return found

    stream = Counting(bytes(MOST_BYTES + 1))
    assert refused(stream).code == "too_large"
    assert stream.taken == 0


def test_an_endless_stream_is_refused_after_25_megabytes():
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def read(self, size=-1):
            assert size > 0
            self.given += size
            return b"\xff" * size

    stream = Endless()
    assert refused(stream).status == 413
    assert stream.given <= MOST_BYTES + 1


def png_header(width, height):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def jpeg_header(width, height):
    data = bytearray(written(scene(16, 16), "JPEG"))
    at = data.find(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_header(width, height):
    data = bytearray(written(scene(16, 16, "RGBA"), "WEBP", exif=exif_of()))
    at = data.find(b"VP8X")
    data[at + 12 : at + 15], data[at + 15 : at + 18] = ((side - 1).to_bytes(3, "little") for side in (width, height))
    return bytes(data)


@pytest.mark.parametrize(
    "bomb",
    [
        png_header(50_000, 50_000),
        png_header(9_000, 9_000),
        png_header(41_000, 10),
        png_header(2**31 - 1, 2**31 - 1),
        jpeg_header(65_000, 65_000),
        webp_header(16_383, 16_383),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(bomb):
    started = time.perf_counter()
    refusal = refused(bomb)
    assert refusal.code in ("too_many_pixels", "broken")
    assert "?" not in refusal.text
    assert time.perf_counter() - started < 0.5


def test_the_refusal_of_a_huge_picture_names_its_size():
    assert "9000×9000" in refused(png_header(9_000, 9_000)).text


def test_a_jpeg_of_a_thousand_passes_is_refused_before_it_costs_time():
    data = written(scene(640, 480), "JPEG", progressive=True)
    last = data.rfind(b"\xff\xda")
    assert refused(data[:-2] + data[last:-2] * 1000 + b"\xff\xd9").code == "broken"


def test_a_heic_that_lies_about_its_size_is_refused_before_it_is_decoded():
    data = bytearray(written(scene(2000, 1500), "HEIF"))
    at = data.find(b"ispe")
    data[at + 8 : at + 16] = struct.pack(">II", 64, 64)
    assert refused(bytes(data)).code == "broken"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF", "AVIF"]), changes=st.data())
def test_no_damage_ends_in_anything_but_a_photo_or_a_sentence(kind, changes):
    data = bytearray(FRESH[kind])
    for _ in range(changes.draw(st.integers(1, 12))):
        at = changes.draw(st.integers(0, len(data) - 1))
        how = changes.draw(st.sampled_from(["byte", "cut", "ones", "twice"]))
        if how == "byte":
            data[at] = changes.draw(st.integers(0, 255))
        elif how == "cut":
            del data[at : at + changes.draw(st.integers(1, 60))]
        elif how == "ones":
            data[at : at + 4] = b"\xff\xff\xff\xff"
        else:
            data[at:at] = data[at : at + 40]
        data = data or bytearray(b"\x00")
    try:
        photo = examine(bytes(data))
    except PhotoRefused:
        return
    assert shown(photo).format == "JPEG"


pillow_heif.register_heif_opener(thumbnails=False)
FRESH = {kind: written(scene(90, 60), kind) for kind in ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")}
