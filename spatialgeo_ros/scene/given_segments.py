"""Segments that somebody else found: the truth of a simulated room, a detector with masks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SegmentConfig
from spatialgeo_ros.errors import ShapeError
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.segments import Segments, kept_segments, shows_enough


def given_segments(instances: NDArray[np.uint16], view: LevelView, config: SegmentConfig) -> Segments:
    """The same at working resolution, numbered without gaps; those that show too few pixels with depth are dropped.

    instances: (H, W) of the whole frame, 0 = support or nothing.
    """
    step = view.working.step
    labels = instances[::step, ::step]
    if labels.shape != view.shape:
        raise ShapeError(f"instances are {instances.shape}, every {step}th pixel of them {labels.shape}, but the working "
                         f"image is {view.shape}; give one number for each pixel of the frame", "instances_size")
    return kept_segments(labels, shows_enough(labels, int(labels.max()), view, config))
