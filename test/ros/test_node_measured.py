"""Node and measured path together on a table whose truth is known, and the answers of the real services."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from rig import FRAME, Rig, header
from sensor_msgs.msg import CameraInfo
from table_scene import CAMERA, render, world_from_camera

from spatialgeo_ros.msg import Answer, Scene, SceneObject, SpatialRelation
from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.srv import Query, SetVocabulary

POSE = world_from_camera()


def send_table(rig: Rig) -> int:
    at_ns = rig.now_ns()
    rgb, depth_m = render(POSE)
    info = CameraInfo(header=header(at_ns), height=CAMERA.height, width=CAMERA.width)
    info.k = [CAMERA.fx, 0.0, CAMERA.cx, 0.0, CAMERA.fy, CAMERA.cy, 0.0, 0.0, 1.0]
    depth = image_msg(np.rint(depth_m * 1000).astype(np.uint16), "16UC1", header(at_ns))
    return rig.send(at_ns, image_msg(rgb, "rgb8", header(at_ns)), depth, info)


@pytest.fixture(scope="module")
def rig():
    rig = Rig(lambda config: ScenePipeline(config.scene), reference_frame="world", answers__max_scene_age_s=60.0)
    rig.query = rig.peer.create_client(Query, "/spatialgeo/query")
    rig.vocabulary = rig.peer.create_client(SetVocabulary, "/spatialgeo/set_vocabulary")
    rig.send_tf("world", FRAME, 0, POSE, static=True)
    rig.wait(lambda: bool(rig.node._session.transforms.frames()), "tf")
    rig.scene = rig.scene_at(send_table(rig))
    yield rig
    rig.close()


@pytest.fixture
def blocks(rig) -> dict[str, SceneObject]:
    return {item.colours[0]: item for item in rig.scene.objects if item.kind == SceneObject.OBJECT}


def test_blocks_are_measured_where_they_stand(rig, blocks):
    assert rig.scene.gravity_source == Scene.GRAVITY_REFERENCE_FRAME
    assert set(blocks) == {"red", "blue"}
    for colour, centre, size in (("red", (-0.1, 0.0, 0.06), (0.1, 0.1, 0.12)),
                                 ("blue", (0.12, 0.01, 0.03), (0.08, 0.1, 0.06))):
        found = blocks[colour].pose.pose.position
        np.testing.assert_allclose([found.x, found.y, found.z], centre, atol=0.01)
        np.testing.assert_allclose(sorted([blocks[colour].size.x, blocks[colour].size.y]), sorted(size[:2]), atol=0.012)
        assert blocks[colour].size.z == pytest.approx(size[2], abs=0.008)


def test_relations_between_the_blocks(rig, blocks):
    table, = (item for item in rig.scene.objects if item.kind == SceneObject.SUPPORT)
    found = {(item.subject_id, item.predicate, item.object_id) for item in rig.scene.relations}
    red, blue = blocks["red"].id, blocks["blue"].id
    assert {(red, SpatialRelation.LEFT_OF, blue), (blue, SpatialRelation.RIGHT_OF, red),
            (red, SpatialRelation.TALLER, blue),
            (red, SpatialRelation.ON, table.id), (blue, SpatialRelation.ON, table.id)} <= found
    assert (blue, SpatialRelation.LEFT_OF, red) not in found


def test_a_yes_no_question_with_its_evidence(rig, blocks):
    answer = rig.ask("Is the red box left of the blue box?")
    assert (answer.status, answer.kind, answer.yes) == (Answer.ANSWERED, Answer.YES_NO, True)
    assert answer.probability > 0.95
    assert [item.id for item in answer.evidence.objects] == [blocks["red"].id, blocks["blue"].id]
    assert answer.evidence.relations[0].predicate == SpatialRelation.LEFT_OF
    assert answer.viewer == rig.scene.viewer
    assert answer.header == rig.scene.header
    assert stamp_ns(answer.valid_until) == stamp_ns(answer.header.stamp) + 1_000_000_000
    assert answer.query


def test_a_length_is_measured(rig):
    answer = rig.ask("How far is the red box from the blue box?")
    assert (answer.status, answer.kind, answer.unit) == (Answer.ANSWERED, Answer.LENGTH, "m")
    assert answer.value == pytest.approx(0.13, abs=0.02)  # what the goals allow
    assert 0 < answer.stddev < 0.05
    assert answer.evidence.distances


def test_a_position_is_in_the_reference_frame(rig, blocks):
    answer = rig.ask("Where is the blue box?")
    assert (answer.status, answer.kind) == (Answer.ANSWERED, Answer.POSITION)
    np.testing.assert_allclose([answer.position.x, answer.position.y, answer.position.z], [0.12, 0.01, 0.03], atol=0.01)


def test_a_typed_query_by_id_and_by_phrase(rig, blocks):
    request = Query.Request(kind=Query.Request.RELATION, subject=f"#{blocks['red'].id}", object="the blue box",
                            predicate=SpatialRelation.LEFT_OF)
    answer = rig.call(rig.query, request).answer
    assert (answer.status, answer.yes) == (Answer.ANSWERED, True)


def test_a_typed_query_may_name_a_label_of_the_scene(rig):
    labelled = dataclasses.replace(rig.node._session.scene, objects=tuple(
        dataclasses.replace(item, label="zorgblat") if item.colours[:1] == ("red",) else item
        for item in rig.node._session.scene.objects))
    rig.node._session.scene = labelled
    request = Query.Request(kind=Query.Request.SIZE, subject="the zorgblat")
    answer = rig.call(rig.query, request).answer
    assert (answer.status, answer.value) == (Answer.ANSWERED, pytest.approx(0.12, abs=0.01))


@pytest.mark.parametrize(("fields", "words"), [
    ({"kind": 99}, ["kind", "99", "RELATION"]), ({"kind": 0, "predicate": 77}, ["predicate", "77"]),
    ({"kind": 2, "distance_kind": 9}, ["distance_kind", "CLOSEST"]),
    ({"kind": 2, "definition": "other"}, ["definition", "spatialrgpt"]),
    ({"kind": 2, "subject": "xyzzy &&"}, ["xyzzy"])])
def test_a_typed_query_that_cannot_be_read_names_the_field(rig, fields, words):
    answer = rig.call(rig.query, Query.Request(**fields)).answer
    assert answer.status == Answer.NOT_UNDERSTOOD
    assert all(word in answer.reason for word in words), answer.reason


@pytest.mark.parametrize(("question", "statuses"), [
    ("", (Answer.REFUSED,)), ("   ", (Answer.REFUSED,)), ("what " * 20_000, (Answer.REFUSED,)),
    ("Wo steht die rote Kiste?", (Answer.NOT_UNDERSTOOD,)), ("红色的盒子在哪里", (Answer.NOT_UNDERSTOOD,)),
    ("\ufffd\ufffd box", (Answer.NOT_UNDERSTOOD, Answer.REFUSED)),
    ("Where is the unicorn?", (Answer.UNKNOWN, Answer.NOT_UNDERSTOOD))])
def test_questions_that_cannot_be_answered_say_why(rig, question, statuses):
    answer = rig.ask(question)
    assert answer.status in statuses
    assert answer.reason
    assert answer.object_ids.tolist() == []


def test_bytes_that_were_no_utf8_are_told_as_such(rig):
    # rosidl hands out U+FFFD for each of them
    answer = rig.ask("where is the \ufffd\ufffd box")
    assert answer.status in (Answer.NOT_UNDERSTOOD, Answer.REFUSED)
    assert "UTF-8" in answer.reason
    assert answer.question == "where is the \ufffd\ufffd box"


def test_new_words_are_understood_after_set_vocabulary(rig):
    assert rig.ask("Is there a doodad?").status != Answer.ANSWERED
    request = SetVocabulary.Request(labels=["gizmo"], synonyms=["doodad, thingamajig"])
    response = rig.call(rig.vocabulary, request)
    assert response.success
    assert {"gizmo", "doodad"} <= set(response.vocabulary)
    assert rig.ask("Is there a doodad?").status in (Answer.ANSWERED, Answer.UNKNOWN)


def test_labels_without_synonyms_are_refused_and_change_nothing(rig):
    response = rig.call(rig.vocabulary, SetVocabulary.Request(labels=["a", "b"], synonyms=["x"]))
    assert not response.success
    assert "2 labels but 1 synonyms" in response.message


def test_an_old_scene_is_not_answered_from(fresh_ros_domain):
    rig = Rig(answers__max_scene_age_s=0.3)
    try:
        rig.scene_at(rig.send())
        rig.wait(lambda: rig.ask("How many objects are there?").status == Answer.UNKNOWN, "the scene to age")
        answer = rig.ask("How many objects are there?")
        assert "s old, allowed are 0.3 (answers.max_scene_age_s)" in answer.reason
        assert stamp_ns(answer.header.stamp) == stamp_ns(rig.scenes[-1].header.stamp)
        assert rig.ask("").status == Answer.REFUSED
    finally:
        rig.close()


def test_without_any_scene_the_answer_says_what_is_missing(fresh_ros_domain):
    rig = Rig(silent_after_s=0.5)
    try:
        rig.wait(lambda: "no message on" in rig.ask("How many objects are there?").reason, "the inputs to be silent")
        answer = rig.ask("How many objects are there?")
        assert answer.status == Answer.UNKNOWN
        assert answer.header.stamp.sec == 0
        assert np.isnan(answer.value)
    finally:
        rig.close()
