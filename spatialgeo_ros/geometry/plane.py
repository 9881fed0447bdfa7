"""Planes: least squares, and the best of many hypotheses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray


@dataclass(frozen=True, eq=False)
class Plane:
    """Points p with normal . p + offset_m = 0. normal: (3,) unit vector, in the frame of the points it was fitted to."""

    normal: FloatArray
    offset_m: float

    def distance(self, points: FloatArray) -> FloatArray:
        """(...,) signed metres of (..., 3) points, positive on the side the normal points to."""
        return points @ self.normal.astype(points.dtype, copy=False) + points.dtype.type(self.offset_m)

    def facing(self, direction: FloatArray) -> Plane:
        """The same plane with its normal on the side of `direction` (3,)."""
        return self if float(self.normal @ direction) >= 0 else Plane(-self.normal, -self.offset_m)


def fit_plane(points: FloatArray, weights: FloatArray | None = None) -> Plane:
    """Total least squares plane through (N, 3) points, N >= 3; weights: (N,), 1 / variance."""
    points = np.asarray(points, np.float64)
    share = np.full(len(points), 1 / len(points)) if weights is None else weights / np.sum(weights)
    centre = share @ points
    spread = points - centre
    _, vectors = np.linalg.eigh((spread * share[:, None]).T @ spread)
    normal: FloatArray = vectors[:, 0]
    return Plane(normal, -float(normal @ centre))


def count_inliers(planes: FloatArray, points: FloatArray, tolerance_m: FloatArray) -> FloatArray:
    """(P,) number of (N, 3) points within tolerance_m (N,) of each plane (P, 4) = (normal, offset)."""
    distance = np.abs(points @ planes[:, :3].T + planes[:, 3])
    counts: FloatArray = np.count_nonzero(distance < tolerance_m[:, None], axis=0).astype(np.float64)
    return counts


def refine_plane(plane: Plane, points: FloatArray, sigma_m: FloatArray, tolerance_m: FloatArray,
                 rounds: int = 3) -> tuple[Plane, NDArray[np.bool_]]:
    """Plane fitted again and again to its own inliers among (N, 3) points.

    sigma_m: (N,) standard deviation of each point, its weight. tolerance_m: (N,) from where a point is an outlier.
    Returns the plane, its normal on the side it was before, and the (N,) inlier mask.
    """
    inlier: NDArray[np.bool_] = np.asarray(np.abs(plane.distance(points)) < tolerance_m)
    for _ in range(rounds):
        if np.count_nonzero(inlier) < 3:
            break
        plane = fit_plane(points[inlier], 1 / sigma_m[inlier] ** 2).facing(plane.normal)
        inlier = np.asarray(np.abs(plane.distance(points)) < tolerance_m)
    return plane, inlier
