"""The visible outline of a support surface, and which of its edges are real."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.indices import following
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
    edges = _edges_of(plan)
    cut = _cut_edges(edges, support)
    if not cut.all() and support.shown is None:  # where a model told what shows it, depth is too rough for that
        reach_m = 2 * support.grid.cell_m
        near = np.flatnonzero(_rim(on_it))
        near = near[_beside(plan, cut, reach_m, support.grid).take(view.cells(support.grid).ravel().take(near))]
        plan = _moved_out(edges, cut, np.array([view.x_m.ravel().take(near), view.y_m.ravel().take(near)]), reach_m)
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


def _moved_out(edges: _Edges, cut: NDArray[np.bool_], surface: FloatArray, reach_m: float) -> FloatArray:
    """(M, 2) corners with each edge that is not cut moved outward, by at most reach_m, to the surface's last points.

    surface: (2, N) x and y of the points.
    """
    free = np.flatnonzero(~cut)
    out, share = (_components(directions[free], edges.corners[free], surface)
                  for directions in (edges.outward, edges.along / edges.length_m[:, None]))
    near = np.flatnonzero((np.abs(out) < reach_m) & (share > 0) & (share < 1))
    edge = near // surface.shape[1]
    probe = np.minimum((share.ravel().take(near) * _PROBES).astype(np.int64), _PROBES - 1)
    last = np.full(len(free) * _PROBES, -np.inf)
    np.maximum.at(last, edge * _PROBES + probe, out.ravel().take(near))
    shift = np.zeros(len(cut))
    for index, count, of_edge in zip(free, np.bincount(edge, minlength=len(free)), last.reshape(-1, _PROBES), strict=True):
        if count >= _PROBES:
            shift[index] = max(0.0, median(of_edge[np.isfinite(of_edge)]))
    return edges.corners + _corner_offsets(edges.outward, shift)


def _components(directions: FloatArray, starts: FloatArray, points: FloatArray) -> FloatArray:
    """(E, N) float32 along E directions (E, 2), from as many starts (E, 2), of points (2, N) float32."""
    offset = np.einsum("ek,ek->e", directions, starts)
    return np.asarray(directions.astype(np.float32) @ points - offset[:, None].astype(np.float32))


@dataclass(frozen=True, eq=False)
class _Edges:
    """From each corner of a polygon to the next. corners: (M, 2). along, outward: (M, 2) unit vectors. length_m: (M,)."""

    corners: FloatArray
    along: FloatArray
    outward: FloatArray
    length_m: FloatArray


def _edges_of(corners: FloatArray) -> _Edges:
    steps = following(corners) - corners
    length_m = np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)
    along = steps / length_m[:, None]
    return _Edges(corners, along, np.array([along[:, 1], -along[:, 0]]).T, length_m)


def _corner_offsets(outward: FloatArray, shift: FloatArray) -> FloatArray:
    """(M, 2) how each corner moves when the edges before and after it move out by their shifts (M,)."""
    order = np.arange(len(shift)) - 1
    before, shift_before = outward[order], shift[order]
    middle = (before * shift_before[:, None] + outward * shift[:, None]) / 2
    turn = before[:, 0] * outward[:, 1] - before[:, 1] * outward[:, 0]
    in_line = np.abs(turn) < 0.3  # nearly in line: the crossing would run away
    crossing = np.array([shift_before * outward[:, 1] - shift * before[:, 1],
                         shift * before[:, 0] - shift_before * outward[:, 0]]).T
    return np.where(in_line[:, None], middle, crossing / np.where(in_line, 1.0, turn)[:, None])


def _cut_edges(edges: _Edges, support: Support) -> NDArray[np.bool_]:
    """An edge is real where the view goes past the surface just outside most of it."""
    probes_m = edges.length_m[:, None] * ((np.arange(_PROBES) + 0.5) / _PROBES)
    probes = edges.corners[:, None] + probes_m[..., None] * edges.along[:, None]
    out_m = np.array([1.0, 2.0, 3.0])[:, None, None, None] * support.grid.cell_m
    ends = support.grid.at(support.nothing, probes + out_m * edges.outward[:, None]).any(axis=0)
    return np.asarray(np.count_nonzero(ends, axis=1) < 0.5 * _PROBES)


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
