"""Boxes on level ground: rectangles and circles around points seen from above."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from spatialgeo_ros.types import FloatArray, OrientedBox, Pose


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

    def extent_along(self, direction: FloatArray) -> float:
        """Metres between the rectangle's two tangents across the unit direction (2,)."""
        return float(np.abs(self.axes @ direction) @ np.array([self.length_m, self.width_m]))


@dataclass(frozen=True)
class PlanCircle:
    """Circle in the horizontal plane. residual_m: root mean square distance of the fitted points from it.

    arc_rad: angle of the circle that the points cover, seen from its centre.
    """

    x_m: float
    y_m: float
    radius_m: float
    residual_m: float
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
    local = points @ axes.T
    low, high = local.min(axis=0), local.max(axis=0)
    x, y = (low + high) / 2 @ axes
    length, width = high - low
    return PlanRectangle(float(x), float(y), float(length), float(width), math.atan2(direction[1], direction[0]))


def fit_circle(points: FloatArray, rounds: int = 2) -> PlanCircle | None:
    """Circle through (N, 2) points, N >= 5, by algebraic least squares, refitted without the worst; None when degenerate."""
    x, y = np.ascontiguousarray(points.T, np.float64)
    for _ in range(rounds):
        x_mean, y_mean = float(x.sum()) / len(x), float(y.sum()) / len(y)
        x_off, y_off = x - x_mean, y - y_mean
        # |p|^2 = 2 m . p + c in the least squares sense; the points' mean is 0, so that c does not depend on m
        squares = x_off * x_off + y_off * y_off
        xx, xy, yy = float(x_off @ x_off), float(x_off @ y_off), float(y_off @ y_off)
        x_moment, y_moment = float(squares @ x_off), float(squares @ y_off)
        determinant, spread = xx * yy - xy * xy, xx + yy
        if determinant <= 1e-14 * spread ** 2:
            return None
        x_shift, y_shift = ((yy * x_moment - xy * y_moment) / (2 * determinant),
                            (xx * y_moment - xy * x_moment) / (2 * determinant))
        radius = math.sqrt(spread / len(x) + x_shift ** 2 + y_shift ** 2)
        x_off -= x_shift
        y_off -= y_shift
        error = np.sqrt(x_off * x_off + y_off * y_off) - radius
        mean = float(error.sum()) / len(error)
        std = math.sqrt(max(float(error @ error) / len(error) - mean ** 2, 0.0))
        kept = np.flatnonzero(np.abs(error) <= 2.5 * std + 1e-9)
        x, y = x.take(kept), y.take(kept)
        if len(kept) < 5:
            return None
    angles = np.sort(np.arctan2(y_off.take(kept), x_off.take(kept)))
    widest_gap = max(float((angles[1:] - angles[:-1]).max()), float(angles[0] - angles[-1]) + 2 * math.pi)
    error = error.take(kept)
    residual = math.sqrt(float(error @ error) / len(error))
    return PlanCircle(x_mean + x_shift, y_mean + y_shift, radius, residual, 2 * math.pi - widest_gap)


def box_on(rectangle: PlanRectangle, bottom_m: float, top_m: float) -> OrientedBox:
    """Upright box over a rectangle of the frame's x-y plane, z up."""
    cosine, sine = math.cos(rectangle.yaw_rad), math.sin(rectangle.yaw_rad)
    rotation = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1.0]])
    centre = np.array([rectangle.x_m, rectangle.y_m, (bottom_m + top_m) / 2])
    return OrientedBox(Pose(rotation, centre), np.array([rectangle.length_m, rectangle.width_m, top_m - bottom_m]))
