"""What the segmentation network sees of a view: colour, depth against its surroundings, slant and height of surfaces."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.types import Array, FloatArray

PIXEL_CHANNELS = 20  # 4 pixels of each 2x2 block times (L, a, b, relief, known)
CHANNELS = PIXEL_CHANNELS + 7  # of the block
_RELIEF_PX = 9  # side of the surroundings
_RELIEF = 0.02  # share of depth that counts as one
_MAX_RELIEF = 4.0
_HIGH_M, _LOW_M = 0.5, -0.1
_HEIGHT_UNIT_M = 0.1
BYTE_CHANNELS = 28  # one is empty: ONNX Runtime multiplies bytes in fours, other numbers take it nearly twice as long
ZERO = 128  # byte that stands for 0
# bytes per unit: colours and relief come in such steps anyway; slant to a hundredth, range to 2 %, height to 2.5 cm, over its
# support to 4 mm
PER_UNIT = np.array([64] * 12 + [32] * 4 + [64] * 4 + [100] * 3 + [48, 40, 25, 64], np.float32)[:, None, None]


def view_features(view: LevelView, above: FloatArray) -> FloatArray:
    """(27, h / 2, w / 2) float32. above: (h, w) metres over the support surface beneath, inf where none is known.

    h and w must be even. Everything is relative to the camera and to gravity, in metres, so that neither resolution nor
    lens nor the camera's height matters much.
    """
    rows, columns = view.shape[0] // 2, view.shape[1] // 2
    out = np.empty((CHANNELS, rows, columns), np.float32)
    _put_pixels(out[:PIXEL_CHANNELS], view.lab, relief(view), view.valid)
    _put_blocks(out[PIXEL_CHANNELS:], view, above)
    return out


def in_bytes(features: FloatArray) -> NDArray[np.uint8]:
    """(28, h, w) uint8 of (27, h, w) features: PER_UNIT steps from ZERO, and an empty channel."""
    out = np.full((BYTE_CHANNELS, *features.shape[1:]), ZERO, np.uint8)
    out[:CHANNELS] = _from_zero(features * PER_UNIT)
    return out


def byte_features(view: LevelView, above: FloatArray) -> tuple[NDArray[np.uint8], FloatArray]:
    """`in_bytes` of `view_features`, and the last seven of these as they are."""
    rows, columns = view.shape[0] // 2, view.shape[1] // 2
    out = np.empty((BYTE_CHANNELS, rows, columns), np.uint8)
    out[CHANNELS:] = ZERO
    known = view.valid * np.uint8(PER_UNIT[16, 0, 0]) + np.uint8(ZERO)
    _put_planes(out[:PIXEL_CHANNELS], view.lab, _from_zero(relief(view) * PER_UNIT[12]), known)
    blocks = block_channels(view, above)
    out[PIXEL_CHANNELS:CHANNELS] = _from_zero(blocks * PER_UNIT[PIXEL_CHANNELS:])
    return out, blocks


def _from_zero(steps: FloatArray) -> NDArray[np.uint8]:
    """Bytes of float32 steps, which are used up."""
    steps += np.float32(ZERO + 0.5)
    np.clip(steps, 0, np.float32(255), out=steps)
    return steps.astype(np.uint8)


def relief(view: LevelView) -> FloatArray:
    """(h, w) float32 depth against the mean of the surroundings, in shares of it; 0 where there is no depth."""
    depth = view.working.depth_m
    weight = cv2.blur(view.valid.astype(np.float32), (_RELIEF_PX, _RELIEF_PX))
    mean = np.asarray(cv2.blur(depth, (_RELIEF_PX, _RELIEF_PX)), np.float32)
    mean /= np.maximum(weight, np.float32(1e-3))
    out = (depth - mean) / np.maximum(np.float32(_RELIEF) * mean, np.float32(1e-3))
    np.clip(out, -_MAX_RELIEF, _MAX_RELIEF, out=out)
    out *= view.valid
    return np.asarray(out)


def pixel_channels(lab: NDArray[np.uint8], relief_: FloatArray, valid: NDArray[np.bool_]) -> FloatArray:
    """(20, h / 2, w / 2): the four pixels of each 2x2 block, row by row, of L, a, b, relief and known in turn."""
    out = np.empty((PIXEL_CHANNELS, lab.shape[0] // 2, lab.shape[1] // 2), np.float32)
    _put_pixels(out, lab, relief_, valid)
    return out


def _put_pixels(out: FloatArray, lab: NDArray[np.uint8], relief_: FloatArray, valid: NDArray[np.bool_]) -> None:
    _put_planes(out, lab, relief_, valid)
    out[:12] *= np.float32(1 / 64)
    out[:12] -= 2


def _put_planes(out: Array, lab: NDArray[np.uint8], relief_: Array, known: Array) -> None:
    _, rows, columns = out.shape
    planes = out.reshape(5, 2, 2, rows, columns)
    planes[:3] = lab.reshape(rows, 2, columns, 2, 3).transpose(4, 1, 3, 0, 2)
    for plane, image in ((planes[3], relief_), (planes[4], known)):
        plane[:] = image.reshape(rows, 2, columns, 2).transpose(1, 3, 0, 2)


def block_channels(view: LevelView, above: FloatArray) -> FloatArray:
    """(7, h / 2, w / 2): normal (3, viewer frame, 0 = unknown), log of range, height, height above its support and
    whether that is known."""
    out = np.empty((CHANNELS - PIXEL_CHANNELS, view.shape[0] // 2, view.shape[1] // 2), np.float32)
    _put_blocks(out, view, above)
    return out


def _put_blocks(out: FloatArray, view: LevelView, above: FloatArray) -> None:
    size = (out.shape[2], out.shape[1])
    known = np.asarray(cv2.resize(view.valid.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)
    mean = cv2.resize(view.points, size, interpolation=cv2.INTER_AREA)  # points without depth are 0
    points = [np.asarray(plane / np.maximum(known, np.float32(1e-3)), np.float32) for plane in cv2.split(mean)]
    _put_normals(out[:3], points, known > 0)
    reach = np.sqrt(points[0] ** 2 + points[1] ** 2 + points[2] ** 2)
    out[3] = np.where(known > 0, np.log(np.maximum(reach, np.float32(0.1))), 0)
    out[4] = points[2]
    over = above[::2, ::2]
    supported = np.isfinite(over)
    out[5] = np.where(supported, np.clip(over, _LOW_M, _HIGH_M) * np.float32(1 / _HEIGHT_UNIT_M), 0)
    out[6] = supported


def _put_normals(out: FloatArray, points: list[FloatArray], known: NDArray[np.bool_]) -> None:
    """Of the plane through the four neighbours, which must all be known."""
    x, y, z = points
    across = [plane[1:-1, 2:] - plane[1:-1, :-2] for plane in (x, y, z)]
    down = [plane[2:, 1:-1] - plane[:-2, 1:-1] for plane in (x, y, z)]
    normal = [down[1] * across[2] - down[2] * across[1], down[2] * across[0] - down[0] * across[2],
              down[0] * across[1] - down[1] * across[0]]
    length = np.maximum(np.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2), np.float32(1e-9))
    whole = known[1:-1, 2:] & known[1:-1, :-2] & known[2:, 1:-1] & known[:-2, 1:-1]
    scale = whole / length
    out[:] = 0
    for axis in range(3):
        np.multiply(normal[axis], scale, out=out[axis, 1:-1, 1:-1])
