"""Is every photo a phone makes taken, kept whole, and nothing private shown?"""

import io
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from shanzhi.dossier.store import LocalStore
from shanzhi.intake.photos import PhotoRefused, examine, take_in
from shanzhi.intake.photos.budget import MemoryBudget
from shanzhi.intake.photos.copies import copies_of
from shanzhi.intake.photos.hints import CHINA, hint_of
from shanzhi.intake.photos.taking_in import plain_name

from .pictures import HOME, exif_of, scene, shown, written

CHECKOUT = Path(__file__).resolve().parents[3]
PHOTOS = Path(os.environ.get("SHANZHI_SHARED", CHECKOUT.parent / "shared")) / "data" / "photos"
needs_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason="real photos (shared/data/photos) are not here")


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
