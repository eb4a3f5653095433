"""Screens of the room, one function a screen; the verbs of a case come from one table."""

from .case import case, cases, chronology, finish_document, new_case, of_matter
from .feed import feed, my_feed
from .pages import PAGES
from .rules import case_rules
from .summary import summary_done, summary_new
from .verbs import verb_view

__all__ = [
    "PAGES",
    "case",
    "case_rules",
    "cases",
    "chronology",
    "feed",
    "finish_document",
    "my_feed",
    "new_case",
    "of_matter",
    "summary_done",
    "summary_new",
    "verb_view",
]
