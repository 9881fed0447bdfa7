"""Closest distance between surface samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import FloatArray

_POINTS_PER_STRAY = 80  # one stray point in so many is forgiven: of 400, the 5th nearest counts
_MAX_STRAYS = 4
_COARSE = 24  # points of each sample that give the first bound


@dataclass(frozen=True, eq=False)
class ClosestPair:
    """distance_m between point_a of the one and point_b of the other surface."""

    distance_m: float
    point_a: FloatArray
    point_b: FloatArray


def closest_pair(a: FloatArray, b: FloatArray) -> ClosestPair:
    """Closest distance between two surface samples, forgiving a few stray points on either.

    a: (N, 3), b: (M, 3) metres, same frame, not empty. Of each sample's points, the k-th nearest to the other sample
    counts, and of both directions the larger: a stray point spoils one direction only. k = 1 + N // 80, at most 5.
    """
    strays_a, strays_b = (min(len(points) // _POINTS_PER_STRAY, _MAX_STRAYS) for points in (a, b))
    if len(a) > 2 * _COARSE and len(b) > 2 * _COARSE:
        bound = _kth_nearest(a[:: len(a) // _COARSE], b[:: len(b) // _COARSE], strays_a, strays_b).distance_m
        # whatever counts is within the bound of the other sample, and so of its bounding box
        near_b, near_a = _near_bounds(a, b, bound), _near_bounds(b, a, bound)
        a, b = a[near_b], b[near_a]
    return _kth_nearest(a, b, strays_a, strays_b)


def squared_distances(a: FloatArray, b: FloatArray) -> FloatArray:
    """(N, 3), (M, 3) -> (N, M) squared distances."""
    origin = a[0]  # far from the origin, |a|^2 - 2ab + |b|^2 loses its digits in float32
    a, b = a - origin, b - origin
    squared = a @ (-2 * b.T)
    squared += np.einsum("nk,nk->n", a, a)[:, None]
    squared += np.einsum("nk,nk->n", b, b)
    return np.maximum(squared, 0, out=squared)


def _kth_nearest(a: FloatArray, b: FloatArray, strays_a: int, strays_b: int) -> ClosestPair:
    squared = squared_distances(a, b)
    from_a, from_b = squared.min(axis=1), squared.min(axis=0)
    i = int(np.argpartition(from_a, strays_a)[strays_a])
    j = int(np.argpartition(from_b, strays_b)[strays_b])
    if from_a[i] >= from_b[j]:
        j = int(squared[i].argmin())
    else:
        i = int(squared[:, j].argmin())
    return ClosestPair(float(np.sqrt(squared[i, j])), a[i], b[j])


def _near_bounds(points: FloatArray, others: FloatArray, reach: float) -> FloatArray:
    """(N,) bool: within `reach` (and a rounding error) of the bounding box of the others."""
    slack = 1.001 * reach + 1e-4
    return np.asarray(np.all((points >= others.min(axis=0) - slack) & (points <= others.max(axis=0) + slack), axis=1))
