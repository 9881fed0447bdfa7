"""The colours of a room as an independent renderer draws them: Mitsuba 3, a path tracer (mitsuba-renderer.org, BSD licence).

For evaluation only: does what was learned from one renderer hold in another one? Shapes and textures are the room's; the light
is not: a lamp and a glowing ceiling with soft shadows, light that bounces between surfaces and carries their colours,
highlights on what is glossy, exposure by what is in view, and sRGB. `Renderer` has lambert, one lamp, constant ambient light.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.types import FloatArray, PinholeCamera, Pose
from spatialgeo_ros.world.meshes import Material, Mesh
from spatialgeo_ros.world.scenery import Room
from spatialgeo_ros.world.surfaces import corner_normals

SAMPLES = 36  # paths per pixel
_BOUNCES = 5
_LAMP_RADIUS_M = 0.14
_LAMP, _CEILING = 130.0, 1.0  # radiance beside each other, before exposure
_BRIGHT, _BRIGHT_PERCENTILE = 0.8, 96  # linear display value that this percentile of the pixels is exposed to
_OPTICAL_FROM_MITSUBA = np.diag([-1.0, -1.0, 1.0])  # its camera has x to the left and y up


class PathTracer:
    """Draws one room. samples: paths per pixel; noise falls with their square root."""

    def __init__(self, room: Room, samples: int = SAMPLES) -> None:
        self._mitsuba = _mitsuba()
        self._samples = samples
        parts = [part for mesh in (room.shell, *(thing.mesh for thing in room.things)) for part in self._shapes(mesh)]
        self._scene = self._mitsuba.load_dict(
            {"type": "scene", "integrator": {"type": "path", "max_depth": _BOUNCES}, **self._lights(room),
             **{f"part{k}": part for k, part in enumerate(parts)}})

    def colours(self, world_from_camera: Pose, camera: PinholeCamera, seed: int = 0) -> NDArray[np.uint8]:
        """(H, W, 3) what the camera sees. seed: of the noise."""
        # Its cameras have square pixels and look through the middle: one that sees more is resampled
        focal = camera.fx
        half_width = max(camera.cx, camera.width - 1 - camera.cx) + 1
        half_height = (max(camera.cy, camera.height - 1 - camera.cy) + 1) * focal / camera.fy
        width, height = 2 * int(np.ceil(half_width)), 2 * int(np.ceil(half_height))
        to_world = np.eye(4)
        to_world[:3, :3] = world_from_camera.rotation @ _OPTICAL_FROM_MITSUBA
        to_world[:3, 3] = world_from_camera.translation_m
        sensor = self._mitsuba.load_dict(
            {"type": "perspective", "fov_axis": "x", "fov": float(np.degrees(2 * np.arctan(width / 2 / focal))),
             "to_world": self._mitsuba.ScalarTransform4f(to_world), "near_clip": 0.01, "far_clip": 100.0,
             "sampler": {"type": "multijitter"},
             "film": {"type": "hdrfilm", "width": width, "height": height, "rfilter": {"type": "box"}, "pixel_format": "rgb"}})
        light = np.array(self._mitsuba.render(self._scene, sensor=sensor, spp=self._samples, seed=seed), np.float32)
        u, v = np.meshgrid(np.arange(camera.width), np.arange(camera.height))
        across = (u - camera.cx) + (width - 1) / 2
        down = (v - camera.cy) * focal / camera.fy + (height - 1) / 2
        seen = cv2.remap(light, across.astype(np.float32), down.astype(np.float32), cv2.INTER_LINEAR)
        return _developed(np.asarray(seen, np.float32))

    def _shapes(self, mesh: Mesh) -> Iterator[Any]:
        """One per material: corners of its own for each face, so that edges and texture seams stay sharp."""
        normals = corner_normals(mesh)
        for number in np.unique(mesh.material):
            faces = mesh.material == number
            count = int(np.count_nonzero(faces))
            properties = self._mitsuba.Properties()
            properties["bsdf"] = self._mitsuba.load_dict(self._surface(mesh.materials[number]))
            shape = self._mitsuba.Mesh("part", 3 * count, count, properties, True, True)
            values = self._mitsuba.traverse(shape)
            values["vertex_positions"] = mesh.vertices[mesh.triangles[faces]].astype(np.float32).ravel()
            values["vertex_normals"] = normals[faces].astype(np.float32).ravel()
            values["vertex_texcoords"] = mesh.uv[faces].astype(np.float32).ravel()
            values["faces"] = np.arange(3 * count, dtype=np.uint32)
            values.update()
            yield shape

    def _surface(self, material: Material) -> dict[str, Any]:
        if material.texture is None:
            colour: dict[str, Any] = {"type": "rgb", "value": _linear(np.asarray(material.rgb)).tolist()}
        else:
            texture = np.ascontiguousarray(material.texture)
            colour = {"type": "bitmap", "bitmap": self._mitsuba.Bitmap(texture), "wrap_mode": "clamp"}
        matte = {"type": "diffuse", "reflectance": colour}
        glossy = {"type": "principled", "base_color": colour, "roughness": 1 - 0.75 * material.gloss**0.5}
        return {"type": "twosided", "material": glossy if material.gloss > 0 else matte}

    def _lights(self, room: Room) -> dict[str, Any]:
        """A round lamp where the room has its lamp, and most of the ceiling; both shine down only."""
        transform, light = self._mitsuba.ScalarTransform4f, room.light
        down = transform().rotate([1, 0, 0], 180)
        half_x, half_y = 0.35 * room.size_m[0], 0.35 * room.size_m[1]
        tint = np.asarray(light.warmth)
        lamp = transform().translate(list(light.position_m)) @ down @ transform().scale(_LAMP_RADIUS_M)
        ceiling = transform().translate([0, 0, room.size_m[2] - 0.02]) @ down @ transform().scale([half_x, half_y, 1])
        return {"lamp": {"type": "disk", "to_world": lamp, "emitter": _glow(_LAMP * light.direct * tint)},
                "ceiling": {"type": "rectangle", "to_world": ceiling, "emitter": _glow(_CEILING * light.ambient * tint)}}


def _glow(radiance: FloatArray) -> dict[str, Any]:
    return {"type": "area", "radiance": {"type": "rgb", "value": radiance.tolist()}}


def _linear(rgb: FloatArray) -> FloatArray:
    """sRGB 0 to 255 as reflectance; nothing reflects all light."""
    value = np.clip(rgb, 0, 255) / 255
    return np.asarray(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055)**2.4) * 0.95)


def _developed(light: FloatArray) -> NDArray[np.uint8]:
    """Exposed by the brighter pixels, in sRGB."""
    brightness = float(np.percentile(light.mean(axis=-1), _BRIGHT_PERCENTILE))
    value = np.clip(light * (_BRIGHT / max(brightness, 1e-6)), 0, 1)
    shown = np.where(value <= 0.0031308, 12.92 * value, 1.055 * value**(1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * shown), np.uint8)


def _mitsuba() -> Any:
    """The module, with the variant that needs nothing else, set once. Raises SpatialGeoError where it is not installed."""
    try:
        mitsuba = importlib.import_module("mitsuba")
    except ImportError as error:
        raise SpatialGeoError(f"cannot import Mitsuba ({error}), the other renderer to evaluate with; install it with "
                              "'pip install mitsuba'") from error
    mitsuba.set_variant("scalar_rgb")
    return mitsuba
