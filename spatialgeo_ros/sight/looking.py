"""What a model says of one image, as the measured core takes it: depth with its error, gravity, segments, words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import InputError
from spatialgeo_ros.geometry.camera import check_camera
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.runtimes.vision import Encoded, Floats, Known, RegionCamera, Vision
from spatialgeo_ros.scene.seen import Predicted, Seen
from spatialgeo_ros.scene.told_supports import GROUND_WORDS
from spatialgeo_ros.sight.fitting import Fit, fit
from spatialgeo_ros.sight.naming import lexicon_of, softmax
from spatialgeo_ros.sight.outlines import GROUNDS, told_of
from spatialgeo_ros.sight.reading import SightReading
from spatialgeo_ros.types import CameraFrame, DepthSource, FloatArray, GravitySource, PinholeCamera

_MOST_ERROR = 1.0  # of depth; what is less sure than this is not known at all
_LEAST_CONTRAST = 3.0  # standard deviation of the brightness of an image, 0 to 255
_LEVEL = 0.75  # cosine of the slant up to which a surface may be level
_MOST_UNKNOWN = 0.7  # share of the image whose depth is not known


STRANGE = ("the model has not learned from images like this one (upside down, out of focus, too dark, or a photograph where "
           "it knows simulated rooms), and what it makes of it would be invented; give it other images, or train it on such")


@dataclass(frozen=True, eq=False)
class Look:
    """frame: the image as large as it is in the network's, with camera, depth and gravity. seen: goes with it. fit: how the
    image lies in the network's."""

    frame: CameraFrame
    seen: Seen
    fit: Fit


class Sight:
    """A model and the words it is to know things by."""

    def __init__(self, vision: Vision, more_words: Sequence[str] = ()) -> None:
        self._vision = vision
        self._lexicon = lexicon_of(vision, more_words)

    def guessed_camera(self, rgb: NDArray[np.uint8]) -> PinholeCamera:
        """The camera that (H, W, 3) was taken with, as far as the image tells: its focal length, with square pixels about the
        middle."""
        height, width = rgb.shape[:2]
        fitted = fit((height, width), self._vision.size)
        focal = math.exp(self._vision.encode(fitted.image(rgb)).log_focal) / fitted.widths(1.0)
        return PinholeCamera(height, width, focal, focal, (width - 1) / 2, (height - 1) / 2)

    def names(self, frame: CameraFrame) -> Seen | None:
        """Words only: depth and segments are measured. None where the model does not know such images."""
        fitted = self._fit(frame)
        encoded = self._encoded(frame, fitted, fitted.image(frame.rgb))
        if self._vision.strangeness(encoded) > 0:
            return None
        return Seen(self._reading(frame, fitted, encoded, False))

    def look(self, frame: CameraFrame, certain: bool = True) -> Look:
        """Everything from the colours of a frame, whose depth is not looked at. Its camera makes depth metric. certain: refuse
        an image that the model knows nothing of."""
        fitted = self._fit(frame)
        image = fitted.image(frame.rgb)
        if certain and float(fitted.shown_part(image).mean(axis=2).std()) < _LEAST_CONTRAST:
            raise InputError("the image shows nothing: all of it has one brightness. Is the lens covered, or the light off?",
                             "unsure")
        encoded = self._encoded(frame, fitted, image)
        if certain and self._vision.strangeness(encoded) > 0:
            raise InputError(STRANGE, "unsure")
        log_depth, error = _finer(fitted.part(encoded.log_depth)), error_of(_finer(fitted.part(encoded.log_scatter)))
        depth = np.exp(log_depth) * np.float32(fitted.widths(frame.camera.fx))
        depth[error > _MOST_ERROR] = 0
        unknown = float(np.mean(depth == 0))
        if certain and unknown > _MOST_UNKNOWN:
            raise InputError(f"the model cannot tell how far away things are in this image: {100 * unknown:.0f} % of it may "
                             f"be wrong by more than {100 * _MOST_ERROR:.0f} %. Is the lens covered, the image blurred, or "
                             "is it of another kind than the model was trained on?", "unsure")
        up_ref, source = _gravity(frame, encoded)
        small = replace(frame, rgb=fitted.shown_part(image), depth_m=depth, camera=fitted.camera(frame.camera),
                        depth_source=DepthSource.PREDICTED, up_ref=up_ref, gravity_source=source)
        kinds = self._kinds(fitted.part(encoded.embedding))
        turned = levelled_viewer(frame.reference_from_camera, up_ref).rotation.T @ frame.reference_from_camera.rotation
        normals = np.tensordot(turned.astype(np.float32), fitted.part(encoded.normals), 1)  # in the viewer's frame
        told = told_of(fitted.part(encoded.affinities), fitted.part(encoded.log_scatter), normals, self._grounds(kinds))
        predicted = Predicted(told, error, self._ground(kinds, normals[2] > _LEVEL))
        return Look(small, Seen(self._reading(frame, fitted, encoded, True), predicted), fitted)

    def _kinds(self, embedding: Floats) -> Floats:
        """(K, h, w) probabilities of the class words at each place of (E, h, w)."""
        odds = self._lexicon.class_places @ embedding.reshape(len(embedding), -1) * len(embedding) ** -0.5
        return softmax(odds.T).T.reshape(-1, *embedding.shape[1:])

    def _grounds(self, kinds: Floats) -> Floats:
        """(len(GROUNDS), h, w) of (K, h, w), 0 for what the model has no word for."""
        words = self._lexicon.classes
        return np.stack([kinds[words.index(word)] if word in words else np.zeros_like(kinds[0]) for word in GROUNDS])

    def _ground(self, kinds: Floats, level: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """(4 h, 4 w) of (K, h, w) and (2 h, 2 w): 1 + index in GROUND_WORDS of what is likeliest and level there, else 0."""
        number = np.array([GROUND_WORDS.index(word) + 1 if word in GROUND_WORDS else 0 for word in self._lexicon.classes])
        likeliest = number.astype(np.uint8).take(kinds.argmax(axis=0))
        return np.where(level, likeliest.repeat(2, axis=0).repeat(2, axis=1), np.uint8(0)).repeat(2, axis=0).repeat(2, axis=1)

    def _encoded(self, frame: CameraFrame, fitted: Fit, image: NDArray[np.uint8]) -> Encoded:
        """What the model says of the fitted image when it is told of the frame's lens and, where that is known, of gravity."""
        up = None if frame.up_ref is None else (frame.reference_from_camera.rotation.T @ frame.up_ref).astype(np.float32)
        known = Known(math.log(fitted.widths(frame.camera.fx)), fitted.centre(frame.camera), up)
        return self._vision.encode(image, known)

    def _reading(self, frame: CameraFrame, fitted: Fit, encoded: Encoded, places: bool) -> SightReading:
        camera = RegionCamera(math.log(fitted.widths(frame.camera.fx)), fitted.centre(frame.camera),
                              _up_camera(frame, encoded))
        return SightReading(self._lexicon, self._vision, frame.rgb, encoded, fitted, camera, places)

    def _fit(self, frame: CameraFrame) -> Fit:
        check_camera(frame.camera)
        height, width = frame.rgb.shape[:2]
        return fit((height, width), self._vision.size, frame.camera.fx / frame.camera.fy)


def error_of(log_scatter: FloatArray) -> FloatArray:
    """Standard deviation of the depth of a thing, as a share of it, from the scale of its pixels' errors (Laplace). Those are
    sqrt(2) as large, but a thing's middle errs less: on tuning rooms, by the scale itself."""
    return np.asarray(np.exp(log_scatter), np.float32)


def _finer(plane: Floats) -> Floats:
    """(2 h, 2 w) of (h, w), with what is between in between."""
    return np.asarray(cv2.resize(plane, (2 * plane.shape[1], 2 * plane.shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def _up_camera(frame: CameraFrame, encoded: Encoded) -> Floats:
    """(3,) as known or guessed, in the camera's frame."""
    up = encoded.up if frame.up_ref is None else frame.reference_from_camera.rotation.T @ frame.up_ref
    return np.asarray(up, np.float32)


def _gravity(frame: CameraFrame, encoded: Encoded) -> tuple[FloatArray, GravitySource]:
    if frame.up_ref is not None:
        return frame.up_ref, frame.gravity_source
    return frame.reference_from_camera.rotation @ encoded.up.astype(np.float64), GravitySource.PREDICTED
