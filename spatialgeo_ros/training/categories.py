"""Scores of answers by category, as the public benchmarks count them.

SpatialRGPT-Bench (Cheng et al. 2024, NeurIPS; `scripts/srgpt/eval`): yes/no and choices are right or wrong; a length is right
within 25 % of the truth, a clock hour within one; the error of a number is averaged over the answers that hold one, while an
answer without a number is a wrong answer. VSI-Bench (Yang et al. 2025, CVPR): mean relative accuracy of numbers.
What is true is defined as everywhere in this package (docs/questions.md), not as those benchmarks define it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.training.nano_scores import is_right
from spatialgeo_ros.types import Answer, AnswerKind, FloatArray, Status
from spatialgeo_ros.world.slotted import SlottedQuestion

_TOPICS = {"above": "above / below", "below": "above / below", "left_of": "left / right", "right_of": "left / right",
           "bigger": "big / small", "taller": "tall / short", "shorter": "tall / short", "wider": "wide / thin",
           "thinner": "wide / thin", "behind": "behind / front", "in_front_of": "behind / front",
           "closest": "direct distance", "horizontal": "horizontal distance", "vertical": "vertical distance",
           "width": "width", "height": "height", "clock": "direction"}  # SpatialRGPT-Bench's names
QUALITATIVE = ("above / below", "left / right", "big / small", "tall / short", "wide / thin", "behind / front")
QUANTITATIVE = ("direct distance", "horizontal distance", "vertical distance", "width", "height", "direction")
_MORE = {"nearer": "which is nearer", "centre": "centre distance", "closest_viewer": "distance to camera", "count": "count"}
TOLERANCES = np.arange(0.50, 0.951, 0.05)  # thetas of VSI-Bench's mean relative accuracy
_NUMBERS = (AnswerKind.LENGTH, AnswerKind.COUNT, AnswerKind.CLOCK_HOUR)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Told:
    """One answer. said, true: metres, counts or clock hours; NaN where the answer holds no number, or the question wants
    none."""

    category: str
    right: bool
    said: float = float("nan")
    true: float = float("nan")


@dataclass(frozen=True)
class CategoryScore:
    """success: share of right answers. error: of numbers, as a share of the truth (of clock hours in hours), over those that
    were told. mra: mean relative accuracy. Both NaN where no number is asked for; mra also of clock hours."""

    category: str
    count: int
    success: float
    error: float
    mra: float


def category_of(question: SlottedQuestion) -> str:
    """SpatialRGPT-Bench's category, or the topic where it has none."""
    return _TOPICS.get(question.topic) or _MORE.get(question.topic, question.topic.replace("_", " "))


def told_in_words(question: SlottedQuestion, said: str, expected: str, right: bool | None = None) -> Told:
    """said, expected: as a speaker says it. right: where something else than the words tells."""
    judged = bool(said) and is_right(question, said, expected) if right is None else right
    return Told(category_of(question), judged, *_numbers(question, [float(n) for n in _NUMBER.findall(said)]))


def told_by(question: SlottedQuestion, answer: Answer | None, right: bool) -> Told:
    """What was measured; None, or an answer that is none, holds no number."""
    answered = answer is not None and answer.status is Status.ANSWERED and answer.kind is question.kind
    values = [float(answer.value)] if answered and answer is not None and question.kind in _NUMBERS else []
    return Told(category_of(question), right, *_numbers(question, values))


def _numbers(question: SlottedQuestion, found: Sequence[float]) -> tuple[float, float]:
    if question.kind not in _NUMBERS:
        return float("nan"), float("nan")
    return found[0] if len(found) == 1 else float("nan"), float(question.value)


def relative_accuracy(said: FloatArray, true: FloatArray) -> FloatArray:
    """(N,) share of VSI-Bench's ten tolerances 50, 45, ..., 5 % that hold an answer, bounds included; 0 of no number."""
    return np.asarray((_error(said, true)[:, None] <= 1 - TOLERANCES + 1e-9).mean(axis=1))


def category_scores(told: Iterable[Told]) -> list[CategoryScore]:
    """In the order of SpatialRGPT-Bench, then the others by name."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        groups[one.category].append(one)
    order = [*QUALITATIVE, *QUANTITATIVE]
    names = [name for name in order if name in groups] + sorted(set(groups) - set(order))
    return [_score(name, groups[name]) for name in names]


def pooled(told: Iterable[Told], categories: Sequence[str], name: str) -> CategoryScore:
    """All questions of these categories, each counting the same."""
    return _score(name, [one for one in told if one.category in categories])


def _error(said: FloatArray, true: FloatArray) -> FloatArray:
    """As a share of the truth; of a truth of 0, absolute, as SPAR-Bench has it."""
    return np.asarray(np.abs(said - true) / np.where(true > 0, true, 1.0))


def _hours(said: FloatArray, true: FloatArray) -> FloatArray:
    apart = np.abs(said - true) % 12
    return np.asarray(np.minimum(apart, 12 - apart))


def _score(name: str, members: Sequence[Told]) -> CategoryScore:
    said, true = (np.array([getattr(one, part) for one in members], np.float64) for part in ("said", "true"))
    asked = np.isfinite(true)
    right = float(np.mean([one.right for one in members])) if members else float("nan")
    if not asked.any():
        return CategoryScore(name, len(members), right, float("nan"), float("nan"))
    hours = name == "direction"
    off = _hours(said[asked], true[asked]) if hours else _error(said[asked], true[asked])
    parsed = off[np.isfinite(off)]
    error = float(parsed.mean()) if len(parsed) else float("nan")
    mra = float("nan") if hours else float(relative_accuracy(said[asked], true[asked]).mean())
    return CategoryScore(name, len(members), right, error, mra)
