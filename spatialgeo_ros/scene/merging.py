"""Patches to things: join those whose common border is smooth or whose colours are alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.regions import Borders
from spatialgeo_ros.types import FloatArray


def merge_patches(borders: Borders, histograms: FloatArray, config: SegmentConfig) -> NDArray[np.int32]:
    """(n + 1,) new label of each patch (0 stays 0), best pair first.

    histograms: (n + 1, bins) colour counts.
    """
    touching, step, hollow = borders.touching.copy(), borders.step.copy(), borders.hollow.copy()
    colours = histograms.copy()
    size = len(colours)
    parent = np.arange(size, dtype=np.int32)
    score = _evidence(touching, step, hollow, colours, np.arange(size), config)
    while size > 1:
        keep, drop = np.unravel_index(int(np.argmax(score)), score.shape)
        if score[keep, drop] <= 0:
            break
        parent[parent == drop] = keep
        for table in (touching, step, hollow):
            table[keep] += table[drop]
            table[:, keep] += table[:, drop]
            table[drop], table[:, drop], table[keep, keep] = 0, 0, 0
        colours[keep] += colours[drop]
        colours[drop] = 0
        score[drop], score[:, drop] = -1, -1
        row = _evidence(touching, step, hollow, colours, np.array([keep]), config)[0]
        score[keep], score[:, keep] = row, row
    _, labels = np.unique(parent, return_inverse=True)
    return labels.astype(np.int32)


def _evidence(touching: FloatArray, step: FloatArray, hollow: FloatArray, colours: FloatArray,
              rows: NDArray[np.int64], config: SegmentConfig) -> FloatArray:
    """(len(rows), n + 1): how much says that the pair is one thing; > 0 = join."""
    total = np.maximum(touching[rows], 1)
    smooth = 1 - (step[rows] + hollow[rows]) / total
    contact = 1 - step[rows] / total
    alike = _overlap(colours, rows)
    evidence = smooth * config.smooth_weight + alike * np.sqrt(contact) - config.join_above
    evidence = np.where(touching[rows] >= config.min_border_pixels, evidence, -1)
    evidence[np.arange(len(rows)), rows] = -1
    evidence[:, 0] = -1
    evidence[rows == 0] = -1
    return np.asarray(evidence)


def _overlap(colours: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
    """(len(rows), n + 1) share of colour that two patches have in common: intersection of normalised histograms."""
    share = (colours / np.maximum(colours.sum(axis=1, keepdims=True), 1)).astype(np.float32)
    used = share[:, share.any(axis=0)]
    return np.stack([np.minimum(used[row], used).sum(axis=1) for row in rows])
