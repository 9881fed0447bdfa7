"""Scores by category, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from spatialgeo_ros.training.categories import (
    QUANTITATIVE,
    Told,
    category_of,
    category_scores,
    pooled,
    relative_accuracy,
    told_by,
    told_in_words,
)
from spatialgeo_ros.types import Answer, AnswerKind, Status
from spatialgeo_ros.world.slotted import SlottedQuestion

DISTANCE = SlottedQuestion("", "closest", AnswerKind.LENGTH, (1, 2), value=0.5)


def test_topics_have_the_names_of_the_benchmark() -> None:
    assert category_of(DISTANCE) == "direct distance"
    assert category_of(SlottedQuestion("", "in_front_of", AnswerKind.YES_NO, (1, 2))) == "behind / front"
    assert category_of(SlottedQuestion("", "exists_on", AnswerKind.YES_NO, (1,))) == "exists on"


def test_an_error_is_of_what_was_told_and_a_success_of_all() -> None:
    told = [told_in_words(DISTANCE, text, "0.5 m") for text in ("0.6 m", "0.7 m", "yes", "")]
    [score] = category_scores(told)
    assert score.count == 4
    assert score.success == 0.25
    assert score.error == pytest.approx((0.2 + 0.4) / 2)
    assert score.mra == pytest.approx((0.7 + 0.3) / 4)  # 20 % off: tolerances 50 to 20 %; 40 % off: 50 to 40 %


def test_tolerances_hold_their_bounds() -> None:
    found = relative_accuracy(np.array([3.0, 3.1, 2.0, np.nan]), np.full(4, 2.0))
    assert found.tolist() == pytest.approx([0.1, 0.0, 1.0, 0.0])


def test_of_none_the_error_is_absolute() -> None:
    question = SlottedQuestion("", "count", AnswerKind.COUNT, (), value=0.0)
    [score] = category_scores([told_in_words(question, text, "0") for text in ("0", "1")])
    assert (score.success, score.error, score.mra) == (0.5, 0.5, 0.5)


def test_hours_go_round() -> None:
    question = SlottedQuestion("", "clock", AnswerKind.CLOCK_HOUR, (1, 2), value=12.0)
    [score] = category_scores([told_in_words(question, f"{hour} o'clock", "12 o'clock") for hour in (1, 10)])
    assert (score.success, score.error) == (0.5, 1.5)
    assert math.isnan(score.mra)


def test_yes_and_no_have_no_error() -> None:
    question = SlottedQuestion("", "taller", AnswerKind.YES_NO, (1, 2), yes=True)
    [score] = category_scores([told_in_words(question, "yes", "yes"), told_in_words(question, "no", "yes")])
    assert (score.category, score.success) == ("tall / short", 0.5)
    assert math.isnan(score.error)


def test_what_was_measured_counts_alike() -> None:
    answer = Answer("", None, Status.ANSWERED, text="", kind=AnswerKind.LENGTH, value=0.6)
    assert told_by(DISTANCE, answer, True) == Told("direct distance", True, 0.6, 0.5)
    nothing = told_by(DISTANCE, None, False)
    assert math.isnan(nothing.said)
    assert nothing.true == 0.5


def test_pooled_counts_each_question_once() -> None:
    told = [Told("width", True, 1.0, 1.0), Told("height", False, 2.0, 1.0), Told("height", False, 2.0, 1.0),
            Told("count", True, 1.0, 1.0)]
    score = pooled(told, QUANTITATIVE, "all lengths")
    assert (score.count, score.success) == (3, pytest.approx(1 / 3))
