"""Answers that are places: where something is, what it is on, on which side of another thing it is."""

from __future__ import annotations

import math
from dataclasses import replace

from spatialgeo_ros.questions import relating, units, wording
from spatialgeo_ros.questions.answering_relations import relation
from spatialgeo_ros.questions.answering_sides import answer_side
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, names, percent
from spatialgeo_ros.questions.coordinates import coordinates
from spatialgeo_ros.questions.resolve import deciding, groups, one, several
from spatialgeo_ros.questions.things import Thing, thing_id
from spatialgeo_ros.questions.wording import OPPOSITE, RELATION_WORDS, joined
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    DistanceKind,
    Evidence,
    ObjectKind,
    Predicate,
    Relation,
    SceneObject,
    Status,
)


def answer_where(context: Context) -> Answer:
    query = context.query
    if query.distance is DistanceKind.EDGE:
        return answer_side(context)
    if query.also:
        return _one_of_places(context)
    if query.predicate in (Predicate.ON, Predicate.INSIDE) and not query.objects:
        return _resting(context)
    items = several(query.subjects[0], context) if query.subjects[0].plural else (one(query.subjects[0], context),)
    if len(items) != 1:
        told = coordinates if query.frame else _placed
        sentences = [told(item, names(items, context)[k], context) for k, item in enumerate(items) if item is not None]
        return context.answer(
            " ".join(sentences),
            kind=AnswerKind.OBJECT,
            object_ids=tuple(thing_id(item) for item in items),
            evidence=Evidence(tuple(thing_id(item) for item in items)),
        )
    item = items[0]
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "the camera is where it is; ask where an object is, seen from it")
    if query.objects:
        return _relative(context, item, one(query.objects[0], context))
    if item.kind is ObjectKind.SUPPORT and query.frame:
        reason = f"the {item.label or 'surface'} reaches beyond what is seen, so it has no one place; ask for an object"
        raise Unanswerable(Status.UNKNOWN, reason, object_ids=(item.id,))
    if item.kind is ObjectKind.SUPPORT:
        return _surface_place(context, item)
    name_of = name(item, context, query.subjects[0])
    placed = coordinates(item, name_of, context) if query.frame else _placed(item, name_of, context)
    text = placed + last_seen([item], context)
    viewer_from_reference = context.scene.reference_from_viewer.inverse()
    on = _support(item, context)
    relations = (
        () if on is None else (relation(item, on[1], on[0], context.scene.relations.of(item.id, on[1], on[0].id)),)
    )
    measured = (relating.distance(item, None, context),) if context.scene.metric else ()
    return context.answer(
        text,
        kind=AnswerKind.POSITION if context.scene.metric else AnswerKind.OBJECT,
        object_ids=(item.id,),
        position_viewer_m=viewer_from_reference.apply(item.centre_ref) if context.scene.metric else None,
        value_std=_worst_std(item),
        unit="m" if context.scene.metric else "",
        evidence=Evidence((item.id,), relations, measured),
    )


def _worst_std(item: SceneObject) -> float:
    """Standard deviation of the centre in its worst direction, metres."""
    return math.sqrt(max(float(max(item.centre_cov_m2.diagonal())), 0.0))


def _placed(item: SceneObject, name_of: str, context: Context) -> str:
    """ "The mug is on the table, 0.61 m away: 12 cm to the left, 60 cm ahead, 45 cm below the camera."."""
    on = _support(item, context)
    place = f" is {RELATION_WORDS[on[1]]} {name(on[0], context)}," if on is not None else " is"
    words = []
    for axis, (more, less) in enumerate(
        (("to the right", "to the left"), ("ahead", "behind the camera"), ("above the camera", "below the camera"))
    ):
        value, std = relating.along_axis(item, None, axis, context)
        if not context.scene.metric:
            if abs(value) > std:
                words.append(more if value > 0 else less)
        elif abs(value) > max(std, 0.005):
            words.append(f"{units.length(abs(value), std, context.query.unit)} {more if value > 0 else less}")
    far = ""
    if context.scene.metric:
        measured = relating.distance(item, None, context)
        far = f" {units.length(measured.value_m, measured.std_m, context.query.unit)} from the camera:"
    return f"{capital(name_of)}{place}{far} {joined(words) or 'right at the camera'}.{_neighbour(item, context)}"


def _support(item: SceneObject, context: Context) -> tuple[SceneObject, Predicate] | None:
    """What the object is in or on, when that is likely."""
    best: tuple[float, SceneObject, Predicate] | None = None
    for other in context.scene.objects:
        if other.id == item.id:
            continue
        for predicate in (Predicate.INSIDE, Predicate.ON):
            chance = context.scene.relations.of(item.id, predicate, other.id)
            if chance >= context.config.min_probability and (best is None or chance > best[0]):
                best = (chance, other, predicate)
    return None if best is None else (best[1], best[2])


def _neighbour(item: SceneObject, context: Context) -> str:
    """ " It is to the left of the red box."; the nearest object that is clearly to one side."""
    others = [other for other in context.objects if other.id != item.id and other.visible]
    if not others:
        return ""
    nearest = min(others, key=lambda other: relating.distance(item, other, context).value_m)
    chances = {
        predicate: context.scene.relations.of(item.id, predicate, nearest.id)
        for predicate in (
            Predicate.INSIDE,
            Predicate.ON,
            Predicate.LEFT_OF,
            Predicate.RIGHT_OF,
            Predicate.IN_FRONT_OF,
            Predicate.BEHIND,
        )
    }
    best = max(chances, key=lambda predicate: chances[predicate])
    if chances[best] < 0.9 or best in (Predicate.INSIDE, Predicate.ON):
        return ""
    return f" It is {RELATION_WORDS[best]} {name(nearest, context)}."


def _surface_place(context: Context, item: SceneObject) -> Answer:
    value, std = relating.along_axis(item, None, 2, context)
    place = f"{units.length(abs(value), std, context.query.unit)} " if context.scene.metric else ""
    text = f"The {item.label or 'surface'} is {place}{'above' if value > 0 else 'below'} the camera."
    return context.answer(text, kind=AnswerKind.OBJECT, object_ids=(item.id,), evidence=Evidence((item.id,)))


def _resting(context: Context) -> Answer:
    """ "What is the mug on?"."""
    item = one(context.query.subjects[0], context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "it is not known what the camera stands on")
    name_of = name(item, context, context.query.subjects[0])
    on = _support(item, context)
    if on is None:
        raise Unanswerable(
            Status.UNKNOWN,
            f"it cannot be told what {name_of} is on or in; ask what is below it or near it",
            object_ids=(item.id,),
        )
    support, predicate = on
    chance = context.scene.relations.of(item.id, predicate, support.id)
    text = f"{capital(name_of)} is {RELATION_WORDS[predicate]} {name(support, context)} ({percent(chance)} sure)."
    text += last_seen([item], context)
    return context.answer(
        text,
        kind=AnswerKind.OBJECT,
        object_ids=(support.id,),
        probability=chance,
        evidence=Evidence((item.id, support.id), (relation(item, predicate, support, chance),)),
    )


_AXES = (
    (Predicate.LEFT_OF, Predicate.RIGHT_OF),
    (Predicate.IN_FRONT_OF, Predicate.BEHIND),
    (Predicate.ABOVE, Predicate.BELOW),
)


def _relative(context: Context, item: SceneObject, other: Thing) -> Answer:
    """Where the item is relative to another; a predicate restricts it to one axis: "left or right of the box?"."""
    predicate = context.query.predicate
    asked = [(first, OPPOSITE[first]) for first in (predicate,) if first is not None and first in OPPOSITE]
    name_of, other_name = name(item, context, context.query.subjects[0]), name(other, context, context.query.objects[0])
    if thing_id(item) == thing_id(other):
        raise Unanswerable(Status.UNKNOWN, "both phrases mean the same object; name two different things")
    if predicate in (Predicate.INSIDE, Predicate.ON):
        return _within(context, predicate, item, other, (name_of, other_name))
    found: list[tuple[Predicate, float]] = []
    for pair in asked or [axis for axis in _AXES if item.kind is ObjectKind.OBJECT and _sided(axis, other)]:
        chances = [(option, relating.holds(item, relating.Condition(option), (other,), context)) for option in pair]
        found.append(max(chances, key=lambda pair: pair[1]))
    sure = [(option, chance) for option, chance in found if chance >= context.config.min_probability]
    relations = tuple(relation(item, option, other, chance) for option, chance in found)
    evidence = Evidence(
        tuple(thing.id for thing in (item, other) if thing is not None),
        relations,
        (relating.distance(item, other, context),),
    )
    if asked and all(chance <= 1 - context.config.min_probability for _, chance in found):
        words = " nor ".join(RELATION_WORDS[option] for option in asked[0])
        probability = 1 - max(chance for _, chance in found)
        text = f"{capital(name_of)} is neither {words} {other_name} ({percent(probability)} sure)."
        return context.answer(
            text, kind=AnswerKind.OBJECT, object_ids=(item.id,), probability=probability, evidence=evidence
        )
    if not sure:
        words = " or ".join(RELATION_WORDS[option] for option in (asked[0] if asked else ())) or "on which side of"
        reason = f"too close to call: {name_of} {words} {other_name}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    words = joined([RELATION_WORDS[option] for option, _ in sure])
    measured = evidence.distances[0]
    far = (
        f", {units.length(measured.value_m, measured.std_m, context.query.unit)} away"
        if context.scene.metric and not asked
        else ""
    )
    probability = min(chance for _, chance in sure)
    text = f"{capital(name_of)} is {words} {other_name}{far} ({percent(probability)} sure).{last_seen([item], context)}"
    viewer_from_reference = context.scene.reference_from_viewer.inverse()
    position = viewer_from_reference.apply(item.centre_ref) if context.scene.metric else None
    return context.answer(
        text,
        kind=AnswerKind.POSITION if context.scene.metric else AnswerKind.OBJECT,
        object_ids=(item.id,),
        probability=probability,
        position_viewer_m=position,
        evidence=evidence,
    )


def _one_of_places(context: Context) -> Answer:
    """ "On the table or in the box?"."""
    subject = context.query.subjects[0]
    if subject.plural:
        items = several(subject, context)
        if len(items) > 1:
            raise Unanswerable(
                Status.AMBIGUOUS,
                f"I can tell this of one object at a time, but {len(items)} fit: {joined(names(items, context))}; name one",
                object_ids=tuple(item.id for item in items),
            )
    item = one(replace(subject, plural=False, count=0), context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "the camera is where it is; ask where an object is, seen from it")
    places: list[tuple[str, float]] = []
    relations: list[Relation] = []
    for phrase in context.query.also:
        assert phrase.relation is not None
        condition, options = relating.condition_in(phrase), groups(phrase.of, phrase.relation, context)
        group, chance = deciding(item, condition, options, phrase.of, context)
        places.append((wording.clause(phrase.relation, map(wording.say, phrase.of), phrase.limit_m), chance))
        relations += [relation(item, phrase.relation, other, chance) for other in group or ()]
    name_of = name(item, context, context.query.subjects[0])
    evidence = Evidence((item.id, *(found.object_id for found in relations)), tuple(relations))
    sure = context.config.min_probability
    unsure = [words for words, chance in places if 1 - sure < chance < sure]
    if unsure:
        reason = f"too close to call whether {name_of} is {joined(unsure, 'or')}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    fitting = [words for words, chance in places if chance >= sure]
    told = joined(fitting) if fitting else f"neither {' nor '.join(words for words, _ in places)}"
    probability = min(max(chance, 1 - chance) for _, chance in places)
    return context.answer(
        f"{capital(name_of)} is {told} ({percent(probability)} sure).{last_seen([item], context)}",
        kind=AnswerKind.OBJECT,
        object_ids=(item.id,),
        probability=probability,
        evidence=evidence,
    )


def _within(
    context: Context, predicate: Predicate, item: SceneObject, other: Thing, names_of: tuple[str, str]
) -> Answer:
    """ "inside or outside the bowl?"."""
    chance = relating.holds(item, relating.Condition(predicate), (other,), context)
    evidence = Evidence((item.id, thing_id(other)), (relation(item, predicate, other, chance),))
    words = RELATION_WORDS[predicate] if chance >= 0.5 else f"not {RELATION_WORDS[predicate]}"
    probability = max(chance, 1 - chance)
    if probability < context.config.min_probability:
        reason = f"too close to call whether {names_of[0]} is {RELATION_WORDS[predicate]} {names_of[1]}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    text = f"{capital(names_of[0])} is {words} {names_of[1]} ({percent(probability)} sure).{last_seen([item], context)}"
    return context.answer(
        text, kind=AnswerKind.OBJECT, object_ids=(item.id,), probability=probability, evidence=evidence
    )


def _sided(axis: tuple[Predicate, Predicate], other: Thing) -> bool:
    return axis[0] is Predicate.ABOVE or other is None or other.kind is ObjectKind.OBJECT
