"""The encoders run by torch: the reference that other runtimes are compared with."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from spatialgeo_ros.encoders.geometric import Camera, Geometry
from spatialgeo_ros.encoders.semantic import Semantics
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.fusion.regions import unflat
from spatialgeo_ros.runtimes.familiarity import BIAS, WEIGHT, familiarity_of
from spatialgeo_ros.runtimes.vision import NOTHING_KNOWN, Encoded, Floats, Known, ReadRegions, RegionCamera, encoded_of
from spatialgeo_ros.vlm import SpatialGeo


def encoded_tensors(model: SpatialGeo, rgb: torch.Tensor, setting: torch.Tensor) -> dict[str, torch.Tensor]:
    """The fields of `Encoded`, each with one image in front. rgb: (1, H, W, 3) uint8. setting: (1, SETTING)."""
    return fields_of(*model.encode(rgb, setting))


def fields_of(geometry: Geometry, semantics: Semantics) -> dict[str, torch.Tensor]:
    """The fields of `Encoded`, each with the images in front."""
    return {"log_depth": geometry.log_depth, "log_scatter": geometry.log_scatter, "normals": geometry.normals,
            "log_focal": geometry.camera.log_focal, "up": geometry.camera.up, "log_camera_m": geometry.log_camera_m,
            "embedding": semantics.embedding, "affinities": semantics.affinities, "fine_geometric": geometry.fine,
            "fine_semantic": semantics.fine, "geometric_levels": torch.stack(geometry.levels, dim=1),
            "semantic_levels": torch.stack(semantics.levels, dim=1)}


def read_tensors(model: SpatialGeo, regions: torch.Tensor, log_focal: torch.Tensor, centre: torch.Tensor,
                 up: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The fields of `ReadRegions`, the means of all readers. regions: (R, F); the others of each region's image."""
    features, camera = unflat(regions, model.settings.encoder), Camera(log_focal, centre, up)
    every = torch.ones_like(log_focal, dtype=torch.bool)
    told = [reader(features, camera, every) for reader in model.readers]
    boxes = [(box.centre, box.log_size, box.log_scatter) for _, box, _, _ in told]
    words = [(classes.log_softmax(1), colours.log_softmax(1)) for _, _, classes, colours in told]
    return tuple(torch.stack(parts).mean(0) for parts in (*zip(*boxes, strict=True), *zip(*words, strict=True)))


class TorchVision:
    """A `Vision`. model: in evaluation mode, on the device that it is to run on."""

    def __init__(self, model: SpatialGeo) -> None:
        model.to(memory_format=torch.channels_last)  # both encoders in 0.84 of the time on a CPU
        self._model = model
        self._device = next(model.parameters()).device
        self._familiarity = familiarity_of({name: model.state_dict()[name].cpu().numpy() for name in (WEIGHT, BIAS)})

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

    def encode(self, rgb: NDArray[np.uint8], known: Known = NOTHING_KNOWN) -> Encoded:
        if rgb.shape != (*self.size, 3) or rgb.dtype != np.uint8:
            raise ModelError(f"the image is {rgb.shape} {rgb.dtype}, expected {(*self.size, 3)} uint8; resize it before",
                             "size")
        with torch.inference_mode():
            given = (torch.from_numpy(part)[None].to(self._device) for part in (np.ascontiguousarray(rgb), known.setting()))
            told = encoded_tensors(self._model, *given)
        return encoded_of({name: np.asarray(x.float().cpu().numpy(), np.float32) for name, x in told.items()})

    def strangeness(self, encoded: Encoded) -> float:
        return self._familiarity.strangeness(encoded)

    def look_closer(self, pictures: NDArray[np.uint8]) -> Floats:
        with torch.inference_mode():
            told = self._model.closer(torch.from_numpy(np.ascontiguousarray(pictures)).to(self._device))
        return np.asarray(told.float().cpu().numpy(), np.float32)

    def read_regions(self, regions: Floats, camera: RegionCamera) -> ReadRegions:
        given = map(torch.from_numpy, (regions, *camera.repeated(len(regions))))
        with torch.inference_mode():
            told = read_tensors(self._model, *(x.float().to(self._device) for x in given))
        return ReadRegions(*(np.asarray(x.float().cpu().numpy(), np.float32) for x in told))

    def embed(self, texts: tuple[str, ...]) -> Floats:
        with torch.inference_mode():
            told = self._model.semantic.text(self._model.text_numbers(texts).to(self._device))
        return np.asarray(told.float().cpu().numpy(), np.float32)
