"""Both encoders and the text tower as ONNX files, with what torch told of the fixed image, so that others can be checked."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models.installed import ModelFile
from spatialgeo_ros.models.opening import export_name
from spatialgeo_ros.models.torch_vision import TorchVision, encoded_tensors
from spatialgeo_ros.runtimes.onnx_vision import ABOUT, ENCODERS, FORMAT, TEXT
from spatialgeo_ros.runtimes.parity import told_by
from spatialgeo_ros.runtimes.vision import FIELDS, SETTING
from spatialgeo_ros.runtimes.weights_file import digest_of
from spatialgeo_ros.vlm import SpatialGeo, load_model

_OPSET = 17


class _Encoders(nn.Module):
    def __init__(self, model: SpatialGeo) -> None:
        super().__init__()
        self.model = model

    def forward(self, rgb: Tensor, setting: Tensor) -> tuple[Tensor, ...]:
        told = encoded_tensors(self.model, rgb, setting)
        return tuple(told[name] for name in FIELDS)


def export(file: ModelFile, parent: Path) -> Path:
    """Writes a folder below `parent`, whole or not at all, and gives its path. float32, one image of the model's size."""
    model = load_model(file.path)
    folder = parent / export_name(file.path)
    about = {"format": FORMAT, "weights": file.path.name, "sha256": digest_of(file.path), "torch": torch.__version__,
             "size": list(file.size), "classes": file.classes, "colours": file.colours,
             "reference": told_by(TorchVision(model))}
    try:
        parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=parent))
    except OSError as error:
        raise ModelError(f"cannot write to {parent} ({error}); give another folder with --out, or set XDG_CACHE_HOME",
                         "missing") from error
    try:
        example = (torch.zeros(1, *file.size, 3, dtype=torch.uint8), torch.zeros(1, SETTING))
        _write(_Encoders(model), example, unfinished / ENCODERS, ["rgb", "setting"], list(FIELDS), {})
        _write(model.semantic.text, (torch.ones(2, file.most, dtype=torch.long),), unfinished / TEXT, ["words"], ["embedding"],
               {"words": {0: "texts"}, "embedding": {0: "texts"}})
        (unfinished / ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _write(network: nn.Module, example: tuple[Tensor, ...], path: Path, given: list[str], told: list[str],
           dynamic: dict[str, dict[int, str]]) -> None:
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # of the tracer, about checks of shapes that are fixed here
        options: dict[str, Any] = {"dynamo": False}  # the other exporter needs one package more
        torch.onnx.export(network.eval(), example, str(path), input_names=given, output_names=told, opset_version=_OPSET,
                          dynamic_axes=dynamic, **options)
