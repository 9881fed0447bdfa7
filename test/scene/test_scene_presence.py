"""What a depth image says about the place where something was."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.scene.presence import Presence, presence_of, presences
from spatialgeo_ros.types import CameraFrame, FloatArray, ObjectKind, OrientedBox, PinholeCamera, Pose, SceneObject

CAMERA = PinholeCamera(height=60, width=80, fx=70.0, fy=75.0, cx=37.0, cy=33.0)
CAMERA_POSE = Pose(np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]]), np.array([0.5, 0.2, 1.0]))  # a robot's camera


def panel(depth_m: float = 2.0, left: float = -0.3, std: float = 0.002) -> SceneObject:
    """An upright panel 0.6 m wide and high at this depth of the camera."""
    x, y = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 0.6, 15) + left, np.linspace(-0.3, 0.3, 15)))
    points = np.stack([x, y, np.full_like(x, depth_m)], axis=1)
    return SceneObject(1, ObjectKind.OBJECT, OrientedBox(CAMERA_POSE, np.array([0.6, 0.6, 0.01])), std**2 * np.eye(3),
                       np.full(3, 0.01), CAMERA_POSE.apply(points).astype(np.float32), 0)


def frame(depth_m: FloatArray | float | None) -> CameraFrame:
    depth = None if depth_m is None else np.broadcast_to(np.asarray(depth_m, np.float32), (60, 80))
    return CameraFrame(np.zeros((60, 80, 3), np.uint8), depth, CAMERA, 0, reference_frame_id="map",
                       reference_from_camera=CAMERA_POSE)


@pytest.mark.parametrize(("depth_m", "expected"), [
    (2.0, Presence.THERE), (2.02, Presence.THERE), (2.3, Presence.GONE), (1.2, Presence.UNSEEN),
    (float("nan"), Presence.UNSEEN), (0.0, Presence.UNSEEN), (None, Presence.UNSEEN)])
def test_what_the_depth_there_says(depth_m: float | None, expected: Presence) -> None:
    assert presences([panel()], frame(depth_m)) == [expected]


def test_a_place_out_of_view_is_unseen() -> None:
    assert presences([panel(left=3.0)], frame(2.3)) == [Presence.UNSEEN]
    assert presences([panel(depth_m=-2.0)], frame(2.3)) == [Presence.UNSEEN]  # behind the camera


def test_half_hidden_half_through_is_no_proof() -> None:
    depth = np.full((60, 80), 2.5)
    depth[:, 37:] = 1.0
    assert presences([panel()], frame(depth)) == [Presence.UNSEEN]


def test_an_uncertain_place_needs_more_room_behind_it() -> None:
    assert presences([panel(std=0.2)], frame(2.3)) == [Presence.THERE]


def test_each_of_several_is_judged_by_itself() -> None:
    depth = np.full((60, 80), 2.3)
    depth[:, :24] = 2.0  # a panel still is at the left
    items = [panel(left=-0.95), panel(), panel(left=3.0)]
    assert presences(items, frame(depth)) == [Presence.THERE, Presence.GONE, Presence.UNSEEN]
    assert presences([], frame(depth)) == []


def test_a_part_of_a_surface_is_judged_alone() -> None:
    depth = np.full((60, 80), 2.3)
    depth[:, :37] = 2.0
    points = panel().surface_ref
    left = CAMERA_POSE.inverse().apply(points)[:, 0] < -0.03
    states = [presence_of(part[None], frame(depth), np.zeros(1))[0] for part in (points[left], points[~left])]
    assert states == [Presence.THERE, Presence.GONE]
