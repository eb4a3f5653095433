"""Reads of the intake room, by question."""

from .deliveries import stuck_deliveries
from .expected import expected_of
from .nearby import Neighbour, near_open_reports, offered_in_the_past
from .points import point_by_code, points_with_counts
from .public import PublicStep, public_timeline, report_by_secret, report_by_tail

__all__ = [
    "Neighbour",
    "PublicStep",
    "expected_of",
    "near_open_reports",
    "offered_in_the_past",
    "point_by_code",
    "points_with_counts",
    "public_timeline",
    "report_by_secret",
    "report_by_tail",
    "stuck_deliveries",
]
