"""An answer as a message, and the typed query of the service."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from geometry_msgs.msg import Point
from std_msgs.msg import Header

from spatialgeo_ros import types
from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.msg import Answer, Distance, Evidence
from spatialgeo_ros.questions.query_json import from_json, to_json
from spatialgeo_ros.ros.geometry_msgs_of import point, pose
from spatialgeo_ros.ros.relation_msgs import relation_msg
from spatialgeo_ros.ros.scene_msgs import object_msg
from spatialgeo_ros.ros.stamps import time_msg
from spatialgeo_ros.srv import Query

E = TypeVar("E", bound=Enum)


def answer_msg(answer: types.Answer, scene: types.Scene | None) -> Answer:
    """scene: the one it was measured in; None when there was none."""
    msg = Answer(
        header=Header(stamp=time_msg(answer.stamp_ns), frame_id="" if scene is None else scene.frame_id),
        valid_until=time_msg(answer.valid_until_ns),
        question=answer.question,
        query="" if answer.query is None or answer.status is types.Status.NOT_UNDERSTOOD else to_json(answer.query),
        status=int(answer.status),
        kind=int(answer.kind),
        text=answer.text,
        yes=bool(answer.yes),
        value=float(answer.value),
        stddev=float(answer.value_std),
        unit=answer.unit,
        upper_bound=bool(answer.upper_bound),
        object_ids=[int(item) for item in answer.object_ids],
        position=Point(x=math.nan, y=math.nan, z=math.nan),
        probability=float(answer.probability),
        verdict=int(answer.verdict),
        informed=bool(answer.informed),
        reason=answer.reason,
        seen=list(answer.seen),
        **_spoken_fields(answer.spoken or types.Spoken(), scene),
    )
    if scene is not None:
        msg.viewer = pose(scene.reference_from_viewer)
        msg.evidence = _evidence_msg(answer.evidence, scene)
        if answer.position_viewer_m is not None:
            msg.position = point(scene.reference_from_viewer.apply(answer.position_viewer_m))
    return msg


def _spoken_fields(spoken: types.Spoken, scene: types.Scene | None) -> dict[str, object]:
    position = Point(x=math.nan, y=math.nan, z=math.nan)
    if spoken.position_viewer_m is not None and scene is not None:
        position = point(scene.reference_from_viewer.apply(spoken.position_viewer_m))
    return {"spoken_text": spoken.text, "spoken_confidence": float(spoken.confidence), "spoken_kind": int(spoken.kind),
            "spoken_yes": bool(spoken.yes), "spoken_value": float(spoken.value),
            "spoken_object_ids": [int(item) for item in spoken.object_ids], "spoken_position": position,
            "spoken_reason": spoken.reason}


def _evidence_msg(evidence: types.Evidence, scene: types.Scene) -> Evidence:
    by_id = {item.id: item for item in scene.objects}
    viewer = pose(scene.reference_from_viewer)
    return Evidence(
        objects=[object_msg(by_id[item], scene.objects) for item in evidence.object_ids if item in by_id],
        relations=[relation_msg(item, viewer) for item in evidence.relations],
        distances=[_distance_msg(item) for item in evidence.distances],
    )


def _distance_msg(distance: types.Distance) -> Distance:
    return Distance(subject_id=int(distance.subject_id), object_id=int(distance.object_id), kind=int(distance.kind),
                    definition=distance.definition.value, value=float(distance.value_m), stddev=float(distance.std_m),
                    upper_bound=bool(distance.upper_bound), subject_point=point(distance.points_ref[0]),
                    object_point=point(distance.points_ref[1]))


def query_from_request(request: Query.Request, parse_phrase: Callable[[str], types.Phrase]) -> types.Query:
    """Raises QuestionError, naming the field, for values that are none and phrases that cannot be read."""
    if request.json:
        return from_json(request.json)
    kind = _constant(types.QueryKind, request.kind, "kind")
    predicate = None
    if request.predicate != Query.Request.NO_PREDICATE:
        predicate = _constant(types.Predicate, request.predicate, "predicate")
    return types.Query(
        kind=kind,
        subjects=_phrases(request.subject, request.subject2, parse_phrase),
        objects=_phrases(request.object, request.object2, parse_phrase),
        predicate=predicate,
        distance=_constant(types.DistanceKind, request.distance_kind, "distance_kind"),
        dimension=_constant(types.Dimension, request.dimension, "dimension"),
        definition=_constant(types.Definition, request.definition or types.Definition.SPATIALGEO.value, "definition"),
        farthest=bool(request.farthest),
        negated=bool(request.negated),
        limit_m=float(request.limit),
        unit=request.unit,
    )


def _phrases(first: str, second: str, parse_phrase: Callable[[str], types.Phrase]) -> tuple[types.Phrase, ...]:
    return tuple(parse_phrase(text) for text in (first, second) if text.strip())


def _constant(kind: type[E], value: object, name: str) -> E:
    try:
        return kind(value)
    except ValueError as error:
        known = ", ".join(f"{item.value} ({item.name})" for item in kind)
        raise QuestionError(f"{name} = {value!r} is unknown; expected one of {known}") from error
