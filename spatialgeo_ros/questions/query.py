"""The typed query: which fields count for which kind.

kind         subjects            objects                    predicate             also
RELATION     1, or more: all     1; BETWEEN 2; 0: among     any                   negated, limit_m, also, times, strict
                                 the members of a plural
CHOICE       2 or more           0 (each other) or 1        any                   negated; NEAR: farthest, limit_m, EDGE
DISTANCE     1                   1; EDGE 0 or 1; 0: the     none, or an axis:     distance, definition, unit, side
                                 two members of a plural    how far left, above
                                                            ON, INSIDE with EDGE:  how far it sticks out
             2: the difference   1: from what both are      none                  farthest: how much farther; unit
SIZE         1                   0, or 1: the difference    none, or its sign     dimension, unit
DIRECTION    1: standing at;     1: looking for             -                     hour, within_deg: is it there? unit
             2: and facing
COUNT        1, or more: any     as RELATION, or 0          any or none           negated, limit_m
NEAREST      1: the candidates   1: the reference;          -                     farthest, distance, side
                                 EDGE 0 or 1; 0: which two
                                 of them, count = 2
WHERE_IS     1                   0, or 1: relative to;      none, or an axis;     unit, frame; EDGE: nearest to which
                                 EDGE: 0 or 1               EDGE: LEFT_OF,        edge, or which of two
                                                            IN_FRONT_OF;          also: which of these
                                                            ON, INSIDE: on what
WHAT_IS      1: the candidates   as RELATION, or 0          any; none: describe   negated, limit_m, hour
EXISTS       1                   as RELATION, or 0          any or none           negated, limit_m
SUPERLATIVE  1: the candidates   0                          one that orders       dimension
LIST         0 or 1              0                          -                     -
SAME         2, or 1 plural      0                          -                     dimension, limit_m, times
MORE         2: more of the      as RELATION, or 0          any or none           farthest: fewer; limit_m
             first?
IS_SUCH      1                   1: colours, shapes,   -                     negated
                                 a noun; no more
ORDER        0 or more           0; NEAR 1: the reference   one that orders, NEAR dimension, farthest
FITS         1                   INSIDE 1; BETWEEN 2, or    INSIDE, BETWEEN       negated, strict: it stays upright
                                 1 plural

CHOICE with BETWEEN and no objects: which of three is between the other two.
RELATION with NEAR and two objects: the subject is nearer to the first than the second is (farthest: farther from it).
BIGGER and SMALLER compare volumes, unless `dimension` is LENGTH, DEPTH or THICKNESS.
RELATION with NEAR and distance EDGE: nearer to the edge than the last object is; before that may stand the surface.
ON and INSIDE with distance EDGE: it sticks out over the edge (objects as for DISTANCE), or over the rim.
strict goes with ON, INSIDE, ABOVE and BELOW wherever a relation is asked for, side wherever the distance is EDGE.
The unit "times" turns a difference of sizes or distances into their ratio.
limit_m > 0: NEAR is within that length of the object, or of an edge (distance EDGE; objects as for DISTANCE); a place
is by more than that; a size is more than that (SHORTER, SMALLER, THINNER: less) and relates to no object; what is the
SAME differs by no more than that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.lexicon import COLOUR_NAMES, LEADS, SHAPES, SIZE_LEADS
from spatialgeo_ros.questions.query_details import check_details, over_edge
from spatialgeo_ros.types import Dimension, DistanceKind, Phrase, Predicate, Query, QueryKind

AXES = (
    Predicate.LEFT_OF,
    Predicate.RIGHT_OF,
    Predicate.IN_FRONT_OF,
    Predicate.BEHIND,
    Predicate.ABOVE,
    Predicate.BELOW,
)
SIZES = (Predicate.BIGGER, Predicate.SMALLER, Predicate.TALLER, Predicate.SHORTER, Predicate.WIDER, Predicate.THINNER)
_SHAPE_NAMES = tuple(dict.fromkeys(SHAPES.values()))
_SIZE_NAMES = (*SIZE_LEADS, *LEADS, "nearest", "farthest", "middle")
_RELATING = (QueryKind.RELATION, QueryKind.COUNT, QueryKind.WHAT_IS, QueryKind.EXISTS, QueryKind.MORE)
_MANY = tuple(range(1, 9))
# kind -> allowed numbers of subjects
_SUBJECTS: Mapping[QueryKind, tuple[int, ...]] = {
    **dict.fromkeys(QueryKind, (1,)),
    QueryKind.RELATION: _MANY,
    QueryKind.COUNT: _MANY,
    QueryKind.CHOICE: _MANY[1:],
    QueryKind.MORE: (2,),
    QueryKind.SAME: (1, 2),
    QueryKind.ORDER: (0, *_MANY),
    QueryKind.LIST: (0, 1),
    QueryKind.DIRECTION: (1, 2),
    QueryKind.DISTANCE: (1, 2),
}


def check(query: Query) -> str:
    """What is wrong with the fields of the query, "" when nothing is."""
    kind, predicate, count = query.kind, query.predicate, len(query.objects)
    if len(query.subjects) not in _SUBJECTS[kind]:
        return f"{kind.name} takes {_numbers(_SUBJECTS[kind])} subject(s), got {len(query.subjects)}"
    for phrase in query.subjects + query.objects + query.also:
        wrong = check_phrase(phrase, may_be_part=measures_parts(query))
        if wrong:
            return wrong
    equal = kind is QueryKind.SAME and query.dimension is not Dimension.VOLUME  # limit_m: by how much they may differ
    wrong = (
        check_details(query)
        or _check_limit(query.limit_m, Predicate.NEAR if equal else predicate)
        or _check_also(query)
    )
    if wrong:
        return wrong
    if kind in _RELATING:
        return _check_relating(query)
    if kind is QueryKind.SAME and len(query.subjects) == 1 and not query.subjects[0].plural:
        return "SAME compares two subjects, or those of one plural"
    if kind is QueryKind.IS_SUCH and query.objects and not _only_looks(query.objects[0]):
        return "IS_SUCH takes an object of colours, shapes and a noun only"
    allowed, predicates = _allowed(query)
    if count not in allowed:
        return f"{kind.name} takes {_numbers(allowed)} object(s) here, got {count}"
    if predicate not in predicates:
        return f"{kind.name} cannot use the predicate {predicate.name if predicate is not None else 'none'}"
    if query.limit_m and kind not in (QueryKind.CHOICE, QueryKind.SAME):
        return f"{kind.name} takes no limit_m"
    return ""


def _allowed(query: Query) -> tuple[tuple[int, ...], tuple[Predicate | None, ...]]:
    """How many objects, and which predicates, a kind that asks for no relation takes."""
    kind, predicate = query.kind, query.predicate
    edge = query.distance is DistanceKind.EDGE
    if kind is QueryKind.CHOICE:
        allowed: tuple[int, ...] = (1,)
        if predicate is Predicate.BETWEEN:
            allowed = (0, 1, 2) if len(query.subjects) == 3 else (1, 2)
        elif predicate not in (Predicate.NEAR, Predicate.TOUCHING, Predicate.ON, Predicate.INSIDE) or edge:
            allowed = (0, 1)
        return allowed, tuple(Predicate)
    if kind is QueryKind.DISTANCE and len(query.subjects) == 2:
        return (1,), (None,)
    if kind is QueryKind.DISTANCE and over_edge(query):
        return ((0, 1) if predicate is Predicate.ON else (1,)), (predicate,)
    if kind is QueryKind.DISTANCE:
        return ((0, 1) if edge or query.subjects[0].plural else (1,)), (None, *AXES)
    if kind is QueryKind.SIZE:
        return (0, 1), (None, *SIZES)
    if kind is QueryKind.DIRECTION:
        return (1,), (None,)
    if kind is QueryKind.FITS:
        between = predicate is Predicate.BETWEEN
        plural = bool(query.objects) and query.objects[0].plural
        return ((2, 1) if between and plural else (2,) if between else (1,)), (Predicate.INSIDE, Predicate.BETWEEN)
    if kind is QueryKind.NEAREST:
        pair = query.subjects[0].count == 2
        return ((0, 1) if edge or pair else (1,)), (None,)
    if kind is QueryKind.IS_SUCH:
        return (1,), (None,)
    if kind is QueryKind.WHERE_IS and edge:
        return (0, 1), (None, Predicate.LEFT_OF, Predicate.IN_FRONT_OF)
    if kind is QueryKind.WHERE_IS:
        return (0, 1), (None, *AXES, *SIZES, Predicate.ON, Predicate.INSIDE)
    if kind is QueryKind.SUPERLATIVE:
        return (0,), (*AXES, *SIZES)
    if kind is QueryKind.ORDER:
        return ((1,) if predicate is Predicate.NEAR else (0,)), (*AXES, *SIZES, Predicate.NEAR)
    return (0,), (None,)


def _only_looks(phrase: Phrase) -> bool:
    looks = Phrase(phrase.noun, colours=phrase.colours, shapes=phrase.shapes, definite=phrase.definite)
    return looks == phrase and bool(phrase.noun or phrase.colours or phrase.shapes)


def _check_limit(limit_m: float, predicate: Predicate | None) -> str:
    if not (math.isfinite(limit_m) and limit_m >= 0):
        return f"limit_m = {limit_m} is no length in metres; 0 means no limit"
    if limit_m and predicate not in (Predicate.NEAR, *AXES, *SIZES):
        return f"limit_m needs NEAR, a place or a size as predicate, got {predicate.name if predicate is not None else 'none'}"
    return ""


def _check_also(query: Query) -> str:
    if query.also and query.kind not in (QueryKind.RELATION, QueryKind.WHERE_IS):
        return f"{query.kind.name} takes no further relations in also; put them into the subject"
    if query.also and query.kind is QueryKind.WHERE_IS and (len(query.also) < 2 or query.objects or query.predicate):
        return "WHERE_IS chooses from two or more places in also, and takes no object or predicate then"
    if any(phrase.relation is None for phrase in query.also):
        return "every phrase of also needs a relation"
    return ""


def measures_parts(query: Query) -> bool:
    """Whether the top or the bottom of a thing may be meant: where heights are measured."""
    level = query.predicate is None and query.distance is DistanceKind.VERTICAL
    upright = query.predicate in (Predicate.ABOVE, Predicate.BELOW) or level
    return query.kind is QueryKind.DISTANCE and upright and len(query.subjects) == len(query.objects) == 1


def check_phrase(phrase: Phrase, may_be_part: bool = False) -> str:
    """What is wrong with the words of a phrase, "" when nothing is."""
    if phrase.part and not (may_be_part and phrase.part in ("top", "bottom")):
        return f"part = {phrase.part!r}: only heights are measured between the top or bottom of things"
    for words, known in ((phrase.colours, COLOUR_NAMES), (phrase.shapes, _SHAPE_NAMES)):
        for word in words:
            if word not in known:
                return f"{word!r} is none of the known words {', '.join(known)}"
    for size in phrase.sizes:
        number, _, word = size.rpartition(". ")
        if word not in _SIZE_NAMES or not (number.isdecimal() and int(number) > 0 or not number):
            return f"{size!r} is none of the known sizes {', '.join(_SIZE_NAMES)}, alone or in order ('2. tallest')"
    if phrase.noun == "region" and len(phrase.ids) != 1:
        return "a region needs one number in ids"
    wrong = _check_limit(phrase.limit_m, phrase.relation)
    if wrong:
        return wrong
    needed: tuple[int, ...] = (1, 2) if phrase.relation is Predicate.BETWEEN else (1,)
    if phrase.limit_m and phrase.relation in SIZES:
        needed = (0,)
    if phrase.relation is not None and len(phrase.of) not in needed:
        return (
            f'a phrase with the relation {phrase.relation.name} needs what it relates to in "of", got {len(phrase.of)}'
        )
    if phrase.swapped and (phrase.relation in (None, Predicate.BETWEEN) or phrase.limit_m):
        return "a swapped phrase needs a relation of two things"
    if phrase.relation is None and (len(phrase.of) > 1 or (phrase.of and not _is_ordered_by_nearness(phrase))):
        return 'a phrase with "of" needs a relation, or the size nearest or farthest'
    return next(filter(None, map(check_phrase, phrase.of + phrase.also + phrase.besides)), "")


def _is_ordered_by_nearness(phrase: Phrase) -> bool:
    return any(size.endswith(("nearest", "farthest")) for size in phrase.sizes)


def _check_relating(query: Query) -> str:
    kind, predicate, count = query.kind, query.predicate, len(query.objects)
    if predicate is None:
        if kind is QueryKind.RELATION:
            return "RELATION needs a predicate"
        return f"{kind.name} without a predicate takes no objects, got {count}" if count else ""
    allowed: tuple[int, ...] = (1,)
    if predicate is Predicate.BETWEEN:
        allowed = (2, 1) if query.objects and query.objects[0].plural else (2,)
    elif query.limit_m and predicate in SIZES:
        allowed = (0,)
    elif query.distance is DistanceKind.EDGE and (query.limit_m and predicate is Predicate.NEAR or predicate is Predicate.ON):
        allowed = (0, 1)
    elif predicate is Predicate.NEAR and kind is QueryKind.RELATION and not query.limit_m:
        allowed = (1, 2)
    among = predicate in (Predicate.NEAR, Predicate.TOUCHING) and len(query.subjects) == 1
    if kind is QueryKind.RELATION and query.subjects[0].plural and among:
        allowed = (0, *allowed)
    return (
        "" if count in allowed else f"{predicate.name} relates a subject to {_numbers(allowed)} object(s), got {count}"
    )


def _numbers(allowed: Sequence[int]) -> str:
    return " or ".join(map(str, allowed[:3])) + (" or more" if len(allowed) > 3 else "")


def bind_regions(query: Query, object_ids: Sequence[int]) -> Query:
    """Replace "Region [k]" by the object with id object_ids[k]; QuestionError for a region that is not given."""

    def bound(phrase: Phrase) -> Phrase:
        if phrase.noun == "region":
            for number in phrase.ids:
                if number >= len(object_ids):
                    raise QuestionError(f"the question names region {number}, but only {len(object_ids)} are given")
            return replace(phrase, noun="", ids=tuple(object_ids[number] for number in phrase.ids))
        return within(phrase, bound)

    return each_phrase(query, bound)


def within(phrase: Phrase, change: Callable[[Phrase], Phrase]) -> Phrase:
    """The phrase with the phrases in it changed so."""
    of, also, besides = (tuple(map(change, phrases)) for phrases in (phrase.of, phrase.also, phrase.besides))
    return replace(phrase, of=of, also=also, besides=besides)


def each_phrase(query: Query, change: Callable[[Phrase], Phrase]) -> Query:
    """The query with every one of its phrases changed so."""
    return replace(
        query,
        subjects=tuple(map(change, query.subjects)),
        objects=tuple(map(change, query.objects)),
        also=tuple(map(change, query.also)),
    )
