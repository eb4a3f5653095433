"""Who may decide: power, delegation and its publication, area, the first to file, and crime."""

from datetime import date, datetime

import pytest

from shanzhi.law.competence import Filing, Power, keeps_the_case, obstacles_to_decide

BUREAU = Power("局", "占道", frozenset({"甲镇", "乙镇"}), date(2024, 1, 1))
TOWN = Power("甲镇", "占道", frozenset({"甲镇"}), date(2025, 1, 1), date(2025, 12, 31), True, date(2025, 2, 1))
UNPUBLISHED = Power("乙镇", "占道", frozenset({"乙镇"}), date(2025, 1, 1), delegated=True)
POWERS = (BUREAU, TOWN, UNPUBLISHED)


@pytest.mark.parametrize(
    ("agency", "item", "area", "on", "articles"),
    [
        ("局", "占道", "乙镇", date(2024, 1, 1), []),
        ("局", "占道", "乙镇", date(2023, 12, 31), ["行政处罚法38"]),
        ("局", "占道", "丙镇", date(2024, 1, 1), ["行政处罚法22"]),
        ("局", "油烟", "甲镇", date(2024, 1, 1), ["行政处罚法38"]),
        ("甲镇", "占道", "甲镇", date(2025, 1, 31), ["行政处罚法24"]),
        ("甲镇", "占道", "甲镇", date(2025, 2, 1), []),
        ("甲镇", "占道", "甲镇", date(2025, 12, 31), []),
        ("甲镇", "占道", "甲镇", date(2026, 1, 1), ["行政处罚法38"]),
        ("乙镇", "占道", "乙镇", date(2025, 6, 1), ["行政处罚法24"]),
    ],
)
def test_the_power_of_the_day_decides(agency: str, item: str, area: str, on: date, articles: list[str]) -> None:
    found = obstacles_to_decide(POWERS, agency=agency, item=item, area=area, on=on)
    assert [one.written_basis for one in found] == articles


def test_tp_32_a_township_without_the_item_hands_over_and_keeps_the_evidence() -> None:
    (found,) = obstacles_to_decide(POWERS, agency="甲镇", item="油烟", area="甲镇", on=date(2025, 6, 1))
    assert (found.written_basis, found.remedy) == ("行政处罚法38", "记录、保全证据，移交有权的机关。")


def test_tp_26_a_suspected_crime_is_handed_over_even_by_who_has_the_power() -> None:
    found = obstacles_to_decide(
        POWERS, agency="局", item="占道", area="甲镇", on=date(2025, 6, 1), suspected_crime=True
    )
    assert [one.written_basis for one in found] == ["行政处罚法27"]


def test_the_first_to_file_keeps_the_case_and_a_tie_goes_to_the_superior() -> None:
    early, late = Filing("局", datetime(2026, 1, 5, 9)), Filing("甲镇", datetime(2026, 1, 5, 10))
    assert keeps_the_case([late, early]) == "局"
    assert keeps_the_case([late]) == "甲镇"
    assert keeps_the_case([]) is None
    assert keeps_the_case([early, Filing("甲镇", early.filed_at)]) is None


def test_one_of_several_powers_that_covers_the_area_is_enough() -> None:
    east = Power("局", "占道", frozenset({"丁镇"}), date(2024, 1, 1))
    for powers in ((BUREAU, east), (east, BUREAU)):
        assert obstacles_to_decide(powers, agency="局", item="占道", area="丁镇", on=date(2024, 1, 1)) == []
