"""What a benchmark asks, what was answered, and the file with which the two are exchanged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatialgeo_ros.benchmarks.records import json_lines, read_text
from spatialgeo_ros.errors import InputError

_SHOWN = 5  # ids in an error


@dataclass(frozen=True)
class Region:
    """A marked part of the image. box_xyxy_px: left, top, right, bottom, the last two exclusive; empty where there is none.
    rle: COCO run lengths, columns first, of (H, W) size; counts "" where there is none."""

    box_xyxy_px: tuple[float, ...] = ()
    size: tuple[int, int] = (0, 0)
    counts: str | tuple[int, ...] = ""


@dataclass(frozen=True)
class Question:
    """id: unique among the questions. task: the row of the table. kind: what shares one most frequent answer, a part of the
    task. prompt: as the benchmark words it. truth: the published answer. files: images or the video, relative to the data.
    options: texts of A, B, ... where they are fields of their own. scene: of VSI-Bench. twin: id of the paired question, of
    All-Angles Bench; "" where there is none."""

    id: str
    task: str
    kind: str
    prompt: str
    truth: str
    files: tuple[str, ...]
    text: str = ""  # the question alone
    options: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    scene: str = ""
    twin: str = ""


def questions_text(questions: Sequence[Question]) -> str:
    """One JSON object a line with all that has to be asked, and nothing of the truth."""
    return "".join(json.dumps(_asked(question)) + "\n" for question in questions)


def _asked(question: Question) -> dict[str, Any]:
    asked: dict[str, Any] = {"id": question.id, "task": question.task, "prompt": question.prompt, "files": question.files}
    if question.regions:
        asked["regions"] = [_region(region) for region in question.regions]
    return asked


def _region(region: Region) -> dict[str, Any]:
    out: dict[str, Any] = {"bbox": region.box_xyxy_px} if region.box_xyxy_px else {}
    return out | ({"rle": {"size": region.size, "counts": region.counts}} if region.counts else {})


def read_answers(path: Path, questions: Sequence[Question]) -> dict[str, str]:
    """The answer to each question, by its id. Raises InputError naming the lines that are malformed, answer the same question
    twice or one that was not asked, and the questions without an answer."""
    known = {question.id for question in questions}
    answers: dict[str, str] = {}
    line_of: dict[str, str] = {}
    for record in json_lines(path, read_text(path)):
        one = record.text("id")
        answer = record.fields.get("answer")
        if isinstance(answer, bool) or not isinstance(answer, (str, int, float)):
            raise record.wrong("answer", 'text ("" where there is no answer)')
        if one not in known:
            raise InputError(f"{record.where}: no question has the id {one!r}; ids are those that --questions-out writes",
                             "benchmark")
        if one in answers:
            raise InputError(f"{record.where}: the id {one!r} was answered before, in {line_of[one]}; leave one of them",
                             "benchmark")
        answers[one], line_of[one] = str(answer), record.where
    missing = [question.id for question in questions if question.id not in answers]
    if missing:
        names = ", ".join(repr(one) for one in missing[:_SHOWN]) + (", ..." if len(missing) > _SHOWN else "")
        raise InputError(f"{path.name}: {len(missing)} of {len(questions)} questions have no answer ({names}); give each one "
                         'a line, with the answer "" where there is none, which counts as wrong', "benchmark")
    return answers
