"""What lies flat in training views: cards, which are things, and chessboards, tiles and planks, which are not. Simulated
rooms have none on tables, and depth tells nothing of them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.training.segmenter_colours import Image, pattern, random_colour
from spatialgeo_ros.types import FloatArray

FIRST_ID = 240  # of cards
_MOST = 4
_FLUSH = 0.12  # of block channel 5, height over the support in units of 0.1 m
_LEVEL = 0.85
_BARE = 0.7  # share of a card that must lie on bare surface; things stand on the rest
_CONTRAST = 30.0  # of mean colours, 0-255; what hardly differs cannot be seen


def lay_cards(rgb: Image, ids: NDArray[np.uint8], blocks: FloatArray,
              rng: np.random.Generator) -> tuple[Image, NDArray[np.uint8]]:
    """rgb (h, w, 3) and ids (h, w) with up to four cards. blocks: (7, h / 2, w / 2), see `scene.view_features`."""
    bare = (ids == 0) & (_doubled(np.abs(blocks[5])) < _FLUSH) & (_doubled(blocks[6]) > 0) & (_doubled(blocks[2]) > _LEVEL)
    places = np.flatnonzero(bare)
    if len(places) < 500:
        return rgb, ids
    painted: FloatArray = rgb.astype(np.float32)
    ids = ids.copy()
    slant = np.clip(-blocks[4] / np.exp(blocks[3].astype(np.float32)), 0.15, 1.0)  # sine of the angle it is seen at
    for number in range(int(rng.integers(1, _MOST + 1))):
        row, column = divmod(int(places[rng.integers(len(places))]), ids.shape[1])
        mask = _card(ids.shape, row, column, float(slant[row // 2, column // 2]), rng)
        inside = mask > 0.5
        if inside.sum() < 60 or bare[inside].mean() < _BARE:
            continue
        mask[ids > 0] = 0
        inside &= ids == 0
        _shade(painted, mask, ids == 0, rng)
        _paint(painted, mask, inside, rng)
        ids[inside] = FIRST_ID + number
        bare &= ~inside
    return np.asarray(np.clip(painted, 0, 255), np.uint8), ids


def lay_pattern(rgb: Image, blocks: FloatArray, ids: NDArray[np.uint8], rng: np.random.Generator) -> Image:
    """rgb (h, w, 3) with the bare level surfaces chequered, tiled or striped, as seen in perspective."""
    bare = (ids == 0) & (_doubled(np.abs(blocks[5])) < _FLUSH) & (_doubled(blocks[6]) > 0)
    if np.count_nonzero(bare) < 500:
        return rgb
    turn, side = float(rng.uniform(0, np.pi)), float(rng.uniform(0.025, 0.2))
    across, along = _plan(blocks, rng)
    a = (across * np.cos(turn) + along * np.sin(turn)) / side + rng.uniform(0, 1)
    b = (along * np.cos(turn) - across * np.sin(turn)) / side + rng.uniform(0, 1)
    style = int(rng.integers(3))
    if style == 0:
        marked = (np.floor(a) + np.floor(b)) % 2 < 1
    elif style == 1:
        marked = np.minimum(np.abs(a - np.rint(a)), np.abs(b - np.rint(b))) < 0.06
    else:
        marked = a % 1 < rng.uniform(0.1, 0.6)
    light = rgb.mean(axis=-1, dtype=np.float32) / max(float(rgb[bare].mean()), 8.0)
    share = cv2.GaussianBlur((marked & bare).astype(np.float32), (0, 0), 0.6)[..., None] * rng.uniform(0.5, 1.0)
    colour = np.array(random_colour(rng), np.float32) * np.clip(light, 0.6, 1.4)[..., None]
    return np.asarray(np.clip(rgb + share * (colour - rgb), 0, 255), np.uint8)


def _plan(blocks: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """(h, w) metres to the right and forward over the ground, for a lens that is about right: views do not tell theirs."""
    height, width = 2 * blocks.shape[1], 2 * blocks.shape[2]
    focal = float(rng.uniform(230, 350)) * width / 320
    u, v = np.meshgrid((np.arange(width) - width / 2) / focal, (np.arange(height) - height / 2) / focal)
    size = (width, height)
    reach = np.asarray(cv2.resize(np.exp(blocks[3].astype(np.float32)), size, interpolation=cv2.INTER_LINEAR))
    below = np.asarray(cv2.resize(blocks[4].astype(np.float32), size, interpolation=cv2.INTER_LINEAR))
    across = u * reach / np.sqrt(1 + u * u + v * v)
    along = np.sqrt(np.maximum(reach ** 2 - below ** 2 - across ** 2, 0))
    return np.asarray(across, np.float32), np.asarray(along, np.float32)


def _doubled(blocks: NDArray[np.floating]) -> FloatArray:
    return np.repeat(np.repeat(blocks.astype(np.float32), 2, axis=0), 2, axis=1)


def _card(shape: tuple[int, ...], row: int, column: int, slant: float, rng: np.random.Generator) -> FloatArray:
    """(h, w) 0 to 1: a rectangle on the ground, turned, seen at the slant."""
    half = rng.uniform(7, 34, 2)
    turn = rng.uniform(0, np.pi)
    corners = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * half
    turned = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    turned[:, 1] *= slant
    mask = np.zeros((shape[0], shape[1]), np.float32)
    cv2.fillConvexPoly(mask, np.rint((turned + (column, row)) * 16).astype(np.int32), 1.0, cv2.LINE_8, 4)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 0.6))


def _shade(rgb: FloatArray, mask: FloatArray, ground: NDArray[np.bool_], rng: np.random.Generator) -> None:
    """The thin shadow of a card's edge on the ground, to one side of it."""
    shift = np.array([[1, 0, rng.uniform(-2, 2)], [0, 1, rng.uniform(0, 2)]])
    shadow = cv2.GaussianBlur(cv2.warpAffine(mask, shift, mask.shape[::-1]), (0, 0), float(rng.uniform(0.5, 1.5)))
    rgb *= 1 - np.float32(rng.uniform(0, 0.5)) * (ground * np.clip(shadow - mask, 0, 1))[..., None]


def _paint(rgb: FloatArray, mask: FloatArray, inside: NDArray[np.bool_], rng: np.random.Generator) -> None:
    ground = rgb[inside].mean(axis=0)
    light = np.clip(rgb.mean(axis=-1) / max(float(ground.mean()), 8.0), 0.6, 1.4)[..., None]
    if rng.random() < 0.6:
        colour: FloatArray = np.empty_like(rgb)
        colour[:] = (235, 232, 225) if rng.random() < 0.4 else random_colour(rng)
    else:
        colour = pattern((mask.shape[0], mask.shape[1]), rng).astype(np.float32)
    if np.linalg.norm(colour[inside].mean(axis=0) - ground) < _CONTRAST:
        colour[:] = 235 if ground.mean() < 128 else 40
    light = np.asarray(light, np.float32)
    rgb += mask[..., None] * (colour * light - rgb)
