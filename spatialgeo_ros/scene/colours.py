"""Colour words of a patch of pixels, as people name colours: by hue where there is any, else by lightness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.indices import group_starts, spread
from spatialgeo_ros.geometry.order_statistics import grouped_quantiles
from spatialgeo_ros.types import FloatArray

COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "black", "white", "grey")

_MAX_PIXELS = 400  # a share of 25 % is then known within 2 %
_SECOND_SHARE = 0.25
_HUE_NAMES = ((14.0, "red"), (40.0, "orange"), (68.0, "yellow"), (158.0, "green"), (195.0, "teal"), (257.0, "blue"),
              (310.0, "purple"), (345.0, "pink"), (360.0, "red"))  # up to which HSV hue in degrees
# CIE chroma up to which a pixel passes for grey. Daylight in the shade tints bluish, lamps tint yellowish: more there.
_GREY_CHROMA = {"red": 14.0, "orange": 14.0, "yellow": 16.0, "green": 14.0, "teal": 18.0, "blue": 20.0, "purple": 22.0,
                "pink": 16.0}
_HUE_BOUNDS = np.array([bound for bound, _ in _HUE_NAMES[:-1]])
_GREY_LIMIT = np.array([_GREY_CHROMA[word] for _, word in _HUE_NAMES])
_BLACK, _WHITE = 26.0, 66.0  # CIE lightness: darker is black, lighter is white, where there is no hue
_SHADED_WHITE = 0.2  # share of white among the pixels without hue from which the grey ones are its shaded side
_SHINY_BLACK = 0.5  # likewise for black and its highlights
_BINS = 36  # of hue, 10 degrees each
_SMOOTHING = sum(weight * np.roll(np.eye(_BINS), shift, axis=1)
                 for shift, weight in ((-2, 1), (-1, 2), (0, 3), (1, 2), (2, 1)))  # of the counts of neighbouring bins
_ONE_COLOUR = 30.0  # degrees to either side that shading, gloss and noise spread one hue
_LIT = 0.8  # quantile of lightness at which a colour is judged: the lit side, not the shaded one
_SALIENCE = 1.25  # a thing half blue and half grey is called blue


def colour_words(rgb_pixels: NDArray[np.uint8]) -> tuple[str, ...]:
    """Names of the colours in a patch, dominant first, a second one only where it is clearly two-coloured.

    rgb_pixels: (N, 3). Returns (), ("red",) or ("red", "white"), from COLOURS.
    """
    return colour_words_of([rgb_pixels])[0]


def colour_words_of(patches: Sequence[NDArray[np.uint8]]) -> list[tuple[str, ...]]:
    """`colour_words` of each of these patches, all looked at at once."""
    samples = [patch.take(_spread(len(patch)), axis=0) for patch in patches]
    counts = [len(sample) for sample in samples]
    if not any(counts):
        return [()] * len(patches)
    image = np.concatenate(samples)[None].astype(np.float32) / 255
    lab = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2LAB)[0], np.float64)
    hue = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2HSV)[0, :, 0], np.float64)
    pixels = _Pixels(np.repeat(np.arange(len(patches)), counts), hue, lab[:, 0], np.hypot(lab[:, 1], lab[:, 2]))
    coloured = pixels.chroma > _grey_chroma(hue, pixels.lightness)
    share: list[dict[str, float]] = [{} for _ in patches]
    for patch, word, count in (*_hues(pixels.only(coloured)), *_greys(pixels.only(~coloured))):
        share[patch][word] = share[patch].get(word, 0.0) + count / counts[patch]
    return [_dominant(words) for words in share]


@dataclass(frozen=True, eq=False)
class _Pixels:
    """Pixels of several patches, every field (N,). of: index of the patch, ascending."""

    of: NDArray[np.intp]
    hue: FloatArray
    lightness: FloatArray
    chroma: FloatArray

    def only(self, keep: NDArray[np.bool_]) -> _Pixels:
        at = np.flatnonzero(keep)
        return _Pixels(self.of.take(at), self.hue.take(at), self.lightness.take(at), self.chroma.take(at))

    def counts(self, kind: NDArray[np.intp], kinds: int) -> NDArray[np.intp]:
        """(patches, kinds) how many pixels of each patch are of each kind (N,)."""
        return np.bincount(self.of * kinds + kind, minlength=(int(self.of.max(initial=-1)) + 1) * kinds).reshape(-1, kinds)


def _spread(count: int) -> NDArray[np.intp]:
    return spread(count, min(count, _MAX_PIXELS))


def _dominant(share: Mapping[str, float]) -> tuple[str, ...]:
    """The word with the largest share, and the next one where that is large too."""
    ordered = sorted(share, key=lambda word: -share[word])
    return (*ordered[:1], *(word for word in ordered[1:2] if share[word] >= _SECOND_SHARE))


def _grey_chroma(hue: FloatArray, lightness: FloatArray) -> FloatArray:
    limit = _GREY_LIMIT.take(np.searchsorted(_HUE_BOUNDS, hue, side="right"))
    return np.asarray(limit + np.clip(_BLACK - lightness, 0, 15) * 0.5)  # noise has much chroma in the dark


def _hues(pixels: _Pixels) -> Iterator[tuple[int, str, float]]:
    """(patch, word, weighted count) of the two largest groups of like hue in each patch."""
    for _ in range(2):
        if len(pixels.of) == 0:
            return
        count = pixels.counts((pixels.hue / (360 / _BINS)).astype(np.intp) % _BINS, _BINS)
        mode = ((count @ _SMOOTHING).argmax(axis=1) + 0.5) * 360 / _BINS
        offset = (pixels.hue - mode.take(pixels.of) + 180) % 360 - 180
        near = np.abs(offset) <= _ONE_COLOUR
        alike = pixels.only(near)
        starts = group_starts(alike.of)
        middle, lit = grouped_quantiles(np.array([offset[near], alike.lightness, alike.chroma]), starts,
                                        (0.5, _LIT)).transpose(1, 0, 2)
        patches = alike.of.take(starts[:-1])
        for patch, hue, lightness, chroma, number in zip(
                patches.tolist(), ((mode.take(patches) + middle[0]) % 360).tolist(), lit[1].tolist(), middle[2].tolist(),
                np.diff(starts).tolist(), strict=True):
            yield patch, _hue_word(hue, lightness, chroma), _SALIENCE * number
        pixels = pixels.only(~near)


def _hue_word(hue: float, lightness: float, chroma: float) -> str:
    """Lightness and chroma change the name of some hues: brown is dark orange, pink is light red."""
    word = next(word for bound, word in _HUE_NAMES if hue <= bound)
    if word == "red" and lightness > 60 and chroma < 55:
        return "pink"
    if word == "pink" and lightness < 45:
        return "purple"
    dull = (word == "red" and lightness < 40 and chroma < 25) or (word == "yellow" and lightness < 35)
    if dull or (word == "orange" and (lightness < 45 or chroma < 40)):
        return "brown"
    return word


def _greys(pixels: _Pixels) -> Iterator[tuple[int, str, float]]:
    """(patch, word, count) of black, white and grey; grey counts as the shade of a white thing or the shine of a black one."""
    tone = (pixels.lightness >= _BLACK).astype(np.intp) + (pixels.lightness > _WHITE)
    for patch, (black, grey, white) in enumerate(pixels.counts(tone, 3).tolist()):
        if white > 0 and white >= _SHADED_WHITE * (white + grey):
            white, grey = white + grey, 0
        elif black > 0 and black >= _SHINY_BLACK * (black + grey):
            black, grey = black + grey, 0
        yield from ((patch, word, count) for word, count in (("black", black), ("white", white), ("grey", grey)) if count)
