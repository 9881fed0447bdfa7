"""Everything a renderer looks up per face: texture atlas, light at the corners, owner, colour word, gloss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import Array, FloatArray
from spatialgeo_ros.world.meshes import Material, Mesh, merge
from spatialgeo_ros.world.scenery import Light, Room

SMOOTH_BELOW_RAD = np.radians(40.0)  # edges flatter than this are shaded round
_ATLAS_WIDTH = 1024
_CELL = 4  # texels of a plain colour


@dataclass(frozen=True, eq=False)
class SurfaceTable:
    """One row per triangle of the whole room.

    vertices, triangles: float32, uint32, as Open3D wants them. owner: (T,) uint16 object id. atlas: (h, w, 3) uint8.
    corner: (4, 3, T) float32: for atlas x, atlas y, ambient and direct light the value at corner 0, then its change
    towards corners 1 and 2. word: (T,) index into `words`. weakness: (T,) 0 = good return to a depth sensor, 1 = none.
    """

    vertices: NDArray[np.float32]
    triangles: NDArray[np.uint32]
    owner: NDArray[np.uint16]
    corner: NDArray[np.float32]
    atlas: NDArray[np.uint8]
    word: NDArray[np.int16]
    words: tuple[str, ...]
    weakness: NDArray[np.float32]


@lru_cache(maxsize=4)
def surface_table(room: Room) -> SurfaceTable:
    """All faces of a room with their looks; kept for the rooms used last."""
    mesh = merge([room.shell, *(t.mesh for t in room.things)])
    owner = np.repeat(np.array([0, *(t.id for t in room.things)], np.uint16),
                      [len(room.shell.triangles), *(len(t.mesh.triangles) for t in room.things)])
    atlas, place = _pack(mesh.materials, room.light)
    offset, span = place[mesh.material, None, :2], place[mesh.material, None, 2:]
    light = _corner_light(mesh, room.light)
    value = np.concatenate([offset + np.clip(mesh.uv, 0, 1) * span, light], axis=2)  # (T, 3, 4)
    corner = np.stack([value[:, 0], value[:, 1] - value[:, 0], value[:, 2] - value[:, 0]]).transpose(2, 0, 1)
    words = tuple(sorted({m.word for m in mesh.materials}))
    word = np.array([words.index(m.word) for m in mesh.materials], np.int16)[mesh.material]
    weakness = np.array([_weakness(m) for m in mesh.materials], np.float32)[mesh.material]
    return SurfaceTable(mesh.vertices.astype(np.float32), mesh.triangles.astype(np.uint32), owner,
                        np.ascontiguousarray(corner, np.float32), atlas, word, words, weakness)


def _weakness(material: Material) -> float:
    """How much of a sensor's light is lost: black swallows it, gloss sends it elsewhere."""
    brightness = float(np.mean(material.rgb)) / 255
    return float(np.clip(0.8 * material.gloss + 0.45 * max(0.0, 0.2 - brightness) / 0.2, 0, 1))


def _pack(materials: Sequence[Material], light: Light) -> tuple[NDArray[np.uint8], FloatArray]:
    """Atlas of all textures under the light's tint, and (M, 4) first texel x, y and span x, y of each material."""
    tiles = [m.texture if m.texture is not None else np.full((_CELL, _CELL, 3), np.clip(m.rgb, 0, 255), np.uint8)
             for m in materials]
    place = np.zeros((len(materials), 4))
    order = sorted(range(len(tiles)), key=lambda k: -tiles[k].shape[0])
    x = y = row_height = 0
    for k in order:
        height, width = tiles[k].shape[:2]
        if width > _ATLAS_WIDTH:
            raise ValueError(f"texture of {width} texels is wider than the atlas ({_ATLAS_WIDTH}); make it coarser")
        if x + width > _ATLAS_WIDTH:
            x, y, row_height = 0, y + row_height, 0
        plain = materials[k].texture is None
        place[k] = (x + 1.5, y + 1.5, 0, 0) if plain else (x, y, width - 1, height - 1)
        row_height = max(row_height, height)
        x += width
    atlas = np.zeros((y + row_height, _ATLAS_WIDTH, 3), np.uint8)
    for k, tile in enumerate(tiles):
        left, top = int(place[k, 0]) - (place[k, 2] == 0), int(place[k, 1]) - (place[k, 2] == 0)
        atlas[top:top + tile.shape[0], left:left + tile.shape[1]] = tile
    return np.clip(atlas * np.asarray(light.warmth), 0, 255).astype(np.uint8), place


def _corner_light(mesh: Mesh, light: Light) -> FloatArray:
    """(T, 3, 2) ambient and direct light at each corner, linear, before shadows."""
    normals = corner_normals(mesh)
    points = mesh.vertices[mesh.triangles]
    to_light = np.asarray(light.position_m) - points
    distance = np.linalg.norm(to_light, axis=2)
    lambert = np.clip((normals * to_light).sum(axis=2) / np.maximum(distance, 1e-6), 0, None)
    direct = light.direct * 1.5 * lambert / (1 + (distance / 3.2) ** 2)
    ambient = light.ambient * (0.78 + 0.22 * normals[..., 2])
    return np.stack([ambient, direct], axis=2)


def corner_normals(mesh: Mesh) -> FloatArray:
    """(T, 3, 3) unit normals at face corners, averaged over the faces of the same part that meet there smoothly."""
    a, b, c = (mesh.vertices[mesh.triangles[:, i]] for i in range(3))
    area_normal = np.cross(b - a, c - a)
    unit = area_normal / np.maximum(np.linalg.norm(area_normal, axis=1, keepdims=True), 1e-12)
    corner_vertex = mesh.triangles.ravel()
    order = np.argsort(corner_vertex, kind="stable")
    counts = np.bincount(corner_vertex, minlength=len(mesh.vertices))
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    per_corner = counts[corner_vertex]
    left = np.repeat(np.arange(len(corner_vertex)), per_corner)  # every corner with every corner at its vertex
    within = np.arange(len(left)) - np.repeat(np.cumsum(per_corner) - per_corner, per_corner)
    right = order[np.repeat(first[corner_vertex], per_corner) + within]
    smooth = (unit[left // 3] * unit[right // 3]).sum(axis=1) > np.cos(SMOOTH_BELOW_RAD)
    total = _sum_rows(left[smooth], area_normal[right[smooth] // 3], len(corner_vertex))
    length = np.linalg.norm(total, axis=1, keepdims=True)
    flat = np.repeat(unit, 3, axis=0)
    return np.where(length > 1e-15, total / np.maximum(length, 1e-15), flat).reshape(-1, 3, 3)


def _sum_rows(index: Array, rows: FloatArray, count: int) -> FloatArray:
    return np.stack([np.bincount(index, rows[:, k], count) for k in range(rows.shape[1])], axis=1)
