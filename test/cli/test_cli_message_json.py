"""The JSON has the fields of the messages: compared with msg/ itself, since ROS may be absent."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spatialgeo_ros.cli.message_json import answer_json, distance_json, evidence_json, relation_json, scene_json
from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.geometry.camera import load_camera_yaml
from spatialgeo_ros.geometry.image_files import load_depth, load_rgb
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.scene.distances import measure
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import (
    CameraFrame,
    DistanceKind,
    Evidence,
    ObjectKind,
    Predicate,
    Relation,
    Status,
)

MESSAGES = Path(__file__).resolve().parent.parent.parent / "msg"
STANDARD = {  # std_msgs, builtin_interfaces, geometry_msgs, sensor_msgs: they do not change
    "Header": {"stamp": "Time", "frame_id": "string"}, "Time": {"sec": "int32", "nanosec": "uint32"},
    "Point": {"x": "float64", "y": "float64", "z": "float64"},
    "Vector3": {"x": "float64", "y": "float64", "z": "float64"},
    "Quaternion": {"x": "float64", "y": "float64", "z": "float64", "w": "float64"},
    "Pose": {"position": "Point", "orientation": "Quaternion"},
    "PoseWithCovariance": {"pose": "Pose", "covariance": "float64[36]"},
    "RegionOfInterest": {"x_offset": "uint32", "y_offset": "uint32", "height": "uint32", "width": "uint32",
                         "do_rectify": "bool"}}
FIELD = re.compile(r"^([\w/]+(?:\[\d*\])?)\s+(\w+)\s*(?:#.*)?$")


def fields_of(name):
    if name in STANDARD:
        return STANDARD[name]
    lines = (MESSAGES / f"{name}.msg").read_text(encoding="utf-8").splitlines()
    return {match[2]: match[1].split("/")[-1] for line in lines if (match := FIELD.match(line))}


def assert_is_message(value, kind, where):
    base, _, length = kind.partition("[")
    if length:
        assert isinstance(value, list), where
        assert length == "]" or len(value) == int(length[:-1]), where
        for index, item in enumerate(value):
            assert_is_message(item, base, f"{where}[{index}]")
    elif base in STANDARD or (MESSAGES / f"{base}.msg").exists():
        assert list(value) == list(fields_of(base)), where
        for name, field in fields_of(base).items():
            assert_is_message(value[name], field, f"{where}.{name}")
    elif base == "bool":
        assert type(value) is bool, where
    elif base == "string":
        assert type(value) is str, where
    elif base.startswith("float"):
        assert value is None or type(value) is float, where
    else:
        assert type(value) is int, where
        assert value >= 0, where


@pytest.fixture(scope="module")
def scene(frame_folder):
    return ScenePipeline(SceneConfig()).step(CameraFrame(
        load_rgb(frame_folder / "color.png"), load_depth(frame_folder / "depth.png", 0.001),
        load_camera_yaml(frame_folder / "camera.yaml").camera, 1_700_000_000_123_456_789))


def test_the_fields_of_a_message_file_are_read():
    assert fields_of("SpatialRelation")["viewer"] == "Pose"
    assert fields_of("SceneObject")["outline"] == "Point[]"
    assert "LEFT_OF" not in fields_of("SpatialRelation")


def test_a_scene_has_the_fields_of_scene_msg(scene):
    content = scene_json(scene, SceneConfig())
    assert len(content["objects"]) >= 3
    assert content["relations"]
    assert_is_message(content, "Scene", "scene")


def test_a_scene_says_what_was_measured(scene):
    content = scene_json(scene, SceneConfig())
    assert content["header"] == {"stamp": {"sec": 1_700_000_000, "nanosec": 123_456_789}, "frame_id": "camera"}
    assert content["valid_until"] == {"sec": 1_700_000_001, "nanosec": 123_456_789}
    item = next(item for item in scene.objects if item.kind is ObjectKind.OBJECT)
    told = next(other for other in content["objects"] if other["id"] == item.id)
    assert [told["pose"]["pose"]["position"][axis] for axis in "xyz"] == pytest.approx(item.centre_ref.tolist())
    left, top, right, bottom = item.bbox_xyxy_px
    assert told["roi"] == {"x_offset": left, "y_offset": top, "height": bottom - top + 1, "width": right - left + 1,
                           "do_rectify": False}
    covariance = np.array(told["pose"]["covariance"]).reshape(6, 6)
    np.testing.assert_allclose(covariance[:3, :3], item.centre_cov_m2)
    assert not covariance[3:, :3].any()
    assert (np.diag(covariance)[3:] > 0).all()


def test_an_object_out_of_view_has_an_empty_roi(scene):
    gone = replace(scene.objects[0], bbox_xyxy_px=None, visible=False)
    told = scene_json(replace(scene, objects=(gone,)), SceneConfig())["objects"][0]
    assert set(told["roi"].values()) == {0}


def test_evidence_and_its_parts_have_their_fields(scene):
    first, second = [item for item in scene.objects if item.kind is ObjectKind.OBJECT][:2]
    distance = measure(first, second, DistanceKind.CLOSEST, scene.reference_from_viewer)
    relation = Relation(first.id, Predicate.LEFT_OF, second.id, 0.9)
    assert_is_message(distance_json(distance), "Distance", "distance")
    assert_is_message(relation_json(relation, scene.reference_from_viewer), "SpatialRelation", "relation")
    evidence = evidence_json(Evidence((first.id, 0, 99), (relation,), (distance,)), scene)
    assert_is_message(evidence, "Evidence", "evidence")
    assert [item["id"] for item in evidence["objects"]] == [first.id]  # 0 is the viewer, 99 is no object


@pytest.mark.parametrize("question", ["what is left of the blue object?", "where is the red object?",
                                      "how far is the red object from the blue object?", "xyzzy"])
def test_an_answer_has_the_fields_of_answer_msg(scene, question):
    answer = ask(question, scene, Vocabulary(), SceneConfig().answers)
    content = answer_json(answer, scene)
    assert_is_message(content, "Answer", "answer")
    assert content["question"] == question
    assert (content["query"] == "") == (answer.status is Status.NOT_UNDERSTOOD)


def test_a_position_is_told_in_the_scenes_frame(scene):
    red = next(item for item in scene.objects if item.colours[:1] == ("red",))
    content = answer_json(ask("where is the red object?", scene, Vocabulary(), SceneConfig().answers), scene)
    assert [content["position"][axis] for axis in "xyz"] == pytest.approx(red.centre_ref.tolist(), abs=1e-6)
