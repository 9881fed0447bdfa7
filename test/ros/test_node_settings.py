"""Settings changed while the node runs take effect between two frames; wrong ones are rejected with a reason."""

from __future__ import annotations

import time

import pytest
from rcl_interfaces.msg import Parameter, ParameterType, ParameterValue
from rcl_interfaces.srv import SetParameters
from rig import FRAME, Rig, depth_mm_of, header
from test_node_measured import POSE, send_table

from spatialgeo_ros.msg import Answer, SpatialRelation
from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.scene.pipeline import ScenePipeline


@pytest.fixture
def rig():
    rig = Rig()
    rig.set = rig.peer.create_client(SetParameters, "/spatialgeo/set_parameters")
    yield rig
    rig.close()


def change(rig: Rig, name: str, value: float):
    parameter = Parameter(name=name, value=ParameterValue(type=ParameterType.PARAMETER_DOUBLE, double_value=value))
    return rig.call(rig.set, SetParameters.Request(parameters=[parameter])).results[0]


def test_a_dynamic_setting_reaches_the_pipeline_before_the_next_frame(rig):
    rig.scene_at(rig.send())
    assert rig.pipeline.configs == []
    assert change(rig, "relations.near_m", 0.5).successful
    rig.scene_at(rig.send())
    assert [config.relations.near_m for config in rig.pipeline.configs] == [0.5]
    rig.scene_at(rig.send())
    assert len(rig.pipeline.configs) == 1


def test_a_setting_out_of_range_is_rejected_and_nothing_changes(rig):
    result = change(rig, "relations.near_m", 99.0)
    assert not result.successful
    assert "10.0" in result.reason
    rig.scene_at(rig.send())
    assert rig.pipeline.configs == []


def test_the_slop_acts_at_once(rig):
    def send_apart() -> int:
        at_ns = rig.now_ns()
        time.sleep(0.3)  # else the depth of the next image would be nearer
        return rig.send(at_ns, depth=image_msg(depth_mm_of(), "16UC1", header(at_ns - 50_000_000)))

    assert not rig.has_scene_at(send_apart())
    assert change(rig, "sync_slop_s", 0.08).successful
    rig.scene_at(send_apart())


def test_the_settings_of_answers_act_at_once(rig):
    rig.scene_at(rig.send())
    assert change(rig, "answers.max_scene_age_s", 0.05).successful
    rig.wait(lambda: rig.ask("How many objects are there?").status == Answer.UNKNOWN, "the scene to be too old")
    assert change(rig, "answers.max_scene_age_s", 100.0).successful
    assert rig.ask("How many objects are there?").status == Answer.ANSWERED


def test_relations_follow_the_setting_and_ids_stay():
    rig = Rig(lambda config: ScenePipeline(config.scene), reference_frame="world")
    rig.set = rig.peer.create_client(SetParameters, "/spatialgeo/set_parameters")
    try:
        rig.send_tf("world", FRAME, 0, POSE, static=True)
        rig.wait(lambda: bool(rig.node._session.transforms.frames()), "tf")

        def near_and_ids() -> tuple[bool, list[int]]:
            scene = rig.scene_at(send_table(rig))
            things = {item.id for item in scene.objects if item.kind == item.OBJECT}
            near = any(item.predicate == SpatialRelation.NEAR and {item.subject_id, item.object_id} == things
                       for item in scene.relations)
            return near, [item.id for item in scene.objects]

        near, ids = near_and_ids()  # 0.13 m between their surfaces
        assert near
        assert change(rig, "relations.near_m", 0.05).successful
        assert near_and_ids() == (False, ids)
    finally:
        rig.close()
