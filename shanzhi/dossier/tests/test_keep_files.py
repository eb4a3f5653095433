"""Do bytes come back as they were, whatever happened in between?"""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import new, sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.dossier.store import Damaged, LocalStore, NotStored, digests


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "uploads")


def files_of(store):
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_bytes_come_back_and_both_digests_are_right(store):
    kept = store.keep(b"smoke at the village gate")
    assert kept.sha256 == sha256(b"smoke at the village gate").hexdigest()
    assert kept.size == 25
    assert store.read(kept.sha256) == b"smoke at the village gate"
    assert store.holds(kept.sha256)


def test_sm3_is_the_national_digest():
    assert digests(b"abc").sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(st.binary(max_size=700_000))
def test_digests_do_not_depend_on_how_the_bytes_arrive(data):
    assert digests(data) == digests(BytesIO(data))
    assert digests(data).sha256 == sha256(data).hexdigest()


def test_a_stream_is_read_from_its_start(store):
    stream = BytesIO(b"0123456789")
    stream.read(4)
    assert store.keep(stream).size == 10


def test_the_same_bytes_twice_are_one_file_and_nothing_else_is_left(store):
    first, second = store.keep(b"same"), store.keep(BytesIO(b"same"))
    assert first == second
    assert [path.name for path in files_of(store)] == [first.sha256]


def test_what_is_stored_can_be_read_by_its_owner_only_and_not_written(store):
    kept = store.keep(b"sealed")
    (path,) = files_of(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert path.parts[-3:] == (kept.sha256[:2], kept.sha256[2:4], kept.sha256)


def test_a_changed_file_is_noticed_and_mended_when_its_bytes_come_again(store):
    kept = store.keep(b"original evidence")
    (path,) = files_of(store)
    path.chmod(0o600)
    path.write_bytes(b"0riginal evidence")
    with pytest.raises(Damaged):
        store.read(kept.sha256)
    assert list(store.damaged()) == [kept.sha256]
    store.keep(b"original evidence")
    assert store.read(kept.sha256) == b"original evidence"
    assert list(store.damaged()) == []


def test_a_stream_that_breaks_leaves_nothing_behind(store):
    class Broken(BytesIO):
        def read(self, size=-1):
            if self.tell() > 0:
                raise OSError("the phone went away")
            return super().read(10)

    with pytest.raises(OSError, match="went away"):
        store.keep(Broken(b"x" * 100))
    assert files_of(store) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 63 + "/", "\x00" * 64])
def test_only_a_digest_is_ever_a_path(store, name):
    with pytest.raises(NotStored):
        store.read(name)


def test_dropped_bytes_are_gone(store):
    kept = store.keep(b"never sent")
    store.drop(kept.sha256)
    store.drop(kept.sha256)
    assert not store.holds(kept.sha256)
    with pytest.raises(NotStored):
        store.read(kept.sha256)


def test_eight_at_once_store_each_file_once_and_whole(store):
    files = [os.urandom(300_000) for _ in range(4)] * 6
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(store.keep, files))
    assert [store.read(one.sha256) for one in kept] == files
    assert len(files_of(store)) == 4


def test_the_digest_of_the_interpreter_agrees_where_it_has_one():
    try:
        expected = new("sm3", b"x" * 1_000_000).hexdigest()
    except ValueError:
        pytest.skip("this Python's OpenSSL has no SM3")
    assert digests(b"x" * 1_000_000).sm3 == expected
