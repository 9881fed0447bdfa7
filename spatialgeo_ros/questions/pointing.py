"""A question with the things that it was found to mean pointed at: "Is region 1 <0> to the left of region 2 <1>?".

As SpatialRGPT is asked (Cheng et al. 2024): which segments the words mean is told, where and how large they are is not. The
forms are those that a speaker has learned from (`world.questions`).
"""

from __future__ import annotations

from collections.abc import Mapping

from spatialgeo_ros.questions.query_details import DEGREES, TIMES, over_edge
from spatialgeo_ros.types import Answer, Dimension, DistanceKind, Predicate, Prompt, Query, QueryKind, Status

_VIEWER = 0  # among ids

_RELATIONS: Mapping[Predicate | None, str] = {
    Predicate.LEFT_OF: "to the left of", Predicate.RIGHT_OF: "to the right of", Predicate.IN_FRONT_OF: "in front of",
    Predicate.BEHIND: "behind", Predicate.ABOVE: "above", Predicate.BELOW: "below", Predicate.ON: "on",
    Predicate.INSIDE: "inside", Predicate.NEAR: "near", Predicate.TALLER: "taller than", Predicate.SHORTER: "shorter than",
    Predicate.WIDER: "wider than", Predicate.THINNER: "thinner than", Predicate.BIGGER: "bigger than",
    Predicate.SMALLER: "smaller than"}
_DISTANCES: Mapping[DistanceKind, str] = {
    DistanceKind.CLOSEST: "How far is {0} from {1}?",
    DistanceKind.CENTRE: "What is the centre to centre distance between {0} and {1}?",
    DistanceKind.HORIZONTAL: "What is the horizontal distance between {0} and {1}?",
    DistanceKind.VERTICAL: "What is the vertical distance between {0} and {1}?"}
_SIZES: Mapping[Dimension, str] = {Dimension.HEIGHT: "How tall is {0}?", Dimension.WIDTH: "How wide is {0}?"}


_CHOICES: Mapping[Predicate | None, str] = {
    Predicate.TALLER: "Which is taller, {0} or {1}?", Predicate.WIDER: "Which is wider, {0} or {1}?",
    Predicate.LEFT_OF: "Which is further to the left, {0} or {1}?",
    Predicate.RIGHT_OF: "Which is further to the right, {0} or {1}?"}


def prompt_of(answer: Answer) -> Prompt:
    """What a speaker is asked beside a measured answer: in words, and pointed where such a form asks the same."""
    query = answer.query
    plain = answer.status is Status.ANSWERED and query is not None and not (query.also or query.limit_m or _closely(query))
    if query is None or not plain:
        return Prompt(answer.question)
    ids = tuple(number for number in answer.evidence.object_ids if number != _VIEWER)
    form, count = _form(query, len(ids))
    if not form or len(ids) != count or len(set(ids)) != count or query.negated and query.kind is not QueryKind.RELATION:
        return Prompt(answer.question)
    if query.kind is QueryKind.CHOICE:  # the order must not tell which of the two was measured to be the one
        ids = (*ids[2:], *sorted(ids[:2]))
    return Prompt(answer.question, form.format(*(f"region {k + 1} <{k}>" for k in range(count))), ids, query.negated)


def _closely(query: Query) -> bool:
    """Whether the query asks more than the forms that a speaker has learned say."""
    told_apart = any(phrase.part or phrase.besides for phrase in query.subjects + query.objects)
    numbers = query.times or query.within_deg or query.unit in (TIMES, DEGREES)
    thick = query.dimension is Dimension.THICKNESS
    return bool(numbers or query.strict or query.side is not None or over_edge(query) or thick or told_apart)


def _form(query: Query, seen: int) -> tuple[str, int]:
    """And how many things it asks about; "" where there is none."""
    one = len(query.subjects) == 1 and not query.subjects[0].plural
    match query.kind:
        case QueryKind.RELATION if one and query.predicate in _RELATIONS and len(query.objects) == 1:
            return f"Is {{0}} {_RELATIONS[query.predicate]} {{1}}?", 2
        case QueryKind.RELATION if one and query.predicate is Predicate.BETWEEN and len(query.objects) == 2:
            return "Is {0} between {1} and {2}?", 3
        case QueryKind.DISTANCE if one and query.predicate is None and query.distance in _DISTANCES:
            if seen == 1 and query.distance is DistanceKind.CLOSEST:
                return "How far away is {0}?", 1
            return _DISTANCES[query.distance], 2
        case QueryKind.SIZE if one and query.predicate is None and not query.objects:
            return _SIZES.get(query.dimension, ""), 1
        case QueryKind.DIRECTION if one and not query.hour:
            return "If you are at {0}, at what clock hour is {1}?", 2
        case QueryKind.WHERE_IS if one and not query.objects and query.predicate is None:
            return "Where is {0}?", 1
        case QueryKind.CHOICE if len(query.subjects) == 2 and query.predicate in _CHOICES and not query.objects:
            return _CHOICES[query.predicate], 2
        case QueryKind.CHOICE if len(query.subjects) == 2 and query.predicate is Predicate.NEAR and not query.farthest:
            camera = seen == 2 and len(query.objects) == 1
            return ("Which is closer to the camera, {0} or {1}?", 2) if camera else ("Which is closer to {0}, {1} or {2}?", 3)
        case _:
            return "", 0
