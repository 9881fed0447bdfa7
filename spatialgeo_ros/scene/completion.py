"""What an object most likely looks like from behind: the seen surface turned by half a turn about its box's axis."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.types import FloatArray, ObjectKind, SceneObject

_STRAY_M, _STRAY = 0.02, 0.1  # beyond its box by metres plus a fraction of the size, a point belongs to something else


def stray_limit(size_m: FloatArray) -> FloatArray:
    """(..., 3) how far from its box's centre, along each of its axes, a point still belongs to an object."""
    return np.asarray(size_m * (0.5 + _STRAY) + _STRAY_M)


def surface_of(item: SceneObject) -> FloatArray:
    """(N, 3) the visible surface sample in the reference frame, without strays; the box's corners where there is none.

    Of a thing, points that lie well outside of its box are pixels between it and what is behind: they would make it
    wider and bring it nearer to everything.
    """
    points = item.surface_ref
    if len(points) and item.kind == ObjectKind.OBJECT:
        pose, size = item.box.reference_from_box, np.asarray(item.box.size_m, dtype=points.dtype)
        offset = np.abs((points - pose.translation_m.astype(points.dtype)) @ pose.rotation.astype(points.dtype))
        points = points[np.all(offset <= stray_limit(size), axis=1)]
    return points if len(points) else item.box.corners_ref().astype(np.float32)


def turned_surface(item: SceneObject) -> FloatArray:
    """(N, 3) the visible surface turned by 180 degrees about the vertical through the box centre.

    Boxes, cans, bowls and bottles look the same from behind; with the seen surface it makes up the whole, as far as
    the box's unseen extent was estimated well.
    """
    points, centre = surface_of(item).astype(np.float64), item.centre_ref
    up = item.box.reference_from_box.rotation[:, 2]
    offset = points - centre
    return np.asarray(centre - offset + 2 * (offset @ up)[:, None] * up)
