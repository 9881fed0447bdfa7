"""On and inside: one function each over the few pairs of which one may carry or contain the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.probability import phi
from spatialgeo_ros.scene.viewed import ViewedObjects
from spatialgeo_ros.types import FloatArray

INSIDE_DEPTH_M, INSIDE_DEPTH = 0.015, 0.3  # how far below the rim: metres, and as a fraction of the container's height
INSIDE_OVERHANG = 0.25  # fraction of the content's width that may stick out sideways
_SECTORS = 12
_OPEN, _CLOSED = 0.4, 0.75  # share of directions with a wall: below, nothing contains; from here on, it does
_OPEN_TOLD, _CLOSED_TOLD = 0.15, 0.3  # the same when the image told that the one is carried by the other
TOLD = 0.9  # how much of the remaining doubt the segmentation takes away when it says what carries an object
_REACH = 4.0  # standard deviations beyond which a pair is not looked at


@dataclass(frozen=True, eq=False)
class Stacks:
    """Pairs (upper[k], lower[k]) of indices where the upper's centre may be over the lower's footprint.

    over: (K,) P(centre over footprint). contained: (K,) P(most of the upper's footprint within the lower's).
    """

    count: int
    upper: NDArray[np.intp]
    lower: NDArray[np.intp]
    over: FloatArray
    contained: FloatArray

    def table(self, values: FloatArray) -> FloatArray:
        """(N, N) with the values of these pairs, 0 elsewhere."""
        result: FloatArray = np.zeros((self.count, self.count))
        result[self.upper, self.lower] = values
        return result


def find_stacks(viewed: ViewedObjects) -> Stacks:
    """All pairs that stand over one another in the plan. A support is never the upper one."""
    spread = np.sqrt(viewed.centre_var[:, :2].max(axis=1))
    reach = np.linalg.norm(viewed.half, axis=1) + _REACH * np.hypot(spread, viewed.size_std[:, :2].max(axis=1) / 2)
    offset = viewed.centre[:, None, :2] - viewed.centre[None, :, :2]
    squared = np.einsum("ijk,ijk->ij", offset, offset)
    may = (squared < (reach[None, :] + _REACH * spread[:, None]) ** 2) & ~viewed.support[:, None]
    np.fill_diagonal(may, False)
    upper, lower = np.nonzero(may)
    shares = np.array([0.0, 1 - 2 * INSIDE_OVERHANG])[:, None, None]
    return Stacks(len(viewed), upper, lower, *_within(viewed, upper, lower, shares * viewed.half[upper]))


def on(viewed: ViewedObjects, stacks: Stacks, inside: FloatArray, on_gap_m: float) -> FloatArray:
    """(N, N) P(i on j). inside: (N, N) P(i inside j), which excludes on."""
    upper, lower = stacks.upper, stacks.lower
    gap = viewed.bottom[upper] - viewed.top[lower]
    sigma = np.sqrt(viewed.height_var[upper] + viewed.height_var[lower])
    rests = stacks.table((phi((on_gap_m - gap) / sigma) - phi((-on_gap_m - gap) / sigma)) * stacks.over)
    carried = np.flatnonzero(viewed.rests_on >= 0)
    told = (carried, viewed.rests_on[carried])
    rests[told] = 1 - (1 - TOLD) * (1 - rests[told])
    return np.asarray(rests * (1 - inside))


def inside(viewed: ViewedObjects, stacks: Stacks) -> FloatArray:
    """(N, N) P(i inside j)."""
    told = viewed.rests_on[stacks.upper] == stacks.lower  # from the image, which knows more than two boxes do
    probability = np.where(viewed.support[stacks.lower], 0.0, np.where(told, 1.0, stacks.contained))
    likely = np.flatnonzero(probability > 0.01)
    probability[likely] *= _sunk_between_walls(viewed, stacks.upper[likely], stacks.lower[likely])
    return stacks.table(probability)


def _sunk_between_walls(viewed: ViewedObjects, upper: NDArray[np.intp], lower: NDArray[np.intp]) -> FloatArray:
    """(K,) P(upper reaches well below the rim of lower), times how far lower has walls around upper."""
    top, bottom = viewed.top[lower], viewed.bottom[upper]
    depth = np.maximum(INSIDE_DEPTH_M, INSIDE_DEPTH * viewed.size[lower, 2])
    sigma = np.sqrt(viewed.height_var[upper] + viewed.height_var[lower])
    sunk = phi((top - depth - bottom) / sigma) * phi((bottom - viewed.bottom[lower] + depth) / sigma)
    deep = sunk >= 0.01
    around = np.zeros(len(sunk))
    around[deep] = walls_around(viewed.centre[upper[deep]], [viewed.surfaces[j] for j in lower[deep]],
                                (bottom + depth / 2)[deep])
    told = viewed.rests_on[upper] == lower
    low, high = np.where(told, _OPEN_TOLD, _OPEN), np.where(told, _CLOSED_TOLD, _CLOSED)
    return np.asarray(sunk * np.clip((around - low) / (high - low), 0.0, 1.0))


def walls_around(centre: FloatArray, surfaces: Sequence[FloatArray], floor_z: FloatArray) -> FloatArray:
    """(K,) share of the horizontal directions from a centre in which a surface has a wall, that is a point above floor_z.

    centre: (K, 3). surfaces: K arrays (n, 3). floor_z: (K,).
    A box whose unseen back was guessed too deep may seem to contain what stands behind it; but it has a wall on one
    side only, while a bowl, a crate or a mug shows its rim all around.
    """
    if not len(surfaces):
        return np.zeros(0)
    of = np.repeat(np.arange(len(surfaces)), [len(surface) for surface in surfaces])
    points = np.concatenate(surfaces)
    wall = np.flatnonzero(points[:, 2] > floor_z.take(of))
    of = of.take(wall)
    x, y = (points[:, k].take(wall) - centre[:, k].take(of) for k in (0, 1))
    sector = ((np.arctan2(y, x) / (2 * np.pi) + 0.5) * _SECTORS).astype(np.intp) % _SECTORS
    seen = np.bincount(of * _SECTORS + sector, minlength=len(surfaces) * _SECTORS).reshape(-1, _SECTORS) > 0
    return np.asarray(np.count_nonzero(seen, axis=1) / _SECTORS)


def _within(viewed: ViewedObjects, upper: Sequence[int] | NDArray[np.intp], lower: Sequence[int] | NDArray[np.intp],
            reach: FloatArray) -> FloatArray:
    """(..., K) P(upper, taken as a rectangle of half extents `reach` (..., K, 2), lies within the footprint of lower)."""
    offset = viewed.centre[upper, :2] - viewed.centre[lower, :2]
    spread = viewed.centre_var[:, :2].max(axis=1)
    own_x, own_y = viewed.axis[upper], _turned(viewed.axis[upper])
    probability: FloatArray = np.ones(reach.shape[:-1])
    for k, axis in enumerate((viewed.axis[lower], _turned(viewed.axis[lower]))):
        own = (reach[..., 0] * np.abs(np.einsum("kc,kc->k", own_x, axis))
               + reach[..., 1] * np.abs(np.einsum("kc,kc->k", own_y, axis)))
        margin = viewed.half[lower, k] - np.abs(np.einsum("kc,kc->k", offset, axis)) - own
        sigma = np.sqrt(spread[upper] + spread[lower] + viewed.size_std[lower, k] ** 2 / 4)
        probability = np.minimum(probability, phi(margin / sigma))
    return probability


def _turned(axis: FloatArray) -> FloatArray:
    """(K, 2) turned by 90 degrees."""
    return np.stack([-axis[:, 1], axis[:, 0]], axis=1)
