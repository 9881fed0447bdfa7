"""Clauses that relate one thing to others: "behind the mug", "taller than the box", "on my left"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from spatialgeo_ros.questions.patterns import Node, Notation, Reader, Sentence
from spatialgeo_ros.questions.relation_words import COMPARATIVES, LESS, MACROS, MEASURES, MORE, PREPOSITIONS
from spatialgeo_ros.types import Dimension, Phrase, Predicate

VIEWER = Phrase(noun="viewer", definite=True)


@dataclass(frozen=True)
class Clause:
    """(subject) predicate objects. leading: "nearest" or "farthest" when the subject is the one closest to the object.

    farthest: with NEAR and two objects, "farther from the first than the second is".
    """

    predicate: Predicate | None
    objects: tuple[Phrase, ...]
    negated: bool = False
    dimension: Dimension = Dimension.HEIGHT
    farthest: bool = False
    leading: str = ""


Build = Callable[[Mapping[str, Any]], Clause]


def _related(predicate: Predicate, dimension: Dimension = Dimension.HEIGHT) -> Build:
    return lambda kept: Clause(predicate, (kept["b"],), dimension=dimension)


def _sided(kept: Mapping[str, Any]) -> Clause:
    predicate = Predicate.LEFT_OF if kept["side"] == "left" else Predicate.RIGHT_OF
    return Clause(predicate, (kept.get("b", VIEWER),))


def _between(kept: Mapping[str, Any]) -> Clause:
    return Clause(Predicate.BETWEEN, tuple(kept[name] for name in ("b", "c") if name in kept))


def _compared(farthest: bool) -> Build:
    return lambda kept: Clause(Predicate.NEAR, (kept.get("b", VIEWER), kept["c"]), farthest=farthest)


def _leading(word: str) -> Build:
    return lambda kept: Clause(None, (kept["b"],), leading=word)


def _forms() -> Iterable[tuple[str, Build]]:
    """Every clause that stands after a noun, or after "is" and a noun."""
    for predicate, words in PREPOSITIONS:
        yield f"({words}) b:NP", _related(predicate)
    yield "(outside | outside of | out of) b:NP", lambda kept: Clause(Predicate.INSIDE, (kept["b"],), negated=True)
    yield "(to | on | at) b:NP 's side:(left | right) HAND", _sided
    yield "(to | on | at) (my | your | our) side:(left | right) HAND", _sided
    yield "(in | right)? (between | in between) b:NP and c:NP", _between
    yield "in the (middle | centre) (of | between) b:NP and c:NP", _between
    yield "(in | right)? (between | in between) b:NP", _between
    for predicate, dimension, words in COMPARATIVES:
        yield f"({words}) THAN b:NP (is | does)?", _related(predicate, dimension)
    yield "not as (tall | high) as b:NP", _related(Predicate.SHORTER)
    yield "not as wide as b:NP", _related(Predicate.THINNER)
    yield "not as (big | large) as b:NP", _related(Predicate.SMALLER)
    yield "CLOSE to b:NP THAN c:NP (is)?", _compared(False)
    yield "CLOSE THAN c:NP (is)?", _compared(False)
    yield "FAR (away)? (from | to | of) b:NP THAN c:NP (is)?", _compared(True)
    yield "FAR (away)? THAN c:NP (is)?", _compared(True)


def _leading_forms() -> Iterable[tuple[str, Build]]:
    yield "the? (closest | nearest) (to)? b:NP", _leading("nearest")
    yield "the? (farthest) (away)? (from | of) b:NP", _leading("farthest")


def _having_forms() -> Iterable[tuple[str, Build]]:
    """After "does" and a noun: "have a greater height than the mug"."""
    for noun, more, less, dimension in MEASURES:
        yield f"(have | has) THE? {MORE} {noun} THAN b:NP (is | does | has)?", _related(more, dimension)
        yield f"(have | has) THE? {LESS} {noun} THAN b:NP (is | does | has)?", _related(less, dimension)
    yield "(touch | touches) b:NP", _related(Predicate.TOUCHING)


def _reader(forms: Iterable[tuple[str, Build]], noun_phrase: Reader) -> Reader:
    notation = Notation(MACROS, {"NP": noun_phrase})
    compiled: list[tuple[Node, Build]] = [(notation.compile(pattern), build) for pattern, build in forms]

    def read(sentence: Sentence, start: int) -> Iterable[tuple[Clause, int]]:
        for node, build in compiled:
            for kept, end in node(sentence, start):
                yield build(dict(kept)), end

    return read


def clause_reader(noun_phrase: Reader) -> Reader:
    """Reads a Clause: what may follow "is" and a subject."""
    return _reader(_forms(), noun_phrase)


def leading_reader(noun_phrase: Reader) -> Reader:
    """Reads "closest to the mug"."""
    return _reader(_leading_forms(), noun_phrase)


def having_reader(noun_phrase: Reader) -> Reader:
    """Reads a Clause after "does" and a subject: "have a greater width than the box", "touch the mug"."""
    return _reader(_having_forms(), noun_phrase)


def applied(phrase: Phrase, clause: Clause) -> Phrase | None:
    """The phrase narrowed by the clause; None when a phrase cannot hold it (no object is "longer than" in a phrase)."""
    if clause.dimension != Dimension.HEIGHT or len(clause.objects) == 2 and clause.predicate is Predicate.NEAR:
        return None
    if clause.leading:
        condition = Phrase(sizes=(clause.leading,), of=clause.objects)
    else:
        condition = Phrase(relation=clause.predicate, of=clause.objects, negated=clause.negated)
    if phrase.relation is None and not phrase.of:
        return replace(
            phrase,
            sizes=phrase.sizes + condition.sizes,
            relation=condition.relation,
            of=condition.of,
            negated=condition.negated,
        )
    return replace(phrase, also=(*phrase.also, condition))
