"""Colours with natural variation, and the textures of floors, tables, covers and labels."""

from __future__ import annotations

import colorsys

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray
from spatialgeo_ros.world.meshes import Material

# Colour word -> (hue degrees low, high; saturation low, high; value low, high), well inside what people call it.
_HSV: dict[str, tuple[float, float, float, float, float, float]] = {
    "red": (-6, 6, 0.78, 0.95, 0.62, 0.85),
    "orange": (22, 31, 0.85, 0.98, 0.90, 1.0),
    "yellow": (48, 56, 0.72, 0.95, 0.88, 0.98),
    "green": (105, 140, 0.55, 0.85, 0.45, 0.72),
    "teal": (174, 186, 0.65, 0.95, 0.45, 0.65),
    "blue": (214, 230, 0.70, 0.92, 0.55, 0.85),
    "purple": (270, 286, 0.50, 0.75, 0.45, 0.68),
    "pink": (328, 345, 0.32, 0.50, 0.90, 1.0),
    "brown": (20, 28, 0.55, 0.75, 0.32, 0.48),
    "black": (0, 360, 0.0, 0.15, 0.09, 0.16),
    "white": (30, 60, 0.0, 0.05, 0.92, 0.99),
    "grey": (0, 360, 0.0, 0.05, 0.46, 0.60),
}
COLOURS: tuple[str, ...] = tuple(_HSV)
BRIGHT: tuple[str, ...] = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink")
# The brightest channel (of white: the darkest) outside which people would use another word.
_LOOKS: dict[str, tuple[int, int]] = {"orange": (180, 255), "brown": (0, 150), "yellow": (150, 255), "pink": (190, 255),
                                      "white": (165, 255), "grey": (80, 160), "black": (0, 75), "red": (90, 255)}
# Names that a viewer may exchange under a cast of light: never used side by side to tell things apart.
CONFUSABLE: frozenset[frozenset[str]] = frozenset(
    frozenset(pair) for pair in (("red", "orange"), ("orange", "yellow"), ("orange", "brown"), ("red", "pink"),
                                 ("green", "teal"), ("teal", "blue"), ("blue", "purple"), ("purple", "pink"),
                                 ("white", "grey"), ("grey", "black"), ("brown", "black"), ("red", "brown")))


def shade(word: str, rng: np.random.Generator) -> tuple[float, float, float]:
    """One colour (r, g, b) 0-255 that people call by this word."""
    h0, h1, s0, s1, v0, v1 = _HSV[word]
    rgb = colorsys.hsv_to_rgb((rng.uniform(h0, h1) / 360.0) % 1.0, rng.uniform(s0, s1), rng.uniform(v0, v1))
    return 255 * rgb[0], 255 * rgb[1], 255 * rgb[2]


def material(word: str, rng: np.random.Generator, gloss: float = 0.1) -> Material:
    return Material(shade(word, rng), word, gloss=gloss)


def looks_like(word: str, rgb: tuple[int, int, int]) -> bool:
    """Whether a thing painted so still looks it in this light: an orange one in the shade looks brown."""
    low, high = _LOOKS.get(word, (0, 255))
    return low <= (min(rgb) if word == "white" else max(rgb)) <= high


def _clip(image: FloatArray) -> NDArray[np.uint8]:
    return np.clip(image, 0, 255).astype(np.uint8)


def _smooth_noise(shape: tuple[int, int], cells: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    """(h, w) noise of unit amplitude, bilinear between cells random values."""
    grid = rng.uniform(-1, 1, (cells[0] + 1, cells[1] + 1))
    y, x = np.linspace(0, cells[0], shape[0], endpoint=False), np.linspace(0, cells[1], shape[1], endpoint=False)
    y0, x0 = y.astype(int), x.astype(int)
    fy, fx = (y - y0)[:, None], (x - x0)[None]
    top = grid[y0][:, x0] * (1 - fx) + grid[y0][:, x0 + 1] * fx
    bottom = grid[y0 + 1][:, x0] * (1 - fx) + grid[y0 + 1][:, x0 + 1] * fx
    return np.asarray(top * (1 - fy) + bottom * fy)


def wood(shape: tuple[int, int], rgb: tuple[float, float, float], rng: np.random.Generator,
         planks: int = 1) -> NDArray[np.uint8]:
    """Grain along the image's x axis; planks: boards across it, each of its own tone."""
    height, width = shape
    grain = 0.6 * _smooth_noise(shape, (max(height // 3, 2), 3), rng) + 0.4 * _smooth_noise(
        shape, (max(height // 12, 2), 2), rng)
    tone = 1 + 0.07 * grain
    if planks > 1:
        row = np.arange(height) * planks // height
        tone *= rng.uniform(0.9, 1.06, planks)[row][:, None]
        seam = (np.arange(height) * planks % height) < planks * 1.5
        tone[seam] *= 0.72
        for plank in range(planks):
            tone[row == plank, rng.integers(width)] *= 0.75
    return _clip(tone[..., None] * np.asarray(rgb))


def tiles(shape: tuple[int, int], rgb: tuple[float, float, float], rng: np.random.Generator, across: tuple[int, int],
          other: tuple[float, float, float] | None = None) -> NDArray[np.uint8]:
    """Square tiles with joints; with `other` a checkerboard of two colours."""
    rows, columns = np.arange(shape[0]) * across[0] / shape[0], np.arange(shape[1]) * across[1] / shape[1]
    index = rows.astype(int)[:, None] * across[1] + columns.astype(int)[None]
    tone = rng.uniform(0.95, 1.05, across[0] * across[1])[index]
    base = np.broadcast_to(np.asarray(rgb), (*shape, 3)).copy()
    if other is not None:
        odd = (rows.astype(int)[:, None] + columns.astype(int)[None]) % 2 == 1
        base[odd] = other
    joint = ((rows % 1)[:, None] < 0.03) | ((columns % 1)[None] < 0.03)
    tone = tone * (1 + 0.03 * _smooth_noise(shape, (40, 40), rng))
    tone[joint] *= 0.75
    return _clip(tone[..., None] * base)


def carpet(shape: tuple[int, int], rgb: tuple[float, float, float], rng: np.random.Generator) -> NDArray[np.uint8]:
    tone = 1 + 0.07 * rng.standard_normal(shape) + 0.05 * _smooth_noise(shape, (30, 30), rng)
    return _clip(tone[..., None] * np.asarray(rgb))


def lay_rug(floor: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Paint a rug with a border somewhere near the middle of a floor picture."""
    height, width = floor.shape[:2]
    h, w = int(height * rng.uniform(0.3, 0.5)), int(width * rng.uniform(0.35, 0.55))
    top, left = int((height - h) * rng.uniform(0.3, 0.7)), int((width - w) * rng.uniform(0.3, 0.7))
    ground, edge = (0.55 * np.array(shade(str(rng.choice(COLOURS)), rng)) + 60 for _ in range(2))
    weave = 1 + 0.06 * rng.standard_normal((h, w))
    rug = np.broadcast_to(ground, (h, w, 3)) * weave[..., None]
    for inset in (6, 12):
        rug[inset:h - inset, inset:inset + 3] = rug[inset:h - inset, w - inset - 3:w - inset] = edge
        rug[inset:inset + 3, inset:w - inset] = rug[h - inset - 3:h - inset, inset:w - inset] = edge
    if rng.random() < 0.5:
        rug[:, (np.arange(w) * 14 // w) % 2 == 1] *= 0.85
    floor[top:top + h, left:left + w] = _clip(rug)


def plain(shape: tuple[int, int], rgb: tuple[float, float, float], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Painted surface with faint unevenness."""
    return _clip((1 + 0.03 * _smooth_noise(shape, (6, 8), rng))[..., None] * np.asarray(rgb))


def cover(shape: tuple[int, int], rgb: tuple[float, float, float], ink: tuple[float, float, float],
          rng: np.random.Generator, lines: int = 3, share: float = 0.35) -> NDArray[np.uint8]:
    """Printed cover: a frame-free ground with a title block and lines of text that cover about `share` of it."""
    height, width = shape
    image = np.broadcast_to(np.asarray(rgb), (height, width, 3)).copy()
    top = int(height * rng.uniform(0.12, 0.3))
    block = int(height * share * rng.uniform(0.35, 0.6))
    left, right = int(width * 0.14), int(width * rng.uniform(0.7, 0.88))
    image[top:top + block, left:right] = ink
    for line in range(lines):
        y = top + block + int(height * 0.08 * (line + 1))
        if y + 3 < height:
            image[y:y + max(height // 40, 1), left:int(width * rng.uniform(0.45, 0.85))] = ink
    return _clip(image)


def band(shape: tuple[int, int], rgb: tuple[float, float, float], ink: tuple[float, float, float],
         rng: np.random.Generator, share: float = 0.35) -> NDArray[np.uint8]:
    """Label around a can or bottle: a band of another colour with marks on it; v runs from top to bottom."""
    height, width = shape
    image = np.broadcast_to(np.asarray(rgb), (height, width, 3)).copy()
    centre = rng.uniform(0.4, 0.6)
    low, high = int(height * (centre - share / 2)), int(height * (centre + share / 2))
    image[low:high] = ink
    for u in rng.uniform(0, 1, 6):
        x = int(u * width)
        image[low + (high - low) // 3:high - (high - low) // 3, x:x + width // 14] = rgb
    return _clip(image)


def keys(rows: int, columns: int, body: tuple[float, float, float], cap: tuple[float, float, float],
         texels: int = 12) -> NDArray[np.uint8]:
    """Keyboard seen from above."""
    image = np.broadcast_to(np.asarray(body), (rows * texels, columns * texels, 3)).copy()
    y, x = np.arange(rows * texels) % texels, np.arange(columns * texels) % texels
    cap_here = ((y >= 2) & (y < texels - 1))[:, None] & ((x >= 2) & (x < texels - 1))[None]
    image[cap_here] = cap
    return _clip(image)


def wall(shape: tuple[int, int], rgb: tuple[float, float, float], rng: np.random.Generator,
         style: str) -> NDArray[np.uint8]:
    """Wall paint with a skirting board at the bottom (last rows); styles plain, stripes, panel, brick."""
    height, width = shape
    image = (1 + 0.02 * _smooth_noise(shape, (5, 9), rng))[..., None] * np.asarray(rgb)
    if style == "stripes":
        image[:, (np.arange(width) * 24 // width) % 2 == 1] *= 0.93
    elif style == "panel":
        image[height * 3 // 5:] *= 0.8
    elif style == "brick":
        row = np.arange(height) * 30 // height
        joint_y = (np.arange(height) * 30 % height) < 45
        joint_x = ((np.arange(width)[None] * 20 / width + 0.5 * (row % 2)[:, None]) % 1.0) < 0.04
        image[joint_x | joint_y[:, None]] *= 0.82
    image[height - max(height // 28, 1):] = np.asarray(rgb) * 0.3 + 160
    return _clip(image)
