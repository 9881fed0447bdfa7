"""What both encoders say under the mask of each thing, as one row of numbers: what region tokens are made of. No torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.vision import Encoded, Floats

SHAPE = 7  # log depth: mean, deviation, nearest tenth; mean normal; log scatter
PLACE = 5  # mask box: left, top, right, bottom, 0 to 1; log share of the image
_NEAREST = 0.1


def pooled_regions(encoded: Encoded, masks: NDArray[np.bool_], closer: Floats) -> Floats:
    """(R, F) of R regions of one image: means of the levels of both trunks, LEVELS times D each, of their fine maps, C each,
    then SHAPE, PLACE and what a closer look tells. masks: (R, H / 2, W / 2), none of them empty. closer: (R, E)."""
    if not len(masks):
        levels, dim = encoded.geometric_levels.shape[0], encoded.geometric_levels.shape[2]
        width = 2 * levels * dim + 2 * len(encoded.fine_geometric) + SHAPE + PLACE + closer.shape[1]
        return np.zeros((0, width), np.float32)
    filled = masks.astype(np.float32)
    per_pixel = _weights(filled)
    per_block = _weights(_shrunk(filled, encoded.fine_geometric.shape[1:]))
    tokens = encoded.geometric_levels.shape[1]
    step = round((masks[0].size / tokens) ** 0.5)
    per_token = _weights(_shrunk(filled, (masks.shape[1] // step, masks.shape[2] // step)))
    parts = [np.matmul(per_token, levels).transpose(1, 0, 2).reshape(len(masks), -1)
             for levels in (encoded.geometric_levels, encoded.semantic_levels)]
    parts += [per_block @ fine.reshape(len(fine), -1).T for fine in (encoded.fine_geometric, encoded.fine_semantic)]
    parts += [_shape(encoded, masks, per_pixel), _place(masks), closer]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _shrunk(masks: Floats, size: tuple[int, ...]) -> Floats:
    """(R, rows, columns) share of each cell of a grid that is covered."""
    rows, columns = size
    down, across = masks.shape[1] // rows, masks.shape[2] // columns
    return np.asarray(masks.reshape(len(masks), rows, down, columns, across).mean(axis=(2, 4)), np.float32)


def _weights(masks: Floats) -> Floats:
    flat = masks.reshape(len(masks), -1)
    return np.asarray(flat / np.maximum(flat.sum(axis=1, keepdims=True), 1e-6), np.float32)


def _shape(encoded: Encoded, masks: NDArray[np.bool_], per_pixel: Floats) -> Floats:
    """(R, SHAPE)."""
    log_depth = encoded.log_depth.ravel()
    mean = per_pixel @ log_depth
    spread = np.sqrt(np.maximum(per_pixel @ log_depth**2 - mean**2, 1e-8))
    near = [np.quantile(encoded.log_depth[mask], _NEAREST) for mask in masks]
    normals = per_pixel @ encoded.normals.reshape(3, -1).T
    return np.column_stack([mean, spread, near, normals, per_pixel @ encoded.log_scatter.ravel()])


def _place(masks: NDArray[np.bool_]) -> Floats:
    """(R, PLACE)."""
    height, width = masks.shape[1:]
    rows, columns = masks.max(axis=2), masks.max(axis=1)
    box = [columns.argmax(1) / width, rows.argmax(1) / height, 1 - columns[:, ::-1].argmax(1) / width,
           1 - rows[:, ::-1].argmax(1) / height]
    share = np.log(np.maximum(masks.reshape(len(masks), -1).mean(axis=1), 1e-5)) / 8
    return np.column_stack([*box, share]).astype(np.float32)
