"""Questions with the things that they mean pointed at: the same question, and nothing that was measured."""

from __future__ import annotations

import pytest

from spatialgeo_ros.questions.pointing import prompt_of
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Dimension,
    DistanceKind,
    Evidence,
    Phrase,
    Predicate,
    Query,
    QueryKind,
    Status,
)

MUG, BOWL = Phrase(noun="mug"), Phrase(noun="bowl")


def answer(query: Query, *ids: int, status: Status = Status.ANSWERED) -> Answer:
    return Answer("in words?", query, status, "", AnswerKind.YES_NO, evidence=Evidence(ids))


@pytest.mark.parametrize(("query", "ids", "pointed"), [
    (Query(QueryKind.RELATION, (MUG,), (BOWL,), Predicate.LEFT_OF), (7, 4), "Is region 1 <0> to the left of region 2 <1>?"),
    (Query(QueryKind.RELATION, (MUG,), (BOWL,), Predicate.TALLER), (7, 4), "Is region 1 <0> taller than region 2 <1>?"),
    (Query(QueryKind.DISTANCE, (MUG,), (BOWL,)), (7, 4), "How far is region 1 <0> from region 2 <1>?"),
    (Query(QueryKind.DISTANCE, (MUG,), (BOWL,), distance=DistanceKind.VERTICAL), (7, 4),
     "What is the vertical distance between region 1 <0> and region 2 <1>?"),
    (Query(QueryKind.SIZE, (MUG,), dimension=Dimension.WIDTH), (7,), "How wide is region 1 <0>?"),
    (Query(QueryKind.DIRECTION, (MUG,), (BOWL,)), (7, 4), "If you are at region 1 <0>, at what clock hour is region 2 <1>?"),
    (Query(QueryKind.RELATION, (MUG,), (BOWL, BOWL), Predicate.BETWEEN), (7, 4, 9),
     "Is region 1 <0> between region 2 <1> and region 3 <2>?"),
    (Query(QueryKind.WHERE_IS, (MUG,)), (7,), "Where is region 1 <0>?")])
def test_what_is_asked_is_pointed_at(query: Query, ids: tuple[int, ...], pointed: str) -> None:
    prompt = prompt_of(answer(query, *ids))
    assert (prompt.text, prompt.pointed, prompt.ids) == ("in words?", pointed, ids)


def test_not_is_asked_without_it_and_turned_around() -> None:
    query = Query(QueryKind.RELATION, (MUG,), (BOWL,), Predicate.LEFT_OF, negated=True)
    prompt = prompt_of(answer(query, 7, 4))
    assert (prompt.pointed, prompt.negated) == ("Is region 1 <0> to the left of region 2 <1>?", True)


def test_the_camera_is_no_region() -> None:
    prompt = prompt_of(answer(Query(QueryKind.DISTANCE, (MUG,), (Phrase(noun="viewer"),)), 7, 0))
    assert (prompt.pointed, prompt.ids) == ("How far away is region 1 <0>?", (7,))


def test_the_order_of_a_choice_does_not_tell_the_measured_answer() -> None:
    query = Query(QueryKind.CHOICE, (MUG, BOWL), (), Predicate.TALLER)
    first, second = (prompt_of(answer(query, *ids)) for ids in ((7, 4), (4, 7)))
    assert first == second
    assert first.pointed == "Which is taller, region 1 <0> or region 2 <1>?"


def test_what_is_nearer_to_the_camera_or_to_a_thing() -> None:
    camera = Query(QueryKind.CHOICE, (MUG, BOWL), (Phrase(noun="viewer"),), Predicate.NEAR)
    prompt = prompt_of(answer(camera, 7, 4, 0))
    assert (prompt.pointed, prompt.ids) == ("Which is closer to the camera, region 1 <0> or region 2 <1>?", (4, 7))
    thing = Query(QueryKind.CHOICE, (MUG, BOWL), (Phrase(noun="can"),), Predicate.NEAR)
    prompt = prompt_of(answer(thing, 7, 4, 9))
    assert (prompt.pointed, prompt.ids) == ("Which is closer to region 1 <0>, region 2 <1> or region 3 <2>?", (9, 4, 7))


@pytest.mark.parametrize("query", [
    Query(QueryKind.SIZE, (MUG,), dimension=Dimension.WIDTH, negated=True),
    Query(QueryKind.RELATION, (MUG,), (BOWL,), Predicate.TOUCHING),
    Query(QueryKind.RELATION, (Phrase(noun="mug", plural=True),), (BOWL,), Predicate.LEFT_OF),
    Query(QueryKind.RELATION, (MUG,), (BOWL,), Predicate.LEFT_OF, limit_m=0.1),
    Query(QueryKind.SIZE, (MUG,), dimension=Dimension.VOLUME), Query(QueryKind.COUNT, (MUG,))])
def test_what_no_form_asks_is_asked_in_words(query: Query) -> None:
    assert prompt_of(answer(query, 7, 4)).pointed == ""


def test_what_was_not_answered_is_asked_in_words() -> None:
    query = Query(QueryKind.RELATION, (MUG,), (BOWL,), Predicate.LEFT_OF)
    assert prompt_of(answer(query, 7, 4, status=Status.AMBIGUOUS)).pointed == ""
    assert prompt_of(answer(query, 7)).pointed == "", "it says of one thing only which it is"
    assert prompt_of(answer(query, 7, 7)).pointed == ""
