"""A model that knows the truth of a view: what it says is made from its depth, ids and words."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.vision import NOTHING_KNOWN, Encoded, Floats, Known
from spatialgeo_ros.scene.partition import FAR_OFFSETS
from spatialgeo_ros.types import ObjectKind
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, HEIGHT, NO_COLOUR, WIDTH, RgbView

SURE = 6.0  # log odds
WORDS = (*CLASS_WORDS, "wall", *COLOUR_WORDS)


class KnowingVision:
    """A `Vision` that says the same of whatever it is shown."""

    size = (HEIGHT, WIDTH)
    class_words = (*CLASS_WORDS, "wall")
    colour_words = COLOUR_WORDS

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        self.known = NOTHING_KNOWN
        self.images: list[NDArray[np.uint8]] = []

    def encode(self, rgb: NDArray[np.uint8], known: Known = NOTHING_KNOWN) -> Encoded:
        self.known = known
        assert rgb.shape == (*self.size, 3)
        self.images.append(rgb)
        return self.encoded

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

