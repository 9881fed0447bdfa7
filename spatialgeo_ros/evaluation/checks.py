"""A check is one thing the measured path could have got wrong; a score counts how often it did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spatialgeo_ros.types import Predicate


@dataclass(frozen=True)
class Check:
    """One comparison with the truth. group: what is scored together; where: the frame; detail: the numbers.

    predicate: of a relation. about: true ids of the objects it is about. badness: how wrong, where 1 is just wrong;
    comparable within a group only.
    """

    group: str
    where: str
    what: str
    right: bool
    detail: str = ""
    predicate: Predicate | None = None
    about: tuple[int, ...] = ()
    badness: float = 0.0


@dataclass(frozen=True)
class Score:
    """How many of `total` were right. goal: the rate that is asked for, None when nothing is promised.

    macro: mean of the rates of several groups, when that is the score; right and total then say what it is made of.
    """

    group: str
    right: int
    total: int
    goal: float | None = None
    macro: float | None = None

    @property
    def rate(self) -> float:
        if self.macro is not None:
            return self.macro
        return self.right / self.total if self.total else float("nan")

    @property
    def reached(self) -> bool | None:
        """None when there is no goal or nothing was counted."""
        return None if self.goal is None or not self.total else self.rate >= self.goal - 1e-12


def score_of(group: str, checks: Sequence[Check], goal: float | None = None) -> Score:
    return Score(group, sum(check.right for check in checks), len(checks), goal)


def macro_of(group: str, scores: Iterable[Score], goal: float | None = None) -> Score:
    """Every group weighs the same, however often it was checked; groups without checks do not count."""
    counted = [score for score in scores if score.total]
    mean = sum(score.rate for score in counted) / len(counted) if counted else float("nan")
    return Score(group, sum(score.right for score in counted), sum(score.total for score in counted), goal, mean)


def score_lines(scores: Iterable[Score]) -> list[str]:
    """A table for people: group, right, total, rate, goal."""
    lines = [f"{'':34}{'right':>7}{'of':>7}{'rate':>10}   goal"]
    for score in scores:
        rate = f"{100 * score.rate:.1f} %" if score.total else "-"
        goal = ""
        if score.goal is not None:
            mark = {True: "reached", False: "MISSED", None: "nothing counted"}[score.reached]
            goal = f">= {100 * score.goal:.1f} %  {mark}"
        lines.append(f"{score.group:34}{score.right:>7}{score.total:>7}{rate:>10}   {goal}".rstrip())
    return lines
