"""What a model makes of the things that were found in an image: words and, where depth is predicted, places and sizes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.runtimes.pictures import pictures_of
from spatialgeo_ros.runtimes.pooling import pooled_regions
from spatialgeo_ros.runtimes.vision import Encoded, Floats, ReadRegions, RegionCamera, Vision
from spatialgeo_ros.sight.boxes import is_told, placed_by
from spatialgeo_ros.sight.fitting import Fit
from spatialgeo_ros.sight.naming import Lexicon, chances, shares, softmax, together, worded
from spatialgeo_ros.types import ObjectKind, Pose, SceneObject

GROUND = ("floor", "wall", "table", "shelf", "cabinet")  # what things stand on or before
_SURE_OF_NOTHING = 0.5  # probability of ground from which a segment is no thing
_STEP = 2  # network pixels per pixel of a mask


@dataclass(frozen=True, eq=False)
class SightReading:
    """`scene.seen.Reading` of one image. rgb: (H, W, 3). encoded: what the encoders said of it. camera: as known or guessed.
    places: whether places and sizes are the model's to tell, too."""

    lexicon: Lexicon
    vision: Vision
    rgb: NDArray[np.uint8]
    encoded: Encoded
    fit: Fit
    camera: RegionCamera
    places: bool

    def __call__(self, objects: tuple[SceneObject, ...], labels: NDArray[np.int32],
                 reference_from_viewer: Pose) -> tuple[SceneObject | None, ...]:
        masks = {k: labels == k + 1 for k, item in enumerate(objects) if item.kind is not ObjectKind.SUPPORT}
        fine = {k: self._fine(mask) for k, mask in masks.items()}
        looked = [k for k in fine if fine[k].any()]
        if not looked:
            return objects
        closer = self.vision.look_closer(pictures_of(self.rgb, np.stack([masks[k] for k in looked])))
        read = self.vision.read_regions(pooled_regions(self.encoded, np.stack([fine[k] for k in looked]), closer), self.camera)
        classes, colours = self._chances(labels, len(objects), looked, closer, read)
        result: list[SceneObject | None] = list(objects)
        ground = [self.lexicon.classes.index(word) for word in GROUND if word in self.lexicon.classes]
        for row, k in enumerate(looked):
            item = worded(objects[k], self.lexicon, classes[row], colours[row])
            if not self.places:
                result[k] = item
            elif float(classes[row, ground].sum()) >= _SURE_OF_NOTHING or not is_told(read, row):
                result[k] = None
            else:
                result[k] = placed_by(item, read, row, reference_from_viewer)
        return tuple(result)

    def _fine(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """In all of the network's image, at half its size."""
        out = np.zeros((self.fit.network[0] // _STEP, self.fit.network[1] // _STEP), np.uint8)
        part = self.fit.part(out)
        part[...] = cv2.resize(mask.astype(np.float32), part.shape[::-1], interpolation=cv2.INTER_AREA) >= 0.5
        return out.astype(bool)

    def _chances(self, labels: NDArray[np.int32], count: int, looked: list[int], closer: Floats,
                 read: ReadRegions) -> tuple[Floats, Floats]:
        """(N, T) of the lexicon's class words and of its colour words."""
        embedding = self.fit.part(self.encoded.embedding)
        share = shares(labels, count, (embedding.shape[1], embedding.shape[2]))[looked]
        flat, scale = embedding.reshape(len(embedding), -1).T, len(embedding) ** -0.5
        result = []
        for places, words, own, odds in (
                (self.lexicon.class_places, self.lexicon.classes, self.vision.class_words[:-1], read.classes),
                (self.lexicon.colour_places, self.lexicon.colours, self.vision.colour_words, read.colours)):
            near = softmax(closer @ places.T * scale)
            tokens = near.copy()  # of words that region tokens do not know
            tokens[:, [words.index(word) for word in own]] = softmax(odds)
            result.append(together((chances(share, flat @ places.T * scale), near, tokens)))
        return result[0], result[1]
