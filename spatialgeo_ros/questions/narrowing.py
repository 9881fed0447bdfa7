"""What fits the subject of a query and the query's own clause; shared by the answers that are objects."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from spatialgeo_ros.questions import relating
from spatialgeo_ros.questions.answering_relations import clause_words, relation
from spatialgeo_ros.questions.candidates import Found
from spatialgeo_ros.questions.context import Context, name
from spatialgeo_ros.questions.resolve import Group, deciding, find, groups
from spatialgeo_ros.questions.things import Thing
from spatialgeo_ros.questions.wording import say
from spatialgeo_ros.types import (
    DistanceKind,
    Evidence,
    Phrase,
    QueryKind,
    Relation,
)


@dataclass(frozen=True, eq=False)
class Narrowed:
    """What fits the subject and the query's own clause. others: what the clause relates to, in its order.

    related: id of an object -> what decided about it; found.probability: P(it fits).
    """

    found: Found
    others: tuple[Thing, ...] = ()
    related: dict[int, Group] = field(default_factory=dict)


def narrowed(context: Context) -> Narrowed:
    query = context.query
    found = find(query.subjects[0] if query.subjects else Phrase(), context)
    if query.predicate is None:
        return Narrowed(found)
    options = groups(query.objects, query.predicate, context)
    others = tuple(dict.fromkeys(thing for group in options for thing in group))
    positive = not query.negated or query.kind is QueryKind.EXISTS  # "is there no ..." is answered the other way round
    sure = context.config.min_probability
    chances: dict[int, float] = {}
    related: dict[int, Group] = {}
    for item in (*found.items, *found.unsure, *found.unnamed):
        group, chance = deciding(item, relating.condition_of(query), options, query.objects, context)
        if group is not None:
            related[item.id], chances[item.id] = group, chance if positive else 1 - chance
    items = tuple(item for item in found.items if chances.get(item.id, 0.0) >= sure)
    unsure = tuple(
        item for item in (*found.items, *found.unsure) if item not in items and chances.get(item.id, 0.0) > 1 - sure
    )
    unnamed = tuple(item for item in found.unnamed if chances.get(item.id, 0.0) > 1 - sure)
    asked = {item.id for item in (*found.items, *found.unsure)}
    found = replace(
        found,
        items=items,
        unsure=unsure,
        unnamed=unnamed,
        probability={key: chance for key, chance in chances.items() if key in asked},
    )
    return Narrowed(found, others, related)


def clause_of(context: Context, others: tuple[Thing, ...]) -> str:
    """ " on the table"."""
    query = context.query
    if query.predicate is None:
        return ""
    words = (
        [name(other, context, phrase) for other, phrase in zip(others, query.objects, strict=False)]
        if len(others) == len(query.objects)
        else [say(phrase) for phrase in query.objects]
    )
    edge = query.distance is DistanceKind.EDGE and query.limit_m
    said = clause_words(query, words or ["what they stand on"] if edge else words)
    return f"{' not' if query.negated else ''} {said}"


def evidence_of(context: Context, fit: Narrowed) -> Evidence:
    query, items = context.query, (*fit.found.items, *fit.found.unsure)
    relations: list[Relation] = []
    for item in items:
        for other in fit.related.get(item.id, ()):
            chance = fit.found.probability[item.id]
            chance = 1 - chance if query.negated and query.kind is not QueryKind.EXISTS else chance
            if query.predicate is not None:
                relations.append(relation(item, query.predicate, other, chance))
    return Evidence(
        tuple(item.id for item in items) + tuple(other.id for other in fit.others if other is not None),
        tuple(relations),
    )


def certainty(found: Found) -> float:
    """That exactly these fit."""
    return math.prod(max(chance, 1 - chance) for chance in found.probability.values())
