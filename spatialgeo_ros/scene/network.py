"""What runs the segmentation network: OpenCV, or ONNX Runtime."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.types import Array, FloatArray


@dataclass(frozen=True)
class Network:
    """run: (1, K, h, w) float32 of (1, C, h, w) float32, or uint8 where `in_bytes`, see `view_features.in_bytes`."""

    run: Callable[[Array], FloatArray]
    in_bytes: bool

# OpenCV 5 has several; measured, the one of OpenCV 4 takes 0.6 times the time of the new one
_ENGINE = (cv2.dnn.ENGINE_CLASSIC,) if hasattr(cv2.dnn, "ENGINE_CLASSIC") else ()


def load_network(weights: Path, runtime: str) -> Network:
    """weights: an ONNX file; in 8 bits is the one that `int8_of` names. runtime: see `segments.runtime`. As many threads as
    OpenCV may use.

    Raises ModelError when the runtime is missing; what a broken file raises is the runtime's own.
    """
    chosen = resolved(runtime, weights)
    if chosen == "opencv":
        return _by_opencv(weights)
    return _by_onnxruntime(int8_of(weights) if chosen == "onnxruntime_int8" else weights, chosen)


def resolved(runtime: str, weights: Path) -> str:
    """The one that is meant where `segments.runtime` leaves it open."""
    if runtime != "auto":
        return runtime
    if not importlib.util.find_spec("onnxruntime"):
        return "opencv"
    return "onnxruntime_int8" if int8_of(weights).is_file() else "onnxruntime"


def int8_of(weights: Path) -> Path:
    """The file of the same network with 8-bit weights and activations."""
    return weights.with_name(f"{weights.stem}_int8.onnx")


def _by_opencv(weights: Path) -> Network:
    network = cv2.dnn.readNetFromONNX(str(weights), *_ENGINE)

    def run(features: Array) -> FloatArray:
        network.setInput(features)
        return np.asarray(network.forward(), np.float32)
    return Network(run, in_bytes=False)


def _by_onnxruntime(weights: Path, chosen: str) -> Network:
    try:
        import onnxruntime  # an extra, and half a second to import
    except ImportError as error:
        raise ModelError(f"segments.runtime is {chosen}, but onnxruntime cannot be imported ({error}); "
                         "`pip install onnxruntime`, or set segments.runtime to opencv") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cv2.getNumThreads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads would burn cores between frames
    session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    features = session.get_inputs()[0]
    return Network(lambda values: np.asarray(session.run(None, {features.name: values})[0], np.float32),
                   in_bytes=features.type == "tensor(uint8)")
