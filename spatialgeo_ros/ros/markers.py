"""A scene as RViz markers. A marker keeps its namespace and id as long as its object lives; what is gone is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from builtin_interfaces.msg import Duration
from geometry_msgs.msg import Point, Vector3
from std_msgs.msg import ColorRGBA, Header
from visualization_msgs.msg import Marker, MarkerArray

from spatialgeo_ros.ros.geometry_msgs_of import point, pose, vector
from spatialgeo_ros.ros.relation_msgs import likely_relations
from spatialgeo_ros.ros.scene_msgs import header_of
from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import ObjectKind, Predicate, RelationTable, Scene, SceneObject

_TEXT_HEIGHT_M = 0.04
_SHAFT_M, _HEAD_M = 0.004, 0.012
_PALETTE = ((0.12, 0.47, 0.71), (1.0, 0.5, 0.05), (0.17, 0.63, 0.17), (0.84, 0.15, 0.16), (0.58, 0.4, 0.74),
            (0.55, 0.34, 0.29), (0.89, 0.47, 0.76), (0.74, 0.74, 0.13), (0.09, 0.75, 0.81))
_ARROWS: Mapping[Predicate, tuple[float, float, float]] = {
    Predicate.ON: (0.2, 0.9, 0.2), Predicate.INSIDE: (0.9, 0.6, 0.1), Predicate.LEFT_OF: (0.6, 0.6, 0.9)}
_SURE = 0.9  # arrows for left-of are only a reading aid: none that might be wrong

Key = tuple[str, int]


class MarkerMaker:
    """Remembers what it showed, to delete it when it is gone."""

    def __init__(self) -> None:
        self._shown: set[Key] = set()
        self._arrow_ids: dict[tuple[int, Predicate, int], int] = {}
        self._next_arrow_id = 1

    def markers(self, scene: Scene, lifetime_s: float, min_probability: float) -> MarkerArray:
        header = header_of(scene)
        made = [*_object_markers(scene), *self._relation_markers(scene, min_probability)]
        seconds, rest = divmod(lifetime_s, 1.0)
        for marker in made:
            marker.header, marker.action = header, Marker.ADD
            marker.lifetime = Duration(sec=int(seconds), nanosec=int(rest * 1e9))
        keys = {(marker.ns, marker.id) for marker in made}
        gone = [_deleted(key, header) for key in sorted(self._shown - keys)]
        self._shown = keys
        return MarkerArray(markers=gone + made)

    def _relation_markers(self, scene: Scene, min_probability: float) -> Iterator[Marker]:
        triples = useful_relations(scene, min_probability)
        self._arrow_ids = {key: value for key, value in self._arrow_ids.items() if key in set(triples)}
        for subject_id, predicate, object_id in triples:
            key = (subject_id, predicate, object_id)
            if key not in self._arrow_ids:
                self._arrow_ids[key] = self._next_arrow_id
                self._next_arrow_id += 1
            yield _arrow(scene.object(subject_id), predicate, scene.object(object_id), self._arrow_ids[key])


def useful_relations(scene: Scene, min_probability: float) -> list[tuple[int, Predicate, int]]:
    """The few that show the structure: what is on or in what, and each object's nearest neighbour to its right."""
    things = {item.id: item for item in scene.objects if item.kind is ObjectKind.OBJECT and item.visible}
    shown = {predicate: table for predicate, table in scene.relations.probability.items() if predicate in _ARROWS}
    resting: list[tuple[int, Predicate, int]] = []
    nearest: dict[int, tuple[float, int]] = {}
    for subject_id, number, object_id, probability in likely_relations(RelationTable(scene.relations.ids, shown),
                                                                       min_probability):
        if subject_id not in things:
            continue
        if number != Predicate.LEFT_OF:
            resting.append((subject_id, Predicate(number), object_id))
        elif probability >= _SURE and object_id in things:
            gap_m = float(np.linalg.norm(things[subject_id].centre_ref - things[object_id].centre_ref))
            nearest[subject_id] = min(nearest.get(subject_id, (gap_m, object_id)), (gap_m, object_id))
    return resting + [(subject_id, Predicate.LEFT_OF, object_id) for subject_id, (_, object_id) in nearest.items()]


def _object_markers(scene: Scene) -> Iterator[Marker]:
    up_ref = scene.reference_from_viewer.rotation[:, 2]
    for item in scene.objects:
        if item.kind is ObjectKind.SUPPORT:
            if len(item.outline_ref) >= 3:
                yield _outline(item)
            continue
        yield _box(item)
        yield _name(item, scene.objects, up_ref)


def _box(item: SceneObject) -> Marker:
    return Marker(ns="boxes", id=int(item.id), type=Marker.CUBE, pose=pose(item.box.reference_from_box),
                  scale=vector(np.maximum(item.box.size_m, 1e-3)),
                  color=_colour(item.id, 0.4 if item.visible else 0.12))


def _name(item: SceneObject, among: Sequence[SceneObject], up_ref: np.ndarray) -> Marker:
    marker = Marker(ns="names", id=int(item.id), type=Marker.TEXT_VIEW_FACING,
                    scale=Vector3(x=0.0, y=0.0, z=_TEXT_HEIGHT_M),
                    color=ColorRGBA(r=1.0, g=1.0, b=1.0, a=1.0 if item.visible else 0.5),
                    text=f"{item.label or describe(item, among)} #{item.id}")
    marker.pose.position = point(item.centre_ref + up_ref * (item.box.size_m[2] / 2 + _TEXT_HEIGHT_M))
    marker.pose.orientation.w = 1.0
    return marker


def _outline(item: SceneObject) -> Marker:
    corners = [point(corner) for corner in item.outline_ref]
    marker = Marker(ns="supports", id=int(item.id), type=Marker.LINE_STRIP, points=[*corners, corners[0]],
                    scale=Vector3(x=0.01, y=0.0, z=0.0), color=ColorRGBA(r=0.8, g=0.8, b=0.8, a=0.8))
    marker.pose.orientation.w = 1.0
    return marker


def _arrow(subject: SceneObject, predicate: Predicate, other: SceneObject, marker_id: int) -> Marker:
    red, green, blue = _ARROWS[predicate]
    ends: list[Point] = [point(subject.centre_ref), point(other.centre_ref)]
    marker = Marker(ns=f"relations/{predicate.name.lower()}", id=marker_id, type=Marker.ARROW, points=ends,
                    scale=Vector3(x=_SHAFT_M, y=_HEAD_M, z=2 * _HEAD_M), color=ColorRGBA(r=red, g=green, b=blue, a=0.9))
    marker.pose.orientation.w = 1.0
    return marker


def _deleted(key: Key, header: Header) -> Marker:
    return Marker(header=header, ns=key[0], id=key[1], action=Marker.DELETE)


def _colour(object_id: int, alpha: float) -> ColorRGBA:
    red, green, blue = _PALETTE[object_id % len(_PALETTE)]
    return ColorRGBA(r=red, g=green, b=blue, a=alpha)
