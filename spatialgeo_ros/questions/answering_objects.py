"""Answers that are objects: how many, is there, where is, what is, what is seen."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.answering_relations import relation
from spatialgeo_ros.questions.candidates import Found
from spatialgeo_ros.questions.context import HALF_HIDDEN, Context, Unanswerable, capital, last_seen, listed, name, names
from spatialgeo_ros.questions.relating import Thing
from spatialgeo_ros.questions.resolve import Group, deciding, find, groups, nothing_fits, one, wrong_number
from spatialgeo_ros.questions.wording import RELATION_WORDS, counted, joined, say
from spatialgeo_ros.scene.distances import extent
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Dimension,
    Evidence,
    ObjectKind,
    Phrase,
    QueryKind,
    Relation,
    SceneObject,
    Status,
)


@dataclass(frozen=True, eq=False)
class Narrowed:
    """What fits the subject and the query's own clause. others: what the clause relates to, in its order.

    related: id of an object -> what decided about it; found.probability: P(it fits).
    """

    found: Found
    others: tuple[Thing, ...] = ()
    related: dict[int, Group] = field(default_factory=dict)


def narrowed(context: Context) -> Narrowed:
    query = context.query
    found = find(query.subjects[0] if query.subjects else Phrase(), context)
    if query.predicate is None:
        return Narrowed(found)
    options = groups(query.objects, query.predicate, context)
    others = tuple(dict.fromkeys(thing for group in options for thing in group))
    positive = not query.negated or query.kind is QueryKind.EXISTS  # "is there no ..." is answered the other way round
    sure = context.config.min_probability
    chances: dict[int, float] = {}
    related: dict[int, Group] = {}
    for item in (*found.items, *found.unsure, *found.unnamed):
        group, chance = deciding(item, query.predicate, options, query.objects, context)
        if group:
            related[item.id], chances[item.id] = group, chance if positive else 1 - chance
    items = tuple(item for item in found.items if chances.get(item.id, 0.0) >= sure)
    unsure = tuple(
        item for item in (*found.items, *found.unsure) if item not in items and chances.get(item.id, 0.0) > 1 - sure
    )
    unnamed = tuple(item for item in found.unnamed if chances.get(item.id, 0.0) > 1 - sure)
    asked = {item.id for item in (*found.items, *found.unsure)}
    found = replace(
        found,
        items=items,
        unsure=unsure,
        unnamed=unnamed,
        probability={key: chance for key, chance in chances.items() if key in asked},
    )
    return Narrowed(found, others, related)


def _clause(context: Context, others: tuple[Thing, ...]) -> str:
    """ " on the table"."""
    query = context.query
    if query.predicate is None:
        return ""
    words = (
        [name(other, context, phrase) for other, phrase in zip(others, query.objects, strict=False)]
        if len(others) == len(query.objects)
        else [say(phrase) for phrase in query.objects]
    )
    return f"{' not' if query.negated else ''} {RELATION_WORDS[query.predicate]} {joined(words)}"


def _evidence(context: Context, fit: Narrowed) -> Evidence:
    query, items = context.query, (*fit.found.items, *fit.found.unsure)
    relations: list[Relation] = []
    for item in items:
        for other in fit.related.get(item.id, ()):
            chance = fit.found.probability[item.id]
            chance = 1 - chance if query.negated and query.kind is not QueryKind.EXISTS else chance
            if query.predicate is not None:
                relations.append(relation(item, query.predicate, other, chance))
    return Evidence(
        tuple(item.id for item in items) + tuple(other.id for other in fit.others if other is not None),
        tuple(relations),
    )


def _certainty(found: Found) -> float:
    """That exactly these fit."""
    return math.prod(max(chance, 1 - chance) for chance in found.probability.values())


def answer_count(context: Context) -> Answer:
    fit = narrowed(context)
    found, others = fit.found, fit.others
    clause = _clause(context, others)
    noun = (context.query.subjects[0] if context.query.subjects else Phrase()).noun or "object"
    if not found.items and not found.unsure and (found.unnamed and not found.probability):
        raise nothing_fits(found, context)
    number = len(found.items)
    described = say(
        replace(found.phrase, plural=True, definite=False, count=0, relation=None, of=(), also=()), article=False
    )
    evidence = _evidence(context, fit)
    if found.unsure:
        doubtful = joined(names(found.unsure, context))
        reason = f"{number} to {number + len(found.unsure)}: too close to call for {doubtful}"
        return context.answer(
            f"Between {number} and {number + len(found.unsure)} {described}{clause}; too close to call for {doubtful}.",
            status=Status.AMBIGUOUS,
            reason=reason,
            evidence=evidence,
        )
    verb = "is" if number == 1 else "are"
    noun_words = (
        described
        if number != 1
        else say(
            replace(found.phrase, plural=False, definite=False, count=0, relation=None, of=(), also=()), article=False
        )
    )
    more = bool(found.unnamed and found.phrase.noun)  # what nobody named could be one too
    text = f"There {verb} {'at least ' if more and number else ''}{number or 'no'} {noun_words}{clause}"
    text += f": {listed(found.items, context)}." if number else "."
    text += _doubts(found, noun) + found.note() + last_seen(list(found.items), context)
    return context.answer(
        text,
        kind=AnswerKind.COUNT,
        value=float(number),
        value_std=0.0,
        object_ids=tuple(item.id for item in found.items),
        probability=math.nan if more else _certainty(found),
        evidence=evidence,
    )


def _doubts(found: Found, noun: str) -> str:
    """What a count cannot know."""
    hidden = sum(item.visible and item.visible_fraction < HALF_HIDDEN for item in found.items)
    cut = sum(item.visible and item.touches_border for item in found.items)
    text = f" {hidden} of them mostly hidden." if hidden else ""
    text += f" {cut} of them cut by the image border." if cut else ""
    if found.unnamed and found.phrase.noun:
        text += f" {counted(len(found.unnamed), 'object')} that nobody named could be a {noun} too."
    return text


def answer_exists(context: Context) -> Answer:
    query = context.query
    if query.subjects and query.subjects[0].definite and query.predicate is None:
        return _in_view(context)
    fit = narrowed(context)
    found, others = fit.found, fit.others
    clause = _clause(replace(context, query=replace(query, negated=False)), others)
    described = say(
        replace(found.phrase, definite=False, plural=False, count=0, relation=None, of=(), also=()), article=False
    )
    evidence = _evidence(context, fit)
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
    text = f"{'Yes, there is no' if query.negated else 'No, I see no'} {described}{clause}."
    return context.answer(
        text, kind=AnswerKind.YES_NO, yes=query.negated, probability=_certainty(found), evidence=evidence
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
    """Which objects stand in the relation; without one: what is known about the subject."""
    if context.query.predicate is None and context.query.subjects and not context.query.subjects[0].also:
        return _described(context)
    fit = narrowed(context)
    found, others = fit.found, fit.others
    clause = _clause(context, others)
    evidence = _evidence(context, fit)
    if found.phrase.count and found.items and len(found.items) != found.phrase.count:
        raise wrong_number(found, context)
    items = _nearest_first(found.items, others, context)
    if not items and found.unsure:
        reason = f"too close to call whether {joined(names(found.unsure, context), 'or')} is{clause}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    noun = found.phrase.noun
    if not items and found.unnamed:
        raise nothing_fits(found, context)
    probability = _certainty(found) if items or not found.unsure else math.nan
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
