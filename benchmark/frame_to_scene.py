"""How long the core takes from a frame to its scene, on one core: one JSON line for the whole, one per stage.

    taskset -c 0 python benchmark/frame_to_scene.py [--frames N] [--seed SEED] [--runtime RUNTIME]

The frames are rendered beforehand along a camera's path past ten objects of a simulated room (640x480, sensor-like
depth). The time is the CPU time of the one thread that works, tracks and relations included.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Iterator

import cv2
import numpy as np

from spatialgeo_ros.config import SceneConfig, with_overrides
from spatialgeo_ros.evaluation.rooms import camera_frame
from spatialgeo_ros.memory import keep_memory
from spatialgeo_ros.scene.network import load_network, resolved
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.scene.segmenter import WEIGHTS
from spatialgeo_ros.types import CameraFrame, ObjectKind, Scene
from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.render import Renderer, View
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.scenery import Room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose

WARM_UP = 5
FRAME_S = 0.1


def views(seed: int, count: int, apart_s: float = FRAME_S) -> Iterator[tuple[Room, View, CameraFrame]]:
    """What the camera sees on its way through a room, as rendered and as sensed."""
    room = make_room(seed)
    renderer = Renderer(room)
    for index in range(count):
        pose = camera_pose(room, apart_s * index)
        view = renderer.render(pose, CAMERA, index)
        depth_m = sense(view, renderer.surfaces.weakness, index)
        yield room, view, camera_frame(view.rgb, depth_m, pose, round(1e9 * (1 + apart_s * index)))


def rendered(seed: int, count: int) -> list[CameraFrame]:
    return [frame for _, _, frame in views(seed, count)]


def measure(frames: list[CameraFrame], runtime: str) -> tuple[list[float], list[Scene]]:
    """Milliseconds and scene of each frame after the warm-up. runtime: of the network, see `segments.runtime`."""
    pipeline = ScenePipeline(with_overrides(SceneConfig(), {"segments.runtime": runtime}))
    keep_memory()  # as the node does
    spent_ms, scenes = [], []
    for frame in frames:
        start = time.thread_time()
        scenes.append(pipeline.step(frame))
        spent_ms.append(1e3 * (time.thread_time() - start))
    return spent_ms[WARM_UP:], scenes[WARM_UP:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=40, help="frames measured, after the warm-up")
    parser.add_argument("--seed", type=int, default=1060, help="room; 1060 shows ten objects")
    parser.add_argument("--runtime", default=SceneConfig().segments.runtime, help="what runs the network: segments.runtime")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    spent_ms, scenes = measure(rendered(arguments.seed, arguments.frames + WARM_UP), arguments.runtime)
    seen = [sum(item.kind == ObjectKind.OBJECT and item.visible for item in scene.objects) for scene in scenes]
    runtime = resolved(arguments.runtime, WEIGHTS)
    in_bytes = load_network(WEIGHTS, arguments.runtime).in_bytes  # auto takes floats where the 8 bits do not fit them
    conditions = {"device": f"{platform.machine()}, {len(os.sched_getaffinity(0))} core(s) allowed, 1 used",
                  "size": [CAMERA.height, CAMERA.width], "runtime": runtime if in_bytes else runtime.removesuffix("_int8"),
                  "precision": "int8" if in_bytes else "float32",
                  "seed": arguments.seed, "objects_found": int(np.median(seen)), "warm_up": WARM_UP, "n": len(spent_ms),
                  "time": "thread CPU"}
    print(json.dumps({"benchmark": "frame_to_scene", "p50_ms": round(float(np.median(spent_ms)), 1),
                      "p95_ms": round(float(np.quantile(spent_ms, 0.95)), 1), **conditions}))
    stages = {name: float(np.median([scene.timings_ms[name] for scene in scenes])) for name in scenes[0].timings_ms}
    whole = sum(stages.values())
    for name, value in stages.items():
        print(json.dumps({"benchmark": "frame_to_scene", "stage": name, "p50_ms": round(value, 2),
                          "share": round(value / whole, 3), "time": "wall"}))


if __name__ == "__main__":
    main()
