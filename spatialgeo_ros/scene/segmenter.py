"""The bundled segmentation network: which pixels of a view are of things, and which of one thing.

A small U-Net trained on simulated rooms (training/segmenter.py); weights and card in weights/.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from spatialgeo_ros.errors import ModelError, SpatialGeoError
from spatialgeo_ros.scene.level_view import LevelView
from spatialgeo_ros.scene.network import load_network, resolved
from spatialgeo_ros.scene.partition import AFFINITIES, EMBEDDED, Affinities, Looks
from spatialgeo_ros.scene.view_features import CHANNELS, PIXEL_CHANNELS, ZERO, byte_features, in_bytes, view_features
from spatialgeo_ros.types import Array, FloatArray

WEIGHTS = Path(__file__).resolve().parents[1] / "weights" / "segmenter.onnx"
OUTPUTS = AFFINITIES + 4 + EMBEDDED  # and the spans, and the embedding
_MULTIPLE = 8  # of blocks, along both sides: the network halves three times
_NO = -12.0  # log odds where the network does not look


class Segmenter:
    """weights: an ONNX file as training writes it. runtime: what runs it, see `segments.runtime`. told: how many channels more
    it takes, of what a model told of the view.

    Raises ModelError when it cannot be used.
    """

    def __init__(self, weights: Path = WEIGHTS, runtime: str = "auto", told: int = 0) -> None:
        if not weights.is_file():
            raise ModelError(f"there is no segmentation network at {weights}; it comes with the package: reinstall it, or "
                             "make one with `spatialgeo train segmenter`")
        try:
            self._network = load_network(weights, runtime)
            outputs = len(self._told(np.zeros((CHANNELS + told, _MULTIPLE, _MULTIPLE), np.float32)))
        except SpatialGeoError:
            raise
        except Exception as error:  # runtimes have exceptions of their own
            who = resolved(runtime, weights)
            raise ModelError(f"{who} cannot read the segmentation network {weights} ({error}); it takes OpenCV 4.5.4 (this is "
                             f"{cv2.__version__}) with the dnn module, or ONNX Runtime 1.16, or later") from error
        if outputs != OUTPUTS:
            raise ModelError(f"the segmentation network {weights} has {outputs} outputs, expected {OUTPUTS}: it is of another "
                             "version of this package")

    def see(self, view: LevelView, above: FloatArray, told: FloatArray | None = None) -> tuple[Affinities, Looks]:
        """above: (h, w) metres over the support surface beneath, inf where none is known. told: (T, h / 2, w / 2) where the
        network takes more."""
        rows, columns = (size // 2 * 2 for size in view.shape)
        whole, above = _cropped(view, rows, columns), above[:rows, :columns]
        features: Array
        if self._network.in_bytes:
            features, blocks = byte_features(whole, above)
        else:
            features = view_features(whole, above)
            blocks = features[PIXEL_CHANNELS:]
        if told is not None:
            features = np.concatenate([features, told])
        return self.affinities(features, view.shape), Looks(view.lab, blocks)

    def affinities(self, features: Array, shape: tuple[int, int] | None = None) -> Affinities:
        """features: (27, h / 2, w / 2), or (28, ...) in bytes. shape: (h, w) of the view when it is odd."""
        return affinities_of(self._told(features), shape)

    def _told(self, features: Array) -> FloatArray:
        """(34, h / 2, w / 2) of (27, h / 2, w / 2), or (28, ...) in bytes."""
        rows, columns = features.shape[1:]
        if self._network.in_bytes and features.dtype != np.uint8:
            features = in_bytes(features)
        missing = (-rows % _MULTIPLE, -columns % _MULTIPLE)
        if any(missing):
            features = np.pad(features, ((0, 0), (0, missing[0]), (0, missing[1])),
                              constant_values=ZERO if self._network.in_bytes else 0)
        return self._network.run(features[None])[0, :, :rows, :columns]


def _cropped(view: LevelView, rows: int, columns: int) -> LevelView:
    if view.shape == (rows, columns):
        return view
    inside = np.s_[:rows, :columns]
    working = replace(view.working, depth_m=view.working.depth_m[inside], measured=view.working.measured[inside],
                      sigma_m=view.working.sigma_m[inside])
    return replace(view, working=working, points=np.ascontiguousarray(view.points[inside]), height_m=view.height_m[inside],
                   valid=view.valid[inside], lab=np.ascontiguousarray(view.lab[inside]))


def affinities_of(blocks: FloatArray, shape: tuple[int, int] | None = None) -> Affinities:
    """blocks: (22 or 34, h / 2, w / 2) log odds of 2 x 2 pixels, as networks tell them, and spans and embedding where these
    do. shape: (h, w) of the view when it is odd."""
    height, width = shape or (2 * blocks.shape[1], 2 * blocks.shape[2])
    thing, right, down = (_pixels(blocks[first:first + 4], (height, width)) for first in (0, 4, 8))
    far = _with_border(blocks[12:AFFINITIES], (-(-height // 2), -(-width // 2)))
    if len(blocks) == AFFINITIES:
        return Affinities(thing, right, down, far)
    return Affinities(thing, right, down, far, blocks[AFFINITIES:-EMBEDDED], blocks[-EMBEDDED:])


def _pixels(blocks: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """(h, w) of (4, h / 2, w / 2): the four pixels of each block, row by row."""
    _, rows, columns = blocks.shape
    full = np.empty((rows, 2, columns, 2), np.float32)
    for pixel, plane in enumerate(blocks):
        full[:, pixel // 2, :, pixel % 2] = plane
    return _with_border(full.reshape(2 * rows, 2 * columns), shape)


def _with_border(image: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """(..., h, w) with _NO in the last row and column of odd sizes."""
    missing = [(0, 0)] * (image.ndim - 2) + [(0, shape[0] - image.shape[-2]), (0, shape[1] - image.shape[-1])]
    return np.pad(image, missing, constant_values=_NO) if any(after for _, after in missing) else image
