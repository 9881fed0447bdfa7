"""From marks of single answers to rows of a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spatialgeo_ros.benchmarks.questions import Question

NAN = float("nan")


@dataclass(frozen=True)
class Mark:
    """score: 0 to 1, by the benchmark's own rules. parsed: something was read from the answer. corrected: without the faults
    of the benchmark's code, the same where it has none. error: in what the benchmark prints, NaN where nothing was read."""

    score: float
    parsed: bool
    corrected: float = NAN
    error: float = NAN


@dataclass(frozen=True)
class Marked:
    """always: the mark of the answer that is most frequent among the truths of the same kind."""

    question: Question
    answer: str
    mark: Mark
    always: Mark


@dataclass(frozen=True)
class Row:
    """Of n questions. score, corrected, always: mean, 0 to 1. unanswered: empty answers. unparsed: other answers that nothing
    could be read from. Both count as wrong. error: mean over what was read; NaN where there is none."""

    name: str
    n: int
    score: float
    corrected: float
    always: float
    unanswered: int
    unparsed: int
    error: float = NAN


def pooled(name: str, marked: Sequence[Marked], with_error: bool = False) -> Row:
    """Every question weighs the same (micro)."""
    errors = [one.mark.error for one in marked if one.mark.parsed and math.isfinite(one.mark.error)] if with_error else []
    unanswered = sum(not one.answer.strip() for one in marked)
    return Row(name, len(marked), _mean([one.mark.score for one in marked]), _mean([one.mark.corrected for one in marked]),
               _mean([one.always.score for one in marked]), unanswered,
               sum(not one.mark.parsed and bool(one.answer.strip()) for one in marked), _mean(errors))


def mean_of(name: str, rows: Sequence[Row]) -> Row:
    """Every row weighs the same (macro)."""
    return Row(name, sum(row.n for row in rows), _mean([row.score for row in rows]), _mean([row.corrected for row in rows]),
               _mean([row.always for row in rows]), sum(row.unanswered for row in rows), sum(row.unparsed for row in rows))


def task_rows(marked: Sequence[Marked], order: Sequence[str], with_error: bool = False) -> list[Row]:
    """Of the tasks that were asked about."""
    by_task: dict[str, list[Marked]] = {task: [] for task in order}
    for one in marked:
        by_task[one.question.task].append(one)
    return [pooled(task, ones, with_error) for task, ones in by_task.items() if ones]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else NAN
