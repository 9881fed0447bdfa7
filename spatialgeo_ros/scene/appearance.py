"""Words for what an object looks like, and the shortest phrase that tells it from the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from spatialgeo_ros.scene.colours import COLOURS, colour_words, colour_words_of
from spatialgeo_ros.scene.shape import SHAPES, shape_words
from spatialgeo_ros.types import ObjectKind, SceneObject

__all__ = ["COLOURS", "SHAPES", "colour_words", "colour_words_of", "describe", "shape_words"]

_NOUNS = ("box", "cylinder", "ball", "bowl")  # shape words that can stand for a name
_STOREY_M = 0.1  # between two surfaces that are over one another, not beside
_CLEARLY = 1.25  # times larger than the next: enough to be called the big one


def describe(obj: SceneObject, among: Sequence[SceneObject]) -> str:
    """The shortest phrase that tells this object from the others, without an article: "red box", "tall red box".

    Name (or shape, or "object"), then colour, second colour, size, and at last its place in the image from left to
    right, of two surfaces over one another from above. What is out of view is told apart as far as words go.
    """
    noun = noun_of(obj)
    rivals = [item for item in among if item is not obj and item.id != obj.id and _may_be_called(item, noun)]
    colours: list[str] = []
    for colour in obj.colours:
        if not rivals and (colours or obj.label):
            break
        fewer = [item for item in rivals if colour in item.colours]
        if len(fewer) < len(rivals) or not obj.label:
            colours.append(colour)
            rivals = fewer
    if colours[:1] == list(obj.colours[:1]):  # who says so means the one that is mainly of this colour
        rivals = [item for item in rivals if item.colours[:1] == obj.colours[:1]]
    words = " ".join([" and ".join(colours), noun]).strip()
    if not rivals:
        return words
    size = _size_word(obj, rivals)
    return f"{size} {words}" if size else _placed(words, obj, rivals)


def noun_of(obj: SceneObject) -> str:
    """Its name, else its shape, else "object" or "surface"."""
    shape = next((word for word in obj.shapes if word in _NOUNS), "object")
    return obj.label or ("surface" if obj.kind == ObjectKind.SUPPORT else shape)


def _may_be_called(item: SceneObject, noun: str) -> bool:
    """Whether a question that says this noun may mean the item: "object" means anything, "box" whatever looks like one."""
    if noun_of(item) == noun:
        return True
    return item.kind == ObjectKind.OBJECT and (noun == "object" or (noun in _NOUNS and noun in item.shapes))


def _size_word(obj: SceneObject, rivals: Sequence[SceneObject]) -> str:
    """The first of tall, short, big, small that fits this object and clearly none of the others; "" = none."""
    measures: tuple[tuple[Callable[[SceneObject], float], str, str], ...] = (
        (lambda item: float(item.box.size_m[2]), "tall", "short"),
        (lambda item: float(np.cbrt(np.prod(item.box.size_m))), "big", "small"))
    if obj.touches_border or any(item.touches_border for item in rivals):
        return ""
    for measure, more, less in measures:
        own, others = measure(obj), [measure(item) for item in rivals]
        if own > _CLEARLY * max(others):
            return more
        if own * _CLEARLY < min(others):
            return less
    return ""


def _placed(words: str, obj: SceneObject, rivals: Sequence[SceneObject]) -> str:
    """The phrase with the object's place from left to right among those it could be mixed up with."""
    if obj.bbox_xyxy_px is None:
        return f"{words} out of view"
    if len(rivals) == 1 and _over_one_another(obj, rivals[0]):
        return f"{'upper' if _height_m(obj) > _height_m(rivals[0]) else 'lower'} {words}"
    middles = [item.bbox_xyxy_px[0] + item.bbox_xyxy_px[2] for item in rivals if item.bbox_xyxy_px is not None]
    if not middles:
        return f"{words} in view"
    rank = sum(middle < obj.bbox_xyxy_px[0] + obj.bbox_xyxy_px[2] for middle in middles)
    if len(middles) == 1:
        return f"{('left', 'right')[rank]} {words}"
    if rank in (0, len(middles)):
        return f"{'leftmost' if rank == 0 else 'rightmost'} {words}"
    return f"{_ordinal(rank + 1)} {words} from the left"


def _over_one_another(one: SceneObject, other: SceneObject) -> bool:
    """Two surfaces of which left and right say little: boards of one shelf."""
    if ObjectKind.OBJECT in (one.kind, other.kind):
        return False
    up = one.box.reference_from_box.rotation[:, 2]
    apart = one.centre_ref - other.centre_ref
    rise = float(apart @ up)
    beside = float(np.linalg.norm(apart - rise * up))
    return abs(rise) > _STOREY_M and beside < 0.5 * min(float(item.box.size_m[:2].max()) for item in (one, other))


def _height_m(item: SceneObject) -> float:
    return float(item.centre_ref @ item.box.reference_from_box.rotation[:, 2])


def _ordinal(number: int) -> str:
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    if number <= len(words):
        return words[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
