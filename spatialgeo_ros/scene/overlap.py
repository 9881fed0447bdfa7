"""How much of one object lies within the box of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray, ObjectKind, SceneObject

_POINTS = 16  # of each surface are enough to tell a share
_THIN_M = 0.01
_MOST = 0.6
_COVER_SLACK_M = 0.01
_LEVEL_SLACK_M = 0.03  # likewise between surfaces: one table top is found a little higher or lower, wider or narrower


def surface_samples(items: Sequence[SceneObject], count: int = _POINTS) -> FloatArray:
    """(N, count, 3) points of the visible surfaces; corners of the box, where no surface is told."""
    surfaces = [item.surface_ref if len(item.surface_ref) else item.box.corners_ref() for item in items]
    order = np.arange(count)
    return np.stack([points.take(order * (len(points) - 1) // max(count - 1, 1), axis=0)
                     for points in surfaces]).astype(np.float64)


def shares_within(items: Sequence[SceneObject], others: Sequence[SceneObject], slack_m: FloatArray) -> FloatArray:
    """(N, M) share of the surface of each item that lies within the box of each other.

    slack_m: (N, M), or what broadcasts to it, by how much the boxes are made larger on all sides.
    """
    turn = np.array([other.box.reference_from_box.rotation for other in others])
    half = np.array([other.box.size_m for other in others]) / 2
    offset = surface_samples(items)[:, None] - np.array([other.centre_ref for other in others])[:, None]  # (N, M, K, 3)
    reach = half + np.broadcast_to(slack_m, (len(items), len(others)))[..., None]
    within = np.abs(offset @ turn) <= reach[:, :, None]
    return np.asarray((within[..., 0] & within[..., 1] & within[..., 2]).mean(axis=2))


def covered(items: Sequence[SceneObject], others: Sequence[SceneObject]) -> NDArray[np.bool_]:
    """(N,) whether the box of one of these others, of its kind, takes in most of the object."""
    if not items or not others:
        return np.zeros(len(items), bool)
    kinds, other_kinds = (np.array([one.kind for one in many]) for many in (items, others))
    slack = np.where(kinds == ObjectKind.SUPPORT, _LEVEL_SLACK_M, _COVER_SLACK_M)
    within = (shares_within(items, others, slack[:, None]) >= _MOST) & (kinds[:, None] == other_kinds)
    return np.asarray(within.any(axis=1))


def volume(item: SceneObject) -> float:
    """Cubic metres of the box, no side taken as below a centimetre."""
    length, width, height = (max(float(side), _THIN_M) for side in item.box.size_m)
    return length * width * height


def outside(points_ref: FloatArray, item: SceneObject, slack_m: float) -> FloatArray:
    """(K, 3) those of (N, 3) points that are not within the item's box, enlarged by slack_m on all sides."""
    local = np.abs((points_ref - item.centre_ref) @ item.box.reference_from_box.rotation)
    beyond = local > np.asarray(item.box.size_m) / 2 + slack_m
    return np.asarray(points_ref[beyond[:, 0] | beyond[:, 1] | beyond[:, 2]])
