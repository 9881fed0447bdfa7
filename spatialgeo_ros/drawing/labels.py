"""Short texts on pictures: on a plate of their own, so that they can be read on any background."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]
Picture = NDArray[np.uint8]

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_PADDING_PX = 2


@dataclass(frozen=True)
class Plate:
    """Where a text goes: its background rectangle in pixels. scale: of the font; 0.4 reads at 640x480."""

    text: str
    left: int
    top: int
    width: int
    height: int
    baseline: int
    scale: float

    def moved_to(self, left: int, top: int) -> Plate:
        return Plate(self.text, left, top, self.width, self.height, self.baseline, self.scale)

    def kept_within(self, width: int, height: int) -> Plate:
        return self.moved_to(max(0, min(self.left, width - self.width)), max(0, min(self.top, height - self.height)))


def plate_for(text: str, scale: float = 0.4, left: int = 0, top: int = 0) -> Plate:
    """How much room a text takes. Only ASCII can be drawn by every OpenCV; other letters become "?"."""
    drawable = text.encode("ascii", "replace").decode("ascii")
    (width, height), baseline = cv2.getTextSize(drawable, _FONT, scale, 1)
    return Plate(drawable, left, top, width + 2 * _PADDING_PX, height + baseline + 2 * _PADDING_PX, baseline, scale)


def draw_plate(picture: Picture, plate: Plate, ink: Rgb, paper: Rgb | None) -> None:
    """Draw in place. paper: None = no background."""
    right, bottom = plate.left + plate.width, plate.top + plate.height
    if paper is not None:
        cv2.rectangle(picture, (plate.left, plate.top), (right - 1, bottom - 1), paper, cv2.FILLED)
    cv2.putText(picture, plate.text, (plate.left + _PADDING_PX, bottom - _PADDING_PX - plate.baseline), _FONT,
                plate.scale, ink, 1, cv2.LINE_AA)


def ink_for(paper: Rgb) -> Rgb:
    """Black or white, whichever reads better on this background."""
    red, green, blue = paper
    return (0, 0, 0) if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else (255, 255, 255)
