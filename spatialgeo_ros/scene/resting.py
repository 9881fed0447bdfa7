"""What stands on what: the support surface under a thing, or the thing it is stacked on or put into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from spatialgeo_ros.scene.contacts import Contact
from spatialgeo_ros.scene.containment import walls_around
from spatialgeo_ros.scene.supports import Foot, Support
from spatialgeo_ros.types import FloatArray

_HIDDEN = 0.3  # share of its lower border behind nearer things from which a thing may go on down there
_REACH_M = 0.06  # seen bottoms end above the support where noise or an occluder hides the lowest part
_LOW_M = 0.015  # what begins lower over a surface is on that surface
_GAP_M = 0.03  # between the lowest that is seen of a thing and what it stands on
_ROUND = 0.5  # share of its width by which more is unseen of what is round, from above
_OWN_M = 0.03  # surfaces that are less apart in height may be one, or the thing's own top: the one where it ends counts
_SEAT = 0.65  # share of a chair's height below which its seat is
_STEP_M = 0.008  # noise of heights along the border between two things
_AROUND = 0.8  # share of its lower border along which a thing touches what it lies on, seen from above
_TOUCHING = 0.3  # share of its lower border along which a thing touches what it stands on
_OVER = 0.2  # share of the plan that a thing has in common with what it stands on
_SUNK_M, _SUNK = 0.03, 0.2  # below the rim, metres and share of the container's height: noise of a top is less
_BEHIND_M = 0.0135  # the same where the near wall hides how far a thing is sunk
_WALLED = 0.3  # share of directions in which the container's wall is seen: the thing itself hides part of it
_FLOOR_M = 0.006  # thickness of a container's floor
_WIDE, _STAYS_UP = 0.75, 0.25  # of the container's width: wider things stay up by this share of what is hidden
_RASTER = 64

Contacts = Mapping[tuple[int, int], Contact]


@dataclass(frozen=True, eq=False)
class Extent:
    """Where the visible points of one thing lie, viewer frame. hull: (M, 2) plan hull. bottom/top: seen heights."""

    hull: FloatArray
    bottom_m: float
    top_m: float
    middle: FloatArray  # (3,) median point
    surface: FloatArray  # (N, 3) sample of the points
    height_sigma_m: float  # of a point
    low_m: float  # height under which 5 % of the points lie: noise and mixed pixels may take bottom_m below a surface
    hidden_below: float = 0.0  # share of its lower border hidden by something nearer

    @property
    def plan_area_m2(self) -> float:
        """Of the upright rectangle around the hull."""
        return float((self.hull.max(axis=0) - self.hull.min(axis=0)).prod())

    def overlap(self, other: Extent) -> float:
        """`hull_overlap` of the two, kept: it is asked several times."""
        known: dict[Extent, float] = self.__dict__.setdefault("_overlaps", {})
        if other not in known:
            known[other] = hull_overlap(self.hull, other.hull)
        return known[other]


@dataclass(frozen=True)
class Resting:
    """bottom_m: height the thing reaches down to. Indices into supports or things; -1 = none. contained: inside `on_thing`."""

    bottom_m: float
    on_support: int = -1
    on_thing: int = -1
    contained: bool = False


def find_resting(extents: Sequence[Extent], supports: Sequence[Support], contacts: Contacts,
                 complete: bool = False, carried_by: Sequence[int] | None = None) -> tuple[Resting, ...]:
    """For each thing, what carries it. contacts: between indices of extents, upper one first.

    complete: supports holds all there is, so that what seems to hover over one hides its own foot. carried_by: of each thing,
    the support that is seen to carry it, whatever heights say; -1 = none.
    """
    below: list[dict[int, Contact]] = [{} for _ in extents]
    for (upper, lower), contact in contacts.items():
        below[upper][lower] = contact
    grounds = _supports_below(extents, supports)
    first = [_carrier(index, extents, grounds[index], below[index], complete) for index in range(len(extents))]
    for index, support in enumerate(carried_by or ()):
        if support >= 0 and first[index].on_thing < 0:
            height = float(supports[support].height_at(extents[index].middle))
            first[index] = Resting(min(height, extents[index].top_m - 0.003), on_support=support)
    return tuple(_in_container(extents[index], rest, first[rest.on_thing].bottom_m, extents[rest.on_thing],
                               below[index][rest.on_thing]) if rest.contained else rest
                 for index, rest in enumerate(first))


def _carrier(index: int, extents: Sequence[Extent], ground_below: tuple[int, float], below: Mapping[int, Contact],
             complete: bool) -> Resting:
    """What carries a thing; the bottom of what is in another one is the lowest that is seen of it.

    ground_below: the support under it and its height, as from _supports_below.
    """
    extent = extents[index]
    touched = sorted(below, key=lambda other: -below[other].share)
    for other in touched:
        if _is_inside(extent, extents[other], below[other]):
            return Resting(min(extent.bottom_m, extents[other].top_m), on_thing=other, contained=True)
    ground, ground_height = ground_below
    for other in touched:
        if not extent.bottom_m < ground_height + _LOW_M and _stands_on(extent, extents[other], below[other]):
            return Resting(min(below[other].lower_m, extent.top_m - 0.005), on_thing=other)
    if ground < 0 or _hovers(extent, ground_height, complete):
        return Resting(extent.bottom_m)
    return Resting(min(ground_height, extent.top_m - 0.003), on_support=ground)


def _on_seat(extent: Extent, foot_m: float, top_m: float, contact: Contact) -> bool:
    """Whether what surrounds a thing, from foot to top, is a chair, not a vessel: in full view the thing ends low in it and
    yet high over its foot."""
    low = contact.lower_m < foot_m + _SEAT * (top_m - foot_m)
    return low and extent.hidden_below < _HIDDEN and contact.lower_m > foot_m + _REACH_M


def _in_container(extent: Extent, rest: Resting, foot_m: float, container: Extent, contact: Contact) -> Resting:
    """With the bottom that a thing in a container likely has, of which the container's walls hide the lowest part.

    Things reach the container's floor, but those nearly as wide as a bowl stay up on its sides. What lies on a seat is in no
    container. foot_m: what the container reaches down to.
    """
    if _on_seat(extent, min(foot_m, container.bottom_m), container.top_m, contact):
        return Resting(min(extent.bottom_m, contact.lower_m), on_thing=rest.on_thing)
    floor = min(foot_m, container.bottom_m + 0.01) + _FLOOR_M
    wide = float(np.ptp(extent.hull, axis=0).max()) > _WIDE * float(np.ptp(container.hull, axis=0).max())
    return replace(rest, bottom_m=min(rest.bottom_m, floor + (_STAYS_UP * max(rest.bottom_m - floor, 0.0) if wide else 0)))


def hovering(extents: Sequence[Extent], resting: Sequence[Resting]) -> tuple[Foot, ...]:
    """Where things end that nothing known carries."""
    return tuple(Foot(extent.hull, extent.bottom_m, max(_GAP_M, 3 * extent.height_sigma_m))
                 for extent, rest in zip(extents, resting, strict=True)
                 if rest.on_support < 0 and rest.on_thing < 0)


def _hovers(extent: Extent, ground_height: float, complete: bool) -> bool:
    """Whether it ends far above the ground, in full view or with more hidden than seen: what carries it was not found."""
    gap_m = extent.bottom_m - ground_height
    in_view = extent.hidden_below < _HIDDEN and not complete
    return gap_m > _REACH_M and (in_view or gap_m > extent.top_m - extent.bottom_m)


def _supports_below(extents: Sequence[Extent], supports: Sequence[Support]) -> list[tuple[int, float]]:
    """Of each thing, the highest surface under its middle that is not above its lowest part, and the height of that there;
    (-1, nan) when there is none. Of surfaces of nearly one height it is the one where the thing ends, and under what is
    hidden below the lowest surface goes on."""
    if not extents or not supports:
        return [(-1, float("nan"))] * len(extents)
    middles = np.array([extent.middle for extent in extents], np.float64)
    probes = np.concatenate([each for extent in extents for each in (extent.hull, extent.middle[None, :2])]).astype(np.float64)
    counts = np.array([len(extent.hull) + 1 for extent in extents])
    starts = np.cumsum(counts) - counts
    limit = np.array([max(extent.bottom_m + 0.03, extent.low_m + 0.01) for extent in extents])
    heights = np.array([support.height_at(middles) for support in supports])  # (S, N)
    covered = np.array([np.add.reduceat(support.covers(probes).astype(np.intp), starts) for support in supports])
    covered[0, [extent.hidden_below > _HIDDEN for extent in extents]] = counts.max()  # supports[0] is the lowest
    fits = (covered >= 0.4 * counts) & (heights <= limit)
    bottoms = np.array([extent.bottom_m for extent in extents])
    close = fits & (heights > np.where(fits, heights, -np.inf).max(axis=0) - _OWN_M)
    away = np.where(close, np.abs(heights - bottoms), np.inf)
    nearest = len(supports) - 1 - away[::-1].argmin(axis=0)  # of equal ones the last
    return [(index, float(heights[index, k])) if fits[index, k] else (-1, float("nan"))
            for k, index in enumerate(nearest.tolist())]


def _stands_on(extent: Extent, other: Extent, contact: Contact) -> bool:
    """Whether the other one's surface goes on right where this thing ends, and is under it."""
    unseen_m = max(_GAP_M, _ROUND * float(np.ptp(extent.hull, axis=0).min()) if contact.share > _AROUND else 0.0)
    meets = contact.rise_m > -_STEP_M and contact.lower_m - _GAP_M < extent.bottom_m < contact.lower_m + unseen_m
    seen = contact.share > _TOUCHING or abs(extent.bottom_m - other.top_m) < _GAP_M
    return bool(meets and seen and extent.overlap(other) > _OVER)


def _is_inside(extent: Extent, other: Extent, contact: Contact) -> bool:
    """Over the other's hull, with walls around, and reaching below its rim: seen to do so, or hidden by the near wall."""
    # right behind a rim a thing goes on below it; on a face it begins there, and goes up from pixel to pixel
    hidden_m = other.top_m - contact.upper_m - 2 * contact.rise_m
    seen_m = other.top_m - contact.lower_m
    if hidden_m < max(_BEHIND_M, 3.5 * other.height_sigma_m) \
            and seen_m < max(_SUNK_M, _SUNK * (other.top_m - other.bottom_m)):
        return False
    if other.plan_area_m2 < 0.8 * extent.plan_area_m2 or extent.bottom_m < other.bottom_m - 0.03:
        return False
    if extent.overlap(other) < (_OVER if contact.share > 0.5 else 0.6):
        return False
    level = min(contact.upper_m, contact.lower_m)
    return bool(walls_around(extent.middle[None], [other.surface], np.array([0.5 * (level + other.top_m)]))[0] > _WALLED)


def hull_overlap(hull: FloatArray, other: FloatArray) -> float:
    """Share of the smaller one of two convex polygons (M, 2) that lies in the larger one.

    Drawn, not computed: OpenCV's intersection of convex polygons fails for some that nearly share an edge.
    """
    if len(hull) < 3 or len(other) < 3:
        return 0.0
    both = np.concatenate([hull, other])
    low, high = both.min(axis=0), both.max(axis=0)
    scale = (_RASTER - 1) / max(float((high - low).max()), 1e-6)
    drawn = []
    for polygon in (hull, other):
        mask = np.zeros((_RASTER, _RASTER), np.uint8)
        cv2.fillConvexPoly(mask, np.rint((polygon - low) * scale).astype(np.int32), 1)
        drawn.append(mask)
    return float(np.count_nonzero(drawn[0] & drawn[1]) / min(np.count_nonzero(mask) for mask in drawn))
