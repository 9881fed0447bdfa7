"""One certain edge of a surface, and how far a thing reaches over its edges, as the viewer sees them from above."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import DepthConfig
from spatialgeo_ros.scene.distances import Measured, edge_distance
from spatialgeo_ros.types import Distance, FloatArray, Pose, Predicate, SceneObject

_SENSOR = DepthConfig()
_OUTWARD = {  # in the viewer's plane: x right, y forward
    Predicate.LEFT_OF: (-1.0, 0.0),
    Predicate.RIGHT_OF: (1.0, 0.0),
    Predicate.IN_FRONT_OF: (0.0, -1.0),
    Predicate.BEHIND: (0.0, 1.0),
}
_ROUND = {"cylinder", "ball", "bowl"}
_SAME_M = 1e-6


@dataclass(frozen=True, eq=False)
class SideDistance:
    """How far a thing is from the edges on one side; not seen: the view ends there, and the edge may be farther."""

    side: Predicate
    distance: Distance
    seen: bool


def distances_to_sides(
    item: SceneObject, support: SceneObject, sides: tuple[Predicate, ...], reference_from_viewer: Pose
) -> list[SideDistance]:
    """For every one of these sides; NaN where the surface has no edge that faces so."""
    found = []
    for side in sides:
        seen = side_distance(item, support, side, reference_from_viewer)
        if math.isfinite(seen.value_m):
            found.append(SideDistance(side, seen, seen=True))
            continue
        facing = _facing(support, side, reference_from_viewer)
        end = edge_distance(item, support.replaced(outline_cut=~facing), reference_from_viewer)
        found.append(SideDistance(side, end, seen=False))
    return found


def side_distance(item: SceneObject, support: SceneObject, side: Predicate, reference_from_viewer: Pose) -> Distance:
    """To the edges that face this way more than any other; NaN where the view cuts the one the thing is nearest to."""
    facing = _facing(support, side, reference_from_viewer)
    seen = edge_distance(item, support.replaced(outline_cut=~facing | _cut(support)), reference_from_viewer)
    whole = edge_distance(item, support.replaced(outline_cut=~facing), reference_from_viewer)
    view_ends_there = math.isfinite(seen.value_m) and whole.value_m < seen.value_m - _SAME_M
    value_m = math.nan if view_ends_there else seen.value_m
    return Distance(
        item.id, support.id, seen.kind, seen.definition, value_m, seen.std_m, upper_bound=False, points_ref=seen.points_ref
    )


def _facing(support: SceneObject, side: Predicate, reference_from_viewer: Pose) -> NDArray[np.bool_]:
    """(M,) which edges of the outline, counter-clockwise from above, have this side outward."""
    outline = _level(support.outline_ref, reference_from_viewer)
    edge = np.roll(outline, -1, axis=0) - outline
    outward = np.stack([edge[:, 1], -edge[:, 0]], axis=1)
    towards = outward @ np.array(list(_OUTWARD.values())).T                    # (M, 4)
    return np.asarray(towards.argmax(axis=1) == list(_OUTWARD).index(side))


def _cut(support: SceneObject) -> NDArray[np.bool_]:
    """(M,) which edges of the outline are where the view ends; all where nobody told, as in a message."""
    cut = np.asarray(support.outline_cut, bool)
    return cut if len(cut) == len(support.outline_ref) else np.ones(len(support.outline_ref), bool)


def reach_over(item: SceneObject, support: SceneObject, reference_from_viewer: Pose) -> Measured:
    """How far the footprint of a thing reaches over an edge of the surface, metres; negative: it ends so far inside.

    NaN where it leaves what is seen of the surface at the end of the view, where the surface may go on.
    """
    corners, outline = (_level(points, reference_from_viewer) for points in (_footprint(item), support.outline_ref))
    foot, apart = _feet(corners, outline)
    nearest = apart.argmin(axis=1)
    distance = apart[np.arange(len(corners)), nearest]
    beyond = ~_within(corners, outline)
    over_seen = beyond & ~_cut(support)[nearest]
    if beyond.any() and not over_seen.any():
        return Measured(math.nan, math.nan)
    if over_seen.any():
        corner = int(np.where(over_seen, distance, -np.inf).argmax())
        value = float(distance[corner])
    else:
        corner = int(distance.argmin())
        value = -float(distance[corner])
    across = foot[corner, nearest[corner]] - corners[corner]
    return Measured(value, _std_along(item, across, reference_from_viewer))


def footprints_overlap(one: SceneObject, other: SceneObject, reference_from_viewer: Pose) -> tuple[float, float]:
    """How deep the centre of either lies within the footprint of the other, metres, negative: outside; std."""
    margins = []
    for inner, outer in ((one, other), (other, one)):
        centre = outer.box.reference_from_box.inverse().apply(inner.centre_ref)
        margins.append(float(min(outer.box.size_m[:2] / 2 - np.abs(centre[:2]))))
    level = reference_from_viewer.rotation[:, :2]
    variance = sum(float(np.linalg.eigvalsh(level.T @ item.centre_cov_m2 @ level)[-1]) for item in (one, other))
    return max(margins), math.sqrt(max(variance, 0.0))


def _footprint(item: SceneObject) -> FloatArray:
    """(N, 3) corners of the bottom of the box; of round things, points of the ellipse within them."""
    if not _ROUND & set(item.shapes):
        return item.box.corners_ref()[:4]
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle), -np.ones(24)], axis=1)
    return item.box.reference_from_box.apply(ring * np.asarray(item.box.size_m) / 2)


def _level(points_ref: FloatArray, reference_from_viewer: Pose) -> FloatArray:
    """(N, 2) points in the viewer's ground plane: x right, y forward."""
    return reference_from_viewer.inverse().apply(np.asarray(points_ref, np.float64))[:, :2]


def _feet(points: FloatArray, outline: FloatArray) -> tuple[FloatArray, FloatArray]:
    """For N points and M edges: the nearest place on each (N, M, 2), and how far it is (N, M)."""
    edge = np.roll(outline, -1, axis=0) - outline
    squared = np.maximum((edge**2).sum(axis=1), 1e-18)
    along = ((points[:, None] - outline) * edge).sum(axis=2) / squared         # (N, M)
    foot = outline + np.clip(along, 0, 1)[..., None] * edge
    return foot, np.linalg.norm(points[:, None] - foot, axis=2)


def _within(points: FloatArray, outline: FloatArray) -> NDArray[np.bool_]:
    """(N,) inside the polygon: a ray to the right crosses its edges an odd number of times."""
    x, y = points[:, :1], points[:, 1:]
    start, end = outline, np.roll(outline, -1, axis=0)
    rises = (start[:, 1] > y) != (end[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = start[:, 0] + (y - start[:, 1]) * (end[:, 0] - start[:, 0]) / (end[:, 1] - start[:, 1])
    return np.asarray((rises & (x < crossing)).sum(axis=1) % 2 == 1)


def _std_along(item: SceneObject, across: FloatArray, reference_from_viewer: Pose) -> float:
    """Of the end of a thing along a direction of the ground plane, and of an edge there."""
    length = float(np.linalg.norm(across))
    unit = across / length if length > _SAME_M else np.array([1.0, 0.0])
    direction = reference_from_viewer.rotation[:, :2] @ unit
    in_box = item.box.reference_from_box.rotation.T @ direction
    range_m = float(np.linalg.norm(item.centre_ref - reference_from_viewer.translation_m))
    edge_std = _SENSOR.noise_constant_m + _SENSOR.noise_quadratic_per_m * range_m**2
    size_variance = float(((in_box * np.asarray(item.size_std_m)) ** 2).sum()) / 4
    return math.sqrt(max(float(direction @ item.centre_cov_m2 @ direction), 0.0) + size_variance + edge_std**2)
