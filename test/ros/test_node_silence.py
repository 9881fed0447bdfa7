"""When nothing comes, diagnostics and the self-check say why and what to do."""

from __future__ import annotations

import time

import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rig import Rig, camera_info, depth_mm_of, header, rgb_of
from sensor_msgs.msg import CameraInfo, Image

from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.ros.silence import ranked
from spatialgeo_ros.srv import Ask


@pytest.fixture
def rig():
    rig = Rig(start=False, silent_after_s=0.5)
    rig.peer.destroy_publisher(rig.depth_pub)
    assert rig.node.start()
    rig.wait(lambda: rig.image_pub.get_subscription_count() > 0, "image subscribed")
    yield rig
    rig.close()


def level(rig: Rig, concern: str) -> bytes:
    rig.diagnostics.clear()
    rig.wait(lambda: bool(rig.diagnostics), "diagnostics")
    return next(item.level for item in rig.diagnostics[-1].status if item.name == f"spatialgeo: {concern}")


def keep_sending(rig: Rig, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        at_ns = rig.now_ns()
        rig.info_pub.publish(camera_info(at_ns))
        rig.image_pub.publish(image_msg(rgb_of(), "rgb8", header(at_ns)))
        time.sleep(0.05)


def test_a_topic_nobody_publishes_names_the_ones_that_would_fit(rig):
    other = rig.peer.create_publisher(Image, "/camera/aligned_depth_to_color/image_raw", 5)
    keep_sending(rig, 0.8)
    rig.told("spatialgeo: inputs", "no message on depth (/depth) yet", "nobody publishes it",
             "--ros-args -r depth:=/camera/aligned_depth_to_color/image_raw")
    assert level(rig, "inputs") == DiagnosticStatus.ERROR
    assert level(rig, "scene") == DiagnosticStatus.ERROR
    rig.peer.destroy_publisher(other)


def test_the_node_never_proposes_its_own_pictures(rig):
    keep_sending(rig, 0.8)
    text = rig.told("spatialgeo: inputs", "no message on depth (/depth) yet", "no topic of type sensor_msgs/msg/Image")
    assert "/spatialgeo/" not in text.partition("inputs")[2]


def test_the_pictures_of_another_spatialgeo_node_are_not_proposed(rig):
    other = rclpy.create_node("sg2", context=rig.context)
    try:
        other.create_service(Ask, "~/ask", lambda _, response: response)
        for name in ("depth", "annotated_image"):
            other.create_publisher(Image, f"~/{name}", 5)
        rig.wait(lambda: rig.node.count_publishers("/sg2/depth") == 1, "the other node's depth")
        rig.wait(lambda: "/sg2/ask" in dict(rig.node.get_service_names_and_types()), "the other node's service")
        rig.wait(lambda: "no topic of type sensor_msgs/msg/Image has a publisher" in rig.self_check().message, "no proposal",
                 shows=lambda: rig.self_check().message)
    finally:
        other.destroy_node()


def test_a_publisher_that_has_gone_is_told_instead_of_another_topic(rig):
    other = rig.peer.create_publisher(Image, "/camera/color/image_raw", 5)
    keep_sending(rig, 0.3)
    rig.wait(lambda: "image" in rig.node._session.inputs.latest, "an image")
    rig.peer.destroy_publisher(rig.image_pub)
    text = rig.told("spatialgeo: inputs", "no message on image (/image) for",
                    "its publisher has gone; restart the camera driver")
    assert "-r image:=" not in text
    rig.peer.destroy_publisher(other)


REALSENSE = ["/camera/color/image_raw", "/camera/depth/image_rect_raw", "/camera/infra1/image_rect_raw",
             "/camera/aligned_depth_to_color/image_raw"]


@pytest.mark.parametrize(("name", "topics", "proposed"), [
    ("image", REALSENSE, ["/camera/color/image_raw"]),
    ("depth", REALSENSE, ["/camera/aligned_depth_to_color/image_raw", "/camera/depth/image_rect_raw"]),
    ("depth", ["/oak/rgb/image_raw", "/oak/stereo/image_raw"], ["/oak/stereo/image_raw"]),
    ("image", ["/oak/left/image_raw", "/oak/rgb/image_raw"], ["/oak/rgb/image_raw", "/oak/left/image_raw"]),
    ("image", ["/webcam"], ["/webcam"]),
    ("image", ["/c/rgb/compressed", "/c/depth/compressedDepth"], ["/c/rgb"]),
    ("depth", ["/c/rgb/compressed", "/c/depth/compressedDepth", "/c/depth/compressed"], ["/c/depth"]),
    ("camera_info", ["/a/camera_info", "/front/camera_info", "/front/depth/camera_info"],
     ["/front/camera_info", "/a/camera_info"])])
def test_colour_and_depth_are_told_apart(name, topics, proposed):
    assert ranked(name, topics, image_topic="/front/image") == proposed


def test_a_silent_publisher_is_named_with_what_it_offers(rig):
    silent = rig.peer.create_publisher(Image, "depth", QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE))
    keep_sending(rig, 0.8)
    rig.told("spatialgeo: inputs", "publisher /camera offers reliable, volatile", "driver stands still")
    rig.peer.destroy_publisher(silent)


def test_a_publisher_of_another_type_is_named(rig):
    context = rclpy.Context()  # one participant cannot have two types under one name
    rclpy.init(context=context)
    stranger = rclpy.create_node("stranger", context=context)
    stranger.create_publisher(CameraInfo, "depth", 1)
    keep_sending(rig, 0.8)
    rig.told("spatialgeo: inputs", "it carries sensor_msgs/msg/CameraInfo, this node wants sensor_msgs/msg/Image")
    stranger.destroy_node()
    context.shutdown()


def test_an_input_that_stops_is_told_with_its_silence(rig):
    depth_pub = rig.peer.create_publisher(Image, "depth", 5)
    rig.wait(lambda: depth_pub.get_subscription_count() > 0, "depth subscribed")
    for _ in range(5):
        at_ns = rig.now_ns()
        depth_pub.publish(image_msg(depth_mm_of(), "16UC1", header(at_ns)))
        rig.info_pub.publish(camera_info(at_ns))
        rig.image_pub.publish(image_msg(rgb_of(), "rgb8", header(at_ns)))
        time.sleep(0.05)
    rig.wait(lambda: bool(rig.scenes), "a scene")
    rig.wait(lambda: level(rig, "scene") == DiagnosticStatus.OK, "all well")
    rig.told("spatialgeo: scene", "no scene: no message on image (/image) for")
    rig.peer.destroy_publisher(depth_pub)


def test_the_self_check_names_the_missing_input_and_answers_say_why(rig):
    keep_sending(rig, 0.8)
    check = rig.self_check()
    assert not check.success
    lines = check.message.splitlines()
    assert any(line.startswith("ok   image: arrives at") for line in lines)
    assert any(line.startswith("FAIL depth: no message on depth") for line in lines)
    assert any(line.startswith("FAIL scene: none: no message on depth") for line in lines)


def test_policies_that_do_not_fit_become_a_diagnostic():
    rig = Rig(start=False, input_reliability="reliable")
    try:
        rig.peer.destroy_publisher(rig.depth_pub)
        best_effort = ReliabilityPolicy.BEST_EFFORT
        rig.peer.create_publisher(Image, "depth", QoSProfile(depth=1, reliability=best_effort))
        assert rig.node.start()
        rig.told("spatialgeo: qos", "/depth", "RELIABILITY", "input_reliability")
        assert level(rig, "qos") == DiagnosticStatus.WARN
        assert "FAIL depth qos" in rig.self_check().message
    finally:
        rig.close()


def test_a_topic_with_the_name_of_a_remapped_input_is_proposed():
    camera = {"image": "/camera/color/image_raw", "depth": "/camera/depth/image_raw",
              "camera_info": "/camera/color/camera_info"}
    rig = Rig(start=False, remaps=[f"{name}:={topic}" for name, topic in camera.items()])
    try:
        assert rig.node.start()
        for name, topic in camera.items():
            rig.wait(lambda name=name, topic=topic: f"FAIL {name}: no message on {name} ({topic}) yet: nobody publishes it; "
                     f"start this node with --ros-args -r {name}:=/{name}" in rig.self_check().message,
                     name, shows=lambda: rig.self_check().message)
    finally:
        rig.close()
