"""The typed query: which fields count for which kind, and its JSON form.

kind         subjects            objects                    predicate             also
RELATION     1                   1; BETWEEN 2; 0: among     any                   negated
                                 the members of a plural
CHOICE       2 or more           0 (each other) or 1        any                   negated; NEAR: farthest
DISTANCE     1                   1; EDGE 0 or 1; 0: the     none, or an axis:     distance, definition, unit
                                 two members of a plural    how far left, above
SIZE         1                   0, or 1: the difference    none, or its sign     dimension, unit
DIRECTION    1: standing at;     1: looking for             -                     -
             2: and facing
COUNT        1                   as RELATION, or 0          any or none           negated
NEAREST      1: the candidates   1: the reference           -                     farthest
WHERE_IS     1                   0, or 1: relative to       none, or an axis;     unit
                                                            ON, INSIDE: on what
WHAT_IS      1: the candidates   as RELATION, or 0          any; none: describe   negated
EXISTS       1                   as RELATION, or 0          any or none           negated
SUPERLATIVE  1: the candidates   0                          one that orders       dimension
LIST         0 or 1              0                          -                     -

RELATION with NEAR and two objects: the subject is nearer to the first than the second is (farthest: farther from it).
BIGGER and SMALLER compare volumes, unless `dimension` is LENGTH or DEPTH.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum, IntEnum
from typing import Any, TypeVar

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.lexicon import COLOUR_NAMES, LEADS, SHAPES, SIZE_LEADS
from spatialgeo_ros.types import Definition, Dimension, DistanceKind, Phrase, Predicate, Query, QueryKind

E = TypeVar("E", bound=Enum)
UNITS = ("", "m", "cm", "mm", "in", "ft")
AXES = (
    Predicate.LEFT_OF,
    Predicate.RIGHT_OF,
    Predicate.IN_FRONT_OF,
    Predicate.BEHIND,
    Predicate.ABOVE,
    Predicate.BELOW,
)
SIZES = (Predicate.BIGGER, Predicate.SMALLER, Predicate.TALLER, Predicate.SHORTER, Predicate.WIDER, Predicate.THINNER)
MAX_DEPTH = 40  # of phrases within phrases, in JSON
_SHAPE_NAMES = tuple(dict.fromkeys(SHAPES.values()))
_SIZE_NAMES = (*SIZE_LEADS, *LEADS, "nearest", "farthest", "middle")
_RELATING = (QueryKind.RELATION, QueryKind.COUNT, QueryKind.WHAT_IS, QueryKind.EXISTS)
# kind -> allowed numbers of subjects
_SUBJECTS: Mapping[QueryKind, tuple[int, ...]] = {
    **dict.fromkeys(QueryKind, (1,)),
    QueryKind.CHOICE: tuple(range(2, 9)),
    QueryKind.LIST: (0, 1),
    QueryKind.DIRECTION: (1, 2),
}


def check(query: Query) -> str:
    """What is wrong with the fields of the query, "" when nothing is."""
    kind, predicate, count = query.kind, query.predicate, len(query.objects)
    if len(query.subjects) not in _SUBJECTS[kind]:
        return f"{kind.name} takes {_numbers(_SUBJECTS[kind])} subject(s), got {len(query.subjects)}"
    for phrase in query.subjects + query.objects:
        wrong = check_phrase(phrase)
        if wrong:
            return wrong
    if query.unit not in UNITS:
        return f"unknown unit {query.unit!r}; use one of {', '.join(UNITS[1:])}"
    if kind in _RELATING:
        return _check_relating(query)
    allowed: tuple[int, ...] = (0,)
    predicates: tuple[Predicate | None, ...] = (None,)
    if kind is QueryKind.CHOICE:
        allowed = (1,) if predicate in (Predicate.NEAR, Predicate.TOUCHING, Predicate.ON, Predicate.INSIDE) else (0, 1)
        allowed = (1, 2) if predicate is Predicate.BETWEEN else allowed
        predicates = tuple(Predicate)
    elif kind is QueryKind.DISTANCE:
        plural = bool(query.subjects[0].plural)
        allowed = (0, 1) if query.distance is DistanceKind.EDGE or plural else (1,)
        predicates = (None, *AXES)
    elif kind is QueryKind.SIZE:
        allowed, predicates = (0, 1), (None, *SIZES)
    elif kind in (QueryKind.DIRECTION, QueryKind.NEAREST):
        allowed = (1,)
    elif kind is QueryKind.WHERE_IS:
        allowed, predicates = (0, 1), (None, *AXES, *SIZES, Predicate.ON, Predicate.INSIDE)
    elif kind is QueryKind.SUPERLATIVE:
        predicates = (*AXES, *SIZES)
    if count not in allowed:
        return f"{kind.name} takes {_numbers(allowed)} object(s) here, got {count}"
    if predicate not in predicates:
        return f"{kind.name} cannot use the predicate {predicate.name if predicate is not None else 'none'}"
    return ""


def check_phrase(phrase: Phrase) -> str:
    """What is wrong with the words of a phrase, "" when nothing is."""
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
    if phrase.relation is not None and len(phrase.of) not in ((1, 2) if phrase.relation is Predicate.BETWEEN else (1,)):
        return (
            f'a phrase with the relation {phrase.relation.name} needs what it relates to in "of", got {len(phrase.of)}'
        )
    if phrase.relation is None and (len(phrase.of) > 1 or (phrase.of and not _is_ordered_by_nearness(phrase))):
        return 'a phrase with "of" needs a relation, or the size nearest or farthest'
    return next(filter(None, map(check_phrase, phrase.of + phrase.also)), "")


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
    elif predicate is Predicate.NEAR and kind is QueryKind.RELATION:
        allowed = (1, 2)
    if kind is QueryKind.RELATION and query.subjects[0].plural and predicate in (Predicate.NEAR, Predicate.TOUCHING):
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
        return replace(phrase, of=tuple(map(bound, phrase.of)), also=tuple(map(bound, phrase.also)))

    return replace(query, subjects=tuple(map(bound, query.subjects)), objects=tuple(map(bound, query.objects)))


def to_json(query: Query) -> str:
    """One line of JSON with stable field names; fields at their default are left out."""
    content: dict[str, Any] = {"kind": query.kind.name}
    if query.subjects:
        content["subjects"] = [_phrase_content(phrase) for phrase in query.subjects]
    if query.objects:
        content["objects"] = [_phrase_content(phrase) for phrase in query.objects]
    if query.predicate is not None:
        content["predicate"] = query.predicate.name
    default = Query(query.kind)
    content |= {
        name: value.name if isinstance(value, IntEnum) else value.value if isinstance(value, Enum) else value
        for name in ("distance", "dimension", "definition", "unit", "farthest", "negated")
        if (value := getattr(query, name)) != getattr(default, name)
    }
    return json.dumps(content, ensure_ascii=False)


def _phrase_content(phrase: Phrase) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name in ("noun", "ids", "colours", "shapes", "sizes", "definite", "negated", "plural", "count", "text"):
        value = getattr(phrase, name)
        if value:
            content[name] = list(value) if isinstance(value, tuple) else value
    if phrase.relation is not None:
        content["relation"] = phrase.relation.name
    for name in ("of", "also"):
        if getattr(phrase, name):
            content[name] = [_phrase_content(other) for other in getattr(phrase, name)]
    return content


def from_json(text: str) -> Query:
    """The query of its JSON form; QuestionError names the field that is wrong and what it may be."""
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        raise QuestionError(f'the query is no JSON ({error}); expected for example {{"kind": "LIST"}}') from error
    _known_fields(
        content,
        "the query",
        {
            "kind",
            "subjects",
            "objects",
            "predicate",
            "distance",
            "dimension",
            "definition",
            "unit",
            "farthest",
            "negated",
        },
    )
    if "kind" not in content:
        raise QuestionError(f'the query has no "kind"; one of {", ".join(kind.name for kind in QueryKind)}')
    query = Query(
        kind=_member(QueryKind, content["kind"], "kind"),
        subjects=_phrases(content.get("subjects", []), "subjects"),
        objects=_phrases(content.get("objects", []), "objects"),
        predicate=None if content.get("predicate") is None else _member(Predicate, content["predicate"], "predicate"),
        distance=_member(DistanceKind, content.get("distance", "CLOSEST"), "distance"),
        dimension=_member(Dimension, content.get("dimension", "HEIGHT"), "dimension"),
        definition=_definition(content.get("definition", "spatialgeo")),
        unit=_typed(content.get("unit", ""), str, "unit"),
        farthest=_typed(content.get("farthest", False), bool, "farthest"),
        negated=_typed(content.get("negated", False), bool, "negated"),
    )
    wrong = check(query)
    if wrong:
        raise QuestionError(wrong)
    return query


def _known_fields(content: Any, where: str, known: set[str]) -> None:
    if not isinstance(content, dict):
        raise QuestionError(f"{where} is {type(content).__name__}, expected a JSON object")
    unknown = sorted(set(content) - known)
    if unknown:
        raise QuestionError(f"{where} has the unknown field {unknown[0]!r}; known: {', '.join(sorted(known))}")


def _member(members: type[E], name: Any, field: str) -> E:
    if not isinstance(name, str) or name not in members.__members__:
        raise QuestionError(f"{field} = {name!r} is unknown; use one of {', '.join(members.__members__)}")
    return members[name]


def _definition(name: Any) -> Definition:
    values = [definition.value for definition in Definition]
    if name not in values:
        raise QuestionError(f"definition = {name!r} is unknown; use one of {', '.join(values)}")
    return Definition(name)


T = TypeVar("T")


def _typed(value: Any, kind: type[T], field: str) -> T:
    if type(value) is not kind:
        raise QuestionError(f"{field} = {value!r} is a {type(value).__name__}, expected {kind.__name__}")
    return value


def _list(value: Any, kind: type[T], field: str) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise QuestionError(f"{field} = {value!r} is no list")
    return tuple(_typed(item, kind, field) for item in value)


def _phrases(value: Any, field: str, depth: int = 0) -> tuple[Phrase, ...]:
    if depth > MAX_DEPTH:
        raise QuestionError(f"{field} is nested more than {MAX_DEPTH} phrases deep")
    return tuple(_phrase(item, f"{field}[{k}]", depth) for k, item in enumerate(_list(value, dict, field)))


def _phrase(content: dict[str, Any], field: str, depth: int) -> Phrase:
    _known_fields(
        content,
        field,
        {
            "noun",
            "ids",
            "colours",
            "shapes",
            "sizes",
            "relation",
            "of",
            "definite",
            "text",
            "negated",
            "also",
            "plural",
            "count",
        },
    )
    relation = content.get("relation")
    ids = _list(content.get("ids", []), int, f"{field}.ids")
    if any(number < 0 for number in ids):
        raise QuestionError(f"{field}.ids = {list(ids)} holds a negative id")
    return Phrase(
        noun=_typed(content.get("noun", ""), str, f"{field}.noun"),
        ids=ids,
        colours=_list(content.get("colours", []), str, f"{field}.colours"),
        shapes=_list(content.get("shapes", []), str, f"{field}.shapes"),
        sizes=_list(content.get("sizes", []), str, f"{field}.sizes"),
        relation=None if relation is None else _member(Predicate, relation, f"{field}.relation"),
        of=_phrases(content.get("of", []), f"{field}.of", depth + 1),
        definite=_typed(content.get("definite", False), bool, f"{field}.definite"),
        text=_typed(content.get("text", ""), str, f"{field}.text"),
        negated=_typed(content.get("negated", False), bool, f"{field}.negated"),
        also=_phrases(content.get("also", []), f"{field}.also", depth + 1),
        plural=_typed(content.get("plural", False), bool, f"{field}.plural"),
        count=_typed(content.get("count", 0), int, f"{field}.count"),
    )
