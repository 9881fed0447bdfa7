"""ros/bag_topics.py, which needs no ROS: the topics that belong together are found, or the error says what to set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from bag_writing import (
    COLOUR_TOPIC,
    DEPTH_TOPIC,
    INFO_TOPIC,
    SMALL,
    SMALL_K,
    START_NS,
    BagWriting,
    compressed_depth,
    png,
    small_depth_mm,
    small_rgb,
    write_camera,
    writing,
)

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.ros.bag_file import Bag
from spatialgeo_ros.ros.bag_topics import CameraTopics, choose_topics

USUAL = CameraTopics(COLOUR_TOPIC, DEPTH_TOPIC, INFO_TOPIC)


def chosen(folder: Path, write: Callable[[BagWriting], None], wanted: CameraTopics | None = None) -> CameraTopics:
    with writing(folder / "bag", "mcap") as bag:
        write(bag)
    with Bag(folder / "bag") as read:
        return choose_topics(read, wanted or CameraTopics())


def camera(bag: BagWriting) -> None:
    write_camera(bag, START_NS)


def realsense(bag: BagWriting) -> None:
    """Colour, depth registered to it, depth of its own frame and size, two infrared images, and their camera_info."""
    write_camera(bag, START_NS)
    half = np.zeros((12, 16), np.uint16)
    bag.image("/camera/depth/image_rect_raw", START_NS, half, "16UC1", frame_id="depth_frame")
    bag.camera_info("/camera/depth/camera_info", START_NS, (12, 16), SMALL_K, frame_id="depth_frame")
    for name in ("infra1", "infra2"):
        bag.image(f"/camera/{name}/image_rect_raw", START_NS, half.astype(np.uint8), "mono8", frame_id="depth_frame")
        bag.camera_info(f"/camera/{name}/camera_info", START_NS, (12, 16), SMALL_K, frame_id="depth_frame")


def compressed(bag: BagWriting) -> None:
    done, jpeg = cv2.imencode(".jpg", small_rgb())
    assert done
    bag.compressed(f"{COLOUR_TOPIC}/compressed", START_NS, jpeg.tobytes(), "rgb8; jpeg compressed bgr8")
    bag.compressed(f"{DEPTH_TOPIC}/compressedDepth", START_NS, compressed_depth(small_depth_mm()),
                   "16UC1; compressedDepth png")
    bag.compressed(f"{DEPTH_TOPIC}/compressed", START_NS, png(small_depth_mm()), "16UC1; png compressed ")
    bag.camera_info(INFO_TOPIC, START_NS, SMALL, SMALL_K)


def raw_and_compressed(bag: BagWriting) -> None:
    write_camera(bag, START_NS)
    compressed_bag_topics = (f"{COLOUR_TOPIC}/compressed", "jpeg"), (f"{DEPTH_TOPIC}/compressedDepth", "")
    done, jpeg = cv2.imencode(".jpg", small_rgb())
    assert done
    bag.compressed(compressed_bag_topics[0][0], START_NS, jpeg.tobytes(), "jpeg")
    bag.compressed(compressed_bag_topics[1][0], START_NS, compressed_depth(small_depth_mm()),
                   "16UC1; compressedDepth png")


def two_cameras(bag: BagWriting) -> None:
    for name in ("left", "right"):
        bag.image(f"/{name}/image", START_NS, small_rgb(), "bgr8", frame_id=name)
        bag.image(f"/{name}/depth", START_NS, small_depth_mm(), "16UC1", frame_id=name)
        bag.camera_info(f"/{name}/camera_info", START_NS, SMALL, SMALL_K, frame_id=name)


def info_elsewhere(bag: BagWriting) -> None:
    bag.image("/rgb", START_NS, small_rgb(), "rgb8")
    bag.image("/depth", START_NS, small_depth_mm() * np.float32(0.001), "32FC1")
    bag.camera_info("/calibration/colour", START_NS, SMALL, SMALL_K)
    bag.camera_info("/calibration/depth", START_NS, (12, 16), SMALL_K)


@pytest.mark.parametrize(("write", "expected"), [
    (camera, USUAL),
    (realsense, USUAL),
    (raw_and_compressed, USUAL),
    (compressed, CameraTopics(f"{COLOUR_TOPIC}/compressed", f"{DEPTH_TOPIC}/compressedDepth", INFO_TOPIC)),
    (info_elsewhere, CameraTopics("/rgb", "/depth", "/calibration/colour")),
])
def test_the_only_ones_that_fit_are_chosen(tmp_path: Path, write: Callable[[BagWriting], None],
                                           expected: CameraTopics) -> None:
    assert chosen(tmp_path, write) == expected


def test_one_wish_settles_the_rest(tmp_path: Path) -> None:
    found = chosen(tmp_path, two_cameras, CameraTopics(image="right/image"))
    assert found == CameraTopics("/right/image", "/right/depth", "/right/camera_info")


def only_colour(bag: BagWriting) -> None:
    bag.image(COLOUR_TOPIC, START_NS, small_rgb(), "rgb8")
    bag.camera_info(INFO_TOPIC, START_NS, SMALL, SMALL_K)


def no_info(bag: BagWriting) -> None:
    bag.image(COLOUR_TOPIC, START_NS, small_rgb(), "rgb8")
    bag.image(DEPTH_TOPIC, START_NS, small_depth_mm(), "16UC1")


def no_camera(bag: BagWriting) -> None:
    bag.transform(START_NS, "map", "base", (0.0, 0.0, 0.0))


def strange_encoding(bag: BagWriting) -> None:
    bag.image(COLOUR_TOPIC, START_NS, small_rgb(), "xyz8")


@pytest.mark.parametrize(("write", "wanted", "message"), [
    (two_cameras, CameraTopics(), r"2 topics that could be the colour image: /left/image \(bgr8, 32x24, frame 'left'\), "
                                  r"/right/image .*parameter image_topic, on the command line --image-topic"),
    (only_colour, CameraTopics(), r"no depth image .*depth_topic.*it has /camera/color/camera_info "
                                  r"\(sensor_msgs/CameraInfo, 1\), /camera/color/image_raw"),
    (no_info, CameraTopics(), "no camera_info .*info_topic"),
    (no_camera, CameraTopics(), r"no colour image .*image_topic.*it has /tf \(tf2_msgs/TFMessage, 1\)"),
    (strange_encoding, CameraTopics(), "no colour image"),
    (camera, CameraTopics(image="/nowhere"), "no messages on /nowhere .*image_topic.*it has /camera"),
    (camera, CameraTopics(depth=INFO_TOPIC), "of type sensor_msgs/msg/CameraInfo, expected sensor_msgs/msg/Image"),
])
def test_what_cannot_be_told_names_the_parameter(tmp_path: Path, write: Callable[[BagWriting], None],
                                                 wanted: CameraTopics, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        chosen(tmp_path, write, wanted)
