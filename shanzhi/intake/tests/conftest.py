from collections.abc import Iterator

import pytest
from django.utils import translation

from shanzhi.registry.models import County

from .ground import make_county


@pytest.fixture
def county(db: None) -> County:
    return make_county()


@pytest.fixture(autouse=True)
def _back_to_chinese() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread."""
    yield
    translation.deactivate()
