"""How a term is told and drawn."""

from datetime import date, datetime

import pytest

from shanzhi.law.calendar import Calendar
from shanzhi.law.explanation import day_by_day, describe, last_workday
from shanzhi.law.pauses import Pause
from shanzhi.law.terms import Term, term

CALENDAR = Calendar.announced()


def count(id: str, start: str, **given: object) -> Term:
    when = datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start)
    return term(id, when, CALENDAR, **given)  # type: ignore[arg-type]


def pause(first: str, last: str) -> Pause:
    return Pause(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("id", "start", "words"),
    [
        (
            "penalty.decide",
            "2026-07-05",
            "作出处罚决定90日：自立案之日（2026-07-05）起算，当日不计；至2026-10-03（周六，国庆节）届满，"
            "机关自己的期限不顺延，宜在2026-09-30或之前办完。",
        ),
        (
            "penalty.pay",
            "2026-09-17",
            "缴纳罚款15日：自收到决定书之日（2026-09-17）起算，当日不计；期满2026-10-02（周五，国庆节）不是工作日，"
            "顺延至2026-10-08（周四）。",
        ),
        (
            "penalty.hearing.notice",
            "2026-10-13",
            "听证通知提前7个工作日：自听证举行之日（2026-10-13）倒算；最迟2026-09-27（周日，中秋节），"
            "宜在2026-09-24或之前办完。",
        ),
        (
            "penalty.hearing.request",
            "2026-09-28",
            "申请听证5个工作日：自告知之日（2026-09-28）起算，当日不计；至2026-10-10（周六，调休上班）届满。",
        ),
        (
            "penalty.limitation",
            "2024-10-04",
            "追究时效2年：自违法行为发生之日（2024-10-04）起算，当日不计；至2026-10-04（周日，国庆节）届满，不顺延。",
        ),
        (
            "referral.police_decide",
            "2026-09-29",
            "公安立案审查3日：自接受移送之日（2026-09-29）起算，当日不计；至2026-10-02（周五，国庆节）届满，不顺延，"
            "宜在2026-09-30或之前办完。",
        ),
        (
            "referral.hand_over",
            "2026-09-30T18:00",
            "移送公安24小时：自批准之时（2026-09-30 18:00）起算，当时不计；至2026-10-01 18:00（周四，国庆节）届满，"
            "按小时计算不顺延。",
        ),
        (
            "penalty.serve",
            "2021-07-14",
            "处罚决定书送达7个工作日：自宣告之日（2021-07-14）起算，当日不计；至2021-07-23（周五）届满；"
            "起算日早于《行政处罚法》现行文本施行日（2021-07-15），须另查当时的文本。",
        ),
    ],
)
def test_the_explanation_is_one_sentence(id: str, start: str, words: str) -> None:
    assert count(id, start).explanation == words


def test_the_explanation_tells_what_was_left_out() -> None:
    spans = [pause("2026-02-20", "2026-03-03"), pause("2026-03-10", "2026-03-10")]
    answer = count("penalty.decide", "2026-03-02", pauses=spans)
    assert answer.explanation == (
        "作出处罚决定90日：自立案之日（2026-03-02）起算，当日不计；"
        "不计入2026-02-20至2026-03-03、2026-03-10，其中期内2日；至2026-06-02（周二）届满。"
    )


def test_a_text_of_the_day_it_came_into_force_is_current() -> None:
    assert "须另查" not in count("penalty.serve", "2021-07-15").explanation
    ended = count("complaint.accept", "2022-01-04")
    assert "须另查" not in ended.explanation, "a repealed text is not compared with the current one"


def test_the_last_working_day_of_a_term_without_one_is_its_end() -> None:
    assert last_workday(date(2026, 9, 30), date(2026, 10, 3), CALENDAR) == date(2026, 10, 3)
    assert last_workday(date(2026, 9, 29), date(2026, 10, 3), CALENDAR) == date(2026, 9, 30)
    assert last_workday(date(2026, 10, 3), date(2026, 10, 3), CALENDAR) == date(2026, 10, 3)
    assert last_workday(date(2026, 10, 12), date(2026, 10, 3), CALENDAR) == date(2026, 9, 30)


def test_every_day_is_drawn_with_its_number_and_role() -> None:
    answer = count("penalty.pay", "2026-09-17", pauses=[pause("2026-09-20", "2026-09-21")])
    days = day_by_day(answer)
    assert days[0].role == "起算" and days[0].number is None
    assert [(day.day.day.day, day.paused, day.number) for day in days[2:6]] == [
        (19, False, 2), (20, True, None), (21, True, None), (22, False, 3)
    ]  # fmt: skip
    rolled = [(day.day.day.isoformat(), day.role, day.number) for day in days[-6:]]
    assert rolled[1] == ("2026-10-04", "期满（顺延前）", 15)
    assert rolled[2] == ("2026-10-05", "", None)
    assert rolled[-1] == ("2026-10-08", "届满", None)
    assert days[3].text == "周日，调休上班"


def test_a_term_counted_back_is_drawn_from_its_last_day_to_the_event() -> None:
    days = day_by_day(count("penalty.hearing.notice", "2026-09-23"))
    assert [(day.day.day.day, day.number, day.role) for day in days] == [
        (14, None, "届满"), (15, 7, ""), (16, 6, ""), (17, 5, ""), (18, 4, ""), (19, None, ""), (20, 3, ""),
        (21, 2, ""), (22, 1, ""), (23, None, "起算"),
    ]  # fmt: skip


def test_a_working_day_term_draws_rest_days_without_a_number() -> None:
    days = day_by_day(count("penalty.hearing.request", "2026-09-28"))
    assert [day.number for day in days] == [None, 1, 2, *[None] * 7, 3, 4, 5]
    assert describe(CALENDAR.day(date(2026, 10, 1))) == "周四，国庆节"
    assert describe(CALENDAR.day(date(2026, 10, 11))) == "周日"


def test_a_provisional_term_says_why() -> None:
    assert count("penalty.pay", "2026-12-18").explanation.endswith(
        "；所涉年度的放假安排尚未公布，暂按周末和法定节日计算，公布后重算。"
    )
