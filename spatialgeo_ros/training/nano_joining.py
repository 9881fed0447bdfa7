"""Learn which fragments of nano's own segments are one thing: `scene.joining` for what its semantic encoder says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene.joining import Joiner
from spatialgeo_ros.scene.level_view import level_view, working_depth
from spatialgeo_ros.scene.partition import Looks
from spatialgeo_ros.scene.seen import Predicted
from spatialgeo_ros.scene.supports import BOARD_M, height_above
from spatialgeo_ros.scene.told_supports import supports_of
from spatialgeo_ros.scene.view_features import block_channels
from spatialgeo_ros.sight.looking import Look, Sight
from spatialgeo_ros.sight.pipeline import PARTITION
from spatialgeo_ros.training.segmenter_joining import KnownView, fit_joiner
from spatialgeo_ros.types import CameraFrame, GravitySource, ObjectKind, PinholeCamera
from spatialgeo_ros.world.rgb_shards import Views, load_shards, write_shard
from spatialgeo_ros.world.rgb_views import HEIGHT, RGB_SEEDS, WIDTH

_ROOMS_PER_SHARD, _VIEWS, _ASKED = 20, 8, 4  # as those that nano is trained on, so that these are used again


def rooms_to_join(rooms: int, folder: Path, tell: Callable[[str], None]) -> Views:
    """Views of the first rooms that models are trained on, rendered into `folder` unless they are there."""
    if not 0 < rooms <= len(RGB_SEEDS):
        raise ConfigError(f"--rooms is {rooms}; there are seeds for 1 to {len(RGB_SEEDS)}")
    paths = []
    for first in range(0, rooms, _ROOMS_PER_SHARD):
        seeds = RGB_SEEDS[first:min(first + _ROOMS_PER_SHARD, rooms)]
        paths.append(folder / f"{seeds[0]}-{seeds[-1]}-{_VIEWS}-{_ASKED}.npz")
        tell(f"{write_shard(paths[-1], seeds, _VIEWS, _ASKED)} views of rooms {seeds[0]} to {seeds[-1]}")
    return load_shards(paths)


def fit_nano_joiner(sight: Sight, views: Views, most: int) -> Joiner | None:
    """From up to `most` views, spread evenly; None where the model finds no fragments in them."""
    chosen = np.unique(np.linspace(0, len(views) - 1, min(most, len(views))).astype(int))
    return fit_joiner(lambda: _known_views(sight, views, chosen.tolist()), PARTITION)


def _known_views(sight: Sight, views: Views, chosen: list[int]) -> Iterator[KnownView]:
    for index in chosen:
        fx, fy, cx, cy = (float(value) for value in views.camera[index])
        frame = CameraFrame(views.rgb(index), None, PinholeCamera(HEIGHT, WIDTH, fx, fy, cx, cy), index,
                            up_ref=views.up_camera[index].astype(np.float64), gravity_source=GravitySource.PARAMETER)
        things = views.things_of(index)
        objects = things["id"][things["kind"] == ObjectKind.OBJECT]
        look = sight.look(frame, certain=False)
        assert look.seen.predicted is not None
        ids = np.where(np.isin(views.ids[index], objects), views.ids[index], 0)
        yield KnownView(look.seen.predicted.affinities, _looks(look, look.seen.predicted), ids)


def _looks(look: Look, predicted: Predicted) -> Looks:
    """What the pipeline sees of it before it segments."""
    config, frame = SceneConfig(), look.frame
    assert frame.up_ref is not None
    working = replace(working_depth(frame, config.depth, config.segments.work_width), shared_error=predicted.depth_error)
    view = level_view(frame, working, levelled_viewer(frame.reference_from_camera, frame.up_ref).inverse()
                      @ frame.reference_from_camera)
    supports, _ = supports_of(view, predicted.ground, config.supports)
    above = height_above(view, supports, BOARD_M)
    return Looks(view.lab, block_channels(view, above), predicted.kinds)
