"""The definitions of VSI-Bench on boxes whose distances, sides and directions are known by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmark_files import vsi_record, write_lines

from spatialgeo_ros.benchmarks.vsi import load
from spatialgeo_ros.benchmarks.vsi_boxes import (
    SolidBox,
    answers_from_boxes,
    box_distance,
    direction_word,
    load_scenes,
)
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.types import FloatArray


def box(centre: tuple[float, float, float], sides: tuple[float, float, float], yaw_deg: float = 0.0) -> SolidBox:
    cosine, sine = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    return SolidBox(np.array(centre), np.array(sides), np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1.0]]))


@pytest.mark.parametrize(("a", "b", "apart_m"), [
    (box((0, 0, 0), (1, 1, 1)), box((3, 0, 0), (1, 1, 1)), 2.0),            # faces
    (box((0, 0, 0), (2, 2, 2)), box((4, 5, 0), (2, 2, 2)), math.hypot(2, 3)),  # edges
    (box((0, 0, 0), (2, 2, 2)), box((4, 5, 8), (2, 2, 2)), 7.0),            # corners: 2, 3 and 6
    (box((0, 0, 0), (2, 2, 2)), box((4, 0, 0), (2, 2, 2), 45), 3 - math.sqrt(2)),  # an edge to a face
    (box((0, 0, 0), (2, 2, 2)), box((1, 1, 1), (2, 2, 2), 30), 0.0)])       # one in the other
def test_distance_of_closest_points(a: SolidBox, b: SolidBox, apart_m: float) -> None:
    assert box_distance(a, b) == pytest.approx(apart_m, abs=1e-6)
    assert box_distance(b, a) == pytest.approx(apart_m, abs=1e-6)


def test_rows_of_the_published_axes_are_the_axes(tmp_path: Path) -> None:
    # 30 degrees about z: were the columns the axes, the box would be turned to the other side and 2.49 m away
    turned = box((0, 0, 0), (4, 1, 1), 30)
    scene(tmp_path, {"table": [turned], "mug": [box((3, math.sqrt(3), 0), (0.01, 0.01, 0.01))]})
    assert answer(tmp_path, "object_abs_distance", BETWEEN.format("table", "mug")) == "1.457"


@pytest.mark.parametrize(("to", "level", "word"), [
    ((-1, 5), "easy", "left"), ((1, -5), "easy", "right"), ((1, -0.9), "medium", "right"), ((1, -1.1), "medium", "back"),
    ((-1, -1.1), "medium", "back"), ((-1, 1), "hard", "front-left"), ((1, 1), "hard", "front-right"),
    ((-1, -1), "hard", "back-left"), ((1, -1), "hard", "back-right")])
def test_directions_with_facing_as_positive_y(to: tuple[float, float], level: str, word: str) -> None:
    assert direction_word(np.array([0.0, 2.0]), np.array(to), level) == word
    quarter = np.array([[0.0, -1.0], [1.0, 0.0]])  # the same, all of it turned by 90 degrees
    assert direction_word(quarter @ np.array([0.0, 2.0]), quarter @ np.array(to), level) == word


BETWEEN = ("Measuring from the closest point of each object, what is the distance between the {} and the {} (in meters)?")
NEAREST = "Measuring from the closest point of each object, which of these objects (mug, chair) is the closest to the table?"
STAND = "If I am standing by the table and facing the mug, is the lamp to the left or the right of the mug?"


def scene(folder: Path, boxes: dict[str, list[SolidBox]]) -> None:
    def flat(values: FloatArray) -> list[float]:
        return [float(value) for value in values.ravel()]

    entry: dict[str, Any] = {"room_size": 12.346, "object_counts": {name: len(found) for name, found in boxes.items()},
                             "object_bbox": {name: [{"centroid": flat(one.centre), "axesLengths": flat(one.sides_m),
                                                     "normalizedAxes": flat(one.axes)} for one in found]
                                             for name, found in boxes.items()}}
    (folder / "meta_info").mkdir(exist_ok=True)
    (folder / "meta_info" / "scannet_meta_info_val.json").write_text(json.dumps({"scene0": entry}))


def answer(folder: Path, task: str, question: str, truth: str = "1", options: list[str] | None = None) -> str:
    questions = load(write_lines(folder / "test.jsonl", [vsi_record(1, task, question, truth, options)]))
    return answers_from_boxes(questions, load_scenes(folder))["1"]


def test_answers_from_boxes(tmp_path: Path) -> None:
    scene(tmp_path, {"table": [box((0, 0, 0), (1, 2, 0.5))], "mug": [box((0, 3, 0), (0.1, 0.1, 0.1))],
                     "lamp": [box((-1, 1, 0), (0.1, 0.1, 1))],
                     "chair": [box((9, 0, 0), (1, 1, 1)), box((2, 0, 0), (1, 1, 1))]})
    assert answer(tmp_path, "object_counting", "How many chair(s) are in this room?") == "2"
    assert answer(tmp_path, "object_abs_distance", BETWEEN.format("table", "mug")) == "1.950"
    assert answer(tmp_path, "object_size_estimation", "What is the length of the longest dimension (length, width, or height) "
                  "of the table, measured in centimeters?") == "200.0"
    assert answer(tmp_path, "room_size_estimation", "What is the size of this room (in square meters)?") == "12.35"
    assert answer(tmp_path, "object_rel_distance", NEAREST, "B", ["A. mug", "B. chair"]) == "B"  # the nearer chair, at 1 m
    assert answer(tmp_path, "object_rel_direction_easy", STAND, "A", ["A. right", "B. left"]) == "B"
    assert answer(tmp_path, "route_planning", "Which way?", "A", ["A. left", "B. right"]) == ""
    assert answer(tmp_path, "object_counting", "How many piano(s) are in this room?") == ""
    assert answer(tmp_path, "object_counting", "Count the chairs.") == ""


def test_meta_info_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="copy data/meta_info"):
        load_scenes(tmp_path)
    scene(tmp_path, {})
    questions = load(write_lines(tmp_path / "test.jsonl", [
        {**vsi_record(1, "object_counting", "How many?", "2"), "scene_name": "other"}]))
    with pytest.raises(InputError, match="scene 'other', which is in no meta_info file"):
        answers_from_boxes(questions, load_scenes(tmp_path))
    (tmp_path / "meta_info" / "scannet_meta_info_val.json").write_text('{"scene0": {"room_size": 3}}')
    with pytest.raises(InputError, match="expected for each scene room_size, object_counts and object_bbox"):
        load_scenes(tmp_path)
