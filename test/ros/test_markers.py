"""Markers: identity as long as the object lives, deletion when it is gone, arrows only where they help."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from geometry_msgs.msg import Pose
from rig import fake_scene
from visualization_msgs.msg import Marker

from spatialgeo_ros.ros.markers import MarkerMaker, useful_relations
from spatialgeo_ros.ros.relation_msgs import RelationMessages, likely_relations
from spatialgeo_ros.types import CameraFrame, PinholeCamera, Predicate, Relation, RelationTable, Scene


@pytest.fixture
def scene() -> Scene:
    camera = PinholeCamera(48, 64, 60.0, 62.0, 30.0, 25.0)
    return fake_scene(CameraFrame(np.zeros((48, 64, 3), np.uint8), None, camera, 7_000_000_123))


def without(scene: Scene, object_id: int) -> Scene:
    kept = [index for index, item in enumerate(scene.objects) if item.id != object_id]
    rows = np.ix_(kept, kept)
    table = RelationTable(tuple(scene.relations.ids[index] for index in kept),
                          {predicate: values[rows] for predicate, values in scene.relations.probability.items()})
    return dataclasses.replace(scene, objects=tuple(scene.objects[index] for index in kept), relations=table)


def keys(markers: list[Marker], action: int) -> set[tuple[str, int]]:
    return {(item.ns, item.id) for item in markers if item.action == action}


def test_what_vanished_is_deleted_once_and_nothing_else(scene):
    maker = MarkerMaker()
    first = maker.markers(scene, 1.0, 0.6).markers
    second = maker.markers(without(scene, 2), 1.0, 0.6).markers
    third = maker.markers(without(scene, 2), 1.0, 0.6).markers
    assert keys(first, Marker.DELETE) == set()
    gone = keys(second, Marker.DELETE)
    assert {("boxes", 2), ("names", 2)} <= gone
    assert keys(first, Marker.ADD) == keys(second, Marker.ADD) | gone
    assert keys(third, Marker.DELETE) == set()
    assert not any(item.action == Marker.DELETEALL for item in first + second + third)


def test_an_arrow_keeps_its_id_while_others_come_and_go(scene):
    maker = MarkerMaker()

    def on_arrow(markers) -> int:
        ends = scene.object(1).centre_ref
        found, = (item for item in markers if item.ns == "relations/on" and item.action == Marker.ADD
                  and np.allclose([item.points[0].x, item.points[0].y, item.points[0].z], ends))
        return found.id

    first = on_arrow(maker.markers(scene, 1.0, 0.6).markers)
    maker.markers(without(scene, 2), 1.0, 0.6)
    assert on_arrow(maker.markers(scene, 1.0, 0.6).markers) == first


def test_arrows_show_support_and_the_nearest_neighbour_only(scene):
    assert set(useful_relations(scene, 0.6)) == {(1, Predicate.ON, 3), (2, Predicate.ON, 3), (1, Predicate.LEFT_OF, 2)}


def test_an_unsure_left_of_has_no_arrow(scene):
    scene.relations.probability[Predicate.LEFT_OF][0, 1] = 0.8
    assert (1, Predicate.LEFT_OF, 2) not in useful_relations(scene, 0.6)


def test_a_box_has_the_object_s_pose_and_size_and_a_remembered_one_is_faint(scene):
    hidden = dataclasses.replace(scene.objects[0], visible=False)
    scene = dataclasses.replace(scene, objects=(hidden, *scene.objects[1:]))
    boxes = {item.id: item for item in MarkerMaker().markers(scene, 1.0, 0.6).markers if item.ns == "boxes"}
    assert (boxes[1].scale.x, boxes[1].scale.y, boxes[1].scale.z) == (0.06, 0.08, 0.1)
    assert boxes[1].pose.position.z == pytest.approx(0.5)
    assert boxes[1].color.a < boxes[2].color.a
    assert boxes[1].header.stamp.nanosec == 123


def test_relation_messages_equal_the_slow_way_and_shrink_again(scene):
    fast = RelationMessages()
    for table in (scene.relations, without(scene, 2).relations, scene.relations):
        expected = {(item.subject_id, int(item.predicate), item.object_id, item.probability)
                    for item in table.likely(0.2)}
        assert set(likely_relations(table, 0.2)) == expected
        found = fast.of(table, 0.2, Pose())
        assert len(found) == len(expected)
        assert {(item.subject_id, item.predicate, item.object_id) for item in found} == {item[:3] for item in expected}
    assert Relation(1, Predicate.NEAR, 2, 0.3) in scene.relations.likely(0.2)
