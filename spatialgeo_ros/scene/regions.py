"""Smooth patches of object pixels, and what the borders between them look like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.creases import concavity, crease_noise
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import Array, FloatArray

_COLOUR_BINS = (4, 8, 8)  # of L, a, b
STRONG = 3.0  # concavity over its threshold beyond which a crease is no clearer
_STEP = 0.02  # difference in depth between neighbours, as a share of depth, that no slanted surface makes


@dataclass(frozen=True, eq=False)
class Patches:
    """labels: (h, w) int32, 0 = none, 1..count. crease: (h, w) concavity over its threshold, > 1 = a crease."""

    labels: NDArray[np.int32]
    count: int
    crease: FloatArray


@dataclass(frozen=True, eq=False)
class Borders:
    """Neighbourhood of patches, index 0 unused. All (n+1, n+1), symmetric unless said: sums over pairs of pixels that
    face each other across a border.

    touching: number of pairs. step: pairs with a jump in depth. crease: sum of the concavity over its threshold (at
    most STRONG each) of the pairs without a jump. contrast: sum of CIELAB distances a few pixels into either side.
    behind: of the steps, those at which the row's patch is the farther one (not symmetric).
    """

    touching: FloatArray
    step: FloatArray
    crease: FloatArray
    contrast: FloatArray
    behind: FloatArray


def smooth_patches(view: LevelView, things: Mask, config: SegmentConfig) -> Patches:
    """Connected pixels of `things` (h, w) without a crease or step between them; every pixel ends in some patch."""
    crease = np.maximum(*(_creases(view, things, reach, config) for reach in config.crease_reaches_px))
    smooth = (things & (crease < 1)).astype(np.uint8)
    if config.crease_erode_px > 0:
        side = 2 * config.crease_erode_px + 1
        smooth = cv2.erode(smooth, np.ones((side, side), np.uint8))
    labels, count = _numbered_patches(smooth, config.min_patch_pixels)
    _grow(labels, things, view.working.depth_m, rounds=max(config.crease_reaches_px) + config.crease_erode_px + 3)
    rest, more = _numbered_patches((things & (labels == 0)).astype(np.uint8), 2 * config.min_patch_pixels)
    labels[rest > 0] = rest[rest > 0] + count
    return Patches(labels, count + more, crease)


def _creases(view: LevelView, things: Mask, reach_px: int, config: SegmentConfig) -> FloatArray:
    """(h, w) concavity over the value from which on a crease is believed.

    How noisy this camera really is shows on the support surfaces, which are flat: half of their pixels bend by more
    than one standard deviation in the worst of four directions.
    """
    hollow, noise = concavity(view, reach_px), crease_noise(view, reach_px)
    flat = np.flatnonzero((view.valid & ~things).ravel())[::5]
    scale = 0.6
    if len(flat) > 500:
        scale = float(np.clip(np.median(hollow.ravel()[flat] / noise.ravel()[flat]), 0.2, 2.0))
    return hollow / np.maximum(config.crease_slope, config.crease_sigmas * scale * noise)


def _numbered_patches(mask: NDArray[np.uint8], min_pixels: int) -> tuple[NDArray[np.int32], int]:
    """Connected parts of at least min_pixels, numbered from 1, and how many."""
    count, labels = cv2.connectedComponents(mask, connectivity=4)
    big = np.bincount(labels.ravel(), minlength=count) >= min_pixels
    big[0] = False
    order = np.zeros(count, np.int32)
    order[big] = np.arange(1, np.count_nonzero(big) + 1)
    return order[labels], int(np.count_nonzero(big))


def _grow(labels: NDArray[np.int32], things: Mask, depth: FloatArray, rounds: int) -> None:
    """Give unlabelled pixels of `things` the label of the neighbour nearest in depth, ring by ring, in place."""
    width = labels.shape[1]
    flat_labels, flat_depth = labels.ravel(), depth.ravel()
    inner = np.zeros_like(things)
    inner[1:-1, 1:-1] = True
    open_pixels = np.flatnonzero((things & inner & (labels == 0)).ravel())
    neighbours = np.array([-1, 1, -width, width])
    for _ in range(rounds):
        if not len(open_pixels):
            return
        around = open_pixels[:, None] + neighbours
        label = flat_labels[around]
        jump = np.abs(flat_depth[around] - flat_depth[open_pixels, None])
        jump[(label == 0) | (jump > _STEP * flat_depth[open_pixels, None])] = np.inf
        best = np.argmin(jump, axis=1)
        rows = np.arange(len(open_pixels))
        found = np.isfinite(jump[rows, best])
        flat_labels[open_pixels[found]] = label[rows, best][found]
        open_pixels = open_pixels[~found]


def borders_of(patches: Patches, view: LevelView) -> Borders:
    """Sums over the pixel pairs between patches, horizontal and vertical neighbours."""
    size = patches.count + 1
    totals = [np.zeros(size * size) for _ in range(5)]
    labels, depth = patches.labels.ravel(), view.working.depth_m.ravel()
    crease, lab = patches.crease.ravel(), view.lab.reshape(-1, 3)
    for first, second, outward in _facing_pixels(patches.labels):
        a, b = labels[first].astype(np.int64), labels[second].astype(np.int64)
        depth_a, depth_b = depth[first], depth[second]
        step = np.abs(depth_a - depth_b) > _STEP * np.minimum(depth_a, depth_b)
        bend = np.where(step, 0, np.minimum(np.maximum(crease[first], crease[second]), STRONG))
        within = np.clip(np.stack([first - outward, second + outward]), 0, len(labels) - 1)
        contrast = np.linalg.norm(lab[within[0]].astype(np.float32) - lab[within[1]], axis=1)
        code, reverse = a * size + b, b * size + a
        for index, weight in enumerate((np.ones(len(a)), step, bend, contrast)):
            totals[index] += np.bincount(code, weight, size * size) + np.bincount(reverse, weight, size * size)
        totals[4] += np.bincount(np.where(depth_a > depth_b, code, reverse), step, size * size)
    return Borders(*(total.reshape(size, size) for total in totals))


def _facing_pixels(labels: NDArray[np.int32], inward_px: int = 3) -> Iterator[tuple[Array, Array, int]]:
    """Flat indices of neighbouring pixels with different labels, and the index step that leads inward_px further in."""
    width = labels.shape[1]
    for a, b, shape, offset in ((labels[:, :-1], labels[:, 1:], (labels.shape[0], width - 1), 1),
                                (labels[:-1], labels[1:], (labels.shape[0] - 1, width), width)):
        rows, columns = np.divmod(np.flatnonzero(((a != b) & (a > 0) & (b > 0)).ravel()), shape[1])
        first = rows * width + columns
        yield first, first + offset, inward_px * offset


def colour_histograms(lab: NDArray[np.uint8], labels: NDArray[np.int32], count: int) -> FloatArray:
    """(count + 1, bins) float32: CIELAB colours of each label's pixels, each also counted in part for the bins beside
    its own; row 0 is empty."""
    lightness, red, blue = _COLOUR_BINS
    members = np.flatnonzero(labels.ravel())
    pixels = lab.reshape(-1, 3)[members].astype(np.int32)
    # chroma of things fills the middle half of the 0-255 range only
    a = np.clip((pixels[:, 1] - 64) * red // 128, 0, red - 1)
    b = np.clip((pixels[:, 2] - 64) * blue // 128, 0, blue - 1)
    colour = ((pixels[:, 0] * lightness) // 256 * red + a) * blue + b
    bins = lightness * red * blue
    code = labels.ravel()[members] * bins + colour
    histogram = np.bincount(code, minlength=(count + 1) * bins).astype(np.float32)
    return _spread(histogram.reshape(count + 1, lightness, red, blue)).reshape(count + 1, bins)


def _spread(histogram: FloatArray) -> FloatArray:
    """Move a quarter of every bin to either neighbour, along each colour axis; the ends keep theirs."""
    for axis in (1, 2, 3):
        moved = np.moveaxis(histogram, axis, 0)
        out = 0.5 * moved
        out[:-1] += 0.25 * moved[1:]
        out[1:] += 0.25 * moved[:-1]
        out[0] += 0.25 * moved[0]
        out[-1] += 0.25 * moved[-1]
        histogram = np.moveaxis(out, 0, axis)
    return np.ascontiguousarray(histogram)


def trimmed_range(values: FloatArray, labels: NDArray[np.int32], count: int) -> tuple[FloatArray, FloatArray]:
    """(count + 1,) lowest and highest value of each label, 4 % trimmed at either end; row 0 and empty labels are 0.

    values, labels: (N,).
    """
    order = np.lexsort((values, labels))
    bounds = np.searchsorted(labels[order], np.arange(1, count + 2))
    trim = np.diff(bounds) // 25
    low, high = np.zeros(count + 1, np.float32), np.zeros(count + 1, np.float32)
    some = np.flatnonzero(np.diff(bounds) > 0)
    low[some + 1] = values[order[(bounds[:-1] + trim)[some]]]
    high[some + 1] = values[order[(bounds[1:] - 1 - trim)[some]]]
    return low, high
