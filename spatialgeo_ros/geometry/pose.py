"""Rotations, quaternions (x, y, z, w as in ROS), poses between two stamps, and the levelled viewer."""

from __future__ import annotations

import math

import numpy as np

from spatialgeo_ros.errors import GravityError, TransformError
from spatialgeo_ros.types import FloatArray, Pose

_STEEP = math.sin(math.radians(10))  # horizontal part of the optical axis below which it hardly says where forward is


def quat_xyzw_from_rotation(rotation: FloatArray) -> FloatArray:
    """(3, 3) proper rotation -> (4,) unit quaternion x, y, z, w with w >= 0."""
    r = np.asarray(rotation, dtype=np.float64)
    # Bar-Itzhack 2000: the eigenvector of the largest eigenvalue; no case distinction, and robust to rounding
    k = np.array([[r[0, 0] - r[1, 1] - r[2, 2], 0, 0, 0],
                  [r[1, 0] + r[0, 1], r[1, 1] - r[0, 0] - r[2, 2], 0, 0],
                  [r[2, 0] + r[0, 2], r[2, 1] + r[1, 2], r[2, 2] - r[0, 0] - r[1, 1], 0],
                  [r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1], np.trace(r)]])
    _, vectors = np.linalg.eigh(k)  # reads the lower triangle only
    quat_xyzw = vectors[:, -1]
    return np.asarray(-quat_xyzw if quat_xyzw[3] < 0 else quat_xyzw)


def rotation_from_quat_xyzw(quat_xyzw: FloatArray) -> FloatArray:
    """(4,) quaternion x, y, z, w, of any length but zero -> (3, 3) rotation."""
    quat = np.asarray(quat_xyzw, dtype=np.float64)
    length = float(np.linalg.norm(quat))
    if not math.isfinite(length) or length < 1e-6:
        raise TransformError(f"quaternion (x, y, z, w) = {quat.tolist()} is no rotation; identity is 0, 0, 0, 1")
    x, y, z, w = quat / length
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                     [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                     [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]])


def slerp(from_xyzw: FloatArray, to_xyzw: FloatArray, fraction: float) -> FloatArray:
    """Between two (4,) unit quaternions along the shorter arc; fraction 0 -> the first, 1 -> the second."""
    cosine = float(np.dot(from_xyzw, to_xyzw))
    target = -to_xyzw if cosine < 0 else to_xyzw
    cosine = min(abs(cosine), 1.0)
    angle = math.acos(cosine)
    if angle < 1e-6:  # sin(angle) would divide by nearly 0; the chord is the arc
        blend = (1 - fraction) * from_xyzw + fraction * target
    else:
        blend = (math.sin((1 - fraction) * angle) * from_xyzw + math.sin(fraction * angle) * target) / math.sin(angle)
    return np.asarray(blend / np.linalg.norm(blend))


def interpolate(pose_a: Pose, pose_b: Pose, fraction: float) -> Pose:
    """Pose between two poses of the same frames: straight in translation, constant turning rate in rotation.

    fraction: 0 -> pose_a, 1 -> pose_b; outside [0, 1] is refused, for nobody measured there.
    """
    if not 0.0 <= fraction <= 1.0:
        raise TransformError(f"cannot interpolate at fraction {fraction:g} outside [0, 1]: that would be extrapolation")
    quat_xyzw = slerp(quat_xyzw_from_rotation(pose_a.rotation), quat_xyzw_from_rotation(pose_b.rotation), fraction)
    translation = (1 - fraction) * pose_a.translation_m + fraction * pose_b.translation_m
    return Pose(rotation_from_quat_xyzw(quat_xyzw), translation)


def levelled_viewer(reference_from_camera: Pose, up_ref: FloatArray) -> Pose:
    """reference_from_viewer: at the camera, x right, y forward, z up against gravity.

    Forward is the horizontal part of the optical axis. A camera that looks (nearly) straight down has none: forward is
    then where the top of the image points, and where its bottom points for one looking straight up. Within 10 degrees
    of the vertical the two are blended, so that forward does not jump on the way there.
    """
    length = float(np.linalg.norm(up_ref))
    if not math.isfinite(length) or length < 1e-9:
        raise GravityError(f"up = {np.asarray(up_ref).tolist()} has no direction")
    up = np.asarray(up_ref, dtype=np.float64) / length
    optical_axis, image_down = reference_from_camera.rotation[:, 2], reference_from_camera.rotation[:, 1]
    forward = _horizontal(optical_axis, up)
    steepness = max(0.0, 1.0 - float(np.linalg.norm(forward)) / _STEEP)
    if steepness > 0:
        looking_down = float(optical_axis @ up) < 0
        forward = forward + steepness * _horizontal(-image_down if looking_down else image_down, up)
    forward /= np.linalg.norm(forward)
    right = up[[2, 0, 1]] * forward[[1, 2, 0]] - up[[1, 2, 0]] * forward[[2, 0, 1]]  # np.cross takes ten times as long
    return Pose(np.stack([right, forward, up], axis=1), reference_from_camera.translation_m.copy())


def _horizontal(direction: FloatArray, up: FloatArray) -> FloatArray:
    return np.asarray(direction - (direction @ up) * up)
