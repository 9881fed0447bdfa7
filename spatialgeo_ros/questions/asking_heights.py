"""Sentence forms about the tops and bottoms of things: how far in height one is from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.forms import Form
from spatialgeo_ros.questions.patterns import Sentence
from spatialgeo_ros.questions.phrase_parts import IT, said, word_at
from spatialgeo_ros.questions.phrases import read_phrase
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import DistanceKind, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
_PARTS = {"top": "top", "surface": "top", "tip": "top", "bottom": "bottom", "base": "bottom", "foot": "bottom"}
_PARTS |= {"underside": "bottom"}
_STANDING = ("stands", "sits", "rests", "lies", "is")


def read_tip(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    """ "the top of the vase", "the vase's top", "where the vase stands"; or a thing, whose middle is meant."""
    at = start + (word_at(sentence, start) == "the")
    part = _PARTS.get(word_at(sentence, at), "")
    if part and word_at(sentence, at + 1) == "of":
        for phrase, end in _things(sentence, at + 2):
            yield replace(phrase, part=part, text=said(sentence, start, end)), end
    if word_at(sentence, start) == "where":
        for phrase, end in _things(sentence, start + 1):
            if word_at(sentence, end) in _STANDING:
                yield replace(phrase, part="bottom", text=said(sentence, start, end + 1)), end + 1
    for phrase, end in _things(sentence, start):
        part = _PARTS.get(word_at(sentence, end + 1), "")
        if part and word_at(sentence, end) == "'s":
            yield replace(phrase, part=part, text=said(sentence, start, end + 2)), end + 2
    yield from read_phrase(sentence, start)


def _things(sentence: Sentence, start: int) -> Iterator[tuple[Phrase, int]]:
    for phrase, end in read_phrase(sentence, start):
        if phrase.definite and not phrase.plural and phrase.noun not in (VIEWER.noun, IT):
            yield phrase, end


def _levels(kept: Kept) -> tuple[Phrase, Phrase] | None:
    """Both, when the top or bottom of something is named; a surface is its own top."""
    both = tuple(replace(kept[name], part="") if kept[name].noun in SUPPORT_NOUNS else kept[name] for name in ("a", "b"))
    if not any(phrase.part for phrase in both):
        return None
    return both[0], both[1]


def _above(kept: Kept) -> Query | None:
    levels, unit = _levels(kept), kept.get("u", "")
    predicate = Predicate.BELOW if "below" in kept else Predicate.ABOVE
    if levels is None:
        return None
    return Query(QueryKind.DISTANCE, levels[:1], levels[1:], predicate, DistanceKind.VERTICAL, unit=unit)


def _tops(kept: Kept) -> Query | None:
    """ "how much higher does the bottle reach than the mug?"."""
    return _above({name: replace(kept[name], part="top") if name in ("a", "b") else kept[name] for name in kept})


def _above_floor(kept: Kept) -> Query | None:
    return _above({"b": Phrase(noun="floor", definite=True), **kept})


def _apart(kept: Kept) -> Query | None:
    query = _above(kept)
    return None if query is None else replace(query, predicate=None)


def forms() -> Iterator[Form]:
    over = "(above | over | off | below:(below | under | beneath | underneath))"
    rises = "(rise | stick up | stand | extend | tower | lie | come | sit | reach | hang | hover)"
    higher = "(higher up? | below:(lower down?))"
    for begin in ("how (far | high | much)", "how many u:UNIT", "by how much"):
        yield f"{begin} (BE a:TIP | a:TIP BE) {over} b:TIP", _above
        yield f"{begin} {over} b:TIP BE a:TIP", _above
        yield f"{begin} (does | do) a:TIP {rises} up? {over} b:TIP", _above
        yield f"{begin} {higher} (BE a:TIP | a:TIP BE) THAN b:TIP (BE)?", _above
        yield f"{begin} BE a:TIP {higher} THAN b:TIP", _above
        yield f"{begin} higher (does | do) a:NP {rises} THAN b:NP (does | do)?", _tops
    level = "(at)? (what | which) height"
    yield f"{level} (BE a:TIP at? | does a:TIP (lie | sit | end)) (above b:TIP)?", _above_floor
    yield "how high up? (BE a:TIP | does a:TIP (reach | lie | go | extend))", _above_floor
    vertical = "(vertical DISTANCE | height difference | difference in (height | level | elevation) | level difference)"
    for begin in ("ASKFOR THE?", "the?", "how (big | large | great) BE the?"):
        yield f"{begin} {vertical} ((between | of) a:TIP and b:TIP | from a:TIP to b:TIP)", _apart
    yield f"how much {vertical} (is there | there is | BE)? (between a:TIP and b:TIP | from a:TIP to b:TIP)", _apart
    yield "ASKFOR THE? height of a:TIP (above | over) b:TIP", _above
