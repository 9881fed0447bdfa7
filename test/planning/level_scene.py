"""Things on a level floor at z = 0.4, turned and placed so that a wrong axis or sign gives other numbers."""

from __future__ import annotations

import math

import numpy as np

from spatialgeo_ros.types import ObjectKind, OrientedBox, Pose, SceneObject

FLOOR_M = 0.4


def thing(number: int, centre, size, yaw_deg: float = 0.0, centre_std=(0.0, 0.0, 0.0), size_std=(0.0, 0.0, 0.0),
          kind: ObjectKind = ObjectKind.OBJECT, label: str = "", touches_border: bool = False) -> SceneObject:
    """centre_std: along the box axes, metres."""
    cosine, sine = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    rotation = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    covariance = rotation @ np.diag(np.square(centre_std)) @ rotation.T
    return SceneObject(number, kind, OrientedBox(Pose(rotation, np.array(centre, float)), np.array(size, float)), covariance,
                       np.array(size_std, float), np.zeros((0, 3), np.float32), 1, label=label, touches_border=touches_border)


def floor() -> SceneObject:
    return thing(90, (0.0, 0.0, FLOOR_M - 0.001), (6.0, 5.0, 0.002), kind=ObjectKind.SUPPORT, label="floor",
                 touches_border=True)


def table(number: int = 91, centre=(2.0, 1.0), size=(1.2, 0.6), yaw_deg: float = 0.0, **fields) -> SceneObject:
    """Its top is 0.75 m above the floor."""
    return thing(number, (*centre, FLOOR_M + 0.749), (*size, 0.002), yaw_deg, kind=ObjectKind.SUPPORT, label="table", **fields)
