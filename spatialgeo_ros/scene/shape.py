"""Shape words of an object, where its visible surface supports them."""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np

from spatialgeo_ros.geometry.order_statistics import median
from spatialgeo_ros.types import FloatArray, OrientedBox

SHAPES = ("box", "cylinder", "ball", "bowl", "flat", "long", "tall")

_MIN_POINTS = 40
_TOP_M = 0.012  # points so near the highest belong to a flat top
_ROUND = 0.8  # smallest ratio of the sides of a round thing's footprint
_ELLIPSE_FILL = np.pi / 4  # share of its rectangle that an ellipse fills; a box fills all of it


def shape_words(box: OrientedBox, surface_ref: FloatArray, up_ref: FloatArray) -> tuple[str, ...]:
    """Shape words that the geometry supports, nouns before adjectives, from SHAPES; () when it supports none.

    surface_ref: (N, 3) sample of the visible surface, reference frame. up_ref: (3,) against gravity, the box's z axis.
    """
    sides = np.asarray(box.size_m, dtype=np.float64)
    noun = ""
    if len(surface_ref) >= _MIN_POINTS and sides.min() > 1e-3:
        rotation = box.reference_from_box.rotation
        axes = rotation * np.sign(rotation[:, 2] @ up_ref or 1.0)  # a box built upside down still has its top on top
        noun = _noun(axes.T @ (surface_ref - box.reference_from_box.translation_m).T, sides)
    return tuple(word for word in (noun, *_proportions(sides)) if word)


def _proportions(sides: FloatArray) -> tuple[str, ...]:
    height = float(sides[2])
    longer, shorter = float(max(sides[:2])), float(min(sides[:2]))
    words = []
    if height < 0.04 and height < 0.25 * shorter:
        words.append("flat")
    if longer > 2.5 * max(shorter, height):
        words.append("long")
    if height > 1.7 * longer:
        words.append("tall")
    return tuple(words)


def _noun(points: FloatArray, sides: FloatArray) -> str:
    """points: (3, N) from the box centre along its axes, z up."""
    length, width, height = sides.tolist()
    longer, ratio = max(length, width), min(length, width) / max(length, width)
    if height < 0.03:
        return ""  # too low for noise of some millimetres to leave a shape
    if ratio > _ROUND and height < 0.75 * longer and _is_hollow(points, sides):
        return "bowl"
    if ratio > _ROUND and 0.8 < height / longer < 1.25 and _is_ball(points, (length + width + height) / 6):
        return "ball"
    top = points[:2, points[2] > points[2].max() - _TOP_M]
    if top.shape[1] < _MIN_POINTS / 2:
        return ""
    if (np.ptp(top, axis=1) / sides[:2]).min() < 0.6:
        return ""  # the highest part is not the lid of the whole: a handle, a neck
    fill = _fill(top)
    if fill > 0.88 and _is_upright(points, sides):
        return "box"
    if ratio > _ROUND and abs(fill - _ELLIPSE_FILL) < 0.07:
        return "cylinder"
    return ""


def _is_hollow(points: FloatArray, sides: FloatArray) -> bool:
    """One sees down into it: its middle lies far below a rim that goes all around."""
    x, y = points[:2] / (sides[:2, None] / 2)
    middle = points[2, np.hypot(x, y) < 0.4]
    rim = points[2] > 0.25 * sides[2]
    azimuth = np.arctan2(y[rim], x[rim])
    around = np.count_nonzero(np.bincount(((azimuth / np.pi + 1) * 4).astype(int) % 8))
    return len(middle) >= 5 and median(middle) < 0.05 * sides[2] and bool(around >= 7)


def _is_ball(points: FloatArray, radius: float) -> bool:
    distance = np.sqrt((points * points).sum(axis=0))
    near = np.abs(distance - radius) < max(0.08 * radius, 0.005)
    return bool(np.count_nonzero(near) > 0.85 * len(near))


def _is_upright(points: FloatArray, sides: FloatArray) -> bool:
    """What is not its lid lies on the side walls."""
    walls = points[:2, points[2] < sides[2] / 2 - 0.02]
    if walls.shape[1] < 10:
        return True
    gap = np.abs(np.abs(walls) - sides[:2, None] / 2).min(axis=0)
    return median(gap) < max(0.1 * float(min(sides[:2])), 0.009)


def _fill(points: FloatArray) -> float:
    """Share of their smallest rectangle that the convex hull of (2, N) points fills."""
    hull = cv2.convexHull(np.ascontiguousarray(points.T, dtype=np.float32))
    _, (width, length), _ = cast(tuple[Any, tuple[float, float], Any], cv2.minAreaRect(hull))
    return float(cv2.contourArea(hull)) / max(width * length, 1e-9)
