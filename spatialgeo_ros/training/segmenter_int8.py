"""The segmentation network with 8-bit weights and activations, for processors that multiply bytes faster."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
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

from spatialgeo_ros.scene.network import MADE_OF, digest_of
from spatialgeo_ros.scene.view_features import BYTE_CHANNELS, CHANNELS, PER_UNIT, ZERO, in_bytes
from spatialgeo_ros.types import FloatArray

_OPERATORS = 17  # that have a scale for each output channel


def quantize(path: Path, into: Path, features: FloatArray) -> None:
    """Write the ONNX file `path` of a float network as `into`, which takes bytes as `view_features.in_bytes` makes them.
    features: (N, 27, h, w) floats of typical views, whose activations say what the bytes in between must span.

    The last convolution stays float: what is told needs more digits. Weights have 7 bits, or sums of two products would
    overflow their 16 bits on x86 processors without VNNI.
    """
    with tempfile.TemporaryDirectory() as folder:
        newer, ready = Path(folder) / "newer.onnx", Path(folder) / "ready.onnx"
        onnx.save(version_converter.convert_version(onnx.load(str(path)), _OPERATORS), str(newer))
        quant_pre_process(str(newer), str(ready), skip_symbolic_shape=True)
        model = onnx.load(str(ready))
        _take_steps(model.graph)
        onnx.save(model, str(ready))
        steps = np.stack([in_bytes(view)[:CHANNELS].astype(np.float32) - ZERO for view in features])
        last = [node.name for node in model.graph.node if node.op_type == "Conv"][-1]
        quantize_static(str(ready), str(into), _Views(model.graph.input[0].name, steps), quant_format=QuantFormat.QDQ,
                        per_channel=True, reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                        calibrate_method=CalibrationMethod.MinMax, nodes_to_exclude=[last],
                        extra_options={"CalibMovingAverage": True})
    model = onnx.load(str(into))
    _take_bytes(model.graph)
    onnx.helper.set_model_props(model, {MADE_OF: digest_of(path)})
    onnx.checker.check_model(model)
    onnx.save(model, str(into))


def _stored(graph: onnx.GraphProto, name: str) -> onnx.TensorProto:
    tensor: onnx.TensorProto = next(each for each in graph.initializer if each.name == name)
    return tensor


def _take_steps(graph: onnx.GraphProto) -> None:
    """The first convolution takes steps of PER_UNIT: its weights are as much smaller."""
    weights = _stored(graph, next(node for node in graph.node if node.op_type == "Conv").input[1])
    weights.CopyFrom(onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(weights) / PER_UNIT, weights.name))


def _take_bytes(graph: onnx.GraphProto) -> None:
    """Of a network that begins with making bytes of its input: without that, and with an empty channel. A byte is one step
    from ZERO."""
    features = graph.input[0]
    first = next(node for node in graph.node if node.op_type == "QuantizeLinear" and node.input[0] == features.name)
    back = next(node for node in graph.node if node.op_type == "DequantizeLinear" and node.input[0] == first.output[0])
    for name, value in ((back.input[1], np.array(1, np.float32)), (back.input[2], np.array(ZERO, np.uint8))):
        _stored(graph, name).CopyFrom(onnx.numpy_helper.from_array(value, name))
    of_first = next(node for node in graph.node if node.op_type == "Conv").input[1]
    weights = _stored(graph, next(node for node in graph.node if node.output[0] == of_first).input[0])
    padded = np.pad(onnx.numpy_helper.to_array(weights), ((0, 0), (0, BYTE_CHANNELS - CHANNELS), (0, 0), (0, 0)))
    weights.CopyFrom(onnx.numpy_helper.from_array(padded, weights.name))
    features.type.tensor_type.shape.dim[1].dim_value = BYTE_CHANNELS
    del graph.value_info[:]
    back.input[0] = features.name
    graph.node.remove(first)
    features.type.tensor_type.elem_type = onnx.TensorProto.UINT8


class _Views(CalibrationDataReader):
    def __init__(self, name: str, features: FloatArray) -> None:
        self._each = iter({name: view[None]} for view in features)

    def get_next(self) -> dict[str, FloatArray] | None:
        return next(self._each, None)
