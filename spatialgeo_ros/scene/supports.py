"""Horizontal surfaces that things stand on: found by the height of level pixels, split where the view shows a gap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SupportConfig
from spatialgeo_ros.geometry.order_statistics import median
from spatialgeo_ros.scene.facets import FacetSet
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask, PlanGrid, closed, dilated, opened
from spatialgeo_ros.types import FloatArray

_BAND_M = 0.025  # half thickness of a height layer while looking for surfaces
_MIN_UP = 0.85  # cosine of the tilt up to which a noisy pixel counts as level
_DROP_M = 0.015  # what is seen this much lower is seen past the surface
BOARD_M = 0.05  # boards are about this thick: what is less below their surface is their rim
_BOARD_GAP_M = (0.12, 0.7)  # between the boards of a shelf
_BESIDE_M = 0.15  # so far beside a thing the surface it stands on is looked for, and so much may be hidden of it
_MIN_LEDGE_PIXELS = 12
_SAME_M, _SAME_GROUND_M = 0.03, 0.06  # apart in height, and yet one surface where they meet; the ground is one anyway
_LEVEL_RISE = 0.5  # height over length: noise makes level pixels rise, but not as upright ones
_MAX_RUN_M = 0.3  # from row to row: more is a step in depth
_MAX_TILT = 0.05  # slope of a support against gravity (3 degrees): what a wrong tf or a bent depth image makes


@dataclass(frozen=True, eq=False)
class Support:
    """One level surface in the viewer frame: z = slope . (x, y) + height_m, over the cells of `region`.

    region: cells of `grid` it covers, with what stands on it filled in. nothing: cells where the view went through its
    height and met something lower, so that it certainly is not there. area_m2: of the pixels seen. word, shown: what it
    is, and (h, w) the pixels that show it, where a model told.
    """

    slope: FloatArray
    height_m: float
    grid: PlanGrid
    region: Mask
    nothing: Mask
    area_m2: float
    word: str = ""
    shown: Mask | None = None

    def height_at(self, points: FloatArray) -> FloatArray:
        """(...,) metres, height of the surface under (..., 2 or 3) points."""
        x_slope, y_slope = points.dtype.type(self.slope[0]), points.dtype.type(self.slope[1])
        return points[..., 0] * x_slope + points[..., 1] * y_slope + points.dtype.type(self.height_m)

    def over(self, view: LevelView) -> FloatArray:
        """(h, w) metres, height of the view's points above the surface or its continuation."""
        return view.kept((self, "over"), lambda: self._over(view))

    def _over(self, view: LevelView) -> FloatArray:
        above = view.height_m - np.float32(self.height_m)
        for slope, along in zip(self.slope.tolist(), (view.x_m, view.y_m), strict=True):
            if slope:
                above -= along * np.float32(slope)
        return above

    def beneath(self, view: LevelView) -> Mask:
        """(h, w) bool: the view's point is above or below the region, which is widened by a cell."""
        return view.kept((self, "beneath"), lambda: self.wide_region.take(view.cells(self.grid)))

    def covers(self, points: FloatArray) -> Mask:
        """(...,) bool: above or below the region, which is widened by a cell."""
        return self.grid.at(self.wide_region, points)

    @property
    def wide_region(self) -> Mask:
        """(rows, columns) the region widened by a cell."""
        wide = self.__dict__.get("_wide_cache")
        if wide is None:
            wide = dilated(self.region, 3)
            object.__setattr__(self, "_wide_cache", wide)
        return wide


def find_supports(facets: FacetSet, view: LevelView, config: SupportConfig) -> tuple[Support, ...]:
    """Support surfaces, lowest first."""
    below = facets.only(facets.z_m < 0)  # no top side is seen above the camera
    open_level = below.only(below.up > _MIN_UP)
    if not len(open_level):
        return ()
    grid = PlanGrid.around(below.x_m, below.y_m, config.cell_m)
    cells = grid.index(below.x_m, below.y_m)
    rays = rays_down(view)
    found: list[Support] = []
    for _ in range(config.max_layers):
        layer = _thickest_layer(open_level, config.min_area_m2)
        if layer is None:
            break
        slope, height = fit_slope(open_level.only(layer))
        band = np.flatnonzero(_within(below, slope, height))
        seen = seen_cells(rays, slope, height, grid)
        found += _parts(below.at(band), cells.take(band), seen, (slope, height), grid, config)
        open_level = open_level.only(~(_within(open_level, slope, height) | layer))
    kept = [support for support in _one_ground(found) if _carries_things(support, view, config, found)]
    at = np.flatnonzero(below.up > _MIN_UP)
    level, cells = below.at(at), cells.take(at)
    settled = [_settled(support, level, cells) for support in kept]
    return tuple(sorted(settled, key=lambda support: support.height_m))


def _settled(support: Support, level: FacetSet, cells: NDArray[np.int32]) -> Support:
    """At the height of its own pixels: two surfaces of almost one height make one layer.

    cells: (N,) cell of each level pixel.
    """
    own = level.at(np.flatnonzero(support.region.ravel().take(cells)))
    own = own.at(np.flatnonzero(_within(own, support.slope, support.height_m)))
    if not len(own):
        return support
    rise = own.z_m - own.x_m * np.float32(support.slope[0]) - own.y_m * np.float32(support.slope[1])
    return replace(support, height_m=median(rise))


def _within(facets: FacetSet, slope: FloatArray, height: float) -> Mask:
    offset = facets.z_m - facets.x_m * np.float32(slope[0]) - facets.y_m * np.float32(slope[1]) - np.float32(height)
    return np.asarray(np.abs(offset) < np.maximum(_BAND_M, 3 * facets.sigma_m))


def _thickest_layer(level: FacetSet, min_area_m2: float) -> Mask | None:
    """The height layer with most surface, or None when it has less than min_area_m2."""
    height = level.z_m
    if len(height) < 10:
        return None
    low = float(height.min())
    areas = np.bincount(((height - low) * 100).astype(np.int32) + 1, weights=level.area_m2)
    areas = np.append(areas, 0)  # nothing lies below the first bin and above the last
    best = int((areas[:-2] + areas[1:-1] + areas[2:]).argmax())
    layer = np.abs(height - (low + (best + 0.5) * 0.01)) < _BAND_M
    return layer if float(level.area_m2[layer].sum()) >= min_area_m2 else None


def fit_slope(layer: FacetSet) -> tuple[FloatArray, float]:
    """Robust z = slope . (x, y) + height of nearly level pixels; slope 0 where the fit is not believable."""
    every, weights = np.array([layer.x_m, layer.y_m, layer.z_m], np.float64), 1 / layer.sigma_m.astype(np.float64) ** 2
    points, weight = every, weights
    for _ in range(2):
        total = float(weight.sum())
        centre = points @ weight / total
        spread = points - centre[:, None]
        (xx, xy, xz), (_, yy, yz) = ((spread[:2] * weight) @ spread.T).tolist()
        # a little prior keeps narrow surfaces level: without extent there is no slope to be seen
        xx, yy = xx + 0.002 * total, yy + 0.002 * total
        slope = np.array([yy * xz - xy * yz, xx * yz - xy * xz]) / (xx * yy - xy * xy)
        if math.hypot(*slope) > _MAX_TILT:
            return np.zeros(2), median(layer.z_m)
        height = float(centre[2] - slope @ centre[:2])
        residual = np.abs(every[2] - slope @ every[:2] - height)
        keep = np.flatnonzero(residual < np.maximum(0.01, 2.5 * layer.sigma_m))
        if len(keep) < 10:
            break
        points, weight = every.take(keep, axis=1), weights.take(keep)
    return slope, height


@dataclass(frozen=True, eq=False)
class RaysDown:
    """What every other pixel below the camera met, all (N,). clear_m: how much lower than a surface it must be to be
    certainly below it. near_m: how far from a surface it may be to be on it."""

    x_m: FloatArray
    y_m: FloatArray
    z_m: FloatArray
    clear_m: FloatArray
    near_m: FloatArray


def rays_down(view: LevelView) -> RaysDown:
    z_m = view.height_m[::2, ::2]
    down = np.flatnonzero(view.valid[::2, ::2] & (z_m < -0.05))
    x_m, y_m, z_m, sigma = (image[::2, ::2].ravel().take(down)
                            for image in (view.x_m, view.y_m, view.height_m, view.working.sigma_m))
    height_sigma = sigma * np.abs(z_m) / np.maximum(np.sqrt(x_m * x_m + y_m * y_m + z_m * z_m), np.float32(1e-3))
    clear_m = np.maximum(_DROP_M, 4 * height_sigma)
    return RaysDown(x_m, y_m, z_m, clear_m, np.minimum(np.maximum(0.5 * clear_m, 0.4 * _BAND_M), _BAND_M))


@dataclass(frozen=True, eq=False)
class SeenCells:
    """What the view says about each cell of a surface. surface: a pixel lies on it. nothing: a ray goes through it."""

    surface: Mask
    nothing: Mask


def seen_cells(rays: RaysDown, slope: FloatArray, height: float, grid: PlanGrid) -> SeenCells:
    """Cells with pixels at the surface's height, and cells where rays cross it and go on to something clearly lower."""
    rise = rays.z_m - rays.x_m * np.float32(slope[0]) - rays.y_m * np.float32(slope[1])  # from the camera's height
    drop = np.float32(height) - rise
    on_it, lower = np.flatnonzero(np.abs(drop) < rays.near_m), np.flatnonzero(drop > rays.clear_m)
    # on the ray t p the surface z = slope . (x, y) + height is met at t = height / (p_z - slope . p_xy)
    fraction = np.minimum(np.maximum(np.float32(height) / rise.take(lower), 0), 1)
    surface, nothing = (grid.occupied(grid.index(rays.x_m.take(at) * share, rays.y_m.take(at) * share))
                        for at, share in ((on_it, np.float32(1)), (lower, fraction)))
    return SeenCells(surface, nothing)


def _parts(band: FacetSet, cells: NDArray[np.int32], by_cell: SeenCells, surface: tuple[FloatArray, float],
           grid: PlanGrid, config: SupportConfig) -> list[Support]:
    """Parts of one height band with nothing between them, or more than may hide; only those that are mostly level.

    cells: (N,) cell of each pixel of the band.
    """
    level = np.flatnonzero(band.up > _MIN_UP)
    if not len(level):
        return []
    seen = grid.occupied(cells.take(level)) | by_cell.surface
    filled = closed(seen, grid.cells_across(config.bridge_m)) & (seen | ~by_cell.nothing)
    broad = opened(filled, grid.cells_across(config.min_width_m))
    count, labels = cv2.connectedComponents(broad.view(np.uint8), connectivity=4)
    part_of = labels.ravel().take(cells)
    areas = np.bincount(part_of.take(level), weights=band.area_m2.take(level), minlength=count)
    level_count = np.bincount(part_of.take(level), minlength=count)
    all_count = np.bincount(part_of, minlength=count)
    return [Support(*surface, grid, np.asarray(labels == part), by_cell.nothing, float(areas[part]))
            for part in range(1, count)
            if areas[part] >= config.min_area_m2 and level_count[part] >= config.level_share * all_count[part]]


def _one_ground(found: list[Support]) -> list[Support]:
    """The lowest surface is one, however much stands on it and parts it."""
    if not found:
        return []
    lowest = min(found, key=lambda support: support.height_m)
    same = [support for support in found if support.height_m == lowest.height_m]
    region = np.logical_or.reduce([support.region for support in same])
    area = sum(support.area_m2 for support in same)
    others = [support for support in found if support.height_m != lowest.height_m]
    return [Support(lowest.slope, lowest.height_m, lowest.grid, region, lowest.nothing, area), *others]


def _carries_things(support: Support, view: LevelView, config: SupportConfig, others: list[Support]) -> bool:
    """Whether this is furniture or floor, and not the top face of a thing that itself stands on something."""
    if support.area_m2 >= config.furniture_area_m2 or all(other is support for other in others):
        return True
    cells = np.argwhere(support.region)[:, ::-1].astype(np.float32)
    longest_m = max(cv2.minAreaRect(cells)[1]) * support.grid.cell_m
    if longest_m < config.furniture_length_m and not _has_boards_above_or_below(support, others):
        return False
    return _solid_below(support, view) < 0.5


def _has_boards_above_or_below(support: Support, others: list[Support]) -> bool:
    """Whether other level surfaces lie over or under it at the distances of shelf boards."""
    ground = min(other.height_m for other in others)
    for other in others:
        gap = abs(other.height_m - support.height_m)
        if other.height_m > ground + _BOARD_GAP_M[0] and _BOARD_GAP_M[0] < gap < _BOARD_GAP_M[1]:
            smaller = min(np.count_nonzero(support.region), np.count_nonzero(other.region))
            if np.count_nonzero(support.region & other.region) > 0.5 * smaller:
                return True
    return False


def _solid_below(support: Support, view: LevelView, drop_m: float = 0.12, near_m: float = 0.05) -> float:
    """Share of the visible front rim below which a face continues down: 1 for a box, 0 for a board; NaN-free, 0 unseen."""
    rim = _front_rim(support)
    below = np.column_stack([rim, support.height_at(rim) - drop_m]).astype(np.float32)
    seen, valid = look_up(view, below)
    ahead = np.hypot(seen[:, 0], seen[:, 1]) - np.hypot(below[:, 0], below[:, 1])
    decided = valid & (ahead > -near_m)
    if np.count_nonzero(decided) < 4:
        return 0.0
    return float(np.mean(ahead[decided] < near_m))


def _front_rim(support: Support) -> FloatArray:
    """(N, 2) plan points of the region's edge that is turned to the camera."""
    contours, _ = cv2.findContours(support.region.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cells = np.concatenate([contour[:, 0] for contour in contours])
    rim = support.grid.centres(cells[:, 1], cells[:, 0])
    nearer = rim * (1 - 1.5 * support.grid.cell_m / np.maximum(np.hypot(rim[:, 0], rim[:, 1]), 1e-6))[:, None]
    rows, columns = support.grid.cells(nearer)
    outside = ~support.region[rows, columns]
    return np.asarray(rim[outside])


@dataclass(frozen=True, eq=False)
class Foot:
    """Where a thing ends that no known surface carries. hull: (M, 2) plan. tolerance_m: noise of bottom_m."""

    hull: FloatArray
    bottom_m: float
    tolerance_m: float


def find_ledges(feet: Sequence[Foot], free: Mask, view: LevelView, grid: PlanGrid) -> list[Support]:
    """Surfaces that show too little to be found by themselves, but at whose height a thing ends.

    free: (h, w) pixels of no thing: what is level there belongs to furniture, however small or far it is.
    """
    at_foot = free & view.valid
    at_foot &= np.logical_or.reduce([np.abs(view.height_m - foot.bottom_m) < foot.tolerance_m for foot in feet])
    pixels = _level_pixels(view, np.flatnonzero(at_foot))
    x_m, y_m, z_m = (image.ravel().take(pixels) for image in (view.x_m, view.y_m, view.height_m))
    rays: RaysDown | None = None
    found: list[Support] = []
    for foot in sorted(feet, key=lambda foot: foot.tolerance_m):
        middle = foot.hull.mean(axis=0)
        if any(abs(ledge.height_m - foot.bottom_m) < foot.tolerance_m and ledge.covers(middle) for ledge in found):
            continue
        band = np.flatnonzero(np.abs(z_m - foot.bottom_m) < foot.tolerance_m)
        reach_m = float(np.hypot(*(foot.hull - middle).T).max()) + _BESIDE_M
        beside = band[(x_m.take(band) - middle[0]) ** 2 + (y_m.take(band) - middle[1]) ** 2 < reach_m ** 2]
        if len(beside) < _MIN_LEDGE_PIXELS:
            continue
        height = median(z_m.take(beside))
        rays = rays or rays_down(view)
        cells = seen_cells(rays, np.zeros(2), height, grid)
        at_height = band[np.abs(z_m.take(band) - height) < foot.tolerance_m]
        seen = grid.occupied(grid.index(x_m.take(at_height), y_m.take(at_height)))
        rows, columns = grid.cells(foot.hull)
        base = np.zeros(seen.shape, np.uint8)
        cv2.fillConvexPoly(base, np.column_stack([columns, rows]).astype(np.int32), 1)
        solid = seen | (base > 0)
        filled = closed(solid, grid.cells_across(_BESIDE_M)) & (solid | ~cells.nothing)
        _, parts = cv2.connectedComponents(filled.view(np.uint8), connectivity=4)
        row, column = grid.cells(middle)
        region = np.asarray(parts == parts[row, column])
        if not region[row, column] or not parts[row, column]:
            continue
        found.append(Support(np.zeros(2), height, grid, region, cells.nothing,
                             float(np.count_nonzero(region & seen)) * grid.cell_m ** 2))
    return found


def with_ledges(supports: Sequence[Support], ledges: Sequence[Support]) -> tuple[Support, ...]:
    """All surfaces, lowest first. A ledge at the height of a surface it meets, or of the ground, is more of that one."""
    known = sorted(supports, key=lambda support: support.height_m)
    for ledge in ledges:
        rows, columns = np.nonzero(ledge.region)
        places = ledge.grid.centres(rows.astype(np.float64), columns.astype(np.float64))
        for index, support in enumerate(known):
            apart_m = abs(float(np.median(support.height_at(places))) - ledge.height_m)
            meets = apart_m < _SAME_M and bool(np.any(support.covers(places)))
            if meets or (index == 0 and apart_m < _SAME_GROUND_M):
                area_m2 = support.area_m2 + ledge.area_m2 * float(np.mean(~support.region[rows, columns]))
                known[index] = replace(support, region=support.region | ledge.region, area_m2=area_m2)
                break
        else:
            known.append(ledge)
    return tuple(sorted(known, key=lambda support: support.height_m))


def _level_pixels(view: LevelView, pixels: NDArray[np.intp], reach: int = 2) -> NDArray[np.intp]:
    """Those of these flat pixels that are below the camera, and lie level from some rows above to as many below."""
    away = reach * view.shape[1]
    pixels = pixels[(pixels >= away) & (pixels < view.valid.size - away)]
    above, below = pixels - away, pixels + away
    x, y, rise = (image.ravel().take(below) - image.ravel().take(above) for image in (view.x_m, view.y_m, view.height_m))
    squared = x * x + y * y
    level = (rise * rise < np.float32(_LEVEL_RISE ** 2) * squared) & (squared < np.float32(_MAX_RUN_M ** 2))
    valid = view.valid.ravel()
    return pixels[level & valid.take(above) & valid.take(below) & (view.height_m.ravel().take(pixels) < 0)]


def look_up(view: LevelView, points: FloatArray) -> tuple[FloatArray, Mask]:
    """What the view measured in the directions of (N, 3) viewer points: (N, 3) points and whether there was a return."""
    camera = view.working.camera
    rays = points @ view.viewer_from_camera.rotation.astype(points.dtype)  # inverse rotation, rows
    depth = np.maximum(rays[:, 2], 1e-6)
    u = np.round(rays[:, 0] / depth * camera.fx + camera.cx).astype(np.int64)
    v = np.round(rays[:, 1] / depth * camera.fy + camera.cy).astype(np.int64)
    inside = (u >= 0) & (v >= 0) & (u < camera.width) & (v < camera.height) & (rays[:, 2] > 0)
    u, v = np.where(inside, u, 0), np.where(inside, v, 0)
    return view.points[v, u], np.asarray(inside & view.valid[v, u])


def height_above(view: LevelView, supports: tuple[Support, ...], below_m: float) -> FloatArray:
    """(h, w) float32 metres above the surface that the pixel is on or just over, at most below_m under it; inf where
    there is none. Where several surfaces lie one over the other, the highest of those beneath counts."""
    above = np.full(view.shape, np.inf, np.float32)
    for support in supports:
        over = support.over(view)
        beneath = view.valid & (over > -below_m) & (over < above) & support.beneath(view)
        np.copyto(above, over, where=beneath)
    return above


def height_noise(view: LevelView, above: FloatArray) -> FloatArray:
    """(h, w) standard deviation of a pixel's height: the depth model's, scaled to what the surfaces show.

    above: (h, w) as from `height_above`.
    """
    sigma = view.working.sigma_m * np.abs(view.height_m) / np.maximum(view.working.depth_m, np.float32(1e-3))
    on_surface = np.flatnonzero(np.abs(above) < 4 * sigma)[::7]
    if len(on_surface) < 200:
        return sigma
    typical = median(np.abs(above.ravel().take(on_surface)) / sigma.ravel().take(on_surface)) / 0.6745
    return np.asarray(sigma * np.float32(min(max(typical, 0.3), 2.0)))
