"""The node as a process of its own: started as users start it, heard over DDS, ended by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.executors import SingleThreadedExecutor
from rig import camera_info, depth_mm_of, header, rgb_of
from sensor_msgs.msg import CameraInfo, Image
from table_scene import CAMERA, render, world_from_camera

from spatialgeo_ros.msg import Answer, Scene, SceneObject
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.srv import Ask

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """`python -m spatialgeo_ros.ros.node` and a camera beside it."""

    def __init__(self, *arguments: str) -> None:
        # ROS_PYTHON_CHECK_FIELDS: fields of a wrong type are refused, as Humble always does
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
                       "ROS_PYTHON_CHECK_FIELDS": "1"}
        self.process = subprocess.Popen([sys.executable, "-m", "spatialgeo_ros.ros.node", "--ros-args", *arguments],
                                        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.context = rclpy.Context()
        rclpy.init(context=self.context)
        self.peer = rclpy.create_node("camera", context=self.context)
        self.scenes: list[Scene] = []
        self.peer.create_subscription(Scene, "/spatialgeo/scene", self.scenes.append, qos.result())
        self.diagnostics: list[DiagnosticArray] = []
        self.peer.create_subscription(DiagnosticArray, "/diagnostics", self.diagnostics.append, qos.result())
        self.image_pub = self.peer.create_publisher(Image, "image", qos.sensor())
        self.depth_pub = self.peer.create_publisher(Image, "depth", qos.sensor())
        self.info_pub = self.peer.create_publisher(CameraInfo, "camera_info", qos.sensor())
        self.client = self.peer.create_client(Ask, "/spatialgeo/ask")
        self._executor = SingleThreadedExecutor(context=self.context)
        self._executor.add_node(self.peer)
        self._thread = threading.Thread(target=self._executor.spin, daemon=True)
        self._thread.start()

    def send_table(self) -> None:
        now = self.peer.get_clock().now().nanoseconds
        rgb, depth_m = render(world_from_camera())
        info = CameraInfo(header=header(now), height=CAMERA.height, width=CAMERA.width)
        info.k = [CAMERA.fx, 0.0, CAMERA.cx, 0.0, CAMERA.fy, CAMERA.cy, 0.0, 0.0, 1.0]
        self.info_pub.publish(info)
        self.depth_pub.publish(image_msg(np.rint(depth_m * 1000).astype(np.uint16), "16UC1", header(now)))
        self.image_pub.publish(image_msg(rgb, "rgb8", header(now)))

    def wait(self, condition, what: str, timeout_s: float = 30.0) -> None:
        deadline = time.monotonic() + timeout_s
        while not condition():
            assert self.process.poll() is None, f"the node ended: {self.process.communicate()[0]}"
            if time.monotonic() > deadline:
                self.process.kill()
                pytest.fail(f"waited in vain for {what}: {self.process.communicate()[0]}")
            time.sleep(0.02)

    def end(self, with_signal: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(with_signal)
        output, _ = self.process.communicate(timeout=20)
        return self.process.returncode, output

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        self._executor.shutdown()
        self._thread.join(5.0)
        self.peer.destroy_node()
        self.context.shutdown()


@pytest.fixture
def node(fresh_ros_domain):
    started: list[Process] = []

    def start(*arguments: str) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    yield start
    for process in started:
        process.close()


def scene_arrives(process: Process) -> bool:
    process.send_table()
    time.sleep(0.1)
    return bool(process.scenes)


def test_scenes_and_answers_come_from_another_process(node):
    process = node()
    process.wait(lambda: scene_arrives(process), "a scene")
    things = [item for item in process.scenes[-1].objects if item.kind == SceneObject.OBJECT]
    assert {item.colours[0] for item in things} == {"red", "blue"}
    process.send_table()
    future = process.client.call_async(Ask.Request(question="Is the red box taller than the blue box?"))
    process.wait(future.done, "an answer")
    assert (future.result().answer.status, future.result().answer.yes) == (Answer.ANSWERED, True)


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_without_a_traceback(node, with_signal):
    process = node()
    process.wait(lambda: scene_arrives(process), "a scene")
    begun = time.monotonic()
    code, output = process.end(with_signal)
    assert "Traceback" not in output, output
    assert code == 0, output
    assert time.monotonic() - begun < 10.0


def test_it_lives_through_bad_frames_and_says_why(node):
    process = node()

    def told_about_a_bad_frame() -> bool:
        now = process.peer.get_clock().now().nanoseconds
        process.info_pub.publish(camera_info(now))
        process.depth_pub.publish(image_msg(depth_mm_of(0), "16UC1", header(now)))
        process.image_pub.publish(image_msg(rgb_of(), "rgb8", header(now)))
        time.sleep(0.1)
        return any("depth_empty" in item.key for array in process.diagnostics
                   for status in array.status for item in status.values)

    process.wait(told_about_a_bad_frame, "a diagnostic")
    assert not process.scenes
    process.wait(lambda: scene_arrives(process), "a scene after bad frames")  # the first one, of another size, is lost
    _, output = process.end()
    assert "[depth_empty] depth has no valid pixel" in output
    assert "[stream_changed] images changed from 64x48" in output
    assert output.count("[depth_empty]") <= 2  # told every five seconds, not for each frame


def test_a_wrong_setting_ends_the_start_with_one_line(node):
    process = node("-p", "relations.near_m:=99.0")
    output, _ = process.process.communicate(timeout=30)
    assert process.process.returncode == 1
    assert "relations.near_m" in output
    assert "Max: 10.0" in output
    assert "Traceback" not in output


def test_without_autostart_it_waits_for_a_lifecycle_manager(node):
    process = node("-p", "autostart:=false")
    process.wait(lambda: process.peer.count_services("/spatialgeo/self_check") > 0, "the self-check service")
    assert process.peer.count_subscribers("image") == 0
    assert process.peer.count_services("/spatialgeo/ask") == 0
