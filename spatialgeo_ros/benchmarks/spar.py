"""SPAR-Bench (Zhang et al. 2025): depths, distances, camera moves and relations in one to three views.

`Mark.score` is what the published code gives, its faults included; `Mark.corrected` is the same rule without them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spatialgeo_ros.benchmarks.parsing import letter_of, mean_relative_accuracy, most_frequent, number_of
from spatialgeo_ros.benchmarks.questions import Question
from spatialgeo_ros.benchmarks.records import Record, find_file, numbered, read_records
from spatialgeo_ros.benchmarks.scoring import Mark, Marked, Row, mean_of, pooled, task_rows
from spatialgeo_ros.benchmarks.vsi import LETTER_AFTER, NUMBER_AFTER

LOW = tuple(f"{what}_prediction_{whose}{views}" for what in ("depth", "distance") for whose in ("oc", "oo")
            for views in ("", "_mv"))
MEDIUM = ("position_matching", "camera_motion_infer", "view_change_infer")
HIGH = ("distance_infer_center_oo", "distance_infer_center_oo_mv", "obj_spatial_relation_oo", "obj_spatial_relation_oo_mv",
        "obj_spatial_relation_oc_mv", "spatial_imagination_oc", "spatial_imagination_oc_mv", "spatial_imagination_oo",
        "spatial_imagination_oo_mv")
TASKS = LOW + MEDIUM + HIGH
MOVES, CHOICES = "view_change_infer", "ABCD"
_SCALED = ("position_matching", "camera_motion_infer")
_SCALE = ("The values represent the bounding box coordinates normalized to a 0-1000 scale, with the top-left corner as the "
          "origin of the image.")
_AXES = (("move_right", "move_left"), ("move_up", "move_down"), ("move_forward", "move_backward"),
         ("rotate_right", "rotate_left"), ("rotate_up", "rotate_down"))
_ACTIONS = frozenset(action for pair in _AXES for action in pair)
_NUMBER = re.compile(r"(?<!\^)\d+\.\d+|(?<!\^)\d+")
_SIGNED = re.compile(r"(?<!\^)(?<![\d.])-?\d+(?:\.\d+)?")
RULES = ("Score: by the published code. Its faults: an empty answer is right on every letter question, and so is any answer "
         "that starts with the letter; a minus sign is not read; camera moves are judged relative to what was said instead of "
         'the truth. Corrected: letters as "B", "b.", "(B)", "B. ...", "the answer is B"; minus signs count; moves relative '
         "to the truth (absolute where it is 0), and unknown ones are unparsed. Numbers: mean relative accuracy with <=, the "
         "first number of an answer for one view, the last for several (_mv). What is published is the mean of 20 tasks.")


def load(path: Path) -> list[Question]:
    """path: a JSON, JSON lines or parquet file, or a folder that holds one of these."""
    records = read_records(find_file(path, ("*.jsonl", "*.json", "*.parquet")))
    ids = numbered([record.text("id") for record in records])
    return [_question(record, one) for record, one in zip(records, ids, strict=True)]


def _question(record: Record, one: str) -> Question:
    task, text, truth = record.text("task"), record.text("question"), record.text("answer").strip()
    if task not in TASKS:
        raise record.wrong("task", f"one of {', '.join(TASKS)}")
    if task in LOW and number_of(truth) is None:
        raise record.wrong("answer", "a number")
    if task == MOVES and _moves(truth, strict=True) is None:
        raise record.wrong("answer", 'moves like "move_right:0.4,rotate_up:10"')
    if task not in (*LOW, MOVES) and truth.upper() not in tuple(CHOICES):
        raise record.wrong("answer", "one of A, B, C, D")
    after = [] if task == MOVES else [NUMBER_AFTER] if task in LOW else [*([_SCALE] if task in _SCALED else []), LETTER_AFTER]
    files = tuple(name for item in record.items("image") if (name := _name(item, record)))
    return Question(one, task, task, "\n".join([text, *after]), truth, files, text)


def _name(image: Any, record: Record) -> str:
    """Parquet files hold the images themselves, some with the names that they had; "" without one."""
    name = (image.get("path") or "") if isinstance(image, Mapping) else image
    if not isinstance(name, str):
        raise record.wrong("image", "a list of file names")
    return name


def mark(question: Question, answer: str) -> Mark:
    if question.task == MOVES:
        return _moves_mark(question.truth, answer)
    if question.task in LOW:
        return _number_mark(question, answer)
    letter = letter_of(answer, CHOICES)
    said, truth = answer.lower(), question.truth.lower()
    return Mark(float(said in truth or said[0] == truth), bool(letter), float(letter == question.truth.upper()))


def _number_mark(question: Question, answer: str) -> Mark:
    true = float(question.truth)
    scores = []
    for pattern in (_NUMBER, _SIGNED):
        numbers = [float(number) for number in pattern.findall(answer)]
        said = numbers[-1 if question.task.endswith("_mv") else 0] if numbers else None
        scores.append(0.0 if said is None else mean_relative_accuracy(said, true))
    return Mark(scores[0], bool(_NUMBER.search(answer)), scores[1])


def _moves_mark(truth: str, answer: str) -> Mark:
    true, said, strictly = _moves(truth, strict=False), _moves(answer, strict=False), _moves(answer, strict=True)
    assert true is not None, "was read when it was loaded"
    swapped = 0.0 if said is None else _accuracy(true, said)
    return Mark(swapped, strictly is not None, 0.0 if strictly is None else _accuracy(strictly, true))


def _accuracy(said: Sequence[float], true: Sequence[float]) -> float:
    """Mean over the five axes."""
    return sum(mean_relative_accuracy(a, b) for a, b in zip(said, true, strict=True)) / len(_AXES)


def _moves(text: str, strict: bool) -> list[float] | None:
    """(5,) signed: right, up, forward, to the right, upwards; metres and degrees. None where it cannot be read. strict: blanks
    around a move do not matter, and all moves must be known; else as the published code reads it."""
    values: dict[str, float] = {}
    for item in text.split(","):
        name, colon, amount = item.partition(":")
        number = number_of(amount) if colon and ":" not in amount else None
        if number is None or (strict and name.strip() not in _ACTIONS):
            return None
        values[name.strip() if strict else name] = number
    return [values.get(plus, 0.0) - values.get(minus, 0.0) for plus, minus in _AXES]


def always(questions: Sequence[Question]) -> str:
    return most_frequent(question.truth for question in questions)


def rows(marked: Sequence[Marked]) -> tuple[list[Row], list[Row]]:
    """Of each task; of the levels and overall."""
    tasks = task_rows(marked, TASKS)
    levels = [(name, [row for row in tasks if row.name in level]) for name, level in (
        ("low", LOW), ("medium", MEDIUM), ("high", HIGH))]
    return tasks, [*(mean_of(f"{name} (mean of tasks)", found) for name, found in levels if found),
                   mean_of("mean of tasks, as published (macro)", tasks), pooled("pooled (micro)", marked)]
