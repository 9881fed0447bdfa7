"""Segments that somebody else found: the truth of a simulated room, a detector with masks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.errors import ShapeError
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.segments import Segments


def given_segments(instances: NDArray[np.uint16], view: LevelView, config: SegmentConfig) -> Segments:
    """The same at working resolution, numbered without gaps; those that show too few pixels with depth are dropped.

    instances: (H, W) of the whole frame, 0 = support or nothing.
    """
    step = view.working.step
    labels = instances[::step, ::step]
    if labels.shape != view.shape:
        raise ShapeError(f"instances are {instances.shape}, every {step}th pixel of them {labels.shape}, but the working "
                         f"image is {view.shape}; give one number for each pixel of the frame", "instances_size")
    seen = np.bincount(labels[view.valid], minlength=int(labels.max()) + 1)
    keep = seen >= max(10, config.min_pixels // step ** 2)
    keep[0] = False
    order = np.zeros(len(seen), np.int32)
    order[keep] = np.arange(1, np.count_nonzero(keep) + 1)
    return Segments(order[labels], int(np.count_nonzero(keep)))
