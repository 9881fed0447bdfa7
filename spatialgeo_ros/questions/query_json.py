"""The typed query as one line of JSON with stable field names, and back."""

from __future__ import annotations

import json
from dataclasses import fields
from enum import Enum, IntEnum
from typing import Any, TypeVar

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.query import check
from spatialgeo_ros.types import Definition, Dimension, DistanceKind, Phrase, Predicate, Query, QueryKind

E = TypeVar("E", bound=Enum)
T = TypeVar("T")
MAX_DEPTH = 40  # of phrases within phrases
_PLAIN = ("distance", "dimension", "definition", "unit", "farthest", "negated", "limit_m", "hour")
_QUERY_FIELDS = frozenset(field.name for field in fields(Query))
_PHRASE_FIELDS = frozenset(field.name for field in fields(Phrase))


def to_json(query: Query) -> str:
    """One line of JSON with stable field names; fields at their default are left out."""
    content: dict[str, Any] = {"kind": query.kind.name}
    if query.subjects:
        content["subjects"] = [_phrase_content(phrase) for phrase in query.subjects]
    if query.objects:
        content["objects"] = [_phrase_content(phrase) for phrase in query.objects]
    if query.also:
        content["also"] = [_phrase_content(phrase) for phrase in query.also]
    if query.predicate is not None:
        content["predicate"] = query.predicate.name
    default = Query(query.kind)
    content |= {
        name: value.name if isinstance(value, IntEnum) else value.value if isinstance(value, Enum) else value
        for name in (*_PLAIN, "within_deg", "side", "times", "strict", "frame")
        if (value := getattr(query, name)) != getattr(default, name)
    }
    return json.dumps(content, ensure_ascii=False)


def _phrase_content(phrase: Phrase) -> dict[str, Any]:
    content: dict[str, Any] = {}
    words = ("noun", "ids", "colours", "shapes", "sizes", "definite", "negated", "plural", "count")
    for name in (*words, "limit_m", "swapped", "part", "text"):
        value = getattr(phrase, name)
        if value:
            content[name] = list(value) if isinstance(value, tuple) else value
    if phrase.relation is not None:
        content["relation"] = phrase.relation.name
    for name in ("of", "also", "besides"):
        if getattr(phrase, name):
            content[name] = [_phrase_content(other) for other in getattr(phrase, name)]
    return content


def from_json(text: str) -> Query:
    """The query of its JSON form; QuestionError names the field that is wrong and what it may be."""
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        raise QuestionError(f'the query is no JSON ({error}); expected for example {{"kind": "LIST"}}') from error
    _known_fields(content, "the query", _QUERY_FIELDS)
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
        limit_m=_number(content.get("limit_m", 0.0), "limit_m"),
        also=_phrases(content.get("also", []), "also"),
        hour=_typed(content.get("hour", 0), int, "hour"),
        within_deg=_number(content.get("within_deg", 0.0), "within_deg"),
        side=None if content.get("side") is None else _member(Predicate, content["side"], "side"),
        times=_number(content.get("times", 0.0), "times"),
        strict=_typed(content.get("strict", False), bool, "strict"),
        frame=_typed(content.get("frame", ""), str, "frame"),
    )
    wrong = check(query)
    if wrong:
        raise QuestionError(wrong)
    return query


def _known_fields(content: Any, where: str, known: frozenset[str]) -> None:
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


def _typed(value: Any, kind: type[T], field: str) -> T:
    if type(value) is not kind:
        raise QuestionError(f"{field} = {value!r} is a {type(value).__name__}, expected {kind.__name__}")
    return value


def _number(value: Any, field: str) -> float:
    return float(value) if type(value) is int else _typed(value, float, field)


def _list(value: Any, kind: type[T], field: str) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise QuestionError(f"{field} = {value!r} is no list")
    return tuple(_typed(item, kind, field) for item in value)


def _phrases(value: Any, field: str, depth: int = 0) -> tuple[Phrase, ...]:
    if depth > MAX_DEPTH:
        raise QuestionError(f"{field} is nested more than {MAX_DEPTH} phrases deep")
    return tuple(_phrase(item, f"{field}[{k}]", depth) for k, item in enumerate(_list(value, dict, field)))


def _phrase(content: dict[str, Any], field: str, depth: int) -> Phrase:
    _known_fields(content, field, _PHRASE_FIELDS)
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
        limit_m=_number(content.get("limit_m", 0.0), f"{field}.limit_m"),
        swapped=_typed(content.get("swapped", False), bool, f"{field}.swapped"),
        besides=_phrases(content.get("besides", []), f"{field}.besides", depth + 1),
        part=_typed(content.get("part", ""), str, f"{field}.part"),
    )
