"""The node over real DDS: a frame becomes a scene with the image's stamp, in the right frame."""

from __future__ import annotations

import numpy as np
import pytest
from rig import FRAME, HEIGHT, WIDTH, Rig

from spatialgeo_ros.msg import SceneObject, SpatialRelation
from spatialgeo_ros.ros.stamps import stamp_ns


@pytest.fixture(scope="module")
def rig():
    rig = Rig()
    yield rig
    rig.close()


def test_a_scene_has_the_stamp_and_frame_of_its_image(rig):
    at_ns = rig.send()
    scene = rig.scene_at(at_ns)
    assert scene.header.frame_id == FRAME
    assert scene.camera_frame_id == FRAME
    assert scene.metric
    assert stamp_ns(scene.valid_until) == at_ns + 1_000_000_000
    assert [item.id for item in scene.objects] == [1, 2, 3]
    assert [item.kind for item in scene.objects] == [SceneObject.OBJECT, SceneObject.OBJECT, SceneObject.SUPPORT]


def test_only_likely_relations_are_published_with_the_viewer(rig):
    scene = rig.scene_at(rig.send())
    found = {(item.subject_id, item.predicate, item.object_id) for item in scene.relations}
    assert found == {(1, SpatialRelation.LEFT_OF, 2), (2, SpatialRelation.RIGHT_OF, 1),
                     (1, SpatialRelation.ON, 3), (2, SpatialRelation.ON, 3)}
    assert all(item.viewer == scene.viewer for item in scene.relations)


def test_the_pipeline_gets_metres_and_the_camera_of_the_message(rig):
    rig.scene_at(rig.send())
    frame = rig.pipeline.frames[-1]
    assert frame.rgb.shape == (HEIGHT, WIDTH, 3)
    np.testing.assert_allclose(frame.depth_m, 0.7, rtol=1e-6)
    assert (frame.camera.fx, frame.camera.fy, frame.camera.cx, frame.camera.cy) == (60.0, 62.0, 30.0, 25.0)


def test_a_question_is_answered_from_the_newest_scene(rig):
    rig.scene_at(rig.send())
    at_ns = rig.send()
    rig.scene_at(at_ns)
    answer = rig.ask("How many objects are there?")
    assert stamp_ns(answer.header.stamp) == at_ns
    assert answer.header.frame_id == FRAME
