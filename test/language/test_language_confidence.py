"""A number is as sure as all numbers that would be as right."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.language.decoding import Said, Talker
from spatialgeo_ros.language.words import words_of

LENGTHS = ("0.05", "0.12", "0.31", "0.4", "0.45", "0.5", "2")
WORDS = words_of(["yes no m , right left ahead up down o'clock", " ".join(map(str, range(1, 13)))], LENGTHS)


class Mute:
    """A voice that only knows words."""

    shape = (1, 1, 1)
    embedding = np.zeros((len(WORDS), 2), np.float32)


def told(*steps: tuple[str, dict[str, float]]) -> Said:
    """What was said, word by word, with the chances of words at that step."""
    said = np.array([[WORDS.number[word] for word, _ in steps] + [WORDS.number["<end>"]]])
    chances = np.zeros((1, len(steps) + 1, len(WORDS)), np.float32)
    for step, (_, chance) in enumerate(steps):
        for word, value in chance.items():
            chances[0, step, WORDS.number[word]] = value
    chances[0, len(steps), WORDS.number["<end>"]] = 1
    [one] = Talker(Mute(), WORDS, LENGTHS)._told(said, chances)  # type: ignore[arg-type]
    return one


def sure(word: str) -> tuple[str, dict[str, float]]:
    return word, {word: 1.0}


def test_lengths_count_within_a_quarter() -> None:
    one = told(("0.4", {"0.31": 0.1, "0.4": 0.4, "0.45": 0.2, "0.5": 0.2, "2": 0.1}), sure("m"))
    assert one.text == "0.4 m"
    assert one.confidence == pytest.approx(0.1 + 0.4 + 0.2 + 0.2)


def test_hours_count_within_one_and_go_round() -> None:
    one = told(("12", {"11": 0.2, "12": 0.4, "1": 0.3, "2": 0.1}), sure("o'clock"))
    assert one.confidence == pytest.approx(0.9)


def test_a_number_that_is_no_hour_has_no_neighbours() -> None:
    assert told(("3", {"3": 0.5, "4": 0.5})).confidence == pytest.approx(0.5)


def test_numbers_of_a_place_count_within_ten_centimetres_too() -> None:
    one = told(("0.05", {"0.05": 0.5, "0.12": 0.3, "0.31": 0.2}), sure("m"), sure("left"), sure(","),
               ("2", {"2": 0.9, "0.5": 0.1}), sure("m"), sure("ahead"))
    assert one.text == "0.05 m left, 2 m ahead"
    assert one.confidence == pytest.approx(0.8 * 0.9)
