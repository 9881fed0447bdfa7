"""Where one thing may end and another begin: hollow creases and steps of the depth image, edges of colour."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.types import FloatArray

_DIRECTIONS = ((0, 1), (1, 0), (1, 1), (1, -1))


def concavity(view: LevelView, reach_px: int) -> FloatArray:
    """(h, w) float32: change of slope of the surface where it is hollow, largest over four directions.

    Slope is depth over width, so 2 is a right-angled inner corner seen along its bisector; steps in depth give large
    values on their far side; planes and bulges give <= 0. 0 where a neighbour at reach_px is missing.
    Inverse depth is linear in pixel coordinates on a plane, so its second difference vanishes on planes of any slant.
    """
    depth = view.working.depth_m
    inverse = _smoothed_inverse(depth)
    hollow = np.zeros_like(depth)
    scale = depth * np.float32(view.working.camera.fx)
    for row_step, column_step in _DIRECTIONS:
        diagonal = row_step != 0 and column_step != 0
        reach = max(1, round(reach_px * 0.7)) if diagonal else reach_px
        _raise_to_second_difference(hollow, inverse, scale, row_step * reach, column_step * reach,
                                    reach * (1.41421 if diagonal else 1.0))
    return hollow


def crease_noise(view: LevelView, reach_px: int) -> FloatArray:
    """(h, w) standard deviation of `concavity` on a plane that comes from the depth noise."""
    averaging = 0.6  # 3x3 mean of noise that is correlated between neighbours
    scale = np.float32(averaging * np.sqrt(6) * view.working.camera.fx / reach_px)
    return np.asarray(view.working.sigma_m * scale / np.maximum(view.working.depth_m, 0.05))


def _smoothed_inverse(depth: FloatArray) -> FloatArray:
    """1 / depth averaged over the 3x3 neighbours that have a return; 0 where the pixel itself has none."""
    valid = depth > 0
    inverse = np.zeros_like(depth)
    np.divide(1.0, depth, out=inverse, where=valid)
    count = cv2.blur(valid.astype(np.float32), (3, 3))
    mean: FloatArray = np.asarray(cv2.blur(inverse, (3, 3)), np.float32)
    np.divide(mean, count, out=mean, where=valid)
    mean[~valid] = 0
    return mean


def _raise_to_second_difference(hollow: FloatArray, inverse: FloatArray, scale: FloatArray, rows: int, columns: int,
                                length_px: float) -> None:
    """hollow = max(hollow, second difference of `inverse` along (rows, columns) as a change of slope), in place."""
    height, width = inverse.shape
    side = abs(columns)
    inner = np.s_[rows:height - rows, side:width - side]
    before = inverse[0:height - 2 * rows, side - columns:width - side - columns]
    after = inverse[2 * rows:height, side + columns:width - side + columns]
    centre = inverse[inner]
    bend = (before + after - 2 * centre) * scale[inner] * np.float32(1 / length_px)
    bend[(before == 0) | (after == 0) | (centre == 0)] = 0
    np.maximum(hollow[inner], bend, out=hollow[inner])


def colour_edges(lab: NDArray[np.uint8], reach_px: int = 1) -> FloatArray:
    """(h, w) float32 CIELAB (8 bit) distance across each pixel, the larger of row and column; lightness counts half.

    Shadows change lightness only; prints and borders of things mostly change chroma as well.
    """
    smooth = cv2.blur(lab, (3, 3)).astype(np.float32)
    smooth[..., 0] *= 0.5
    edges = np.zeros(lab.shape[:2], np.float32)
    for before, after, inner in ((np.s_[:, :-2 * reach_px], np.s_[:, 2 * reach_px:], np.s_[:, reach_px:-reach_px]),
                                 (np.s_[:-2 * reach_px], np.s_[2 * reach_px:], np.s_[reach_px:-reach_px])):
        change = smooth[after] - smooth[before]
        np.maximum(edges[inner], np.sqrt(np.einsum("ijk,ijk->ij", change, change)), out=edges[inner])
    return edges
