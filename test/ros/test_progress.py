"""What the node's log says by itself, and why there is no scene: from the situation alone."""

from __future__ import annotations

import numpy as np
import pytest
from rig import FakePipeline
from table_scene import CAMERA

from spatialgeo_ros.ros.diagnostics import Situation, why_no_scene
from spatialgeo_ros.ros.health import Health
from spatialgeo_ros.ros.progress import Progress
from spatialgeo_ros.types import CameraFrame

INPUTS = ("image", "depth", "camera_info")


class Log:
    """A logger, a clock, and the node's health between them."""

    def __init__(self) -> None:
        self.now = 100.0
        self.lines: list[str] = []
        self.health = Health(lambda: self.now)
        self.scene = None
        for name in INPUTS:
            self.health.expect(name)
        self._progress = Progress(self)

    def warning(self, text: str) -> None:
        self.lines.append(f"WARN {text}")

    def info(self, text: str) -> None:
        self.lines.append(f"INFO {text}")

    @property
    def situation(self) -> Situation:
        return Situation(active=True, state="active", report=self.health.report(), required=INPUTS, silent_after_s=5.0,
                         explain_silence=lambda name, silent_s: f"no {name} for {silent_s:.1f} s", tf="",
                         tf_frames=frozenset())

    def pass_seconds(self, seconds: int, *arriving: str, scenes: bool = False) -> None:
        for _ in range(seconds):
            self.now += 1.0
            for name in arriving:
                self.health.received(name)
            if scenes:
                self.scene = scene()
                self.health.scene_done({}, 2400.0)
            self._progress.tell(self.situation, self.scene)


def scene():
    rgb, depth_m = np.zeros((CAMERA.height, CAMERA.width, 3), np.uint8), np.ones((CAMERA.height, CAMERA.width))
    return FakePipeline().step(CameraFrame(rgb=rgb, depth_m=depth_m, camera=CAMERA, stamp_ns=0))


@pytest.fixture
def log():
    return Log()


def test_silence_is_told_once_with_every_missing_input(log):
    log.pass_seconds(5, "image")
    assert log.lines == []
    log.pass_seconds(30, "image")
    assert log.lines == ["WARN no scene: no depth for inf s\n    no camera_info for inf s"]


def test_the_first_scene_is_told_once_and_again_after_a_silence(log):
    log.pass_seconds(3, *INPUTS, scenes=True)
    assert log.lines == ["INFO scenes come: 2 objects on 1 supports, in frame 'camera'"]
    log.pass_seconds(20)
    assert log.lines[1:] == ["WARN no scene: no image for 6.0 s\n    no depth for 6.0 s\n    no camera_info for 6.0 s"]
    log.pass_seconds(3, *INPUTS, scenes=True)
    assert [line[:16] for line in log.lines[2:]] == ["INFO scenes come"]


def test_a_loss_that_was_logged_is_not_told_again_but_one_that_was_not_is(log):
    log.health.dropped("depth_size", "depth is 3x3")
    for _ in range(9):
        log.pass_seconds(1, *INPUTS)
        log.health.dropped("depth_size", "depth is 3x3")
    assert log.lines == []
    log.health.restart()
    for _ in range(9):
        log.health.dropped("unpaired_image", "no depth of the same moment")
        log.pass_seconds(1, *INPUTS)
    assert log.lines == ["WARN no scene: no depth of the same moment"]


def test_an_old_scene_is_explained_by_what_the_next_one_waits_for(log):
    log.pass_seconds(3, *INPUTS)
    assert why_no_scene(log.situation) == "inputs arrive, but no frame has been worked on to its end yet"
    log.pass_seconds(1, *INPUTS, scenes=True)
    log.pass_seconds(3, "image", "camera_info")
    assert why_no_scene(log.situation) == "no depth for 3.0 s"  # silent for less than silent_after_s
    log.pass_seconds(1, *INPUTS)
    assert why_no_scene(log.situation).startswith(
        "the last scene was made 4.0 s ago, 2.4 s after its image (median of the last ones); the next is being worked on")


def test_a_slow_machine_is_not_taken_for_a_silent_camera(log):
    log.pass_seconds(3, *INPUTS, scenes=True)
    log.pass_seconds(1)
    assert why_no_scene(log.situation).startswith("the last scene was made 1.0 s ago, 2.4 s after its image")
