"""What all segmentation works on: the frame at working resolution, its points levelled with gravity."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import DepthConfig
from spatialgeo_ros.errors import InputError, ShapeError
from spatialgeo_ros.geometry.point_map import every_nth_pixel, pixel_rays
from spatialgeo_ros.scene.plan_grid import PlanGrid
from spatialgeo_ros.types import CameraFrame, FloatArray, PinholeCamera, Pose

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class WorkingDepth:
    """The depth of every step-th pixel of a frame, gaps of one or two pixels closed.

    depth_m: (h, w) float32, 0 = no return. measured: (h, w) bool, False also where a gap was closed.
    sigma_m: (h, w) standard deviation of depth, from the noise model. camera: of the working image. shared_error: (h, w)
    standard deviation, as a share of depth, of the error that all pixels of a thing have in common; None where depth was
    measured.
    """

    depth_m: FloatArray
    measured: NDArray[np.bool_]
    sigma_m: FloatArray
    camera: PinholeCamera
    step: int
    shared_error: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class LevelView:
    """Working depth and colour with points in the viewer frame (camera position; x right, y forward, z up).

    points: (h, w, 3) float32, meaningless where `valid` is False. x_m, y_m, height_m: (h, w), the same, each contiguous.
    lab: (h, w, 3) uint8 CIELAB of the colour image. viewer_from_camera: turns only.
    """

    working: WorkingDepth
    points: FloatArray
    x_m: FloatArray
    y_m: FloatArray
    height_m: FloatArray
    valid: NDArray[np.bool_]
    lab: NDArray[np.uint8]
    viewer_from_camera: Pose

    @property
    def shape(self) -> tuple[int, int]:
        return self.valid.shape[0], self.valid.shape[1]

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once for each key: several stages ask the same of a view. Nobody changes it."""
        known: dict[Hashable, T] = self.__dict__.setdefault("_kept", {})
        if key not in known:
            known[key] = make()
        return known[key]

    def cells(self, grid: PlanGrid) -> NDArray[np.int32]:
        """(h, w) the cell of the grid that each pixel lies in; supports of one view share their grid."""
        return self.kept(grid, lambda: grid.index(self.x_m, self.y_m))

    def window(self, rows: slice, columns: slice) -> LevelView:
        """What the view shows within these rows and columns; arrays are shared, not contiguous."""
        inside, camera = (rows, columns), self.working.camera
        height, width = self.valid[inside].shape
        part = PinholeCamera(height, width, camera.fx, camera.fy, camera.cx - columns.start, camera.cy - rows.start)
        working = WorkingDepth(self.working.depth_m[inside], self.working.measured[inside], self.working.sigma_m[inside],
                               part, self.working.step)
        return LevelView(working, self.points[inside], self.x_m[inside], self.y_m[inside], self.height_m[inside],
                         self.valid[inside], self.lab[inside], self.viewer_from_camera)


def working_depth(frame: CameraFrame, config: DepthConfig, work_width: int) -> WorkingDepth:
    """Subsample and clean the depth of `frame`; refuses what nothing can be measured from."""
    if frame.depth_m is None:
        raise InputError("the frame has no depth; give a registered depth image (or a depth source)", "depth_missing")
    camera = frame.camera
    for name, size in (("depth", frame.depth_m.shape), ("colour", frame.rgb.shape[:2])):
        if size != (camera.height, camera.width):
            raise ShapeError(f"{name} is {size} but camera is (H, W) = {(camera.height, camera.width)}; use the depth "
                             "topic that is registered (aligned) to colour and the camera_info of the colour image",
                             f"{name}_size")
    step = max(1, round(camera.width / work_width))
    depth = np.array(frame.depth_m[::step, ::step], dtype=np.float32, order="C")
    measured = (depth >= config.min_m) & (depth <= config.max_m)  # NaN compares False
    if not measured.any():
        raise InputError(f"no pixel has a depth within [{config.min_m}, {config.max_m}] m: is the sensor covered, the "
                         "emitter off, or the depth unit wrong (16UC1 is millimetres, 32FC1 metres)?", "depth_invalid")
    depth[~measured] = 0
    _close_gaps(depth)
    sigma = config.noise_constant_m + config.noise_quadratic_per_m * depth * depth
    return WorkingDepth(depth, measured, sigma, every_nth_pixel(camera, step), step)


def _close_gaps(depth: FloatArray, rounds: int = 2, max_slope: float = 0.02) -> None:
    """Fill pixels without a return whose neighbours agree within max_slope * depth; one pixel from each side a round.

    depth: (h, w) contiguous, 0 = no return; filled in place.
    """
    kernel = np.ones((3, 3), np.uint8)
    far = depth.copy()
    flat, flat_far = depth.ravel(), far.ravel()
    gaps = np.flatnonzero(flat == 0)
    flat_far[gaps] = 1e6
    for _ in range(rounds):
        high, low = (image.ravel().take(gaps) for image in (cv2.dilate(depth, kernel), cv2.erode(far, kernel)))
        agree = (high > 0) & (high - low < max_slope * high)
        if not agree.any():
            break
        closed, gaps = gaps[agree], gaps[~agree]
        flat[closed] = flat_far[closed] = (high[agree] + low[agree]) / 2


def level_view(frame: CameraFrame, working: WorkingDepth, viewer_from_camera: Pose) -> LevelView:
    """Points and colours of the working image in the levelled viewer frame."""
    rays = pixel_rays(working.camera)
    across, down = rays[0, :, 0], rays[:, :1, 1]  # a ray is (column's, row's, 1): no need to turn each one by itself
    x_m, y_m, height_m = ((row[0] * across + (row[1] * down + row[2])) * working.depth_m
                          for row in viewer_from_camera.rotation.astype(np.float32))
    height, width = working.depth_m.shape
    small = cv2.resize(frame.rgb, (width, height), interpolation=cv2.INTER_AREA) if working.step > 1 else frame.rgb
    lab: NDArray[np.uint8] = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.uint8)
    points = np.asarray(cv2.merge([x_m, y_m, height_m]), np.float32)
    return LevelView(working, points, x_m, y_m, height_m, working.depth_m > 0, lab, viewer_from_camera)
