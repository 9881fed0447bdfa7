"""Which of several readings of one sentence is meant."""

from __future__ import annotations

from dataclasses import replace

from spatialgeo_ros.questions.clause import narrowed
from spatialgeo_ros.questions.phrases import tells_the_place
from spatialgeo_ros.questions.query import SIZES
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import Phrase, Predicate, Query, QueryKind

PLACES = (Predicate.ON, Predicate.INSIDE)
_PICTURES = ("picture", "photo", "room", "frame", "screen")  # "what is in the picture?" asks for all that is seen
_CHOOSING = (QueryKind.WHAT_IS, QueryKind.EXISTS, QueryKind.COUNT)
_TELLING = frozenset({"that", "which", "whose", "with"})


def strangeness(query: Query) -> int:
    """Prefer "is (the mug on the table) left of the box" over "is the mug on (the table left of the box)".

    "Is the box behind the mug taller than the can" compares the box. "How many red and blue mugs" asks for mugs of
    either colour.
    """
    counted = query.kind is QueryKind.COUNT and any(len(phrase.colours) > 1 for phrase in query.subjects)
    asked = query.subjects + query.objects if query.kind is QueryKind.RELATION else query.objects
    return counted + any(map(_is_compared, asked)) + sum(
        query.predicate in PLACES and (phrase.noun in _PICTURES or _is_told_oddly(phrase)) for phrase in query.objects
    )


def compared_itself(query: Query) -> Query:
    """ "what is on the table taller than the mug": the thing is, not the table; "on a table taller than" tells the table."""
    place = query.objects[0] if len(query.objects) == 1 else Phrase()
    compared = place.relation in SIZES or place.limit_m > 0
    if query.kind not in _CHOOSING or query.limit_m or query.strict or place.also or not (compared and _is_compared(place)):
        return query
    bare = replace(place, relation=None, of=(), limit_m=0.0, negated=False)
    comparison = Phrase(relation=place.relation, of=place.of, limit_m=place.limit_m, negated=place.negated)
    both = narrowed(narrowed(query.subjects[0], Phrase(relation=query.predicate, of=(bare,))), comparison)
    return replace(query, subjects=(both,), objects=(), predicate=None)


def _is_compared(thing: Phrase) -> bool:
    """A certain thing told by a comparison or a length, without "that is": likelier these are what is asked."""
    told = any(part.relation in SIZES or part.limit_m > 0 for part in (thing, *thing.also)) or " than " in f" {thing.text} "
    sure = thing.definite and told and not _TELLING & set(thing.text.split())
    return sure or any(map(_is_compared, thing.of))


def _is_told_oddly(place: Phrase) -> bool:
    """A surface told by what it is not on: other than "the table by the armchair"."""
    told = place.relation not in (None, *PLACES) and place.noun in SUPPORT_NOUNS
    return told and not tells_the_place(place, place)
