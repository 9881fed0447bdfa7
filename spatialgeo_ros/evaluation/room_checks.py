"""Checks of one view of a simulated room. Whatever is asked about a missed object counts as wrong.

Relations: those that truly hold by a clear margin must be said (probability >= 0.5); on, inside, above, below, near and
touching must also not be said where they clearly do not hold. (For the others the opposite predicate says that.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import permutations

import numpy as np

from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.room_frame import RoomFrame, lost, name_of
from spatialgeo_ros.evaluation.room_lengths import measured_size, true_size
from spatialgeo_ros.scene.distances import measure
from spatialgeo_ros.types import DistanceKind, ObjectKind, Predicate, Scene, SceneObject
from spatialgeo_ros.world.truth import TruthObject

MIN_PROBABILITY = 0.5
CLEAR_M = 0.03
SIGMAS = 2.0
SURFACE_PX = 400  # a support must show this much of the level something stands on
SURFACE_M = 0.03  # and a found support is that level when it is this close to it
FAR_M = 1.0  # margins beyond this make a wrong relation no worse
UNSURE = "within 2 sigma: "
LARGER = "true ratio >= 1.2: "
RATIO = 1.2
GROUPS = {Predicate.LEFT_OF: "left/right", Predicate.RIGHT_OF: "left/right", Predicate.IN_FRONT_OF: "front/behind",
          Predicate.BEHIND: "front/behind", Predicate.ABOVE: "above/below", Predicate.BELOW: "above/below",
          Predicate.ON: "on", Predicate.INSIDE: "inside", Predicate.NEAR: "near", Predicate.TOUCHING: "touching"}
SIZE_GROUPS = {Predicate.BIGGER: "bigger/smaller", Predicate.SMALLER: "bigger/smaller",
               Predicate.TALLER: "taller/shorter", Predicate.SHORTER: "taller/shorter",
               Predicate.WIDER: "wider/thinner", Predicate.THINNER: "wider/thinner"}
AXIS = {Predicate.LEFT_OF: 0, Predicate.RIGHT_OF: 0, Predicate.IN_FRONT_OF: 1, Predicate.BEHIND: 1,
        Predicate.ABOVE: 2, Predicate.BELOW: 2, Predicate.ON: 2, Predicate.INSIDE: 2}
MUST_NOT_BE_SAID = (Predicate.ABOVE, Predicate.BELOW, Predicate.ON, Predicate.INSIDE, Predicate.NEAR, Predicate.TOUCHING)


def relation_checks(frame: RoomFrame) -> Iterator[Check]:
    """What was found, how it lies and compares, what colour it has. Lengths are in `room_lengths`."""
    for item in frame.counted:
        yield _check_found(frame, item, "found, cut by the border" if item.touches_border else "found")
    for item in frame.seats:
        yield _check_found(frame, item, "found, chairs and stools")
    for a, b in permutations(frame.counted, 2):
        for predicate in GROUPS:
            yield from _check_relation(frame, a, predicate, b)
        for predicate in SIZE_GROUPS if not (a.touches_border or b.touches_border) else ():
            yield from _check_sizes(frame, a, predicate, b)
    for item in frame.counted:
        yield from _check_on_support(frame, item)
        yield _check_colour(frame, item)


def _check_found(frame: RoomFrame, item: TruthObject, group: str) -> Check:
    return Check(group, frame.where, name_of(item), item.id in frame.matched,
                 f"{item.pixel_count} px, {100 * item.visible_fraction:.0f} % visible, box {item.bbox_xyxy_px}",
                 about=(item.id,), badness=item.pixel_count / 1000)


def _check_relation(frame: RoomFrame, a: TruthObject, predicate: Predicate, b: TruthObject) -> Iterator[Check]:
    margin_m = frame.truth.margin(predicate, a.id, b.id)
    if abs(margin_m) <= CLEAR_M or (margin_m < 0 and predicate not in MUST_NOT_BE_SAID):
        return
    group, what, about = GROUPS[predicate], _said(a, predicate, b), (a.id, b.id)
    missed = lost(frame, a, b)
    if missed or frame.scene is None:
        if margin_m > 0:
            yield Check(group, frame.where, what, False, missed, predicate, about)
        return
    found_a, found_b = frame.matched[a.id], frame.matched[b.id]
    probability = frame.scene.relations.of(found_a.id, predicate, found_b.id)
    sigma_m = _sigma_m(frame.scene, found_a, found_b, predicate)
    right = (probability >= MIN_PROBABILITY) == (margin_m > 0)
    if margin_m < 0 and right:
        return
    within = UNSURE if abs(margin_m) <= SIGMAS * sigma_m else ""
    detail = (f"#{found_a.id} -> #{found_b.id} p = {probability:.2f}, true margin {100 * margin_m:.1f} cm, sigma "
              f"{100 * sigma_m:.1f}" + ("" if margin_m > 0 else ", said but not true"))
    yield Check(f"{within}{group}", frame.where, what, right, detail, predicate, about,
                _badness(margin_m, probability))


def _check_sizes(frame: RoomFrame, a: TruthObject, predicate: Predicate, b: TruthObject) -> Iterator[Check]:
    """Once by more than the clear margin, and once more where the larger one is a fifth larger, however small both are."""
    truth = true_size(a, predicate), true_size(b, predicate)
    sign = -1 if predicate in (Predicate.SMALLER, Predicate.SHORTER, Predicate.THINNER) else 1
    margin_m = sign * (truth[0] - truth[1])
    groups = [SIZE_GROUPS[predicate]] if margin_m > CLEAR_M else []
    groups += [LARGER + SIZE_GROUPS[predicate]] if margin_m > 0 and max(truth) >= RATIO * min(truth) else []
    if not groups:
        return
    what, about, missed = _said(a, predicate, b), (a.id, b.id), lost(frame, a, b)
    if missed or frame.scene is None:
        yield from (Check(group, frame.where, what, False, missed, _of_predicate(group, predicate), about)
                    for group in groups)
        return
    found_a, found_b = frame.matched[a.id], frame.matched[b.id]
    probability = frame.scene.relations.of(found_a.id, predicate, found_b.id)
    sigma_m = math.hypot(*(measured_size(item, predicate, frame.scene).std for item in (found_a, found_b)))
    detail = (f"#{found_a.id} -> #{found_b.id} p = {probability:.2f}, true {100 * truth[0]:.1f} and {100 * truth[1]:.1f} "
              f"cm, sigma {100 * sigma_m:.1f}")
    for group in groups:
        unsure = group in SIZE_GROUPS.values() and margin_m <= SIGMAS * sigma_m
        yield Check((UNSURE if unsure else "") + group, frame.where, what, probability >= MIN_PROBABILITY, detail,
                    _of_predicate(group, predicate), about, _badness(margin_m, probability))


def _of_predicate(group: str, predicate: Predicate) -> Predicate | None:
    """The same comparison counts once for its predicate."""
    return None if group.startswith(LARGER) else predicate


def _said(a: TruthObject, predicate: Predicate, b: TruthObject) -> str:
    return f"{name_of(a)} {predicate.name.lower()} {name_of(b)}"


def _badness(margin_m: float, probability: float) -> float:
    """How sure the wrong word was said, and how far it is from true."""
    return (1 + abs(probability - MIN_PROBABILITY)) * (1 + min(abs(margin_m), FAR_M))


def _sigma_m(scene: Scene, a: SceneObject, b: SceneObject, predicate: Predicate) -> float:
    """Standard deviation that the scene states for the difference of both positions, or for the gap between them."""
    if predicate in (Predicate.NEAR, Predicate.TOUCHING):
        return measure(a, b, DistanceKind.CLOSEST, scene.reference_from_viewer).std_m
    direction = scene.reference_from_viewer.rotation[:, AXIS[predicate]]
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
    what = f"{name_of(item)} on {name_of(support)}"
    missed = lost(frame, item)
    if missed or frame.scene is None:
        yield Check("on", frame.where, what, False, missed, Predicate.ON, (item.id,))
        return
    said = {other.id: frame.scene.relations.of(frame.matched[item.id].id, Predicate.ON, other.id)
            for other in frame.scene.objects if other.kind is ObjectKind.SUPPORT
            and abs(_height_m(frame.scene, other) - item.bottom_m) <= SURFACE_M}
    probability = max(said.values(), default=0.0)
    detail = ", ".join(f"#{other} p = {value:.2f}" for other, value in said.items()) or "no support found at its height"
    yield Check("on", frame.where, what, probability >= MIN_PROBABILITY, f"#{frame.matched[item.id].id}: {detail}",
                Predicate.ON, (item.id,), _badness(FAR_M, probability))


def _height_m(scene: Scene, support: SceneObject) -> float:
    """Above the floor of the room: the scenes measured here have the world as their reference frame."""
    return float(support.centre_ref[2])


def _check_colour(frame: RoomFrame, item: TruthObject) -> Check:
    true = [word for word, share in item.seen_colours if share >= 0.2] or list(item.colours[:1])
    missed = lost(frame, item)
    words = () if missed else frame.matched[item.id].colours
    return Check("first colour word", frame.where, f"colour of {name_of(item)}", bool(words) and words[0] in true,
                 missed or f"{'/'.join(words) or 'none'}, true {'/'.join(true)}", about=(item.id,), badness=1.0)
