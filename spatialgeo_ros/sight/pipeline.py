"""One colour image in, one scene out: what the model predicts goes through the measured core."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.scene.joining import load_joiner
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.sight.looking import STRANGE, Look, Sight
from spatialgeo_ros.sight.outlines import JOINING, PARTITION, open_segmenter
from spatialgeo_ros.types import CameraFrame, NamedBox, Scene, SceneObject

_LOG = logging.getLogger(__name__)
_LEAST_PX = 80  # of a segment; chosen, as the next, by what of tuning rooms is found and named, and what beside it
_LEAST_ODDS = 1.75  # mean log odds of being a thing


class SeeingPipeline:
    """A `ScenePipeline` with a model that knows things by sight. Of a frame with depth it names the measured objects; of one
    without it also predicts depth and segments."""

    def __init__(self, sight: Sight, config: SceneConfig | None = None) -> None:
        config = config or SceneConfig()
        self._sight = sight
        self._measured = ScenePipeline(config)
        self._predicted = ScenePipeline(_for_predicted(config), open_segmenter, load_joiner(JOINING))
        self._strange = False  # the last image that was only named

    def reset(self) -> None:
        """Forget all frames seen so far."""
        self._measured.reset()
        self._predicted.reset()

    def configure(self, config: SceneConfig) -> None:
        """Use other settings from the next frame on; objects keep their ids."""
        self._measured.configure(config)
        self._predicted.configure(_for_predicted(config))

    def step(self, frame: CameraFrame, detections: Sequence[NamedBox] = (),
             instances: NDArray[np.uint16] | None = None) -> Scene:
        """The scene of one frame. Raises an InputError for one that cannot be used. instances: see `ScenePipeline.step`."""
        if frame.depth_m is not None:
            seen = self._sight.names(frame)
            self._tell(seen is None)
            return self._measured.step(frame, detections, instances, seen)
        started = perf_counter()
        look = self._sight.look(frame)
        took_ms = 1e3 * (perf_counter() - started)
        scene = self._predicted.step(look.frame, _boxes(detections, look), _smaller(instances, look), look.seen)
        return _enlarged(scene, frame, look, took_ms)

    def _tell(self, strange: bool) -> None:
        """That nothing is named, once, when it begins."""
        if strange and not self._strange:
            _LOG.warning("nothing is named: %s", STRANGE)
        self._strange = strange


def _for_predicted(config: SceneConfig) -> SceneConfig:
    """Settings for predicted depth, which does not show what is flat, and errs by as much as stated."""
    segments = replace(config.segments, min_pixels=_LEAST_PX, flat_m=0.0, least_odds=_LEAST_ODDS,
                       partition=PARTITION)
    return replace(config, segments=segments, relations=replace(config.relations, scatter=1.0))


def _boxes(detections: Sequence[NamedBox], look: Look) -> list[NamedBox]:
    """The same in pixels of the look."""
    across, down = look.frame.camera.width / look.fit.frame[1], look.frame.camera.height / look.fit.frame[0]
    return [replace(box, bbox_xyxy_px=(left * across, top * down, (right + 1) * across - 1, (bottom + 1) * down - 1))
            for box in detections for left, top, right, bottom in (box.bbox_xyxy_px,)]


def _smaller(instances: NDArray[np.uint16] | None, look: Look) -> NDArray[np.uint16] | None:
    if instances is None:
        return None
    size = (look.frame.camera.width, look.frame.camera.height)
    return np.asarray(cv2.resize(instances, size, interpolation=cv2.INTER_NEAREST), np.uint16)


def _enlarged(scene: Scene, frame: CameraFrame, look: Look, took_ms: float) -> Scene:
    """The scene in pixels of the frame."""
    height, width = look.fit.frame
    camera = look.frame.camera
    across, down = width / camera.width, height / camera.height

    def enlarged(item: SceneObject) -> SceneObject:
        if item.bbox_xyxy_px is None:
            return item
        left, top, right, bottom = item.bbox_xyxy_px
        box = (int(left * across), int(top * down), min(round((right + 1) * across), width) - 1,
               min(round((bottom + 1) * down), height) - 1)
        return replace(item, bbox_xyxy_px=box, pixel_count=round(item.pixel_count * across * down))

    assert scene.id_image is not None
    assert look.frame.depth_m is not None
    ids, depth = (cv2.resize(image, (width, height), interpolation=cv2.INTER_NEAREST)
                  for image in (scene.id_image, look.frame.depth_m))
    return replace(scene, camera=frame.camera, objects=tuple(map(enlarged, scene.objects)),
                   id_image=np.asarray(ids, np.uint16), depth_m=np.asarray(depth, np.float32),
                   timings_ms={"model": took_ms, **scene.timings_ms})
