"""The walls and the ceiling of a room, with a door, a window and pictures painted on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray
from spatialgeo_ros.world import palette
from spatialgeo_ros.world.meshes import Material, Mesh, merge

WALL_TONES = ((226, 222, 212), (206, 214, 220), (222, 206, 186), (200, 214, 196), (190, 186, 192), (232, 224, 196),
              (170, 184, 198), (214, 190, 180))


def make_shell(size_m: tuple[float, float, float], rng: np.random.Generator) -> Mesh:
    """Four walls and a ceiling, seen from inside; the floor is a thing of its own."""
    x, y, z = size_m
    rgb = WALL_TONES[int(rng.integers(len(WALL_TONES)))]
    style = str(rng.choice(["plain", "plain", "stripes", "panel", "brick"]))
    corners = np.array([[-x, -y], [x, -y], [x, y], [-x, y]]) / 2
    door_at, window_at = (int(k) for k in rng.permutation(4)[:2])
    panels = []
    for k in range(4):
        start, end = corners[k], corners[(k + 1) % 4]
        length = float(np.linalg.norm(end - start))
        image = palette.wall((int(z * 60), int(length * 60)), rgb, rng, style)
        if k == door_at:
            _paint_door(image, rng, length)
        elif k == window_at:
            _paint_window(image, rng)
        else:
            _paint_pictures(image, rng)
        panels.append(_panel(np.array([*start, 0.0]), np.array([*(end - start), 0.0]), np.array([0, 0, z]),
                             Material(rgb, "wall", image, 0.05)))
    ceiling = Material((238, 238, 236), "white")
    panels.append(_panel(np.array([-x / 2, -y / 2, z]), np.array([x, 0, 0]), np.array([0, y, 0]), ceiling))
    return merge(panels)


def _panel(origin: FloatArray, along: FloatArray, up: FloatArray, material: Material, cells: int = 8) -> Mesh:
    """Flat rectangle divided into cells, so that light can fall off across it; u along, v from the top down."""
    s, t = (a.ravel() for a in np.meshgrid(np.linspace(0, 1, cells + 1), np.linspace(0, 1, cells + 1)))
    vertices = origin + s[:, None] * along + t[:, None] * up
    i, j = (a.ravel() for a in np.meshgrid(np.arange(cells), np.arange(cells)))
    a = j * (cells + 1) + i
    b, c, d = a + 1, a + cells + 2, a + cells + 1
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    uv = np.stack([s, 1 - t], axis=1)[triangles]
    count = len(triangles)
    return Mesh(vertices, triangles, uv, np.zeros(count, np.int64), np.zeros(count, np.int64), (material,))


def _paint_door(image: NDArray[np.uint8], rng: np.random.Generator, length_m: float) -> None:
    height, width = image.shape[:2]
    per_m = width / length_m
    left = int(rng.uniform(0.15, 0.6) * width)
    right, top = left + int(0.85 * per_m), height - int(2.0 * per_m)
    tone = np.array(((150, 112, 76), (236, 234, 228), (96, 84, 78))[int(rng.integers(3))])
    image[top:, left:right] = tone
    image[top:, left - 3:left] = image[top:, right:right + 3] = tone * 0.7
    for low, high in ((0.08, 0.45), (0.55, 0.92)):
        a, b = int(top + low * (height - top)), int(top + high * (height - top))
        image[a:b, left + 8:right - 8] = tone * 0.9
    knob = top + (height - top) // 2
    image[knob:knob + 3, right - 8:right - 3] = 60


def _paint_window(image: NDArray[np.uint8], rng: np.random.Generator) -> None:
    height, width = image.shape[:2]
    top, bottom = int(0.18 * height), int(0.6 * height)
    left = int(rng.uniform(0.15, 0.4) * width)
    right = left + int(rng.uniform(0.25, 0.4) * width)
    sky = np.linspace(0, 1, bottom - top)[:, None, None]
    image[top:bottom, left:right] = (1 - sky) * (196, 220, 244) + sky * (226, 234, 238)
    for x in (left, (left + right) // 2, right):
        image[top - 2:bottom + 2, x - 2:x + 2] = 244
    for y in (top, (top + bottom) // 2, bottom):
        image[y - 2:y + 2, left - 2:right + 2] = 244
    if rng.random() < 0.6:
        curtain = np.array(palette.shade(str(rng.choice(palette.BRIGHT)), rng)) * 0.5 + 110
        folds = 1 + 0.08 * np.sin(np.arange(24) * 1.1)[None, :, None]
        for x in (left - 22, right - 2):
            image[top - 6:bottom + 14, x:x + 24] = np.clip(curtain * folds, 0, 255)


def _paint_pictures(image: NDArray[np.uint8], rng: np.random.Generator) -> None:
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(0, 3))):
        h, w = int(rng.uniform(0.14, 0.26) * height), int(rng.uniform(0.08, 0.16) * width)
        top, left = int(rng.uniform(0.2, 0.36) * height), int(rng.uniform(0.06, 0.8) * width)
        image[top:top + h, left:left + w] = 70
        first, second = (palette.shade(str(rng.choice(palette.COLOURS)), rng) for _ in range(2))
        inner = image[top + 3:top + h - 3, left + 3:left + w - 3]
        inner[:] = first
        inner[inner.shape[0] // 2:, inner.shape[1] // 4:] = second
