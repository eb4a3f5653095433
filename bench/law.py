"""What does one answer of the law cost, after import? No database: the law is arithmetic over its own tables."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from shanzhi.law.calendar import Calendar
from shanzhi.law.limits import SHANGHAI, Limit, LimitUnit, due_at, light
from shanzhi.law.money import late_fee
from shanzhi.law.terms import Overlay, Pause, term

from .ground import arguments, say

CALENDAR = Calendar.announced()
DAY = date(2026, 9, 17)
PAUSES = [Pause(date(2026, 10, 9), date(2026, 10, 20), "鉴定"), Pause(date(2026, 10, 15), date(2026, 10, 30), "听证")]
NOW = datetime(2026, 9, 17, 10, tzinfo=SHANGHAI)

QUESTIONS: dict[str, Callable[[], Any]] = {
    "term_working_days": lambda: term("penalty.hearing.request", DAY, CALENDAR),
    "term_natural_days_rolled": lambda: term("penalty.pay", DAY, CALENDAR),
    "term_ninety_days_two_pauses": lambda: term("penalty.decide", DAY, CALENDAR, overlay=Overlay.MARKET, pauses=PAUSES),
    "term_six_months": lambda: term("litigation.direct", DAY, CALENDAR),
    "term_with_its_sentence": lambda: term("penalty.pay", DAY, CALENDAR).explanation,
    "late_fee": lambda: late_fee(Decimal(10000), DAY, DAY + timedelta(days=40)),
    "internal_limit_working_hours": lambda: due_at(NOW, Limit(4, LimitUnit.WORKING_HOUR), CALENDAR),
    "light": lambda: light(NOW + timedelta(hours=30), NOW),
}


def microseconds(ask: Callable[[], Any], times: int) -> float:
    """The best of five rounds, per answer."""
    ask()
    rounds = []
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(times):
            ask()
        rounds.append((time.perf_counter() - begun) / times)
    return round(min(rounds) * 1e6, 1)


def command_line_seconds() -> float:
    words = [sys.executable, "-m", "shanzhi.config.commands", "law", "term", "penalty.pay", "--from", "2026-03-02"]
    begun = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    return round(time.perf_counter() - begun, 3)


def main() -> None:
    args = arguments(__doc__ or "", times=2000)
    figures: dict[str, Any] = {f"{name}_us": microseconds(ask, args.times) for name, ask in QUESTIONS.items()}
    say(figures | {"command_line_s": command_line_seconds(), "promise_term_us": 50}, as_json=args.json)


if __name__ == "__main__":
    main()
