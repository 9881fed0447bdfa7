"""Smooth patches of object pixels, and what the borders between them look like."""

from __future__ import annotations

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
_STEP = 0.02  # difference in depth between neighbours, as a share of depth, that no slanted surface makes


@dataclass(frozen=True, eq=False)
class Patches:
    """labels: (h, w) int32, 0 = none, 1..count. crease: (h, w) concavity over its threshold, > 1 = a crease."""

    labels: NDArray[np.int32]
    count: int
    crease: FloatArray


@dataclass(frozen=True, eq=False)
class Borders:
    """Neighbourhood of patches, index 0 unused. All (n+1, n+1), symmetric unless said: pixel pairs across the border.

    touching: all pairs. step: pairs with a jump in depth. hollow: pairs without a jump on a crease.
    behind: of the steps, those at which the row's patch is the farther one (not symmetric).
    """

    touching: FloatArray
    step: FloatArray
    hollow: FloatArray
    behind: FloatArray


def smooth_patches(view: LevelView, things: Mask, config: SegmentConfig) -> Patches:
    """Connected pixels of `things` (h, w) without a crease or step between them; every pixel ends in some patch."""
    hollow = concavity(view, config.crease_reach_px)
    threshold = np.maximum(config.crease_slope, config.crease_sigmas * crease_noise(view, config.crease_reach_px))
    crease = hollow / threshold
    smooth = (things & (crease < 1)).astype(np.uint8)
    if config.crease_erode_px > 0:
        side = 2 * config.crease_erode_px + 1
        smooth = cv2.erode(smooth, np.ones((side, side), np.uint8))
    count, labels = cv2.connectedComponents(smooth, connectivity=4)
    sizes = np.bincount(labels.ravel(), minlength=count)
    big = sizes >= config.min_patch_pixels
    big[0] = False
    order = np.zeros(count, np.int32)
    order[big] = np.arange(1, np.count_nonzero(big) + 1)
    labels = order[labels]
    _grow(labels, things, view.working.depth_m, rounds=config.crease_reach_px + config.crease_erode_px + 3)
    return Patches(labels, int(np.count_nonzero(big)), crease)


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


def borders_of(patches: Patches, depth: FloatArray) -> Borders:
    """Count the pixel pairs between patches, horizontally and vertically, also across up to three empty pixels."""
    size = patches.count + 1
    totals = [np.zeros(size * size) for _ in range(4)]
    for first, second in _neighbour_slices():
        a, b = patches.labels[first].ravel(), patches.labels[second].ravel()
        pairs = np.flatnonzero((a != b) & (a > 0) & (b > 0))
        a, b = a[pairs].astype(np.int64), b[pairs]
        depth_a, depth_b = depth[first].ravel()[pairs], depth[second].ravel()[pairs]
        step = np.abs(depth_a - depth_b) > _STEP * np.minimum(depth_a, depth_b)
        hollow = ~step & (np.maximum(patches.crease[first].ravel()[pairs], patches.crease[second].ravel()[pairs]) > 1)
        code, reverse = a * size + b, b.astype(np.int64) * size + a
        totals[0] += np.bincount(code, minlength=size * size) + np.bincount(reverse, minlength=size * size)
        for index, mark in ((1, step), (2, hollow)):
            totals[index] += np.bincount(code[mark], minlength=size * size)
            totals[index] += np.bincount(reverse[mark], minlength=size * size)
        farther = np.where(depth_a > depth_b, code, reverse)[step]
        totals[3] += np.bincount(farther, minlength=size * size)
    return Borders(*(total.reshape(size, size) for total in totals))


def _neighbour_slices() -> tuple[tuple[Array, Array], ...]:
    return ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:]))


def colour_histograms(lab: NDArray[np.uint8], labels: NDArray[np.int32], count: int) -> FloatArray:
    """(count + 1, bins) pixel counts of CIELAB colours of each label; row 0 is empty."""
    lightness, red, blue = _COLOUR_BINS
    members = np.flatnonzero(labels.ravel())
    pixels = lab.reshape(-1, 3)[members].astype(np.int32)
    # chroma of things fills the middle half of the 0-255 range only
    a = np.clip((pixels[:, 1] - 64) * red // 128, 0, red - 1)
    b = np.clip((pixels[:, 2] - 64) * blue // 128, 0, blue - 1)
    colour = ((pixels[:, 0] * lightness) // 256 * red + a) * blue + b
    bins = lightness * red * blue
    code = labels.ravel()[members] * bins + colour
    histogram = np.bincount(code, minlength=(count + 1) * bins).reshape(count + 1, bins)
    return histogram.astype(np.float64)
