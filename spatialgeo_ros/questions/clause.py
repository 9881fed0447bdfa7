"""A clause: what a sentence or a noun phrase says about a thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from spatialgeo_ros.types import Dimension, DistanceKind, Phrase, Predicate, Query, QueryKind

VIEWER = Phrase(noun="viewer", definite=True)
_ROOM = Phrase(noun="room", definite=True)


@dataclass(frozen=True)
class Clause:
    """(subject) predicate objects. leading: "nearest" or "farthest" when the subject is the one closest to the object.

    farthest: with NEAR and two objects, "farther from the first than the second is". unit: of the limit, as it was said.
    limit_m, distance, side, times, strict: as in `Query`.
    """

    predicate: Predicate | None
    objects: tuple[Phrase, ...]
    negated: bool = False
    dimension: Dimension = Dimension.HEIGHT
    farthest: bool = False
    leading: str = ""
    limit_m: float = 0.0
    unit: str = ""
    distance: DistanceKind = DistanceKind.CLOSEST
    side: Predicate | None = None
    times: float = 0.0
    strict: bool = False


Build = Callable[[Mapping[str, Any]], Clause]


def asking(kind: QueryKind, subjects: tuple[Phrase, ...], clause: Clause, negated: bool = False) -> Query:
    """The query that asks this of the subjects; negated: "is it not ..."."""
    if kind is QueryKind.EXISTS and clause.negated:
        return _one_that_is_not(subjects[0], clause, negated)
    return Query(
        kind,
        subjects,
        clause.objects,
        clause.predicate,
        clause.distance,
        clause.dimension,
        unit=clause.unit,
        farthest=clause.farthest,
        negated=clause.negated != negated,
        limit_m=clause.limit_m,
        side=clause.side,
        times=clause.times,
        strict=clause.strict,
    )


def _one_that_is_not(thing: Phrase, clause: Clause, negated: bool) -> Query:
    """ "is there a chair farther than 2 m away": one that is not within it, whether or not others are."""
    told = applied(thing, clause)
    if told is None:
        return Query(QueryKind.EXISTS, (thing,), (thing,))  # no phrase says this; `query.check` refuses the query
    return Query(QueryKind.EXISTS, (told,), negated=negated)


def as_condition(clause: Clause) -> Phrase | None:
    """The clause as what a phrase says of a thing; None when a phrase cannot ("longer than", "closer than")."""
    fits = clause.dimension is Dimension.HEIGHT or (clause.limit_m and clause.dimension is Dimension.LENGTH)
    compared = len(clause.objects) == 2 and clause.predicate is Predicate.NEAR
    closely = clause.times or clause.strict or clause.distance is not DistanceKind.CLOSEST
    if not fits or compared or closely:
        return None
    if clause.leading:
        return Phrase(sizes=(clause.leading,), of=clause.objects)
    return Phrase(relation=clause.predicate, of=clause.objects, negated=clause.negated, limit_m=clause.limit_m)


def applied(phrase: Phrase, clause: Clause) -> Phrase | None:
    """The phrase narrowed by the clause; None when a phrase cannot hold it."""
    condition = as_condition(clause)
    return None if condition is None else narrowed(phrase, condition)


def narrowed(phrase: Phrase, condition: Phrase) -> Phrase:
    """The phrase with one more condition."""
    if phrase.relation is not None or phrase.of:
        return replace(phrase, also=(*phrase.also, condition))
    return replace(
        phrase,
        sizes=phrase.sizes + condition.sizes,
        relation=condition.relation,
        of=condition.of,
        negated=condition.negated,
        limit_m=condition.limit_m,
        swapped=condition.swapped,
    )


def in_this_room(query: Query) -> Query:
    """ "the tallest thing in the room": all that is seen is in it."""
    if query.kind in (QueryKind.EXISTS, QueryKind.COUNT) and query.predicate is Predicate.INSIDE and query.objects == (_ROOM,):
        query = replace(query, predicate=None, objects=())  # "is there a ball anywhere in this room?"
    subjects = tuple(_not_in(_ROOM, phrase) for phrase in query.subjects)
    return replace(query, subjects=subjects, objects=tuple(_not_in(_ROOM, phrase) for phrase in query.objects))


def _not_in(room: Phrase, phrase: Phrase) -> Phrase:
    inside = phrase.relation is Predicate.INSIDE and not phrase.negated and not phrase.swapped
    here = inside and (phrase.of == (room,) or phrase.of[0].text == "here")
    return replace(phrase, relation=None, of=()) if here and not phrase.also else phrase
