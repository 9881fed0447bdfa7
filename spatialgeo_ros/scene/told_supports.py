"""Supports where a model tells both depth and what is floor, table, shelf or cabinet: one for each surface of a kind.

Predicted depth bends and steps where none does, so that surfaces looked for by height alone come out in pieces, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SupportConfig
from spatialgeo_ros.geometry.indices import spread
from spatialgeo_ros.geometry.order_statistics import median
from spatialgeo_ros.scene.facets import FacetSet, facets_of
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask, PlanGrid, closed
from spatialgeo_ros.scene.segments import Segments
from spatialgeo_ros.scene.supports import Support, find_supports, fit_slope, rays_down, seen_cells
from spatialgeo_ros.types import FloatArray

GROUND_WORDS = ("floor", "table", "shelf", "cabinet")
_FLOOR = GROUND_WORDS[0]
_LEAST_PX, _LEAST_M2 = 120, 0.02  # of a surface, at working resolution and from above
_MOST_MOVED = 1.3  # times as far or near as its depth says
_BRIDGE_PX = 11  # gaps between its pixels
_SAME_M, _SAME = 0.05, 0.15  # apart in height, metres or share of the height under the camera, and yet one surface ...
_NEAR_M = 0.3  # ... where they are so near in plan
_TRIED = 60  # pixels of each that tell how near
_BELOW_PX = 6  # under a thing's lower border its support shows; masks of kinds are coarser than those of things
_CARRIES = 0.15  # share of that border
_OCCLUDED = 0.85  # of a thing's depth: what is nearer than this hides its foot


@dataclass(frozen=True, eq=False)
class ToldSupports:
    """supports: lowest first. shown: (h, w) index + 1 of the support at each pixel, 0 = none."""

    supports: tuple[Support, ...]
    shown: NDArray[np.int32]

    def carrying(self, segments: Segments, depth_m: FloatArray) -> list[int]:
        """For each segment the support that is seen right under its lower border, along _CARRIES of it
        at least, and not far in front of it; -1 = none is. depth_m: (h, w)."""
        labels, count, height = segments.labels, segments.count, len(segments.labels) - 1
        upper, lower = labels[:-1], labels[1:]
        border = (upper > 0) & (upper != lower)
        total = np.bincount(upper[border], minlength=count + 1)
        nearer_m = _OCCLUDED * _median_by_label(depth_m, labels, count).take(upper)
        seen = np.zeros((count + 1, len(self.supports) + 1))
        for index in range(1, len(self.supports) + 1):
            shown = np.pad(np.where(self.shown == index, depth_m, 0), ((0, _BELOW_PX), (0, 0)))
            under = np.logical_or.reduce([shown[down:height + down] > nearer_m for down in range(1, _BELOW_PX + 1)])
            seen[:, index] = np.bincount(upper[border & (lower == 0) & under], minlength=count + 1)
        share = seen / np.maximum(total, 1)[:, None]
        best = share.argmax(axis=1)
        return [int(best[k]) - 1 if share[k, best[k]] >= _CARRIES else -1 for k in range(1, count + 1)]


def _median_by_label(values: FloatArray, labels: NDArray[np.int32], count: int) -> FloatArray:
    """(count + 1,) of (h, w) values; 0 for what is no label."""
    result = np.zeros(count + 1, np.float32)
    for label in range(1, count + 1):
        inside = values[labels == label]
        result[label] = median(inside) if len(inside) else 0
    return result


@dataclass(eq=False)
class _Surface:
    """Pixels (flat indices of the view) of one surface; height_m: in the middle."""

    word: str
    pixels: NDArray[np.intp]
    height_m: float
    tried: NDArray[np.float32] = field(repr=False)

    def is_one_with(self, other: _Surface) -> bool:
        apart_m = max(_SAME_M, _SAME * abs(self.height_m))
        if self.word != other.word or abs(self.height_m - other.height_m) > apart_m:
            return False
        return bool(np.hypot(*(self.tried[:, None] - other.tried).T).min() < _NEAR_M)


def supports_of(view: LevelView, ground: NDArray[np.uint8] | None,
                config: SupportConfig) -> tuple[tuple[Support, ...], ToldSupports | None]:
    """All support surfaces, lowest first, and what a model told of them: nothing where it did not, or sees none.

    ground: (h, w) 0 = none, else 1 + index in GROUND_WORDS of what lies level there; None where no model tells."""
    told = None if ground is None else told_supports(ground, view, config)
    return (find_supports(facets_of(view), view, config), None) if told is None else (told.supports, told)


def told_supports(ground: NDArray[np.uint8], view: LevelView, config: SupportConfig) -> ToldSupports | None:
    """None where the model sees no support at all. ground: (h, w) 0 = none, else 1 + index in GROUND_WORDS of what lies level
    there."""
    surfaces = [surface for kind, word in enumerate(GROUND_WORDS, 1) for surface in _surfaces(ground == kind, word, view)]
    if not surfaces:
        return None
    every = np.concatenate([surface.pixels for surface in surfaces])
    grid = PlanGrid.around(view.x_m.ravel().take(every), view.y_m.ravel().take(every), config.cell_m)
    rays = rays_down(view)
    found: list[Support] = []
    for surface in surfaces:
        slope, height = fit_slope(_facets(view, surface.pixels))
        seen = grid.occupied(_cells_on(view, surface.pixels, slope, height, grid))
        nothing = seen_cells(rays, slope, height, grid).nothing & ~seen
        region = closed(seen, grid.cells_across(config.bridge_m)) & ~nothing
        area_m2 = float(np.count_nonzero(region)) * grid.cell_m ** 2
        if area_m2 >= _LEAST_M2:
            inside = np.zeros(view.shape, bool)
            inside.ravel()[surface.pixels] = True
            found.append(Support(slope, height, grid, region, nothing, area_m2, surface.word, inside))
    found.sort(key=lambda support: support.height_m)
    shown = np.zeros(view.shape, np.int32)
    for number, support in enumerate(found, 1):
        shown[support.shown] = number
    return ToldSupports(tuple(found), shown) if found else None


def _cells_on(view: LevelView, pixels: NDArray[np.intp], slope: FloatArray, height: float,
              grid: PlanGrid) -> NDArray[np.int32]:
    """(N,) cells where the rays of these pixels meet the surface: their depth is less sure than that they show it."""
    x_m, y_m, z_m = (image.ravel().take(pixels) for image in (view.x_m, view.y_m, view.height_m))
    reach = np.float32(height) / np.minimum(z_m - x_m * np.float32(slope[0]) - y_m * np.float32(slope[1]), np.float32(-0.01))
    reach = np.clip(reach, 1 / _MOST_MOVED, _MOST_MOVED)
    return grid.index(x_m * reach, y_m * reach)


def _surfaces(mask: Mask, word: str, view: LevelView) -> list[_Surface]:
    """The floor is one; the rest is what hangs together, and what is as high beside it."""
    pixels = np.flatnonzero(mask & view.valid & (view.height_m < 0))
    if word == _FLOOR:
        return [_surface(word, pixels, view)] if len(pixels) >= _LEAST_PX else []
    shown = np.zeros(view.shape, np.uint8)
    shown.ravel()[pixels] = 1
    bridged = cv2.morphologyEx(shown, cv2.MORPH_CLOSE, np.ones((_BRIDGE_PX, _BRIDGE_PX), np.uint8))
    count, parts = cv2.connectedComponents(bridged)
    parts = np.where(shown > 0, parts, 0)
    pieces = [np.flatnonzero(parts == part) for part in range(1, count)]
    result: list[_Surface] = []
    for piece in sorted((piece for piece in pieces if len(piece) >= _LEAST_PX), key=len, reverse=True):
        surface = _surface(word, piece, view)
        same = next((known for known in result if known.is_one_with(surface)), None)
        if same is None:
            result.append(surface)
        else:
            result[result.index(same)] = _surface(word, np.concatenate([same.pixels, piece]), view)
    return result


def _surface(word: str, pixels: NDArray[np.intp], view: LevelView) -> _Surface:
    chosen = pixels[spread(len(pixels), _TRIED)]
    plan = np.column_stack([view.x_m.ravel().take(chosen), view.y_m.ravel().take(chosen)])
    return _Surface(word, pixels, median(view.height_m.ravel().take(pixels)), plan.astype(np.float32))


def _facets(view: LevelView, pixels: NDArray[np.intp]) -> FacetSet:
    x_m, y_m, z_m, sigma_m = (image.ravel().take(pixels) for image in (view.x_m, view.y_m, view.height_m,
                                                                       view.working.sigma_m))
    one = np.ones_like(x_m)
    return FacetSet(x_m, y_m, z_m, one, sigma_m, one)
