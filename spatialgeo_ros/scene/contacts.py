"""What a segment's lower border in the image tells about what is under it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray

_NEARER = 0.02  # share of depth


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
