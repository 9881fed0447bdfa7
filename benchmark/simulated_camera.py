"""How long a simulated RGB-D frame takes on one core: one JSON line per stage.

    taskset -c 0 python benchmark/simulated_camera.py [frames]

The time is the CPU time of the calling thread, which renders and senses alone (one thread in Open3D and OpenCV).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import TUNING_SEEDS, make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose
from spatialgeo_ros.world.truth import truth_of

WARM_UP = 3
ROOMS = 5


def timed(spent_ms: list[float], call: Callable[[], Any]) -> Any:
    start = time.thread_time()
    result = call()
    spent_ms.append(1e3 * (time.thread_time() - start))
    return result


def measure(frames: int) -> dict[str, list[float]]:
    """Milliseconds per stage: of `frames` frames over a few rooms, after warming up in each."""
    spent: dict[str, list[float]] = {"make_room": [], "render": [], "sense": [], "render_and_sense": [], "truth": []}
    for seed in list(TUNING_SEEDS)[:ROOMS]:
        room = timed(spent["make_room"], lambda seed=seed: make_room(seed))
        renderer = Renderer(room)
        for k in range(frames // ROOMS + WARM_UP):
            pose = camera_pose(room, 0.7 * k)
            row: dict[str, list[float]] = {name: [] for name in spent}
            view = timed(row["render"], lambda: renderer.render(pose, CAMERA, k))  # noqa: B023 (called at once)
            timed(row["sense"], lambda: sense(view, renderer.surfaces.weakness, k))  # noqa: B023
            timed(row["truth"], lambda: truth_of(room, view, pose, CAMERA))  # noqa: B023
            row["render_and_sense"] = [row["render"][0] + row["sense"][0]]
            if k >= WARM_UP:
                for name, values in row.items():
                    spent[name] += values
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("frames", nargs="?", type=int, default=50, help="how many to time (%(default)s)")
    frames = parser.parse_args().frames
    cv2.setNumThreads(1)
    device = f"{platform.machine()}, {len(os.sched_getaffinity(0))} core(s) allowed, 1 used"
    for stage, spent_ms in measure(frames).items():
        print(json.dumps({"benchmark": "simulated_camera", "stage": stage, "device": device, "precision": "float32",
                          "shape": [CAMERA.height, CAMERA.width], "rooms": ROOMS, "warm_up": WARM_UP,
                          "n": len(spent_ms), "clock": "thread CPU time",
                          "median_ms": round(float(np.median(spent_ms)), 1),
                          "p95_ms": round(float(np.percentile(spent_ms, 95)), 1)}))


if __name__ == "__main__":
    main()
