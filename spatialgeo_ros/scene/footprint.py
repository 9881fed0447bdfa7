"""The ground a thing covers, completed behind what the camera sees, with how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from spatialgeo_ros.geometry.boxes import PlanCircle, PlanRectangle, fit_circle, rectangle_along, smallest_rectangle
from spatialgeo_ros.types import FloatArray

_ROUND_RESIDUAL = 0.06  # of the radius: how far a round side's points may lie from the circle
_MIN_ARC = math.radians(100)  # a camera sees up to 180 degrees of a round side; less than this fits flat sides as well
_TOP_SHARE = 0.15  # of the height that counts as top face, rim or lid


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
    circle = _round_side(points, bottom_m, top_m, noise_m)
    if circle is not None and _explains(circle, hull, noise_m):
        return _round_footprint(circle, hull, sight, noise_m)
    if top_m < -0.02 and _top_is_seen(points, bottom_m, top_m, seen, noise_m):
        return Footprint(seen, noise_m, False)
    return _guess_behind(seen, hull, sight, top_m - bottom_m)


def plan_hull(points: FloatArray) -> FloatArray:
    """(M, 2) convex hull of (N, 2 or 3) points seen from above."""
    return np.asarray(cv2.convexHull(np.ascontiguousarray(points[:, :2], np.float32))[:, 0], np.float32)


def _line_of_sight(hull: FloatArray) -> FloatArray:
    """(2,) horizontal unit vector from the camera to the thing."""
    middle = hull.mean(axis=0).astype(np.float64)
    return np.asarray(middle / max(float(np.hypot(*middle)), 1e-6))


def _round_side(points: FloatArray, bottom_m: float, top_m: float, noise_m: float) -> PlanCircle | None:
    height = top_m - bottom_m
    if height < 0.02:
        return None
    side = points[points[:, 2] < top_m - _TOP_SHARE * height]
    if len(side) < 30:
        return None
    circle = fit_circle(side[:: max(1, len(side) // 300), :2])
    if circle is None or circle.arc_rad < _MIN_ARC:
        return None
    return circle if circle.residual_m < _ROUND_RESIDUAL * circle.radius_m + noise_m else None


def _explains(circle: PlanCircle, hull: FloatArray, noise_m: float) -> bool:
    """Nothing of the hull sticks out of the circle, and the circle is not much bigger than the hull."""
    distance = np.hypot(hull[:, 0] - circle.x_m, hull[:, 1] - circle.y_m)
    sticks_out = float(distance.max()) - circle.radius_m
    middle = hull.mean(axis=0)
    across = np.array([-middle[1], middle[0]]) / max(float(np.hypot(*middle)), 1e-6)
    width = float(np.ptp(hull @ across))
    return sticks_out < 0.15 * circle.radius_m + 2 * noise_m and abs(width - 2 * circle.radius_m) < 0.2 * width + noise_m


def _round_footprint(circle: PlanCircle, hull: FloatArray, sight: FloatArray, noise_m: float) -> Footprint:
    """Square around circle and hull, turned to the camera."""
    angles = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    ring = np.column_stack([circle.x_m + circle.radius_m * np.cos(angles), circle.y_m + circle.radius_m * np.sin(angles)])
    everything = np.vstack([hull, ring])
    return Footprint(rectangle_along(everything, sight), 0.1 * circle.radius_m + noise_m, True)


def _top_is_seen(points: FloatArray, bottom_m: float, top_m: float, seen: PlanRectangle, noise_m: float) -> bool:
    """Whether the top face spans the footprint, so that its far edge is the thing's far edge."""
    top = points[points[:, 2] > top_m - max(_TOP_SHARE * (top_m - bottom_m), 0.01, 2 * noise_m)]
    if len(top) < 10:
        return False
    local = (top[:, :2] - np.array([seen.x_m, seen.y_m], np.float32)) @ seen.axes.T.astype(np.float32)
    spans = np.ptp(local, axis=0)
    return bool(spans[0] > 0.75 * seen.length_m and spans[1] > 0.7 * seen.width_m)


def _guess_behind(seen: PlanRectangle, hull: FloatArray, sight: FloatArray, height_m: float) -> Footprint:
    """Seen depth may be all there is, or one face only: things are rarely thinner than a third of their width."""
    depth, across = seen.extent_along(sight), seen.extent_along(np.array([-sight[1], sight[0]]))
    likely = max(depth, 0.4 * min(across, max(height_m, 0.3 * across)))
    missing = likely - depth
    if missing <= 0.1 * likely:
        return Footprint(seen, 0.1 * likely, False)
    behind = hull + (sight * missing).astype(np.float32)
    grown = smallest_rectangle(np.vstack([hull, behind]))
    return Footprint(grown, max(0.5 * missing, 0.1 * likely), False)
