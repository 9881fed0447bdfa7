"""What alternatives are compared by: "taller", "on the left", "closest to the mug", "the biggest"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.clause import VIEWER, Clause
from spatialgeo_ros.questions.clauses import read_preposition
from spatialgeo_ros.questions.patterns import Node, Notation, Reader, Sentence, remembered
from spatialgeo_ros.questions.phrase_parts import IT
from spatialgeo_ros.questions.phrases import read_clause, read_elliptic, read_phrase
from spatialgeo_ros.questions.query import AXES
from spatialgeo_ros.questions.relation_words import (
    COMPARATIVES,
    LEAST,
    LESS,
    MACROS,
    MEASURES,
    MORE,
    MOST,
    PLACES,
    PREPOSITIONS,
    edge_side,
)
from spatialgeo_ros.types import DistanceKind, Phrase, Predicate

_NOTATION = Notation(MACROS, {"NP": read_phrase, "CLAUSE": read_clause})
_CLOSER = _NOTATION.compile(
    "the? (closest | closer | nearest | nearer) ONE? (to b:NP | bare:NP)? | (less | least) (far | distant) (from | to) b:NP"
)
_FARTHER = _NOTATION.compile(
    "the? (farthest | farther | most distant | more distant | more remote) (away)? ONE? ((from | to) b:NP)?"
)
_CLOSE_TO_EDGE = _NOTATION.compile("the? (closest | closer | nearest | nearer) ONE? to? EDGE")
_FAR_FROM_EDGE = _NOTATION.compile("the? (farthest | farther) (away)? ONE? from EDGE")
_FAR_SIDE = _NOTATION.compile(
    "(on | at | to) the far side:(left | right) HAND | (at | in | on) the (very)? side:(front | back | rear | top | "
    "bottom)"
)
_PLACED = _NOTATION.compile("PLACED? clause:CLAUSE")
_MIDDLE = _NOTATION.compile(
    "in the (middle | centre) (of the (three | others))? | (in)? between the (other two | two others | others)"
)
_COMPARED = tuple(
    (predicate, dimension, _NOTATION.compile(f"(the)? ({words}) ONE?")) for predicate, dimension, words in COMPARATIVES
)
_HAVING = tuple(
    (predicate, dimension, _NOTATION.compile(f"THE? ({words}) {noun}"))
    for noun, more, less, dimension in MEASURES
    for predicate, words in ((more, f"{MORE} | {MOST}"), (less, f"{LESS} | {LEAST}"))
)
_ARTICLES = ("the", "a", "an", "this", "that", "my", "your")
_MOST_ALTERNATIVES = 7
_PLACES = tuple(
    (predicate, _NOTATION.compile(f"({words}) {end}"))
    for end, table in (("ONE?", PLACES), ("the other ONE?", PREPOSITIONS))
    for predicate, words in table
    if predicate in AXES
)


def _kept(node: Node, sentence: Sentence, at: int) -> Iterator[tuple[Mapping[str, Any], int]]:
    for kept, end in node(sentence, at):
        yield dict(kept), end


def _closeness(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    for node, farthest in ((_CLOSER, False), (_FARTHER, True)):
        for kept, end in _kept(node, sentence, at):
            bare: Phrase = kept.get("bare", VIEWER)
            if bare.noun != VIEWER.noun and not bare.text.startswith("the "):
                continue  # "nearest mug" is a mug, not what is near to one, also in "nearest mug to the left of the box"
            yield Clause(Predicate.NEAR, (kept.get("b", bare),), farthest=farthest), end


def _edge_closeness(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """ "closest to the edge of the table"."""
    for node, farthest in ((_CLOSE_TO_EDGE, False), (_FAR_FROM_EDGE, True)):
        for kept, end in _kept(node, sentence, at):
            its = (Phrase(noun=IT, definite=True),) if "its" in kept else ()
            objects = (kept["b"],) if "b" in kept else its
            side = edge_side(kept.get("which", ""))
            yield Clause(Predicate.NEAR, objects, farthest=farthest, distance=DistanceKind.EDGE, side=side), end


def _superlative(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """ "the tallest", "leftmost one"."""
    start = at + (sentence.words[at : at + 1] == ("the",))
    word = sentence.words[start] if start < len(sentence.words) else ""
    lead = lexicon.LEADING.get(word, "")
    if lead not in lexicon.LEADS or word in ("left", "right", "front", "back", "top", "bottom"):
        return
    predicate, dimension = lexicon.LEADS[lead]
    yield Clause(predicate, (), dimension=dimension), start + 1
    if sentence.words[start + 1 : start + 2] in (("one",), ("object",), ("thing",), ("item",)):
        yield Clause(predicate, (), dimension=dimension), start + 2


def _ordering(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """What orders any set: a comparative, a superlative, closeness to something."""
    yield from _superlative(sentence, at)
    for kept, end in _kept(_FAR_SIDE, sentence, at):
        predicate, dimension = lexicon.LEADS[lexicon.LEADING[kept["side"]]]
        yield Clause(predicate, (), dimension=dimension), end
    for predicate, dimension, node in _COMPARED:
        for _, end in node(sentence, at):
            yield Clause(predicate, (), dimension=dimension), end
    yield from _edge_closeness(sentence, at)
    yield from _closeness(sentence, at)


def _having(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """After "has": "the greatest height"."""
    for predicate, dimension, node in _HAVING:
        for _, end in node(sentence, at):
            yield Clause(predicate, (), dimension=dimension), end


def _place(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """ "on the left", "in front": a predicate without what it relates to."""
    for predicate, node in _PLACES:
        for _, end in node(sentence, at):
            yield Clause(predicate, ()), end


def _side(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """ "on the left": a side of the view. "How many are left" may be how many remain."""
    for place, end in _place(sentence, at):
        if end > at + 1 and place.predicate in (Predicate.LEFT_OF, Predicate.RIGHT_OF):
            yield place, end


def _in_the_middle(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """Between the other two alternatives."""
    for _, end in _MIDDLE(sentence, at):
        yield Clause(Predicate.BETWEEN, ()), end


def _criterion(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    yield from _ordering(sentence, at)
    yield from _in_the_middle(sentence, at)
    for place, end in _place(sentence, at):
        # "which is behind, the mug or the box?"; without the comma the mug is what one of the others is behind
        if not sentence.breaks or end in sentence.breaks or end == len(sentence.words):
            yield place, end
    yield from read_clause(sentence, at)


def _alternative(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """One alternative. A word that nobody knows, without "the", is none."""
    for phrase, end in (*read_phrase(sentence, start), *read_elliptic(sentence, start)):
        if not phrase.noun and phrase.count:
            continue  # "which is the bigger of the two, the mug or the box?"
        if sentence.words[start] in _ARTICLES or not phrase.noun or sentence.vocabulary.knows(phrase.noun):
            yield phrase, end


def _begins_list(sentence: Sentence, start: int) -> bool:
    """Where there are commas, a list begins at one, with an article, or after a word that announces it."""
    before = sentence.words[start - 1] if start else ""
    return (
        start in sentence.breaks
        or sentence.words[start : start + 1] == ()
        or sentence.words[start] in _ARTICLES
        or before in ("", "between", "of", "among", "is", "are", "'s", "does", "do")
        or sentence.words[start][:1] in "#["
    )


def _alternatives(joining: tuple[str, ...]) -> Reader:
    """Two or more phrases, the last after "or" (or "and")."""

    def read(sentence: Sentence, start: int) -> Iterable[tuple[tuple[Phrase, ...], int]]:
        if sentence.breaks and not _begins_list(sentence, start):
            return
        for first, end in _alternative(sentence, start):
            yield from rest(sentence, (first,), end)

    def rest(sentence: Sentence, before: tuple[Phrase, ...], at: int) -> Iterator[tuple[tuple[Phrase, ...], int]]:
        word = sentence.words[at] if at < len(sentence.words) else ""
        joined = word in joining
        apart = joined or at in sentence.breaks or word in (*_ARTICLES, "object", "region") or word[:1] in "#["
        if len(before) > _MOST_ALTERNATIVES or not word or not apart:
            return
        for phrase, end in _alternative(sentence, at + joined):
            if joined:
                yield (*before, phrase), end
            yield from rest(sentence, (*before, phrase), end)

    return read


def _placed(sentence: Sentence, at: int) -> Iterator[tuple[Clause, int]]:
    """ "standing behind the mug"."""
    for kept, end in _kept(_PLACED, sentence, at):
        yield kept["clause"], end


def _or_list(reader: Reader) -> Reader:
    """Two or more of what the reader reads, the last after "or", those before it with a comma or "or" between them."""

    def read(sentence: Sentence, start: int) -> Iterator[tuple[tuple[Any, ...], int]]:
        for first, end in reader(sentence, start):
            yield from rest(sentence, (first,), end)

    def rest(sentence: Sentence, before: tuple[Any, ...], at: int) -> Iterator[tuple[tuple[Any, ...], int]]:
        joined = sentence.words[at : at + 1] == ("or",)
        if len(before) > _MOST_ALTERNATIVES or not (joined or at in sentence.breaks):
            return
        for value, end in reader(sentence, at + joined):
            if joined:
                yield (*before, value), end
            yield from rest(sentence, (*before, value), end)

    return read


def _row(sentence: Sentence, start: int) -> Iterable[tuple[tuple[Phrase, ...], int]]:
    """Phrases with a comma before each: "(chair, table, sofa)"."""
    for phrase, end in _alternative(sentence, start):
        if end in sentence.breaks:
            for others, last in _row(sentence, end):
                yield (phrase, *others), last
            yield (phrase,), end


read_ordering: Reader = remembered("ORDER", _ordering)
read_having_most: Reader = remembered("MOST", _having)
read_place: Reader = remembered("PLACE", _place)
read_side: Reader = remembered("SIDEOFVIEW", _side)
read_criterion: Reader = remembered("CRIT", _criterion)
read_places: Reader = remembered("PLACES", _or_list(_placed))
read_prepositions: Reader = remembered("PREPS", _or_list(read_preposition))
read_row: Reader = remembered("ROW", _row)
read_either: Reader = remembered("EITHER", _alternatives(("or",)))
read_together: Reader = remembered("TOGETHER", _alternatives(("and",)))
read_listed: Reader = remembered("LISTED", _alternatives(("or", "and")))
