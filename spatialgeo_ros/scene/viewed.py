"""The objects of a scene as arrays in the viewer's axes: what the predicates compute with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.completion import stray_limit
from spatialgeo_ros.types import FloatArray, ObjectKind, Pose, SceneObject

_MIN_STD_M = 0.002  # no sensor of this class does better; keeps divisions finite


@dataclass(frozen=True, eq=False)
class ViewedObjects:
    """N objects in the viewer frame (x right, y forward, z up), metres.

    centre: (N, 3) of the boxes; centre_var: (N, 3) variances along the viewer's axes.
    half: (N, 2) half extents along the box's own horizontal axes; axis: (N, 2) its x axis as a horizontal unit vector.
    size: (N, 3) of the boxes along their own axes, size_std likewise.
    width, width_std: (N,) extent across the view. bottom, top: (N,) heights; height_var: (N,) of either.
    low, high: (N, 3) bounds of the visible surface along the viewer's axes.
    cut: (N,) the image border cuts it, sizes are lower bounds. support: (N,) is a support.
    rests_on: (N,) index of what it rests on, -1 = not known or not among these.
    surfaces: N arrays (n, 3) float32, the visible surface samples. outlines: N arrays (m, 3) of supports, else (0, 3).
    """

    ids: tuple[int, ...]
    centre: FloatArray
    centre_var: FloatArray
    half: FloatArray
    axis: FloatArray
    size: FloatArray
    size_std: FloatArray
    width: FloatArray
    width_std: FloatArray
    bottom: FloatArray
    top: FloatArray
    height_var: FloatArray
    low: FloatArray
    high: FloatArray
    cut: NDArray[np.bool_]
    support: NDArray[np.bool_]
    rests_on: NDArray[np.intp]
    surfaces: tuple[FloatArray, ...]
    outlines: tuple[FloatArray, ...]

    def __len__(self) -> int:
        return len(self.ids)


def view_objects(objects: Sequence[SceneObject], reference_from_viewer: Pose) -> ViewedObjects:
    """Take objects from the reference frame into the viewer's axes."""
    count = len(objects)
    turn = reference_from_viewer.rotation.T  # viewer_from_reference
    origin = reference_from_viewer.translation_m
    centre = (np.array([item.centre_ref for item in objects]).reshape(count, 3) - origin) @ turn.T
    covariance = turn @ np.array([item.centre_cov_m2 for item in objects]).reshape(count, 3, 3) @ turn.T
    centre_var = np.maximum(np.diagonal(covariance, axis1=1, axis2=2), _MIN_STD_M**2)
    boxes = turn @ np.array([item.box.reference_from_box.rotation for item in objects]).reshape(count, 3, 3)
    size = np.array([item.box.size_m for item in objects], dtype=np.float64).reshape(count, 3)
    size_std = np.maximum(np.array([item.size_std_m for item in objects]).reshape(count, 3), _MIN_STD_M)
    axis = boxes[:, :2, 0]
    axis = axis / np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-9)
    surfaces = _surfaces(objects, origin, turn)
    low, high = _bounds(surfaces, centre, boxes, size)
    index_of = {item.id: k for k, item in enumerate(objects) if item.id}
    height_var = centre_var[:, 2] + size_std[:, 2] ** 2 / 4
    return ViewedObjects(
        ids=tuple(item.id for item in objects), centre=centre, centre_var=centre_var, half=size[:, :2] / 2, axis=axis,
        size=size, size_std=size_std, width=high[:, 0] - low[:, 0],
        width_std=np.sqrt(np.einsum("nk,nk->n", boxes[:, 0, :] ** 2, size_std**2)),
        bottom=centre[:, 2] - size[:, 2] / 2, top=centre[:, 2] + size[:, 2] / 2, height_var=height_var,
        low=low, high=high, cut=np.array([item.touches_border for item in objects], dtype=bool),
        support=np.array([item.kind == ObjectKind.SUPPORT for item in objects], dtype=bool),
        rests_on=np.array([index_of.get(item.support_id, -1) for item in objects], dtype=np.intp), surfaces=surfaces,
        outlines=tuple((np.asarray(item.outline_ref, float) - origin) @ turn.T for item in objects))


def _surfaces(objects: Sequence[SceneObject], origin: FloatArray, turn: FloatArray) -> tuple[FloatArray, ...]:
    """The surface samples in the viewer frame, without strays, in one pass."""
    if not objects:
        return ()
    samples = [item.surface_ref if len(item.surface_ref) else item.box.corners_ref() for item in objects]
    owner = np.repeat(np.arange(len(objects)), [len(sample) for sample in samples])
    points = np.concatenate(samples).astype(np.float32, copy=False)
    kept = _belongs(objects, points, owner)
    lost = np.flatnonzero(np.bincount(owner[kept], minlength=len(objects)) == 0)
    if len(lost):  # a box beside its own points: no telling which is right
        kept |= np.isin(owner, lost)
    ends = np.cumsum(np.bincount(owner[kept], minlength=len(objects)))
    viewed = (points[kept] - origin.astype(np.float32)) @ turn.T.astype(np.float32)
    return tuple(np.split(viewed, ends[:-1]))


def _belongs(objects: Sequence[SceneObject], points: FloatArray, owner: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(P,) the point lies in or near the box of the object it belongs to, or that is a support."""
    poses = [item.box.reference_from_box for item in objects]
    rotation = np.array([pose.rotation for pose in poses], dtype=np.float32)
    centre = np.array([pose.translation_m for pose in poses], dtype=np.float32)
    limit = stray_limit(np.array([item.box.size_m for item in objects], dtype=np.float32))
    limit[[item.kind == ObjectKind.SUPPORT for item in objects]] = np.inf
    offset = np.einsum("pk,pkl->pl", points - centre[owner], rotation[owner])
    return np.asarray(np.all(np.abs(offset) <= limit[owner], axis=1))


def _bounds(surfaces: Sequence[FloatArray], centre: FloatArray, boxes: FloatArray,
            size: FloatArray) -> tuple[FloatArray, FloatArray]:
    if not surfaces:
        return np.zeros((0, 3)), np.zeros((0, 3))
    starts = np.cumsum([0] + [len(points) for points in surfaces[:-1]])
    points = np.concatenate(surfaces)
    return (np.minimum.reduceat(points, starts, axis=0).astype(np.float64),
            np.maximum.reduceat(points, starts, axis=0).astype(np.float64))
