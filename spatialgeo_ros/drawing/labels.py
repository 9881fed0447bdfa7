"""Short texts on pictures: on a plate of their own, so that they can be read on any background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]
Picture = NDArray[np.uint8]

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_PADDING_PX = 2
SHORTER_COST = 800.0  # what a shorter name costs, in covered pixels of other things


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


def place_names(names: Sequence[Sequence[str]], anchors_px: NDArray[np.float64], width: int, height: int,
                scale: float = 0.4) -> list[Plate]:
    """Put each name beside its thing so that texts cover neither each other nor other things, as far as possible.

    names: for each thing the texts to choose from, best first; where it is crowded a later (shorter) one is taken.
    anchors_px: (N, 4) boxes (left, top, right, bottom) of the things. Returns one plate for each, in the same order.
    """
    areas = (anchors_px[:, 2:] - anchors_px[:, :2]).prod(1)
    texts_px = np.empty((0, 4))
    placed: dict[int, Plate] = {}
    for index in (int(index) for index in np.argsort(-areas, kind="stable")):  # large things keep their long names
        plates = [plate_for(text, scale) for text in names[index]]
        boxes = np.concatenate([_beside(plate, anchors_px[index], width, height) for plate in plates])
        # the thing's own box weighs half: its name may be on it, if need be
        weight = np.concatenate([np.ones(len(anchors_px)), np.full(len(texts_px), 4.0)])
        weight[index] = 0.5
        cost = _overlap_px(boxes, np.concatenate([anchors_px, texts_px])) @ weight
        places = len(boxes) // len(plates)
        cost += SHORTER_COST * (np.arange(len(boxes)) // places) + np.arange(len(boxes)) % places
        best = int(cost.argmin())
        left, top = boxes[best, :2]
        placed[index] = plates[best // places].moved_to(int(left), int(top))
        texts_px = np.concatenate([texts_px, boxes[best:best + 1]])
    return [placed[index] for index in range(len(names))]


def _beside(plate: Plate, anchor: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    """(K, 4) boxes to try, best first: above, below, right, left, at the inner top; all within the picture."""
    left, top, right, bottom = anchor
    middle_x, middle_y = (left + right - plate.width) / 2, (top + bottom - plate.height) / 2
    above, below = top - plate.height - 2, bottom + 3
    corners = np.array([
        (middle_x, above), (middle_x, below), (right + 3, middle_y), (left - plate.width - 3, middle_y),
        (left, above), (right - plate.width, above), (left, below), (right - plate.width, below),
        (middle_x, top + 2), (middle_x, middle_y), (middle_x, bottom - plate.height - 2),
        (middle_x, above - plate.height), (middle_x, below + plate.height)])
    corners = np.clip(np.floor(corners), 0, (max(width - plate.width, 0), max(height - plate.height, 0)))
    return np.concatenate([corners, corners + (plate.width, plate.height)], axis=1)


def _overlap_px(boxes_a: NDArray[Any], boxes_b: NDArray[Any]) -> NDArray[Any]:
    """(A, B) common area of boxes (left, top, right, bottom)."""
    a, b = boxes_a[:, None, :], boxes_b[None, :, :]
    sides = np.clip(np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]), 0, None)
    overlap: NDArray[Any] = sides[..., 0] * sides[..., 1]
    return overlap
