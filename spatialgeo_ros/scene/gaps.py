"""Closest distances between the objects of a scene, all pairs at once, as exact as "near" and "touching" need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import DepthConfig, RelationConfig
from spatialgeo_ros.scene.closest import bounds, closest_pair, squared_distances
from spatialgeo_ros.scene.edges import surface_distance
from spatialgeo_ros.scene.viewed import ViewedObjects
from spatialgeo_ros.types import FloatArray

_Pairs = tuple[NDArray[np.intp], NDArray[np.intp], FloatArray, FloatArray]  # one, other, value_m, std_m of Gaps
_SENSOR = DepthConfig()
_COARSE = (24, 64)  # fewest and most points per object of the thinned samples
_COARSE_PAIRS = 300_000  # pairs of points that they may make: 2 ms
_AT_ONCE = 256  # pairs of objects whose points are compared at once: what fits the cache
_EXACT_PAIRS = 8  # compared point by point, and one more for every fifth object: 1 ms for ten objects
_SPACING_STD = 6.0  # a distance of thinned samples scatters by the way between points divided by this
_TOO_FAR = 0.08  # by how much of that way it is too large in the mean
_HARMLESS = 0.5  # standard deviations between points of a sample below which taking more points changes nothing
_SIGMAS = 3.0  # beyond so many standard deviations a probability is 0 or 1


@dataclass(frozen=True, eq=False)
class Gaps:
    """Closest distances between visible surfaces, value_m and std_m (K,), of the pairs (one[k], other[k]), one < other.

    Pairs farther apart than "near" can reach are not listed.
    """

    count: int
    one: NDArray[np.intp]
    other: NDArray[np.intp]
    value_m: FloatArray
    std_m: FloatArray

    def table(self, values: FloatArray) -> FloatArray:
        """(N, N) symmetric with the values of these pairs, 0 elsewhere."""
        result: FloatArray = np.zeros((self.count, self.count))
        result[self.one, self.other] = values
        result[self.other, self.one] = values
        return result


def find_gaps(viewed: ViewedObjects, config: RelationConfig, depth: DepthConfig = _SENSOR) -> Gaps:
    """Closest distances between objects, and from objects to supports.

    Bounding boxes first, then thinned samples; exact where a distance may lie to either side of a threshold.
    """
    variance = _variance(viewed, depth)
    reach_m = config.near_m + _SIGMAS * float(np.sqrt(2 * variance.max(initial=0.0)))
    one, other = _reachable(viewed, reach_m)
    things, surfaces = _between_things(viewed, one, other, variance, config), _to_supports(viewed, reach_m, variance)
    return Gaps(len(viewed), *(np.concatenate(pair) for pair in zip(things, surfaces, strict=True)))


def _variance(viewed: ViewedObjects, depth: DepthConfig) -> FloatArray:
    """(N,) of a surface point: the sensor's noise at its range, and how uncertain the place has become."""
    noise = depth.noise_constant_m + depth.noise_quadratic_per_m * np.einsum("nk,nk->n", viewed.centre, viewed.centre)
    return np.asarray(noise**2 + viewed.centre_var.min(axis=1))


def _between_things(viewed: ViewedObjects, one: NDArray[np.intp], other: NDArray[np.intp], variance: FloatArray,
                    config: RelationConfig) -> _Pairs:
    std = np.sqrt(variance[one] + variance[other])
    if len(one) == 0:
        return one, other, np.zeros(0), std
    thin = _thinned(viewed.surfaces, int(np.clip(np.sqrt(_COARSE_PAIRS / len(one)), *_COARSE)))
    value, step = _coarse(viewed, thin, one, other)
    std = np.hypot(std, step / _SPACING_STD)
    doubtful = _doubtful(value, step, std, (config.touching_m, config.near_m), _EXACT_PAIRS + len(viewed) // 5)
    for k, bound in zip(doubtful.tolist(), bounds(thin[one[doubtful]], thin[other[doubtful]]), strict=True):
        value[k] = closest_pair(viewed.surfaces[one[k]], viewed.surfaces[other[k]], bound=bound).distance_m
        std[k] = np.sqrt(variance[one[k]] + variance[other[k]])
    return one, other, value, std


def _reachable(viewed: ViewedObjects, reach_m: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of things whose bounding boxes are not farther apart than this."""
    squared = np.zeros((len(viewed), len(viewed)))
    for k in range(3):
        apart = viewed.low[:, None, k] - viewed.high[None, :, k]
        squared += np.maximum(np.maximum(apart, apart.T), 0.0) ** 2
    one, other = np.nonzero(squared < reach_m**2)
    wanted = (one < other) & ~viewed.support[one] & ~viewed.support[other]
    return one[wanted], other[wanted]


def _to_supports(viewed: ViewedObjects, reach_m: float, variance: FloatArray) -> _Pairs:
    """From objects to supports with an outline: exact but for the thinning of the object's sample."""
    pairs = [(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0), np.zeros(0))]
    for k in np.flatnonzero(viewed.support).tolist():
        outline = viewed.outlines[k]
        if len(outline) < 3:
            continue
        apart = np.maximum(viewed.low - outline.max(axis=0), outline.min(axis=0) - viewed.high)
        apart[:, 2] = viewed.low[:, 2] - outline[:, 2].mean()  # what has sunk into it stands on it
        near = (np.maximum(apart, 0.0) ** 2).sum(axis=1) < reach_m ** 2
        things = np.flatnonzero(near & ~viewed.support)
        if len(things):
            thin = _thinned([viewed.surfaces[thing] for thing in things.tolist()], _COARSE[0])
            nearest = surface_distance(thin.reshape(-1, 3).astype(np.float64), outline).reshape(len(things), -1).min(axis=1)
            pairs.append((things, np.full(len(things), k), nearest, np.sqrt(variance[things] + variance[k])))
    one, other, value, std = (np.concatenate(column) for column in zip(*pairs, strict=True))
    return np.minimum(one, other), np.maximum(one, other), value, std


def _thinned(surfaces: Sequence[FloatArray], count: int) -> FloatArray:
    """(N, count, 3) points spread over each sample."""
    lengths = np.array([len(points) for points in surfaces])
    chosen = (np.arange(count) * ((1 - 1e-9) / (count - 1)) * lengths[:, None]).astype(np.intp)
    return np.asarray(np.concatenate(surfaces).take(chosen + (np.cumsum(lengths) - lengths)[:, None], axis=0))


def _doubtful(value: FloatArray, step: FloatArray, std: FloatArray, thresholds: tuple[float, ...],
              most: int) -> NDArray[np.intp]:
    """Pairs that may lie to either side of a threshold, the closest calls first, at most so many."""
    # thinning only ever makes a distance larger, rarely by more than a third of the way between points
    sigmas = [np.maximum(np.maximum(value - step / 3 - threshold, threshold - value), 0.0) / std
              for threshold in thresholds]
    nearest_call = np.minimum.reduce(sigmas)
    doubtful = np.flatnonzero((nearest_call < _SIGMAS) & (step > _HARMLESS * std))
    calls = np.round(nearest_call[doubtful], 3)  # equal ones in the order of the objects, however numbers were rounded
    return doubtful[np.argsort(calls, kind="stable")][:most]


def _coarse(viewed: ViewedObjects, thin: FloatArray, one: NDArray[np.intp],
            other: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """(K,) distances between thinned samples, and (K,) the way from point to point in those. thin: (N, count, 3)."""
    count = thin.shape[1]
    step = np.linalg.norm(viewed.high - viewed.low, axis=1) / np.sqrt(count)
    nearest = np.concatenate([squared_distances(thin[one[part]], thin[other[part]]).reshape(-1, count * count).min(axis=1)
                              for part in (np.s_[k:k + _AT_ONCE] for k in range(0, len(one), _AT_ONCE))])
    way = step[one] + step[other]
    return np.maximum(np.sqrt(nearest.astype(np.float64)) - _TOO_FAR * way, 0.0), way

