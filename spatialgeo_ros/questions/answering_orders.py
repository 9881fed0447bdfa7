"""Answers that put things in order: from left to right, by height, by distance."""

from __future__ import annotations

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.answering_choices import leader_words
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, names, percent
from spatialgeo_ros.questions.extents import extent
from spatialgeo_ros.questions.resolve import find, nothing_fits, one, wrong_number
from spatialgeo_ros.questions.things import Thing
from spatialgeo_ros.questions.wording import joined
from spatialgeo_ros.types import Answer, AnswerKind, Dimension, Evidence, Phrase, Predicate, SceneObject, Status


def answer_order(context: Context) -> Answer:
    """The candidates, or all that fit one phrase; the one that leads comes first."""
    query = context.query
    condition = relating.condition_of(query)
    reference: tuple[Thing, ...] = tuple(one(phrase, context) for phrase in query.objects)
    items = [item for item in _candidates(context) if item not in reference]
    if len(items) < 2:
        reason = f"there is only {name(items[0], context)}" if items else "there is nothing else to put in order"
        raise Unanswerable(Status.UNKNOWN, f"{reason}; an order needs two or more", seen=True)
    ordered, chances = relating.in_order(items, condition, context, reference)
    said = _with_numbers(ordered, reference, context)
    start = _order_words(context, reference)
    text = f"{capital(start)}: {joined(said)}"
    sure = min(chances)
    evidence = Evidence(tuple(item.id for item in ordered))
    if sure < context.config.min_probability:
        k = chances.index(sure)
        pair = names(ordered, context)[k : k + 2]
        reason = f"too close to call which of {joined(pair)} comes first; as measured, {start}: {joined(said)}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    return context.answer(
        f"{text} ({percent(sure)} sure).{last_seen(ordered, context)}",
        kind=AnswerKind.OBJECT,
        object_ids=evidence.object_ids,
        probability=sure,
        evidence=evidence,
    )


def _candidates(context: Context) -> list[SceneObject]:
    phrases = context.query.subjects or (Phrase(),)
    if len(phrases) > 1:
        items = [one(phrase, context) for phrase in phrases]
        return list(dict.fromkeys(item for item in items if item is not None))
    found = find(phrases[0], context)
    if not found.items:
        raise nothing_fits(found, context)
    if found.unsure:
        listed = joined(names((*found.items, *found.unsure), context))
        raise Unanswerable(Status.AMBIGUOUS, f"too close to call which objects to put in order: {listed}")
    if found.phrase.count and found.phrase.count != len(found.items):
        raise wrong_number(found, context)
    return list(found.items)


def _with_numbers(ordered: list[SceneObject], reference: tuple[Thing, ...], context: Context) -> list[str]:
    """ "the mug (12 ± 1 cm)" where the order is one of lengths."""
    query = context.query
    assert query.predicate is not None
    said = names(ordered, context)
    if not context.scene.metric:
        return said
    if query.predicate is Predicate.NEAR:
        away = [relating.distance(item, reference[0], context) for item in ordered]
        return [f"{words} ({units.length(one.value_m, one.std_m)})" for words, one in zip(said, away, strict=True)]
    if query.predicate in relating.SIZE_OF:
        dimension = relating.sized_by(query.predicate, query.dimension)
        say = units.volume if dimension is Dimension.VOLUME else units.length
        sizes = [extent(item, dimension, context.scene.reference_from_viewer) for item in ordered]
        return [f"{words} ({say(size.value, size.std)})" for words, size in zip(said, sizes, strict=True)]
    return said


def _order_words(context: Context, reference: tuple[Thing, ...]) -> str:
    query = context.query
    assert query.predicate is not None
    if query.predicate is Predicate.NEAR:
        nearness = "farthest from" if query.farthest else "nearest to"
        return f"the {nearness} {name(reference[0], context, query.objects[0])} first"
    return f"{leader_words(query)} first"
