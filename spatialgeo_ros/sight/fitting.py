"""How an image of any size and camera becomes one of the network's, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import Array, PinholeCamera

_MULTIPLE = 4  # network pixels: outputs are at half and at a quarter of the image's size
_SQUARE = 0.04  # pixels as nearly square as this are left as they are: so were those learned from
_GREY = 118  # of the bars: what the network takes for nothing special


@dataclass(frozen=True)
class Fit:
    """An image of `frame` (H, W), scaled to `shown` (h, w) with square pixels, in the middle of a network image of `network`
    (h, w); top and left: of the shown part. The rest is grey."""

    frame: tuple[int, int]
    network: tuple[int, int]
    shown: tuple[int, int]
    top: int
    left: int

    def image(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The network's image of (H, W, 3)."""
        smaller = self.shown[0] < self.frame[0]
        scaled = cv2.resize(rgb, self.shown[::-1], interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
        if self.shown == self.network:
            return np.asarray(scaled, np.uint8)
        out = np.full((*self.network, 3), _GREY, np.uint8)
        self.shown_part(out)[...] = scaled
        return out

    def shown_part(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """(h, w, 3) of the network's image."""
        return image[self.top:self.top + self.shown[0], self.left:self.left + self.shown[1]]

    def part(self, planes: Array) -> Array:
        """What of (..., h / n, w / n) outputs shows the image."""
        n = self.network[0] // planes.shape[-2]
        (top, left), (height, width) = (self.top // n, self.left // n), (side // n for side in self.shown)
        return planes[..., top:top + height, left:left + width]

    def camera(self, camera: PinholeCamera) -> PinholeCamera:
        """The camera of the shown part, when `camera` is that of the frame."""
        height, width = self.shown
        across, down = width / camera.width, height / camera.height
        return PinholeCamera(height, width, camera.fx * across, camera.fy * down, (camera.cx + 0.5) * across - 0.5,
                             (camera.cy + 0.5) * down - 0.5)

    def centre(self, camera: PinholeCamera) -> tuple[float, float]:
        """Where the principal point of the frame's camera is in the network's image, 0 to 1 across and down."""
        shown = self.camera(camera)
        return (shown.cx + 0.5 + self.left) / self.network[1], (shown.cy + 0.5 + self.top) / self.network[0]

    def widths(self, focal_px: float) -> float:
        """A focal length of the frame, fx, in widths of the network's image."""
        return focal_px * self.shown[1] / self.frame[1] / self.network[1]


def fit(frame: tuple[int, int], network: tuple[int, int], pixel_aspect: float = 1.0) -> Fit:
    """frame, network: (height, width). pixel_aspect: fx / fy of the camera; pixels of the network's image are square."""
    height = frame[0] * (1.0 if abs(pixel_aspect - 1) <= _SQUARE else pixel_aspect)
    scale = min(network[0] / height, network[1] / frame[1])
    shown = (_even(height * scale, network[0]), _even(frame[1] * scale, network[1]))
    top, left = ((whole - part) // (2 * _MULTIPLE) * _MULTIPLE for whole, part in zip(network, shown, strict=True))
    return Fit(frame, network, shown, top, left)


def _even(side: float, most: int) -> int:
    return min(max(round(side / _MULTIPLE), 1) * _MULTIPLE, most)
