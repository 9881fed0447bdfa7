"""The same views measured again with more and more of the truth, to tell which stage is to blame for an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.evaluation.causes import Blamed, Retrials, blame
from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.room_checks import relation_checks
from spatialgeo_ros.evaluation.room_frame import RoomFrame, mask_iou, room_frame
from spatialgeo_ros.evaluation.room_lengths import length_checks
from spatialgeo_ros.evaluation.true_scene import true_scene
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import CameraFrame, NamedBox, ObjectKind, Scene
from spatialgeo_ros.world.render import View


class Retrial:
    """Goes through a room along with the pipeline that is judged, one true stage ahead of it, and two."""

    def __init__(self, config: SceneConfig) -> None:
        self._config = config
        self._true_segments, self._true_depth = ScenePipeline(config), ScenePipeline(config)

    def blame(self, checks: Sequence[Check], frame: RoomFrame, view: View, images: CameraFrame,
              names: Sequence[NamedBox]) -> tuple[Blamed, ...]:
        """Call it for every view, for both pipelines have a memory. checks: those of `frame`."""
        things = [item.id for item in frame.truth.objects if item.kind is ObjectKind.OBJECT]
        instances = np.where(np.isin(view.id_image, things), view.id_image, 0).astype(np.uint16)
        exact = replace(images, depth_m=view.depth_m)
        scenes = (_scene(self._true_segments, images, names, instances),
                  _scene(self._true_depth, exact, names, instances),
                  true_scene(frame.truth, view.id_image, images, self._config))
        tried = (all_checks(room_frame(frame.where, frame.truth, view.id_image, scene)) for scene in scenes)
        return blame(checks, Retrials(*tried), lambda number: mask_iou(frame, view.id_image, frame.truth.object(number)))


def all_checks(frame: RoomFrame) -> tuple[Check, ...]:
    """Everything that is compared with the truth, but for questions in words."""
    return (*relation_checks(frame), *(item.check for item in length_checks(frame)))


def _scene(pipeline: ScenePipeline, images: CameraFrame, names: Sequence[NamedBox],
           instances: NDArray[np.uint16]) -> Scene | None:
    try:
        return pipeline.step(images, names, instances)
    except InputError:
        return None
