"""What the file of a SpatialGeo says of itself, read without torch: whether it is whole, of which version, how large."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.types import Array

FORMAT = "spatialgeo 3"  # in the metadata; another one when the network changes
_TYPES = {name: np.dtype(code) for name, code in (("F16", "<f2"), ("F32", "<f4"), ("F64", "<f8"), ("I64", "<i8"),
                                                  ("I32", "<i4"), ("U8", "u1"), ("BOOL", "?"))}
_LONGEST_HEADER = 100_000_000  # bytes, as safetensors has it


@dataclass(frozen=True, eq=False)
class WeightsFile:
    """about: the file's metadata. weights: how many numbers it holds."""

    path: Path
    about: Mapping[str, str]
    weights: int


def read_weights_file(path: Path) -> WeightsFile:
    """Raises ModelError when it is missing, cut off, or of another format."""
    if not path.is_file():
        raise ModelError(f"{path} is not there; train it with 'spatialgeo train nano', or give another file", "missing")
    try:
        header = _header(path)
    except (ValueError, OSError) as error:
        raise ModelError(f"{path} is no whole safetensors file ({error}); copy or train it again", "truncated") from error
    about = header.pop("__metadata__", {})
    if about.get("format") != FORMAT:
        raise ModelError(f"{path} is of format {about.get('format')!r}, expected {FORMAT!r}; train it with this "
                         "version", "version")
    return WeightsFile(path, about, sum(math.prod(tensor["shape"]) for tensor in header.values()))


def speaks(about: Mapping[str, str]) -> bool:
    """Whether the file has a language model. about: its metadata."""
    return about.get("speaks", "yes") == "yes"


def finds_names(about: Mapping[str, str]) -> bool:
    """Whether the language model finds what is named in words. about: the file's metadata."""
    return about.get("finds_names", "yes") == "yes"


def digest_of(path: Path) -> str:
    """Of the whole file; what was made from it is known by this."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_tensors(path: Path) -> dict[str, Array]:
    """All of them, by name; floats as float32. Raises ModelError when the file is cut off."""
    try:
        header = _header(path)
        content = path.read_bytes()
    except (ValueError, OSError) as error:
        raise ModelError(f"{path} is no whole safetensors file ({error}); copy or train it again", "truncated") from error
    start = 8 + int.from_bytes(content[:8], "little")
    tensors: dict[str, Array] = {}
    for name, item in header.items():
        if name != "__metadata__":
            begin, end = item["data_offsets"]
            type_ = _TYPES[item["dtype"]]
            whole = np.frombuffer(content, type_, (end - begin) // type_.itemsize, start + begin).reshape(item["shape"])
            tensors[name] = whole.astype(np.float32) if whole.dtype.kind == "f" else whole
    return tensors


def _header(path: Path) -> dict[str, dict]:  # type: ignore[type-arg]  # JSON
    """Raises ValueError when the file is cut off."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > min(size - 8, _LONGEST_HEADER):
            raise ValueError(f"{size} bytes are too few for its header")
        header = json.loads(file.read(length).decode("utf-8"))
    if not isinstance(header, dict):
        raise ValueError("its header is no table")
    end = 8 + length + max((item["data_offsets"][1] for name, item in header.items() if name != "__metadata__"), default=0)
    if size != end:
        raise ValueError(f"{size} bytes, its header tells of {end}")
    return header
