"""What a reporter may expect is told at once: the unit that usually answers, and the longest limit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from shanzhi.intake.queries import expected_of, public_timeline
from shanzhi.intake.tests.test_follow_up import tell
from shanzhi.registry.models import Agency, Area, EventType, ResponsibilityRule

from .ground import CODE, taken

pytestmark = pytest.mark.usefixtures("county")


def street_team_answers() -> Agency:
    town = Area.objects.get(code=f"{CODE}001")
    team = Agency.objects.create(county=CODE, code="T1", name="示例镇执法队", kind=Agency.Kind.TEAM, area=town)
    kind = EventType.objects.get(county=CODE, code="01")
    ResponsibilityRule.objects.create(county=CODE, event_type=kind, target="town_team", basis="示例")
    return team


def test_unit_and_longest_limit_of_the_tile_are_told() -> None:
    street_team_answers()
    longer = EventType.objects.create(county=CODE, code="02", name="油烟净化", tile="smoke", limit_value=8)
    assert "示例镇执法队" in expected_of(taken(tile="smoke"))
    assert "最长 8 个工作日" in expected_of(taken(tile="smoke"))
    longer.delete()
    assert "最长 5 个工作日" in expected_of(taken(tile="smoke"))


def test_a_reader_of_english_is_told_how_long_and_no_chinese_names() -> None:
    street_team_answers()
    report = taken(tile="smoke")
    with override("en"):
        said = expected_of(report)
    assert "5 working days" in said
    assert said.isascii()


def test_without_a_rule_the_centre_decides_and_without_a_tile_nothing_is_promised() -> None:
    assert "由中心确定" in expected_of(taken(tile="smoke"))
    assert expected_of(taken()) == ""


def test_more_types_ask_no_more_questions() -> None:
    street_team_answers()
    report, counts = taken(tile="smoke"), []
    parent = EventType.objects.create(county=CODE, code="10", name="示例大类")
    for number in range(5):
        EventType.objects.create(county=CODE, code=f"1{number}1", name="示例", tile="smoke", parent=parent)
        with CaptureQueriesContext(connection) as asked:
            expected_of(report)
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_the_receipt_tells_it(client) -> None:  # type: ignore[no-untyped-def]
    street_team_answers()
    report = taken(tile="smoke")
    from shanzhi.intake.models import Draft

    draft = Draft.objects.create(county=CODE, report=report, data={})
    assert "示例镇执法队" in client.get(f"/report/{draft.pk}/done/").content.decode()


def test_the_answer_stands_once_on_the_page_and_stays_in_the_timeline_of_machines() -> None:
    report = taken()
    tell(report, answer="已整改。")
    assert [step.text for step in public_timeline(report)][-1] == "已整改。"
    assert [step.text for step in public_timeline(report, words_apart=True)][-1] == ""
