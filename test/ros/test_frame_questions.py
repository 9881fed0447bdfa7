"""Questions about recorded frames: named as the node names things, judged by the annotations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sensor_msgs.msg import RegionOfInterest

from spatialgeo_ros.evaluation.annotations import AnnotatedDistance, AnnotatedFact, AnnotatedFrame, AnnotatedObject
from spatialgeo_ros.msg import Scene, SceneObject
from spatialgeo_ros.ros.demo_session import DemoQuestion
from spatialgeo_ros.ros.frame_questions import annotated_questions, open_questions
from spatialgeo_ros.types import Answer, AnswerKind, PinholeCamera, Status

BOXES = {"a": (10, 10, 29, 49), "b": (60, 10, 89, 39), "c": (100, 50, 119, 79)}
DESCRIPTIONS = {"a": "tall red box", "b": "blue bowl", "c": "leftmost grey object"}


def scene(descriptions: Sequence[str] = tuple(DESCRIPTIONS.values())) -> Scene:
    objects = [SceneObject(id=7, kind=SceneObject.SUPPORT, description="table", visible=True)]
    for number, (box, words) in enumerate(zip(BOXES.values(), descriptions, strict=True), start=1):
        roi = RegionOfInterest(x_offset=box[0], y_offset=box[1], width=box[2] - box[0] + 1, height=box[3] - box[1] + 1)
        objects.append(SceneObject(id=number, description=words, visible=True, roi=roi))
    return Scene(objects=objects)


def frame() -> AnnotatedFrame:
    objects = tuple(AnnotatedObject(name, name, ("red",), tuple(map(float, box)), (), False, False, 0.10)
                    for name, box in BOXES.items())
    facts = (AnnotatedFact("left_of", "a", "b", True, 0.2), AnnotatedFact("nearer_than", "b", "a", False, 0.06),
             AnnotatedFact("taller_than", "a", "b", True, 0.2), AnnotatedFact("on", "a", "table", True, None),
             AnnotatedFact("left_of", "b", "c", True, 0.2))
    distances = (AnnotatedDistance("a", "b", 0.10, 0.01, False), AnnotatedDistance("b", "c", 0.10, 0.01, True))
    return AnnotatedFrame("f", Path("c"), Path("d"), 0.001, PinholeCamera(480, 640, 600, 600, 320, 240),
                          np.array([0, -1.0, 0]), 1.0, objects, facts, distances)


def question(start: str, count: int = 20, seed: int = 0) -> DemoQuestion:
    return next(item for item in annotated_questions(frame(), scene(), count, seed) if item.text.startswith(start))


def right(item: DemoQuestion, **given: object) -> bool:
    assert item.judge is not None
    return item.judge(Answer("?", None, **{"status": Status.ANSWERED, "text": "", **given}), scene()).right


def test_only_clear_facts_about_things_that_words_tell_apart() -> None:
    texts = [item.text for item in annotated_questions(frame(), scene(), 50, 0)]
    assert sorted(texts) == sorted(set(texts))
    assert not any("leftmost" in text for text in texts), "nobody would call it so"
    assert not any("front" in text or "behind" in text for text in texts), "the fact is not clear"
    assert {"Is the tall red box on the table?", "How tall is the blue bowl?",
            "How far is the tall red box from the blue bowl?"} <= set(texts)


def test_things_of_one_description_are_not_asked_about() -> None:
    texts = [item.text for item in annotated_questions(frame(), scene(["red box", "red box", "mug"]), 50, 0)]
    assert all("red box" not in text for text in texts)
    assert "How tall is the mug?" in texts


def test_left_and_right_are_asked_both_ways() -> None:
    truths = {}
    for seed in range(12):
        item = question("Is the tall red box to the", seed=seed)
        truths["left" in item.text] = item.truth
        assert right(item, kind=AnswerKind.YES_NO, yes=item.truth == "yes")
        assert not right(item, kind=AnswerKind.YES_NO, yes=item.truth == "no")
    assert truths == {True: "yes", False: "no"}


def test_a_choice_is_judged_by_the_object() -> None:
    item = question("Which is taller")
    assert right(item, kind=AnswerKind.OBJECT, object_ids=(1,))
    assert not right(item, kind=AnswerKind.OBJECT, object_ids=(2,))
    assert not right(item, kind=AnswerKind.OBJECT, object_ids=())


@pytest.mark.parametrize(("value", "std", "expected"), [
    (0.10, 0.001, True), (0.125, 0.001, True), (0.135, 0.001, False), (0.065, 0.001, False), (0.135, 0.02, True)])
def test_a_gap_is_right_within_both_uncertainties(value: float, std: float, expected: bool) -> None:
    item = question("How far")
    assert right(item, kind=AnswerKind.LENGTH, value=value, value_std=std) == expected


def test_an_annotated_upper_bound_may_be_undercut() -> None:
    words = ["tall red box", "blue bowl", "grey cup"]
    asked = annotated_questions(frame(), scene(words), 50, 0)
    item = next(item for item in asked if item.text == "How far is the blue bowl from the grey cup?")
    assert item.truth.startswith("at most")
    assert right(item, kind=AnswerKind.LENGTH, value=0.01, value_std=0.001)
    assert not right(item, kind=AnswerKind.LENGTH, value=0.14, value_std=0.001)


def test_an_answer_refused_or_of_another_kind_is_wrong() -> None:
    item = question("How tall")
    assert right(item, kind=AnswerKind.LENGTH, value=0.11, value_std=0.001)
    assert not right(item, kind=AnswerKind.LENGTH, value=0.13, value_std=0.001)
    assert not right(item, kind=AnswerKind.YES_NO, yes=True)
    assert not right(item, status=Status.AMBIGUOUS, kind=AnswerKind.NONE)


def test_kinds_come_in_turn_and_the_seed_decides() -> None:
    first = [item.text for item in annotated_questions(frame(), scene(), 5, 1)]
    for words in ("to the ", "How far", "Which is taller", "How tall", "on the table"):
        assert sum(words in text for text in first) == 1, words
    assert first == [item.text for item in annotated_questions(frame(), scene(), 5, 1)]


def test_without_annotations_there_is_something_to_ask_and_no_truth() -> None:
    asked = open_questions(scene(), 6, 0)
    assert len(asked) == 6
    assert all(item.judge is None and item.truth == "" for item in asked)
    assert not any("leftmost" in item.text for item in asked)
