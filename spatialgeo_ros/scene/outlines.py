"""The visible outline of a support surface, and which of its edges are real."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.supports import Support
from spatialgeo_ros.types import FloatArray

_PROBES = 7  # points along an edge at which the view is asked whether the surface ends there


@dataclass(frozen=True, eq=False)
class Outline:
    """corners: (M, 3) viewer frame, counter-clockwise from above. cut: (M,) edge i to i+1 is where the view ends."""

    corners: FloatArray
    cut: NDArray[np.bool_]


def outline_of(support: Support, tolerance_m: float = 0.02) -> Outline:
    """Polygon around the support's region."""
    contours, _ = cv2.findContours(support.region.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)
    simple = cv2.approxPolyDP(contour, tolerance_m / support.grid.cell_m, True)[:, 0].astype(np.float64)
    if len(simple) < 3:
        simple = cv2.boxPoints(cv2.minAreaRect(contour)).astype(np.float64)
    plan = support.grid.centres(simple[:, 1], simple[:, 0])
    if cv2.contourArea(plan.astype(np.float32), oriented=True) < 0:
        plan = plan[::-1]
    corners = np.column_stack([plan, support.height_at(plan)])
    return Outline(corners, _cut_edges(corners, support))


def _cut_edges(corners: FloatArray, support: Support) -> NDArray[np.bool_]:
    """An edge is real where the view goes past the surface just outside most of it."""
    along = np.roll(corners, -1, axis=0) - corners
    outward = np.column_stack([along[:, 1], -along[:, 0]])
    outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
    share = (np.arange(_PROBES) + 0.5) / _PROBES
    edge = corners[:, None, :2] + share[None, :, None] * along[:, None, :2]
    ends = np.zeros(edge.shape[:2], bool)
    for cells_out in (1.0, 2.0, 3.0):
        ends |= support.nothing[support.grid.cells(edge + cells_out * support.grid.cell_m * outward[:, None])]
    return np.asarray(ends.mean(axis=1) < 0.5)


def support_words(supports: tuple[Support, ...]) -> tuple[str, ...]:
    """"floor", "table" or "shelf" for each support, lowest first: a board with another one above or below is a shelf's."""
    words = []
    for index, support in enumerate(supports):
        if index == 0 and (-support.height_m > 1.0 or _is_wide(support)):
            words.append("floor")
        elif any(other is not support and _above(other, support) for other in supports[1:]) \
                or any(_above(support, other) for other in supports[1:index]):
            words.append("shelf")
        else:
            words.append("table")
    return tuple(words)


def _is_wide(support: Support) -> bool:
    return support.area_m2 > 3.0


def _above(upper: Support, lower: Support) -> bool:
    """Boards of one shelf: one over the other, less than 0.7 m apart."""
    gap = upper.height_m - lower.height_m
    if not 0.1 < gap < 0.7:
        return False
    common = np.count_nonzero(upper.region & lower.region)
    return common > 0.3 * min(np.count_nonzero(upper.region), np.count_nonzero(lower.region))
