"""A model as ONNX graphs without their weights, with what torch told of the fixed image, to check others by."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from spatialgeo_ros.encoders.settings import LEVELS
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.fusion.regions import regions_width
from spatialgeo_ros.language.steps import stepped
from spatialgeo_ros.models.installed import ModelFile
from spatialgeo_ros.models.onnx_int8 import leave_out, write_int8
from spatialgeo_ros.models.opening import export_name
from spatialgeo_ros.models.torch_vision import TorchVision, encoded_tensors, read_tensors
from spatialgeo_ros.models.torch_voice import TorchVoice, look_tensors
from spatialgeo_ros.runtimes import onnx_voice
from spatialgeo_ros.runtimes.onnx_vision import (
    ABOUT,
    CAMERA,
    CLOSER,
    ENCODERS,
    ENCODERS_INT8,
    FORMAT,
    PREFIX,
    REGIONS,
    SPEAKER,
    TEXT,
    TOKENS,
    TOLD,
)
from spatialgeo_ros.runtimes.parity import said_by, told_by
from spatialgeo_ros.runtimes.pictures import PICTURE_PX
from spatialgeo_ros.runtimes.vision import FIELDS, SETTING
from spatialgeo_ros.runtimes.weights_file import digest_of
from spatialgeo_ros.runtimes.weights_file import read_tensors as read_tensors_of
from spatialgeo_ros.vlm import SpatialGeo, load_model

_OPSET = 17


class _Part(nn.Module):
    """One of the graphs: the model, so that all call its weights by the same names, and what is asked of it."""

    def __init__(self, model: SpatialGeo, told: Callable[..., Any]) -> None:
        super().__init__()
        self.model, self.told = model, told

    def forward(self, *given: Tensor) -> Any:
        return self.told(self.model, *given)


def _encoded(model: SpatialGeo, rgb: Tensor, setting: Tensor) -> tuple[Tensor, ...]:
    told = encoded_tensors(model, rgb, setting)
    return tuple(told[name] for name in FIELDS)


def export(file: ModelFile, parent: Path) -> Path:
    """Writes a folder below `parent`, whole or not at all, and gives its path. float32, one image of the model's size."""
    model = load_model(file.path)
    vision = TorchVision(model)
    folder = parent / export_name(file.path)
    about: dict[str, Any] = {
        "format": FORMAT, "weights": file.path.name, "sha256": digest_of(file.path), "torch": torch.__version__,
        "size": list(file.size), "classes": file.classes, "colours": file.colours, "reference": told_by(vision)}
    if file.speaks:
        voice = TorchVoice(model)
        about |= {"voice_shape": voice.shape, "said": said_by(vision, voice)}
    try:
        parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=parent))
    except OSError as error:
        raise ModelError(f"cannot write to {parent} ({error}); give another folder with --out, or set XDG_CACHE_HOME",
                         "missing") from error
    try:
        about["from_weights"] = {name: _write(_Part(model, part.told), part, unfinished / name)
                                 for name, part in _parts(model, file).items()}
        about["int8"] = write_int8(unfinished / ENCODERS, read_tensors_of(file.path), unfinished / ENCODERS_INT8)
        (unfinished / ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


@dataclass(frozen=True, eq=False)
class _Graph:
    """told: of the model, what the graph gives. given: an example. sizes: of inputs and outputs the dimensions that vary, by
    what they count."""

    told: Callable[..., Any]
    given: tuple[Tensor, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    sizes: dict[str, dict[int, str]]


def _each(names: tuple[str, ...], what: str) -> dict[str, dict[int, str]]:
    """The first dimension of all of them."""
    return {name: {0: what} for name in names}


def _parts(model: SpatialGeo, file: ModelFile) -> dict[str, _Graph]:
    settings = model.settings
    image = (torch.zeros(1, *file.size, 3, dtype=torch.uint8), torch.zeros(1, SETTING))
    pictures = torch.zeros(2, PICTURE_PX, PICTURE_PX, 4, dtype=torch.uint8)
    regions = (torch.zeros(2, regions_width(settings.encoder, settings.text)), torch.zeros(2), torch.full((2, 2), 0.5),
               torch.tensor([[0.0, -1.0, 0.0]] * 2))
    seeing = {
        ENCODERS: _Graph(_encoded, image, ("rgb", "setting"), FIELDS, {}),
        CLOSER: _Graph(lambda model, given: model.closer(given), (pictures,), ("pictures",), ("embedding",),
                       _each(("pictures", "embedding"), "things")),
        REGIONS: _Graph(read_tensors, regions, ("regions", *CAMERA), TOLD, _each(("regions", *CAMERA, *TOLD), "things")),
        TEXT: _Graph(lambda model, given: model.semantic.text(given), (torch.ones(2, file.most, dtype=torch.long),),
                     ("words",), ("embedding",), _each(("words", "embedding"), "texts"))}
    if not file.speaks:
        return seeing
    rows, columns = settings.encoder.grid
    levels = (torch.zeros(LEVELS, rows * columns, settings.encoder.dim),) * 2
    tokens = {**_each(("regions", *CAMERA), "things"), "tokens": {0: "tokens"}}
    looking = _Graph(look_tensors, (*levels, *regions), (*onnx_voice.LEVELS, "regions", *CAMERA), ("tokens",), tokens)
    return {**seeing, TOKENS: looking, SPEAKER: _speaker(model)}


def _speaker(model: SpatialGeo) -> _Graph:
    layers, heads, each = TorchVoice(model).shape
    known = torch.zeros(3, layers, 2, heads, each)
    places, seen = torch.arange(4).expand(2, -1) + 3, torch.ones(2, 4, 7, dtype=torch.bool)
    given = (torch.zeros(2, 4, heads * each), places, seen, known, known)
    before, own = {0: "earlier", 2: "questions"}, {0: "words", 2: "questions"}
    hidden, keys, values = onnx_voice.STEPPED
    each_word = {0: "questions", 1: "words"}
    return _Graph(lambda model, *given: stepped(model.speaker, *given), given, onnx_voice.GIVEN, onnx_voice.STEPPED,
                  {"words": each_word, "places": each_word, "seen": {**each_word, 2: "all"}, "keys": before, "values": before,
                   hidden: each_word, keys: own, values: own})


def _write(network: _Part, part: _Graph, path: Path) -> list[str]:
    """The graph without what is in the weights' file; the names of that."""
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # of the tracer, about checks of shapes that are fixed here
        options: dict[str, Any] = {"dynamo": False}  # the other exporter needs one package more
        # nothing folded into the weights: they are taken from their own file as they are
        torch.onnx.export(network.eval(), part.given, str(path), input_names=list(part.inputs), opset_version=_OPSET,
                          output_names=list(part.outputs), do_constant_folding=False,
                          training=torch.onnx.TrainingMode.PRESERVE,
                          dynamic_axes=part.sizes, **options)
    graph = onnx.load(str(path))
    known = {f"{PREFIX}{name}" for name in network.model.state_dict()}
    taken = [item for item in graph.graph.initializer if item.name in known]
    for item in taken:
        length = int(np.prod(item.dims)) * 4
        leave_out(item, length)
    path.write_bytes(graph.SerializeToString())
    return [item.name for item in taken]
