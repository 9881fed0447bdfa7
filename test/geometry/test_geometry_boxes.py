"""Axes of upright solids of revolution from points of one side of them."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.geometry.boxes import fit_axis
from spatialgeo_ros.types import FloatArray


def front_of(profile: list[tuple[float, float]], centre: tuple[float, float], noise_m: float = 0.0) -> FloatArray:
    """(N, 3) points of the half that is turned to the origin. profile: (radius, height), straight in between."""
    heights = np.linspace(profile[0][1], profile[-1][1], 40)
    radii = np.interp(heights, [height for _, height in profile], [radius for radius, _ in profile])
    angles = np.arctan2(-centre[1], -centre[0]) + np.linspace(-1.4, 1.4, 25)
    points = np.stack([centre[0] + radii[:, None] * np.cos(angles), centre[1] + radii[:, None] * np.sin(angles),
                       np.broadcast_to(heights[:, None], (40, 25))], axis=-1).reshape(-1, 3)
    points[:, :2] += np.random.default_rng(1).normal(0, noise_m, (len(points), 2))
    return points


@pytest.mark.parametrize("profile", [
    [(0.04, 0.0), (0.04, 0.2)],
    [(0.04, 0.0), (0.04, 0.15), (0.012, 0.22), (0.012, 0.27)],
    [(0.07 * float(np.cos(t)), 0.07 * float(np.sin(t))) for t in np.linspace(-1.5, 1.5, 30)],
], ids=["can", "bottle", "ball"])
def test_the_axis_of_a_round_thing_is_found_from_its_front(profile: list[tuple[float, float]]) -> None:
    axis = fit_axis(front_of(profile, (0.3, 1.2), noise_m=0.001))
    assert axis is not None
    assert (axis.x_m, axis.y_m) == pytest.approx((0.3, 1.2), abs=0.003)
    assert axis.radius_m == pytest.approx(max(radius for radius, _ in profile), abs=0.003)
    assert axis.fitted > 0.85
    assert axis.arc_rad == pytest.approx(2.8, abs=0.5)


def test_a_handle_does_not_shift_the_axis() -> None:
    body = front_of([(0.045, 0.0), (0.045, 0.1)], (0.0, 1.0))
    handle = np.column_stack([np.linspace(0.045, 0.08, 120), np.full(120, 1.0), np.linspace(0.02, 0.08, 120)])
    axis = fit_axis(np.concatenate([body, handle]))
    assert axis is not None
    assert (axis.x_m, axis.y_m, axis.radius_m) == pytest.approx((0.0, 1.0, 0.045), abs=0.003)


def test_points_on_one_line_have_no_axis() -> None:
    line = np.column_stack([np.linspace(-0.1, 0.1, 50), np.full(50, 1.0), np.tile([0.0, 0.05], 25)])
    assert fit_axis(line) is None
