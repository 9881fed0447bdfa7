"""Sentence forms that ask how large something is, or how much larger than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.questions.pronouns import with_it
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import Dimension, DistanceKind, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
HOW = {
    "tall": Dimension.HEIGHT,
    "high": Dimension.HEIGHT,
    "short": Dimension.HEIGHT,
    "wide": Dimension.WIDTH,
    "broad": Dimension.WIDTH,
    "narrow": Dimension.WIDTH,
    "thin": Dimension.WIDTH,
    "deep": Dimension.DEPTH,
    "thick": Dimension.THICKNESS,
    "long": Dimension.LENGTH,
    "big": Dimension.LENGTH,
    "large": Dimension.LENGTH,
    "small": Dimension.LENGTH,
}
_ALONG = ("size", "extent", "dimension", "dimensions", "length")
NAMES = {
    "height": Dimension.HEIGHT,
    "tallness": Dimension.HEIGHT,
    "width": Dimension.WIDTH,
    "breadth": Dimension.WIDTH,
    "diameter": Dimension.WIDTH,
    "depth": Dimension.DEPTH,
    "thickness": Dimension.THICKNESS,
    "length": Dimension.LENGTH,
    "size": Dimension.LENGTH,
    "dimensions": Dimension.LENGTH,
    "measurements": Dimension.LENGTH,
    "extent": Dimension.LENGTH,
    "volume": Dimension.VOLUME,
    "longest side": Dimension.LENGTH,
    "longest dimension": Dimension.LENGTH,
    "length of the longest side": Dimension.LENGTH,
    "length of the longest dimension": Dimension.LENGTH,
    "length of the longest dimension length width or height": Dimension.LENGTH,
    **{f"vertical {noun}": Dimension.HEIGHT for noun in _ALONG},
    **{f"horizontal {noun}": Dimension.WIDTH for noun in _ALONG},
}
PASSAGES = ("passage", "passageway", "aisle", "corridor")
MORE_THAN = {  # "how much taller": (predicate, dimension)
    "taller": (Predicate.TALLER, Dimension.HEIGHT),
    "shorter": (Predicate.SHORTER, Dimension.HEIGHT),
    "wider": (Predicate.WIDER, Dimension.WIDTH),
    "broader": (Predicate.WIDER, Dimension.WIDTH),
    "thinner": (Predicate.THINNER, Dimension.WIDTH),
    "narrower": (Predicate.THINNER, Dimension.WIDTH),
    "longer": (Predicate.BIGGER, Dimension.LENGTH),
    "deeper": (Predicate.BIGGER, Dimension.DEPTH),
    "thicker": (Predicate.BIGGER, Dimension.THICKNESS),
    "bigger": (Predicate.BIGGER, Dimension.VOLUME),
    "larger": (Predicate.BIGGER, Dimension.VOLUME),
    "smaller": (Predicate.SMALLER, Dimension.VOLUME),
}


def _size(kept: Kept) -> Query | None:
    dimension = HOW.get(kept.get("how", "")) if "how" in kept else NAMES.get(kept.get("dim", ""))
    if "terms" in kept:
        dimension = NAMES.get(kept["terms"])
    thing: Phrase = kept["a"]
    if dimension is None or ("total" in kept and thing.plural):  # a sum over several things
        return None
    if kept.get("dim") == "height" and thing.relation is Predicate.ABOVE and not thing.also:
        bare = replace(thing, relation=None, of=())  # "the height of the lamp above the table" is no size
        return Query(QueryKind.DISTANCE, (bare,), thing.of, Predicate.ABOVE, DistanceKind.VERTICAL, unit=kept.get("u", ""))
    if thing.noun in PASSAGES and thing.relation is Predicate.BETWEEN:
        return _passage(thing, dimension, kept.get("u", ""))
    return Query(QueryKind.SIZE, (kept["a"],), dimension=dimension, unit=kept.get("u", ""))


def _passage(passage: Phrase, dimension: Dimension, unit: str) -> Query | None:
    """The width of the passage between two things is how far they are apart; how long it is nobody can see."""
    plain = set(passage.sizes) <= {"thinnest", "nearest"} and not passage.also and not passage.negated
    if dimension is not Dimension.WIDTH or not plain:
        return None
    return Query(QueryKind.DISTANCE, passage.of[:1], passage.of[1:], unit=unit)


def _size_fixed(dimension: Dimension) -> Build:
    return lambda kept: Query(QueryKind.SIZE, (kept["a"],), dimension=dimension, unit=kept.get("u", ""))


def _difference(kept: Kept) -> Query | None:
    predicate, dimension = MORE_THAN[kept["more"]] if "more" in kept else (None, NAMES[kept["dim"]])
    if kept.get("dim") == "height" and {kept["a"].noun, kept["b"].noun} <= SUPPORT_NOUNS:
        return _between_levels(kept)
    return Query(QueryKind.SIZE, (kept["a"],), (kept["b"],), predicate, dimension=dimension, unit=kept.get("u", ""))


def _difference_from(kept: Kept) -> Query | None:
    """ "how much taller than the mug is the bottle next to it": it is what was named before."""
    return _difference({**kept, "a": with_it(kept["a"], kept["b"])})


def _between_levels(kept: Kept) -> Query:
    """The height difference of two surfaces: how far the one is above the other; what is under them has no height here."""
    return Query(QueryKind.DISTANCE, (kept["a"],), (kept["b"],), distance=DistanceKind.VERTICAL, unit=kept.get("u", ""))


def _level(kept: Kept) -> Query:
    """ "at what height is it": above the floor, or above "b"."""
    base = kept.get("b", Phrase(noun="floor", definite=True))
    return Query(QueryKind.DISTANCE, (kept["a"],), (base,), Predicate.ABOVE, DistanceKind.VERTICAL)


def _top_level(kept: Kept) -> Query | None:
    """The top of a surface is what its height is measured to; of other things only the middle is known."""
    return Query(QueryKind.SIZE, (kept["a"],), dimension=Dimension.HEIGHT) if kept["a"].noun in SUPPORT_NOUNS else None


def forms() -> Iterator[Form]:
    yield "at (what | which) height (BE a:NP | does a:NP (lie | hang | stand | sit)) (above b:NP)?", _level
    yield "at (what | which) height above b:NP BE a:NP", _level
    yield "(at)? (what | which) height (is | 's) a:NP at (above b:NP)?", _level
    yield "how high up (BE a:NP | a:NP BE)", _level
    yield "at (what | which) height BE the (top | surface) of a:NP", _top_level
    yield "how high BE the (top | surface) of a:NP", _top_level
    yield from _how_forms()
    yield from _named_forms()
    yield from _space_forms()
    yield from _difference_forms()


def _how_forms() -> Iterator[Form]:
    how = "how:(" + " | ".join(HOW) + ")"
    for begin in (
        f"how {how} (across | overall)? (in u:UNIT)?",
        f"how many u:UNIT (in)? {how}",
        f"how {how} THINK",
        f"(about | roughly | approximately) how {how}",
    ):
        yield f"{begin} (BE a:NP | a:NP BE)", _size
        yield (
            f"{begin} BE a:NP (in terms of | in | with respect to) (its)? "
            "terms:(height | width | depth | length | size | volume)",
            _size,
        )


def _named_forms() -> Iterator[Form]:
    names = "dim:(" + " | ".join(NAMES) + ")"
    for begin in ("ASKFOR", "", "what (is | are)", "what does", "how (big | large | great | long | tall) BE"):
        yield f"{begin} MEASUREMENT? THE? (ABOUT | TOTAL)? {names} (of | for) a:NP (BE)?", _size
        yield f"{begin} a:NP 's (ABOUT | TOTAL)? {names} (BE)?", _size
        yield (
            f"{begin} THE? dim:(dimensions | size | measurements) (of | for) a:NP (in terms of | in) (its)? "
            "terms:(height | width | depth | length | size | volume)",
            _size,
        )
    yield f"((do you have | have you)? got | do you have) (a | the | any) {names} (of | for) a:NP", _size
    yield f"what (ABOUT | TOTAL)? {names} (BE a:NP | (does | do) a:NP have)", _size
    yield f"how much {names} (does a:NP have | of a:NP)", _size
    yield "how many u:UNIT (does | do) a:NP measure in dim:(height | width | depth | length)", _size
    yield "how many u:UNIT in dim:(height | width | depth | length) BE a:NP", _size
    yield "(measure | size of | size up) a:NP", _size_fixed(Dimension.LENGTH)


def _space_forms() -> Iterator[Form]:
    takes = "(does | do) a:NP (occupy | take up | take | need | fill)"
    yield f"how many u:VOLUMEUNIT (of (space | room | volume))? {takes}", _size_fixed(Dimension.VOLUME)
    yield "how many u:VOLUMEUNIT (does | do) a:NP (measure | have)", _size_fixed(Dimension.VOLUME)
    yield "how many u:VOLUMEUNIT BE (the volume of)? a:NP", _size_fixed(Dimension.VOLUME)
    space = f"how much (space | room | volume) {takes}"
    yield f"{space} horizontally", _size_fixed(Dimension.WIDTH)
    yield f"{space} vertically", _size_fixed(Dimension.HEIGHT)
    yield space, _size_fixed(Dimension.VOLUME)


def _difference_forms() -> Iterator[Form]:
    more = "more:(" + " | ".join(MORE_THAN) + ")"
    for begin in ("how much", "how many u:UNIT", "by how much", "by how many u:UNIT"):
        yield f"{begin} {more} (BE a:NP | a:NP BE) THAN b:NP", _difference
        yield f"{begin} BE a:NP {more} THAN b:NP", _difference
        yield f"{begin} {more} THAN b:NP (BE a:NP | a:NP BE)", _difference_from
    dim = "dim:(height | width | depth | length | thickness | size | volume)"
    for begin in ("ASKFOR", ""):
        yield f"{begin} THE? (difference in {dim} | {dim} difference) (between | of) a:NP and b:NP (BE)?", _difference
