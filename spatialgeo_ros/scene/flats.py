"""Paper-thin things on a support: depth cannot tell them from it, colour can where theirs is rare on that surface."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import FlatConfig
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.scene.segments import Segments
from spatialgeo_ros.scene.supports import Support
from spatialgeo_ros.types import FloatArray

_BINS = (8, 32, 32)  # of L, a, b; a and b over the middle half of their range, where the colours of things are
# number of the bin of each 8-bit value, times how many bins one step of it skips
_BIN_OF = ((np.arange(256) * _BINS[0] // 256 * _BINS[1] * _BINS[2]).astype(np.int32),
           (np.clip((np.arange(256) - 64) * _BINS[1] // 128, 0, _BINS[1] - 1) * _BINS[2]).astype(np.int32),
           np.clip((np.arange(256) - 64) * _BINS[2] // 128, 0, _BINS[2] - 1).astype(np.int32))
_ON_M = 0.012
_RING_PX = 3
_SHADOW_CHROMA = 8.0  # a shadow scales lightness and chroma alike, within this
_NEUTRAL = np.array([0.0, 128.0, 128.0])  # of 8-bit CIELAB


def add_flats(segments: Segments, view: LevelView, supports: tuple[Support, ...], config: FlatConfig) -> Segments:
    """Segments with those of flat things added at the end; nothing that was found before changes.

    A pattern that repeats (tiles, a chessboard, grain) is not rare; a shadow is the surface's own colour, darker.
    """
    labels, count = segments.labels.copy(), segments.count
    smooth: NDArray[np.uint8] = np.asarray(cv2.blur(view.lab, (3, 3)), np.uint8)
    bins = _bins(smooth)
    for support in supports:
        surface = _surface_pixels(support, view, labels)
        if np.count_nonzero(surface) < config.min_surface_pixels:
            continue
        for region in _rare_regions(surface, bins, smooth, view, config):
            count += 1
            labels[region] = count
    return Segments(labels, count, count - segments.count)


def _surface_pixels(support: Support, view: LevelView, labels: NDArray[np.int32]) -> Mask:
    """(h, w) pixels of the bare surface itself."""
    points = view.points.reshape(-1, 3)
    near = np.flatnonzero(view.valid & (labels == 0) & (np.abs(view.height_m - support.height_at(view.points)) < _ON_M))
    near = near[support.covers(points.take(near, axis=0))]
    surface = np.zeros(view.shape, np.uint8)
    surface.ravel()[near] = 1
    closed = cv2.morphologyEx(surface, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return np.asarray((closed > 0) & (labels == 0))


def _rare_regions(surface: Mask, bins: NDArray[np.int32], smooth: NDArray[np.uint8], view: LevelView,
                  config: FlatConfig) -> list[Mask]:
    """Masks of compact regions whose colours cover little of the surface."""
    kernel = np.ones((3, 3), np.uint8)
    rare = (surface & (_commonness(bins, surface) < config.max_share)).astype(np.uint8)
    opened = cv2.morphologyEx(cv2.morphologyEx(rare, cv2.MORPH_CLOSE, kernel), cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened & surface.astype(np.uint8))
    largest = config.max_part * np.count_nonzero(surface)
    found = []
    for index in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[index])
        if not config.min_pixels <= area <= largest:
            continue
        window = (slice(max(top - _RING_PX, 0), top + height + _RING_PX),
                  slice(max(left - _RING_PX, 0), left + width + _RING_PX))
        inside = labels[window] == index
        if _is_thing(inside, surface[window], smooth[window], view.points[window], config):
            mask = np.zeros(surface.shape, bool)
            mask[window] = inside
            found.append(mask)
    return found


def _bins(smooth: NDArray[np.uint8]) -> NDArray[np.int32]:
    """(h, w) number of the colour bin of each pixel."""
    lightness, *chroma = (table.take(smooth[..., axis]) for axis, table in enumerate(_BIN_OF))
    return np.asarray(lightness + chroma[0] + chroma[1])


def _commonness(bins: NDArray[np.int32], surface: Mask) -> FloatArray:
    """(h, w) share of the surface that has this pixel's colour, give or take a bin."""
    counts = np.bincount(bins[surface], minlength=int(np.prod(_BINS))).astype(np.float32).reshape(_BINS)
    near = np.pad(counts, 1)
    near = near[:-2] + near[1:-1] + near[2:]
    near = near[:, :-2] + near[:, 1:-1] + near[:, 2:]
    near = near[..., :-2] + near[..., 1:-1] + near[..., 2:]
    return np.asarray(near.ravel().take(bins) / max(int(np.count_nonzero(surface)), 1), np.float32)


def _is_thing(inside: Mask, surface: Mask, lab: NDArray[np.uint8], points: FloatArray, config: FlatConfig) -> bool:
    """Compact, of a size that things have, with bare surface of another colour on most sides."""
    contours, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(np.concatenate(contours))
    if np.count_nonzero(inside) < config.min_solidity * cv2.contourArea(hull):
        return False
    size = np.ptp(np.quantile(points[inside][:, :2], [0.02, 0.98], axis=0), axis=0)
    if size.max() > config.max_size_m or size.min() < config.min_size_m:
        return False
    kernel = np.ones((2 * _RING_PX + 1, 2 * _RING_PX + 1), np.uint8)
    around = (cv2.dilate(inside.astype(np.uint8), kernel) > 0) & ~inside
    bare = around & surface
    if np.count_nonzero(bare) < config.min_ring_share * np.count_nonzero(around):
        return False
    own, ground = (np.median(lab[mask], axis=0).astype(np.float64) - _NEUTRAL for mask in (inside, bare))
    darker = min(1.0, float(own[0]) / max(float(ground[0]), 1.0))
    if darker < 1 and float(np.hypot(*(own[1:] - darker * ground[1:]))) < _SHADOW_CHROMA:
        return False
    step = own - ground
    return bool(np.hypot(0.5 * step[0], np.hypot(step[1], step[2])) > config.min_contrast)
