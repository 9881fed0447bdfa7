"""ros/recorded_results.py, which needs no ROS: what the node published comes back from a bag as the core's values."""

from __future__ import annotations

import math
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bag_writing import SECOND_NS, START_NS, BagWriting, bag_path, writing

from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.ros.recorded_results import recorded_answers, recorded_relations, recorded_scenes
from spatialgeo_ros.types import AnswerKind, GravitySource, ObjectKind, Predicate, Status

KINDS = ("sqlite3", "mcap")


def filled(bag: BagWriting, type_name: str, **fields: Any) -> Any:
    """A message with these fields, the others zero, empty or zero themselves."""
    kind = bag._types.types[type_name]
    values = {name: fields.pop(name) if name in fields else _zero(bag, described)
              for name, described in bag._types.fielddefs[type_name][1]}
    assert not fields, f"{type_name} has no {', '.join(fields)}"
    return kind(**values)


def _zero(bag: BagWriting, described: Any) -> Any:
    node, detail = described
    if node.name == "NAME":
        return filled(bag, detail)
    if node.name == "BASE":
        return {"string": "", "bool": False, "float32": 0.0, "float64": 0.0}.get(detail[0], 0)
    (inner, of), count = detail  # an array, or a sequence that is empty
    if inner.name == "BASE" and of[0] != "string":
        return np.zeros(count if node.name == "ARRAY" else 0, of[0])
    return []


def relation(bag: BagWriting, probability: float) -> Any:
    return filled(bag, "spatialgeo_ros/msg/SpatialRelation", subject_id=1, predicate=int(Predicate.LEFT_OF), object_id=2,
                  probability=probability)


def scene_object(bag: BagWriting, object_id: int, x: float) -> Any:
    position = bag.make("geometry_msgs/msg/Point", x=x, y=0.2, z=0.3)
    turned = bag.make("geometry_msgs/msg/Quaternion", x=0.0, y=0.0, z=math.sqrt(0.5), w=math.sqrt(0.5))
    pose = bag.make("geometry_msgs/msg/PoseWithCovariance", covariance=np.arange(36.0),
                    pose=bag.make("geometry_msgs/msg/Pose", position=position, orientation=turned))
    return filled(bag, "spatialgeo_ros/msg/SceneObject", id=object_id, kind=int(ObjectKind.OBJECT), label="mug",
                  colours=["red", "white"], pose=pose, size=bag.make("geometry_msgs/msg/Vector3", x=0.1, y=0.2, z=0.4))


def write_results(bag: BagWriting, count: int = 3) -> None:
    upright = filled(bag, "geometry_msgs/msg/Pose", orientation=bag.make("geometry_msgs/msg/Quaternion", x=0.0, y=0.0,
                                                                         z=0.0, w=1.0))
    for k in range(count):
        at_ns = START_NS + k * SECOND_NS
        header, relations = bag.header(at_ns, "map"), [relation(bag, 0.75)]
        bag.write("/spatialgeo/scene", filled(
            bag, "spatialgeo_ros/msg/Scene", header=header, camera_frame_id="camera", metric=True, gravity_source=1,
            viewer=upright, objects=[scene_object(bag, 1, 0.1 * k), scene_object(bag, 2, 1.0)], relations=relations), at_ns)
        bag.write("/spatialgeo/relations", filled(bag, "spatialgeo_ros/msg/SpatialRelationArray", header=header, metric=True,
                                                  relations=relations), at_ns)
    bag.write("/spatialgeo/answers", filled(
        bag, "spatialgeo_ros/msg/Answer", header=header, viewer=upright, question="how far is it?", text="0.9 m",
        kind=int(AnswerKind.LENGTH), value=0.9, stddev=0.02, unit="m", object_ids=np.array([1, 2], np.uint32),
        seen=["#1 the red mug"]), at_ns)


@pytest.fixture(params=[*KINDS, "without definitions"])
def bag(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    kind = request.param if request.param in KINDS else "sqlite3"
    path = bag_path(tmp_path, kind)
    with writing(path, kind) as made:
        write_results(made)
    if request.param not in KINDS:  # as recorders up to Humble write it: our own .msg files tell the types
        with sqlite3.connect(path / f"{path.name}.db3") as base:
            base.execute("DELETE FROM message_definitions")
    return path


def test_scenes_come_back(bag: Path) -> None:
    scenes = list(recorded_scenes(bag))
    assert [scene.stamp_ns for scene in scenes] == [START_NS + k * SECOND_NS for k in range(3)]
    scene = scenes[2]
    assert (scene.frame_id, scene.metric, scene.gravity_source) == ("map", True, GravitySource.REFERENCE_FRAME)
    first = scene.object(1)
    assert (first.label, first.colours) == ("mug", ("red", "white"))
    np.testing.assert_allclose(first.centre_ref, [0.2, 0.2, 0.3])
    np.testing.assert_allclose(first.box.reference_from_box.rotation @ [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(first.box.size_m, [0.1, 0.2, 0.4])
    np.testing.assert_allclose(first.centre_cov_m2[1], [6.0, 7.0, 8.0])
    assert scene.relations.of(1, Predicate.LEFT_OF, 2) == pytest.approx(0.75)
    assert np.isnan(scene.reference_from_camera.translation_m).all() and math.isnan(scene.camera.fx)


def test_relations_come_back(bag: Path) -> None:
    found = list(recorded_relations(bag, "/spatialgeo/relations"))
    assert [item.stamp_ns for item in found] == [START_NS + k * SECOND_NS for k in range(3)]
    (only,) = found[0].relations
    assert (only.subject_id, only.predicate, only.object_id) == (1, Predicate.LEFT_OF, 2)
    assert only.probability == pytest.approx(0.75)


def test_answers_come_back(bag: Path) -> None:
    (answer,) = recorded_answers(bag)
    assert (answer.question, answer.status, answer.kind) == ("how far is it?", Status.ANSWERED, AnswerKind.LENGTH)
    assert (answer.value, answer.value_std, answer.unit, answer.object_ids) == (0.9, 0.02, "m", (1, 2))
    assert answer.seen == ("#1 the red mug",)


def test_a_bag_without_our_topics_says_how_to_record_them(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as made:
        made.transform(START_NS, "map", "base", (0.0, 0.0, 0.0))
    with pytest.raises(InputError, match="no Scene messages; record them with `ros2 bag record /spatialgeo/scene"):
        next(recorded_scenes(tmp_path / "bag"))


def test_two_nodes_in_one_bag_must_be_told_apart(tmp_path: Path) -> None:
    with writing(tmp_path / "bag", "mcap") as made:
        for name in ("left", "right"):
            made.write(f"/{name}/relations", filled(made, "spatialgeo_ros/msg/SpatialRelationArray"), START_NS)
    with pytest.raises(ConfigError, match="on /left/relations, /right/relations; say which topic"):
        next(recorded_relations(tmp_path / "bag"))
    with pytest.raises(ConfigError, match="no SpatialRelationArray on /up; it has /left/relations, /right/relations"):
        next(recorded_relations(tmp_path / "bag", "/up"))
    assert len(list(recorded_relations(tmp_path / "bag", "/left/relations"))) == 1
