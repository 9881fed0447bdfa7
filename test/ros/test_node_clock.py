"""Simulated time: the stamps count by /clock, and its absence is told."""

from __future__ import annotations

import pytest
from builtin_interfaces.msg import Time
from rig import Rig, header
from rosgraph_msgs.msg import Clock

from spatialgeo_ros.msg import Answer
from spatialgeo_ros.ros.stamps import stamp_ns, time_msg

S = 1_000_000_000


@pytest.fixture
def rig():
    rig = Rig(use_sim_time=True)
    rig.clock_pub = rig.peer.create_publisher(Clock, "/clock", 10)
    rig.wait(lambda: rig.clock_pub.get_subscription_count() > 0, "clock subscribed")
    yield rig
    rig.close()


def set_clock(rig: Rig, at_ns: int) -> None:
    rig.clock_pub.publish(Clock(clock=time_msg(at_ns)))
    rig.wait(lambda: rig.node.get_clock().now().nanoseconds == at_ns, "the clock")


def test_without_a_clock_frames_are_refused_with_the_reason(rig):
    rig.send()
    rig.told("frames lost: stamp_future", "use_sim_time is set and nobody publishes /clock")


def test_stamps_and_ages_count_by_the_simulated_clock(rig):
    set_clock(rig, 50 * S)
    at_ns = rig.send(49 * S)
    scene = rig.scene_at(at_ns)
    assert scene.header.stamp == Time(sec=49)
    assert rig.ask("How many objects are there?").status == Answer.ANSWERED
    set_clock(rig, 60 * S)
    answer = rig.ask("How many objects are there?")
    assert answer.status == Answer.UNKNOWN
    assert "11.0 s old" in answer.reason


def test_a_simulation_that_starts_again_costs_one_frame(rig):
    set_clock(rig, 50 * S)
    rig.scene_at(rig.send(49 * S))
    set_clock(rig, 5 * S)
    rig.send(4 * S)
    rig.told("frames lost: stamp_backwards")
    assert stamp_ns(rig.scene_at(rig.send(5 * S)).header.stamp) == 5 * S


def test_a_recording_without_its_clock_points_to_use_sim_time():
    rig = Rig()
    try:
        old_ns = rig.now_ns() - 400 * 86400 * S
        rig.scene_at(rig.send(old_ns, info=None))
        answer = rig.ask("How many objects are there?")
        assert answer.status == Answer.UNKNOWN
        assert "use_sim_time" in answer.reason
        assert header(old_ns).stamp == answer.header.stamp
    finally:
        rig.close()
