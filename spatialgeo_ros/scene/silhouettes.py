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
_SAME = 0.03  # share of depth by which neighbours on one surface differ at most
_RAMP_SLOPE = 3.5  # depth over width: 74 degrees between the surface's normal and the line of sight
_FRAGMENT, _FRAGMENT_PX = 0.1, 12  # share of a label's clean pixels, and pixels
_REACH_PX = 3  # as far as mixtures reach in the working image
_FAR_REACH_PX = 40  # so long may a handle be, or so wide what returns nothing


def _beside_step(view: LevelView) -> Mask:
    """(h, w) True next to a step in depth, where sensors return mixtures of near and far."""
    kernel = np.ones((3, 3), np.uint8)
    depth = view.working.depth_m
    high = cv2.dilate(depth, kernel)
    low = cv2.erode(np.where(depth > 0, depth, np.float32(1e6)), kernel)
    return np.asarray(high - low > _EDGE_STEP * depth)


def _without_fragments(clean: Mask, labels: NDArray[np.int32], depth: FloatArray, focal_px: float) -> Mask:
    """(h, w) `clean` without small parts of a label that hang together with the rest through mixed pixels only.

    They are bits of what is beside or behind.
    """
    core = clean.copy()
    core[:, :-1] &= labels[:, :-1] == labels[:, 1:]
    core[:-1] &= labels[:-1] == labels[1:]
    count, parts = cv2.connectedComponents(core.astype(np.uint8), connectivity=4)
    label_of = np.zeros(count, np.int64)
    label_of[parts.ravel()] = labels.ravel()
    of_label = np.bincount(labels.ravel(), weights=core.ravel())
    size = np.bincount(parts.ravel(), minlength=count)
    # the outside of a bowl below its rim is a fragment too, but no farther off than the bowl is large
    spans = np.bincount(labels.ravel(), weights=(core * depth).ravel()) / np.maximum(of_label, 1)
    apart = np.abs(np.bincount(parts.ravel(), weights=depth.ravel(), minlength=count) / size - spans[label_of])
    elsewhere = (size < _FRAGMENT_PX) | (apart > spans[label_of] * np.sqrt(of_label)[label_of] / focal_px)
    small = (size < _FRAGMENT * of_label[label_of]) & elsewhere
    small[0] = True
    whole = ~small[parts]
    beside = whole.copy()  # core leaves out one side of every border: what adjoins the whole in its own label belongs to it
    same = labels[:, :-1] == labels[:, 1:]
    beside[:, :-1] |= whole[:, 1:] & same
    beside[:, 1:] |= whole[:, :-1] & same
    same = labels[:-1] == labels[1:]
    beside[:-1] |= whole[1:] & same
    beside[1:] |= whole[:-1] & same
    return np.asarray(clean & beside)


def _on_ramp(view: LevelView) -> Mask:
    """(h, w) True where depth climbs steadily along the line of sight: a smeared step.

    Steeper than the surfaces that a camera still sees; level ones, seen at a glancing angle, keep their height.
    """
    depth, height = view.working.depth_m, view.height_m
    slope_of = np.float32(view.working.camera.fx) / np.maximum(depth, np.float32(0.1))
    ramp = np.zeros(depth.shape, bool)
    for rows, columns in ((0, 1), (1, 0)):
        for reach in (1, 2):
            down, right = rows * reach, columns * reach
            before = depth[:depth.shape[0] - 2 * down, :depth.shape[1] - 2 * right]
            after = depth[2 * down:, 2 * right:]
            inner = np.s_[down:depth.shape[0] - down, right:depth.shape[1] - right]
            middle, scale = depth[inner], slope_of[inner] / np.float32(reach)
            rise, fall = (after - middle) * scale, (middle - before) * scale
            steady = (rise * fall > 0) & (np.minimum(np.abs(rise), np.abs(fall)) > _RAMP_SLOPE / 2)
            sinks = np.abs(height[2 * down:, 2 * right:] - height[:depth.shape[0] - 2 * down, :depth.shape[1] - 2 * right])
            along_sight = sinks * middle >= 0.5 * np.abs(height[inner] * (after - before))
            ramp[inner] |= steady & along_sight & (np.abs(rise + fall) > 2 * _RAMP_SLOPE) & (before > 0) & (after > 0)
    return ramp


def clean_points(view: LevelView, labels: NDArray[np.int32]) -> tuple[FloatArray, Mask]:
    """(h * w, 3) points in the viewer frame, and (h * w,) where they are to be trusted.

    A pixel at a step takes the depth of a clean neighbour of the same segment, unless its own agrees with it: dropping
    it instead would make everything narrower by two or three pixels, keeping it would stretch things towards what is
    behind them. From there on, so do pixels without a return; but what has another depth belongs to something else.
    """
    ramp = _on_ramp(view)
    mixed = _beside_step(view) | ramp
    ramp = ramp.ravel()
    width = view.shape[1]
    flat, depth = labels.ravel(), view.working.depth_m.ravel().copy()
    known = _without_fragments(view.valid & ~mixed & (labels > 0), labels, view.working.depth_m,
                               view.working.camera.fx).ravel()
    inner = np.zeros(view.shape, bool)
    inner[1:-1, 1:-1] = True
    open_pixels = np.flatnonzero((flat > 0) & ~known & inner.ravel())
    around = np.array([-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1])
    changed = []
    for step in range(_REACH_PX + _FAR_REACH_PX):
        near = open_pixels[:, None] + around
        usable = known[near] & (flat[near] == flat[open_pixels, None])
        source = near[np.arange(len(near)), usable.argmax(axis=1)]
        from_depth = depth[source]
        own = ~ramp[open_pixels] & (np.abs(depth[open_pixels] - from_depth) < _SAME * from_depth)
        some = usable.any(axis=1)
        if step >= _REACH_PX:
            some &= own | (depth[open_pixels] == 0)
        if not some.any():
            break
        at = open_pixels[some]
        depth[at] = np.where(own[some], depth[at], from_depth[some])
        known[at] = True
        changed.append(at[~own[some]])
        open_pixels = open_pixels[~some]
    points = view.points.reshape(-1, 3).copy()
    if changed:
        restored = np.concatenate(changed)
        rays = pixel_rays(view.working.camera).reshape(-1, 3)[restored]
        points[restored] = (rays @ view.viewer_from_camera.rotation.astype(np.float32).T) * depth[restored, None]
    return points, known
