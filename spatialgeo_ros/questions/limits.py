"""Clauses with a length in them: "within 30 cm of the mug", "at least 80 cm wide", "more than 1 m away from me"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.clause import VIEWER, Build, Clause
from spatialgeo_ros.questions.patterns import Sentence
from spatialgeo_ros.questions.relation_words import edge_side
from spatialgeo_ros.questions.units import METRES_PER_UNIT, UNIT_WORDS
from spatialgeo_ros.types import Dimension, DistanceKind, Predicate

Kept = Mapping[str, Any]
LIMIT_MACROS = {
    "OVER": "((more | greater | larger | bigger | longer | higher | wider | farther) than | over | above | at least | "
    "no less than | not less than | exceeding | beyond | a minimum of)",
    "UNDER": "((less | smaller | shorter | closer | nearer | lower | fewer) than | under | below | at most | within | "
    "no (more | farther | greater) than | not (more | farther) than | a maximum of)",
    "ADIM": "dim:(tall | high | wide | broad | long | deep | thick)",
    "INDIM": "in dim:(height | width | length | depth | thickness)",
}
_DIMENSIONS = {
    "tall": (Predicate.TALLER, Dimension.HEIGHT),
    "high": (Predicate.TALLER, Dimension.HEIGHT),
    "height": (Predicate.TALLER, Dimension.HEIGHT),
    "wide": (Predicate.WIDER, Dimension.HEIGHT),
    "broad": (Predicate.WIDER, Dimension.HEIGHT),
    "width": (Predicate.WIDER, Dimension.HEIGHT),
    "long": (Predicate.BIGGER, Dimension.LENGTH),
    "length": (Predicate.BIGGER, Dimension.LENGTH),
    "size": (Predicate.BIGGER, Dimension.LENGTH),
    "deep": (Predicate.BIGGER, Dimension.DEPTH),
    "depth": (Predicate.BIGGER, Dimension.DEPTH),
    "thick": (Predicate.BIGGER, Dimension.THICKNESS),
    "thickness": (Predicate.BIGGER, Dimension.THICKNESS),
}
_COMPARED = {
    "taller": "tall",
    "higher": "tall",
    "wider": "wide",
    "broader": "wide",
    "longer": "long",
    "bigger": "long",
    "larger": "long",
    "deeper": "deep",
    "thicker": "thick",
}
_COMPARED_LESS = {"shorter": "tall", "narrower": "wide", "thinner": "wide", "smaller": "long"}
_OPPOSITE = {
    Predicate.TALLER: Predicate.SHORTER,
    Predicate.WIDER: Predicate.THINNER,
    Predicate.BIGGER: Predicate.SMALLER,
}


@dataclass(frozen=True)
class Quantity:
    """A length as it was said. unit: a key of METRES_PER_UNIT."""

    metres: float
    unit: str


def read_quantity(sentence: Sentence, at: int) -> list[tuple[Quantity, int]]:
    """ "30 cm", "a metre", "half a metre", "two feet"."""
    words = sentence.words[at : at + 3]
    if words[:1] == ("half",) and words[1:2] in (("a",), ("an",)):
        return _measured(0.5, sentence, at + 2)
    if words[:2] in (("a", "half"), ("one", "half")):
        return _measured(0.5, sentence, at + 2)
    if words[:1] in (("a",), ("an",)):
        return _measured(1.0, sentence, at + 1)
    number = _number(words[0]) if words else None
    return [] if number is None else _measured(number, sentence, at + 1)


def _number(word: str) -> float | None:
    if word[0].isdigit() and word.isascii():
        return float(word)
    return None if word == "both" else lexicon.NUMBERS.get(word)


def _measured(number: float, sentence: Sentence, at: int) -> list[tuple[Quantity, int]]:
    word = sentence.words[at] if at < len(sentence.words) else ""
    unit = UNIT_WORDS.get(word)
    if unit is None or number <= 0:
        return []
    if word == "in" and _may_follow_in(sentence, at + 1):
        return []
    return [(Quantity(round(number * METRES_PER_UNIT[unit], 9), unit), at + 1)]


def _may_follow_in(sentence: Sentence, at: int) -> bool:
    """Whether "in" is the preposition here: something to be in follows."""
    return sentence.words[at : at + 1] in (("the",), ("a",), ("this",), ("my",))


def limited(clause: Clause, length: Quantity, over: bool = False) -> Clause:
    """The clause about less than this length (NEAR), or about more; `over` turns the first into "farther than"."""
    return replace(clause, limit_m=length.metres, unit=length.unit, negated=clause.negated != over)


def sized(dimension: str, length: Quantity, over: bool) -> Clause:
    """More (or less) than this length along a dimension, a key of the words for it."""
    predicate, of = _DIMENSIONS[dimension]
    return limited(Clause(predicate if over else _OPPOSITE[predicate], (), dimension=of), length)


def within(kept: Kept) -> Clause:
    """Of "b" or of an edge ("edge"; of "b" or what it stands on), or else of the viewer."""
    edge = "edge" in kept
    objects = (kept["b"],) if "b" in kept else () if edge else (VIEWER,)
    kind = DistanceKind.EDGE if edge else DistanceKind.CLOSEST
    clause = Clause(Predicate.NEAR, objects, distance=kind, side=edge_side(kept.get("which", "")))
    return limited(clause, kept["q"], "over" in kept)


def _offset(kept: Kept) -> Clause:
    clause: Clause = kept["place"]
    return limited(clause, kept["q"])


def _bounded(kept: Kept) -> Clause:
    return sized(kept["dim"], kept["q"], "over" in kept)


def _compared(kept: Kept) -> Clause:
    word = kept["more"]
    over = word in _COMPARED
    return sized(_COMPARED[word] if over else _COMPARED_LESS[word], kept["q"], over)


def limit_forms() -> Iterator[tuple[str, Build]]:
    """Clauses after "is" and a subject, or after a noun."""
    bound = "(over:OVER | UNDER)"
    for end in ("b:NP", "edge:EDGE"):
        yield f"{bound} q:QUANTITY (away)? (from | of | off) {end}", within
        yield f"within q:QUANTITY {'to' if end == 'b:NP' else 'of'} {end}", within
        yield f"(closer | nearer) to {end} than q:QUANTITY", within
        yield f"over:clear (of | from) {end} by (at least | more than | over | no less than)? q:QUANTITY", within
        yield f"(closer | nearer) than q:QUANTITY (to | from) {end}", within
        yield f"over:(farther | farther away) (away)? from {end} than q:QUANTITY", within
        yield f"over:(farther) (away)? than q:QUANTITY (away)? (from | to) {end}", within
    yield f"{bound} q:QUANTITY away", within
    yield "within q:QUANTITY", within
    yield "(closer | nearer) than q:QUANTITY", within
    yield "over:farther (away)? than q:QUANTITY", within
    yield "(more than | over | at least) q:QUANTITY place:BESIDE", _offset
    yield f"{bound} q:QUANTITY (ADIM | INDIM)", _bounded
    more = "more:(" + " | ".join((*_COMPARED, *_COMPARED_LESS)) + ")"
    yield f"{more} than q:QUANTITY", _compared
    yield f"q:QUANTITY or {more}", _compared
