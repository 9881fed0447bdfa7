"""A bag of our own messages, as the node sends them, gives back the values that were sent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from bag_writing import writing
from rclpy.serialization import serialize_message
from rig import fake_scene, rgb_of

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.ros.answer_msgs import answer_msg
from spatialgeo_ros.ros.geometry_msgs_of import pose
from spatialgeo_ros.ros.recorded_results import recorded_answers, recorded_relations, recorded_scenes
from spatialgeo_ros.ros.relation_msgs import RelationMessages
from spatialgeo_ros.ros.scene_msgs import relations_msg, scene_msg
from spatialgeo_ros.types import CameraFrame, PinholeCamera, Pose

AT_NS = 1_700_000_000_123_456_789


def test_what_the_node_sends_comes_back_from_a_bag(tmp_path: Path) -> None:
    frame = CameraFrame(rgb_of(), None, PinholeCamera(48, 64, 60.0, 62.0, 30.0, 25.0), AT_NS, "camera", "map",
                        Pose(np.eye(3), np.array([1.0, 2.0, 3.0])))
    scene, config = fake_scene(frame), SceneConfig()
    relations = RelationMessages().of(scene.relations, config.relations.min_probability,
                                      pose(scene.reference_from_viewer))
    answer = ask("how many red boxes are there?", scene, Vocabulary(), config.answers)
    with writing(tmp_path / "bag", "mcap") as bag:
        for name, message in (("scene", scene_msg(scene, 1.0, relations)),
                              ("relations", relations_msg(scene, 1.0, relations)),
                              ("answers", answer_msg(answer, scene))):
            bag.write_serialized(f"/spatialgeo/{name}", f"spatialgeo_ros/msg/{type(message).__name__}",
                                 serialize_message(message), AT_NS)
    (read,) = recorded_scenes(tmp_path / "bag")
    assert (read.stamp_ns, read.frame_id, read.camera_frame_id) == (AT_NS, "map", "camera")
    for got, sent in zip(read.objects, scene.objects, strict=True):
        assert (got.id, got.kind, got.colours, got.bbox_xyxy_px) == (sent.id, sent.kind, sent.colours, sent.bbox_xyxy_px)
        np.testing.assert_allclose(got.centre_ref, sent.centre_ref)
        np.testing.assert_allclose(got.outline_ref, sent.outline_ref, atol=1e-6)
        np.testing.assert_allclose(got.centre_cov_m2, sent.centre_cov_m2)
    (told,) = recorded_relations(tmp_path / "bag")
    likely = scene.relations.likely(config.relations.min_probability)
    assert sorted((item.subject_id, item.predicate, item.object_id) for item in told.relations) == sorted(
        (item.subject_id, item.predicate, item.object_id) for item in likely)
    (heard,) = recorded_answers(tmp_path / "bag")
    assert (heard.question, heard.text, heard.value, heard.object_ids, heard.status, heard.query) == (
        answer.question, answer.text, answer.value, answer.object_ids, answer.status, answer.query)
