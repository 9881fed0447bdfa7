"""The encoders' graph with matrix products in 8 bits, again without its weights: those are made of the model's file when it
is opened. Activations get their scale image by image (dynamic quantization), so that nothing has to be calibrated."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.runtimes.int8 import AS_IT_IS, QUANTIZED, TURNED, parts
from spatialgeo_ros.runtimes.onnx_vision import PREFIX
from spatialgeo_ros.types import Array


def write_int8(source: Path, tensors: Mapping[str, Array], path: Path) -> dict[str, list[str]]:
    """Writes the graph; of each weight that it takes its tensor, see `runtimes.int8.parts`. source: the float32
    graph without weights. tensors: of the model."""
    with tempfile.TemporaryDirectory() as name:
        whole, folded, small = (Path(name) / f"{step}.onnx" for step in ("whole", "folded", "small"))
        onnx.save(_with_weights(onnx.load_model_from_string(source.read_bytes()), tensors), str(whole))
        quant_pre_process(str(whole), str(folded), skip_symbolic_shape=True)  # turns weights where the graph would
        before = onnx.load(str(folded)).graph
        quantize_dynamic(str(folded), str(small), op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8,
                         per_channel=True, reduce_range=True)
        floats = {item.name: numpy_helper.to_array(item) for item in before.initializer}
        floats |= {name: floats[name].T for name in _turned_later(before)}
        graph = onnx.load(str(small))
    taken: dict[str, list[str]] = {}
    for item in graph.graph.initializer:
        base = item.name.removesuffix(QUANTIZED)
        if item.name != base and item.data_type == TensorProto.INT8:
            taken[base] = _found(base, floats[base], tensors)
        elif item.name.removeprefix(PREFIX) in tensors:
            taken[item.name] = [item.name.removeprefix(PREFIX), AS_IT_IS]
    made = parts(taken, tensors)
    for item in graph.graph.initializer:
        if item.name in made:
            if tuple(item.dims) != made[item.name].shape:
                raise ModelError(f"{item.name} of the 8-bit graph is {tuple(item.dims)}, expected {made[item.name].shape}; "
                                 "this version of onnxruntime lays weights out in another way", "version")
            leave_out(item, made[item.name].nbytes)
    path.write_bytes(graph.SerializeToString())
    return taken


def _turned_later(graph: onnx.GraphProto) -> list[str]:
    """Weights of products with a turned matrix, which are made plain products before they are quantized."""
    return [node.input[1] for node in graph.node if node.op_type == "Gemm"
            and any(attribute.name == "transB" and attribute.i for attribute in node.attribute)]


def _with_weights(graph: onnx.ModelProto, tensors: Mapping[str, Array]) -> onnx.ModelProto:
    for item in graph.graph.initializer:
        if item.data_location == TensorProto.EXTERNAL:
            weight = np.asarray(tensors[item.name.removeprefix(PREFIX)], np.float32).reshape(tuple(item.dims))
            item.CopyFrom(numpy_helper.from_array(weight, item.name))
    return graph


def _found(name: str, weight: Array, tensors: Mapping[str, Array]) -> list[str]:
    """The tensor that a weight is."""
    for tensor, values in tensors.items():
        for turned in _ways(values):
            if turned.shape == weight.shape and np.array_equal(turned, weight):
                return [tensor] if turned is values else [tensor, TURNED]
    raise ModelError(f"{name} of the 8-bit graph is no tensor of the model's file; export with another version of onnxruntime",
                     "version")


def _ways(values: Array) -> Iterator[Array]:
    if values.ndim == 2:
        yield values
        yield values.T


def leave_out(item: TensorProto, length: int) -> None:
    """Leaves the values to whoever opens the graph."""
    for values in (item.float_data, item.int32_data):
        del values[:]
    item.raw_data = b""
    item.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "weights"), ("offset", "0"), ("length", str(length))):
        item.external_data.append(onnx.StringStringEntryProto(key=key, value=value))

