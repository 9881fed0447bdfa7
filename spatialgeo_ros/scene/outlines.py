"""The visible outline of a support surface, and which of its edges are real."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.order_statistics import median
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask, PlanGrid
from spatialgeo_ros.scene.supports import Support
from spatialgeo_ros.types import FloatArray

_PROBES = 7  # points along an edge at which the view is asked whether the surface ends there


@dataclass(frozen=True, eq=False)
class Outline:
    """corners: (M, 3) viewer frame, counter-clockwise from above. cut: (M,) edge i to i+1 is where the view ends."""

    corners: FloatArray
    cut: NDArray[np.bool_]


def outline_of(support: Support, view: LevelView, on_it: Mask, tolerance_m: float = 0.02) -> Outline:
    """Polygon around the support's region, its edges moved out to the last pixels seen on the surface.

    on_it: (h, w) pixels on the surface. The region is made of whole cells with a known normal, and its contour goes
    through their middles: a few centimetres too far in.
    """
    contours, _ = cv2.findContours(support.region.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)
    simple = cv2.approxPolyDP(contour, tolerance_m / support.grid.cell_m, True)[:, 0].astype(np.float64)
    if len(simple) < 3:
        simple = cv2.boxPoints(cv2.minAreaRect(contour)).astype(np.float64)
    plan = support.grid.centres(simple[:, 1], simple[:, 0])
    if cv2.contourArea(plan.astype(np.float32), oriented=True) < 0:
        plan = plan[::-1]
    cut = _cut_edges(plan, support)
    if not cut.all() and support.shown is None:  # where a model told what shows it, depth is too rough for that
        reach_m = 2 * support.grid.cell_m
        near = np.flatnonzero(_rim(on_it))
        near = near[_beside(plan, cut, reach_m, support.grid).take(view.cells(support.grid).ravel().take(near))]
        plan = _moved_out(plan, cut, np.stack([view.x_m.ravel().take(near), view.y_m.ravel().take(near)]), reach_m)
    return Outline(np.column_stack([plan, support.height_at(plan)]), cut)


def _rim(on_it: Mask) -> Mask:
    """(h, w) the pixels along the border of the mask, and every fourth of the others: seldom is one of those the last."""
    inner = cv2.erode(on_it.view(np.uint8), np.ones((3, 3), np.uint8)).view(bool)
    thinned = np.ones(on_it.shape, bool)
    thinned[1::2], thinned[:, 1::2] = False, False
    return np.asarray(on_it & (thinned | ~inner))


def _beside(corners: FloatArray, cut: NDArray[np.bool_], reach_m: float, grid: PlanGrid) -> Mask:
    """(rows, columns) cells that come within reach_m of an edge that is not cut, and some more."""
    mask = np.zeros((grid.rows, grid.columns), np.uint8)
    cells = np.rint((corners - np.array([grid.x0_m, grid.y0_m])) / grid.cell_m - 0.5).astype(int).tolist()
    thickness = 2 * int(np.ceil(reach_m / grid.cell_m)) + 5
    for index in np.flatnonzero(~cut):
        cv2.line(mask, cells[index], cells[(index + 1) % len(cells)], 1, thickness)
    return mask > 0


def _moved_out(corners: FloatArray, cut: NDArray[np.bool_], surface: FloatArray, reach_m: float) -> FloatArray:
    """(M, 2) corners with each edge that is not cut moved outward, by at most reach_m, to the surface's last points.

    surface: (2, N) x and y of the points.
    """
    along, outward = _directions(corners)
    length = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    edges = np.flatnonzero(~cut)
    shift = np.zeros(len(corners))
    out, share = (_components(directions[edges], corners[edges], surface)
                  for directions in (outward, along / np.maximum(length, 1e-9)[:, None]))
    near = np.flatnonzero((np.abs(out) < reach_m) & (share > 0) & (share < 1))
    edge = near // surface.shape[1]
    probe = np.minimum((share.ravel().take(near) * _PROBES).astype(np.int64), _PROBES - 1)
    last = np.full(len(edges) * _PROBES, -np.inf)
    np.maximum.at(last, edge * _PROBES + probe, out.ravel().take(near))
    for index, count, of_edge in zip(edges, np.bincount(edge, minlength=len(edges)), last.reshape(-1, _PROBES), strict=True):
        if count >= _PROBES:
            shift[index] = max(0.0, median(of_edge[np.isfinite(of_edge)]))
    return corners + _corner_offsets(outward, shift)


def _components(directions: FloatArray, starts: FloatArray, points: FloatArray) -> FloatArray:
    """(E, N) float32 along E directions (E, 2), from as many starts (E, 2), of points (2, N) float32."""
    offset = np.einsum("ek,ek->e", directions, starts)
    return np.asarray(directions.astype(np.float32) @ points - offset[:, None].astype(np.float32))


def _directions(corners: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(M, 2) unit vectors along each edge, and out of the polygon."""
    along = np.roll(corners, -1, axis=0) - corners
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    return along, np.column_stack([along[:, 1], -along[:, 0]])


def _corner_offsets(outward: FloatArray, shift: FloatArray) -> FloatArray:
    """(M, 2) how each corner moves when the edges before and after it move out by their shifts (M,)."""
    before, shift_before = np.roll(outward, 1, axis=0), np.roll(shift, 1)
    middle = (before * shift_before[:, None] + outward * shift[:, None]) / 2
    turn = before[:, 0] * outward[:, 1] - before[:, 1] * outward[:, 0]
    in_line = np.abs(turn) < 0.3  # nearly in line: the crossing would run away
    crossing = np.column_stack([shift_before * outward[:, 1] - shift * before[:, 1],
                                shift * before[:, 0] - shift_before * outward[:, 0]])
    return np.where(in_line[:, None], middle, crossing / np.where(in_line, 1.0, turn)[:, None])


def _cut_edges(corners: FloatArray, support: Support) -> NDArray[np.bool_]:
    """An edge is real where the view goes past the surface just outside most of it."""
    along = np.roll(corners, -1, axis=0) - corners
    _, outward = _directions(corners)
    share = (np.arange(_PROBES) + 0.5) / _PROBES
    edge = corners[:, None] + share[None, :, None] * along[:, None]
    out_m = np.array([1.0, 2.0, 3.0])[:, None, None, None] * support.grid.cell_m
    ends = support.grid.at(support.nothing, edge + out_m * outward[:, None]).any(axis=0)
    return np.asarray(ends.mean(axis=1) < 0.5)


def support_words(supports: tuple[Support, ...]) -> tuple[str, ...]:
    """For each support, lowest first, what a model told; else "floor", "table" or "shelf": a board with another one above or
    below is a shelf's."""
    words = []
    for index, support in enumerate(supports):
        if support.word:
            words.append(support.word)
        elif index == 0 and (-support.height_m > 1.0 or _is_wide(support)):
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
    return bool(common > 0.3 * min(np.count_nonzero(upper.region), np.count_nonzero(lower.region)))
