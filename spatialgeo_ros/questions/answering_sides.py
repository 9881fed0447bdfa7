"""Which edge of a surface a thing is nearest to."""

from __future__ import annotations

import math

from spatialgeo_ros.questions import units
from spatialgeo_ros.questions.answering_lengths import support_of
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, percent
from spatialgeo_ros.questions.outlines import SideDistance, distances_to_sides
from spatialgeo_ros.questions.resolve import one
from spatialgeo_ros.questions.things import likely
from spatialgeo_ros.questions.wording import OPPOSITE, SIDE_NAMES, joined
from spatialgeo_ros.types import Answer, AnswerKind, Evidence, Predicate, SceneObject, Status

_MIN_STD_M = 0.002


def answer_side(context: Context) -> Answer:
    """WHERE_IS with the distance EDGE: of all edges, or of two opposite ones, the nearest."""
    query = context.query
    item = one(query.subjects[0], context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "the camera stands on no surface that is known; ask about an object on one")
    support = support_of(item, query.objects, context)
    name_of, surface = name(item, context, query.subjects[0]), support.label or "surface"
    asked = tuple(SIDE_NAMES) if query.predicate is None else (query.predicate, OPPOSITE[query.predicate])
    sides = _seen_sides(item, support, asked, context)
    best = min((side for side in sides if side.seen), key=lambda side: side.distance.value_m, default=None)
    if best is None:
        reason = f"none of these edges of the {surface} is in view; turn the camera so that they are seen"
        raise Unanswerable(Status.UNKNOWN, reason, object_ids=(item.id, support.id))
    evidence = Evidence((item.id, support.id), (), tuple(side.distance for side in sides if side.seen))
    rivals = [(_chance(best, side), side) for side in sides if side is not best]
    chance, rival = min(rivals, key=lambda each: each[0], default=(1.0, best))
    if chance < context.config.min_probability:
        words = joined([SIDE_NAMES[side.side] for side in (best, rival)], "or")
        why = "" if rival.seen else f", of which the {SIDE_NAMES[rival.side]} one is not in view there"
        reason = f"it cannot be told whether {name_of} is nearer to the {words} edge of the {surface}{why}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    text = f"{capital(name_of)} is nearest to the {SIDE_NAMES[best.side]} edge of the {surface}{_numbers(best, context)}"
    return context.answer(
        f"{text} ({percent(chance)} sure).{last_seen([item], context)}",
        kind=AnswerKind.OBJECT,
        object_ids=(item.id,),
        probability=chance,
        evidence=evidence,
    )


def _seen_sides(
    item: SceneObject, support: SceneObject, asked: tuple[Predicate, ...], context: Context
) -> list[SideDistance]:
    found = distances_to_sides(item, support, asked, context.scene.reference_from_viewer)
    return [side for side in found if math.isfinite(side.distance.value_m)]


def _chance(best: SideDistance, other: SideDistance) -> float:
    """P(the one is nearer than the other); an edge out of view is at least as far as the view reaches."""
    std = max(math.hypot(best.distance.std_m, other.distance.std_m), _MIN_STD_M)
    return likely(other.distance.value_m - best.distance.value_m, std)


def _numbers(best: SideDistance, context: Context) -> str:
    if not context.scene.metric:
        return ""
    return f", {units.length(best.distance.value_m, best.distance.std_m, context.query.unit)} from it"
