"""What is sealed cannot be changed, deleted or slipped in unseen."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.ledger import seals
from shanzhi.ledger.actors import SYSTEM
from shanzhi.ledger.digests import EMPTY, merkle_root, sm3
from shanzhi.ledger.events import digest_of, record
from shanzhi.ledger.models import Event, Seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def somebody() -> Seal:
    return Seal(number=1)


def happen(user: Seal, times: int) -> list[Event]:
    with transaction.atomic():
        return [record("test.sealed", subject=user, by=SYSTEM, n=n) for n in range(times)]


def by_force(sql: str, *args: object) -> None:
    """Change the ledger as somebody could who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER append_only")
        cursor.execute(sql, args)
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER append_only")


def test_sealing_covers_all_and_again_adds_nothing(somebody: Seal) -> None:
    happen(somebody, 5)
    assert [seal.event_count for seal in seals.seal_now()] == [5]
    assert seals.seal_now() == []
    happen(somebody, 2)
    second = seals.seal_now()[0]
    assert bytes(second.previous) == bytes(Seal.objects.get(number=1).digest)
    verdict = seals.verify()
    assert (verdict.sound, verdict.seals, verdict.events, verdict.unsealed) == (True, 2, 7, 0)


def test_batches_are_bounded(somebody: Seal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 3)
    happen(somebody, 7)
    assert [seal.event_count for seal in seals.seal_now()] == [3, 3, 1]
    assert seals.verify().sound


def test_a_rolled_back_number_is_no_fault(somebody: Seal) -> None:
    happen(somebody, 1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("test.sealed", subject=somebody, by=SYSTEM)
        raise ZeroDivisionError
    happen(somebody, 1)
    seals.seal_now()
    assert seals.verify().sound


def tamper(change: Callable[[Event], None], events: list[Event]) -> seals.Verdict:
    change(events[2])
    return seals.verify()


def rewrite(event: Event) -> None:
    by_force("UPDATE ledger_event SET data = '{\"n\": 99}' WHERE id = %s", event.pk)


def rewrite_with_digest(event: Event) -> None:
    event.data = {"n": 99}
    by_force("UPDATE ledger_event SET data = '{\"n\": 99}', digest = %s WHERE id = %s", digest_of(event), event.pk)


def delete(event: Event) -> None:
    by_force("DELETE FROM ledger_event WHERE id = %s", event.pk)


@pytest.mark.parametrize(
    ("change", "word"),
    [(rewrite, "内容与其摘要不符"), (rewrite_with_digest, "连同摘要被改写"), (delete, "被删去")],
)
def test_the_first_broken_row_is_named(somebody: Seal, change: Callable[[Event], None], word: str) -> None:
    events = [Event.objects.get(pk=event.pk) for event in happen(somebody, 5)]
    seals.seal_now()
    verdict = tamper(change, events)
    assert not verdict.sound
    assert (verdict.seq, word in verdict.fault) == (events[2].seq, True)


def test_an_unsealed_row_that_was_rewritten_is_named_too(somebody: Seal) -> None:
    event = Event.objects.get(pk=happen(somebody, 1)[0].pk)
    rewrite(event)
    assert seals.verify().seq == event.seq


def test_a_row_slipped_in_after_the_seal_is_named(somebody: Seal) -> None:
    events = [Event.objects.get(pk=event.pk) for event in happen(somebody, 3)]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        gap = Event.objects.get(pk=record("test.sealed", subject=somebody, by=SYSTEM).pk).seq
        raise ZeroDivisionError
    happen(somebody, 1)
    seals.seal_now()
    late = Event.objects.get(pk=happen(somebody, 1)[0].pk)
    by_force("UPDATE ledger_event SET seq = %s WHERE id = %s", gap, late.pk)
    verdict = seals.verify()
    assert (verdict.seq, "补插" in verdict.fault) == (gap, True)
    assert gap > events[-1].seq


def test_a_seal_waits_for_a_writer_and_leaves_nothing_out(somebody: Seal) -> None:
    """A transaction that drew its number before the seal and commits after it would escape; the lock prevents that."""
    started, release = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            record("test.sealed", subject=somebody, by=SYSTEM)
            started.set()
            release.wait(5)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    started.wait(5)
    happen(somebody, 1)
    threading.Timer(0.3, release.set).start()
    made = seals.seal_now()
    writer.join()
    assert sum(seal.event_count for seal in made) == 2
    assert seals.verify().unsealed == 0


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_any_change_of_a_leaf_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:at], sm3(leaves[at]), *leaves[at + 1 :]]
    assert merkle_root(changed) != merkle_root(leaves)
    assert merkle_root(leaves) != merkle_root([*leaves, leaves[-1]])


def test_no_leaves_have_an_empty_root() -> None:
    assert merkle_root([]) == EMPTY


def test_sm3_is_the_standard_one() -> None:
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
