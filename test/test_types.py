"""Conventions of the shared values, pinned with numbers every wrong convention would change."""

import dataclasses

import numpy as np
import pytest

from spatialgeo_ros.types import ObjectKind, OrientedBox, Pose, Predicate, Relation, RelationTable, SceneObject


def _pose(angle_rad: float, translation: tuple[float, float, float]) -> Pose:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return Pose(np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]), np.array(translation))


def test_poses_compose_from_right_to_left() -> None:
    a_from_b = _pose(np.pi / 2, (1.0, 0.0, 0.0))
    b_from_c = _pose(0.0, (0.0, 2.0, 0.0))
    # c's origin is 2 m along b's y, which is a's -x; the other order would give (0, 3, 0)-like values
    np.testing.assert_allclose((a_from_b @ b_from_c).translation_m, [-1.0, 0.0, 0.0], atol=1e-12)


def test_inverse_undoes_apply_and_float32_stays_float32() -> None:
    pose = _pose(0.3, (0.5, -1.0, 2.0))
    points = np.array([[[1.0, 2.0, 3.0], [-4.0, 0.5, 0.1]]], dtype=np.float32)
    there_and_back = pose.inverse().apply(pose.apply(points))
    assert there_and_back.dtype == np.float32
    np.testing.assert_allclose(there_and_back, points, atol=1e-5)


def test_box_corners_start_at_the_bottom_and_turn_counter_clockwise() -> None:
    box = OrientedBox(_pose(np.pi / 2, (1.0, 0.0, 0.5)), np.array([2.0, 0.4, 1.0]))
    corners = box.corners_ref()
    np.testing.assert_allclose(corners[:4, 2], 0.0, atol=1e-12)
    np.testing.assert_allclose(corners[0], [1.2, -1.0, 0.0], atol=1e-12)
    x, y = corners[:4, 0], corners[:4, 1]
    signed_area = 0.5 * float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
    np.testing.assert_allclose(signed_area, 0.8)


def test_likely_relations_keep_direction_and_threshold() -> None:
    table = RelationTable((7, 3), {Predicate.LEFT_OF: np.array([[0.0, 0.9], [0.1, 0.0]])})
    assert table.likely(0.6) == (Relation(7, Predicate.LEFT_OF, 3, 0.9),)
    assert table.of(3, Predicate.LEFT_OF, 7) == 0.1


def test_a_copy_of_an_object_differs_in_the_named_fields_only() -> None:
    box = OrientedBox(Pose.identity(), np.ones(3))
    before = SceneObject(3, ObjectKind.OBJECT, box, np.eye(3), np.ones(3), np.zeros((1, 3)), 7, label="mug")
    after = before.replaced(visible=False, support_id=2)
    slow = dataclasses.replace(before, visible=False, support_id=2)
    assert all(getattr(after, item.name) is getattr(slow, item.name) for item in dataclasses.fields(SceneObject))
    assert before.visible and before.support_id == 0
    with pytest.raises(TypeError, match="no fields of a SceneObject: colour"):
        before.replaced(colour="red")
