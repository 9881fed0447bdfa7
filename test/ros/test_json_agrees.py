"""The command line's JSON and the node's messages say the same, field by field."""

import math

import numpy as np
import pytest
from table_scene import CAMERA, render, world_from_camera

from spatialgeo_ros.cli.message_json import answer_json, scene_json
from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.ros.answer_msgs import answer_msg
from spatialgeo_ros.ros.geometry_msgs_of import pose
from spatialgeo_ros.ros.relation_msgs import RelationMessages
from spatialgeo_ros.ros.scene_msgs import scene_msg
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import CameraFrame


def table_scene():
    rgb, depth_m = render(world_from_camera())
    frame = CameraFrame(rgb, depth_m.astype(np.float32), CAMERA, stamp_ns=1_700_000_000_123_456_789)
    return ScenePipeline(SceneConfig()).step(frame)


def plain(value):
    """A message as nested dicts; NaN as None, as JSON has it."""
    if hasattr(value, "get_fields_and_field_types"):
        return {name: plain(getattr(value, name)) for name in value.get_fields_and_field_types()}
    if isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (float, np.floating)):
        return None if not math.isfinite(value) else float(value)
    return [plain(item) for item in value]


def assert_same(told, sent, where):
    if isinstance(sent, dict):
        assert list(told) == list(sent), where
        for name, value in sent.items():
            assert_same(told[name], value, f"{where}.{name}")
    elif isinstance(sent, list):
        assert len(told) == len(sent), where
        for index, value in enumerate(sent):
            assert_same(told[index], value, f"{where}[{index}]")
    elif isinstance(sent, float):
        assert told == pytest.approx(sent, rel=1e-6, abs=1e-9), where  # messages hold some numbers as float32
    else:
        assert told == sent, where


def test_a_scene_is_told_as_it_is_sent():
    scene, config = table_scene(), SceneConfig()
    relations = RelationMessages().of(scene.relations, config.relations.min_probability,
                                      pose(scene.reference_from_viewer))
    sent = scene_msg(scene, config.answers.valid_for_s, relations)
    told, sent = scene_json(scene, config), plain(sent)
    for content in (told, sent):  # in no promised order
        content["relations"].sort(key=lambda item: (item["predicate"], item["subject_id"], item["object_id"]))
    assert_same(told, sent, "scene")


@pytest.mark.parametrize("question", ["what is left of the red box?", "where is the red box?", "what do you see?",
                                      "how far is the red box from the camera?", "xyzzy"])
def test_an_answer_is_told_as_it_is_sent(question):
    scene = table_scene()
    answer = ask(question, scene, Vocabulary(), SceneConfig().answers)
    assert_same(answer_json(answer, scene), plain(answer_msg(answer, scene)), "answer")
