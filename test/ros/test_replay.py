"""The replay node over real DDS: what is in the folder is what arrives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from listening import Listening, listening, stamps
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CameraInfo, Image
from std_msgs.msg import String
from std_srvs.srv import SetBool
from vision_msgs.msg import Detection2DArray

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.ros.images import depth_from_msg, rgb_from_msg
from spatialgeo_ros.ros.replay import Replay
from spatialgeo_ros.ros.stamps import stamp_ns

HEIGHT, WIDTH = 24, 32
RGB = np.arange(HEIGHT * WIDTH * 3, dtype=np.uint32).reshape(HEIGHT, WIDTH, 3).astype(np.uint8)
DEPTH_STEPS = (7000 + 13 * np.arange(HEIGHT * WIDTH, dtype=np.uint16)).reshape(HEIGHT, WIDTH)
DEPTH_STEPS[3, 5] = 0


def write_frame(folder: Path, name: str, rgb: np.ndarray = RGB, depth: np.ndarray = DEPTH_STEPS) -> None:
    cv2.imwrite(str(folder / f"{name}_color.png"), rgb[:, :, ::-1])
    cv2.imwrite(str(folder / f"{name}_depth.png"), depth)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "camera.yaml").write_text("width: 32\nheight: 24\nfx: 40.0\nfy: 41.0\ncx: 15.0\ncy: 12.0\n")
    for name in ("0", "1"):
        write_frame(tmp_path, name)
    return tmp_path


@pytest.fixture
def world() -> Iterator[Listening]:
    with listening() as made:
        for topic, kind in (("/image", Image), ("/depth", Image), ("/camera_info", CameraInfo),
                            ("/replay/frame", String)):
            made.listen(topic, kind)
        yield made


def names(world: Listening) -> list[str]:
    return [json.loads(message.data)["frame"] for message in world.heard["/replay/frame"]]


def test_pixels_metres_and_intrinsics_arrive_under_one_stamp(world: Listening, folder: Path) -> None:
    world.run(Replay, folder=str(folder), rate_hz=20.0)
    world.wait(lambda: all(len(heard) >= 3 for heard in world.heard.values()), "three frames")
    image, depth, info = (world.heard[topic][-1] for topic in ("/image", "/depth", "/camera_info"))
    np.testing.assert_array_equal(rgb_from_msg(image), RGB)
    assert depth.encoding == "16UC1"
    np.testing.assert_allclose(depth_from_msg(depth), DEPTH_STEPS * 0.001, rtol=1e-6)
    assert (info.height, info.width, info.k[0], info.k[4], info.k[2], info.k[5]) == (24, 32, 40.0, 41.0, 15.0, 12.0)
    assert (info.distortion_model, list(info.d)) == ("plumb_bob", [0.0] * 5)
    assert {message.header.frame_id for message in (image, depth, info)} == {"camera_optical_frame"}
    together = set(stamps(world.heard["/image"])) & set(stamps(world.heard["/depth"]))
    assert len(together & set(stamps(world.heard["/camera_info"]))) >= 2


def test_depth_steps_other_than_millimetres_lose_nothing(world: Listening, folder: Path) -> None:
    world.run(Replay, folder=str(folder), rate_hz=20.0, depth_unit_m=0.0001)
    world.wait(lambda: len(world.heard["/depth"]) >= 1, "depth")
    depth = world.heard["/depth"][-1]
    assert depth.encoding == "32FC1"
    expected = DEPTH_STEPS * 0.0001
    expected[3, 5] = np.nan
    np.testing.assert_allclose(depth_from_msg(depth), expected, rtol=1e-6)


def test_frames_come_in_turn_and_again(world: Listening, folder: Path) -> None:
    world.run(Replay, folder=str(folder), rate_hz=30.0)
    world.wait(lambda: len(names(world)) >= 5, "five frames")
    heard = names(world)
    assert all(a != b for a, b in zip(heard, heard[1:], strict=False))
    told = [json.loads(message.data)["stamp_ns"] for message in world.heard["/replay/frame"]]
    assert len(set(told) & set(stamps(world.heard["/image"]))) >= 3, "~/frame tells the stamps of the images"


def test_without_loop_it_stops_after_the_last_frame(world: Listening, folder: Path) -> None:
    world.run(Replay, folder=str(folder), rate_hz=10.0, loop=False)
    world.wait(lambda: "1" in names(world), "the last frame")
    with pytest.raises(AssertionError, match="a third frame"):
        world.wait(lambda: len(names(world)) > 2, "a third frame", timeout_s=0.5)


def test_pause_holds_a_frame_and_resume_goes_on(world: Listening, folder: Path) -> None:
    world.run(Replay, folder=str(folder), rate_hz=30.0)
    world.wait(lambda: len(names(world)) >= 1, "a frame")
    reply = world.call("/replay/pause", SetBool, SetBool.Request(data=True))
    assert reply.success
    before = len(names(world))
    world.wait(lambda: len(names(world)) >= before + 5, "held frames")
    assert len(set(names(world)[before + 1:])) == 1
    assert len(set(stamps(world.heard["/image"]))) == len(world.heard["/image"]), "held frames get new stamps"
    assert world.call("/replay/pause", SetBool, SetBool.Request(data=False)).success
    before = len(names(world))
    world.wait(lambda: len(set(names(world)[before:])) == 2, "both frames again")


def test_recorded_stamps_go_on_the_clock_as_well(world: Listening, folder: Path) -> None:
    for kind, word in (("rgb", "color"), ("depth", "depth")):
        (folder / f"{kind}.txt").write_text(f"100.25 0_{word}.png\n100.75 1_{word}.png\n")
    world.listen("/clock", Clock)
    world.run(Replay, folder=str(folder), rate_hz=20.0, restamp=False)
    world.wait(lambda: len(world.heard["/image"]) >= 2 and len(world.heard["/clock"]) >= 2, "two frames")
    recorded = {100_250_000_000, 100_750_000_000}
    assert set(stamps(world.heard["/image"])) == recorded
    assert {stamp_ns(message.clock) for message in world.heard["/clock"]} == recorded


def test_named_boxes_are_published_with_their_frame(world: Listening, folder: Path) -> None:
    (folder / "1.json").write_text('[{"label": "mug", "box": [4, 6, 9, 20], "score": 0.5}]')
    world.listen("/detections", Detection2DArray)
    world.run(Replay, folder=str(folder), rate_hz=20.0, detections=str(folder), only="1")
    world.wait(lambda: len(world.heard["/detections"]) >= 1, "detections")
    (found,) = world.heard["/detections"][-1].detections
    assert (found.results[0].hypothesis.class_id, found.results[0].hypothesis.score) == ("mug", 0.5)
    assert (found.bbox.center.position.x, found.bbox.center.position.y) == (6.5, 13.0)
    assert (found.bbox.size_x, found.bbox.size_y) == (6.0, 15.0)


def test_a_bad_frame_is_left_out_and_the_others_go_on(world: Listening, folder: Path) -> None:
    write_frame(folder, "2", rgb=RGB[:12])
    write_frame(folder, "3", depth=np.zeros_like(DEPTH_STEPS))
    world.run(Replay, folder=str(folder), rate_hz=40.0)
    world.wait(lambda: names(world).count("1") >= 3, "three rounds")
    assert set(names(world)) == {"0", "1"}


@pytest.mark.parametrize(("parameters", "message"), [
    ({}, "`folder` and `bag` are empty"),
    ({"only": "7"}, "no frame '7'; there are 0, 1"),
    ({"restamp": False}, "no recorded stamps"),
    ({"rate_hz": 1000.0}, "rate_hz"),
    ({"depth_encoding": "8UC1"}, "16UC1, 32FC1"),
])
def test_settings_that_cannot_work_are_refused_at_start(world: Listening, folder: Path, parameters: dict[str, object],
                                                        message: str) -> None:
    given = parameters if not parameters else {"folder": str(folder), **parameters}
    with pytest.raises(ConfigError, match=message):
        world.run(Replay, **given)
