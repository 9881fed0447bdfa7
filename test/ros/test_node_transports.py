"""Compressed inputs and namespaces, over real DDS."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
import rclpy
from rig import FRAME, HEIGHT, WIDTH, FakePipeline, Rig, header
from sensor_msgs.msg import CompressedImage

from spatialgeo_ros.ros.node import SpatialGeoNode


@pytest.fixture(scope="module")
def rig():
    rig = Rig(image_transport="compressed", depth_transport="compressedDepth")
    yield rig
    rig.close()


def compressed_rgb(rig: Rig, at_ns: int) -> CompressedImage:
    rgb = np.full((HEIGHT, WIDTH, 3), (200, 100, 50), np.uint8)
    data = cv2.imencode(".png", rgb[..., ::-1])[1].tobytes()
    return CompressedImage(header=header(at_ns), format="rgb8; png compressed bgr8", data=data)


def compressed_depth(at_ns: int, encoding: str, raw: np.ndarray, a: float = 0.0, b: float = 0.0) -> CompressedImage:
    data = struct.pack("<iff", 0, a, b) + cv2.imencode(".png", raw)[1].tobytes()
    return CompressedImage(header=header(at_ns), format=f"{encoding}; compressedDepth png", data=data)


def test_compressed_colour_and_millimetre_depth_give_a_scene(rig):
    at_ns = rig.now_ns()
    raw = np.full((HEIGHT, WIDTH), 1234, np.uint16)
    rig.send(at_ns, compressed_rgb(rig, at_ns), compressed_depth(at_ns, "16UC1", raw))
    assert rig.scene_at(at_ns).header.frame_id == FRAME
    frame = rig.pipeline.frames[-1]
    assert tuple(frame.rgb[0, 0]) == (200, 100, 50)
    np.testing.assert_allclose(frame.depth_m, 1.234, rtol=1e-6)


def test_quantised_inverse_depth_gives_metres(rig):
    at_ns = rig.now_ns()
    a, b = 10100.0, 1 - 1010.0
    raw = np.full((HEIGHT, WIDTH), round(a / 0.8 + b), np.uint16)
    rig.send(at_ns, compressed_rgb(rig, at_ns), compressed_depth(at_ns, "32FC1", raw, a, b))
    rig.scene_at(at_ns)
    np.testing.assert_allclose(rig.pipeline.frames[-1].depth_m, 0.8, rtol=2e-3)


def test_rvl_is_refused_by_name(rig):
    at_ns = rig.now_ns()
    depth = CompressedImage(header=header(at_ns), format="16UC1; compressedDepth rvl", data=b"x" * 100)
    rig.send(at_ns, compressed_rgb(rig, at_ns), depth)
    rig.told("frames lost: encoding", "RVL", "compressedDepth.format")
    assert not rig.has_scene_at(at_ns)


def test_the_transport_follows_a_remapped_base_topic_and_a_namespace():
    context = rclpy.Context()
    rclpy.init(context=context, args=["--ros-args", "-r", "__ns:=/robot", "-r", "image:=/cam/color/image_raw",
                                      "-p", "image_transport:=compressed"])
    node = SpatialGeoNode(lambda _: FakePipeline(), context=context)
    try:
        assert node.start()
        assert node._session.inputs.topics == {"image": "/cam/color/image_raw/compressed", "depth": "/robot/depth",
                                       "camera_info": "/robot/camera_info"}
        assert node.get_fully_qualified_name() == "/robot/spatialgeo"
    finally:
        node.on_shutdown(None)
        node.destroy_node()
        context.shutdown()
