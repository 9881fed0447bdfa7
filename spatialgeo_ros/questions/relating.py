"""Probabilities of relations for a typed query: from the scene's table, or measured here where the table has none."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.questions.context import Context, Unanswerable
from spatialgeo_ros.questions.edges import sticks_out, to_edge, wholly
from spatialgeo_ros.questions.extents import extent
from spatialgeo_ros.questions.query_details import HALVED
from spatialgeo_ros.questions.things import Thing, likely
from spatialgeo_ros.questions.wording import RELATION_WORDS
from spatialgeo_ros.scene.distances import Measured, measure
from spatialgeo_ros.scene.relations import between
from spatialgeo_ros.types import (
    Definition,
    Dimension,
    Distance,
    DistanceKind,
    ObjectKind,
    Phrase,
    Predicate,
    Query,
    SceneObject,
    Status,
)

_SIDES = (Predicate.LEFT_OF, Predicate.RIGHT_OF, Predicate.IN_FRONT_OF, Predicate.BEHIND)
SIZE_OF = {
    Predicate.TALLER: Dimension.HEIGHT,
    Predicate.SHORTER: Dimension.HEIGHT,
    Predicate.WIDER: Dimension.WIDTH,
    Predicate.THINNER: Dimension.WIDTH,
    Predicate.BIGGER: Dimension.VOLUME,
    Predicate.SMALLER: Dimension.VOLUME,
}
_AXIS = {
    Predicate.LEFT_OF: (0, -1),
    Predicate.RIGHT_OF: (0, 1),
    Predicate.IN_FRONT_OF: (1, -1),
    Predicate.BEHIND: (1, 1),
    Predicate.ABOVE: (2, 1),
    Predicate.BELOW: (2, -1),
}
_MIN_STD_M = 0.002
_UPRIGHT = 0.7  # cosine of a camera's roll up to which its columns go from the viewer's left to the right
_Box = tuple[int, int, int, int]  # left, top, right, bottom, pixels
_SURFACE_MIDDLE, _THING_MIDDLE = 0.15, 0.05  # standard deviations of the middle of what is shown, as shares of its width
BOX_SIDES = (Dimension.LENGTH, Dimension.DEPTH, Dimension.THICKNESS)  # what BIGGER compares where it is not the volume


@dataclass(frozen=True)
class Condition:
    """What must hold of a thing and others; the fields are those of `Query`. distance: EDGE, or how NEAR is measured."""

    predicate: Predicate
    dimension: Dimension = Dimension.HEIGHT
    farthest: bool = False
    limit_m: float = 0.0
    distance: DistanceKind = DistanceKind.CLOSEST
    side: Predicate | None = None
    times: float = 0.0
    strict: bool = False


def condition_of(query: Query) -> Condition:
    assert query.predicate is not None
    detail = (query.side, query.times, query.strict)
    return Condition(query.predicate, query.dimension, query.farthest, query.limit_m, query.distance, *detail)


def condition_in(phrase: Phrase) -> Condition:
    """The relation that a phrase holds itself. How long a "box bigger than 30 cm" is: its longest side."""
    assert phrase.relation is not None
    limited = phrase.limit_m and phrase.relation in (Predicate.BIGGER, Predicate.SMALLER)
    return Condition(
        phrase.relation, Dimension.LENGTH if limited else Dimension.HEIGHT, limit_m=phrase.limit_m
    )


def holds(subject: Thing, condition: Condition, others: tuple[Thing, ...], context: Context) -> float:
    """P(the condition holds). Raises Unanswerable where the question makes no sense for these things."""
    predicate = condition.predicate
    if condition.limit_m:
        return _beyond_limit(subject, condition, others, context)
    if condition.times:
        return _so_many_times(subject, condition, others, context)
    if condition.distance is DistanceKind.EDGE and predicate in (Predicate.ON, Predicate.INSIDE):
        return sticks_out(subject, predicate, others[0] if others else None, context)
    if condition.strict:
        return wholly(subject, predicate, others[0], context)
    if predicate is Predicate.BETWEEN:
        return _between(subject, others, context)
    if predicate is Predicate.NEAR and condition.distance is DistanceKind.EDGE:
        return _nearer_to_edge(subject, condition, others, context)
    if predicate is Predicate.NEAR and len(others) == 2:
        return nearer(others[0], subject, others[1], context, condition.farthest)
    other = others[0]
    if subject is None or other is None:
        return _to_viewer(subject, predicate, other, context)
    if subject.id == other.id:
        return 0.0
    if context.query.definition is Definition.SPATIALRGPT and predicate in _AXIS and axis_of(predicate) > 0:
        return _by_spatialrgpt(subject, predicate, other, context)
    if predicate in (Predicate.BIGGER, Predicate.SMALLER) and condition.dimension in BOX_SIDES:
        margin, std = _difference(subject, other, condition.dimension, context)
        return likely(margin if predicate is Predicate.BIGGER else -margin, std)
    for item in (subject, other):
        if item.kind is ObjectKind.SUPPORT and predicate in (*_SIDES, *SIZE_OF):
            words = RELATION_WORDS[predicate]
            raise Unanswerable(
                Status.UNKNOWN,
                f"the {item.label or 'surface'} is a surface that reaches beyond what is seen, so "
                f"nothing can be said to be {words} it; ask what is on it, above it or below it",
            )
    return context.scene.relations.of(subject.id, predicate, other.id)


def sized_by(predicate: Predicate, dimension: Dimension) -> Dimension:
    """Which extent a comparison of sizes is about."""
    return dimension if predicate in (Predicate.BIGGER, Predicate.SMALLER) and dimension in BOX_SIDES else SIZE_OF[predicate]


def _beyond_limit(subject: Thing, condition: Condition, others: tuple[Thing, ...], context: Context) -> float:
    """P(a length is less (NEAR) or more (a place, a size) than the limit)."""
    context.need_metres()
    predicate, limit_m = condition.predicate, condition.limit_m
    if predicate in SIZE_OF:
        size = _size(subject, sized_by(predicate, condition.dimension), context)
        chance = likely(size.value - limit_m, max(size.std, _MIN_STD_M))
        if size.lower_bound and size.value < limit_m:
            chance = 0.5  # the part that the image border cuts off may be as large
        return 1 - chance if predicate in HALVED else chance
    if predicate is not Predicate.NEAR:
        value, std = offset(subject, predicate, others[0], context)
        return likely(value - limit_m, std)
    measured = away(subject, condition, others, context)
    if not math.isfinite(measured.value_m):
        raise Unanswerable(Status.UNKNOWN, "this distance cannot be measured here; no edge may be in view")
    chance = likely(limit_m - measured.value_m, max(measured.std_m, _MIN_STD_M))
    return max(chance, 0.5) if measured.upper_bound else chance  # a hidden side may be nearer


def _so_many_times(subject: Thing, condition: Condition, others: tuple[Thing, ...], context: Context) -> float:
    """P(more than so many times as large as the other, or as far from the first as the second is); HALVED, nearer: less."""
    first: tuple[float, float, bool]
    if condition.predicate is Predicate.NEAR:
        ends = [distance(thing, others[0], context) for thing in (subject, others[1])]
        first, second = ((end.value_m, end.std_m, end.upper_bound) for end in ends)
        less, bounded, least_std = not condition.farthest, -1, _MIN_STD_M
    else:
        dimension = sized_by(condition.predicate, condition.dimension)
        first, second = (_size(thing, dimension, context) for thing in (subject, others[0]))
        less, bounded = condition.predicate in HALVED, 1
        least_std = 0.0 if dimension is Dimension.VOLUME else _MIN_STD_M
    margin, std = first[0] - condition.times * second[0], math.hypot(first[1], condition.times * second[1])
    chance = likely(margin, max(std, least_std))
    if first[2]:  # it may be larger (a size that is cut), or smaller (a distance to a hidden side)
        chance = max(chance, 0.5) if bounded > 0 else min(chance, 0.5)
    if second[2]:
        chance = min(chance, 0.5) if bounded > 0 else max(chance, 0.5)
    return 1 - chance if less else chance


def _nearer_to_edge(subject: Thing, condition: Condition, others: tuple[Thing, ...], context: Context) -> float:
    """P(it is nearer to the edge than the last of the others is); before that may stand the surface."""
    surface = others[:-1]
    ends = [away(thing, condition, surface, context) for thing in (subject, others[-1])]
    if not all(math.isfinite(end.value_m) for end in ends):
        raise Unanswerable(Status.UNKNOWN, "these distances cannot be measured here; no edge may be in view")
    return _nearer(ends[0], ends[1], condition.farthest)


def away(subject: Thing, condition: Condition, others: tuple[Thing, ...], context: Context) -> Distance:
    """The distance that NEAR compares: to the other, or to an edge of the surface or of what the subject stands on."""
    if condition.distance is not DistanceKind.EDGE:
        return distance(subject, others[0], context, condition.distance)
    return to_edge(subject, others[0] if others else None, context, condition.side)


def _size(subject: Thing, dimension: Dimension, context: Context) -> Measured:
    if subject is None:
        raise Unanswerable(Status.UNKNOWN, "the size of the camera is not measured; ask about an object")
    if subject.kind is ObjectKind.SUPPORT:
        reason = f"only a part of the {subject.label or 'surface'} may be in view, so its size is not known"
        raise Unanswerable(Status.UNKNOWN, reason)
    return extent(subject, dimension, context.scene.reference_from_viewer)


def axis_of(predicate: Predicate) -> int:
    """Along which of the viewer's axes a place is: 0 right, 1 forward, 2 up."""
    return _AXIS[predicate][0]


def _by_spatialrgpt(subject: SceneObject, predicate: Predicate, other: SceneObject, context: Context) -> float:
    """Above and below by the centres; in front and behind by the nearest points."""
    if axis_of(predicate) == 2:
        return likely(*offset(subject, predicate, other, context))
    forward = context.scene.reference_from_viewer.rotation[:, 1].astype(np.float32)
    nearest = [float((item.surface_ref @ forward).min()) for item in (subject, other)]
    _, std = along_axis(subject, other, 1, context)
    return likely((nearest[0] - nearest[1]) * (1 if predicate is Predicate.BEHIND else -1), std)


def _between(subject: Thing, others: tuple[Thing, ...], context: Context) -> float:
    first, second = others
    if subject is None or first is None or second is None:
        raise Unanswerable(
            Status.UNKNOWN,
            "between is measured for three objects, not for the camera; ask what is in front of one of them",
        )
    if len({subject.id, first.id, second.id}) < 3:
        return 0.0
    return float(between(subject, first, second, context.scene.reference_from_viewer))


def _to_viewer(subject: Thing, predicate: Predicate, other: Thing, context: Context) -> float:
    """Relations to the one who looks: left is left of the middle of the view, in front is ahead."""
    if subject is None and other is None:
        return 0.0
    if predicate not in _AXIS:
        raise Unanswerable(
            Status.UNKNOWN,
            f'"{RELATION_WORDS[predicate]}" is measured between two objects, not for the '
            "camera; ask how far something is from it, or what is left, right, above or below it",
        )
    item = subject if subject is not None else other
    assert item is not None
    axis, sign = _AXIS[predicate]
    if predicate in (Predicate.IN_FRONT_OF, Predicate.BEHIND):
        sign = -sign  # in front of the one who looks is where he looks, that is farther along his y axis
    value, std = along_axis(item, None, axis, context)
    return likely(value * sign * (1 if subject is not None else -1), std)


def along_axis(subject: Thing, other: Thing, axis: int, context: Context) -> tuple[float, float]:
    """Centre of the subject minus centre of the other along the viewer's axis 0 (right), 1 (forward) or 2 (up); std."""
    direction = context.scene.reference_from_viewer.rotation[:, axis]
    origin = context.scene.reference_from_viewer.translation_m
    centres = [origin if item is None else item.centre_ref for item in (subject, other)]
    variance = sum(float(direction @ item.centre_cov_m2 @ direction) for item in (subject, other) if item is not None)
    return float((centres[0] - centres[1]) @ direction), math.sqrt(max(variance, _MIN_STD_M**2))


def offset(subject: Thing, predicate: Predicate, other: Thing, context: Context) -> tuple[float, float]:
    """How far the subject is to the left of / behind / above ... the other, between centres; negative: the opposite."""
    axis, sign = _AXIS[predicate]
    if predicate in (Predicate.IN_FRONT_OF, Predicate.BEHIND) and (subject is None or other is None):
        sign = -sign
    value, std = along_axis(subject, other, axis, context)
    return sign * value, std


def _difference(
    subject: SceneObject, other: SceneObject, dimension: Dimension, context: Context
) -> tuple[float, float]:
    viewer = context.scene.reference_from_viewer
    a, b = extent(subject, dimension, viewer), extent(other, dimension, viewer)
    return a.value - b.value, max(math.hypot(a.std, b.std), _MIN_STD_M)


def distance(subject: Thing, other: Thing, context: Context, kind: DistanceKind | None = None) -> Distance:
    """By the query's definition; kind None: closest."""
    return measure(
        subject,
        other,
        DistanceKind.CLOSEST if kind is None else kind,
        context.scene.reference_from_viewer,
        context.query.definition,
    )


def nearer(reference: Thing, first: Thing, second: Thing, context: Context, farthest: bool = False) -> float:
    """P(the first is nearer to the reference than the second is); farthest: farther."""
    return _nearer(distance(first, reference, context), distance(second, reference, context), farthest)


def _nearer(a: Distance, b: Distance, farthest: bool) -> float:
    margin = b.value_m - a.value_m
    return likely(-margin if farthest else margin, max(math.hypot(a.std_m, b.std_m), _MIN_STD_M))


def leader(
    candidates: list[SceneObject], condition: Condition, context: Context, others: tuple[Thing, ...] = ()
) -> tuple[SceneObject, float, SceneObject | None]:
    """(the one that leads, P(it leads each other one), its closest rival). NEAR: nearest to the other."""
    if len(candidates) == 1:
        return candidates[0], 1.0, None
    beats = _beating(candidates, condition, others, context)
    chances = {
        item.id: min((beats(item, other), -other.id) for other in candidates if other.id != item.id)
        for item in candidates
    }
    best = max(candidates, key=lambda item: (chances[item.id][0], -item.id))
    probability, rival = chances[best.id]
    return best, probability, next(item for item in candidates if item.id == -rival)


def in_order(
    candidates: list[SceneObject], condition: Condition, context: Context, others: tuple[Thing, ...] = ()
) -> tuple[list[SceneObject], list[float]]:
    """The candidates, the one that leads first, and P(each comes before the next)."""
    beats = _beating(candidates, condition, others, context)
    won = {item.id: sum(beats(item, other) for other in candidates if other.id != item.id) for item in candidates}
    ordered = sorted(candidates, key=lambda item: (-won[item.id], item.id))
    return ordered, [beats(first, second) for first, second in itertools.pairwise(ordered)]


def _beating(
    candidates: list[SceneObject], condition: Condition, others: tuple[Thing, ...], context: Context
) -> Callable[[SceneObject, SceneObject], float]:
    """P(one candidate leads another)."""
    predicate = condition.predicate
    # Each distance once: measured for every pair, "what is nearest" among 40 things took seconds.
    apart = {
        item.id: away(item, condition, others, context) for item in candidates if predicate is Predicate.NEAR
    }
    if not all(math.isfinite(measured.value_m) for measured in apart.values()):
        raise Unanswerable(Status.UNKNOWN, "not all of these distances can be measured here; no edge may be in view")

    by_image = predicate in (Predicate.LEFT_OF, Predicate.RIGHT_OF) and _is_upright(context)

    def beats(one: SceneObject, other: SceneObject) -> float:
        if predicate is Predicate.NEAR:
            return _nearer(apart[one.id], apart[other.id], condition.farthest)
        surfaces = ObjectKind.SUPPORT in (one.kind, other.kind)
        if by_image and one.bbox_xyxy_px and other.bbox_xyxy_px:
            apart_px, width_px = _shown_beside(one.bbox_xyxy_px, other.bbox_xyxy_px)
            std_px = (_SURFACE_MIDDLE if surfaces else _THING_MIDDLE) * max(width_px, 1)
            return likely(apart_px if predicate is Predicate.LEFT_OF else -apart_px, std_px)
        # highest: centres, not one wholly above the other
        if predicate in (Predicate.ABOVE, Predicate.BELOW) or (surfaces and predicate in _SIDES):
            value, std = offset(one, predicate, other, context)
            return likely(value, std)
        return holds(one, condition, (other,), context)

    return beats


def _is_upright(context: Context) -> bool:
    """Whether right in the image is the viewer's right: not where the camera hangs upside down or lies on its side."""
    scene = context.scene
    return float(scene.reference_from_camera.rotation[:, 0] @ scene.reference_from_viewer.rotation[:, 0]) > _UPRIGHT


def _shown_beside(one: _Box, other: _Box) -> tuple[float, float]:
    """Pixels from the middle of one to that of the other, positive where that is to the right, and the narrower's width.

    Who says "the left one", or is told of it by `describe`, looks at the image: a near thing may be to the right of a far one
    in it, and more to the left in metres. Of surfaces nobody knows where they end beyond it.
    """
    return (other[0] + other[2] - one[0] - one[2]) / 2, float(min(box[2] - box[0] for box in (one, other)))
