"""The language model run by torch: the reference that other runtimes are compared with."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from spatialgeo_ros.encoders.geometric import Camera
from spatialgeo_ros.fusion.adapter import pooled
from spatialgeo_ros.fusion.regions import unflat
from spatialgeo_ros.language.steps import stepped
from spatialgeo_ros.runtimes.vision import Encoded, Floats, RegionCamera
from spatialgeo_ros.runtimes.voice import Stepped
from spatialgeo_ros.vlm import SpatialGeo


def look_tensors(model: SpatialGeo, geometric: Tensor, semantic: Tensor, regions: Tensor, log_focal: Tensor, centre: Tensor,
                 up: Tensor) -> Tensor:
    """(P, D) as `Voice.look`. geometric, semantic: (LEVELS, N, D); regions: (R, F); the others of each region's image."""
    grid, pool = model.settings.encoder.grid, model.settings.fusion.pool
    visual = model.adapter(pooled([level[None] for level in geometric], grid, pool),
                           pooled([semantic[-1:]], grid, pool)[:, :, 0])[0]
    every = torch.ones_like(log_focal, dtype=torch.bool)
    things = model.pointers(unflat(regions, model.settings.encoder), Camera(log_focal, centre, up), every)[0]
    return torch.cat([visual, things])


class TorchVoice:
    """A `Voice`. model: in evaluation mode, on the CPU."""

    def __init__(self, model: SpatialGeo) -> None:
        self._model = model
        self._embedding = np.asarray(model.speaker.llama.get_input_embeddings().weight.detach().numpy(), np.float32)

    @property
    def embedding(self) -> Floats:
        return self._embedding

    @property
    def shape(self) -> tuple[int, int, int]:
        sizes = self._model.settings.speaker
        return sizes.layers, sizes.heads, sizes.dim // sizes.heads

    def look(self, encoded: Encoded, regions: Floats, camera: RegionCamera) -> Floats:
        given = (encoded.geometric_levels, encoded.semantic_levels, regions, *camera.repeated(len(regions)))
        with torch.inference_mode():
            return np.asarray(look_tensors(self._model, *map(torch.from_numpy, given)).numpy(), np.float32)

    def step(self, words: Floats, places: NDArray[np.int64], seen: NDArray[np.bool_], keys: Floats, values: Floats) -> Stepped:
        with torch.inference_mode():
            told = stepped(self._model.speaker, *map(torch.from_numpy, (words, places, seen, keys, values)))
        return Stepped(*(x.numpy() for x in told))
