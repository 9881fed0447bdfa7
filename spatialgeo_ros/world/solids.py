"""What can be measured on a thing's whole mesh: its box, samples of its surface, distances to others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np

from spatialgeo_ros.types import FloatArray, OrientedBox, PinholeCamera, Pose
from spatialgeo_ros.world import raycasting
from spatialgeo_ros.world.meshes import Mesh
from spatialgeo_ros.world.raycasting import Caster
from spatialgeo_ros.world.scenery import Room, Thing

SAMPLES = 1500
STARTS, ROUNDS = 8, 20


@dataclass(frozen=True, eq=False)
class Solid:
    """A thing with the measures of its full mesh. samples_world: (N, 3) spread over its surface, vertices included."""

    thing: Thing
    box: OrientedBox
    samples_world: FloatArray
    _caster: list[Caster] = field(default_factory=list)

    def caster(self) -> Caster:
        """Of this thing alone, made when first needed."""
        if not self._caster:
            self._caster.append(raycasting.caster(self.thing.mesh.vertices, self.thing.mesh.triangles))
        return self._caster[0]

    def distance_from(self, points_world: FloatArray) -> FloatArray:
        """(N,) metres from points to the nearest place of the surface."""
        points = np.asarray(points_world, np.float32)
        return np.asarray(np.linalg.norm(points - self.nearest_to(points), axis=1))

    def nearest_to(self, points_world: FloatArray) -> FloatArray:
        """(N, 3) the place of the surface nearest to each point."""
        return self.caster().nearest(points_world)


@lru_cache(maxsize=4)
def solids(room: Room) -> tuple[Solid, ...]:
    """One per thing, in the order of ids; kept for the rooms used last."""
    return tuple(Solid(t, gravity_box(t.mesh.vertices), surface_samples(t.mesh, SAMPLES, t.id)) for t in room.things)


def gravity_box(vertices: FloatArray) -> OrientedBox:
    """Smallest upright box around points (world z is up): least footprint area, then full height."""
    (cx, cy), (width, height), angle_deg = cv2.minAreaRect(vertices[:, :2].astype(np.float32))
    low, high = float(vertices[:, 2].min()), float(vertices[:, 2].max())
    angle = np.radians(angle_deg)
    c, s = np.cos(angle), np.sin(angle)
    rotation = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    return OrientedBox(Pose(rotation, np.array([cx, cy, (low + high) / 2])), np.array([width, height, high - low]))


def surface_samples(mesh: Mesh, count: int, seed: int) -> FloatArray:
    """(N, 3) points: `count` spread evenly over the surface, and all vertices that are used."""
    rng = np.random.default_rng(seed)
    corners = mesh.vertices[mesh.triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    face = rng.choice(len(area), count, p=area / area.sum())
    a, b = np.sqrt(rng.random(count)), rng.random(count)
    weight = np.stack([1 - a, a * (1 - b), a * b], axis=1)
    points = (corners[face] * weight[..., None]).sum(axis=1)
    return np.concatenate([points, mesh.vertices[np.unique(mesh.triangles)]])


def closest_between(a: Solid, b: Solid) -> float:
    """Metres between two whole surfaces.

    From the samples of either that come closest, projecting to and fro slides into the nearest pair of places, which
    samples alone would miss where two edges cross.
    """
    from_a, from_b = b.distance_from(a.samples_world), a.distance_from(b.samples_world)
    closest = float(min(from_a.min(), from_b.min()))
    on_a = np.concatenate([a.samples_world[np.argsort(from_a)[:STARTS]],
                           a.nearest_to(b.samples_world[np.argsort(from_b)[:STARTS]])])
    for _ in range(ROUNDS):
        on_b = b.nearest_to(on_a)
        on_a = a.nearest_to(on_b)
        before, closest = closest, min(closest, float(np.linalg.norm(on_a - on_b, axis=1).min()))
        if before - closest < 1e-5:
            break
    return closest


def pixels_alone(solid: Solid, world_from_camera: Pose, camera: PinholeCamera) -> int:
    """Pixels the thing would cover in the image if nothing else were in the room."""
    window = _window(solid.thing.mesh.vertices, world_from_camera, camera)
    if window is None:
        return 0
    left, top, right, bottom = window
    step = 2 if (right - left) * (bottom - top) > 16000 else 1
    u, v = np.meshgrid(np.arange(left, right, step), np.arange(top, bottom, step))
    rays = np.empty((*u.shape, 6), np.float32)
    rays[..., :3] = world_from_camera.translation_m
    direction = np.stack([(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy, np.ones(u.shape)], axis=-1)
    rays[..., 3:] = direction @ world_from_camera.rotation.T
    return int(solid.caster().occluded(rays.reshape(-1, 6)).sum()) * step * step


def _window(vertices: FloatArray, world_from_camera: Pose, camera: PinholeCamera) -> tuple[int, int, int, int] | None:
    """(left, top, right, bottom) of the image part the thing projects into, right and bottom exclusive."""
    points = world_from_camera.inverse().apply(vertices)
    ahead = points[:, 2] > 0.05
    if not ahead.any():
        return None
    if not ahead.all():
        return 0, 0, camera.width, camera.height
    u = points[:, 0] / points[:, 2] * camera.fx + camera.cx
    v = points[:, 1] / points[:, 2] * camera.fy + camera.cy
    left, right = max(0, int(u.min()) - 1), min(camera.width, int(u.max()) + 3)
    top, bottom = max(0, int(v.min()) - 1), min(camera.height, int(v.max()) + 3)
    return (left, top, right, bottom) if left < right and top < bottom else None
