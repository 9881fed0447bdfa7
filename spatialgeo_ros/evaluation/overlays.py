"""Pictures of an evaluation: what was found over what was annotated."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.drawing.labels import Picture, Rgb, draw_plate, plate_for
from spatialgeo_ros.evaluation.frames import FrameResult
from spatialgeo_ros.evaluation.unmatched import seen_objects
from spatialgeo_ros.types import ObjectKind

SCALE = 2
PAPER_RGB: Rgb = (20, 20, 20)
TRUE_RGB, MISSED_RGB, MATCHED_RGB, ALONE_RGB, FLAT_RGB = (
    (255, 255, 255), (255, 40, 40), (80, 255, 80), (255, 160, 0), (160, 160, 160))


def overlay(result: FrameResult, rgb: Picture) -> Picture:
    """(2H, 2W, 3) picture. White: annotated outline, red: missed, grey: missed but flat or background; green: found
    and matched, with its id; orange: found without a partner. Found regions are filled half transparent."""
    height, width = rgb.shape[:2]
    picture = np.asarray(cv2.resize(rgb, (width * SCALE, height * SCALE)), np.uint8)
    partners = {item.id for item in result.matched.values()}
    if result.scene is not None and result.scene.id_image is not None:
        picture = _fill(picture, result.scene.id_image)
    for item in result.frame.objects:
        missed = FLAT_RGB if item.flat or item.background else MISSED_RGB
        colour = TRUE_RGB if item.id in result.matched else missed
        outlines = [np.round(polygon * SCALE + SCALE / 2).astype(np.int32) for polygon in item.outlines_px]
        cv2.polylines(picture, outlines, True, colour, 1)
        _text(picture, item.id, (int(item.box_xyxy_px[0]), int(item.box_xyxy_px[3])), colour)
    for found in [] if result.scene is None else seen_objects(result.scene):
        if found.bbox_xyxy_px is None:
            continue
        left, top, right, bottom = (SCALE * value for value in found.bbox_xyxy_px)
        colour = MATCHED_RGB if found.id in partners else ALONE_RGB
        cv2.rectangle(picture, (left, top), (right, bottom), colour, 1)
        _text(picture, f"#{found.id}", (left // SCALE, top // SCALE), colour)
    supports = 0 if result.scene is None else sum(item.kind is ObjectKind.SUPPORT for item in result.scene.objects)
    _text(picture, f"{result.frame.name}  {supports} supports  {result.error}", (0, 0), TRUE_RGB)
    return np.asarray(picture, np.uint8)


def _fill(picture: Picture, id_image: NDArray[np.uint16]) -> Picture:
    large = cv2.resize(id_image, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_NEAREST)
    hue = ((large.astype(np.int32) * 53) % 180).astype(np.uint8)
    full = np.full_like(hue, 255)
    tint = cv2.cvtColor(np.dstack([hue, full, full]), cv2.COLOR_HSV2RGB)
    mixed = cv2.addWeighted(picture, 0.65, tint, 0.35, 0)
    return np.asarray(np.where(large[:, :, None] > 0, mixed, picture), np.uint8)


def _text(picture: Picture, text: str, at_px: tuple[int, int], colour: Rgb) -> None:
    plate = plate_for(text, 0.45, at_px[0] * SCALE, at_px[1] * SCALE)
    draw_plate(picture, plate.kept_within(picture.shape[1], picture.shape[0]), colour, PAPER_RGB)
