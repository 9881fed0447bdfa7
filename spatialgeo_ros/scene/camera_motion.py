"""How the camera moved between two frames, from the objects seen in both, when no tf tells."""

from __future__ import annotations

import math

import numpy as np

from spatialgeo_ros.types import FloatArray, Pose

_MAX_RESIDUAL_M = 0.05  # objects that agree less well were moved themselves, or mixed up


def camera_motion(before: FloatArray, now: FloatArray, was_viewer: Pose, is_viewer: Pose) -> Pose | None:
    """now_from_before: where things that stood still have gone, in the camera's own frame.

    before, now: (N, 3) centres of the same objects in the camera frame of either time. was_viewer, is_viewer: the
    levelled viewer in the same frames; gravity leaves one turn about the vertical and a shift to be found.
    None when the objects do not agree on a motion: fewer than two, or too many that moved themselves.
    """
    if len(before) < 2:
        return None
    start, end = was_viewer.inverse().apply(before), is_viewer.inverse().apply(now)
    kept = np.ones(len(start), dtype=bool)
    for _ in range(3):
        level = _turn_and_shift(start[kept], end[kept])
        residual = np.linalg.norm(level.apply(start) - end, axis=1)
        kept = residual <= max(2.5 * float(np.median(residual)), 0.01)
    agreeing = residual <= _MAX_RESIDUAL_M
    if agreeing.sum() < max(2, len(start) / 2):
        return None
    return is_viewer @ level @ was_viewer.inverse()


def _turn_and_shift(start: FloatArray, end: FloatArray) -> Pose:
    """Least squares over a turn about z and a shift (2D Procrustes)."""
    middle, target = start.mean(axis=0), end.mean(axis=0)
    a, b = start - middle, end - target
    sine = float(np.sum(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]))
    cosine = float(np.sum(a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1]))
    angle = math.atan2(sine, cosine)
    rotation = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1.0]])
    return Pose(rotation, target - rotation @ middle)
