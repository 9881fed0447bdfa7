"""Which pixels are one thing, as numbered segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.partition import Affinities, partition


@dataclass(frozen=True, eq=False)
class Segments:
    """labels: (h, w) int32 at working resolution, 0 = support or nothing, 1..count."""

    labels: NDArray[np.int32]
    count: int


def find_segments(affinities: Affinities, view: LevelView, config: SegmentConfig) -> Segments:
    """Segments that show enough pixels with depth."""
    labels, count = partition(affinities, config.partition)
    seen = np.bincount(labels[view.valid], minlength=count + 1)
    keep = seen >= max(10, config.min_pixels // view.working.step ** 2)
    keep[0] = False
    order = np.zeros(count + 1, np.int32)
    order[keep] = np.arange(1, np.count_nonzero(keep) + 1)
    return Segments(order[labels], int(np.count_nonzero(keep)))
