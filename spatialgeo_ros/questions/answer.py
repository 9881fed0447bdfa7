"""The measured answer to a typed query, or to a question in words. Deterministic; no language model."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions import (
    answering_choices,
    answering_counts,
    answering_directions,
    answering_fits,
    answering_lengths,
    answering_looks,
    answering_objects,
    answering_orders,
    answering_places,
    answering_relations,
    answering_sizes,
)
from spatialgeo_ros.questions.context import Context, Unanswerable, capital, seen
from spatialgeo_ros.questions.grammar import read_question
from spatialgeo_ros.questions.query import check
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.questions.wording import RELATION_WORDS, say
from spatialgeo_ros.types import Answer, AnswerKind, Definition, Evidence, Phrase, Query, QueryKind, Scene, Status

_ANSWERS: Mapping[QueryKind, Callable[[Context], Answer]] = {
    QueryKind.RELATION: answering_relations.answer_relation,
    QueryKind.CHOICE: answering_choices.answer_choice,
    QueryKind.SUPERLATIVE: answering_choices.answer_leader,
    QueryKind.NEAREST: answering_choices.answer_leader,
    QueryKind.DISTANCE: answering_lengths.answer_distance,
    QueryKind.SIZE: answering_sizes.answer_size,
    QueryKind.DIRECTION: answering_directions.answer_direction,
    QueryKind.COUNT: answering_counts.answer_count,
    QueryKind.EXISTS: answering_objects.answer_exists,
    QueryKind.WHERE_IS: answering_places.answer_where,
    QueryKind.WHAT_IS: answering_objects.answer_what,
    QueryKind.LIST: answering_objects.answer_list,
    QueryKind.MORE: answering_counts.answer_more,
    QueryKind.ORDER: answering_orders.answer_order,
    QueryKind.SAME: answering_sizes.answer_same,
    QueryKind.IS_SUCH: answering_looks.answer_is_such,
    QueryKind.FITS: answering_fits.answer_fits,
}
_ANY_OBJECT = (QueryKind.COUNT, QueryKind.EXISTS, QueryKind.NEAREST, QueryKind.SUPERLATIVE, QueryKind.WHAT_IS)


def ask(text: str | bytes, scene: Scene, vocabulary: Vocabulary, config: AnswerConfig) -> Answer:
    """Answer a question in words. Never raises for what was asked: the status and the reason tell."""
    refused = _refusal(text, scene, config)
    if refused is not None:
        return refused
    known = vocabulary.with_labels(item.label for item in scene.objects)
    question = text if isinstance(text, str) else text.decode("utf-8", "replace")
    try:
        queries = read_question(text, known)
    except QuestionError as error:
        printable = question.encode("utf-8", "replace").decode("utf-8")
        return Answer(
            printable,
            None,
            Status.NOT_UNDERSTOOD,
            text=capital(str(error)),
            reason=str(error),
            stamp_ns=scene.stamp_ns,
            valid_until_ns=scene.stamp_ns,
        )
    queries = tuple(_by_definition(query, Definition(config.definition)) for query in queries)
    return _one_of([answer_query(query, scene, config, question, known) for query in queries])


def _by_definition(query: Query, definition: Definition) -> Query:
    """The words themselves may ask for another ("sideways")."""
    return replace(query, definition=definition) if query.definition is Definition.SPATIALGEO else query


def _one_of(answers: list[Answer]) -> Answer:
    """The answer to a question with several readings: the first that can be answered, unless another says otherwise."""
    answered = [answer for answer in answers if answer.status is Status.ANSWERED]
    if not answered:
        return answers[0]
    first = answered[0]
    other = next((answer for answer in answered if answer.yes != first.yes), None)
    if other is None or first.query is None or other.query is None:
        return first
    return replace(
        first,
        status=Status.AMBIGUOUS,
        kind=AnswerKind.NONE,
        yes=False,
        probability=math.nan,
        object_ids=(),
        text=f"This can be read in two ways: {_said(first.query)}, or {_said(other.query)}.",
        reason='two ways to read the question have opposite answers; say "that is", or ask in two steps',
    )


def _said(query: Query) -> str:
    """ "(the spoon) inside (the bowl left of the mug)"."""
    assert query.predicate is not None
    objects = " and ".join(f"({say(phrase)})" for phrase in query.objects)
    return f"({say(query.subjects[0])}) {RELATION_WORDS[query.predicate]} {objects}"


def answer_query(
    query: Query, scene: Scene, config: AnswerConfig, question: str = "", vocabulary: Vocabulary | None = None
) -> Answer:
    """Answer a typed query. Its phrases may use the words of the vocabulary for the labels of the scene."""
    if not query.subjects and query.kind in _ANY_OBJECT:
        query = replace(query, subjects=(Phrase(),))
    context = Context(query, scene, vocabulary or Vocabulary(), config, question)
    wrong = check(query)
    if wrong:
        return context.answer(f"I cannot read this query: {wrong}.", status=Status.NOT_UNDERSTOOD, reason=wrong)
    try:
        return _ANSWERS[query.kind](context)
    except Unanswerable as error:
        return context.answer(
            capital(error.reason) + ".",
            status=error.status,
            reason=error.reason,
            seen=seen(context) if error.seen else (),
            evidence=Evidence(error.object_ids),
        )


def _refusal(text: str | bytes, scene: Scene, config: AnswerConfig) -> Answer | None:
    """For what is no question at all: nothing, or far too much."""
    if not text.strip():
        reason = 'the question is empty; ask for example "What is on the table?"'
    elif len(text) > config.max_question_chars:
        reason = (
            f"the question has {len(text)} characters, at most {config.max_question_chars} are read "
            "(answers.max_question_chars); ask one short question"
        )
    else:
        return None
    shown = (text if isinstance(text, str) else text.decode("utf-8", "replace"))[: config.max_question_chars]
    return Answer(
        shown.encode("utf-8", "replace").decode("utf-8"),
        None,
        Status.REFUSED,
        text=capital(reason) + ".",
        reason=reason,
        stamp_ns=scene.stamp_ns,
        valid_until_ns=scene.stamp_ns,
    )
