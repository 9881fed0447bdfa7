"""Distance between gravity-aligned boxes, against dense samples of both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialgeo_ros.geometry.boxes_apart import boxes_apart
from spatialgeo_ros.types import FloatArray, OrientedBox, Pose

TILT = np.linalg.qr(np.array([[1.0, 0.2, -0.4], [0.3, 1.0, 0.5], [0.1, -0.6, 1.0]]))[0]
TILTED = Pose(TILT * np.sign(np.linalg.det(TILT)), np.array([3.0, -1.0, 2.0]))


def box(centre: tuple[float, ...], size: tuple[float, ...], yaw: float = 0.0) -> OrientedBox:
    """A box given in a frame whose z axis is up, seen from a tilted reference frame."""
    turn = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1.0]])
    return OrientedBox(TILTED @ Pose(turn, np.array(centre, float)), np.array(size, float))


def grid(item: OrientedBox, count: int = 8) -> FloatArray:
    axis = np.linspace(-0.5, 0.5, count)
    points = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(-1, 3)
    return item.reference_from_box.apply(points * item.size_m)


def sampled_distance(a: OrientedBox, b: OrientedBox) -> float:
    return float(np.linalg.norm(grid(a)[:, None] - grid(b)[None], axis=2).min())


@pytest.mark.parametrize(("a", "b", "expected"), [
    (box((0, 0, 0), (2, 1, 1)), box((3, 0, 0), (2, 1, 1)), 1.0),
    (box((0, 0, 0), (2, 1, 1)), box((0, 0, 2.5), (1, 1, 1)), 1.5),  # one above the other
    (box((0, 0, 0), (2, 2, 2)), box((4, 0, 4), (2, 2, 2)), np.sqrt(8)),
    (box((0, 0, 0), (1, 1, 1)), box((0.2, 0.1, 0.3), (1, 2, 1), 0.3), 0.0),
    (box((0, 0, 0), (4, 0.2, 1)), box((0, 0, 0), (0.2, 4, 1)), 0.0),  # a cross: no corner of either in the other
    (box((0, 0, 0), (1, 1, 1)), box((1.5, 0, 0), (1, 1, 1), np.pi / 4), 1.0 - np.sqrt(0.5)),
])
def test_known_distances(a: OrientedBox, b: OrientedBox, expected: float) -> None:
    for one, two in ((a, b), (b, a)):
        distance, points = boxes_apart(one, two)
        assert distance == pytest.approx(expected, abs=1e-9)
        assert np.linalg.norm(points[1] - points[0]) == pytest.approx(expected, abs=1e-9)


coordinate, side, angle = st.floats(-2, 2), st.floats(0.1, 1.5), st.floats(-4, 4)
boxes = st.builds(box, st.tuples(coordinate, coordinate, coordinate), st.tuples(side, side, side), angle)


@settings(max_examples=40, deadline=None)
@given(boxes, boxes)
def test_no_two_sampled_points_are_nearer(a: OrientedBox, b: OrientedBox) -> None:
    distance, points = boxes_apart(a, b)
    sampled = sampled_distance(a, b)
    assert distance <= sampled + 1e-9
    assert sampled <= distance + 0.4  # the step of the samples
    for item, point in ((a, points[0]), (b, points[1])):
        local = item.reference_from_box.inverse().apply(point)
        assert np.all(np.abs(local) <= item.size_m / 2 + 1e-9), "the nearest point lies on its own box"
