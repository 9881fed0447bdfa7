"""One image and questions in words to answers in words: encoders, adapter, tokens of things, language model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from spatialgeo_ros.encoders.geometric import Camera, Geometry
from spatialgeo_ros.encoders.semantic import Semantics, scores
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.fusion.regions import unflat
from spatialgeo_ros.language.decoding import ImageMemory, Said, Talker
from spatialgeo_ros.language.words import UNKNOWN, pieces
from spatialgeo_ros.models.shown import Shown
from spatialgeo_ros.models.torch_vision import fields_of
from spatialgeo_ros.runtimes.pictures import pictures_of
from spatialgeo_ros.runtimes.pooling import pooled_regions
from spatialgeo_ros.runtimes.vision import Known, encoded_of
from spatialgeo_ros.types import Reply
from spatialgeo_ros.vlm import SpatialGeo

_LEAST_PX = 12  # of a segment, as in training
_LEAST_REST = 0.01  # share of the image that a kind of ground or furniture must cover to get a token of its own


class SpokenModel:
    """model: in evaluation mode, on the CPU."""

    def __init__(self, model: SpatialGeo) -> None:
        model.to(memory_format=torch.channels_last)  # its encoders are faster so
        self._model, self._talker = model, Talker(model.speaker)
        with torch.no_grad():
            self._classes = model.semantic.text(model.text_numbers((*model.vocabulary.classes, "wall")))

    @property
    def size(self) -> tuple[int, int]:
        """(H, W) of the images that it is shown."""
        return self._model.settings.encoder.height, self._model.settings.encoder.width

    def look(self, shown: Shown) -> ImageMemory:
        """Once for each image, however many questions follow. Raises ModelError when it has another size."""
        if shown.rgb.shape != (*self.size, 3):
            raise ModelError(f"the image is {shown.rgb.shape}, expected {(*self.size, 3)}; resize it before", "size")
        with torch.no_grad():
            return self._look(shown)

    def _look(self, shown: Shown) -> ImageMemory:
        up = None if shown.up is None else np.asarray(shown.up, np.float32)
        setting = torch.from_numpy(Known(shown.log_focal, shown.centre, up).setting())
        geometry, semantics = self._model.encode(torch.from_numpy(np.ascontiguousarray(shown.rgb))[None], setting[None])
        visual = self._model.adapter(*self._model.pooled_levels(geometry, semantics))[0]
        masks = self._masks(shown, semantics)
        things = self._things(masks, geometry, semantics, shown)
        return self._talker.read_image(torch.cat([visual, things]))

    def answers(self, image: ImageMemory, prompts: Sequence[str]) -> list[Reply]:
        """Of each question in words; they are answered together."""
        unknown = [self._unknown(prompt) for prompt in prompts]
        said = iter(self._talker.answers(image, [p for p, words in zip(prompts, unknown, strict=True) if not words]))
        return [Reply("", 0.0, words) if words else _reply(next(said)) for words in unknown]

    def _unknown(self, prompt: str) -> tuple[str, ...]:
        words = self._model.vocabulary.words
        return tuple(dict.fromkeys(p for p in pieces(prompt) if words.number.get(p, UNKNOWN) == UNKNOWN))

    def _masks(self, shown: Shown, semantics: Semantics) -> Tensor:
        """(R, h, w): the segments, then what no segment covers, by what it looks like: floor, table, shelf, ..."""
        ids = torch.from_numpy(shown.ids.astype(np.int64))
        looks = scores(semantics.embedding, self._classes)[0].argmax(0)
        looks = looks.repeat_interleave(2, 0).repeat_interleave(2, 1)  # blocks of 4 pixels to pixels of ids
        found = [ids == number for number in ids.unique() if number]
        rest = [(ids == 0) & (looks == word) for word in range(len(self._classes) - 1)]
        kept = [m for m in found if m.sum() >= _LEAST_PX] + [m for m in rest if m.float().mean() >= _LEAST_REST]
        return torch.stack(kept) if kept else torch.zeros(0, *ids.shape, dtype=torch.bool)

    def _things(self, masks: Tensor, geometry: Geometry, semantics: Semantics, shown: Shown) -> Tensor:
        """(R, D) tokens."""
        if not len(masks):
            return torch.zeros(0, self._model.settings.speaker.dim)
        covered = masks.numpy()
        closer = self._model.closer(torch.from_numpy(pictures_of(shown.rgb, covered))).numpy()
        encoded = encoded_of({name: x.numpy() for name, x in fields_of(geometry, semantics).items()})
        features = unflat(torch.from_numpy(pooled_regions(encoded, covered, closer)), self._model.settings.encoder)
        up = geometry.camera.up if shown.up is None else torch.from_numpy(np.asarray(shown.up, np.float32))[None]
        count = len(masks)
        camera = Camera(torch.full((count,), shown.log_focal), torch.tensor([shown.centre]).expand(count, -1),
                        up.expand(count, -1))
        tokens: Tensor = self._model.regions(features, camera, torch.ones(count, dtype=torch.bool))[0]
        return tokens


def _reply(said: Said) -> Reply:
    return Reply(said.text, said.confidence)
