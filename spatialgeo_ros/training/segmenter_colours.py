"""Colours that are no borders: prints on things and tables, repainted things, other light and cameras.

Simulated things are mostly of one colour; without this the network would take every edge of colour for the end of a thing.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray

Image = NDArray[np.uint8]


def repaint(rgb: Image, ids: NDArray[np.uint8], rng: np.random.Generator) -> Image:
    """(h, w, 3) with some of the things `ids` (h, w) and of the rest printed or repainted, keeping their shading."""
    out = rgb.astype(np.float32)
    light = np.maximum(_grey(out), 8)
    for thing in np.flatnonzero(np.bincount(ids.ravel())):
        printed = rng.random() < (0.4 if thing else 0.25)
        if not printed and not (thing and rng.random() < 0.3):
            continue
        left, top, width, height = cv2.boundingRect((ids == thing).view(np.uint8))
        window = slice(top, top + height), slice(left, left + width)
        mask = ids[window] == thing
        if printed:
            _print_on(out[window], mask, light[window], bool(thing), rng)
        else:
            out[window][mask] = rng.integers(10, 250, 3) * _shading(light[window], mask)
    return _seen_by_another_camera(out, rng)


def _grey(rgb: FloatArray) -> FloatArray:
    """(h, w, 1) of (h, w, 3) float32."""
    return rgb @ np.full((3, 1), 1 / 3, np.float32)


def _print_on(out: FloatArray, mask: NDArray[np.bool_], light: FloatArray, may_be_partly: bool,
              rng: np.random.Generator) -> None:
    printed = pattern((mask.shape[0], mask.shape[1]), rng).astype(np.float32)
    opacity = rng.uniform(0.4, 1.0)
    shading = np.zeros_like(light)
    shading[mask] = _shading(light, mask)
    if may_be_partly and rng.random() < 0.5:  # a label around a bottle
        top, bottom = np.sort(rng.uniform(0, len(mask), 2))
        mask = mask.copy()
        mask[:int(np.ceil(top))] = False
        mask[int(np.ceil(bottom)):] = False
    out[mask] = (1 - opacity) * out[mask] + opacity * printed[mask] * shading[mask]


def _shading(light: FloatArray, mask: NDArray[np.bool_]) -> FloatArray:
    """(N, 1) how bright the masked pixels are, their median being 1."""
    inside = light[mask]
    return np.asarray(np.clip(inside / max(float(np.median(inside)), 8.0), 0.3, 2))


def _seen_by_another_camera(rgb: FloatArray, rng: np.random.Generator) -> Image:
    if rng.random() < 0.15:
        rgb = np.repeat(_grey(rgb), 3, axis=-1)
    rgb = rgb * (rng.uniform(0.6, 1.35) * rng.uniform(0.88, 1.12, 3)).astype(np.float32) + np.float32(rng.uniform(-15, 15))
    curve = np.arange(256.0) ** rng.uniform(0.85, 1.15)
    curve *= min(1.0, 255 / curve[-1])
    seen = np.asarray(cv2.LUT(np.clip(rgb, 0, 255).astype(np.uint8), curve.astype(np.float32)), np.float32)
    if rng.random() < 0.5:
        seen += np.float32(rng.uniform(0, 6)) * rng.standard_normal(seen.shape, np.float32)
    return np.asarray(np.clip(seen, 0, 255), np.uint8)


def random_colour(rng: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = rng.integers(0, 256, 3)
    return int(red), int(green), int(blue)


def pattern(shape: tuple[int, int], rng: np.random.Generator) -> Image:
    """(h, w, 3) stripes, blotches, labels, letters or checks."""
    image = np.empty((*shape, 3), np.uint8)
    image[:] = random_colour(rng)
    (_stripes, _blotches, _labels, _letters, _checks)[int(rng.integers(5))](image, rng)
    return image


def _stripes(image: Image, rng: np.random.Generator) -> None:
    turn, period, share = rng.uniform(0, np.pi), rng.uniform(4, 40), rng.uniform(0.2, 0.8)
    y, x = np.mgrid[:image.shape[0], :image.shape[1]]
    image[((x * np.cos(turn) + y * np.sin(turn)) / period) % 1 < share] = random_colour(rng)


def _blotches(image: Image, rng: np.random.Generator) -> None:
    height, width = image.shape[:2]
    coarse = rng.standard_normal((height // 4 + 1, width // 4 + 1)).astype(np.float32)
    relief = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), float(rng.uniform(0.7, 4))), (width, height))
    low, high = np.quantile(relief[::4, ::4], [rng.uniform(0.2, 0.5), rng.uniform(0.5, 0.8)])
    image[relief > low] = random_colour(rng)
    image[relief > high] = random_colour(rng)


def _number(image: Image, fewest: int, most: int, rng: np.random.Generator) -> int:
    """So many that a window is as full as a whole view of 320x240 would be with `fewest` to `most`, and at least three."""
    share: float = image.shape[0] * image.shape[1] / (320 * 240)
    return max(3, round(int(rng.integers(fewest, most)) * share))


def _labels(image: Image, rng: np.random.Generator) -> None:
    for _ in range(_number(image, 10, 60, rng)):
        x, y = int(rng.integers(0, image.shape[1])), int(rng.integers(0, image.shape[0]))
        across, down = (int(side) for side in rng.integers(2, 40, 2))
        if rng.random() < 0.6:
            cv2.rectangle(image, (x, y), (x + across, y + down), random_colour(rng), -1)
        else:
            cv2.ellipse(image, (x, y), (across, down), float(rng.uniform(0, 180)), 0, 360, random_colour(rng), -1)


def _letters(image: Image, rng: np.random.Generator) -> None:
    for _ in range(_number(image, 20, 90, rng)):
        place = int(rng.integers(0, image.shape[1])), int(rng.integers(0, image.shape[0]))
        word = "".join(chr(code) for code in rng.integers(65, 90, 5))
        cv2.putText(image, word, place, 0, float(rng.uniform(0.2, 1.0)), random_colour(rng), int(rng.integers(1, 3)))


def _checks(image: Image, rng: np.random.Generator) -> None:
    side = int(rng.integers(4, 30))
    y, x = np.mgrid[:image.shape[0], :image.shape[1]]
    image[(x // side + y // side) % 2 == 0] = random_colour(rng)
