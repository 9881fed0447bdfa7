"""Procedural furnished rooms: `make_room(seed)` builds the same room for the same seed, for ever.

Seeds are parted so that nothing is judged on what it was tuned on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import ObjectKind
from spatialgeo_ros.world import clutter, furniture, palette
from spatialgeo_ros.world.catalogue import ColourChooser
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.meshes import Material, cuboid
from spatialgeo_ros.world.placement import Placer, Spot
from spatialgeo_ros.world.scenery import CameraPath, Light, Room, Thing
from spatialgeo_ros.world.shapes import Ledge, Shape, Slab, convex_hull, rectangle
from spatialgeo_ros.world.shell import make_shell
from spatialgeo_ros.world.trajectory import camera_position

DEMO_SEEDS = range(20)  # what `./run demo` and its test show
TUNING_SEEDS = range(1000, 2000)  # free to look at while working on the estimator
HELD_OUT_SEEDS = range(5000, 6000)  # scores only: never look at one to decide anything

FURNITURE_COLOURS = (("brown",) * 8 + ("white",) * 4 + ("grey",) * 2
                     + ("black", "blue", "green", "red", "teal", "yellow"))


@dataclass(frozen=True)
class RoomStyle:
    """What rooms are like. size_spread: each object is up to so many times as large or as small as its kind is by nature.
    kinds: class words of the objects; () = all. table_m: least and greatest height of the table; none = low and high ones.
    on_table, on_floor: least and greatest number of objects that are tried to be put there."""

    size_spread: float = 1.0
    kinds: tuple[str, ...] = ()
    table_m: tuple[float, float] | None = None
    on_table: tuple[int, int] = (6, 12)
    on_floor: tuple[int, int] = (1, 4)


FURNISHED = RoomStyle()
# Things large and small of every kind, but a table as high as people have it: with low ones and high ones colour alone does
# not tell whether it sees a small thing near by or a large one far off.
TABLETOP = RoomStyle(1.2, ("mug", "bowl", "plate", "bottle", "can", "teapot", "lamp", "ball", "plant", "box", "book", "laptop",
                           "cushion", "bin"), (0.68, 0.8), (4, 9), (0, 2))
STYLES = {"furnished": FURNISHED, "tabletop": TABLETOP}


def make_room(seed: int, style: RoomStyle = FURNISHED) -> Room:
    """A furnished room with objects on its table, more on shelves, seats and the floor."""
    rng = np.random.default_rng(seed)
    size = (float(rng.uniform(3.8, 5.6)), float(rng.uniform(3.8, 5.6)), float(rng.uniform(2.4, 2.8)))
    placer, colours = Placer(rng, size), ColourChooser(rng, size_spread=style.size_spread, kinds=style.kinds)
    floor = put_floor(placer)
    table = _put_table(placer, floor, style.table_m)
    path = _plan_path(placer, table)
    _furnish_walls(placer, colours, floor, path)
    _put_seats(placer, colours, floor, table)
    clutter.clutter_table(placer, colours, table, int(rng.integers(style.on_table[0], style.on_table[1] + 1)))
    centre = path.centre_m[:2]
    half = np.array(size[:2]) / 2
    area = np.stack([np.maximum(centre - 1.9, -half), np.minimum(centre + 1.9, half)])
    clutter.clutter_floor(placer, colours, floor, area, int(rng.integers(style.on_floor[0], style.on_floor[1] + 1)))
    return Room(seed, size, tuple(placer.things), make_shell(size, rng), make_light(rng, size),
                _with_gaze(path, placer, table))


def put_floor(placer: Placer) -> Thing:
    rng = placer.rng
    x, y, _ = placer.size_m
    texels = (int(y * 110), int(x * 110))
    style, tone = str(rng.choice(["wood", "wood", "tiles", "checker", "carpet", "plain"])), float(rng.uniform(0.6, 1.1))
    word, tones = ("brown", furniture.WOODS) if style == "wood" else ("grey", FLOOR_TONES)
    base = tones[int(rng.integers(len(tones)))]
    rgb = (base[0] * tone, base[1] * tone, base[2] * tone)
    image = _floor_image(style, texels, rgb, rng, (x, y))
    if rng.random() < 0.35:
        palette.lay_rug(image, rng)
    slab = cuboid((x, y, 0.1), Material(rgb, word, image, 0.1), (0, 0, -0.1))
    shape = Shape("floor", (word,), slab, (Ledge(rectangle(x, y), 0.0),))
    return placer.add(shape, Spot(np.zeros(2), 0.0, 0.0), 0, kind=ObjectKind.SUPPORT)


FLOOR_TONES = ((190, 186, 178), (150, 148, 146), (120, 128, 140), (176, 160, 140), (150, 110, 96), (110, 128, 116))


def _floor_image(style: str, texels: tuple[int, int], rgb: tuple[float, float, float], rng: np.random.Generator,
                 size_m: tuple[float, float]) -> NDArray[np.uint8]:
    across = (max(int(size_m[1] / 0.4), 1), max(int(size_m[0] / 0.4), 1))
    if style == "wood":
        return palette.wood(texels, rgb, rng, planks=int(size_m[1] / 0.14))
    if style == "tiles":
        return palette.tiles(texels, rgb, rng, across)
    if style == "checker":
        return palette.tiles(texels, rgb, rng, across, (0.6 * rgb[0], 0.6 * rgb[1], 0.6 * rgb[2]))
    if style == "carpet":
        return palette.carpet(texels, rgb, rng)
    return palette.plain(texels, rgb, rng)


def _put_table(placer: Placer, floor: Thing, height_m: tuple[float, float] | None) -> Thing:
    rng = placer.rng
    style = str(rng.choice(["legs", "legs", "panel", "round", "oval"]))
    height = (float(rng.uniform(*height_m)) if height_m else
              float(rng.choice([rng.uniform(0.38, 0.5), rng.uniform(0.66, 0.8), rng.uniform(0.7, 0.78)])))
    across = float(rng.uniform(0.85, 1.15)) if style == "round" else float(rng.uniform(0.9, 1.6))
    deep = across if style == "round" else float(rng.uniform(0.65, 0.95))
    paint = Paint(str(rng.choice(FURNITURE_COLOURS)), "black", rng)
    shape = furniture.table(paint, (across, deep), height, style)
    yaw = float(rng.normal(0, 0.25) + rng.integers(2) * np.pi / 2)
    spot = Spot(rng.uniform(-0.35, 0.35, 2), yaw, 0.0002)
    return placer.add(shape, spot, floor.id, kind=ObjectKind.SUPPORT)


def _plan_path(placer: Placer, table: Thing) -> CameraPath:
    """A walk that stays in the room; keeps its surroundings clear of furniture."""
    rng = placer.rng
    polygon = table.ledges[0].polygon_m
    centre = polygon.mean(axis=0)
    reach = float(np.linalg.norm(polygon - centre, axis=1).max())
    limit = np.array(placer.size_m[:2]) / 2 - 0.45
    for attempt in range(200):
        path = CameraPath(np.array([*centre, table.top_m]), float(rng.uniform(0, 2 * np.pi)),
                          float(rng.uniform(0.3, 0.8)), reach * 0.75 + float(rng.uniform(0.5, 0.85)) - 0.002 * attempt,
                          float(rng.uniform(1.1, 1.6)), float(rng.uniform(26, 44)), np.zeros((1, 3)),
                          rng.uniform(0, 2 * np.pi, 8))
        positions = np.array([camera_position(path, t) for t in np.arange(0, 3 * path.period_s, 0.9)])
        if (np.abs(positions[:, :2]) < limit).all():
            break
    placer.free_view = positions
    placer.view_hull = Slab(convex_hull(np.concatenate([positions[:, :2], polygon])), 0.0, placer.size_m[2])
    return path


def _furnish_walls(placer: Placer, colours: ColourChooser, floor: Thing, path: CameraPath) -> None:
    """Shelf, cabinet and side table along the walls, mostly where the camera looks."""
    rng = placer.rng
    wanted = [name for name, share in (("shelf", 0.7), ("cabinet", 0.5), ("table", 0.35), ("shelf", 0.2))
              if rng.random() < share]
    for name in wanted:
        paint = Paint(str(rng.choice(FURNITURE_COLOURS)), "black", rng)
        if name == "table":
            shape = furniture.table(paint, (float(rng.uniform(0.5, 1.0)), float(rng.uniform(0.35, 0.5))),
                                    float(rng.uniform(0.5, 0.8)), str(rng.choice(["legs", "panel"])))
        else:
            shape = furniture.shelf(paint) if name == "shelf" else furniture.cabinet(paint)
        placed = _against_wall(placer, floor, shape, path)
        if placed is None:
            continue
        for ledge in placed.ledges:
            if ledge.height_m > 0.15 and rng.random() < 0.8:
                clutter.clutter_board(placer, colours, placed, ledge, int(rng.integers(1, 4)))


def _against_wall(placer: Placer, floor: Thing, shape: Shape, path: CameraPath) -> Thing | None:
    rng = placer.rng
    depth = float(shape.mesh.vertices[:, 1].max())
    facing = np.array([-np.cos(path.azimuth), -np.sin(path.azimuth)])
    for _ in range(40):
        side = int(rng.integers(4))
        outward = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]][side])
        if outward @ facing < 0.2 and rng.random() < 0.8:
            continue
        half = np.array(placer.size_m[:2]) / 2
        along = np.array([-outward[1], outward[0]])
        reach = float(half @ np.abs(outward)) - depth - rng.uniform(0.01, 0.05)
        slide = float(rng.uniform(-1, 1) * (half @ np.abs(along) - 0.6))
        yaw = float(np.arctan2(outward[1], outward[0]) - np.pi / 2)
        placed = placer.put_on(shape, floor, floor.ledges[0], outward * reach + along * slide, yaw, 0.006,
                               kind=ObjectKind.SUPPORT)
        if placed is not None:
            return placed
    return None


def _put_seats(placer: Placer, colours: ColourChooser, floor: Thing, table: Thing) -> None:
    rng = placer.rng
    polygon = table.ledges[0].polygon_m
    centre = polygon.mean(axis=0)
    names = rng.choice(["chair", "chair", "chair", "stool", "armchair", "pouf"], size=int(rng.integers(1, 5)))
    for name in names:
        word = "chair" if name in ("chair", "armchair") else "stool"
        paint = colours.paint(word, ())
        shape = {"chair": furniture.chair, "stool": furniture.stool, "armchair": furniture.armchair,
                 "pouf": furniture.pouf}[str(name)](paint)
        for _ in range(20):
            angle = rng.uniform(0, 2 * np.pi)
            direction = np.array([np.cos(angle), np.sin(angle)])
            edge = float(((polygon - centre) @ direction).max())
            out = edge + (rng.uniform(0.05, 0.45) if name in ("chair", "stool") else rng.uniform(0.6, 1.1))
            yaw = float(angle - np.pi / 2 + rng.normal(0, 0.25))
            placed = placer.put_on(shape, floor, floor.ledges[0], centre + out * direction, yaw, 0.03)
            if placed is not None:
                if rng.random() < 0.35:
                    clutter.clutter_seat(placer, colours, placed)
                break


def make_light(rng: np.random.Generator, size: tuple[float, float, float]) -> Light:
    position = (float(rng.uniform(-0.3, 0.3) * size[0]), float(rng.uniform(-0.3, 0.3) * size[1]), size[2] - 0.12)
    warm = float(rng.normal(0.0, 0.035))
    ambient = float(rng.uniform(0.48, 0.68))
    return Light(position, ambient, float(rng.uniform(0.42, 0.72)), (1 + warm, 1.0, 1 - warm))


def _with_gaze(path: CameraPath, placer: Placer, table: Thing) -> CameraPath:
    """The path with what it looks at: the table, its ends, and now and then something else in front."""
    rng = placer.rng
    centre = path.centre_m + (0, 0, 0.05)
    camera_side = np.array([np.cos(path.azimuth), np.sin(path.azimuth)])
    polygon = table.ledges[0].polygon_m
    others = [t.mesh.vertices.mean(axis=0) for t in placer.things
              if t.kind is ObjectKind.OBJECT and t.support_id != table.id
              and (t.mesh.vertices.mean(axis=0)[:2] - centre[:2]) @ camera_side < -0.3]
    gaze = [centre]
    for k in range(7):
        corner = polygon[int(rng.integers(len(polygon)))]
        gaze.append(centre + (*(0.45 * (corner - centre[:2])), 0.0))
        if k % 2 == 1 and others:
            far = others[int(rng.integers(len(others)))]
            gaze.append(0.35 * centre + 0.65 * far)
    return CameraPath(path.centre_m, path.azimuth, path.swing, path.radius_m, path.height_m, path.period_s,
                      np.array(gaze), path.phases)


__all__ = ["DEMO_SEEDS", "FURNISHED", "HELD_OUT_SEEDS", "STYLES", "TABLETOP", "TUNING_SEEDS", "Room", "RoomStyle", "Thing",
           "make_room"]
