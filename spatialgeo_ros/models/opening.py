"""From the name of a model and of a runtime to what looks at images: exactly the runtime that was asked for, or an error."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ConfigError, ModelError
from spatialgeo_ros.models.installed import (
    EXPORT_NEEDS,
    INT8,
    MUTE,
    NEEDED,
    ModelFile,
    missing_packages,
    model_path,
    read_model_file,
    require_packages,
)
from spatialgeo_ros.models.speaking import SpokenModel
from spatialgeo_ros.runtimes.onnx_vision import ABOUT, OnnxVision
from spatialgeo_ros.runtimes.onnx_voice import OnnxVoice
from spatialgeo_ros.runtimes.vision import Vision
from spatialgeo_ros.runtimes.voice import Voice
from spatialgeo_ros.runtimes.weights_file import digest_of

if TYPE_CHECKING:
    from spatialgeo_ros.vlm import SpatialGeo

RUNTIMES = tuple(NEEDED)


def open_vision(name_or_path: str, runtime: str, threads: int = 0, cache: Path | None = None) -> Vision:
    """threads: 0 = as many as there are cores. cache: where exported files are kept, `cache_folder()` if not given.

    Runtime onnx takes what was exported from exactly these weights, beside them or in the cache; where there is nothing, it is
    exported first, which needs torch once. Raises ModelError, see its causes; it never takes the other runtime instead.
    """
    file = read_model_file(model_path(name_or_path))
    require_runtime(file, runtime)
    if runtime == "torch":
        return _torch_vision(file, threads)[0]
    return onnx_vision(file, exported_folder(file, cache or cache_folder()), threads, runtime == INT8)


def open_speaker(name_or_path: str, runtime: str, threads: int = 0, cache: Path | None = None) -> SpokenModel:
    """As `open_vision`, for a model that speaks."""
    file = read_model_file(model_path(name_or_path))
    require_speaker(file)
    require_runtime(file, runtime)
    if runtime == "torch":
        return SpokenModel(*_torch_voice(file, threads), file.words, file.lengths, file.finds_names)
    folder = exported_folder(file, cache or cache_folder())
    vision = onnx_vision(file, folder, threads, runtime == INT8)
    return SpokenModel(vision, onnx_voice(file, folder, vision, threads), file.words, file.lengths, file.finds_names)


def require_speaker(file: ModelFile) -> None:
    if not file.speaks:
        raise ModelError(f"model {file.name} has no speaker: it tells what it sees, and answers are measured in that", MUTE)


def require_runtime(file: ModelFile, runtime: str) -> None:
    """Raises ConfigError where there is no such runtime, ModelError where it is not installed."""
    if runtime not in RUNTIMES:
        raise ConfigError(f"runtime is {runtime!r}; choose one of {', '.join(RUNTIMES)}")
    can = [name for name in RUNTIMES if not missing_packages(NEEDED[name])]
    require_packages(f"model {file.name} on runtime {runtime}", NEEDED[runtime],
                     f". Runtime {' or '.join(can)} can run here" if can else "")


def exported_folder(file: ModelFile, cache: Path) -> Path:
    """Where the ONNX files of exactly these weights are; made now where they are not."""
    name = export_name(file.path)
    found = [folder for folder in (file.path.parent / name, cache / name) if (folder / ABOUT).is_file()]
    if found:
        return found[0]
    require_packages(f"model {file.name} was not exported to ONNX yet; that, once,", EXPORT_NEEDS)
    from spatialgeo_ros.models.onnx_export import export

    return export(file, cache)


def export_name(weights: Path) -> str:
    """Of the folder with what was exported from these weights."""
    return f"{weights.stem}-onnx-{digest_of(weights)[:12]}"


def cache_folder() -> Path:
    """The user's, as the XDG base directories have it."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "spatialgeo_ros"


def text_numbers(file: ModelFile, texts: tuple[str, ...]) -> NDArray[np.int64]:
    """(T, most) for the text tower."""
    return np.asarray([file.words.padded(text, file.most) for text in texts], np.int64)


def onnx_vision(file: ModelFile, folder: Path, threads: int = 0, int8: bool = False) -> OnnxVision:
    """folder: with what was exported from these weights."""
    return OnnxVision(folder, file.path, lambda texts: text_numbers(file, texts), threads, int8)


def onnx_voice(file: ModelFile, folder: Path, vision: OnnxVision, threads: int = 0) -> OnnxVoice:
    return OnnxVoice(folder, file.path, vision, threads)


def _torch_voice(file: ModelFile, threads: int) -> tuple[Vision, Voice]:
    from spatialgeo_ros.models.torch_voice import TorchVoice

    vision, model = _torch_vision(file, threads)
    return vision, TorchVoice(model)


def _torch_vision(file: ModelFile, threads: int) -> tuple[Vision, SpatialGeo]:
    import torch

    from spatialgeo_ros.models.torch_vision import TorchVision
    from spatialgeo_ros.vlm import load_model

    if threads:
        torch.set_num_threads(threads)
    model = load_model(file.path)
    return TorchVision(model), model
