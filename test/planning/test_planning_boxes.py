"""Boxes larger by what may be wrong about them, by hand-computed numbers."""

from __future__ import annotations

import numpy as np
from level_scene import FLOOR_M, floor, table, thing

from spatialgeo_ros.planning.boxes import (
    beside_box_m,
    collision_boxes,
    floor_height_m,
    floor_ids,
    inflated_box,
    slab_below,
)
from spatialgeo_ros.types import ObjectKind


def test_a_face_moves_by_the_deviations_of_centre_and_half_the_size():
    item = thing(1, (1.0, -2.0, 0.7), (0.3, 0.2, 0.5), 30.0, centre_std=(0.01, 0.02, 0.03), size_std=(0.04, 0.0, 0.02))
    box = inflated_box(item, sigmas=3.0)
    # each of two faces: 3 (0.01 + 0.02), 3 (0.02 + 0), 3 (0.03 + 0.01); mixing up box and frame axes gives other numbers
    np.testing.assert_allclose(box.size_m, [0.3 + 0.18, 0.2 + 0.12, 0.5 + 0.24])
    assert box.reference_from_box is item.box.reference_from_box


def test_nothing_is_added_for_no_sigma():
    item = thing(1, (1.0, -2.0, 0.7), (0.3, 0.2, 0.5), 30.0, centre_std=(0.01, 0.02, 0.03), size_std=(0.04, 0.0, 0.02))
    np.testing.assert_array_equal(inflated_box(item, 0.0).size_m, item.box.size_m)


def test_a_support_that_goes_on_beyond_the_view_is_not_widened():
    std = {"centre_std": (0.2, 0.2, 0.002), "size_std": (0.4, 0.4, 0.002)}
    cut, whole = table(touches_border=True, **std), table(touches_border=False, **std)
    np.testing.assert_allclose(inflated_box(cut, 2.0).size_m, [1.2, 0.6, 0.002 + 4 * 0.003])
    np.testing.assert_allclose(inflated_box(whole, 2.0).size_m, [1.2 + 1.6, 0.6 + 1.6, 0.002 + 4 * 0.003])


def test_a_slab_keeps_its_top():
    box = table(yaw_deg=20.0).box
    slab = slab_below(box, 0.05)
    np.testing.assert_allclose(slab.size_m, [1.2, 0.6, 0.05])
    assert slab.corners_ref()[:, 2].max() == box.corners_ref()[:, 2].max()
    assert slab_below(slab, 0.03).size_m[2] == 0.05, "what is thick enough stays"


def test_collision_boxes_have_stable_ids_and_leave_the_floor_out():
    mug = thing(7, (2.1, 1.0, 1.2), (0.1, 0.08, 0.1), label="mug")
    cup = thing(3, (1.7, 1.1, 1.2), (0.1, 0.1, 0.1), label="cup")
    boxes = collision_boxes([floor(), mug, table(), cup], sigmas=0.0, slab_m=0.04)
    assert [(box.id, box.name) for box in boxes] == [
        ("spatialgeo_7", "mug"), ("spatialgeo_91", "table"), ("spatialgeo_3", "cup")]
    np.testing.assert_allclose(boxes[1].box.size_m, [1.2, 0.6, 0.04])
    np.testing.assert_allclose(boxes[1].box.corners_ref()[:, 2].max(), FLOOR_M + 0.75)
    assert [box.id for box in collision_boxes([cup, mug])] == ["spatialgeo_3", "spatialgeo_7"]
    assert "spatialgeo_90" in [box.id for box in collision_boxes([floor(), cup], floor=True)]


def test_a_part_of_the_floor_seen_apart_belongs_to_it():
    part = thing(92, (3.0, 2.0, FLOOR_M - 0.02), (0.8, 0.5, 0.002), kind=ObjectKind.SUPPORT, label="table")
    flat = thing(5, (1.0, 2.0, FLOOR_M), (0.4, 0.3, 0.01))
    assert floor_height_m([table(), part, floor()]) == FLOOR_M
    assert floor_ids([table(), part, floor(), flat]) == {90, 92}
    assert floor_height_m([table(), part]) is None
    assert floor_ids([table(), part]) == frozenset()


def test_distance_beside_a_turned_box():
    box = thing(1, (1.0, 2.0, 0.5), (0.4, 0.2, 1.0), 90.0).box  # 0.2 along x, 0.4 along y
    points = np.array([[1.3, 2.0], [1.0, 2.5], [1.4, 2.6], [1.05, 2.15]])
    np.testing.assert_allclose(beside_box_m(box, points), [0.2, 0.3, 0.5, 0.0], atol=1e-12)
