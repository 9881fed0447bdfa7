"""Round household things: solids of revolution, some with handles. Every maker gives a Shape in metres.

paint: the dominant and the second colour. scale: natural size is 1; makers vary their proportions themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray
from spatialgeo_ros.world import palette
from spatialgeo_ros.world.meshes import Material, Mesh, arc, lathe, merge, rotation_z, sphere, tube
from spatialgeo_ros.world.shapes import Hollow, Ledge, Shape, disc

Profile = list[tuple[float, float]]


@dataclass(frozen=True)
class Paint:
    """Colour words to use, the dice that pick their shades, and how many times its natural size the thing is."""

    first: str
    second: str
    rng: np.random.Generator
    size: float = 1.0

    def main(self, gloss: float = 0.15) -> Material:
        return palette.material(self.first, self.rng, gloss)

    def other(self, gloss: float = 0.15) -> Material:
        return palette.material(self.second, self.rng, gloss)


def mug(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.036, 0.05), scale * rng.uniform(0.08, 0.115)
    flare = rng.uniform(0.92, 1.12)
    material = paint.main(0.3)
    body, hollow = _vessel([(radius * 0.9, 0.0), (radius, height * 0.25), (radius * flare, height)], 0.004 * scale,
                           material)
    colours: tuple[str, ...] = (paint.first,)
    if rng.random() < 0.3:
        body, colours = _outer_band(body, paint.other(0.3), height * 0.35, height * 0.7), (paint.first, paint.second)
    size = height * rng.uniform(0.27, 0.34)
    bend = arc(size, -np.pi / 2, np.pi / 2, 12, stretch_z=1.1)
    middle = height * 0.52
    bend += (_radius_at(body, middle) - 0.003 * scale, 0.0, middle)
    handle = tube(bend, 0.0055 * scale, material, 10, side_scale=1.4)
    return Shape("mug", colours, _turned(merge([body, handle]), rng), hollow=hollow)


def bowl(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.07, 0.11), scale * rng.uniform(0.05, 0.085)
    foot = radius * rng.uniform(0.42, 0.6)
    bulge = rng.uniform(0.78, 0.9)
    body, hollow = _vessel([(foot, 0.0), (radius * bulge, height * 0.42), (radius, height)], 0.005 * scale,
                           paint.main(0.3), smooth=True)
    if rng.random() < 0.3:
        body = body.painted(_faces_inward(body) & (body.face_heights() > 0.004), paint.other(0.3))
        return Shape("bowl", (paint.first, paint.second), body, hollow=hollow)
    return Shape("bowl", (paint.first,), body, hollow=hollow)


def plate(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.09, 0.135), scale * rng.uniform(0.013, 0.017)
    flat = radius * rng.uniform(0.6, 0.7)
    thick = 0.005
    profile = [(0, 0), (flat * 0.95, 0), (radius, height - 0.003), (radius, height), (flat, thick), (0, thick)]
    body = lathe(profile, paint.main(0.35), 48)
    colours: tuple[str, ...] = (paint.first,)
    if rng.random() < 0.35:
        body = body.painted((body.face_radii() > flat * 0.93) & ~_faces_down(body), paint.other(0.35))
        colours = (paint.first, paint.second)
    return Shape("plate", colours, body, (Ledge(disc(flat * 0.97), thick),))


def bottle(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.028, 0.042), scale * rng.uniform(0.19, 0.3)
    neck = radius * rng.uniform(0.32, 0.45)
    shoulder = rng.uniform(0.55, 0.68)
    material = _labelled(paint, 0.35, 0.45) if rng.random() < 0.5 else paint.main(0.35)
    profile = _rounded([(radius, 0.0), (radius, height * shoulder), (radius * 0.85, height * (shoulder + 0.06)),
                        (neck, height * (shoulder + 0.18)), (neck, height * 0.92)])
    body = lathe([(0, 0), *profile, (0, height * 0.92)], material, 32)
    cap_material = paint.other(0.1)
    cap = _stacked([(neck * 1.12, height * 0.9), (neck * 1.12, height)], cap_material)
    return Shape("bottle", (paint.first, paint.second), merge([body, cap]))


def can(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.031, 0.045), scale * rng.uniform(0.08, 0.125)
    labelled = rng.random() < 0.6
    material = _labelled(paint, 0.25, rng.uniform(0.25, 0.45)) if labelled else paint.main(0.4)
    profile = [(0, 0), (radius * 0.93, 0), (radius, 0.03 * height), (radius, 0.97 * height), (radius * 0.94, height),
               (0, height)]
    body = lathe(profile, material, 32)
    if rng.random() < 0.5:
        lid = (body.face_heights() > height * 0.968) | (body.face_heights() < height * 0.02)
        body = body.painted(lid, Material((176, 178, 182), "grey", gloss=0.6))
    colours = (paint.first, paint.second) if labelled else (paint.first,)
    return Shape("can", colours, body, (Ledge(disc(radius * 0.92), height),))


def jar(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.04, 0.06), scale * rng.uniform(0.09, 0.15)
    body = _stacked([(radius * 0.94, 0.0), (radius, height * 0.06), (radius, height * 0.76),
                     (radius * 0.84, height * 0.82)], paint.main(0.3))
    lid = _stacked([(radius * 0.9, height * 0.82), (radius * 0.9, height)], paint.other(0.2))
    return Shape("jar", (paint.first, paint.second), merge([body, lid]), (Ledge(disc(radius * 0.88), height),))


def vase(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    height, belly = scale * rng.uniform(0.17, 0.32), scale * rng.uniform(0.045, 0.075)
    neck = belly * rng.uniform(0.4, 0.65)
    widest = rng.uniform(0.3, 0.55)
    outline = _rounded([(belly * 0.6, 0.0), (belly, height * widest), (neck, height * 0.84),
                        (neck * rng.uniform(1.1, 1.5), height)])
    body, _ = _vessel(outline, 0.006, paint.main(0.3))
    colours: tuple[str, ...] = (paint.first,)
    if rng.random() < 0.3:
        body = _outer_band(body, paint.other(0.3), height * (widest - 0.12), height * (widest + 0.12))
        colours = (paint.first, paint.second)
    return Shape("vase", colours, body)


def teapot(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.06, 0.08), scale * rng.uniform(0.095, 0.125)
    material = paint.main(0.35)
    body = lathe([(0, 0), *_rounded([(radius * 0.6, 0), (radius, height * 0.42), (radius * 0.82, height * 0.78),
                                     (radius * 0.5, height * 0.9)]), (0, height * 0.9)], material, 32)
    lid_paint = paint.other(0.3) if rng.random() < 0.5 else material
    lid = lathe([(0, height * 0.9), (radius * 0.5, height * 0.9), (radius * 0.3, height), (0.012, height * 1.03),
                 (0.016, height * 1.1), (0, height * 1.16)], lid_paint, 24)
    spout_path = np.array([[radius * 0.75, 0, height * 0.3], [radius * 1.2, 0, height * 0.45],
                           [radius * 1.45, 0, height * 0.75], [radius * 1.7, 0, height * 0.88]])
    spout = tube(_bent(spout_path), np.linspace(0.019, 0.009, 12) * scale, material, 12)
    bend = arc(height * 0.28, np.pi / 2, 3 * np.pi / 2, 12, stretch_z=1.15) - (radius * 0.88, 0.0, -height * 0.48)
    handle = tube(bend, 0.0065 * scale, material, 10)
    colours = (paint.first,) if lid_paint is material else (paint.first, paint.second)
    return Shape("teapot", colours, _turned(merge([body, lid, spout, handle]), rng))


def pitcher(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.055, 0.07), scale * rng.uniform(0.18, 0.25)
    material = paint.main(0.25)
    body, hollow = _vessel([(radius * 0.92, 0), (radius, height * 0.2), (radius * 0.78, height * 0.78),
                            (radius * 0.86, height)], 0.005, material)
    bend = arc(height * 0.3, -np.pi / 2, np.pi / 2, 12, stretch_z=1.05) * (0.75, 1.0, 1.0)
    bend += (_radius_at(body, height * 0.55) - 0.004, 0.0, height * 0.55)
    handle = tube(bend, 0.009 * scale, material, 10, side_scale=1.3)
    return Shape("pitcher", (paint.first,), _turned(merge([body, handle]), rng), hollow=hollow)


def lamp(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    height, shade_radius = scale * rng.uniform(0.32, 0.48), scale * rng.uniform(0.085, 0.13)
    shade_height = height * rng.uniform(0.35, 0.45)
    base = _stacked([(shade_radius * 0.75, 0.0), (shade_radius * 0.7, 0.018), (0.02, 0.03)], paint.other(0.2))
    pole = _stacked([(0.012, 0.028), (0.012, height - 0.5 * shade_height)], paint.other(0.2), 16)
    top = shade_radius * rng.uniform(0.55, 0.9)
    cover = _stacked([(shade_radius, height - shade_height), (top, height)], paint.main(0.0))
    return Shape("lamp", (paint.first, paint.second), merge([base, pole, cover]))


def candle(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.022, 0.038), scale * rng.uniform(0.08, 0.18)
    body = _stacked([(radius, 0.0), (radius, height)], paint.main(0.05), 24)
    wick = _stacked([(0.0022, height - 0.002), (0.0022, height + 0.012)], palette.material("black", rng), 8)
    return Shape("candle", (paint.first,), merge([body, wick]))


def ball(paint: Paint, scale: float) -> Shape:
    radius = scale * paint.rng.uniform(0.033, 0.075)
    body = sphere(radius, paint.main(0.15), 40, 20)
    if paint.rng.random() < 0.3:
        body = body.painted(np.abs(body.face_heights() - radius) < radius * 0.25, paint.other(0.15))
        return Shape("ball", (paint.first, paint.second), body)
    return Shape("ball", (paint.first,), body)


def apple(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius = scale * rng.uniform(0.034, 0.044)
    body = lathe([(0, 0.004), (radius * 0.35, 0), (radius * 0.85, radius * 0.55), (radius, radius * 1.05),
                  (radius * 0.86, radius * 1.55), (radius * 0.4, radius * 1.8), (0, radius * 1.66)],
                 paint.main(0.25), 32)
    stem = tube(np.array([[0, 0, radius * 1.6], [0.003, 0, radius * 1.85], [0.006, 0, radius * 2.05]]), 0.0022,
                palette.material("brown", rng), 8)
    return Shape("apple", (paint.first,), merge([body, stem]))


def plant(paint: Paint, scale: float) -> Shape:
    """Flower pot with a bush: green first, since the bush is larger than the pot."""
    rng = paint.rng
    radius, height = scale * rng.uniform(0.05, 0.08), scale * rng.uniform(0.08, 0.13)
    pot = _stacked([(radius * 0.72, 0), (radius * 0.95, height * 0.8), (radius * 1.05, height * 0.82),
                    (radius * 1.05, height)], paint.other(0.1))
    leaves: list[Mesh] = []
    leaf = palette.material("green", rng, 0.05)
    for k in range(int(rng.integers(7, 11))):
        size = radius * rng.uniform(0.55, 0.8)
        turn, out = 2.4 * k + rng.uniform(0, 0.5), radius * rng.uniform(0.2, 0.75)
        blob = sphere(size, leaf, 14, 8, squash_z=rng.uniform(0.8, 1.2))
        leaves.append(blob.moved(np.eye(3), (out * np.cos(turn), out * np.sin(turn),
                                             height - size * 0.3 + radius * 0.16 * k)))
    return Shape("plant", ("green", paint.second), merge([pot, *leaves]))


def pan(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.085, 0.12), scale * rng.uniform(0.04, 0.055)
    body, hollow = _vessel([(radius * 0.88, 0), (radius, height)], 0.004, paint.main(0.25))
    start = radius * 0.95
    path = np.array([[start, 0, height * 0.7], [start + 0.06, 0, height * 0.95], [start + 0.17 * scale, 0, height]])
    handle = tube(_bent(path), 0.009, paint.other(0.1), 10, side_scale=1.4)
    return Shape("pan", (paint.first, paint.second), _turned(merge([body, handle]), rng), hollow=hollow)


def basket(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    radius, height = scale * rng.uniform(0.11, 0.16), scale * rng.uniform(0.09, 0.16)
    body, hollow = _vessel([(radius * 0.82, 0), (radius, height)], 0.007, paint.main(0.0))
    if rng.random() < 0.5:
        body = _outer_band(body, paint.other(0.0), height * 0.78, height * 0.97)
        return Shape("basket", (paint.first, paint.second), body, hollow=hollow)
    return Shape("basket", (paint.first,), body, hollow=hollow)


def _stacked(profile: Sequence[tuple[float, float]], material: Material, segments: int = 32) -> Mesh:
    """Closed solid from a rising outline (radius, height)."""
    return lathe([(0.0, profile[0][1]), *profile, (0.0, profile[-1][1])], material, segments)


def _vessel(outline: Sequence[tuple[float, float]], wall_m: float, material: Material,
            smooth: bool = False) -> tuple[Mesh, Hollow]:
    """Open vessel with a wall: outline (radius, height) of its outside from the foot to the rim."""
    outside = _rounded(outline) if smooth else _divided(outline)
    inside = [(max(r - wall_m, 0.004), max(h, wall_m)) for r, h in outside]
    inside = [p for k, p in enumerate(inside) if k == 0 or p[1] > inside[k - 1][1] + 1e-6]
    rim = outside[-1]
    body = lathe([(0.0, 0.0), *outside, *((r, h) for r, h in reversed(inside)), (0.0, wall_m)], material, 40)
    profile = np.array([(0.0, wall_m), *inside])
    profile[-1, 1] = rim[1]
    return body, Hollow(profile)


def _divided(outline: Sequence[tuple[float, float]], steps: int = 4) -> Profile:
    points = np.asarray(outline, dtype=float)
    t = np.linspace(0, len(points) - 1, (len(points) - 1) * steps + 1)
    k = np.arange(len(points))
    return [(float(np.interp(s, k, points[:, 0])), float(np.interp(s, k, points[:, 1]))) for s in t]


def _rounded(outline: Sequence[tuple[float, float]], steps: int = 6) -> Profile:
    """Catmull-Rom curve through the outline, heights kept rising."""
    curve = _bent(np.column_stack([np.asarray(outline, dtype=float), np.zeros(len(outline))]),
                  (len(outline) - 1) * steps + 1)
    heights = np.maximum.accumulate(curve[:, 1])
    return [(float(max(r, 0.004)), float(h)) for r, h in zip(curve[:, 0], heights, strict=True)]


def _bent(points: FloatArray, count: int = 12) -> FloatArray:
    """(count, 3) smooth curve through points (Catmull-Rom)."""
    padded = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = np.linspace(0, len(points) - 1 - 1e-9, count)
    k = t.astype(int)
    f = (t - k)[:, None]
    p0, p1, p2, p3 = padded[k], padded[k + 1], padded[k + 2], padded[k + 3]
    return np.asarray(0.5 * (2 * p1 + (p2 - p0) * f + (2 * p0 - 5 * p1 + 4 * p2 - p3) * f**2
                             + (3 * p1 - p0 - 3 * p2 + p3) * f**3))


def _labelled(paint: Paint, gloss: float, share: float) -> Material:
    main, other = paint.main(gloss), paint.other(gloss)
    return replace(main, texture=palette.band((64, 128), main.rgb, other.rgb, paint.rng, share))


def _outer_band(mesh: Mesh, material: Material, low_m: float, high_m: float) -> Mesh:
    """Paint the outside between two heights."""
    height = mesh.face_heights()
    return mesh.painted((height > low_m) & (height < high_m) & ~_faces_inward(mesh), material)


def _normals(mesh: Mesh) -> FloatArray:
    a, b, c = (mesh.vertices[mesh.triangles[:, i]] for i in range(3))
    return np.asarray(np.cross(b - a, c - a))


def _faces_inward(mesh: Mesh) -> NDArray[np.bool_]:
    """(T,) bool: faces that look at the axis or, in the middle, upwards."""
    normal, centre = _normals(mesh), mesh.face_centres()
    radial = (normal[:, :2] * centre[:, :2]).sum(axis=1)
    flat = np.abs(radial) < 1e-3 * np.linalg.norm(normal, axis=1)
    return np.asarray((radial < 0) & ~flat | flat & (normal[:, 2] > 0))


def _faces_down(mesh: Mesh) -> NDArray[np.bool_]:
    return np.asarray(_normals(mesh)[:, 2] < 0)


def _radius_at(mesh: Mesh, height_m: float) -> float:
    """Outer radius at a height of a solid of revolution."""
    near = np.abs(mesh.vertices[:, 2] - height_m)
    chosen = mesh.vertices[near <= near.min() + 1e-6]
    return float(np.linalg.norm(chosen[:, :2], axis=1).max())


def _turned(mesh: Mesh, rng: np.random.Generator) -> Mesh:
    """Turn handles anywhere; the axis stays at the origin."""
    return mesh.moved(rotation_z(rng.uniform(0, 2 * np.pi)), (0, 0, 0))
