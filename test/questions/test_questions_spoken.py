"""What a model says in words becomes a value and is compared with what was measured; the measured part stays as it is."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from asking import ask
from scenes import kitchen

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.spoken import abstaining, read_spoken, with_spoken, without_spoken
from spatialgeo_ros.types import Answer, AnswerKind, Scene, Status, Verdict

KITCHEN = kitchen()
AGREE, DISAGREE, ABSTAIN, NOT_CHECKED = Verdict.AGREE, Verdict.DISAGREE, Verdict.ABSTAIN, Verdict.NOT_CHECKED


def measured(kind: AnswerKind, **value: object) -> Answer:
    return Answer("?", None, Status.ANSWERED, "as measured", kind, **value)  # type: ignore[arg-type]


def said(answer: Answer, text: str, confidence: float = 0.9, scene: Scene = KITCHEN) -> Answer:
    return with_spoken(answer, text, confidence, scene, AnswerConfig())


@pytest.mark.parametrize(("kind", "value", "text", "verdict"), [
    (AnswerKind.YES_NO, {"yes": True}, "yes", AGREE),
    (AnswerKind.YES_NO, {"yes": True}, "no", DISAGREE),
    (AnswerKind.YES_NO, {"yes": True}, "0.4 m", ABSTAIN),
    (AnswerKind.LENGTH, {"value": 0.40, "value_std": 0.01}, "0.48 m", AGREE),
    (AnswerKind.LENGTH, {"value": 0.40, "value_std": 0.01}, "0.51 m", DISAGREE),
    (AnswerKind.LENGTH, {"value": 0.40, "value_std": 0.1}, "0.51 m", AGREE),
    (AnswerKind.LENGTH, {"value": 0.40, "value_std": 0.01, "upper_bound": True}, "0.1 m", AGREE),
    (AnswerKind.LENGTH, {"value": 0.40, "value_std": 0.01}, "0.1 m", DISAGREE),
    (AnswerKind.LENGTH, {"value": 0.40}, "4", ABSTAIN),
    (AnswerKind.COUNT, {"value": 3.0}, "3", AGREE),
    (AnswerKind.COUNT, {"value": 3.0}, "2", DISAGREE),
    (AnswerKind.CLOCK_HOUR, {"value": 12.0}, "1 o'clock", AGREE),
    (AnswerKind.CLOCK_HOUR, {"value": 12.0}, "2 o'clock", DISAGREE),
    (AnswerKind.CLOCK_HOUR, {"value": 12.0}, "13 o'clock", ABSTAIN),
    (AnswerKind.AREA_OR_VOLUME, {"value": 0.1}, "0.1 m", ABSTAIN)])
def test_values_are_compared_as_they_are_counted_right(kind, value, text, verdict) -> None:
    answer = said(measured(kind, **value), text)
    assert answer.verdict is verdict
    assert answer.spoken.text == text
    assert bool(answer.spoken.reason) == (verdict is not AGREE)


def test_a_place_needs_all_three_numbers_and_directions() -> None:
    place = measured(AnswerKind.POSITION, position_viewer_m=np.array([-0.3, 1.2, -0.4]))
    assert said(place, "0.32 m left, 1.3 m ahead, 0.4 m down").verdict is AGREE
    other_side = said(place, "0.32 m right, 1.3 m ahead, 0.4 m down")
    assert other_side.verdict is DISAGREE
    np.testing.assert_allclose(other_side.spoken.position_viewer_m, [0.32, 1.3, -0.4])
    assert "measured -0.30, 1.20, -0.40 m, said 0.32, 1.30, -0.40 m" in other_side.spoken.reason


def test_things_are_those_that_the_words_fit() -> None:
    ids = {item.label: item.id for item in KITCHEN.objects}
    first, second = sorted(ids)[:2]
    one, both = (measured(AnswerKind.OBJECT, object_ids=found) for found in ((ids[first],), (ids[first], ids[second])))
    agreed = said(one, f"the {first}")
    assert agreed.verdict is AGREE
    assert agreed.spoken.object_ids == (ids[first],)
    assert said(one, f"the {second}").verdict is DISAGREE
    assert said(both, f"the {second} and the {first}").verdict is AGREE, "in any order"
    assert said(both, f"the {first}").verdict is DISAGREE
    assert said(one, "something").verdict is ABSTAIN


def test_a_region_is_the_thing_that_was_pointed_at() -> None:
    choice = measured(AnswerKind.OBJECT, object_ids=(4,))
    right, wrong, third = (with_spoken(choice, text, 0.9, KITCHEN, AnswerConfig(), (7, 4))
                           for text in ("region 2", "region 1", "region 3"))
    assert (right.verdict, right.spoken.text, right.spoken.object_ids) == (AGREE, "region 2 (#4)", (4,))
    assert (wrong.verdict, wrong.spoken.reason) == (DISAGREE, "measured #4, said #7")
    assert third.verdict is ABSTAIN
    assert said(choice, "region 2").verdict is ABSTAIN, "nothing was pointed at"


def test_colours_and_names_that_nobody_told_decide_what_can_be_compared() -> None:
    red = replace(KITCHEN.objects[0], label="", colours=("red",))
    scene = replace(KITCHEN, objects=(red,))
    answer = measured(AnswerKind.OBJECT, object_ids=(red.id,))
    unnamed = said(answer, "the red mug", scene=scene)
    assert unnamed.verdict is NOT_CHECKED
    assert "no name" in unnamed.spoken.reason
    assert said(answer, "the blue mug", scene=scene).verdict is DISAGREE
    named = replace(scene, objects=(replace(red, label="coffee mug"),))
    assert said(answer, "the red mug", scene=named).verdict is AGREE


def test_what_is_said_without_confidence_is_not_compared() -> None:
    answer = said(measured(AnswerKind.YES_NO, yes=True), "yes", 0.4)
    assert answer.verdict is ABSTAIN
    assert answer.spoken.yes
    assert "answers.min_confidence" in answer.spoken.reason
    assert said(measured(AnswerKind.YES_NO, yes=True), "yes", float("nan")).verdict is ABSTAIN


def test_nothing_measured_is_nothing_checked() -> None:
    answer = said(ask("Is the samovar left of the table?", KITCHEN), "yes")
    assert answer.status is not Status.ANSWERED
    assert answer.verdict is NOT_CHECKED
    assert answer.spoken.text == "yes"
    late = without_spoken(measured(AnswerKind.YES_NO, yes=True), "the speaker did not answer in time")
    assert (late.verdict, late.spoken.text) == (NOT_CHECKED, "")
    assert abstaining(measured(AnswerKind.COUNT, value=1.0), "samovar?").verdict is ABSTAIN
    assert abstaining(ask("xyzzy", KITCHEN), "xyzzy?").verdict is NOT_CHECKED


def test_the_measured_answer_is_the_same_whatever_is_said() -> None:
    for question in ("How many objects are there?", "What do you see?", "Is there a mug?"):
        before = ask(question, KITCHEN)
        for text in ("yes", "no", "7", "the mug", "0.2 m", ""):
            after = said(before, text)
            for item in fields(Answer):
                if item.name not in ("spoken", "verdict"):
                    assert getattr(after, item.name) is getattr(before, item.name), item.name


def test_words_are_read_for_the_kind_that_was_asked() -> None:
    assert read_spoken("3", 1.0, AnswerKind.COUNT).value == 3
    assert read_spoken("3", 1.0, AnswerKind.YES_NO).kind is AnswerKind.NONE
    assert read_spoken("", 1.0, AnswerKind.OBJECT).kind is AnswerKind.NONE
