"""Medians and quantiles of one-dimensional samples, as np.median and np.quantile give them at a fraction of their time.

For samples of some hundred values those two spend ten times longer on checks than on the values.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray


def median(values: FloatArray) -> float:
    """Middle of (N,) values without NaN, N >= 1; the mean of the two in the middle when N is even."""
    half = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, half)[half])
    ordered = np.partition(values, half)
    return float((ordered[:half].max() + ordered[half]) / 2)


def quantiles(values: FloatArray, shares: Sequence[float]) -> tuple[float, ...]:
    """For each share in [0, 1] the value below which that share of (N,) values without NaN lies; linear in between."""
    places = [share * (len(values) - 1) for share in shares]
    below = [int(place) for place in places]
    above = [min(place + 1, len(values) - 1) for place in below]
    ordered = np.partition(values, sorted({*below, *above}))
    return tuple(float(ordered[low]) + (place - low) * float(ordered[high] - ordered[low])
                 for place, low, high in zip(places, below, above, strict=True))


def grouped_quantiles(values: FloatArray, starts: NDArray[np.integer], shares: Sequence[float]) -> FloatArray:
    """(K, S, G) float64 quantiles of each of K rows within each of G groups; values: (K, N), a group's values side by side.

    starts: (G + 1,) first column of each group, ascending and without empty groups, then N.
    """
    ordered = values.copy()
    for first, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        ordered[:, first:end].sort(axis=1)
    last = np.diff(starts) - 1
    places = np.array(shares)[:, None] * last  # (S, G)
    below = places.astype(np.intp)
    above = np.minimum(below + 1, last)
    low, high = (ordered[:, at + starts[:-1]].astype(np.float64) for at in (below, above))
    return np.asarray(low + (places - below) * (high - low))
