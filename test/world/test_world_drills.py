"""Drills agree with the truth of rooms, and ask what each phase of the curriculum wants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from spatialgeo_ros.types import AnswerKind, ObjectKind
from spatialgeo_ros.world.drills import drill, drilled_about
from spatialgeo_ros.world.rgb_views import RGB_SEEDS, THING, RgbView, room_views
from spatialgeo_ros.world.slotted import SlottedQuestion


@pytest.fixture(scope="module")
def views() -> list[RgbView]:
    return [view for seed in RGB_SEEDS[40:46] for view in room_views(seed, 3, 3)]


def boxes(*extents: tuple[tuple[float, float, float], tuple[float, float, float]]) -> np.ndarray:
    rows = np.zeros(len(extents), THING)
    rows["id"], rows["named"], rows["fraction"] = np.arange(len(extents)) + 3, 1, 1.0
    rows["kind"] = ObjectKind.OBJECT
    for row, (low, high) in zip(rows, extents, strict=True):
        row["low"], row["high"] = low, high
        row["box_centre"], row["box_size"] = (np.array(low) + high) / 2, np.subtract(high, low)
    return rows


# a thin tall one to the left and near; a wide flat one to the right, 0.5 m further, its top below the other's foot
TWO = boxes(((-0.35, 0.95, -0.20), (-0.25, 1.05, 0.15)), ((0.10, 1.40, -0.40), (0.40, 1.60, -0.30)))


def drills(things: np.ndarray, count: int, first: bool = False, fair: bool = False) -> Iterator[SlottedQuestion]:
    rng = np.random.default_rng(5)
    for _ in range(count):
        question = drill(things, first, rng, fair)
        assert question is not None
        yield question


def answer_of(question: SlottedQuestion) -> object:
    return {AnswerKind.YES_NO: question.yes, AnswerKind.OBJECT: question.answers, AnswerKind.LENGTH: round(question.value, 3),
            AnswerKind.CLOCK_HOUR: round(question.value), AnswerKind.POSITION: question.place_m}[question.kind]


@pytest.mark.parametrize(("template", "asked", "answer"), [
    ("Is {0} to the left of {1}?", (3, 4), True), ("Is {0} to the left of {1}?", (4, 3), False),
    ("Is {0} to the right of {1}?", (4, 3), True), ("Is {0} behind {1}?", (3, 4), False),
    ("Is {0} in front of {1}?", (3, 4), True), ("Is {0} above {1}?", (3, 4), True), ("Is {0} below {1}?", (3, 4), False),
    ("Is {0} taller than {1}?", (4, 3), False), ("Is {0} shorter than {1}?", (4, 3), True),
    ("Is {0} wider than {1}?", (4, 3), True), ("Is {0} thinner than {1}?", (4, 3), False),
    ("Which is taller, {0} or {1}?", (4, 3), (3,)), ("Which is wider, {0} or {1}?", (4, 3), (4,)),
    ("Which is further to the right, {0} or {1}?", (3, 4), (4,)), ("Which is further to the left, {0} or {1}?", (3, 4), (3,)),
    ("Which is closer to the camera, {0} or {1}?", (4, 3), (3,)), ("How tall is {0}?", (3,), 0.35),
    ("How wide is {0}?", (4,), 0.3), ("What is the vertical distance between {0} and {1}?", (3, 4), 0.325),
    ("What is the horizontal distance between {0} and {1}?", (3, 4), round(float(np.hypot(0.55, 0.5)), 3))])
def test_what_two_boxes_answer(template: str, asked: tuple[int, ...], answer: object) -> None:
    found = {answer_of(q) for q in drills(TWO, 3000) if q.template == template and q.asked == asked}
    assert found == {answer}


def test_the_clock_hour_is_seen_from_the_first_thing() -> None:
    ahead = boxes(((-0.05, 1.0, 0.0), (0.05, 1.1, 0.1)), ((-0.05, 2.0, 0.0), (0.05, 2.1, 0.1)))
    hours = {(q.asked, round(q.value)) for q in drills(ahead, 600) if q.topic == "clock"}
    assert hours == {((3, 4), 12), ((4, 3), 6)}


# in a row going away: 3, then 4 half a metre on, then 5; 6 stands far to the side of them
ROW = boxes(((-0.05, 1.0, 0.0), (0.05, 1.1, 0.1)), ((-0.05, 1.5, 0.0), (0.05, 1.6, 0.1)),
            ((-0.05, 2.3, 0.0), (0.05, 2.4, 0.1)), ((1.2, 1.5, 0.0), (1.3, 1.6, 0.1)))


def test_three_things_answer_what_is_between_and_nearer() -> None:
    asked = list(drills(ROW, 3000))
    between = {q.asked: q.yes for q in asked if q.topic == "between"}
    assert between[4, 3, 5] and between[4, 5, 3]
    assert not between[3, 4, 5] and not between[6, 3, 5]
    nearer = {q.asked: q.answers for q in asked if q.topic == "nearer" and len(q.asked) == 3}
    assert nearer[3, 4, 5] == nearer[3, 5, 4] == (4,)
    assert nearer[5, 6, 4] == (4,)
    assert not [q for q in drills(ROW, 500, first=True) if len(q.asked) == 3], "not for beginners"


def test_in_rooms_as_many_are_between_as_not(views: list[RgbView]) -> None:
    rng = np.random.default_rng(2)
    asked = [drill(drilled_about(view.things, named=False), False, rng) for view in views for _ in range(300)]
    said = [q.yes for q in asked if q is not None and q.topic == "between"]
    assert len(said) > 50
    assert 0.3 < np.mean(said) < 0.7


def test_drills_agree_with_what_rooms_know(views: list[RgbView]) -> None:
    """Rooms answer by surfaces and how they were built; where both ask the same, the answer is the same."""
    rng = np.random.default_rng(1)
    compared: Counter[str] = Counter()
    for view in views:
        known = {(q.template, q.asked): q for q in view.questions}
        things = drilled_about(view.things, named=True)
        for _ in range(300):
            question = drill(things, False, rng)
            other = None if question is None else known.get((question.template, question.asked))
            if question is None or other is None:
                continue
            compared[question.topic] += 1
            if question.kind is AnswerKind.CLOCK_HOUR:
                assert abs((question.value - other.value + 6) % 12 - 6) < 0.1
            elif question.kind in (AnswerKind.LENGTH, AnswerKind.POSITION):
                assert question.value == pytest.approx(other.value, abs=0.02)
                assert question.place_m == pytest.approx(other.place_m, abs=0.02)
            else:
                assert (question.yes, question.answers) == (other.yes, other.answers)
    assert {"left_of", "behind", "taller", "height", "width", "where", "clock", "centre", "between", "nearer"} <= set(compared)
    assert sum(compared.values()) > 200


def test_beginners_are_asked_for_one_of_two_opposites() -> None:
    opposite = ("right", "in front", "below", "shorter", "thinner", "smaller")
    assert not [q for q in drills(TWO, 500, first=True) if any(word in q.template for word in opposite)]
    later = [q.template for q in drills(TWO, 500)]
    assert all(any(word in template for template in later) for word in opposite[:5])


def test_both_answers_are_asked_for_alike() -> None:
    for topic in ("left_of", "behind", "above", "taller"):
        yes = [q.yes for q in drills(TWO, 1500) if q.topic == topic and q.kind is AnswerKind.YES_NO]
        assert 0.35 < np.mean(yes) < 0.65


def test_nothing_is_asked_that_kinds_give_away() -> None:
    assert {q.topic for q in drills(TWO, 500, fair=True)}.isdisjoint(
        {"taller", "shorter", "wider", "thinner", "bigger", "height", "width", "above", "below"})


def test_only_well_visible_things_are_drilled_about() -> None:
    rows = np.concatenate([TWO, TWO, TWO])
    rows["id"] = np.arange(6) + 1
    rows["fraction"][1], rows["border"][2], rows["kind"][3], rows["named"][4] = 0.5, 1, ObjectKind.SUPPORT, 0
    assert drilled_about(rows, named=False)["id"].tolist() == [1, 5, 6]
    assert drilled_about(rows, named=True)["id"].tolist() == [1, 6]


def test_one_thing_alone_is_not_drilled_about() -> None:
    assert drill(TWO[:1], False, np.random.default_rng(0)) is None
