"""The encoders run by torch: the reference that other runtimes are compared with."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.runtimes.vision import Encoded, Floats
from spatialgeo_ros.vlm import SpatialGeo


class TorchVision:
    """A `Vision`. model: in evaluation mode, on the device that it is to run on."""

    def __init__(self, model: SpatialGeo) -> None:
        self._model = model
        self._device = next(model.parameters()).device

    @property
    def size(self) -> tuple[int, int]:
        encoder = self._model.settings.encoder
        return encoder.height, encoder.width

    @property
    def class_words(self) -> tuple[str, ...]:
        return (*self._model.vocabulary.classes, "wall")

    @property
    def colour_words(self) -> tuple[str, ...]:
        return self._model.vocabulary.colours

    def encode(self, rgb: NDArray[np.uint8]) -> Encoded:
        if rgb.shape != (*self.size, 3) or rgb.dtype != np.uint8:
            raise ModelError(f"the image is {rgb.shape} {rgb.dtype}, expected {(*self.size, 3)} uint8; resize it before")
        with torch.inference_mode():
            geometry, semantics = self._model.encode(torch.from_numpy(np.ascontiguousarray(rgb))[None].to(self._device))

        def first(x: torch.Tensor) -> Floats:
            return np.asarray(x[0].float().cpu().numpy(), np.float32)

        return Encoded(first(geometry.log_depth), first(geometry.log_scatter), first(geometry.normals),
                       float(geometry.camera.log_focal[0]), first(geometry.camera.up), float(geometry.log_camera_m[0]),
                       first(semantics.embedding), first(semantics.affinities), first(geometry.fine), first(semantics.fine),
                       np.stack([first(level) for level in geometry.levels]),
                       np.stack([first(level) for level in semantics.levels]))

    def embed(self, texts: tuple[str, ...]) -> Floats:
        with torch.inference_mode():
            told = self._model.semantic.text(self._model.text_numbers(texts).to(self._device))
        return np.asarray(told.float().cpu().numpy(), np.float32)
