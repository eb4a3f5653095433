"""Is every photo a phone makes taken, every other file refused in a sentence, and nothing private shown?"""

import io
import os
import struct
import subprocess
import sys
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pillow_heif
import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from shanzhi.dossier.store import LocalStore
from shanzhi.intake.photos import PhotoRefused, examine, take_in
from shanzhi.intake.photos.budget import MemoryBudget
from shanzhi.intake.photos.copies import copies_of
from shanzhi.intake.photos.hints import CHINA, hint_of
from shanzhi.intake.photos.taking_in import MOST_BYTES, plain_name

CHECKOUT = Path(__file__).resolve().parents[3]
PHOTOS = Path(os.environ.get("SHANZHI_SHARED", CHECKOUT.parent / "shared")) / "data" / "photos"
needs_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason="real photos (shared/data/photos) are not here")


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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_every_format_a_phone_makes_becomes_two_jpegs(kind):
    photo = examine(written(scene(3000, 1500), kind))
    assert (photo.copies.width, photo.copies.height) == (3000, 1500)
    assert shown(photo).format == "JPEG"
    assert shown(photo).size == (2048, 1024)
    thumb = Image.open(io.BytesIO(photo.copies.thumb))
    assert thumb.size == (480, 240)
    assert thumb.getpixel((240, 20))[0] > 180
    assert thumb.getpixel((240, 220))[2] > 180


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_of_writing_colours_is_understood(mode):
    image = scene(mode=mode) if mode != "I;16" else Image.new("I;16", (320, 240), 0xC000)
    photo = examine(written(image, "PNG"))
    assert shown(photo).mode == "RGB"
    if mode == "I;16":
        assert shown(photo).getpixel((5, 5)) == pytest.approx((192, 192, 192), abs=3)


def test_a_print_shop_jpeg_in_four_colours_is_understood():
    red, _green, blue = shown(examine(written(scene(mode="CMYK"), "JPEG"))).getpixel((160, 20))
    assert red > 150 > blue


def test_transparent_becomes_white():
    photo = examine(written(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG"))
    assert shown(photo).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("turn", range(1, 9))
def test_up_is_up_however_the_phone_was_held(turn):
    upright = scene(300, 200)
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[turn]) if turn in undo else upright
    photo = examine(written(stored, "JPEG", exif=exif_of(orientation=turn)))
    assert (photo.copies.width, photo.copies.height) == (300, 200)
    assert shown(photo).size == (300, 200)
    assert shown(photo).getpixel((150, 20))[0] > 180


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_no_word_of_the_original_is_in_the_copies(kind):
    how = {"exif": exif_of(gps=HOME), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if kind != "AVIF":
        how["xmp"] = b"<x:xmpmeta>SECRETPHONE</x:xmpmeta>"
    if kind == "JPEG":
        how["comment"] = b"SECRETPHONE"
    data = written(scene(), kind, **how)
    assert b"SECRETPHONE" in data
    photo = examine(data)
    for copy in (photo.copies.show, photo.copies.thumb):
        image = Image.open(io.BytesIO(copy))
        image.load()
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        for private in (b"SECRETPHONE", b"Exif", b"xmpmeta", b"ICC_PROFILE", b"http"):
            assert private not in copy


def test_wide_colours_are_brought_into_the_common_ones():
    def swapped():
        # a profile in which the first channel means blue: without it, red would be shown
        profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        red, blue = (profile.find(tag, 128) for tag in (b"rXYZ", b"bXYZ"))
        profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
        return bytes(profile)

    plain = shown(examine(written(scene(), "JPEG"))).getpixel((160, 20))
    turned = shown(examine(written(scene(), "JPEG", icc_profile=swapped()))).getpixel((160, 20))
    assert plain[0] > 150
    assert turned[2] > 150 > turned[0]
    damaged = shown(examine(written(scene(), "JPEG", icc_profile=b"nonsense" * 40))).getpixel((160, 20))
    assert damaged == pytest.approx(plain, abs=3)


# --- what the photo says of itself ---------------------------------------------------------------


def hint(**tags):
    return examine(written(scene(), "JPEG", exif=exif_of(**tags))).copies.hint


def test_position_and_time_are_offered():
    found = hint(gps=HOME, taken="2026:10:05 09:30:00")
    assert (found.lon, found.lat) == (pytest.approx(118.460789, abs=1e-6), pytest.approx(28.919350, abs=1e-6))
    assert found.taken_at == datetime(2026, 10, 5, 9, 30, tzinfo=CHINA)


def test_a_zone_in_the_photo_counts():
    assert hint(taken="2026:10:05 09:30:00", offset="+09:00").taken_at == datetime(2026, 10, 5, 0, 30, tzinfo=UTC)


def test_south_and_west_are_negative():
    found = hint(gps={1: "S", 2: (33.0, 51.0, 0.0), 3: "W", 4: (70.0, 30.0, 0.0)})
    assert (found.lon, found.lat) == (-70.5, -33.85)


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (118.0, 0.0, 0.0)},
        {1: "N", 2: (28.0, 0.0, 0.0), 3: "E", 4: (181.0, 0.0, 0.0)},
        {1: "N", 2: (28.0, 61.0, 0.0), 3: "E", 4: (118.0, 0.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {2: (28.0, 0.0, 0.0), 4: (118.0, 0.0, 0.0)},
        {1: "N", 2: (28.0, 0.0, 0.0)},
        {1: "X", 2: (28.0, 0.0, 0.0), 3: "Y", 4: (118.0, 0.0, 0.0)},
    ],
)
def test_a_silly_position_is_no_position(gps):
    found = hint(gps=gps, taken="2026:10:05 09:30:00")
    assert (found.lon, found.lat) == (None, None)
    assert found.taken_at is not None


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "2026:02:31 09:00:00", "1970:01:01 08:00:00", "", "昨天"])
def test_a_clock_that_was_never_set_is_no_time(taken):
    assert hint(taken=taken).taken_at is None


def test_a_photo_from_tomorrow_or_later_has_no_time_but_one_from_a_clock_ahead_by_hours_has():
    now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    def at(moment):
        data = written(scene(), "JPEG", exif=exif_of(taken=moment.astimezone(CHINA).strftime("%Y:%m:%d %H:%M:%S")))
        return hint_of(Image.open(io.BytesIO(data)), now).taken_at

    assert at(now + timedelta(hours=5)) == now + timedelta(hours=5)
    assert at(now + timedelta(days=3)) is None


@given(st.binary(max_size=400))
def test_no_exif_block_can_break_a_photo(block):
    data = written(scene(40, 30), "JPEG", exif=b"Exif\x00\x00" + block)
    assert examine(data).copies.width in (40, 30)


# --- what is refused -------------------------------------------------------------------------------

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


# --- what is kept ------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path)


def test_the_original_is_kept_byte_for_byte_beside_its_copies(store):
    data = written(scene(1000, 800), "JPEG", exif=exif_of(gps=HOME, orientation=6, taken="2026:10:05 09:30:00"))
    kept = take_in(data, name="C:\\相册\\IMG_2026\u202e.jpg", store=store)
    assert store.read(kept.sha256) == data
    assert kept.sha256 == sha256(data).hexdigest()
    assert len(kept.sm3) == 64
    assert (kept.size, kept.media_type, kept.width, kept.height) == (len(data), "image/jpeg", 800, 1000)
    assert kept.name == "IMG_2026.jpg"
    assert kept.taken_lon == pytest.approx(118.460789, abs=1e-6)
    assert Image.open(io.BytesIO(store.read(kept.show_sha256))).size == (800, 1000)
    assert Image.open(io.BytesIO(store.read(kept.thumb_sha256))).size == (384, 480)


def test_uploads_as_the_web_server_hands_them_over_are_taken(store):
    data = written(scene(), "HEIF")
    small = InMemoryUploadedFile(io.BytesIO(data), "photos", "a.heic", "image/heic", len(data), None)
    large = TemporaryUploadedFile("b.heic", "image/heic", len(data), None)
    large.write(data)
    kept = [take_in(upload, store=store) for upload in (small, large)]
    assert [one.name for one in kept] == ["a.heic", "b.heic"]
    assert kept[0].sha256 == kept[1].sha256 == sha256(data).hexdigest()


def test_a_refused_photo_leaves_nothing_in_the_store(store):
    with pytest.raises(PhotoRefused):
        take_in(written(scene(), "PNG")[:-40], store=store)
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [("../../etc/passwd", "passwd"), ("a\x00b\n.jpg", "ab.jpg"), ("x" * 500 + ".jpg", "x" * 116 + ".jpg"), ("", "")],
)
def test_a_file_name_is_only_its_last_part_in_printable_signs(name, plain):
    assert plain_name(name) == plain


def test_who_waits_too_long_for_memory_is_asked_to_come_back():
    budget = MemoryBudget(total=100, patience=0.05)
    with budget.take(80), pytest.raises(PhotoRefused) as caught:
        copies_of(io.BytesIO(written(scene(), "JPEG")), "jpeg", budget)
    assert (caught.value.code, caught.value.status) == ("busy", 503)
    copies_of(io.BytesIO(written(scene(), "JPEG")), "jpeg", budget)


def test_never_more_is_taken_than_there_is():
    budget, lock, held, most = MemoryBudget(total=10, patience=10), threading.Lock(), 0, 0

    def work():
        nonlocal held, most
        for need in (3, 7, 20, 1):
            with budget.take(need):
                with lock:
                    held += min(need, 10)
                    most = max(most, held)
                time.sleep(0.001)
                with lock:
                    held -= min(need, 10)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 10


EIGHT = """
import io, resource, sys
from concurrent.futures import ThreadPoolExecutor
from django.conf import settings
settings.configure(USE_I18N=False)
from PIL import Image
from shanzhi.intake.photos import examine
data = open(sys.argv[1], "rb").read()
with ThreadPoolExecutor(8) as pool:
    sizes = {photo.copies.width for photo in pool.map(lambda _: examine(data), range(8))}
print(sizes == {8900}, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_eight_huge_photos_at_once_stay_within_a_gigabyte(tmp_path):
    path = tmp_path / "huge.png"
    Image.new("RGBA", (8900, 6700), (200, 30, 30, 200)).save(path, compress_level=1)
    script = [sys.executable, "-c", EIGHT, str(path)]
    done = subprocess.run(script, capture_output=True, text=True, cwd=CHECKOUT, timeout=300, check=True)
    right, megabytes = done.stdout.split()
    assert right == "True"
    assert int(megabytes) < 1000


# --- real photos ---------------------------------------------------------------------------------------


@needs_photos
@pytest.mark.parametrize(
    ("name", "size", "media_type"),
    [
        ("Canon_40D.jpg", (100, 68), "image/jpeg"),
        ("DSCN0010.jpg", (640, 480), "image/jpeg"),
        ("landscape_6.jpg", (600, 450), "image/jpeg"),
        ("portrait_3.jpg", (450, 600), "image/jpeg"),
        ("samplefilehub.heif", (640, 426), "image/heic"),
    ],
)
def test_real_photos_are_taken(name, size, media_type, store):
    kept = take_in((PHOTOS / name).open("rb"), name=name, store=store)
    assert ((kept.width, kept.height), kept.media_type) == (size, media_type)
    assert store.read(kept.sha256) == (PHOTOS / name).read_bytes()
    assert Image.open(io.BytesIO(store.read(kept.show_sha256))).size == size


@needs_photos
def test_a_real_photo_tells_where_and_when():
    found = examine((PHOTOS / "DSCN0010.jpg").read_bytes()).copies.hint
    assert (found.lon, found.lat) == (pytest.approx(11.885127, abs=1e-5), pytest.approx(43.467448, abs=1e-5))
    assert found.taken_at == datetime(2008, 10, 22, 16, 28, 39, tzinfo=CHINA)
