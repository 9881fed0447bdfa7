"""Triangle meshes in numpy: the few solids that household things are made of.

A mesh is made of closed parts (each watertight, faces counter-clockwise seen from outside), so that a solid can be
tested for being inside another one part by part. Local frame of every builder: z up, metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import Array, FloatArray


@dataclass(frozen=True, eq=False)
class Material:
    """How a surface looks. rgb: (3,) 0-255 as displayed under white light. word: what people call the colour.

    texture: (h, w, 3) uint8 addressed by uv, or None for the plain rgb. gloss: 0 matte to 1 mirror-like; glossy and
    dark surfaces return little to a depth sensor.
    """

    rgb: tuple[float, float, float]
    word: str = ""
    texture: NDArray[np.uint8] | None = None
    gloss: float = 0.0


@dataclass(frozen=True, eq=False)
class Mesh:
    """vertices: (V, 3). triangles: (T, 3) indices. part: (T,) closed part of each face, from 0.

    uv: (T, 3, 2) texture coordinates of each corner, (0, 0) = first texel, (1, 1) = last.
    material: (T,) index into `materials`.
    """

    vertices: FloatArray
    triangles: NDArray[np.int64]
    uv: FloatArray
    part: NDArray[np.int64]
    material: NDArray[np.int64]
    materials: tuple[Material, ...]

    @property
    def part_count(self) -> int:
        return int(self.part.max()) + 1

    def moved(self, rotation: FloatArray, translation_m: FloatArray | Sequence[float]) -> Mesh:
        """The mesh rotated about its origin, then shifted."""
        return replace(self, vertices=self.vertices @ np.asarray(rotation).T + np.asarray(translation_m, dtype=float))

    def part_vertices(self, part: int) -> FloatArray:
        return np.asarray(self.vertices[np.unique(self.triangles[self.part == part])])

    def painted(self, faces: Array | slice, material: Material) -> Mesh:
        """The mesh with another material on these faces (boolean mask or indices)."""
        index = self.material.copy()
        index[faces] = len(self.materials)
        return replace(self, material=index, materials=(*self.materials, material))

    def face_middles(self, of_vertex: FloatArray) -> FloatArray:
        """(T,) middle of the range of a per-vertex value over each face; alike for both triangles of a cell."""
        values = of_vertex[self.triangles]
        return np.asarray((values.min(axis=1) + values.max(axis=1)) / 2)

    def face_heights(self) -> FloatArray:
        return self.face_middles(self.vertices[:, 2])

    def face_radii(self) -> FloatArray:
        """(T,) distance from the z axis."""
        return self.face_middles(np.hypot(self.vertices[:, 0], self.vertices[:, 1]))

    def face_centres(self) -> FloatArray:
        return np.asarray(self.vertices[self.triangles].mean(axis=1))


def merge(meshes: Sequence[Mesh]) -> Mesh:
    """One mesh out of several; their parts stay apart."""
    vertex_offset = np.cumsum([0] + [len(m.vertices) for m in meshes])
    part_offset = np.cumsum([0] + [m.part_count for m in meshes])
    paint_offset = np.cumsum([0] + [len(m.materials) for m in meshes])
    return Mesh(
        np.concatenate([m.vertices for m in meshes]),
        np.concatenate([m.triangles + k for m, k in zip(meshes, vertex_offset, strict=False)]),
        np.concatenate([m.uv for m in meshes]),
        np.concatenate([m.part + k for m, k in zip(meshes, part_offset, strict=False)]),
        np.concatenate([m.material + k for m, k in zip(meshes, paint_offset, strict=False)]),
        tuple(material for m in meshes for material in m.materials),
    )


def rotation_z(angle_rad: float) -> FloatArray:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def rotation_x(angle_rad: float) -> FloatArray:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def rotation_y(angle_rad: float) -> FloatArray:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def _solid(vertices: FloatArray, triangles: Array, uv: FloatArray, material: Material) -> Mesh:
    count = len(triangles)
    return Mesh(np.asarray(vertices, dtype=float), np.asarray(triangles, dtype=np.int64), np.asarray(uv, dtype=float),
                np.zeros(count, np.int64), np.zeros(count, np.int64), (material,))


_CUBE_FACES = ((0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (2, 3, 7, 6), (1, 2, 6, 5), (3, 0, 4, 7))


def cuboid(size_m: Sequence[float], material: Material, base_centre_m: Sequence[float] = (0.0, 0.0, 0.0),
           taper: float = 1.0) -> Mesh:
    """Box standing on its base centre. taper: size of the top relative to the base.

    Faces, two triangles each: bottom, top, -y, +y, +x, -x. Each face shows the whole texture upright.
    """
    x, y, z = np.asarray(size_m, dtype=float) / (2.0, 2.0, 1.0)
    corners = np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0],
                        [-x * taper, -y * taper, z], [x * taper, -y * taper, z],
                        [x * taper, y * taper, z], [-x * taper, y * taper, z]])
    triangles = [t for a, b, c, d in _CUBE_FACES for t in ((a, b, c), (a, c, d))]
    square = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    uv = np.tile(square[np.array([[0, 1, 2], [0, 2, 3]])], (6, 1, 1))
    return _solid(corners + np.asarray(base_centre_m, dtype=float), np.array(triangles), uv, material)


def lathe(profile_rz: Sequence[tuple[float, float]], material: Material, segments: int = 32,
          squash_y: float = 1.0) -> Mesh:
    """Solid of revolution about z. profile_rz: (radius, height) from the axis at the bottom outwards and up,
    ending on the axis; radii of 0 become poles. squash_y: scale of the y axis, for oval things.

    Texture: u around the axis, v from the top of the solid (0) to its bottom (1).
    """
    profile = np.asarray(profile_rz, dtype=float)
    angles = np.linspace(0.0, 2 * np.pi, segments, endpoint=False)
    ring = np.stack([np.cos(angles), squash_y * np.sin(angles)], axis=1)
    vertices: list[FloatArray] = []
    start: list[int] = []
    for radius, height in profile:
        start.append(sum(len(v) for v in vertices))
        points = radius * ring if radius > 0 else np.zeros((1, 2))
        vertices.append(np.column_stack([points, np.full(len(points), height)]))
    low, high = profile[:, 1].min(), profile[:, 1].max()
    v_of = (high - profile[:, 1]) / max(high - low, 1e-9)
    triangles: list[Array] = []
    uv: list[Array] = []
    k = np.arange(segments)
    u0, u1 = k / segments, (k + 1) / segments
    for i in range(len(profile) - 1):
        a, b = _ring(start[i], k, profile[i, 0] > 0, segments), _ring(start[i + 1], k, profile[i + 1, 0] > 0, segments)
        lower, upper = np.full(segments, v_of[i]), np.full(segments, v_of[i + 1])
        if profile[i, 0] > 0:
            triangles.append(np.stack([a[0], a[1], b[1]], axis=1))
            uv.append(np.stack([np.stack([u0, lower], 1), np.stack([u1, lower], 1), np.stack([u1, upper], 1)], axis=1))
        if profile[i + 1, 0] > 0:
            triangles.append(np.stack([a[0], b[1], b[0]], axis=1))
            uv.append(np.stack([np.stack([u0, lower], 1), np.stack([u1, upper], 1), np.stack([u0, upper], 1)], axis=1))
    return _solid(np.concatenate(vertices), np.concatenate(triangles), np.concatenate(uv), material)


def _ring(start: int, k: Array, is_ring: bool, segments: int) -> tuple[Array, Array]:
    if not is_ring:
        return np.full(segments, start), np.full(segments, start)
    return start + k, start + (k + 1) % segments


def tube(path_m: FloatArray, radius_m: float | FloatArray, material: Material, segments: int = 12,
         side_scale: float = 1.0) -> Mesh:
    """Closed tube along a path, ends capped. radius_m: one, or one per path point. side_scale: width along the
    binormal relative to the radius, for flat handles. The path must not run along itself backwards."""
    path = np.asarray(path_m, dtype=float)
    radius = np.broadcast_to(np.asarray(radius_m, dtype=float), (len(path),))
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    side = _side_of(path, tangent)
    up = np.cross(side, tangent)
    angles = np.linspace(0.0, 2 * np.pi, segments, endpoint=False)
    rings = (path[:, None] + (radius[:, None] * np.cos(angles))[..., None] * up[:, None]
             + (radius[:, None] * side_scale * np.sin(angles))[..., None] * side[:, None])
    vertices = np.concatenate([rings.reshape(-1, 3), path[:1], path[-1:]])
    k = np.arange(segments)
    following = (k + 1) % segments
    triangles = []
    for i in range(len(path) - 1):
        a, b, c, d = (i * segments + k, i * segments + following, (i + 1) * segments + following,
                      (i + 1) * segments + k)
        triangles += [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
    first, last = len(path) * segments, len(path) * segments + 1
    end = (len(path) - 1) * segments
    triangles += [np.stack([np.full(segments, first), following, k], 1),
                  np.stack([np.full(segments, last), end + k, end + following], 1)]
    faces = np.concatenate(triangles)
    return outward(_solid(vertices, faces, np.full((len(faces), 3, 2), 0.5), material))


def _side_of(path: FloatArray, tangent: FloatArray) -> FloatArray:
    """One direction across a path: the normal of its plane, or anything across when it is straight."""
    normals = np.cross(tangent[:-1], tangent[1:])
    normal = normals[np.argmax(np.linalg.norm(normals, axis=1))]
    if np.linalg.norm(normal) < 1e-6:
        axis = np.eye(3)[int(np.argmin(np.abs(tangent[0])))]
        normal = np.cross(tangent[0], axis)
    side = np.broadcast_to(normal / np.linalg.norm(normal), path.shape)
    side = side - (side * tangent).sum(1, keepdims=True) * tangent
    return np.asarray(side / np.linalg.norm(side, axis=1, keepdims=True))


def arc(radius_m: float, from_rad: float, to_rad: float, points: int = 12, stretch_z: float = 1.0) -> FloatArray:
    """(points, 3) circular arc about the origin in the x-z plane, from the +x axis towards +z."""
    angles = np.linspace(from_rad, to_rad, points)
    return np.stack([radius_m * np.cos(angles), np.zeros(points), stretch_z * radius_m * np.sin(angles)], axis=1)


def sphere(radius_m: float, material: Material, segments: int = 32, rings: int = 16, squash_z: float = 1.0) -> Mesh:
    """Ball resting on z = 0."""
    angles = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    profile = [(float(np.cos(a)) * radius_m if 0 < i < rings else 0.0, (1 + float(np.sin(a))) * radius_m * squash_z)
               for i, a in enumerate(angles)]
    return lathe(profile, material, segments)


def pillow(size_m: Sequence[float], material: Material, power: float = 4.0, segments: int = 32,
           rings: int = 12) -> Mesh:
    """Superellipsoid resting on z = 0: rounded block. power 2 = ellipsoid, large = box."""
    lat = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    lon = np.linspace(0.0, 2 * np.pi, segments, endpoint=False)
    ball = sphere(1.0, material, segments, rings)
    e = 2.0 / power

    def bent(value: Array) -> Array:
        return np.sign(value) * np.abs(value) ** e

    half = np.asarray(size_m, dtype=float) / 2
    vertices = [np.array([[0.0, 0.0, -1.0]])]
    for a in lat[1:-1]:
        flat = bent(np.cos(a))
        vertices.append(np.stack([flat * bent(np.cos(lon)), flat * bent(np.sin(lon)),
                                  np.full(segments, bent(np.sin(a)))], axis=1))
    vertices.append(np.array([[0.0, 0.0, 1.0]]))
    return replace(ball, vertices=np.concatenate(vertices) * half + (0.0, 0.0, half[2]))


def prism(polygon_m: FloatArray, height_m: float, material: Material, base_z_m: float = 0.0) -> Mesh:
    """Upright prism over a star-shaped polygon (K, 2), counter-clockwise, fanned about its vertex mean."""
    polygon = np.asarray(polygon_m, dtype=float)
    count = len(polygon)
    centre = polygon.mean(axis=0)
    low = np.column_stack([polygon, np.full(count, base_z_m)])
    high = np.column_stack([polygon, np.full(count, base_z_m + height_m)])
    vertices = np.concatenate([low, high, [[*centre, base_z_m]], [[*centre, base_z_m + height_m]]])
    k = np.arange(count)
    following = (k + 1) % count
    triangles = np.concatenate([
        np.stack([k, following, count + following], 1), np.stack([k, count + following, count + k], 1),
        np.stack([np.full(count, 2 * count), following, k], 1),
        np.stack([np.full(count, 2 * count + 1), count + k, count + following], 1)])
    span = np.maximum(np.ptp(polygon, axis=0), 1e-9)
    flat = (vertices[:, :2] - polygon.min(axis=0)) / span
    return _solid(vertices, triangles, np.stack([flat[:, 0], 1 - flat[:, 1]], axis=1)[triangles], material)


def outward(mesh: Mesh) -> Mesh:
    """The mesh with all faces of each part turned outwards (positive volume)."""
    triangles = mesh.triangles.copy()
    a, b, c = (mesh.vertices[triangles[:, i]] for i in range(3))
    volume = np.einsum("ij,ij->i", a, np.cross(b, c))
    for part in range(mesh.part_count):
        faces = mesh.part == part
        if volume[faces].sum() < 0:
            triangles[faces] = triangles[faces][:, ::-1]
    return replace(mesh, triangles=triangles)
