"""Answers to yes/no questions, choices and superlatives."""

from __future__ import annotations

from dataclasses import replace

from spatialgeo_ros.questions import relating, units
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, last_seen, name, names, percent
from spatialgeo_ros.questions.edges import reach, stands_on
from spatialgeo_ros.questions.extents import extent
from spatialgeo_ros.questions.query_details import HALVED, over_edge
from spatialgeo_ros.questions.resolve import all_must, groups, several, things
from spatialgeo_ros.questions.things import Thing, thing_id
from spatialgeo_ros.questions.wording import (
    AS_SIZED,
    OPPOSITE,
    RELATION_WORDS,
    SIDE_NAMES,
    clause,
    joined,
    so_many_times,
)
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Dimension,
    Distance,
    DistanceKind,
    Evidence,
    Phrase,
    Predicate,
    Query,
    Relation,
    Status,
)

_MORE_OF_A_SIDE = {Dimension.LENGTH: "longer", Dimension.DEPTH: "deeper", Dimension.THICKNESS: "thicker"}
_PLACES = (Predicate.LEFT_OF, Predicate.RIGHT_OF, Predicate.IN_FRONT_OF, Predicate.BEHIND)


def relation(subject: Thing, predicate: Predicate, other: Thing, chance: float) -> Relation:
    return Relation(thing_id(subject), predicate, thing_id(other), chance)


def predicate_words(query: Query) -> str:
    """ "taller than", "longer than"."""
    if query.predicate in (Predicate.BIGGER, Predicate.SMALLER) and query.dimension in _MORE_OF_A_SIDE:
        more = _MORE_OF_A_SIDE[query.dimension]
        return f"{more if query.predicate is Predicate.BIGGER else f'less {AS_SIZED[query.dimension]}'} than"
    assert query.predicate is not None
    return RELATION_WORDS[query.predicate]


def answer_relation(context: Context) -> Answer:
    """Is the subject PREDICATE the object? "the mugs": all of them; "a mug": any of them."""
    query = context.query
    if len(query.subjects) > 1 or query.also:
        return _all_hold(context)
    assert query.predicate is not None
    limited = query.limit_m and (query.predicate in relating.SIZE_OF or query.distance is DistanceKind.EDGE)
    alone = limited or over_edge(query)
    if not query.objects and not alone:
        return _mutual(context)
    subjects = things(query.subjects[0], context)
    chances = {
        (subject, others): relating.holds(subject, relating.condition_of(query), others, context)
        for subject in subjects
        for others in groups(query.objects, query.predicate, context)
        if not any(thing_id(subject) == thing_id(other) for other in others)
    }
    if not chances:
        raise Unanswerable(
            Status.UNKNOWN,
            f"{name(subjects[0], context, query.subjects[0])} is not to be compared with itself; "
            "name two different things",
        )
    (subject, others), chance = _deciding(chances, query)
    return _yes_no(context, subject, others, chance, len(subjects) > 1)


def _all_hold(context: Context) -> Answer:
    """Several subjects, or several relations: yes when each of them alone is answered yes, no when one is no."""
    query = context.query
    plain = replace(query, also=())
    parts = [plain] + [
        replace(
            plain,
            predicate=phrase.relation,
            objects=phrase.of,
            negated=phrase.negated,
            limit_m=phrase.limit_m,
            dimension=relating.condition_in(phrase).dimension,
            distance=DistanceKind.CLOSEST,
            farthest=False,
            side=None,
            times=0.0,
            strict=False,
        )
        for phrase in query.also
    ]
    answers = [
        answer_relation(replace(context, query=replace(part, subjects=(subject,))))
        for part in parts
        for subject in query.subjects
    ]
    told = [answer for answer in answers if answer.status is Status.ANSWERED]
    evidence = Evidence(
        tuple(dict.fromkeys(number for answer in answers for number in answer.evidence.object_ids)),
        tuple(found for answer in answers for found in answer.evidence.relations),
        tuple(found for answer in answers for found in answer.evidence.distances),
    )
    yes = all(answer.yes for answer in told)
    if yes and len(told) < len(answers):
        reason = "; ".join(answer.reason for answer in answers if answer.status is not Status.ANSWERED)
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    deciding = told if yes else [answer for answer in told if not answer.yes]
    facts = " ".join(capital(answer.text.partition(": ")[2]) for answer in deciding)
    return context.answer(
        f"{'Yes' if yes else 'No'}: {facts[:1].lower()}{facts[1:]}",
        kind=AnswerKind.YES_NO,
        yes=yes,
        probability=min(answer.probability for answer in deciding) if yes else max(
            answer.probability for answer in deciding
        ),
        evidence=evidence,
        object_ids=evidence.object_ids,
    )


Pair = tuple[Thing, tuple[Thing, ...]]


def _deciding(chances: dict[Pair, float], query: Query) -> tuple[Pair, float]:
    """The pair that decides: any object for "a mug", every one for "the mugs".

    Of a negated query the one for which it holds most decides: "are all chairs more than 2 m away": none within 2 m.
    """

    def best_object(subject: Thing) -> tuple[Pair, float]:
        own = [(pair, chance) for pair, chance in chances.items() if pair[0] is subject]
        universal = query.predicate is not None and all_must(query.objects, query.predicate)
        universal = universal != (query.negated and query.limit_m > 0)
        return min(own, key=lambda item: item[1]) if universal else max(own, key=lambda item: item[1])

    subjects = list(dict.fromkeys(id(pair[0]) for pair in chances))
    by_subject = [best_object(next(pair[0] for pair in chances if id(pair[0]) == key)) for key in subjects]
    universal = (query.subjects[0].plural and query.subjects[0].definite) != query.negated
    return min(by_subject, key=lambda item: item[1]) if universal else max(by_subject, key=lambda item: item[1])


def _mutual(context: Context) -> Answer:
    """ "Are the mugs touching?": two objects of one plural phrase."""
    items = several(context.query.subjects[0], context)
    assert context.query.predicate is not None
    if len(items) != 2:
        listed = joined(names(items, context))
        raise Unanswerable(
            Status.AMBIGUOUS,
            f"I can tell this of two objects, but {len(items)} fit: {listed}; name two",
            object_ids=tuple(item.id for item in items),
        )
    chance = relating.holds(items[0], relating.condition_of(context.query), (items[1],), context)
    return _yes_no(context, items[0], (items[1],), chance, True)


def _yes_no(context: Context, subject: Thing, others: tuple[Thing, ...], chance: float, one_of_many: bool) -> Answer:
    query = context.query
    assert query.predicate is not None
    phrases = query.objects if len(query.objects) == len(others) else ()
    subject_name = name(subject, context, None if one_of_many or subject is None else query.subjects[0])
    object_names = [
        name(other, context, phrase if not phrase.plural and phrase.definite else None)
        for other, phrase in zip(others, phrases or [Phrase()] * len(others), strict=True)
    ]
    words = clause_words(query, object_names)
    measured, distances = _measured(subject, query, others, context)
    evidence = Evidence(
        tuple(thing_id(item) for item in (subject, *others) if item is not None),
        tuple(relation(subject, query.predicate, other, chance) for other in others),
        distances,
    )
    told = max(chance, 1 - chance)
    if told < context.config.min_probability:
        claim = _fact(query, subject_name, words, true=True)
        reason = f"too close to call whether {claim} ({percent(chance)} likely){measured}"
        return context.answer(capital(reason) + ".", status=Status.AMBIGUOUS, reason=reason, evidence=evidence)
    true = chance >= 0.5
    yes = true != query.negated
    fact = _fact(query, subject_name, words, true) + measured
    if not true:
        fact += _opposite(subject, others, object_names, context)
    seen_items = [item for item in (subject, *others) if item is not None]
    text = f"{'Yes' if yes else 'No'}: {fact} ({percent(told)} sure).{last_seen(seen_items, context)}"
    return context.answer(
        text,
        kind=AnswerKind.YES_NO,
        yes=yes,
        probability=told,
        evidence=evidence,
        object_ids=tuple(item.id for item in seen_items),
    )


def _fact(query: Query, subject_name: str, words: str, true: bool) -> str:
    if not over_edge(query):
        return f"{subject_name} is {'' if true else 'not '}{words}"
    where = words.rpartition(" and ")[0].partition(" ")[2]
    part = "rim" if query.predicate is Predicate.INSIDE else "edge"
    return f"{subject_name} {'sticks' if true else 'does not stick'} out over the {part} of {where}"


def closely(query: Query, names_of: list[str]) -> str:
    """What is said of how many times, of an edge, and strictly; "" for other queries."""
    assert query.predicate is not None
    if query.times and query.predicate is Predicate.NEAR:
        more = "more" if query.farthest else "less"
        return f"{more} than {so_many_times(query.times)} as far from {names_of[0]} as {names_of[1]} is"
    if query.predicate is Predicate.NEAR and query.distance is DistanceKind.EDGE and not query.limit_m:
        near = "farther from" if query.farthest else "nearer to"
        return f"{near} {_edge_words(query, names_of[:-1])} than {names_of[-1]} is"
    if query.times:
        more = "less" if query.predicate in HALVED else "more"
        extent = AS_SIZED[relating.sized_by(query.predicate, query.dimension)]
        return f"{more} than {so_many_times(query.times)} as {extent} as {joined(names_of)}"
    if over_edge(query):
        part, on = ("rim", "inside") if query.predicate is Predicate.INSIDE else ("edge", "on")
        where = joined(names_of) or "what it stands on"
        return f"{on} {where} and sticks out over its {part}"
    if query.strict:
        word = "completely" if query.predicate in (Predicate.ON, Predicate.INSIDE) else "directly"
        return f"{word} {predicate_words(query)} {joined(names_of)}"
    return ""


def _edge_words(query: Query, surface: list[str]) -> str:
    """ "the front edge of the table"."""
    which = "edge" if query.side is None else f"{SIDE_NAMES[query.side]} edge"
    return f"the {which} of {joined(surface) or 'what it stands on'}"


def clause_words(query: Query, names_of: list[str]) -> str:
    said = closely(query, names_of)
    if said:
        return said
    if query.predicate is Predicate.NEAR and len(names_of) == 2:
        return f"{'farther from' if query.farthest else 'nearer to'} {names_of[0]} than {names_of[1]} is"
    if query.limit_m and query.predicate is not None:
        edge = query.distance is DistanceKind.EDGE
        names_of = [_edge_words(query, names_of)] if edge else names_of
        return clause(query.predicate, names_of, query.limit_m, query.unit, query.dimension)
    return f"{predicate_words(query)} {joined(names_of)}"


def _opposite(subject: Thing, others: tuple[Thing, ...], names_of: list[str], context: Context) -> str:
    """What holds instead, when that is clear."""
    opposite = OPPOSITE.get(context.query.predicate) if context.query.predicate is not None else None
    query = context.query
    if opposite is None or len(others) != 1 or query.limit_m or query.times or query.strict:
        return ""
    condition = replace(relating.condition_of(context.query), predicate=opposite)
    chance = relating.holds(subject, condition, others, context)
    if chance < context.config.min_probability:
        return ""
    return f", it is {predicate_words(replace(context.query, predicate=opposite))} {names_of[0]}"


def _measured(
    subject: Thing, query: Query, others: tuple[Thing, ...], context: Context
) -> tuple[str, tuple[Distance, ...]]:
    """The numbers behind a yes or no, in words and as evidence."""
    if query.limit_m:
        return _measured_limit(subject, query, others, context)
    if over_edge(query) or query.strict and query.predicate in (Predicate.ON, Predicate.INSIDE):
        return _measured_reach(subject, query, others, context), ()
    if query.times and query.predicate is Predicate.NEAR:
        far = tuple(relating.distance(item, others[0], context) for item in (subject, others[1]))
        return f" ({' against '.join(units.length(one.value_m, one.std_m) for one in far)})", far
    if query.predicate is Predicate.NEAR and query.distance is DistanceKind.EDGE:
        condition = relating.condition_of(query)
        far = tuple(relating.away(item, condition, others[:-1], context) for item in (subject, others[-1]))
        return f" ({' against '.join(units.length(one.value_m, one.std_m) for one in far)})", far
    if len(others) != 1 or subject is None and others[0] is None:
        if query.predicate is Predicate.NEAR:
            return "", tuple(relating.distance(item, others[0], context) for item in (subject, others[1]))
        return "", ()
    other, viewer, predicate = others[0], context.scene.reference_from_viewer, query.predicate
    assert predicate is not None
    if predicate in relating.SIZE_OF and subject is not None and other is not None:
        dimension = relating.sized_by(predicate, query.dimension)
        if not context.scene.metric:
            return "", ()
        say = units.volume if dimension is Dimension.VOLUME else units.length
        sizes = [extent(item, dimension, viewer) for item in (subject, other)]
        return " (" + " against ".join(say(size.value, size.std) for size in sizes) + ")", ()
    if predicate in (Predicate.NEAR, Predicate.TOUCHING):
        measured = relating.distance(subject, other, context)
        words = f" ({units.length(measured.value_m, measured.std_m)} between them)" if context.scene.metric else ""
        return words, (measured,)
    if predicate in (Predicate.ON, Predicate.INSIDE, Predicate.BETWEEN):
        return "", ()
    kind = DistanceKind.VERTICAL if predicate in (Predicate.ABOVE, Predicate.BELOW) else DistanceKind.CENTRE
    measured = relating.distance(subject, other, context, kind)
    value, std = relating.offset(subject, predicate, other, context)
    words = (
        f" by {units.length(abs(value), std)}" if context.scene.metric and predicate in _PLACES and value > 0 else ""
    )
    return words, (measured,)


def _measured_reach(subject: Thing, query: Query, others: tuple[Thing, ...], context: Context) -> str:
    """ " (by 4.0 ± 0.7 cm)": how far it reaches over an edge, or ends before it."""
    other = others[0] if others else None
    if subject is not None and other is None:
        other = stands_on(subject, context)
    if subject is None or other is None or not context.scene.metric:
        return ""
    predicate = query.predicate or Predicate.ON
    below = stands_on(subject, context) if over_edge(query) else None  # also below what carries it
    if context.scene.relations.of(subject.id, predicate, other.id) < 0.5 and below is not other:
        return f" (it is not {RELATION_WORDS[predicate]} it)"
    over = reach(subject, predicate, other, context)
    said = units.length(abs(over.value), over.std, query.unit)
    if predicate is Predicate.INSIDE:
        return f" (its top is {said} {'above' if over.value > 0 else 'below'} the rim)"
    return f" (by {said})" if over.value > 0 else f" (it ends {said} before the edge)"


def _measured_limit(
    subject: Thing, query: Query, others: tuple[Thing, ...], context: Context
) -> tuple[str, tuple[Distance, ...]]:
    """The length that was compared with the limit."""
    condition = relating.condition_of(query)
    if condition.predicate in relating.SIZE_OF and subject is not None:
        dimension = relating.sized_by(condition.predicate, condition.dimension)
        size = extent(subject, dimension, context.scene.reference_from_viewer)
        return f" ({'at least ' if size.lower_bound else ''}{units.length(size.value, size.std, query.unit)})", ()
    if condition.predicate is not Predicate.NEAR:
        value, std = relating.offset(subject, condition.predicate, others[0], context)
        return f" (by {units.length(value, std, query.unit)})", ()
    measured = relating.away(subject, condition, others, context)
    most = "at most " if measured.upper_bound else ""
    return f" ({most}{units.length(measured.value_m, measured.std_m, query.unit)})", (measured,)
