"""Answers about what fits: a thing into another by the sizes of their boxes, or into the gap between two."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.answering_lengths import pair_of
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, percent
from spatialgeo_ros.questions.resolve import one
from spatialgeo_ros.questions.things import likely
from spatialgeo_ros.scene.distances import Measured
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Distance,
    Evidence,
    FloatArray,
    ObjectKind,
    Phrase,
    Predicate,
    SceneObject,
    Status,
)

WALL_M = 0.004  # thickness of the walls and the bottom of a container, which nobody sees: of a carton, a basket, a pot
_WALL_STD_M = 0.002
_ROUND = frozenset({"cylinder", "ball", "bowl"})


def answer_fits(context: Context) -> Answer:
    context.need_metres()
    return _between(context) if context.query.predicate is Predicate.BETWEEN else _into(context)


def _sized(phrase: Phrase, context: Context) -> SceneObject:
    item = one(phrase, context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "the size of the camera is not measured; ask about an object")
    if item.kind is ObjectKind.SUPPORT:
        reason = f"the {item.label or 'surface'} is known as a surface only, not how much room there is; ask about two objects"
        raise Unanswerable(Status.UNKNOWN, reason, object_ids=(item.id,))
    return item


def _into(context: Context) -> Answer:
    query = context.query
    item, container = _sized(query.subjects[0], context), _sized(query.objects[0], context)
    if item.id == container.id:
        raise Unanswerable(Status.UNKNOWN, "both phrases mean the same object; name two different things")
    spare = room(item, container, upright=query.strict)
    names_of = [name(item, context, query.subjects[0]), name(container, context, query.objects[0])]
    sizes = " against ".join(_sides(each) for each in (item, container))
    way = " as it stands" if query.strict else ""
    facts = (f"{names_of[0]} fits into {names_of[1]}{way}", f"{names_of[0]} does not fit into {names_of[1]}{way}")
    told = f" (by their outer sizes, {sizes}; what is in it already is not counted)"
    return _told(context, spare, facts, told, [item, container], unsure=(item.touches_border, container.touches_border))


def _between(context: Context) -> Answer:
    query = context.query
    item = _sized(query.subjects[0], context)
    first, second = pair_of(query.objects, context)
    if item.id in (first.id, second.id) or first.id == second.id:
        raise Unanswerable(Status.UNKNOWN, "two phrases mean the same object; name three different things")
    gap = relating.distance(first, second, context)
    side = int(np.argmin(item.box.size_m[:2]))
    width = Measured(float(item.box.size_m[side]), float(item.size_std_m[side]))
    spare = Measured(gap.value_m - width.value, math.hypot(gap.std_m, width.std))
    names_of = [name(item, context, query.subjects[0]), name(first, context), name(second, context)]
    place = f"between {names_of[1]} and {names_of[2]}"
    facts = (f"{names_of[0]} fits {place}", f"{names_of[0]} does not fit {place}")
    told = f" ({units.length(width.value, width.std)} against a gap of {units.length(gap.value_m, gap.std_m)})"
    unsure = (item.touches_border or gap.upper_bound, False)
    return _told(context, spare, facts, told, [item, first, second], unsure, (gap,))


def _told(
    context: Context,
    spare: Measured,
    facts: tuple[str, str],
    told: str,
    items: list[SceneObject],
    unsure: tuple[bool, bool],
    distances: tuple[Distance, ...] = (),
) -> Answer:
    """unsure: whether it cannot be told that it fits, and that it does not, since something was not seen whole."""
    chance = likely(spare.value, max(spare.std, 1e-6))
    fits = chance >= 0.5
    evidence = Evidence(tuple(item.id for item in items), (), distances)
    sure = max(chance, 1 - chance)
    hidden = unsure[0] if fits else unsure[1]
    if hidden or sure < context.config.min_probability:
        why = "a side that matters was not seen" if hidden else "too close to call"
        reason = f"{why}: {facts[0] if fits else facts[1]}, maybe{told}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    yes = fits != context.query.negated
    fact = facts[0] if fits else facts[1]
    short = "" if fits else f", by {units.length(-spare.value, spare.std)}"
    return context.answer(
        f"{'Yes' if yes else 'No'}: {fact}{short}{told} ({percent(sure)} sure).{last_seen(items, context)}",
        kind=AnswerKind.YES_NO,
        yes=yes,
        probability=sure,
        object_ids=evidence.object_ids,
        evidence=evidence,
    )


def room(item: SceneObject, container: SceneObject, upright: bool) -> Measured:
    """How much room is left in the tightest direction, the thing turned as it fits best; negative: too little.

    It is turned by right angles only, and about the vertical only where it must stay upright. Nothing may stick out.
    """
    walls = np.array([2, 2, 1]) * WALL_M
    inside = np.asarray(container.box.size_m, float) - walls
    stds = np.hypot(np.asarray(container.size_std_m, float), np.array([2, 2, 1]) * _WALL_STD_M)
    ways = [list(turned) for turned in permutations(range(3)) if not upright or turned[2] == 2]
    found = [_spare(item, turned, inside, stds, container) for turned in ways]
    return max(found, key=lambda spare: spare.value)


def _spare(item: SceneObject, turned: list[int], inside: FloatArray, stds: FloatArray, container: SceneObject) -> Measured:
    size, std = np.asarray(item.box.size_m, float)[turned], np.asarray(item.size_std_m, float)[turned]
    spare = inside - size
    on_its_foot = turned[2] == 2 or "ball" in item.shapes
    if _ROUND & set(container.shapes) and not (on_its_foot and _ROUND & set(item.shapes)):
        reach = math.hypot(*(size[:2] / np.maximum(inside[:2], 1e-6)))  # of the corners, 1 = at the round wall
        spare[:2] = inside[:2] * (1 - reach)
    tightest = int(spare.argmin())
    return Measured(float(spare[tightest]), math.hypot(float(std[tightest]), float(stds[tightest])))


def _sides(item: SceneObject) -> str:
    """ "10 x 6 x 20 cm": across, along, up."""
    return " x ".join(f"{size * 100:.0f}" for size in item.box.size_m) + " cm"
