"""Whether an answer is right, given the truth and what the answer itself says about its uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from spatialgeo_ros.types import Answer, AnswerKind, FloatArray, SceneObject, Status
from spatialgeo_ros.world.truth import Truth

RELATIVE = 0.10  # of a length
ABSOLUTE_M = 0.02
HOURS = 0.6  # half an hour of rounding, and a little
MAX_STD_SHARE, MAX_STD_M = 0.25, 0.06  # a stated uncertainty larger than both says nothing
TruthIdOf = Callable[[int], int]  # id in the answer's scene -> id in the room, 0 = no such thing


@dataclass(frozen=True, eq=False)
class Expected:
    """The true answer; which field counts depends on `kind`.

    upper_m: length between the visible parts: an answer that calls itself an upper bound may be as large as this.
    position_viewer_m: (3,) of the box centre; position_tolerance_m: how far off it may be.
    ids: things of the room, in any order.
    """

    kind: AnswerKind
    yes: bool = False
    value: float = float("nan")
    upper_m: float = float("nan")
    ids: tuple[int, ...] = ()
    position_viewer_m: FloatArray = field(default_factory=lambda: np.full(3, np.nan))
    position_tolerance_m: float = 0.0

    def in_words(self, names: Mapping[int, str]) -> str:
        """The true answer for people."""
        if self.kind is AnswerKind.YES_NO:
            return "yes" if self.yes else "no"
        if self.kind is AnswerKind.LENGTH:
            return f"{100 * self.value:.1f} cm"
        if self.kind is AnswerKind.COUNT:
            return f"{self.value:.0f}"
        if self.kind is AnswerKind.CLOCK_HOUR:
            return f"{round(self.value) or 12} o'clock ({self.value:.1f})"
        if self.kind is AnswerKind.POSITION:
            x, y, z = self.position_viewer_m
            return f"{x:+.2f} m right, {y:.2f} m ahead, {z:+.2f} m up"
        return ", ".join(names.get(i, f"thing {i}") for i in self.ids) or "nothing"


@dataclass(frozen=True)
class Judgement:
    """right, and why in one line."""

    right: bool
    why: str


def judge(expected: Expected, answer: Answer, truth_id_of: TruthIdOf) -> Judgement:
    """Right within the tolerance or the stated uncertainty; an answer refused is wrong, for the truth is clear."""
    if answer.status is not Status.ANSWERED:
        return Judgement(False, f"not answered ({answer.status.name}): {answer.reason}")
    if answer.kind is not expected.kind:
        return Judgement(False, f"answered a {answer.kind.name}, asked was a {expected.kind.name}")
    if expected.kind is AnswerKind.YES_NO:
        return Judgement(answer.yes == expected.yes, "same" if answer.yes == expected.yes else "the opposite is true")
    if expected.kind is AnswerKind.LENGTH:
        return judge_length(expected.value, answer.value, answer.value_std, answer.upper_bound, expected.upper_m)
    if expected.kind is AnswerKind.COUNT:
        return Judgement(round(answer.value) == round(expected.value), f"{answer.value:.0f} for {expected.value:.0f}")
    if expected.kind is AnswerKind.CLOCK_HOUR:
        off = abs((answer.value - expected.value + 6) % 12 - 6)
        return Judgement(off <= HOURS, f"{off:.2f} h off, {HOURS} allowed")
    if expected.kind is AnswerKind.POSITION:
        return _judge_position(expected, answer)
    return _judge_ids(expected, answer, truth_id_of)


def length_tolerance(true_m: float) -> float:
    return max(RELATIVE * abs(true_m), ABSOLUTE_M)


def judge_length(true_m: float, value_m: float, std_m: float, upper_bound: bool, upper_m: float) -> Judgement:
    """A plain value must be near the truth; an upper bound must not lie below it nor above the visible distance."""
    std = std_m if np.isfinite(std_m) else 0.0
    if std > max(MAX_STD_SHARE * abs(true_m), MAX_STD_M):
        return Judgement(False, f"{std:.3f} m of uncertainty on {true_m:.3f} m says nothing")
    allowed = max(length_tolerance(true_m), 2 * std)
    if not np.isfinite(value_m):
        return Judgement(False, "no number")
    if upper_bound:
        limit = max(true_m, upper_m if np.isfinite(upper_m) else true_m)
        right = true_m - allowed <= value_m <= limit + max(length_tolerance(limit), 2 * std)
        return Judgement(right, f"at most {value_m:.3f} m; true {true_m:.3f} m, visible {limit:.3f} m")
    return Judgement(abs(value_m - true_m) <= allowed,
                     f"{value_m:.3f} m for {true_m:.3f} m, {allowed:.3f} m allowed")


def _judge_position(expected: Expected, answer: Answer) -> Judgement:
    if answer.position_viewer_m is None:
        return Judgement(False, "no position")
    off = float(np.linalg.norm(np.asarray(answer.position_viewer_m) - expected.position_viewer_m))
    std = answer.value_std if np.isfinite(answer.value_std) else 0.0
    allowed = max(expected.position_tolerance_m, 2 * min(std, MAX_STD_M))
    return Judgement(off <= allowed, f"{off:.3f} m off, {allowed:.3f} m allowed")


def _judge_ids(expected: Expected, answer: Answer, truth_id_of: TruthIdOf) -> Judgement:
    got = sorted(truth_id_of(i) for i in answer.object_ids)
    right = got == sorted(expected.ids)
    return Judgement(right, "same things" if right else f"things {got} of the room, expected {sorted(expected.ids)}")


def match_scene(truth: Truth, objects: tuple[SceneObject, ...], min_iou: float = 0.4) -> dict[int, int]:
    """Scene id -> room id by the overlap of their image boxes, best pairs first; each thing is matched once."""
    pairs = sorted(((_iou(found.bbox_xyxy_px, item.bbox_xyxy_px), found.id, item.id) for found in objects
                    if found.visible and found.bbox_xyxy_px is not None
                    for item in truth.objects if item.kind is found.kind), reverse=True)
    matched: dict[int, int] = {}
    for overlap, found_id, item_id in pairs:
        if overlap >= min_iou and found_id not in matched and item_id not in matched.values():
            matched[found_id] = item_id
    return matched


def _iou(a: tuple[int, int, int, int] | None, b: tuple[int, int, int, int]) -> float:
    """Overlap of two inclusive image boxes."""
    if a is None:
        return 0.0
    width = min(a[2], b[2]) - max(a[0], b[0]) + 1
    height = min(a[3], b[3]) - max(a[1], b[1]) + 1
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    areas = sum((box[2] - box[0] + 1) * (box[3] - box[1] + 1) for box in (a, b))
    return both / (areas - both)
