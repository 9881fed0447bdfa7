"""A table of results, for a terminal and as markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spatialgeo_ros.evaluation.checks import Score


@dataclass(frozen=True)
class Table:
    """title, what the columns mean, and rows of ready text; the first column is the name of the row."""

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        widths = [max(len(row[k]) for row in (self.header, *self.rows)) for k in range(len(self.header))]
        lines = ["  ".join(cell.ljust(width) if k == 0 else cell.rjust(width)
                           for k, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
                 for row in (self.header, *self.rows)]
        return "\n".join([self.title, *lines, self.note])

    def markdown(self) -> str:
        lines = [f"| {' | '.join(row)} |" for row in (self.header, ("---",) * len(self.header), *self.rows)]
        return "\n".join([f"## {self.title}", "", self.note, "", *lines, ""])


def score_table(title: str, note: str, scores: Iterable[Score]) -> Table:
    return Table(title, note, ("", "right", "of", "rate", "goal", ""), tuple(
        (score.group, str(score.right), str(score.total), percent(score.rate), _goal(score), _reached(score.reached))
        for score in scores if score.total))


def percent(rate: float) -> str:
    return f"{100 * rate:.1f} %" if rate == rate else "-"


def _goal(score: Score) -> str:
    return "" if score.goal is None else f">= {100 * score.goal:.1f} %"


def _reached(reached: bool | None) -> str:
    return {True: "reached", False: "missed", None: ""}[reached]
