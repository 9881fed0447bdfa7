"""Whether things keep their ids: a camera goes around a table, ten things leave the view and return, one is moved unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.evaluation.room_frame import MIN_IOU, RoomFrame, overlap, room_frame
from spatialgeo_ros.evaluation.rooms import camera_frame
from spatialgeo_ros.evaluation.unmatched import seen_objects
from spatialgeo_ros.geometry.camera import project
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import FloatArray, Pose, Scene, SceneObject
from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.orbit import PERIOD_S, movable, orbit_pose, orbit_room, with_thing_moved
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.scenery import Room
from spatialgeo_ros.world.trajectory import CAMERA
from spatialgeo_ros.world.truth import truth_of

CHANGES_GOAL = 2
MOVE_AFTER_S = 15.0  # by then all things were seen
_SAME_STD = 1e-9


@dataclass(frozen=True)
class IdChange:
    """A true thing that was found under one id and later under another."""

    time_s: float
    thing: str
    before: int
    after: int
    unseen_s: float


@dataclass(frozen=True)
class Claim:
    """What the scene said about the moved thing's id after the move. std_m: the largest of its position.

    at_old_place: nearer to where it was than to where it is. old_place_in_view: the camera looks there.
    """

    time_s: float
    visible: bool
    at_old_place: bool
    old_place_in_view: bool
    std_m: float


@dataclass(frozen=True)
class MovedThing:
    """A thing that was put elsewhere while the camera looked away. std_m: of its position when it was last seen."""

    thing: str
    id: int
    time_s: float
    std_m: float
    claims: tuple[Claim, ...]

    @property
    def false_claims(self) -> tuple[Claim, ...]:
        """Said to be in view at the old place, or to be there as surely as when it was last seen."""
        return tuple(claim for claim in self.claims
                     if claim.at_old_place and (claim.visible or claim.std_m <= self.std_m + _SAME_STD))

    @property
    def believed_s(self) -> float:
        """Seconds for which the scene held on to the old place after the camera had begun to look there."""
        looked = next((claim.time_s for claim in self.claims if claim.old_place_in_view), None)
        held = [claim.time_s for claim in self.claims if claim.at_old_place]
        return max(0.0, held[-1] - looked) if held and looked is not None else 0.0


@dataclass(frozen=True)
class OrbitScores:
    """sightings: of each true thing, in how many frames it was found. ids: of each, all ids it had, in order.

    returns: how often a thing was found again after at least a second out of view. moved: None when nothing could be.
    """

    seed: int
    rate_hz: float
    frames: int
    sightings: dict[str, int]
    ids: dict[str, tuple[int, ...]]
    changes: tuple[IdChange, ...]
    returns: int
    moved: MovedThing | None

    @property
    def reached(self) -> bool:
        return len(self.changes) <= CHANGES_GOAL and (self.moved is None or not self.moved.false_claims)


@dataclass(eq=False)
class _Followed:
    """id: newest, 0 = never found. item: the found object when it was last seen."""

    name: str
    id: int = 0
    last_s: float = 0.0
    sightings: int = 0
    ids: list[int] = field(default_factory=list)
    item: SceneObject | None = None


def _sightings(frame: RoomFrame, true_ids: NDArray[np.uint16],
               followed: dict[int, _Followed]) -> Iterator[tuple[int, SceneObject]]:
    """What each counted thing was found as: what it was found as last, as long as that still covers it, else the best.

    As in CLEAR MOT (Bernardin & Stiefelhagen 2008): a part that now and then overlaps more is no other identity.
    """
    for true in frame.counted:
        known = followed[true.id].id
        held = next((item for item in seen_objects(frame.scene) if item.id == known), None) if frame.scene else None
        if frame.scene is not None and held is not None and overlap(frame.scene, true_ids, true, held) >= MIN_IOU:
            yield true.id, held
        elif true.id in frame.matched:
            yield true.id, frame.matched[true.id]


class _Move:
    """Moves one thing as soon as it is out of view, and notes what is said about it from then on."""

    def __init__(self) -> None:
        self._thing_id = 0
        self._followed: _Followed | None = None
        self._time_s = 0.0
        self._places: tuple[FloatArray, FloatArray] = (np.zeros(3), np.zeros(3))
        self._claims: list[Claim] = []

    @property
    def done(self) -> bool:
        return self._followed is not None

    def make(self, room: Room, unseen: set[int], followed: dict[int, _Followed], time_s: float) -> Room:
        """The room, changed if something that was found before is out of view now."""
        for thing in movable(room):
            known = followed[thing.id]
            changed = with_thing_moved(room, thing.id) if thing.id in unseen and known.id else None
            if changed is not None:
                self._thing_id, self._followed, self._time_s = thing.id, known, time_s
                self._places = (_middle(room, thing.id), _middle(changed, thing.id))
                self._claims = []
                self._id, self._std_m = known.id, 0.0 if known.item is None else _std_m(known.item)
                return changed
        return room

    def note(self, scene: Scene, world_from_camera: Pose, time_s: float) -> None:
        item = next((other for other in scene.objects if other.id == self._id), None)
        if item is None:
            return
        old, new = (float(np.linalg.norm(item.centre_ref - place)) for place in self._places)
        self._claims.append(Claim(time_s, item.visible, old < new, _in_view(self._places[0], world_from_camera),
                                  _std_m(item)))

    def result(self) -> MovedThing | None:
        if self._followed is None:
            return None
        return MovedThing(self._followed.name, self._id, self._time_s, self._std_m, tuple(self._claims))


def evaluate_orbit(seed: int, rate_hz: float, config: SceneConfig,
                   progress: Callable[[str], None] = lambda line: None) -> OrbitScores:
    """Sixty seconds around the table of one seed. rate_hz: frames per second of simulated time."""
    room = orbit_room(seed)
    renderer, pipeline, move = Renderer(room), ScenePipeline(config), _Move()
    followed = {thing.id: _Followed(f"{thing.word}[{thing.id}]") for thing in room.objects()}
    changes: list[IdChange] = []
    returns, frames = 0, round(PERIOD_S * rate_hz)
    for index in range(frames):
        time_s = index / rate_hz
        pose = orbit_pose(room, time_s)
        view = renderer.render(pose, CAMERA, index)
        if time_s >= MOVE_AFTER_S and not move.done:
            changed = move.make(room, set(followed) - set(np.unique(view.id_image).tolist()), followed, time_s)
            if changed is not room:
                room, renderer = changed, Renderer(changed)
        images = camera_frame(view.rgb, sense(view, renderer.surfaces.weakness, index), pose,
                              round(1e9 * (1.0 + time_s)))
        scene = pipeline.step(images)
        frame = room_frame("", truth_of(room, view, pose, CAMERA), view.id_image, scene)
        for number, item in _sightings(frame, view.id_image, followed):
            known = followed[number]
            returns += bool(known.id) and time_s - known.last_s > 1.0
            if known.id and known.id != item.id:
                changes.append(IdChange(time_s, known.name, known.id, item.id, time_s - known.last_s))
            known.ids += [] if known.id == item.id else [item.id]
            known.id, known.last_s, known.item = item.id, time_s, item
            known.sightings += 1
        if move.done:
            move.note(scene, pose, time_s)
        if (index + 1) % max(1, frames // 6) == 0:
            progress(f"{time_s:.0f} s of {PERIOD_S:.0f}: {len(changes)} identity changes so far")
    return OrbitScores(seed, rate_hz, frames, {known.name: known.sightings for known in followed.values()},
                       {known.name: tuple(known.ids) for known in followed.values()}, tuple(changes), returns,
                       move.result())


def _middle(room: Room, thing_id: int) -> FloatArray:
    vertices = room.thing(thing_id).mesh.vertices
    return np.asarray((vertices.min(axis=0) + vertices.max(axis=0)) / 2)


def _std_m(item: SceneObject) -> float:
    return float(np.sqrt(np.linalg.eigvalsh(item.centre_cov_m2)[-1]))


def _in_view(point_world: FloatArray, world_from_camera: Pose) -> bool:
    local = world_from_camera.inverse().apply(point_world)
    if local[2] <= 0:
        return False
    column, row = project(local[None], CAMERA)[0]
    return bool(0 <= column < CAMERA.width and 0 <= row < CAMERA.height)
