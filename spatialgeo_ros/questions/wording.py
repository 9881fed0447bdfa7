"""Phrases, objects and lists of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spatialgeo_ros.questions import units
from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.lexicon import ORDINALS
from spatialgeo_ros.questions.vocabulary import is_flat, plural_of
from spatialgeo_ros.types import Dimension, Phrase, Predicate

RELATION_WORDS = {
    Predicate.LEFT_OF: "to the left of",
    Predicate.RIGHT_OF: "to the right of",
    Predicate.IN_FRONT_OF: "in front of",
    Predicate.BEHIND: "behind",
    Predicate.ABOVE: "above",
    Predicate.BELOW: "below",
    Predicate.ON: "on",
    Predicate.INSIDE: "inside",
    Predicate.NEAR: "near",
    Predicate.TOUCHING: "touching",
    Predicate.BIGGER: "bigger than",
    Predicate.SMALLER: "smaller than",
    Predicate.TALLER: "taller than",
    Predicate.SHORTER: "shorter than",
    Predicate.WIDER: "wider than",
    Predicate.THINNER: "narrower than",
    Predicate.BETWEEN: "between",
}
SIDE_NAMES = {
    Predicate.LEFT_OF: "left",
    Predicate.RIGHT_OF: "right",
    Predicate.IN_FRONT_OF: "front",
    Predicate.BEHIND: "back",
}
LEADER_WORDS = {
    Predicate.LEFT_OF: "leftmost",
    Predicate.RIGHT_OF: "rightmost",
    Predicate.IN_FRONT_OF: "frontmost",
    Predicate.BEHIND: "backmost",
    Predicate.ABOVE: "highest",
    Predicate.BELOW: "lowest",
    Predicate.BIGGER: "biggest",
    Predicate.SMALLER: "smallest",
    Predicate.TALLER: "tallest",
    Predicate.SHORTER: "shortest",
    Predicate.WIDER: "widest",
    Predicate.THINNER: "narrowest",
}
OPPOSITE = {
    Predicate.LEFT_OF: Predicate.RIGHT_OF,
    Predicate.IN_FRONT_OF: Predicate.BEHIND,
    Predicate.ABOVE: Predicate.BELOW,
    Predicate.BIGGER: Predicate.SMALLER,
    Predicate.TALLER: Predicate.SHORTER,
    Predicate.WIDER: Predicate.THINNER,
}
OPPOSITE |= {second: first for first, second in OPPOSITE.items()}


SIZE_WORDS = {
    Predicate.TALLER: "tall",
    Predicate.SHORTER: "tall",
    Predicate.WIDER: "wide",
    Predicate.THINNER: "wide",
    Predicate.BIGGER: "long",
    Predicate.SMALLER: "long",
}


def clause(
    predicate: Predicate, names: Iterable[str], limit_m: float = 0.0, unit: str = "", dimension: Dimension = Dimension.HEIGHT
) -> str:
    """ "behind the mug", "within 30 cm of the mug", "more than 10 cm to the left of the mug", "more than 30 cm tall"."""
    others = joined(list(names))
    if not limit_m:
        return f"{RELATION_WORDS[predicate]} {others}"
    limit = units.plain(limit_m, unit)
    if predicate is Predicate.NEAR:
        return f"within {limit} of {others}"
    if predicate in SIZE_WORDS:
        less = predicate in (Predicate.SHORTER, Predicate.THINNER, Predicate.SMALLER)
        extent = "thick" if dimension is Dimension.THICKNESS else SIZE_WORDS[predicate]
        return f"{'less' if less else 'more'} than {limit} {extent}"
    return f"more than {limit} {RELATION_WORDS[predicate]} {others}"


AS_SIZED = {
    Dimension.HEIGHT: "tall",
    Dimension.WIDTH: "wide",
    Dimension.DEPTH: "deep",
    Dimension.LENGTH: "long",
    Dimension.THICKNESS: "thick",
    Dimension.VOLUME: "big",
}


def so_many_times(times: float) -> str:
    """ "twice", "half", "3 times"."""
    return {0.5: "half", 2.0: "twice"}.get(times, f"{times:.3g} times")


def joined(items: Sequence[str], word: str = "and") -> str:
    """ "a, b and c"."""
    return " ".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def counted(number: int, noun: str) -> str:
    """ "1 mug", "3 mugs", "no mugs"."""
    return f"{number or 'no'} {noun if number == 1 else plural_of(noun)}"


def say(phrase: Phrase, article: bool = True) -> str:
    """The phrase in words that parse back to it."""
    if phrase.noun == VIEWER.noun:
        return {
            "me": "you",
            "us": "you",
            "myself": "you",
            "here": "you",
            "my position": "you",
            "you": "me",
            "yourself": "me",
            "where you are": "me",
        }.get(phrase.text, "the camera")
    if phrase.ids:
        return joined([f"region {number}" if phrase.noun == "region" else f"#{number}" for number in phrase.ids])
    words = bare(phrase)
    if article and not phrase.definite and not phrase.plural:
        return a_or_an(words)
    return " ".join([*_article(phrase, article), words])


def a_or_an(words: str) -> str:
    """ "an apple", "a red box"."""
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def _article(phrase: Phrase, article: bool) -> list[str]:
    number = [str(phrase.count)] if phrase.count and phrase.plural else []
    if not article:
        return number
    if not phrase.definite:
        return number
    if phrase.plural and not number and not _plural_words(phrase):
        return ["every"]
    return ["the", *number]


def _plural_words(phrase: Phrase) -> bool:
    return phrase.plural and plural_of(phrase.noun or "object") != (phrase.noun or "object")


def bare(phrase: Phrase) -> str:
    """Without article: "tall red box behind the mug"."""
    if phrase.part:
        return f"{phrase.part} of {say(replace(phrase, part=''))}"
    referring = phrase.relation is None and bool(phrase.of)  # "nearest to the mug"
    sizes = [size for size in phrase.sizes if not (referring and size in ("nearest", "farthest"))]
    noun = phrase.noun or "object"
    if is_flat(noun):  # "thin" says of these that they are less thick
        sizes = [size.replace("thinnest", "narrowest").replace("thin", "narrow") for size in sizes]
    from_side = [size for size in sizes if ". " in size]
    sizes = [size for size in sizes if size not in from_side]
    words = [
        *map(_ranked, from_side),
        *sizes,
        *_colours(phrase),
        *(_shape(shape) for shape in phrase.shapes),
        plural_of(noun) if phrase.plural else noun,
    ]
    return " ".join(words) + conditions(phrase)


def _ranked(size: str) -> str:
    """ "2. leftmost" -> "second leftmost"."""
    number, _, word = size.partition(". ")
    return f"{next(said for said, value in ORDINALS.items() if value == int(number))} {word}"


def _colours(phrase: Phrase) -> list[str]:
    return [" and ".join(phrase.colours)] if phrase.colours else []


def _shape(shape: str) -> str:
    return {"box": "rectangular", "cylinder": "cylindrical", "ball": "spherical", "bowl": "bowl shaped"}.get(
        shape, shape
    )


def conditions(phrase: Phrase) -> str:
    """ " that is not behind the mug and left of the box", or nothing; begins with a space."""
    others = f" other than {joined([say(other) for other in phrase.besides])}" if phrase.besides else ""
    return " and".join(filter(None, map(_condition, (phrase, *phrase.also)))) + others


def _condition(phrase: Phrase) -> str:
    """ " closest to the box", or nothing."""
    if phrase.swapped and phrase.relation is not None:
        place = {Predicate.ON: "on", Predicate.INSIDE: "in"}.get(phrase.relation, RELATION_WORDS[phrase.relation])
        return f" {'without' if phrase.negated else 'with'} {joined([say(other) for other in phrase.of])} {place} it"
    if phrase.relation is not None:
        words = clause(phrase.relation, map(say, phrase.of), phrase.limit_m)
        return f"{' that is not' if phrase.negated else ''} {words}"
    if not phrase.of:
        return ""
    others = joined([say(other) for other in phrase.of])
    if any(". " in size for size in phrase.sizes):
        return f" {'to' if phrase.sizes[-1].endswith('nearest') else 'from'} {others}"
    return f" closest to {others}" if "nearest" in phrase.sizes else f" farthest from {others}"
