"""Each input is remapped once, also where the name that it gets is that of another rule."""

from __future__ import annotations

import pytest
from rclpy.qos import ReliabilityPolicy
from rig import Rig

SWAPPED = ("image:=/depth", "depth:=/image")


@pytest.fixture
def rig():
    rig = Rig(remaps=SWAPPED)
    yield rig
    rig.close()


def test_inputs_come_from_the_topics_that_are_told(rig):
    assert (rig.node._session.inputs.topics["image"], rig.node._session.inputs.topics["depth"]) == ("/depth", "/image")
    rig.send()
    latest = rig.node._session.inputs.latest
    rig.wait(lambda: {"image", "depth"} <= set(latest), "both")
    assert (latest["image"].encoding, latest["depth"].encoding) == ("16UC1", "rgb8")


def test_reliability_follows_the_publishers_of_the_topic_that_is_told(rig):
    def asked_for(topic: str) -> list[ReliabilityPolicy]:
        return [item.qos_profile.reliability for item in rig.peer.get_subscriptions_info_by_topic(topic)]

    rig.peer.destroy_publisher(rig.depth_pub)  # /depth: the node's image
    rig.wait(lambda: asked_for("/depth") == [ReliabilityPolicy.BEST_EFFORT], "best effort while nobody publishes")
    assert asked_for("/image") == [ReliabilityPolicy.RELIABLE]


def test_the_suffix_of_a_transport_comes_after_the_remapped_name():
    rig = Rig(start=False, remaps=SWAPPED, image_transport="compressed")
    try:
        assert rig.node.start()
        assert rig.node._session.inputs.topics["image"] == "/depth/compressed"
        rig.wait(lambda: rig.peer.count_subscribers("/depth/compressed") == 1, "subscribed")
    finally:
        rig.close()
