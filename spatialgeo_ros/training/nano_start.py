"""Encoders that do not begin with nothing: with those of another model, for other rooms, things or words."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import Tensor

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.vlm import SpatialGeo

_PARTS = ("geometric", "semantic", "closer")
_WORDS = "semantic.text.words.weight"  # one row for each word


def begin_with(model: SpatialGeo, path: Path) -> tuple[str, ...]:
    """Give the encoders the weights of the model in this file, as far as it has them; the names of those that it lacks. What
    it knows of a word stays with the word. Raises ModelError when it cannot be read or its encoders have other sizes."""
    try:
        with safe_open(str(path), "pt") as file:
            tensors = {name: file.get_tensor(name).float() for name in file.keys() if name.startswith(_PARTS)}
            words = json.loads((file.metadata() or {})["vocabulary"])["words"]
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise ModelError(f"{path} is no model to start from ({error!r}); give a .safetensors file that 'spatialgeo train "
                         "nano' has written", "truncated") from error
    row = {word: number for number, word in enumerate(words)}
    state = model.state_dict()
    wanted = [name for name in state if name.startswith(_PARTS)]
    unlike = [name for name in wanted if name in tensors and name != _WORDS and tensors[name].shape != state[name].shape]
    if unlike:
        raise ModelError(f"the encoders of {path} have other sizes: {unlike[0]} is {tuple(tensors[unlike[0]].shape)}, "
                         f"expected {tuple(state[unlike[0]].shape)}; start from a model of the same sizes", "size")
    for name in wanted:
        if name == _WORDS and name in tensors:
            _take_words(state[name], tensors[name], [row.get(word, -1) for word in model.vocabulary.words.known])
        elif name in tensors:
            state[name].copy_(tensors[name])
    return tuple(name for name in wanted if name not in tensors)


def _take_words(own: Tensor, other: Tensor, rows: list[int]) -> None:
    for number, row in enumerate(rows):
        if row >= 0:
            own[number] = other[row]
