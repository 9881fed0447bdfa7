"""What runs the segmentation network: OpenCV, or ONNX Runtime."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.types import Array, FloatArray

if TYPE_CHECKING:
    import onnxruntime

_log = logging.getLogger(__name__)

MADE_OF = "made_of_sha256"  # of a network in 8 bits: `digest_of` the one in floats


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

    Raises ModelError when the runtime is missing, or the file in 8 bits was made of another network; what a broken file raises
    is the runtime's own.
    """
    chosen = resolved(runtime, weights)
    if chosen == "opencv":
        return _by_opencv(weights)
    if chosen == "onnxruntime":
        return _of(_session(weights, chosen))
    session = _session(int8_of(weights), chosen)
    if session.get_modelmeta().custom_metadata_map.get(MADE_OF) == digest_of(weights):
        return _of(session)
    problem = f"{int8_of(weights)} was made of another network than {weights.name}"
    mend = "put the one there that `spatialgeo train segmenter` wrote beside it"
    if runtime != "auto":
        raise ModelError(f"{problem}; {mend}, or set segments.runtime to onnxruntime")
    _log.warning("%s, and is not used; %s", problem, mend)
    return _of(_session(weights, "onnxruntime"))


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


def digest_of(weights: Path) -> str:
    """SHA-256 of the file, as the one in 8 bits names what it was made of."""
    return hashlib.sha256(weights.read_bytes()).hexdigest()


def _session(weights: Path, chosen: str) -> onnxruntime.InferenceSession:
    try:
        import onnxruntime  # an extra, and half a second to import
    except ImportError as error:
        raise ModelError(f"segments.runtime is {chosen}, but onnxruntime cannot be imported ({error}); "
                         "`pip install onnxruntime`, or set segments.runtime to opencv") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cv2.getNumThreads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads would burn cores between frames
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def _of(session: onnxruntime.InferenceSession) -> Network:
    features = session.get_inputs()[0]
    return Network(lambda values: np.asarray(session.run(None, {features.name: values})[0], np.float32),
                   in_bytes=features.type == "tensor(uint8)")
