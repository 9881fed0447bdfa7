"""Names for found objects, from a detector's image boxes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray, NamedBox, ObjectKind, SceneObject

_MIN_OVERLAP = 0.4  # intersection over union of detector box and object; half an object is no match
_ALIKE = 0.2  # boxes whose overlaps differ by less fit alike: the surer one names
_CLEARLY = 0.1  # by how much the best must beat the second best
_HELD, _AS_WIDE = 0.85, 0.6  # share of a surface within the box of its furniture, and of that box's width


def name_objects(objects: Sequence[SceneObject], detections: Sequence[NamedBox],
                 id_image: NDArray[np.integer] | None = None) -> tuple[SceneObject, ...]:
    """Objects with label and score filled in where a detection clearly means them; nothing else changes.

    A box names at most one object and an object gets at most one name: of several boxes that fit one object, the best
    scored. Where two objects fit a box equally well, nobody is named. id_image: (H, W), index + 1 of the object seen at
    each pixel; with it, boxes around things that overlap in the image are told apart by their pixels.
    A box that names no object may name the surfaces of furniture that it is around: a table's top, a shelf's boards.
    Labels are lower-cased, underscores become blanks.
    """
    detections = [detection for detection in detections if clean_label(detection.label)]
    named, left = _named_things(objects, detections, id_image)
    for index, item in enumerate(named):
        around = [detection for detection in left if _is_around(detection, item)]
        if around:
            named[index] = _labelled(item, min(around, key=lambda detection: _area(detection.bbox_xyxy_px)))
    return tuple(named)


def _named_things(objects: Sequence[SceneObject], detections: Sequence[NamedBox],
                  id_image: NDArray[np.integer] | None) -> tuple[list[SceneObject], list[NamedBox]]:
    """All objects, and the detections that name none."""
    named = list(objects)
    boxes = [(k, item.bbox_xyxy_px) for k, item in enumerate(objects)
             if item.kind == ObjectKind.OBJECT and item.visible and item.bbox_xyxy_px is not None]
    if not boxes or not detections:
        return named, list(detections)
    overlap = _overlaps(np.array([box for _, box in boxes], float),
                        np.array([detection.bbox_xyxy_px for detection in detections], float))
    if id_image is not None:
        numbers = [k + 1 for k, _ in boxes]
        overlap *= np.stack([_pixel_fit(id_image, numbers, detection) for detection in detections], axis=1)
    matches = _matches(overlap, np.array([d.score for d in detections]))
    for row, column in matches:
        index = boxes[row][0]
        named[index] = _labelled(named[index], detections[column])
    used = {column for _, column in matches}
    return named, [detection for column, detection in enumerate(detections) if column not in used]


def _labelled(item: SceneObject, detection: NamedBox) -> SceneObject:
    return item.replaced(label=clean_label(detection.label), label_score=float(detection.score))


def _is_around(detection: NamedBox, item: SceneObject) -> bool:
    """Whether a surface above the ground lies in the box and fills its width."""
    if item.kind is not ObjectKind.SUPPORT or item.label == "floor" or not item.visible or item.bbox_xyxy_px is None:
        return False
    box, own = np.array(detection.bbox_xyxy_px, float), np.array(item.bbox_xyxy_px, float)
    shared = np.append(np.maximum(box[:2], own[:2]), np.minimum(box[2:], own[2:]))
    return _area(shared) >= _HELD * _area(own) and shared[2] - shared[0] >= _AS_WIDE * (box[2] - box[0])


def _area(box: Sequence[float] | FloatArray) -> float:
    """Square pixels of an inclusive (left, top, right, bottom)."""
    return float(max(box[2] - box[0] + 1, 0) * max(box[3] - box[1] + 1, 0))


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
            nearly = max(overlap[row, column] for column in claims) - _ALIKE
            fitting = [column for column in claims if overlap[row, column] >= nearly]
            pairs.append((row, max(fitting, key=lambda column: (scores[column], overlap[row, column]))))
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
