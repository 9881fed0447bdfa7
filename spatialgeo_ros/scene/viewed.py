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
    surfaces, low, high = _surfaces(objects, centre, turn)
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
        outlines=tuple((np.asarray(item.outline_ref, float) - origin) @ turn.T if len(item.outline_ref) else np.zeros((0, 3))
                       for item in objects))


def _surfaces(objects: Sequence[SceneObject], centre: FloatArray,
              turn: FloatArray) -> tuple[tuple[FloatArray, ...], FloatArray, FloatArray]:
    """The surface samples in the viewer frame, without strays, and their (N, 3) lowest and highest coordinates.

    centre: (N, 3) of the boxes, viewer frame. All samples are turned at once, in rows of equal length.
    """
    if not objects:
        return (), np.zeros((0, 3)), np.zeros((0, 3))
    samples = [item.surface_ref if len(item.surface_ref) else item.box.corners_ref() for item in objects]
    counts = np.array([len(sample) for sample in samples])
    points = np.zeros((len(objects), 3, counts.max()), np.float32)
    for columns, sample in zip(points, samples, strict=True):
        columns[:, :len(sample)] = sample.T
    points -= np.array([item.centre_ref for item in objects], np.float32)[:, :, None]
    kept = np.arange(points.shape[2]) < counts[:, None]
    belongs = kept & _belongs(objects, points)
    kept = np.where(belongs.any(axis=1, keepdims=True), belongs, kept)  # a box beside its own points: which is right?
    points = turn.astype(np.float32) @ points
    points += centre[:, :, None].astype(np.float32)
    first = points[np.arange(len(points)), :, kept.argmax(axis=1)]
    inner = np.where(kept[:, None], points, first[:, :, None])
    whole = (kept.sum(axis=1) == counts).tolist()
    surfaces = [columns[:, :count] if all_kept else columns[:, mask]
                for columns, count, all_kept, mask in zip(points, counts.tolist(), whole, kept, strict=True)]
    return (tuple(np.ascontiguousarray(columns.T) for columns in surfaces),
            inner.min(axis=2).astype(np.float64), inner.max(axis=2).astype(np.float64))


def _belongs(objects: Sequence[SceneObject], points: FloatArray) -> NDArray[np.bool_]:
    """(N, P) the point lies in or near the box of its object, or that is a support. points: (N, 3, P) from box centres."""
    to_box = np.array([item.box.reference_from_box.rotation.T for item in objects], dtype=np.float32)
    limit = stray_limit(np.array([item.box.size_m for item in objects], dtype=np.float32))
    limit[[item.kind == ObjectKind.SUPPORT for item in objects]] = np.inf
    offset = to_box @ points
    return np.asarray((np.abs(offset, out=offset) <= limit[..., None]).all(axis=1))
