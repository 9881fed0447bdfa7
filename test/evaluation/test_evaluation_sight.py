"""Scores of scenes of colour alone: a model that knows the truth scores full marks, one that knows nothing none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from knowing import KnowingVision, encoded_truth

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.evaluation.reliability_plot import confidence_picture
from spatialgeo_ros.evaluation.sight import SightScores, evaluate_sight
from spatialgeo_ros.evaluation.sight_answers import judged
from spatialgeo_ros.evaluation.sight_cases import IMAGE_PX, TEXT_PX, CaseSheet, depth_picture
from spatialgeo_ros.evaluation.sight_report import sight_json, sight_markdown, sight_text
from spatialgeo_ros.evaluation.sight_speaker import Compared, Heard
from spatialgeo_ros.evaluation.sight_views import SightPlan, SightView, sight_views
from spatialgeo_ros.evaluation.spoken_report import (
    flagged_share,
    risk_at,
    risk_curve,
    spoken_curves,
    spoken_json,
    spoken_of,
)
from spatialgeo_ros.models.shown import Shown
from spatialgeo_ros.runtimes.vision import Encoded
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.types import Answer, AnswerKind, Prompt, Reply, Status, Verdict
from spatialgeo_ros.world.rgb_views import RgbView
from spatialgeo_ros.world.slotted import SlottedQuestion

PLAN = SightPlan((1962,), 1, 20)


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> list[SightView]:
    return sight_views(PLAN, tmp_path_factory.mktemp("views"), lambda line: None)


def scores_of(views: list[SightView], encoded: Encoded) -> SightScores:
    return evaluate_sight(Sight(KnowingVision(rgb_view(views[0]), encoded)), views, PLAN, SceneConfig())


def rgb_view(view: SightView) -> RgbView:
    frame = view.frame
    assert frame.up_ref is not None
    return RgbView(frame.rgb, view.depth_m.astype(np.float16), np.zeros((96, 128, 2), np.int8), view.ids,
                   frame.camera, frame.up_ref, 1.0, view.things, ())


def truth_of(view: SightView) -> Encoded:
    return encoded_truth(rgb_view(view))


def test_the_truth_scores_full_marks(views: list[SightView]) -> None:
    scores = scores_of(views, truth_of(views[0]))
    rates = {score.group: score.rate for score in scores.scores() if score.total}
    assert rates["found"] == rates["class"] == rates["colour"] == 1
    assert np.mean([check.right for check in scores.checks]) > 0.9
    assert scores.depth["abs_rel"] < 0.01
    assert sum(score.total for score in scores.scores()) > 20
    assert {check.group for check in scores.given} == {asked.group for asked in views[0].asked}
    json.dumps(sight_json(scores))
    assert "AbsRel on objects" in sight_text(scores)
    assert "| distances |" in sight_markdown(scores)


def test_no_segments_score_nothing_but_masks_may_be_given(views: list[SightView], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatialgeo_ros.sight.pipeline._LEAST_ODDS", 12.0)  # nothing is as surely a thing
    scores = scores_of(views, truth_of(views[0]))
    rates = {score.group: score.rate for score in scores.scores() if score.total}
    assert rates["found"] == rates["distances"] == 0
    assert np.mean([check.right for check in scores.given]) > 0.8


def test_wrong_depth_is_told_so(views: list[SightView]) -> None:
    truth = truth_of(views[0])
    scores = scores_of(views, replace(truth, log_depth=truth.log_depth + np.float32(np.log(1.5))))
    assert scores.depth["abs_rel"] == pytest.approx(0.5, abs=0.01)
    assert scores.depth["delta1"] < 0.01, "between two depths that are told, at borders, a right one lies now and then"
    assert np.median([item.error_m / item.distance_m for item in scores.placed]) == pytest.approx(0.5, abs=0.05)


def test_a_refused_view_answers_nothing(views: list[SightView]) -> None:
    truth = truth_of(views[0])
    scores = scores_of(views, replace(truth, log_scatter=np.full_like(truth.log_scatter, 1.0)))
    assert len(scores.refused) == 1
    assert not any(check.right for check in scores.checks)
    assert "cannot tell how far" in sight_text(scores)


def test_cases_are_shown_with_what_was_right_and_wrong(views: list[SightView], tmp_path: Path) -> None:
    sheet, outcomes = CaseSheet(), []
    evaluate_sight(Sight(KnowingVision(rgb_view(views[0]))), views, PLAN, SceneConfig(), speaker=KnowingSpeaker(views),
                   show=outcomes.append)
    sheet.add(outcomes[0])
    paths = sheet.save(tmp_path)
    assert "cases_right.png" in [path.name for path in paths]
    shown = cv2.imread(str(paths[0]))
    height, width = IMAGE_PX[0] + TEXT_PX, 2 * IMAGE_PX[1]
    assert shown.shape == (height, 2 * width, 3)
    assert shown[:IMAGE_PX[0], :width].std() > 20, "image and depth"
    assert shown[IMAGE_PX[0]:, :width].max() > 200, "question and answers"
    assert not shown[:, width:].any(), "one view shows one case"


def test_near_is_red_and_unknown_black() -> None:
    picture = depth_picture(np.array([[0.5, 5.0, 0.0, np.nan]], np.float32))
    assert picture[0, 0, 0] > picture[0, 0, 2]
    assert picture[0, 1, 2] > picture[0, 1, 0]
    assert not picture[0, 2:].any()


def test_with_a_sensor_depth_is_measured(tmp_path: Path) -> None:
    plan = replace(PLAN, sensor=True)
    views = sight_views(plan, tmp_path, lambda line: None)
    assert views[0].frame.depth_m is not None
    assert np.median(np.abs(views[0].frame.depth_m[1::3, 1::3] - views[0].depth_m)) < 0.02
    scores = evaluate_sight(Sight(KnowingVision(rgb_view(views[0]))), views, plan, SceneConfig())
    assert scores.depth["abs_rel"] < 0.05
    assert {score.group: score.rate for score in scores.scores()}["found"] > 0.5
    assert sight_json(scores)["sensor_depth"]
    assert "a sensor's depth" in sight_text(scores)
    assert "direct distance" in sight_markdown(scores)


@pytest.mark.parametrize(("question", "answer", "right"), [
    (SlottedQuestion("", "closest", AnswerKind.LENGTH, (), value=1.0), {"value": 1.24}, True),
    (SlottedQuestion("", "closest", AnswerKind.LENGTH, (), value=1.0), {"value": 0.74}, False),
    (SlottedQuestion("", "clock", AnswerKind.CLOCK_HOUR, (), value=0.3), {"value": 11.5}, True),
    (SlottedQuestion("", "clock", AnswerKind.CLOCK_HOUR, (), value=3.0), {"value": 4.2}, False),
    (SlottedQuestion("", "count", AnswerKind.COUNT, (), value=2.0), {"value": 2.0}, True),
    (SlottedQuestion("", "left_of", AnswerKind.YES_NO, (), yes=True), {"yes": False}, False),
    (SlottedQuestion("", "left_of", AnswerKind.YES_NO, (), yes=True), {"yes": True}, True),
    (SlottedQuestion("", "nearer", AnswerKind.OBJECT, (5, 6), answers=(5,)), {"object_ids": (2,)}, True),
    (SlottedQuestion("", "nearer", AnswerKind.OBJECT, (5, 6), answers=(6,)), {"object_ids": (2,)}, False),
    (SlottedQuestion("", "where", AnswerKind.POSITION, (), place_m=(1.0, 2.0, 0.0)),
     {"position_viewer_m": np.array([1.3, 2.3, 0.0])}, True),
    (SlottedQuestion("", "left_of", AnswerKind.YES_NO, (), yes=True), {"yes": True, "status": Status.AMBIGUOUS}, False),
])
def test_answers_are_judged_as_benchmarks_do(question: SlottedQuestion, answer: dict[str, object], right: bool) -> None:
    given = {"status": Status.ANSWERED, **answer}
    told = Answer("", None, text="", kind=question.kind, **given)  # type: ignore[arg-type]
    assert judged(question, told, {2: 5}) is right


class KnowingSpeaker:
    """Says the truth about the view that it was told of, wrongly where `wrong` says so."""

    size = (192, 256)

    def __init__(self, views: list[SightView], wrong: bool = False) -> None:
        self.answers = {asked.text: asked.answer for view in views for asked in view.asked}
        self.wrong = wrong
        self.segments: list[int] = []

    def ask(self, shown: Shown, prompts: Sequence[Prompt], timeout_s: float) -> list[Reply]:
        self.segments.append(len(np.unique(shown.ids)) - 1)
        return [Reply("nothing" if self.wrong else self.answers[prompt.text], 0.9) for prompt in prompts]


@pytest.mark.parametrize("wrong", [False, True])
def test_what_is_said_is_scored_and_compared(views: list[SightView], wrong: bool) -> None:
    speaker = KnowingSpeaker(views, wrong)
    scores = evaluate_sight(Sight(KnowingVision(rgb_view(views[0]))), views, PLAN, SceneConfig(), speaker=speaker)
    assert scores.heard is not None
    assert len(scores.heard.checks) == len(scores.heard.given) == len(scores.heard.compared) == len(views[0].asked)
    assert {check.right for check in scores.heard.checks} == {not wrong}
    assert speaker.segments[0] == len(np.unique(views[0].ids)) - 1, "the true masks are shown first"
    verdicts = [item.verdict for item in scores.heard.compared]
    assert Verdict.DISAGREE not in verdicts if wrong else verdicts.count(Verdict.AGREE) > 0.8 * len(verdicts)
    told = sight_json(scores)["verdicts"]
    assert sum(part["of"] for part in told.values()) == len(verdicts)
    assert "The model's speaker" in sight_text(scores)
    error = sight_json(scores)["spoken_calibration_error"]
    assert error == pytest.approx(0.9 if wrong else 0.1), "it is 0.9 sure of everything"


def compared(verdict: Verdict, confidence: float, right: bool) -> Compared:
    return Compared(verdict, "yes", confidence, True, right, AnswerKind.YES_NO)


def test_what_is_marked_and_what_is_risked_counted_by_hand() -> None:
    heard = Heard(compared=(compared(Verdict.DISAGREE, 0.6, False), compared(Verdict.ABSTAIN, 0.2, False),
                            compared(Verdict.AGREE, 0.9, False), compared(Verdict.NOT_CHECKED, 0.5, False),
                            compared(Verdict.AGREE, 0.95, True), compared(Verdict.DISAGREE, 0.7, True),
                            compared(Verdict.ABSTAIN, float("nan"), False)))
    said = spoken_of(heard)
    assert len(said) == 6, "nothing was said once"
    assert flagged_share(said, right=False) == 0.5
    assert flagged_share(said, right=True) == 0.5
    assert risk_at(said, (1.0, 0.5, 1 / 6)) == pytest.approx([4 / 6, 1 / 3, 0.0])
    told = spoken_json(heard)
    assert (told["wrong_caught"], told["right_flagged"]) == (0.5, 0.5)
    assert told["risk_at_coverage"]["1"] == pytest.approx(4 / 6, abs=1e-4)


def test_confidence_is_plotted_by_kind_with_the_risk() -> None:
    heard = Heard(compared=tuple(compared(Verdict.AGREE, 0.9 - 0.1 * k, k < 4) for k in range(6)))
    curves = spoken_curves(heard)
    assert [curve.name for curve in curves] == ["spoken", "yes_no"]
    assert risk_curve(spoken_of(heard)).tolist() == pytest.approx([0, 0, 0, 0, 1 / 5, 2 / 6])
    picture = confidence_picture(curves, risk_curve(spoken_of(heard)))
    assert picture.shape[0] > 300
    assert picture.std() > 5
    assert confidence_picture(spoken_curves(Heard()), risk_curve([])).shape == picture.shape, "where nothing was said"
