"""Closest distances between all objects of a scene, as exact as "near" and "touching" need them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import DepthConfig, RelationConfig
from spatialgeo_ros.scene.closest import closest_pair
from spatialgeo_ros.scene.viewed import ViewedObjects
from spatialgeo_ros.types import FloatArray

_SENSOR = DepthConfig()
_COARSE_POINTS = 32  # per object, for the first estimate
_COARSE_PAIRS = 1_500_000  # point pairs the first estimate may cost: 8 ms


@dataclass(frozen=True, eq=False)
class Gaps:
    """value_m, std_m: (N, N), symmetric. Beyond the reach of "near" the value is a bound from below."""

    value_m: FloatArray
    std_m: FloatArray


def find_gaps(viewed: ViewedObjects, config: RelationConfig, depth: DepthConfig = _SENSOR) -> Gaps:
    """Closest distance between the visible surfaces of all pairs."""
    low, high = viewed.low, viewed.high
    apart = np.maximum(np.maximum(low[:, None] - high[None, :], low[None, :] - high[:, None]), 0.0)
    value = np.sqrt(np.einsum("ijk,ijk->ij", apart, apart))
    noise = depth.noise_constant_m + depth.noise_quadratic_per_m * np.sum(viewed.centre**2, axis=1)
    drift = viewed.centre_var.min(axis=1)
    std = np.sqrt((noise**2 + drift)[:, None] + (noise**2 + drift)[None, :])
    rows, columns = np.nonzero(np.triu(value < config.near_m + 4 * std, 1))
    if len(rows) == 0:
        return Gaps(value, std)
    coarse, spacing = _coarse(viewed, rows, columns)
    for threshold in (config.touching_m, config.near_m):
        close = 4 * std[rows, columns]
        matters = (coarse > threshold - close) & (value[rows, columns] < threshold + close) & (
            coarse - spacing < threshold + close)
        for k in np.flatnonzero(matters):
            coarse[k] = closest_pair(viewed.surfaces[rows[k]], viewed.surfaces[columns[k]]).distance_m
            spacing[k] = 0.0
    value[rows, columns] = value[columns, rows] = coarse
    return Gaps(value, std)


def _coarse(viewed: ViewedObjects, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """Distances from thinned samples, and by how much thinning may have made them too large."""
    count = int(np.clip(np.sqrt(_COARSE_PAIRS / len(rows)), 6, _COARSE_POINTS))
    thin = np.stack([points[np.linspace(0, len(points) - 1, count).astype(np.intp)] for points in viewed.surfaces])
    a, b = thin[rows], thin[columns]
    squared = (np.einsum("pnk,pnk->pn", a, a)[:, :, None] + np.einsum("pnk,pnk->pn", b, b)[:, None, :]
               - 2 * a @ np.swapaxes(b, 1, 2))
    diagonal = np.linalg.norm(viewed.high - viewed.low, axis=1)
    step = 2 * diagonal / np.sqrt(count)
    return np.sqrt(np.maximum(squared.min(axis=(1, 2)), 0.0)).astype(np.float64), step[rows] + step[columns]
