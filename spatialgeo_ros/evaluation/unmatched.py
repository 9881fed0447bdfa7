"""What a found object that matches no annotated one is: a part of one, several in one, background, or nothing known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.evaluation.annotations import AnnotatedFrame, AnnotatedObject
from spatialgeo_ros.types import ObjectKind, Scene, SceneObject

MOST = 0.5
TABLE_BAND_M = (-0.03, 0.6)  # heights above the table's plane at which something is on the table


class UnmatchedKind(Enum):
    PART = "part of an annotated object"
    MERGED = "several annotated objects in one"
    BACKGROUND = "background"
    UNKNOWN = "on the table, not annotated"


@dataclass(frozen=True)
class Unmatched:
    """A found object without a partner. of: the annotated ids it has to do with."""

    where: str
    object_id: int
    kind: UnmatchedKind
    bbox_xyxy_px: tuple[int, int, int, int] | None
    of: tuple[str, ...] = ()


def seen_objects(scene: Scene) -> list[SceneObject]:
    """Objects (no supports) that are in view in this image."""
    return [item for item in scene.objects
            if item.kind is ObjectKind.OBJECT and item.visible and item.bbox_xyxy_px is not None]


def explain_unmatched(frame: AnnotatedFrame, scene: Scene,
                      matched: Mapping[str, SceneObject]) -> tuple[Unmatched, ...]:
    partners = {item.id for item in matched.values()}
    alone = [item for item in seen_objects(scene) if item.id not in partners]
    outlines = {item.id: _outline_mask(item, scene.camera.height, scene.camera.width) for item in frame.objects}
    return tuple(_explain(frame, scene, item, outlines) for item in alone)


def _explain(frame: AnnotatedFrame, scene: Scene, item: SceneObject,
             outlines: Mapping[str, NDArray[np.bool_]]) -> Unmatched:
    mask = _found_mask(item, scene)
    inside = {name: int(np.count_nonzero(mask & outline)) for name, outline in outlines.items()}
    covered = tuple(name for name, outline in outlines.items()
                    if inside[name] >= MOST * max(int(np.count_nonzero(outline)), 1))
    foreground = {other.id for other in frame.objects if not other.background}
    swallowed = tuple(name for name in covered if name in foreground)
    touched = max(inside, key=lambda name: inside[name], default="")
    if len(swallowed) >= 2:
        kind, of = UnmatchedKind.MERGED, swallowed
    elif touched in foreground and inside[touched] >= MOST * int(np.count_nonzero(mask)):
        kind, of = UnmatchedKind.PART, (touched,)
    elif not _on_table(frame, scene, item) or (touched not in foreground and inside.get(touched, 0) > 0):
        kind, of = UnmatchedKind.BACKGROUND, ()
    else:
        kind, of = UnmatchedKind.UNKNOWN, ()
    return Unmatched(frame.name, item.id, kind, item.bbox_xyxy_px, of)


def _on_table(frame: AnnotatedFrame, scene: Scene, item: SceneObject) -> bool:
    """Above the table's plane and within the table's neighbourhood, as far as the annotated things tell."""
    camera_from_reference = scene.reference_from_camera.inverse()
    bottom_camera = camera_from_reference.apply(item.box.corners_ref())
    heights_m = bottom_camera @ frame.table_up + frame.table_offset_m
    low, high = TABLE_BAND_M
    return bool(low <= heights_m.min() <= high)


def _found_mask(item: SceneObject, scene: Scene) -> NDArray[np.bool_]:
    if scene.id_image is not None:
        return np.asarray(scene.id_image == item.id)
    mask = np.zeros((scene.camera.height, scene.camera.width), bool)
    if item.bbox_xyxy_px is not None:
        left, top, right, bottom = item.bbox_xyxy_px
        mask[top:bottom + 1, left:right + 1] = True
    return mask


def _outline_mask(item: AnnotatedObject, height: int, width: int) -> NDArray[np.bool_]:
    canvas = np.zeros((height, width), np.uint8)
    cv2.fillPoly(canvas, [np.round(polygon).astype(np.int32) for polygon in item.outlines_px], (1,))
    return canvas.astype(bool)
