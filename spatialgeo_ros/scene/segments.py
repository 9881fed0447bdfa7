"""Which pixels are one thing: patches of what stands off its support, joined, stacks cut, holes closed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.facets import Facets
from spatialgeo_ros.scene.holding import hold_together
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.merging import PatchTraits, merge_patches
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.regions import Patches, borders_of, colour_histograms, perimeters, smooth_patches, trimmed_range
from spatialgeo_ros.scene.supports import Support


@dataclass(frozen=True, eq=False)
class Segments:
    """labels: (h, w) int32 at working resolution, 0 = support or nothing, 1..count; the last `flat` of them are paper-thin."""

    labels: NDArray[np.int32]
    count: int
    flat: int = 0


def find_segments(view: LevelView, things: Mask, facets: Facets, supports: tuple[Support, ...],
                  config: SegmentConfig) -> Segments:
    """Segments among the pixels of `things` (h, w)."""
    patches = smooth_patches(view, things, config)
    upward = facets.upward(view.shape)
    borders = borders_of(patches, view, upward)
    traits = patch_traits(patches, view)
    joined = _relabelled(patches, merge_patches(borders, traits, config.merge))
    held = hold_together(joined, borders_of(joined, view, upward), view, supports, config)
    return renumbered(held[joined.labels], max(1, config.min_pixels // view.working.step ** 2))


def _relabelled(patches: Patches, new_label: NDArray[np.int32]) -> Patches:
    """Joined patches, numbered without gaps."""
    kept, dense = np.unique(new_label, return_inverse=True)
    return replace(patches, labels=dense.astype(np.int32)[patches.labels], count=len(kept) - 1)


def patch_traits(patches: Patches, view: LevelView) -> PatchTraits:
    members = np.flatnonzero(patches.labels.ravel())
    labels, points = patches.labels.ravel()[members], view.points.reshape(-1, 3)[members]
    x_range, y_range = (trimmed_range(points[:, axis], labels, patches.count) for axis in (0, 1))
    return PatchTraits(colour_histograms(view.lab, patches.labels, patches.count),
                       np.column_stack([x_range[0], y_range[0]]), np.column_stack([x_range[1], y_range[1]]),
                       perimeters(patches))


def renumbered(labels: NDArray[np.int32], min_pixels: int) -> Segments:
    """Without the small ones; numbers without gaps."""
    sizes = np.bincount(labels.ravel())
    keep = sizes >= min_pixels
    keep[0] = False
    order = np.zeros(len(sizes), np.int32)
    order[keep] = np.arange(1, np.count_nonzero(keep) + 1)
    return Segments(order[labels], int(np.count_nonzero(keep)))
