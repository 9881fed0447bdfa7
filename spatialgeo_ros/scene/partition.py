"""From which pixels belong together to segments: sure neighbours make fragments, fragments join by the mean of what all
their pairs of pixels say (average linkage: Liu et al. 2018, "Affinity derivation and graph merge"; Bailoni et al. 2022,
"GASP", eq. 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.types import FloatArray

# (rows, columns) in half-size pixels between the two pixels that a far affinity is about
FAR_OFFSETS = ((0, 3), (3, 0), (3, 3), (3, -3), (0, 9), (9, 0), (9, 9), (9, -9), (0, 24), (24, 0))
_NEAR_WEIGHT = 0.25  # neighbours count per pixel, far pairs per block of four
_CERTAIN = 6.0  # log odds beyond which more makes no difference
_NEVER = -1e3
_GROW_ROUNDS = 12


@dataclass(frozen=True, eq=False)
class Affinities:
    """Log odds, positive for yes. thing: (h, w) the pixel is of a thing. right, down: (h, w) it and the next pixel to the
    right or below are of one thing. far: (10, h / 2, w / 2) the same for blocks that FAR_OFFSETS are apart."""

    thing: FloatArray
    right: FloatArray
    down: FloatArray
    far: FloatArray


def partition(affinities: Affinities, config: PartitionConfig) -> tuple[NDArray[np.int32], int]:
    """(h, w) int32 segments from 1, 0 = no thing, and how many."""
    things = affinities.thing > config.thing
    labels, count = _fragments(things, affinities, config)
    parent = _joined(*_evidence(labels, count, affinities), config)
    kept, dense = np.unique(parent, return_inverse=True)
    return dense.astype(np.int32)[labels], len(kept) - 1


def _fragments(things: NDArray[np.bool_], affinities: Affinities, config: PartitionConfig) -> tuple[NDArray[np.int32], int]:
    """Watershed of the links, the surest first: what hangs together at one level and holds no fragment yet becomes one,
    what holds some is shared among them. A border that leaks at one level was closed at the level before."""
    labels, count = np.zeros(things.shape, np.int32), 0
    for level in (config.sure, config.likely):
        parts, number = _hanging_together(things, affinities, level)
        size = np.bincount(parts.ravel(), minlength=number)
        taken = np.zeros(number, bool)
        taken[parts[labels > 0]] = True
        new = (size >= config.fragment_pixels) & ~taken
        new[0] = False
        order = np.zeros(number, np.int32)
        order[new] = np.arange(count + 1, count + 1 + np.count_nonzero(new))
        labels += order[parts]
        count += int(np.count_nonzero(new))
        _grow(labels, taken[parts] & things, affinities, level)
    _grow(labels, things, affinities)
    return labels, count


def _hanging_together(things: NDArray[np.bool_], affinities: Affinities, level: float) -> tuple[NDArray[np.int32], int]:
    """(h, w) parts from 1 joined by links surer than `level`, seen as an image of twice the size in which links are pixels
    too, and how many with 0."""
    height, width = things.shape
    links = np.zeros((2 * height - 1, 2 * width - 1), np.uint8)
    links[::2, ::2] = things
    links[::2, 1::2] = things[:, :-1] & things[:, 1:] & (affinities.right[:, :-1] > level)
    links[1::2, ::2] = things[:-1] & things[1:] & (affinities.down[:-1] > level)
    count, labels = cv2.connectedComponents(links, connectivity=4)
    return np.where(things, labels[::2, ::2], 0), count


def _grow(labels: NDArray[np.int32], things: NDArray[np.bool_], affinities: Affinities,
          level: float = _NEVER) -> None:
    """Give the other pixels of `things` the label of the neighbour they most surely belong to, if surer than `level`, ring
    by ring, in place."""
    width = labels.shape[1]
    flat, right, down = labels.ravel(), affinities.right.ravel(), affinities.down.ravel()
    inner = np.zeros_like(things)
    inner[1:-1, 1:-1] = True
    open_pixels = np.flatnonzero((things & inner & (labels == 0)).ravel())
    for _ in range(_GROW_ROUNDS):
        around = open_pixels[:, None] + np.array([-1, 1, -width, width])
        link = np.stack([right[open_pixels - 1], right[open_pixels], down[open_pixels - width], down[open_pixels]], axis=1)
        label = flat[around]
        link[label == 0] = _NEVER
        best = np.argmax(link, axis=1)
        rows = np.arange(len(open_pixels))
        found = link[rows, best] > level
        if not found.any():
            return
        flat[open_pixels[found]] = label[rows, best][found]
        open_pixels = open_pixels[~found]


def _evidence(labels: NDArray[np.int32], count: int, affinities: Affinities) -> tuple[FloatArray, FloatArray]:
    """(count + 1, count + 1) each, symmetric: sums of log odds over the pairs of pixels of two fragments, and how many."""
    size = count + 1
    total, number = np.zeros(size * size), np.zeros(size * size)
    for first, second, odds, weight in _pairs(labels, affinities):
        between = np.flatnonzero(((first != second) & (first > 0) & (second > 0)).ravel())
        code = first.ravel()[between].astype(np.int64) * size + second.ravel()[between]
        odds_between = np.clip(odds.ravel()[between], -_CERTAIN, _CERTAIN)
        total += weight * np.bincount(code, odds_between, size * size)
        number += weight * np.bincount(code, minlength=size * size)
    tables = [table.reshape(size, size) for table in (total, number)]
    return tables[0] + tables[0].T, tables[1] + tables[1].T


def _pairs(labels: NDArray[np.int32], affinities: Affinities,
           ) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], FloatArray, float]]:
    """Labels of both pixels, and their log odds; shapes agree."""
    yield labels[:, :-1], labels[:, 1:], affinities.right[:, :-1], _NEAR_WEIGHT
    yield labels[:-1], labels[1:], affinities.down[:-1], _NEAR_WEIGHT
    half = np.ascontiguousarray(labels[::2, ::2])
    height, width = half.shape
    for (rows, columns), odds in zip(FAR_OFFSETS, affinities.far, strict=True):
        if rows >= height or abs(columns) >= width:
            continue
        left, right = max(0, -columns), width - max(0, columns)
        first = half[:height - rows, left:right]
        yield first, half[rows:, left + columns:right + columns], odds[:height - rows, left:right], 1.0


def _joined(total: FloatArray, number: FloatArray, config: PartitionConfig) -> NDArray[np.int32]:
    """(count + 1,) new label of each fragment, the surest pair first, until the mean of no pair speaks for one thing."""
    parent: NDArray[np.int32] = np.arange(len(total), dtype=np.int32)

    def mean_of(rows: int | slice) -> FloatArray:
        enough = number[rows] >= config.min_pairs
        return np.where(enough, total[rows] / np.maximum(number[rows], 1e-9), _NEVER)

    mean = mean_of(slice(None))
    np.fill_diagonal(mean, _NEVER)
    while len(mean) > 1:
        keep, drop = divmod(int(np.argmax(mean)), len(mean))
        if mean[keep, drop] <= config.join:
            break
        parent[parent == drop] = keep
        for table in (total, number):
            table[keep] += table[drop]
            table[:, keep] += table[:, drop]
            table[drop], table[:, drop], table[keep, keep] = 0, 0, 0
        row = mean_of(keep)
        row[keep] = _NEVER
        mean[drop], mean[:, drop] = _NEVER, _NEVER
        mean[keep], mean[:, keep] = row, row
    return parent
