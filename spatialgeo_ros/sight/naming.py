"""Class and colour words for found objects, from what the semantic encoder says of their pixels."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.vision import Floats, Vision
from spatialgeo_ros.types import SceneObject

_log = logging.getLogger(__name__)

NO_THINGS = ("floor", "wall")
_SURE, _SURE_OF_COLOUR = 0.25, 0.5  # probability from which a word is told: chosen on tuning rooms by what counting gains
_GUESSED = 0.01  # probability from which a word may be what somebody means who uses it
_WEIGHTS = (0.2, 0.25, 0.55)  # of what pixels, a closer look and the region token say
_NONSENSE = "xqzvw"  # a word that no vocabulary has


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Class words, those of what is no thing last, and colour words, each with its place in the space of pixels."""

    classes: tuple[str, ...]
    colours: tuple[str, ...]
    class_places: Floats
    colour_places: Floats


def lexicon_of(vision: Vision, more_words: Sequence[str] = ()) -> Lexicon:
    """The words of the model, and further class words as far as the model knows what they mean."""
    own = vision.class_words
    further = tuple(word for word in dict.fromkeys(more_words) if word not in own and _is_known(vision, word))
    classes = (*(word for word in own if word not in NO_THINGS), *further, *(word for word in own if word in NO_THINGS))
    return Lexicon(classes, vision.colour_words, vision.embed(classes), vision.embed(vision.colour_words))


def _is_known(vision: Vision, text: str) -> bool:
    places = vision.embed((_NONSENSE, *text.split()))
    known = not any(np.allclose(place, places[0]) for place in places[1:])
    if not known:
        _log.warning("the model does not know what %r looks like; it is left out", text)
    return known


def worded(item: SceneObject, lexicon: Lexicon, classes: Floats, colours: Floats) -> SceneObject:
    """With the words that are sure enough. classes, colours: (T,) probabilities of the lexicon's words."""
    best, colour = int(classes.argmax()), int(colours.argmax())
    word = lexicon.classes[best]
    guesses = ((lexicon.classes[k], float(classes[k])) for k in np.argsort(-classes) if classes[k] >= _GUESSED)
    item = replace(item, guesses=tuple(guess for guess in guesses if guess[0] not in NO_THINGS))
    if classes[best] >= _SURE and word not in NO_THINGS:
        item = replace(item, label=word, label_score=float(classes[best]))
    if colours[colour] >= _SURE_OF_COLOUR:
        first = lexicon.colours[colour]
        others = tuple(word for word in item.colours if word != first)
        item = replace(item, colours=(first, *others)[:max(len(item.colours), 1)])
    return item


def together(chances: Sequence[Floats]) -> Floats:
    """(N, T) from what pixels, a closer look and region tokens say, (N, T) each."""
    log = sum(weight * np.log(np.maximum(part, 1e-6)) for weight, part in zip(_WEIGHTS, chances, strict=True))
    both = np.exp(log - np.max(log, axis=1, keepdims=True))
    return np.asarray(both / both.sum(axis=1, keepdims=True), np.float32)


def softmax(odds: Floats) -> Floats:
    """Of each row."""
    chance = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True), np.float32)


def shares(labels: NDArray[np.int32], count: int, size: tuple[int, int]) -> Floats:
    """(count, rows * columns) how much of each cell of a grid of `size` each of (h, w) labels 1..count covers; 0 = none."""
    rows, columns = size
    fine = cv2.resize(labels.astype(np.float32), (4 * columns, 4 * rows), interpolation=cv2.INTER_NEAREST).astype(np.intp)
    cell = np.arange(rows * columns).reshape(rows, columns).repeat(4, axis=0).repeat(4, axis=1)
    code = fine.ravel() * (rows * columns) + cell.ravel()
    pixels = np.bincount(code, minlength=(count + 1) * rows * columns).reshape(count + 1, -1)
    return np.asarray(pixels[1:] / 16, np.float32)


def chances(share: Floats, odds: Floats) -> Floats:
    """(N, T) probability of each word for each object, of its shares (N, P) of cells and log odds (P, T) of words there."""
    log = odds - odds.max(axis=1, keepdims=True)
    log -= np.log(np.exp(log).sum(axis=1, keepdims=True))
    mean = share @ log / np.maximum(share.sum(axis=1, keepdims=True), 1e-6)
    chance = np.exp(mean - mean.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True), np.float32)
