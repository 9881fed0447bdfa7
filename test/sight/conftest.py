from __future__ import annotations

import pytest

from spatialgeo_ros.world.rgb_views import RgbView, room_views


@pytest.fixture(scope="session")
def view() -> RgbView:
    """A tuning room, colour and truth."""
    return room_views(1962, 1, 0)[0]
