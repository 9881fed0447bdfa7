"""One view of a simulated room: what is true of it, what was measured, and which found object is which true one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.evaluation.matching import box_iou, masks_iou, match_best_first
from spatialgeo_ros.evaluation.unmatched import seen_objects
from spatialgeo_ros.types import ObjectKind, PinholeCamera, Scene, SceneObject
from spatialgeo_ros.world.solids import pixels_alone, solids
from spatialgeo_ros.world.truth import Truth, TruthObject

MIN_IOU = 0.5
MIN_VISIBLE = 0.6
MIN_PIXELS = 400
NOT_FOUND = "not found"  # how the detail of a check ends that is wrong because an object was missed
SEATS = frozenset({"chair", "stool"})  # furniture that is no support in the truth; scored apart from household objects


@dataclass(frozen=True, eq=False)
class RoomFrame:
    """counted: true objects at least 60 % visible (what lies outside the image counts as hidden) and 400 px large.
    seats: chairs and stools as well visible.

    matched: true id -> found object, of all true objects. scene: None when the pipeline refused the frame.
    """

    where: str
    truth: Truth
    scene: Scene | None
    matched: Mapping[int, SceneObject]
    counted: tuple[TruthObject, ...]
    seats: tuple[TruthObject, ...] = ()


def room_frame(where: str, truth: Truth, true_ids: NDArray[np.uint16], scene: Scene | None) -> RoomFrame:
    """true_ids: (H, W) the true id of each pixel, of the same image the scene was measured in."""
    things = [item for item in truth.objects if item.kind is ObjectKind.OBJECT]
    plain = [item for item in things if item.pixel_count >= MIN_PIXELS
             and whole_visible_fraction(truth, item) >= MIN_VISIBLE]
    counted = tuple(item for item in plain if item.word not in SEATS)
    seats = tuple(item for item in plain if item.word in SEATS)
    return RoomFrame(where, truth, scene, {} if scene is None else _match(things, true_ids, scene), counted, seats)


def whole_visible_fraction(truth: Truth, item: TruthObject) -> float:
    """Visible pixels / pixels it would have if it were alone and the image were large enough to show it whole."""
    if not item.touches_border:
        return item.visible_fraction
    camera = truth.camera
    wide = PinholeCamera(3 * camera.height, 3 * camera.width, camera.fx, camera.fy, camera.cx + camera.width,
                         camera.cy + camera.height)
    return item.pixel_count / max(pixels_alone(solids(truth.room)[item.id - 1], truth.world_from_camera, wide), 1)


def name_of(item: TruthObject) -> str:
    return f"{item.word}[{item.id}]"


def lost(frame: RoomFrame, *items: TruthObject) -> str:
    """Which of these were missed, in words; "" when all were found."""
    missing = [name_of(item) for item in items if item.id not in frame.matched]
    return f"{' and '.join(missing)} {NOT_FOUND}" if missing or frame.scene is None else ""


def _match(things: Sequence[TruthObject], true_ids: NDArray[np.uint16], scene: Scene) -> dict[int, SceneObject]:
    found = seen_objects(scene)
    overlap = box_iou([item.bbox_xyxy_px for item in things],
                      [item.bbox_xyxy_px for item in found if item.bbox_xyxy_px is not None])
    if scene.id_image is not None:
        overlap = np.maximum(overlap, masks_iou([item.id for item in things], true_ids,
                                                [item.id for item in found], scene.id_image))
    return {things[row].id: found[column] for row, column in match_best_first(overlap, MIN_IOU).items()}


def overlap(scene: Scene, true_ids: NDArray[np.uint16], item: TruthObject, found: SceneObject) -> float:
    """Intersection over union of masks or of image boxes, whichever is larger."""
    boxes = [] if found.bbox_xyxy_px is None else [float(box_iou([item.bbox_xyxy_px], [found.bbox_xyxy_px])[0, 0])]
    masks = [] if scene.id_image is None else [float(masks_iou([item.id], true_ids, [found.id], scene.id_image)[0, 0])]
    return max([0.0, *boxes, *masks])


def mask_iou(frame: RoomFrame, true_ids: NDArray[np.uint16], item: TruthObject) -> float:
    """Overlap of the pixels of a true object with those of the object it was found as; 0 when it was missed."""
    if frame.scene is None or frame.scene.id_image is None or item.id not in frame.matched:
        return 0.0
    return float(masks_iou([item.id], true_ids, [frame.matched[item.id].id], frame.scene.id_image)[0, 0])
