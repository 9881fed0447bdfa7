"""World objects seen by a moving camera, for tests of tracks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from blocks import block, yawed

from spatialgeo_ros.config import TrackConfig
from spatialgeo_ros.scene.tracks import Tracked, Tracker
from spatialgeo_ros.types import CameraFrame, FloatArray, OrientedBox, PinholeCamera, Pose, SceneObject

CAMERA = PinholeCamera(height=120, width=160, fx=130.0, fy=125.0, cx=84.0, cy=55.0)
# viewer_from_camera of a camera that looks down by 30 degrees
DOWN = np.radians(30)
VIEWER_FROM_CAMERA = Pose(np.array([[1.0, 0, 0], [0, -np.sin(DOWN), np.cos(DOWN)], [0, -np.cos(DOWN), -np.sin(DOWN)]]),
                          np.zeros(3))
# things given in world axes (z up), the camera's first place at the origin
WORLD = (block(1, (-0.3, 1.2, -0.6), (0.1, 0.08, 0.12), viewer=Pose.identity(), colours=("red",)),
         block(2, (0.1, 1.0, -0.62), (0.06, 0.06, 0.1), viewer=Pose.identity(), colours=("blue",)),
         block(3, (0.35, 1.4, -0.6), (0.15, 0.15, 0.07), viewer=Pose.identity(), colours=("white",)),
         block(4, (-0.05, 1.5, -0.6), (0.06, 0.06, 0.1), viewer=Pose.identity(), colours=("blue",)))


def camera_at(step: int) -> Pose:
    """world_from_camera of a camera that walks and turns."""
    viewer = Pose(yawed(0.05 * step), np.array([0.05 * step, 0.02 * step, 0.01 * step]))
    return viewer @ VIEWER_FROM_CAMERA


def in_frame(item: SceneObject, frame_from_world: Pose, noise: FloatArray | None = None) -> SceneObject:
    """The object as found in a frame: id and support unknown."""
    box = frame_from_world @ item.box.reference_from_box
    shift = np.zeros(3) if noise is None else noise
    turn = frame_from_world.rotation
    return dataclasses.replace(
        item, id=0, box=OrientedBox(Pose(box.rotation, box.translation_m + shift), item.box.size_m),
        centre_cov_m2=turn @ item.centre_cov_m2 @ turn.T + 1e-5 * np.eye(3),
        surface_ref=frame_from_world.apply(item.surface_ref),
        outline_ref=frame_from_world.apply(item.outline_ref) if len(item.outline_ref) else item.outline_ref)


def depth_of(items: Sequence[SceneObject], world_from_camera: Pose, background_m: float = 4.0) -> FloatArray:
    """A depth image with the surfaces of these world objects before a wall."""
    depth = np.full((CAMERA.height, CAMERA.width), background_m, np.float32)
    for item in items:
        points = world_from_camera.inverse().apply(item.surface_ref.astype(np.float64))
        pixels = np.rint(points[:, :2] / points[:, 2:] * [CAMERA.fx, CAMERA.fy] + [CAMERA.cx, CAMERA.cy]).astype(int)
        for (u, v), z in zip(pixels, points[:, 2], strict=True):
            if 0 <= u < CAMERA.width and 0 <= v < CAMERA.height:
                patch = depth[max(v - 2, 0):v + 3, max(u - 2, 0):u + 3]
                np.minimum(patch, z, out=patch)
    return depth


class Filmed:
    """Feeds a tracker with world objects seen by a moving camera, with tf (frame "map") or without."""

    def __init__(self, tf: bool, config: TrackConfig = TrackConfig()) -> None:
        self.tracker, self._tf, self._rng = Tracker(config), tf, np.random.default_rng(4)

    def see(self, items: Sequence[SceneObject], step: int, stamp_s: float | None = None,
            depth_m: FloatArray | None = None, rests_on: Sequence[int] = ()) -> Tracked:
        world_from_camera = camera_at(step)
        frame_from_world = Pose.identity() if self._tf else world_from_camera.inverse()
        reference_from_camera = frame_from_world @ world_from_camera
        stamp_ns = round((0.1 * step + 1 if stamp_s is None else stamp_s) * 1e9)
        frame = CameraFrame(np.zeros((CAMERA.height, CAMERA.width, 3), np.uint8), depth_m, CAMERA, stamp_ns,
                            reference_frame_id="map" if self._tf else "camera",
                            reference_from_camera=reference_from_camera)
        found = [in_frame(item, frame_from_world, self._rng.normal(0, 0.003, 3)) for item in items]
        viewer = reference_from_camera @ VIEWER_FROM_CAMERA.inverse()
        return self.tracker.update(found, frame, viewer, rests_on)

    def place_of(self, item: SceneObject, step: int) -> FloatArray:
        frame_from_world = Pose.identity() if self._tf else camera_at(step).inverse()
        return frame_from_world.apply(item.centre_ref)


def by_id(tracked: Tracked, number: int) -> SceneObject:
    return next(item for item in tracked.objects if item.id == number)


def piece(item: SceneObject, share: float, side: float) -> SceneObject:
    """The part of an object that remains of a share of its width at one side (-1 or 1)."""
    size = item.box.size_m * [share, 1, 1]
    shift = np.array([side * (1 - share) * item.box.size_m[0] / 2, 0, 0])
    points = np.asarray(item.surface_ref, float)
    kept = (points[:, 0] - item.centre_ref[0]) * side > (0.5 - share) * item.box.size_m[0]
    return dataclasses.replace(item, box=OrientedBox(Pose(np.eye(3), item.centre_ref + shift), size),
                               surface_ref=points[kept].astype(np.float32))
