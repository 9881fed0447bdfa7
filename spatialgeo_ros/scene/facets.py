"""The coarse view: pixels with the slant of the surface around them, for finding floors and boards."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Pixels that have a surface around them; N of them, viewer frame, every field (N,) float32.

    x_m, y_m, z_m: the points. up: z of the unit normals towards the camera. sigma_m: of depth.
    area_m2: of surface that the pixel shows.
    """

    x_m: FloatArray
    y_m: FloatArray
    z_m: FloatArray
    up: FloatArray
    sigma_m: FloatArray
    area_m2: FloatArray

    def __len__(self) -> int:
        return len(self.x_m)

    def only(self, keep: Mask) -> FacetSet:
        return self.at(np.flatnonzero(keep))

    def at(self, index: NDArray[np.int64]) -> FacetSet:
        # take is several times faster than indexing
        return FacetSet(*(values.take(index) for values in
                          (self.x_m, self.y_m, self.z_m, self.up, self.sigma_m, self.area_m2)))


def facets_of(view: LevelView, reach: int = 2) -> FacetSet:
    """The half-size view, each pixel with the plane through its four neighbours at +-reach."""
    planes, whole = _half_size(view)
    inner, left, right = (np.s_[reach:-reach, reach:-reach], np.s_[reach:-reach, :-2 * reach],
                          np.s_[reach:-reach, 2 * reach:])
    top, bottom = np.s_[:-2 * reach, reach:-reach], np.s_[2 * reach:, reach:-reach]
    down, across = ([plane[far] - plane[near] for plane in planes] for near, far in ((top, bottom), (left, right)))
    normal = [down[1] * across[2] - down[2] * across[1], down[2] * across[0] - down[0] * across[2],
              down[0] * across[1] - down[1] * across[0]]
    middle = [plane[inner] for plane in planes]
    length = np.sqrt(_dot(normal, normal))
    # planes laid through the step between two things are no surfaces: they are stretched far along the ray
    stretched = length >= np.float32(_MAX_STRETCH * (2 * reach * 2 / view.working.camera.fx) ** 2) * _dot(middle, middle)
    known = whole[inner] & whole[left] & whole[right] & whole[top] & whole[bottom] & ~stretched
    up = np.where(_dot(normal, middle) > 0, -normal[2], normal[2]) / np.maximum(length, np.float32(1e-12))
    sigma = np.asarray(cv2.resize(view.working.sigma_m, whole.shape[::-1], interpolation=cv2.INTER_NEAREST), np.float32)
    everywhere = FacetSet(*(image.ravel() for image in (*middle, up, sigma[inner], length / (2 * reach) ** 2)))
    return everywhere.only(known.ravel())


def _half_size(view: LevelView) -> tuple[list[FloatArray], Mask]:
    """Three (h/2, w/2) planes x, y, z of the mean points of 2x2 pixels, and where all four had a return."""
    height, width = (size // 2 * 2 for size in view.shape)
    valid = view.valid[:height, :width]
    whole = valid[::2, ::2] & valid[1::2, ::2] & valid[::2, 1::2] & valid[1::2, 1::2]
    planes = [np.asarray(cv2.resize(plane[:height, :width], (width // 2, height // 2), interpolation=cv2.INTER_AREA),
                         np.float32) for plane in (view.x_m, view.y_m, view.height_m)]
    return planes, np.asarray(whole)


def _dot(a: Sequence[FloatArray], b: Sequence[FloatArray]) -> FloatArray:
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
