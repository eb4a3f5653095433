"""What the desk is advised, what it takes over, and what is kept of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from shanzhi.dispatch import actions
from shanzhi.dispatch.models import AdviceTaken, Matter
from shanzhi.dispatch.queries.suggesting import suggest
from shanzhi.dispatch.rules.weighing import Clue, Shown, by_chance, by_weight
from shanzhi.ledger.models import Event

from .ground import MORNING, Ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(ground: Ground) -> Ground:
    for code, own in (("smoke", ["油烟", "饭店"]), ("waste", ["垃圾"]), ("water", ["污水", "黑水"])):
        ground.types[code].words = own
        ground.types[code].save(update_fields=["words"])
    return ground


@pytest.fixture
def desk(words: Ground) -> Client:
    client = Client()
    client.force_login(words.users["desk"])
    return client


def test_words_of_a_type_suggest_it_and_say_which(words: Ground) -> None:
    advice = suggest(words.matter(text="饭店油烟很大", tile="smoke_noise"))
    assert advice.types[0].code == "smoke"
    assert any("油烟" in clue.text for clue in advice.types[0].clues)
    assert advice.units[0].code == "team" and "责任清单" in advice.units[0].clues[0].text


def test_nothing_known_means_no_answer_rather_than_a_guess(words: Ground) -> None:
    advice = suggest(words.matter(text="123 456", tile=""))
    assert advice.types == [] and advice.sure_type is None and advice.units == []


def test_a_faint_hint_is_shown_but_not_put_in_the_form(words: Ground) -> None:
    advice = suggest(words.matter(text="天气不错", tile="smoke_noise"))
    assert advice.types and advice.sure_type is None


def test_an_earlier_matter_that_says_the_same_is_named(words: Ground) -> None:
    words.types["water"].words = []
    words.types["water"].save(update_fields=["words"])
    old = words.accepted(kind="water", text="老渡口管子往江里排放脏东西")
    advice = suggest(words.matter(text="老渡口管子往江里排放脏东西", tile=""))
    assert advice.types[0].code == "water"
    assert any(old.number in clue.text for clue in advice.types[0].clues)


def test_what_was_suggested_and_chosen_is_kept(words: Ground) -> None:
    matter = words.matter(text="饭店油烟很大", tile="smoke_noise")
    shown = suggest(matter).shown("types")
    actions.accept_matter(
        matter_id=matter.pk, event_type_id=words.types["waste"].pk, by=words.users["desk"], shown=shown, at=MORNING
    )
    row = AdviceTaken.objects.get(matter=matter)
    assert (row.about, row.chosen_code, row.suggested[0][0]) == ("type", "waste", "smoke")
    assert row.rank != 1
    assert Event.objects.get(kind="dispatch.advice_answered").data["chosen"] == "waste"


def test_a_sure_type_stands_in_the_form_and_is_not_sent_by_itself(words: Ground, desk: Client) -> None:
    matter = words.matter(text="饭店油烟很大，油烟呛人", tile="smoke_noise")
    page = desk.get(reverse("dispatch:matter", args=[matter.pk])).content.decode()
    assert "建议" in page and "把握" in page
    assert f'value="{words.types["smoke"].pk}" selected' in page
    assert Matter.objects.get(pk=matter.pk).step == "pending"


def test_one_tap_takes_a_suggestion_over_and_only_a_suggestion(words: Ground, desk: Client) -> None:
    matter = words.matter(text="饭店油烟很大，还有垃圾和污水", tile="smoke_noise")
    url = reverse("dispatch:matter", args=[matter.pk])
    second = suggest(matter).types[1]
    assert f'value="{second.value}" selected' in desk.get(f"{url}?type={second.value}").content.decode()
    assert desk.get(f"{url}?type=nonsense").status_code == 200


def test_accepting_on_the_page_keeps_the_comparison(words: Ground, desk: Client) -> None:
    matter = words.matter(text="饭店油烟很大，油烟呛人", tile="smoke_noise")
    data = {"event_type_id": str(words.types["smoke"].pk), "title": "油烟", "urgency": "0", "version": matter.version}
    assert desk.post(reverse("dispatch:accept_matter", args=[matter.pk]), data).status_code == 302
    assert AdviceTaken.objects.get(about="type").rank == 1
    matter.refresh_from_db()
    data = {"agency_id": str(words.agencies["team"].pk), "version": matter.version}
    assert desk.post(reverse("dispatch:assign_matter", args=[matter.pk]), data).status_code == 302
    assert AdviceTaken.objects.get(about="unit").rank == 1


def test_the_page_reads_no_more_when_there_are_more_matters(
    words: Ground, desk: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    matter = words.matter(text="饭店油烟很大", tile="smoke_noise")
    for _ in range(6):
        words.accepted(text="饭店油烟很大")
    suggest(matter)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        suggest(matter)


def test_more_grounds_make_surer_and_never_certain() -> None:
    one = by_weight([Clue("a", 3.0, "甲", "word")])[0].confidence
    two = by_weight([Clue("a", 3.0, "甲", "word"), Clue("a", 2.0, "乙", "line")])[0].confidence
    assert 0 < one < two < 1
    assert by_chance([Clue("a", 0.9, "甲", "rule"), Clue("a", 0.9, "乙", "line")])[0].confidence == pytest.approx(0.99)
    assert sum(one.confidence for one in by_chance([Clue(k, 0.9, "甲", "rule") for k in "abc"])) <= 1.0001


def test_a_choice_without_advice_leaves_no_trace(words: Ground) -> None:
    words.accepted()
    assert not AdviceTaken.objects.exists()
    assert Shown([], False).tips == []
