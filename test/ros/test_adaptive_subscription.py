"""Reliability follows the publishers, so that large images arrive whole and nobody goes unheard."""

from __future__ import annotations

import time

import pytest
from rclpy.qos import ReliabilityPolicy
from rig import Rig, camera_info, depth_mm_of, header, rgb_of
from sensor_msgs.msg import CameraInfo, Image

from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.images import image_msg

RELIABLE, BEST_EFFORT = ReliabilityPolicy.RELIABLE, ReliabilityPolicy.BEST_EFFORT


@pytest.fixture
def rig():
    rig = Rig(start=False)
    for publisher in rig._cameras:
        rig.peer.destroy_publisher(publisher)
    assert rig.node.start()
    yield rig
    rig.close()


def asked_for(rig: Rig, topic: str) -> list[ReliabilityPolicy]:
    return [item.qos_profile.reliability for item in rig.peer.get_subscriptions_info_by_topic(topic)]


def publishers(rig: Rig, reliable: bool) -> dict[str, object]:
    return {name: rig.peer.create_publisher(kind, name, qos.sensor(reliable))
            for name, kind in (("image", Image), ("depth", Image), ("camera_info", CameraInfo))}


def scene_from(rig: Rig, made: dict) -> None:
    def sent() -> bool:
        at_ns = rig.now_ns()
        made["camera_info"].publish(camera_info(at_ns))
        made["depth"].publish(image_msg(depth_mm_of(), "16UC1", header(at_ns)))
        made["image"].publish(image_msg(rgb_of(), "rgb8", header(at_ns)))
        time.sleep(0.05)
        return bool(rig.scenes)

    rig.scenes.clear()
    rig.wait(lambda: rig.node.count_subscribers("/spatialgeo/scene") > 0, "scene subscribed")
    rig.wait(sent, "a scene")


def test_it_asks_for_what_the_publishers_offer(rig):
    rig.wait(lambda: asked_for(rig, "/image") == [BEST_EFFORT], "best effort while nobody publishes")
    first = publishers(rig, reliable=True)
    rig.wait(lambda: asked_for(rig, "/image") == [RELIABLE], "reliable for a reliable publisher")
    scene_from(rig, first)
    second = publishers(rig, reliable=False)
    rig.wait(lambda: asked_for(rig, "/image") == [BEST_EFFORT], "best effort once one publisher is")
    scene_from(rig, second)
    for publisher in second.values():
        rig.peer.destroy_publisher(publisher)
    rig.wait(lambda: asked_for(rig, "/depth") == [RELIABLE], "reliable again")
    scene_from(rig, first)


def test_deactivation_leaves_no_subscription_behind(rig):
    publishers(rig, reliable=True)
    rig.wait(lambda: asked_for(rig, "/image") == [RELIABLE], "reliable")
    rig.node.trigger_deactivate()
    rig.wait(lambda: asked_for(rig, "/image") == [], "no subscription")


@pytest.mark.parametrize(("setting", "expected"), [("reliable", RELIABLE), ("best_effort", BEST_EFFORT)])
def test_a_setting_overrules_the_publishers(setting, expected):
    rig = Rig(start=False, input_reliability=setting)
    try:
        rig.peer.destroy_publisher(rig.image_pub)
        rig.peer.create_publisher(Image, "image", qos.sensor(reliable=setting != "reliable"))
        assert rig.node.start()
        rig.wait(lambda: asked_for(rig, "/image") == [expected], setting)
        time.sleep(0.3)
        assert asked_for(rig, "/image") == [expected]
    finally:
        rig.close()
