"""One pure function per predicate: N objects -> (N, N) probabilities, P(object i PREDICATE object j).

A probability is that of a margin being positive when positions and sizes scatter normally: phi(margin / sigma).
The words for each predicate stand in `scene.relations.DEFINITIONS`.
"""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.scene.probability import phi
from spatialgeo_ros.scene.viewed import ViewedObjects
from spatialgeo_ros.types import FloatArray

_CUT_STD = 0.3  # what the image border hides, as a fraction of the size that was seen
_INSIDE_DEPTH_M, _INSIDE_DEPTH = 0.015, 0.3  # below the rim: metres, fraction of the container's height
_INSIDE_OVERHANG = 0.25  # fraction of the content's width that may stick out on either side


def left_of(viewed: ViewedObjects) -> FloatArray:
    return _objects_only(viewed, _less(viewed.centre[:, 0], viewed.centre_var[:, 0]))


def in_front_of(viewed: ViewedObjects) -> FloatArray:
    return _objects_only(viewed, _less(viewed.centre[:, 1], viewed.centre_var[:, 1]))


def above(viewed: ViewedObjects, on: FloatArray, config: RelationConfig) -> FloatArray:
    tolerance = np.where(viewed.support, config.on_gap_m, np.minimum(config.on_gap_m, viewed.size[:, 2] / 2))
    margin = viewed.bottom[:, None] - viewed.top[None, :] + tolerance[None, :]
    higher = phi(margin / _pair_std(viewed.height_var))
    # a support is a surface: nothing can be said of what is under a table top from its box
    return _no_diagonal(np.maximum(higher, on))


def on(viewed: ViewedObjects, within: FloatArray, config: RelationConfig) -> FloatArray:
    """within: (N, N) P(object i inside object j)."""
    gap = viewed.bottom[:, None] - viewed.top[None, :]
    sigma = _pair_std(viewed.height_var)
    rests = phi((config.on_gap_m - gap) / sigma) - phi((-config.on_gap_m - gap) / sigma)
    measured = rests * _over(viewed, np.zeros_like(viewed.half))
    told = viewed.rests_on[:, None] == np.arange(len(viewed))[None, :]
    measured = np.where(told, 1 - 0.1 * (1 - measured), measured) * (1 - within)
    return _no_diagonal(np.where(viewed.support[:, None], 0.0, measured))


def inside(viewed: ViewedObjects) -> FloatArray:
    depth = np.maximum(_INSIDE_DEPTH_M, _INSIDE_DEPTH * viewed.size[:, 2])
    sigma = _pair_std(viewed.height_var)
    below_rim = phi((viewed.top[None, :] - depth[None, :] - viewed.bottom[:, None]) / sigma)
    above_floor = phi((viewed.bottom[:, None] - viewed.bottom[None, :] + depth[None, :]) / sigma)
    contained = _over(viewed, (1 - 2 * _INSIDE_OVERHANG) * viewed.half)
    return _objects_only(viewed, below_rim * above_floor * contained)


def near(gap: FloatArray, gap_std: FloatArray, config: RelationConfig) -> FloatArray:
    return _no_diagonal(phi((config.near_m - gap) / gap_std))


def touching(gap: FloatArray, gap_std: FloatArray, on: FloatArray, config: RelationConfig) -> FloatArray:
    close = phi((config.touching_m - gap) / gap_std)
    return _no_diagonal(np.maximum(close, np.maximum(on, on.T)))


def bigger(viewed: ViewedObjects) -> FloatArray:
    size = np.maximum(viewed.size, 1e-3)
    log_var = np.sum(np.minimum(viewed.size_std / size, 1.0) ** 2, axis=1)
    return _larger(viewed, np.log(size).sum(axis=1), log_var, np.full(len(viewed), _CUT_STD))


def taller(viewed: ViewedObjects) -> FloatArray:
    return _larger(viewed, viewed.size[:, 2], viewed.size_std[:, 2] ** 2, _CUT_STD * viewed.size[:, 2])


def wider(viewed: ViewedObjects) -> FloatArray:
    return _larger(viewed, viewed.width, viewed.width_std**2, _CUT_STD * viewed.width)


def _less(value: FloatArray, variance: FloatArray) -> FloatArray:
    """P(value_i < value_j); antisymmetric to the last bit."""
    return phi((value[None, :] - value[:, None]) / _pair_std(variance))


def _larger(viewed: ViewedObjects, value: FloatArray, variance: FloatArray, cut_std: FloatArray) -> FloatArray:
    """P(value_i > value_j). What the image border cut off can only make the smaller one larger."""
    margin = value[:, None] - value[None, :]
    hidden = np.where(viewed.cut, cut_std, 0.0) ** 2
    doubt = np.where(margin < 0, hidden[:, None], 0.0) + np.where(margin > 0, hidden[None, :], 0.0)
    return _objects_only(viewed, phi(margin / np.sqrt(variance[:, None] + variance[None, :] + doubt)))


def _over(viewed: ViewedObjects, reach: FloatArray) -> FloatArray:
    """P(i, shrunk to `reach` (N, 2) half extents along its own axes, lies within the footprint of j)."""
    offset = viewed.centre[:, None, :2] - viewed.centre[None, :, :2]
    x_axis = viewed.axis
    y_axis = np.stack([-x_axis[:, 1], x_axis[:, 0]], axis=1)
    variance = viewed.centre_var[:, :2].max(axis=1)
    probability: FloatArray = np.ones((len(viewed), len(viewed)))
    for k, axis in enumerate((x_axis, y_axis)):
        along = np.abs(np.einsum("ijc,jc->ij", offset, axis))
        turn_x, turn_y = np.abs(x_axis @ axis.T), np.abs(y_axis @ axis.T)
        own = reach[:, :1] * turn_x + reach[:, 1:] * turn_y
        margin = viewed.half[None, :, k] - along - own
        sigma = np.sqrt(variance[:, None] + variance[None, :] + viewed.size_std[None, :, k] ** 2 / 4)
        probability = np.minimum(probability, phi(margin / sigma))
    return probability


def _pair_std(variance: FloatArray) -> FloatArray:
    return np.sqrt(variance[:, None] + variance[None, :])


def _no_diagonal(table: FloatArray) -> FloatArray:
    table = np.array(table)
    np.fill_diagonal(table, 0.0)
    return table


def _objects_only(viewed: ViewedObjects, table: FloatArray) -> FloatArray:
    both = ~(viewed.support[:, None] | viewed.support[None, :])
    return _no_diagonal(np.where(both, table, 0.0))
