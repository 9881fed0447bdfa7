"""Distance between two gravity-aligned boxes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spatialgeo_ros.types import FloatArray, OrientedBox


def boxes_apart(a: OrientedBox, b: OrientedBox) -> tuple[float, FloatArray]:
    """Smallest distance between two solid boxes with the same up axis; 0 when they overlap.

    Returns metres and (2, 3) the nearest points, one on each, in the reference frame.
    """
    level_from_reference = a.reference_from_box.rotation.T
    corners = [box.corners_ref() @ level_from_reference.T for box in (a, b)]
    low, high = (max(c[0, 2] for c in corners), min(c[4, 2] for c in corners))
    heights = (low, low) if low <= high else _facing_heights(corners)
    near_a, near_b = _rectangles_apart(corners[0][:4, :2], corners[1][:4, :2])
    points = np.array([[*near_a, heights[0]], [*near_b, heights[1]]])
    return float(np.linalg.norm(points[1] - points[0])), points @ level_from_reference


def _facing_heights(corners: Sequence[FloatArray]) -> tuple[float, float]:
    a, b = corners
    return (a[4, 2], b[0, 2]) if a[4, 2] < b[0, 2] else (a[0, 2], b[4, 2])


def _rectangles_apart(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Nearest points of two solid convex polygons, (4, 2) counter-clockwise each; the same point when they overlap."""
    for one, two in ((a, b), (b, a)):
        inside = two[_contains(one, two)]
        if len(inside):
            return inside[0], inside[0]
    best: tuple[float, FloatArray, FloatArray] = (np.inf, a[0], b[0])
    for one, two, swapped in ((a, b, False), (b, a, True)):
        edge = np.roll(two, -1, axis=0) - two
        squared = np.maximum(np.einsum("mk,mk->m", edge, edge), 1e-18)
        fraction = np.clip(np.einsum("nmk,mk->nm", one[:, None] - two, edge) / squared, 0, 1)
        foot = two + fraction[..., None] * edge
        distance = np.linalg.norm(one[:, None] - foot, axis=2)
        n, m = np.unravel_index(int(distance.argmin()), distance.shape)
        if distance[n, m] < best[0]:
            pair = (foot[n, m], one[n]) if swapped else (one[n], foot[n, m])
            best = (float(distance[n, m]), *pair)
    crossing = _crossing(a, b)
    return (crossing, crossing) if crossing is not None else best[1:]


def _contains(polygon: FloatArray, points: FloatArray) -> FloatArray:
    edge = np.roll(polygon, -1, axis=0) - polygon
    offset = points[:, None] - polygon
    return np.asarray(np.all(edge[:, 0] * offset[..., 1] - edge[:, 1] * offset[..., 0] >= 0, axis=1))


def _crossing(a: FloatArray, b: FloatArray) -> FloatArray | None:
    """A point where two outlines cross (a cross of two boards has no corner inside the other), or None."""
    for start, step in zip(a, np.roll(a, -1, axis=0) - a, strict=True):
        other_step = np.roll(b, -1, axis=0) - b
        determinant = step[0] * other_step[:, 1] - step[1] * other_step[:, 0]
        offset = b - start
        with np.errstate(divide="ignore", invalid="ignore"):
            t = (offset[:, 0] * other_step[:, 1] - offset[:, 1] * other_step[:, 0]) / determinant
            s = (offset[:, 0] * step[1] - offset[:, 1] * step[0]) / determinant
        hits = np.flatnonzero((t >= 0) & (t <= 1) & (s >= 0) & (s <= 1))
        if len(hits):
            return np.asarray(start + t[hits[0]] * step)
    return None
