"""Lens distortion: from the image as recorded to the image of an undistorted pinhole camera.

Each model is the forward projection: from the direction of a ray to where the lens images it, in units of focal length.
Looking up, for each pixel of the undistorted image, where the lens put it needs no inversion.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from spatialgeo_ros.errors import CameraError, ShapeError
from spatialgeo_ros.geometry.camera import check_camera
from spatialgeo_ros.types import Array, FloatArray, PinholeCamera

MODELS = ("plumb_bob", "rational_polynomial", "equidistant")
_COUNTS = {"plumb_bob": (4, 5), "rational_polynomial": (8, 12, 14), "equidistant": (4,)}
_OUTSIDE = -1e4  # a map entry that no image reaches; pixels there are filled with 0

_log = logging.getLogger(__name__)


class Undistorter:
    """Takes images and depth images of one camera to `camera`, the pinhole camera without distortion.

    model: plumb_bob, rational_polynomial or equidistant, coefficients in ROS (and OpenCV) order. "" = no distortion.
    The undistorted camera keeps the intrinsics, so the centre keeps its scale; what falls outside is lost, and pixels
    that the lens did not see are 0. The maps are computed once.
    """

    def __init__(self, camera: PinholeCamera, model: str, coefficients: Sequence[float]) -> None:
        check_camera(camera)
        self.camera = camera
        self._maps: tuple[FloatArray, FloatArray] | None = None
        values = _checked(model, coefficients)
        if _distorts(model, values):
            self._maps = _lookup_maps(camera, model, values)

    @property
    def is_identity(self) -> bool:
        """True when images pass through untouched."""
        return self._maps is None

    def rgb(self, image: Array) -> Array:
        """(H, W) or (H, W, C) image as recorded -> undistorted, interpolated linearly; 0 where the lens saw nothing."""
        return self._remap(image, cv2.INTER_LINEAR)

    def depth(self, depth: Array) -> Array:
        """(H, W) depth as recorded -> undistorted, same dtype, nearest pixel: a mean of two depths lies on no surface.

        Depth along the optical axis is the same in both cameras. 0 where the lens saw nothing.
        """
        return self._remap(depth, cv2.INTER_NEAREST)

    def _remap(self, image: Array, interpolation: int) -> Array:
        if image.shape[:2] != (self.camera.height, self.camera.width):
            raise ShapeError(f"the image is {image.shape[:2]} but the camera was calibrated for (height, width) = "
                             f"{(self.camera.height, self.camera.width)}; send the camera_info of this resolution")
        if self._maps is None:
            return image
        map_u, map_v = self._maps
        return np.asarray(cv2.remap(image, map_u, map_v, interpolation,
                                    borderMode=cv2.BORDER_CONSTANT, borderValue=0))


def distort(rays: FloatArray, model: str, coefficients: Sequence[float] | FloatArray) -> FloatArray:
    """Where the lens images a ray. rays: (..., 2) as x/z, y/z. Returns (..., 2) likewise: pixel = f * value + c.

    NaN where the polynomial has turned back and would image a second ray in the same place.
    """
    values = _checked(model, coefficients)
    if not model:
        return rays
    radius = np.hypot(rays[..., 0], rays[..., 1])
    scaled = _equidistant(rays, radius, values) if model == "equidistant" else _brown(rays, radius, values)
    return np.where((radius < _turning_radius(model, values))[..., None], scaled, np.nan)


def _checked(model: str, coefficients: Sequence[float] | FloatArray) -> FloatArray:
    values: FloatArray = np.asarray(coefficients, dtype=np.float64).reshape(-1)
    if not np.all(np.isfinite(values)):
        raise CameraError(f"distortion coefficients {values.tolist()} are not all finite numbers", "lens")
    if model == "" and not np.any(values):
        return values
    if model not in MODELS:
        raise CameraError(f"lens model {model!r} is not supported; supported are {', '.join(MODELS)}. "
                          "Rectify the image first (image_proc) and send the rectified topics", "lens")
    if values.size == 0 and model != "equidistant":
        return np.zeros(_COUNTS[model][0])
    if values.size not in _COUNTS[model]:
        expected = " or ".join(map(str, _COUNTS[model]))
        raise CameraError(f"{model} takes {expected} coefficients, got {values.size}", "lens")
    if np.any(values[8:]):
        raise CameraError("rational_polynomial with thin-prism or tilt coefficients (numbers 9 to 14) is not "
                          "supported; rectify the image first (image_proc)", "lens")
    return values


def _distorts(model: str, values: FloatArray) -> bool:
    # equidistant with zeros still is a fisheye (r = f theta), not a pinhole
    return model == "equidistant" or bool(np.any(values))


def _radial_factor(squared: FloatArray, values: FloatArray) -> FloatArray:
    k1, k2, _, _, k3, k4, k5, k6 = np.pad(values[:8], (0, 8 - min(values.size, 8)))
    numerator = 1 + squared * (k1 + squared * (k2 + squared * k3))
    denominator = 1 + squared * (k4 + squared * (k5 + squared * k6))
    return np.asarray(numerator / denominator)


def _brown(rays: FloatArray, radius: FloatArray, values: FloatArray) -> FloatArray:
    """Brown 1966: radial, here with the rational denominator, plus tangential p1, p2."""
    p1, p2 = values[2], values[3]
    x, y = rays[..., 0], rays[..., 1]
    squared = radius**2
    factor = _radial_factor(squared, values)
    u = x * factor + 2 * p1 * x * y + p2 * (squared + 2 * x * x)
    v = y * factor + p1 * (squared + 2 * y * y) + 2 * p2 * x * y
    return np.stack([u, v], axis=-1)


def _theta_image(theta: FloatArray, values: FloatArray) -> FloatArray:
    k1, k2, k3, k4 = values
    square = theta**2
    return np.asarray(theta * (1 + square * (k1 + square * (k2 + square * (k3 + square * k4)))))


def _equidistant(rays: FloatArray, radius: FloatArray, values: FloatArray) -> FloatArray:
    """Kannala & Brandt 2006: the image radius is a polynomial of the angle to the axis."""
    imaged = _theta_image(np.arctan(radius), values)
    factor = np.divide(imaged, radius, out=np.ones_like(radius), where=radius > 1e-9)
    return rays * factor[..., None]


def _turning_radius(model: str, values: FloatArray) -> float:
    """The ray radius from which the image radius no longer grows; infinity when it always does."""
    radius = np.linspace(0, 6, 2401)
    if model == "equidistant":
        imaged = _theta_image(np.arctan(radius), values)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            imaged = radius * _radial_factor(radius**2, values)
    falling = np.flatnonzero(~(np.diff(imaged) > 0))
    return float(radius[falling[0]]) if falling.size else float("inf")


def _lookup_maps(camera: PinholeCamera, model: str, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    u, v = np.meshgrid(np.arange(camera.width, dtype=np.float64), np.arange(camera.height, dtype=np.float64))
    rays = np.stack([(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy], axis=-1)
    imaged = distort(rays, model, values)
    maps: list[Any] = []
    for axis, (focal, centre) in enumerate(((camera.fx, camera.cx), (camera.fy, camera.cy))):
        pixels = focal * imaged[..., axis] + centre
        maps.append(np.nan_to_num(pixels, nan=_OUTSIDE).astype(np.float32))
    seen = (maps[0] >= 0) & (maps[0] <= camera.width - 1) & (maps[1] >= 0) & (maps[1] <= camera.height - 1)
    _log.debug("%s: %.1f %% of the undistorted image was seen by the lens", model, 100 * float(seen.mean()))
    return maps[0], maps[1]
