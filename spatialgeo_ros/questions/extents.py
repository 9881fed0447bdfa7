"""How large things are along the dimensions people ask for, and how high their tops and bottoms are."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.scene import distances
from spatialgeo_ros.scene.distances import Measured
from spatialgeo_ros.types import Dimension, ObjectKind, Pose, SceneObject

_ALONG_Z = {"top": 0.5, "bottom": -0.5}


def extent(item: SceneObject, dimension: Dimension, reference_from_viewer: Pose) -> Measured:
    """As `scene.distances.extent`; THICKNESS is the shortest side of the box, however the thing stands or lies."""
    if dimension is not Dimension.THICKNESS:
        return distances.extent(item, dimension, reference_from_viewer)
    size, std = np.asarray(item.box.size_m, float), np.asarray(item.size_std_m, float)
    shortest = int(size.argmin())
    return Measured(float(size[shortest]), float(std[shortest]), item.touches_border)


def level(item: SceneObject, part: str, reference_from_viewer: Pose) -> tuple[float, float]:
    """Height above the viewer of the top, the bottom or ("") the centre of the box, metres, and its variance.

    A surface is as high as its outline, top and bottom alike.
    """
    up = reference_from_viewer.rotation[:, 2]
    variance = max(float(up @ item.centre_cov_m2 @ up), 0.0)
    surface = item.kind is ObjectKind.SUPPORT and len(item.outline_ref) > 0
    middle = item.outline_ref.mean(axis=0) if surface else item.centre_ref
    value = float((middle - reference_from_viewer.translation_m) @ up)
    if item.kind is ObjectKind.SUPPORT or not part:
        return value, variance
    return value + _ALONG_Z[part] * float(item.box.size_m[2]), variance + float(item.size_std_m[2]) ** 2 / 4
