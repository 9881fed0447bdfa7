"""Pictures of single things: a square about each, as a closer look takes them. Knows no torch."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

PICTURE_PX = 64  # either way
_MARGIN, _LEAST_MARGIN_PX = 0.15, 1  # on every side, of the longer side of the thing
_GREY = 118  # beyond the image


@dataclass(frozen=True)
class Square:
    """left, top, side: in pixels of a mask; it may reach beyond the mask."""

    left: int
    top: int
    side: int


def square_about(mask: NDArray[np.bool_]) -> Square:
    """About what is true in (h, w), which is somewhere."""
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    longer = max(width, height)
    side = longer + 2 * (_LEAST_MARGIN_PX + math.ceil(_MARGIN * longer))
    return Square(left + (width - side) // 2, top + (height - side) // 2, side)


def picture_of(rgb: NDArray[np.uint8], mask: NDArray[np.bool_], square: Square) -> NDArray[np.uint8]:
    """(PICTURE_PX, PICTURE_PX, 4): colour, and 255 where the mask is. rgb: (H, W, 3). mask: (h, w) of the same view."""
    out = np.empty((PICTURE_PX, PICTURE_PX, 4), np.uint8)
    down, across = rgb.shape[0] / mask.shape[0], rgb.shape[1] / mask.shape[1]
    fine = (round(square.left * across), round(square.top * down), round((square.left + square.side) * across),
            round((square.top + square.side) * down))
    coarse = (square.left, square.top, square.left + square.side, square.top + square.side)
    out[..., :3] = _scaled(_cut(rgb, fine, _GREY))
    out[..., 3] = _scaled(_cut(mask.view(np.uint8) * np.uint8(255), coarse, 0))
    return out


def pictures_of(rgb: NDArray[np.uint8], masks: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """(R, PICTURE_PX, PICTURE_PX, 4) of (R, h, w), none of them empty."""
    made = [picture_of(rgb, mask, square_about(mask)) for mask in masks]
    return np.stack(made) if made else np.zeros((0, PICTURE_PX, PICTURE_PX, 4), np.uint8)


def _cut(image: NDArray[np.uint8], box: tuple[int, int, int, int], beyond: int) -> NDArray[np.uint8]:
    left, top, right, bottom = box
    height, width = image.shape[:2]
    inside = image[max(top, 0):max(min(bottom, height), 0), max(left, 0):max(min(right, width), 0)]
    if inside.shape[:2] == (bottom - top, right - left):
        return inside
    out = np.full((bottom - top, right - left, *image.shape[2:]), beyond, np.uint8)
    at = max(-top, 0), max(-left, 0)
    out[at[0]:at[0] + inside.shape[0], at[1]:at[1] + inside.shape[1]] = inside
    return out


def _scaled(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    smaller = image.shape[0] > PICTURE_PX
    return np.asarray(cv2.resize(image, (PICTURE_PX, PICTURE_PX),
                                 interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR), np.uint8)
