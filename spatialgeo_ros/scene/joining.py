"""Which fragments are one thing: pairs join, the likeliest first, until none is likely (hierarchical agglomeration with a
learned policy: Nunez-Iglesias et al. 2013, "Machine learning of hierarchical clustering to segment 2D and 3D images").

How likely a pair is, a small perceptron tells from what the network says of their pixels and from what each shows as a whole.
All of that adds up, so that two fragments that join are one fragment more to look at.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.types import FloatArray

WEIGHTS = Path(__file__).resolve().parents[1] / "weights" / "joining.json"
GROUPS = 4  # of affinities: next pixels, then those 3, 9 and 24 blocks apart
NEVER = np.float32(-1e3)
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
# likewise, where a model says of what kind each block is
KIND_FEATURES = ("kinds alike", "kind of small sure", "kind of large sure")
MEANS = 12  # L, a, b, normal (3), log range, height, height over support, support known, L squared, a squared + b squared


@dataclass(eq=False)
class Ties:
    """What is known of n fragments and of their pairs; index 0 is no fragment. Changes as fragments join.

    total, number: (GROUPS, n, n) symmetric, log odds summed over the pairs of pixels of two fragments, and how many.
    pixels: (n,). odds: (n,) log odds of being a thing, summed. looks: (n, MEANS) summed over blocks. blocks: (n,).
    reach: (n, 4) -left, right, -top, bottom in blocks. kinds: (n, K) probabilities of kinds of things, summed over blocks;
    K is 0 where no model tells.
    """

    total: FloatArray
    number: FloatArray
    pixels: FloatArray
    odds: FloatArray
    looks: FloatArray
    blocks: FloatArray
    reach: FloatArray
    kinds: FloatArray

    def join(self, keep: int, drop: int) -> None:
        """Fragment `keep` becomes both."""
        for table in (self.total, self.number):
            table[:, keep] += table[:, drop]
            table[:, :, keep] += table[:, :, drop]
            table[:, drop], table[:, :, drop], table[:, keep, keep] = 0, 0, 0
        for sums in (self.pixels, self.odds, self.looks, self.blocks, self.kinds):
            sums[keep] += sums[drop]
        np.maximum(self.reach[keep], self.reach[drop], out=self.reach[keep])

    def partners(self, one: int) -> NDArray[np.int64]:
        """Fragments that some pair of pixels ties to `one`."""
        return np.flatnonzero(self.number[:, one].any(axis=0))


# log odds that the fragments first[k] and second[k] are one thing, (K,) of (K,) and (K,)
Score = Callable[[Ties, NDArray[np.int64], NDArray[np.int64]], FloatArray]


def join(ties: Ties, score: Score, threshold: float) -> NDArray[np.int32]:
    """(n,) fragment that each one has become part of. `ties` is used up."""
    size = len(ties.pixels)
    parent: NDArray[np.int32] = np.arange(size, dtype=np.int32)
    scores = np.full((size, size), NEVER, np.float32)
    first, second = np.nonzero(np.triu(ties.number.any(axis=0), 1))
    while True:
        if len(first):
            scores[first, second] = scores[second, first] = score(ties, first, second)
        keep, drop = divmod(int(scores.argmax()), size)
        if scores[keep, drop] <= threshold:
            return parent
        parent[parent == drop] = keep
        ties.join(keep, drop)
        for gone in (keep, drop):
            scores[gone], scores[:, gone] = NEVER, NEVER
        second = ties.partners(keep)
        first = np.full_like(second, keep)


def pair_features(ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
    """(K, F) float32 FEATURES of the pairs first[k], second[k], and KIND_FEATURES where kinds are known."""
    second_is_small = ties.pixels[second] < ties.pixels[first]
    small, large = np.where(second_is_small, second, first), np.where(second_is_small, first, second)
    total, number = ties.total[:, first, second], ties.number[:, first, second]
    a, b = (ties.looks[each] / np.maximum(ties.blocks[each], 1)[:, None] for each in (small, large))
    apart = np.abs(a - b)
    light, chroma = zip(*(_spreads(mean) for mean in (a, b)), strict=True)
    return np.stack([
        *(total / np.maximum(number, 1) / 3), *(np.log1p(number) / 4),
        *(np.log(ties.pixels[each]) / 4 - 1 for each in (small, large)),
        *(ties.odds[each] / ties.pixels[each] / 4 for each in (small, large)),
        apart[:, 0], apart[:, 1], apart[:, 2], np.hypot(apart[:, 1], apart[:, 2]),
        (a[:, 3:6] * b[:, 3:6]).sum(axis=1), 5 * apart[:, 6], 5 * apart[:, 7], a[:, 8] + b[:, 8], apart[:, 8],
        light[0] + light[1], np.abs(light[0] - light[1]), chroma[0] + chroma[1], np.abs(chroma[0] - chroma[1]),
        *_placement(ties.reach[small], ties.reach[large], ties.blocks[small], ties.blocks[large]),
        *_kinds(ties.kinds[small], ties.kinds[large])], axis=1).astype(np.float32)


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


def _kinds(small: FloatArray, large: FloatArray) -> list[FloatArray]:
    """KIND_FEATURES: the Bhattacharyya coefficient of what kinds each may be, and the probability of each one's likeliest."""
    if not small.shape[1]:
        return []
    small, large = (kinds / np.maximum(kinds.sum(axis=1, keepdims=True), 1e-6) for kinds in (small, large))
    return [np.sqrt(small * large).sum(axis=1), small.max(axis=1), large.max(axis=1)]


def _sides(reach: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Width, height and area in blocks."""
    width, height = reach[:, 0] + reach[:, 1] + 1, reach[:, 2] + reach[:, 3] + 1
    return width, height, width * height


@dataclass(frozen=True, eq=False)
class Joiner:
    """A perceptron with one hidden layer. hidden: (F, H). hidden_bias, out: (H,). out_bias: float."""

    hidden: FloatArray
    hidden_bias: FloatArray
    out: FloatArray
    out_bias: float

    def __call__(self, ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
        return self.log_odds(pair_features(ties, first, second))

    def log_odds(self, features: FloatArray) -> FloatArray:
        """(K,) of (K, F)."""
        active = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        return np.asarray(active @ self.out + np.float32(self.out_bias), np.float32)


def load_joiner(path: Path = WEIGHTS, kinds: bool = False) -> Joiner:
    """kinds: one that looks at KIND_FEATURES, too. Raises ModelError when the file cannot be used."""
    expected = (*FEATURES, *KIND_FEATURES) if kinds else FEATURES
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        hidden, bias, out = (np.array(stored[name], np.float32) for name in ("hidden", "hidden_bias", "out"))
        joiner = Joiner(hidden, bias, out, float(stored["out_bias"]))
        features, shapes = tuple(stored["features"]), (joiner.hidden.shape, joiner.hidden_bias.shape, joiner.out.shape)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"cannot read {path} ({error!r}); it comes with the package: reinstall it, or make it with "
                         "`spatialgeo train segmenter`") from error
    if features != expected or shapes != ((len(expected), bias.size), (bias.size,), (bias.size,)):
        raise ModelError(f"{path} is of another version of this package: its features or shapes {shapes} do not fit; make "
                         "it anew with `spatialgeo train segmenter`")
    return joiner


def save_joiner(joiner: Joiner, path: Path) -> None:
    stored = {"what": "perceptron of scene/joining.py: log odds that two fragments are one thing",
              "features": (*FEATURES, *KIND_FEATURES)[:len(joiner.hidden)],
              **{name: _rounded(getattr(joiner, name)) for name in ("hidden", "hidden_bias", "out", "out_bias")}}
    lines = (f" {json.dumps(name)}: {json.dumps(value)}" for name, value in stored.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _rounded(values: FloatArray | float) -> object:
    return np.round(np.asarray(values, np.float64), 5).tolist()
