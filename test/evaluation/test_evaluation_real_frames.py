"""The recorded real frames: what is scored, and the goals."""

import pytest

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.evaluation.frames import FACTS_GOAL, FOUND_GOAL, evaluate_frames


@pytest.fixture(scope="module")
def scores(real_frames):
    if not (real_frames / "annotations.json").exists():
        pytest.skip(f"no annotations.json in {real_frames}")
    return evaluate_frames(real_frames, SceneConfig())


def test_every_annotated_thing_is_scored(scores):
    totals = {score.group: score.total for score in scores.scores()}
    assert totals["found, not flat"] == 39
    assert totals["found, flat"] == 3
    assert totals["clear facts, on, inside (all)"] == 363
    assert totals["fact on"] == 41
    assert totals["fact inside"] == 1
    assert totals["distance gap"] + totals["distance upper_bound"] == 44
    assert totals["height"] == 39
    assert [result.error for result in scores.results] == [""] * 5


def test_the_goals_are_those_that_were_asked_for():
    assert FOUND_GOAL * 39 == pytest.approx(37)
    assert FACTS_GOAL == 0.97
