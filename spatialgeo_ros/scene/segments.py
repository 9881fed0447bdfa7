"""Which pixels are one thing: patches of what stands off its support, joined, stacks cut, holes closed."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig, SegmentConfig
from spatialgeo_ros.scene.facets import Facets
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.merging import PatchTraits, merge_patches
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.regions import Patches, borders_of, colour_histograms, smooth_patches, trimmed_range
from spatialgeo_ros.scene.supports import Support, clearance, on_support
from spatialgeo_ros.scene.walls import Wall, on_walls
from spatialgeo_ros.types import FloatArray


@dataclass(frozen=True, eq=False)
class Segments:
    """labels: (h, w) int32 at working resolution, 0 = support or nothing, 1..count."""

    labels: NDArray[np.int32]
    count: int


def find_segments(view: LevelView, things: Mask, facets: Facets, supports: tuple[Support, ...],
                  config: SegmentConfig) -> Segments:
    """Segments among the pixels of `things` (h, w)."""
    patches = smooth_patches(view, things, config)
    borders = borders_of(patches, view, facets.upward(view.shape))
    traits = patch_traits(patches, view, supports)
    labels = merge_patches(borders, traits, config.merge)[patches.labels]
    return renumbered(labels, max(1, config.min_pixels // view.working.step ** 2))


def patch_traits(patches: Patches, view: LevelView, supports: tuple[Support, ...]) -> PatchTraits:
    members = np.flatnonzero(patches.labels.ravel())
    labels, points = patches.labels.ravel()[members], view.points.reshape(-1, 3)[members]
    x_range, y_range = (trimmed_range(points[:, axis], labels, patches.count) for axis in (0, 1))
    above, _ = trimmed_range(clearance(points, supports), labels, patches.count)
    return PatchTraits(colour_histograms(view.lab, patches.labels, patches.count),
                       np.column_stack([x_range[0], y_range[0]]), np.column_stack([x_range[1], y_range[1]]), above)


def thing_pixels(view: LevelView, supports: tuple[Support, ...], walls: tuple[Wall, ...], config: SceneConfig) -> Mask:
    """(h, w) bool: has a depth and lies off every wall and support surface by more than noise."""
    depth = np.maximum(view.working.depth_m, 1e-3)
    height_sigma = view.working.sigma_m * np.abs(view.height_m) / depth
    tolerance = np.maximum(config.segments.min_height_m, config.segments.height_sigmas * height_sigma)
    surface = on_support(view, supports, tolerance) | on_walls(view, walls, config.walls.thickness_m)
    return np.asarray(view.valid & ~surface)


def renumbered(labels: NDArray[np.int32], min_pixels: int) -> Segments:
    """Without the small ones; numbers without gaps."""
    sizes = np.bincount(labels.ravel())
    keep = sizes >= min_pixels
    keep[0] = False
    order = np.zeros(len(sizes), np.int32)
    order[keep] = np.arange(1, np.count_nonzero(keep) + 1)
    return Segments(order[labels], int(np.count_nonzero(keep)))
