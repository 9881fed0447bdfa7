"""Nothing hangs in the air: parts without ground under them belong to what holds them, tiny parts to what they touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.regions import Border, Patches, colour_histograms, likeness, perimeters, trimmed_range
from spatialgeo_ros.scene.supports import Support, clearance
from spatialgeo_ros.types import FloatArray

_NECK = 0.35  # a thing that stands on another touches it over more than this share of its own breadth
_ELONGATED = 30.0  # outline squared over area: 16 for a square, 30 for a strip of 1 to 5
_NEARER = 0.02  # share of depth
_HIDDEN = 0.3  # share of the lower border hidden by nearer things from which a part may stand behind them
_ALIKE = 0.4  # likeness of colours below which touching parts are two things
_OVER = 0.6  # share of the lower one's plan bounds under the upper one


@dataclass(frozen=True, eq=False)
class _Parts:
    """Segments, index 0 unused. pixels: (n+1,). low, high: (n+1, 3) viewer frame. clearance_m: (n+1,) of the lowest part.

    breadth_px: (n+1,) extent in columns. contact, step: (n+1, n+1) border pairs without and with a step. perimeter:
    (n+1,). alike: (n+1, n+1) likeness of colours, 0 to 1. hidden_below: (n+1,) share of the lower border that ends at
    something nearer, so that the part may go on behind it.
    """

    pixels: FloatArray
    low: FloatArray
    high: FloatArray
    clearance_m: FloatArray
    breadth_px: FloatArray
    contact: FloatArray
    step: FloatArray
    perimeter: FloatArray
    alike: FloatArray
    hidden_below: FloatArray


def hold_together(patches: Patches, borders: FloatArray, view: LevelView, supports: tuple[Support, ...],
                  config: SegmentConfig) -> NDArray[np.int32]:
    """(n + 1,) new label of each segment (0 stays 0, labels have gaps).

    patches: the segments so far. borders: (.., n + 1, n + 1) sums between them in the order of Border.
    """
    parts = _parts(patches, borders, view, supports)
    holder = np.arange(patches.count + 1, dtype=np.int32)
    for part in np.argsort(parts.pixels[1:], kind="stable") + 1:
        keeper = _keeper(int(part), parts, config)
        if keeper > 0:
            holder[part] = keeper
    for _ in range(8):  # chains: a knob on a lid on a jar
        holder = holder[holder]
    return holder


def _parts(patches: Patches, borders: FloatArray, view: LevelView, supports: tuple[Support, ...]) -> _Parts:
    members = np.flatnonzero(patches.labels.ravel())
    labels, points = patches.labels.ravel()[members], view.points.reshape(-1, 3)[members]
    ranges = [trimmed_range(points[:, axis], labels, patches.count) for axis in range(3)]
    above, _ = trimmed_range(clearance(points, supports), labels, patches.count)
    first, last = trimmed_range((members % view.shape[1]).astype(np.float32), labels, patches.count)
    return _Parts(np.bincount(labels, minlength=patches.count + 1).astype(np.float64),
                  np.column_stack([low for low, _ in ranges]), np.column_stack([high for _, high in ranges]), above,
                  last - first + 1, borders[Border.TOUCHING] - borders[Border.STEP], borders[Border.STEP],
                  perimeters(patches), likeness(colour_histograms(view.lab, patches.labels, patches.count), 0.02),
                  hidden_below(patches.labels, patches.count, view.working.depth_m))


def hidden_below(labels: NDArray[np.int32], count: int, depth: FloatArray) -> FloatArray:
    """(count + 1,) share of each label's lower border that ends at something nearer, or at the image border.

    labels: (h, w), 0 = none. depth: (h, w) metres, 0 = none.
    """
    upper, lower = labels[:-1], labels[1:]
    border = np.flatnonzero(((upper != lower) & (upper > 0)).ravel())
    of = upper.ravel()[border]
    below = depth[1:].ravel()[border]
    nearer = (below > 0) & (below < (1 - _NEARER) * depth[:-1].ravel()[border])
    cut = np.bincount(labels[-1], minlength=count + 1)
    return (np.bincount(of, nearer, count + 1) + cut) / np.maximum(np.bincount(of, minlength=count + 1) + cut, 1)


def _keeper(part: int, parts: _Parts, config: SegmentConfig) -> int:
    """The larger segment that `part` belongs to; 0 = it stands for itself."""
    contact = np.where(parts.pixels > parts.pixels[part], parts.contact[part], 0)
    best = int(np.argmax(contact))
    if parts.pixels[part] < config.tiny_pixels and contact[best] > 0.4 * parts.perimeter[part]:
        return best
    if (wall := _other_wall(part, parts)) > 0:
        return wall
    if not config.floating_m < parts.clearance_m[part] < np.inf or parts.hidden_below[part] > _HIDDEN:
        return 0
    if contact[best] < config.merge.min_border_pixels:
        return _hovers_over(part, parts, config)
    return best if _is_held(part, best, parts) else 0


def _is_held(part: int, other: int, parts: _Parts) -> bool:
    """Whether a hanging part is the other's handle, shade or upper half, and not a thing that stands on it or in it."""
    sunk = _over(part, parts)[other] > 0.8 and parts.low[part, 2] < parts.high[other, 2] - 0.015
    if sunk:
        return False
    narrow = parts.contact[part, other] < _NECK * parts.breadth_px[part]
    if narrow and parts.alike[part, other] > _ALIKE:
        return True
    beside = parts.low[part, 2] < parts.high[other, 2] - 0.01
    sticks_out = _over(part, parts)[other] < 0.3
    return bool(beside and sticks_out and _is_rod(part, parts) and parts.contact[part, other] < 0.15 * parts.perimeter[part])


def _is_rod(part: int, parts: _Parts) -> bool:
    """Long in the plan against its height, and against its breadth in the image: a handle, not a bottle or a book."""
    extent = parts.high[part] - parts.low[part]
    long_m = float(np.hypot(extent[0], extent[1]))
    elongated = parts.perimeter[part] ** 2 > _ELONGATED * parts.pixels[part]
    return bool(elongated and 0.06 < long_m < 0.4 and extent[2] < 0.5 * long_m)


def _over(part: int, parts: _Parts) -> FloatArray:
    """(n + 1,) share of the part's plan bounds that each other one's bounds cover."""
    low, high = parts.low[:, :2], parts.high[:, :2]
    common = np.prod(np.clip(np.minimum(high, high[part]) - np.maximum(low, low[part]), 0, None), axis=1)
    return np.asarray(common / max(float(np.prod(high[part] - low[part])), 1e-6))


def _other_wall(part: int, parts: _Parts) -> int:
    """The rest of a vessel of which `part` is the near wall's outside: behind it, over the same ground, alike."""
    behind = (parts.step[part] > 0.5 * (parts.step[part] + parts.contact[part])) & (parts.pixels > parts.pixels[part])
    behind &= (parts.step[part] > 5) & (parts.alike[part] > 0.6) & (_over(part, parts) > 0.85)
    behind &= parts.high[:, 2] > parts.high[part, 2] - 0.01
    behind[0] = False
    return int(np.argmax(behind)) if behind.any() else 0


def _hovers_over(part: int, parts: _Parts, config: SegmentConfig) -> int:
    """The segment right under one that touches nothing: a shade's foot, a seat's legs; 0 = none."""
    low, high = parts.low[:, :2], parts.high[:, :2]
    common = np.prod(np.clip(np.minimum(high, high[part]) - np.maximum(low, low[part]), 0, None), axis=1)
    area = np.maximum(np.prod(high - low, axis=1), 1e-6)
    under = (common > _OVER * area) & (parts.high[:, 2] < parts.low[part, 2] - config.floating_m) & (parts.pixels > 0)
    under[[0, part]] = False
    return int(np.argmax(np.where(under, parts.pixels, 0))) if under.any() else 0
