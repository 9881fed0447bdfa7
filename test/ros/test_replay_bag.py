"""The replay node over real DDS, with a bag: what was recorded is what arrives, at its times."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from bag_writing import (
    COLOUR_TOPIC,
    DEPTH_TOPIC,
    FRAME,
    INFO_TOPIC,
    KINDS,
    LATENCY_NS,
    SMALL,
    SMALL_K,
    START_NS,
    TF_LATENCY_NS,
    bag_path,
    compressed_depth,
    small_depth_mm,
    small_rgb,
    write_camera,
    writing,
)
from geometry_msgs.msg import TransformStamped
from listening import Listening, listening, stamps
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CameraInfo, Image
from std_msgs.msg import String
from std_srvs.srv import SetBool
from tf2_msgs.msg import TFMessage

from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.images import depth_from_msg, rgb_from_msg
from spatialgeo_ros.ros.replay import Replay
from spatialgeo_ros.ros.stamps import stamp_ns

PERIOD_NS = 100_000_000
COUNT = 6


def write(folder: Path, kind: str = "mcap") -> Path:
    path = bag_path(folder, kind)
    with writing(path, kind) as bag:
        bag.transform(START_NS, "base", FRAME, (0.0, 0.0, 0.5), static=True)
        for k in range(COUNT):
            at_ns = START_NS + k * PERIOD_NS
            bag.transform(at_ns, "map", "base", (0.1 * k, 0.0, 0.0))
            write_camera(bag, at_ns, seed=k)
    return path


@pytest.fixture
def world() -> Iterator[Listening]:
    with listening() as made:
        for topic, kind in (("/image", Image), ("/depth", Image), ("/camera_info", CameraInfo),
                            ("/replay/frame", String)):
            made.listen(topic, kind, qos.backlog())
        made.listen("/tf", TFMessage, qos.tf())
        made.listen("/tf_static", TFMessage, qos.tf_static())
        made.listen("/clock", Clock, qos.backlog())
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_everything_arrives_with_its_recorded_stamp(world: Listening, tmp_path: Path, kind: str) -> None:
    world.run(Replay, bag=str(write(tmp_path, kind)), restamp=False, speed=0.5)
    expected = [START_NS + k * PERIOD_NS for k in range(COUNT)]

    def moves() -> dict[int, TransformStamped]:
        return {stamp_ns(item.header.stamp): item for message in world.heard["/tf"] for item in message.transforms}

    # the first round may begin before the listener is found; the next one is whole
    world.wait(lambda: all(set(stamps(world.heard[name])) == set(expected) for name in ("/image", "/depth", "/camera_info"))
               and set(moves()) == set(expected), "every message")
    by_stamp = {stamp_ns(item.header.stamp): item for item in world.heard["/image"]}
    for k in range(COUNT):
        np.testing.assert_array_equal(rgb_from_msg(by_stamp[expected[k]]), small_rgb(k))
    assert by_stamp[expected[-1]].header.frame_id == FRAME
    depth = {stamp_ns(item.header.stamp): item for item in world.heard["/depth"]}[expected[2]]
    assert depth.encoding == "16UC1"
    np.testing.assert_allclose(depth_from_msg(depth), small_depth_mm(2) * 0.001, rtol=1e-6)
    info = world.heard["/camera_info"][-1]
    assert (info.k[0], info.k[4], info.k[2], info.k[5]) == SMALL_K
    assert (info.height, info.width, info.distortion_model, list(info.d)) == (*SMALL, "plumb_bob", [0.0] * 5)
    assert moves()[expected[3]].transform.translation.x == pytest.approx(0.3)
    (fixed,) = world.heard["/tf_static"][0].transforms
    assert (fixed.header.frame_id, fixed.child_frame_id, fixed.transform.translation.z) == ("base", FRAME, 0.5)


def test_the_clock_follows_the_recording(world: Listening, tmp_path: Path) -> None:
    world.run(Replay, bag=str(write(tmp_path)), restamp=False)
    # when each was recorded, on a clock that shows the stamp of an image when the image is recorded
    images = [START_NS + k * PERIOD_NS for k in range(COUNT)]
    expected = {*images, *(at_ns - LATENCY_NS + TF_LATENCY_NS for at_ns in images)}
    world.wait(lambda: {stamp_ns(item.clock) for item in world.heard["/clock"]} == expected, "the time of every message")


def test_new_stamps_keep_the_recorded_distances(world: Listening, tmp_path: Path) -> None:
    begun_ns = world.node.get_clock().now().nanoseconds
    world.run(Replay, bag=str(write(tmp_path)), speed=0.5)

    def distances_ms() -> list[int]:
        """From each image to the next of the same round."""
        named = [json.loads(item.data) for item in world.heard["/replay/frame"]]
        return [round((after["stamp_ns"] - before["stamp_ns"]) / 1e6) for before, after in itertools.pairwise(named)
                if float(before["frame"]) < float(after["frame"])]

    def moved() -> set[int]:
        return {stamp_ns(item.header.stamp) for message in world.heard["/tf"] for item in message.transforms}

    world.wait(lambda: len(distances_ms()) >= 4, "images")
    assert set(distances_ms()) == {200}, "half the speed, twice the distance"
    world.wait(lambda: len(moved() & set(stamps(world.heard["/image"]))) >= 3, "tf that keeps its distance to the images")
    assert begun_ns < max(stamps(world.heard["/image"])) <= world.node.get_clock().now().nanoseconds
    assert world.heard["/clock"] == []


def test_it_loops_and_pauses(world: Listening, tmp_path: Path) -> None:
    world.run(Replay, bag=str(write(tmp_path)), speed=2.0)

    def frames() -> list[str]:
        return [json.loads(item.data)["frame"] for item in world.heard["/replay/frame"]]

    world.wait(lambda: frames().count("0.500") >= 2, "two rounds")
    heard = [stamp for stamp, _ in itertools.groupby(stamps(world.heard["/image"]))]
    assert heard == sorted(set(heard)), "stamps go on from round to round"
    reply = world.call("/replay/pause", SetBool, SetBool.Request(data=True))
    assert reply.success and reply.message.startswith("holding at 0.")
    held = -1
    while held != len(frames()):  # what was on its way still arrives; when it goes on all the same, this never ends well
        held = len(frames())
        assert held < 1000, "the pause holds nothing"
        with contextlib.suppress(AssertionError):
            world.wait(lambda before=held: len(frames()) > before, "another frame", timeout_s=0.5)
    assert world.call("/replay/pause", SetBool, SetBool.Request(data=False)).success
    world.wait(lambda: len(frames()) > held + 3, "more frames")
    assert stamps(world.heard["/image"])[-1] <= world.node.get_clock().now().nanoseconds


def test_without_loop_it_stops(world: Listening, tmp_path: Path) -> None:
    world.run(Replay, bag=str(write(tmp_path)), loop=False, speed=0.2)
    world.wait(lambda: any('"0.500"' in item.data for item in world.heard["/replay/frame"]), "the last frame")
    count = len(world.heard["/replay/frame"])
    with pytest.raises(AssertionError, match="a frame after the end"):
        world.wait(lambda: len(world.heard["/replay/frame"]) > count, "a frame after the end", timeout_s=0.5)


def test_compressed_images_come_out_decoded(world: Listening, tmp_path: Path) -> None:
    done, jpeg = cv2.imencode(".jpg", np.full((*SMALL, 3), (30, 60, 200), np.uint8))
    assert done
    with writing(tmp_path / "bag", "mcap") as bag:
        for k in range(4):
            at_ns = START_NS + k * PERIOD_NS
            bag.camera_info(INFO_TOPIC, at_ns, SMALL, SMALL_K, d=(0.1, -0.2, 0.01, 0.02), model="equidistant")
            content = jpeg.tobytes() if k != 1 else b"no jpeg"
            bag.compressed(f"{COLOUR_TOPIC}/compressed", at_ns, content, "rgb8; jpeg compressed bgr8")
            bag.compressed(f"{DEPTH_TOPIC}/compressedDepth", at_ns, compressed_depth(small_depth_mm()),
                           "16UC1; compressedDepth png")
    world.run(Replay, bag=str(tmp_path / "bag"), restamp=False)
    world.wait(lambda: len(set(stamps(world.heard["/image"]))) >= 3 and world.heard["/depth"], "three images")
    assert START_NS + PERIOD_NS not in stamps(world.heard["/image"]), "what cannot be decoded is left out"
    image, depth = world.heard["/image"][-1], world.heard["/depth"][-1]
    np.testing.assert_allclose(rgb_from_msg(image)[4, 4], (200, 60, 30), atol=4)
    assert (image.encoding, depth.encoding) == ("rgb8", "32FC1")
    np.testing.assert_allclose(depth_from_msg(depth), small_depth_mm() * 0.001, rtol=1e-6)
    info = world.heard["/camera_info"][-1]
    assert (info.distortion_model, list(info.d)) == ("equidistant", [0.1, -0.2, 0.01, 0.02])


def test_wrong_settings_are_refused_at_start(world: Listening, tmp_path: Path) -> None:
    path = str(write(tmp_path))
    with pytest.raises(ConfigError, match="is a bag; give it as parameter `bag`, not `folder`"):
        world.run(Replay, folder=path)
    with pytest.raises(ConfigError, match="give one of the two"):
        world.run(Replay, folder=path, bag=path)
    with pytest.raises(ConfigError, match="no messages on /other .*image_topic"):
        world.run(Replay, bag=path, image_topic="/other")
    with pytest.raises(InputError, match="there is no bag"):
        world.run(Replay, bag=f"{path}_away")
