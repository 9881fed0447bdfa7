"""One image and questions in words to answers in words: encoders, adapter, tokens of things, language model. Whatever runs
them; no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.language.decoding import ImageMemory, Said, Talker, Worded
from spatialgeo_ros.language.ways import Way, agreed, negated, ways_of
from spatialgeo_ros.language.words import UNKNOWN, Words, pieces
from spatialgeo_ros.models.shown import Shown
from spatialgeo_ros.runtimes.pictures import pictures_of
from spatialgeo_ros.runtimes.pooling import pooled_regions
from spatialgeo_ros.runtimes.vision import Encoded, Floats, Known, RegionCamera, Vision
from spatialgeo_ros.runtimes.voice import Voice
from spatialgeo_ros.types import Prompt, Reply

_LEAST_PX = 12  # of a segment, as in training
_LEAST_REST = 0.01  # share of the image that a kind of ground or furniture must cover to get a token of its own


ONLY_POINTED = "the model answers only about things that it can be pointed at, and this question is not asked so"


@dataclass(frozen=True, eq=False)
class Looked:
    """memory: of the image and its things. tokens: (D,) of each segment that has one, by its number."""

    memory: ImageMemory
    tokens: Mapping[int, Floats]


class SpokenModel:
    """vision and voice: of the same model. words: that it knows; lengths: those that are lengths in metres. finds_names: it
    knows what "the red mug" is by itself; else it answers only about things that it is pointed at."""

    def __init__(self, vision: Vision, voice: Voice, words: Words, lengths: Sequence[str], finds_names: bool) -> None:
        self._vision, self._voice, self._words, self._finds_names = vision, voice, words, finds_names
        self._talker = Talker(voice, words, lengths)
        self._classes = vision.embed(vision.class_words)

    @property
    def size(self) -> tuple[int, int]:
        """(H, W) of the images that it is shown."""
        return self._vision.size

    def look(self, shown: Shown) -> Looked:
        """Once for each image, however many questions follow. Raises ModelError when it has another size, or (cause "unsure")
        is of no kind that the model knows."""
        if shown.rgb.shape != (*self.size, 3):
            raise ModelError(f"the image is {shown.rgb.shape}, expected {(*self.size, 3)}; resize it before", "size")
        up = None if shown.up is None else np.asarray(shown.up, np.float32)
        encoded = self._vision.encode(shown.rgb, Known(shown.log_focal, shown.centre, up))
        if self._vision.strangeness(encoded) > 0:
            raise ModelError("the model has not learned from images like this one, so it says nothing", "unsure")
        ids, masks = self._masks(shown, encoded)
        closer = self._vision.look_closer(pictures_of(shown.rgb, masks))
        camera = RegionCamera(shown.log_focal, shown.centre, encoded.up if up is None else up)
        tokens = self._voice.look(encoded, pooled_regions(encoded, masks, closer), camera)
        things = tokens[len(tokens) - len(masks):]
        return Looked(self._talker.read_image(tokens), dict(zip(ids, things, strict=False)))

    def answers(self, image: Looked, prompts: Sequence[Prompt]) -> list[Reply]:
        """Of each question, with the things that it means pointed at where all of them have tokens, and then in every way that
        comes to the same (`language.ways`); they are answered together."""
        pointed = [bool(prompt.pointed) and all(number in image.tokens for number in prompt.ids) for prompt in prompts]
        ways = [ways_of(prompt.pointed, len(prompt.ids)) if points else (Way(prompt.text, ()),)
                for prompt, points in zip(prompts, pointed, strict=True)]
        refused = [self._refusal(each[0].text, points) for each, points in zip(ways, pointed, strict=True)]
        said = iter(self._talker.answers(image.memory, [
            _worded(way, prompt, image.tokens) for prompt, each, reply in zip(prompts, ways, refused, strict=True)
            if reply is None for way in each]))
        return [_reply(agreed(each, [next(said) for _ in each]), prompt, points) if reply is None else reply
                for prompt, each, points, reply in zip(prompts, ways, pointed, refused, strict=True)]

    def _refusal(self, text: str, points: bool) -> Reply | None:
        unknown = self._unknown(text)
        if unknown:
            return Reply("", 0.0, unknown)
        return None if points or self._finds_names else Reply("", 0.0, reason=ONLY_POINTED)

    def _unknown(self, prompt: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p for p in pieces(prompt) if self._words.number.get(p, UNKNOWN) == UNKNOWN))

    def _masks(self, shown: Shown, encoded: Encoded) -> tuple[list[int], NDArray[np.bool_]]:
        """(R, h, w): the segments, whose numbers these are, then what none covers, by what it looks like: floor, table, ..."""
        looks = np.tensordot(self._classes, encoded.embedding, axes=1).argmax(axis=0)
        looks = looks.repeat(2, axis=0).repeat(2, axis=1)  # blocks of 4 pixels to pixels of ids
        found = {int(number): shown.ids == number for number in np.unique(shown.ids) if number}
        found = {number: mask for number, mask in found.items() if np.count_nonzero(mask) >= _LEAST_PX}
        rest = [(shown.ids == 0) & (looks == word) for word in range(len(self._classes) - 1)]
        kept = [*found.values(), *(m for m in rest if m.mean() >= _LEAST_REST)]
        return list(found), np.stack(kept) if kept else np.zeros((0, *shown.ids.shape), bool)


def _worded(way: Way, prompt: Prompt, tokens: Mapping[int, Floats]) -> Worded:
    return Worded(way.text, np.stack([tokens[prompt.ids[k]] for k in way.order]) if way.order else None)


def _reply(said: Said, prompt: Prompt, points: bool) -> Reply:
    said = negated(said) if points and prompt.negated else said
    return Reply(said.text, said.confidence, ids=prompt.ids if points else ())
