"""Question in words -> typed query, by sentence forms whose noun phrases and clauses are parsed recursively.

Every word must be accounted for: a sentence with a word left over is not understood.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions import (
    asking_compared,
    asking_counts,
    asking_directions,
    asking_distances,
    asking_edges,
    asking_fits,
    asking_heights,
    asking_limits,
    asking_looks,
    asking_objects,
    asking_ratios,
    asking_relations,
    asking_several,
    asking_sizes,
    chatter,
    corrections,
    exceptions,
    frills,
    intentions,
    lexicon,
    misreading,
    preferring,
    pronouns,
    rephrasing,
    spelling,
    thinness,
)
from spatialgeo_ros.questions.clause import VIEWER, in_this_room, narrowed
from spatialgeo_ros.questions.examples import EXAMPLES
from spatialgeo_ros.questions.forms import READERS, SENTENCE_MACROS, Build, Form
from spatialgeo_ros.questions.patterns import Node, Notation, Sentence, read_all
from spatialgeo_ros.questions.phrase_parts import ONE
from spatialgeo_ros.questions.phrases import ONLY_ONE, read_adjective, read_nominal, read_phrase, tells_the_place
from spatialgeo_ros.questions.query import AXES, check
from spatialgeo_ros.questions.query_details import DEGREES, TIMES, VOLUME_UNITS
from spatialgeo_ros.questions.tokens import Text, read_words
from spatialgeo_ros.questions.vocabulary import FURNITURE, SUPPORT_NOUNS, Vocabulary
from spatialgeo_ros.types import Dimension, Phrase, Predicate, Query, QueryKind

__all__ = ["EXAMPLES", "parse_phrase", "parse_question", "read_question"]

_MACROS = {
    **SENTENCE_MACROS,
    **asking_distances.DISTANCE_MACROS,
    **asking_directions.DIRECTION_MACROS,
    **asking_counts.OBJECT_MACROS,
    **asking_several.SEVERAL_MACROS,
    **asking_ratios.RATIO_MACROS,
    **asking_edges.EDGE_MACROS,
    **asking_fits.FIT_MACROS,
}
_READERS = {**READERS, "TIMES": asking_ratios.read_factor, "TIP": asking_heights.read_tip}

_MOST_REPHRASED = 60  # sentences in other words that are tried for one that was not understood
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
        asking_edges,
        asking_fits,
        asking_compared,
        asking_relations,
        asking_heights,
        asking_limits,
        asking_ratios,
        asking_distances,
        asking_sizes,
        asking_directions,
        asking_counts,
        asking_objects,
        asking_several,
        asking_looks,
    )
    return tuple(form for topic in topics for form in topic.forms())


def _statement_forms() -> Iterator[Form]:
    for topic in (asking_relations, asking_counts, asking_looks, asking_several):
        yield from topic.statement_forms()


@cache
def _questions() -> tuple[tuple[Node, Build], ...]:
    notation = Notation(_MACROS, _READERS)
    forms = _question_forms()
    return tuple((notation.compile(pattern), build) for pattern, build in forms)


@cache
def _statements() -> tuple[tuple[Node, Build], ...]:
    notation = Notation(_MACROS, _READERS)
    return tuple(
        (notation.compile(pattern), build)
        for pattern, build in _statement_forms()
    )


@cache
def _naming() -> Node:
    """What may come before a thing that "it" then stands for."""
    return Notation(_MACROS, _READERS).compile(
        "i am looking (for | at) | look at | i need | i want | i see | as for | "
        "i (seem to)? (keep losing | lost | have lost | have misplaced | can not (find | see)) (sight of | track of)? | "
        "regarding | (how | what | hows) about | take | consider"
    )


@cache
def _considering() -> Node:
    measures = asking_relations.MEASURED
    return Notation(_MACROS, _READERS).compile(
        f"(considering | given | based on | comparing | looking at | regarding) (the? (relative)? {measures} of)? "
        f"a:NP (and b:NP)? | of the? (relative)? {measures} of a:NP (and b:NP)?"
    )


@cache
def _grammar_words() -> frozenset[str]:
    notation = Notation(_MACROS, _READERS)
    forms = _question_forms()
    words = frozenset[str]().union(*(notation.literals(pattern) for pattern, _ in forms))
    return (
        words
        | frills.WORDS
        | exceptions.WORDS
        | rephrasing.words_of_rules()
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
        known = _grammar_words()
        for core in chatter.left_out(frills.whole(read), vocabulary):
            read = replace(read, words=core.words, breaks=core.breaks)
        raise QuestionError(misreading.not_understood(read, vocabulary, known, lambda text: _is_read(text, vocabulary)))
    best = min(queries, key=preferring.strangeness)  # min keeps the first of equals
    others = [query for query in queries if query.kind is best.kind is QueryKind.RELATION and query != best]
    return best, *dict.fromkeys(others)


def _is_read(read: Text, vocabulary: Vocabulary) -> bool:
    """Whether this is a question as it stands, or without frills."""
    return any(_queries_of(core, vocabulary) for core in _without_frills(read, vocabulary))


def _queries_respelt(read: Text, vocabulary: Vocabulary) -> list[Query]:
    """The readings of the sentence; misspelt short words are put right only where it could not be read as it is."""
    long = spelling.corrected(read.words, vocabulary, _grammar_words(), spelling.LONG)
    every = spelling.corrected(read.words, vocabulary, _grammar_words())
    nouns = spelling.nouns_put_right(every, vocabulary, _grammar_words())
    for words in dict.fromkeys((long, read.words, every, nouns)):
        put_right = frozenset(words).difference(read.words)
        found = _queries(replace(read, words=words), vocabulary)
        queries = [query for query in found if not spelling.names_a_thing(query, put_right, vocabulary)]
        if queries:
            return queries
    return []


def _queries(read: Text, vocabulary: Vocabulary) -> list[Query]:
    """Every reading of the sentence without as few frills as need be; else of the same in other words."""
    plain = list(_without_frills(read, vocabulary))

    def changed(core: frills.Core) -> Iterator[frills.Core]:
        if corrections.is_corrected(core, vocabulary):
            yield from corrections.repaired(core, vocabulary)
            return
        yield from rephrasing.rephrased(core, vocabulary)
        yield from frills.fewer(core)

    for core in itertools.chain(plain, itertools.islice(_reachable(plain, changed), len(plain), len(plain) + _MOST_REPHRASED)):
        queries = _queries_of(core, vocabulary)
        if queries:
            return queries
    return []


def _without_frills(read: Text, vocabulary: Vocabulary) -> Iterator[frills.Core]:
    """The sentence as it is, and without what does not change it."""

    def fewer(core: frills.Core) -> Iterator[frills.Core]:
        yield from frills.fewer(core)
        yield from chatter.left_out(core, vocabulary)
        yield from intentions.left_out(core, vocabulary)

    return _reachable([frills.whole(read)], fewer)


def _reachable(
    cores: list[frills.Core], changed: Callable[[frills.Core], Iterator[frills.Core]]
) -> Iterator[frills.Core]:
    """These sentences and all that they can be changed to, what takes the fewest changes first."""
    seen: set[frills.Core] = set()
    waiting = deque(cores)
    while waiting:
        current = waiting.popleft()
        if current.words and current not in seen:
            seen.add(current)
            yield current
            waiting += changed(current)


def _queries_of(core: frills.Core, vocabulary: Vocabulary) -> list[Query]:
    sentence = Sentence(core.words, vocabulary, core.breaks)
    queries = list(_readings(_questions(), sentence, core.unit))
    if not queries and core.asked:
        queries = list(_readings(_statements(), sentence, core.unit))
        queries = [replace(query, negated=False) for query in queries] if core.asks_back else queries
    if not queries:
        forms = (*_questions(), *_statements()) if core.asked else _questions()
        queries = [query for plain in _unfronted(sentence) for query in _readings(forms, plain, core.unit)]
    for rest, besides in () if queries else exceptions.taken_out(sentence):
        queries = queries or list(_readings(_questions(), rest, core.unit, besides))
    return queries


def _unfronted(sentence: Sentence) -> Iterator[Sentence]:
    """ "the chair by the door, is it left of the table": the thing that is named first put where "it" stands.

    "Considering the sizes of the mug and the box, is ...": without what is to be considered.
    """
    for kept, end in _considering()(sentence, 0):
        if end in sentence.breaks and _are_named_again([phrase for _, phrase in kept], sentence, end):
            breaks = frozenset(at - end for at in sentence.breaks if at > end)
            yield Sentence(sentence.words[end:], sentence.vocabulary, breaks)
    its = [at for at, word in enumerate(sentence.words) if word in ("it", "they")]
    if not its or (len(its) > 1 and "or" not in sentence.words[its[0] : its[1]]):
        return  # "is it in the cup or next to it": the second is not the first
    starts = [0, *(end for _, end in _naming()(sentence, 0))]
    for phrase, end in (found for start in starts for found in read_phrase(sentence, start)):
        stops = sentence.words[end : end + 1] == (".",)
        if (stops or end in sentence.breaks) and end <= its[0] and phrase.definite:
            rest = sentence.words[end + stops :]
            at = rest.index(sentence.words[its[0]])
            yield Sentence(rest, sentence.vocabulary, memo={("NP", at): [(phrase, at + 1)]})


def _are_named_again(considered: list[Phrase], sentence: Sentence, start: int) -> bool:
    """Not so in "considering the boxes, which is the tallest?": without the boxes that asks for the tallest of all."""
    words, vocabulary = sentence.words, sentence.vocabulary
    named = {noun.name for at in range(start, len(words)) for noun in vocabulary.nouns_at(words, at)}
    return named.issuperset(phrase.noun for phrase in considered)


def parse_phrase(text: str, vocabulary: Vocabulary | None = None) -> Phrase:
    """A noun phrase alone: "the red box behind the mug", "red", "#3", "#0" (the viewer), "" (any object)."""
    if not text.strip():
        return Phrase()
    vocabulary = vocabulary or Vocabulary()
    words = read_words(text).words
    sentence = Sentence(words, vocabulary)
    looks = () if vocabulary.nouns_at(words, 0) else (read_adjective,)  # "red" alone
    for reader in (*looks, read_phrase, read_nominal):
        for phrase, end in reader(sentence, 0):
            if end == len(words) and (reader is not read_adjective or not phrase.sizes):
                read: Phrase = phrase
                read = replace(read, noun="" if read.noun == ONE else read.noun, text=read.text or " ".join(words))
                return thinness.slim(read, words)
    raise QuestionError(
        f'"{text}" is no phrase I can read{misreading.unknown_words(words, vocabulary, _grammar_words())}; '
        'name an object, such as "the red box behind the mug", or give its id, "#3"'
    )


def _readings(
    forms: tuple[tuple[Node, Build], ...], sentence: Sentence, unit: str, besides: tuple[Phrase, ...] = ()
) -> Iterator[Query]:
    """besides: what the sentence says that is not meant."""
    for node, build in forms:
        for kept in read_all(node, sentence):
            query = build(kept)
            if query is not None and besides:
                query = exceptions.without(query, besides)
            if query is not None and unit:
                query = in_unit(query, unit)
            query = query and exceptions.others_there(query)
            if query is not None:
                plain = pronouns.resolved(_plain_candidates(_said_of_the_thing(query)))
                plain = plain and thinness.told_by_thickness(plain, sentence.words)
                if plain is not None and not check(plain):
                    yield plain


def _said_of_the_thing(query: Query) -> Query:
    """ "is there a pen on the desk to the right of the lamp": the pen is, not the desk."""
    query = _on_the_floor(preferring.compared_itself(in_this_room(query)))
    if query.kind not in _CHOOSING or query.predicate not in preferring.PLACES or len(query.objects) != 1 or query.negated:
        return query
    place, subject = query.objects[0], query.subjects[0]
    belongs = place.relation in AXES or (place.relation is Predicate.NEAR and not tells_the_place(place, place))
    if place.noun not in SUPPORT_NOUNS or not belongs or place.swapped or subject.relation is not None:
        return query
    bare = replace(place, relation=None, of=(), also=(), negated=False, limit_m=0.0)
    second = Phrase(relation=place.relation, of=place.of, negated=place.negated, limit_m=place.limit_m)
    both = narrowed(narrowed(subject, Phrase(relation=query.predicate, of=(bare,))), second)
    return replace(query, subjects=(both,), objects=(), predicate=None)


def _on_the_floor(query: Query) -> Query:
    """ "is anything between the chairs on the floor": furniture is there anyhow, the thing is meant."""
    placed = query.predicate in (Predicate.BETWEEN, Predicate.NEAR, *AXES) and bool(query.objects)
    if query.kind not in _CHOOSING or not placed or query.negated:
        return query
    *before, last = query.objects
    on_floor = last.relation is Predicate.ON and last.of[0] == Phrase(noun=last.of[0].noun, definite=True)
    standing = on_floor and last.of[0].noun in ONLY_ONE and last.noun in FURNITURE and not (last.swapped or last.negated)
    if not standing or last.also or query.limit_m or query.strict or query.subjects[0].relation is not None:
        return query
    bare = replace(last, relation=None, of=())
    there = narrowed(query.subjects[0], Phrase(relation=query.predicate, of=(*before, bare)))
    both = narrowed(there, Phrase(relation=Predicate.ON, of=last.of))
    return replace(query, subjects=(both,), objects=(), predicate=None)


def in_unit(query: Query, unit: str) -> Query | None:
    """The query, answered in this unit; None when its answer is no length, or no volume."""
    if unit in VOLUME_UNITS:
        return replace(query, unit=unit) if query.kind is QueryKind.SIZE and query.dimension is Dimension.VOLUME else None
    if unit == DEGREES:
        return _in_degrees(query)
    if query.unit == TIMES:
        return None
    if query.kind in (QueryKind.DISTANCE, QueryKind.WHERE_IS):
        return replace(query, unit=unit)
    if query.kind is QueryKind.SIZE and query.dimension is not Dimension.VOLUME:
        return replace(query, unit=unit)
    return None


def _in_degrees(query: Query) -> Query | None:
    """ "where is the mug, in degrees?" asks for its direction."""
    if query.kind is QueryKind.WHERE_IS and query == Query(query.kind, query.subjects):
        return Query(QueryKind.DIRECTION, (VIEWER,), query.subjects, unit=DEGREES)
    directed = query.kind is QueryKind.DIRECTION and not query.hour and not query.within_deg
    return replace(query, unit=DEGREES) if directed else None


def _plain_candidates(query: Query) -> Query:
    """ "which mugs", "which mug": of candidates to choose from it does not matter how many were spoken of."""
    if query.kind not in _CHOOSING:
        return query
    return replace(query, subjects=tuple(replace(phrase, plural=phrase.count > 1) for phrase in query.subjects))
