"""Which found object is which true one: one to one, by overlap of image boxes, best pairs first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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


def masks_iou(true_names: Sequence[int], true_ids: NDArray[np.integer], found_names: Sequence[int],
              found_ids: NDArray[np.integer]) -> FloatArray:
    """(T, F) intersection over union of pixel masks."""
    width = int(found_ids.max()) + 1
    height = int(true_ids.max()) + 1
    pairs = np.bincount(true_ids.ravel().astype(np.int64) * width + found_ids.ravel(), minlength=height * width)
    common = pairs.reshape(height, width).astype(np.float64)
    union = common.sum(1, keepdims=True) + common.sum(0, keepdims=True) - common
    table = common / np.maximum(union, 1.0)
    rows, columns = np.asarray(true_names, np.int64), np.asarray(found_names, np.int64)
    inside = (rows < height)[:, None] & (columns < width)[None, :]
    picked: FloatArray = table[np.minimum(rows, height - 1)[:, None], np.minimum(columns, width - 1)[None, :]]
    return np.where(inside, picked, 0.0)


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
