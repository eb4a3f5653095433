import pytest

from shanzhi.registry.models import County

from .ground import make_county


@pytest.fixture
def county(db: None) -> County:
    return make_county()
