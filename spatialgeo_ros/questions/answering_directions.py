"""Answers that are directions, as the hour of a clock that lies on the ground."""

from __future__ import annotations

import math
from typing import Any

from spatialgeo_ros.questions import units
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, percent
from spatialgeo_ros.questions.query_details import DEGREES
from spatialgeo_ros.questions.resolve import one
from spatialgeo_ros.questions.things import Thing, likely, thing_id
from spatialgeo_ros.scene.distances import clock_hour
from spatialgeo_ros.types import Answer, AnswerKind, Definition, Evidence, ObjectKind, SceneObject, Status

_WORDS = (
    "straight ahead",
    "ahead and to the right",
    "ahead and to the right",
    "to the right",
    "behind and to the right",
    "behind and to the right",
    "straight behind",
    "behind and to the left",
    "behind and to the left",
    "to the left",
    "ahead and to the left",
    "ahead and to the left",
)  # 12, 1, 2, ... 11
_DEGREES_PER_HOUR = 30.0
_MAX_STD_H = 2.0  # a direction known worse than by two hours is none


def answer_direction(context: Context) -> Answer:
    """Standing at the first subject: at which hour is the object.

    12 is where the viewer looks, or where the second subject is, for one who faces it.
    """
    query = context.query
    standing, *facing = (one(phrase, context) for phrase in query.subjects)
    towards = one(query.objects[0], context)
    _check_places((standing, towards, *facing), context)
    value, std = _bearing(standing, towards, context)
    looking = "looking as the camera does (12 o'clock is away from it)"
    if facing:
        ahead, ahead_std = _bearing(standing, facing[0], context)
        value, std = (value - ahead) % 12, math.hypot(std, ahead_std)
        looking = f"facing {name(facing[0], context, query.subjects[1])}"
    ids = tuple(item.id for item in (standing, towards, *facing) if item is not None)
    if std > _MAX_STD_H:
        reason = f"the two are too close together for a direction: {units.rounded(value, std)} hours"
        raise Unanswerable(Status.AMBIGUOUS, reason, object_ids=ids)
    hour = _hour(value, query.definition)
    if query.hour:
        return _at_hour(context, value, std, ids)
    if query.within_deg:
        return _near_ahead(context, value, std, ids)
    start = "" if standing is None else f" from {name(standing, context, query.subjects[0])}"
    name_of = capital(name(towards, context, query.objects[0]))
    text = f"{name_of} is at {hour} o'clock{start}: {_WORDS[hour % 12]}, {looking}."
    told: dict[str, Any] = {"kind": AnswerKind.CLOCK_HOUR, "value": float(hour), "value_std": std, "unit": "h"}
    if query.unit == DEGREES:
        angle, angle_std = _angle_deg(value), std * _DEGREES_PER_HOUR
        text = f"{name_of} is {_turned(angle, angle_std)}{start}, at {hour} o'clock, {looking}."
        radians = {"value": math.radians(angle), "value_std": math.radians(angle_std)}
        told = {"kind": AnswerKind.ANGLE, "unit": "rad", **radians}
    seen = [item for item in (standing, towards, *facing) if item is not None]
    return context.answer(
        text + last_seen(seen, context),
        object_ids=ids,
        evidence=Evidence(ids),
        **told,
    )


def _angle_deg(hours: float) -> float:
    """From straight ahead, to the right; negative: to the left."""
    return (hours + 6) % 12 * _DEGREES_PER_HOUR - 180


def _turned(angle_deg: float, std_deg: float) -> str:
    """ "28.4 ± 0.6° to the right of straight ahead"."""
    side = "right" if angle_deg >= 0 else "left"
    return f"{units.rounded(abs(angle_deg), std_deg)}° to the {side} of straight ahead"


def _near_ahead(context: Context, value: float, std: float, ids: tuple[int, ...]) -> Answer:
    """ "Is it within 30 degrees of straight ahead?"."""
    query = context.query
    angle, angle_std, limit = _angle_deg(value), std * _DEGREES_PER_HOUR, query.within_deg
    chance = likely(limit - angle, angle_std) - likely(-limit - angle, angle_std)
    told, yes = max(chance, 1 - chance), chance >= 0.5
    name_of = name(one(query.objects[0], context), context, query.objects[0])
    evidence, said = Evidence(ids), _turned(angle, angle_std)
    if told < context.config.min_probability:
        reason = f"too close to call whether {name_of} is within {limit:.6g}° of straight ahead: it is {said}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    yes = yes != query.negated
    text = f"{'Yes' if yes else 'No'}: {name_of} is {said} ({percent(told)} sure)."
    return context.answer(text, kind=AnswerKind.YES_NO, yes=yes, probability=told, object_ids=ids, evidence=evidence)


def chance_at_hour(item: SceneObject, hour: int, context: Context) -> float:
    """P(it is seen from the camera within half an hour of this one)."""
    value, std = _bearing(None, item, context)
    apart = (value - hour + 6) % 12 - 6
    return likely(0.5 - apart, std) - likely(-0.5 - apart, std)


def _at_hour(context: Context, value: float, std: float, ids: tuple[int, ...]) -> Answer:
    """ "Is it at two o'clock?": within half an hour of it."""
    query = context.query
    apart = (value - query.hour + 6) % 12 - 6
    chance = likely(0.5 - apart, std) - likely(-0.5 - apart, std)
    told, yes = max(chance, 1 - chance), chance >= 0.5
    name_of = name(one(query.objects[0], context), context, query.objects[0])
    evidence = Evidence(ids)
    if told < context.config.min_probability:
        reason = f"too close to call whether {name_of} is at {query.hour} o'clock: it is at {units.rounded(value, std)}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    text = f"{'Yes' if yes else 'No'}: {name_of} is at {_hour(value, query.definition)} o'clock ({percent(told)} sure)."
    return context.answer(text, kind=AnswerKind.YES_NO, yes=yes, probability=told, object_ids=ids, evidence=evidence)


def _check_places(things: tuple[Thing, ...], context: Context) -> None:
    if len({thing_id(thing) for thing in things}) < len(things):
        raise Unanswerable(Status.UNKNOWN, "two phrases mean the same place; name different things")
    for thing in things:
        if thing is not None and thing.kind is ObjectKind.SUPPORT:
            reason = f"the {thing.label or 'surface'} reaches to several sides, not in one direction; ask for an object"
            raise Unanswerable(Status.UNKNOWN, reason)


def _bearing(standing: Thing, towards: Thing, context: Context) -> tuple[float, float]:
    measured = clock_hour(standing, towards, context.scene.reference_from_viewer)
    return measured.value, measured.std


def _hour(value: float, definition: Definition) -> int:
    """The nearest hour; SpatialRGPT-Bench floors the angle counted back from twelve."""
    if definition is Definition.SPATIALRGPT:
        return math.ceil(value) or 12
    return round(value) % 12 or 12
