"""Things of no kind: parts put together at random, so that the network learns what holds together, not our catalogue.

Turned ones (bottles, tins), ones with a body and a grip (drills, torches), bent ones, flat ones and lumps; of one to three
colours, standing or lying.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spatialgeo_ros.types import FloatArray
from spatialgeo_ros.world import palette
from spatialgeo_ros.world.kinds_boxy import settled
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.meshes import (
    Material,
    Mesh,
    arc,
    cuboid,
    lathe,
    merge,
    pillow,
    rotation_x,
    rotation_y,
    rotation_z,
    sphere,
    tube,
)
from spatialgeo_ros.world.shapes import Shape


def assembly(paint: Paint) -> Shape:
    """One of them, 3 to 40 cm long."""
    rng = paint.rng
    make = (_turned, _gripped, _gripped, _bent, _flat, _lump)[int(rng.integers(6))]
    mesh = make(paint)
    mesh = mesh.moved(rotation_z(rng.uniform(0, 2 * np.pi)), (0, 0, 0))
    return Shape("thing", (paint.first, paint.second), settled(mesh))


def _some(paint: Paint, same: float = 0.5) -> Material:
    """A material for one more part: of the first colour, the second or, seldom, any."""
    share = paint.rng.random()
    if share < same:
        return paint.main(0.2)
    return paint.other(0.2) if share < 0.85 else palette.material(str(paint.rng.choice(palette.COLOURS)), paint.rng, 0.2)


def _turned(paint: Paint) -> Mesh:
    """One to four drums on one axis."""
    rng = paint.rng
    height, radius = rng.uniform(0.06, 0.3), rng.uniform(0.015, 0.06)
    cuts = np.concatenate([[0.0], np.sort(rng.uniform(0.1, 0.95, int(rng.integers(0, 4)))), [1.0]]) * height
    oval = rng.uniform(0.45, 1.0) if rng.random() < 0.4 else 1.0
    parts = []
    for low, high in zip(cuts[:-1], cuts[1:], strict=True):
        below, above = radius * rng.uniform(0.35, 1.1, 2)
        below, above = (above, above) if rng.random() < 0.5 else (below, above)
        parts.append(lathe([(0, low), (below, low), (above, high), (0, high)], _some(paint), 28, oval))
    mesh = merge(parts)
    return mesh.moved(rotation_y(np.pi / 2), (0, 0, 0)) if rng.random() < 0.45 else mesh


def _gripped(paint: Paint) -> Mesh:
    """A body along x, a grip below it, often a nose, a foot; half of them lie on their side."""
    rng = paint.rng
    length, thick, grip = rng.uniform(0.08, 0.26), rng.uniform(0.025, 0.075), rng.uniform(0.05, 0.15)
    width = thick * rng.uniform(0.6, 1.1)
    if rng.random() < 0.5:
        parts = [cuboid((length, width, thick), _some(paint, 0.8), (0, 0, grip - 0.004))]
    else:
        radius = np.array([0.6, 1.0, 1.0, rng.uniform(0.5, 1.0)]) * thick / 2
        along = np.array([-0.5, -0.4, rng.uniform(0.0, 0.4), 0.5]) * length
        parts = [_along_x(along, radius, grip + thick / 2 - 0.004, _some(paint, 0.8))]
    at = length * rng.uniform(-0.4, 0.4)
    held = cuboid((rng.uniform(0.02, 0.05), width * rng.uniform(0.5, 0.95), grip), _some(paint, 0.6),
                  taper=rng.uniform(0.7, 1.1))
    parts.append(held.moved(rotation_y(rng.uniform(-0.3, 0.3)), (at, 0, 0)))
    if rng.random() < 0.6:
        reach = length / 2 + rng.uniform(0.02, 0.08)
        parts.append(_along_x(np.array([length / 2 - 0.004, reach - 0.005, reach]),
                              thick * np.array([0.35, 0.25, rng.uniform(0.05, 0.25)]), grip + thick / 2, _some(paint, 0.2)))
    if rng.random() < 0.5:
        size = (rng.uniform(0.05, 0.12), width * rng.uniform(0.8, 1.6), rng.uniform(0.015, 0.06))
        parts.append(cuboid(size, _some(paint, 0.3), (at, 0, -size[2] / 2)))
    mesh = merge(parts)
    return mesh.moved(rotation_x(np.pi / 2), (0, 0, 0)) if rng.random() < 0.5 else mesh


def _along_x(along_m: FloatArray, radius_m: FloatArray, height_m: float, material: Material) -> Mesh:
    path = np.column_stack([along_m, np.zeros(len(along_m)), np.full(len(along_m), height_m)])
    return tube(path, radius_m, material, 18)


def _bent(paint: Paint) -> Mesh:
    """A bent or straight rod that lies, thicker and thinner along its way, its ends sometimes of another colour."""
    rng = paint.rng
    length, angle, thick = rng.uniform(0.08, 0.34), rng.uniform(0.1, 2.4), rng.uniform(0.006, 0.028)
    path = arc(length / angle, -angle / 2, angle / 2, 20)
    profile = np.interp(np.linspace(0, 1, 20), np.linspace(0, 1, 5), rng.uniform(0.3, 1.0, 5))
    body = tube(path, thick * profile, _some(paint, 0.9), 14, rng.uniform(0.6, 1.6))
    if rng.random() < 0.5:
        end = np.arctan2(body.face_centres()[:, 2], body.face_centres()[:, 0]) > angle * rng.uniform(0.1, 0.48)
        body = body.painted(end, _some(paint, 0.0))
    return body.moved(rotation_x(np.pi / 2), (0, 0, 0))


def _flat(paint: Paint) -> Mesh:
    """A block or board, often with another part on top of it: a lid, keys, a label, a raised edge."""
    rng = paint.rng
    x, y = rng.uniform(0.05, 0.3), rng.uniform(0.04, 0.2)
    z = float(np.exp(rng.uniform(np.log(0.006), np.log(0.09))))
    main = _some(paint, 0.9)
    if rng.random() < 0.4:
        main = replace(main, texture=palette.cover((96, 96), main.rgb, _some(paint, 0.0).rgb, rng))
    parts = [cuboid((x, y, z), main, taper=rng.uniform(0.85, 1.0))]
    for _ in range(int(rng.integers(0, 3))):
        a, b = x * rng.uniform(0.2, 0.85), y * rng.uniform(0.2, 0.85)
        parts.append(cuboid((a, b, rng.uniform(0.002, 0.015)), _some(paint, 0.3),
                            ((x - a) / 2 * rng.uniform(-0.9, 0.9), (y - b) / 2 * rng.uniform(-0.9, 0.9), z - 0.001)))
    return merge(parts)


def _lump(paint: Paint) -> Mesh:
    """Two to six rounded parts that run into one another: toys, fruit, shoes."""
    rng = paint.rng
    size, parts, at = rng.uniform(0.025, 0.06), [], np.zeros(3)
    for _ in range(int(rng.integers(2, 7))):
        own = size * rng.uniform(0.5, 1.2)
        material = _some(paint, 0.7)
        part = (sphere(own, material, 24, 12, rng.uniform(0.6, 1.3)) if rng.random() < 0.6
                else pillow((2 * own * rng.uniform(0.6, 1.4, 3)).tolist(), material, rng.uniform(2.5, 6.0), 24, 10))
        parts.append(part.moved(np.eye(3), at))
        at = at + np.array([*rng.uniform(-1, 1, 2), rng.uniform(-0.2, 0.9)]) * own
    return merge(parts)
