"""Speaking fast: the image's tokens are read once and kept, questions are read and answered together, in memory that was laid
out before. Whatever runs the language model (`runtimes.voice`); no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.language.words import ANSWER, ASK, END, PAD, SLOTS, Words
from spatialgeo_ros.runtimes.vision import Floats
from spatialgeo_ros.runtimes.voice import Voice

PLACES = 256  # positions kept for the image's tokens, so that questions stand at the same ones however many there are
_WITHIN = 0.25  # lengths as near as this count as the one that was said
_PLACE_M = 0.1  # numbers of a place count if they are as near as this, too
_SIDES = ("right", "left", "ahead", "up", "down")  # what follows the numbers of a place


@dataclass(frozen=True, eq=False)
class ImageMemory:
    """Keys and values of an image's P tokens, (P, N, 1, H, E), and how many places they take."""

    keys: Floats
    values: Floats
    places: int


@dataclass(frozen=True, eq=False)
class Worded:
    """A question in words. tokens: (K, D) of the things that its marks <0>, <1>, ... stand for."""

    text: str
    tokens: Floats | None = None


@dataclass(frozen=True)
class Said:
    """confidence: the product of the probabilities of its words; a number counts with all that would be as right: lengths
    within a quarter, clock hours within one, numbers of a place within a quarter or 10 cm."""

    text: str
    confidence: float


class Talker:
    """Answers questions in words about one image at a time. lengths: words that are lengths in metres."""

    def __init__(self, voice: Voice, words: Words, lengths: Sequence[str]) -> None:
        self._voice, self._words, self._embedding = voice, words, voice.embedding
        self._near, self._near_in_place, self._near_hour = _near_lengths(words, lengths), _near_lengths(
            words, lengths, _PLACE_M), _near_hours(words)
        self._metre, self._hour = (words.number.get(word, -1) for word in ("m", "o'clock"))
        self._sides = np.array([words.number.get(word, -1) for word in _SIDES])

    def read_image(self, tokens: Floats) -> ImageMemory:
        """tokens: (P, D) of the image and its things, which see one another."""
        count = len(tokens)
        layers, heads, each = self._voice.shape
        nothing = np.zeros((0, layers, 1, heads, each), np.float32)
        if not count:
            return ImageMemory(nothing, nothing, PLACES)
        stepped = self._voice.step(tokens[None], np.arange(count)[None], np.ones((1, count, count), bool), nothing, nothing)
        return ImageMemory(stepped.keys, stepped.values, max(count, PLACES))

    def answers(self, image: ImageMemory, prompts: Sequence[Worded], most: int = 24) -> list[Said]:
        """What it says to each, the likeliest word each time."""
        if not prompts:
            return []
        rows = [[ASK, *self._words.encode(prompt.text), ANSWER] for prompt in prompts]
        length = max(map(len, rows))
        numbers = np.array([row + [PAD] * (length - len(row)) for row in rows])
        asked = np.array([len(row) for row in rows])
        memory = _Memory(image, len(rows), length + most)
        columns = np.arange(length)
        seen = (columns <= columns[:, None]) & (columns < asked[:, None, None])
        hidden = self._step(self._embedded(numbers, prompts), np.tile(columns, (len(rows), 1)) + image.places, memory, seen)
        state = hidden[np.arange(len(rows)), asked - 1]
        return self._spoken(state, asked + image.places, memory, columns < asked[:, None], most)

    def _spoken(self, state: Floats, place: NDArray[np.int64], memory: _Memory, own: NDArray[np.bool_],
                most: int) -> list[Said]:
        """state: (Q, D) at the end of each question. place: (Q,) of its first word. own: (Q, L) which words are the
        question's."""
        said, chances = [], []
        done = np.zeros(len(state), bool)
        for step in range(most):
            chance = _softmax(state @ self._embedding.T)
            word = chance.argmax(axis=1)
            said.append(word)
            chances.append(chance)
            done |= word == END
            if done.all():
                break
            own = np.pad(own, ((0, 0), (0, 1)), constant_values=True)
            state = self._step(self._embedding[word[:, None]], place[:, None] + step, memory, own[:, None])[:, 0]
        return self._told(np.stack(said, 1), np.stack(chances, 1))

    def _told(self, said: NDArray[np.int64], chances: Floats) -> list[Said]:
        """said: (Q, W) words. chances: (Q, W, V)."""
        chosen = np.take_along_axis(chances, said[..., None], axis=2)[..., 0]
        next_, after = (np.pad(said[:, k:], ((0, 0), (0, k)), constant_values=PAD)[:, :said.shape[1]] for k in (1, 2))
        of_place = np.isin(after, self._sides)
        for near, told in ((self._near, (next_ == self._metre) & ~of_place),
                           (self._near_in_place, (next_ == self._metre) & of_place),
                           (self._near_hour, next_ == self._hour)):
            as_right = near[said]  # (Q, W, V)
            told = told & as_right.any(axis=2)
            chosen = np.where(told, np.minimum((chances * as_right).sum(axis=2), 1.0), chosen)
        ends = said == END
        confidence = np.where(ends.cumsum(axis=1) - ends > 0, 1.0, chosen).prod(axis=1)  # 1 after the end mark
        return [Said(self._words.decode(row), float(sure)) for row, sure in zip(said.tolist(), confidence, strict=True)]

    def _embedded(self, numbers: NDArray[np.int64], prompts: Sequence[Worded]) -> Floats:
        """(Q, L, D) of (Q, L) words: the tokens of things stand where their marks do."""
        out = self._embedding[numbers]
        for row, prompt in zip(range(len(out)), prompts, strict=True):
            for token, mark in zip(() if prompt.tokens is None else prompt.tokens, SLOTS, strict=False):
                out[row, numbers[row] == self._words.number[mark]] = token
        return np.asarray(out, np.float32)

    def _step(self, words: Floats, places: NDArray[np.int64], memory: _Memory, seen: NDArray[np.bool_]) -> Floats:
        """(Q, L, D) hidden states of (Q, L, D) words at these places. seen: (Q, L, words so far and these)."""
        seen = np.pad(seen, ((0, 0), (0, 0), (memory.image, 0)), constant_values=True)
        stepped = self._voice.step(words, places, seen, *memory.known())
        memory.extend(stepped.keys, stepped.values)
        return stepped.hidden


class _Memory:
    """Keys and values of Q questions: those of the image, then room for words. Words first, so that what is known of it lies
    in one piece."""

    def __init__(self, image: ImageMemory, questions: int, room: int) -> None:
        self.image = self.end = len(image.keys)
        self.keys, self.values = (self._laid_out(x, questions, room) for x in (image.keys, image.values))

    def known(self) -> tuple[Floats, Floats]:
        return self.keys[:self.end], self.values[:self.end]

    def extend(self, keys: Floats, values: Floats) -> None:
        begin, self.end = self.end, self.end + len(keys)
        self.keys[begin:self.end], self.values[begin:self.end] = keys, values

    @staticmethod
    def _laid_out(x: Floats, questions: int, room: int) -> Floats:
        count, layers, _, heads, each = x.shape
        out = np.empty((count + room, layers, questions, heads, each), np.float32)
        out[:count] = x
        return out


def _softmax(odds: Floats) -> Floats:
    chance = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True), np.float32)


def _near_lengths(words: Words, lengths: Sequence[str], or_m: float = 0.0) -> NDArray[np.bool_]:
    """(V, V) which length words are within a quarter of each, or within so many metres."""
    near = np.zeros((len(words), len(words)), bool)
    numbers = np.array([words.number[word] for word in lengths], int)
    value = np.array([float(word) for word in lengths])
    near[numbers[:, None], numbers] = np.abs(value - value[:, None]) <= np.maximum(_WITHIN * value[:, None], or_m)
    return near


def _near_hours(words: Words) -> NDArray[np.bool_]:
    """(V, V) which clock hours are within one of each."""
    near = np.zeros((len(words), len(words)), bool)
    hours = np.arange(1, 13)
    numbers = np.array([words.number.get(str(hour), -1) for hour in hours])
    known = numbers >= 0
    apart = np.abs((hours - hours[:, None] + 6) % 12 - 6)
    near[np.ix_(numbers[known], numbers[known])] = (apart <= 1)[np.ix_(known, known)]
    return near
