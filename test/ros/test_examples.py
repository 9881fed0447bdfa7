"""The examples as processes of their own, against the real node over DDS, with a camera that looks at a table."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from geometry_msgs.msg import PoseStamped
from node_process import Process, scene_arrives
from table_scene import BLOCKS

ROOT = Path(__file__).resolve().parents[2]
LASTING = ("-p", "answers.valid_for_s:=30.0", "-p", "answers.max_scene_age_s:=30.0")  # however busy the machine
WAIT_S = 120.0


class Example:
    """One running example; `lines` grows while it prints."""

    def __init__(self, *arguments: str) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        self.process = subprocess.Popen([sys.executable, str(ROOT / "examples" / arguments[0]), *arguments[1:]],
                                        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def ended(self) -> bool:
        return self.process.poll() is not None

    def end(self) -> str:
        """All it printed."""
        if not self.ended():
            self.process.kill()
        self.process.wait(WAIT_S)
        self._reader.join(WAIT_S)
        return self.text


@pytest.fixture
def table(fresh_ros_domain: int) -> Iterator[Process]:
    """A node that has seen the table with a red box on the left and a blue one on the right; poses in `world`."""
    process = Process("-p", "reference_frame:=world", *LASTING)
    process.place_camera()
    process.wait(lambda: scene_arrives(process), "a scene", WAIT_S)
    yield process
    process.close()


def run(table: Process, *arguments: str) -> tuple[int, str]:
    """Exit code and output of an example, while the camera goes on."""
    example = Example(*arguments)
    try:
        table.wait(lambda: scene_arrives(table) and example.ended(), f"the end of {arguments}", WAIT_S)
    finally:
        text = example.end()
    return example.process.returncode, text


def test_asking_prints_the_answers(table: Process) -> None:
    code, text = run(table, "ask.py", "Is the red box taller than the blue box?", "How many boxes are there?")
    assert code == 0, text
    assert "Yes: the red box is taller than the blue box" in text
    assert "There are 2 boxes" in text


def test_the_goal_is_before_the_table_and_looks_at_the_box(table: Process) -> None:
    goals: list[PoseStamped] = []
    table.peer.create_subscription(PoseStamped, "nav_goal", goals.append, 1)
    code, text = run(table, "go_next_to.py", "the box left of the blue box", "--frame", "world", "--floor", "-0.7",
                     "--radius", "0.3", "--clearance", "0.05", "--ros-args", "-r", "goal_pose:=/nav_goal")
    assert code == 0, text
    assert re.search(r"red box \(#\d+\): stand at x", text)
    assert "sent to /nav_goal" in text
    table.wait(lambda: bool(goals), "the goal")
    goal = goals[0]
    at, turn = goal.pose.position, goal.pose.orientation
    assert goal.header.frame_id == "world"
    assert at.z == pytest.approx(-0.7)
    # the red box stands around (-0.1, 0); the camera, at y = -0.5, sees the table top from y = -0.31 on
    assert at.y < -0.31 - 0.3
    assert (turn.x, turn.y) == (0.0, 0.0)
    assert 2 * math.atan2(turn.z, turn.w) == pytest.approx(math.atan2(0.0 - at.y, -0.1 - at.x), abs=0.05)


def test_nothing_is_sent_when_anything_is_unclear_or_it_is_a_dry_run(table: Process) -> None:
    goals: list[PoseStamped] = []
    table.peer.create_subscription(PoseStamped, "goal_pose", goals.append, 1)
    for arguments, told in (
            (("the box", "--frame", "world", "--floor", "-0.7"), "2 objects fit"),
            (("the red box", "--floor", "-0.7"), "reference_frame:=map"),
            (("the red box", "--frame", "world"), "no floor is in view")):
        code, text = run(table, "go_next_to.py", *arguments)
        assert code == 1, text
        assert "not going: " in text
        assert told in text
        assert "Traceback" not in text
    code, text = run(table, "go_next_to.py", "the blue box", "--frame", "world", "--floor", "-0.7", "--dry-run")
    assert code == 0, text
    assert "blue box" in text
    assert "sent" not in text
    assert not goals


def test_boxes_come_and_go_under_the_same_ids(table: Process) -> None:
    example = Example("moveit_boxes.py", "--sigmas", "3", "--slab", "0.05")
    try:
        table.wait(lambda: scene_arrives(table) and len(re.findall("^ADD", example.text, re.MULTILINE)) >= 3, "three boxes",
                   WAIT_S)
        red, blue = (re.search(rf"ADD (spatialgeo_\d+) \({colour} box\): BOX (.*) m at \((.*)\) turned (.*) degrees, in world",
                               example.text) for colour in ("red", "blue"))
        assert red is not None, example.text
        assert blue is not None, example.text
        size, place = ([float(value) for value in re.split(" x |, ", red.group(k))] for k in (2, 3))
        assert np.all(np.array(size) > [0.1, 0.1, 0.12]), "larger than the box is"
        assert np.all(np.array(size) < 0.3)
        np.testing.assert_allclose(place, [-0.1, 0.0, 0.06], atol=0.02)
        table.wait(lambda: scene_arrives(table, BLOCKS[:1]) and "REMOVE" in example.text, "the blue box gone", WAIT_S)
        assert f"REMOVE {blue.group(1)}" in example.text
        assert f"REMOVE {red.group(1)}" not in example.text
    finally:
        text = example.end()
    assert "Traceback" not in text


def test_without_a_node_it_says_so(fresh_ros_domain: int) -> None:
    example = Example("go_next_to.py", "#1", "--wait", "1", "--dry-run")
    example.process.wait(WAIT_S)
    assert "not going: no such scene on /spatialgeo/scene" in example.end()
    assert example.process.returncode == 1
