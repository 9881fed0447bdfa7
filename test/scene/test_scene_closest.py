"""Closest pairs of surface samples: exact against all pairs, and forgiving a stray point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialgeo_ros.scene.closest import closest_pair
from spatialgeo_ros.types import FloatArray


def cloud(seed: int, count: int, centre: tuple[float, float, float]) -> FloatArray:
    points = np.random.default_rng(seed).uniform(-0.1, 0.1, (count, 3)) + centre
    return points.astype(np.float32)


def slow_distance(a: FloatArray, b: FloatArray) -> float:
    """The k-th nearest of either sample to the other, of all pairs; the larger of both."""
    distance = np.linalg.norm(a.astype(float)[:, None] - b.astype(float)[None], axis=2)
    return float(max(np.sort(distance.min(axis=axis))[int(len(points) >= 200)]
                     for points, axis in ((a, 1), (b, 0))))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 999), st.integers(1, 420), st.integers(1, 420), st.tuples(*[st.floats(-0.8, 0.8)] * 3))
def test_pruning_loses_nothing(seed: int, n: int, m: int, centre: tuple[float, float, float]) -> None:
    a, b = cloud(seed, n, (0.0, 0.0, 5.0)), cloud(seed + 1, m, (centre[0], centre[1], 5.0 + centre[2]))
    pair = closest_pair(a, b)
    assert pair.distance_m == pytest.approx(slow_distance(a, b), abs=2e-5)
    assert np.linalg.norm(pair.point_a - pair.point_b) == pytest.approx(pair.distance_m, abs=1e-4)
    assert pair.distance_m == pytest.approx(closest_pair(b, a).distance_m, abs=2e-5)


def test_a_stray_point_between_two_surfaces_does_not_count() -> None:
    a, b = cloud(1, 400, (0.0, 0.0, 1.0)), cloud(2, 400, (1.0, 0.0, 1.0))
    clean = closest_pair(a, b).distance_m
    a[0] = [0.7, 0.0, 1.0]
    assert closest_pair(a, b).distance_m == pytest.approx(clean, abs=0.02)


def test_digits_survive_far_from_the_origin() -> None:
    a, b = np.full((1, 3), 100.0, np.float32), np.full((1, 3), 100.0, np.float32)
    b[0, 0] += np.float32(0.01)
    assert closest_pair(a, b).distance_m == pytest.approx(0.01, abs=2e-5)
