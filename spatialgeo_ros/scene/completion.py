"""What an object most likely looks like from behind: the seen surface turned by half a turn about its box's axis."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.types import FloatArray, SceneObject


def surface_of(item: SceneObject) -> FloatArray:
    """(N, 3) the visible surface sample in the reference frame, float64; the box's corners where there is none."""
    return np.asarray(item.surface_ref if len(item.surface_ref) else item.box.corners_ref(), dtype=np.float64)


def turned_surface(item: SceneObject) -> FloatArray:
    """(N, 3) the visible surface turned by 180 degrees about the vertical through the box centre.

    Boxes, cans, bowls and bottles look the same from behind; with the seen surface it makes up the whole, as far as
    the box's unseen extent was estimated well.
    """
    points, centre, up = surface_of(item), item.centre_ref, item.box.reference_from_box.rotation[:, 2]
    offset = points - centre
    return np.asarray(centre - offset + 2 * (offset @ up)[:, None] * up)
