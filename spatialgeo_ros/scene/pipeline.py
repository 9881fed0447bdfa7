"""One frame in, one scene out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.geometry.camera import check_camera
from spatialgeo_ros.geometry.plane import Plane
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene.appearance import colour_words_of, shape_words
from spatialgeo_ros.scene.flattening import flattened
from spatialgeo_ros.scene.given_segments import given_segments
from spatialgeo_ros.scene.gravity import dominant_support
from spatialgeo_ros.scene.joining import Score, load_joiner
from spatialgeo_ros.scene.level_view import WorkingDepth, level_view, working_depth
from spatialgeo_ros.scene.naming import name_objects
from spatialgeo_ros.scene.objects import Located, locate_objects
from spatialgeo_ros.scene.relations import find_relations
from spatialgeo_ros.scene.seen import Seen
from spatialgeo_ros.scene.segmenter import Segmenter
from spatialgeo_ros.scene.segments import find_segments
from spatialgeo_ros.scene.settling import settled
from spatialgeo_ros.scene.supports import BOARD_M, height_above, height_noise
from spatialgeo_ros.scene.told_supports import supports_of
from spatialgeo_ros.scene.tracks import Tracker
from spatialgeo_ros.scene.visibility import with_visible_fractions
from spatialgeo_ros.types import (
    CameraFrame,
    FloatArray,
    GravitySource,
    NamedBox,
    ObjectKind,
    Scene,
    SceneObject,
)

T = TypeVar("T")


def _bundled_segmenter(runtime: str) -> Segmenter:
    return Segmenter(runtime=runtime)


class ScenePipeline:
    """Measures frame after frame; keeps what must persist between them: tracks and the last support plane."""

    def __init__(self, config: SceneConfig | None = None, open_segmenter: Callable[[str], Segmenter] = _bundled_segmenter,
                 joiner: Score | None = None) -> None:
        """open_segmenter: the network for a `segments.runtime`. joiner: tells which of its fragments are one thing; None = the
        bundled one."""
        self._config = config or SceneConfig()
        self._tracker = Tracker(self._config.tracks)
        self._open_segmenter = open_segmenter
        self._segmenter = open_segmenter(self._config.segments.runtime)
        self._joiner = joiner or load_joiner()
        self.reset()

    def reset(self) -> None:
        """Forget all frames seen so far."""
        self._plane: Plane | None = None
        self._tracker.reset()

    def configure(self, config: SceneConfig) -> None:
        """Use other settings from the next frame on; objects keep their ids."""
        if config.segments.runtime != self._config.segments.runtime:
            self._segmenter = self._open_segmenter(config.segments.runtime)
        self._config = config
        self._tracker.configure(config.tracks)

    def step(self, frame: CameraFrame, detections: Sequence[NamedBox] = (),
             instances: NDArray[np.uint16] | None = None, seen: Seen | None = None) -> Scene:
        """The scene of one frame. Raises an InputError for a frame that cannot be used, and then remembers nothing of it.

        instances: (H, W) which pixels are of one thing, 0 = none, where somebody knows better than the network. seen: what a
        model that knows things by sight says of the frame.
        """
        clock = _Clock()
        check_camera(frame.camera)
        working = clock.lap("depth", working_depth(frame, self._config.depth, self._config.segments.work_width))
        predicted = None if seen is None else seen.predicted
        if predicted is not None:
            working = replace(working, shared_error=predicted.depth_error)
        up_ref, gravity_source, plane = clock.lap("gravity", self._up(frame, working))
        reference_from_viewer = levelled_viewer(frame.reference_from_camera, up_ref)
        view = clock.lap("points", level_view(frame, working, reference_from_viewer.inverse()
                                              @ frame.reference_from_camera))
        supports, told = clock.lap("supports", supports_of(view, None if predicted is None else predicted.ground,
                                                          self._config.supports))
        above = clock.lap("heights", height_above(view, supports, BOARD_M))
        if instances is not None:
            segments = clock.lap("segments", given_segments(instances, view, self._config.segments))
        else:
            affinities, looks = clock.lap("network", self._segmenter.see(
                view, above, None if predicted is None else predicted.told))
            segments = clock.lap("segments", find_segments(affinities, looks, self._joiner, view, above,
                                                           self._config.segments))
        if predicted is not None:
            view = clock.lap("flattening", flattened(view, segments))
        carried_by = None if told is None else told.carrying(segments, working.depth_m)
        located = clock.lap("objects", locate_objects(view, segments, supports, height_noise(view, above), frame,
                                                      reference_from_viewer, self._config.objects,
                                                      carried_by))
        located = clock.lap("visibility", with_visible_fractions(located, working, frame.reference_from_camera))
        described = clock.lap("appearance", _describe(located, frame, working.step, up_ref))
        if seen is not None:
            described, located = clock.lap("reading", _kept(seen.reading(described, located.labels, reference_from_viewer),
                                                            located))
        if predicted is not None:
            described = clock.lap("settling", settled(described, located, reference_from_viewer))
        named = clock.lap("names", name_objects(described, detections))
        tracked = clock.lap("tracks", self._tracker.update(named, frame, reference_from_viewer, located.rests_on))
        relations = clock.lap("relations", find_relations(tracked.objects, reference_from_viewer, self._config.relations))
        id_image = clock.lap("id_image", _id_image(located, tracked.id_of_found, frame))
        self._plane = plane
        return Scene(frame.stamp_ns, frame.reference_frame_id, frame.frame_id, frame.metric, frame.depth_source,
                     gravity_source, reference_from_viewer, frame.reference_from_camera, frame.camera,
                     tracked.objects, relations, id_image, clock.laps_ms)

    def _up(self, frame: CameraFrame, working: WorkingDepth) -> tuple[FloatArray, GravitySource, Plane | None]:
        """Up in the reference frame, who said so, and the support plane when it was that."""
        if frame.up_ref is not None:
            return frame.up_ref, frame.gravity_source, None
        support = dominant_support(working, self._plane)
        up_ref = frame.reference_from_camera.rotation @ support.up_camera
        return up_ref, GravitySource.SUPPORT_PLANE, support.plane


class _Clock:
    """Milliseconds of each stage, by the wall clock."""

    def __init__(self) -> None:
        self.laps_ms: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str, value: T) -> T:
        """Book the time since the last call on stage `name`; hands `value` through."""
        now = time.perf_counter()
        self.laps_ms[name] = 1e3 * (now - self._last)
        self._last = now
        return value


def _describe(located: Located, frame: CameraFrame, step: int, up_ref: FloatArray) -> tuple[SceneObject, ...]:
    """Objects with their colour and shape words."""
    flat, width = located.labels.ravel(), located.labels.shape[1]
    members = np.flatnonzero(flat > 0)
    members = members.take(np.argsort(flat.take(members), kind="stable"))
    bounds = np.searchsorted(flat.take(members), np.arange(1, len(located.objects) + 2))
    rows, columns = np.divmod(members, width)
    pixels = frame.rgb.reshape(-1, 3).take((rows * frame.camera.width + columns) * step, axis=0)
    colours = colour_words_of([pixels[start:end] for start, end in pairwise(bounds.tolist())])
    return tuple(
        item if item.kind == ObjectKind.SUPPORT else
        item.replaced(colours=words, shapes=shape_words(item.box, item.surface_ref, up_ref))
        for item, words in zip(located.objects, colours, strict=True))


def _kept(objects: Sequence[SceneObject | None], located: Located) -> tuple[tuple[SceneObject, ...], Located]:
    """Without what turned out to be no thing. What rested on it rests on what carried it."""
    kept = tuple(item for item in objects if item is not None)
    if len(kept) == len(objects):
        return kept, located
    index_of = np.cumsum([item is not None for item in objects]) - 1

    def carrier(index: int) -> int:
        below = located.rests_on[index]
        while below >= 0 and objects[below] is None:
            below = located.rests_on[below]
        return int(index_of[below]) if below >= 0 else -1

    left = [k for k, item in enumerate(objects) if item is not None]
    renamed = np.array([0, *(index_of[k] + 1 if objects[k] is not None else 0 for k in range(len(objects)))], np.int32)
    return kept, Located(tuple(located.objects[k] for k in left), tuple(carrier(k) for k in left),
                         renamed.take(located.labels), tuple(located.contained[k] for k in left))


def _id_image(located: Located, id_of_found: Sequence[int], frame: CameraFrame) -> NDArray[np.uint16]:
    """(H, W) ids at full resolution, 0 = none."""
    ids = np.array([0, *id_of_found], np.uint16)
    size = (frame.camera.width, frame.camera.height)
    return np.asarray(cv2.resize(ids.take(located.labels), size, interpolation=cv2.INTER_NEAREST), np.uint16)
