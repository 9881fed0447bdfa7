"""How well a folder of annotated real RGB-D frames is measured. Only colour, depth and intrinsics reach the pipeline.

A found object is an annotated one when their image boxes overlap with IoU >= 0.5 (one to one, best first). Whatever
is said about an object that was missed counts as wrong. Thin (`flat`) objects are reported apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.evaluation.annotations import (
    TABLE,
    AnnotatedDistance,
    AnnotatedFact,
    AnnotatedFrame,
    AnnotatedObject,
    load_annotations,
)
from spatialgeo_ros.evaluation.checks import Check, Score, score_of
from spatialgeo_ros.evaluation.matching import box_iou, match_best_first
from spatialgeo_ros.evaluation.unmatched import Unmatched, explain_unmatched, seen_objects
from spatialgeo_ros.scene.distances import extent, measure
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import CameraFrame, Dimension, DistanceKind, ObjectKind, Predicate, Scene, SceneObject

MIN_IOU = 0.5
NOT_FOUND = "not found"
MIN_PROBABILITY = 0.5  # a relation is said to hold when it is more probable than not
ALLOWED_M = 0.02
ALLOWED_FRACTION = 0.10
TABLE_MAX_OFFSET_M = 0.03  # a found support is the annotated table when its centre is this close to the table's plane
FOUND_GOAL = 37 / 39
FACTS_GOAL = 0.97

PREDICATE_OF = {"left_of": Predicate.LEFT_OF, "nearer_than": Predicate.IN_FRONT_OF, "taller_than": Predicate.TALLER,
                "on": Predicate.ON, "inside": Predicate.INSIDE}

Step = Callable[[CameraFrame], Scene]


@dataclass(frozen=True, eq=False)
class FrameResult:
    """One frame's outcome. scene: None when the pipeline refused the frame (`error` says why).

    matched: annotated id -> found object. milliseconds: of the pipeline's step, wall clock.
    """

    frame: AnnotatedFrame
    scene: Scene | None
    error: str
    matched: Mapping[str, SceneObject]
    checks: tuple[Check, ...]
    unmatched: tuple[Unmatched, ...]
    milliseconds: float


@dataclass(frozen=True, eq=False)
class FrameScores:
    """All frames' outcomes and their scores."""

    results: tuple[FrameResult, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for result in self.results for check in result.checks)

    def scores(self) -> tuple[Score, ...]:
        checks = self.checks
        named = [score_of(group, [check for check in checks if check.group == group], goal)
                 for group, goal in _GROUPS]
        facts = score_of("clear facts, on, inside (all)",
                         [check for check in checks if check.group.startswith("fact ")], FACTS_GOAL)
        solid = score_of("clear facts, on, inside (of no flat thing)",
                         [check for result in self.results for check in result.checks
                          if check.group.startswith("fact ") and not _flat_ids(result.frame) & set(check.what.split())],
                         FACTS_GOAL)
        return (*named, facts, solid)


_GROUPS: tuple[tuple[str, float | None], ...] = (
    ("found, not flat", FOUND_GOAL), ("found, flat", None),
    ("fact left_of", None), ("fact nearer_than", None), ("fact taller_than", None), ("fact on", None),
    ("fact inside", None), ("unclear left_of", None), ("unclear nearer_than", None), ("unclear taller_than", None),
    ("distance gap", 1.0), ("distance upper_bound", 1.0), ("height", 1.0), ("first colour word", None),
    ("claimed on, inside", None))


def evaluate_frames(folder: Path, config: SceneConfig, step_of: Callable[[], Step] | None = None,
                    progress: Callable[[str], None] = lambda line: None) -> FrameScores:
    """Run a fresh pipeline on every annotated frame of `folder` and compare.

    step_of: makes a fresh pipeline's `step`, default `ScenePipeline(config).step`.
    """
    results = []
    for frame in load_annotations(folder):
        result = _evaluate(frame, step_of() if step_of else ScenePipeline(config).step)
        results.append(result)
        foreground = {item.id for item in _foreground(frame)}
        progress(f"{frame.name}: {len(foreground & set(result.matched))} of {len(foreground)} objects found, "
                 f"{result.milliseconds:.0f} ms{'; ' + result.error if result.error else ''}")
    return FrameScores(tuple(results))


def match_objects(frame: AnnotatedFrame, scene: Scene) -> dict[str, SceneObject]:
    """Annotated id -> found object, background things included."""
    found = seen_objects(scene)
    overlap = box_iou([item.box_xyxy_px for item in frame.objects],
                      [item.bbox_xyxy_px for item in found if item.bbox_xyxy_px is not None])
    return {frame.objects[row].id: found[column] for row, column in match_best_first(overlap, MIN_IOU).items()}


def _evaluate(frame: AnnotatedFrame, step: Step) -> FrameResult:
    images = frame.load()
    started = time.perf_counter()
    try:
        scene, error = step(images), ""
    except InputError as refusal:
        scene, error = None, f"refused: {refusal}"
    milliseconds = 1e3 * (time.perf_counter() - started)
    matched = match_objects(frame, scene) if scene else {}
    return FrameResult(frame, scene, error, matched, tuple(_checks(frame, scene, matched)),
                       explain_unmatched(frame, scene, matched) if scene else (), milliseconds)


def _flat_ids(frame: AnnotatedFrame) -> set[str]:
    return {item.id for item in frame.objects if item.flat}


def _foreground(frame: AnnotatedFrame) -> list[AnnotatedObject]:
    return [item for item in frame.objects if not item.background]


def _checks(frame: AnnotatedFrame, scene: Scene | None, matched: Mapping[str, SceneObject]) -> Iterator[Check]:
    for item in _foreground(frame):
        group = "found, flat" if item.flat else "found, not flat"
        yield Check(group, frame.name, item.id, item.id in matched, _nearest_box(frame, item, scene, matched))
    for fact in frame.facts:
        yield _check_fact(frame, fact, scene, matched)
    for distance in frame.distances:
        yield _check_distance(frame, distance, scene, matched)
    for item in _foreground(frame):
        if not item.flat:
            yield _check_height(frame, item, scene, matched)
            yield _check_colour(frame, item, matched)
    if scene is not None:
        yield from _check_claims(frame, scene, matched)


def _nearest_box(frame: AnnotatedFrame, item: AnnotatedObject, scene: Scene | None,
                 matched: Mapping[str, SceneObject]) -> str:
    found = [] if scene is None else seen_objects(scene)
    overlap = box_iou([item.box_xyxy_px], [other.bbox_xyxy_px for other in found if other.bbox_xyxy_px is not None])
    if item.id in matched or not found:
        return ""
    best = int(overlap.argmax())
    return (f"box {tuple(int(value) for value in item.box_xyxy_px)}; best overlap {overlap[0, best]:.2f} with "
            f"#{found[best].id} {found[best].bbox_xyxy_px}")


def _missed(names: tuple[str, ...], matched: Mapping[str, SceneObject]) -> str:
    missing = [name for name in names if name != TABLE and name not in matched]
    return f"{' and '.join(missing)} {NOT_FOUND}" if missing else ""


def _check_fact(frame: AnnotatedFrame, fact: AnnotatedFact, scene: Scene | None,
                matched: Mapping[str, SceneObject]) -> Check:
    group = f"{'fact' if fact.clear else 'unclear'} {fact.relation}"
    what = f"{fact.a} {fact.relation} {fact.b}"
    missed = _missed((fact.a, fact.b), matched)
    if missed or scene is None:
        return Check(group, frame.name, what, False, missed or "no scene")
    others = _tables(frame, scene) if fact.b == TABLE else [matched[fact.b]]
    if not others:
        return Check(group, frame.name, what, False, "the table was not found as a support")
    probability = max(scene.relations.of(matched[fact.a].id, PREDICATE_OF[fact.relation], other.id)
                      for other in others)
    ids = f"#{matched[fact.a].id} -> {', '.join(f'#{other.id}' for other in others)}"
    true_value = "" if fact.value_m is None else f", annotated by {100 * fact.value_m:.1f} cm"
    return Check(group, frame.name, what, probability >= MIN_PROBABILITY, f"{ids} p = {probability:.2f}{true_value}")


def _tables(frame: AnnotatedFrame, scene: Scene) -> list[SceneObject]:
    def offset_m(item: SceneObject) -> float:
        top_camera = scene.reference_from_camera.inverse().apply(item.centre_ref)
        return abs(float(top_camera @ frame.table_up) + frame.table_offset_m)

    return [item for item in scene.objects
            if item.kind is ObjectKind.SUPPORT and offset_m(item) <= TABLE_MAX_OFFSET_M]


def _check_distance(frame: AnnotatedFrame, distance: AnnotatedDistance, scene: Scene | None,
                    matched: Mapping[str, SceneObject]) -> Check:
    group = "distance upper_bound" if distance.upper_bound else "distance gap"
    what = f"{distance.a} - {distance.b}"
    missed = _missed((distance.a, distance.b), matched)
    if missed or scene is None:
        return Check(group, frame.name, what, False, missed or "no scene")
    measured = measure(matched[distance.a], matched[distance.b], DistanceKind.CLOSEST, scene.reference_from_viewer)
    error_m = measured.value_m - distance.value_m
    allowed_m = distance.uncertainty_m + ALLOWED_M
    right = (error_m if distance.upper_bound else abs(error_m)) <= allowed_m
    return Check(group, frame.name, what, right,
                 f"#{measured.subject_id}-#{measured.object_id} {100 * measured.value_m:.1f} +- "
                 f"{100 * measured.std_m:.1f} cm{' (upper bound)' if measured.upper_bound else ''}, annotated "
                 f"{100 * distance.value_m:.1f}, allowed +- {100 * allowed_m:.1f}")


def _check_height(frame: AnnotatedFrame, item: AnnotatedObject, scene: Scene | None,
                  matched: Mapping[str, SceneObject]) -> Check:
    if item.id not in matched or item.height_m is None or scene is None:
        return Check("height", frame.name, item.id, False, f"{item.id} {NOT_FOUND}")
    measured = extent(matched[item.id], Dimension.HEIGHT, scene.reference_from_viewer)
    allowed_m = max(ALLOWED_FRACTION * item.height_m, ALLOWED_M)
    return Check("height", frame.name, item.id, abs(measured.value - item.height_m) <= allowed_m,
                 f"#{matched[item.id].id} {100 * measured.value:.1f} +- {100 * measured.std:.1f} cm, annotated "
                 f"{100 * item.height_m:.1f}, allowed +- {100 * allowed_m:.1f}")


def _check_colour(frame: AnnotatedFrame, item: AnnotatedObject, matched: Mapping[str, SceneObject]) -> Check:
    if item.id not in matched:
        return Check("first colour word", frame.name, item.id, False, f"{item.id} {NOT_FOUND}")
    words = matched[item.id].colours
    return Check("first colour word", frame.name, item.id, bool(words) and words[0] in item.colours,
                 f"{', '.join(words) or 'none'}; annotated {', '.join(item.colours)}")


def _check_claims(frame: AnnotatedFrame, scene: Scene, matched: Mapping[str, SceneObject]) -> Iterator[Check]:
    """Every ON and INSIDE between two found foreground objects: right when the annotation says so too."""
    pairs = [(a, b) for a in _foreground(frame) for b in _foreground(frame)
             if a.id != b.id and a.id in matched and b.id in matched]
    for predicate in (Predicate.ON, Predicate.INSIDE):
        for a, b in pairs:
            probability = scene.relations.of(matched[a.id].id, predicate, matched[b.id].id)
            if probability >= MIN_PROBABILITY:
                true = b.id in (a.rests_on, a.inside) if predicate is Predicate.ON else a.inside == b.id
                yield Check("claimed on, inside", frame.name, f"{a.id} {predicate.name.lower()} {b.id}", true,
                            f"#{matched[a.id].id} -> #{matched[b.id].id} p = {probability:.2f}, annotated on "
                            f"{a.rests_on}{' inside ' + a.inside if a.inside else ''}")
