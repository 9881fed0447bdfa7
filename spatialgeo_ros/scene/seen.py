"""What a model that knows things by sight says of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray, Pose, SceneObject


class Reading(Protocol):
    """What a model makes of found objects: names and colours, and where depth is predicted their places and sizes."""

    def __call__(self, objects: tuple[SceneObject, ...], labels: NDArray[np.int32],
                 reference_from_viewer: Pose) -> tuple[SceneObject | None, ...]:
        """The objects with what the model is sure of; the rest stays. None for what it is sure to be no thing. labels: (h, w)
        index + 1 of the object."""


@dataclass(frozen=True, eq=False)
class Predicted:
    """What a model told with the depth that it predicted, at working resolution, (h, w). told: (T, h / 2, w / 2) what the
    segmentation network sees of it beside the view, see `Segmenter.see`. depth_error: see `WorkingDepth.shared_error`. ground:
    (h, w) see `told_supports.GROUND_WORDS`."""

    told: FloatArray
    depth_error: FloatArray
    ground: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Seen:
    """predicted: None where depth was measured."""

    reading: Reading
    predicted: Predicted | None = None
