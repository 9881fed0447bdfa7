"""The curriculum's questions and how answers are judged: no torch needed for the latter."""

from __future__ import annotations

import pytest

from spatialgeo_ros.training.nano_scores import is_right, main_rows, table
from spatialgeo_ros.types import AnswerKind
from spatialgeo_ros.world.slotted import SlottedQuestion


def question(kind: AnswerKind) -> SlottedQuestion:
    return SlottedQuestion("?", "topic", kind, ())


@pytest.mark.parametrize(("kind", "said", "expected", "right"), [
    (AnswerKind.YES_NO, "yes", "yes", True), (AnswerKind.YES_NO, "no", "yes", False),
    (AnswerKind.LENGTH, "0.5 m", "0.4 m", True), (AnswerKind.LENGTH, "0.51 m", "0.4 m", False),
    (AnswerKind.LENGTH, "near", "0.4 m", False), (AnswerKind.COUNT, "3", "3", True), (AnswerKind.COUNT, "4", "3", False),
    (AnswerKind.CLOCK_HOUR, "12 o'clock", "1 o'clock", True), (AnswerKind.CLOCK_HOUR, "11 o'clock", "1 o'clock", False),
    (AnswerKind.OBJECT, "the red mug and the can", "the can and the red mug", True),
    (AnswerKind.OBJECT, "the red mug", "the can and the red mug", False),
    (AnswerKind.POSITION, "0.2 m left, 1.3 m ahead, 0.4 m down", "0.25 m left, 1.2 m ahead, 0.45 m down", True),
    (AnswerKind.POSITION, "0.25 m right, 1.2 m ahead, 0.45 m down", "0.25 m left, 1.2 m ahead, 0.45 m down", False),
    (AnswerKind.POSITION, "0.25 m left", "0.25 m left, 1.2 m ahead, 0.45 m down", False)])
def test_what_is_right(kind: AnswerKind, said: str, expected: str, right: bool) -> None:
    assert is_right(question(kind), said, expected) is right


def test_scores_by_kind_and_topic() -> None:
    asked = [question(AnswerKind.YES_NO), question(AnswerKind.YES_NO), question(AnswerKind.COUNT)]
    scores = table(asked, ["yes", "yes", "2"], ["yes", "no", "2"])
    assert scores == {"count": 1.0, "topic topic": pytest.approx(2 / 3), "yes_no": 0.5}
    assert main_rows(scores) == {"count": 1.0, "yes_no": 0.5}
