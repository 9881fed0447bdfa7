"""The encoders run by ONNX Runtime on the CPU, from a folder that `models.onnx_export` made. No torch."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.runtimes.familiarity import familiarity_of
from spatialgeo_ros.runtimes.int8 import parts
from spatialgeo_ros.runtimes.parity import INT8_TOLERANCE, TOLERANCE, check_parity, told_by
from spatialgeo_ros.runtimes.vision import (
    FIELDS,
    NOTHING_KNOWN,
    READ,
    Encoded,
    Floats,
    Known,
    ReadRegions,
    RegionCamera,
    encoded_of,
)
from spatialgeo_ros.runtimes.weights_file import read_tensors
from spatialgeo_ros.types import Array

FORMAT = "spatialgeo onnx 6"
PREFIX = "model."  # of the weights' names in the graphs
ENCODERS, CLOSER, REGIONS, TEXT = "encoders.onnx", "closer.onnx", "regions.onnx", "text.onnx"
ENCODERS_INT8 = "encoders_int8.onnx"
GRAPHS, ABOUT = (ENCODERS, CLOSER, REGIONS, TEXT), "about.json"
TOKENS, SPEAKER = "tokens.onnx", "speaker.onnx"  # of models that speak, see `runtimes.onnx_voice`
CAMERA = ("log_focal", "centre", "up")  # fields of RegionCamera
TOLD = tuple(f"told_{name}" for name in READ)


class OnnxVision:
    """A `Vision`. folder: the graphs, without weights. weights: the .safetensors file that they were made from. numbers: texts
    to (T, most) int64 as the text tower takes them. threads: 0 = as many as there are cores. int8: matrix products of the
    encoders in 8 bits.

    Raises ModelError when onnxruntime is missing, files are missing or of another version, and when it does not tell what
    torch told of the fixed image.
    """

    def __init__(self, folder: Path, weights: Path, numbers: Callable[[tuple[str, ...]], NDArray[np.int64]],
                 threads: int = 0, int8: bool = False) -> None:
        about = read_about(folder, (*GRAPHS, ENCODERS_INT8))
        tensors = read_tensors(weights)
        self._numbers, self._familiarity = numbers, familiarity_of(tensors)
        self._size = int(about["size"][0]), int(about["size"][1])
        self._classes, self._colours = tuple(about["classes"]), tuple(about["colours"])
        encoders, weights_taken = ((ENCODERS_INT8, parts(about["int8"], tensors)) if int8 else
                                   (ENCODERS, taken(about, ENCODERS, tensors)))
        self._encoders = open_graph(folder / encoders, weights_taken, threads)
        self._closer, self._regions, self._text = (
            open_graph(folder / name, taken(about, name, tensors), threads) for name in (CLOSER, REGIONS, TEXT))
        self.tolerance = INT8_TOLERANCE if int8 else TOLERANCE
        given = tuple(self._encoders.get_inputs()[0].shape)
        if given != (1, *self._size, 3):
            raise ModelError(f"{folder / encoders} takes {given}, expected {(1, *self._size, 3)}; export the model again",
                             "size")
        self.off = check_parity(told_by(self), about["reference"], f"{folder / encoders} in ONNX Runtime", self.tolerance)

    @property
    def size(self) -> tuple[int, int]:
        return self._size

    @property
    def class_words(self) -> tuple[str, ...]:
        return (*self._classes, "wall")

    @property
    def colour_words(self) -> tuple[str, ...]:
        return self._colours

    def encode(self, rgb: NDArray[np.uint8], known: Known = NOTHING_KNOWN) -> Encoded:
        if rgb.shape != (*self.size, 3) or rgb.dtype != np.uint8:
            raise ModelError(f"the image is {rgb.shape} {rgb.dtype}, expected {(*self.size, 3)} uint8; resize it before",
                             "size")
        told = self._encoders.run(list(FIELDS), {"rgb": np.ascontiguousarray(rgb)[None], "setting": known.setting()[None]})
        return encoded_of(dict(zip(FIELDS, told, strict=True)))

    def strangeness(self, encoded: Encoded) -> float:
        return self._familiarity.strangeness(encoded)

    def look_closer(self, pictures: NDArray[np.uint8]) -> Floats:
        return np.asarray(self._closer.run(["embedding"], {"pictures": np.ascontiguousarray(pictures)})[0], np.float32)

    def read_regions(self, regions: Floats, camera: RegionCamera) -> ReadRegions:
        given = dict(zip(CAMERA, camera.repeated(len(regions)), strict=True))
        return ReadRegions(*self._regions.run(list(TOLD), {"regions": regions, **given}))

    def embed(self, texts: tuple[str, ...]) -> Floats:
        return np.asarray(self._text.run(["embedding"], {"words": self._numbers(texts)})[0], np.float32)


def read_about(folder: Path, graphs: Sequence[str]) -> dict[str, Any]:
    """What stands beside these graphs. Raises ModelError when files are missing or of another version."""
    missing = [name for name in (*graphs, ABOUT) if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder} has no {', '.join(missing)}; make it with 'spatialgeo export'", "missing")
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{folder / ABOUT} cannot be read ({error}); delete {folder} and export again",
                         "truncated") from error
    if about.get("format") != FORMAT:
        raise ModelError(f"{folder} is of format {about.get('format')!r}, expected {FORMAT!r}; delete it and export again",
                         "version")
    return about


def taken(about: Mapping[str, Any], name: str, tensors: Mapping[str, Array]) -> dict[str, Array]:
    """What the graph of this name takes from a model's tensors."""
    return {weight: tensors[weight.removeprefix(PREFIX)] for weight in about["from_weights"][name]}


def open_graph(path: Path, weights: Mapping[str, Array], threads: int) -> Any:
    """A session. weights: what the graph takes, by its own names."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError(f"runtime onnx needs onnxruntime ({error}): pip install onnxruntime, in the environment that runs "
                         "this, or set runtime to torch", "package") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    try:
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(weight)) for weight in weights.values()]
        options.add_external_initializers(list(weights), values)
        return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own classes, all below Exception
        reason = str(error).splitlines()[0]
        raise ModelError(f"{path} cannot be opened ({reason}); delete {path.parent} and export again", "truncated") from error
