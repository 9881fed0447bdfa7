"""The ground a thing covers, completed behind what the camera sees, with how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from spatialgeo_ros.geometry.boxes import (
    PlanRectangle,
    UprightAxis,
    fit_axis,
    rectangle_along,
    smallest_rectangle,
)
from spatialgeo_ros.types import FloatArray

_ROUND_RESIDUAL = 0.05  # of the radius: how far a round side's points may lie from the circle
_MIN_ARC = math.radians(100)  # a camera sees up to 180 degrees of a round side; less than this fits flat sides as well
_ROUND_SHARE = 0.7  # of the points of a round thing's side; the rest is a handle or a spout
_TOP_SHARE = 0.15  # of the height that counts as top face, rim or lid
_BOXY = 0.93  # share of its rectangle that nothing round fills: a circle has 0.79, with a hidden back not much more
_SIDE_POINTS = 400  # tell whether a side is round
_MANY = (100, 1500)  # points of which the outermost are left out of the hull
_RING = np.array([[math.cos(angle), math.sin(angle)] for angle in (math.pi / 12 * k for k in range(24))])


@dataclass(frozen=True, eq=False)
class Footprint:
    """rectangle in the viewer's x-y plane. unseen_std_m: standard deviation of its extent along the line of sight."""

    rectangle: PlanRectangle
    unseen_std_m: float
    is_round: bool


def fit_footprint(points: FloatArray, hull: FloatArray, bottom_m: float, top_m: float, noise_m: float) -> Footprint:
    """points: (N, 3) visible surface in the viewer frame; hull: of them. noise_m: of a point along the line of sight."""
    seen = smallest_rectangle(hull)
    sight = _line_of_sight(hull)
    boxy = cv2.contourArea(hull) > _BOXY * seen.length_m * seen.width_m
    axis = None if boxy else _round_side(points, seen, bottom_m, top_m, noise_m)
    if axis is not None and _explains(axis, hull, sight, noise_m):
        return _round_footprint(axis, hull, sight, noise_m)
    if top_m < -0.02 and _top_is_seen(points, bottom_m, top_m, seen, noise_m):
        return Footprint(seen, noise_m, False)
    return _guess_behind(seen, hull, sight, top_m - bottom_m)


def plan_hull(points: FloatArray) -> FloatArray:
    """(M, 2) convex hull of (N, 2 or 3) points seen from above, viewer frame.

    Of many points the outermost are left out, for noise of depth is what takes them out there, unless these are so many
    that the thing is near; but not those farthest aside, where a pixel's ray says how far that is.
    """
    plan = np.ascontiguousarray(points[:, :2], np.float32)
    if _MANY[0] <= len(plan) < _MANY[1]:
        outermost = np.asarray(cv2.convexHull(plan, returnPoints=False)[:, 0], np.int64)
        kept = np.ones(len(plan), bool)
        kept[outermost] = False
        inner, outer = plan[kept], plan[outermost]
        sight = _line_of_sight(outer).astype(np.float32)
        across = np.array([-sight[1], sight[0]])
        aside, within = outer @ across, inner @ across
        plan = np.concatenate([inner, outer[(aside < within.min()) | (aside > within.max())]])
    return np.asarray(cv2.convexHull(plan)[:, 0], np.float32)


def _line_of_sight(hull: FloatArray) -> FloatArray:
    """(2,) horizontal unit vector from the camera to the thing."""
    x, y = (hull.sum(axis=0) / len(hull)).tolist()
    length = max(math.hypot(x, y), 1e-6)
    return np.array([x / length, y / length])


def _round_side(points: FloatArray, seen: PlanRectangle, bottom_m: float, top_m: float,
                noise_m: float) -> UprightAxis | None:
    """The axis of what is round below its top, unless flat sides explain it better."""
    height = top_m - bottom_m
    if height < 0.02:
        return None
    side = points[:: max(1, len(points) // _SIDE_POINTS)]
    side = side[side[:, 2] < top_m - _TOP_SHARE * height]
    if len(side) < 30:
        return None
    axis = fit_axis(side)
    if axis is None or axis.arc_rad < _MIN_ARC or axis.fitted < _ROUND_SHARE:
        return None
    if axis.residual_m > _ROUND_RESIDUAL * axis.radius_m + noise_m or axis.residual_m > _flat_residual(side, seen):
        return None
    return axis


def _flat_residual(side: FloatArray, seen: PlanRectangle) -> float:
    """Standard deviation of how far (N, 3) points lie from the nearest side of the rectangle around all that is seen."""
    along, aside = np.abs(seen.local(side[:, :2]))
    gap = np.minimum(np.float32(seen.length_m / 2) - along, np.float32(seen.width_m / 2) - aside)
    gap -= gap.sum() / len(gap)
    return math.sqrt(float(gap @ gap) / len(gap))


def _explains(axis: UprightAxis, hull: FloatArray, sight: FloatArray, noise_m: float) -> bool:
    """The circle is not wider than the hull, and begins where the hull does: only its back is added to what is seen."""
    along, across = hull @ sight, hull @ np.array([-sight[1], sight[0]])
    depth, aside = (float(axis.x_m * u + axis.y_m * v) for u, v in (sight, (-sight[1], sight[0])))
    slack = 0.15 * axis.radius_m + noise_m
    return bool(aside - axis.radius_m > across.min() - slack and aside + axis.radius_m < across.max() + slack
                and depth - axis.radius_m > along.min() - slack)


def _round_footprint(axis: UprightAxis, hull: FloatArray, sight: FloatArray, noise_m: float) -> Footprint:
    """Square around circle and hull, turned to the camera; around a handle too, as close as it may be."""
    everything = np.concatenate([hull, np.array([axis.x_m, axis.y_m]) + axis.radius_m * _RING])
    sticks_out = float(np.hypot(hull[:, 0] - axis.x_m, hull[:, 1] - axis.y_m).max()) - axis.radius_m
    round_all_over = sticks_out < 0.15 * axis.radius_m + 2 * noise_m
    rectangle = rectangle_along(everything, sight) if round_all_over else smallest_rectangle(everything)
    return Footprint(rectangle, 0.1 * axis.radius_m + noise_m, round_all_over)


def _top_is_seen(points: FloatArray, bottom_m: float, top_m: float, seen: PlanRectangle, noise_m: float) -> bool:
    """Whether the top face spans the footprint, so that its far edge is the thing's far edge."""
    top = points[points[:, 2] > top_m - max(_TOP_SHARE * (top_m - bottom_m), 0.01, 2 * noise_m)]
    if len(top) < 10:
        return False
    length_m, width_m = np.ptp(seen.local(top[:, :2]), axis=1)
    return bool(length_m > 0.75 * seen.length_m and width_m > 0.7 * seen.width_m)


def _guess_behind(seen: PlanRectangle, hull: FloatArray, sight: FloatArray, height_m: float) -> Footprint:
    """Seen depth may be all there is, or one face only: things are rarely thinner than a third of their width."""
    depth, across = seen.extent_along(sight), seen.extent_along(np.array([-sight[1], sight[0]]))
    likely = max(depth, 0.4 * min(across, max(height_m, 0.3 * across)))
    missing = likely - depth
    if missing <= 0.1 * likely:
        return Footprint(seen, 0.1 * likely, False)
    behind = hull + (sight * missing).astype(np.float32)
    grown = smallest_rectangle(np.concatenate([hull, behind]))
    return Footprint(grown, max(0.5 * missing, 0.1 * likely), False)
