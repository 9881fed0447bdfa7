"""Answers that tell how many times as large, or as far, one thing is as another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from spatialgeo_ros.questions import units
from spatialgeo_ros.questions.context import Context, Unanswerable, capital
from spatialgeo_ros.types import Answer, AnswerKind, Evidence, Status

_CERTAIN = 2.0  # standard deviations that the divisor must be from nothing


@dataclass(frozen=True, eq=False)
class Found:
    """What was measured of both, in one unit, and its standard deviations. note: a sentence to end with, or ""."""

    values: tuple[float, float]
    stds: tuple[float, float]
    object_ids: tuple[int, ...]
    evidence: Evidence
    note: str = ""


def ratio(context: Context, names_of: list[str], extent: str, found: Found, inverted: bool) -> Answer:
    """How many times as `extent` ("tall", "far from you") the first is as the second; inverted: the second as the first.

    Errors are propagated to first order; a divisor that may as well be nothing gives no ratio.
    """
    values, stds = found.values, found.stds
    order = (1, 0) if inverted else (0, 1)
    (upper, lower), (upper_std, lower_std) = ([pair[k] for k in order] for pair in (values, stds))
    first, second = (names_of[k] for k in order)
    if not lower > _CERTAIN * lower_std or not math.isfinite(upper):
        reason = f"how {extent} {second} is cannot be told from nothing, so there is no ratio to it"
        raise Unanswerable(Status.UNKNOWN, reason, object_ids=found.object_ids)
    value = upper / lower
    std = math.hypot(upper_std, value * lower_std) / lower
    text = f"{capital(first)} is {units.rounded(value, std)} times as {extent} as {second}.{found.note}"
    return context.answer(
        text, kind=AnswerKind.RATIO, value=value, value_std=std, object_ids=found.object_ids, evidence=found.evidence
    )
