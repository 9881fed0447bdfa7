"""Segments that are a piece of an object found beside them: masks split in some frames what they keep whole in others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from spatialgeo_ros.scene.overlap import outside, surface_samples, volume
from spatialgeo_ros.types import ObjectKind, SceneObject

_SMALLER = 0.6  # share of the whole's volume; what is larger is where the whole is, whatever its colour: a bottle's label
_SLACK_M = 0.01
_WITHIN = 0.9  # share of its surface within the whole's box
_NEAR_M = 0.02  # to the surface that was seen of the whole: what lies in a bowl is farther from the bowl
_MOSTLY = 0.6  # share of its surface so near


def is_piece(item: SceneObject, whole: SceneObject, colours: Collection[str]) -> bool:
    """whole: the object with the box and surface as known before this frame. colours: all words it was seen in."""
    if item.kind != ObjectKind.OBJECT or whole.kind != ObjectKind.OBJECT:
        return False
    other_colour = bool(colours and item.colours) and not set(colours) & set(item.colours)
    if other_colour and volume(item) <= _SMALLER * volume(whole):
        return False
    if len(outside(item.surface_ref, whole, _SLACK_M)) > (1 - _WITHIN) * len(item.surface_ref):
        return False
    points = surface_samples([item])[0]
    apart = np.linalg.norm(points[:, None] - whole.surface_ref[None], axis=2).min(axis=1)
    return bool(np.mean(apart < _NEAR_M) >= _MOSTLY)


def joined(item: SceneObject, pieces: Sequence[SceneObject]) -> SceneObject:
    """The object with the pixels of its pieces; its box in space is known already."""
    boxes = [one.bbox_xyxy_px for one in (item, *pieces) if one.bbox_xyxy_px is not None]
    if not pieces or not boxes:
        return item
    left, top = (min(box[k] for box in boxes) for k in (0, 1))
    right, bottom = (max(box[k] for box in boxes) for k in (2, 3))
    return item.replaced(pixel_count=item.pixel_count + sum(piece.pixel_count for piece in pieces),
                         bbox_xyxy_px=(left, top, right, bottom))
