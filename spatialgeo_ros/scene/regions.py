"""Smooth patches of object pixels, and what the borders between them look like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.creases import colour_edges, concavity, crease_noise
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import Array, FloatArray

_COLOUR_BINS = (4, 12, 12)  # of L, a, b
_FAR_M = 0.3
_CLEAR = 6.0
_BLIND = 0.5  # change of slope
_HOLLOW = 2.5  # change of slope; a right-angled inner corner has 2
_STEP = 0.02  # difference in depth between neighbours, as a share of depth, that no slanted surface makes


@dataclass(frozen=True, eq=False)
class Patches:
    """labels: (h, w) int32, 0 = none, 1..count. hollow: (h, w) concavity, a change of slope, see `creases`, and noise:
    what this camera makes of a flat surface there."""

    labels: NDArray[np.int32]
    count: int
    hollow: FloatArray
    noise: FloatArray


class Border(IntEnum):
    """What is summed over the pairs of pixels that face each other across a border, each 0 to 1."""

    TOUCHING = 0  # 1: the number of pairs
    STEP = 1  # 1 where depth jumps
    JUMP = 2  # how far it jumps, 1 = _FAR_M or more
    BEND = 3  # how hollow the crease is where it does not jump, 1 = _HOLLOW or more
    LEDGE = 4  # 1 where an upright surface rises from a level one
    CLEAR = 5  # how far the bend stands out from noise, 1 = _CLEAR standard deviations or more
    BLIND = 6  # how large noise makes the bend of a flat surface, 1 = as large as a crease to be believed or more


def smooth_patches(view: LevelView, things: Mask, config: SegmentConfig) -> Patches:
    """Connected pixels of `things` (h, w) without a crease or step between them; every pixel ends in some patch."""
    bends = [_bend(view, things, reach) for reach in config.crease_reaches_px]
    crease = np.maximum(*(bend.hollow / np.maximum(config.crease_slope, config.crease_sigmas * bend.noise)
                          for bend in bends))
    smooth = (things & (crease < 1)).astype(np.uint8)
    if config.crease_erode_px > 0:
        side = 2 * config.crease_erode_px + 1
        smooth = cv2.erode(smooth, np.ones((side, side), np.uint8))
    smooth[_colour_breaks(crease, bends[-1].noise, view, things, config)] = 0
    labels, count = _numbered_patches(smooth, config.min_patch_pixels)
    _grow(labels, things, view.working.depth_m, rounds=max(config.crease_reaches_px) + config.crease_erode_px + 3)
    rest, more = _numbered_patches((things & (labels == 0)).astype(np.uint8), 2 * config.min_patch_pixels)
    labels[rest > 0] = rest[rest > 0] + count
    return Patches(labels, count + more, bends[-1].hollow, bends[-1].noise)


def _colour_breaks(crease: FloatArray, noise: FloatArray, view: LevelView, things: Mask, config: SegmentConfig) -> Mask:
    """(h, w) edges of colour that part things: those that carry a crease on, and those where noise hides creases.

    Prints have edges of colour only; where one thing stands on another the border is a crease for most of its length,
    and an edge of colour where the two are flush.
    """
    edge = colour_edges(view.lab) > config.colour_edge
    line = things & ((crease > 1) | edge)
    count, labels = cv2.connectedComponents(line.astype(np.uint8))
    flat = labels.ravel()
    pixels = np.bincount(flat, minlength=count)
    strong = np.bincount(flat, weights=(crease > 1).ravel(), minlength=count)
    linked = strong > config.crease_share * pixels
    linked[0] = False
    return np.asarray(edge & (linked[labels] | (noise > config.blind_noise)))


@dataclass(frozen=True, eq=False)
class _Bend:
    """hollow: (h, w) concavity. noise: (h, w) its standard deviation on a flat surface."""

    hollow: FloatArray
    noise: FloatArray


def _bend(view: LevelView, things: Mask, reach_px: int) -> _Bend:
    """How noisy this camera really is shows on the support surfaces, which are flat: half of their pixels bend by more
    than one standard deviation in the worst of four directions."""
    hollow, noise = concavity(view, reach_px), crease_noise(view, reach_px)
    flat = np.flatnonzero((view.valid & ~things).ravel())[::5]
    scale = 0.6
    if len(flat) > 500:
        scale = float(np.clip(np.median(hollow.ravel()[flat] / noise.ravel()[flat]), 0.2, 2.0))
    return _Bend(hollow, noise * np.float32(scale))


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


def borders_of(patches: Patches, view: LevelView, upward: FloatArray) -> FloatArray:
    """(7, n + 1, n + 1) symmetric sums over the pixel pairs between patches, in the order of Border; index 0 unused.

    upward: (h, w) upward part of the surface normal, 0 = unknown.
    """
    size = patches.count + 1
    sums = np.zeros((len(Border), size * size))
    labels = patches.labels.ravel()
    for first, second, inward in _facing_pixels(patches.labels):
        inside = np.clip(np.stack([first - inward, second + inward]), 0, len(labels) - 1)
        code = labels[first].astype(np.int64) * size + labels[second]
        for index, weight in enumerate(_pair_traits(np.stack([first, second]), inside, patches, view, upward)):
            sums[index] += np.bincount(code, weight, size * size)
    tables = sums.reshape(len(Border), size, size)
    return np.asarray(tables + tables.transpose(0, 2, 1))


def _pair_traits(edge: Array, inside: Array, patches: Patches, view: LevelView, upward: FloatArray) -> list[FloatArray]:
    """What Border lists, for pairs of pixels. edge, inside: (2, N) flat indices at the border and a little further in."""
    depth = view.working.depth_m.ravel()[edge]
    jump = np.abs(depth[0] - depth[1])
    step = jump > _STEP * depth.min(axis=0)
    hollow = patches.hollow.ravel()[edge].max(axis=0)
    bend = np.minimum(hollow / _HOLLOW, 1)
    noise = np.maximum(patches.noise.ravel()[edge[0]], 1e-3)
    blind = np.minimum(noise / _BLIND, 1)
    clear = np.where(step, 0, np.minimum(hollow / (noise * _CLEAR), 1))
    slant = upward.ravel()[inside]
    height = view.height_m.ravel()[inside]
    level_is_lower = (slant[0] > slant[1]) == (height[0] < height[1])
    ledge = (slant.max(axis=0) > 0.85) & (np.abs(slant).min(axis=0) < 0.5) & (slant != 0).all(axis=0) & level_is_lower
    return [np.ones(edge.shape[1]), step, np.where(step, np.minimum(jump / _FAR_M, 1), 0),
            np.where(step, 0, bend), ledge, clear, blind]


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


def likeness(colours: FloatArray, palette_share: float) -> FloatArray:
    """(n, n) 0 to 1: how alike colours (n, bins) are distributed, and whether one has only colours of the other.

    palette_share: from which share of pixels on a colour is one of the thing's colours.
    """
    share = colours / np.maximum(colours.sum(axis=1, keepdims=True), 1)
    roots, inclusion = np.sqrt(share), share @ (share > palette_share).T.astype(share.dtype)
    return np.asarray((roots @ roots.T + np.maximum(inclusion, inclusion.T)) / 2)


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


def perimeters(patches: Patches) -> FloatArray:
    """(n + 1,) number of pixel pairs between each patch and anything else, nothing included."""
    counts = np.zeros(patches.count + 1)
    for a, b in ((patches.labels[:, :-1], patches.labels[:, 1:]), (patches.labels[:-1], patches.labels[1:])):
        differ = a != b
        counts += np.bincount(a[differ], minlength=patches.count + 1) + np.bincount(b[differ], minlength=patches.count + 1)
    return counts
