"""Pinhole cameras: what is a usable one, where points appear in its image, and how its file is read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from spatialgeo_ros.errors import CameraError
from spatialgeo_ros.types import FloatArray, PinholeCamera

# Half the image in 0.03 image widths of focal length is a field of view of 173 degrees; 100 widths see 0.6 degrees.
_FOCAL_RANGE_IN_IMAGES = (0.03, 100.0)
_MAX_ASPECT = 4.0  # fx / fy: pixels are nearly square; more means that the numbers were mixed up


class Calibration(NamedTuple):
    """A camera as its file describes it. model and coefficients belong to the image as recorded; "" = no distortion."""

    camera: PinholeCamera
    model: str
    coefficients: tuple[float, ...]


def check_camera(camera: PinholeCamera) -> None:
    """Raise CameraError, naming the value, when no geometry can be computed from these intrinsics."""
    if camera.width <= 0 or camera.height <= 0:
        raise CameraError(f"image size is {camera.width}x{camera.height} (width x height); both must be positive: "
                          "has the camera been calibrated?")
    for name in ("fx", "fy", "cx", "cy"):
        value = getattr(camera, name)
        if not math.isfinite(value):
            raise CameraError(f"{name} = {value}; expected a finite number of pixels: calibrate the camera")
    for name, focal, pixels in (("fx", camera.fx, camera.width), ("fy", camera.fy, camera.height)):
        if focal <= 0:
            raise CameraError(f"{name} = {focal}; a focal length is a positive number of pixels. "
                              "Zero means that the driver has no calibration: load one (camera_info_url)")
        low, high = (factor * pixels for factor in _FOCAL_RANGE_IN_IMAGES)
        if not low <= focal <= high:
            raise CameraError(f"{name} = {focal:g} for {pixels} pixels; expected {low:g} to {high:g}: "
                              "is it in pixels of this image size?")
    if not 1 / _MAX_ASPECT <= camera.fx / camera.fy <= _MAX_ASPECT:
        raise CameraError(f"fx = {camera.fx:g} and fy = {camera.fy:g} differ more than {_MAX_ASPECT:g} times; "
                          "pixels are nearly square: were numbers mixed up?")
    for name, centre, pixels in (("cx", camera.cx, camera.width), ("cy", camera.cy, camera.height)):
        # a cropped image may have its principal point outside, but not more than its own size
        if not -pixels <= centre <= 2 * pixels:
            raise CameraError(f"{name} = {centre:g} lies far outside the image of {pixels} pixels; "
                              f"expected {-pixels} to {2 * pixels}")


def project(points_camera: FloatArray, camera: PinholeCamera) -> FloatArray:
    """Where points appear in the image.

    points_camera: (..., 3) metres, camera optical frame. Returns (..., 2) pixels (u, v), NaN for points that are not
    in front of the camera; they may lie outside the image.
    """
    depth = points_camera[..., 2]
    in_front = np.where(depth > 0, depth, np.nan)
    u = camera.fx * points_camera[..., 0] / in_front + camera.cx
    v = camera.fy * points_camera[..., 1] / in_front + camera.cy
    return np.stack([u, v], axis=-1)


def camera_from_matrix(matrix: Sequence[float], height: int, width: int) -> PinholeCamera:
    """From a row-major 3x3 camera matrix, or a 3x4 projection matrix. Not yet checked: see `check_camera`."""
    columns = {9: 3, 12: 4}.get(len(matrix))
    if columns is None:
        raise CameraError(f"a camera matrix has 9 numbers (or 12, a projection matrix), got {len(matrix)}")
    fx, fy = float(matrix[0]), float(matrix[columns + 1])
    return PinholeCamera(int(height), int(width), fx, fy, float(matrix[2]), float(matrix[columns + 2]))


def load_camera_yaml(path: Path | str) -> Calibration:
    """Read a camera file and check it. Two forms are understood.

    Short: width, height, fx, fy, cx, cy; optionally distortion_model and distortion_coefficients (a list).
    ROS calibration: image_width, image_height, camera_matrix, distortion_model, distortion_coefficients,
    projection_matrix. It describes the image as recorded, so the camera matrix counts; the projection matrix belongs to
    the rectified image and is used only when there is no camera matrix (then without distortion).
    """
    content = _read_mapping(Path(path))
    try:
        calibration = _ros_form(content) if "image_width" in content else _short_form(content)
        check_camera(calibration.camera)
    except CameraError as error:
        raise CameraError(f"{path}: {error}") from error
    return calibration


def _read_mapping(path: Path) -> Mapping[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CameraError(f"cannot read the camera file {path}: {error}") from error
    if not isinstance(content, Mapping):
        raise CameraError(f"{path} {'is empty' if content is None else f'holds {type(content).__name__}'}; "
                          "expected a mapping with width, height, fx, fy, cx, cy")
    return content


def _short_form(content: Mapping[str, Any]) -> Calibration:
    width, height, fx, fy, cx, cy = (_number(content, key) for key in ("width", "height", "fx", "fy", "cx", "cy"))
    camera = PinholeCamera(int(height), int(width), fx, fy, cx, cy)
    return Calibration(camera, str(content.get("distortion_model") or ""),
                       _numbers(content, "distortion_coefficients", ()))


def _ros_form(content: Mapping[str, Any]) -> Calibration:
    height, width = int(_number(content, "image_height")), int(_number(content, "image_width"))
    if "camera_matrix" not in content and "projection_matrix" in content:
        return Calibration(camera_from_matrix(_numbers(content, "projection_matrix", None), height, width), "", ())
    camera = camera_from_matrix(_numbers(content, "camera_matrix", None), height, width)
    return Calibration(camera, str(content.get("distortion_model") or ""),
                       _numbers(content, "distortion_coefficients", ()))


def _number(content: Mapping[str, Any], key: str) -> float:
    if key not in content:
        raise CameraError(f"{key} is missing; found {', '.join(map(str, content)) or 'nothing'}")
    value = content[key]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise CameraError(f"{key} = {value!r} is not a number")
    return float(value) if math.isfinite(value) or key in ("fx", "fy", "cx", "cy") else _refuse(key, value)


def _refuse(key: str, value: float) -> float:
    raise CameraError(f"{key} = {value} is not a finite number")


def _numbers(content: Mapping[str, Any], key: str, missing: tuple[float, ...] | None) -> tuple[float, ...]:
    """A list of numbers, plain or as `data` of a ROS matrix. missing: what to return without it; None: required."""
    value = content.get(key)
    if value is None:
        if missing is None:
            raise CameraError(f"{key} is missing")
        return missing
    data = value.get("data") if isinstance(value, Mapping) else value
    if not isinstance(data, Sequence) or isinstance(data, str) or not all(
            isinstance(item, (int, float)) and not isinstance(item, bool) for item in data):
        raise CameraError(f"{key} must be a list of numbers or have one as `data`, got {value!r}")
    return tuple(float(item) for item in data)
