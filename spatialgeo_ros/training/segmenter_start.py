"""A segmentation network that does not begin with nothing: with the weights of one that was exported."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.training.segmenter_network import SegmenterNetwork


def begin_with(network: SegmenterNetwork, path: Path, features: Tensor) -> None:
    """Give `network` the weights of an ONNX file that `spatialgeo train segmenter` wrote, in which each normalisation is part
    of the convolution before it. features: (B, 27, h, w) of typical views: what each normalisation sees of them is what it
    takes away and gives back, so that the network says what the file's says, and can go on learning. A network with more
    channels than the file's says the same where the file's does: what is new adds nothing to that yet.

    Raises ModelError when the file cannot be read or its network has other sizes.
    """
    folded = _folded(path)
    convolutions = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    sizes, expected = [tuple(weight.shape) for weight, _ in folded], [tuple(module.weight.shape) for module in convolutions]
    if len(sizes) != len(expected) or not all(_fits(*pair) for pair in zip(sizes, expected, strict=True)):
        unlike = next((pair for pair in zip(sizes, expected, strict=False) if not _fits(*pair)), (len(sizes), len(expected)))
        raise ModelError(f"the network of {path} has other sizes: {unlike[0]}, expected {unlike[1]}; start from one that "
                         "'spatialgeo train segmenter' of this version has written", "size")
    shifts: dict[nn.Module, Tensor] = {}
    after = iter(zip(convolutions, folded, strict=True))
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                convolution, (weight, bias) = next(after)
                outputs, inputs = weight.shape[:2]
                convolution.weight[:outputs, inputs:] = 0
                convolution.weight[:outputs, :inputs] = weight
                bias = functional.pad(bias, (0, convolution.out_channels - outputs))
                if convolution.bias is not None:
                    convolution.bias.copy_(bias)
            elif isinstance(module, nn.BatchNorm2d):
                shifts[module] = bias
        watching = [module.register_forward_pre_hook(lambda norm, inputs: _as_it_was(norm, inputs[0], shifts[norm]))
                    for module in shifts]
        network.eval()(features)
    for handle in watching:
        handle.remove()
    network.train()


def _fits(size: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    """Whether a weight has its place in an expected one."""
    return size[2:] == expected[2:] and all(had <= has for had, has in zip(size, expected, strict=True))


def _folded(path: Path) -> list[tuple[Tensor, Tensor]]:
    """Weight and bias of each convolution, in order."""
    try:
        graph = onnx.load(str(path)).graph
        tensors = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
        return [(tensors[node.input[1]], tensors[node.input[2]]) for node in graph.node if node.op_type == "Conv"]
    except Exception as error:  # whatever onnx and protobuf raise
        raise ModelError(f"{path} is no network to start from ({error!r}); give an .onnx file that 'spatialgeo train "
                         "segmenter' has written", "truncated") from error


def _as_it_was(norm: nn.Module, seen: Tensor, shift: Tensor) -> None:
    """Let this normalisation change nothing of what it sees but for the shift."""
    assert isinstance(norm, nn.BatchNorm2d)
    mean, variance = seen.mean((0, 2, 3)), seen.var((0, 2, 3), unbiased=False)
    for tensor, value in ((norm.running_mean, mean), (norm.running_var, variance), (norm.bias, mean + shift),
                          (norm.weight, (variance + norm.eps).sqrt())):
        assert tensor is not None
        tensor.copy_(value)
