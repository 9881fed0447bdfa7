"""Edges and surfaces of supports: non-convex outlines, overhanging things, and where the view ends."""

from __future__ import annotations

import numpy as np
import pytest
from blocks import VIEWER, block, table

from spatialgeo_ros.scene.distances import measure
from spatialgeo_ros.scene.edges import nearest_edge, nearest_on_surface
from spatialgeo_ros.types import DistanceKind, FloatArray, SceneObject

# an L: 1 m wide at the front (y 0 to 0.4), 0.4 m wide at the back (y 0.4 to 1), 0.7 m below the viewer
L_SHAPE = np.array([[0, 0], [1, 0], [1, 0.4], [0.4, 0.4], [0.4, 1], [0, 1]]) + [0.0, 1.0]


def l_shaped(cut: tuple[bool, ...] = (False,) * 6) -> SceneObject:
    corners = np.column_stack([L_SHAPE, np.full(6, -0.7)])
    return table(5, outline_ref=VIEWER.apply(corners), outline_cut=np.array(cut))


def at(x: float, y: float, z: float = -0.7) -> FloatArray:
    return VIEWER.apply(np.array([[x, y, z]]))


@pytest.mark.parametrize(("x", "y", "expected"), [
    (0.2, 1.8, 0.2), (0.7, 1.3, 0.1), (0.35, 1.35, np.sqrt(2) * 0.05), (0.5, 1.05, 0.05), (0.7, 1.7, 0.0)])
def test_the_inner_corner_of_an_l_is_an_edge(x: float, y: float, expected: float) -> None:
    nearest = nearest_edge(at(x, y), l_shaped(), VIEWER)
    assert nearest is not None
    assert nearest.distance_m == pytest.approx(expected)
    if expected > 0:
        assert np.linalg.norm(nearest.points_ref[1] - nearest.points_ref[0]) == pytest.approx(expected)


def test_beyond_the_end_of_the_view_is_not_beyond_the_edge() -> None:
    seen_front_only = l_shaped((False, True, True, True, True, True))
    nearest = nearest_edge(np.concatenate([at(0.2, 1.3), at(1.05, 1.2)]), seen_front_only, VIEWER)
    assert nearest is not None
    assert nearest.distance_m == pytest.approx(0.3)  # from the point on the surface to the front edge
    assert nearest.view_ends_nearer


def test_what_stands_on_a_surface_is_at_no_distance_from_it() -> None:
    mug = block(1, (0.0, 1.0, -0.648))  # its bottom is 2 mm above the table, its lowest seen point too
    assert measure(mug, table(2), DistanceKind.CLOSEST, VIEWER).value_m == pytest.approx(0.002, abs=1e-4)
    sunk = block(1, (0.0, 1.0, -0.655))
    assert measure(table(2), sunk, DistanceKind.CLOSEST, VIEWER).value_m == 0.0


def test_a_chair_beside_a_table_is_as_far_as_its_nearest_edge() -> None:
    chair = block(1, (1.0, 1.0, -0.9), (0.4, 0.4, 0.4))  # from x = 0.8; the table ends at x = 0.6, equally high
    distance = measure(chair, table(2), DistanceKind.CLOSEST, VIEWER)
    assert distance.value_m == pytest.approx(0.2, abs=1e-3)
    np.testing.assert_allclose(VIEWER.inverse().apply(distance.points_ref)[:, 0], [0.8, 0.6], atol=1e-3)
    back = measure(table(2), chair, DistanceKind.CLOSEST, VIEWER)
    np.testing.assert_allclose(back.points_ref, distance.points_ref[::-1])


def test_the_viewer_has_a_distance_to_a_surface() -> None:
    assert measure(None, table(2, forward=0.2), DistanceKind.CLOSEST, VIEWER).value_m == pytest.approx(0.7, abs=1e-6)
    nearest = nearest_on_surface(at(0.0, 1.0, -0.5), table(2), VIEWER)
    np.testing.assert_allclose(nearest[1], at(0.0, 1.0)[0], atol=1e-9)
