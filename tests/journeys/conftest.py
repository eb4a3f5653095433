"""Ground for the journeys: the small fictional county of the intake room."""

import pytest

from shanzhi.intake.tests.ground import make_county
from shanzhi.registry.models import County


@pytest.fixture
def county(db: None) -> County:
    return make_county()
