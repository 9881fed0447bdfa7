"""Boxes for planners to keep clear of: larger than what was measured by as much as that may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import FloatArray, ObjectKind, OrientedBox, Pose, SceneObject

_FLOOR_LABEL = "floor"  # of the lowest wide support, see scene.outlines
_SAME_FLOOR_M = 0.05  # another level surface no higher than this above it is a part of it that was seen apart from it


@dataclass(frozen=True, eq=False)
class CollisionBox:
    """id: "spatialgeo_3" for object 3: the same in every scene as long as the object is known. name: what it looks like."""

    id: str
    name: str
    box: OrientedBox


def inflated_box(item: SceneObject, sigmas: float = 2.0) -> OrientedBox:
    """The object's box with each face moved outwards by `sigmas` standard deviations of its place; reference frame.

    Where the back of a thing was not seen, its centre and its size are wrong together; so the deviation of a face is
    that of the centre plus half that of the size. A support that the view cuts off is not widened: its size_std_m tells how
    far it may go on, not how wrong its visible part is.
    """
    pose, size_std_m = item.box.reference_from_box, np.array(item.size_std_m, np.float64)
    variance_m2 = np.einsum("ki,kl,li->i", pose.rotation, item.centre_cov_m2, pose.rotation)
    face_std_m = np.sqrt(np.maximum(variance_m2, 0.0)) + size_std_m / 2
    if item.kind is ObjectKind.SUPPORT and item.touches_border:
        face_std_m[:2] = 0.0
    return OrientedBox(pose, np.asarray(item.box.size_m) + 2 * sigmas * face_std_m)


def slab_below(box: OrientedBox, thickness_m: float) -> OrientedBox:
    """The box reaching at least `thickness_m` down from its top: of a table the camera sees but the surface."""
    size_m = np.array(box.size_m, np.float64)
    grown_m = max(thickness_m - float(size_m[2]), 0.0)
    size_m[2] += grown_m
    pose = box.reference_from_box
    return OrientedBox(Pose(pose.rotation, pose.translation_m - pose.rotation[:, 2] * grown_m / 2), size_m)


def collision_boxes(objects: Sequence[SceneObject], sigmas: float = 2.0, slab_m: float = 0.03,
                    floor: bool = False) -> tuple[CollisionBox, ...]:
    """One inflated box for each object and support of a scene, in its order and reference frame.

    slab_m: how thick table tops and boards are taken to be. floor: with the floor; without, for the robot stands on it.
    """
    ground = () if floor else floor_ids(objects)
    boxes = []
    for item in objects:
        if item.id in ground:
            continue
        box = inflated_box(item, sigmas)
        if item.kind is ObjectKind.SUPPORT:
            box = slab_below(box, slab_m)
        boxes.append(CollisionBox(f"spatialgeo_{item.id}", describe(item, objects), box))
    return tuple(boxes)


def floor_height_m(objects: Sequence[SceneObject]) -> float | None:
    """z of the floor in a level reference frame; None when no floor is in the scene."""
    return min((_top_m(item) for item in _supports(objects) if item.label == _FLOOR_LABEL), default=None)


def floor_ids(objects: Sequence[SceneObject]) -> frozenset[int]:
    """The floor, and other supports of its height; none when no floor is in the scene. The reference frame is level."""
    floor_m = floor_height_m(objects)
    if floor_m is None:
        return frozenset()
    return frozenset(item.id for item in _supports(objects) if abs(_top_m(item) - floor_m) < _SAME_FLOOR_M)


def _supports(objects: Sequence[SceneObject]) -> list[SceneObject]:
    return [item for item in objects if item.kind is ObjectKind.SUPPORT]


def _top_m(item: SceneObject) -> float:
    pose = item.box.reference_from_box
    return float(pose.translation_m[2] + pose.rotation[2, 2] * item.box.size_m[2] / 2)


def beside_box_m(box: OrientedBox, points: FloatArray) -> FloatArray:
    """(...,) metres in the plane from (..., 2) points to the box's footprint; 0 inside. The reference frame is level."""
    pose, half_m = box.reference_from_box, np.asarray(box.size_m)[:2] / 2
    outside_m = np.maximum(np.abs((points - pose.translation_m[:2]) @ pose.rotation[:2, :2]) - half_m, 0.0)
    return np.asarray(np.hypot(outside_m[..., 0], outside_m[..., 1]))
