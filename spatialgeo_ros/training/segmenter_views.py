"""Views of simulated rooms to train the segmentation network on, as files.

Rooms are those of `make_room`, seeds from 100000, which nothing else uses, from 110000 with heaps on their tables; the
camera goes where the simulator's path never goes, its lens, its noise and the smear of its edges change from view to view, so
that the network learns no one sensor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import ConfigError, SpatialGeoError
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene.facets import facets_of
from spatialgeo_ros.scene.level_view import LevelView, level_view, working_depth
from spatialgeo_ros.scene.supports import BOARD_M, find_supports, height_above
from spatialgeo_ros.scene.view_features import block_channels, relief
from spatialgeo_ros.training.segmenter_heaps import heaped
from spatialgeo_ros.types import Array, CameraFrame, FloatArray, GravitySource, ObjectKind, PinholeCamera, Pose
from spatialgeo_ros.world import catalogue
from spatialgeo_ros.world.noise import DepthNoise, sense
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.scenery import Room
from spatialgeo_ros.world.trajectory import camera_pose, camera_position, look_at

FIRST_SEED = 100000
FIRST_HEAPED = 110000
VIEWS_PER_ROOM = 5
KINDS = ("", *catalogue.KINDS, "chair", "stool", "of no kind")  # the first is no thing
_RELIEF_STEP = 1 / 32
TOLD_STEPS = 50


@dataclass(frozen=True, eq=False)
class TrainingView:
    """At working resolution. rgb: (h, w, 3) uint8. ids: (h, w) uint8, 0 = no thing. relief: (h, w) int8 in 1/32. known:
    (h, w) uint8. blocks: (7, h / 2, w / 2) float16, see `scene.view_features`. kinds: (256,) uint8 index into KINDS of each
    id. told: (T, h / 2, w / 2) int8 in TOLD_STEPS to one, what a model told of it; T is 0 where depth is measured."""

    rgb: NDArray[np.uint8]
    ids: NDArray[np.uint8]
    relief: NDArray[np.int8]
    known: NDArray[np.uint8]
    blocks: NDArray[np.float16]
    kinds: NDArray[np.uint8]
    told: NDArray[np.int8]


def write_room(seed: int, folder: Path) -> int:
    """Render the views of one room into `folder`/SEED.npz, unless they are there; how many there are."""
    return write_views(lambda: room_views(seed), folder / f"{seed}.npz")


def write_views(make: Callable[[], list[TrainingView]], path: Path) -> int:
    """Into this file, unless it is there; how many it has."""
    if not path.exists():
        views = make()
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            np.savez(file, **{field.name: _stacked([getattr(view, field.name) for view in views])
                              for field in fields(TrainingView)})  # type: ignore[arg-type]  # takes them for allow_pickle
        unfinished.replace(path)
    return len(load_room(path))


def load_room(path: Path) -> list[TrainingView]:
    """Raises ConfigError for a file that another version of this package has written."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    expected = {field.name for field in fields(TrainingView)}
    if arrays.keys() != expected:
        raise ConfigError(f"{path} has {sorted(arrays)}, expected {sorted(expected)}: another version of this package has "
                          f"rendered it; remove {path.parent}, so that its rooms are rendered anew, or give another --out")
    return [TrainingView(**{name: array[index] for name, array in arrays.items()}) for index in range(len(arrays["rgb"]))]


def _stacked(arrays: list[Array]) -> Array:
    return np.stack(arrays) if arrays else np.zeros(0)


def room_views(seed: int) -> list[TrainingView]:
    """Up to VIEWS_PER_ROOM; poses from which almost nothing, or something too near, is seen are left out."""
    rng = np.random.default_rng([seed, 77])
    room = heaped(make_room(seed)) if seed >= FIRST_HEAPED else make_room(seed)
    renderer = Renderer(room)
    kinds = kinds_of(room)
    views = []
    for _ in range(VIEWS_PER_ROOM):
        world_from_camera, camera = _random_camera(room, rng)
        view = renderer.render(world_from_camera, camera, int(rng.integers(1 << 30)))
        if np.isfinite(view.depth_m).mean() < 0.9 or np.nanpercentile(view.depth_m, 2) < 0.25:
            continue
        depth = sense(view, renderer.surfaces.weakness, int(rng.integers(1 << 30)), _random_noise(rng))
        frame = CameraFrame(view.rgb, _smeared(depth, rng), camera, stamp_ns=1, reference_frame_id="map",
                            reference_from_camera=world_from_camera, up_ref=np.array([0.0, 0.0, 1.0]),
                            gravity_source=GravitySource.REFERENCE_FRAME)
        ids = np.where(kinds[view.id_image] > 0, view.id_image, 0)
        try:
            views.append(_training_view(frame, ids, kinds))
        except SpatialGeoError:  # no surface to be seen, say
            continue
    return views


def kinds_of(room: Room) -> NDArray[np.uint8]:
    """(256,) index into KINDS of each thing by id, 0 for what is none."""
    kinds = np.zeros(256, np.uint8)
    for thing in room.objects():
        kinds[thing.id] = KINDS.index(thing.word) if thing.word in KINDS else len(KINDS) - 1
    return kinds


def _training_view(frame: CameraFrame, ids: NDArray[np.integer], kinds: NDArray[np.uint8]) -> TrainingView:
    config = SceneConfig()
    working = working_depth(frame, config.depth, config.segments.work_width)
    assert frame.up_ref is not None
    viewer = levelled_viewer(frame.reference_from_camera, frame.up_ref)
    view = level_view(frame, working, viewer.inverse() @ frame.reference_from_camera)
    above = height_above(view, find_supports(facets_of(view), view, config.supports), BOARD_M)
    size = (view.shape[1], view.shape[0])
    small = np.asarray(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    nothing = np.zeros((0, view.shape[0] // 2, view.shape[1] // 2), np.int8)
    return training_view(view, above, small, ids[::working.step, ::working.step].astype(np.uint8), kinds, nothing)


def training_view(view: LevelView, above: FloatArray, rgb: NDArray[np.uint8], ids: NDArray[np.uint8],
                  kinds: NDArray[np.uint8], told: NDArray[np.int8]) -> TrainingView:
    """above: (h, w) metres over the support surface beneath, inf where none is known. The rest: the fields' own."""
    return TrainingView(rgb, ids, np.clip(np.rint(relief(view) / _RELIEF_STEP), -127, 127).astype(np.int8),
                        view.valid.astype(np.uint8), block_channels(view, above).astype(np.float16), kinds, told)


def relief_of(view: TrainingView) -> FloatArray:
    return np.asarray(view.relief * np.float32(_RELIEF_STEP))


def mirrored(view: TrainingView, told: NDArray[np.int8]) -> TrainingView:
    """told: the mirrored one, which only who made it knows to mirror."""
    blocks = view.blocks[..., ::-1].copy()
    blocks[0] *= -1  # across, of the normal
    return TrainingView(view.rgb[:, ::-1], view.ids[:, ::-1], view.relief[:, ::-1], view.known[:, ::-1], blocks, view.kinds,
                        told)


def _random_camera(room: Room, rng: np.random.Generator) -> tuple[Pose, PinholeCamera]:
    """Two in five from the simulator's path, the others nearer, lower or higher, at a table or at one thing."""
    t_s = float(rng.uniform(0, 200))
    focal = float(rng.uniform(450, 720))
    camera = PinholeCamera(480, 640, focal, focal, float(rng.uniform(300, 340)), float(rng.uniform(220, 260)))
    if rng.random() >= 0.6:
        return camera_pose(room, t_s), camera
    target = room.path.centre_m + np.array([*rng.normal(0, 0.2, 2), rng.uniform(-0.02, 0.1)])
    things = [thing for thing in room.things if thing.kind is ObjectKind.OBJECT]
    if things and rng.random() < 0.6:
        target = things[int(rng.integers(len(things)))].mesh.vertices.mean(axis=0) + rng.normal(0, 0.08, 3)
    away = camera_position(room.path, t_s) - target
    distance = float(np.linalg.norm(away))
    nearer = max(0.55, distance * float(rng.uniform(0.45, 1.0)))
    position = target + away / distance * nearer
    position[2] = max(position[2] + float(rng.uniform(-0.15, 0.25)), target[2] + 0.12 * nearer)
    return look_at(position, target, float(np.radians(rng.normal(0, 3)))), camera


def _random_noise(rng: np.random.Generator) -> DepthNoise:
    return DepthNoise(constant_m=0.0006 * float(rng.uniform(0.5, 2)), quadratic_per_m=0.0013 * float(rng.uniform(0.3, 1.6)),
                      correlated_share=float(rng.choice([0.3, 0.5, 0.8])), edge_jitter_px=float(rng.uniform(0.2, 1.2)),
                      baseline_m=float(rng.choice([0.03, 0.055, 0.075])), grazing_cosine=float(rng.uniform(0.05, 0.13)),
                      step_m=float(rng.choice([0.001, 0.001, 0.003])))


def _smeared(depth: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Two in five as a stereo camera gives them: edges are ramps several pixels wide, and half of those fattened, too:
    near things take the pixels beside them along."""
    if rng.random() >= 0.4:
        return depth
    side = int(rng.choice([3, 5, 7]))
    filled = np.nan_to_num(depth, nan=0.0)
    if rng.random() < 0.5:
        window = np.ones((side, side), np.uint8)
        near = np.asarray(cv2.erode(np.where(filled > 0, filled, np.float32(1e3)), window), np.float32)
        filled = np.asarray(cv2.medianBlur(np.where(near < 1e3, near, 0).astype(np.float32), 5), np.float32)
        side = 3
    weight = cv2.blur((filled > 0).astype(np.float32), (side, side))
    mean = cv2.blur(filled, (side, side)) / np.maximum(weight, 1e-3)
    return np.asarray(np.where(filled > 0, mean, np.nan), np.float32)
