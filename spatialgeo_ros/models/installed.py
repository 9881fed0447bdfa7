"""Which models there are, by name or path, and what their files and cards say. No torch."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatialgeo_ros.config import nearest
from spatialgeo_ros.encoders.settings import EncoderSettings
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.language.words import Words
from spatialgeo_ros.runtimes.weights_file import WeightsFile, finds_names, read_weights_file, speaks

FOLDER = Path(__file__).resolve().parent.parent / "weights"
INT8 = "onnx_int8"
NEEDED = {"onnx": ("onnxruntime",), INT8: ("onnxruntime",),  # packages, by runtime
          "torch": ("torch", "transformers", "safetensors")}
MUTE = "mute"  # cause of an error: the model has no speaker
EXPORT_NEEDS = (*NEEDED["torch"], "onnx")


@dataclass(frozen=True, eq=False)
class ModelFile:
    """name: "nano", or the file's name without its ending. card: how it was trained and what it scores; {} where there is
    none. words: that it knows, of which the text tower reads `most`; lengths: those that are lengths in metres."""

    name: str
    weights: WeightsFile
    card: Mapping[str, Any]
    size: tuple[int, int]
    words: Words
    lengths: tuple[str, ...]
    most: int
    classes: tuple[str, ...]
    colours: tuple[str, ...]

    @property
    def speaks(self) -> bool:
        """Whether it can be asked in words; else it only sees."""
        return speaks(self.weights.about)

    @property
    def finds_names(self) -> bool:
        """Whether its speaker finds what is named in words; else it is to be pointed at things."""
        return finds_names(self.weights.about)

    @property
    def path(self) -> Path:
        return self.weights.path


def model_path(name_or_path: str) -> Path:
    """The file of an installed model ("nano"), or the path itself. Raises ModelError when there is neither."""
    given = Path(name_or_path).expanduser()
    if given.is_file():
        return given
    if given.suffix == ".safetensors":
        if (FOLDER / given.name).is_file():
            raise ModelError(f"{given} is not there; a model called {given.stem} is installed: --model {given.stem}",
                             "missing")
        return given
    path = FOLDER / f"{name_or_path}.safetensors"
    if path.is_file():
        return path
    installed = [item.stem for item in model_paths()]
    raise ModelError(f"no model {name_or_path!r} is installed{nearest(name_or_path, installed)}; installed: "
                     f"{', '.join(installed) or 'none'}. Give the path of a .safetensors file, or train one with "
                     "'spatialgeo train nano'", "missing")


def model_paths() -> list[Path]:
    return sorted(FOLDER.glob("*.safetensors"))


def read_model_file(path: Path) -> ModelFile:
    """Raises ModelError when it is missing, cut off, or of another version."""
    weights = read_weights_file(path)
    try:
        settings, vocabulary = json.loads(weights.about["settings"]), json.loads(weights.about["vocabulary"])
        encoder = EncoderSettings(**{**settings["encoder"], "stem": tuple(settings["encoder"]["stem"])})
        words, lengths, classes, colours = (tuple(vocabulary[name]) for name in ("words", "lengths", "classes", "colours"))
        return ModelFile(path.stem, weights, _card(path), (encoder.height, encoder.width), Words(words), lengths,
                         int(settings["text"]["most"]), classes, colours)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path} does not tell its sizes and words ({error!r}); train it with this version",
                         "version") from error


def missing_packages(needed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in needed if importlib.util.find_spec(name) is None)


def require_packages(what: str, needed: tuple[str, ...], instead: str = "") -> None:
    """Raises ModelError that tells which are not installed, and what else could be done."""
    missing = missing_packages(needed)
    if missing:
        names = " ".join(missing)
        raise ModelError(f"{what} needs {', '.join(missing)}, not installed for the Python that runs this: pip install "
                         f"{names} (in a checkout: ./run python -m pip install {names}){instead}", "package")


def _card(path: Path) -> Mapping[str, Any]:
    card = path.with_suffix(".json")
    if not card.is_file():
        return {}
    try:
        content = json.loads(card.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{card} cannot be read ({error}); copy it again from where {path.name} was trained",
                         "truncated") from error
    return content if isinstance(content, dict) else {}
