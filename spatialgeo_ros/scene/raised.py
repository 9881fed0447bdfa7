"""Thin things: patches of one colour that lie a few millimetres above the surface around them.

A single pixel's depth cannot tell so little from noise, the mean over an evenly coloured patch can.
"""

from __future__ import annotations

import cv2
import numpy as np

from spatialgeo_ros.config import RaisedConfig
from spatialgeo_ros.scene.creases import colour_edges
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import FloatArray

_AROUND_PX = 41  # window in which the surface's own height is averaged: depth images are bent by millimetres


def raised_patches(surface: Mask, above: FloatArray, view: LevelView, config: RaisedConfig) -> Mask:
    """(h, w) pixels of `surface` in patches that clearly lie higher than the surface around them.

    above: (h, w) metres over the fitted surface.
    """
    even = surface & (colour_edges(view.lab) < config.edge)
    count, labels = cv2.connectedComponents(even.astype(np.uint8), connectivity=4)
    flat = labels.ravel()
    members = np.flatnonzero(flat)
    pixels = np.bincount(flat[members], minlength=count).astype(np.float64)
    pixels[0] = 0
    if count < 3:
        return np.zeros_like(surface)
    ground = (pixels > config.ground_share * pixels.max())[labels] & even
    rise = _above_ground(above, ground).ravel()[members]
    known = np.isfinite(rise)
    of, rise = flat[members][known], rise[known].astype(np.float64)
    known_pixels = np.maximum(np.bincount(of, minlength=count), 1)
    mean = np.bincount(of, rise, count) / known_pixels
    scatter = np.sqrt(np.maximum(np.bincount(of, rise ** 2, count) / known_pixels - mean ** 2, 0))
    error = scatter / np.sqrt(np.maximum(known_pixels / config.correlated_pixels, 1))
    raised = (pixels >= config.min_pixels) & (pixels <= config.ground_share * pixels.max())
    raised &= (mean > config.min_rise_m) & (mean > config.rise_sigmas * error) & (known_pixels > 0.5 * pixels)
    mask = raised[labels].astype(np.uint8)
    return np.asarray((cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) > 0) & surface)


def _above_ground(above: FloatArray, ground: Mask) -> FloatArray:
    """(h, w) metres over the mean of the ground pixels nearby; NaN far from any."""
    weight = ground.astype(np.float32)
    size = (_AROUND_PX, _AROUND_PX)
    share = cv2.blur(weight, size)
    mean = cv2.blur(np.where(ground, above, 0).astype(np.float32), size)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above - mean / np.where(share > 0.02, share, np.nan))
