"""`scene --bag` and `ask --bag`: the same answers as for the same pixels in files, and errors that say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from bag_writing import COLOUR_TOPIC, DEPTH_TOPIC, FRAME, INFO_TOPIC, KINDS, SECOND_NS, START_NS, bag_path, writing

from spatialgeo_ros.cli.main import main

QUESTION = "is the red object left of the blue object?"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = main(list(arguments))
    captured = capsys.readouterr()
    assert code == 0, captured.err
    return captured.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.startswith("error: ") and captured.err.count("\n") == 1
    return captured.err


@pytest.fixture(scope="module", params=KINDS)
def bag(request: pytest.FixtureRequest, frame_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frame of frame_folder, a second after one that is all grey; the camera on a mast half a metre in front."""
    rgb = cv2.imread(str(frame_folder / "color.png"))[:, :, ::-1]
    depth_mm = cv2.imread(str(frame_folder / "depth.png"), cv2.IMREAD_UNCHANGED)
    lines = (line.split(": ") for line in (frame_folder / "camera.yaml").read_text().splitlines())
    k = {name: float(value) for name, value in lines}
    path = bag_path(tmp_path_factory.mktemp("bag"), request.param)
    half = np.radians(50.0 + 90.0) / 2  # the camera looks down by 50 degrees; its z axis is 90 degrees from base's
    with writing(path, request.param) as made:
        quat = (-np.sin(half) * np.sqrt(0.5), np.sin(half) * np.sqrt(0.5), -np.cos(half) * np.sqrt(0.5),
                np.cos(half) * np.sqrt(0.5))
        made.transform(START_NS, "base", FRAME, (0.5, 0.0, 0.7), tuple(float(part) for part in quat), static=True)
        for at_ns, pixels in ((START_NS, np.full_like(rgb, 128)), (START_NS + SECOND_NS, rgb)):
            made.transform(at_ns, "map", "base", (0.0, 0.0, 0.0))
            made.camera_info(INFO_TOPIC, at_ns, depth_mm.shape, (k["fx"], k["fy"], k["cx"], k["cy"]))
            made.image(COLOUR_TOPIC, at_ns, pixels, "rgb8")
            made.image(DEPTH_TOPIC, at_ns, depth_mm, "16UC1")
    return path


def test_a_bag_says_what_its_files_say(capsys: pytest.CaptureFixture[str], bag: Path, frame_arguments: list[str]) -> None:
    of_bag = ["--bag", str(bag), "--at", "1"]
    assert printed(capsys, "scene", *of_bag, "--relations") == printed(capsys, "scene", *frame_arguments, "--relations")
    assert printed(capsys, "ask", *of_bag, QUESTION) == printed(capsys, "ask", *frame_arguments, QUESTION)


def test_the_first_frame_is_taken_when_nothing_is_said(capsys: pytest.CaptureFixture[str], bag: Path) -> None:
    scene = json.loads(printed(capsys, "scene", "--bag", str(bag), "--json"))
    assert scene["header"] == {"stamp": {"sec": START_NS // SECOND_NS, "nanosec": 0}, "frame_id": FRAME}
    later = json.loads(printed(capsys, "scene", "--bag", str(bag), "--json", "--at", "0.5"))
    assert later["header"]["stamp"]["sec"] == START_NS // SECOND_NS + 1


def test_positions_are_in_the_reference_frame(capsys: pytest.CaptureFixture[str], bag: Path) -> None:
    scene = json.loads(printed(capsys, "scene", "--bag", str(bag), "--at", "1", "--reference-frame", "map", "--json"))
    assert (scene["header"]["frame_id"], scene["gravity_source"]) == ("map", 1)
    (red,) = (item for item in scene["objects"] if item["colours"][:1] == ["red"])
    position = red["pose"]["pose"]["position"]
    # right 0.15 to the left, 0.55 ahead of the camera at x = 0.5; x is forward and y left in map
    assert position["x"] == pytest.approx(0.5 + 0.55, abs=0.02)
    assert position["y"] == pytest.approx(0.15, abs=0.02)
    assert position["z"] == pytest.approx(0.05, abs=0.02)


def test_up_may_be_told(capsys: pytest.CaptureFixture[str], bag: Path) -> None:
    scene = json.loads(printed(capsys, "scene", "--bag", str(bag), "--up", "0", "-0.6428", "-0.766", "--json"))
    assert scene["gravity_source"] == 2


@pytest.mark.parametrize(("arguments", "message"), [
    (["--at", "7"], "a frame at 7 s is asked for"),
    (["--image-topic", "/other"], "no messages on /other"),
    (["--reference-frame", "odom"], "tf knows no frame 'odom'"),
    (["--rgb", "color.png"], "--rgb belongs to a frame from files, but --bag is given"),
    (["--sync-slop-s", "-1"], "sync_slop_s = -1.0 is outside"),
])
def test_what_cannot_be_is_one_error(capsys: pytest.CaptureFixture[str], bag: Path, arguments: list[str],
                                     message: str) -> None:
    assert message in refused(capsys, "scene", "--bag", str(bag), *arguments)


def test_a_bag_s_arguments_without_a_bag_are_refused(capsys: pytest.CaptureFixture[str],
                                                      frame_arguments: list[str]) -> None:
    assert "--at belongs to --bag" in refused(capsys, "scene", *frame_arguments, "--at", "1")
    assert "--rgb, --depth, --camera missing" in refused(capsys, "scene")
