"""How good scenes of colour alone are, against the truth of simulated rooms: everything predicted, things named by words.

The same is scored again with the true masks and names given, which tells how much the model's own segments and names lose.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.evaluation.checks import Check, Score, score_of
from spatialgeo_ros.evaluation.matching import masks_iou, match_best_first
from spatialgeo_ros.evaluation.sight_answers import Answered, answered_about, text_only_checks
from spatialgeo_ros.evaluation.sight_speaker import Heard, Speaks, heard_of
from spatialgeo_ros.evaluation.sight_views import SightPlan, SightView
from spatialgeo_ros.evaluation.unmatched import seen_objects
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.sight.pipeline import SeeingPipeline
from spatialgeo_ros.training.categories import Told
from spatialgeo_ros.types import FloatArray, ObjectKind, Scene, SceneObject
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, LABEL_STEP, NO_COLOUR

MIN_IOU, MIN_VISIBLE = 0.5, 0.6
FLOORS = {"relations": 0.86, "distances": 0.58, "sizes": 0.65, "direction": 0.80, "counts": 0.75, "nearest": 0.65,
          "found": 0.88, "class": 0.80, "colour": 0.98}
DEPTH_FLOORS = {"abs_rel": 0.07, "delta1": 0.96, "abs_rel_objects": 0.12}
ANSWERED = ("relations", "left/right", "front/behind", "above/below", "distances", "sizes", "direction", "counts", "nearest",
            "exists", "places", "lists")
FINER = {"left_of": "left/right", "right_of": "left/right", "in_front_of": "front/behind", "behind": "front/behind",
         "above": "above/below", "below": "above/below"}


@dataclass(frozen=True)
class Placed:
    """How far a found thing is from where it was found to be. error_m: along the line of sight; std_m: what was stated."""

    distance_m: float
    error_m: float
    std_m: float


@dataclass(frozen=True, eq=False)
class SightOutcome:
    """One view, for pictures."""

    view: SightView
    scene: Scene
    measured: Answered
    heard: Heard


@dataclass(frozen=True, eq=False)
class SightScores:
    """checks: of the model's own segments. given: with the true masks and names. text_only: of the words of the questions.
    told: of the model's own segments, by category. depth: abs_rel, delta1, abs_rel_objects, unknown. objects, alone: found
    ones, and those that are no true thing.
    milliseconds: of the model and of the rest, in the middle. heard: of the speaker, None when it was not asked."""

    plan: SightPlan
    views: int
    checks: tuple[Check, ...]
    given: tuple[Check, ...]
    text_only: tuple[Check, ...]
    told: tuple[Told, ...]
    depth: Mapping[str, float]
    placed: tuple[Placed, ...]
    objects: int
    alone: int
    refused: tuple[str, ...]
    milliseconds: tuple[float, float]
    heard: Heard | None = None

    def scores(self) -> tuple[Score, ...]:
        return (*(_score(group, self.checks) for group in ("found", "class", "colour")), *answered(self.checks))

    @property
    def rate_hz(self) -> float:
        return 1e3 / max(sum(self.milliseconds), 1e-6)


def answered(checks: Sequence[Check]) -> tuple[Score, ...]:
    return tuple(_score(group, checks) for group in ANSWERED)


def _score(group: str, checks: Sequence[Check]) -> Score:
    members = [check for check in checks if check.group == group]
    if group in FINER.values():
        members = [check for check in checks if FINER.get(check.detail.partition(":")[0]) == group]
    return score_of(group, members, FLOORS.get(group))


def evaluate_sight(sight: Sight, views: Sequence[SightView], plan: SightPlan, config: SceneConfig,
                   tell: Callable[[str], None] = lambda line: None, speaker: Speaks | None = None,
                   show: Callable[[SightOutcome], None] = lambda outcome: None) -> SightScores:
    heard = Heard()
    checks: list[Check] = []
    given: list[Check] = []
    told: list[Told] = []
    errors: list[tuple[FloatArray, FloatArray, FloatArray]] = []
    placed: list[Placed] = []
    refused: list[str] = []
    times_ms: list[tuple[float, float]] = []
    objects = alone = 0
    pipeline = SeeingPipeline(sight, config)
    for number, view in enumerate(views, 1):
        if number % 20 == 0:
            tell(f"{number} of {len(views)} views")
        pipeline.reset()
        started = time.perf_counter()
        try:
            scene = pipeline.step(view.frame)
        except InputError as error:
            refused.append(f"{view.where}: {error}")
            nothing = answered_about(view, None, {}, config.answers)
            checks, told = [*checks, *thing_checks(view, {}), *nothing.checks], [*told, *nothing.told]
            heard += heard_of(speaker, view, None, {}, nothing.answers, config.answers) if speaker else Heard()
            continue
        took_ms, model_ms = 1e3 * (time.perf_counter() - started), scene.timings_ms.get("model", 0.0)
        times_ms.append((model_ms, took_ms - model_ms))
        matched = match(view, scene)
        measured = answered_about(view, scene, matched, config.answers)
        checks, told = [*checks, *thing_checks(view, matched), *measured.checks], [*told, *measured.told]
        said = heard_of(speaker, view, scene, matched, measured.answers, config.answers) if speaker else Heard()
        heard += said
        show(SightOutcome(view, scene, measured, said))
        found = len(seen_objects(scene))
        objects, alone = objects + found, alone + found - len(matched)
        placed += placements(view, scene, matched)
        errors.append(depth_errors(view, scene))
        given += _given_checks(pipeline, view, config)
    model, core = np.median(np.array(times_ms), axis=0).tolist() if times_ms else (float("nan"),) * 2
    return SightScores(plan, len(views), tuple(checks), tuple(given), tuple(text_only_checks(views)), tuple(told),
                       _depth(errors), tuple(placed), objects, alone, tuple(refused), (model, core),
                       heard if speaker else None)


def _given_checks(pipeline: SeeingPipeline, view: SightView, config: SceneConfig) -> tuple[Check, ...]:
    """Answers from predicted depth, but true masks and names."""
    pipeline.reset()
    height, width = view.frame.rgb.shape[:2]
    masks = np.asarray(cv2.resize(view.ids, (width, height), interpolation=cv2.INTER_NEAREST), np.uint16)
    scene = pipeline.step(view.frame, instances=masks)
    matched = match(view, scene)
    return answered_about(view, named_truly(scene, view, matched), matched, config.answers).checks


def match(view: SightView, scene: Scene) -> dict[int, SceneObject]:
    """True id -> found object, by the overlap of their masks."""
    found = seen_objects(scene)
    assert scene.id_image is not None
    ids = [int(row["id"]) for row in view.things if row["kind"] == ObjectKind.OBJECT]
    if not found or not ids:
        return {}
    overlap = masks_iou(ids, view.ids, [item.id for item in found], scene.id_image[::LABEL_STEP, ::LABEL_STEP])
    return {ids[row]: found[column] for row, column in match_best_first(overlap, MIN_IOU).items()}


def thing_checks(view: SightView, matched: Mapping[int, SceneObject]) -> list[Check]:
    """Found, and of what was found class and colour, of all things that are well in view."""
    checks = []
    for row in view.things:
        if row["kind"] != ObjectKind.OBJECT or row["fraction"] < MIN_VISIBLE:
            continue
        word, item = CLASS_WORDS[row["word"]], matched.get(int(row["id"]))
        checks.append(Check("found, cut by the border" if row["border"] else "found", view.where, word, item is not None))
        if item is None or row["border"]:
            continue
        checks.append(Check("class", view.where, word, item.label == word, item.label))
        if item.label:
            checks.append(Check("class, when told", view.where, word, item.label == word, item.label))
        if row["colour"] != NO_COLOUR:
            colour = COLOUR_WORDS[row["colour"]]
            checks.append(Check("colour", view.where, colour, item.colours[:1] == (colour,), "/".join(item.colours)))
    return checks


def placements(view: SightView, scene: Scene, matched: Mapping[int, SceneObject]) -> list[Placed]:
    """Of the well visible things that were found, not cut by the image's border."""
    result = []
    for row in view.things:
        item = matched.get(int(row["id"]))
        if item is None or row["border"] or row["fraction"] < MIN_VISIBLE:
            continue
        true_m = float(np.linalg.norm(row["box_centre"]))
        found = item.centre_ref - scene.reference_from_viewer.translation_m
        sight = found / max(float(np.linalg.norm(found)), 1e-9)
        std_m = float(np.sqrt(sight @ item.centre_cov_m2 @ sight))
        result.append(Placed(true_m, float(np.linalg.norm(found)) - true_m, std_m))
    return result


def depth_errors(view: SightView, scene: Scene) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(N,) predicted and true depth of all pixels with a true one, 0 = not predicted, and whether they are of things."""
    depth_m = view.frame.depth_m if scene.depth_m is None else scene.depth_m
    assert depth_m is not None
    known = view.depth_m > 0
    return depth_m[::LABEL_STEP, ::LABEL_STEP][known], view.depth_m[known], (view.ids > 0)[known].astype(np.float32)


def _depth(errors: Sequence[tuple[FloatArray, FloatArray, FloatArray]]) -> dict[str, float]:
    if not errors:
        return dict.fromkeys((*DEPTH_FLOORS, "unknown"), float("nan"))
    depth, true, thing = (np.concatenate(part) for part in zip(*errors, strict=True))
    told = depth > 0
    off = np.abs(depth - true)[told] / true[told]
    ratio = np.maximum(depth[told] / true[told], true[told] / depth[told])
    return {"abs_rel": float(off.mean()), "delta1": float((ratio < 1.25).mean()),
            "abs_rel_objects": float(off[thing[told] > 0].mean()), "unknown": float(1 - told.mean())}


def named_truly(scene: Scene, view: SightView, matched: Mapping[int, SceneObject]) -> Scene:
    """The scene with true class and colour words for what was found."""
    rows = {int(row["id"]): row for row in view.things}
    truth = {item.id: rows[true_id] for true_id, item in matched.items()}

    def named(item: SceneObject) -> SceneObject:
        if item.id not in truth:
            return item
        row = truth[item.id]
        colours = tuple(COLOUR_WORDS[index] for index in (row["colour"], row["second"]) if index != NO_COLOUR)
        return replace(item, label=CLASS_WORDS[row["word"]], label_score=1.0, colours=colours)

    return replace(scene, objects=tuple(map(named, scene.objects)))

