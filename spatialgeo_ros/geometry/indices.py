"""Indices into samples: evenly spread ones, and where groups begin; numpy's own ways to them take several times as long."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import Array


def spread(length: int, count: int) -> NDArray[np.intp]:
    """(count,) from the first to the last of `length`, evenly spread: those of `np.linspace`, rounded down."""
    chosen = (np.arange(count) * ((length - 1) / max(count - 1, 1))).astype(np.intp)
    chosen[1:][-1:] = length - 1  # by rounding it may be the one before
    return chosen


def group_starts(of: Array) -> NDArray[np.intp]:
    """(G + 1,) where each run of equal values of (N,), N >= 1, begins, then N."""
    return np.concatenate([[0], np.flatnonzero(of[1:] != of[:-1]) + 1, [len(of)]])


def following(corners: Array) -> Array:
    """(M, ...) for each corner of a polygon the next one."""
    return np.concatenate([corners[1:], corners[:1]])
