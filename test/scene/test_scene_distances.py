"""Lengths and bearings by every definition, what is only an upper bound, and edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from blocks import VIEWER, block, table

from spatialgeo_ros.scene.distances import clock_hour, edge_distance, extent, measure
from spatialgeo_ros.types import Definition, Dimension, DistanceKind

# 10 cm cubes; offset of their centres 0.3 right, 0.4 forward, 0.2 up; nearest points 0.2, 0.3 and 0.1 apart
NEAR_CUBE, FAR_CUBE = block(1, (0.0, 1.0, 0.0)), block(2, (0.3, 1.4, 0.2))


@pytest.mark.parametrize(("kind", "definition", "expected"), [
    (DistanceKind.CLOSEST, Definition.SPATIALGEO, np.sqrt(0.14)),
    (DistanceKind.CENTRE, Definition.SPATIALGEO, np.sqrt(0.29)),
    (DistanceKind.HORIZONTAL, Definition.SPATIALGEO, 0.5),
    (DistanceKind.VERTICAL, Definition.SPATIALGEO, 0.2),
    (DistanceKind.HORIZONTAL, Definition.SPATIALRGPT, 0.3),  # along the viewer's x only
    (DistanceKind.VERTICAL, Definition.SPATIALRGPT, 0.2),
    (DistanceKind.CLOSEST, Definition.VSI, np.sqrt(0.14)),
    (DistanceKind.CLOSEST, Definition.SPAR, np.sqrt(0.29)),
])
def test_each_definition_measures_what_it_says(kind: DistanceKind, definition: Definition, expected: float) -> None:
    distance = measure(NEAR_CUBE, FAR_CUBE, kind, VIEWER, definition)
    assert distance.value_m == pytest.approx(expected, abs=0.012)  # 12 samples on 10 cm, the 3rd nearest counts
    assert (distance.subject_id, distance.object_id, distance.kind, distance.definition) == (1, 2, kind, definition)
    back = measure(FAR_CUBE, NEAR_CUBE, kind, VIEWER, definition)
    assert back.value_m == pytest.approx(distance.value_m, abs=1e-6)
    assert 0 < distance.std_m < 0.03


def test_spatialrgpt_distance_is_the_mean_of_nearest_neighbours() -> None:
    a, b = block(1, (0, 1, 0), (0.1, 0.1, 0.1)), block(2, (0.4, 1.3, 0), (0.3, 0.2, 0.1))
    squared = ((a.surface_ref[:, None] - b.surface_ref[None]) ** 2).sum(axis=2)
    chamfer = (np.sqrt(squared.min(axis=1)).mean() + np.sqrt(squared.min(axis=0)).mean()) / 2
    measured = measure(a, b, DistanceKind.CLOSEST, VIEWER, Definition.SPATIALRGPT).value_m
    assert measured == pytest.approx(float(chamfer), rel=1e-4)
    assert measured > measure(a, b, DistanceKind.CLOSEST, VIEWER).value_m + 0.05


def test_the_viewer_is_a_point_at_the_camera() -> None:
    cube = block(1, (0.0, 1.0, 0.0))
    to_surface = measure(cube, None, DistanceKind.CLOSEST, VIEWER)
    assert to_surface.value_m == pytest.approx(0.95, abs=0.005)
    np.testing.assert_allclose(to_surface.points_ref[1], VIEWER.translation_m)
    assert measure(None, cube, DistanceKind.CENTRE, VIEWER).value_m == pytest.approx(1.0)
    assert measure(None, cube, DistanceKind.CLOSEST, VIEWER, Definition.SPAR).value_m == pytest.approx(1.0)


def test_the_points_are_where_the_distance_was_measured() -> None:
    distance = measure(NEAR_CUBE, FAR_CUBE, DistanceKind.CLOSEST, VIEWER)
    np.testing.assert_allclose(np.linalg.norm(distance.points_ref[1] - distance.points_ref[0]), distance.value_m,
                               atol=1e-5)
    subject, other = VIEWER.inverse().apply(distance.points_ref)
    np.testing.assert_allclose(subject, [0.05, 1.05, 0.05], atol=0.02)
    np.testing.assert_allclose(other, [0.25, 1.35, 0.15], atol=0.02)


def test_the_deviation_is_that_along_the_line_between_centres() -> None:
    shaky = block(1, (0, 1, 0), std=(0.001, 0.04, 0.001))
    across, along = block(2, (0.5, 1, 0), std=0.001), block(3, (0, 1.5, 0), std=0.001)
    assert measure(shaky, across, DistanceKind.CENTRE, VIEWER).std_m == pytest.approx(0.0014, abs=2e-4)
    assert measure(shaky, along, DistanceKind.CENTRE, VIEWER).std_m == pytest.approx(0.04, abs=1e-3)


def test_noise_of_the_sensor_grows_with_range() -> None:
    near = measure(block(1, (0, 1, 0)), block(2, (0.3, 1, 0)), DistanceKind.CLOSEST, VIEWER).std_m
    far = measure(block(1, (0, 3, 0)), block(2, (0.3, 3, 0)), DistanceKind.CLOSEST, VIEWER).std_m
    assert 0.004 < near < 0.01
    assert far > 4 * near


def test_a_hidden_back_makes_an_upper_bound() -> None:
    # level view: of either block only the front is seen, so that the gap behind the first is longer to the eye
    front, back = block(1, (0, 1, 0), seen="front"), block(2, (0.0, 1.3, 0), seen="front")
    gap = measure(front, back, DistanceKind.CLOSEST, VIEWER)
    assert gap.upper_bound
    assert gap.value_m > 0.28  # the true gap is 20 cm
    assert measure(block(1, (0, 1, 0)), block(2, (0.0, 1.3, 0)), DistanceKind.CLOSEST, VIEWER).upper_bound is False


def test_blocks_side_by_side_show_their_gap() -> None:
    # seen from above the blocks show tops and fronts, whose edges bound the gap
    left, right = block(1, (-0.2, 1, -0.6), seen="front"), block(2, (0.2, 1, -0.6), seen="front")
    gap = measure(left, right, DistanceKind.CLOSEST, VIEWER)
    assert not gap.upper_bound
    assert gap.value_m == pytest.approx(0.3, abs=0.01)


def test_what_is_hidden_behind_the_other_may_be_nearer() -> None:
    occluder, hidden = block(1, (0, 0.9, 0)), block(2, (0.02, 1.3, 0), visible_fraction=0.5)
    assert measure(occluder, hidden, DistanceKind.CLOSEST, VIEWER).upper_bound
    beside = block(3, (0.6, 1.3, 0))
    assert not measure(hidden, beside, DistanceKind.CLOSEST, VIEWER).upper_bound


@pytest.mark.parametrize(("dimension", "expected"), [
    (Dimension.HEIGHT, 0.1), (Dimension.LENGTH, 0.4), (Dimension.VOLUME, 0.4 * 0.2 * 0.1),
    (Dimension.WIDTH, 0.4 * np.cos(0.5) + 0.2 * np.sin(0.5)), (Dimension.DEPTH, 0.4 * np.sin(0.5) + 0.2 * np.cos(0.5)),
])
def test_extents_are_along_their_own_directions(dimension: Dimension, expected: float) -> None:
    measured = extent(block(1, (0, 1, 0), (0.4, 0.2, 0.1), yaw=0.5), dimension, VIEWER)
    assert measured.value == pytest.approx(expected, rel=1e-4)
    assert not measured.lower_bound
    assert measured.std > 0


def test_depth_completes_the_unseen_back_by_symmetry() -> None:
    half_seen = block(1, (0, 1, 0), (0.1, 0.3, 0.1), seen="front")
    front_only = np.array([point for point in VIEWER.inverse().apply(half_seen.surface_ref) if point[1] < 0.9])
    front_seen = block(1, (0, 1, 0), (0.1, 0.3, 0.1), surface_ref=VIEWER.apply(front_only))
    assert extent(front_seen, Dimension.DEPTH, VIEWER).value == pytest.approx(0.3, abs=0.01)


def test_a_cut_object_is_at_least_as_large() -> None:
    assert extent(block(1, (0, 1, 0), touches_border=True), Dimension.HEIGHT, VIEWER).lower_bound


@pytest.mark.parametrize(("offset", "hour"), [
    ((0, 0.5, 0), 12.0), ((0.5, 0, 0), 3.0), ((0, -0.5, 0), 6.0), ((-0.5, 0, 0), 9.0),
    ((0.5, 0.5 * np.sqrt(3), 0), 1.0),
    ((-0.25, 0.25 * np.sqrt(3), 0.4), 11.0)])
def test_the_clock_faces_the_viewers_way_at_the_place_of_standing(offset: tuple, hour: float) -> None:
    a, b = block(1, (0.2, 1.0, 0.1)), block(2, (0.2 + offset[0], 1.0 + offset[1], 0.1 + offset[2]))
    measured = clock_hour(a, b, VIEWER)
    assert min(abs(measured.value - hour), 12 - abs(measured.value - hour)) < 1e-6
    assert 0 < measured.value <= 12


def test_from_the_viewer_the_clock_starts_ahead() -> None:
    assert clock_hour(None, block(1, (0.5, 0.5, 0)), VIEWER).value == pytest.approx(1.5)
    assert clock_hour(None, block(1, (0.0, 2.0, 0), std=0.05), VIEWER).std == pytest.approx(0.0478, abs=1e-3)


# a table 1.2 wide and 0.8 deep whose middle is 1.0 ahead: its edges are at x = -0.6, 0.6 and y = 0.6, 1.4
@pytest.mark.parametrize(("centre", "expected"), [((0.4, 1.0, -0.65), 0.15), ((0.0, 0.7, -0.65), 0.05),
                                                  ((0.0, 0.58, -0.65), 0.0)])
def test_the_edge_is_the_nearest_one_along_the_surface(centre: tuple, expected: float) -> None:
    distance = edge_distance(block(1, centre), table(2), VIEWER)
    assert distance.value_m == pytest.approx(expected, abs=0.002)
    assert not distance.upper_bound
    assert measure(block(1, centre), table(2), DistanceKind.EDGE, VIEWER).value_m == distance.value_m


def test_where_the_view_ends_is_no_edge() -> None:
    item = block(1, (0.4, 1.0, -0.65))
    one_sided = edge_distance(item, table(2, cut=(False, True, True, True)), VIEWER)
    assert one_sided.value_m == pytest.approx(0.35, abs=0.002)  # to the front edge
    assert one_sided.upper_bound  # the view ends nearer than that, and there may be the edge
    unseen = edge_distance(item, table(2, cut=(True,) * 4), VIEWER)
    assert np.isnan(unseen.value_m)
    assert np.isnan(edge_distance(item, block(3, (0, 1, 0)), VIEWER).value_m)


def test_there_is_no_edge_of_the_viewer() -> None:
    with pytest.raises(ValueError, match="not to the viewer"):
        measure(block(1, (0, 1, 0)), None, DistanceKind.EDGE, VIEWER)


def test_pixels_far_outside_the_box_are_not_the_objects() -> None:
    clean = block(1, (0, 1, 0))
    behind = VIEWER.apply(np.array([[0.3, 1.4, 0.0], [0.35, 1.5, 0.0], [-0.2, 1.4, 0.1]])).astype(np.float32)
    stray = block(1, (0, 1, 0), surface_ref=np.concatenate([clean.surface_ref, behind]))
    other = block(2, (0.5, 1.4, 0))
    assert extent(stray, Dimension.WIDTH, VIEWER).value == pytest.approx(0.1, abs=1e-4)
    assert measure(stray, other, DistanceKind.CLOSEST, VIEWER).value_m == pytest.approx(
        measure(clean, other, DistanceKind.CLOSEST, VIEWER).value_m, abs=1e-4)


def test_points_that_noise_took_out_of_the_box_make_a_thing_no_deeper() -> None:
    item = block(1, (0, 1, 0), (0.2, 0.1, 0.1), seen="front")
    strays = VIEWER.apply(np.array([[0.0, 0.93, 0.0], [0.02, 0.935, 0.03]], np.float32))
    noisy = replace(item, surface_ref=np.concatenate([item.surface_ref, strays]))
    assert extent(noisy, Dimension.DEPTH, VIEWER).value == pytest.approx(0.1, abs=1e-6)
