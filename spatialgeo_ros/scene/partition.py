"""From which pixels belong together to segments: sure neighbours make fragments, fragments join (scene/joining.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.geometry.indices import group_starts
from spatialgeo_ros.scene.joining import GROUPS, MEANS, Score, Ties, join
from spatialgeo_ros.types import Array, FloatArray

# (rows, columns) in half-size pixels between the two pixels that a far affinity is about
FAR_OFFSETS = ((0, 3), (3, 0), (3, 3), (3, -3), (0, 9), (9, 0), (9, 9), (9, -9), (0, 24), (24, 0))
AFFINITIES = 12 + len(FAR_OFFSETS)  # of a block: thing, right and down of its four pixels, then the far ones
_FAR_GROUPS = dict(zip(FAR_OFFSETS, (1, 1, 1, 1, 2, 2, 2, 2, 3, 3), strict=True))  # see joining.GROUPS
_NEXT_GROUPS = {(0, 1): 0, (1, 0): 0}  # right, down
_CERTAIN = 6.0  # log odds beyond which more makes no difference
_NEVER = -1e3
_GROW_ROUNDS = 12
SPAN_UNIT = 4.0  # blocks: a span of so many is 1
EMBEDDED = 8


@dataclass(frozen=True, eq=False)
class Affinities:
    """Log odds, positive for yes. thing: (h, w) the pixel is of a thing. right, down: (h, w) it and the next pixel to the
    right or below are of one thing. far: (10, h / 2, w / 2) the same for blocks that FAR_OFFSETS are apart.

    span: (4, h / 2, w / 2) how far the visible part of the thing at each block goes on to the left, to the right, up and down:
    square roots of SPAN_UNIT blocks. embedding: (EMBEDDED, h / 2, w / 2) alike all over a thing, unlike on another. Both None
    where no network tells.
    """

    thing: FloatArray
    right: FloatArray
    down: FloatArray
    far: FloatArray
    span: FloatArray | None = None
    embedding: FloatArray | None = None


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
    return dense.astype(np.int32).take(labels), len(kept) - 1


def fragments(affinities: Affinities, config: PartitionConfig) -> tuple[NDArray[np.int32], int]:
    """(h, w) int32 fragments from 1, and how many.

    Watershed of the links, the surest first: what hangs together at one level and with no fragment becomes one, what hangs
    together with some is shared among them. A border that leaks at one level was closed at the level before.
    """
    things = affinities.thing > config.thing
    labels, count = np.zeros(things.shape, np.int32), 0
    around = _window(things)
    things, right, down = (_framed(image[around]) for image in (things, affinities.right, affinities.down))
    framed = np.zeros(things.shape, np.int32)
    flat, pixels = framed.ravel(), np.flatnonzero(things)
    for level in dict.fromkeys((config.sure, config.likely, config.possible)):
        part, number = hanging_together(things, pixels, right > level, down > level)
        joined = np.zeros(number, bool)
        open_ = _Open.of(pixels, right, down) if count else None
        if open_ is not None:
            joined[part[open_.surest(framed) > level]] = True
        new = (np.bincount(part, minlength=number) >= config.fragment_pixels) & ~joined
        order = np.zeros(number, np.int32)
        order[new] = np.arange(count + 1, count + 1 + np.count_nonzero(new))
        flat[pixels] = order.take(part)
        count += int(np.count_nonzero(new))
        if open_ is not None:
            _grow(framed, open_.only(joined.take(part)), level)
        pixels = pixels[flat.take(pixels) == 0]
        things.fill(False)
        things.ravel()[pixels] = True
    _grow(framed, _Open.of(pixels, right, down), _NEVER)
    labels[around] = framed[1:-1, 1:-1]
    return labels, count


def _window(things: NDArray[np.bool_]) -> tuple[slice, slice]:
    """What holds all that is True."""
    left, top, width, height = cv2.boundingRect(things.view(np.uint8))
    return slice(top, top + height), slice(left, left + width)


def _framed(image: Array) -> Array:
    """(h + 2, w + 2) of (h, w), with a frame of zeros."""
    framed = np.zeros((image.shape[0] + 2, image.shape[1] + 2), image.dtype)
    framed[1:-1, 1:-1] = image
    return framed


@dataclass(frozen=True, eq=False)
class _Open:
    """Pixels that are of no fragment yet. pixels: (N,) flat, none in the frame. beside: (4, N) the pixels to their left,
    right, above and below. links: (4, N) log odds that these are of the same thing."""

    pixels: NDArray[np.intp]
    beside: NDArray[np.intp]
    links: FloatArray

    @classmethod
    def of(cls, pixels: NDArray[np.intp], right: FloatArray, down: FloatArray) -> _Open:
        width = right.shape[1]
        beside = pixels + np.array([[-1], [1], [-width], [width]])
        right, down = right.ravel(), down.ravel()
        links = np.stack([right.take(beside[0]), right.take(pixels), down.take(beside[2]), down.take(pixels)])
        return cls(pixels, beside, links)

    def only(self, some: NDArray[np.bool_]) -> _Open:
        at = np.flatnonzero(some)
        return _Open(self.pixels.take(at), self.beside.take(at, axis=1), self.links.take(at, axis=1))

    def surest(self, labels: NDArray[np.int32]) -> FloatArray:
        """(N,) the surest link to a pixel that has a label."""
        links = np.where(labels.ravel().take(self.beside) > 0, self.links, np.float32(_NEVER))
        return np.asarray(links.max(axis=0))


def hanging_together(things: NDArray[np.bool_], pixels: NDArray[np.intp], right: NDArray[np.bool_],
                      down: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """(N,) parts, from 1, of the N flat `pixels` of (h, w) `things` that links to the `right` and `down` join, seen as an
    image of twice the size in which links are pixels too, and how many with 0."""
    height, width = things.shape
    image = np.zeros((2 * height, 2 * width), np.uint8)
    image[::2, ::2] = things
    image[::2, 1:-1:2] = things[:, :-1] & things[:, 1:] & right[:, :-1]
    image[1:-1:2, ::2] = things[:-1] & things[1:] & down[:-1]
    count, parts = cv2.connectedComponents(image, connectivity=4)
    row, column = np.divmod(pixels, width)
    return np.asarray(parts.ravel().take(4 * width * row + 2 * column), np.int32), count


def _grow(labels: NDArray[np.int32], open_: _Open, level: float) -> None:
    """Give open pixels the label of the neighbour they most surely belong to, if surer than `level`, ring by ring, in
    place. The links are used up."""
    flat = labels.ravel()
    for _ in range(_GROW_ROUNDS):
        label = flat.take(open_.beside)
        link = np.where(label > 0, open_.links, np.float32(_NEVER))
        surest = link.max(axis=0)
        at = np.flatnonzero(surest > level)
        if not len(at):
            return
        first = (link.take(at, axis=1) == surest.take(at)).argmax(axis=0)
        flat[open_.pixels.take(at)] = label[first, at]
        open_.links[:, at] = _NEVER


def ties_of(labels: NDArray[np.int32], count: int, affinities: Affinities, looks: Looks) -> Ties:
    """What joining looks at, of `count` fragments `labels` (h, w)."""
    size = count + 1
    near, near_odds = _borders(labels, _NEXT_GROUPS, np.stack([affinities.right, affinities.down]), size)
    far, far_odds = _borders(np.ascontiguousarray(labels[::2, ::2]), _FAR_GROUPS, affinities.far, size)
    code = np.concatenate([near, far])
    odds = np.clip(np.concatenate([near_odds, far_odds]), -_CERTAIN, _CERTAIN)
    total = np.bincount(code, odds, GROUPS * size * size)
    number = np.bincount(code, minlength=GROUPS * size * size).astype(np.float32)
    inside = np.flatnonzero(labels > 0)
    own = labels.ravel().take(inside)
    things = np.bincount(own, np.clip(affinities.thing.ravel().take(inside), -_CERTAIN, _CERTAIN), size)
    pixels = np.bincount(own, minlength=size)
    return Ties(_symmetric(total.astype(np.float32), size), _symmetric(number, size), pixels.astype(np.float32),
                things.astype(np.float32), *_seen(labels, size, looks, affinities))


def _symmetric(table: FloatArray, size: int) -> FloatArray:
    square = table.reshape(GROUPS, size, size)
    return square + square.transpose(0, 2, 1)


def _seen(labels: NDArray[np.int32], size: int, looks: Looks, affinities: Affinities) -> tuple[FloatArray, ...]:
    """Looks summed over the blocks of each fragment, how many blocks, their reach, spans, embeddings: see joining.Ties."""
    rows, columns = (side // 2 for side in labels.shape)
    half = labels[:2 * rows:2, :2 * columns:2].ravel()
    inside = np.flatnonzero(half > 0)
    inside = inside[np.argsort(half.take(inside), kind="stable")]
    own = half.take(inside)
    sums, reach = np.zeros((size, MEANS), np.float32), np.zeros((size, 8), np.float32)
    span, embedding = affinities.span, affinities.embedding
    told = np.zeros((size, 0 if span is None or embedding is None else 4 + len(embedding)), np.float32)
    if len(own):
        starts = group_starts(own)[:-1]
        row, column = np.divmod(inside, columns)
        lab = looks.lab.reshape(-1, 3).take(2 * (row * labels.shape[1] + column), axis=0).T / np.float32(32)
        planes = np.concatenate([lab, looks.blocks.reshape(7, -1).take(inside, axis=1),
                                 [lab[0] ** 2, lab[1] ** 2 + lab[2] ** 2]])
        sums[own[starts]] = np.add.reduceat(planes, starts, axis=1, dtype=np.float64).T
        ends = np.stack([-column, column, -row, row]).astype(np.float32)
        range_, over = planes[6], planes[8]
        reach[own[starts]] = np.maximum.reduceat(np.concatenate([ends, [-over, over, -range_, range_]]), starts, axis=1).T
        if span is not None and embedding is not None:
            further, alike = (image[:, :rows, :columns].reshape(len(image), -1).take(inside, axis=1)
                              for image in (span, embedding))
            ends += np.maximum(further, 0) ** 2 * np.float32(SPAN_UNIT)
            told[own[starts]] = np.add.reduceat(np.concatenate([ends, alike]), starts, axis=1).T
    return (sums, np.bincount(own, minlength=size).astype(np.float32), reach, told[:, :4].copy(), told[:, 4:].copy())


def _borders(labels: NDArray[np.int32], offsets: Mapping[tuple[int, int], int], odds: FloatArray,
             size: int) -> tuple[NDArray[np.intp], FloatArray]:
    """All pairs of pixels of two fragments: (K,) (group, label, label) as one number below GROUPS * size * size, and (K,)
    their log odds. labels: (h, w). odds: (len(offsets), h, w)."""
    height, width = labels.shape
    flat, at = labels.ravel(), np.flatnonzero(labels > 0)
    (row, column), own = np.divmod(at, width), flat.take(at)
    rows, columns = np.array(list(offsets)).T[:, :, None]
    other_row, other_column = row + rows, column + columns
    other = flat.take(at + (rows * width + columns), mode="clip")
    plane, one = np.nonzero((other > 0) & (other != own) & (other_row < height) & (other_column >= 0)
                            & (other_column < width))
    group = np.array(list(offsets.values())).take(plane)
    code = (group * size + own.take(one)) * size + other[plane, one]
    return code, odds.reshape(-1).take(plane * labels.size + at.take(one))
