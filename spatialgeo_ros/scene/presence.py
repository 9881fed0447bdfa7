"""Whether the place where an object was is now seen, hidden, or seen to be empty."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np

from spatialgeo_ros.geometry.camera import project
from spatialgeo_ros.scene.overlap import surface_samples
from spatialgeo_ros.types import CameraFrame, DepthSource, FloatArray, SceneObject

_TOLERANCE_M = 0.03  # depth behind the old surface from which one looks through it
_PREDICTED = 0.1  # share of the depth, likewise, where a model predicts it: from frame to frame it differs by so much
_MOST = 0.6  # share of its points that decides
_MIN_POINTS = 10
_POINTS = 64  # of each surface that are looked at


class Presence(Enum):
    UNSEEN = "out of view, hidden, or without depth"
    THERE = "something still is at its place"
    GONE = "one sees through its place to what is behind"


def presences(items: Sequence[SceneObject], frame: CameraFrame) -> list[Presence]:
    """What the depth image of this frame says about objects that were not found in it."""
    if not items:
        return []
    least = np.linalg.eigvalsh(np.array([item.centre_cov_m2 for item in items]))[:, 0]
    states = presence_of(surface_samples(items, _POINTS), frame, 2 * np.sqrt(np.maximum(least, 0.0)))
    return [state if len(item.surface_ref) >= _MIN_POINTS else Presence.UNSEEN
            for item, state in zip(items, states, strict=True)]


def presence_of(points_ref: FloatArray, frame: CameraFrame, slack_m: FloatArray) -> list[Presence]:
    """The same of N surfaces of K points each, (N, K, 3). slack_m: (N,) how much further one must see behind them."""
    count, each = points_ref.shape[:2]
    if frame.depth_m is None:
        return [Presence.UNSEEN] * count
    points = frame.reference_from_camera.inverse().apply(points_ref.reshape(-1, 3).astype(np.float64))
    pixels = np.nan_to_num(project(points, frame.camera), nan=-1.0)
    column, row = np.rint(pixels).clip(-1, 1e6).astype(np.intp).T
    in_view = (column >= 0) & (column < frame.camera.width) & (row >= 0) & (row < frame.camera.height)
    depth = np.full(len(points), np.nan)
    depth[in_view] = frame.depth_m[row[in_view], column[in_view]]
    behind = np.where(depth > 0, depth - points[:, 2], np.nan).reshape(count, each)
    tolerance = _TOLERANCE_M + np.reshape(slack_m, (-1, 1))
    if frame.depth_source is DepthSource.PREDICTED:
        tolerance = tolerance + _PREDICTED * np.maximum(points[:, 2], 0).reshape(count, each)
    with np.errstate(invalid="ignore"):
        through, there = (behind > tolerance).sum(axis=1), (np.abs(behind) <= tolerance).sum(axis=1)
    valid = np.isfinite(behind).sum(axis=1)
    looked = (in_view.reshape(count, each).sum(axis=1) >= max(_MIN_POINTS, _MOST * each)) & (valid >= _MIN_POINTS)
    return [Presence.UNSEEN if not seen else Presence.GONE if k >= _MOST * n else
            Presence.THERE if m >= _MOST * n else Presence.UNSEEN
            for seen, k, m, n in zip(looked, through, there, valid, strict=True)]
