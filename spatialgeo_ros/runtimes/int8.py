"""Weights of matrix products in 8 bits: what a graph that `models.onnx_int8` made takes instead of floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.vision import Floats
from spatialgeo_ros.types import Array

# Of -127 to 127: with all of it the sums of two products overflow their 16 bits on processors without VNNI.
LARGEST = 63
AS_IT_IS, TURNED = "float", "turned"
QUANTIZED, SCALE = "_quantized", "_scale"  # how a weight's two parts are called in the graph, after its own name


def quantized(weight: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(K, N) int8 and (N,) scales, one for each column: weight is about int8 times scale."""
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-12) / LARGEST
    return np.rint(weight / scale).astype(np.int8), scale.astype(np.float32)


def parts(weights: Mapping[str, Sequence[str]], tensors: Mapping[str, Array]) -> dict[str, Array]:
    """What the graph takes, by name. weights: of each its tensor in the model's file, and AS_IT_IS for one that stays float,
    TURNED for one that lies the other way round there."""
    made: dict[str, Array] = {}
    for name, (tensor, *how) in weights.items():
        whole = np.asarray(tensors[tensor], np.float32)
        if AS_IT_IS in how:
            made[name] = whole
        else:
            made[name + QUANTIZED], made[name + SCALE] = quantized(whole.T if TURNED in how else whole)
    return made
