"""Walls around what may be inside of something."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.scene.containment import walls_around
from spatialgeo_ros.types import FloatArray


def wall(first_deg: float, last_deg: float, height_m: float, x_m: float = 0.0) -> FloatArray:
    angles = np.radians(np.linspace(first_deg, last_deg, 400, endpoint=False))
    return np.column_stack([x_m + 0.1 * np.cos(angles), 0.1 * np.sin(angles), np.full(400, height_m)]).astype(np.float32)


def test_each_surface_is_asked_about_its_own_centre_and_floor() -> None:
    surfaces = [wall(0, 360, 0.1), wall(1, 179, 0.1, 2.0), wall(0, 360, 0.1), wall(0, 360, 0.1)]
    centre = np.array([[0, 0, 0], [2.0, 0, 0], [0, 0, 0], [1.0, 0, 0]])
    around = walls_around(centre, surfaces, np.array([0.05, 0.05, 0.2, 0.05]))
    np.testing.assert_allclose(around[:3], [1.0, 0.5, 0.0])
    assert 0 < around[3] < 0.25, "seen from outside, it is on one side"


def test_nothing_asked_is_nothing_said() -> None:
    assert walls_around(np.zeros((0, 3)), [], np.zeros(0)).shape == (0,)
