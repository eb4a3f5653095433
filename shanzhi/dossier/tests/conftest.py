"""The fictional bureau of this room's tests."""

import pytest

from .ground import Ground, make_ground


@pytest.fixture
def ground(db: None, settings, tmp_path) -> Ground:
    settings.SHANZHI_UPLOADS = tmp_path / "uploads"
    return make_ground()
