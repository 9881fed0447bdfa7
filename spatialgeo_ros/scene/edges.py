"""Distances to a support: to its surface, and along it to its nearest edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.indices import following
from spatialgeo_ros.types import FloatArray, ObjectKind, Pose, SceneObject


@dataclass(frozen=True, eq=False)
class NearestEdge:
    """distance_m from a point to a seen edge, horizontally; 0 when the point lies beyond it.

    points_ref: (2, 3) the point and the place on the edge. view_ends_nearer: the view ends nearer than that edge.
    """

    distance_m: float
    points_ref: FloatArray
    view_ends_nearer: bool


def nearest_edge(points_ref: FloatArray, support: SceneObject, reference_from_viewer: Pose) -> NearestEdge | None:
    """The edge of `support` that comes nearest to any of these points (N, 3); None when none of its edges was seen."""
    if support.kind != ObjectKind.SUPPORT or len(support.outline_ref) < 3:
        return None
    points, outline = _levelled(points_ref, support, reference_from_viewer)
    cut = np.asarray(support.outline_cut, dtype=bool)
    if cut.all():
        return None
    feet, distance = _feet(points[:, :2], outline[:, :2])
    beyond = ~_within(points[:, :2], outline[:, :2])
    over_seen = beyond & ~cut[distance.argmin(axis=1)]  # it left the surface over an edge that was seen
    if over_seen.any():
        n = int(np.where(over_seen, distance.min(axis=1), -1.0).argmax())
        m, value = int(distance[n].argmin()), 0.0
    else:
        inner = np.where(beyond[:, None] & ~beyond.all(), np.inf, distance)
        n, m = (int(k) for k in np.unravel_index(int(np.where(cut, np.inf, inner).argmin()), inner.shape))
        value = float(distance[n, m])
    ends = np.stack([points[n], [*feet[:, n, m], outline[:, 2].mean()]])
    view_ends = float(distance[:, cut].min()) if cut.any() else np.inf
    return NearestEdge(value, reference_from_viewer.apply(ends), bool(view_ends < value))


def nearest_on_surface(points_ref: FloatArray, support: SceneObject, reference_from_viewer: Pose) -> FloatArray:
    """(2, 3) the point of (N, 3) that is nearest to a support's surface, and the nearest place on that surface."""
    points, outline = _levelled(points_ref, support, reference_from_viewer)
    ends = surface_feet(points, outline)
    k = int(np.linalg.norm(ends[1] - ends[0], axis=1).argmin())
    return reference_from_viewer.apply(ends[:, k])


def surface_feet(points: FloatArray, outline: FloatArray) -> FloatArray:
    """(2, N, 3) the points, and for each the nearest place on a level surface.

    points: (N, 3), outline: (M, 3) corners of the surface, in axes of which z is up. Points sunk into the surface, by
    noise, are lifted onto it: what stands on it touches it.
    """
    within = _within(points[:, :2], outline[:, :2])
    beyond = np.flatnonzero(~within)
    foot, distance = _feet(points[beyond, :2], outline[:, :2])
    places = points[:, :2].copy()
    places[beyond] = foot[:, np.arange(len(beyond)), distance.argmin(axis=1)].T
    on_surface = np.column_stack([places, np.full(len(points), outline[:, 2].mean())])
    sunk = within & (points[:, 2] < on_surface[:, 2])
    return np.stack([np.where(sunk[:, None], on_surface, points), on_surface])


def surface_distance(points: FloatArray, outline: FloatArray) -> FloatArray:
    """(N,) from the points to the places that `surface_feet` tells."""
    within = _within(points[:, :2], outline[:, :2])
    rise = points[:, 2] - outline[:, 2].mean()
    aside = np.zeros(len(points))
    aside[~within] = _feet(points[~within, :2], outline[:, :2])[1].min(axis=1)
    return np.asarray(np.hypot(aside, np.where(within, np.maximum(rise, 0), rise)))


def _levelled(points_ref: FloatArray, support: SceneObject,
              reference_from_viewer: Pose) -> tuple[FloatArray, FloatArray]:
    """The points and the outline's corners in the viewer's axes."""
    level_from_reference = reference_from_viewer.inverse()
    points, outline = (level_from_reference.apply(np.asarray(item, dtype=np.float64))
                       for item in (points_ref, support.outline_ref))
    return points, outline


def _feet(points: FloatArray, outline: FloatArray) -> tuple[FloatArray, FloatArray]:
    """For N points and M edges of a polygon (N, 2), (M, 2): nearest places (2, N, M) and their distances (N, M)."""
    edge = following(outline) - outline
    squared = np.maximum(np.einsum("mk,mk->m", edge, edge), 1e-18)
    along = points @ edge.T - np.einsum("mk,mk->m", outline, edge)
    fraction = np.clip(along / squared, 0, 1)
    foot = np.array([outline[:, k] + fraction * edge[:, k] for k in (0, 1)])
    offset = points.T[..., None] - foot
    return foot, np.sqrt(offset[0] ** 2 + offset[1] ** 2)


def _within(points: FloatArray, outline: FloatArray) -> NDArray[np.bool_]:
    """(N,) inside a polygon, convex or not: a ray to the right crosses its edges an odd number of times."""
    x, y = points[:, :1], points[:, 1:]
    x0, y0 = outline[:, 0], outline[:, 1]
    x1, y1 = following(x0), following(y0)
    rises = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = x0 + (y - y0) * ((x1 - x0) / (y1 - y0))
    return np.asarray((rises & (x < crossing)).sum(axis=1) % 2 == 1)
