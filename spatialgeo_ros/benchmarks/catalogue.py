"""The benchmarks by name, and the score of a set of answers."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatialgeo_ros.benchmarks import all_angles, spar, spatialrgpt, vsi
from spatialgeo_ros.benchmarks.questions import Question
from spatialgeo_ros.benchmarks.scoring import Mark, Marked, Row
from spatialgeo_ros.evaluation.tables import Table, percent

_SHOWN = 5  # ids in a note
_WIDTH = 110  # characters of a line of text


def _no_tables(marked: Sequence[Marked]) -> list[Table]:
    return []


@dataclass(frozen=True)
class Benchmark:
    """load: the questions of a file or folder. mark: an answer. always: the answer that is most frequent among the truths of
    questions of one kind. rows: of each task, and overall. rules: how answers are read and compared. corrected: whether marks
    without the faults of the official code differ. error: heading of the column of errors, "" where there is none."""

    title: str
    rules: str
    load: Callable[[Path], list[Question]]
    mark: Callable[[Question, str], Mark]
    always: Callable[[Sequence[Question]], str]
    rows: Callable[[Sequence[Marked]], tuple[list[Row], list[Row]]]
    tables: Callable[[Sequence[Marked]], list[Table]] = _no_tables
    corrected: bool = False
    error: str = ""


BENCHMARKS: Mapping[str, Benchmark] = {
    "spatialrgpt": Benchmark("SpatialRGPT-Bench", spatialrgpt.RULES, spatialrgpt.load, spatialrgpt.mark, spatialrgpt.always,
                             spatialrgpt.rows, spatialrgpt.tables, error="error"),
    "vsi": Benchmark("VSI-Bench", vsi.RULES, vsi.load, vsi.mark, vsi.always, vsi.rows),
    "all-angles": Benchmark("All-Angles Bench", all_angles.RULES, all_angles.load, all_angles.mark, all_angles.always,
                            all_angles.rows, all_angles.tables),
    "spar": Benchmark("SPAR-Bench", spar.RULES, spar.load, spar.mark, spar.always, spar.rows, corrected=True),
}


@dataclass(frozen=True)
class BenchmarkScores:
    """source: whose answers these are. notes: what has to be known beside the numbers."""

    benchmark: Benchmark
    source: str
    tasks: tuple[Row, ...]
    totals: tuple[Row, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]

    def text(self) -> str:
        return "\n\n".join([*(table.text() for table in self._tables()), *self.notes])

    def markdown(self) -> str:
        notes = [f"* {note}" for note in self.notes]
        return "\n".join([*(table.markdown() for table in self._tables()), *notes, *([""] if notes else [])])

    def json(self) -> dict[str, Any]:
        return {"benchmark": self.benchmark.title, "answers": self.source, "rules": self.benchmark.rules,
                "tasks": {row.name: self._row_json(row) for row in self.tasks},
                "overall": {row.name: self._row_json(row) for row in self.totals},
                "tables": {table.title: [dict(zip(("name", *table.header[1:]), row, strict=True)) for row in table.rows]
                           for table in self.tables}, "notes": list(self.notes)}

    def _tables(self) -> list[Table]:
        first = ("", "n", "score", *(("corrected",) if self.benchmark.corrected else ()), "most frequent", "unanswered",
                 "unparsed", *((self.benchmark.error,) if self.benchmark.error else ()))
        rows = tuple(self._cells(row) for row in [*self.tasks, *self.totals])
        note = textwrap.fill(f'{self.benchmark.rules} "most frequent": what always giving the most frequent true answer would '
                             "score.", _WIDTH)
        return [Table(f"{self.benchmark.title}: {self.source}", note, first, rows), *self.tables]

    def _cells(self, row: Row) -> tuple[str, ...]:
        corrected = (percent(row.corrected),) if self.benchmark.corrected else ()
        unit = "{:.1f} deg" if row.name == spatialrgpt.DIRECTION else "{:.2f}"
        error = "" if math.isnan(row.error) else unit.format(row.error)
        return (row.name, str(row.n), percent(row.score), *corrected, percent(row.always), str(row.unanswered),
                str(row.unparsed), *((error,) if self.benchmark.error else ()))

    def _row_json(self, row: Row) -> dict[str, Any]:
        out: dict[str, Any] = {"n": row.n, "score": row.score, "most_frequent": row.always, "unanswered": row.unanswered,
                               "unparsed": row.unparsed}
        if self.benchmark.corrected:
            out["corrected"] = row.corrected
        if not math.isnan(row.error):
            out["error"] = row.error
        return out


def score(benchmark: Benchmark, source: str, questions: Sequence[Question], answers: Mapping[str, str],
          notes: Sequence[str] = ()) -> BenchmarkScores:
    """answers: of every question, by its id."""
    always = {kind: benchmark.always(asked) for kind, asked in _by_kind(questions).items()}
    marked = [Marked(question, answers[question.id], benchmark.mark(question, answers[question.id]),
                     benchmark.mark(question, always[question.kind])) for question in questions]
    tasks, totals = benchmark.rows(marked)
    return BenchmarkScores(benchmark, source, tuple(tasks), tuple(totals), tuple(benchmark.tables(marked)),
                           (*notes, *_unreadable(benchmark, questions)))


def _by_kind(questions: Sequence[Question]) -> dict[str, list[Question]]:
    kinds: dict[str, list[Question]] = {}
    for question in questions:
        kinds.setdefault(question.kind, []).append(question)
    return kinds


def _unreadable(benchmark: Benchmark, questions: Sequence[Question]) -> list[str]:
    """A published answer that would not be right if it were given is one that these rules cannot read."""
    ids = [question.id for question in questions if benchmark.mark(question, question.truth).score < 1]
    shown = ", ".join(ids[:_SHOWN]) + (", ..." if len(ids) > _SHOWN else "")
    return [f"The published answers to {len(ids)} questions cannot be read by these rules; no answer to them counts as right: "
            f"{shown}"] if ids else []
