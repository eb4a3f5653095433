"""Are the suggestions right on the sample county's reports, by lists and words alone, and quick enough?"""

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shanzhi.config.sample.county import _make_county
from shanzhi.config.sample.files import read_yaml
from shanzhi.config.sample.said import add_points, say
from shanzhi.dispatch import actions
from shanzhi.dispatch.models import Matter
from shanzhi.dispatch.queries.suggesting import Advice, suggest
from shanzhi.ledger.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def advised() -> list[tuple[str, str, Matter, Advice, float]]:
    """Every sample report as it comes in, with the type its story ends in, and what is suggested for it."""
    now = timezone.now()
    cast = _make_county("sample-1234-abcd", now)
    points = add_points(cast)
    types = {
        key: story["type"] for story in read_yaml("matters")["matters"] if "type" in story for key in story["reports"]
    }
    found = []
    for row in read_yaml("reports")["reports"]:
        report = say(cast, points, row, now)
        matter = actions.open_matter(report_id=report.pk, by=SYSTEM, at=now)
        begun = time.perf_counter()
        advice = suggest(matter)
        found.append((row["key"], types.get(row["key"], ""), matter, advice, time.perf_counter() - begun))
    return found


def test_types_are_right_and_sure_ones_nearly_always(advised: list[Any]) -> None:
    """Without any history or model. Measured: 39 of 44 first, 43 among three, all of 28 sure ones."""
    # Before the keywords of sixteen sample types were widened: 32, 37, 20 of 21.
    known = [one for one in advised if one[1]]
    first = [key for key, code, _, advice, _ in known if advice.types and advice.types[0].code == code]
    third = [key for key, code, _, advice, _ in known if code in [tip.code for tip in advice.types]]
    sure = [(code, advice.sure_type.code) for _, code, _, advice, _ in known if advice.sure_type]
    assert len(known) == 44
    assert len(first) >= 37 and len(third) >= 41
    assert len(sure) >= 25 and sum(code != said for code, said in sure) <= 1


def test_confidence_means_what_it_says(advised: list[Any]) -> None:
    """The mean confidence of first answers is near the share that is right."""
    told = [
        (advice.types[0].confidence, advice.types[0].code == code)
        for _, code, _, advice, _ in advised
        if code and advice.types
    ]
    mean = sum(confidence for confidence, _ in told) / len(told)
    share = sum(right for _, right in told) / len(told)
    assert abs(mean - share) < 0.25


def test_what_says_nothing_gets_no_answer(advised: list[Any]) -> None:
    by_key = {key: advice for key, _, _, advice, _ in advised}
    assert by_key["nothing"].types == [] and by_key["nothing"].sure_type is None


def test_every_suggestion_says_why(advised: list[Any]) -> None:
    for *_, advice, _ in advised:
        for tip in (*advice.types, *advice.units, *advice.helpers, *advice.items):
            assert tip.clues and all(clue.text for clue in tip.clues)


def test_a_suggestion_takes_few_queries_however_many_matters_there_are(advised: list[Any]) -> None:
    matter = advised[0][2]
    suggest(matter)
    with CaptureQueriesContext(connection) as asked:
        suggest(matter)
    assert len(asked) <= 14


def test_a_suggestion_is_quick(advised: list[Any]) -> None:
    suggest(advised[0][2])
    begun = time.process_time()
    for one in advised[:20]:
        suggest(one[2])
    # 20 ms is the aim on an idle core; a loaded test machine gets three times that.
    assert (time.process_time() - begun) / 20 < 0.06
