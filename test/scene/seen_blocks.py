"""Frames of boxes on a table, cast in numpy: nothing of the simulator is used."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.types import CameraFrame, FloatArray, GravitySource, PinholeCamera, Pose

CAMERA = PinholeCamera(height=480, width=640, fx=571.3, fy=575.9, cx=314.6, cy=246.2)
TABLE_M = 0.0
Box = tuple[tuple[float, float, float], tuple[float, float, float], tuple[int, int, int]]  # centre of the foot, size, colour


def looking_down(camera_height: float = 0.7, back: float = 1.0, pitch: float = 0.55) -> Pose:
    """reference_from_camera: x right, y forward, z up in the reference frame, whose origin is on the table."""
    c, s = np.cos(pitch), np.sin(pitch)
    rotation = np.array([[1.0, 0.0, 0.0], [0.0, -s, c], [0.0, -c, -s]])
    return Pose(rotation, np.array([0.0, -back, camera_height]))


def frame_of(boxes: list[Box], camera: PinholeCamera = CAMERA, pose: Pose | None = None, seed: int = 0) -> CameraFrame:
    """A wooden table top of 3 m by 3 m, the boxes on it, and nothing beyond; noise of a good depth camera."""
    pose = pose or looking_down()
    rng = np.random.default_rng(seed)
    u, v = np.meshgrid(np.arange(camera.width), np.arange(camera.height))
    rays = np.stack([(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy, np.ones_like(u, float)], axis=-1)
    rays = rays @ pose.rotation.T
    depth, colour = _table(rays, pose.translation_m)
    for centre, size, rgb in boxes:
        low = np.array(centre) - np.array([size[0] / 2, size[1] / 2, 0])
        near, shade = _slabs(rays, pose.translation_m, low, low + size)
        closer = near < depth
        depth = np.where(closer, near, depth)
        colour = np.where(closer[..., None], shade[..., None] * np.array(rgb, float), colour)
    depth[~np.isfinite(depth)] = np.nan
    depth += rng.normal(0, 0.001, depth.shape) * depth ** 2
    rgb_image = np.clip(colour + rng.normal(0, 2, colour.shape), 0, 255).astype(np.uint8)
    return CameraFrame(rgb_image, depth.astype(np.float32), camera, 1, reference_frame_id="map", reference_from_camera=pose,
                       up_ref=np.array([0.0, 0.0, 1.0]), gravity_source=GravitySource.REFERENCE_FRAME)


def _table(rays: FloatArray, eye: FloatArray) -> tuple[FloatArray, FloatArray]:
    with np.errstate(divide="ignore"):
        depth = (TABLE_M - eye[2]) / rays[..., 2]
    points = eye + rays * np.where(np.isfinite(depth), depth, 0)[..., None]
    on_it = (depth > 0) & (np.abs(points[..., :2]) < 1.5).all(axis=-1)
    colour = np.where(on_it[..., None], np.array([150.0, 115.0, 80.0]), np.array([90.0, 90.0, 95.0]))
    return np.where(on_it, depth, np.inf), colour


def _slabs(rays: FloatArray, eye: FloatArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Depth at which each ray enters the box, inf where it does not, and how bright that face is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - eye) / rays, (high - eye) / rays
    enter, leave = np.minimum(first, second), np.maximum(first, second)
    face, near = enter.argmax(axis=-1), enter.max(axis=-1)
    hit = (near < leave.min(axis=-1)) & (near > 0)
    return np.where(hit, near, np.inf), np.array([0.75, 0.85, 1.0])[face]
