"""A question asked in all ways that come to the same: which those are, and what the answers to them come to."""

from __future__ import annotations

import pytest

from spatialgeo_ros.language.decoding import Said
from spatialgeo_ros.language.ways import Way, agreed, negated, ways_of

A, B, C = "region 1 <0>", "region 2 <1>", "region 3 <2>"
LEFT, RIGHT = f"Is {A} to the left of {B}?", f"Is {A} to the right of {B}?"


def test_a_relation_that_one_of_two_holds_is_asked_in_four_ways() -> None:
    assert ways_of(LEFT, 2) == (Way(LEFT, (0, 1)), Way(RIGHT, (1, 0)), Way(LEFT, (1, 0), True), Way(RIGHT, (0, 1), True))


def test_what_is_not_above_need_not_be_below() -> None:
    above, below = f"Is {A} above {B}?", f"Is {A} below {B}?"
    assert ways_of(above, 2) == (Way(above, (0, 1)), Way(below, (1, 0)))


@pytest.mark.parametrize("text", [f"How far is {A} from {B}?", f"How far apart are {A} and {B}?", f"Is {A} near {B}?",
                                  f"What is the vertical distance between {A} and {B}?", f"Which is taller, {A} or {B}?",
                                  f"What is the distance between {A} and {B}?"])
def test_what_does_not_care_for_the_order_is_asked_in_both(text: str) -> None:
    assert ways_of(text, 2) == (Way(text, (0, 1)), Way(text, (1, 0)))


def test_of_three_things_the_two_to_choose_from_change_places() -> None:
    for text in (f"Which is closer to {A}, {B} or {C}?", f"Is {A} between {B} and {C}?"):
        assert ways_of(text, 3) == (Way(text, (0, 1, 2)), Way(text, (0, 2, 1)))


@pytest.mark.parametrize("text", [f"Is {A} on {B}?", f"How tall is {A}?", f"If you are at {A}, at what clock hour is {B}?"])
def test_the_rest_is_asked_as_it_stands(text: str) -> None:
    count = 2 if B in text else 1
    assert ways_of(text, count) == (Way(text, tuple(range(count))),)


def test_the_mean_of_the_log_odds_decides() -> None:
    ways = ways_of(f"Is {A} above {B}?", 2)
    sure, unsure = Said("no", 0.99), Said("yes", 0.7)
    assert agreed(ways, [unsure, sure]) == agreed(ways[::-1], [sure, unsure])
    told = agreed(ways, [unsure, sure])
    odds = (0.7 / 0.3) ** 0.5 * (0.01 / 0.99) ** 0.5
    assert told.text == "no"
    assert told.confidence == pytest.approx(1 / (1 + odds))


def test_a_no_to_the_other_way_round_is_a_yes() -> None:
    told = agreed(ways_of(LEFT, 2), [Said("yes", 0.8), Said("yes", 0.8), Said("no", 0.8), Said("no", 0.8)])
    assert told.text == "yes"
    assert told.confidence == pytest.approx(0.8)


@pytest.mark.parametrize("words", ["to the left of", "behind", "taller than", "thinner than", "smaller than"])
def test_whatever_is_said_the_twin_is_answered_alike(words: str) -> None:
    """Answers depend on words and order alone, as a speaker's do."""
    said = {(text, order): Said(("yes", "no")[k % 2], 0.55 + 0.1 * k) for k, (text, order) in enumerate(
        (way.text, way.order) for way in ways_of(f"Is {A} {words} {B}?", 2))}

    def answer(order: tuple[int, int]) -> Said:
        ways = ways_of(f"Is {A} {words} {B}?", 2)
        placed = [tuple(order[k] for k in way.order) for way in ways]
        return agreed(ways, [said[way.text, at] for way, at in zip(ways, placed, strict=True)])  # type: ignore[index]

    one, other = answer((0, 1)), answer((1, 0))
    assert one.text != other.text
    assert one.confidence == pytest.approx(other.confidence)


def test_a_choice_names_the_things_of_the_question() -> None:
    ways = ways_of(f"Which is taller, {A} or {B}?", 2)
    told = agreed(ways, [Said("region 1", 0.6), Said("region 1", 0.9)])  # the second time region 1 is the second thing
    assert told.text == "region 2"
    three = ways_of(f"Which is closer to {A}, {B} or {C}?", 3)
    assert agreed(three, [Said("region 2", 0.6), Said("region 3", 0.8)]).text == "region 2"
    assert agreed(three, [Said("region 2", 0.6), Said("region 2", 0.8)]).text == "region 3"


def test_lengths_have_their_geometric_mean() -> None:
    told = agreed(ways_of(f"How far is {A} from {B}?", 2), [Said("0.4 m", 0.5), Said("0.9 m", 0.7)])
    assert told.text == "0.6 m"
    assert told.confidence == pytest.approx(0.6)


def test_answers_of_other_kinds_leave_the_first() -> None:
    assert agreed(ways_of(LEFT, 2), [Said("yes", 0.8), Said("0.4 m", 1), Said("no", 1), Said("no", 1)]) == Said("yes", 0.8)
    nearer = ways_of(f"Which is closer to {A}, {B} or {C}?", 3)
    assert agreed(nearer, [Said("region 1", 0.8), Said("region 2", 1)]).text == "region 1"


def test_not_turns_yes_and_no_around() -> None:
    assert negated(Said("yes", 0.8)) == Said("no", 0.8)
    assert negated(Said("0.4 m", 0.8)) == Said("0.4 m", 0.8)
