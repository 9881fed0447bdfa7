"""What looking at one image costs with each runtime, at nano's size: one JSON line for each runtime and number of threads.

    python benchmark/encoders.py [--model PATH] [--threads 1 2] [--repeats N]

All are timed in turns, image by image, within one process; look at the ratio to torch with as many threads.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

if missing := [name for name in ("torch", "transformers", "safetensors", "onnx", "onnxruntime")
               if importlib.util.find_spec(name) is None]:
    print(json.dumps({"benchmark": "encoders", "skipped": f"pip install {' '.join(missing)}"}))
    sys.exit(0)

import torch

from spatialgeo_ros.language.words import words_of
from spatialgeo_ros.models.opening import open_vision
from spatialgeo_ros.runtimes.parity import fixed_image
from spatialgeo_ros.runtimes.vision import Vision
from spatialgeo_ros.vlm import NANO, SpatialGeo, Vocabulary, save_model


def random_nano(folder: Path) -> Path:
    """Costs are those of any weights."""
    torch.manual_seed(0)
    path = folder / "random.safetensors"
    save_model(SpatialGeo(NANO, Vocabulary(words_of(["red mug"]), (), ("mug",), ("red",))).eval(), path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, help="weights; random ones without")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeats", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = arguments.model or random_nano(Path(name))
        visions = {(runtime, threads): open_vision(str(path), runtime, threads, Path(name))
                   for threads in arguments.threads for runtime in ("torch", "onnx", "onnx_int8")}
        wall_ms, cpu_ms = timed(visions, arguments.repeats)
    for (runtime, threads), spent in wall_ms.items():
        of_torch = [float(np.min(times[runtime, threads]) / np.min(times["torch", threads])) for times in (wall_ms, cpu_ms)]
        print(json.dumps({
            "benchmark": "encoders", "runtime": runtime, "threads": threads, "p50_ms": round(float(np.median(spent)), 1),
            "p95_ms": round(float(np.percentile(spent, 95)), 1), "least_ms": round(float(np.min(spent)), 1),
            "cpu_p50_ms": round(float(np.median(cpu_ms[runtime, threads])), 1), "least_of_torch": round(of_torch[0], 3),
            "least_cpu_of_torch": round(of_torch[1], 3), "n": arguments.repeats, "warm_up": 2,
            "shape": list(next(iter(visions.values())).size), "device": platform.machine(),
            "precision": "int8" if runtime == "onnx_int8" else "float32"}))


def timed(visions: dict[tuple[str, int], Vision],
          repeats: int) -> tuple[dict[tuple[str, int], list[float]], dict[tuple[str, int], list[float]]]:
    """Milliseconds by the wall clock and of the process."""
    image = fixed_image(next(iter(visions.values())).size)
    wall: dict[tuple[str, int], list[float]] = {key: [] for key in visions}
    cpu: dict[tuple[str, int], list[float]] = {key: [] for key in visions}
    for turn in range(repeats + 2):
        for key, vision in visions.items():
            torch.set_num_threads(key[1])  # of the whole process
            measured = measure(lambda v=vision: v.encode(image))
            if turn >= 2:
                wall[key].append(measured[0])
                cpu[key].append(measured[1])
    return wall, cpu


def measure(work: Callable[[], object]) -> tuple[float, float]:
    started, cpu = time.perf_counter(), time.process_time()
    work()
    return 1e3 * (time.perf_counter() - started), 1e3 * (time.process_time() - cpu)


if __name__ == "__main__":
    main()
