"""Checks of one view of a simulated room. Whatever is asked about a missed object counts as wrong.

Relations: those that truly hold by a clear margin must be said (probability >= 0.5); on, inside, above and below must
also not be said where they clearly do not hold. (For left/right and front/behind the opposite direction says that.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.room_frame import RoomFrame
from spatialgeo_ros.scene.distances import extent, measure
from spatialgeo_ros.types import Dimension, DistanceKind, ObjectKind, Predicate, Scene, SceneObject
from spatialgeo_ros.world.truth import TruthObject

MIN_PROBABILITY = 0.5
CLEAR_M = 0.03
SIGMAS = 2.0
ALLOWED_M, ALLOWED_FRACTION = 0.02, 0.10
SURFACE_PX = 400  # a support must show this much of the level something stands on
SURFACE_M = 0.03  # and a found support is that level when it is this close to it
NOT_FOUND = "not found"
GROUPS = {Predicate.LEFT_OF: "left/right", Predicate.RIGHT_OF: "left/right", Predicate.IN_FRONT_OF: "front/behind",
          Predicate.BEHIND: "front/behind", Predicate.ABOVE: "above/below", Predicate.BELOW: "above/below",
          Predicate.ON: "on", Predicate.INSIDE: "inside"}
AXIS = {Predicate.LEFT_OF: 0, Predicate.RIGHT_OF: 0, Predicate.IN_FRONT_OF: 1, Predicate.BEHIND: 1,
        Predicate.ABOVE: 2, Predicate.BELOW: 2, Predicate.ON: 2, Predicate.INSIDE: 2}
MUST_NOT_BE_SAID = (Predicate.ABOVE, Predicate.BELOW, Predicate.ON, Predicate.INSIDE)


def checks_of(frame: RoomFrame) -> Iterator[Check]:
    """Everything that is scored in this view."""
    for item in frame.counted:
        yield _check_found(frame, item, "found, cut by the border" if item.touches_border else "found")
    for item in frame.seats:
        yield _check_found(frame, item, "found, chairs and stools")
    for a, b in permutations(frame.counted, 2):
        for predicate in GROUPS:
            yield from _check_relation(frame, a, predicate, b)
    for item in frame.counted:
        yield from _check_on_support(frame, item)
        yield from _check_sizes(frame, item)
        yield _check_colour(frame, item)
        yield _check_distance(frame, None, item)
    for a, b in combinations(frame.counted, 2):
        yield _check_distance(frame, a, b)


def _check_found(frame: RoomFrame, item: TruthObject, group: str) -> Check:
    return Check(group, frame.where, _name(item), item.id in frame.matched,
                 f"{item.pixel_count} px, {100 * item.visible_fraction:.0f} % visible, box {item.bbox_xyxy_px}")


def _name(item: TruthObject) -> str:
    return f"{item.word}[{item.id}]"


def _lost(frame: RoomFrame, *items: TruthObject) -> str:
    missing = [_name(item) for item in items if item.id not in frame.matched]
    return f"{' and '.join(missing)} {NOT_FOUND}" if missing or frame.scene is None else ""


def _check_relation(frame: RoomFrame, a: TruthObject, predicate: Predicate, b: TruthObject) -> Iterator[Check]:
    margin_m = frame.truth.margin(predicate, a.id, b.id)
    if abs(margin_m) <= CLEAR_M or (margin_m < 0 and predicate not in MUST_NOT_BE_SAID):
        return
    group, what = GROUPS[predicate], f"{_name(a)} {predicate.name.lower()} {_name(b)}"
    lost = _lost(frame, a, b)
    if lost or frame.scene is None:
        if margin_m > 0:
            yield Check(group, frame.where, what, False, lost)
        return
    found_a, found_b = frame.matched[a.id], frame.matched[b.id]
    probability = frame.scene.relations.of(found_a.id, predicate, found_b.id)
    sigma_m = _sigma_m(frame.scene, found_a, found_b, AXIS[predicate])
    right = (probability >= MIN_PROBABILITY) == (margin_m > 0)
    if margin_m < 0 and right:
        return
    within = "within 2 sigma: " if abs(margin_m) <= SIGMAS * sigma_m else ""
    detail = (f"#{found_a.id} -> #{found_b.id} p = {probability:.2f}, true margin {100 * margin_m:.1f} cm, sigma "
              f"{100 * sigma_m:.1f}" + ("" if margin_m > 0 else ", said but not true"))
    yield Check(f"{within}{group}", frame.where, what, right, detail)


def _sigma_m(scene: Scene, a: SceneObject, b: SceneObject, axis: int) -> float:
    """Standard deviation that the scene states for the difference of both positions along a viewer axis."""
    direction = scene.reference_from_viewer.rotation[:, axis]
    return math.sqrt(max(0.0, float(direction @ (a.centre_cov_m2 + b.centre_cov_m2) @ direction)))


def _check_on_support(frame: RoomFrame, item: TruthObject) -> Iterator[Check]:
    """On a table, shelf or floor whose surface is in view: on any found support at that height."""
    support = next((other for other in frame.truth.objects
                    if other.id == item.support_id and other.kind is ObjectKind.SUPPORT), None)
    if support is None or item.container_id == support.id:
        return
    level = np.abs(support.visible_points_world[:, 2] - item.bottom_m) < SURFACE_M / 3
    if np.count_nonzero(level) < SURFACE_PX:
        return
    what = f"{_name(item)} on {_name(support)}"
    lost = _lost(frame, item)
    if lost or frame.scene is None:
        yield Check("on", frame.where, what, False, lost)
        return
    said = {other.id: frame.scene.relations.of(frame.matched[item.id].id, Predicate.ON, other.id)
            for other in frame.scene.objects if other.kind is ObjectKind.SUPPORT
            and abs(_height_m(frame.scene, other) - item.bottom_m) <= SURFACE_M}
    probability = max(said.values(), default=0.0)
    detail = ", ".join(f"#{other} p = {value:.2f}" for other, value in said.items()) or "no support found at its height"
    yield Check("on", frame.where, what, probability >= MIN_PROBABILITY, f"#{frame.matched[item.id].id}: {detail}")


def _height_m(scene: Scene, support: SceneObject) -> float:
    """Above the floor of the room: the scenes measured here have the world as their reference frame."""
    return float(support.centre_ref[2])


def _check_sizes(frame: RoomFrame, item: TruthObject) -> Iterator[Check]:
    cut = ", cut by the border" if item.touches_border else ""
    for name, dimension, true_m in (("height", Dimension.HEIGHT, item.height_m),
                                    ("width", Dimension.WIDTH, item.width_m)):
        lost = _lost(frame, item)
        if lost or frame.scene is None:
            yield Check(name + cut, frame.where, f"{name} of {_name(item)}", False, lost)
            continue
        found = frame.matched[item.id]
        measured = extent(found, dimension, frame.scene.reference_from_viewer)
        yield Check(name + cut, frame.where, f"{name} of {_name(item)}", _close(measured.value, true_m),
                    f"#{found.id} {_centimetres(measured.value, measured.std)}, true {100 * true_m:.1f}, "
                    f"{100 * item.visible_fraction:.0f} % visible")


def _check_distance(frame: RoomFrame, a: TruthObject | None, b: TruthObject) -> Check:
    """Closest distance, of b from a or from the camera (None). "At most" must be true and as near as what is seen."""
    group = "distance from camera" if a is None else "distance"
    items = (b,) if a is None else (a, b)
    what = f"camera - {_name(b)}" if a is None else f"{_name(a)} - {_name(b)}"
    lost = _lost(frame, *items)
    if lost or frame.scene is None:
        return Check(group, frame.where, what, False, lost)
    true = frame.truth.distances.closest(0 if a is None else a.id, b.id)
    measured = measure(None if a is None else frame.matched[a.id], frame.matched[b.id], DistanceKind.CLOSEST,
                       frame.scene.reference_from_viewer)
    right = _close(measured.value_m, true.full_m)
    if measured.upper_bound and not right:
        right = true.full_m <= measured.value_m <= true.visible_m + _allowed_m(true.visible_m)
    bound = "at most " if measured.upper_bound else ""
    return Check(group, frame.where, what, right,
                 f"{bound}{_centimetres(measured.value_m, measured.std_m)}, true {100 * true.full_m:.1f}, between what "
                 f"is visible {100 * true.visible_m:.1f}")


def _check_colour(frame: RoomFrame, item: TruthObject) -> Check:
    true = [word for word, share in item.seen_colours if share >= 0.2] or list(item.colours[:1])
    lost = _lost(frame, item)
    words = () if lost else frame.matched[item.id].colours
    return Check("first colour word", frame.where, f"colour of {_name(item)}", bool(words) and words[0] in true,
                 lost or f"{'/'.join(words) or 'none'}, true {'/'.join(true)}")


def _allowed_m(true_m: float) -> float:
    return max(ALLOWED_FRACTION * true_m, ALLOWED_M)


def _close(measured_m: float, true_m: float) -> bool:
    return math.isfinite(measured_m) and abs(measured_m - true_m) <= _allowed_m(true_m)


def _centimetres(value_m: float, std_m: float) -> str:
    return f"{100 * value_m:.1f} +- {100 * std_m:.1f} cm"
