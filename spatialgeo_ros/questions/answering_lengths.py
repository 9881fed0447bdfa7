"""Answers that are distances."""

from __future__ import annotations

import math

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, names
from spatialgeo_ros.questions.relating import Thing, thing_id
from spatialgeo_ros.questions.resolve import find, one, several
from spatialgeo_ros.questions.wording import OPPOSITE, RELATION_WORDS, joined
from spatialgeo_ros.scene.distances import edge_distance
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Definition,
    Distance,
    DistanceKind,
    Evidence,
    ObjectKind,
    Phrase,
    Predicate,
    SceneObject,
    Status,
)

_KIND_WORDS = {
    DistanceKind.CLOSEST: "between the closest points",
    DistanceKind.CENTRE: "between the centres",
    DistanceKind.HORIZONTAL: "along the ground, between the centres",
    DistanceKind.VERTICAL: "in height, between the centres",
}


def _present(*items: Thing) -> list[SceneObject]:
    return [item for item in items if item is not None]


def answer_distance(context: Context) -> Answer:
    query = context.query
    context.need_metres()
    if query.distance is DistanceKind.EDGE:
        return _edge(context)
    subject, other = _ends(context)
    if thing_id(subject) == thing_id(other):
        raise Unanswerable(Status.UNKNOWN, "both phrases mean the same object; name two different things")
    if query.predicate is not None:
        return _offset(context, subject, other)
    measured = relating.distance(subject, other, context, query.distance)
    if not math.isfinite(measured.value_m):
        raise Unanswerable(Status.UNKNOWN, "this distance cannot be measured here")
    names_of = _pair_names(context, subject, other)
    value = units.length(measured.value_m, measured.std_m, query.unit)
    most = "at most " if measured.upper_bound else ""
    hidden = ", since a side that faces the other is hidden" if measured.upper_bound else ""
    text = (
        f"{capital(names_of[0])} is {most}{value} from {names_of[1]} ({_how_measured(context)}){hidden}."
        f"{last_seen(_present(subject, other), context)}"
    )
    return _length(context, text, measured, subject, other)


def _how_measured(context: Context) -> str:
    query = context.query
    words = _KIND_WORDS[query.distance]
    if query.definition is Definition.SPATIALRGPT and query.distance is DistanceKind.HORIZONTAL:
        return "sideways as the camera sees it, between the centres"
    if query.definition is Definition.SPATIALGEO or query.distance is not DistanceKind.CLOSEST:
        return words
    return {
        Definition.SPATIALRGPT: "mean over both surfaces",
        Definition.VSI: "between the boxes",
        Definition.SPAR: "between the centres",
    }[query.definition]


def _ends(context: Context) -> tuple[Thing, Thing]:
    """Two things, or the two members of a plural phrase."""
    query = context.query
    if query.objects:
        return one(query.subjects[0], context), one(query.objects[0], context)
    items = several(query.subjects[0], context)
    if len(items) != 2:
        raise Unanswerable(
            Status.AMBIGUOUS,
            f"a distance is between two, but {len(items)} fit: {joined(names(items, context))}; name two",
            object_ids=tuple(item.id for item in items),
        )
    return items


def _pair_names(context: Context, subject: Thing, other: Thing) -> list[str]:
    query = context.query
    if query.objects:
        return [name(subject, context, query.subjects[0]), name(other, context, query.objects[0])]
    return names(_present(subject, other), context)


def _length(context: Context, text: str, measured: Distance, subject: Thing, other: Thing) -> Answer:
    ids = tuple(item.id for item in _present(subject, other))
    return context.answer(
        text,
        kind=AnswerKind.LENGTH,
        value=measured.value_m,
        value_std=measured.std_m,
        unit="m",
        upper_bound=measured.upper_bound,
        object_ids=ids,
        evidence=Evidence(ids, (), (measured,)),
    )


def _offset(context: Context, subject: Thing, other: Thing) -> Answer:
    """ "How far behind the mug is the box?", and the other way round when it is in front."""
    query = context.query
    assert query.predicate is not None
    for item in _present(subject, other):
        if item.kind is ObjectKind.SUPPORT and query.predicate not in (Predicate.ABOVE, Predicate.BELOW):
            raise Unanswerable(
                Status.UNKNOWN,
                f"the {item.label or 'surface'} reaches beyond what is seen, so it has no middle to "
                "measure from; ask how far something is from its edge",
            )
    value, std = relating.offset(subject, query.predicate, other, context)
    measured = relating.distance(
        subject,
        other,
        context,
        DistanceKind.VERTICAL if query.distance is DistanceKind.VERTICAL else DistanceKind.CENTRE,
    )
    names_of = _pair_names(context, subject, other)
    ids = tuple(item.id for item in _present(subject, other))
    evidence = Evidence(ids, (), (measured,))
    said = units.length(abs(value), std, query.unit)
    if value < 0 and -value > std:
        words = RELATION_WORDS[OPPOSITE[query.predicate]]
        reason = f"{names_of[0]} is not {RELATION_WORDS[query.predicate]} {names_of[1]}: it is {said} {words} it"
        return context.answer(
            capital(reason) + "." + last_seen(_present(subject, other), context),
            kind=AnswerKind.LENGTH,
            value=value,
            value_std=std,
            unit="m",
            object_ids=ids,
            evidence=evidence,
        )
    text = (
        f"{capital(names_of[0])} is {said} {RELATION_WORDS[query.predicate]} {names_of[1]}, between the centres."
        f"{last_seen(_present(subject, other), context)}"
    )
    return context.answer(
        text, kind=AnswerKind.LENGTH, value=value, value_std=std, unit="m", object_ids=ids, evidence=evidence
    )


def _edge(context: Context) -> Answer:
    """To the nearest edge of the named surface, or of what the object stands on."""
    query = context.query
    subject = one(query.subjects[0], context)
    if subject is None:
        raise Unanswerable(
            Status.UNKNOWN, "the distance to an edge is measured for objects on a surface, not for the camera"
        )
    support = _support_of(subject, query.objects, context)
    measured = edge_distance(subject, support, context.scene.reference_from_viewer)
    name_of = name(subject, context, query.subjects[0])
    surface = support.label or "surface"
    if not math.isfinite(measured.value_m):
        raise Unanswerable(
            Status.UNKNOWN,
            f"no edge of the {surface} is in view; turn the camera so that its edge is seen",
            object_ids=(subject.id, support.id),
        )
    value = units.length(measured.value_m, measured.std_m, query.unit)
    most = "at most " if measured.upper_bound else ""
    hidden = ", since a part of the surface is out of view" if measured.upper_bound else ""
    text = f"{capital(name_of)} is {most}{value} from the edge of the {surface}{hidden}.{last_seen([subject], context)}"
    return _length(context, text, measured, subject, support)


def _support_of(subject: SceneObject, phrases: tuple[Phrase, ...], context: Context) -> SceneObject:
    """The surface of the phrase; of several, or without a phrase, the one that the subject stands on."""
    below = relating.stands_on(subject, context)
    if not phrases:
        if below is None:
            name_of = name(subject, context, context.query.subjects[0])
            raise Unanswerable(
                Status.UNKNOWN,
                f'it is not known what {name_of} stands on; name the surface, such as "the edge of the table"',
            )
        return below
    if (
        below is not None
        and phrases[0].definite
        and any(item.id == below.id for item in find(phrases[0], context).items)
    ):
        return below
    support = one(phrases[0], context)
    if support is None or support.kind is not ObjectKind.SUPPORT:
        raise Unanswerable(
            Status.UNKNOWN,
            f"{name(support, context, phrases[0])} is no surface whose edge is known; ask for "
            "the edge of the table, shelf or floor",
        )
    return support
