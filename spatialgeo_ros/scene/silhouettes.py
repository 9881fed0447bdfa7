"""Depth right at the silhouette of a thing, where the sensor mixes it with what is behind."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.point_map import pixel_rays
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import FloatArray

_EDGE_STEP = 0.03  # range of depth within 3x3 pixels, as a share of depth, that marks mixed pixels at an edge
_REACH_PX = 2  # as far as mixtures reach in the working image


def mixed_pixels(view: LevelView) -> Mask:
    """(h, w) True next to a step in depth, where sensors return mixtures of near and far."""
    kernel = np.ones((3, 3), np.uint8)
    depth = view.working.depth_m
    high = cv2.dilate(depth, kernel)
    low = cv2.erode(np.where(depth > 0, depth, np.float32(1e6)), kernel)
    return np.asarray(high - low > _EDGE_STEP * depth)


def clean_points(view: LevelView, labels: NDArray[np.int32], mixed: Mask) -> tuple[FloatArray, Mask]:
    """(h * w, 3) points in the viewer frame, and (h * w,) where they are to be trusted.

    A mixed pixel of a segment takes the depth of a clean neighbour of the same segment: dropping it instead would make
    everything narrower by two or three pixels, keeping it would stretch things towards what is behind them.
    """
    width = view.shape[1]
    flat, depth = labels.ravel(), view.working.depth_m.ravel().copy()
    known = (view.valid & ~mixed).ravel()
    inner = np.zeros(view.shape, bool)
    inner[1:-1, 1:-1] = True
    open_pixels = np.flatnonzero((flat > 0) & ~known & inner.ravel())
    around = np.array([-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1])
    changed = []
    for _ in range(_REACH_PX):
        near = open_pixels[:, None] + around
        usable = known[near] & (flat[near] == flat[open_pixels, None])
        some = usable.any(axis=1)
        source = near[np.arange(len(near)), usable.argmax(axis=1)]
        depth[open_pixels[some]] = depth[source[some]]
        known[open_pixels[some]] = True
        changed.append(open_pixels[some])
        open_pixels = open_pixels[~some]
    points = view.points.reshape(-1, 3).copy()
    restored = np.concatenate(changed)
    rays = pixel_rays(view.working.camera).reshape(-1, 3)[restored]
    points[restored] = (rays @ view.viewer_from_camera.rotation.astype(np.float32).T) * depth[restored, None]
    return points, known
