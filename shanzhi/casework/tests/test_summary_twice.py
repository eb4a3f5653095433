"""Pressed twice, and by many at once: one page gives one penalty, and the numbers of the form have no gap."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from shanzhi.casework import actions
from shanzhi.casework.models import PenaltyCase
from shanzhi.dossier.models import Document

from .ground import make_ground, person_words
from .spot import signs, spot_words, stall

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls: list[Any]) -> list[PenaltyCase]:
    def run(call: Any) -> PenaltyCase:
        try:
            return call()  # type: ignore[no-any-return]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(run, call) for call in calls]]


def test_one_page_sent_four_times_at_once_is_one_penalty() -> None:
    ground, ink = make_ground(), signs()
    words = spot_words(ground, stall(ground))
    by = ground.users["officer"]
    made = at_once([lambda: actions.impose_on_spot(words=words, signs=ink, by=by)] * 4)
    assert len({one.pk for one in made}) == 1 and PenaltyCase.objects.count() == 1
    assert Document.objects.filter(template="summary_decision").count() == 1


def test_three_officers_at_once_take_three_numbers_without_a_gap() -> None:
    ground, ink = make_ground(), signs()
    item, rest = stall(ground), {"officer": "second", "second": "third", "third": "officer"}

    def call(name: str) -> Any:
        words = spot_words(
            ground, item, key=uuid.uuid4(), party=person_words(name=f"示例{name}", id_number=""),
            second_id=ground.officers[rest[name]].pk,
        )  # fmt: skip
        return lambda: actions.impose_on_spot(words=words, signs=ink, by=ground.users[name])

    at_once([call(name) for name in rest])
    serials = Document.objects.filter(template="summary_decision").values_list("number_serial", flat=True)
    assert sorted(serials) == [1, 2, 3]
