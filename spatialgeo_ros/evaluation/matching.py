"""Which found object is which true one: one to one, by overlap of image boxes, best pairs first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spatialgeo_ros.types import FloatArray

Box = tuple[float, float, float, float]


def box_iou(boxes_a: Sequence[Box], boxes_b: Sequence[Box]) -> FloatArray:
    """(A, B) intersection over union of inclusive pixel boxes (left, top, right, bottom)."""
    a = np.asarray(boxes_a, np.float64).reshape(-1, 1, 4)
    b = np.asarray(boxes_b, np.float64).reshape(1, -1, 4)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]) + 1  # inclusive ends
    intersection = np.prod(np.clip(sides, 0, None), axis=-1)
    area_a, area_b = (np.prod(boxes[..., 2:] - boxes[..., :2] + 1, axis=-1) for boxes in (a, b))
    overlap: FloatArray = intersection / np.maximum(area_a + area_b - intersection, 1e-9)
    return overlap


def match_best_first(score: FloatArray, min_score: float) -> dict[int, int]:
    """Row -> column of the pairs with score >= min_score, each row and column used once, highest score first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for flat in np.argsort(-score, axis=None, kind="stable"):
        row, column = divmod(int(flat), score.shape[1])
        if score[row, column] < min_score:
            break
        if row not in pairs and column not in taken:
            pairs[row] = column
            taken.add(column)
    return pairs
