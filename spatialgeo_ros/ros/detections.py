"""Names from a detector: boxes that come with their image, or later.

A detector takes its time, so its boxes may arrive when their scene is long published. They still name the objects of
that moment, and an object keeps its name by its id.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

import numpy as np

from spatialgeo_ros.geometry.lens import Undistorter
from spatialgeo_ros.scene.naming import name_objects
from spatialgeo_ros.types import NamedBox, ObjectKind, Scene, SceneObject

Boxes = tuple[NamedBox, ...]

_KEEP = 30  # scenes, and detections, that wait for each other: a second of video
_LATELY_S = 2.0


def boxes_from_msg(msg: Any) -> Boxes:
    """msg: vision_msgs/Detection2DArray. Detections without a hypothesis or without a size name nothing."""
    boxes = []
    for detection in msg.detections:
        best = max(detection.results, key=lambda result: result.hypothesis.score, default=None)
        box = detection.bbox
        if best is None or not best.hypothesis.class_id or not (box.size_x > 0 and box.size_y > 0):
            continue
        u, v = float(box.center.position.x), float(box.center.position.y)
        half_u, half_v = (box.size_x - 1) / 2, (box.size_y - 1) / 2  # right and bottom are inclusive
        boxes.append(NamedBox(best.hypothesis.class_id, float(best.hypothesis.score),
                              (u - half_u, v - half_v, u + half_u, v + half_v)))
    return tuple(boxes)


def undistorted(boxes: Boxes, lens: Undistorter) -> Boxes:
    """The boxes around the same content in the undistorted image, without those that the undistortion cuts away."""
    if lens.is_identity:
        return boxes
    moved = (_undistorted(box, lens) for box in boxes)
    return tuple(box for box in moved if box is not None)


def _undistorted(box: NamedBox, lens: Undistorter) -> NamedBox | None:
    size = (lens.camera.height, lens.camera.width)
    left, top, right, bottom = (round(value) for value in box.bbox_xyxy_px)
    mask = np.zeros(size, np.uint8)
    mask[max(top, 0):max(bottom + 1, 0), max(left, 0):max(right + 1, 0)] = 1
    rows, columns = np.nonzero(lens.depth(mask))
    if rows.size == 0:
        return None
    return dataclasses.replace(box, bbox_xyxy_px=(float(columns.min()), float(rows.min()),
                                                  float(columns.max()), float(rows.max())))


class DetectionBuffer:
    """Holds boxes until the frame of their stamp asks for them. on_late(stamp_ns, boxes): for those asked in vain."""

    def __init__(self, on_late: Callable[[int, Boxes], None]) -> None:
        self._on_late = on_late
        self._changed = threading.Condition()
        self._waiting: OrderedDict[int, Boxes] = OrderedDict()
        self._asked: deque[int] = deque(maxlen=_KEEP)
        self._last_arrival_s = -float("inf")

    def add(self, stamp_ns: int, boxes: Boxes) -> None:
        with self._changed:
            self._last_arrival_s = time.monotonic()
            late = stamp_ns in self._asked
            if not late:
                self._waiting[stamp_ns] = boxes
                while len(self._waiting) > _KEEP:
                    self._waiting.popitem(last=False)
            self._changed.notify_all()
        if late:
            self._on_late(stamp_ns, boxes)

    def take(self, stamp_ns: int, wait_s: float) -> Boxes:
        """The boxes of this stamp. Waits for them only while a detector is at work."""
        with self._changed:
            if time.monotonic() - self._last_arrival_s < _LATELY_S:
                self._changed.wait_for(lambda: stamp_ns in self._waiting, wait_s)
            boxes = self._waiting.pop(stamp_ns, None)
            if boxes is None:
                self._asked.append(stamp_ns)
            return boxes or ()


class LateNames:
    """Gives objects the names of boxes that came after their scene, by object id. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scenes: deque[tuple[int, tuple[SceneObject, ...], Undistorter]] = deque(maxlen=_KEEP)
        self._names: dict[int, tuple[str, float]] = {}

    def clear(self) -> None:
        with self._lock:
            self._scenes.clear()
            self._names.clear()

    def named(self, scene: Scene, lens: Undistorter) -> Scene:
        """The scene with names learnt late, where it has none of its own; kept for boxes that are yet to come."""
        with self._lock:
            present = {item.id for item in scene.objects}
            self._names = {key: name for key, name in self._names.items() if key in present}
            self._scenes.append((scene.stamp_ns, scene.objects, lens))
            if not self._names:
                return scene
            return dataclasses.replace(scene, objects=tuple(self._with_name(item) for item in scene.objects))

    def learn(self, stamp_ns: int, boxes: Boxes) -> None:
        with self._lock:
            for scene_ns, objects, lens in self._scenes:
                if scene_ns == stamp_ns:
                    unnamed = tuple(dataclasses.replace(item, label="", label_score=0.0)
                                    if item.kind is ObjectKind.OBJECT else item for item in objects)
                    named = name_objects(unnamed, undistorted(boxes, lens))
                    self._names.update({after.id: (after.label, after.label_score)
                                        for before, after in zip(unnamed, named, strict=True) if after is not before})

    def _with_name(self, item: SceneObject) -> SceneObject:
        if (item.label and item.kind is ObjectKind.OBJECT) or item.id not in self._names:  # surfaces always have a word
            return item
        label, score = self._names[item.id]
        return dataclasses.replace(item, label=label, label_score=score)
