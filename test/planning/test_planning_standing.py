"""Where a robot can stand beside a thing, by hand-computed numbers; places are rounded up to the next centimetre."""

from __future__ import annotations

import math

import numpy as np
import pytest
from level_scene import FLOOR_M, floor, table, thing

from spatialgeo_ros.errors import PlanningError
from spatialgeo_ros.geometry.boxes_apart import boxes_apart
from spatialgeo_ros.planning.boxes import beside_box_m, inflated_box
from spatialgeo_ros.planning.standing import standing_place
from spatialgeo_ros.types import OrientedBox, Pose

ROBOT = {"floor_m": FLOOR_M, "robot_radius_m": 0.2, "clearance_m": 0.05}
BOX = thing(1, (1.0, 2.0, 0.6), (0.4, 0.2, 0.4))


def at(place) -> np.ndarray:
    return place.reference_from_robot.translation_m


def heading_deg(place) -> float:
    x, y = place.reference_from_robot.rotation[:2, 0]
    return math.degrees(math.atan2(y, x))


def test_on_the_viewers_side_facing_the_thing():
    place = standing_place(BOX, [floor(), BOX], np.array([1.0, -3.0, 1.5]), sigmas=0.0, **ROBOT)
    # straight below in y: half of 0.2, radius 0.2, clearance 0.05
    np.testing.assert_allclose(at(place)[[0, 2]], [1.0, FLOOR_M], atol=1e-12)
    assert 2.0 - 0.36 - 1e-9 <= at(place)[1] <= 2.0 - 0.35 + 1e-9
    assert heading_deg(place) == pytest.approx(90.0)
    assert place.turned_rad == 0.0
    assert 0.05 <= place.gap_m <= 0.06 + 1e-9
    np.testing.assert_allclose(place.reference_from_robot.rotation[:, 2], [0.0, 0.0, 1.0])
    assert np.linalg.det(place.reference_from_robot.rotation) == pytest.approx(1.0)


def test_from_the_other_side_it_looks_the_other_way():
    place = standing_place(BOX, [BOX], np.array([4.0, 2.0, 1.5]), sigmas=0.0, **ROBOT)
    # the long side: half of 0.4
    assert 1.0 + 0.45 <= at(place)[0] <= 1.0 + 0.46 + 1e-9
    assert at(place)[1] == pytest.approx(2.0)
    assert abs(heading_deg(place)) == pytest.approx(180.0)


def test_uncertainty_keeps_the_robot_farther_away():
    unsure = thing(1, (1.0, 2.0, 0.6), (0.4, 0.2, 0.4), centre_std=(0.0, 0.02, 0.0), size_std=(0.0, 0.06, 0.0))
    place = standing_place(unsure, [unsure], np.array([1.0, -3.0, 1.5]), sigmas=2.0, **ROBOT)
    assert 2.0 - 0.46 - 1e-9 <= at(place)[1] <= 2.0 - 0.45 + 1e-9  # 2 (0.02 + 0.03) more
    assert 0.15 <= place.gap_m <= 0.16 + 1e-9, "the gap is to the box as it was measured"


def test_a_blocked_side_gives_way_to_the_nearest_free_one():
    chair = thing(2, (1.2, 1.4, 0.8), (0.5, 0.5, 0.8), 15.0)  # between box and viewer, more to the right
    place = standing_place(BOX, [floor(), chair, BOX], np.array([1.0, -3.0, 1.5]), sigmas=0.0, **ROBOT)
    assert beside_box_m(chair.box, at(place)[:2]) >= 0.25
    assert beside_box_m(BOX.box, at(place)[:2]) >= 0.25
    assert place.turned_rad < 0, "clockwise, away from the chair"
    assert at(place)[0] < 1.0
    towards = BOX.centre_ref[:2] - at(place)[:2]
    assert heading_deg(place) == pytest.approx(math.degrees(math.atan2(*towards[::-1])))


def test_a_thing_on_a_table_is_approached_beside_the_table():
    top = table(centre=(2.0, 1.0), size=(1.2, 0.6))
    mug = thing(3, (2.3, 0.8, 1.2), (0.08, 0.08, 0.1))
    place = standing_place(mug, [floor(), top, mug], np.array([2.3, -2.0, 1.5]), sigmas=0.0, **ROBOT)
    # the table's edge is at y = 0.7
    assert 0.7 - 0.26 - 1e-9 <= at(place)[1] <= 0.7 - 0.25 + 1e-9
    assert at(place)[0] == pytest.approx(2.3)
    assert place.gap_m == pytest.approx(0.76 - at(place)[1] - 0.2)


def test_a_much_nearer_edge_of_the_table_is_taken():
    top = table(centre=(2.0, 1.0), size=(3.0, 0.6))
    mug = thing(3, (0.8, 0.8, 1.2), (0.08, 0.08, 0.1))
    place = standing_place(mug, [floor(), top, mug], np.array([5.0, 0.8, 1.5]), sigmas=0.0, **ROBOT)
    # the viewer looks along the table, 2.7 m of it before the mug; its edge at y = 0.7 is a hand's breadth away
    assert at(place)[1] < 0.7 - 0.2
    assert place.gap_m < 0.5


def test_a_thing_in_a_shelf_is_approached_before_all_boards():
    lower, upper = table(91, (2.0, 1.0), (0.8, 0.3)), table(92, (2.0, 1.1), (0.8, 0.5))
    book = thing(4, (2.0, 1.0, 1.3), (0.2, 0.1, 0.3))
    place = standing_place(book, [lower, upper, book], np.array([2.0, -2.0, 1.5]), sigmas=0.0, **ROBOT)
    assert 0.85 - 0.26 - 1e-9 <= at(place)[1] <= 0.85 - 0.25 + 1e-9


@pytest.mark.parametrize("yaw_deg", [0.0, 37.0, 80.0, 133.0])
def test_the_robot_is_clear_of_everything_wherever_the_viewer_is(yaw_deg):
    target = thing(1, (1.0, 2.0, 0.6), (0.5, 0.2, 0.4), yaw_deg, centre_std=(0.01, 0.02, 0.01), size_std=(0.03, 0.01, 0.01))
    rng = np.random.default_rng(5)
    clutter = [thing(10 + k, (1.0 + x, 2.0 + y, 0.6), (0.3, 0.15, 0.4), 50.0 * k)
               for k, (x, y) in enumerate([(0.9, 0.3), (-0.8, 0.5), (0.1, -1.0), (0.2, 0.9)])]
    for angle in rng.uniform(0, 2 * math.pi, 12):
        viewer = np.array([1.0 + 3 * math.cos(angle), 2.0 + 3 * math.sin(angle), 1.5])
        place = standing_place(target, [floor(), target, *clutter], viewer, **ROBOT)
        for item in (target, *clutter):
            disc = OrientedBox(Pose(np.eye(3), np.array([*at(place)[:2], 0.6])), np.array([1e-9, 1e-9, 0.1]))
            assert boxes_apart(disc, inflated_box(item, 2.0))[0] >= 0.25 - 1e-6


def test_no_room_is_an_error_that_names_what_is_in_the_way():
    along_x, along_y = (2.0, 0.1, 2.0), (0.1, 2.0, 2.0)
    walls = [thing(10 + k, (1.0 + x, 2.0 + y, 1.0), size, label="wall") for k, (x, y, size) in enumerate(
        [(0.5, 0.0, along_y), (-0.5, 0.0, along_y), (0.0, 0.4, along_x), (0.0, -0.4, along_x)])]
    with pytest.raises(PlanningError, match=r"no side of short object \(#1\) has room.*in the way: .*wall"):
        standing_place(BOX, [BOX, *walls], np.array([1.0, -3.0, 1.5]), sigmas=0.0, **ROBOT)


def test_a_table_without_end_is_an_error():
    top = table(centre=(1.0, 2.0), size=(30.0, 30.0))
    with pytest.raises(PlanningError, match="in the way: what it lies on"):
        standing_place(BOX, [BOX, top], np.array([1.0, -3.0, 1.5]), **ROBOT)


def test_the_floor_is_nothing_to_stand_beside():
    with pytest.raises(PlanningError, match=r"\(#90\) is the floor"):
        standing_place(floor(), [floor(), BOX], np.array([1.0, -3.0, 1.5]), **ROBOT)


def test_a_frame_that_is_not_level_is_refused():
    optical = Pose(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]]), np.array([0.1, 0.2, 1.5]))
    lying = thing(1, (0.0, 0.0, 0.0), (0.4, 0.2, 0.4))
    lying = type(lying)(**{**lying.__dict__, "box": OrientedBox(optical, lying.box.size_m)})
    with pytest.raises(PlanningError, match="reference_frame"):
        standing_place(lying, [lying], np.zeros(3), **ROBOT)


@pytest.mark.parametrize("wrong", [{"robot_radius_m": -0.1}, {"clearance_m": math.nan}, {"sigmas": math.inf}])
def test_numbers_that_make_no_sense_are_refused(wrong):
    with pytest.raises(PlanningError, match=next(iter(wrong))):
        standing_place(BOX, [BOX], np.array([1.0, -3.0, 1.5]), **{**ROBOT, **wrong})
