"""What a phrase stands for once it is found: an object of the scene, or the one who looks."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.scene.probability import phi
from spatialgeo_ros.types import SceneObject

Thing = SceneObject | None  # None = the viewer


def thing_id(thing: Thing) -> int:
    return 0 if thing is None else thing.id


def likely(margin: float, std: float) -> float:
    """P(a normal variable with this mean and standard deviation is positive)."""
    return float(phi(np.asarray([margin / max(std, 1e-6)]))[0])
