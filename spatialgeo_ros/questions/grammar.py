"""Question in words -> typed query, by sentence forms whose noun phrases and clauses are parsed recursively.

Every word must be accounted for: a sentence with a word left over is not understood.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions import (
    asking_directions,
    asking_distances,
    asking_objects,
    asking_relations,
    asking_sizes,
    frills,
    lexicon,
)
from spatialgeo_ros.questions.examples import EXAMPLES
from spatialgeo_ros.questions.forms import READERS, SENTENCE_MACROS, Build, Form
from spatialgeo_ros.questions.patterns import Node, Notation, Sentence, read_all
from spatialgeo_ros.questions.phrases import ONE, read_nominal, read_phrase
from spatialgeo_ros.questions.query import check
from spatialgeo_ros.questions.tokens import read_words
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS, Vocabulary
from spatialgeo_ros.types import Dimension, Phrase, Predicate, Query, QueryKind

__all__ = ["EXAMPLES", "parse_phrase", "parse_question", "read_question"]

_MACROS = {
    **SENTENCE_MACROS,
    **asking_distances.DISTANCE_MACROS,
    **asking_directions.DIRECTION_MACROS,
    **asking_objects.OBJECT_MACROS,
}
_PICTURES = ("picture", "photo", "room", "frame", "screen")  # "what is in the picture?" asks for all that is seen

_CHOOSING = (
    QueryKind.COUNT,
    QueryKind.EXISTS,
    QueryKind.NEAREST,
    QueryKind.SUPERLATIVE,
    QueryKind.WHAT_IS,
    QueryKind.LIST,
)


def _question_forms() -> tuple[Form, ...]:
    """In the order of preference: of two readings of one sentence the first counts."""
    topics = (asking_relations, asking_distances, asking_sizes, asking_directions, asking_objects)
    return tuple(form for topic in topics for form in topic.forms())


@cache
def _questions() -> tuple[tuple[Node, Build], ...]:
    notation = Notation(_MACROS, READERS)
    forms = _question_forms()
    return tuple((notation.compile(pattern), build) for pattern, build in forms)


@cache
def _statements() -> tuple[tuple[Node, Build], ...]:
    notation = Notation(_MACROS, READERS)
    return tuple(
        (notation.compile(pattern), build)
        for pattern, build in (*asking_relations.statement_forms(), *asking_objects.statement_forms())
    )


@cache
def _grammar_words() -> frozenset[str]:
    notation = Notation(_MACROS, READERS)
    forms = _question_forms()
    words = frozenset[str]().union(*(notation.literals(pattern) for pattern, _ in forms))
    return (
        words
        | frills.WORDS
        | lexicon.RESERVED
        | frozenset(lexicon.COLOURS)
        | frozenset(lexicon.SIZES)
        | frozenset(lexicon.LEADING)
        | frozenset(lexicon.GENERIC)
        | frozenset(word for phrase in lexicon.VIEWER_WORDS for word in phrase.split())
    )


def parse_question(text: str | bytes, vocabulary: Vocabulary | None = None) -> Query:
    """The typed query of a question; QuestionError, saying what can be asked instead, when it is not understood."""
    return read_question(text, vocabulary)[0]


def read_question(text: str | bytes, vocabulary: Vocabulary | None = None) -> tuple[Query, ...]:
    """The query, and after it the other ways to read a yes/no question: "is the spoon in the bowl left of the mug?"."""
    vocabulary = vocabulary or Vocabulary()
    read = read_words(text)
    for core in frills.trimmed(read):
        sentence = Sentence(core.words, vocabulary, core.breaks)
        queries = list(_readings(_questions(), sentence, core.unit))
        if not queries and read.asked:
            queries = list(_readings(_statements(), sentence, core.unit))
        if queries:
            best = min(queries, key=_strangeness)  # min keeps the first of equals
            others = [query for query in queries if query.kind is best.kind is QueryKind.RELATION and query != best]
            return best, *dict.fromkeys(others)
    raise QuestionError(_not_understood(read.words, vocabulary))


def parse_phrase(text: str, vocabulary: Vocabulary | None = None) -> Phrase:
    """A noun phrase alone: "the red box behind the mug", "#3", "#0" (the viewer), "" (any object)."""
    if not text.strip():
        return Phrase()
    vocabulary = vocabulary or Vocabulary()
    words = read_words(text).words
    sentence = Sentence(words, vocabulary)
    for reader in (read_phrase, read_nominal):
        for phrase, end in reader(sentence, 0):
            if end == len(words):
                read: Phrase = phrase
                return replace(read, noun="" if read.noun == ONE else read.noun)
    raise QuestionError(
        f'"{text}" is no phrase I can read{_unknown_words(words, vocabulary)}; '
        'name an object, such as "the red box behind the mug", or give its id, "#3"'
    )


def _readings(forms: tuple[tuple[Node, Build], ...], sentence: Sentence, unit: str) -> Iterator[Query]:
    for node, build in forms:
        for kept in read_all(node, sentence):
            query = build(kept)
            if query is not None and unit:
                query = in_unit(query, unit)
            if query is not None:
                query = _plain_candidates(_ones_resolved(query))
                if not check(query):
                    yield query


def _strangeness(query: Query) -> int:
    """Prefer "is (the mug on the table) left of the box" over "is the mug on (the table left of the box)"."""
    where = (Predicate.ON, Predicate.INSIDE)
    return sum(
        query.predicate in where
        and ((phrase.relation not in (None, *where) and phrase.noun in SUPPORT_NOUNS) or phrase.noun in _PICTURES)
        for phrase in query.objects
    )


def in_unit(query: Query, unit: str) -> Query | None:
    """The query, answered in this unit; None when its answer is no length."""
    if query.kind in (QueryKind.DISTANCE, QueryKind.WHERE_IS):
        return replace(query, unit=unit)
    if query.kind is QueryKind.SIZE and query.dimension is not Dimension.VOLUME:
        return replace(query, unit=unit)
    return None


def _ones_resolved(query: Query) -> Query:
    """ "the blue one" is of the kind that the sentence named before (or else after)."""
    named = next(
        (phrase.noun for phrase in query.subjects + query.objects if phrase.noun not in ("", ONE, "viewer")), ""
    )

    def of_kind(phrase: Phrase) -> Phrase:
        return replace(
            phrase,
            noun=named if phrase.noun == ONE else phrase.noun,
            of=tuple(of_kind(other) for other in phrase.of),
            also=tuple(of_kind(other) for other in phrase.also),
        )

    return replace(query, subjects=tuple(map(of_kind, query.subjects)), objects=tuple(map(of_kind, query.objects)))


def _plain_candidates(query: Query) -> Query:
    """ "which mugs", "which mug": of candidates to choose from it does not matter how many were spoken of."""
    if query.kind not in _CHOOSING:
        return query
    return replace(query, subjects=tuple(replace(phrase, plural=phrase.count > 1) for phrase in query.subjects))


def _unknown_words(words: tuple[str, ...], vocabulary: Vocabulary) -> str:
    unknown: list[str] = []
    at = 0
    while at < len(words):
        nouns = vocabulary.nouns_at(words, at)
        if not nouns and not _usable(words[at]) and words[at] not in unknown:
            unknown.append(words[at])
        at += nouns[0].words if nouns else 1
    if not unknown:
        return ""
    said = ", ".join(f'"{word}"' for word in unknown[:5])
    near = [match for word in unknown[:5] for match in difflib.get_close_matches(word, vocabulary.words(), 1, 0.8)]
    hint = f" (did you mean {', '.join(near)}?)" if near else ""
    return f": I do not know the word{'s' if len(unknown) > 1 else ''} {said}{hint}"


def _usable(word: str) -> bool:
    return word in _grammar_words() or word[0].isdigit() or word[0] in "#[."


def _not_understood(words: tuple[str, ...], vocabulary: Vocabulary) -> str:
    if "." in words:
        return "I read one question at a time; ask the first one alone"
    if words and {"it", "they", "them", "he", "she"} & set(words):
        return 'I do not remember earlier questions, so I cannot tell what "it" is; name the object, ' + _suggestions(
            words
        )
    return f"I do not understand this question{_unknown_words(words, vocabulary)}. {_suggestions(words)}"


def _suggestions(words: tuple[str, ...]) -> str:
    """Three examples that share most words with what was asked, of different kinds."""
    asked = set(words) - {"the", "a", "is", "of", "what", "to"}
    ranked = sorted(EXAMPLES, key=lambda example: -len(asked & set(example[0].lower().strip("?.").split())))
    return "You can ask for example: " + " ".join(sentence for sentence, _ in ranked[:3])
