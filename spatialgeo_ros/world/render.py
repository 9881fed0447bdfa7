"""A ray-cast RGB-D camera: colour, depth, ids and normals of a room from one pose.

Shading: lambert from one lamp with a soft shadow cast at half size, ambient light from above, vignetting, grain.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray, PinholeCamera, Pose
from spatialgeo_ros.world import raycasting
from spatialgeo_ros.world.scenery import Room
from spatialgeo_ros.world.surfaces import SurfaceTable, surface_table

LAMP_RADIUS_M = 0.09  # softens shadows


@dataclass(frozen=True, eq=False)
class View:
    """What the camera sees. depth_m: (H, W) float32 along the optical axis, exact, NaN where nothing was hit.

    rgb: (H, W, 3) uint8. id_image: (H, W) uint16, id of the thing, 0 = walls. normals_world: (H, W, 3) float32 unit.
    face_image: (H, W) int64, row of the surface table. incidence: (H, W) float32, cosine between ray and surface.
    """

    rgb: NDArray[np.uint8]
    depth_m: NDArray[np.float32]
    id_image: NDArray[np.uint16]
    normals_world: NDArray[np.float32]
    face_image: NDArray[np.int64]
    incidence: NDArray[np.float32]


class _Lens:
    """What a camera contributes: the same for every frame. rays: (N, 3) float32, z = 1, camera frame."""

    def __init__(self, camera: PinholeCamera) -> None:
        u, v = np.meshgrid(np.arange(camera.width), np.arange(camera.height))
        x, y = (u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy
        rays = np.stack([x, y, np.ones_like(x)], axis=-1).reshape(-1, 3)
        self.camera = camera
        self.rays = np.ascontiguousarray(rays, np.float32)
        self.cast_buffer = np.empty((camera.height * camera.width, 6), np.float32)
        self.inverse_length = np.ascontiguousarray(1 / np.linalg.norm(rays, axis=1), np.float32)
        self.vignette = (1 - 0.16 * (x**2 + y**2) / (x**2 + y**2).max()).astype(np.float32)
        rng = np.random.default_rng(7)
        grain = rng.normal(0, 2.2, (camera.height + 64, camera.width + 64, 3))
        self.grain = np.rint(grain).astype(np.int16)
        half = (len(range(0, camera.height, 2)), len(range(0, camera.width, 2)))
        # a golden-angle spiral over the lamp, one sample for each pixel of a 4x4 block
        turn = np.arange(16).reshape(4, 4) * 2.399963
        spiral = np.sqrt((np.arange(16).reshape(4, 4) * 7 % 16 + 0.5) / 16)
        lamp = LAMP_RADIUS_M * np.stack([spiral * np.cos(turn), spiral * np.sin(turn), np.zeros((4, 4))], axis=-1)
        self.lamp_offset = np.tile(lamp, (half[0] // 4 + 1, half[1] // 4 + 1, 1))[:half[0], :half[1]].astype(np.float32)


class Renderer:
    """Renders one room. One thread unless told otherwise; by the ray caster in use (`raycasting.use`)."""

    def __init__(self, room: Room, threads: int = 1) -> None:
        self.room = room
        self.surfaces: SurfaceTable = surface_table(room)
        self._scene = raycasting.caster(self.surfaces.vertices, self.surfaces.triangles, threads)
        self._lens: _Lens | None = None

    def render(self, world_from_camera: Pose, camera: PinholeCamera, seed: int = 0) -> View:
        """The view from this pose. seed: of the grain in the colour image, nothing else."""
        lens = self._lens_of(camera)
        shape = (camera.height, camera.width)
        rotation = world_from_camera.rotation.astype(np.float32)
        origin = world_from_camera.translation_m.astype(np.float32)
        rays = lens.cast_buffer
        rays[:, :3] = origin
        np.matmul(lens.rays, rotation.T, out=rays[:, 3:])
        hits = self._scene.cast(rays)
        depth, face = hits.distance.reshape(shape), hits.face
        missed = ~np.isfinite(depth)
        if missed.any():
            depth[missed], face[missed.ravel()] = np.nan, 0
        shadow = self._shadow(lens, rays.reshape(*shape, 6), depth)
        rgb = self._shade(lens, face, hits.uv, shadow, seed)
        ids = self.surfaces.owner[face].reshape(shape)
        ids[missed] = 0
        facing = np.abs(np.einsum("ij,ij->i", hits.normals, rays[:, 3:])) * lens.inverse_length
        return View(rgb, depth, ids, hits.normals.reshape(*shape, 3), face.reshape(shape), facing.reshape(shape))

    def _lens_of(self, camera: PinholeCamera) -> _Lens:
        if self._lens is None or self._lens.camera != camera:
            self._lens = _Lens(camera)
        return self._lens

    def _shadow(self, lens: _Lens, rays: FloatArray, depth: FloatArray) -> NDArray[np.float32]:
        """(H, W) share of the lamp that is seen from each pixel's surface, cast at half size."""
        half = rays[::2, ::2]
        distance = depth[::2, ::2, None]
        to_lamp = np.empty_like(half)
        points, direction = to_lamp[..., :3], to_lamp[..., 3:]
        np.multiply(half[..., 3:], distance, out=points)
        points += half[..., :3]
        np.subtract(np.asarray(self.room.light.position_m, np.float32) + lens.lamp_offset, points, out=direction)
        hidden = self._scene.occluded(to_lamp.reshape(-1, 6), near=0.004, far=1.0)
        lit = 1.0 - hidden.reshape(depth[::2, ::2].shape).astype(np.float32)
        return np.asarray(cv2.resize(cv2.blur(lit, (4, 4)), (lens.camera.width, lens.camera.height)))

    def _shade(self, lens: _Lens, face: NDArray[np.int64], uv: FloatArray, shadow: FloatArray,
               seed: int) -> NDArray[np.uint8]:
        shape = shadow.shape
        u, v = np.ascontiguousarray(uv.T)
        atlas_x, atlas_y, ambient, direct = (_across(planes, face, u, v).reshape(shape) for planes in
                                             self.surfaces.corner)
        light = direct * shadow
        light += ambient
        np.sqrt(light, out=light)  # display gamma, near enough
        light *= lens.vignette
        albedo = cv2.remap(self.surfaces.atlas, atlas_x, atlas_y, cv2.INTER_LINEAR)
        rgb = cv2.multiply(albedo, cv2.merge([light, light, light]), dtype=cv2.CV_8U)
        down, across = np.random.default_rng(seed).integers(0, 64, 2)
        grain = lens.grain[down:down + shape[0], across:across + shape[1]]
        return np.asarray(cv2.add(rgb, grain, dtype=cv2.CV_8U))


def _across(planes: FloatArray, face: NDArray[np.int64], u: FloatArray, v: FloatArray) -> FloatArray:
    """(N,) values inside faces. planes: (3, T) value at corner 0 and its changes towards corners 1 and 2; u, v: (N,)
    how far towards those two."""
    value = planes[1][face]  # one plane at a time: it stays in the cache, a row of twelve numbers does not
    value *= u
    value += planes[0][face]
    other = planes[2][face]
    other *= v
    value += other
    return np.asarray(value)
