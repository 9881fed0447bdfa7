"""Our messages back to the core's values, for clients. What a message does not carry stays empty, as told below.

No ROS in here: recorded messages, which have the same fields, are read by the same functions (recorded_results.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spatialgeo_ros.geometry.pose import rotation_from_quat_xyzw
from spatialgeo_ros.questions.query_json import from_json
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Definition,
    DepthSource,
    Distance,
    DistanceKind,
    Evidence,
    FloatArray,
    GravitySource,
    ObjectKind,
    OrientedBox,
    PinholeCamera,
    Pose,
    Predicate,
    Relation,
    RelationTable,
    Scene,
    SceneObject,
    Spoken,
    Status,
    Verdict,
)

if TYPE_CHECKING:
    from geometry_msgs.msg import Point as PointMsg
    from geometry_msgs.msg import Pose as PoseMsg

    from spatialgeo_ros.msg import Answer as AnswerMsg
    from spatialgeo_ros.msg import Distance as DistanceMsg
    from spatialgeo_ros.msg import Scene as SceneMsg
    from spatialgeo_ros.msg import SceneObject as SceneObjectMsg
    from spatialgeo_ros.msg import SpatialRelation as SpatialRelationMsg

NO_CAMERA = PinholeCamera(0, 0, math.nan, math.nan, math.nan, math.nan)
NO_POSE = Pose(np.full((3, 3), np.nan), np.full(3, np.nan))


def answer_from_msg(message: AnswerMsg) -> Answer:
    """The answer as the core gave it."""
    position = None
    if message.kind == AnswerKind.POSITION and message.status == Status.ANSWERED:
        position = pose_from_msg(message.viewer).inverse().apply(_point(message.position))
    return Answer(
        question=message.question,
        query=from_json(message.query) if message.query else None,
        status=Status(message.status),
        text=message.text,
        kind=AnswerKind(message.kind),
        yes=message.yes,
        value=message.value,
        value_std=message.stddev,
        unit=message.unit,
        upper_bound=message.upper_bound,
        object_ids=tuple(int(item) for item in message.object_ids),
        probability=message.probability,
        position_viewer_m=position,
        evidence=Evidence(tuple(item.id for item in message.evidence.objects),
                          tuple(relation_from_msg(item) for item in message.evidence.relations),
                          tuple(distance_from_msg(item) for item in message.evidence.distances)),
        verdict=Verdict(message.verdict),
        informed=message.informed,
        stamp_ns=stamp_ns(message.header.stamp),
        valid_until_ns=stamp_ns(message.valid_until),
        reason=message.reason,
        seen=tuple(message.seen),
        spoken=_spoken_from_msg(message))


def _spoken_from_msg(message: AnswerMsg) -> Spoken | None:
    """None when no speaker was asked."""
    if not (getattr(message, "spoken_text", "") or getattr(message, "spoken_reason", "")):  # recorded ones may be older
        return None
    kind = AnswerKind(message.spoken_kind)
    position = None
    if kind is AnswerKind.POSITION:
        position = pose_from_msg(message.viewer).inverse().apply(_point(message.spoken_position))
    return Spoken(message.spoken_text, message.spoken_confidence, kind, message.spoken_yes, message.spoken_value,
                  tuple(int(item) for item in message.spoken_object_ids), position, message.spoken_reason)


@dataclass(frozen=True, eq=False)
class ReceivedScene:
    """A scene as it was published. All poses are in frame_id; do not act on it after valid_until_ns.

    reference_from_viewer: the levelled camera (x right, y forward, z up), whose left and right the relations mean.
    relations: those less probable than the node publishes (relations.min_probability) have probability 0.
    """

    stamp_ns: int
    valid_until_ns: int
    frame_id: str
    camera_frame_id: str
    metric: bool
    depth_source: DepthSource
    gravity_source: GravitySource
    reference_from_viewer: Pose
    objects: tuple[SceneObject, ...]
    relations: RelationTable

    def object(self, object_id: int) -> SceneObject:
        """Raises KeyError for an id that is not in this scene."""
        for candidate in self.objects:
            if candidate.id == object_id:
                return candidate
        raise KeyError(object_id)


@dataclass(frozen=True, eq=False)
class LocatedObject:
    """One object of the scene stamped stamp_ns; its poses are in frame_id. description: what it looks like, in words."""

    object: SceneObject
    description: str
    frame_id: str
    stamp_ns: int
    valid_until_ns: int


def received_scene(message: SceneMsg) -> ReceivedScene:
    """What a message does not carry of its objects stays empty, see `object_from_msg`."""
    ids = tuple(item.id for item in message.objects)
    row = {object_id: index for index, object_id in enumerate(ids)}
    binary = (predicate for predicate in Predicate if predicate is not Predicate.BETWEEN)
    tables = {predicate: np.zeros((len(ids), len(ids))) for predicate in binary}
    for item in message.relations:
        tables[Predicate(item.predicate)][row[item.subject_id], row[item.object_id]] = item.probability
    return ReceivedScene(
        stamp_ns=stamp_ns(message.header.stamp),
        valid_until_ns=stamp_ns(message.valid_until),
        frame_id=message.header.frame_id,
        camera_frame_id=message.camera_frame_id,
        metric=message.metric,
        depth_source=DepthSource(message.depth_source),
        gravity_source=GravitySource(message.gravity_source),
        reference_from_viewer=pose_from_msg(message.viewer),
        objects=tuple(object_from_msg(item) for item in message.objects),
        relations=RelationTable(ids, tables))


def scene_from_msg(message: SceneMsg, camera: PinholeCamera = NO_CAMERA, reference_from_camera: Pose = NO_POSE) -> Scene:
    """The core's value. camera and reference_from_camera are not in the message: NaN where the caller has none; the id
    image stays empty."""
    received = received_scene(message)
    return Scene(received.stamp_ns, received.frame_id, received.camera_frame_id, received.metric, received.depth_source,
                 received.gravity_source, received.reference_from_viewer, reference_from_camera, camera,
                 received.objects, received.relations)


def located_objects(message: AnswerMsg) -> tuple[LocatedObject, ...]:
    """The objects that are the answer, in its order."""
    known = {item.id: item for item in message.evidence.objects}
    return tuple(LocatedObject(object_from_msg(known[object_id]), known[object_id].description, message.header.frame_id,
                               stamp_ns(message.header.stamp), stamp_ns(message.valid_until))
                 for object_id in map(int, message.object_ids))


def object_from_msg(message: SceneObjectMsg) -> SceneObject:
    """surface_ref, pixel_count and outline_cut are not in the message and stay empty."""
    roi = message.roi
    box_px = (roi.x_offset, roi.y_offset, roi.x_offset + roi.width - 1, roi.y_offset + roi.height - 1)
    outline = np.array([[corner.x, corner.y, corner.z] for corner in message.outline], np.float64).reshape(-1, 3)
    size, spread = message.size, message.size_stddev
    return SceneObject(
        id=message.id,
        kind=ObjectKind(message.kind),
        box=OrientedBox(pose_from_msg(message.pose.pose), np.array([size.x, size.y, size.z])),
        centre_cov_m2=np.asarray(message.pose.covariance, np.float64).reshape(6, 6)[:3, :3],
        size_std_m=np.array([spread.x, spread.y, spread.z]),
        surface_ref=np.zeros((0, 3), np.float32),
        stamp_last_seen_ns=stamp_ns(message.last_seen),
        label=message.label,
        label_score=message.label_score,
        colours=tuple(message.colours),
        shapes=tuple(message.shapes),
        visible=message.visible,
        visible_fraction=message.visible_fraction,
        bbox_xyxy_px=box_px if roi.width and roi.height else None,
        touches_border=message.touches_border,
        support_id=message.support_id,
        outline_ref=outline)


def relation_from_msg(message: SpatialRelationMsg) -> Relation:
    return Relation(message.subject_id, Predicate(message.predicate), message.object_id, message.probability)


def distance_from_msg(message: DistanceMsg) -> Distance:
    return Distance(message.subject_id, message.object_id, DistanceKind(message.kind), Definition(message.definition),
                    message.value, message.stddev, message.upper_bound,
                    np.stack([_point(message.subject_point), _point(message.object_point)]))


def pose_from_msg(message: PoseMsg) -> Pose:
    turn = message.orientation
    return Pose(rotation_from_quat_xyzw(np.array([turn.x, turn.y, turn.z, turn.w])), _point(message.position))


def _point(message: PointMsg) -> FloatArray:
    return np.array([message.x, message.y, message.z])
