"""Which pixels belong to things: those that stand off every wall and every support surface."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from spatialgeo_ros.config import SceneConfig, SegmentConfig
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.raised import raised_patches
from spatialgeo_ros.scene.supports import Support, height_above
from spatialgeo_ros.scene.walls import Wall, on_walls
from spatialgeo_ros.types import FloatArray

_THIN_M = 0.015  # what stands out less is told by its colour
_EDGE_M = 0.05  # boards are about this thick: what is less below their surface is their rim


@dataclass(frozen=True, eq=False)
class Things:
    """mask: (h, w) bool, pixels of things. thin: those told by colour and mean height only.

    height_sigma_m: (h, w) standard deviation of a pixel's height.
    """

    mask: Mask
    thin: Mask
    height_sigma_m: FloatArray


def thing_pixels(view: LevelView, supports: tuple[Support, ...], walls: tuple[Wall, ...], config: SceneConfig) -> Things:
    """What has a depth and lies off every wall and support surface by more than noise."""
    above = height_above(view, supports, _EDGE_M)
    sigma = _height_noise(view, above)
    off_surface = _stands_off(above, sigma, config.segments)
    bare = view.valid & ~off_surface & (np.abs(above) < _THIN_M)
    thin = raised_patches(bare, above, view, config.raised)
    thing = view.valid & (off_surface | thin) & ~on_walls(view, walls, config.walls.thickness_m)
    return Things(np.asarray(thing), thin, sigma)


def _height_noise(view: LevelView, above: FloatArray) -> FloatArray:
    """(h, w) standard deviation of a pixel's height: the depth model's, scaled to what the surfaces show."""
    sigma = view.working.sigma_m * np.abs(view.height_m) / np.maximum(view.working.depth_m, 1e-3)
    on_surface = np.flatnonzero(np.abs(above).ravel() < 4 * sigma.ravel())[::7]
    if len(on_surface) < 200:
        return sigma
    typical = float(np.median(np.abs(above.ravel()[on_surface]) / sigma.ravel()[on_surface])) / 0.6745
    return np.asarray(sigma * np.float32(np.clip(typical, 0.3, 2.0)))


def _stands_off(above: FloatArray, sigma: FloatArray, config: SegmentConfig) -> Mask:
    """Pixels well above their surface, and those a little above it that hang together with such (the ground of a plate)."""
    high = above > np.maximum(config.min_height_m, config.height_sigmas * sigma)
    low = cv2.blur(np.minimum(above, 0.1), (3, 3)) > np.maximum(config.low_height_m, config.low_height_sigmas * sigma)
    # where the image of depth ends, it is ragged: chains of single pixels join nothing
    low = high | (cv2.morphologyEx(low.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)
    count, labels = cv2.connectedComponents(low.astype(np.uint8), connectivity=4)
    supported = np.bincount(labels.ravel(), weights=high.ravel(), minlength=count) > config.min_patch_pixels
    supported[0] = False
    return np.asarray(supported[labels])
