"""Scenes and answers as JSON objects with exactly the field names of the messages in msg/; NaN becomes null."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.geometry.pose import quat_xyzw_from_rotation
from spatialgeo_ros.questions.query_json import to_json
from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import Answer, Distance, Evidence, FloatArray, Pose, Relation, Scene, SceneObject, Spoken

Json = dict[str, Any]

TILT_VAR_RAD2, HEADING_VAR_RAD2 = 0.001, 0.1  # as in ros.scene_msgs


def scene_json(scene: Scene, config: SceneConfig) -> Json:
    """A Scene message."""
    return {
        "header": header_json(scene.stamp_ns, scene.frame_id),
        "camera_frame_id": scene.camera_frame_id,
        "valid_until": time_json(scene.stamp_ns + int(1e9 * config.answers.valid_for_s)),
        "metric": scene.metric,
        "depth_source": int(scene.depth_source),
        "gravity_source": int(scene.gravity_source),
        "viewer": pose_json(scene.reference_from_viewer),
        "objects": [object_json(item, scene.objects) for item in scene.objects],
        "relations": [relation_json(item, scene.reference_from_viewer)
                      for item in scene.relations.likely(config.relations.min_probability)],
    }


def object_json(item: SceneObject, among: Sequence[SceneObject]) -> Json:
    """A SceneObject message."""
    left, top, right, bottom = (int(value) for value in item.bbox_xyxy_px or (0, 0, -1, -1))
    return {
        "id": int(item.id),
        "kind": int(item.kind),
        "label": item.label,
        "label_score": number(item.label_score),
        "colours": list(item.colours),
        "shapes": list(item.shapes),
        "description": describe(item, among),
        "pose": {"pose": pose_json(item.box.reference_from_box), "covariance": _covariance_json(item)},
        "size": vector_json(item.box.size_m),
        "size_stddev": vector_json(item.size_std_m),
        "outline": [vector_json(corner) for corner in item.outline_ref],
        "visible": bool(item.visible),
        "visible_fraction": number(item.visible_fraction),
        "touches_border": bool(item.touches_border),
        "roi": {"x_offset": left, "y_offset": top, "height": bottom - top + 1, "width": right - left + 1,
                "do_rectify": False},
        "last_seen": time_json(item.stamp_last_seen_ns),
        "support_id": int(item.support_id),
    }


def relation_json(relation: Relation, viewer: Pose, object2_id: int = 0) -> Json:
    """A SpatialRelation message."""
    return {"subject_id": int(relation.subject_id), "predicate": int(relation.predicate),
            "object_id": int(relation.object_id),
            "object2_id": object2_id, "probability": number(relation.probability), "viewer": pose_json(viewer)}


def distance_json(distance: Distance) -> Json:
    """A Distance message."""
    return {"subject_id": int(distance.subject_id), "object_id": int(distance.object_id), "kind": int(distance.kind),
            "definition": distance.definition.value, "value": number(distance.value_m),
            "stddev": number(distance.std_m), "upper_bound": bool(distance.upper_bound),
            "subject_point": vector_json(distance.points_ref[0]), "object_point": vector_json(distance.points_ref[1])}


def evidence_json(evidence: Evidence, scene: Scene) -> Json:
    """An Evidence message."""
    known = {item.id: item for item in scene.objects}
    return {"objects": [object_json(known[object_id], scene.objects) for object_id in evidence.object_ids
                        if object_id in known],
            "relations": [relation_json(item, scene.reference_from_viewer) for item in evidence.relations],
            "distances": [distance_json(item) for item in evidence.distances]}


def answer_json(answer: Answer, scene: Scene) -> Json:
    """An Answer message. position: in the scene's frame, as everything in a message."""
    position = np.full(3, np.nan)
    if answer.position_viewer_m is not None:
        position = scene.reference_from_viewer.apply(np.asarray(answer.position_viewer_m, np.float64))
    return {
        "header": header_json(answer.stamp_ns, scene.frame_id),
        "viewer": pose_json(scene.reference_from_viewer),
        "valid_until": time_json(answer.valid_until_ns),
        "question": answer.question,
        "query": "" if answer.query is None else to_json(answer.query),
        "status": int(answer.status),
        "kind": int(answer.kind),
        "text": answer.text,
        "yes": bool(answer.yes),
        "value": number(answer.value),
        "stddev": number(answer.value_std),
        "unit": answer.unit,
        "upper_bound": bool(answer.upper_bound),
        "object_ids": [int(item) for item in answer.object_ids],
        "position": vector_json(position),
        "probability": number(answer.probability),
        "verdict": int(answer.verdict),
        "informed": answer.informed,
        "reason": answer.reason,
        "seen": list(answer.seen),
        "evidence": evidence_json(answer.evidence, scene),
        **_spoken_json(answer.spoken or Spoken(), scene),
    }


def _spoken_json(spoken: Spoken, scene: Scene) -> Json:
    position = np.full(3, np.nan)
    if spoken.position_viewer_m is not None:
        position = scene.reference_from_viewer.apply(np.asarray(spoken.position_viewer_m, np.float64))
    return {"spoken_text": spoken.text, "spoken_confidence": number(spoken.confidence), "spoken_kind": int(spoken.kind),
            "spoken_yes": bool(spoken.yes), "spoken_value": number(spoken.value),
            "spoken_object_ids": [int(item) for item in spoken.object_ids], "spoken_position": vector_json(position),
            "spoken_reason": spoken.reason}


def header_json(stamp_ns: int, frame_id: str) -> Json:
    return {"stamp": time_json(stamp_ns), "frame_id": frame_id}


def time_json(stamp_ns: int) -> Json:
    return {"sec": stamp_ns // 1_000_000_000, "nanosec": stamp_ns % 1_000_000_000}


def pose_json(pose: Pose) -> Json:
    x, y, z, w = (number(value) for value in quat_xyzw_from_rotation(pose.rotation))
    return {"position": vector_json(pose.translation_m), "orientation": {"x": x, "y": y, "z": z, "w": w}}


def vector_json(vector: FloatArray) -> Json:
    x, y, z = (number(value) for value in vector)
    return {"x": x, "y": y, "z": z}


def number(value: float) -> float | None:
    """JSON knows neither NaN nor infinity."""
    return float(value) if math.isfinite(value) else None


def _covariance_json(item: SceneObject) -> list[float | None]:
    """36 numbers, row by row; the rotation block is not estimated, it holds the same fixed numbers as the node's."""
    covariance = np.zeros((6, 6))
    covariance[:3, :3] = item.centre_cov_m2
    covariance[3:, 3:] = np.diag([TILT_VAR_RAD2, TILT_VAR_RAD2, HEADING_VAR_RAD2])
    return [number(value) for value in covariance.ravel()]
