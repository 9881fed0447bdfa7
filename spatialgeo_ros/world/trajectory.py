"""A camera carried through a room: around the table, looking at one thing after the other, not quite still."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.types import FloatArray, PinholeCamera, Pose
from spatialgeo_ros.world.scenery import CameraPath, Room

# fx != fy, off-centre: a swapped axis or a missing half pixel shows up as a wrong place.
CAMERA = PinholeCamera(height=480, width=640, fx=571.3, fy=575.9, cx=314.6, cy=246.2)
DWELL_S = 4.0  # looking at one point, of which the last TURN_S are spent turning to the next
TURN_S = 1.6


def camera_pose(room: Room, t_s: float) -> Pose:
    """world_from_camera (optical frame) at a time; smooth in t_s, defined for every t_s >= 0."""
    path = room.path
    position = camera_position(path, t_s)
    target = _gaze(path, t_s)
    sway = 2 * np.pi * t_s * np.array([1.3, 1.7, 0.9]) + path.phases[5:8]
    target = target + 0.012 * np.sin(sway)
    roll = np.radians(1.2) * np.sin(2 * np.pi * 0.21 * t_s + path.phases[4])
    return look_at(position, target, roll)


def camera_position(path: CameraPath, t_s: float) -> FloatArray:
    """(3,) world position on the path."""
    turn = 2 * np.pi * t_s / path.period_s
    azimuth = path.azimuth + path.swing * np.sin(turn + path.phases[0])
    radius = path.radius_m * (1 + 0.07 * np.sin(1.7 * turn + path.phases[1]))
    height = path.height_m + 0.07 * np.sin(1.3 * turn + path.phases[2])
    hand = 0.006 * np.sin(2 * np.pi * t_s * np.array([1.1, 0.8, 1.6]) + path.phases[3:6])
    return np.array([path.centre_m[0] + radius * np.cos(azimuth), path.centre_m[1] + radius * np.sin(azimuth),
                     height]) + hand


def look_at(position: FloatArray, target: FloatArray, roll_rad: float = 0.0) -> Pose:
    """world_from_camera of a camera at a position whose optical axis meets the target; roll about that axis."""
    forward = (target - position) / np.linalg.norm(target - position)
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    down = np.cross(forward, right)
    c, s = np.cos(roll_rad), np.sin(roll_rad)
    return Pose(np.stack([c * right + s * down, -s * right + c * down, forward], axis=1), position)


def _gaze(path: CameraPath, t_s: float) -> FloatArray:
    count = len(path.gaze_m)
    index, within = divmod(t_s, DWELL_S)
    here, there = path.gaze_m[int(index) % count], path.gaze_m[(int(index) + 1) % count]
    f = np.clip((within - (DWELL_S - TURN_S)) / TURN_S, 0.0, 1.0)
    blend = f * f * f * (f * (6 * f - 15) + 10)  # no jerk at either end
    return np.asarray(here + blend * (there - here))
