"""From which pixels belong together to segments: sure neighbours make fragments, fragments join (scene/joining.py)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.scene.joining import GROUPS, Score, Ties, join
from spatialgeo_ros.types import FloatArray

# (rows, columns) in half-size pixels between the two pixels that a far affinity is about
FAR_OFFSETS = ((0, 3), (3, 0), (3, 3), (3, -3), (0, 9), (9, 0), (9, 9), (9, -9), (0, 24), (24, 0))
_GROUP = (0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3)  # of right, down and FAR_OFFSETS, see joining.GROUPS
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


@dataclass(frozen=True, eq=False)
class Looks:
    """What the view shows. lab: (h, w, 3) uint8. blocks: (7, h / 2, w / 2), see view_features.block_channels."""

    lab: NDArray[np.uint8]
    blocks: FloatArray


def partition(affinities: Affinities, looks: Looks, score: Score, config: PartitionConfig) -> tuple[NDArray[np.int32], int]:
    """(h, w) int32 segments from 1, 0 = no thing, and how many."""
    labels, count = fragments(affinities, config)
    parent = join(ties_of(labels, count, affinities, looks), score, config.join)
    kept, dense = np.unique(parent, return_inverse=True)
    return dense.astype(np.int32)[labels], len(kept) - 1


def fragments(affinities: Affinities, config: PartitionConfig) -> tuple[NDArray[np.int32], int]:
    """(h, w) int32 fragments from 1, and how many.

    Watershed of the links, the surest first: what hangs together at one level and holds no fragment yet becomes one, what
    holds some is shared among them. A border that leaks at one level was closed at the level before.
    """
    things = affinities.thing > config.thing
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


def ties_of(labels: NDArray[np.int32], count: int, affinities: Affinities, looks: Looks) -> Ties:
    """What joining looks at, of `count` fragments `labels` (h, w)."""
    size = count + 1
    total, number = np.zeros((2, GROUPS, size * size), np.float32)
    for group, (first, second, odds) in zip(_GROUP, _pairs(labels, affinities), strict=True):
        between = np.flatnonzero(((first != second) & (first > 0) & (second > 0)).ravel())
        code = first.ravel()[between].astype(np.int64) * size + second.ravel()[between]
        odds_between = np.clip(odds.ravel()[between], -_CERTAIN, _CERTAIN)
        total[group] += np.bincount(code, odds_between, size * size)
        number[group] += np.bincount(code, minlength=size * size)
    flat = labels.ravel()
    inside = np.flatnonzero(flat)
    pixels = np.bincount(flat[inside], minlength=size).astype(np.float32)
    things = np.bincount(flat[inside], np.clip(affinities.thing.ravel()[inside], -_CERTAIN, _CERTAIN), size)
    return Ties(_symmetric(total, size), _symmetric(number, size), pixels, things.astype(np.float32),
                *_seen(labels, size, looks))


def _symmetric(table: FloatArray, size: int) -> FloatArray:
    square = table.reshape(GROUPS, size, size)
    return square + square.transpose(0, 2, 1)


def _seen(labels: NDArray[np.int32], size: int, looks: Looks) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Looks summed over the blocks of each fragment, how many blocks, and how far they reach: see joining.Ties."""
    rows, columns = (side // 2 for side in labels.shape)
    half = labels[:2 * rows:2, :2 * columns:2].ravel()
    inside = np.flatnonzero(half)
    inside = inside[np.argsort(half[inside], kind="stable")]
    own = half[inside]
    lab = looks.lab[:2 * rows:2, :2 * columns:2].reshape(-1, 3)[inside].T / np.float32(32)
    planes = [*lab, *looks.blocks.reshape(7, -1)[:, inside], lab[0] ** 2, lab[1] ** 2 + lab[2] ** 2]
    sums = np.stack([np.bincount(own, plane, size) for plane in planes], axis=1).astype(np.float32)
    reach = np.zeros((size, 4), np.float32)
    if len(own):
        starts = np.flatnonzero(np.diff(own, prepend=0))
        row, column = np.divmod(inside, columns)
        reach[own[starts]] = np.stack([np.maximum.reduceat(value, starts) for value in (-column, column, -row, row)], axis=1)
    return sums, np.bincount(own, minlength=size).astype(np.float32), reach


def _pairs(labels: NDArray[np.int32], affinities: Affinities,
           ) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], FloatArray]]:
    """Labels of both pixels, and their log odds; shapes agree. First right, then down, then far ones."""
    yield labels[:, :-1], labels[:, 1:], affinities.right[:, :-1]
    yield labels[:-1], labels[1:], affinities.down[:-1]
    half = np.ascontiguousarray(labels[::2, ::2])
    height, width = half.shape
    for (rows, columns), odds in zip(FAR_OFFSETS, affinities.far, strict=True):
        bottom, left, right = height - rows, max(0, -columns), width - max(0, columns)
        if bottom <= 0 or left >= right:  # the view is smaller than that
            yield half[:0], half[:0], odds[:0]
            continue
        yield half[:bottom, left:right], half[rows:, left + columns:right + columns], odds[:bottom, left:right]
