"""Closest distance between surface samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import FloatArray

_FORGIVING = 200  # points from which on a sample may hold a stray point; forgiving more costs centimetres of bias
_COARSE = 40  # points of each sample that give the first bound


@dataclass(frozen=True, eq=False)
class ClosestPair:
    """distance_m between point_a of the one and point_b of the other surface."""

    distance_m: float
    point_a: FloatArray
    point_b: FloatArray


@dataclass(frozen=True, eq=False)
class Bound:
    """distance_m that the `closest_pair` of two samples does not exceed. along: (3,) unit vector from one to the other."""

    distance_m: float
    along: FloatArray


def closest_pair(a: FloatArray, b: FloatArray, *, bound: Bound | None = None) -> ClosestPair:
    """Closest distance between two surface samples, forgiving a few stray points on either.

    a: (N, 3), b: (M, 3) metres, same frame, not empty. Of each sample's points, the k-th nearest to the other sample
    counts, and of both directions the larger: a stray point spoils one direction only. k = 2 from 200 points on.
    bound: of so many of their points, where it is known.
    """
    strays_a, strays_b = (int(len(points) >= _FORGIVING) for points in (a, b))
    if len(a) > 2 * _COARSE and len(b) > 2 * _COARSE:
        a, b = _facing(a, b, bound or bounds(a[None, :: len(a) // _COARSE], b[None, :: len(b) // _COARSE])[0])
    return _kth_nearest(a, b, strays_a, strays_b)


def squared_distances(a: FloatArray, b: FloatArray) -> FloatArray:
    """(..., N, 3), (..., M, 3) -> (..., N, M) squared distances."""
    origin = a[..., :1, :]  # far from the origin, |a|^2 - 2ab + |b|^2 loses its digits in float32
    a, b = a - origin, b - origin
    # (a, |a|^2, 1) . (-2b, 1, |b|^2): one product instead of three passes over N x M values
    left, right = np.ones((*a.shape[:-1], 5), a.dtype), np.ones((*b.shape[:-1], 5), b.dtype)
    left[..., :3], left[..., 3] = a, a[..., 0] * a[..., 0] + a[..., 1] * a[..., 1] + a[..., 2] * a[..., 2]
    right[..., :3], right[..., 4] = -2 * b, b[..., 0] * b[..., 0] + b[..., 1] * b[..., 1] + b[..., 2] * b[..., 2]
    squared = left @ right.swapaxes(-1, -2)
    return np.asarray(np.maximum(squared, 0, out=squared))


def _kth_nearest(a: FloatArray, b: FloatArray, strays_a: int, strays_b: int) -> ClosestPair:
    squared = _squared_distances(a, b)
    from_a, from_b = squared.min(axis=1), squared.min(axis=0)
    i, j = _kth(from_a, strays_a), _kth(from_b, strays_b)
    if from_a[i] >= from_b[j]:
        j = int(squared[i].argmin())
    else:
        i = int(squared[:, j].argmin())
    return ClosestPair(math.dist(a[i].tolist(), b[j].tolist()), a[i], b[j])  # their product keeps no digits where they touch


def _squared_distances(a: FloatArray, b: FloatArray) -> FloatArray:
    """`squared_distances` of two samples, by rounding perhaps a little below 0.

    With three columns instead of five, for OpenBLAS hands products of 2^18 multiplications to threads, which wait in a
    loop: on a busy core these took two thirds of the time.
    """
    a, b = a - a[:1], b - a[:1]
    squared = a @ (-2 * b).T
    squared += np.einsum("nk,nk->n", a, a)[:, None]
    squared += np.einsum("nk,nk->n", b, b)
    return np.asarray(squared)


def _kth(values: FloatArray, k: int) -> int:
    return int(np.argpartition(values, k)[k] if k else values.argmin())


def bounds(a: FloatArray, b: FloatArray) -> list[Bound]:
    """Of K pairs of samples (K, N, 3), (K, M, 3), N and M >= 2."""
    squared = squared_distances(a, b)
    second = np.maximum(*(np.partition(squared.min(axis=axis), 1, axis=1)[:, 1] for axis in (1, 2)))
    i, j = np.divmod(squared.reshape(len(a), a.shape[1] * b.shape[1]).argmin(axis=1), b.shape[1])
    pair = np.arange(len(a))
    towards = b[pair, j] - a[pair, i]
    along = towards / np.maximum(np.sqrt((towards * towards).sum(axis=1)), 1e-9)[:, None]
    return [Bound(distance_m, each) for distance_m, each in zip(np.sqrt(second).tolist(), along, strict=True)]


def _facing(a: FloatArray, b: FloatArray, bound: Bound) -> tuple[FloatArray, FloatArray]:
    """The points that can be as near to the other sample as this.

    No two points are nearer than their offset along any direction; along that of a near pair few are near enough.
    """
    from_a, from_b = a @ bound.along, b @ bound.along
    slack = 1.001 * bound.distance_m + 1e-4
    return a[from_a >= from_b.min() - slack], b[from_b <= from_a.max() + slack]
