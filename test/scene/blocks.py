"""Hand-made scene objects, placed in the viewer's axes (x right, y forward, z up) of a tilted reference frame."""

from __future__ import annotations

from typing import Any

import numpy as np

from spatialgeo_ros.types import FloatArray, ObjectKind, OrientedBox, Pose, SceneObject


def yawed(angle: float) -> FloatArray:
    return np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]])


_BASIS = np.linalg.qr(np.array([[0.2, 0.9, -0.4], [-1.0, 0.3, 0.5], [0.4, 0.2, 1.0]]))[0]
# reference_from_viewer: no axis of the viewer lies along one of the reference frame
VIEWER = Pose(_BASIS * np.sign(np.linalg.det(_BASIS)), np.array([2.0, -1.0, 0.5]))


def block(number: int, centre: tuple[float, float, float], size: tuple[float, float, float] = (0.1, 0.1, 0.1), *,
          yaw: float = 0.0, viewer: Pose = VIEWER, std: float | tuple[float, float, float] = 0.002,
          size_std: float | tuple[float, float, float] = 0.004, seen: str = "all", **others: Any) -> SceneObject:
    """A solid box. centre, std: in the viewer's axes; size, size_std: along its own.

    seen: "all" of its faces, or those "front"most, as the viewer at its origin sees them.
    """
    box = OrientedBox(viewer @ Pose(yawed(yaw), np.array(centre, float)), np.array(size, float))
    spread = np.broadcast_to(np.array(std, float), 3)
    covariance = viewer.rotation @ np.diag(spread**2) @ viewer.rotation.T
    surface = faces(np.array(centre, float), np.array(size, float), yaw, seen)
    values: dict[str, Any] = {
        "kind": ObjectKind.OBJECT, "stamp_last_seen_ns": 0, "bbox_xyxy_px": (10 * number, 0, 10 * number + 8, 20),
        "surface_ref": viewer.apply(surface).astype(np.float32), **others}
    return SceneObject(id=number, box=box, centre_cov_m2=covariance,
                       size_std_m=np.broadcast_to(np.array(size_std, float), 3), **values)


def table(number: int, height: float = -0.7, size: tuple[float, float] = (1.2, 0.8), forward: float = 1.0, *,
          viewer: Pose = VIEWER, cut: tuple[bool, bool, bool, bool] = (False, False, False, False),
          **others: Any) -> SceneObject:
    """A support, its top at this height. cut: whether the front, right, far and left edge are where the view ends."""
    x, y = size[0] / 2, size[1] / 2
    corners = np.array([[-x, forward - y, height], [x, forward - y, height], [x, forward + y, height],
                        [-x, forward + y, height]])
    values: dict[str, Any] = {"kind": ObjectKind.SUPPORT, "label": "table", "outline_ref": viewer.apply(corners),
                              "outline_cut": np.array(cut), **others}
    return block(number, (0.0, forward, height - 0.001), (size[0], size[1], 0.002), viewer=viewer, **values)


def faces(centre: FloatArray, size: FloatArray, yaw: float, seen: str, per_side: int = 12) -> FloatArray:
    """(N, 3) points on the faces of a box; "front": only faces turned to the origin, and never the bottom."""
    axis = np.linspace(-0.5, 0.5, per_side)
    first, second = (grid.ravel() for grid in np.meshgrid(axis, axis))
    points = []
    for k in range(3):
        for side in (-1.0, 1.0):
            face = np.zeros((first.size, 3))
            face[:, k], face[:, (k + 1) % 3], face[:, (k + 2) % 3] = side / 2, first, second
            normal = yawed(yaw) @ np.eye(3)[k] * side
            middle = centre + normal * size[k] / 2
            if seen == "all" or (normal @ middle < 0 and not (k == 2 and side < 0)):
                points.append(centre + (face * size) @ yawed(yaw).T)
    return np.concatenate(points)


def bowl(number: int, centre: tuple[float, float, float], radius: float = 0.08, height: float = 0.07,
         **others: Any) -> SceneObject:
    """A bowl seen from above: inner wall, and the rim all around; centre: of its box."""
    turn, rise = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 2 * np.pi, 40, endpoint=False),
                                                       np.linspace(0, 1, 10)))
    wall = np.stack([np.cos(turn) * (0.4 + 0.6 * rise) * radius, np.sin(turn) * (0.4 + 0.6 * rise) * radius,
                     height * (0.1 + 0.9 * rise) - height / 2], axis=1)
    floor = np.stack([np.cos(turn) * 0.4 * rise * radius, np.sin(turn) * 0.4 * rise * radius,
                      np.full_like(turn, -0.4 * height)], axis=1)
    surface = VIEWER.apply(np.concatenate([wall, floor]) + centre).astype(np.float32)
    return block(number, centre, (2 * radius, 2 * radius, height), surface_ref=surface, **others)
