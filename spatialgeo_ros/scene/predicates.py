"""One pure function per predicate: N objects -> (N, N) probabilities, P(object i PREDICATE object j).

A probability is that of a margin being positive, given its standard deviation: chance(margin / sigma, scatter).
The words for each predicate stand in `scene.relations.DEFINITIONS`; on and inside are in `scene.containment`.
"""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.scene.containment import TOLD
from spatialgeo_ros.scene.gaps import Gaps
from spatialgeo_ros.scene.probability import chance
from spatialgeo_ros.scene.viewed import ViewedObjects
from spatialgeo_ros.types import FloatArray

_CUT_STD = 0.3  # what the image border hides, as a fraction of the size that was seen


def left_of(viewed: ViewedObjects, config: RelationConfig) -> FloatArray:
    return _objects_only(viewed, _less(viewed.centre[:, 0], viewed.centre_var[:, 0], config))


def in_front_of(viewed: ViewedObjects, config: RelationConfig) -> FloatArray:
    return _objects_only(viewed, _less(viewed.centre[:, 1], viewed.centre_var[:, 1], config))


def above(viewed: ViewedObjects, on: FloatArray, config: RelationConfig) -> FloatArray:
    """on: (N, N) P(i on j); what is on something is above it."""
    # a flat card beside a mug must not end up below it, so a low object leaves less room than on_gap_m
    tolerance = np.where(viewed.support, config.on_gap_m, np.minimum(config.on_gap_m, viewed.size[:, 2] / 2))
    margin = viewed.bottom[:, None] - (viewed.top - tolerance)[None, :]
    higher = chance(margin / _pair_std(viewed.height_var), config.scatter)
    side_by_side = (viewed.rests_on[:, None] == viewed.rests_on[None, :]) & (viewed.rests_on >= 0)[:, None]
    higher[side_by_side] *= 1 - TOLD  # what shares a surface is not above one another, however flat
    return _no_diagonal(np.maximum(higher, on))


def near(gaps: Gaps, config: RelationConfig) -> FloatArray:
    return gaps.table(chance((config.near_m - gaps.value_m) / gaps.std_m, config.scatter))


def touching(gaps: Gaps, on: FloatArray, config: RelationConfig) -> FloatArray:
    """on: (N, N) P(i on j); what carries something touches it."""
    close = gaps.table(chance((config.touching_m - gaps.value_m) / gaps.std_m, config.scatter))
    return np.asarray(np.maximum(close, np.maximum(on, on.T)))


def bigger(viewed: ViewedObjects, config: RelationConfig) -> FloatArray:
    size = np.maximum(viewed.size, 1e-3)
    log_var = np.sum(np.minimum(viewed.size_std / size, 1.0), axis=1) ** 2  # a lost part makes all sides smaller
    return _larger(viewed, np.log(size).sum(axis=1), log_var, np.full(len(viewed), _CUT_STD), config)


def taller(viewed: ViewedObjects, config: RelationConfig) -> FloatArray:
    return _larger(viewed, viewed.size[:, 2], viewed.size_std[:, 2] ** 2, _CUT_STD * viewed.size[:, 2], config)


def wider(viewed: ViewedObjects, config: RelationConfig) -> FloatArray:
    return _larger(viewed, viewed.width, viewed.width_std**2, _CUT_STD * viewed.width, config)


def _less(value: FloatArray, variance: FloatArray, config: RelationConfig) -> FloatArray:
    """P(value_i < value_j)."""
    return chance((value[None, :] - value[:, None]) / _pair_std(variance), config.scatter)


def _larger(viewed: ViewedObjects, value: FloatArray, variance: FloatArray, cut_std: FloatArray,
            config: RelationConfig) -> FloatArray:
    """P(value_i > value_j). What the image border cut off can only make the smaller one larger."""
    margin = value[:, None] - value[None, :]
    total = variance[:, None] + variance[None, :]
    if viewed.cut.any():
        hidden = np.where(viewed.cut, cut_std, 0.0) ** 2
        total += np.where(margin < 0, hidden[:, None], 0.0) + np.where(margin > 0, hidden[None, :], 0.0)
    return _objects_only(viewed, chance(margin / np.sqrt(total), config.scatter))


def _pair_std(variance: FloatArray) -> FloatArray:
    return np.sqrt(variance[:, None] + variance[None, :])


def _no_diagonal(table: FloatArray) -> FloatArray:
    np.fill_diagonal(table, 0.0)
    return table


def _objects_only(viewed: ViewedObjects, table: FloatArray) -> FloatArray:
    """Nothing is left of a floor, and a table top is as big as what is seen of it."""
    if viewed.support.any():
        table[viewed.support] = 0.0
        table[:, viewed.support] = 0.0
    return _no_diagonal(table)
