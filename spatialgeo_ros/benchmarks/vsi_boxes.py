"""Answers to VSI-Bench from the true boxes that are published with it: how far its definitions are those computed here."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spatialgeo_ros.benchmarks.questions import Question
from spatialgeo_ros.benchmarks.records import read_text
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.types import FloatArray

_BACK_DEG = 135.0
_STEPS = 500  # of the walk between two boxes; it stands still long before, except between almost parallel faces
_COUNT = re.compile(r"How many (.+?)\(s\) are in")
_BETWEEN = re.compile(r"distance between the (.+?) and the (.+?) \(in met")
_SIZE = re.compile(r"dimension \(length, width, or height\) of the (.+?),")
_NEAREST = re.compile(r"which of these objects \((.+?)\) is the closest to the (.+?)\?")
_STANDING = re.compile(r"standing by the (.+?) and facing the (.+?), is the (.+?) to ")


@dataclass(frozen=True, eq=False)
class SolidBox:
    """centre: (3,) m, z up. sides_m: (3,). axes: (3, 3) rows are unit vectors along the sides."""

    centre: FloatArray
    sides_m: FloatArray
    axes: FloatArray

    def nearest(self, point: FloatArray) -> FloatArray:
        """(3,) the point of the box that is nearest to another."""
        local = np.clip(self.axes @ (point - self.centre), -self.sides_m / 2, self.sides_m / 2)
        return np.asarray(self.centre + local @ self.axes)


@dataclass(frozen=True)
class BoxScene:
    """counts, boxes: of each category. room_m2: floor area."""

    room_m2: float
    counts: Mapping[str, int]
    boxes: Mapping[str, Sequence[SolidBox]]


def box_distance(a: SolidBox, b: SolidBox) -> float:
    """Metres between the closest points of two solid boxes: from each nearest point on to the one nearest to that."""
    point = a.centre
    for _ in range(_STEPS):
        other = b.nearest(point)
        following = a.nearest(other)
        if np.array_equal(following, point):
            break
        point = following
    return float(np.linalg.norm(b.nearest(point) - point))


def load_scenes(folder: Path) -> dict[str, BoxScene]:
    """By name, of all meta_info files in the folder or its meta_info."""
    files = sorted({*folder.glob("*_meta_info_val.json"), *folder.glob("meta_info/*_meta_info_val.json")})
    if not files:
        raise InputError(f"{folder} and {folder / 'meta_info'} hold no *_meta_info_val.json; copy data/meta_info of the "
                         "benchmark's code there", "benchmark")
    scenes = {}
    for file in files:
        try:
            for name, entry in json.loads(read_text(file)).items():
                scenes[name] = _scene(entry)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError(f"{file.name} is no meta_info of VSI-Bench ({error!r}); expected for each scene room_size, "
                             "object_counts and object_bbox", "benchmark") from error
    return scenes


def _scene(entry: Mapping[str, Any]) -> BoxScene:
    boxes = {category: [SolidBox(np.array(box["centroid"], float), np.array(box["axesLengths"], float),
                                 np.array(box["normalizedAxes"], float).reshape(3, 3)) for box in found]
             for category, found in entry["object_bbox"].items()}
    return BoxScene(float(entry["room_size"]), {name: int(count) for name, count in entry["object_counts"].items()}, boxes)


def answers_from_boxes(questions: Sequence[Question], scenes: Mapping[str, BoxScene]) -> dict[str, str]:
    """"" where the boxes do not tell: routes, order of appearance, and what is not asked in the published words."""
    out = {}
    for question in questions:
        scene = scenes.get(question.scene)
        if scene is None:
            raise InputError(f"question {question.id} is about the scene {question.scene!r}, which is in no meta_info file",
                             "benchmark")
        rule = _RULES.get(question.task)
        try:
            out[question.id] = "" if rule is None else rule(question, scene)
        except (KeyError, IndexError):  # a category without a box
            out[question.id] = ""
    return out


def _count(question: Question, scene: BoxScene) -> str:
    found = _COUNT.search(question.text)
    return str(scene.counts[found[1]]) if found else ""


def _distance(question: Question, scene: BoxScene) -> str:
    found = _BETWEEN.search(question.text)
    return f"{_apart(scene, found[1], found[2]):.3f}" if found else ""


def _size(question: Question, scene: BoxScene) -> str:
    found = _SIZE.search(question.text)
    return f"{100 * float(scene.boxes[found[1]][0].sides_m.max()):.1f}" if found else ""


def _room(question: Question, scene: BoxScene) -> str:
    return f"{scene.room_m2:.2f}"


def _nearest(question: Question, scene: BoxScene) -> str:
    found = _NEAREST.search(question.text)
    if not found:
        return ""
    names = [option.partition(". ")[2] for option in question.options]
    apart = [_apart(scene, name, found[2]) for name in names]
    return question.options[apart.index(min(apart))][:1]


def _apart(scene: BoxScene, first: str, second: str) -> float:
    """Of several instances, the nearest."""
    return min(box_distance(a, b) for a in scene.boxes[first] for b in scene.boxes[second])


def _direction(question: Question, scene: BoxScene) -> str:
    found = _STANDING.search(question.text)
    if not found:
        return ""
    stand, face, asked = (scene.boxes[name][0].centre[:2] for name in found.groups())
    said = direction_word(face - stand, asked - stand, question.task.rpartition("_")[2])
    letters = [option[:1] for option in question.options if option.partition(". ")[2] == said]
    return letters[0]


def direction_word(facing: FloatArray, to: FloatArray, level: str) -> str:
    """Where something is that lies `to` (2,) of where one stands, x and y with z up, facing (2,). level: easy, ..."""
    turn_deg = math.degrees(math.atan2(facing[0] * to[1] - facing[1] * to[0], facing @ to))  # to the left
    side = "left" if turn_deg > 0 else "right"
    if level == "hard":
        return f"{'front' if abs(turn_deg) < 90 else 'back'}-{side}"
    return "back" if level == "medium" and abs(turn_deg) >= _BACK_DEG else side


_RULES: Mapping[str, Callable[[Question, BoxScene], str]] = {
    "object_counting": _count, "object_abs_distance": _distance, "object_size_estimation": _size,
    "room_size_estimation": _room, "object_rel_distance": _nearest,
    **{f"object_rel_direction_{level}": _direction for level in ("easy", "medium", "hard")}}
