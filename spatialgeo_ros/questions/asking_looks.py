"""Sentence forms that ask whether a thing looks so, or is such a thing: "is the mug red?", "is it a bottle?"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions import phrase_parts
from spatialgeo_ros.questions.asking_counts import lifted
from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.forms import Form
from spatialgeo_ros.types import Phrase, Query, QueryKind

Kept = Mapping[str, Any]


def _is_such(kept: Kept) -> Query | None:
    """Of "a box" or "anything" it is asked whether there is one that looks so."""
    thing: Phrase = kept["a"]
    look = replace(kept["look"], text="", definite=False)
    if thing.noun == VIEWER.noun or thing.noun == phrase_parts.IT:
        return None
    if thing.definite:
        return Query(QueryKind.IS_SUCH, (thing,), (replace(look, text=kept["look"].text),), negated="no" in kept)
    if "no" in kept:
        return None
    looking = replace(thing, colours=thing.colours + look.colours, shapes=thing.shapes + look.shapes, text="")
    return lifted(Query(QueryKind.EXISTS, (looking,)))


def _is_a(kept: Kept) -> Query | None:
    """ "is that a bottle?": a kind by its name alone, so that every part of it can be told of the thing."""
    kind: Phrase = kept["look"]
    named = kind.noun not in ("", phrase_parts.ONE)
    if kind.definite or kind.plural != kept["a"].plural or not (named or kind.colours or kind.shapes):
        return None
    if kind.relation is not None or kind.also or kind.sizes or kind.count or not kept["a"].definite:
        return None
    return _is_such({**kept, "look": replace(kind, noun=kind.noun if named else "", plural=False)})


def _either(kept: Kept) -> Query | None:
    """ "is the ball blue or green?": what is known of it tells which."""
    return Query(QueryKind.WHAT_IS, (kept["a"],)) if kept["a"].definite and kept["a"].noun != VIEWER.noun else None


def forms() -> Iterator[Form]:
    look = "(look:LOOK | look:LOOK in colour | look:LOOK (coloured | shaped))"
    yield f"BE a:NP (all | both)? no:not? {look}", _is_such
    yield f"BE not a:NP {look}", _is_such
    yield f"(if | whether | SAYTHAT) a:NP BE no:not? {look} (or not)?", _is_such
    yield f"BE the (colour | shape) of a:NP {look}", _is_such
    yield f"DO a:NP (look | appear | seem) (to be)? {look}", _is_such
    yield f"BE a:NP of {look} colour", _is_such
    yield "BE a:NP look:LOOK or (is it)? LOOK", _either
    yield "(what | which) (colour | shape) BE a:NP LOOK (LOOK)? or LOOK", _either
    yield "BE the? (colour | shape) of a:NP LOOK (LOOK)? or LOOK", _either
    yield "BE a:NP no:not? (a | an) look:NOM", _is_a
    yield "(if | whether | SAYTHAT) a:NP BE no:not? (a | an) look:NOM", _is_a
    yield "(are) a:NP no:not? look:NOM", _is_a


def statement_forms() -> Iterator[Form]:
    """Statements that are questions only by their question mark: "The mug is red?"."""
    yield "a:NP BE no:not? look:LOOK", _is_such
