"""Halos: sensors smear things over the pixels beside them; colour shows which of those are ground."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import FloatArray


def trim_halos(things: Mask, view: LevelView, config: SegmentConfig) -> Mask:
    """`things` (h, w) without the pixels near their border that look like the surface beside and not like the thing.

    Both looks are means over the neighbourhood: the surface's over pixels that are no thing, the thing's over pixels
    farther than the halo from any border.
    """
    reach = config.halo_px
    if reach == 0:
        return things
    inner = cv2.erode(things.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    ring = things & ~inner
    ground = view.valid & ~things
    lab = view.lab.astype(np.float32)
    lab[..., 0] *= 0.5  # a thing's shadow is darker ground
    to_ground = _distance_to_mean(lab, ground, 2 * reach + 1)
    to_thing = _distance_to_mean(lab, inner, 4 * reach + 1)
    halo = ring & (to_ground < config.halo_likeness * to_thing)
    return np.asarray(things & ~halo)


def _distance_to_mean(lab: NDArray[np.float32], mask: Mask, reach_px: int) -> FloatArray:
    """(h, w) colour distance to the mean of the masked pixels within +-reach_px; NaN where there are none."""
    size = (2 * reach_px + 1, 2 * reach_px + 1)
    weight = mask.astype(np.float32)
    count = cv2.blur(weight, size)
    mean: FloatArray = np.asarray(cv2.blur(lab * weight[..., None], size), np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean /= np.where(count > 1e-4, count, np.nan)[..., None]
    difference = lab - mean
    return np.asarray(np.sqrt(np.einsum("ijk,ijk->ij", difference, difference)))
