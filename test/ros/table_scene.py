"""A table with boxes on it, drawn by intersecting rays with planes and slabs: exact depth, known truth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import PinholeCamera, Pose

CAMERA = PinholeCamera(240, 320, 290.0, 295.0, 162.0, 117.0)
TABLE_RGB = (120, 110, 100)


@dataclass(frozen=True)
class Block:
    """low, high: opposite corners in the world, metres, z up; the table top is z = 0."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    rgb: tuple[int, int, int]


BLOCKS = (Block((-0.15, -0.05, 0.0), (-0.05, 0.05, 0.12), (200, 30, 30)),
          Block((0.08, -0.04, 0.0), (0.16, 0.06, 0.06), (30, 60, 200)))


def world_from_camera(height_m: float = 0.6, tilt_deg: float = 50.0) -> Pose:
    """Looking along the world's y axis, tilted down, so that the optical axis meets the table near the origin."""
    down = math.radians(tilt_deg)
    forward = np.array([0.0, math.cos(down), -math.sin(down)])
    right = np.array([1.0, 0.0, 0.0])
    rotation = np.stack([right, np.cross(forward, right), forward], axis=1)
    return Pose(rotation, np.array([0.0, -height_m / math.tan(down), height_m]))


def render(pose: Pose, blocks: tuple[Block, ...] = BLOCKS) -> tuple[np.ndarray, np.ndarray]:
    """(H, W, 3) uint8 and (H, W) float metres along the optical axis."""
    u, v = np.meshgrid(np.arange(CAMERA.width), np.arange(CAMERA.height))
    rays = np.stack([(u - CAMERA.cx) / CAMERA.fx, (v - CAMERA.cy) / CAMERA.fy, np.ones_like(u, float)], axis=-1)
    directions = rays @ pose.rotation.T  # one metre along the optical axis each, so that distance is depth
    origin = pose.translation_m
    depth_m = np.where(directions[..., 2] < -1e-6, -origin[2] / np.minimum(directions[..., 2], -1e-6), np.inf)
    rgb = np.broadcast_to(np.array(TABLE_RGB, np.uint8), (*depth_m.shape, 3)).copy()
    for block in blocks:
        with np.errstate(divide="ignore"):
            near, far = ((np.array(corner) - origin) / directions for corner in (block.low, block.high))
        entry, leave = np.minimum(near, far).max(axis=-1), np.maximum(near, far).min(axis=-1)
        hit = (entry < leave) & (entry > 0) & (entry < depth_m)
        depth_m = np.where(hit, entry, depth_m)
        rgb[hit] = block.rgb
    return rgb, np.where(depth_m < 3.0, depth_m, 0.0)
