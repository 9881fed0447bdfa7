"""A minute of a 30 Hz camera on the node, with somebody listening who sleeps: does memory, queue or latency grow?

    python benchmark/camera_stream.py [--seconds N] [--rate HZ] [--seed SEED]

Frames are rendered beforehand and go round in a loop. Camera (this process), node, and a listener that sleeps half a
second in each callback are three processes on this machine; a second listener in this one takes the times. One JSON line:
the node's memory after a sixth of the time and at the end, scenes per second, age of scenes when they arrive, and what was
left out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from frame_to_scene import rendered
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

from spatialgeo_ros.geometry.camera import Calibration
from spatialgeo_ros.msg import Scene
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.camera_publisher import CameraPublisher
from spatialgeo_ros.ros.local_domain import local_variables
from spatialgeo_ros.ros.stamps import stamp_ns

FRAME = "camera_optical_frame"
LOOP = 30  # frames
SLEEP_S = 0.5
START_S = 60.0


class Listener(Node):
    """Notes when which scene arrived, and the newest diagnostics."""

    def __init__(self) -> None:
        super().__init__("bench")
        self.ages_ms: list[float] = []
        self.arrived_s: list[float] = []
        self.dropped: dict[str, int] = {}
        self.create_subscription(Scene, "/spatialgeo/scene", self._on_scene, qos.result())
        self.create_subscription(DiagnosticArray, "/diagnostics", self._on_diagnostics, qos.result())

    def _on_scene(self, msg: Scene) -> None:
        self.arrived_s.append(time.monotonic())
        self.ages_ms.append((self.get_clock().now().nanoseconds - stamp_ns(msg.header.stamp)) / 1e6)

    def _on_diagnostics(self, msg: DiagnosticArray) -> None:
        for status in msg.status:
            self.dropped.update({item.key: int(item.value.split(",")[0]) for item in status.values
                                 if item.key.startswith("frames lost")})


def sleepy() -> None:
    """The listener that takes its time; its own process."""
    rclpy.init()
    node = Node("sleepy")
    node.create_subscription(Scene, "/spatialgeo/scene", lambda _: time.sleep(SLEEP_S), qos.result())
    rclpy.spin(node)


def memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no VmRSS of process {pid}; this benchmark needs Linux")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1060, help="room; 1060 shows ten objects")
    parser.add_argument("--sleepy", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.sleepy:
        sleepy()
        return
    frames = rendered(arguments.seed, LOOP)
    os.environ.update(local_variables(None))  # with room for images in shared memory
    rclpy.init()
    node = Listener()
    camera = CameraPublisher(node, FRAME, "16UC1")
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin)
    thread.start()
    others = [subprocess.Popen([sys.executable, "-m", "spatialgeo_ros.ros.node"]),
              subprocess.Popen([sys.executable, __file__, "--sleepy"])]
    try:
        result = stream(node, camera, frames, others[0].pid, arguments)
    finally:
        for process in others:
            process.terminate()
        for process in others:
            process.wait(10)
        rclpy.try_shutdown()
        thread.join()
        executor.shutdown()
    print(json.dumps({"benchmark": "camera_stream", **result, "seconds": arguments.seconds, "rate_hz": arguments.rate,
                      "size": list(frames[0].rgb.shape[:2]), "seed": arguments.seed,
                      "device": f"{platform.machine()}, {len(os.sched_getaffinity(0))} core(s) for camera, node, listeners"}))


def stream(node: Listener, camera: CameraPublisher, frames: list, node_pid: int, arguments: argparse.Namespace) -> dict:
    """Publish until the first scene came, then for the time asked; what was measured."""
    calibration = Calibration(frames[0].camera, "", ())
    started = time.monotonic()
    period_s, due, count, begun_s = 1 / arguments.rate, time.monotonic(), 0, None
    early_mb = 0.0
    while begun_s is None or time.monotonic() < begun_s + arguments.seconds:
        frame = frames[count % LOOP]
        camera.publish(frame.rgb, frame.depth_m, calibration, node.get_clock().now().to_msg())
        count += 1
        due += period_s
        time.sleep(max(0.0, due - time.monotonic()))
        if begun_s is None and node.ages_ms:
            begun_s, count = time.monotonic(), 0
            node.ages_ms.clear()
            node.arrived_s.clear()
        if begun_s is None and time.monotonic() - started > START_S:
            raise RuntimeError(f"no scene within {START_S:.0f} s")
        if begun_s is not None and early_mb == 0 and time.monotonic() > begun_s + arguments.seconds / 6:
            early_mb = memory_mb(node_pid)
    late_mb = memory_mb(node_pid)
    ages = np.array(node.ages_ms)
    third = len(ages) // 3
    return {"frames_sent": count, "scenes": len(ages), "scenes_per_s": round(len(ages) / arguments.seconds, 1),
            "age_p50_ms": round(float(np.median(ages)), 1), "age_p95_ms": round(float(np.quantile(ages, 0.95)), 1),
            "age_p50_first_third_ms": round(float(np.median(ages[:third])), 1),
            "age_p50_last_third_ms": round(float(np.median(ages[-third:])), 1),
            "memory_early_mb": round(early_mb, 1), "memory_end_mb": round(late_mb, 1),
            "memory_growth": round(late_mb / early_mb - 1, 4), **node.dropped}


if __name__ == "__main__":
    main()
