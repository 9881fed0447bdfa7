"""What the image shows along the lower border of each thing: what it touches there, or what hides the rest of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.indices import group_starts
from spatialgeo_ros.geometry.order_statistics import median, quantiles
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import FloatArray

_NEARER = 0.02  # share of depth
_MIN_PIXELS = 4


@dataclass(frozen=True)
class Contact:
    """Where one thing is seen right above another. share: of the upper one's lower border.

    upper_m, lower_m: heights of the upper one's lowest pixels there (lower quartile) and of the other's highest (median).
    rise_m: median height from pixel to pixel over the border: negative where the lower one is nearer and hides the upper.
    """

    share: float
    upper_m: float
    lower_m: float
    rise_m: float


def contacts_below(labels: NDArray[np.int32], count: int, height_m: FloatArray,
                   known: Mask) -> Mapping[tuple[int, int], Contact]:
    """Contacts by (upper, lower) label. labels: (h, w), 0 = none. height_m, known: (h, w), heights and where they count."""
    upper, lower = labels[:-1].ravel(), labels[1:].ravel()
    border = np.flatnonzero((upper != lower) & (upper > 0))
    total = np.bincount(upper.take(border), minlength=count + 1)
    known_there = known[:-1].ravel().take(border) & known[1:].ravel().take(border)
    border = border[known_there & (lower.take(border) > 0)]
    code = upper.take(border).astype(np.int64) * (count + 1) + lower.take(border)
    order = np.argsort(code, kind="stable")
    border, code = border[order], code[order]
    above, below = height_m[:-1].reshape(-1)[border], height_m[1:].reshape(-1)[border]  # few of an image with gaps in memory
    bounds = group_starts(code).tolist()
    found = {}
    for start, end in pairwise(bounds):
        if end - start >= _MIN_PIXELS:
            pair = divmod(int(code[start]), count + 1)
            found[pair] = Contact((end - start) / float(total[pair[0]]), quantiles(above[start:end], [0.25])[0],
                                  median(below[start:end]), median(above[start:end] - below[start:end]))
    return found


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
    return np.asarray((np.bincount(of, nearer, count + 1) + cut) / np.maximum(np.bincount(of, minlength=count + 1) + cut, 1))
