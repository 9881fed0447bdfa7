"""Whether spoken answers are right, and what words alone would have reached."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from spatialgeo_ros.types import AnswerKind
from spatialgeo_ros.world.question_balance import TextOnly
from spatialgeo_ros.world.slotted import SlottedQuestion

WITHIN = 0.25  # of a length, as SpatialRGPT-Bench counts it
GROUPS = {AnswerKind.YES_NO: "yes_no", AnswerKind.OBJECT: "choice", AnswerKind.LENGTH: "length", AnswerKind.COUNT: "count",
          AnswerKind.CLOCK_HOUR: "clock", AnswerKind.POSITION: "place"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def is_right(question: SlottedQuestion, said: str, expected: str) -> bool:
    """Lengths within a quarter, clock hours within one, all three numbers of a place within a quarter or 10 cm with the same
    directions; else the same words, in any order of the things."""
    numbers, true = [float(n) for n in _NUMBER.findall(said)], [float(n) for n in _NUMBER.findall(expected)]
    if question.kind is AnswerKind.LENGTH:
        return len(numbers) == 1 and abs(numbers[0] - true[0]) <= WITHIN * true[0]
    if question.kind is AnswerKind.CLOCK_HOUR:
        return len(numbers) == 1 and abs((numbers[0] - true[0] + 6) % 12 - 6) <= 1
    if question.kind is AnswerKind.POSITION:
        return len(numbers) == 3 and all(_near(a, b) for a, b in zip(_signed(said), _signed(expected), strict=True))
    if question.kind is AnswerKind.OBJECT:
        return set(said.split(" and ")) == set(expected.split(" and "))
    return said.strip() == expected


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= max(WITHIN * abs(b), 0.1)


def _signed(text: str) -> list[float]:
    return [float(part.split()[0]) * (-1 if any(word in part for word in ("left", "down")) else 1)
            for part in text.replace(" ,", ",").split(",") if _NUMBER.match(part.strip())] + [float("nan")] * 3 * (
                text.count(",") != 2)


def table(questions: Sequence[SlottedQuestion], said: Sequence[str], expected: Sequence[str]) -> dict[str, float]:
    """Share of right answers by kind of answer, and by topic."""
    right: dict[str, list[bool]] = defaultdict(list)
    for question, one, true in zip(questions, said, expected, strict=True):
        judged = is_right(question, one, true)
        right[GROUPS[question.kind]].append(judged)
        right[f"topic {question.topic}"].append(judged)
    return {name: sum(marks) / len(marks) for name, marks in sorted(right.items())}


def text_only_answers(baseline: TextOnly, questions: Sequence[SlottedQuestion], words: Sequence[Sequence[str]]) -> list[str]:
    return [baseline.answer(question.template, names) for question, names in zip(questions, words, strict=True)]


def main_rows(scores: Mapping[str, float]) -> dict[str, float]:
    """Without the topics."""
    return {name: value for name, value in scores.items() if not name.startswith("topic ")}
