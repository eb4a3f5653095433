"""Before a radius is put in force, one sees what it would have joined (P04)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.intake.queries import offered_in_the_past
from shanzhi.registry.models import EventType

from .ground import CODE, LON, taken

pytestmark = pytest.mark.usefixtures("county")


def test_radius_and_window_are_tried_on_past_reports() -> None:
    now = timezone.now()
    taken(tile="smoke", at=now - timedelta(days=5))
    taken(tile="smoke", at=now - timedelta(days=4), lon=LON + 0.0005)
    taken(tile="smoke", at=now - timedelta(days=1), lon=LON + 0.005)
    taken(tile="smoke", at=now - timedelta(days=100))
    taken(tile="", at=now)
    kind = EventType.objects.get(county=CODE)
    assert offered_in_the_past(kind, metres=80, days=10, now=now) == (3, 1)
    assert offered_in_the_past(kind, metres=20, days=10, now=now) == (3, 0)
    assert offered_in_the_past(kind, metres=800, days=10, now=now) == (3, 2)
    assert offered_in_the_past(kind, metres=800, days=2, now=now) == (3, 1)
