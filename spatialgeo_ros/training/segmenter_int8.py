"""The segmentation network with 8-bit weights and activations, for processors that multiply bytes faster."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
from onnx import version_converter
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from spatialgeo_ros.types import FloatArray

_OPERATORS = 17  # that have a scale for each output channel


def quantize(path: Path, into: Path, features: FloatArray) -> None:
    """Write the ONNX file `path` of a float network as `into`. features: (N, 27, h, w) of typical views, whose activations say
    what the bytes must span.

    The first and last convolution stay float: what is shown and what is told need more digits than what is between them.
    Weights have 7 bits, or sums of two products would overflow their 16 bits on x86 processors without VNNI.
    """
    with tempfile.TemporaryDirectory() as folder:
        newer, ready = Path(folder) / "newer.onnx", Path(folder) / "ready.onnx"
        onnx.save(version_converter.convert_version(onnx.load(str(path)), _OPERATORS), str(newer))
        quant_pre_process(str(newer), str(ready), skip_symbolic_shape=True)
        graph = onnx.load(str(ready)).graph
        convolutions = [node.name for node in graph.node if node.op_type == "Conv"]
        quantize_static(str(ready), str(into), _Views(graph.input[0].name, features), quant_format=QuantFormat.QDQ,
                        per_channel=True, reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                        calibrate_method=CalibrationMethod.MinMax, nodes_to_exclude=[convolutions[0], convolutions[-1]],
                        extra_options={"CalibMovingAverage": True})


class _Views(CalibrationDataReader):
    def __init__(self, name: str, features: FloatArray) -> None:
        self._each = iter({name: view[None]} for view in features)

    def get_next(self) -> dict[str, FloatArray] | None:
        return next(self._each, None)
