"""Colour words of a patch of pixels, as people name colours."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import Array

COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "black", "white", "grey")
_MAX_PIXELS = 400  # a share of 20 % is then known within 2 %
_SECOND_SHARE = 0.25


def colour_words(rgb_pixels: NDArray[np.uint8]) -> tuple[str, ...]:
    """Names of the colours in a patch, dominant first, a second one only where it is clearly two-coloured.

    rgb_pixels: (N, 3). Returns (), ("red",) or ("red", "white"), from COLOURS.
    """
    if len(rgb_pixels) == 0:
        return ()
    sample = rgb_pixels[np.linspace(0, len(rgb_pixels) - 1, min(len(rgb_pixels), _MAX_PIXELS)).astype(np.intp)]
    share = np.bincount(_classes(sample), minlength=len(COLOURS)) / len(sample)
    order = np.argsort(-share, kind="stable")
    words = [COLOURS[order[0]]]
    if share[order[1]] >= _SECOND_SHARE:
        words.append(COLOURS[order[1]])
    return tuple(words)


def _classes(rgb: NDArray[np.uint8]) -> Array:
    """(N,) index into COLOURS of each pixel."""
    lab = cv2.cvtColor(np.ascontiguousarray(rgb[None]).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0]
    lightness, chroma = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    bounds = (15, 42, 70, 105, 170, 225, 300, 330, 350)
    coloured = np.select([hue < bound for bound in bounds], [7, 0, 1, 2, 3, 4, 5, 6, 7], 0)
    coloured = np.where((coloured == 1) & (lightness < 45), 8, coloured)
    grey = np.select([lightness < 25, lightness > 72], [9, 10], 11)
    return np.asarray(np.where(chroma < 10 + 0.08 * lightness, grey, coloured))
