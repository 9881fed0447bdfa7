"""Reading answers: every trap that would turn a wrong answer into a right one, or the other way round."""

from __future__ import annotations

import math

import pytest

from spatialgeo_ros.benchmarks.measures import hour_of, hours_apart, metres_of
from spatialgeo_ros.benchmarks.parsing import first_word, letter_of, mean_relative_accuracy, most_frequent
from spatialgeo_ros.benchmarks.polarity import which, yes_or_no


@pytest.mark.parametrize(("answer", "word"), [("B.", "B"), ("2.5 m", "2.5"), ("about 2.5", "about"), ("A)", "A)"), ("", ""),
                                              (" 3\nchairs", "3")])
def test_only_the_first_word_is_read(answer: str, word: str) -> None:
    assert first_word(answer) == word


@pytest.mark.parametrize(("said", "true", "score"), [
    (3, 2, 0.1),     # an error of exactly 50 % is within the widest tolerance: <=, not <
    (2, 2, 1.0), (4, 2, 0.0), (2.5, 2, 0.6),
    (6, 5, 0.6),     # not within 20 %: 1 - 0.8 is a little less in floating point, here as in the official code
    (11, 10, 0.9),
    (0.3, 0, 0.5), (math.inf, 2, 0.0), (math.nan, 2, 0.0)])
def test_mean_relative_accuracy(said: float, true: float, score: float) -> None:
    assert mean_relative_accuracy(said, true) == pytest.approx(score)


@pytest.mark.parametrize(("answer", "letter"), [
    ("B", "B"), ("b.", "B"), ("(B)", "B"), ("B. the mug", "B"), ("The answer is B", "B"), ("Answer: (C)", "C"),
    ("the mug", "B"), ("A man in red", "A"), ("A man", ""),
    ("better left", ""), ("The answer is a box", ""), ("A or B", ""), ("(A) or (B)", ""),
    ("D", ""), ("", "")])
def test_letters(answer: str, letter: str) -> None:
    assert letter_of(answer, "ABC", ["A man in red", "the mug", "the box"]) == letter


def test_of_equally_frequent_answers_the_first_one() -> None:
    assert most_frequent(["C", "B", "A", "B", "C"]) == "B"


@pytest.mark.parametrize(("predicate", "answer", "yes"), [
    ("left", "Yes, Region [0] is to the left of Region [1].", True),
    ("left", "In fact, Region [0] is to the right of Region [1].", False),
    ("left", "Incorrect, Region [0] is not on the left side of Region [1].", False),
    ("left", "Region [1] is to the right of Region [0].", True),
    ("left", "Region [0] is not to the left but to the right of Region [1].", False),
    ("left", "Region 0 lies left of region 1", True),
    ("left", "Actually, yes.", True), ("left", "Not to the left.", False), ("left", "It is.", True),
    ("left", "It is not.", False),
    ("tall", "In fact, Region [0] may be shorter than Region [1].", False),
    ("tall", "Incorrect, Region [0]'s height is not larger of Region [1]'s.", False),
    ("tall", "Region [0]'s height is not larger than Region [1]'s.", False),
    ("short", "Incorrect, Region [0]'s height does not fall short of Region [1]'s.", False),
    ("short", "Region [0] is not as tall as Region [1].", True),
    ("thin", "In fact, Region [0] might be wider than Region [1].", False),
    ("big", "Actually, Region [0] might be smaller than Region [1].", False),
    ("above", "Actually, Region [0] is below Region [1].", False),
    ("behind", "That is True.", True), ("behind", "That is False.", False),
    ("behind", "No, Region [1] is in front of Region [0].", False),
    ("behind", "Region [1] is in front of Region [0].", True),
    ("behind", "Compared to Region [1], Region [0] is further away.", True),
    ("front", "It is behind Region [1].", False), ("front", "Region [0] is less distant than Region [1].", True),
    ("left", "Not sure.", None), ("left", "", None), ("left", "Region [0] is left and right of Region [1].", None),
    ("left", "Both are at the same place, neither left nor right.", None), ("left", "Region [7] is to the left.", None)])
def test_polarity(predicate: str, answer: str, yes: bool | None) -> None:
    assert yes_or_no(answer, predicate, [0, 1]) is yes


@pytest.mark.parametrize(("predicate", "answer", "region"), [
    ("tall", "Standing taller between the two is Region [1].", 1), ("tall", "Region [1]", 1), ("tall", "0", 0),
    ("tall", "Region [0] is shorter than Region [1].", 1), ("tall", "Region [1] is not taller.", 0),
    ("tall", "Between Region [0] and Region [1], Region [1] is taller.", 1),
    ("tall", "Compared to Region [0], Region [1] is taller.", 1),
    ("right", "From the viewer's perspective, Region [1] appears more on the right side.", 1),
    ("below", "Positioned lower is Region [1].", 1), ("behind", "Region [0] is more backward.", 0),
    ("tall", "Region [0] and Region [1] are equally tall.", None), ("tall", "the left one", None),
    ("tall", "Region [2]", None), ("tall", "Region [0] and Region [1]", None), ("tall", "", None)])
def test_which_of_two(predicate: str, answer: str, region: int | None) -> None:
    assert which(answer, predicate, [0, 1]) == region


@pytest.mark.parametrize(("answer", "metres"), [
    ("The height of Region [1] is 10.0 inches.", 0.254), ("It is 48.47 centimeters.", 0.4847), ("22.32 feet.", 6.803136),
    ("Region [0] and Region [1] are 11.4 metres apart.", 11.4), ("1 foot", 0.3048), ("1.5m", 1.5), ("3 in", 0.0762),
    ("5 feet 10 inches", 1.778), ("2 meters (6.6 feet)", 2.0), ("1,200 mm", 1.2),
    ("2.17", None), ("2-3 meters", None), ("between 2 and 3 m", None), ("-2 m", None), ("3 in front", None), ("", None)])
def test_lengths_need_a_unit(answer: str, metres: float | None) -> None:
    assert metres_of(answer) == (None if metres is None else pytest.approx(metres))


@pytest.mark.parametrize(("answer", "hour"), [("Region [1] is roughly at 12 o'clock from Region [0].", 12),
                                              ("five o\u2019clock", 5), ("7", 7), ("13 o'clock", None), ("left", None)])
def test_hours(answer: str, hour: int | None) -> None:
    assert hour_of(answer) == hour


def test_the_clock_goes_round() -> None:
    assert (hours_apart(12, 1), hours_apart(1, 12), hours_apart(3, 9), hours_apart(2, 11)) == (1, 1, 6, 3)
