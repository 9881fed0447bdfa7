"""Answers that are numbers of objects, or compare them."""

from __future__ import annotations

import math
from dataclasses import replace

from spatialgeo_ros.questions.candidates import Found
from spatialgeo_ros.questions.context import HALF_HIDDEN, Context, Unanswerable, last_seen, listed, names
from spatialgeo_ros.questions.narrowing import certainty, clause_of, evidence_of, narrowed
from spatialgeo_ros.questions.resolve import nothing_fits
from spatialgeo_ros.questions.wording import counted, joined, say
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Evidence,
    Phrase,
    QueryKind,
    Status,
)


def answer_count(context: Context) -> Answer:
    if len(context.query.subjects) > 1:
        return _count_together(context)
    fit = narrowed(context)
    found, others = fit.found, fit.others
    clause = clause_of(context, others)
    noun = (context.query.subjects[0] if context.query.subjects else Phrase()).noun or "object"
    if not found.items and not found.unsure and (found.unnamed and not found.probability):
        raise nothing_fits(found, context)
    number = len(found.items)
    described = say(
        replace(found.phrase, plural=True, definite=False, count=0, relation=None, of=(), also=()), article=False
    )
    evidence = evidence_of(context, fit)
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
        probability=math.nan if more else certainty(found),
        evidence=evidence,
    )


def _count_together(context: Context) -> Answer:
    """ "How many mugs and bowls": all that are either."""
    answers = _counts(context)
    ids = tuple(dict.fromkeys(number for answer in answers for number in answer.object_ids))
    text = f"Together {len(ids)}. " + " ".join(answer.text for answer in answers)
    return context.answer(
        text,
        kind=AnswerKind.COUNT,
        value=float(len(ids)),
        value_std=0.0,
        object_ids=ids,
        probability=math.prod(answer.probability for answer in answers),
        evidence=_joined_evidence(answers),
    )


def _counts(context: Context) -> list[Answer]:
    """One count for each subject. Raises Unanswerable when one of them cannot be told."""
    query = replace(context.query, kind=QueryKind.COUNT)
    answers = [
        answer_count(replace(context, query=replace(query, subjects=(subject,)))) for subject in query.subjects
    ]
    doubtful = next((answer for answer in answers if answer.status is not Status.ANSWERED), None)
    if doubtful is not None:
        raise Unanswerable(doubtful.status, doubtful.reason, object_ids=doubtful.evidence.object_ids)
    return answers


def _joined_evidence(answers: list[Answer]) -> Evidence:
    return Evidence(
        tuple(dict.fromkeys(number for answer in answers for number in answer.evidence.object_ids)),
        tuple(found for answer in answers for found in answer.evidence.relations),
    )


def answer_more(context: Context) -> Answer:
    """Are there more of the first than of the second? farthest: fewer."""
    fewer = context.query.farthest
    answers = _counts(context)
    first, second = (answer.value for answer in answers)
    yes = first < second if fewer else first > second
    text = f"{'Yes' if yes else 'No'}: {round(first)} against {round(second)}. "
    return context.answer(
        text + " ".join(answer.text for answer in answers),
        kind=AnswerKind.YES_NO,
        yes=yes,
        probability=math.prod(answer.probability for answer in answers),
        object_ids=tuple(number for answer in answers for number in answer.object_ids),
        evidence=_joined_evidence(answers),
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
