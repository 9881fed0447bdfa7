"""A question is asked in every way that comes to the same, and the answers are put together: what is left of B has B on its
right. So what a speaker says does not depend on which of two things is named first, or on the word of the pair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spatialgeo_ros.language.decoding import Said

# One of each pair holds wherever the other does not, between things that can be asked about at all.
_EITHER = (("to the left of", "to the right of"), ("in front of", "behind"), ("taller than", "shorter than"),
           ("wider than", "thinner than"), ("bigger than", "smaller than"))
_NEITHER_MAY_HOLD = (("above", "below"),)
OTHER_WORD = {a: b for pair in (*_EITHER, *_NEITHER_MAY_HOLD) for a, b in (pair, pair[::-1])}
ONE_HOLDS = {word for pair in _EITHER for word in pair}
_A, _B, _C = (f"region {k + 1} <{k}>" for k in range(3))
_RELATION = re.compile(rf"Is {_A} (.+) {_B}\?")
_CHOICE = re.compile(rf"Which is .+, {_A} or {_B}\?")
_BETWEEN = re.compile(rf"Is {_A} between {_B} and {_C}\?")
_NEARER = re.compile(rf"Which is closer to {_A}, {_B} or {_C}\?")
_DISTANCE = re.compile(rf"(?:How far (?:is|apart are) {_A} (?:from|and)|What is the (?:.+ )?distance between {_A} and) {_B}\?")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?) m")
_LEAST = 1e-4


@dataclass(frozen=True)
class Way:
    """text: what is asked. order: which of the things, by their places, its marks <0>, <1>, ... stand for. flips: its yes is a
    no to the question itself."""

    text: str
    order: tuple[int, ...]
    flips: bool = False


def ways_of(pointed: str, things: int) -> tuple[Way, ...]:
    """The question as it stands first. pointed: with a mark for each of so many things."""
    plain = Way(pointed, tuple(range(things)))
    relation = _RELATION.fullmatch(pointed)
    if relation and relation[1] in ("near", "close to") or _DISTANCE.fullmatch(pointed):
        return plain, replace(plain, order=(1, 0))
    if relation and relation[1] in OTHER_WORD:
        other = f"Is {_A} {OTHER_WORD[relation[1]]} {_B}?"
        ways = plain, Way(other, (1, 0))
        return (*ways, Way(pointed, (1, 0), True), Way(other, (0, 1), True)) if relation[1] in ONE_HOLDS else ways
    if _CHOICE.fullmatch(pointed):
        return plain, replace(plain, order=(1, 0))
    if _NEARER.fullmatch(pointed) or _BETWEEN.fullmatch(pointed):
        return plain, replace(plain, order=(0, 2, 1))
    return (plain,)


def agreed(ways: Sequence[Way], said: Sequence[Said]) -> Said:
    """What was said to all ways of one question, as one answer: the mean of the log odds of yes or of the first thing, the
    geometric mean of lengths. What was said to the question as it stands, where the answers are not of one kind."""
    if len(ways) == 1:
        return said[0]
    if all(one.text in ("yes", "no") for one in said):
        return _decided("yes", "no", [_odds(one, ("yes", "no")[way.flips]) for way, one in zip(ways, said, strict=True)])
    regions = [_region(way, one) for way, one in zip(ways, said, strict=True)]
    if all(region is not None for region in regions):
        first, second = (f"region {k + 1}" for k in ways[0].order[-2:])
        return _decided(first, second, [_odds(replace(one, text=region or ""), first)
                                        for one, region in zip(said, regions, strict=True)])
    lengths = [_LENGTH.fullmatch(one.text) for one in said]
    if all(lengths):
        mean_m = float(np.exp(np.mean([np.log(float(length[1])) for length in lengths if length])))
        return Said(f"{mean_m:.2g} m", float(np.mean([one.confidence for one in said])))
    return said[0]


def negated(said: Said) -> Said:
    return replace(said, text={"yes": "no", "no": "yes"}.get(said.text, said.text))


def _region(way: Way, said: Said) -> str | None:
    """Which of the question's things was said."""
    found = re.fullmatch(r"region (\d)", said.text)
    place = int(found[1]) - 1 if found else -1
    return f"region {way.order[place] + 1}" if len(way.order) - 2 <= place < len(way.order) else None


def _odds(said: Said, text: str) -> float:
    """Log odds of this one of two answers."""
    chance = np.clip(said.confidence if said.text == text else 1 - said.confidence, _LEAST, 1 - _LEAST)
    return float(np.log(chance / (1 - chance)))


def _decided(one: str, other: str, odds: Sequence[float]) -> Said:
    mean = float(np.mean(odds))
    return Said(one if mean > 0 else other, float(1 / (1 + np.exp(-abs(mean)))))
