"""An event is written with its action or not at all, and stays as it is."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from shanzhi.ledger.actors import PUBLIC, SYSTEM, Anonymous
from shanzhi.ledger.events import NotInTransaction, digest_of, record
from shanzhi.ledger.models import Event, Seal
from shanzhi.ledger.queries import timeline
from shanzhi.ledger.subscriptions import handler_named, subscribe, subscribers

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> Seal:
    return Seal(number=1)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    user = Seal(number=1)
    with pytest.raises(NotInTransaction):
        record("identity.user_changed", subject=user, by=SYSTEM)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_neither_event_nor_job() -> None:
    user = Seal(number=1)
    subscribe("test.rolled_back")(_noop)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("test.rolled_back", subject=user, by=SYSTEM)
        raise ZeroDivisionError
    assert not Event.objects.exists()
    assert _jobs("test.rolled_back") == 0


def test_each_subscriber_gets_one_job(somebody: Seal) -> None:
    subscribe("test.happened")(_noop)
    subscribe("test.happened")(_other)
    event = record("test.happened", subject=somebody, by=Anonymous("staff", uuid.uuid4()))
    with connection.cursor() as cursor:
        # Jobs of tests that commit may still be there: the queue's tables are not among those Django empties.
        cursor.execute(
            "SELECT args->>'handler', args->>'event' FROM procrastinate_jobs WHERE args->>'event' = %s ORDER BY id",
            [str(event.pk)],
        )
        jobs = cursor.fetchall()
    assert jobs == [(name, str(event.pk)) for name in subscribers("test.happened")]
    assert handler_named(subscribers("test.happened")[0]) is _noop


def test_an_unknown_handler_fails_aloud() -> None:
    with pytest.raises(LookupError, match=r"nobody\.home"):
        handler_named("nobody.home")


@pytest.mark.parametrize(
    "verb", ["UPDATE ledger_event SET kind = 'x'", "DELETE FROM ledger_event", "TRUNCATE ledger_event"]
)
def test_the_database_refuses_to_change_the_ledger(somebody: Seal, verb: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER no_truncate")
    record("identity.user_changed", subject=somebody, by=SYSTEM)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert Event.objects.get().kind == "identity.user_changed"


def test_the_digest_is_the_same_from_the_stored_row(somebody: Seal) -> None:
    data = {
        "ids": [uuid.uuid4()],
        "count": 3,
        "none": None,
        "yes": True,
        "words": "甲\x00乙",
        "deep": {"b": 1, "a": "二"},
    }
    record("identity.user_changed", subject=somebody, by=PUBLIC, **data)
    stored = Event.objects.get()
    assert digest_of(stored) == bytes(stored.digest)
    assert stored.data["words"] == "甲乙"


def test_a_float_is_refused_because_json_does_not_keep_it(somebody: Seal) -> None:
    with pytest.raises(TypeError, match="float"):
        record("identity.user_changed", subject=somebody, by=SYSTEM, amount=0.1)


def test_the_timeline_holds_the_thread_and_the_further_subjects(somebody: Seal) -> None:
    thread, other = uuid.uuid4(), Seal(number=2)
    record("a.b", subject=somebody, by=SYSTEM, thread=thread)
    record("c.d", subject=other, by=SYSTEM)
    record("e.f", subject=somebody, by=SYSTEM)
    assert [event.kind for event in timeline(thread, other.pk)] == ["a.b", "c.d"]


def _noop(event: Event) -> None: ...


def _other(event: Event) -> None: ...


def _jobs(kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'handler' = ANY(%s)", [subscribers(kind)])
        return int(cursor.fetchone()[0])
