"""Truth of hand-made rooms, where every number can be computed on paper."""

import numpy as np
import pytest
from hand_made_rooms import block, empty_placer, floor_room, room_of, tray

from spatialgeo_ros.types import DistanceKind, ObjectKind, Predicate
from spatialgeo_ros.world.placement import LIFT_M, Spot
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose, look_at
from spatialgeo_ros.world.truth import named_boxes, truth_of

EYE, TARGET = np.array([0.0, -2.0, 1.2]), np.array([0.0, 0.0, 0.1])  # looks along +y: right is +x, forward is +y


def truth_in(room, eye=EYE, target=TARGET, roll=0.0):
    pose = look_at(eye, target, roll)
    view = Renderer(room).render(pose, CAMERA)
    return truth_of(room, view, pose, CAMERA), view


@pytest.fixture(scope="module")
def two_blocks():
    """Red 20 x 10 x 30 cm at x = -0.4; blue 20 x 20 x 10 cm at (0.3, 0.5): 0.5 m apart along x, 0.35 m along y."""
    return truth_in(floor_room((block("box", "red", (0.2, 0.1, 0.3)), (-0.4, 0.0)),
                               (block("can", "blue", (0.2, 0.2, 0.1)), (0.3, 0.5))))[0]


def test_closest_distance_is_between_whole_surfaces(two_blocks):
    closest = two_blocks.distances.closest(2, 3)
    assert closest.full_m == pytest.approx(np.hypot(0.5, 0.35), abs=1e-3)
    assert closest.visible_m >= closest.full_m


def test_closest_distance_where_two_edges_cross():
    """A plank on edge over another at a right angle, 6 cm apart: no corner is near the place."""
    placer = empty_placer()
    placer.add(block("box", "red", (1.2, 0.02, 0.2)), Spot(np.array([0.0, 0.1]), 0.0, 0.0), 1)
    placer.add(block("can", "blue", (0.02, 1.0, 0.1)), Spot(np.array([0.07, 0.0]), 0.35, 0.26), 1)
    truth, _ = truth_in(room_of(placer))
    assert truth.distances.closest(2, 3).full_m == pytest.approx(0.06, abs=1e-5)


def test_visible_distance_is_larger_where_facing_sides_are_hidden():
    """One behind the other: the far side of the front one is not seen."""
    truth, _ = truth_in(floor_room((block("box", "red", (0.2, 0.3, 0.05)), (0.0, -0.3)),
                                   (block("can", "blue", (0.2, 0.1, 0.4)), (0.0, 0.25))))
    closest = truth.distances.closest(2, 3)
    assert closest.full_m == pytest.approx(0.35, abs=1e-3)
    assert closest.visible_m == pytest.approx(0.35, abs=0.02)  # its far top edge is seen
    low, _ = truth_in(floor_room((block("box", "red", (0.2, 0.3, 0.4)), (0.0, -0.3)),
                                 (block("can", "blue", (0.2, 0.1, 0.1)), (0.35, 0.0))))
    hidden = low.distances.closest(2, 3)
    assert hidden.visible_m > hidden.full_m - 1e-6


def test_centre_distances_split_into_ground_and_gravity(two_blocks):
    between = two_blocks.distances.between
    assert between(2, 3, DistanceKind.HORIZONTAL) == pytest.approx(np.hypot(0.7, 0.5), abs=1e-6)
    assert between(2, 3, DistanceKind.VERTICAL) == pytest.approx(0.10, abs=1e-6)
    assert between(2, 3, DistanceKind.CENTRE) == pytest.approx(np.sqrt(0.49 + 0.25 + 0.01), abs=1e-6)


def test_distance_from_the_viewer(two_blocks):
    """Nearest place of the red block: its near top edge, straight ahead of x = -0.3."""
    assert two_blocks.distances.closest(0, 2).full_m == pytest.approx(
        np.sqrt(0.3**2 + 1.95**2 + 0.9**2), abs=1e-3)
    assert two_blocks.distances.between(0, 3, DistanceKind.HORIZONTAL) == pytest.approx(np.hypot(0.3, 2.5), abs=1e-6)


def test_margins_are_signed_metres(two_blocks):
    margin = two_blocks.margin
    assert margin(Predicate.LEFT_OF, 2, 3) == pytest.approx(0.7)
    assert margin(Predicate.RIGHT_OF, 2, 3) == pytest.approx(-0.7)
    assert margin(Predicate.IN_FRONT_OF, 2, 3) == pytest.approx(0.5)
    assert margin(Predicate.BEHIND, 3, 2) == pytest.approx(0.5)
    assert margin(Predicate.TALLER, 2, 3) == pytest.approx(0.2)
    assert margin(Predicate.SHORTER, 2, 3) == pytest.approx(-0.2)
    assert margin(Predicate.WIDER, 2, 3) == pytest.approx(0.0, abs=1e-6)
    assert margin(Predicate.BIGGER, 2, 3) == pytest.approx(np.cbrt(0.006) - np.cbrt(0.004))
    assert margin(Predicate.ABOVE, 2, 3) == pytest.approx(-0.1 + 0.02)
    assert margin(Predicate.NEAR, 2, 3) < -0.3
    assert margin(Predicate.ON, 2, 3) < -0.05 and margin(Predicate.INSIDE, 2, 3) <= 0


def test_the_viewer_is_level_even_when_the_camera_rolls():
    room = floor_room((block("box", "red", (0.2, 0.1, 0.3)), (-0.4, 0.0)),
                      (block("can", "blue", (0.2, 0.2, 0.1)), (0.3, 0.5)))
    rolled = truth_in(room, roll=0.3)[0]
    np.testing.assert_allclose(rolled.world_from_viewer.rotation, np.eye(3), atol=1e-9)
    assert rolled.margin(Predicate.LEFT_OF, 2, 3) == pytest.approx(0.7)
    turned = truth_in(room, eye=np.array([2.0, 0.2, 1.2]), target=np.array([0.0, 0.2, 0.1]))[0]  # looks along -x
    assert turned.margin(Predicate.LEFT_OF, 2, 3) == pytest.approx(0.5)  # right is now +y
    assert turned.margin(Predicate.IN_FRONT_OF, 2, 3) == pytest.approx(-0.7)


def test_width_is_across_the_view_and_height_along_gravity():
    """A 40 x 10 cm block turned by 30 degrees: 40 cos 30 + 10 sin 30 = 39.6 cm across."""
    truth, _ = truth_in(floor_room((block("box", "red", (0.4, 0.1, 0.25)), (0.1, 0.2), np.radians(30))))
    item = truth.object(2)
    assert item.width_m == pytest.approx(0.4 * np.cos(np.radians(30)) + 0.1 * np.sin(np.radians(30)), abs=1e-6)
    assert item.height_m == pytest.approx(0.25)
    np.testing.assert_allclose(sorted(item.box.size_m), [0.1, 0.25, 0.4], atol=1e-6)  # the box turns with it
    np.testing.assert_allclose(item.box.reference_from_box.translation_m, [0.1, 0.2, 0.125], atol=1e-6)


@pytest.fixture(scope="module")
def stacked():
    """On the floor: a white table with a red box; on it a blue can; a yellow bin with a pink ball-like block in it."""
    placer = empty_placer()
    floor = placer.thing(1)
    table = placer.put_on(block("table", "white", (1.4, 0.9, 0.3)), floor, floor.ledges[0], np.array([0.0, 0.3]), 0.0,
                          kind=ObjectKind.SUPPORT)
    box = placer.put_on(block("box", "red", (0.2, 0.2, 0.15)), table, table.ledges[0], np.array([-0.35, 0.2]), 0.0)
    placer.put_on(block("can", "blue", (0.07, 0.07, 0.12)), box, box.ledges[0], np.array([-0.35, 0.2]), 0.0)
    bin_ = placer.put_on(tray("bin", "yellow", (0.3, 0.25, 0.12)), table, table.ledges[0], np.array([0.25, 0.2]), 0.0)
    placer.put_on(block("ball", "pink", (0.08, 0.08, 0.09)), bin_, bin_.ledges[0], np.array([0.25, 0.22]), 0.0)
    return truth_in(room_of(placer), eye=np.array([0.1, -1.2, 1.5]), target=np.array([0.0, 0.25, 0.35]))


def test_on_is_direct_and_inside_is_not_on(stacked):
    truth, _ = stacked
    table, box, can, bin_, ball = 2, 3, 4, 5, 6
    assert truth.margin(Predicate.ON, can, box) == np.inf
    assert truth.margin(Predicate.ON, box, table) == np.inf
    assert truth.margin(Predicate.ON, can, table) == pytest.approx(-(0.15 + LIFT_M - 0.02), abs=1e-3)
    assert truth.margin(Predicate.ON, box, can) < -0.05
    assert truth.margin(Predicate.INSIDE, ball, bin_) > 0.02
    assert truth.margin(Predicate.ON, ball, bin_) == -np.inf
    assert truth.margin(Predicate.INSIDE, bin_, ball) <= 0
    assert truth.margin(Predicate.INSIDE, can, box) == -np.inf
    assert truth.margin(Predicate.ABOVE, can, box) == np.inf
    assert truth.margin(Predicate.BELOW, box, can) == np.inf
    assert truth.margin(Predicate.TOUCHING, can, box) == np.inf


def test_between_is_seen_from_above():
    truth, _ = truth_in(floor_room((block("box", "red", (0.1, 0.1, 0.1)), (-0.6, 0.0)),
                                   (block("can", "blue", (0.1, 0.1, 0.1)), (0.0, 0.05)),
                                   (block("mug", "green", (0.1, 0.1, 0.1)), (0.6, 0.0))))
    assert truth.relations.between(3, 2, 4) == pytest.approx(0.3 - 0.05)  # corridor: a quarter of 1.2 m
    assert truth.relations.between(2, 3, 4) < 0


def test_visible_fraction_and_pixels(stacked):
    truth, view = stacked
    for item in truth.objects:
        assert item.pixel_count == np.count_nonzero(view.id_image == item.id)
    assert truth.object(4).visible_fraction == pytest.approx(1.0, abs=0.02)
    assert truth.object(3).visible_fraction < 1.0  # the can hides part of its top
    assert 0.2 < truth.object(6).visible_fraction < 1.0  # the bin's wall hides its foot
    assert np.isnan(truth.object(2).visible_fraction)


def test_what_the_border_cuts_is_marked():
    truth, _ = truth_in(floor_room((block("box", "red", (0.5, 0.3, 0.3)), (-1.1, 0.0)),
                                   (block("can", "blue", (0.2, 0.2, 0.2)), (0.2, 0.0))))
    assert truth.object(2).touches_border and not truth.object(3).touches_border
    assert [o.id for o in truth.well_visible()] == [3]
    assert truth.object(2).bbox_xyxy_px[0] == 0


def test_box_of_the_visible_part_is_inclusive(stacked):
    truth, view = stacked
    v, u = np.nonzero(view.id_image == 4)
    assert truth.object(4).bbox_xyxy_px == (u.min(), v.min(), u.max(), v.max())


def test_seen_colours_are_those_of_the_visible_pixels(stacked):
    truth, _ = stacked
    assert truth.object(4).seen_colours == (("blue", 1.0),)
    assert truth.object(4).colours == ("blue",)


def test_named_boxes_tell_a_word_and_a_box_and_no_more(stacked):
    truth, _ = stacked
    boxes = named_boxes(truth, seed=1)
    assert {b.label for b in boxes} <= {"table", "box", "can", "bin", "ball"} and "can" in {b.label for b in boxes}
    can = next(b for b in boxes if b.label == "can")
    true = np.array(truth.object(4).bbox_xyxy_px)
    assert 0 < np.abs(np.array(can.bbox_xyxy_px) - true).max() < 8
    assert set(vars(can)) == {"label", "score", "bbox_xyxy_px"}
    assert named_boxes(truth, seed=1) == boxes != named_boxes(truth, seed=2)


@pytest.mark.parametrize("seed", [1005, 1009])
def test_relations_of_a_room_are_consistent(seed):
    room = make_room(seed)
    pose = camera_pose(room, 2.0)
    truth = truth_of(room, Renderer(room).render(pose, CAMERA), pose, CAMERA)
    shown = [o for o in truth.objects if o.kind is ObjectKind.OBJECT][:9]
    for a in shown:
        for b in shown:
            if a.id == b.id:
                continue
            for predicate in (Predicate.LEFT_OF, Predicate.IN_FRONT_OF, Predicate.TALLER, Predicate.WIDER,
                              Predicate.BIGGER):
                assert truth.margin(predicate, a.id, b.id) == pytest.approx(-truth.margin(predicate, b.id, a.id))
            assert truth.margin(Predicate.LEFT_OF, a.id, b.id) == truth.margin(Predicate.RIGHT_OF, b.id, a.id)
            assert not (truth.margin(Predicate.ON, a.id, b.id) > 0 and truth.margin(Predicate.INSIDE, a.id, b.id) > 0)
            assert truth.margin(Predicate.ABOVE, a.id, b.id) < 0.03 or truth.margin(Predicate.ABOVE, b.id, a.id) < 0
            closest = truth.distances.closest(a.id, b.id)
            assert closest.full_m <= closest.visible_m
            if truth.margin(Predicate.TOUCHING, a.id, b.id) == np.inf:
                assert closest.full_m < 0.006
            assert closest.full_m <= truth.distances.between(a.id, b.id, DistanceKind.CENTRE) + 1e-6
