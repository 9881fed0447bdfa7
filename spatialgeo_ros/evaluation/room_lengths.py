"""Distances and sizes of one view of a simulated room: how near the truth, and whether the stated deviation says so."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.room_frame import RoomFrame, lost, name_of
from spatialgeo_ros.scene.distances import Measured, extent, measure
from spatialgeo_ros.types import Dimension, Distance, DistanceKind, ObjectKind, Predicate, Scene, SceneObject
from spatialgeo_ros.world.truth import TruthObject

ALLOWED_M, ALLOWED_FRACTION = 0.02, 0.10
EDGE_SEEN_M = 0.02  # from the nearest place on an edge to the nearest pixel of its surface: then the edge is in view
OVER_EDGE_M = 0.02  # nearer than this to an edge, or over it, nothing is asked
CUT = ", cut by the border"
DISTANCES = {DistanceKind.CLOSEST: "distance", DistanceKind.CENTRE: "distance, centres",
             DistanceKind.HORIZONTAL: "distance, horizontal", DistanceKind.VERTICAL: "distance, vertical"}
EDGE, FROM_CAMERA = "distance, to an edge", "distance from camera"
SIZES = {Dimension.HEIGHT: "height", Dimension.WIDTH: "width", Dimension.LENGTH: "longest side",
         Dimension.VOLUME: "cube root of volume", Dimension.DEPTH: "extent along the line of sight"}
_COMPARED = {Predicate.BIGGER: Dimension.VOLUME, Predicate.SMALLER: Dimension.VOLUME,
             Predicate.TALLER: Dimension.HEIGHT, Predicate.SHORTER: Dimension.HEIGHT,
             Predicate.WIDER: Dimension.WIDTH, Predicate.THINNER: Dimension.WIDTH}


@dataclass(frozen=True)
class Length:
    """A number and its stated standard deviation beside the truth, in metres. bound: said to be an upper or lower bound."""

    group: str
    value_m: float
    std_m: float
    true_m: float
    bound: bool = False

    @property
    def sigmas_off(self) -> float:
        return abs(self.value_m - self.true_m) / max(self.std_m, 1e-6)


@dataclass(frozen=True)
class LengthCheck:
    """length: None when there was no number."""

    check: Check
    length: Length | None


def length_checks(frame: RoomFrame) -> Iterator[LengthCheck]:
    for item in frame.counted:
        for dimension, group in SIZES.items():
            if not item.touches_border or dimension in (Dimension.HEIGHT, Dimension.WIDTH):
                yield _check_size(frame, item, dimension, group + (CUT if item.touches_border else ""))
        yield _check_distance(frame, None, item, DistanceKind.CLOSEST, FROM_CAMERA)
        yield from _check_edge(frame, item)
    for a, b in combinations(frame.counted, 2):
        for kind, group in DISTANCES.items():
            if kind is DistanceKind.CLOSEST or not (a.touches_border or b.touches_border):
                yield _check_distance(frame, a, b, kind, group)


def true_size(item: TruthObject, predicate: Predicate) -> float:
    """Metres that a comparison is about; of the volume the cube root."""
    return _true_extent(item, _COMPARED[predicate])


def measured_size(found: SceneObject, predicate: Predicate, scene: Scene) -> Measured:
    """The same of a found object."""
    return _extent(found, _COMPARED[predicate], scene)


def _true_extent(item: TruthObject, dimension: Dimension) -> float:
    if dimension == Dimension.HEIGHT:
        return item.height_m
    if dimension == Dimension.WIDTH:
        return item.width_m
    if dimension == Dimension.DEPTH:
        return item.forward_m[1] - item.forward_m[0]
    return float(np.max(item.box.size_m) if dimension == Dimension.LENGTH else np.cbrt(np.prod(item.box.size_m)))


def _extent(found: SceneObject, dimension: Dimension, scene: Scene) -> Measured:
    measured = extent(found, dimension, scene.reference_from_viewer)
    if dimension != Dimension.VOLUME:
        return measured
    side = float(np.cbrt(measured.value))
    return Measured(side, measured.std / max(3 * side**2, 1e-9), measured.lower_bound)


def _check_size(frame: RoomFrame, item: TruthObject, dimension: Dimension, group: str) -> LengthCheck:
    what, true_m = f"{SIZES[dimension]} of {name_of(item)}", _true_extent(item, dimension)
    missed = lost(frame, item)
    if missed or frame.scene is None:
        return LengthCheck(Check(group, frame.where, what, False, missed, about=(item.id,)), None)
    found = frame.matched[item.id]
    measured = _extent(found, dimension, frame.scene)
    detail = (f"#{found.id} {_centimetres(measured.value, measured.std)}, true {100 * true_m:.1f}, "
              f"{100 * item.visible_fraction:.0f} % visible")
    return LengthCheck(Check(group, frame.where, what, _close(measured.value, true_m), detail, about=(item.id,),
                             badness=_off(measured.value, true_m)),
                       Length(group, measured.value, measured.std, true_m, measured.lower_bound))


def _check_distance(frame: RoomFrame, a: TruthObject | None, b: TruthObject, kind: DistanceKind,
                    group: str) -> LengthCheck:
    """Of b from a or from the camera (None). "At most" must be true and as near as what is seen."""
    items = (b,) if a is None else (a, b)
    about = tuple(item.id for item in items)
    what = f"camera - {name_of(b)}" if a is None else f"{name_of(a)} - {name_of(b)}"
    missed = lost(frame, *items)
    if missed or frame.scene is None:
        return LengthCheck(Check(group, frame.where, what, False, missed, about=about), None)
    measured = measure(None if a is None else frame.matched[a.id], frame.matched[b.id], kind,
                       frame.scene.reference_from_viewer)
    true_m = frame.truth.distances.between(0 if a is None else a.id, b.id, kind)
    visible_m = frame.truth.distances.closest(0 if a is None else a.id, b.id).visible_m if measured.upper_bound else true_m
    right = _close(measured.value_m, true_m)
    if measured.upper_bound and not right:
        right = true_m <= measured.value_m <= visible_m + _allowed_m(visible_m)
    detail = _distance_text(measured, true_m)
    if measured.upper_bound:
        detail += f", between what is visible {100 * visible_m:.1f}"
    return LengthCheck(Check(group, frame.where, what, right, detail, about=about,
                             badness=_off(measured.value_m, true_m)),
                       Length(group, measured.value_m, measured.std_m, true_m, measured.upper_bound))


def _check_edge(frame: RoomFrame, item: TruthObject) -> Iterator[LengthCheck]:
    """To the nearest edge of the furniture it stands on, where that place of the edge is in view."""
    support = next((other for other in frame.truth.objects
                    if other.id == item.support_id and other.kind is ObjectKind.SUPPORT), None)
    if support is None or support.word == "floor" or item.container_id or item.touches_border:
        return
    true_m, foot = frame.truth.distances.to_edge(item.id, support.id)
    if true_m < OVER_EDGE_M or np.linalg.norm(support.visible_points_world - foot, axis=1).min() > EDGE_SEEN_M:
        return
    what = f"{name_of(item)} - edge of {name_of(support)}"
    missed = lost(frame, item)
    if missed or frame.scene is None:
        yield LengthCheck(Check(EDGE, frame.where, what, False, missed, about=(item.id,)), None)
        return
    found = frame.matched[item.id]
    carrier = next((other for other in frame.scene.objects if other.id == found.support_id), None)
    if carrier is None or carrier.kind is not ObjectKind.SUPPORT:
        yield LengthCheck(Check(EDGE, frame.where, what, False, f"#{found.id} is said to be on no surface",
                                about=(item.id,), badness=1.0), None)
        return
    measured = measure(found, carrier, DistanceKind.EDGE, frame.scene.reference_from_viewer)
    length = Length(EDGE, measured.value_m, measured.std_m, true_m, measured.upper_bound)
    yield LengthCheck(Check(EDGE, frame.where, what, _close(measured.value_m, true_m), _distance_text(measured, true_m),
                            about=(item.id,), badness=_off(measured.value_m, true_m)),
                      length if math.isfinite(measured.value_m) else None)


def _distance_text(measured: Distance, true_m: float) -> str:
    bound = "at most " if measured.upper_bound else ""
    return f"{bound}{_centimetres(measured.value_m, measured.std_m)}, true {100 * true_m:.1f}"


def _allowed_m(true_m: float) -> float:
    return max(ALLOWED_FRACTION * true_m, ALLOWED_M)


def _close(measured_m: float, true_m: float) -> bool:
    return math.isfinite(measured_m) and abs(measured_m - true_m) <= _allowed_m(true_m)


def _off(measured_m: float, true_m: float) -> float:
    """Error as a multiple of what is allowed."""
    return abs(measured_m - true_m) / _allowed_m(true_m) if math.isfinite(measured_m) else 10.0


def _centimetres(value_m: float, std_m: float) -> str:
    return f"{100 * value_m:.1f} +- {100 * std_m:.1f} cm"
