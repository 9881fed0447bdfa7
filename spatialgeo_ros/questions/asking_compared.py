"""Sentence forms that compare distances: from the mug to the book and to the box, of every two mugs, to every edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import DistanceKind, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
_LONGER = "(greater | larger | longer | bigger | more | farther | higher)"
_SHORTER = "(smaller | shorter | less | lower | closer | nearer)"


def _shared(kept: Kept) -> tuple[Phrase, Phrase, Phrase] | None:
    """What both distances begin or end at, and their other ends; None when they have none in common."""
    first, second = (kept["a"], kept["b"]), (kept["c"], kept["d"])
    for k, common in enumerate(first):
        if common in second:
            return common, first[1 - k], second[1 - second.index(common)]
    return None


def _whether(farthest: bool) -> Build:
    """Whether one end is farther (nearer) than the other."""

    def build(kept: Kept) -> Query | None:
        found = _shared(kept)
        if found is None or found[1] == found[2] or VIEWER in found[1:]:
            return None
        common, end, other = found
        return Query(QueryKind.RELATION, (end,), (common, other), Predicate.NEAR, farthest=farthest, negated="no" in kept)

    return build


def _which(farthest: bool) -> Build:
    def build(kept: Kept) -> Query | None:
        found = _shared(kept)
        if found is None or found[1] == found[2]:
            return None
        return Query(QueryKind.CHOICE, found[1:], found[:1], Predicate.NEAR, farthest=farthest)

    return build


def _pair(farthest: bool) -> Build:
    """ "which two mugs are closest together"."""

    def build(kept: Kept) -> Query | None:
        things: Phrase = kept.get("n", Phrase(plural=True))
        if not things.plural or things.count not in (0, 2) or ("two" not in kept and things.count != 2):
            return None
        subject = replace(things, plural=True, count=2, definite=False)
        return Query(QueryKind.NEAREST, (subject,), farthest=farthest)

    return build


def _pair_forms() -> Iterator[Form]:
    nearer = "(close | closest | nearest | closer | nearer) (together | to (each other | one another))"
    farther = "farthest (apart | (away)? from (each other | one another))"
    for words, farthest in ((nearer, False), (farther, True)):
        build = _pair(farthest)
        yield f"WHICH n:NOM (ISLIKE | stand | sit | lie) PLACED? the? {words}", build
        two = "two:(two | pair)"
        yield f"WHICH {two} of n:NP (ISLIKE | stand | sit | lie) PLACED? the? {words}", build
        yield f"(WHICH {two} | {two} of) n:NOM (ISLIKE | stand | sit | lie) PLACED? the? {words}", build
        yield f"(FIND | list | WHICH BE)? the (two:two)? n:NOM (that | which)? (are)? PLACED? the? {words}", build
        lead = "farthest" if farthest else "(closest | nearest)"
        yield f"(FIND | list | WHICH BE)? the {lead} two:pair of n:NOM", build
        yield f"WHICH two:pair of n:NOM BE the? {lead}", build


def _edge_side(kept: Kept) -> Query | None:
    """ "which edge of the table is the laptop closest to", "nearer to its left or its right end": of a surface."""
    surface = (kept["b"],) if "b" in kept else ()
    if any(phrase.noun not in SUPPORT_NOUNS for phrase in surface) or kept["a"].noun == VIEWER.noun or kept["a"].plural:
        return None
    axis = Predicate.LEFT_OF if "across" in kept else Predicate.IN_FRONT_OF if "along" in kept else None
    return Query(QueryKind.WHERE_IS, (kept["a"],), surface, axis, DistanceKind.EDGE)


def _edge_forms() -> Iterator[Form]:
    close = "the? (closest | nearest | closer | nearer | near | close) to?"
    border = "(edge | border | side | end | rim)"
    asked = f"(which | what) (of the)? {border.replace('side | ', 'side | edges | sides | ends | ')}"
    yield f"{asked} of b:NP BE a:NP PLACED? {close}", _edge_side
    yield f"{asked} of b:NP BE {close} a:NP", _edge_side
    yield f"(to)? {asked} of b:NP (BE a:NP | does a:NP (stand | sit | lie)) PLACED? {close}", _edge_side
    yield f"to {asked} of b:NP BE a:NP PLACED? {close}", _edge_side
    the, its = "(the | its)", f"{border}?"
    across = f"across:(left {its} or to? {the}? right | right {its} or to? {the}? left)"
    near, far = "(front | near)", "(back | far | rear)"
    along = f"along:({near} {its} or to? {the}? {far} | {far} {its} or to? {the}? {near})"
    for sides in (across, along):
        yield f"BE a:NP PLACED? {close} {the} {sides} {border} of b:NP", _edge_side
        yield f"{close} (which | what) {border} of b:NP BE a:NP {the}? {sides} {border}?", _edge_side
        yield f"(which | what) {border} of b:NP BE a:NP PLACED? {close} {the}? {sides} {border}?", _edge_side


def forms() -> Iterator[Form]:
    yield from _pair_forms()
    yield from _edge_forms()
    way = "(it | the? DISTANCE | the (way | path))"
    ends = "(from | between) {}:NP (to | and) {}:NP"
    first, second = ends.format("a", "b"), ends.format("c", "d")
    same = "(that | it is | the? DISTANCE | the (way | path) | (the)? one)?"
    for word, farthest in ((_LONGER, True), (_SHORTER, False)):
        yield f"BE {way} {first} no:not? {word} THAN {same} {second}", _whether(farthest)
        yield f"BE {way} {word} {first} THAN {same} {second}", _whether(farthest)
        yield f"(if | whether | SAYTHAT) {way} {first} BE no:not? {word} THAN {same} {second}", _whether(farthest)
        which = f"(WHICH (DISTANCE | way | path | ONE)? BE {word} | WHICH (DISTANCE | way | path | ONE)? BE the? {word} ONE)"
        yield f"{which} {same} {first} or {same} {second}", _which(farthest)
        compare = f"compare (the? DISTANCE (from | between)?)? a:NP (to | and) b:NP (with | against | to | and) {same}"
        compare += " (from | between)? c:NP (to | and) d:NP"
        yield f"{compare} .? (and (tell me | say)?)? {which}", _which(farthest)
