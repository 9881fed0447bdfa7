"""What a model that knows things by sight says of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.partition import Affinities
from spatialgeo_ros.types import FloatArray, Pose, SceneObject


class Reading(Protocol):
    """What a model makes of found objects: names and colours, and where depth is predicted their places and sizes."""

    def __call__(self, objects: tuple[SceneObject, ...], labels: NDArray[np.int32],
                 reference_from_viewer: Pose) -> tuple[SceneObject | None, ...]:
        """The objects with what the model is sure of; the rest stays. None for what it is sure to be no thing. labels: (h, w)
        index + 1 of the object."""


@dataclass(frozen=True, eq=False)
class Seen:
    """At working resolution, (h, w). affinities: which pixels are of one thing; None = the bundled network tells. depth_error:
    see `WorkingDepth.shared_error`; None where the depth was measured."""

    reading: Reading
    affinities: Affinities | None = None
    depth_error: FloatArray | None = None
