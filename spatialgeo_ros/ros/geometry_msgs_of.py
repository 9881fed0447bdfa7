"""Poses, points and vectors as messages."""

from __future__ import annotations

from geometry_msgs.msg import Point, Pose, Quaternion, Vector3

from spatialgeo_ros import types
from spatialgeo_ros.geometry.pose import quat_xyzw_from_rotation


def point(xyz: types.FloatArray) -> Point:
    return Point(x=float(xyz[0]), y=float(xyz[1]), z=float(xyz[2]))


def vector(xyz: types.FloatArray) -> Vector3:
    return Vector3(x=float(xyz[0]), y=float(xyz[1]), z=float(xyz[2]))


def pose(value: types.Pose) -> Pose:
    x, y, z, w = (float(part) for part in quat_xyzw_from_rotation(value.rotation))
    return Pose(position=point(value.translation_m), orientation=Quaternion(x=x, y=y, z=z, w=w))
