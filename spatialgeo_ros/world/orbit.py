"""A table with ten things that a camera goes around, looking to and fro, so that all of them leave the view and return."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.types import FloatArray, ObjectKind, Pose
from spatialgeo_ros.world import clutter, furniture
from spatialgeo_ros.world.catalogue import ColourChooser
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.placement import Placer, Spot
from spatialgeo_ros.world.rooms import FURNITURE_COLOURS, make_light, put_floor
from spatialgeo_ros.world.scenery import CameraPath, Room, Thing
from spatialgeo_ros.world.shapes import Slab, contains
from spatialgeo_ros.world.shell import make_shell
from spatialgeo_ros.world.trajectory import look_at

THINGS = 10
PERIOD_S = 60.0  # once around
_LOOK_S = 11.0  # once to and fro
_LOOK_ASIDE_M = 1.3  # beside the table's middle: there nearly everything is out of view
_SIZE_M = (6.0, 6.0, 2.6)
_TABLE_M = (1.5, 0.9)
_ATTEMPTS = 200
_PLACES = 300  # tried for a thing that is moved
_MOVED_M = 0.25  # at least so far a thing is put elsewhere


def orbit_room(seed: int) -> Room:
    """A large room with one table and ten things side by side on it."""
    for attempt in range(_ATTEMPTS):
        rng = np.random.default_rng([seed, attempt])
        placer, colours = Placer(rng, _SIZE_M), ColourChooser(rng)
        floor = put_floor(placer)
        shape = furniture.table(Paint(str(rng.choice(FURNITURE_COLOURS)), "black", rng), _TABLE_M, 0.74, "legs")
        table = placer.add(shape, Spot(np.zeros(2), 0.0, 0.0002), floor.id, kind=ObjectKind.SUPPORT)
        clutter.side_by_side(placer, colours, table, THINGS)
        if len(placer.things) == THINGS + 2:
            path = CameraPath(np.array([0.0, 0.0, table.top_m]), float(rng.uniform(0, 2 * np.pi)), 0.0, 1.5, 1.45,
                              PERIOD_S, np.array([[0.0, 0.0, table.top_m]]), rng.uniform(0, 2 * np.pi, 8))
            return Room(seed, _SIZE_M, tuple(placer.things), make_shell(_SIZE_M, rng), make_light(rng, _SIZE_M), path)
    raise SpatialGeoError(f"no table with exactly {THINGS} things came about for seed {seed}; take another seed")


def orbit_pose(room: Room, t_s: float) -> Pose:
    """world_from_camera at a time: once around the table in 60 s, the gaze swinging from side to side."""
    path = room.path
    azimuth = path.azimuth + 2 * np.pi * t_s / path.period_s
    outward = np.array([np.cos(azimuth), np.sin(azimuth), 0.0])
    sideways = np.array([-outward[1], outward[0], 0.0])
    position = path.centre_m * (1, 1, 0) + path.radius_m * outward + (0.0, 0.0, path.height_m)
    return look_at(position, path.centre_m + _LOOK_ASIDE_M * np.sin(2 * np.pi * t_s / _LOOK_S) * sideways)


def movable(room: Room) -> tuple[Thing, ...]:
    """Things on the table itself that carry nothing."""
    table = next(thing for thing in room.things if thing.word == "table")
    carrying = {number for thing in room.things for number in (thing.support_id, thing.container_id)}
    return tuple(thing for thing in room.objects() if thing.support_id == table.id and thing.id not in carrying)


def with_thing_moved(room: Room, thing_id: int, seed: int = 0) -> Room | None:
    """The same room with one thing elsewhere on its table, unturned; None when no place was found."""
    thing = room.thing(thing_id)
    ledge = room.thing(thing.support_id).ledges[0]
    others = Placer(np.random.default_rng([seed, thing_id]), room.size_m)
    others.things = [other for other in room.things if other.id != thing_id]
    low, high = ledge.polygon_m.min(axis=0), ledge.polygon_m.max(axis=0)
    here = thing.world_from_shape.translation_m[:2]
    for _ in range(_PLACES):
        offset = others.rng.uniform(low, high) - here
        slabs = _moved_slabs(thing, offset)
        if np.linalg.norm(offset) >= _MOVED_M and all(contains(ledge.polygon_m, slab.polygon_m) for slab in slabs) and (
                others.fits(slabs, 0.03)):
            moved = _moved(thing, offset)
            return replace(room, things=tuple(moved if other.id == thing_id else other for other in room.things))
    return None


def _moved_slabs(thing: Thing, offset: FloatArray) -> tuple[Slab, ...]:
    return tuple(Slab(slab.polygon_m + offset, slab.low_m, slab.high_m) for slab in thing.slabs)


def _moved(thing: Thing, offset: FloatArray) -> Thing:
    shift = np.array([offset[0], offset[1], 0.0])
    pose = Pose(thing.world_from_shape.rotation, thing.world_from_shape.translation_m + shift)
    ledges = tuple(replace(ledge, polygon_m=ledge.polygon_m + offset) for ledge in thing.ledges)
    return replace(thing, mesh=thing.mesh.moved(np.eye(3), shift), slabs=_moved_slabs(thing, offset), ledges=ledges,
                   world_from_shape=pose)
