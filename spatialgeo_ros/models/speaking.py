"""One image and questions in words to answers in words: encoders, adapter, tokens of things, language model. Whatever runs
them; no torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.language.decoding import ImageMemory, Said, Talker
from spatialgeo_ros.language.words import UNKNOWN, Words, pieces
from spatialgeo_ros.models.shown import Shown
from spatialgeo_ros.runtimes.pictures import pictures_of
from spatialgeo_ros.runtimes.pooling import pooled_regions
from spatialgeo_ros.runtimes.vision import Encoded, Known, RegionCamera, Vision
from spatialgeo_ros.runtimes.voice import Voice
from spatialgeo_ros.types import Reply

_LEAST_PX = 12  # of a segment, as in training
_LEAST_REST = 0.01  # share of the image that a kind of ground or furniture must cover to get a token of its own


class SpokenModel:
    """vision and voice: of the same model. words: that it knows; lengths: those that are lengths in metres."""

    def __init__(self, vision: Vision, voice: Voice, words: Words, lengths: Sequence[str]) -> None:
        self._vision, self._voice, self._words = vision, voice, words
        self._talker = Talker(voice, words, lengths)
        self._classes = vision.embed(vision.class_words)

    @property
    def size(self) -> tuple[int, int]:
        """(H, W) of the images that it is shown."""
        return self._vision.size

    def look(self, shown: Shown) -> ImageMemory:
        """Once for each image, however many questions follow. Raises ModelError when it has another size, or (cause "unsure")
        is of no kind that the model knows."""
        if shown.rgb.shape != (*self.size, 3):
            raise ModelError(f"the image is {shown.rgb.shape}, expected {(*self.size, 3)}; resize it before", "size")
        up = None if shown.up is None else np.asarray(shown.up, np.float32)
        encoded = self._vision.encode(shown.rgb, Known(shown.log_focal, shown.centre, up))
        if self._vision.strangeness(encoded) > 0:
            raise ModelError("the model has not learned from images like this one, so it says nothing", "unsure")
        masks = self._masks(shown, encoded)
        closer = self._vision.look_closer(pictures_of(shown.rgb, masks))
        camera = RegionCamera(shown.log_focal, shown.centre, encoded.up if up is None else up)
        return self._talker.read_image(self._voice.look(encoded, pooled_regions(encoded, masks, closer), camera))

    def answers(self, image: ImageMemory, prompts: Sequence[str]) -> list[Reply]:
        """Of each question in words; they are answered together."""
        unknown = [self._unknown(prompt) for prompt in prompts]
        said = iter(self._talker.answers(image, [p for p, words in zip(prompts, unknown, strict=True) if not words]))
        return [Reply("", 0.0, words) if words else _reply(next(said)) for words in unknown]

    def _unknown(self, prompt: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p for p in pieces(prompt) if self._words.number.get(p, UNKNOWN) == UNKNOWN))

    def _masks(self, shown: Shown, encoded: Encoded) -> NDArray[np.bool_]:
        """(R, h, w): the segments, then what no segment covers, by what it looks like: floor, table, shelf, ..."""
        looks = np.tensordot(self._classes, encoded.embedding, axes=1).argmax(axis=0)
        looks = looks.repeat(2, axis=0).repeat(2, axis=1)  # blocks of 4 pixels to pixels of ids
        found = [shown.ids == number for number in np.unique(shown.ids) if number]
        rest = [(shown.ids == 0) & (looks == word) for word in range(len(self._classes) - 1)]
        kept = [m for m in found if np.count_nonzero(m) >= _LEAST_PX] + [m for m in rest if m.mean() >= _LEAST_REST]
        return np.stack(kept) if kept else np.zeros((0, *shown.ids.shape), bool)


def _reply(said: Said) -> Reply:
    return Reply(said.text, said.confidence)
