"""Furniture: what things stand on. Every maker gives a Shape whose ledges are where things may be put."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spatialgeo_ros.types import FloatArray
from spatialgeo_ros.world import palette
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.meshes import Material, Mesh, cuboid, lathe, merge, pillow, prism, tube
from spatialgeo_ros.world.shapes import Ledge, Shape, disc, rectangle

WOODS = ((168, 122, 78), (196, 158, 110), (120, 82, 52), (214, 186, 146), (92, 64, 44), (186, 140, 92))
TOP = slice(2, 4)


def _timber(paint: Paint, texels: tuple[int, int] = (128, 256)) -> Material:
    """Wood or paint for furniture, as the first colour word says; "brown" is wood."""
    rng = paint.rng
    if paint.first == "brown":
        rgb = WOODS[int(rng.integers(len(WOODS)))]
        rgb = tuple(float(np.clip(c * rng.uniform(0.93, 1.07), 0, 255)) for c in rgb)  # type: ignore[assignment]
        return Material(rgb, "brown", palette.wood(texels, rgb, rng, planks=int(rng.integers(1, 5))), 0.1)
    plain = paint.main(0.1)
    return replace(plain, texture=palette.plain((64, 64), plain.rgb, rng))


def table(paint: Paint, size_m: tuple[float, float], height_m: float, style: str) -> Shape:
    """style: legs (four legs), round (one column), panel (two side panels), oval (four legs, oval top)."""
    top_material = _timber(paint)
    leg_material = top_material if paint.rng.random() < 0.6 else palette.material(
        str(paint.rng.choice(["black", "white", "grey"])), paint.rng)
    x, y = size_m
    thick = paint.rng.uniform(0.022, 0.045)
    under = height_m - thick
    polygon = rectangle(x, y)
    if style in ("round", "oval"):
        polygon = disc(1.0, 64) * (x / 2, (x if style == "round" else y) / 2)
    if style in ("round", "oval"):
        top = prism(polygon, thick, top_material, under)
    else:
        top = cuboid((x, y, thick), top_material, (0, 0, under))
    parts = [top, *_table_legs(x, y, under, style, replace(leg_material, texture=None))]
    return Shape("table", (paint.first,), merge(parts), (Ledge(polygon, height_m),))


def _table_legs(x: float, y: float, under: float, style: str, material: Material) -> list[Mesh]:
    if style == "round":
        column = lathe([(0, 0.02), (0.045, 0.02), (0.045, under), (0, under)], material, 20)
        foot = lathe([(0, 0), (x * 0.3, 0), (x * 0.3, 0.015), (0.05, 0.035), (0, 0.035)], material, 32)
        return [column, foot]
    if style == "panel":
        return [cuboid((0.035, y * 0.92, under), material, (sign * (x / 2 - 0.06), 0, 0)) for sign in (-1, 1)]
    inset = 0.06 if style == "legs" else 0.0
    reach = (x / 2 - inset, y / 2 - inset) if style == "legs" else (x * 0.3, y * 0.3)
    return [cuboid((0.05, 0.05, under), material, (sx * reach[0], sy * reach[1], 0))
            for sx in (-1, 1) for sy in (-1, 1)]


def shelf(paint: Paint) -> Shape:
    """Open shelf, front at -y, with a back panel."""
    rng = paint.rng
    material = _timber(paint)
    x, y = rng.uniform(0.7, 1.1), rng.uniform(0.26, 0.36)
    boards = int(rng.integers(2, 5))
    rise = rng.uniform(0.3, 0.4)
    foot, thick = 0.08, 0.022
    height = foot + boards * rise + thick
    plain = replace(material, texture=None)
    parts = [cuboid((thick, y, height), plain, (sign * (x - thick) / 2, 0, 0)) for sign in (-1, 1)]
    parts.append(cuboid((x - 2 * thick, 0.01, height - foot), plain, (0, (y - 0.01) / 2, foot)))
    inner = rectangle(x - 2 * thick, y - 0.01, (0, -0.005))
    ledges = []
    for k in range(boards + 1):
        z = foot + k * rise
        parts.append(cuboid((x - 2 * thick, y - 0.01, thick), material, (0, -0.005, z)))
        ledges.append(Ledge(inner, z + thick, rise - thick if k < boards else 10.0))
    return Shape("shelf", (paint.first,), merge(parts), tuple(ledges))


def cabinet(paint: Paint) -> Shape:
    """Closed chest of drawers, front at -y."""
    rng = paint.rng
    x, y, z = rng.uniform(0.6, 1.2), rng.uniform(0.38, 0.48), rng.uniform(0.5, 0.85)
    material = _timber(paint)
    body = cuboid((x, y, z), material)
    drawers = int(rng.integers(2, 4))
    knob = Material((60, 58, 56), "black", gloss=0.4)
    parts = [body]
    for k in range(drawers):
        low = 0.05 + k * (z - 0.08) / drawers
        front = Material(tuple(c * 0.94 for c in material.rgb), material.word)  # type: ignore[arg-type]
        parts.append(cuboid((x * 0.94, 0.016, (z - 0.08) / drawers - 0.02), front, (0, -y / 2, low)))
        parts.append(cuboid((0.1, 0.02, 0.014), knob, (0, -y / 2 - 0.015, low + (z - 0.08) / drawers / 2)))
    return Shape("cabinet", (paint.first,), merge(parts), (Ledge(rectangle(x, y), z),))


def chair(paint: Paint) -> Shape:
    """Chair with a back, facing -y."""
    rng = paint.rng
    material = paint.main(0.1)
    legs = material if rng.random() < 0.6 else paint.other(0.1)
    side, seat = rng.uniform(0.38, 0.46), rng.uniform(0.42, 0.47)
    back, thick = rng.uniform(0.36, 0.5), 0.03
    parts = [cuboid((side, side, thick), material, (0, 0, seat - thick))]
    reach = side / 2 - 0.025
    parts += [cuboid((0.035, 0.035, seat - thick), legs, (sx * reach, sy * reach, 0))
              for sx in (-1, 1) for sy in (-1, 1)]
    if rng.random() < 0.5:
        parts.append(cuboid((side, 0.025, back), material, (0, side / 2 - 0.0125, seat)))
    else:
        parts += [cuboid((0.035, 0.024, back * 0.55), legs, (sign * (side / 2 - 0.02), side / 2 - 0.0125, seat))
                  for sign in (-1, 1)]
        parts.append(cuboid((side, 0.025, back * 0.45), material, (0, side / 2 - 0.0125, seat + back * 0.55)))
    colours = (paint.first,) if legs is material else (paint.first, paint.second)
    top = Ledge(rectangle(side - 0.02, side - 0.06, (0, -0.02)), seat)
    return Shape("chair", colours, merge(parts), (top,))


def stool(paint: Paint) -> Shape:
    rng = paint.rng
    radius, height = rng.uniform(0.15, 0.2), rng.uniform(0.38, 0.55)
    legs = paint.other(0.1)
    seat = lathe([(0, height - 0.04), (radius, height - 0.04), (radius, height), (0, height)], paint.main(0.1), 40)
    feet = []
    for k in range(4):
        turn = np.pi / 4 + k * np.pi / 2
        out = np.array([np.cos(turn), np.sin(turn), 0.0])
        low, high = out * radius * 0.92, out * radius * 0.7 + (0, 0, height - 0.038)
        feet.append(_leg(low, high, 0.016, legs))
    return Shape("stool", (paint.first, paint.second), merge([seat, *feet]), (Ledge(disc(radius * 0.97), height),))


def armchair(paint: Paint) -> Shape:
    """Upholstered armchair facing -y; one word: a chair."""
    rng = paint.rng
    x, y, seat = rng.uniform(0.7, 0.85), rng.uniform(0.68, 0.8), rng.uniform(0.36, 0.42)
    fabric = paint.main(0.0)
    parts = [cuboid((x, y, seat), fabric)]
    parts.append(cuboid((x, 0.18, rng.uniform(0.35, 0.45)), fabric, (0, y / 2 - 0.09, seat)))
    parts += [cuboid((0.13, y - 0.18, 0.2), fabric, (sign * (x - 0.13) / 2, -0.09, seat)) for sign in (-1, 1)]
    ledge = Ledge(rectangle(x - 0.28, y - 0.2, (0, -0.09)), seat)
    return Shape("chair", (paint.first,), merge(parts), (ledge,))


def pouf(paint: Paint) -> Shape:
    """Low round stool of cloth."""
    rng = paint.rng
    side = rng.uniform(0.36, 0.5)
    body = pillow((side, side, rng.uniform(0.28, 0.4)), paint.main(0.0), power=5.0, segments=48, rings=14)
    return Shape("stool", (paint.first,), body)


def _leg(low: FloatArray, high: FloatArray, radius_m: float, material: Material) -> Mesh:
    """Round leg from the ground up to a point, its foot cut level by construction of the tube's cap."""
    path = np.linspace(low, high, 3)
    mesh = tube(path, radius_m, material, 8)
    vertices = mesh.vertices.copy()
    vertices[:, 2] = np.maximum(vertices[:, 2], 0.0)
    return replace(mesh, vertices=vertices)
