"""Which fragments are one thing: pairs join, the likeliest first, until none is likely (hierarchical agglomeration with a
learned policy: Nunez-Iglesias et al. 2013, "Machine learning of hierarchical clustering to segment 2D and 3D images").

How likely a pair is, a small perceptron tells from what the network says of their pixels and from what each shows as a whole;
a second one looks at the same once more, and at how likely the first took all the other pairs of either to be. What fragments
show adds up, so that two that join are one fragment more to look at.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.types import FloatArray

WEIGHTS = Path(__file__).resolve().parents[1] / "weights" / "joining.json"
GROUPS = 4  # of affinities: next pixels, then those 3, 9 and 24 blocks apart
NEVER = np.float32(-1e3)
_BLOCKS = 50.0  # that a third of a metre spans, a metre away, about
# of a pair; small, large: the one with fewer and with more pixels
FEATURES = (
    "mean log odds, next", "mean log odds, 3 apart", "mean log odds, 9 apart", "mean log odds, 24 apart",
    "log pairs, next", "log pairs, 3 apart", "log pairs, 9 apart", "log pairs, 24 apart",
    "log pixels, small", "log pixels, large", "thing odds, small", "thing odds, large",
    "lightness apart", "green-red apart", "blue-yellow apart", "chroma apart", "normals alike", "log range apart",
    "height apart", "heights over support", "height over support apart",
    "spread of lightness", "spread of lightness apart", "spread of chroma", "spread of chroma apart",
    "columns shared", "rows shared", "fill together", "fill, large", "fill, small",
    "small below large", "bottom of small below", "top of small above", "log width ratio", "log height ratio")
# likewise, where the network tells of each block what its thing spans, and an embedding
MEASURED_FEATURES = (
    "spans alike", "small within span of large", "large within span of small", "small is as it spans",
    "large is as it spans", "both are as they span", "embeddings apart",
    "bottom of small", "top of small", "bottom of large", "top of large", "small over large", "large over small",
    "depth of small", "depth of large", "depth of both",
    "width, small", "width, large", "height, small", "height, large", "width of border", "share of width that is border",
    *(f"embedding of {which}, {number}" for which in ("small", "large") for number in range(1, 9)))
# likewise, by a first look at all pairs; through a third: the less likely of the two pairs with the fragment that ties them
AMONG_FEATURES = ("by itself", "likeliest other of small", "next other of small", "likeliest other of large",
                  "next other of large", "through a third")
_UNLIKELY = np.float32(-12)  # log odds, of what no pixels tie
_AMONG_UNIT = np.float32(1 / 6)
MEANS = 12  # L, a, b, normal (3), log range, height, height over support, support known, L squared, a squared + b squared


@dataclass(eq=False)
class Ties:
    """What is known of n fragments and of their pairs; index 0 is no fragment. Changes as fragments join.

    total, number: (GROUPS, n, n) symmetric, log odds summed over the pairs of pixels of two fragments, and how many.
    pixels: (n,). odds: (n,) log odds of being a thing, summed. looks: (n, MEANS) summed over blocks. blocks: (n,).
    reach: (n, 8) -left, right, -top, bottom in blocks, then -least and most height over support, -least and most log range.
    spans: (n, 4) what the first half of reach would be of the whole thing at each block, embedding: (n, EMBEDDED), both summed
    over blocks; (n, 0) where no network tells. looked: (n, n) log odds of pairs by a first look.
    """

    total: FloatArray
    number: FloatArray
    pixels: FloatArray
    odds: FloatArray
    looks: FloatArray
    blocks: FloatArray
    reach: FloatArray
    spans: FloatArray
    embedding: FloatArray
    looked: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.looked = np.full((len(self.pixels), len(self.pixels)), _UNLIKELY)

    def join(self, keep: int, drop: int) -> None:
        """Fragment `keep` becomes both."""
        for table in (self.total, self.number):
            table[:, keep] += table[:, drop]
            table[:, :, keep] += table[:, :, drop]
            table[:, drop], table[:, :, drop], table[:, keep, keep] = 0, 0, 0
        for sums in (self.pixels, self.odds, self.looks, self.blocks, self.spans, self.embedding):
            sums[keep] += sums[drop]
        np.maximum(self.reach[keep], self.reach[drop], out=self.reach[keep])
        for gone in (keep, drop):
            self.looked[gone], self.looked[:, gone] = _UNLIKELY, _UNLIKELY

    def partners(self, one: int) -> NDArray[np.int64]:
        """Fragments that some pair of pixels ties to `one`."""
        return np.flatnonzero(self.number[:, one].any(axis=0))


# log odds that the fragments first[k] and second[k] are one thing, (K,) of (K,) and (K,)
Score = Callable[[Ties, NDArray[np.int64], NDArray[np.int64]], FloatArray]


def join(ties: Ties, score: Score, threshold: float) -> NDArray[np.int32]:
    """(n,) fragment that each one has become part of. `ties` is used up.

    All pairs that are each other's likeliest join at once: one after the other, the likeliest first, comes to the same but for
    what the pairs have to do with each other, and takes more rounds.
    """
    size = len(ties.pixels)
    parent: NDArray[np.int32] = np.arange(size, dtype=np.int32)
    scores = np.full((size, size), NEVER, np.float32)
    first, second = np.nonzero(np.triu(ties.number.any(axis=0), 1))
    while True:
        if len(first):
            scores[first, second] = scores[second, first] = score(ties, first, second)
        pairs = _mutual(scores, threshold)
        if not pairs:
            return parent
        for keep, drop in pairs:
            parent[parent == drop] = keep
            ties.join(keep, drop)
        gone = [one for pair in pairs for one in pair]
        scores[gone], scores[:, gone] = NEVER, NEVER
        kept = [keep for keep, _ in pairs]
        partners = [ties.partners(keep) for keep in kept]
        first, second = np.repeat(kept, [len(each) for each in partners]), np.concatenate(partners)


def _mutual(scores: FloatArray, threshold: float) -> list[tuple[int, int]]:
    """Pairs over the threshold of which each is the other's likeliest partner; the likeliest of all always is one, for of
    equal partners each takes the first. scores: (n, n) symmetric."""
    likeliest = scores.argmax(axis=1)
    one = np.arange(len(scores))
    keep = np.flatnonzero((scores[one, likeliest] > threshold) & (likeliest[likeliest] == one) & (one < likeliest))
    return list(zip(keep.tolist(), likeliest[keep].tolist(), strict=True))


def pair_features(ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
    """(K, F) float32 FEATURES of the pairs first[k], second[k], and MEASURED_FEATURES where known."""
    small, large = _by_size(ties, first, second)
    total, number = ties.total[:, first, second], ties.number[:, first, second]
    a, b = (ties.looks[each] / np.maximum(ties.blocks[each], 1)[:, None] for each in (small, large))
    apart = np.abs(a - b)
    light, chroma = zip(*(_spreads(mean) for mean in (a, b)), strict=True)
    known = np.stack([
        *(total / np.maximum(number, 1) / 3), *(np.log1p(number) / 4),
        *(np.log(ties.pixels[each]) / 4 - 1 for each in (small, large)),
        *(ties.odds[each] / ties.pixels[each] / 4 for each in (small, large)),
        apart[:, 0], apart[:, 1], apart[:, 2], np.hypot(apart[:, 1], apart[:, 2]),
        (a[:, 3:6] * b[:, 3:6]).sum(axis=1), 5 * apart[:, 6], 5 * apart[:, 7], a[:, 8] + b[:, 8], apart[:, 8],
        light[0] + light[1], np.abs(light[0] - light[1]), chroma[0] + chroma[1], np.abs(chroma[0] - chroma[1]),
        *_placement(ties.reach[small], ties.reach[large], ties.blocks[small], ties.blocks[large])], axis=1)
    return np.concatenate([known, _measured(ties, small, large)], axis=1, dtype=np.float32)


def _by_size(ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The one with fewer and the one with more pixels, of each pair."""
    second_is_small = ties.pixels[second] < ties.pixels[first]
    return np.where(second_is_small, second, first), np.where(second_is_small, first, second)


def _among(looked: FloatArray, small: NDArray[np.int64], large: NDArray[np.int64]) -> FloatArray:
    """(K, 6) AMONG_FEATURES. looked: see Ties."""
    pair = np.arange(len(small))
    of_small, of_large = looked[small], looked[large]
    alone = of_small[pair, large]
    of_small[pair, large], of_large[pair, small] = _UNLIKELY, _UNLIKELY
    through = np.minimum(of_small, of_large).max(axis=1)
    best = [np.partition(of_one, -2, axis=1)[:, :-3:-1] for of_one in (of_small, of_large)]
    return np.column_stack([alone, *best, through]) * _AMONG_UNIT


def _spreads(mean: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Standard deviations of lightness and chroma."""
    return (np.sqrt(np.maximum(mean[:, 10] - mean[:, 0] ** 2, 0)),
            np.sqrt(np.maximum(mean[:, 11] - mean[:, 1] ** 2 - mean[:, 2] ** 2, 0)))


def _placement(small: FloatArray, large: FloatArray, blocks: FloatArray, more_blocks: FloatArray) -> list[FloatArray]:
    """The last ten features, from the rectangles around the small and the large one and around both."""
    width, height, around = zip(*(_sides(each) for each in (small, large, np.maximum(small, large))), strict=True)
    narrow, low = np.minimum(width[0], width[1]), np.minimum(height[0], height[1])
    below = ((small[:, 3] - small[:, 2]) - (large[:, 3] - large[:, 2])) / 2
    return [(width[0] + width[1] - width[2]) / narrow, (height[0] + height[1] - height[2]) / low,
            (blocks + more_blocks) / around[2], more_blocks / around[1], blocks / around[0], below / height[2],
            (small[:, 3] - large[:, 3]) / height[2], (small[:, 2] - large[:, 2]) / height[2],
            np.log(width[0] / width[1]), np.log(height[0] / height[1])]


def _measured(ties: Ties, small: NDArray[np.int64], large: NDArray[np.int64]) -> FloatArray:
    """(K, 38) MEASURED_FEATURES: of spans, shares of rectangles, and intersection over union of two; heights over the support
    in decimetres; depths as differences of log range; sizes in about a third of a metre. (K, 0) where no network tells
    spans."""
    pairs = len(small)
    if not ties.spans.shape[1]:
        return np.zeros((pairs, 0), np.float32)
    each = np.concatenate([small, large])
    blocks, sums, ends = np.maximum(ties.blocks[each], 1)[:, None], ties.spans[each], ties.reach[each]
    span, rectangle, embedding = sums / blocks, ends[:, :4], ties.embedding[each] / blocks
    of_small, of_large = slice(0, pairs), slice(pairs, None)
    both = np.maximum(ends[of_small], ends[of_large])
    of_both = (sums[of_small] + sums[of_large]) / (blocks[of_small] + blocks[of_large])
    share, iou = _overlaps(np.concatenate([span[of_small], rectangle, rectangle, both[:, :4]]),
                           np.concatenate([span[of_large], span[of_large], span[of_small], span, of_both]), pairs)
    apart = np.sqrt(((embedding[of_small] - embedding[of_large]) ** 2).sum(axis=1, keepdims=True))
    heights = ends[:, 4:6] * np.array([-1, 1], np.float32)  # lowest, highest
    low, high = heights[:, :1], heights[:, 1:]
    pixel = np.exp(ties.looks[large, 6:7] / blocks[of_large]) / np.float32(_BLOCKS)
    width, height = (rectangle[:, first:first + 1] + rectangle[:, first + 1:first + 2] + 1 for first in (0, 2))
    border = ties.number[0, small, large][:, None]
    return np.concatenate([
        iou[:, :1], share[:, 1:3], iou[:, 3:], apart, heights[of_small], heights[of_large],
        low[of_small] - high[of_large], low[of_large] - high[of_small],
        *(5 * (rows[:, 6:7] + rows[:, 7:]) for rows in (ends[of_small], ends[of_large], both)),
        pixel * width[of_small], pixel * width[of_large], pixel * height[of_small], pixel * height[of_large],
        pixel * border, border / np.minimum(width[of_small], width[of_large]), embedding[of_small], embedding[of_large]],
        axis=1)


def _overlaps(one: FloatArray, other: FloatArray, pairs: int) -> tuple[FloatArray, FloatArray]:
    """(K, 6) shares of rectangles (6 * K, 4) that lie in others, and their intersections over unions. A rectangle whose far
    end lies before the near one is empty."""
    sides = np.concatenate([one, other, np.minimum(one, other)])
    areas = np.maximum(sides[:, ::2] + sides[:, 1::2] + 1, 0).prod(axis=1).reshape(3, 6, pairs)
    shared = areas[2]
    return (shared / np.maximum(areas[0], 1)).T, (shared / np.maximum(areas[0] + areas[1] - shared, 1)).T


def _sides(reach: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Width, height and area in blocks."""
    width, height = reach[:, 0] + reach[:, 1] + 1, reach[:, 2] + reach[:, 3] + 1
    return width, height, width * height


@dataclass(frozen=True, eq=False)
class Perceptron:
    """With one hidden layer. hidden: (F, H). hidden_bias, out: (H,). out_bias: float."""

    hidden: FloatArray
    hidden_bias: FloatArray
    out: FloatArray
    out_bias: float

    def __call__(self, features: FloatArray) -> FloatArray:
        """(K,) log odds of (K, F)."""
        active = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        return np.asarray(active @ self.out + np.float32(self.out_bias), np.float32)


@dataclass(frozen=True, eq=False)
class Joiner:
    """alone: of a pair's `features`, names (F,). among: of these and AMONG_FEATURES, None where nothing looks twice."""

    alone: Perceptron
    among: Perceptron | None
    features: tuple[str, ...]

    def __call__(self, ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
        if self.among is None:
            return self.alone(pair_features(ties, first, second))
        return self.among(self.look(ties, first, second))

    def look(self, ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
        """(K, F + 6) features of the pairs and AMONG_FEATURES, after a first look at all of them, which `ties` keeps."""
        features = pair_features(ties, first, second)
        alone = np.maximum(np.minimum(self.alone(features), -_UNLIKELY), _UNLIKELY)
        ties.looked[first, second], ties.looked[second, first] = alone, alone
        return np.concatenate([features, _among(ties.looked, *_by_size(ties, first, second))], axis=1, dtype=np.float32)


def load_joiner(path: Path = WEIGHTS) -> Joiner:
    """One that looks at FEATURES and MEASURED_FEATURES. Raises ModelError when the file cannot be used."""
    expected = (*FEATURES, *MEASURED_FEATURES)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        alone = _perceptron(stored["alone"])
        joiner = Joiner(alone, _perceptron(stored["among"]) if "among" in stored else None, tuple(stored["features"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"cannot read {path} ({error!r}); it comes with the package: reinstall it, or make it with "
                         "`spatialgeo train segmenter`") from error
    for perceptron, inputs in ((alone, len(expected)), (joiner.among, len(expected) + len(AMONG_FEATURES))):
        if perceptron is None:
            continue
        shapes, units = (perceptron.hidden.shape, perceptron.hidden_bias.shape, perceptron.out.shape), perceptron.out.size
        if joiner.features != expected or shapes != ((inputs, units), (units,), (units,)):
            raise ModelError(f"{path} is of another version of this package: its features or shapes {shapes} do not fit; make "
                             "it anew with `spatialgeo train segmenter`")
    return joiner


def _perceptron(stored: dict[str, Any]) -> Perceptron:
    hidden, hidden_bias, out = (np.array(stored[name], np.float32) for name in ("hidden", "hidden_bias", "out"))
    return Perceptron(hidden, hidden_bias, out, float(stored["out_bias"]))


def save_joiner(joiner: Joiner, path: Path) -> None:
    stored: dict[str, object] = {"what": "perceptrons of scene/joining.py: log odds that two fragments are one thing",
                                 "features": joiner.features}
    for name, perceptron in (("alone", joiner.alone), ("among", joiner.among)):
        if perceptron is not None:
            stored[name] = {part.name: _rounded(getattr(perceptron, part.name)) for part in fields(Perceptron)}
    lines = (f" {json.dumps(name)}: {json.dumps(value)}" for name, value in stored.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _rounded(values: FloatArray | float) -> object:
    return np.round(np.asarray(values, np.float64), 5).tolist()
