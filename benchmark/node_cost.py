"""What the node adds to the core: from the last callback of a pair to the return of publish() of ~/scene.

    python benchmark/node_cost.py [--frames N] [--seed SEED]

The real node, over DDS, subscribed to by one listener in another process; frames are sent one by one, each after the scene
of the one before, so that nothing waits. JSON lines: the whole, the core's share of it, and what is left: decoding, checks,
thread changes, messages, publish. Each by the wall clock, and as CPU time of the node's working thread, which a busy machine
disturbs less.
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
from typing import Any

import cv2
import numpy as np
import rclpy
from frame_to_scene import rendered
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.geometry.camera import Calibration
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros import outputs, qos
from spatialgeo_ros.ros.camera_publisher import CameraPublisher
from spatialgeo_ros.ros.local_domain import local_variables
from spatialgeo_ros.ros.node import SpatialGeoNode, spin
from spatialgeo_ros.ros.session import Session
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import ObjectKind, Scene

WARM_UP = 5
WAIT_S = 60.0


class Stopwatch:
    """Milliseconds of one frame at a time: begun when its pair is complete, core's share, ended after publish()."""

    def __init__(self) -> None:
        self.begun = self.cpu_begun = 0.0
        self.core_ms = (0.0, 0.0)
        self.rows: list[tuple[float, float, float, float]] = []
        self.objects = 0
        self.done = threading.Event()

    def ended(self) -> None:
        self.rows.append((1e3 * (time.perf_counter() - self.begun), self.core_ms[0],
                          1e3 * (time.thread_time() - self.cpu_begun), self.core_ms[1]))
        self.done.set()


class TimedPipeline(ScenePipeline):
    def __init__(self, config: SceneConfig, watch: Stopwatch) -> None:
        super().__init__(config.scene)
        self._watch = watch

    def step(self, *arguments: Any) -> Scene:
        start, cpu_start = time.perf_counter(), time.thread_time()
        scene = super().step(*arguments)
        self._watch.core_ms = (1e3 * (time.perf_counter() - start), 1e3 * (time.thread_time() - cpu_start))
        self._watch.objects = sum(item.kind is ObjectKind.OBJECT for item in scene.objects)
        return scene


def watch_node(watch: Stopwatch) -> None:
    """Take the times at the node's own methods, before a node is made."""
    on_pair, work, publish = Session._on_pair, Session._step, outputs.Outputs.publish

    def timed_pair(self: Session, paired: Any) -> None:
        watch.begun = time.perf_counter()
        on_pair(self, paired)

    def timed_step(self: Session, paired: Any) -> None:
        watch.cpu_begun = time.thread_time()
        work(self, paired)

    def timed_publish(self: outputs.Outputs, *arguments: Any) -> None:
        publish(self, *arguments)
        watch.ended()

    Session._on_pair, Session._step, outputs.Outputs.publish = timed_pair, timed_step, timed_publish


def listener() -> None:
    rclpy.init()
    node = Node("listener")
    node.create_subscription(SceneMsg, "/spatialgeo/scene", lambda _: None, qos.result())
    rclpy.spin(node)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1060, help="room; 1060 shows ten objects")
    parser.add_argument("--listener", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.listener:
        listener()
        return
    cv2.setNumThreads(1)
    frames = rendered(arguments.seed, arguments.frames + WARM_UP)
    watch = Stopwatch()
    watch_node(watch)
    os.environ.update(local_variables(None))
    rclpy.init()
    node = SpatialGeoNode(make_pipeline=lambda config: TimedPipeline(config, watch))
    peer = Node("camera")
    camera = CameraPublisher(peer, "camera_optical_frame", "16UC1")
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    stop = threading.Event()
    thread = threading.Thread(target=spin, args=(executor, node, stop))
    thread.start()
    other = subprocess.Popen([sys.executable, __file__, "--listener"])
    try:
        assert node.start()
        wait_for(lambda: node.count_subscribers("/spatialgeo/scene") > 0)
        wait_for(lambda: all(peer.count_subscribers(topic) > 0 for topic in ("/image", "/depth", "/camera_info")))
        for frame in frames:
            watch.done.clear()
            camera.publish(frame.rgb, frame.depth_m, Calibration(frame.camera, "", ()), peer.get_clock().now().to_msg())
            if not watch.done.wait(WAIT_S):
                raise RuntimeError(f"no scene within {WAIT_S:.0f} s")
    finally:
        other.terminate()
        other.wait(10)
        stop.set()
        thread.join()
        node.trigger_shutdown()
        executor.shutdown()
        rclpy.try_shutdown()
    report(watch, arguments.seed, frames[0].rgb.shape)


def wait_for(condition: Any) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"node and listener did not meet within {WAIT_S:.0f} s")
        time.sleep(0.05)


def report(watch: Stopwatch, seed: int, shape: tuple[int, ...]) -> None:
    rows = np.array(watch.rows[WARM_UP:])
    conditions = {"objects_in_scene": watch.objects, "seed": seed, "size": list(shape[:2]), "n": len(rows),
                  "warm_up": WARM_UP,
                  "device": f"{platform.machine()}, {len(os.sched_getaffinity(0))} core(s) for camera, node, listener"}
    parts = {"whole": rows[:, [0, 2]], "core": rows[:, [1, 3]], "node": rows[:, [0, 2]] - rows[:, [1, 3]]}
    for name, values in parts.items():
        wall, cpu = np.median(values, axis=0)
        print(json.dumps({"benchmark": "node_cost", "part": name, "p50_ms": round(float(wall), 2),
                          "p95_ms": round(float(np.quantile(values[:, 0], 0.95)), 2), "cpu_p50_ms": round(float(cpu), 2),
                          **conditions}))


if __name__ == "__main__":
    main()
