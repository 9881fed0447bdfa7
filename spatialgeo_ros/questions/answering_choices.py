"""Answers that choose: which of these, which is nearest, which is the tallest."""

from __future__ import annotations

from dataclasses import replace

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.answering_pairs import answer_pair
from spatialgeo_ros.questions.answering_relations import clause_words, predicate_words, relation
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, names, percent
from spatialgeo_ros.questions.extents import extent
from spatialgeo_ros.questions.resolve import find, nothing_fits, one, references, wrong_number
from spatialgeo_ros.questions.things import Thing, thing_id
from spatialgeo_ros.questions.wording import AS_SIZED, LEADER_WORDS, SIDE_NAMES, joined
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Dimension,
    DistanceKind,
    Evidence,
    Phrase,
    Predicate,
    Query,
    QueryKind,
    SceneObject,
    Status,
)


def answer_choice(context: Context) -> Answer:
    """Which of the alternatives is more PREDICATE, or PREDICATE the object."""
    query = context.query
    assert query.predicate is not None
    items = [_alternative(phrase, context) for phrase in query.subjects]
    if len({item.id for item in items}) < len(items):
        raise Unanswerable(
            Status.AMBIGUOUS,
            "two of the alternatives are the same object; describe each of them apart",
            object_ids=tuple(item.id for item in items),
        )
    others = references(query.objects, query.predicate, context)
    leads = query.predicate is Predicate.NEAR or (not others and query.predicate is not Predicate.BETWEEN)
    if not query.limit_m and leads:
        best, chance, rival = relating.leader(items, relating.condition_of(query), context, others)
        return _chosen(context, best, chance, rival, items, others)
    return _fitting(context, items, others)


def _alternative(phrase: Phrase, context: Context) -> SceneObject:
    item = one(phrase, context)
    if item is None:
        raise Unanswerable(Status.UNKNOWN, "the camera itself is no alternative to choose; name two objects")
    return item


def _chosen(
    context: Context,
    best: SceneObject,
    chance: float,
    rival: SceneObject | None,
    items: list[SceneObject],
    others: tuple[Thing, ...],
) -> Answer:
    query = context.query
    assert query.predicate is not None
    evidence = _choice_evidence(context, best, items, others, chance)
    names_of = {item.id: name(item, context, phrase) for item, phrase in zip(items, query.subjects, strict=True)}
    if chance < context.config.min_probability and rival is not None:
        odds = f"{percent(chance)} to {percent(1 - chance)}"
        reason = f"too close to call: {names_of[best.id]} or {names_of[rival.id]} ({odds})"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    if query.predicate is Predicate.NEAR:
        words = f"{'farther from' if query.farthest else 'nearer to'} {_reference_name(context, others)}"
    else:
        words = _comparative(query)
    numbers = _numbers(context, [best, *([rival] if rival else [])], others)
    text = f"{capital(names_of[best.id])} is {words}{numbers} ({percent(chance)} sure).{last_seen(items, context)}"
    return context.answer(text, kind=AnswerKind.OBJECT, object_ids=(best.id,), probability=chance, evidence=evidence)


def _reference_name(context: Context, others: tuple[Thing, ...]) -> str:
    query = context.query
    words = name(others[0], context, query.objects[0]) if others else "what it stands on"
    edge = "edge" if query.side is None else f"{SIDE_NAMES[query.side]} edge"
    return f"the {edge} of {words}" if query.distance is DistanceKind.EDGE else words


def _comparative(query: Query) -> str:
    words = {
        Predicate.LEFT_OF: "farther left",
        Predicate.RIGHT_OF: "farther right",
        Predicate.IN_FRONT_OF: "in front",
        Predicate.BEHIND: "farther back",
        Predicate.ABOVE: "higher up",
        Predicate.BELOW: "lower down",
    }
    assert query.predicate is not None
    return words.get(query.predicate, predicate_words(query).removesuffix(" than"))


def _numbers(context: Context, items: list[SceneObject], others: tuple[Thing, ...]) -> str:
    """ " (12 cm against 8 cm)"."""
    query = context.query
    assert query.predicate is not None
    if not context.scene.metric:
        return ""
    if query.predicate is Predicate.NEAR:
        measured = [relating.away(item, relating.condition_of(query), others, context) for item in items]
        return " (" + " against ".join(units.length(one.value_m, one.std_m) for one in measured) + ")"
    if query.predicate in relating.SIZE_OF:
        dimension = relating.sized_by(query.predicate, query.dimension)
        say = units.volume if dimension is Dimension.VOLUME else units.length
        sizes = [extent(item, dimension, context.scene.reference_from_viewer) for item in items]
        return " (" + " against ".join(say(size.value, size.std) for size in sizes) + ")"
    if len(items) < 2:
        return ""
    value, std = relating.offset(items[0], query.predicate, items[1], context)
    return f" by {units.length(value, std)}"


def _choice_evidence(
    context: Context, best: SceneObject, items: list[SceneObject], others: tuple[Thing, ...], chance: float
) -> Evidence:
    query = context.query
    assert query.predicate is not None
    ids = tuple(thing_id(item) for item in (*items, *others) if item is not None)
    if query.predicate is Predicate.NEAR:
        condition = relating.condition_of(query)
        return Evidence(ids, (), tuple(relating.away(item, condition, others, context) for item in items))
    return Evidence(ids, tuple(relation(best, query.predicate, item, chance) for item in items if item is not best))


def _fitting(context: Context, items: list[SceneObject], others: tuple[Thing, ...]) -> Answer:
    """ "Which is on the table, the mug or the bowl?": exactly one should be. Without others: between the other two."""
    query = context.query
    assert query.predicate is not None
    others_of = [others or tuple(other for other in items if other is not item) for item in items]
    chances = [
        relating.holds(item, relating.condition_of(query), those, context)
        for item, those in zip(items, others_of, strict=True)
    ]
    chances = [1 - chance if query.negated else chance for chance in chances]
    sure = context.config.min_probability
    evidence = Evidence(
        tuple(item.id for item in items) + tuple(thing_id(other) for other in others if other is not None),
        tuple(
            relation(item, query.predicate, other, chance)
            for item, chance, those in zip(items, chances, others_of, strict=True)
            for other in those
        ),
    )
    names_of = [name(item, context, phrase) for item, phrase in zip(items, query.subjects, strict=True)]
    related = [name(other, context, phrase) for other, phrase in zip(others, query.objects, strict=False)]
    words = ("not " if query.negated else "") + clause_words(query, related or ["the other two"])
    fitting = [k for k, chance in enumerate(chances) if chance >= sure]
    unsure = [k for k, chance in enumerate(chances) if 1 - sure < chance < sure]
    if unsure:
        listed = joined([names_of[k] for k in unsure], "or")
        reason = f"too close to call whether {listed} is {words}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    probability = min(max(chance, 1 - chance) for chance in chances)
    if len(fitting) == 1:
        text = f"{capital(names_of[fitting[0]])} is {words} ({percent(probability)} sure).{last_seen(items, context)}"
        return context.answer(
            text, kind=AnswerKind.OBJECT, object_ids=(items[fitting[0]].id,), probability=probability, evidence=evidence
        )
    few = len(items) == 2
    if fitting:
        text = f"{capital(joined([names_of[k] for k in fitting]))} are {'both' if few else 'all'} {words}."
    else:
        none = f"Neither {joined(names_of, 'nor')}" if few else f"None of {joined(names_of)}"
        text = f"{none} is {words}."
    return context.answer(
        text + last_seen(items, context),
        kind=AnswerKind.OBJECT,
        probability=probability,
        evidence=evidence,
        object_ids=tuple(items[k].id for k in fitting),
    )


def answer_leader(context: Context) -> Answer:
    """SUPERLATIVE and NEAREST: which of the candidates leads."""
    query = context.query
    if query.kind is QueryKind.NEAREST and not query.objects and query.distance is not DistanceKind.EDGE:
        return answer_pair(context)
    found = find(query.subjects[0], context)
    nearest = query.predicate is None
    references_of: tuple[Thing, ...] = tuple(one(phrase, context) for phrase in query.objects)
    reference = references_of[0] if references_of else None
    candidates = [item for item in found.items if reference is None or item.id != reference.id]
    if not candidates:
        if found.items:
            raise Unanswerable(
                Status.UNKNOWN,
                f"there is nothing else than {name(reference, context, query.objects[0])} to choose from",
                seen=True,
            )
        raise nothing_fits(found, context)
    if found.unsure:
        raise Unanswerable(
            Status.AMBIGUOUS,
            "too close to call which objects to choose from: " + joined(names((*found.items, *found.unsure), context)),
        )
    if found.phrase.count and found.phrase.count != len(found.items):
        raise wrong_number(found, context)
    predicate = Predicate.NEAR if query.predicate is None else query.predicate
    choice = replace(context, query=replace(query, predicate=predicate))
    others = references_of
    best, chance, rival = relating.leader(candidates, relating.condition_of(choice.query), context, others)
    words = _leader_words(context, others)
    evidence = _choice_evidence(choice, best, [best] if rival is None else [best, rival], others, chance)
    if chance < context.config.min_probability and rival is not None:
        reason = f"too close to call which is {words}: {joined(names((best, rival), context), 'or')}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    numbers = _numbers(choice, [best] if nearest or predicate in relating.SIZE_OF else [], others)
    told = f" ({percent(chance)} sure)" if rival is not None else ", the only one to choose from"
    text = f"{capital(name(best, context))} is {words}{numbers}{told}.{found.note()}{last_seen([best], context)}"
    return context.answer(text, kind=AnswerKind.OBJECT, object_ids=(best.id,), probability=chance, evidence=evidence)


def _leader_words(context: Context, others: tuple[Thing, ...]) -> str:
    query = context.query
    if query.predicate is None:
        return f"{'farthest from' if query.farthest else 'nearest to'} {_reference_name(context, others)}"
    return leader_words(query)


def leader_words(query: Query) -> str:
    """ "the tallest", "the thickest"."""
    assert query.predicate is not None
    if query.dimension in relating.BOX_SIDES and query.predicate in (Predicate.BIGGER, Predicate.SMALLER):
        extent_of = AS_SIZED[query.dimension]
        return f"the {extent_of}est" if query.predicate is Predicate.BIGGER else f"the least {extent_of}"
    return f"the {LEADER_WORDS[query.predicate]}"
