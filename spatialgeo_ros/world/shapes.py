"""Shapes: a mesh with what is needed to place it: the space it fills, where things can stand on it or in it.

Local frame: standing on z = 0, centred on the z axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from spatialgeo_ros.types import Array, FloatArray
from spatialgeo_ros.world.meshes import Mesh, rotation_z


@dataclass(frozen=True, eq=False)
class Sides:
    """The half planes of a convex polygon: (K, 2) outward unit normals and (K,) their reach from the origin."""

    normal: FloatArray
    reach_m: FloatArray

    def farthest(self, points: FloatArray) -> FloatArray:
        """(N,) how far points (N, 2) lie outside, by the side they are most outside of; negative inside."""
        return np.asarray((points @ self.normal.T - self.reach_m).max(axis=1))


def sides_of(polygon: FloatArray) -> Sides:
    """Of a convex counter-clockwise polygon."""
    edge = np.concatenate([polygon[1:], polygon[:1]]) - polygon
    length = np.hypot(edge[:, 0], edge[:, 1])
    normal = np.empty_like(edge)
    normal[:, 0], normal[:, 1] = edge[:, 1], -edge[:, 0]
    normal /= np.maximum(length, 1e-9)[:, None]
    return Sides(normal, (polygon * normal).sum(axis=1))


@dataclass(frozen=True, eq=False)
class Slab:
    """Upright prism that encloses one closed part: convex polygon (K, 2) counter-clockwise, from low to high."""

    polygon_m: FloatArray
    low_m: float
    high_m: float

    @cached_property
    def sides(self) -> Sides:
        return sides_of(self.polygon_m)


@dataclass(frozen=True, eq=False)
class Ledge:
    """Flat place to stand on: convex polygon (K, 2) at a height. clearance: metres free above it.

    inside: standing here means being inside the thing (a bin's bottom), not on it. rim: height of the open top then.
    """

    polygon_m: FloatArray
    height_m: float
    clearance_m: float = 10.0
    inside: bool = False
    rim_m: float = 0.0


@dataclass(frozen=True, eq=False)
class Hollow:
    """Round open hollow about the z axis: inner surface (radius, height) from the axis to the rim, rising."""

    profile_rz: FloatArray

    def height_at(self, radius_m: FloatArray) -> FloatArray:
        """Inner surface height at these distances from the axis; inf beyond the rim."""
        height = np.interp(radius_m, self.profile_rz[:, 0], self.profile_rz[:, 1])
        return np.where(radius_m > self.profile_rz[-1, 0], np.inf, height)

    @property
    def rim_radius_m(self) -> float:
        return float(self.profile_rz[-1, 0])

    @property
    def rim_m(self) -> float:
        return float(self.profile_rz[-1, 1])


@dataclass(frozen=True, eq=False)
class Shape:
    """word: class word. colours: words, dominant first."""

    word: str
    colours: tuple[str, ...]
    mesh: Mesh
    ledges: tuple[Ledge, ...] = ()
    hollow: Hollow | None = None

    @property
    def height_m(self) -> float:
        return float(self.mesh.vertices[:, 2].max())

    @cached_property
    def slabs(self) -> tuple[Slab, ...]:
        """One enclosing prism per closed part."""
        return tuple(_slab(self.mesh.part_vertices(part)) for part in range(self.mesh.part_count))

    def base_polygon(self, tolerance_m: float = 0.002) -> FloatArray:
        """(K, 2) convex hull of what touches the ground."""
        low = self.mesh.vertices[:, 2] < self.mesh.vertices[:, 2].min() + tolerance_m
        return convex_hull(self.mesh.vertices[low, :2])

    def radius_m(self) -> float:
        return float(np.linalg.norm(self.mesh.vertices[:, :2], axis=1).max())


def _slab(vertices: FloatArray) -> Slab:
    return Slab(convex_hull(vertices[:, :2]), float(vertices[:, 2].min()), float(vertices[:, 2].max()))


def convex_hull(points: FloatArray) -> FloatArray:
    """(K, 2) corners of the hull, counter-clockwise."""
    hull = cv2.convexHull(points.astype(np.float32), clockwise=False)[:, 0].astype(float)
    return np.asarray(hull if signed_area(hull) >= 0 else hull[::-1])


def signed_area(polygon: FloatArray) -> float:
    following = np.roll(polygon, -1, axis=0)
    return float((polygon[:, 0] * following[:, 1] - polygon[:, 1] * following[:, 0]).sum() / 2)


def disc(radius_m: float, corners: int = 24) -> FloatArray:
    """(corners, 2) polygon inside a circle."""
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return radius_m * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def rectangle(x_m: float, y_m: float, centre_m: Sequence[float] = (0.0, 0.0)) -> FloatArray:
    corners = np.array([[-x_m, -y_m], [x_m, -y_m], [x_m, y_m], [-x_m, y_m]]) / 2
    return np.asarray(corners + np.asarray(centre_m, dtype=float))


def turned(polygon: FloatArray, yaw_rad: float, shift_m: Array) -> FloatArray:
    return polygon @ rotation_z(yaw_rad)[:2, :2].T + shift_m[:2]


def gap(a: Slab, b: Slab) -> float:
    """Signed sideways separation of two prisms along their best separating side.

    Positive: apart by at least this much; negative: they overlap.
    """
    a_on_b = (b.polygon_m @ a.sides.normal.T).min(axis=0) - a.sides.reach_m
    b_on_a = (a.polygon_m @ b.sides.normal.T).min(axis=0) - b.sides.reach_m
    return float(max(a_on_b.max(), b_on_a.max()))


def contains(polygon: FloatArray, points: FloatArray, margin_m: float = 0.0) -> bool:
    """Whether all points lie inside a convex counter-clockwise polygon, at least margin_m from its edges."""
    return bool(sides_of(polygon).farthest(points).max() <= -margin_m)
