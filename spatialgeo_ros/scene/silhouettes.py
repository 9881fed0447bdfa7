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
_LEVEL = 0.01  # share of its height over or under the camera by which a level surface's seems to vary, by noise
_WINDOW_PX = 5  # along rows and columns; in the working image
_NOISE_SIGMAS = 2.5  # by which a pixel's depth may differ from its window's mean
_FRAGMENT, _FRAGMENT_PX = 0.1, 12  # share of a label's clean pixels, and pixels
_MARGIN_PX = 4  # around things; nothing farther from them matters
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
    same_right, same_below = labels[:, :-1] == labels[:, 1:], labels[:-1] == labels[1:]
    core = clean.copy()
    core[:, :-1] &= same_right
    core[:-1] &= same_below
    count, parts = cv2.connectedComponents(core.view(np.uint8), connectivity=4)
    pixels = np.flatnonzero(core)
    part_of, label_of, depth_of = (image.ravel().take(pixels) for image in (parts, labels, depth))
    size, of_label = np.bincount(part_of, minlength=count), np.bincount(label_of, minlength=1)
    label_of_part = np.zeros(count, np.int64)
    label_of_part[part_of] = label_of
    # the outside of a bowl below its rim is a fragment too, but no farther off than the bowl is large
    spans = np.bincount(label_of, depth_of, 1) / np.maximum(of_label, 1)
    apart = np.abs(np.bincount(part_of, depth_of, count) / np.maximum(size, 1) - spans[label_of_part])
    elsewhere = (size < _FRAGMENT_PX) | (apart > spans[label_of_part] * np.sqrt(of_label)[label_of_part] / focal_px)
    small = (size < _FRAGMENT * of_label[label_of_part]) & elsewhere
    whole = np.zeros_like(clean)
    whole.ravel()[pixels[~small[part_of]]] = True
    beside = whole.copy()  # core leaves out one side of every border: what adjoins the whole in its own label belongs to it
    beside[:, :-1] |= whole[:, 1:] & same_right
    beside[:, 1:] |= whole[:, :-1] & same_right
    beside[:-1] |= whole[1:] & same_below
    beside[1:] |= whole[:-1] & same_below
    return np.asarray(clean & beside)


def _on_ramp(view: LevelView, things: Mask) -> Mask:
    """(h, w) True where depth of `things` climbs steadily along the line of sight: a smeared step.

    Steeper than the surfaces that a camera still sees; level ones, seen at a glancing angle, keep their height.
    """
    width = view.shape[1]
    focal_px = np.float32(view.working.camera.fx)
    depth, height, of_thing = view.working.depth_m.ravel(), view.height_m.ravel(), things.ravel()
    steep_m = np.maximum(depth, np.float32(0.1)) * np.float32(2 * _RAMP_SLOPE / focal_px)
    ramp = np.zeros(view.shape, bool)
    flat = ramp.ravel()
    for next_pixel in (1, width):
        for reach in (1, 2):
            step = reach * next_pixel
            rises = np.abs(depth[2 * step:] - depth[:-2 * step]) > np.float32(reach) * steep_m[step:-step]
            at = np.flatnonzero(rises & of_thing[step:-step]) + step  # few
            if next_pixel == 1:
                column = at % width
                at = at[(column >= reach) & (column < width - reach)]
            before, middle, after = depth[at - step], depth[at], depth[at + step]
            scale = focal_px / (np.maximum(middle, np.float32(0.1)) * np.float32(reach))
            rise, fall = (after - middle) * scale, (middle - before) * scale
            steady = (rise * fall > 0) & (np.minimum(np.abs(rise), np.abs(fall)) > _RAMP_SLOPE / 2)
            sinks = np.abs(height[at + step] - height[at - step])
            along_sight = sinks * middle >= 0.5 * np.abs(height[at] * (after - before))
            flat[at[steady & along_sight & (before > 0) & (after > 0)]] = True
    return ramp


def clean_points(view: LevelView, labels: NDArray[np.int32]) -> tuple[FloatArray, Mask]:
    """(h * w, 3) points of things in the viewer frame, 0 elsewhere, and (h * w,) where they are to be trusted.

    A pixel at a step takes the depth of a clean neighbour of the same segment, unless its own agrees with it: dropping
    it instead would make everything narrower by two or three pixels, keeping it would stretch things towards what is
    behind them. From there on, so do pixels without a return; but what has another depth belongs to something else.
    """
    points, known = np.zeros((*view.shape, 3), np.float32), np.zeros(view.shape, bool)
    left, top, width, height = cv2.boundingRect((labels > 0).view(np.uint8))
    around = (slice(max(top - _MARGIN_PX, 0), min(top + height + _MARGIN_PX, view.shape[0])),
              slice(max(left - _MARGIN_PX, 0), min(left + width + _MARGIN_PX, view.shape[1])))
    if width:
        points[around], known[around] = _cleaned(view.window(*around), labels[around], pixel_rays(view.working.camera)[around])
    return points.reshape(-1, 3), known.ravel()


def _cleaned(view: LevelView, labels: NDArray[np.int32], rays: FloatArray) -> tuple[FloatArray, Mask]:
    """(h, w, 3) and (h, w) as from `clean_points`, of a window of it. rays: (h, w, 3) of its pixels."""
    things = labels > 0
    ramp = _on_ramp(view, things)
    known = _without_fragments(view.valid & ~(_beside_step(view) | ramp) & things, labels, view.working.depth_m,
                               view.working.camera.fx)
    sigma = view.working.sigma_m
    turn = view.viewer_from_camera.rotation.astype(np.float32)
    rise = turn[2, 0] * rays[0, :, 0] + (turn[2, 1] * rays[:, :1, 1] + turn[2, 2])
    depth, known = _regrown(labels, known, view.working.depth_m, rise.ravel(), ramp)
    depth = _smoothed(depth.reshape(view.shape), np.where(known.reshape(view.shape), labels, 0), sigma)
    across, down = rays[0, :, 0], rays[:, :1, 1]
    points = cv2.merge([(row[0] * across + (row[1] * down + row[2])) * depth for row in turn])
    return np.asarray(points, np.float32), known.reshape(view.shape)


def _smoothed(depth: FloatArray, labels: NDArray[np.int32], sigma_m: FloatArray) -> FloatArray:
    """(h, w) `depth`, in place, without much of its noise: means along rows, then along columns, of pixels of one label.

    A window is symmetric or not used, so that slanted surfaces stay where they are; nor where its mean differs from the
    pixel by more than noise, as at a rim.
    """
    names, noise = labels.astype(np.uint16), _NOISE_SIGMAS * sigma_m
    for across, down in ((_WINDOW_PX, 1), (1, _WINDOW_PX)):
        kernel = np.ones((down, across), np.uint8)
        whole = (cv2.erode(names, kernel) == cv2.dilate(names, kernel)) & (names > 0)
        mean = cv2.blur(depth, (across, down))
        np.copyto(depth, mean, where=whole & (cv2.absdiff(mean, depth) < noise))
    return depth


def _continued(at: NDArray[np.int64], source: NDArray[np.int64], depth: FloatArray, rise: FloatArray,
               known_label: NDArray[np.int32]) -> tuple[FloatArray, Mask]:
    """(N,) the depth that pixels `at` get from `source` beside them, and whether their own is as high up as that.

    Where the surface is level between the source and what lies two pixels beyond, its height goes on, else its depth: a
    lid that is seen at a glancing angle climbs along the line of sight as a smeared step does.
    """
    beyond = np.minimum(np.maximum(3 * source - 2 * at, 0), len(depth) - 1)
    there, rise_here, rise_there, rise_beyond = (depth.take(source), *(rise.take(pixels) for pixels in (at, source, beyond)))
    height = there * rise_there
    goes_on = known_label.take(beyond) == known_label.take(source)
    level = goes_on & (np.abs(height - depth.take(beyond) * rise_beyond) < 0.5 * np.abs(there * (rise_there - rise_beyond)))
    as_high = height / np.minimum(rise_here, np.float32(-1e-3))
    there = np.where(level & (np.abs(as_high - there) < _SAME * there), as_high, there)
    return there, np.abs(depth.take(at) * rise_here - height) < _LEVEL * np.abs(height)


def _regrown(labels: NDArray[np.int32], known: Mask, depth_m: FloatArray, rise: FloatArray,
             ramp: Mask) -> tuple[FloatArray, Mask]:
    """(h * w,) depth and (h * w,) known after open pixels took from known ones.

    Pixel by pixel from the edges of what is known; a pixel asks its neighbours left, right, above, below, then aslant.
    """
    width = labels.shape[1]
    around = np.array([-1, 1, -width, width, -width - 1, 1 - width, width - 1, width + 1])
    rank = np.arange(8, dtype=np.int8)[:, None]
    open_pixels = np.zeros(labels.shape, bool)
    open_pixels[1:-1, 1:-1] = (labels[1:-1, 1:-1] > 0) & ~known[1:-1, 1:-1]
    flat, depth, steady = labels.ravel(), depth_m.ravel().copy(), ~ramp.ravel()
    known_label = np.where(known.ravel(), flat, 0)
    fresh, kernel = known.astype(np.uint8), np.ones((3, 3), np.uint8)
    for step in range(_REACH_PX + _FAR_REACH_PX):
        at = np.flatnonzero(cv2.dilate(fresh, kernel).view(bool) & open_pixels)
        own_label = flat.take(at)
        known_there = known_label.take(at + around[:, None]) == own_label
        first = np.where(known_there, rank, np.int8(8)).min(axis=0)  # argmax is slower
        takes = first < 8
        source = at + around.take(first, mode="clip")
        there, depth_here = depth.take(source), depth.take(at)
        own = steady.take(at)
        if step < _REACH_PX:
            there, level = _continued(at, source, depth, rise, known_label)
            own |= level
        own &= np.abs(depth_here - there) < _SAME * there
        if step >= _REACH_PX:
            takes &= own | (depth_here == 0)
        if not takes.any():
            break
        other = takes & ~own
        depth[at[other]] = there[other]
        known_label[at[takes]] = own_label[takes]
        fresh.fill(0)
        fresh.ravel()[at[takes]] = 1
        open_pixels.ravel()[at[takes]] = False
    return depth, known_label > 0
