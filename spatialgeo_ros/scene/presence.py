"""Whether the place where an object was is now seen, hidden, or seen to be empty."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np

from spatialgeo_ros.geometry.camera import project
from spatialgeo_ros.types import CameraFrame, ObjectKind, SceneObject

_TOLERANCE_M = 0.03  # depth behind the old surface from which one looks through it
_MOST = 0.6  # share of its points that decides
_MIN_POINTS = 10
_COVER_SLACK_M = 0.01
_LEVEL_SLACK_M = 0.03  # likewise between surfaces: one table top is found a little higher or lower, wider or narrower


class Presence(Enum):
    UNSEEN = "out of view, hidden, or without depth"
    THERE = "something still is at its place"
    GONE = "one sees through its place to what is behind"


def presence(item: SceneObject, frame: CameraFrame) -> Presence:
    """What the depth image of this frame says about an object that was not found in it."""
    if frame.depth_m is None or len(item.surface_ref) == 0:
        return Presence.UNSEEN
    points = frame.reference_from_camera.inverse().apply(item.surface_ref.astype(np.float64))
    pixels = project(points, frame.camera)
    column, row = (np.rint(np.nan_to_num(pixels[:, k], nan=-1.0)).clip(-1, 1e6).astype(np.intp) for k in (0, 1))
    in_view = (column >= 0) & (column < frame.camera.width) & (row >= 0) & (row < frame.camera.height)
    if in_view.sum() < max(_MIN_POINTS, _MOST * len(points)):
        return Presence.UNSEEN
    depth, expected = frame.depth_m[row[in_view], column[in_view]], points[in_view, 2]
    valid = np.isfinite(depth) & (depth > 0)
    if valid.sum() < _MIN_POINTS:
        return Presence.UNSEEN
    behind = depth[valid] - expected[valid]
    tolerance = _TOLERANCE_M + 2 * float(np.sqrt(max(np.linalg.eigvalsh(item.centre_cov_m2)[0], 0.0)))
    if np.mean(behind > tolerance) >= _MOST:
        return Presence.GONE
    return Presence.THERE if np.mean(np.abs(behind) <= tolerance) >= _MOST else Presence.UNSEEN


def covered(item: SceneObject, others: Sequence[SceneObject]) -> bool:
    """The box of one of these others, of its kind, takes in most of the object."""
    slack_m = _LEVEL_SLACK_M if item.kind == ObjectKind.SUPPORT else _COVER_SLACK_M
    boxes = [other.box for other in others if other.kind == item.kind]
    points = np.asarray(item.surface_ref if len(item.surface_ref) else item.box.corners_ref(), dtype=np.float64)
    if not boxes:
        return False
    turn = np.array([box.reference_from_box.rotation for box in boxes])
    centre = np.array([box.reference_from_box.translation_m for box in boxes])
    half = np.array([box.size_m for box in boxes]) / 2 + slack_m
    within = (np.abs((points - centre[:, None]) @ turn) <= half[:, None]).all(axis=2)
    return bool((np.count_nonzero(within, axis=1) >= _MOST * len(points)).any())
