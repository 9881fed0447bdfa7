"""What "one" and "it" stand for within a sentence. Nothing is remembered from one question to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.phrase_parts import IT, ONE
from spatialgeo_ros.questions.query import each_phrase, within
from spatialgeo_ros.types import Phrase, Predicate, Query, QueryKind

_ASKING_WHICH = (QueryKind.NEAREST, QueryKind.SUPERLATIVE, QueryKind.WHAT_IS, QueryKind.LIST)


def resolved(query: Query) -> Query | None:
    """The query without pronouns; None when one of them stands for nothing that the sentence names."""
    if len(query.subjects) == 1 and _is_any_one(query.subjects[0]):
        one = query.subjects[0]
        if query.kind not in _ASKING_WHICH and not (one.definite and one.relation is not None):
            return None  # "is there one on the table?"
        query = replace(query, subjects=(replace(one, noun=""),))
    query = _with_its(_with_ones(query))
    return None if any(map(_has_it, query.subjects + query.objects + query.also)) else query


def _with_ones(query: Query) -> Query:
    """ "the blue one" is of the kind that the sentence named before (or else after): in "between the red box and the grey
    one" of the kind just before, in "closer to the lamp than the white one" of the kind of what it is compared with."""
    if query.predicate is Predicate.NEAR and (len(query.subjects), len(query.objects)) == (1, 2):
        query = _with_compared_ones(query)
    for before, one in pairwise(query.objects):
        if one.noun == ONE and before.noun not in ("", ONE, IT, VIEWER.noun):
            objects = tuple(replace(each, noun=before.noun) if each is one else each for each in query.objects)
            query = replace(query, objects=objects)
    query = replace(query, also=_alike_places(query.also))
    phrases = query.subjects + query.objects
    named = next((phrase.noun for phrase in phrases if phrase.noun not in ("", ONE, IT, VIEWER.noun)), "")

    def of_kind(phrase: Phrase) -> Phrase:
        return within(replace(phrase, noun=named if phrase.noun == ONE else phrase.noun), of_kind)

    return each_phrase(query, of_kind)


def _with_compared_ones(query: Query) -> Query:
    """The subject and the last object are of one kind, where one of them is only "the blue one".

    "The teapot is nearer to the red cup than the blue one": what is blue is told from what is red, a cup.
    """
    near = query.objects[0]
    compared = (*query.subjects, query.objects[1])
    kinds = [phrase.noun for phrase in compared if phrase.noun not in ("", ONE, IT, VIEWER.noun)]
    if len(kinds) != 1 or (compared[1].noun == ONE and _is_told(near) and not _is_told(compared[0])):
        return query
    first, last = (replace(phrase, noun=kinds[0]) if phrase.noun == ONE else phrase for phrase in compared)
    return replace(query, subjects=(first,), objects=(near, last))


def _is_told(phrase: Phrase) -> bool:
    return bool(phrase.colours or phrase.shapes or phrase.sizes or phrase.relation is not None)


def _alike_places(places: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """ "on the left table or the right one": the second is a table, too."""
    alike: list[Phrase] = []
    for place in places:
        of = alike[-1].of if alike else ()
        kind = of[0].noun if len(of) == 1 and of[0].noun not in ("", ONE, IT, VIEWER.noun) else ONE
        named = tuple(replace(each, noun=kind) if each.noun == ONE else each for each in place.of)
        alike.append(replace(place, of=named))
    return tuple(alike)


def _is_any_one(phrase: Phrase) -> bool:
    """ "the one (nearest to the mug)": the mug is not what is asked for, only what it is near to."""
    return phrase.noun == ONE and not (phrase.colours or phrase.shapes or phrase.sizes)


def _with_its(query: Query) -> Query:
    """ "the bowl next to it": the subject. "in the cup or next to it": what the first relation is to."""
    objects, also = query.objects, query.also
    subject = query.subjects[0] if len(query.subjects) == 1 else None
    if subject is not None and _can_be_it(subject):
        objects = tuple(within(phrase, _replacing(replace(subject, part=""))) for phrase in objects)
    first = objects or (also[0].of if also else ())
    if len(first) == 1 and _can_be_it(first[0]):
        also = tuple(within(phrase, _replacing(first[0])) for phrase in also)
    return replace(query, objects=objects, also=also)


def with_it(phrase: Phrase, named: Phrase) -> Phrase:
    """The phrase, where "it" in it stands for what was named before."""
    return within(phrase, _replacing(named)) if _can_be_it(named) else phrase


def _can_be_it(phrase: Phrase) -> bool:
    return phrase.definite and not phrase.plural and phrase.noun != VIEWER.noun and not _has_it(phrase)


def _replacing(meant: Phrase) -> Callable[[Phrase], Phrase]:
    def put(phrase: Phrase) -> Phrase:
        return meant if phrase.noun == IT else within(phrase, put)

    return put


def _has_it(phrase: Phrase) -> bool:
    return phrase.noun == IT or any(map(_has_it, phrase.of + phrase.also + phrase.besides))
