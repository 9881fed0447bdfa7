"""Putting shapes into a room so that nothing floats and nothing cuts into anything else.

Solids are kept apart by the prisms around their closed parts, which is conservative. Where a thing lies in a round
hollow, the hollow's own prism is left out and the resting height follows from the hollow's inner surface.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spatialgeo_ros.types import FloatArray, ObjectKind, Pose
from spatialgeo_ros.world.meshes import rotation_z
from spatialgeo_ros.world.scenery import Thing
from spatialgeo_ros.world.shapes import Ledge, Shape, Slab, contains, gap, turned

LIFT_M = 0.0002  # between things that rest on each other: faces must not coincide
TOUCH_M = 0.001  # between things that touch side by side


@dataclass(frozen=True, eq=False)
class Spot:
    """Where a shape goes: its axis at xy, turned by yaw, its base at z."""

    xy_m: FloatArray
    yaw_rad: float
    z_m: float

    def slabs_of(self, shape: Shape) -> tuple[Slab, ...]:
        return tuple(Slab(turned(s.polygon_m, self.yaw_rad, self.xy_m), s.low_m + self.z_m, s.high_m + self.z_m)
                     for s in shape.slabs)


class Placer:
    """Things placed so far, and whether another one fits. free_view: (N, 3) camera positions to keep clear;
    view_hull: prism that nothing tall may stand in."""

    def __init__(self, rng: np.random.Generator, size_m: tuple[float, float, float]) -> None:
        self.rng = rng
        self.size_m = size_m
        self.things: list[Thing] = []
        self.free_view: FloatArray = np.zeros((0, 3))
        self.view_hull: Slab | None = None

    def thing(self, thing_id: int) -> Thing:
        return self.things[thing_id - 1]

    def add(self, shape: Shape, spot: Spot, support_id: int, container_id: int = 0,
            kind: ObjectKind = ObjectKind.OBJECT) -> Thing:
        """Put it there without asking."""
        rotation = rotation_z(spot.yaw_rad)
        offset = np.array([spot.xy_m[0], spot.xy_m[1], spot.z_m])
        ledges = tuple(replace(ledge, polygon_m=turned(ledge.polygon_m, spot.yaw_rad, spot.xy_m),
                               height_m=ledge.height_m + spot.z_m, rim_m=ledge.rim_m + spot.z_m)
                       for ledge in shape.ledges)
        thing = Thing(len(self.things) + 1, shape.word, shape.colours, kind, shape.mesh.moved(rotation, offset),
                      spot.slabs_of(shape), ledges, shape.hollow, Pose(rotation, offset), support_id, container_id)
        self.things.append(thing)
        return thing

    def fits(self, slabs: Sequence[Slab], gap_m: float, ignore: Sequence[int] = ()) -> bool:
        """Whether these prisms stay gap_m away, sideways, from all things that reach their height, from the walls
        and from the camera's way."""
        return (self._inside_room(slabs, gap_m) and self._leaves_camera(slabs)
                and self.clearance(slabs, ignore, stop_below=gap_m) >= gap_m)

    def clearance(self, slabs: Sequence[Slab], ignore: Sequence[int] = (), stop_below: float = -np.inf) -> float:
        """Smallest sideways gap to any thing at the same height, inf beyond 0.5 m; negative when one cuts into it."""
        smallest = np.inf
        low, high = _bounds(slabs)
        for thing in self.things:
            if thing.id in ignore:
                continue
            for other in thing.slabs:
                if ((other.polygon_m.min(axis=0) > high + _FAR_M) | (other.polygon_m.max(axis=0) < low - _FAR_M)).any():
                    continue
                smallest = min(smallest, _closest(slabs, other))
                if smallest < stop_below:
                    return float(smallest)
        return float(smallest)

    def put_on(self, shape: Shape, support: Thing, ledge: Ledge, xy_m: FloatArray, yaw_rad: float,
               gap_m: float = 0.015, overhang: bool = False, kind: ObjectKind = ObjectKind.OBJECT) -> Thing | None:
        """Stand the shape on a ledge if its base is supported and it fits, else None.

        overhang: the base may stick out as long as four fifths of it, and its middle, stay on the ledge.
        """
        spot = Spot(np.asarray(xy_m, dtype=float), yaw_rad, ledge.height_m + LIFT_M)
        base = turned(shape.base_polygon(), yaw_rad, spot.xy_m)
        middle = base.mean(axis=0)
        needed = middle + (0.8 if overhang else 1.0) * (base - middle)
        if shape.height_m > ledge.clearance_m - 0.01 or not contains(ledge.polygon_m, needed):
            return None
        slabs = spot.slabs_of(shape)
        if ledge.inside and not all(contains(ledge.polygon_m, s.polygon_m, 0.002) for s in slabs):
            return None
        if not self.fits(slabs, gap_m):
            return None
        return self.add(shape, spot, support.id, support.id if ledge.inside else support.container_id, kind)

    def put_in(self, shape: Shape, vessel: Thing, offset_m: FloatArray, yaw_rad: float) -> Thing | None:
        """Lower the shape into a vessel's round hollow, off its axis by offset_m; None when it does not fit.

        It must lie inside the rim, and its middle below the rim plus half of its own height.
        """
        if vessel.hollow is None:
            return None
        vertices = shape.mesh.vertices @ rotation_z(yaw_rad).T
        radius = np.hypot(vertices[:, 0] + offset_m[0], vertices[:, 1] + offset_m[1])
        hollow = vessel.hollow
        low = float((hollow.height_at(radius) - vertices[:, 2]).max()) if radius.max() < hollow.rim_radius_m else np.inf
        if not low < hollow.rim_m - 0.35 * shape.height_m:
            return None
        origin = vessel.world_from_shape.translation_m
        spot = Spot(origin[:2] + offset_m, yaw_rad, float(origin[2]) + low + LIFT_M)
        slabs = spot.slabs_of(shape)
        if not self.fits(slabs, TOUCH_M / 2, ignore=(vessel.id, vessel.support_id)):
            return None
        return self.add(shape, spot, vessel.id, vessel.id)

    def slide_against(self, shape: Shape, support: Thing, ledge: Ledge, neighbour: Thing, angle_rad: float,
                      yaw_rad: float, gap_m: float) -> Thing | None:
        """Stand the shape beside a neighbour, gap_m away, coming from a direction; None when it does not fit."""
        direction = np.array([np.cos(angle_rad), np.sin(angle_rad)])
        centre = np.concatenate([s.polygon_m for s in neighbour.slabs]).mean(axis=0)
        near, far = 0.0, 0.8
        for _ in range(24):
            middle = (near + far) / 2
            slabs = Spot(centre + middle * direction, yaw_rad, ledge.height_m + LIFT_M).slabs_of(shape)
            apart = min(_closest(slabs, other) for other in neighbour.slabs) >= gap_m
            near, far = (near, middle) if apart else (middle, far)
        return self.put_on(shape, support, ledge, centre + far * direction, yaw_rad, min(gap_m, 0.015))

    def _inside_room(self, slabs: Sequence[Slab], gap_m: float) -> bool:
        limit = np.array(self.size_m[:2]) / 2 - max(gap_m, 0.005)
        return all(bool((np.abs(s.polygon_m) <= limit).all()) and s.high_m < self.size_m[2] - 0.05 for s in slabs)

    def _leaves_camera(self, slabs: Sequence[Slab]) -> bool:
        """0.4 m between the prisms and the camera; nothing tall where it looks across."""
        for slab in slabs:
            if self.view_hull is not None and slab.high_m > 0.95 and gap(slab, self.view_hull) < 0.1:
                return False
            near = self.free_view[self.free_view[:, 2] < slab.high_m + 0.4]
            if len(near) and slab.sides.farthest(near[:, :2]).min() < 0.4:
                return False
        return True


_FAR_M = 0.5  # gaps beyond this do not matter to anybody


def _bounds(slabs: Sequence[Slab]) -> tuple[FloatArray, FloatArray]:
    points = np.concatenate([s.polygon_m for s in slabs])
    return points.min(axis=0), points.max(axis=0)


def _closest(slabs: Sequence[Slab], other: Slab) -> float:
    """Smallest sideways gap between prisms whose heights overlap; inf when none do."""
    gaps = [gap(s, other) for s in slabs
            if s.low_m < other.high_m - 1e-6 and other.low_m < s.high_m - 1e-6]
    return min(gaps, default=float("inf"))
