"""Which pixels are one thing, as numbered segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.joining import Score
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.partition import Affinities, Looks, partition
from spatialgeo_ros.types import FloatArray


@dataclass(frozen=True, eq=False)
class Segments:
    """labels: (h, w) int32 at working resolution, 0 = support or nothing, 1..count."""

    labels: NDArray[np.int32]
    count: int


def find_segments(affinities: Affinities, looks: Looks, score: Score, view: LevelView, above: FloatArray,
                  config: SegmentConfig) -> Segments:
    """Segments that show enough pixels with depth, and either rise above the surface beneath or are surely no print on it.

    score: tells which fragments are one thing. above: (h, w) metres over that surface, inf where none is known.
    """
    labels, count = partition(affinities, looks, score, config.partition)
    members = np.flatnonzero(labels > 0)
    of = labels.ravel().take(members)
    things, heights = (image.ravel().take(members) for image in (affinities.thing, above))
    pixels = np.bincount(of, minlength=count + 1)
    odds = np.bincount(of, things, count + 1) / np.maximum(pixels, 1)
    return kept_segments(labels, shows_enough(labels, count, view, config) & (odds >= config.least_odds)
                         & ~_prints(of, pixels, odds, heights, config))


def shows_enough(labels: NDArray[np.integer], count: int, view: LevelView, config: SegmentConfig) -> NDArray[np.bool_]:
    """(count + 1,) whether a segment of (h, w) labels shows enough pixels with depth."""
    seen = np.bincount(labels.ravel().take(np.flatnonzero(view.valid & (labels > 0))), minlength=count + 1)
    return np.asarray(seen >= max(10, config.min_pixels // view.working.step ** 2))


def kept_segments(labels: NDArray[np.integer], keep: NDArray[np.bool_]) -> Segments:
    """Those of (h, w) labels that `keep` (count + 1,) says, numbered without gaps; 0 is never one."""
    order = np.zeros(len(keep), np.int32)
    order[1:][keep[1:]] = np.arange(1, np.count_nonzero(keep[1:]) + 1)
    return Segments(order.take(labels), int(np.count_nonzero(keep[1:])))


def _prints(of: NDArray[np.int32], pixels: NDArray[np.intp], odds: FloatArray, heights: FloatArray,
            config: SegmentConfig) -> NDArray[np.bool_]:
    """(count + 1,) whether depth shows nothing of a segment and its looks leave doubt: a square of a chessboard, say.

    of, heights: (N,) of each pixel of a segment. pixels: (count + 1,) how many. odds: (count + 1,) mean log odds of being of a
    thing."""
    known = np.flatnonzero(np.isfinite(heights))
    over = np.bincount(of.take(known), minlength=len(pixels))
    height = np.bincount(of.take(known), heights.take(known), len(pixels)) / np.maximum(over, 1)
    return np.asarray((over > 0.5 * pixels) & (np.abs(height) < config.flat_m) & (odds < config.flat_odds))
