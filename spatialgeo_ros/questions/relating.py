"""Probabilities of relations for a typed query: from the scene's table, or measured here where the table has none."""

from __future__ import annotations

import math

import numpy as np

from spatialgeo_ros.questions.context import Context, Unanswerable
from spatialgeo_ros.questions.wording import RELATION_WORDS
from spatialgeo_ros.scene.distances import extent, measure
from spatialgeo_ros.scene.probability import phi
from spatialgeo_ros.scene.relations import between
from spatialgeo_ros.types import (
    Definition,
    Dimension,
    Distance,
    DistanceKind,
    ObjectKind,
    Predicate,
    SceneObject,
    Status,
)

Thing = SceneObject | None  # None = the viewer
_SIDES = (Predicate.LEFT_OF, Predicate.RIGHT_OF, Predicate.IN_FRONT_OF, Predicate.BEHIND)
_SIZES = (Predicate.BIGGER, Predicate.SMALLER, Predicate.TALLER, Predicate.SHORTER, Predicate.WIDER, Predicate.THINNER)
_AXIS = {
    Predicate.LEFT_OF: (0, -1),
    Predicate.RIGHT_OF: (0, 1),
    Predicate.IN_FRONT_OF: (1, -1),
    Predicate.BEHIND: (1, 1),
    Predicate.ABOVE: (2, 1),
    Predicate.BELOW: (2, -1),
}
_MIN_STD_M = 0.002


def thing_id(thing: Thing) -> int:
    return 0 if thing is None else thing.id


def likely(margin: float, std: float) -> float:
    """P(a normal variable with this mean and standard deviation is positive)."""
    return float(phi(np.asarray([margin / max(std, 1e-6)]))[0])


def holds(
    subject: Thing,
    predicate: Predicate,
    others: tuple[Thing, ...],
    context: Context,
    dimension: Dimension = Dimension.HEIGHT,
    farthest: bool = False,
) -> float:
    """P(subject PREDICATE others). Raises Unanswerable where the question makes no sense for these things."""
    if predicate is Predicate.BETWEEN:
        return _between(subject, others, context)
    if predicate is Predicate.NEAR and len(others) == 2:
        return nearer(others[0], subject, others[1], context, farthest)
    other = others[0]
    if subject is None or other is None:
        return _to_viewer(subject, predicate, other, context)
    if subject.id == other.id:
        return 0.0
    if context.query.definition is Definition.SPATIALRGPT and predicate in _AXIS and axis_of(predicate) > 0:
        return _by_spatialrgpt(subject, predicate, other, context)
    if predicate in (Predicate.BIGGER, Predicate.SMALLER) and dimension in (Dimension.LENGTH, Dimension.DEPTH):
        margin, std = _difference(subject, other, dimension, context)
        return likely(margin if predicate is Predicate.BIGGER else -margin, std)
    for item in (subject, other):
        if item.kind is ObjectKind.SUPPORT and predicate in (*_SIDES, *_SIZES):
            words = RELATION_WORDS[predicate]
            raise Unanswerable(
                Status.UNKNOWN,
                f"the {item.label or 'surface'} is a surface that reaches beyond what is seen, so "
                f"nothing can be said to be {words} it; ask what is on it, above it or below it",
            )
    return context.scene.relations.of(subject.id, predicate, other.id)


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
    candidates: list[SceneObject],
    predicate: Predicate,
    context: Context,
    dimension: Dimension = Dimension.HEIGHT,
    reference: Thing = None,
    farthest: bool = False,
) -> tuple[SceneObject, float, SceneObject | None]:
    """(the one that leads, P(it leads each other one), its closest rival). NEAR: nearest to the reference."""
    if len(candidates) == 1:
        return candidates[0], 1.0, None
    # Each distance once: measured for every pair, "what is nearest" among 40 things took seconds.
    away = {item.id: distance(item, reference, context) for item in candidates if predicate is Predicate.NEAR}

    def beats(one: SceneObject, other: SceneObject) -> float:
        if predicate is Predicate.NEAR:
            return _nearer(away[one.id], away[other.id], farthest)
        if predicate in (Predicate.ABOVE, Predicate.BELOW):  # highest: centres, not one wholly above the other
            value, std = offset(one, predicate, other, context)
            return likely(value, std)
        return holds(one, predicate, (other,), context, dimension)

    chances = {
        item.id: min((beats(item, other), -other.id) for other in candidates if other.id != item.id)
        for item in candidates
    }
    best = max(candidates, key=lambda item: (chances[item.id][0], -item.id))
    probability, rival = chances[best.id]
    return best, probability, next(item for item in candidates if item.id == -rival)
