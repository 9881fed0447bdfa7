"""Sentence forms that ask whether a thing fits into another, or between two: by their sizes, not by what is there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.questions.phrase_parts import IT
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
_HOLLOW = ("cabinet", "drawer", "cupboard")  # surfaces, but things are put into them
FIT_MACROS = {
    "ABLE": "(can | could | would | will | does | do | might | may)",
    "WHOLE": "(easily | completely | fully | entirely | wholly | comfortably | well | just)?",
    "FIT": "(fit | go | be (fitted | put | placed | packed | squeezed | stuffed) | be (small | little) enough to (fit | go))",
    "FITS": "(fits | goes | (would | will | can | could) (fit | go | be put | be packed))",
    "INTO": "(in | into | inside | inside of | within | in to)",
    "UPRIGHT": "(upright | standing (up | upright)? | while standing | without (tipping | tilting) it (over)? | "
    "as it (is | stands))",
    "SLIDE": "(fit | go | pass | slide | squeeze | slip | be (slid | put | squeezed | slipped | pushed | placed))",
    "UNTOUCHED": "(without touching (either | them | anything | any | either of them | any of them | both)?)",
    "ROOM": "(big | large | roomy | spacious)",
}


def _is_no_thing(phrase: Phrase) -> bool:
    """Not one thing that is told: "it", the viewer, several, or just anything."""
    anything = not (phrase.definite or phrase.noun or phrase.colours or phrase.shapes)
    return phrase.noun in (VIEWER.noun, IT) or phrase.plural or anything


def _into(kept: Kept) -> Query | None:
    """Whether "a" fits into "b"; up: as it stands."""
    thing, container = kept["a"], kept["b"]
    flat = container.noun in SUPPORT_NOUNS and container.noun not in _HOLLOW
    if _is_no_thing(thing) or _is_no_thing(container) or flat:
        return None  # how much room is left on a surface is not known
    negated = ("no" in kept) != ("too" in kept)
    return Query(QueryKind.FITS, (thing,), (container,), Predicate.INSIDE, negated=negated, strict="up" in kept)


def _between(kept: Kept) -> Query | None:
    ends: tuple[Phrase, ...] = tuple(kept[name] for name in ("b", "c") if name in kept)
    if _is_no_thing(kept["a"]) or (len(ends) == 1 and not ends[0].plural):
        return None
    return Query(QueryKind.FITS, (kept["a"],), ends, Predicate.BETWEEN, negated="no" in kept)


def _upright(build: Build) -> Build:
    return lambda kept: build({**kept, "up": ""})


def forms() -> Iterator[Form]:
    end = "INTO b:NP WHOLE up:UPRIGHT? (without sticking out (of it)?)?"
    yield f"ABLE not? a:NP no:not? WHOLE FIT WHOLE up:UPRIGHT? WHOLE {end}", _into
    one = "(can | could) (i | we | one | someone)"
    yield f"{one} WHOLE (fit | put | squeeze | pack | place) a:NP WHOLE up:UPRIGHT? {end}", _into
    yield "(can | could | would | will) not? a:NP no:not? stand up:(upright | up)? INTO b:NP (upright)?", _upright(_into)
    yield "(if | whether | SAYTHAT) a:NP WHOLE FITS WHOLE up:UPRIGHT? INTO b:NP WHOLE up:UPRIGHT?", _into
    yield "BE not? a:NP no:not? (small | little) enough (for | to (fit | go) WHOLE INTO) b:NP", _into
    yield "BE not? a:NP no:not? too:(too (big | large)) (for | to (fit | go) WHOLE INTO) b:NP", _into
    for_it = "(for a:NP (to (fit | go) INTO it?)? | to (hold | take | fit | contain) a:NP)"
    yield f"BE not? b:NP no:not? ROOM enough {for_it}", _into
    yield f"BE not? b:NP no:not? too:(too (small | little)) {for_it}", _into
    for ends in ("b:NP and c:NP", "b:NP"):
        between = f"(the (gap | space | room))? in? between {ends} UNTOUCHED?"
        inside = f"in? between {ends}"
        yield f"ABLE not? a:NP no:not? WHOLE SLIDE (through)? {between}", _between
        goes = "(fits | goes | (would | will | can | could) SLIDE)"
        yield f"(if | whether | SAYTHAT) a:NP WHOLE {goes} (through)? {between}", _between
        yield f"BE there (enough)? (room | space) for a:NP (to SLIDE (through)?)? {inside}", _between
        yield f"BE there (enough)? (room | space) {inside} for a:NP (to SLIDE (through)?)?", _between
        yield f"{one} (fit | put | squeeze | slide | place) a:NP {between}", _between
        gap = f"the? (gap | space | room | distance) between {ends}"
        for_it = "(for a:NP (to SLIDE (through)?)? | to (take | fit) a:NP)"
        yield f"BE {gap} no:not? (big | wide | large) enough {for_it}", _between
