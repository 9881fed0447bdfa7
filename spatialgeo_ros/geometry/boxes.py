"""Boxes on level ground: rectangles around points seen from above, and the axes of what is round."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from spatialgeo_ros.geometry.order_statistics import median
from spatialgeo_ros.types import FloatArray, OrientedBox, Pose

_OUTLYING = 4.0  # times the median error: 2.7 standard deviations when errors are normal


@dataclass(frozen=True)
class PlanRectangle:
    """Rectangle in the horizontal plane. yaw_rad: from the frame's x axis to the side of length_m, counter-clockwise."""

    x_m: float
    y_m: float
    length_m: float
    width_m: float
    yaw_rad: float

    @property
    def axes(self) -> FloatArray:
        """(2, 2) rows: unit vectors along length and width."""
        cosine, sine = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        return np.array([[cosine, sine], [-sine, cosine]])

    def corners(self) -> FloatArray:
        """(4, 2) counter-clockwise."""
        half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array([self.length_m, self.width_m]) / 2
        return np.asarray(half @ self.axes + np.array([self.x_m, self.y_m]))

    def local(self, points: FloatArray) -> FloatArray:
        """(2, N) where (N, 2) points lie along length and width, from the centre; of the same type."""
        return np.asarray(self.axes.astype(points.dtype) @ (points - np.array([self.x_m, self.y_m], points.dtype)).T)

    def extent_along(self, direction: FloatArray) -> float:
        """Metres between the rectangle's two tangents across the unit direction (2,)."""
        return float(np.abs(self.axes @ direction) @ np.array([self.length_m, self.width_m]))


@dataclass(frozen=True)
class UprightAxis:
    """Axis of a solid of revolution that stands upright. radius_m: of its widest slice.

    residual_m: root mean square distance of the fitted points from the circles of their slices. fitted: share of the
    points that lie near these. arc_rad: angle that the fitted points cover, seen from the axis.
    """

    x_m: float
    y_m: float
    radius_m: float
    residual_m: float
    fitted: float
    arc_rad: float


def smallest_rectangle(points: FloatArray) -> PlanRectangle:
    """Rectangle of least area around (N, 2) points, N >= 1; yaw in (-pi/2, pi/2], its longer side is the length."""
    (x, y), (first, second), degrees = cv2.minAreaRect(np.ascontiguousarray(points, np.float32))
    yaw = math.radians(degrees)
    if first < second:
        first, second, yaw = second, first, yaw + math.pi / 2
    yaw = math.atan2(math.sin(2 * yaw), math.cos(2 * yaw)) / 2
    return PlanRectangle(x, y, first, second, yaw)


def rectangle_along(points: FloatArray, direction: FloatArray) -> PlanRectangle:
    """Tightest rectangle around (N, 2) points whose length lies along the unit direction (2,)."""
    axes = np.array([direction, [-direction[1], direction[0]]])
    local = axes @ points.T
    low, high = local.min(axis=1), local.max(axis=1)
    x, y = (low + high) / 2 @ axes
    length, width = high - low
    return PlanRectangle(float(x), float(y), float(length), float(width), math.atan2(direction[1], direction[0]))


def fit_axis(points: FloatArray, slices: int = 8, rounds: int = 3) -> UprightAxis | None:
    """Axis of the solid of revolution through (N, 3) points, N >= 5, z up; None when degenerate.

    Algebraic least squares for circles with a common centre m and a radius for each slice of heights, refitted without
    the worst points: |p|^2 = 2 m . p + r[slice]^2 - |m|^2.
    """
    x, y, z = np.ascontiguousarray(points.T, np.float64)
    low, x0, y0 = float(z.min()), float(x.sum()) / len(x), float(y.sum()) / len(y)
    at = np.minimum((z - low) * (slices / max(float(z.max()) - low, 1e-9)), slices - 1).astype(np.intp)
    of_slice = np.zeros((slices, len(x)))
    of_slice[at, np.arange(len(x))] = 1
    x, y = x - x0, y - y0  # near the origin, squares keep their digits
    values = np.array([np.ones(len(x)), x, y, x * x + y * y])
    kept, count = np.ones(len(x)), len(x)
    for _ in range(rounds):
        weighed = values * kept
        sums = weighed @ of_slice.T
        counts = np.maximum(sums[0], 1e-9)
        (_, xx, xy, xq), (_, _, yy, yq) = (values[1:3] @ weighed.T - (sums[1:3] / counts) @ sums.T).tolist()
        determinant = xx * yy - xy * xy
        if determinant <= 1e-14 * (xx + yy) ** 2 or count < 5:
            return None
        x1, y1 = (yy * xq - xy * yq) / (2 * determinant), (xx * yq - xy * xq) / (2 * determinant)
        radii = np.sqrt(np.maximum(np.array([-2 * x1, -2 * y1, 1]) @ sums[1:] / counts + (x1 * x1 + y1 * y1), 0))
        x_off, y_off = x - x1, y - y1
        error = np.abs(np.hypot(x_off, y_off) - radii.take(at))
        fitted, kept = kept, (error <= _OUTLYING * median(error) + 1e-9).astype(np.float64)
        before, count = count, int(np.count_nonzero(kept))
        if abs(before - count) < 0.02 * len(x):
            break
    inner = np.flatnonzero(fitted)
    angles = np.sort(np.arctan2(y_off.take(inner), x_off.take(inner)))
    widest_gap = max(float((angles[1:] - angles[:-1]).max()), float(angles[0] - angles[-1]) + 2 * math.pi)
    error = error.take(inner)
    widest = float(radii[counts >= max(5, 0.02 * len(x))].max(initial=0.0))
    return UprightAxis(x0 + x1, y0 + y1, widest, math.sqrt(float(error @ error) / len(inner)), len(inner) / len(x),
                       2 * math.pi - widest_gap)


def box_on(rectangle: PlanRectangle, bottom_m: float, top_m: float) -> OrientedBox:
    """Upright box over a rectangle of the frame's x-y plane, z up."""
    cosine, sine = math.cos(rectangle.yaw_rad), math.sin(rectangle.yaw_rad)
    rotation = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1.0]])
    centre = np.array([rectangle.x_m, rectangle.y_m, (bottom_m + top_m) / 2])
    return OrientedBox(Pose(rotation, centre), np.array([rectangle.length_m, rectangle.width_m, top_m - bottom_m]))
