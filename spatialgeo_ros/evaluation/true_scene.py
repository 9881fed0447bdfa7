"""The scene a pipeline would give that measures true boxes on what it sees: what is still wrong then, is so by definition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.scene.objects import sample_surface
from spatialgeo_ros.scene.relations import find_relations
from spatialgeo_ros.types import CameraFrame, ObjectKind, OrientedBox, Pose, Scene, SceneObject
from spatialgeo_ros.world.truth import Truth, TruthObject

_STD_M = 0.002
_SAME_LEVEL_M = 0.005
_SURFACE_M = 20.0  # a side of the surfaces things stand on, larger than any room


def true_scene(truth: Truth, true_ids: NDArray[np.uint16], frame: CameraFrame, config: SceneConfig) -> Scene:
    """True boxes, masks and carriers; of surfaces only what the image shows. true_ids: (H, W), of all things."""
    things = [item for item in truth.objects if item.kind is ObjectKind.OBJECT]
    levels = _levels(truth, max(item.id for item in truth.objects) + 1, frame)
    objects = [_true_object(item, truth, levels, frame, config.objects.surface_points) for item in things]
    known = np.isin(true_ids, [item.id for item in things])
    everything = (*objects, *levels)
    return Scene(frame.stamp_ns, frame.reference_frame_id, frame.frame_id, True, frame.depth_source, frame.gravity_source,
                 truth.world_from_viewer, frame.reference_from_camera, frame.camera, everything,
                 find_relations(everything, truth.world_from_viewer, config.relations),
                 np.where(known, true_ids, 0).astype(np.uint16))


def _levels(truth: Truth, first_id: int, frame: CameraFrame) -> tuple[SceneObject, ...]:
    """One surface at each height at which something stands on furniture or the floor."""
    supports = {item.id for item in truth.objects if item.kind is ObjectKind.SUPPORT}
    heights: list[float] = []
    for item in truth.objects:
        if item.kind is ObjectKind.OBJECT and item.support_id in supports and not any(
                abs(height - item.bottom_m) < _SAME_LEVEL_M for height in heights):
            heights.append(item.bottom_m)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * _SURFACE_M / 2
    return tuple(SceneObject(
        first_id + k, ObjectKind.SUPPORT,
        OrientedBox(Pose(np.eye(3), np.array([0.0, 0.0, height])), np.array([_SURFACE_M, _SURFACE_M, 0.0])),
        np.eye(3) * _STD_M**2, np.full(3, _STD_M), np.zeros((0, 3), np.float32), frame.stamp_ns,
        outline_ref=np.column_stack([corners, np.full(4, height)]), outline_cut=np.ones(4, bool))
        for k, height in enumerate(heights))


def _true_object(item: TruthObject, truth: Truth, levels: tuple[SceneObject, ...], frame: CameraFrame,
                 points: int) -> SceneObject:
    carrier = next((level.id for level in levels if abs(level.centre_ref[2] - item.bottom_m) < _SAME_LEVEL_M), 0)
    things = {other.id for other in truth.objects if other.kind is ObjectKind.OBJECT}
    return SceneObject(
        item.id, ObjectKind.OBJECT, item.box, np.eye(3) * _STD_M**2, np.full(3, _STD_M),
        sample_surface(item.visible_points_world.astype(np.float32), points), frame.stamp_ns,
        colours=tuple(word for word, _ in item.seen_colours), visible_fraction=item.visible_fraction,
        pixel_count=item.pixel_count, bbox_xyxy_px=item.bbox_xyxy_px, touches_border=item.touches_border,
        support_id=item.support_id if item.support_id in things else carrier)
