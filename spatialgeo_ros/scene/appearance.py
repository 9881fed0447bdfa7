"""Words for what an object looks like: colours, shapes, and the shortest phrase that singles it out."""

from __future__ import annotations

from collections.abc import Sequence

from spatialgeo_ros.scene.colours import COLOURS, colour_words
from spatialgeo_ros.types import FloatArray, ObjectKind, OrientedBox, SceneObject

__all__ = ["COLOURS", "SHAPES", "colour_words", "describe", "shape_words"]

SHAPES = ("box", "cylinder", "ball", "bowl", "flat", "long", "tall")


def shape_words(box: OrientedBox, surface_ref: FloatArray, up_ref: FloatArray) -> tuple[str, ...]:
    """Shape words that the geometry supports, from SHAPES; () when it supports none."""
    height = float(box.size_m[2])
    longer, shorter = sorted((float(box.size_m[0]), float(box.size_m[1])), reverse=True)
    words = []
    if height < 0.2 * shorter and height < 0.03:
        words.append("flat")
    if longer > 3 * max(shorter, height):
        words.append("long")
    if height > 1.8 * longer:
        words.append("tall")
    return tuple(words)


def describe(obj: SceneObject, among: Sequence[SceneObject]) -> str:
    """The shortest phrase that tells this object from the others, e.g. "red box"; without an article."""
    noun = obj.label or next((word for word in obj.shapes if word in ("box", "cylinder", "ball", "bowl")), "")
    noun = noun or ("surface" if obj.kind == ObjectKind.SUPPORT else "object")
    return " ".join([*obj.colours[:1], noun])
