"""Things that a model has guesses about, but no names for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spatialgeo_ros.config import AnswerConfig, RelationConfig
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.scene.relations import find_relations
from spatialgeo_ros.types import (
    DepthSource,
    GravitySource,
    ObjectKind,
    OrientedBox,
    PinholeCamera,
    Pose,
    Scene,
    SceneObject,
    Status,
)


def thing(number: int, right_m: float, colour: str, *guesses: tuple[str, float], label: str = "") -> SceneObject:
    box = OrientedBox(Pose(np.eye(3), np.array([right_m, 1.0, 0.0])), np.full(3, 0.1))
    return SceneObject(number, ObjectKind.OBJECT, box, 1e-5 * np.eye(3), np.full(3, 0.002), np.zeros((0, 3), np.float32), 0,
                       label=label, label_score=0.9 if label else 0.0, colours=(colour,), guesses=guesses,
                       bbox_xyxy_px=(10 * number, 5, 10 * number + 8, 15))


def scene(*things: SceneObject) -> Scene:
    relations = find_relations(things, Pose.identity(), RelationConfig())
    return Scene(0, "map", "camera", True, DepthSource.PREDICTED, GravitySource.PARAMETER, Pose.identity(), Pose.identity(),
                 PinholeCamera(48, 64, 60.0, 60.0, 31.5, 23.5), things, relations)


MUG = thing(1, -0.3, "red", ("bowl", 0.4), ("mug", 0.3))
CAN = thing(2, 0.3, "red", ("can", 0.45), ("mug", 0.1))
BALL = thing(3, 0.0, "blue", ("ball", 0.95), label="ball")


def answered(question: str, *things: SceneObject) -> tuple[Status, bool, tuple[int, ...]]:
    answer = ask(question, scene(*things), Vocabulary(), AnswerConfig())
    return answer.status, answer.yes, answer.evidence.object_ids


def test_the_likeliest_is_meant() -> None:
    status, yes, ids = answered("Is the mug left of the ball?", MUG, CAN, BALL)
    assert (status, yes, ids) == (Status.ANSWERED, True, (1, 3))
    assert answered("Is the red can left of the ball?", MUG, CAN, BALL) == (Status.ANSWERED, False, (2, 3))


def test_no_guess_no_answer() -> None:
    assert answered("Is the lamp left of the ball?", MUG, CAN, BALL)[0] is Status.UNKNOWN
    assert answered("Is the blue mug left of the ball?", MUG, CAN, BALL)[0] is Status.UNKNOWN
    blank = [replace(item, guesses=()) for item in (MUG, CAN)]
    assert answered("Is the mug left of the ball?", *blank, BALL)[0] is Status.UNKNOWN


def test_what_alone_has_the_colour_needs_less() -> None:
    blue, red = (thing(1, -0.3, colour, ("bowl", 0.4), ("mug", 0.02)) for colour in ("blue", "red"))
    ball = thing(3, 0.0, "red", ("ball", 0.95), label="ball")
    assert answered("Is the blue mug left of the ball?", blue, CAN, ball)[0] is Status.ANSWERED
    assert answered("Is the red mug left of the ball?", red, ball)[0] is Status.UNKNOWN


def test_two_that_are_as_likely_are_not_told_apart() -> None:
    other = replace(CAN, guesses=(("mug", 0.27),))
    assert answered("Is the mug left of the ball?", MUG, other, BALL)[0] is Status.UNKNOWN


@pytest.mark.parametrize(("pixels", "source", "status"), [
    (600, DepthSource.PREDICTED, Status.ANSWERED), (400, DepthSource.PREDICTED, Status.AMBIGUOUS),
    (600, DepthSource.SENSOR, Status.AMBIGUOUS)])
def test_of_two_with_one_name_the_one_that_is_hardly_shown_is_not_meant(pixels: int, source: DepthSource,
                                                                        status: Status) -> None:
    mugs = [replace(item, label="mug", guesses=(("mug", 0.9),), pixel_count=count)
            for item, count in ((MUG, pixels), (CAN, 100))]
    told = replace(scene(*mugs, BALL), depth_source=source)
    answer = ask("Is the mug left of the ball?", told, Vocabulary(), AnswerConfig())
    assert answer.status is status
    if status is Status.ANSWERED:
        assert answer.evidence.object_ids == (1, 3)


@pytest.mark.parametrize(("surer", "status"), [(0.9, Status.ANSWERED), (0.6, Status.AMBIGUOUS)])
def test_of_two_with_one_name_the_far_surer_is_meant(surer: float, status: Status) -> None:
    first, second = (replace(item, label="mug", guesses=(("mug", chance),)) for item, chance in ((MUG, surer), (CAN, 0.5)))
    assert answered("Is the mug left of the ball?", first, second, BALL)[0] is status


def test_what_detectors_named_stays_ambiguous() -> None:
    first, second = (replace(item, label="mug", label_score=score, guesses=()) for item, score in ((MUG, 0.95), (CAN, 0.3)))
    assert answered("Is the mug left of the ball?", first, second, BALL)[0] is Status.AMBIGUOUS
