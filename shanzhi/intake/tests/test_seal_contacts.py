"""Can a contact be read by those who may, by nobody else, and is what people type understood?"""

import os
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.intake import sealing
from shanzhi.intake.sealing import Keys, Unreadable, tail_digest_with, tidy_contact
from shanzhi.law.obstacle import NotAllowed
from shanzhi.ledger.rows import new_id


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "contact.key").write_bytes(os.urandom(32))
    (tmp_path / "receipt.key").write_bytes(os.urandom(32))
    return tmp_path


# --- what people type --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept", "masked"),
    [
        ("13812341234", "13812341234", "138****1234"),
        (" 138-1234 1234 ", "13812341234", "138****1234"),
        ("１３８１２３４１２３４", "13812341234", "138****1234"),
        ("+86 138 1234 1234", "13812341234", "138****1234"),
        ("008613812341234", "13812341234", "138****1234"),
        ("8613812341234", "13812341234", "138****1234"),
        ("电话：13812341234", "13812341234", "138****1234"),
        ("\u202d13812341234\u202c", "13812341234", "138****1234"),
        ("0570-5021234", "0570-5021234", "0570-***1234"),
        ("(0570) 502 1234", "0570-5021234", "0570-***1234"),
        ("＋86 570 5021234", "0570-5021234", "0570-***1234"),
        ("05705021234转801", "0570-5021234转801", "0570-***1234"),
        ("010-65001234", "010-65001234", "010-***1234"),
        ("+44 7911 123456", "+447911123456", "+44****3456"),
        ("00852 2123 4567", "+85221234567", "+85****4567"),
        ("Li.Ming@Example.COM", "Li.Ming@example.com", "L***@example.com"),
        ("li＠example。com", "li@example.com", "l***@example.com"),
        ("l@x.com", "l@x.com", "l***@x.com"),
    ],
)
def test_what_people_type_is_understood_and_masked(typed, kept, masked):
    found = tidy_contact(typed)
    assert (found.value, found.masked) == (kept, masked)
    assert tidy_contact(found.value) == found


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "请填写"),
        (" \u200b ", "请填写"),
        ("1381234123", "10 位"),
        ("138123412345", "12 位"),
        ("5021234", "区号-5021234"),
        ("12345", "电话号码不对"),
        ("110", "电话号码不对"),
        ("找我", "不像"),
        ("微信lily", "不像"),
        ("li@", "邮箱"),
        ("@x.com", "邮箱"),
        ("li@localhost", "邮箱"),
        ("li..ming@x.com", "邮箱"),
        ("李@例子.中国", "邮箱"),
        ("li@x.com\nBcc: all@x.com", "邮箱"),
        ("1" * 5000, "太长"),
    ],
)
def test_what_cannot_reach_anybody_is_refused_in_a_sentence(typed, word):
    with pytest.raises(NotAllowed) as caught:
        tidy_contact(typed)
    assert word in caught.value.obstacles[0].text
    assert len(caught.value.obstacles[0].text) < 100


def test_only_a_mobile_gets_short_messages_and_only_a_phone_has_a_tail():
    mobile, landline, mail = map(tidy_contact, ("13812341234", "05705021234转9", "li@x.com"))
    assert (mobile.can_get_sms, landline.can_get_sms, mail.can_get_sms) == (True, False, False)
    assert (mobile.tail, landline.tail, mail.tail) == ("1234", "1234", "")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(typed):
    try:
        found = tidy_contact(typed)
    except NotAllowed:
        return
    assert found.value.isprintable()
    assert found.masked != found.value


# --- sealing -------------------------------------------------------------------------------------------------


@given(st.text(max_size=100))
def test_what_is_sealed_can_be_opened_for_the_same_report(value):
    keys, about = KEYS, new_id()
    sealed, key_id = keys.seal(value, about)
    assert keys.open(sealed, key_id, about) == value


@pytest.fixture(scope="module", autouse=True)
def _keys(tmp_path_factory):
    global KEYS
    folder = tmp_path_factory.mktemp("keys")
    (folder / "contact.key").write_bytes(os.urandom(32))
    KEYS = Keys(folder)


def test_sealed_bytes_show_neither_the_contact_nor_its_length(folder):
    keys, about = Keys(folder), new_id()
    one, other = keys.seal("13812341234", about)[0], keys.seal("a.long.address@example.com", about)[0]
    assert b"138" not in one
    assert len(one) == len(other)
    assert keys.seal("13812341234", about)[0] != one


def test_a_contact_moved_to_another_report_cannot_be_opened(folder):
    keys = Keys(folder)
    sealed, key_id = keys.seal("13812341234", new_id())
    with pytest.raises(Unreadable):
        keys.open(sealed, key_id, new_id())


@pytest.mark.parametrize("at", [0, 1, 13, -1])
def test_a_changed_byte_is_noticed(folder, at):
    keys, about = Keys(folder), new_id()
    sealed, key_id = keys.seal("13812341234", about)
    changed = bytearray(sealed)
    changed[at] ^= 1
    with pytest.raises(Unreadable):
        keys.open(bytes(changed), key_id, about)
    with pytest.raises(Unreadable):
        keys.open(sealed[:5], key_id, about)


def test_after_a_change_of_keys_old_contacts_open_as_long_as_the_old_key_is_there(folder):
    about = new_id()
    old, old_id = Keys(folder).seal("13812341234", about)
    (folder / "contact.key").rename(folder / "contact.2026.key")
    (folder / "contact.key").write_bytes(os.urandom(32))
    keys = Keys(folder)
    assert keys.current != old_id
    assert keys.open(old, old_id, about) == "13812341234"
    assert keys.open(*keys.seal("li@x.com", about), about) == "li@x.com"
    (folder / "contact.2026.key").unlink()
    with pytest.raises(Unreadable, match=old_id):
        Keys(folder).open(old, old_id, about)


def test_a_key_of_the_wrong_length_is_refused_at_once(folder):
    (folder / "contact.key").write_bytes(b"short")
    with pytest.raises(ValueError, match="5 bytes"):
        Keys(folder)


def test_this_installation_seals_opens_and_finds_by_tail(folder, settings):
    settings.SHANZHI_KEYS = folder
    about = new_id()
    sealed, key_id = sealing.seal("13812341234", about)
    row = SimpleNamespace(sealed=memoryview(sealed), key_id=key_id, report_id=about)
    assert sealing.open_contact_of(row) == "13812341234"
    right = sealing.tail_digest("CS20261123000001", "1234")
    assert len(right) == 32
    assert sealing.tail_digest("CS20261123000001", "１２３４") == right
    assert sealing.tail_digest("CS20261123000001", "1235") != right
    assert sealing.tail_digest("CS20261123000002", "1234") != right


def test_the_tail_digest_depends_on_the_key():
    assert tail_digest_with(b"a" * 32, "N1", "1234") != tail_digest_with(b"b" * 32, "N1", "1234")
