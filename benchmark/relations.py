"""How long all relations of many objects take, on one core: one JSON line for each number of objects.

    taskset -c 0 python benchmark/relations.py [--repeats N]

The objects are those found in views of simulated rooms, with their surfaces and uncertainties, set side by side. Timed is
every published predicate for every ordered pair (between, which has three objects, is answered on demand), and apart from
that the messages: only likely relations are published.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from dataclasses import replace

import cv2
import numpy as np
from frame_to_scene import rendered

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.scene.relations import find_relations
from spatialgeo_ros.types import ObjectKind, Pose, SceneObject

SEEDS = range(1060, 1066)
APART_M = 1.5  # rooms' objects are set this far apart, in rows of five rooms


def found_objects(count: int) -> tuple[tuple[SceneObject, ...], Pose]:
    """`count` objects, ids from 1, and the viewer they are seen by."""
    rooms = []
    for seed in SEEDS:
        scene = ScenePipeline().step(rendered(seed, 1)[0])
        rooms.append([item for item in scene.objects if item.kind is ObjectKind.OBJECT])
    objects: list[SceneObject] = []
    copy = 0
    while len(objects) < count:
        for item in rooms[copy % len(rooms)]:
            objects.append(_shifted(item, len(objects) + 1, np.array([copy % 5, copy // 5, 0]) * APART_M))
        copy += 1
    return tuple(objects[:count]), scene.reference_from_viewer


def _shifted(item: SceneObject, object_id: int, by_m: np.ndarray) -> SceneObject:
    pose = item.box.reference_from_box
    box = replace(item.box, reference_from_box=Pose(pose.rotation, pose.translation_m + by_m))
    return replace(item, id=object_id, box=box, surface_ref=(item.surface_ref + by_m).astype(item.surface_ref.dtype),
                   support_id=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=20)
    repeats = parser.parse_args().repeats
    cv2.setNumThreads(1)
    objects, viewer = found_objects(200)
    for count in (10, 50, 200):
        spent_ms = []
        for _ in range(repeats + 2):
            start = time.thread_time()
            table = find_relations(objects[:count], viewer, RelationConfig())
            spent_ms.append(1e3 * (time.thread_time() - start))
        print(json.dumps({"benchmark": "relations", "objects": count, "p50_ms": round(float(np.median(spent_ms[2:])), 2),
                          "predicates": len(table.probability), "pairs": count * (count - 1), "n": repeats, "warm_up": 2,
                          "device": f"{platform.machine()}, {len(os.sched_getaffinity(0))} core(s) allowed, 1 used",
                          "precision": "float64", "time": "thread CPU"}))


if __name__ == "__main__":
    main()
