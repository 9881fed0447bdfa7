"""What a thing is called on a picture, where its id stands beside the name and room is scarce."""

from __future__ import annotations

from collections.abc import Sequence

from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import ObjectKind, SceneObject

MAX_CHARS = 20
SHAPE_NOUNS = ("box", "cylinder", "ball", "bowl")


def short_name(item: SceneObject, among: Sequence[SceneObject]) -> str:
    """The phrase that singles it out when that is short; else its label, or colour and kind ("red box")."""
    phrase = describe(item, among)
    if len(phrase) <= MAX_CHARS:
        return phrase
    shape = next((word for word in item.shapes if word in SHAPE_NOUNS), "object")
    noun = item.label or ("surface" if item.kind is ObjectKind.SUPPORT else shape)
    name = " ".join([*item.colours[:1], noun])
    return name if len(name) <= MAX_CHARS else noun[:MAX_CHARS]
