"""Image messages to arrays and back, without copying where the layout allows. Decoding needs no ROS: see bag_file.py.

cv_bridge is not used: it would only add the 16-bit colour formats, copies every image, and the one of Humble and Jazzy
crashes with numpy 2. Units come from the encoding (REP 118): 16UC1 millimetres, 32FC1 metres.
"""

from __future__ import annotations

import array
import sys
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.types import FloatArray

if TYPE_CHECKING:
    from sensor_msgs.msg import CompressedImage, Image
    from std_msgs.msg import Header

# Encoding -> (bytes per pixel, OpenCV's conversion to RGB).
# ROS names a Bayer pattern by its first row, OpenCV by its second.
_COLOUR: dict[str, tuple[int, int | None]] = {
    "rgb8": (3, None),
    "8UC3": (3, cv2.COLOR_BGR2RGB),
    "bgr8": (3, cv2.COLOR_BGR2RGB),
    "rgba8": (4, cv2.COLOR_RGBA2RGB),
    "bgra8": (4, cv2.COLOR_BGRA2RGB),
    "8UC4": (4, cv2.COLOR_BGRA2RGB),
    "mono8": (1, cv2.COLOR_GRAY2RGB),
    "8UC1": (1, cv2.COLOR_GRAY2RGB),
    "bayer_rggb8": (1, cv2.COLOR_BayerBG2RGB),
    "bayer_bggr8": (1, cv2.COLOR_BayerRG2RGB),
    "bayer_gbrg8": (1, cv2.COLOR_BayerGR2RGB),
    "bayer_grbg8": (1, cv2.COLOR_BayerGB2RGB),
    "yuv422": (2, cv2.COLOR_YUV2RGB_UYVY),
    "uyvy": (2, cv2.COLOR_YUV2RGB_UYVY),
    "yuv422_yuy2": (2, cv2.COLOR_YUV2RGB_YUYV),
    "yuyv": (2, cv2.COLOR_YUV2RGB_YUYV),
}
# Encoding -> (numpy type, metres per step). depth_image_proc reads mono16 as depth too.
_DEPTH: dict[str, tuple[str, float]] = {"16UC1": ("u2", 0.001), "mono16": ("u2", 0.001), "32FC1": ("f4", 1.0)}


def is_compressed(msg: Image | CompressedImage) -> bool:
    """Told by its fields, not by its class: recorded messages have classes of their own."""
    return hasattr(msg, "format")


def is_colour(encoding: str) -> bool:
    return encoding in _COLOUR


def is_depth(encoding: str) -> bool:
    return encoding in _DEPTH


def rgb_from_msg(msg: Image | CompressedImage) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 RGB; a view of the message's memory when it is rgb8 already."""
    if is_compressed(msg):
        return _rgb_from_compressed(msg)
    if msg.encoding not in _COLOUR:
        hint = "; this is a depth image: is the depth topic wired to `image`?" if msg.encoding in _DEPTH else ""
        raise InputError(f"image has encoding {msg.encoding!r}, expected one of {', '.join(_COLOUR)}{hint}", "encoding")
    channels, conversion = _COLOUR[msg.encoding]
    pixels = _pixels(msg, "u1", channels, "image")
    if conversion is None:
        return pixels
    # OpenCV wants one plane for one channel, and each row unbroken.
    plane = pixels[..., 0] if channels == 1 else pixels
    converted: NDArray[np.uint8] = cv2.cvtColor(np.ascontiguousarray(plane), conversion)
    return converted


def depth_from_msg(msg: Image | CompressedImage) -> FloatArray:
    """(H, W) float32 metres along the optical axis; NaN or 0 where there was no return."""
    if is_compressed(msg):
        return _depth_from_compressed(msg)
    if msg.encoding not in _DEPTH:
        hint = "; this is a colour image: is the colour topic wired to `depth`?" if msg.encoding in _COLOUR else ""
        raise InputError(f"depth has encoding {msg.encoding!r}, expected 16UC1 (millimetres) or 32FC1 (metres){hint}",
                         "encoding")
    kind, unit_m = _DEPTH[msg.encoding]
    return _metres(_pixels(msg, kind, 1, "depth")[..., 0], unit_m)


def _metres(raw: NDArray[Any], unit_m: float) -> FloatArray:
    if raw.dtype.kind == "u":
        return np.multiply(raw, np.float32(unit_m), dtype=np.float32)
    depth_m = raw.astype(np.float32, copy=False)
    # REP 117: infinities mean too near or too far, thus no measurement.
    return np.where(np.isfinite(depth_m), depth_m, np.float32(np.nan))


def _pixels(msg: Image, kind: str, channels: int, name: str) -> NDArray[Any]:
    """(H, W, channels) view of the message's data, whatever its step and byte order."""
    dtype = np.dtype(kind).newbyteorder(">" if msg.is_bigendian else "<")
    row_bytes = msg.width * channels * dtype.itemsize
    if msg.height == 0 or msg.width == 0 or len(msg.data) == 0:
        raise InputError(f"{name} is empty ({msg.width}x{msg.height}, {len(msg.data)} bytes); look at its driver",
                         "image_data")
    if msg.step < row_bytes:
        raise InputError(f"{name} has step {msg.step}, but a row of {msg.width} pixels {msg.encoding} takes "
                         f"{row_bytes} bytes; its publisher fills `step` wrongly", "image_data")
    if len(msg.data) < msg.step * (msg.height - 1) + row_bytes:
        raise InputError(f"{name} has {len(msg.data)} bytes of data, expected {msg.step * msg.height} "
                         f"({msg.height} rows of step {msg.step}); its publisher sends cut images", "image_data")
    data = np.frombuffer(msg.data, np.uint8)
    return np.ndarray((msg.height, msg.width, channels), dtype, data.data,
                      strides=(msg.step, channels * dtype.itemsize, dtype.itemsize))


def _rgb_from_compressed(msg: CompressedImage) -> NDArray[np.uint8]:
    if len(msg.data) == 0:
        raise InputError("compressed image has 0 bytes; look at its driver", "image_data")
    bgr = cv2.imdecode(np.frombuffer(msg.data, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if bgr is None:
        raise InputError(f"compressed image (format {msg.format!r}, {len(msg.data)} bytes) cannot be decoded; "
                         "expected JPEG or PNG", "image_data")
    rgb: NDArray[np.uint8] = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    return rgb


# compressedDepth puts 12 bytes before the PNG: int32 format, float32 a, float32 b.
_COMPRESSED_DEPTH_HEADER = np.dtype([("format", "<i4"), ("a", "<f4"), ("b", "<f4")])


def _depth_from_compressed(msg: CompressedImage) -> FloatArray:
    encoding, _, transport = msg.format.partition(";")
    if "rvl" in transport.lower():
        raise InputError(f"depth has format {msg.format!r}: RVL is not supported; set the publisher's parameter "
                         "compressedDepth.format to png", "encoding")
    if "compresseddepth" not in transport.lower() or encoding.strip() not in _DEPTH:
        raise InputError(f"depth has format {msg.format!r}, expected '16UC1; compressedDepth png' or '32FC1; "
                         "compressedDepth png'; a `compressed` topic loses depth", "encoding")
    if len(msg.data) <= _COMPRESSED_DEPTH_HEADER.itemsize:
        raise InputError(f"compressed depth has {len(msg.data)} bytes; look at its driver", "image_data")
    content = np.frombuffer(msg.data, np.uint8)
    raw = cv2.imdecode(content[_COMPRESSED_DEPTH_HEADER.itemsize:], cv2.IMREAD_UNCHANGED)
    if raw is None or raw.ndim != 2 or raw.dtype != np.uint16:
        raise InputError(f"compressed depth (format {msg.format!r}, {len(msg.data)} bytes) holds no 16-bit PNG after "
                         "its header of 12 bytes", "image_data")
    if encoding.strip() != "32FC1":
        return _metres(raw, _DEPTH[encoding.strip()][1])
    header = content[:_COMPRESSED_DEPTH_HEADER.itemsize].view(_COMPRESSED_DEPTH_HEADER)[0]
    return _from_inverse_depth(raw, float(header["a"]), float(header["b"]))


def _from_inverse_depth(raw: NDArray[np.uint16], a: float, b: float) -> FloatArray:
    """Undo the quantisation raw = a / depth + b of compressed_depth_image_transport; raw 0 = no return."""
    inverse = raw.astype(np.float32) - np.float32(b)
    usable = (raw != 0) & (inverse > 0)
    return np.where(usable, np.float32(a) / np.where(usable, inverse, 1), np.float32(np.nan))


def image_msg(pixels: NDArray[Any], encoding: str, header: Header) -> Image:
    """pixels: (H, W) or (H, W, C), of the encoding's type."""
    from sensor_msgs.msg import Image  # here: decoding runs where there is no ROS

    pixels = np.ascontiguousarray(pixels)
    msg = Image(header=header, encoding=encoding, height=pixels.shape[0], width=pixels.shape[1],
                step=pixels.strides[0], is_bigendian=int(sys.byteorder == "big"))
    msg.data = byte_array(pixels)
    return msg


def byte_array(values: NDArray[Any]) -> array.array[int]:
    """The bytes of an array in the one form that a message takes without converting element by element."""
    data = array.array("B")
    data.frombytes(np.ascontiguousarray(values).data.cast("B"))
    return data
