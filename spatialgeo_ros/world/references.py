"""Noun phrases that single out one thing of a view beyond doubt: "the mug", "the red mug"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import ObjectKind
from spatialgeo_ros.world.palette import CONFUSABLE, looks_like
from spatialgeo_ros.world.truth import Truth, TruthObject

FAINT_PX = 12  # fewer pixels than this: nobody would say the thing is in view
_MAIN_SHARE = 0.6  # of its pixels that must have the colour it is named by
_TRACE_SHARE = 0.15  # of another thing's pixels that already make its name doubtful


@dataclass(frozen=True)
class Named:
    """A thing and the phrases that mean it alone, without an article; the first is the fullest."""

    item: TruthObject
    phrases: tuple[str, ...]

    def the(self, rng: np.random.Generator) -> str:
        return f"the {self.phrases[int(rng.integers(len(self.phrases)))]}"


def named_things(truth: Truth) -> tuple[Named, ...]:
    """The well visible things that can be named, each with its phrases."""
    found = []
    for item in truth.well_visible():
        phrases = _phrases(item, [o for o in truth.objects if o.id != item.id and o.pixel_count >= FAINT_PX])
        if phrases:
            found.append(Named(item, phrases))
    return tuple(found)


def support_phrase(truth: Truth, support_id: int) -> str | None:
    """"the table" when it is the only one of its word in view and well in it, else None."""
    same = [o for o in truth.objects if o.id != support_id and o.word == truth.room.thing(support_id).word]
    shown = [o for o in truth.objects if o.id == support_id and o.pixel_count > 8000]
    if same or not shown or shown[0].word not in ("table", "floor") or shown[0].kind is not ObjectKind.SUPPORT:
        return None
    return f"the {shown[0].word}"


def _phrases(item: TruthObject, others: list[TruthObject]) -> tuple[str, ...]:
    same_word = [o for o in others if o.word == item.word]
    phrases = []
    colour = _main_colour(item)
    if colour is not None and not any(_may_be_called(o, colour) for o in same_word):
        phrases.append(f"{colour} {item.word}")
    if not same_word:
        phrases.append(item.word)
    return tuple(phrases)


def _main_colour(item: TruthObject) -> str | None:
    word, share = item.seen_colours[0] if item.seen_colours else ("", 0.0)
    plain = share >= _MAIN_SHARE and word == item.colours[0] and looks_like(word, item.median_rgb)
    return word if plain else None


def _may_be_called(other: TruthObject, colour: str) -> bool:
    words = {word for word, share in other.seen_colours if share >= _TRACE_SHARE} | set(other.colours)
    return any(word == colour or frozenset((word, colour)) in CONFUSABLE for word in words)
