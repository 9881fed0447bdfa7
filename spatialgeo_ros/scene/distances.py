"""Lengths and bearings between objects, by the definition that was asked for, each with its uncertainty."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from spatialgeo_ros.config import DepthConfig
from spatialgeo_ros.geometry.boxes_apart import boxes_apart
from spatialgeo_ros.scene.closest import closest_pair, squared_distances
from spatialgeo_ros.scene.completion import surface_of, turned_surface
from spatialgeo_ros.scene.edges import nearest_edge, nearest_on_surface
from spatialgeo_ros.types import (
    Definition,
    Dimension,
    Distance,
    DistanceKind,
    FloatArray,
    ObjectKind,
    Pose,
    SceneObject,
)

_SENSOR = DepthConfig()
_FULLY_SEEN = 0.9  # visible fraction below which something stands before an object
_HIDDEN_M = 0.015  # by which whole objects are nearer than what was seen of them, so that a side must be hidden


class Measured(NamedTuple):
    """A number with its standard deviation in the same unit. lower_bound: cut by the image, may be larger."""

    value: float
    std: float
    lower_bound: bool = False


def measure(subject: SceneObject | None, other: SceneObject | None, kind: DistanceKind, reference_from_viewer: Pose,
            definition: Definition = Definition.SPATIALGEO) -> Distance:
    """Distance between two objects; None is the viewer, a point at the camera.

    CLOSEST: between surfaces; an upper bound, between what was seen, where a facing side is hidden. CENTRE: between box
    centres. HORIZONTAL, VERTICAL: its parts in the ground plane and along gravity. EDGE: from the subject to the
    nearest edge of the support `other`.
    SPATIALRGPT: CLOSEST is the mean of both directed mean nearest-neighbour distances, HORIZONTAL is along the viewer's
    x only. VSI: CLOSEST is between the boxes. SPAR: CLOSEST is between centres. Other kinds are as in SPATIALGEO.
    """
    if kind == DistanceKind.EDGE:
        if subject is None or other is None:
            raise ValueError("the distance to an edge is from an object to a support, not to the viewer")
        return edge_distance(subject, other, reference_from_viewer)
    if kind == DistanceKind.CLOSEST and definition == Definition.SPATIALGEO:
        return _closest(subject, other, reference_from_viewer)
    if kind == DistanceKind.CLOSEST and definition == Definition.SPATIALRGPT:
        return _mean_nearest(subject, other, reference_from_viewer)
    if kind == DistanceKind.CLOSEST and definition == Definition.VSI and subject is not None and other is not None:
        return _between_boxes(subject, other, reference_from_viewer)
    return _between_centres(subject, other, kind, reference_from_viewer, definition)


def _result(subject: SceneObject | None, other: SceneObject | None, kind: DistanceKind, definition: Definition,
            measured: Measured, points_ref: FloatArray, upper_bound: bool = False) -> Distance:
    ids = (subject.id if subject else 0, other.id if other else 0)
    return Distance(*ids, kind, definition, measured.value, measured.std, upper_bound, np.asarray(points_ref, float))


def _points(item: SceneObject | None, viewer: Pose) -> FloatArray:
    return viewer.translation_m[None] if item is None else surface_of(item)


def _closest(subject: SceneObject | None, other: SceneObject | None, viewer: Pose) -> Distance:
    for support, item, swapped in ((other, subject, False), (subject, other, True)):
        if support is not None and support.kind == ObjectKind.SUPPORT and len(support.outline_ref) >= 3:
            ends = nearest_on_surface(_points(item, viewer), support, viewer)
            return _closest_result(subject, other, ends[::-1] if swapped else ends, viewer)
    seen = closest_pair(_points(subject, viewer), _points(other, viewer))
    ends = np.stack([seen.point_a, seen.point_b])
    if subject is None or other is None:
        return _closest_result(subject, other, ends, viewer)
    if subject.id and subject.id == other.support_id or other.id and other.id == subject.support_id:
        ends[:] = ends.mean(axis=0)  # what carries a thing touches it, where neither shows
        return _closest_result(subject, other, ends, viewer)
    whole = closest_pair(*(np.concatenate([surface_of(item), turned_surface(item)]) for item in (subject, other)))
    hidden_m = seen.distance_m - whole.distance_m
    if hidden_m > _HIDDEN_M or _occluded_there(subject, other, ends, viewer):
        return _closest_result(subject, other, ends, viewer, upper_bound=True)
    if hidden_m > 0:  # no side is missing; completion rounds off what the silhouette leaves out
        ends = np.stack([whole.point_a, whole.point_b])
    return _closest_result(subject, other, ends, viewer)


def _closest_result(subject: SceneObject | None, other: SceneObject | None, ends: FloatArray, viewer: Pose,
                    upper_bound: bool = False) -> Distance:
    std = math.sqrt(_surface_var(subject, ends[0], viewer) + _surface_var(other, ends[1], viewer))
    return _result(subject, other, DistanceKind.CLOSEST, Definition.SPATIALGEO,
                   Measured(float(np.linalg.norm(ends[1] - ends[0])), std), ends, upper_bound)


def _occluded_there(a: SceneObject, b: SceneObject, ends: FloatArray, viewer: Pose) -> bool:
    """Either object is hidden behind something on the side that faces the other."""
    direction = ends[1] - ends[0] if np.linalg.norm(ends[1] - ends[0]) > 1e-3 else b.centre_ref - a.centre_ref
    return any(item.visible_fraction < _FULLY_SEEN and _faces(towards, viewer.translation_m - item.centre_ref)
               for item, towards in ((a, direction), (b, -direction)))


def _faces(direction: FloatArray, to_camera: FloatArray) -> bool:
    """The direction points rather to the camera than away from it or sideways."""
    return bool(direction @ to_camera > 0.3 * np.linalg.norm(direction) * np.linalg.norm(to_camera))


def _surface_var(item: SceneObject | None, point_ref: FloatArray, viewer: Pose) -> float:
    """Variance of one surface point: the sensor's noise at its range, and the drift of an object not seen now."""
    if item is None:
        return 0.0
    squared_range = float(np.sum((point_ref - viewer.translation_m) ** 2))
    noise = _SENSOR.noise_constant_m + _SENSOR.noise_quadratic_per_m * squared_range
    return float(noise**2 + max(np.linalg.eigvalsh(item.centre_cov_m2)[0], 0.0))


def _mean_nearest(subject: SceneObject | None, other: SceneObject | None, viewer: Pose) -> Distance:
    a, b = _points(subject, viewer), _points(other, viewer)
    distance = np.sqrt(squared_distances(a, b))
    value = float(distance.min(axis=1).mean() + distance.min(axis=0).mean()) / 2
    ends = np.stack([a.mean(axis=0), b.mean(axis=0)])
    std = math.sqrt(_surface_var(subject, ends[0], viewer) + _surface_var(other, ends[1], viewer))
    return _result(subject, other, DistanceKind.CLOSEST, Definition.SPATIALRGPT, Measured(value, std), ends)


def _between_boxes(subject: SceneObject, other: SceneObject, viewer: Pose) -> Distance:
    value, points = boxes_apart(subject.box, other.box)
    direction = points[1] - points[0] if value > 0 else other.centre_ref - subject.centre_ref
    variance = sum(_variance_along(item.centre_cov_m2, direction) + _size_variance_along(item, direction) / 4
                   for item in (subject, other))
    return _result(subject, other, DistanceKind.CLOSEST, Definition.VSI, Measured(value, math.sqrt(variance)), points)


def _between_centres(subject: SceneObject | None, other: SceneObject | None, kind: DistanceKind, viewer: Pose,
                     definition: Definition) -> Distance:
    ends = np.stack([viewer.translation_m if item is None else item.centre_ref for item in (subject, other)])
    right, _, up = viewer.rotation.T
    offset = ends[1] - ends[0]
    if kind == DistanceKind.VERTICAL:
        offset = (offset @ up) * up
    elif kind == DistanceKind.HORIZONTAL and definition == Definition.SPATIALRGPT:
        offset = (offset @ right) * right
    elif kind == DistanceKind.HORIZONTAL:
        offset = offset - (offset @ up) * up
    variance = sum(_variance_along(item.centre_cov_m2, offset) for item in (subject, other) if item is not None)
    value = float(np.linalg.norm(offset))
    return _result(subject, other, kind, definition, Measured(value, math.sqrt(variance)), ends)


def _variance_along(covariance: FloatArray, direction: FloatArray) -> float:
    length = float(np.linalg.norm(direction))
    if length < 1e-9:
        return float(np.linalg.eigvalsh(covariance)[-1])
    unit = direction / length
    return max(float(unit @ covariance @ unit), 0.0)


def _size_variance_along(item: SceneObject, direction: FloatArray) -> float:
    length = max(float(np.linalg.norm(direction)), 1e-9)
    along = item.box.reference_from_box.rotation.T @ (direction / length)
    return float(np.sum((along * np.asarray(item.size_std_m)) ** 2))


def edge_distance(obj: SceneObject, support: SceneObject, reference_from_viewer: Pose) -> Distance:
    """Horizontal distance from an object to the nearest edge of a support that was seen as an edge.

    0 when the object reaches over it; NaN when no edge of the support was in view. upper_bound: where the view ends is
    nearer than that edge, so that an unseen edge may be nearer.
    """
    nearest = nearest_edge(_points(obj, reference_from_viewer), support, reference_from_viewer)
    if nearest is None:
        unknown = Measured(math.nan, math.nan)
        return _result(obj, support, DistanceKind.EDGE, Definition.SPATIALGEO, unknown, np.full((2, 3), np.nan))
    ends = nearest.points_ref
    std = math.sqrt(_surface_var(obj, ends[0], reference_from_viewer)
                    + _surface_var(support, ends[1], reference_from_viewer))
    return _result(obj, support, DistanceKind.EDGE, Definition.SPATIALGEO, Measured(nearest.distance_m, std), ends,
                   nearest.view_ends_nearer)


def extent(obj: SceneObject, dimension: Dimension, reference_from_viewer: Pose) -> Measured:
    """How large an object is: metres, or cubic metres for VOLUME.

    HEIGHT, LENGTH and VOLUME are the box's. WIDTH is across the view, between the extremes of the visible surface;
    DEPTH is along the view, where the unseen back is taken to mirror the front about the box centre, within the box.
    lower_bound: the image border cuts the object.
    """
    size, std = np.asarray(obj.box.size_m, float), np.asarray(obj.size_std_m, float)
    cut = obj.touches_border
    if dimension == Dimension.HEIGHT:
        return Measured(float(size[2]), float(std[2]), cut)
    if dimension == Dimension.LENGTH:
        return Measured(float(size.max()), float(std[size.argmax()]), cut)
    if dimension == Dimension.VOLUME:
        relative = np.minimum(std / np.maximum(size, 1e-3), 1.0)  # they err together: a lost part makes all sides smaller
        return Measured(float(size.prod()), float(size.prod() * relative.sum()), cut)
    direction = reference_from_viewer.rotation[:, 0 if dimension == Dimension.WIDTH else 1]
    along = np.abs(obj.box.reference_from_box.rotation.T @ direction)
    direction_std = float(np.linalg.norm(along * std))
    if dimension == Dimension.WIDTH:
        return Measured(float(np.ptp(surface_of(obj) @ direction)), direction_std, cut)
    whole = np.concatenate([surface_of(obj), turned_surface(obj)])
    # noise takes single points of the surface out of the box
    return Measured(min(float(np.ptp(whole @ direction)), float(along @ size)), direction_std, cut)


def clock_hour(standing_at: SceneObject | None, towards: SceneObject | None, reference_from_viewer: Pose) -> Measured:
    """At which hour of the clock something is, for one who stands at a place and looks along the viewer's forward axis.

    12 = forward, 3 = right; in (0, 12], not rounded: people say the nearest hour, SPATIALRGPT rounds down.
    None = viewer.
    """
    ends = [reference_from_viewer.translation_m if item is None else item.centre_ref for item in (standing_at, towards)]
    right, forward, _ = reference_from_viewer.rotation.T
    offset = ends[1] - ends[0]
    x, y = float(offset @ right), float(offset @ forward)
    hour = math.degrees(math.atan2(x, y)) / 30 % 12
    across = y * right - x * forward
    variance = sum(_variance_along(item.centre_cov_m2, across) for item in (standing_at, towards) if item is not None)
    angle_std = math.atan2(math.sqrt(variance), max(math.hypot(x, y), 1e-9))
    return Measured(hour if hour > 0 else 12.0, math.degrees(angle_std) / 30)


