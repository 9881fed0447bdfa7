"""Colour and depth images from files, checked: what cannot be used is refused with what was expected instead."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.types import Array, FloatArray

_FLOAT_SUFFIXES = (".npy", ".tif", ".tiff")


def load_rgb(path: Path) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 RGB of any 8-bit image file; grey images get three equal channels, transparency is dropped."""
    image = cv2.imdecode(_bytes_of(path), cv2.IMREAD_UNCHANGED)  # as recorded: a turned image would not fit its depth
    if image is None:
        raise InputError(f"{path} is not an image that OpenCV can read; give a PNG or JPEG colour image", "encoding")
    if image.dtype != np.uint8:
        raise InputError(f"{path} holds {image.dtype}, a colour image has 8 bits per channel: is this the depth image?",
                         "encoding")
    conversion = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
    channels = 1 if image.ndim == 2 else image.shape[2]
    if channels not in conversion:
        raise InputError(f"{path} has {channels} channels; a colour image has 3", "encoding")
    return np.asarray(cv2.cvtColor(image, conversion[channels]), np.uint8)


def load_depth(path: Path, unit_m: float | None) -> FloatArray:
    """(H, W) float32 metres along the optical axis; 0 where the file holds 0 ("no return"), NaN stays NaN.

    path: 16-bit PNG, or float32/uint16 .npy or .tiff. unit_m: metres of one raw step (0.001 for millimetres);
    None only for floating-point files, which then hold metres.
    """
    raw = _load_raw(path)
    _check_depth_array(raw, path)
    if unit_m is None:
        if raw.dtype.kind != "f":
            raise InputError(f"{path} holds whole numbers ({raw.dtype}): say how many metres one step is, "
                             "0.001 for millimetres (RealSense, OAK, Orbbec), 0.0001 for YCB-Video frames", "unit")
        unit_m = 1.0
    if not (math.isfinite(unit_m) and unit_m > 0):
        raise InputError(f"the depth unit is {unit_m}; it must be a positive number of metres per raw step, "
                         "0.001 for millimetres", "unit")
    depth_m = raw.astype(np.float32) * np.float32(unit_m)
    if not np.any(np.isfinite(depth_m) & (depth_m > 0)):
        raise InputError(f"{path} has no valid depth at all: every pixel is 0, negative or not finite", "no_depth")
    return depth_m


def _load_raw(path: Path) -> Array:
    data = _bytes_of(path)
    if path.suffix.lower() == ".npy":
        try:
            loaded: Array = np.load(path, allow_pickle=False)
        except (ValueError, EOFError, OSError) as error:
            raise InputError(f"{path} is not a NumPy array file: {error}", "encoding") from error
        return loaded
    image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    if image is None:
        raise InputError(f"{path} is not an image that OpenCV can read; depth comes as 16-bit PNG, "
                         f"or float32 in {', '.join(_FLOAT_SUFFIXES)}", "encoding")
    return np.asarray(image)


def _check_depth_array(raw: Array, path: Path) -> None:
    if raw.ndim != 2:
        channels = raw.shape[2] if raw.ndim == 3 else f"{raw.ndim}-dimensional"
        raise InputError(f"{path} has {channels} channels, depth has one: this looks like a colour or colour-coded "
                         "picture; save the raw 16-bit depth instead", "encoding")
    if raw.dtype == np.uint8:
        raise InputError(f"{path} has 8 bits per pixel, depth needs 16 bits or float32: an 8-bit picture of depth "
                         "has lost its metres; save the raw depth instead", "encoding")
    if raw.dtype not in (np.uint16, np.int16, np.int32, np.uint32, np.float32, np.float64):
        raise InputError(f"{path} holds {raw.dtype}; expected uint16 or float32", "encoding")


def _bytes_of(path: Path) -> NDArray[np.uint8]:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist", "file") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}", "file") from error
    if not data:
        raise InputError(f"{path} is empty (0 bytes)", "file")
    return np.frombuffer(data, np.uint8)
