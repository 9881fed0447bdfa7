"""What a furnished room consists of. World frame: z up, the floor is z = 0, origin in the middle of the floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import FloatArray, ObjectKind, Pose
from spatialgeo_ros.world.meshes import Mesh
from spatialgeo_ros.world.shapes import Hollow, Ledge, Slab

FLOOR_ID = 1  # every room has a floor; 0 is the background: walls, ceiling, what hangs there


@dataclass(frozen=True, eq=False)
class Thing:
    """One thing of a room, in the world frame.

    word: class word. colours: words, dominant first. support_id: what it rests on; container_id: what it is in, else 0.
    slabs: prisms that enclose its closed parts. ledges: flat places on it. world_from_shape: where its shape was put.
    """

    id: int
    word: str
    colours: tuple[str, ...]
    kind: ObjectKind
    mesh: Mesh
    slabs: tuple[Slab, ...]
    ledges: tuple[Ledge, ...]
    hollow: Hollow | None
    world_from_shape: Pose
    support_id: int = 0
    container_id: int = 0

    @property
    def top_m(self) -> float:
        return max(slab.high_m for slab in self.slabs)


@dataclass(frozen=True)
class Light:
    """position_m: of the lamp, world. ambient, direct: share of light. warmth: gain of (r, g, b)."""

    position_m: tuple[float, float, float]
    ambient: float
    direct: float
    warmth: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class CameraPath:
    """Walk around `centre_m`, looking at the gaze points in turn. Angles in radians, the azimuth from the world x axis.

    gaze_m: (K, 3) points looked at; phases: (8,) of the slow and the handheld motions.
    """

    centre_m: FloatArray
    azimuth: float
    swing: float
    radius_m: float
    height_m: float
    period_s: float
    gaze_m: FloatArray
    phases: FloatArray


@dataclass(frozen=True, eq=False)
class Room:
    """A furnished room. size_m: (x, y, z). things: the floor first. shell: walls and ceiling, id 0."""

    seed: int
    size_m: tuple[float, float, float]
    things: tuple[Thing, ...]
    shell: Mesh
    light: Light
    path: CameraPath

    def thing(self, thing_id: int) -> Thing:
        """By id; ids run from 1 without gaps."""
        return self.things[thing_id - 1]

    def objects(self) -> tuple[Thing, ...]:
        """Things that are not mere surfaces."""
        return tuple(t for t in self.things if t.kind is ObjectKind.OBJECT)

    def digest(self) -> float:
        """A number that changes with any vertex: same room, same number."""
        return float(sum(np.abs(t.mesh.vertices).sum() * t.id for t in self.things))
