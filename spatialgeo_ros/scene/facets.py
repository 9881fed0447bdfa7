"""The coarse view: pixels with the slant of the surface around them, for finding floors and boards."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import FloatArray

_MAX_STRETCH = 12.0  # area of a facet over that of one facing the camera: seen at 5 degrees


@dataclass(frozen=True, eq=False)
class FacetSet:
    """Pixels that have a surface around them; N of them, viewer frame.

    points, normals: (N, 3) float32; normals are unit length, towards the camera. sigma_m: (N,) of depth.
    area_m2: (N,) of surface that the pixel shows.
    """

    points: FloatArray
    normals: FloatArray
    sigma_m: FloatArray
    area_m2: FloatArray

    def only(self, keep: Mask) -> FacetSet:
        return self.at(np.flatnonzero(keep))

    def at(self, index: NDArray[np.int64]) -> FacetSet:
        # take is several times faster than indexing
        return FacetSet(self.points.take(index, axis=0), self.normals.take(index, axis=0), self.sigma_m.take(index),
                        self.area_m2.take(index))


@dataclass(frozen=True, eq=False)
class Facets(FacetSet):
    """All of them in the half-size view. known: (h, w) bool, the pixels they are, in the working view's half."""

    known: Mask


def facets_of(view: LevelView, reach: int = 2) -> Facets:
    """The half-size view, each pixel with the plane through its four neighbours at +-reach."""
    points, whole = _half_size(view)
    inner, left, right = (np.s_[reach:-reach, reach:-reach], np.s_[reach:-reach, :-2 * reach],
                          np.s_[reach:-reach, 2 * reach:])
    top, bottom = np.s_[:-2 * reach, reach:-reach], np.s_[2 * reach:, reach:-reach]
    known = whole[inner] & whole[left] & whole[right] & whole[top] & whole[bottom]
    normals = _cross(points[bottom][known] - points[top][known], points[right][known] - points[left][known])
    length = np.sqrt(np.einsum("ij,ij->i", normals, normals))
    # planes laid through the step between two things are no surfaces: they are stretched far along the ray
    footprint = (points[inner][known] ** 2).sum(axis=1) * np.float32((2 * reach * 2 / view.working.camera.fx) ** 2)
    real = length < _MAX_STRETCH * footprint
    known[known] = real
    normals, length = normals[real], length[real]
    normals /= np.maximum(length, 1e-12)[:, None]
    middle = points[inner][known]
    normals *= np.where(np.einsum("ij,ij->i", normals, middle) > 0, np.float32(-1), np.float32(1))[:, None]
    everywhere = np.zeros_like(whole)
    everywhere[inner] = known
    size = (points.shape[1], points.shape[0])
    sigma = np.asarray(cv2.resize(view.working.sigma_m, size, interpolation=cv2.INTER_NEAREST), np.float32)
    return Facets(middle, normals, sigma[inner][known], length / (2 * reach) ** 2, everywhere)


def _half_size(view: LevelView) -> tuple[FloatArray, Mask]:
    """(h/2, w/2, 3) mean points of 2x2 pixels, and where all four had a return."""
    height, width = (size // 2 * 2 for size in view.shape)
    valid = view.valid[:height, :width]
    whole = valid[::2, ::2] & valid[1::2, ::2] & valid[::2, 1::2] & valid[1::2, 1::2]
    points = cv2.resize(view.points[:height, :width], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(points, np.float32), np.asarray(whole)


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """np.cross for (N, 3) without its overhead."""
    return np.stack([a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1], a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2],
                     a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]], axis=1)
