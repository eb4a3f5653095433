"""The fictional county of this room's tests."""

import pytest

from .ground import Ground, make_ground


@pytest.fixture
def ground(db: None) -> Ground:
    return make_ground()
