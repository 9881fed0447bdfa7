"""Pairs of questions: which there are, and how they are counted."""

from __future__ import annotations

import pytest
from knowing import KnowingVision
from test_evaluation_sight import KnowingSpeaker, rgb_view

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.evaluation.pairs import (
    NEGATED,
    OPPOSITE,
    SECOND_VIEW,
    SWAPPED,
    PairPlan,
    answer_pairs,
    pair_scores,
    paired,
    pairs_json,
    pairs_table,
)
from spatialgeo_ros.evaluation.sight_views import SightPlan, SightView, sight_views
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.types import AnswerKind


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> list[SightView]:
    return sight_views(SightPlan((1962,), 3, 20), tmp_path_factory.mktemp("views"), lambda line: None)


@pytest.fixture(scope="module")
def plan(views: list[SightView]) -> PairPlan:
    return paired(views)


def of_kind(plan: PairPlan, kind: str) -> list[tuple]:
    return [(plan.views[a].asked[i], plan.views[b].asked[j]) for name, (a, i), (b, j) in plan.pairs if name == kind]


def test_a_twin_asks_the_other_way_round(plan: PairPlan) -> None:
    pairs = of_kind(plan, SWAPPED)
    assert {one.question.kind for one, _ in pairs} == {AnswerKind.YES_NO, AnswerKind.LENGTH}
    for one, twin in pairs:
        assert twin.question.asked == one.question.asked[::-1]
        assert twin.question.template == one.question.template
        if one.question.kind is AnswerKind.YES_NO:
            assert twin.question.yes != one.question.yes
        else:
            assert twin.question.value == one.question.value


def test_both_of_a_pair_have_the_same_names(plan: PairPlan) -> None:
    for one, twin in of_kind(plan, SWAPPED):
        assert sorted(one.text.strip("?").split()) == sorted(twin.text.strip("?").split())


def test_what_is_not_above_gives_no_swapped_twin(plan: PairPlan) -> None:
    assert not [one for one, _ in of_kind(plan, SWAPPED) if one.question.topic in ("above", "below") and not one.question.yes]


def test_the_opposite_word_keeps_the_answer_and_not_turns_it(plan: PairPlan) -> None:
    for one, twin in of_kind(plan, OPPOSITE):
        assert twin.question.yes == one.question.yes
        assert twin.text != one.text
    negated = of_kind(plan, NEGATED)
    assert negated
    for one, twin in negated:
        assert twin.question.yes != one.question.yes
        assert " not " in twin.text


def test_a_second_view_asks_the_same_about_the_same_things(plan: PairPlan) -> None:
    pairs = [(one, two) for kind, one, two in plan.pairs if kind == SECOND_VIEW]
    assert pairs
    for (a, i), (b, j) in pairs:
        assert a != b
        one, twin = plan.views[a].asked[i].question, plan.views[b].asked[j].question
        assert (one.template, one.asked) == (twin.template, twin.asked)


def test_one_who_knows_is_never_inconsistent(views: list[SightView]) -> None:
    plan = paired(views[:1])
    speaker = KnowingSpeaker(list(plan.views))
    right = answer_pairs(Sight(KnowingVision(rgb_view(views[0]))), plan, SceneConfig(), speaker)
    assert set(right) == {"measured", "said", "said, masks given"}
    said = pair_scores(plan, right["said"])[-1]
    assert said.count == said.both_right == len(plan.pairs)
    measured = pair_scores(plan, right["measured"])[-1]
    assert measured.both_right > 0.8 * measured.count
    assert measured.inconsistent <= 0.05 * measured.count
    rows = {row[0]: row for row in pairs_table(plan, right).rows}
    assert rows["said: all"][-1] == "reached"
    assert pairs_json(plan, right)["said"]["all"]["IC"] == 0


def test_pairs_are_counted_by_hand() -> None:
    plan = PairPlan((), ((SWAPPED, (0, 0), (0, 1)), (SWAPPED, (0, 2), (0, 3)), (NEGATED, (0, 0), (0, 2)),
                         (SECOND_VIEW, (0, 3), (1, 0))))
    right = {(0, 0): True, (0, 1): True, (0, 2): False, (0, 3): False, (1, 0): True}
    scores = {score.kind: score for score in pair_scores(plan, right)}
    assert (scores[SWAPPED].both_right, scores[SWAPPED].both_wrong, scores[SWAPPED].inconsistent) == (1, 1, 0)
    assert scores[NEGATED].inconsistent == scores[SECOND_VIEW].inconsistent == 1
    assert (scores["of one image"].count, scores["all"].count, scores["all"].inconsistent) == (3, 4, 2)
    table = pairs_table(plan, {"measured": right})
    assert [row[-1] for row in table.rows if row[0].endswith("swapped")] == ["reached"]
    assert [row[-1] for row in table.rows if row[0].endswith("all")] == ["missed"]
