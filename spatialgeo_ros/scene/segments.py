"""Which pixels are one thing, as numbered segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.partition import Affinities, partition
from spatialgeo_ros.scene.walls import Wall, on_walls


@dataclass(frozen=True, eq=False)
class Segments:
    """labels: (h, w) int32 at working resolution, 0 = support or nothing, 1..count."""

    labels: NDArray[np.int32]
    count: int


def find_segments(affinities: Affinities, view: LevelView, walls: tuple[Wall, ...], config: SceneConfig) -> Segments:
    """Segments that show enough pixels with depth, and are no part of a wall (a picture, a window)."""
    labels, count = partition(affinities, config.segments.partition)
    known = view.valid & (labels > 0)
    seen = np.bincount(labels[known], minlength=count + 1)
    on_wall = np.bincount(labels[known & on_walls(view, walls, config.walls.thickness_m)], minlength=count + 1)
    keep = (seen >= max(10, config.segments.min_pixels // view.working.step ** 2)) & (on_wall < 0.5 * seen)
    keep[0] = False
    order = np.zeros(count + 1, np.int32)
    order[keep] = np.arange(1, np.count_nonzero(keep) + 1)
    return Segments(order[labels], int(np.count_nonzero(keep)))
