"""Which two of several things are closest together, or farthest apart."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, names, percent
from spatialgeo_ros.questions.resolve import find, nothing_fits
from spatialgeo_ros.questions.things import likely
from spatialgeo_ros.questions.wording import joined
from spatialgeo_ros.types import Answer, AnswerKind, Distance, Evidence, SceneObject, Status

Pair = tuple[SceneObject, SceneObject]
_MIN_STD_M = 0.002


def answer_pair(context: Context) -> Answer:
    """NEAREST of two things without a reference: the pair with the smallest distance between them; farthest: largest."""
    query = context.query
    found = find(replace(query.subjects[0], count=0), context)
    if found.unsure:
        listed = joined(names((*found.items, *found.unsure), context))
        raise Unanswerable(Status.AMBIGUOUS, f"too close to call which objects to choose from: {listed}")
    if not found.items:
        raise nothing_fits(found, context)
    if len(found.items) < 2:
        raise Unanswerable(Status.UNKNOWN, f"there is but one to choose from: {joined(names(found.items, context))}")
    (pair, measured), *others = _leading(found.items, context)
    words = "farthest apart" if query.farthest else "closest together"
    chance = _beats(measured, others[0][1], query.farthest) if others else 1.0
    ids = (pair[0].id, pair[1].id)
    evidence = Evidence(ids, (), (measured, *(other for _, other in others)))
    if chance < context.config.min_probability:
        listed = joined([joined(names(each, context)) for each in (pair, others[0][0])], "or")
        reason = f"too close to call which two are {words}: {listed}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    far = f" ({units.length(measured.value_m, measured.std_m)} between them)" if context.scene.metric else ""
    told = f" ({percent(chance)} sure)" if others else ", the only two to choose from"
    text = f"{capital(joined(names(pair, context)))} are {words}{far}{told}.{found.note()}{last_seen(list(pair), context)}"
    return context.answer(text, kind=AnswerKind.OBJECT, object_ids=ids, probability=chance, evidence=evidence)


def _beats(one: Distance, other: Distance, farthest: bool) -> float:
    margin = one.value_m - other.value_m if farthest else other.value_m - one.value_m
    return likely(margin, max(math.hypot(one.std_m, other.std_m), _MIN_STD_M))


def _leading(items: tuple[SceneObject, ...], context: Context) -> list[tuple[Pair, Distance]]:
    """The two pairs that lead, or the only one. Of many things most pairs are told by their centres and sizes alone."""
    farthest = context.query.farthest
    sign = -1.0 if farthest else 1.0
    pairs = sorted(combinations(items, 2), key=lambda pair: sign * _bound(pair, farthest))
    best: list[tuple[Pair, Distance]] = []
    for pair in pairs:
        if len(best) == 2 and sign * _bound(pair, farthest) >= sign * best[1][1].value_m:
            break
        measured = relating.distance(*pair, context)
        best = sorted([*best, (pair, measured)], key=lambda each: sign * each[1].value_m)[:2]
    return best


def _bound(pair: Pair, farthest: bool) -> float:
    """Closer than this (farther, where the farthest are asked for) the two cannot be."""
    apart = float(np.linalg.norm(pair[0].centre_ref - pair[1].centre_ref))
    return apart if farthest else apart - sum(float(np.linalg.norm(item.box.size_m)) / 2 for item in pair)
