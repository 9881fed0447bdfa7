"""What has something in it, or on it: "the box containing the can", "the shelf that holds books", "the box the can is in"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.patterns import Notation, Reader, Sentence
from spatialgeo_ros.questions.vocabulary import CONTENTS, SUPPORT_NOUNS
from spatialgeo_ros.types import Phrase, Predicate

MACROS = {
    "CONTAINS": "in:(contain | contains | is containing | are containing | house | houses)",
    "HOLDS": "(hold | holds | is holding | are holding)",
    "CARRIES": "on:(support | supports | carry | carries | (is | are) (supporting | carrying))",
    "CONTAINING": "(in:(containing | housing) | holding | on:(supporting | carrying))",
    "GOT": "(has | have | has got | have got)",
    "KEPT": "(standing | sitting | lying | resting | kept | stored | placed | put | left | hidden | hiding)?",
}
_HOLLOW = ("cabinet", "sideboard", "dresser")  # surfaces, but what these hold is in them
_FLAT = ("plate", "tray", "saucer", "chair", "armchair", "stool", "sofa", "couch", "bed", "seat")
_FOLLOWS = ("", "is", "are", "'s", "from", "to", "and", "or", "than")  # after "the box the can is in"
_ARTICLES = ("the", "a", "an", "my", "your", "our", "that", "this", "which")


def how_held(holder: Phrase, kept: Mapping[str, Any]) -> Predicate:
    """How what "contains", "holds" or "carries" something has it: on a table, in a box."""
    head = holder.noun.rpartition(" ")[2]
    surface = (holder.noun in SUPPORT_NOUNS or head in SUPPORT_NOUNS) and head not in _HOLLOW
    flat = head in _FLAT and "in" not in kept
    return Predicate.ON if "on" in kept or surface or flat else Predicate.INSIDE


def holds(holder: Phrase, kept: Mapping[str, Any]) -> Phrase:
    """That it holds "b", as what a phrase says of a thing."""
    return Phrase(relation=how_held(holder, kept), of=(kept["b"],), swapped=True)


def is_filled(kept: Mapping[str, Any]) -> bool:
    """Whether "b" is what it is filled with: which jar holds coffee nobody sees."""
    return kept["b"].noun in CONTENTS


def holder_of(holder: Phrase, kept: Mapping[str, Any]) -> Phrase:
    """The one among these that holds "b"."""
    return replace(holder, definite=False, also=(*holder.also, holds(holder, kept)))


def holding_reader(noun_phrase: Reader) -> Reader:
    """Reads what follows the noun of something that holds "b"; "in" and "on" are kept where that is said."""
    notation = Notation({**MACROS, "BE": "(is | are)"}, {"NP": noun_phrase})
    open_ended = notation.compile("((that | which) (CONTAINS | HOLDS | CARRIES) | CONTAINING) b:NP")
    in_it = notation.compile("(with | (that | which) GOT | having) b:NP KEPT in:(in | inside)")
    it_is_in = notation.compile(
        "(that | which)? b:NP (BE KEPT | stands | sits | lies | rests) (on:(on | on top of) | in:(in | inside))"
    )

    def read(sentence: Sentence, at: int) -> Iterator[tuple[Mapping[str, Any], int]]:
        for kept, end in open_ended(sentence, at):
            yield dict(kept), end
        named = sentence.words[at : at + 1] and sentence.words[at] in _ARTICLES
        for node in (in_it, it_is_in) if named else (in_it,):
            for kept, end in node(sentence, at):
                follows = (*sentence.words[end : end + 1], "")[0]
                if follows in _FOLLOWS or end in sentence.breaks:
                    yield dict(kept), end

    def seen(sentence: Sentence, at: int) -> Iterator[tuple[Mapping[str, Any], int]]:
        return ((kept, end) for kept, end in read(sentence, at) if not is_filled(kept))

    return seen
