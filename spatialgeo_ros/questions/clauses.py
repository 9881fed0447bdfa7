"""Clauses that relate one thing to others: "behind the mug", "taller than the box", "on my left"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER, Build, Clause
from spatialgeo_ros.questions.limits import LIMIT_MACROS, limit_forms, read_quantity
from spatialgeo_ros.questions.patterns import Node, Notation, Reader, Sentence
from spatialgeo_ros.questions.query import AXES
from spatialgeo_ros.questions.relation_words import COMPARATIVES, LESS, MACROS, MEASURES, MORE, PREPOSITIONS, edge_side
from spatialgeo_ros.types import Dimension, DistanceKind, Phrase, Predicate

SAME_PLACE = "the same place"
_DONE_BY = ("hidden", "covered", "blocked", "held", "carried")


def _related(predicate: Predicate, dimension: Dimension = Dimension.HEIGHT) -> Build:
    return lambda kept: Clause(predicate, (kept["b"],), dimension=dimension)


def _strictly(predicate: Predicate) -> Build:
    """ "completely inside", "directly above"."""
    return lambda kept: Clause(predicate, (kept["b"],), strict=True)


def _partly(kept: Mapping[str, Any]) -> Clause:
    """ "only partly inside the basket": it sticks out."""
    return Clause(Predicate.INSIDE, (kept["b"],), distance=DistanceKind.EDGE)


def _sided(kept: Mapping[str, Any]) -> Clause:
    predicate = Predicate.LEFT_OF if kept["side"] == "left" else Predicate.RIGHT_OF
    return Clause(predicate, (kept.get("b", VIEWER),))


def _between(kept: Mapping[str, Any]) -> Clause:
    return Clause(Predicate.BETWEEN, tuple(kept[name] for name in ("b", "c") if name in kept))


def _compared(farthest: bool) -> Build:
    return lambda kept: Clause(Predicate.NEAR, (kept.get("b", VIEWER), kept["c"]), farthest=farthest)


def _nearer_to_edge(kept: Mapping[str, Any]) -> Clause:
    """ "closer to the edge (of b) than c"."""
    objects = tuple(kept[name] for name in ("b", "c") if name in kept)
    side = edge_side(kept.get("which", ""))
    return Clause(Predicate.NEAR, objects, farthest="far" in kept, distance=DistanceKind.EDGE, side=side)


def _on_the_same(kept: Mapping[str, Any]) -> Clause:
    """ "on the same shelf as the lamp": on the shelf with the lamp on it."""
    noun = "" if kept["place"] in ("surface", "thing", "support", "furniture") else kept["place"]
    place = Phrase(noun=noun, relation=Predicate.ON, of=(kept["b"],), definite=True, swapped=True, text=SAME_PLACE)
    return Clause(Predicate.ON, (place,))


def _leading(word: str) -> Build:
    return lambda kept: Clause(None, (kept["b"],), leading=word)


def _forms() -> Iterable[tuple[str, Build]]:
    """Every clause that stands after a noun, or after "is" and a noun."""
    for predicate, words in PREPOSITIONS:
        yield f"({words}) both? b:NP", _related(predicate)
    for predicate, words in PREPOSITIONS:
        if predicate in (Predicate.ON, Predicate.INSIDE):
            yield f"WHOLLY ({words}) b:NP", _strictly(predicate)
            yield f"({words}) b:NP WHOLLY", _strictly(predicate)
        if predicate is Predicate.INSIDE:
            yield f"(only | just)? (partly | partially | halfway) ({words}) b:NP", _partly
        if predicate in (Predicate.ABOVE, Predicate.BELOW):
            yield f"(directly | immediately | right | just | straight | vertically) ({words}) b:NP", _strictly(predicate)
    same = "place:(table | shelf | desk | counter | bench | surface | thing | support | furniture | plate | tray | floor)"
    yield f"on (top of)? the same (piece of)? {same} (as | that) b:NP (BE on | stands on | BE)?", _on_the_same
    yield "(outside | outside of | out of) b:NP", lambda kept: Clause(Predicate.INSIDE, (kept["b"],), negated=True)
    yield "(to | on | at) b:NP 's side:(left | right) HAND", _sided
    yield "(to | on | at) (my | your | our) side:(left | right) HAND", _sided
    yield "(in | right)? (between | in between) of? b:NP and c:NP", _between
    yield "in the (middle | centre) (of | between) b:NP and c:NP", _between
    yield "(in | right)? (between | in between) of? b:NP", _between
    for predicate, dimension, words in COMPARATIVES:
        than = "THAN both? b:NP (is | does)?"
        yield f"(any | even | really | actually | still)? ({words}) {than}", _related(predicate, dimension)
    yield "not as (tall | high) as b:NP", _related(Predicate.SHORTER)
    yield "not as wide as b:NP", _related(Predicate.THINNER)
    yield "not as (big | large) as b:NP", _related(Predicate.SMALLER)
    yield "any? CLOSE to b:NP THAN c:NP (is)?", _compared(False)
    yield "any? CLOSE THAN c:NP (is)?", _compared(False)
    yield "any? FAR (away)? (from | to | of) b:NP THAN c:NP (is)?", _compared(True)
    yield "any? FAR (away)? THAN c:NP (is)?", _compared(True)
    yield "CLOSE to EDGE THAN c:NP (is)?", _nearer_to_edge
    yield "far:FAR (away)? from EDGE THAN c:NP (is)?", _nearer_to_edge


def _leading_forms() -> Iterable[tuple[str, Build]]:
    yield "the? (closest | nearest) (to)? b:NP", _leading("nearest")
    yield "the? (farthest) (away)? (from | of) b:NP", _leading("farthest")


def _having_forms() -> Iterable[tuple[str, Build]]:
    """After "does" and a noun: "have a greater height than the mug"."""
    for noun, more, less, dimension in MEASURES:
        yield f"(have | has) THE? {MORE} {noun} THAN b:NP (is | does | has)?", _related(more, dimension)
        yield f"(have | has) THE? {LESS} {noun} THAN b:NP (is | does | has)?", _related(less, dimension)
        yield f"(measure | measures) {MORE} in {noun} THAN b:NP", _related(more, dimension)
        yield f"(measure | measures) {LESS} in {noun} THAN b:NP", _related(less, dimension)
    yield "(touch | touches) b:NP", _related(Predicate.TOUCHING)


def _reader(forms: Iterable[tuple[str, Build]], noun_phrase: Reader) -> Reader:
    readers = {"NP": noun_phrase, "QUANTITY": read_quantity, "BESIDE": _beside(noun_phrase)}
    notation = Notation({**MACROS, **LIMIT_MACROS}, readers)
    compiled: list[tuple[Node, Build]] = [(notation.compile(pattern), build) for pattern, build in forms]

    def read(sentence: Sentence, start: int) -> Iterable[tuple[Clause, int]]:
        if start and sentence.words[start : start + 1] == ("by",) and sentence.words[start - 1] in _DONE_BY:
            return  # "hidden by the chair" is not beside it
        for node, build in compiled:
            for kept, end in node(sentence, start):
                yield build(dict(kept)), end

    return read


def _beside(noun_phrase: Reader) -> Reader:
    """Reads a place that can be by some length: "to the left of the mug", "above it"."""
    notation = Notation(MACROS, {"NP": noun_phrase})
    places = [(p, notation.compile(f"({words}) b:NP")) for p, words in PREPOSITIONS if p in AXES]

    def read(sentence: Sentence, start: int) -> Iterable[tuple[Clause, int]]:
        for predicate, node in places:
            for kept, end in node(sentence, start):
                yield Clause(predicate, (dict(kept)["b"],)), end

    return read


_PREPOSITIONS = tuple((predicate, Notation(MACROS, {}).compile(words)) for predicate, words in PREPOSITIONS)


def read_preposition(sentence: Sentence, start: int) -> Iterable[tuple[Predicate, int]]:
    """A preposition without what it relates to: "in" of "in or on the box"."""
    for predicate, node in _PREPOSITIONS:
        for _, end in node(sentence, start):
            yield predicate, end


def clause_reader(noun_phrase: Reader) -> Reader:
    """Reads a Clause: what may follow "is" and a subject."""
    return _reader((*_forms(), *limit_forms()), noun_phrase)


def leading_reader(noun_phrase: Reader) -> Reader:
    """Reads "closest to the mug"."""
    return _reader(_leading_forms(), noun_phrase)


def having_reader(noun_phrase: Reader) -> Reader:
    """Reads a Clause after "does" and a subject: "have a greater width than the box", "touch the mug"."""
    return _reader(_having_forms(), noun_phrase)
