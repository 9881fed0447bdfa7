"""What is wrong with the fields that say a typed query more closely: units, which edge, how many times, in which frame."""

from __future__ import annotations

import math

from spatialgeo_ros.questions.units import VOLUME_WORDS
from spatialgeo_ros.questions.wording import SIZE_WORDS
from spatialgeo_ros.types import Dimension, DistanceKind, Predicate, Query, QueryKind

UNITS = ("", "m", "cm", "mm", "in", "ft")
VOLUME_UNITS = tuple(VOLUME_WORDS)
TIMES, DEGREES = "times", "deg"
SIDES = (Predicate.LEFT_OF, Predicate.RIGHT_OF, Predicate.IN_FRONT_OF, Predicate.BEHIND)
HALVED = (Predicate.SHORTER, Predicate.SMALLER, Predicate.THINNER)  # with `times` less than so many times
_RELATING = (QueryKind.RELATION, QueryKind.COUNT, QueryKind.WHAT_IS, QueryKind.EXISTS, QueryKind.MORE)


def check_details(query: Query) -> str:
    """What is wrong with them, "" when nothing is."""
    checks = (_check_unit, _check_direction, _check_side, _check_which_edge, _check_times, _check_strict, _check_frame)
    return next(filter(None, (check(query) for check in checks)), "")


def over_edge(query: Query) -> bool:
    """Whether it is asked if something sticks out over an edge or a rim."""
    return query.predicate in (Predicate.ON, Predicate.INSIDE) and query.distance is DistanceKind.EDGE


def _check_unit(query: Query) -> str:
    kind, unit = query.kind, query.unit
    compares = (kind is QueryKind.SIZE and bool(query.objects)) or (
        kind is QueryKind.DISTANCE and len(query.subjects) == 2
    )
    if unit == TIMES:
        return "" if compares else f"{kind.name} has no ratio here: SIZE with an object, or DISTANCE of two subjects has"
    if unit == DEGREES:
        return "" if kind is QueryKind.DIRECTION else f"{kind.name} is not told in degrees, only DIRECTION is"
    if kind is QueryKind.SIZE and query.dimension is Dimension.VOLUME:
        known = VOLUME_UNITS
        return "" if unit in ("", *known) else f"{unit!r} is no unit of volume; use one of {', '.join(known)}"
    return "" if unit in UNITS else f"unknown unit {unit!r}; use one of {', '.join(UNITS[1:])}"


def _check_direction(query: Query) -> str:
    hours = (QueryKind.DIRECTION, QueryKind.WHAT_IS)
    if not 0 <= query.hour <= 12 or query.hour and query.kind not in hours:
        return f"hour = {query.hour}: DIRECTION and WHAT_IS take a clock hour from 1 to 12, or 0 for none"
    if query.hour and query.kind is QueryKind.WHAT_IS and query.predicate is not None:
        return "WHAT_IS takes either an hour or a predicate"
    angle = query.within_deg
    if not (math.isfinite(angle) and 0 <= angle <= 180) or angle and (query.kind is not QueryKind.DIRECTION or query.hour):
        return f"within_deg = {angle}: DIRECTION without an hour takes an angle up to 180, or 0 for none"
    return ""


def _check_side(query: Query) -> str:
    if query.kind is QueryKind.DISTANCE and len(query.subjects) == 2 and query.distance is DistanceKind.EDGE:
        return "DISTANCE of two subjects is from an object, not from an edge"
    if query.side is None:
        return ""
    if query.side not in SIDES:
        return f"side = {query.side.name}: an edge is LEFT_OF, RIGHT_OF, IN_FRONT_OF or BEHIND"
    if query.distance is not DistanceKind.EDGE or over_edge(query):
        return "side tells which edge a distance is to: it needs the distance EDGE"
    return ""


def _check_which_edge(query: Query) -> str:
    edge = query.kind is QueryKind.WHERE_IS and query.distance is DistanceKind.EDGE
    return "WHERE_IS with the distance EDGE takes neither a frame nor places to choose from" if edge and (
        query.frame or query.also
    ) else ""


def _check_times(query: Query) -> str:
    times = query.times
    if not (math.isfinite(times) and times >= 0):
        return f"times = {times} is no factor; 0 means none"
    if not times or query.kind is QueryKind.SAME:
        return ""
    sized = query.predicate in SIZE_WORDS and len(query.objects) == 1
    nearer = query.predicate is Predicate.NEAR and len(query.objects) == 2
    fits = query.kind is QueryKind.RELATION and (sized or nearer) and not query.limit_m
    fits = fits and query.distance is not DistanceKind.EDGE and not query.also
    return "" if fits else "times needs RELATION with a size and one object or NEAR and two objects, or SAME"


def _check_strict(query: Query) -> str:
    places = (Predicate.ON, Predicate.INSIDE, Predicate.ABOVE, Predicate.BELOW)
    if not query.strict or (query.kind is QueryKind.FITS and query.predicate is Predicate.INSIDE):
        return ""
    if query.kind not in _RELATING or query.predicate not in places or over_edge(query) or query.limit_m:
        return "strict needs a relation ON, INSIDE, ABOVE or BELOW without a length"
    return ""


def _check_frame(query: Query) -> str:
    if not query.frame:
        return ""
    if query.kind is not QueryKind.WHERE_IS or query.objects or query.also or query.predicate is not None:
        return f"frame = {query.frame!r}: only WHERE_IS of one thing alone tells coordinates"
    return "" if query.frame.replace("/", "").replace("_", "").isalnum() else f"frame = {query.frame!r} is no name of a frame"
