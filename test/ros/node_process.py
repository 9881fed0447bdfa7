"""The node as a process of its own, and a camera beside it that looks at a table with boxes."""

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
from rig import FRAME, header, transform
from sensor_msgs.msg import CameraInfo, Image
from table_scene import BLOCKS, CAMERA, Block, render, world_from_camera
from tf2_msgs.msg import TFMessage

from spatialgeo_ros.msg import Scene
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
        self.tf_static_pub = self.peer.create_publisher(TFMessage, "/tf_static", qos.tf_static())
        self.client = self.peer.create_client(Ask, "/spatialgeo/ask")
        self._executor = SingleThreadedExecutor(context=self.context)
        self._executor.add_node(self.peer)
        self._thread = threading.Thread(target=self._executor.spin, daemon=True)
        self._thread.start()

    def place_camera(self) -> None:
        """Tell tf where the camera is in the world, whose z = 0 is the table top."""
        now = self.peer.get_clock().now().nanoseconds
        self.tf_static_pub.publish(TFMessage(transforms=[transform("world", FRAME, now, world_from_camera())]))

    def send_table(self, blocks: tuple[Block, ...] = BLOCKS) -> None:
        now = self.peer.get_clock().now().nanoseconds
        rgb, depth_m = render(world_from_camera(), blocks)
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


def scene_arrives(process: Process, blocks: tuple[Block, ...] = BLOCKS) -> bool:
    """Whether there is a scene, after one more image."""
    process.send_table(blocks)
    time.sleep(0.1)
    return bool(process.scenes)
