"""Lifecycle over the real services: what exists in which state, and that no request can end the node."""

from __future__ import annotations

import time

import pytest
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState, GetState
from rig import Rig

from spatialgeo_ros.msg import Answer

CONFIGURE, ACTIVATE = Transition.TRANSITION_CONFIGURE, Transition.TRANSITION_ACTIVATE
DEACTIVATE, CLEANUP = Transition.TRANSITION_DEACTIVATE, Transition.TRANSITION_CLEANUP


@pytest.fixture
def rig(fresh_ros_domain):  # the graph may keep an ended node of the same name for a while
    rig = Rig(start=False)
    rig.change = rig.peer.create_client(ChangeState, "/spatialgeo/change_state")
    rig.state = rig.peer.create_client(GetState, "/spatialgeo/get_state")
    yield rig
    rig.close()


def change(rig: Rig, transition: int) -> bool:
    return rig.call(rig.change, ChangeState.Request(transition=Transition(id=transition))).success


def state(rig: Rig) -> str:
    return rig.call(rig.state, GetState.Request()).current_state.label


def topics(rig: Rig) -> set[str]:
    return {name for name, _ in rig.node.get_publisher_names_and_types_by_node("spatialgeo", "/")}


def services(rig: Rig) -> set[str]:
    return {name for name, _ in rig.node.get_service_names_and_types_by_node("spatialgeo", "/")}


def inputs(rig: Rig) -> int:
    return sum(rig.node.count_subscribers(name) for name in ("image", "depth", "camera_info"))


def test_each_state_offers_what_it_can_do(rig):
    assert state(rig) == "unconfigured"
    rig.wait(lambda: "/spatialgeo/self_check" in services(rig), "self-check")
    assert "/spatialgeo/scene" not in topics(rig)
    assert change(rig, CONFIGURE)
    rig.wait(lambda: {"/spatialgeo/scene", "/spatialgeo/answers", "/spatialgeo/points"} <= topics(rig), "results")
    rig.wait(lambda: "/spatialgeo/ask" in services(rig), "question service")
    assert inputs(rig) == 0
    assert change(rig, ACTIVATE)
    rig.wait(lambda: inputs(rig) == 3, "subscriptions")
    assert change(rig, DEACTIVATE)
    rig.wait(lambda: inputs(rig) == 0, "no subscriptions")
    assert change(rig, CLEANUP)
    rig.wait(lambda: "/spatialgeo/scene" not in topics(rig), "no results")
    rig.wait(lambda: "/spatialgeo/ask" not in services(rig), "no question service")
    assert state(rig) == "unconfigured"


def test_it_works_again_after_each_round_with_nothing_left_over(rig):
    for _ in range(3):
        assert change(rig, CONFIGURE)
        assert change(rig, ACTIVATE)
        rig.wait(rig.heard, "inputs")
        rig.wait(lambda: rig.node.count_subscribers("/spatialgeo/scene") > 0, "scene subscribed")
        rig.wait(lambda: rig.has_scene_at(rig.send()) or bool(rig.scenes), "a scene")
        assert change(rig, DEACTIVATE)
        assert change(rig, CLEANUP)
        rig.scenes.clear()


def test_an_inactive_node_answers_that_it_is_inactive(rig):
    assert change(rig, CONFIGURE)
    answer = rig.ask("What is left of the mug?")
    assert answer.status in (Answer.UNKNOWN, Answer.NOT_UNDERSTOOD)
    assert answer.header.stamp.sec == 0
    check = rig.self_check()
    assert not check.success
    assert "inactive" in check.message
    assert "activate" in check.message


@pytest.mark.parametrize("transition", [ACTIVATE, DEACTIVATE, CLEANUP, 123])
def test_a_transition_that_is_not_allowed_is_refused_and_the_node_lives(rig, transition):
    assert change(rig, transition) is False
    assert state(rig) == "unconfigured"
    assert change(rig, CONFIGURE)


def test_deactivation_does_not_wait_for_the_frame_at_work_and_the_next_round_begins_anew(rig):
    assert rig.node.start()
    rig.wait(rig.heard, "inputs")
    rig.wait(lambda: rig.node.count_subscribers("/spatialgeo/scene") > 0, "scene subscribed")
    rig.pipeline.delay_s = 1.0
    rig.send()
    rig.wait(lambda: len(rig.pipeline.frames) == 1, "a frame to begin")
    begun = time.monotonic()
    assert change(rig, DEACTIVATE)
    assert change(rig, ACTIVATE)
    assert time.monotonic() - begun < 0.8
    rig.pipeline.delay_s = 0.0
    rig.wait(rig.heard, "inputs again")
    at_ns = rig.send()
    rig.scene_at(at_ns)
    assert len(rig.scenes) == 1, "the frame of the first round must not be published in the second"
    assert rig.pipeline.resets == 1
    assert rig.pipeline.at_once == 1, "two frames were in the pipeline at the same time"


def test_a_pipeline_that_cannot_be_made_keeps_the_node_unconfigured():
    def broken(_):
        raise RuntimeError("no such model")

    rig = Rig(broken, start=False)
    try:
        assert rig.node.start() is False
        assert rig.self_check().success is False
    finally:
        rig.close()


def test_a_missing_tf2_ros_is_told_when_it_was_asked_for():
    rig = Rig(start=False, reference_frame="odom", tf_buffer="tf2_ros")
    try:
        import tf2_ros  # noqa: F401
        pytest.skip("tf2_ros is installed here")
    except ImportError:
        assert rig.node.start() is False
    finally:
        rig.close()
