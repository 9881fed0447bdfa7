"""What carries a thing: from hulls, heights and what the image shows along its lower border."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spatialgeo_ros.scene.contacts import Contact, contacts_below
from spatialgeo_ros.scene.footprint import plan_hull
from spatialgeo_ros.scene.plan_grid import PlanGrid
from spatialgeo_ros.scene.resting import Extent, find_resting, hovering, hull_overlap
from spatialgeo_ros.scene.supports import Support
from spatialgeo_ros.types import FloatArray

TABLE_M = -0.5  # height of the table under the camera


def table() -> Support:
    grid = PlanGrid(-2.0, -0.5, 0.03, 134, 134)
    everywhere = np.ones((134, 134), bool)
    return Support(np.zeros(2), TABLE_M, grid, everywhere, ~everywhere, 4.0)


def ring(centre: tuple[float, float], radius_m: float, bottom_m: float, top_m: float) -> FloatArray:
    """(N, 3) points of an upright tube."""
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    heights = np.linspace(bottom_m, top_m, 10)
    angle, height = (values.ravel() for values in np.meshgrid(angles, heights))
    return np.column_stack([centre[0] + radius_m * np.cos(angle), centre[1] + radius_m * np.sin(angle),
                            height]).astype(np.float32)


def extent(points: FloatArray, hidden: float = 0.0) -> Extent:
    low, high = float(points[:, 2].min()), float(points[:, 2].max())
    return Extent(plan_hull(points), low, high, np.median(points, axis=0), points, 0.002, low, hidden)


BOWL = extent(ring((0.0, 1.0), 0.10, TABLE_M, TABLE_M + 0.08))


def test_what_begins_on_the_face_of_another_thing_stands_on_it() -> None:
    upper = extent(ring((0.0, 1.0), 0.04, TABLE_M + 0.075, TABLE_M + 0.2))
    contact = Contact(0.9, TABLE_M + 0.078, TABLE_M + 0.077, 0.005)
    resting = find_resting((BOWL, upper), (table(),), {(1, 0): contact})
    assert resting[0].on_support == 0
    assert (resting[1].on_thing, resting[1].contained) == (0, False)
    assert resting[1].bottom_m == pytest.approx(TABLE_M + 0.077)


def test_what_goes_on_below_a_rim_is_inside_and_reaches_the_floor() -> None:
    upper = extent(ring((0.0, 1.0), 0.04, TABLE_M + 0.05, TABLE_M + 0.2), hidden=0.9)
    contact = Contact(0.9, TABLE_M + 0.05, TABLE_M + 0.078, -0.03)
    resting = find_resting((BOWL, upper), (table(),), {(1, 0): contact})
    assert (resting[1].on_thing, resting[1].contained) == (0, True)
    assert TABLE_M < resting[1].bottom_m < TABLE_M + 0.01


def test_what_is_nearly_as_wide_as_a_bowl_stays_up_on_its_sides() -> None:
    upper = extent(ring((0.0, 1.0), 0.085, TABLE_M + 0.05, TABLE_M + 0.2), hidden=0.9)
    contact = Contact(0.9, TABLE_M + 0.05, TABLE_M + 0.078, -0.03)
    resting = find_resting((BOWL, upper), (table(),), {(1, 0): contact})
    assert resting[1].contained
    assert TABLE_M + 0.01 < resting[1].bottom_m < TABLE_M + 0.03


def test_what_lies_on_the_seat_of_a_chair_does_not_go_down_to_the_floor() -> None:
    chair = extent(ring((0.0, 1.0), 0.2, TABLE_M, TABLE_M + 0.9))
    ball = extent(ring((0.0, 1.0), 0.06, TABLE_M + 0.42, TABLE_M + 0.53))
    seat = Contact(1.0, TABLE_M + 0.425, TABLE_M + 0.41, 0.02)
    resting = find_resting((chair, ball), (table(),), {(1, 0): seat})
    assert resting[1].on_thing == 0
    assert resting[1].bottom_m == pytest.approx(TABLE_M + 0.41)


def test_a_seat_may_be_at_half_the_height_of_its_chair() -> None:
    chair = extent(ring((0.0, 1.0), 0.2, TABLE_M, TABLE_M + 0.8))
    ball = extent(ring((0.0, 1.0), 0.06, TABLE_M + 0.43, TABLE_M + 0.53))
    seat = Contact(1.0, TABLE_M + 0.435, TABLE_M + 0.42, 0.02)
    resting = find_resting((chair, ball), (table(),), {(1, 0): seat})
    assert resting[1].on_thing == 0
    assert resting[1].bottom_m == pytest.approx(TABLE_M + 0.42)


def test_a_ball_seen_from_above_ends_half_its_width_over_what_it_lies_on() -> None:
    cushion = extent(ring((0.0, 1.0), 0.2, TABLE_M, TABLE_M + 0.1))
    contact = Contact(1.0, TABLE_M + 0.145, TABLE_M + 0.1, 0.03)
    ball, stick = (extent(ring((0.0, 1.0), radius, TABLE_M + 0.145, TABLE_M + 0.2)) for radius in (0.05, 0.02))
    assert find_resting((cushion, ball), (table(),), {(1, 0): contact})[1].on_thing == 0
    assert find_resting((cushion, stick), (table(),), {(1, 0): contact})[1].on_thing == -1


def test_a_thing_does_not_stand_on_its_own_top() -> None:
    keyboard = extent(ring((0.0, 1.0), 0.2, TABLE_M + 0.001, TABLE_M + 0.026))
    top = replace(table(), height_m=TABLE_M + 0.02)
    resting = find_resting((keyboard,), (table(), top), {})
    assert resting[0].on_support == 0
    assert resting[0].bottom_m == pytest.approx(TABLE_M)


def test_the_floor_goes_on_under_what_is_hidden_below() -> None:
    region = table().region.copy()
    region[:, :] = False
    floor = replace(table(), region=region)
    standing, in_view = (extent(ring((0.0, 1.0), 0.1, TABLE_M + 0.05, TABLE_M + 0.2), hidden=share) for share in (0.7, 0.0))
    resting = find_resting((standing, in_view), (floor,), {})
    assert [rest.on_support for rest in resting] == [0, -1]
    assert resting[0].bottom_m == pytest.approx(TABLE_M)


def test_what_stands_behind_another_thing_is_on_the_table() -> None:
    behind = extent(ring((0.0, 1.3), 0.04, TABLE_M + 0.05, TABLE_M + 0.2), hidden=0.9)
    contact = Contact(0.9, TABLE_M + 0.05, TABLE_M + 0.078, -0.03)
    assert find_resting((BOWL, behind), (table(),), {(1, 0): contact})[1].on_support == 0


def test_what_ends_in_the_air_has_a_foot_until_all_surfaces_are_known() -> None:
    high = extent(ring((0.0, 1.0), 0.04, TABLE_M + 0.1, TABLE_M + 0.3))
    resting = find_resting((high,), (table(),), {})
    assert resting[0].on_support < 0
    assert [foot.bottom_m for foot in hovering((high,), resting)] == [pytest.approx(TABLE_M + 0.1)]
    assert find_resting((high,), (table(),), {}, complete=True)[0].on_support == 0


def test_hulls_that_share_edges_overlap_wholly() -> None:
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    assert hull_overlap(square, square) == pytest.approx(1.0)
    assert hull_overlap(square, square * 0.5) == pytest.approx(1.0)
    assert hull_overlap(square, square + np.float32(2)) == 0.0


def test_contacts_tell_what_lies_below_and_how_heights_go_on() -> None:
    labels = np.zeros((8, 10), np.int32)
    labels[2:4, 2:8], labels[4:6, 2:6] = 1, 2
    height = np.where(labels == 1, 0.3, 0.2)
    contacts = contacts_below(labels, 2, height, labels > 0)
    assert set(contacts) == {(1, 2)}
    contact = contacts[1, 2]
    assert contact.share == pytest.approx(4 / 6)
    assert (contact.upper_m, contact.lower_m, contact.rise_m) == pytest.approx((0.3, 0.2, 0.1))
    assert contacts_below(np.zeros((4, 4), np.int32), 0, np.zeros((4, 4)), np.zeros((4, 4), bool)) == {}
