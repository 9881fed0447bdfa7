"""Colour words of a patch of pixels, as people name colours: by hue where there is any, else by lightness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.geometry.order_statistics import median, quantiles
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
_ONE_COLOUR = 30.0  # degrees to either side that shading, gloss and noise spread one hue
_LIT = 0.8  # quantile of lightness at which a colour is judged: the lit side, not the shaded one
_SALIENCE = 1.25  # a thing half blue and half grey is called blue


def colour_words(rgb_pixels: NDArray[np.uint8]) -> tuple[str, ...]:
    """Names of the colours in a patch, dominant first, a second one only where it is clearly two-coloured.

    rgb_pixels: (N, 3). Returns (), ("red",) or ("red", "white"), from COLOURS.
    """
    return colour_words_of([rgb_pixels])[0]


def colour_words_of(patches: Sequence[NDArray[np.uint8]]) -> list[tuple[str, ...]]:
    """`colour_words` of each of these patches; the pixels of all are converted at once."""
    samples = [patch.take(_spread(len(patch)), axis=0) for patch in patches]
    ends = np.cumsum([0, *(len(sample) for sample in samples)]).tolist()
    if not ends[-1]:
        return [()] * len(patches)
    image = np.concatenate(samples)[None].astype(np.float32) / 255
    lab = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2LAB)[0], np.float64)
    hue = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2HSV)[0, :, 0], np.float64)
    lightness, chroma = np.ascontiguousarray(lab[:, 0]), np.hypot(lab[:, 1], lab[:, 2])
    coloured = chroma > _grey_chroma(hue, lightness)
    return [_words(hue[one], lightness[one], chroma[one], coloured[one])
            for one in (np.s_[start:end] for start, end in pairwise(ends))]


def _spread(count: int) -> NDArray[np.intp]:
    return np.linspace(0, max(count - 1, 0), min(count, _MAX_PIXELS)).astype(np.intp)


def _words(hue: FloatArray, lightness: FloatArray, chroma: FloatArray, coloured: NDArray[np.bool_]) -> tuple[str, ...]:
    """All (N,): of the pixels of one patch."""
    if len(hue) == 0:
        return ()
    share: dict[str, float] = {}
    for word, count in (*_hues(hue[coloured], lightness[coloured], chroma[coloured]), *_greys(lightness[~coloured])):
        share[word] = share.get(word, 0.0) + count / len(hue)
    first, *others = sorted(share, key=lambda word: -share[word])
    clear = [word for word in others[:1] if share[word] >= _SECOND_SHARE]
    return (first, *clear)


def _grey_chroma(hue: FloatArray, lightness: FloatArray) -> FloatArray:
    limit = _GREY_LIMIT.take(np.searchsorted(_HUE_BOUNDS, hue, side="right"))
    return np.asarray(limit + np.clip(_BLACK - lightness, 0, 15) * 0.5)  # noise has much chroma in the dark


def _hues(hue: FloatArray, lightness: FloatArray, chroma: FloatArray) -> Iterator[tuple[str, float]]:
    """(word, weighted count) of the two largest groups of like hue."""
    for _ in range(2):
        if len(hue) == 0:
            return
        count = np.bincount((hue / (360 / _BINS)).astype(np.intp) % _BINS, minlength=_BINS)
        smooth = np.convolve(np.concatenate([count[-2:], count, count[:2]]), (1, 2, 3, 2, 1), mode="valid")
        mode = (int(np.argmax(smooth)) + 0.5) * 360 / _BINS
        offset = (hue - mode + 180) % 360 - 180
        near = np.abs(offset) <= _ONE_COLOUR
        middle = (mode + median(offset[near])) % 360
        lit, = quantiles(lightness[near], [_LIT])
        word = _hue_word(middle, lit, median(chroma[near]))
        yield word, _SALIENCE * float(near.sum())
        hue, lightness, chroma = hue[~near], lightness[~near], chroma[~near]


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


def _greys(lightness: FloatArray) -> tuple[tuple[str, float], ...]:
    """(word, count) of black, white and grey; grey counts as the shade of a white thing or the shine of a black one."""
    black, white = float(np.count_nonzero(lightness < _BLACK)), float(np.count_nonzero(lightness > _WHITE))
    grey = len(lightness) - black - white
    if white > 0 and white >= _SHADED_WHITE * (white + grey):
        white, grey = white + grey, 0.0
    elif black > 0 and black >= _SHINY_BLACK * (black + grey):
        black, grey = black + grey, 0.0
    return ("black", black), ("white", white), ("grey", grey)
