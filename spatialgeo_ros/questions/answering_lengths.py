"""Answers that are distances."""

from __future__ import annotations

import math

import numpy as np

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.answering_ratios import Found, ratio
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, names
from spatialgeo_ros.questions.edges import reach, stands_on, to_edge
from spatialgeo_ros.questions.extents import level
from spatialgeo_ros.questions.query_details import TIMES, over_edge
from spatialgeo_ros.questions.resolve import find, one, several
from spatialgeo_ros.questions.things import Thing, thing_id
from spatialgeo_ros.questions.wording import OPPOSITE, RELATION_WORDS, SIDE_NAMES, joined
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

_MIN_STD_M = 0.002
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
    if over_edge(query):
        return _sticking_out(context)
    if query.distance is DistanceKind.EDGE:
        return _edge(context)
    if len(query.subjects) == 2:
        return _compared(context)
    subject, other = _ends(context)
    if thing_id(subject) == thing_id(other):
        raise Unanswerable(Status.UNKNOWN, "both phrases mean the same object; name two different things")
    if query.predicate is not None:
        return _offset(context, subject, other)
    measured = relating.distance(subject, other, context, query.distance)
    if _parts(context):
        measured = _between_parts(subject, other, context)
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


def _compared(context: Context) -> Answer:
    """ "How much closer to me is the mug than the box?", or how many times."""
    query = context.query
    first, second, origin = (one(phrase, context) for phrase in (*query.subjects, *query.objects))
    if len({thing_id(thing) for thing in (first, second, origin)}) < 3:
        raise Unanswerable(Status.UNKNOWN, "two phrases mean the same thing; name three different things")
    measured = [relating.distance(thing, origin, context, query.distance) for thing in (first, second)]
    names_of = [name(thing, context, phrase) for thing, phrase in zip((first, second), query.subjects, strict=True)]
    origin_name = name(origin, context, query.objects[0])
    ids = tuple(item.id for item in _present(first, second, origin))
    found = Found(
        (measured[0].value_m, measured[1].value_m),
        (measured[0].std_m, measured[1].std_m),
        ids,
        Evidence(ids, (), tuple(measured)),
        " A side that matters is hidden, so this may change." if any(one.upper_bound for one in measured) else "",
    )
    if query.unit == TIMES:
        return ratio(context, names_of, f"far from {origin_name}", found, inverted=not query.farthest)
    value = measured[0].value_m - measured[1].value_m
    std = math.hypot(measured[0].std_m, measured[1].std_m)
    said = units.length(abs(value), std, query.unit)
    words = f"farther from {origin_name}" if value >= 0 else f"closer to {origin_name}"
    text = f"{capital(names_of[0])} is {said} {words} than {names_of[1]}"
    if (value >= 0) != query.farthest and value:
        claimed = "farther" if query.farthest else "closer"
        text = f"{capital(names_of[0])} is not {claimed}: it is {said} {words} than {names_of[1]}"
    numbers = " against ".join(units.length(one.value_m, one.std_m, query.unit) for one in measured)
    return context.answer(
        f"{text} ({numbers}, {_how_measured(context)}).{found.note}{last_seen(_present(first, second, origin), context)}",
        kind=AnswerKind.LENGTH,
        value=value if query.farthest else -value,
        value_std=std,
        unit="m",
        object_ids=ids,
        evidence=found.evidence,
    )


def _parts(context: Context) -> list[str]:
    return [phrase.part for phrase in context.query.subjects + context.query.objects if phrase.part]


def _between_parts(subject: Thing, other: Thing, context: Context) -> Distance:
    """In height, between the tops, bottoms or centres that were named; points_ref lie above or below the centres."""
    viewer = context.scene.reference_from_viewer
    phrases = context.query.subjects[0], context.query.objects[0]
    levels = [
        (0.0, 0.0) if thing is None else level(thing, phrase.part, viewer)
        for thing, phrase in zip((subject, other), phrases, strict=True)
    ]
    ends = viewer.inverse().apply(
        np.stack([viewer.translation_m if thing is None else thing.centre_ref for thing in (subject, other)])
    )
    ends[:, 2] = [value for value, _ in levels]
    std = max(math.sqrt(levels[0][1] + levels[1][1]), _MIN_STD_M)
    return Distance(
        thing_id(subject),
        thing_id(other),
        DistanceKind.VERTICAL,
        Definition.SPATIALGEO,
        abs(levels[0][0] - levels[1][0]),
        std,
        upper_bound=False,
        points_ref=viewer.apply(ends),
    )


def _how_measured(context: Context) -> str:
    query = context.query
    if _parts(context):
        return "in height"
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
    return pair_of(query.subjects, context)


def pair_of(phrases: tuple[Phrase, ...], context: Context) -> tuple[SceneObject, SceneObject]:
    """The things of two phrases, or the two of one plural phrase."""
    items = several(phrases[0], context) if len(phrases) == 1 else _present(*(one(phrase, context) for phrase in phrases))
    if len(items) != 2:
        raise Unanswerable(
            Status.AMBIGUOUS,
            f"a distance is between two, but {len(items)} fit: {joined(names(items, context))}; name two",
            object_ids=tuple(item.id for item in items),
        )
    return items[0], items[1]


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
    how = "between the centres"
    if _parts(context):
        measured, how = _between_parts(subject, other, context), "in height"
        higher = context.scene.reference_from_viewer.rotation[:, 2] @ (measured.points_ref[0] - measured.points_ref[1])
        value, std = float(higher) * (1 if query.predicate is Predicate.ABOVE else -1), measured.std_m
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
        f"{capital(names_of[0])} is {said} {RELATION_WORDS[query.predicate]} {names_of[1]}, {how}."
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
    support = support_of(subject, query.objects, context)
    measured = to_edge(subject, support, context, query.side)
    name_of = name(subject, context, query.subjects[0])
    surface = support.label or "surface"
    if not math.isfinite(measured.value_m):
        raise Unanswerable(
            Status.UNKNOWN,
            f"no edge of the {surface} is in view; turn the camera so that its edge is seen",
            object_ids=(subject.id, support.id),
        )
    edge = "edge" if query.side is None else f"{SIDE_NAMES[query.side]} edge"
    value = units.length(measured.value_m, measured.std_m, query.unit)
    most = "at most " if measured.upper_bound else ""
    hidden = ", since a part of the surface is out of view" if measured.upper_bound else ""
    text = f"{capital(name_of)} is {most}{value} from the {edge} of the {surface}{hidden}.{last_seen([subject], context)}"
    return _length(context, text, measured, subject, support)


def _sticking_out(context: Context) -> Answer:
    """ "How far does the plate stick out over the edge of the table?"; negative: it ends so far before it."""
    query = context.query
    predicate = query.predicate
    assert predicate is not None
    item = one(query.subjects[0], context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "the camera stands on nothing that it could reach over")
    other = support_of(item, query.objects, context) if predicate is Predicate.ON else one(query.objects[0], context)
    name_of = name(item, context, query.subjects[0])
    part = "edge" if predicate is Predicate.ON else "rim"
    other_name = name(other, context, query.objects[0] if query.objects else None)
    on_it = other is not None and (
        stands_on(item, context) is other
        or context.scene.relations.of(item.id, predicate, other.id) >= context.config.min_probability
    )
    if other is None or not on_it:
        reason = f"{name_of} is not {RELATION_WORDS[predicate]} {other_name}"
        raise Unanswerable(Status.UNKNOWN, f"{reason}, so it cannot stick out over its {part}", object_ids=(item.id,))
    over = reach(item, predicate, other, context)
    if not math.isfinite(over.value):
        reason = f"the view ends where {name_of} may reach over the {part}"
        raise Unanswerable(Status.UNKNOWN, f"{reason}; turn the camera so that it is seen", object_ids=(item.id,))
    said = units.length(abs(over.value), over.std, query.unit)
    text = f"{capital(name_of)} sticks out {said} over the {part} of {other_name}."
    if over.value <= 0:
        text = f"{capital(name_of)} does not stick out: it ends {said} short of the {part} of {other_name}."
    return context.answer(
        text + last_seen([item], context),
        kind=AnswerKind.LENGTH,
        value=over.value,
        value_std=over.std,
        unit="m",
        object_ids=(item.id, other.id),
        evidence=Evidence((item.id, other.id)),
    )


def support_of(subject: SceneObject, phrases: tuple[Phrase, ...], context: Context) -> SceneObject:
    """The surface of the phrase; of several, or without a phrase, the one that the subject stands on."""
    below = stands_on(subject, context)
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
