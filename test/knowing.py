"""A model that knows the truth of a view: what it says is made from its depth, ids and words."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.pictures import pictures_of
from spatialgeo_ros.runtimes.pooling import PLACE
from spatialgeo_ros.runtimes.vision import NOTHING_KNOWN, Encoded, Floats, Known, ReadRegions, RegionCamera
from spatialgeo_ros.scene.partition import FAR_OFFSETS
from spatialgeo_ros.types import ObjectKind
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, NO_COLOUR, WIDTH, RgbView

SURE = 6.0  # log odds
WORDS = (*CLASS_WORDS, "wall", *COLOUR_WORDS)


class KnowingVision:
    """A `Vision` that says the same of whatever it is shown."""

    size = (192, 256)
    class_words = (*CLASS_WORDS, "wall")
    colour_words = COLOUR_WORDS

    def __init__(self, view: RgbView, encoded: Encoded | None = None, closer: bool = True) -> None:
        """closer: whether it sees more from near by."""

        self.encoded = encoded or encoded_truth(view)
        self.closer, self.things, self.rgb = closer, view.things, view.rgb
        self.pictures_width = len(WORDS)
        self.error = float(np.exp(np.median(self.encoded.log_scatter)))
        self.true_log_depth = np.median(encoded_truth(view).log_depth)
        self.log_focal = float(np.log(view.camera.fx / view.camera.width))
        self.pictures = pictures_of(view.rgb, np.stack([view.ids == row["id"] for row in view.things])).astype(np.float32)
        self.known = NOTHING_KNOWN
        self.images: list[NDArray[np.uint8]] = []

    def encode(self, rgb: NDArray[np.uint8], known: Known = NOTHING_KNOWN) -> Encoded:
        self.known = known
        assert rgb.shape == (*self.size, 3)
        self.images.append(rgb)
        return self.encoded

    def strangeness(self, encoded: Encoded) -> float:
        return -1.0

    def look_closer(self, pictures: NDArray[np.uint8]) -> Floats:
        """The words of the thing whose picture is most like each."""
        told = np.zeros((len(pictures), len(WORDS)), np.float32)
        for place, picture in zip(told, pictures if self.closer else (), strict=False):
            row = self.things[int(np.abs(self.pictures - picture).mean(axis=(1, 2, 3)).argmin())]
            place[WORDS.index(CLASS_WORDS[row["word"]])] = SURE
            if row["colour"] != NO_COLOUR:
                place[WORDS.index(COLOUR_WORDS[row["colour"]])] = SURE
        return told

    def read_regions(self, regions: Floats, camera: RegionCamera) -> ReadRegions:
        """Of the things that look most as a region does, by its place in the image."""
        width, height = self.rgb.shape[1], self.rgb.shape[0]
        place = regions[:, -self.pictures_width - PLACE:-self.pictures_width][:, :4] * (width, height, width, height)
        off = np.abs(place[:, None] - (self.things["bbox"] + (0, 0, 1, 1))).sum(axis=2)
        rows = self.things[off.argmin(axis=1)]
        words, colours = (np.zeros((len(rows), len(names)), np.float32) for names in (CLASS_WORDS, COLOUR_WORDS))
        if self.closer:
            words[np.arange(len(rows)), rows["word"]] = SURE
            known = np.flatnonzero(rows["colour"] != NO_COLOUR)
            colours[known, rows["colour"][known]] = SURE
        size = np.maximum(rows["high"] - rows["low"], 1e-3)
        scatter = np.full((len(rows), 6), np.log(self.error), np.float32)
        scale = np.exp(np.median(self.encoded.log_depth) - self.true_log_depth) * np.exp(camera.log_focal - self.log_focal)
        return ReadRegions((rows["low"] + rows["high"]) / 2 * scale, np.log(size * scale), scatter, words, colours)

    def embed(self, texts: tuple[str, ...]) -> Floats:
        """Each known word is an axis of its own; unknown ones are nothing."""
        places = np.zeros((len(texts), len(WORDS)), np.float32)
        for place, text in zip(places, texts, strict=True):
            if text in WORDS:
                place[WORDS.index(text)] = 1
        return places * np.float32(len(WORDS) ** 0.5)


def encoded_truth(view: RgbView, error: float = 0.01) -> Encoded:
    """error: of depth, as a share, that it admits."""
    rows, columns = view.ids.shape
    kinds: Mapping[int, int] = {int(row["id"]): int(row["kind"]) for row in view.things}
    things = np.where(np.isin(view.ids, [i for i, kind in kinds.items() if kind == ObjectKind.OBJECT]), view.ids, 0)
    log_depth = np.log(np.maximum(view.depth_m.astype(np.float32), 0.05)) - np.float32(np.log(view.camera.fx / WIDTH))
    normals = np.zeros((3, rows, columns), np.float32)
    quarter = (columns // 2, rows // 2)
    embedding = np.zeros((len(WORDS), rows // 2, columns // 2), np.float32)
    small = cv2.resize(view.ids, quarter, interpolation=cv2.INTER_NEAREST)
    embedding[WORDS.index("wall")] = SURE
    for row in view.things:
        inside = small == row["id"]
        embedding[:, inside] = 0
        embedding[WORDS.index(CLASS_WORDS[row["word"]]), inside] = SURE
        if row["colour"] != NO_COLOUR:
            embedding[WORDS.index(COLOUR_WORDS[row["colour"]]), inside] = SURE
    fine = np.zeros((4, rows // 2, columns // 2), np.float32)
    levels = np.zeros((4, 12, 8), np.float32)
    return Encoded(log_depth, np.full((rows, columns), np.log(error), np.float32), normals,
                   float(np.log(view.camera.fx / WIDTH)), view.up_camera.astype(np.float32), 0.0, embedding,
                   true_affinities(things), fine, fine, levels, levels)


def true_affinities(things: NDArray[np.uint8]) -> Floats:
    """(22, h / 2, w / 2) of (h, w) ids, 0 = no thing."""
    def blocks(plane: NDArray[np.bool_]) -> Floats:
        odds = np.where(plane, SURE, -SURE).astype(np.float32)
        return np.stack([odds[::2, ::2], odds[::2, 1::2], odds[1::2, ::2], odds[1::2, 1::2]])

    def together(ids: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.bool_]:
        other = np.zeros_like(ids)
        height, width = ids.shape
        left = max(0, -columns)
        right = width - max(0, columns)
        other[:height - rows, left:right] = ids[rows:, left + columns:right + columns]
        return (ids == other) & (ids > 0)

    half = things[::2, ::2]
    far = np.stack([np.where(together(half, *offset), SURE, -SURE) for offset in FAR_OFFSETS]).astype(np.float32)
    return np.concatenate([blocks(things > 0), blocks(together(things, 0, 1)), blocks(together(things, 1, 0)), far])

