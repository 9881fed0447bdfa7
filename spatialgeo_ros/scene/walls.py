"""Walls: large upright planes with (almost) nothing behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.config import WallConfig
from spatialgeo_ros.geometry.order_statistics import quantiles
from spatialgeo_ros.scene.facets import Facets, FacetSet
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import FloatArray

_UPRIGHT = 0.35  # largest upward part of a noisy wall pixel's normal
_TURNS = 90  # directions around the circle that are looked through
_ALIKE = 0.85  # cosine of the angle up to which a facet votes for a wall
_VOTERS = 1500
_NEAREST_M = 0.5  # a wall nearer than this to the camera is none
_OFFSET_M = 0.08


@dataclass(frozen=True, eq=False)
class Wall:
    """Upright plane: normal . (x, y) = distance_m in the viewer frame, normal (2,) pointing away from the camera."""

    normal: FloatArray
    distance_m: float

    def beyond(self, points: FloatArray) -> FloatArray:
        """(...,) metres that (..., 2 or 3) points lie behind the wall."""
        x, y = points.dtype.type(self.normal[0]), points.dtype.type(self.normal[1])
        return points[..., 0] * x + points[..., 1] * y - points.dtype.type(self.distance_m)


def find_walls(facets: Facets, config: WallConfig) -> tuple[Wall, ...]:
    """Walls in view, the largest first."""
    upright = facets.only(np.abs(facets.normals[:, 2]) < _UPRIGHT)
    walls: list[Wall] = []
    for _ in range(config.max_walls):
        found = _largest_plane(upright, config)
        if found is None:
            break
        wall, member = found
        if _closes_the_view(wall, upright.only(member), facets, config):
            walls.append(wall)
        upright = upright.only(~member)
    return tuple(walls)


def _largest_plane(upright: FacetSet, config: WallConfig) -> tuple[Wall, Mask] | None:
    """The upright plane that shows most surface, and its pixels."""
    if len(upright.points) < 50:
        return None
    wall, area = _most_votes(upright)
    if area < config.min_area_m2:
        return None
    for _ in range(3):
        near = np.abs(wall.beyond(upright.points)) < np.maximum(_OFFSET_M, 2 * upright.sigma_m)
        near &= upright.normals[:, :2] @ wall.normal.astype(np.float32) < -_ALIKE
        if np.count_nonzero(near) < 30:
            return None
        wall = _fit(upright.points[near], upright.sigma_m[near])
    return wall, np.asarray(np.abs(wall.beyond(upright.points)) < np.maximum(_OFFSET_M, 3 * upright.sigma_m))


def _most_votes(upright: FacetSet) -> tuple[Wall, float]:
    """Hough transform: the direction and distance that most surface agrees with, and how many square metres."""
    some = upright.at(np.arange(0, len(upright.points), max(1, len(upright.points) // _VOTERS)))
    angles = np.arange(_TURNS) * (2 * np.pi / _TURNS)
    directions = np.stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    distance = some.points[:, :2] @ directions
    votes = (some.normals[:, :2] @ directions < -_ALIKE) & (distance > _NEAREST_M)
    cast = np.flatnonzero(votes)
    rows, turns = np.divmod(cast, _TURNS)
    bins = int(distance.max() / _OFFSET_M) + 2
    code = turns * bins + (distance.take(cast) / _OFFSET_M).astype(np.int64)
    area = np.bincount(code, weights=some.area_m2[rows], minlength=_TURNS * bins).reshape(_TURNS, bins)
    area[:, 1:] += area[:, :-1]  # a wall falls into two neighbouring distances
    turn, offset = np.unravel_index(int(np.argmax(area)), area.shape)
    share = len(upright.points) / len(some.points)
    wall = Wall(directions[:, turn].astype(np.float64), float(offset * _OFFSET_M))
    return wall, float(area[turn, offset] * share)


def _fit(points: FloatArray, sigma_m: FloatArray) -> Wall:
    """Upright plane by weighted total least squares over the plan."""
    weight = 1 / sigma_m.astype(np.float64) ** 2
    centre = weight @ points[:, :2] / weight.sum()
    spread = points[:, :2] - centre
    _, vectors = np.linalg.eigh((spread * weight[:, None]).T @ spread)
    normal = vectors[:, 0]
    distance = float(normal @ centre)
    return Wall(normal, distance) if distance >= 0 else Wall(-normal, -distance)


def _closes_the_view(wall: Wall, member: FacetSet, facets: FacetSet, config: WallConfig) -> bool:
    """Broad and high enough, and hardly anything is seen behind it."""
    along = member.points[:, :2] @ np.array([-wall.normal[1], wall.normal[0]], np.float32)
    left, right = quantiles(along, [0.02, 0.98])
    bottom, top = quantiles(member.points[:, 2], [0.02, 0.98])
    behind = wall.beyond(facets.points) > np.maximum(0.15, 4 * facets.sigma_m)
    return right - left > config.min_side_m and top - bottom > config.min_side_m / 2 \
        and float(np.mean(behind)) < config.max_behind


def on_walls(view: LevelView, walls: tuple[Wall, ...], tolerance_m: float) -> Mask:
    """(h, w) pixels on a wall, or behind it."""
    member = np.zeros(view.shape, bool)
    for wall in walls:
        member |= wall.beyond(view.points) > -np.maximum(tolerance_m, 3 * view.working.sigma_m)
    return np.asarray(member & view.valid)
