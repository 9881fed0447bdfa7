"""How much of a thing is hidden, on hand-made depth."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from spatialgeo_ros.scene.level_view import WorkingDepth
from spatialgeo_ros.scene.objects import Located
from spatialgeo_ros.scene.visibility import with_visible_fractions
from spatialgeo_ros.types import ObjectKind, OrientedBox, PinholeCamera, Pose, SceneObject

CAMERA = PinholeCamera(120, 160, 150.0, 150.0, 80.0, 60.0)
# reference: x right, y forward, z up; the camera looks along y
REFERENCE_FROM_CAMERA = Pose(np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]]), np.array([0.5, -1.0, 2.0]))


def thing(kind: ObjectKind = ObjectKind.OBJECT) -> SceneObject:
    """A cube of 40 cm, its front 1.8 m before the camera: 33 pixels across."""
    pose = Pose(np.eye(3), REFERENCE_FROM_CAMERA.apply(np.array([0.0, 0.0, 2.0])))
    return SceneObject(id=0, kind=kind, stamp_last_seen_ns=1, box=OrientedBox(pose, np.full(3, 0.4)),
                       centre_cov_m2=np.eye(3) * 1e-4, size_std_m=np.full(3, 0.01),
                       surface_ref=np.zeros((0, 3), np.float32), outline_ref=np.zeros((0, 3)))


def fractions(depth_m: np.ndarray, labels: np.ndarray, *objects: SceneObject) -> list[float]:
    depth = depth_m.astype(np.float32)
    working = WorkingDepth(depth, depth > 0, np.full_like(depth, 0.002), CAMERA, 1)
    located = Located(objects, (-1,) * len(objects), labels.astype(np.int32), (False,) * len(objects))
    return [item.visible_fraction for item in with_visible_fractions(located, working, REFERENCE_FROM_CAMERA).objects]


def front() -> tuple[np.ndarray, np.ndarray]:
    """Depth and labels of the cube alone before a wall."""
    depth, labels = np.full((120, 160), 4.0), np.zeros((120, 160))
    depth[43:77, 63:97], labels[43:77, 63:97] = 1.8, 1
    return depth, labels


def test_nothing_before_it_nothing_hidden() -> None:
    assert fractions(*front(), thing()) == [1.0]


@pytest.mark.parametrize(("columns", "seen"), [(slice(0, 80), 0.5), (slice(0, 72), 0.74), (slice(0, 160), 0.0)])
def test_what_something_nearer_covers_is_hidden(columns: slice, seen: float) -> None:
    depth, labels = front()
    depth[:, columns], labels[:, columns] = 1.0, 0
    assert fractions(depth, labels, thing())[0] == pytest.approx(seen, abs=0.05)


def test_what_stands_beside_or_behind_hides_nothing() -> None:
    depth, labels = front()
    depth[:, :60], labels[:, :60] = 1.0, 0  # nearer, but beside
    depth[50:70, 70:90], labels[50:70, 70:90] = 2.1, 0  # seen through a hole of it, inside its box
    assert fractions(depth, labels, thing()) == [1.0]


def test_holes_in_the_depth_hide_nothing() -> None:
    depth, labels = front()
    depth[:, :80], labels[:, :80] = 0.0, 0
    assert fractions(depth, labels, thing()) == [1.0]


def test_supports_and_empty_scenes_stay_as_they_are() -> None:
    depth, labels = front()
    assert fractions(depth, np.zeros_like(labels)) == []
    depth[:] = 0.5
    assert fractions(depth, labels, thing(ObjectKind.SUPPORT)) == [1.0]


def test_a_box_around_the_camera_counts_as_seen() -> None:
    depth, labels = front()
    around = dataclasses.replace(thing(), box=OrientedBox(REFERENCE_FROM_CAMERA, np.full(3, 0.4)))
    assert fractions(depth, labels, around) == [1.0]
