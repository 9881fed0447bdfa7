"""SpatialRGPT-Bench (Cheng et al. 2024): relations, lengths and directions of marked regions in one image."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spatialgeo_ros.benchmarks.measures import hour_of, hours_apart, metres_of
from spatialgeo_ros.benchmarks.parsing import most_frequent
from spatialgeo_ros.benchmarks.polarity import PREDICATES, mentioned, which, yes_or_no
from spatialgeo_ros.benchmarks.questions import Question, Region
from spatialgeo_ros.benchmarks.records import Record, find_file, numbered, read_records
from spatialgeo_ros.benchmarks.scoring import Mark, Marked, Row, mean_of, pooled, task_rows
from spatialgeo_ros.evaluation.tables import Table, percent

LENGTHS = {"distance_data": "direct distance", "horizontal_distance_data": "horizontal distance",
           "vertical_distance_data": "vertical distance", "width_data": "width", "height_data": "height"}
DIRECTION = "direction"
QUALITATIVE = {"below": "below/above", "above": "below/above", "left": "left/right", "right": "left/right",
               "big": "big/small", "small": "big/small", "tall": "tall/short", "short": "tall/short", "wide": "wide/thin",
               "thin": "wide/thin", "behind": "behind/front", "front": "behind/front"}
TASKS = (*dict.fromkeys(QUALITATIVE.values()), *LENGTHS.values(), DIRECTION)
_HOUR_DEG = 30
RULES = ("Yes or no by the opening word, else by what the sentence says of the two regions; which of two by the region that "
         "it names. Lengths: the first one with a unit; right when 0.75 true <= said <= 1.25 true. Hours: at most one apart "
         "on the clock. Error: |said - true| / (true + 0.0001) of lengths, degrees of directions, mean over what could be "
         "read; what could not counts as wrong. What is published is pooled over questions.")


def load(path: Path) -> list[Question]:
    """path: SpatialRGPT-Bench_v1.json, or the folder that it is in."""
    records = read_records(find_file(path, ("SpatialRGPT-Bench*.json", "*.json", "*.jsonl", "*.parquet")))
    ids = numbered([record.text("id") for record in records])
    return [_question(record, one) for record, one in zip(records, ids, strict=True)]


def _question(record: Record, one: str) -> Question:
    about, text = record.inner("qa_info"), record.text("text_q")
    kind = about.text("category")
    said = record.items("conversations")
    if len(said) < 2 or not all(isinstance(turn, dict) for turn in said):
        raise record.wrong("conversations", "a question and its answer")
    answer = Record(said[1], f"{record.where}, conversations[1]").text("value")
    image = record.text("file_path") if record.has("file_path") else record.inner("image_info").text("file_path")
    question = Question(one, _task(kind, about), kind, text, answer, (image,), text, regions=_regions(record))
    if len(mentioned(text)) != (1 if kind in ("width_data", "height_data") else 2):
        raise record.wrong("text_q", 'a question about "Region [0]" or, of two things, "Region [0]" and "Region [1]"')
    return question


def _task(kind: str, about: Record) -> str:
    if kind == DIRECTION or kind in LENGTHS:
        return LENGTHS.get(kind, DIRECTION)
    predicate, _, form = kind.partition("_")
    if predicate not in QUALITATIVE or form not in ("predicate", "choice"):
        raise about.wrong("category", f"one of {', '.join([*LENGTHS, DIRECTION])}, or one of {', '.join(PREDICATES)} with "
                          "_predicate or _choice")
    return QUALITATIVE[predicate]


def _regions(record: Record) -> tuple[Region, ...]:
    """As many as there are boxes or run lengths."""
    boxes: list[Any] = record.items("bbox") if record.has("bbox") else []
    rles: list[Any] = record.items("rle") if record.has("rle") else []
    if not boxes and not rles:
        raise record.wrong("bbox", "a list of boxes (or rle, a list of run lengths)")
    out = []
    for k in range(max(len(boxes), len(rles))):
        box, rle = (boxes[k] if k < len(boxes) else ()), (rles[k] if k < len(rles) else {})
        try:
            counts, (height, width) = rle.get("counts", ""), rle.get("size", (0, 0))
            region = Region(tuple(float(side) for side in box), (int(height), int(width)),
                            counts if isinstance(counts, str) else tuple(int(n) for n in counts))
        except (AttributeError, TypeError, ValueError) as error:
            raise record.wrong("rle", f"objects with size and counts, and boxes of four numbers ({error})") from error
        if len(region.box_xyxy_px) not in (0, 4):
            raise record.wrong("bbox", "boxes of four numbers")
        out.append(region)
    return tuple(out)


def mark(question: Question, answer: str) -> Mark:
    if question.kind in LENGTHS:
        return _judged(metres_of, question, answer, _length_mark)
    if question.kind == DIRECTION:
        return _judged(hour_of, question, answer, _hour_mark)
    said, true = _statement(question, answer), _statement(question, question.truth)
    score = float(said is not None and said == true)
    return Mark(score, said is not None, score)


def _statement(question: Question, text: str) -> bool | int | None:
    predicate, _, form = question.kind.partition("_")
    read: Callable[[str, str, Sequence[int]], bool | int | None] = which if form == "choice" else yes_or_no
    return read(text, predicate, mentioned(question.text))


def _judged(read: Callable[[str], float | None], question: Question, answer: str,
            judge: Callable[[Any, Any], tuple[bool, float]]) -> Mark:
    said, true = read(answer), read(question.truth)
    if said is None or true is None:
        return Mark(0.0, said is not None, 0.0)
    right, error = judge(said, true)
    return Mark(float(right), True, float(right), error)


def _length_mark(said_m: float, true_m: float) -> tuple[bool, float]:
    return 0.75 * true_m <= said_m <= 1.25 * true_m, abs(said_m - true_m) / (true_m + 1e-4)


def _hour_mark(said: int, true: int) -> tuple[bool, float]:
    apart = hours_apart(said, true)
    return apart <= 1, float(apart * _HOUR_DEG)


def always(questions: Sequence[Question]) -> str:
    """The most frequent truth; of lengths, which seldom repeat, the median."""
    kind = questions[0].kind
    if kind in LENGTHS:
        lengths = [value for question in questions if (value := metres_of(question.truth)) is not None]
        return f"{statistics.median(lengths)} m" if lengths else ""
    if kind == DIRECTION:
        return most_frequent(f"{hour} o'clock" for question in questions if (hour := hour_of(question.truth)) is not None)
    said = [_statement(question, question.truth) for question in questions]
    return most_frequent(f"Region [{one}]" if kind.endswith("choice") else "Yes." if one else "No." for one in said)


def rows(marked: Sequence[Marked]) -> tuple[list[Row], list[Row]]:
    """Of each category, and overall."""
    tasks = task_rows(marked, TASKS, with_error=True)
    totals = []
    for name, within in (("qualitative", QUALITATIVE.values()), ("lengths", LENGTHS.values()),
                         ("quantitative", (*LENGTHS.values(), DIRECTION)), ("all", TASKS)):
        part = [one for one in marked if one.question.task in within]
        if part:
            totals += [pooled(f"{name}, pooled (micro)", part),
                       mean_of(f"{name}, mean of categories (macro)", [row for row in tasks if row.name in within])]
    return tasks, totals


def tables(marked: Sequence[Marked]) -> list[Table]:
    """Of the lengths that were read: what monocular depth is measured by, one length taken for one pixel."""
    lines = []
    for kind, name in LENGTHS.items():
        pairs = [(said, true) for one in marked if one.question.kind == kind
                 and (said := metres_of(one.answer)) and (true := metres_of(one.question.truth))]
        if not pairs:
            continue
        ratios = [max(said / true, true / said) for said, true in pairs]
        logs = [math.log(said / true) for said, true in pairs]
        within = [percent(sum(ratio < 1.25**k for ratio in ratios) / len(pairs)) for k in (1, 2, 3)]
        squared = sum((said - true)**2 for said, true in pairs) / len(pairs)
        spread = sum(log**2 for log in logs) / len(pairs) - (sum(logs) / len(pairs))**2
        lines.append((name, str(len(pairs)), *within, f"{math.sqrt(squared):.3f}",
                      f"{sum(abs(log) for log in logs) / len(pairs) / math.log(10):.3f}",
                      f"{100 * math.sqrt(max(spread, 0.0)):.1f}"))
    note = "a1 to a3: both ratios below 1.25, 1.25^2, 1.25^3. rmse in metres, silog times 100; over all that was read, not 0."
    return [Table("Lengths that were read", note, ("", "n", "a1", "a2", "a3", "rmse", "log10", "silog"), tuple(lines))
            ] if lines else []
