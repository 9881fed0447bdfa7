"""What stands on what: the support surface under a thing, or the thing it is stacked on or put into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.supports import Support
from spatialgeo_ros.types import FloatArray

_HIDDEN = 0.3  # share of its lower border behind nearer things from which a thing may go on down there
_REACH_M = 0.06  # seen bottoms end above the support where noise or an occluder hides the lowest part


@dataclass(frozen=True, eq=False)
class Extent:
    """Where the visible points of one thing lie, viewer frame. hull: (M, 2) plan hull. bottom/top: seen heights."""

    hull: FloatArray
    bottom_m: float
    top_m: float
    middle: FloatArray  # (3,) median point
    hidden_below: float = 0.0  # share of its lower border hidden by something nearer
    plan_area_m2: float = field(init=False)  # of the upright rectangle around the hull

    def __post_init__(self) -> None:
        object.__setattr__(self, "plan_area_m2", float(np.ptp(self.hull, axis=0).prod()))


@dataclass(frozen=True)
class Resting:
    """bottom_m: height the thing reaches down to. Indices into supports or things; -1 = none. contained: inside `on_thing`."""

    bottom_m: float
    on_support: int = -1
    on_thing: int = -1
    contained: bool = False


def find_resting(extents: Sequence[Extent], supports: Sequence[Support]) -> tuple[Resting, ...]:
    """For each thing, what carries it."""
    return tuple(_resting_of(index, extents, supports) for index in range(len(extents)))


def _resting_of(index: int, extents: Sequence[Extent], supports: Sequence[Support]) -> Resting:
    extent = extents[index]
    for other_index, other in enumerate(extents):
        if other_index != index and _is_inside(extent, other):
            return Resting(extent.bottom_m, on_thing=other_index, contained=True)
    ground, ground_height = _support_below(extent, supports)
    below = _thing_below(index, extents, ground_height)
    if below >= 0:
        return Resting(min(extents[below].top_m, extent.top_m - 0.005), on_thing=below)
    if ground < 0 or _hovers(extent, ground_height):
        return Resting(extent.bottom_m)
    return Resting(min(ground_height, extent.top_m - 0.003), on_support=ground)


def _hovers(extent: Extent, ground_height: float) -> bool:
    """Whether its lower end is in full view and far above the ground: then what carries it was not found."""
    return extent.bottom_m > ground_height + _REACH_M and extent.hidden_below < _HIDDEN


def _support_below(extent: Extent, supports: Sequence[Support]) -> tuple[int, float]:
    """Highest surface under the thing's middle that is not above its lowest point; (-1, nan) when there is none."""
    best, best_height = -1, float("nan")
    probes = np.vstack([extent.hull, extent.middle[None, :2]]).astype(np.float64)
    for index, support in enumerate(supports):
        height = float(support.height_at(extent.middle.astype(np.float64)))
        if height <= extent.bottom_m + 0.03 and not height < best_height \
                and np.count_nonzero(support.covers(probes)) >= 0.4 * len(probes):
            best, best_height = index, height
    return best, best_height


def _thing_below(index: int, extents: Sequence[Extent], ground_height: float) -> int:
    """The thing whose top carries this one: its seen bottom ends there, well above the ground, over the other's hull."""
    extent = extents[index]
    if extent.bottom_m < ground_height + 0.02:
        return -1
    best, best_gap = -1, _REACH_M / 2
    for other_index, other in enumerate(extents):
        if other_index == index or other.top_m > extent.top_m - 0.01:
            continue
        gap = abs(extent.bottom_m - other.top_m)
        if gap < best_gap and hull_overlap(extent.hull, other.hull) > 0.3:
            best, best_gap = other_index, gap
    return best


def _is_inside(extent: Extent, other: Extent) -> bool:
    """Over the other's hull, and reaching below its rim."""
    sunk = other.bottom_m - 0.01 < extent.bottom_m < other.top_m - 0.015
    wider = other.plan_area_m2 > 1.2 * extent.plan_area_m2
    return bool(sunk and wider and hull_overlap(extent.hull, other.hull) > 0.8)


def hull_overlap(hull: FloatArray, other: FloatArray) -> float:
    """Share of the convex polygon `hull` (M, 2) that lies in the convex polygon `other`."""
    if len(hull) < 3 or len(other) < 3:
        return 0.0
    area = cv2.contourArea(hull)
    common, _ = cv2.intersectConvexConvex(hull, other)
    return float(common / area) if area > 0 else 0.0


def inside_hull(hull: FloatArray, points: FloatArray) -> Mask:
    """(N,) whether (N, 2) points lie in the convex, counter-clockwise or clockwise, polygon (M, 2)."""
    edge = np.roll(hull, -1, axis=0) - hull
    side = edge[:, 0] * (points[:, None, 1] - hull[:, 1]) - edge[:, 1] * (points[:, None, 0] - hull[:, 0])
    return np.asarray((side >= 0).all(axis=1) | (side <= 0).all(axis=1))
