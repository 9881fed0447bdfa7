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
    asking_counts,
    asking_directions,
    asking_distances,
    asking_limits,
    asking_objects,
    asking_relations,
    asking_several,
    asking_sizes,
    frills,
    lexicon,
    pronouns,
    spelling,
)
from spatialgeo_ros.questions.clause import narrowed
from spatialgeo_ros.questions.examples import EXAMPLES
from spatialgeo_ros.questions.forms import READERS, SENTENCE_MACROS, Build, Form
from spatialgeo_ros.questions.patterns import Node, Notation, Sentence, read_all
from spatialgeo_ros.questions.phrase_parts import ONE
from spatialgeo_ros.questions.phrases import read_nominal, read_phrase
from spatialgeo_ros.questions.query import AXES, check
from spatialgeo_ros.questions.tokens import Text, read_words
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS, Vocabulary
from spatialgeo_ros.types import Dimension, Phrase, Predicate, Query, QueryKind

__all__ = ["EXAMPLES", "parse_phrase", "parse_question", "read_question"]

_MACROS = {
    **SENTENCE_MACROS,
    **asking_distances.DISTANCE_MACROS,
    **asking_directions.DIRECTION_MACROS,
    **asking_counts.OBJECT_MACROS,
    **asking_several.SEVERAL_MACROS,
}
_PICTURES = ("picture", "photo", "room", "frame", "screen")  # "what is in the picture?" asks for all that is seen

_PLACES = (Predicate.ON, Predicate.INSIDE)
_SECOND_QUESTION = {("and", word) for word in ("where", "how", "what", "which", "who", "is", "are", "does", "do")}
_CHOOSING = (
    QueryKind.COUNT,
    QueryKind.EXISTS,
    QueryKind.NEAREST,
    QueryKind.SUPERLATIVE,
    QueryKind.WHAT_IS,
    QueryKind.LIST,
    QueryKind.MORE,
)


def _question_forms() -> tuple[Form, ...]:
    """In the order of preference: of two readings of one sentence the first counts."""
    topics = (
        asking_relations,
        asking_limits,
        asking_distances,
        asking_sizes,
        asking_directions,
        asking_counts,
        asking_objects,
        asking_several,
    )
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
        for pattern, build in (*asking_relations.statement_forms(), *asking_counts.statement_forms())
    )


@cache
def _naming() -> Node:
    """What may come before a thing that "it" then stands for."""
    return Notation(_MACROS, READERS).compile(
        "i am looking (for | at) | i need | i want | i see | as for | regarding | (how | what | hows) about | take | consider"
    )


@cache
def _considering() -> Node:
    measures = asking_relations.MEASURED
    return Notation(_MACROS, READERS).compile(
        f"(considering | given | based on | comparing | looking at | regarding | of) (the? (relative)? {measures} of)? "
        "NP (and NP)?"
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
    queries = _queries_respelt(read, vocabulary)
    if not queries:
        raise QuestionError(_not_understood(read.words, vocabulary))
    best = min(queries, key=_strangeness)  # min keeps the first of equals
    others = [query for query in queries if query.kind is best.kind is QueryKind.RELATION and query != best]
    return best, *dict.fromkeys(others)


def _queries_respelt(read: Text, vocabulary: Vocabulary) -> list[Query]:
    """The readings of the sentence; misspelt short words are put right only where it could not be read as it is."""
    long = spelling.corrected(read.words, vocabulary, _grammar_words(), spelling.LONG)
    every = spelling.corrected(read.words, vocabulary, _grammar_words())
    for words in dict.fromkeys((long, read.words, every)):
        queries = _queries(replace(read, words=words), vocabulary)
        if queries:
            return queries
    return []


def _queries(read: Text, vocabulary: Vocabulary) -> list[Query]:
    """Every reading of the sentence without as few frills as need be."""
    for core in frills.trimmed(read):
        sentence = Sentence(core.words, vocabulary, core.breaks)
        queries = list(_readings(_questions(), sentence, core.unit))
        if not queries and core.asked:
            queries = list(_readings(_statements(), sentence, core.unit))
            queries = [replace(query, negated=False) for query in queries] if core.asks_back else queries
        if not queries:
            queries = [query for plain in _unfronted(sentence) for query in _readings(_questions(), plain, core.unit)]
        if queries:
            return queries
    return []


def _unfronted(sentence: Sentence) -> Iterator[Sentence]:
    """ "the chair by the door, is it left of the table": the thing that is named first put where "it" stands.

    "Considering the sizes of the mug and the box, is ...": without what is to be considered.
    """
    for _, end in _considering()(sentence, 0):
        if end in sentence.breaks:
            breaks = frozenset(at - end for at in sentence.breaks if at > end)
            yield Sentence(sentence.words[end:], sentence.vocabulary, breaks)
    its = [at for at, word in enumerate(sentence.words) if word in ("it", "they")]
    if len(its) != 1:
        return
    starts = [0, *(end for _, end in _naming()(sentence, 0))]
    for phrase, end in (found for start in starts for found in read_phrase(sentence, start)):
        if end in sentence.breaks and end <= its[0] and phrase.definite:
            at = its[0] - end
            yield Sentence(sentence.words[end:], sentence.vocabulary, memo={("NP", at): [(phrase, at + 1)]})


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
                plain = pronouns.resolved(_plain_candidates(_said_of_the_thing(query)))
                if plain is not None and not check(plain):
                    yield plain


def _said_of_the_thing(query: Query) -> Query:
    """ "is there a pen on the desk to the right of the lamp": the pen is, not the desk."""
    if query.kind not in _CHOOSING or query.predicate not in _PLACES or len(query.objects) != 1 or query.negated:
        return query
    place, subject = query.objects[0], query.subjects[0]
    if place.noun not in SUPPORT_NOUNS or place.relation not in AXES or place.swapped or subject.relation is not None:
        return query
    bare = replace(place, relation=None, of=(), also=(), negated=False, limit_m=0.0)
    second = Phrase(relation=place.relation, of=place.of, negated=place.negated, limit_m=place.limit_m)
    both = narrowed(narrowed(subject, Phrase(relation=query.predicate, of=(bare,))), second)
    return replace(query, subjects=(both,), objects=(), predicate=None)


def _strangeness(query: Query) -> int:
    """Prefer "is (the mug on the table) left of the box" over "is the mug on (the table left of the box)".

    "How many red and blue mugs" asks for mugs of either colour.
    """
    counted = query.kind is QueryKind.COUNT and any(len(phrase.colours) > 1 for phrase in query.subjects)
    return counted + sum(
        query.predicate in _PLACES
        and ((phrase.relation not in (None, *_PLACES) and phrase.noun in SUPPORT_NOUNS) or phrase.noun in _PICTURES)
        for phrase in query.objects
    )


def in_unit(query: Query, unit: str) -> Query | None:
    """The query, answered in this unit; None when its answer is no length."""
    if query.kind in (QueryKind.DISTANCE, QueryKind.WHERE_IS):
        return replace(query, unit=unit)
    if query.kind is QueryKind.SIZE and query.dimension is not Dimension.VOLUME:
        return replace(query, unit=unit)
    return None


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
    if "." in words or any(pair in _SECOND_QUESTION for pair in zip(words, words[1:], strict=False)):
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
