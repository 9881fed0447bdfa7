"""Answers that are objects: is there, what is, what is seen."""

from __future__ import annotations

import math
from dataclasses import replace

from spatialgeo_ros.questions import relating, units, wording
from spatialgeo_ros.questions.answering_directions import chance_at_hour
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, listed, name, names
from spatialgeo_ros.questions.extents import extent
from spatialgeo_ros.questions.narrowing import certainty, clause_of, evidence_of, narrowed
from spatialgeo_ros.questions.resolve import find, nothing_fits, one, wrong_number
from spatialgeo_ros.questions.things import Thing
from spatialgeo_ros.questions.wording import counted, joined, say
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Dimension,
    Evidence,
    ObjectKind,
    Phrase,
    SceneObject,
    Status,
)


def answer_exists(context: Context) -> Answer:
    query = context.query
    if query.subjects and query.subjects[0].definite and query.predicate is None:
        return _in_view(context)
    fit = narrowed(context)
    found, others = fit.found, fit.others
    clause = clause_of(replace(context, query=replace(query, negated=False)), others)
    bare = found.phrase if found.phrase.swapped else replace(found.phrase, relation=None, of=())
    described = say(replace(bare, definite=False, plural=False, count=0, also=()), article=False)
    evidence = evidence_of(context, fit)
    if found.items and len(found.items) >= max(found.phrase.count, 1):
        best = max(found.items, key=lambda item: found.probability.get(item.id, 1.0))
        chance = found.probability.get(best.id, 1.0)
        said = listed(found.items, context)
        verb = "" if not clause else " are" if len(found.items) > 1 else " is"
        text = f"{'No' if query.negated else 'Yes'}: {said}{verb}{clause}.{found.note()}"
        text += last_seen(list(found.items), context)
        return context.answer(
            text,
            kind=AnswerKind.YES_NO,
            yes=not query.negated,
            probability=chance,
            evidence=evidence,
            object_ids=tuple(item.id for item in found.items),
        )
    if found.unsure:
        reason = f"too close to call whether {joined(names(found.unsure, context), 'or')} is{clause}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    if found.unnamed:
        raise nothing_fits(
            replace(
                found,
                why_none=f"nothing{clause} is named {found.phrase.noun}, but "
                f"{counted(len(found.unnamed), 'object')}{clause} that nobody named could be one",
            ),
            context,
        )
    count = found.phrase.count
    if count > 1:
        many = say(replace(found.phrase, plural=True, definite=False, count=0, relation=None, of=(), also=()), article=False)
        number = len(found.items)
        text = f"{'Yes' if query.negated else 'No'}: {number} {described if number == 1 else many}{clause}, not {count}."
    else:
        text = f"{'Yes, there is no' if query.negated else 'No, I see no'} {described}{clause}."
    return context.answer(
        text, kind=AnswerKind.YES_NO, yes=query.negated, probability=certainty(found), evidence=evidence
    )


def _in_view(context: Context) -> Answer:
    """ "Is the mug in view?": not when it is only remembered."""
    found = find(context.query.subjects[0], context)
    if not found.items and (found.unnamed or found.unsure):
        raise nothing_fits(found, context)
    visible = [item for item in found.items if item.visible]
    yes = bool(visible) != context.query.negated
    said = listed(visible or found.items, context) if found.items else say(found.phrase)
    verb = "are" if len(visible or found.items) > 1 else "is"
    text = f"{'Yes' if yes else 'No'}: {said} {verb} {'' if visible else 'not '}in view."
    return context.answer(
        text + last_seen(list(found.items), context),
        kind=AnswerKind.YES_NO,
        yes=yes,
        probability=1.0,
        object_ids=tuple(item.id for item in found.items),
        evidence=Evidence(tuple(item.id for item in found.items)),
    )


def answer_what(context: Context) -> Answer:
    """Which objects stand in the relation, or at the hour; without either: what is known about the subject."""
    if context.query.hour:
        return _at_hour(context)
    if context.query.predicate is None and context.query.subjects and not context.query.subjects[0].also:
        return _described(context)
    fit = narrowed(context)
    found, others = fit.found, fit.others
    clause = clause_of(context, others) or wording.conditions(found.phrase)
    evidence = evidence_of(context, fit)
    if found.phrase.count and found.items and len(found.items) != found.phrase.count:
        raise wrong_number(found, context)
    items = _nearest_first(found.items, others, context)
    if not items and found.unsure:
        reason = f"too close to call whether {joined(names(found.unsure, context), 'or')} is{clause}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    noun = found.phrase.noun
    if not items and found.unnamed:
        raise nothing_fits(found, context)
    probability = certainty(found) if items or not found.unsure else math.nan
    if not items:
        text = f"{'No ' + noun if noun else 'Nothing that I see'} is{clause}."
    else:
        text = f"{capital(listed(items, context))} {'is' if len(items) == 1 else 'are'}{clause}."
    if found.unsure:
        text += f" It is too close to call for {joined(names(found.unsure, context))}."
    return context.answer(
        text + found.note() + last_seen(list(items), context),
        kind=AnswerKind.OBJECT,
        probability=probability,
        object_ids=tuple(item.id for item in items),
        evidence=evidence,
    )


def _at_hour(context: Context) -> Answer:
    """ "What is at two o'clock?": objects whose direction from the camera is within half an hour of it."""
    hour, sure = context.query.hour, context.config.min_probability
    found = find(context.query.subjects[0], context) if context.query.subjects else find(Phrase(), context)
    candidates = [item for item in found.items if item.kind is ObjectKind.OBJECT]
    chances = {item.id: chance_at_hour(item, hour, context) for item in candidates}
    items = [item for item in candidates if chances[item.id] >= sure]
    unsure = [item for item in candidates if 1 - sure < chances[item.id] < sure]
    evidence = Evidence(tuple(item.id for item in (*items, *unsure)))
    if unsure and not items:
        reason = f"too close to call whether {joined(names(unsure, context), 'or')} is at {hour} o'clock"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    none = f"No {found.phrase.noun}" if found.phrase.noun else "Nothing that I see"
    said = capital(listed(items, context)) if items else none
    text = f"{said} {'are' if len(items) > 1 else 'is'} at {hour} o'clock."
    if unsure:
        text += f" It is too close to call for {joined(names(unsure, context))}."
    return context.answer(
        text + found.note() + last_seen(items, context),
        kind=AnswerKind.OBJECT,
        probability=math.prod(max(chance, 1 - chance) for chance in chances.values()),
        object_ids=tuple(item.id for item in items),
        evidence=evidence,
    )


def _nearest_first(
    items: tuple[SceneObject, ...], others: tuple[Thing, ...], context: Context
) -> tuple[SceneObject, ...]:
    if not others:
        return items
    return tuple(sorted(items, key=lambda item: relating.distance(item, others[0], context).value_m))


def _described(context: Context) -> Answer:
    """Name, colours, shape and size of one object."""
    item = one(context.query.subjects[0], context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "nothing is known about the camera but where it is")
    known = [joined(item.colours) or "of no clear colour", *item.shapes]
    if context.scene.metric and item.kind is ObjectKind.OBJECT:
        viewer = context.scene.reference_from_viewer
        sizes = [extent(item, dimension, viewer) for dimension in (Dimension.WIDTH, Dimension.DEPTH, Dimension.HEIGHT)]
        known += [
            f"{units.length(one_size.value, one_size.std, context.query.unit)} {word}"
            for one_size, word in zip(sizes, ("wide", "deep", "tall"), strict=True)
        ]
    number = "" if context.query.subjects[0].ids else f" (#{item.id})"
    named = "" if item.label else ", which nobody has named,"
    text = f"{capital(name(item, context, context.query.subjects[0]))}{number}{named} is {joined(known)}."
    return context.answer(
        text + last_seen([item], context), kind=AnswerKind.OBJECT, object_ids=(item.id,), evidence=Evidence((item.id,))
    )


def answer_list(context: Context) -> Answer:
    """Everything, or everything that fits the phrase."""
    found = find(context.query.subjects[0], context) if context.query.subjects else find(Phrase(), context)
    items = found.items
    if not items and context.query.subjects and context.query.subjects[0].noun:
        raise nothing_fits(found, context)
    visible = [item for item in items if item.visible]
    text = f"I see {listed(visible, context)}." if visible else "I looked, and I see no objects."
    return context.answer(
        text + found.note() + last_seen(list(items), context),
        kind=AnswerKind.OBJECT,
        object_ids=tuple(item.id for item in items),
        evidence=Evidence(tuple(item.id for item in items)),
    )
