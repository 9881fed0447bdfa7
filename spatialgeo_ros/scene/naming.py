"""Names for found objects, from a detector's image boxes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray, NamedBox, ObjectKind, SceneObject

_MIN_OVERLAP = 0.4  # intersection over union of detector box and object; half an object is no match
_CLEARLY = 0.1  # by how much the best must beat the second best


def name_objects(objects: Sequence[SceneObject], detections: Sequence[NamedBox],
                 id_image: NDArray[np.integer] | None = None) -> tuple[SceneObject, ...]:
    """Objects with label and score filled in where a detection clearly means them; nothing else changes.

    A box names at most one object and an object gets at most one name: of several boxes that fit one object, the best
    scored. Where two objects fit a box equally well, nobody is named. id_image: (H, W), index + 1 of the object seen at
    each pixel; with it, boxes around things that overlap in the image are told apart by their pixels.
    Labels are lower-cased, underscores become blanks.
    """
    named = list(objects)
    detections = [detection for detection in detections if clean_label(detection.label)]
    boxes = [(k, item.bbox_xyxy_px) for k, item in enumerate(objects)
             if item.kind == ObjectKind.OBJECT and item.visible and item.bbox_xyxy_px is not None]
    if not boxes or not detections:
        return tuple(named)
    overlap = _overlaps(np.array([box for _, box in boxes], float),
                        np.array([detection.bbox_xyxy_px for detection in detections], float))
    if id_image is not None:
        numbers = [k + 1 for k, _ in boxes]
        overlap *= np.stack([_pixel_fit(id_image, numbers, detection) for detection in detections], axis=1)
    for row, column in _matches(overlap, np.array([d.score for d in detections])):
        detection = detections[column]
        index = boxes[row][0]
        named[index] = dataclasses.replace(named[index], label=clean_label(detection.label),
                                           label_score=float(detection.score))
    return tuple(named)


def clean_label(label: str) -> str:
    """ "Coffee_Mug " -> "coffee mug"."""
    return " ".join(label.replace("_", " ").lower().split())


def _pixel_fit(id_image: NDArray[np.integer], numbers: Sequence[int], detection: NamedBox) -> FloatArray:
    """(N,) how well the pixels of each object are those inside the box: harmonic mean of both shares, 0 to 1."""
    left, top, right, bottom = (round(value) for value in detection.bbox_xyxy_px)
    inside = np.bincount(id_image[max(top, 0):max(bottom + 1, 0), max(left, 0):max(right + 1, 0)].ravel(),
                         minlength=max(numbers) + 1)
    total = np.bincount(id_image.ravel(), minlength=max(numbers) + 1)
    own, all_own, all_inside = inside[numbers], total[numbers], max(int(inside[1:].sum()), 1)
    return np.asarray(2 * own / np.maximum(all_own + all_inside, 1))


def _matches(overlap: FloatArray, scores: FloatArray) -> list[tuple[int, int]]:
    """(object, detection) pairs."""
    pairs: list[tuple[int, int]] = []
    best_object = overlap.argmax(axis=0)
    for row in range(overlap.shape[0]):
        claims = [column for column in range(overlap.shape[1])
                  if best_object[column] == row and overlap[row, column] >= _MIN_OVERLAP and _clear(overlap[:, column])]
        if claims:
            pairs.append((row, max(claims, key=lambda column: (scores[column], overlap[row, column]))))
    return pairs


def _clear(column: FloatArray) -> bool:
    ordered = np.sort(column)[::-1]
    return len(ordered) < 2 or bool(ordered[0] - ordered[1] >= _CLEARLY)


def _overlaps(a: FloatArray, b: FloatArray) -> FloatArray:
    """Intersection over union of inclusive pixel boxes: (N, 4), (M, 4) -> (N, M)."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.maximum(high - low + 1, 0), axis=2)
    area_a, area_b = (np.prod(box[:, 2:] - box[:, :2] + 1, axis=1) for box in (a, b))
    return np.asarray(shared / np.maximum(area_a[:, None] + area_b[None, :] - shared, 1e-9))
