"""Views to train the segmentation network of predicted depth on: rooms of colour alone, and what a model makes of them.

Rooms are those that models are trained on, but of seeds that these have not come to yet: what the network learns to
mend is how the model errs where it has not learned.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.models.opening import open_vision
from spatialgeo_ros.scene.level_view import LevelView, level_view, working_depth
from spatialgeo_ros.scene.supports import BOARD_M, height_above
from spatialgeo_ros.scene.told_supports import supports_of
from spatialgeo_ros.sight.looking import Look, Sight
from spatialgeo_ros.sight.outlines import mirrored_told
from spatialgeo_ros.training.nano_batches import vary_light
from spatialgeo_ros.training.segmenter_colours import repaint
from spatialgeo_ros.training.segmenter_views import (
    TOLD_STEPS,
    TrainingView,
    kinds_of,
    mirrored,
    training_view,
    write_views,
)
from spatialgeo_ros.types import CameraFrame, FloatArray, GravitySource
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rgb_views import LEAST_M, other_light, random_camera
from spatialgeo_ros.world.rooms import TABLETOP, make_room

FIRST_SEED = 220000  # of RGB_SEEDS
VIEWS_PER_ROOM = 6
_LEAST_THINGS = 3


def write_seen_room(seed: int, folder: Path, model: str) -> int:
    """`segmenter_views.write_room` of what `model`, a name or a path, makes of one room."""
    return write_views(lambda: seen_room(seed, _sight(model)), folder / f"{seed}.npz")


@lru_cache(1)
def _sight(model: str) -> Sight:
    return Sight(open_vision(model, "onnx", threads=1))


def seen_room(seed: int, sight: Sight) -> list[TrainingView]:
    """Up to VIEWS_PER_ROOM, three in five under another light and with noise; those with almost nothing are left out."""
    rng = np.random.default_rng([seed, 31])
    room = make_room(seed, TABLETOP)
    renderer, kinds = Renderer(replace(room, light=other_light(room.light, rng))), kinds_of(room)
    views: list[TrainingView] = []
    for _ in range(2 * VIEWS_PER_ROOM):
        if len(views) == VIEWS_PER_ROOM:
            break
        world_from_camera, camera = random_camera(room, rng)
        view = renderer.render(world_from_camera, camera, int(rng.integers(1 << 30)))
        ids = np.where(kinds[view.id_image] > 0, view.id_image, 0).astype(np.uint8)
        if np.isfinite(view.depth_m).mean() < 0.98 or np.nanmin(view.depth_m) < LEAST_M:
            continue
        if len(np.unique(ids)) <= _LEAST_THINGS:
            continue
        rgb = _in_other_light(view.rgb, int(rng.integers(1 << 30))) if rng.random() < 0.6 else view.rgb
        frame = CameraFrame(rgb, None, camera, 1, up_ref=world_from_camera.rotation[2].copy(),
                            gravity_source=GravitySource.PARAMETER)
        try:
            views.append(seen_view(sight.look(frame, certain=False), ids, kinds))
        except SpatialGeoError:  # nothing whose depth is told, say
            continue
    return views


def _in_other_light(rgb: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)  # grain is not the generator's
        varied = vary_light(torch.from_numpy(rgb)[None], torch.Generator().manual_seed(seed))
    return np.asarray(varied[0].numpy(), np.uint8)


def seen_view(look: Look, ids: NDArray[np.uint8], kinds: NDArray[np.uint8]) -> TrainingView:
    """ids: of the frame, (H, W). kinds: (256,) of these, see `TrainingView`."""
    assert look.seen.predicted is not None
    view, above = _level(look)
    small = cv2.resize(ids, view.shape[::-1], interpolation=cv2.INTER_NEAREST)
    told = np.clip(np.rint(look.seen.predicted.told * TOLD_STEPS), -127, 127).astype(np.int8)
    return training_view(view, above, look.frame.rgb, np.asarray(small, np.uint8), kinds, told)


def _level(look: Look) -> tuple[LevelView, FloatArray]:
    """What the pipeline sees of it before it segments, and (h, w) metres over the support beneath."""
    config, frame, predicted = SceneConfig(), look.frame, look.seen.predicted
    assert predicted is not None
    assert frame.up_ref is not None
    working = replace(working_depth(frame, config.depth, config.segments.work_width), shared_error=predicted.depth_error)
    view = level_view(frame, working, levelled_viewer(frame.reference_from_camera, frame.up_ref).inverse()
                      @ frame.reference_from_camera)
    supports, _ = supports_of(view, predicted.ground, config.supports)
    return view, height_above(view, supports, BOARD_M)


def varied_seen(view: TrainingView, rng: np.random.Generator) -> TrainingView:
    """Other colours, no known support, another camera height, nothing told, mirrored."""
    rgb = repaint(view.rgb, view.ids, rng) if rng.random() < 0.4 else view.rgb
    blocks, told = view.blocks.copy(), view.told
    if rng.random() < 0.1:
        blocks[5:7] = 0
    if rng.random() < 0.5:
        blocks[4] += np.float16(rng.normal(0, 0.15))
    if rng.random() < 0.05:
        told = np.zeros_like(told)
    view = replace(view, rgb=rgb, blocks=blocks, told=told)
    return mirrored(view, mirrored_told(told)) if rng.random() < 0.5 else view
