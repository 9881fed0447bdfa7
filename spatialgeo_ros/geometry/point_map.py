"""Depth image to points: one 3D point per pixel."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from spatialgeo_ros.errors import ShapeError
from spatialgeo_ros.types import FloatArray, PinholeCamera


def point_map_from_depth(depth_m: FloatArray, camera: PinholeCamera) -> FloatArray:
    """Lift a depth image to one 3D point per pixel.

    depth_m: (H, W) metres along the optical axis (not ray length); <= 0 or NaN means no return.
    Returns (H, W, 3) float32 metres in the camera optical frame (x right, y down, z forward), NaN where there was
    no return.
    """
    if depth_m.shape != (camera.height, camera.width):
        raise ShapeError(f"depth is {depth_m.shape} but camera is (H, W) = {(camera.height, camera.width)}; "
                         "resize the depth or scale the intrinsics first")
    depth = np.where(depth_m > 0, depth_m, np.nan).astype(np.float32, copy=False)
    points: FloatArray = pixel_rays(camera) * depth[..., None]
    return points


@lru_cache(maxsize=8)
def pixel_rays(camera: PinholeCamera) -> FloatArray:
    """(H, W, 3) float32 points at depth 1 on the ray of every pixel, camera optical frame; read-only, cached."""
    u = (np.arange(camera.width, dtype=np.float64) - camera.cx) / camera.fx
    v = (np.arange(camera.height, dtype=np.float64) - camera.cy) / camera.fy
    rays = np.empty((camera.height, camera.width, 3), np.float32)
    rays[..., 0] = u[None, :]
    rays[..., 1] = v[:, None]
    rays[..., 2] = 1.0
    rays.flags.writeable = False
    return rays


def every_nth_pixel(camera: PinholeCamera, step: int) -> PinholeCamera:
    """The camera of image[::step, ::step]: pixel (0, 0) stays where it is, so the principal point is divided only."""
    return PinholeCamera(-(-camera.height // step), -(-camera.width // step), camera.fx / step, camera.fy / step,
                         camera.cx / step, camera.cy / step)
