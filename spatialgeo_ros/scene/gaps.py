"""Closest distances between the objects of a scene, all pairs at once, as exact as "near" and "touching" need them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import DepthConfig, RelationConfig
from spatialgeo_ros.scene.closest import closest_pair
from spatialgeo_ros.scene.viewed import ViewedObjects
from spatialgeo_ros.types import FloatArray

_SENSOR = DepthConfig()
_COARSE = (24, 64)  # fewest and most points per object of the thinned samples
_COARSE_PAIRS = 300_000  # pairs of points that they may make: 2 ms
_EXACT_PAIRS = 12  # compared point by point, and one more for every fifth object: 1 ms for ten objects
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
    """Bounding boxes first, then thinned samples; exact where a distance may lie to either side of a threshold."""
    noise = depth.noise_constant_m + depth.noise_quadratic_per_m * np.einsum("nk,nk->n", viewed.centre, viewed.centre)
    variance = noise**2 + viewed.centre_var.min(axis=1)
    one, other = _reachable(viewed, config.near_m + _SIGMAS * np.sqrt(2 * variance.max(initial=0.0)))
    std = np.sqrt(variance[one] + variance[other])
    if len(one) == 0:
        return Gaps(len(viewed), one, other, np.zeros(0), std)
    value, step = _coarse(viewed, one, other)
    std = np.hypot(std, step / _SPACING_STD)
    for k in _doubtful(value, step, std, (config.touching_m, config.near_m),
                       _EXACT_PAIRS + len(viewed) // 5):
        value[k] = closest_pair(viewed.surfaces[one[k]], viewed.surfaces[other[k]]).distance_m
        std[k] = np.sqrt(variance[one[k]] + variance[other[k]])
    return Gaps(len(viewed), one, other, value, std)


def _reachable(viewed: ViewedObjects, reach_m: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs whose bounding boxes are not farther apart than this."""
    squared = np.zeros((len(viewed), len(viewed)))
    for k in range(3):
        apart = viewed.low[:, None, k] - viewed.high[None, :, k]
        squared += np.maximum(np.maximum(apart, apart.T), 0.0) ** 2
    one, other = np.nonzero(squared < reach_m**2)
    upper = one < other
    return one[upper], other[upper]


def _doubtful(value: FloatArray, step: FloatArray, std: FloatArray, thresholds: tuple[float, ...],
              most: int) -> NDArray[np.intp]:
    """Pairs that may lie to either side of a threshold, the closest calls first, at most so many."""
    # thinning only ever makes a distance larger, rarely by more than a third of the way between points
    sigmas = [np.maximum(np.maximum(value - step / 3 - threshold, threshold - value), 0.0) / std
              for threshold in thresholds]
    nearest_call = np.minimum.reduce(sigmas)
    doubtful = np.flatnonzero((nearest_call < _SIGMAS) & (step > _HARMLESS * std))
    return doubtful[np.argsort(nearest_call[doubtful], kind="stable")][:most]


def _coarse(viewed: ViewedObjects, one: NDArray[np.intp], other: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """(K,) distances between thinned samples, and (K,) the way from point to point in those."""
    count = int(np.clip(np.sqrt(_COARSE_PAIRS / len(one)), *_COARSE))
    share = np.linspace(0, 1 - 1e-9, count)
    thin = np.stack([points[(share * len(points)).astype(np.intp)] for points in viewed.surfaces])
    step = np.linalg.norm(viewed.high - viewed.low, axis=1) / np.sqrt(count)
    nearest = _squared(thin[one], thin[other]).min(axis=(1, 2))
    way = step[one] + step[other]
    return np.maximum(np.sqrt(nearest.astype(np.float64)) - _TOO_FAR * way, 0.0), way


def _squared(a: FloatArray, b: FloatArray) -> FloatArray:
    """(K, N, 3), (K, M, 3) -> (K, N, M) squared distances."""
    origin = a[:, :1]
    a, b = a - origin, b - origin
    squared = a @ (-2 * np.swapaxes(b, 1, 2))
    squared += np.einsum("kni,kni->kn", a, a)[:, :, None]
    squared += np.einsum("kni,kni->kn", b, b)[:, None, :]
    return np.maximum(squared, 0, out=squared)
