"""A scene as messages. All poses are in the scene's reference frame; all stamps are the image's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from geometry_msgs.msg import PoseWithCovariance
from sensor_msgs.msg import RegionOfInterest
from std_msgs.msg import Header

from spatialgeo_ros import types
from spatialgeo_ros.msg import Scene, SceneObject, SpatialRelation, SpatialRelationArray
from spatialgeo_ros.ros.geometry_msgs_of import point, pose, vector
from spatialgeo_ros.ros.stamps import time_msg
from spatialgeo_ros.scene.appearance import describe

# The core does not estimate how well a box's heading is known; it is fixed by gravity otherwise.
_HEADING_VAR_RAD2 = 0.1
_TILT_VAR_RAD2 = 0.001
_TURN_COVARIANCE = np.diag([0, 0, 0, _TILT_VAR_RAD2, _TILT_VAR_RAD2, _HEADING_VAR_RAD2])


def header_of(scene: types.Scene) -> Header:
    return Header(stamp=time_msg(scene.stamp_ns), frame_id=scene.frame_id)


def scene_msg(scene: types.Scene, valid_for_s: float, relations: list[SpatialRelation]) -> Scene:
    return Scene(
        header=header_of(scene),
        camera_frame_id=scene.camera_frame_id,
        valid_until=time_msg(scene.stamp_ns + int(valid_for_s * 1e9)),
        metric=scene.metric,
        depth_source=int(scene.depth_source),
        gravity_source=int(scene.gravity_source),
        viewer=pose(scene.reference_from_viewer),
        objects=[object_msg(item, scene.objects) for item in scene.objects],
        relations=relations,
    )


def relations_msg(scene: types.Scene, valid_for_s: float, relations: list[SpatialRelation]) -> SpatialRelationArray:
    return SpatialRelationArray(
        header=header_of(scene),
        valid_until=time_msg(scene.stamp_ns + int(valid_for_s * 1e9)),
        metric=scene.metric,
        relations=relations,
    )


def object_msg(item: types.SceneObject, among: Sequence[types.SceneObject]) -> SceneObject:
    """among: all objects of the scene, from which its description must set it apart."""
    return SceneObject(
        id=int(item.id),
        kind=int(item.kind),
        label=item.label,
        label_score=float(item.label_score),
        colours=list(item.colours),
        shapes=list(item.shapes),
        description=describe(item, among),
        pose=_pose_with_covariance(item),
        size=vector(item.box.size_m),
        size_stddev=vector(item.size_std_m),
        outline=[point(corner) for corner in item.outline_ref],
        visible=bool(item.visible),
        visible_fraction=float(item.visible_fraction),
        touches_border=bool(item.touches_border),
        roi=_roi(item.bbox_xyxy_px),
        last_seen=time_msg(item.stamp_last_seen_ns),
        support_id=int(item.support_id),
    )


def _pose_with_covariance(item: types.SceneObject) -> PoseWithCovariance:
    covariance = _TURN_COVARIANCE.copy()
    covariance[:3, :3] = item.centre_cov_m2
    return PoseWithCovariance(pose=pose(item.box.reference_from_box), covariance=covariance.ravel())


def _roi(bbox_xyxy_px: tuple[int, int, int, int] | None) -> RegionOfInterest:
    if bbox_xyxy_px is None:
        return RegionOfInterest()
    left, top, right, bottom = (int(value) for value in bbox_xyxy_px)
    return RegionOfInterest(x_offset=left, y_offset=top, width=right - left + 1, height=bottom - top + 1)


def detections_3d_msg(scene: types.Scene) -> Any:
    """vision_msgs/Detection3DArray of the objects that are seen now, without supports. Needs vision_msgs."""
    from vision_msgs.msg import Detection3DArray

    header = header_of(scene)
    seen = [item for item in scene.objects if item.kind == types.ObjectKind.OBJECT and item.visible]
    return Detection3DArray(header=header, detections=[_detection_3d(item, header) for item in seen])


def _detection_3d(item: types.SceneObject, header: Header) -> Any:
    from vision_msgs.msg import BoundingBox3D, Detection3D, ObjectHypothesis, ObjectHypothesisWithPose

    located = _pose_with_covariance(item)
    hypothesis = ObjectHypothesis(class_id=item.label or "object", score=float(item.label_score))
    return Detection3D(header=header, id=str(item.id),
                       bbox=BoundingBox3D(center=located.pose, size=vector(item.box.size_m)),
                       results=[ObjectHypothesisWithPose(hypothesis=hypothesis, pose=located)])
