"""Boxy and bent household things. Every maker gives a Shape in metres; see kinds_round for `paint` and `scale`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spatialgeo_ros.types import Array
from spatialgeo_ros.world import palette
from spatialgeo_ros.world.kinds_round import Paint
from spatialgeo_ros.world.meshes import (
    Material,
    Mesh,
    cuboid,
    lathe,
    merge,
    pillow,
    rotation_x,
    rotation_y,
    rotation_z,
    tube,
)
from spatialgeo_ros.world.shapes import Ledge, Shape, rectangle

TOP, FRONT, BACK = slice(2, 4), slice(4, 6), slice(6, 8)  # faces of a cuboid


def box(paint: Paint, scale: float) -> Shape:
    """Carton: cereal-like, cubic or flat."""
    rng = paint.rng
    size = {0: (0.16, 0.06, 0.22), 1: (0.11, 0.1, 0.1), 2: (0.2, 0.13, 0.06), 3: (0.07, 0.06, 0.14)}[
        int(rng.integers(4))]
    x, y, z = scale * np.array(size) * rng.uniform(0.8, 1.2, 3)
    body = cuboid((x, y, z), paint.main(0.1))
    ledges = (Ledge(rectangle(x, y), z),)
    style = rng.random()
    if style < 0.45:
        main, ink = body.materials[0], paint.other(0.1)
        printed = replace(main, texture=palette.cover((96, 96), main.rgb, ink.rgb, rng))
        return Shape("box", (paint.first, paint.second), body.painted(slice(4, 8), printed), ledges)
    if style < 0.7:
        lid = cuboid((x * 1.02, y * 1.02, z * 0.25), paint.other(0.1), (0, 0, z * 0.8))
        ledges = (Ledge(rectangle(x, y), float(z * 1.05)),)
        return Shape("box", (paint.first, paint.second), merge([body, lid]), ledges)
    return Shape("box", (paint.first,), body, ledges)


def book(paint: Paint, scale: float) -> Shape:
    """Lying book, spine along y."""
    rng = paint.rng
    x, y, z = scale * np.array([rng.uniform(0.12, 0.19), rng.uniform(0.18, 0.26), rng.uniform(0.018, 0.05)])
    board = 0.0025
    main, ink = paint.main(0.15), paint.other(0.1)
    printed = replace(main, texture=palette.cover((128, 96), main.rgb, ink.rgb, rng, lines=2, share=0.22))
    lower = cuboid((x, y, board), main)
    upper = cuboid((x, y, board), main, (0, 0, z - board)).painted(TOP, printed)
    spine = cuboid((board, y, z - 2 * board), main, (-x / 2 + board / 2, 0, board))
    pages = cuboid((x - 2 * board - 0.003, y - 0.008, z - 2 * board), Material((232, 226, 208), "white"),
                   (0.0, 0, board))
    return Shape("book", (paint.first,), merge([lower, upper, spine, pages]), (Ledge(rectangle(x, y), z),))


def laptop(paint: Paint, scale: float) -> Shape:
    """Open laptop, screen facing -y."""
    rng = paint.rng
    x, y = scale * np.array([rng.uniform(0.3, 0.36), rng.uniform(0.21, 0.25)])
    thick, lean = 0.016, np.radians(rng.uniform(5, 25))
    main = paint.main(0.3)
    deck = replace(main, texture=_deck(main, palette.shade("black", rng)))
    base = cuboid((x, y, thick), main).painted(TOP, deck)
    screen = Material((26, 34, 52), "black", texture=_screen(rng), gloss=0.5)
    panel = cuboid((x, 0.007, y * 0.95), main).painted(FRONT, screen)
    panel = panel.moved(rotation_x(-lean), (0, y / 2 - 0.004, thick))
    return Shape("laptop", (paint.first, "black"), settled(merge([base, panel])))


def keyboard(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    x, y, z = scale * rng.uniform(0.36, 0.44), scale * rng.uniform(0.125, 0.155), rng.uniform(0.02, 0.03)
    main = paint.main(0.1)
    caps = tuple(min(255.0, c * 1.18 + 12) for c in main.rgb)
    top = replace(main, texture=palette.keys(6, 18, main.rgb, (caps[0], caps[1], caps[2])))
    return Shape("keyboard", (paint.first,), cuboid((x, y, z), main, taper=0.985).painted(TOP, top))


def monitor(paint: Paint, scale: float) -> Shape:
    """Screen on a foot, facing -y."""
    rng = paint.rng
    x, z = scale * rng.uniform(0.42, 0.56), scale * rng.uniform(0.26, 0.33)
    lift = rng.uniform(0.08, 0.14)
    main = paint.main(0.2)
    foot = cuboid((x * 0.42, 0.17, 0.014), main)
    neck = cuboid((0.05, 0.025, lift + 0.05), main, (0, 0.03, 0.013))
    screen = Material((26, 34, 52), "black", texture=_screen(rng), gloss=0.5)
    panel = cuboid((x, 0.03, z), main, (0, 0, lift)).painted(FRONT, screen)
    return Shape("monitor", (paint.first, "black"), merge([foot, neck, panel]))


def speaker(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    x, y, z = scale * np.array([rng.uniform(0.1, 0.15), rng.uniform(0.1, 0.15), rng.uniform(0.17, 0.27)])
    main = paint.main(0.1)
    cone = Material(palette.shade("black", rng), "black", gloss=0.1)
    body = cuboid((x, y, z), main)
    discs = [lathe([(0, 0), (r, 0), (r * 0.9, 0.006), (0, 0.004)], cone, 24).moved(
        rotation_x(np.pi / 2), (0, -y / 2 + 0.001, h)) for r, h in ((x * 0.38, z * 0.32), (x * 0.24, z * 0.74))]
    return Shape("speaker", (paint.first, "black"), merge([body, *discs]), (Ledge(rectangle(x, y), z),))


def clock(paint: Paint, scale: float) -> Shape:
    """Round table clock, dial facing -y."""
    rng = paint.rng
    radius, depth = scale * rng.uniform(0.055, 0.085), scale * rng.uniform(0.035, 0.05)
    dial = replace(paint.other(0.2), texture=None)
    drum = lathe([(0, 0), (radius, 0), (radius, depth), (radius * 0.88, depth), (radius * 0.85, depth - 0.004),
                  (0, depth - 0.004)], paint.main(0.3), 40)
    face = (drum.face_radii() < radius * 0.86) & (drum.face_heights() > depth * 0.7)
    drum = drum.painted(face, dial)
    hand = Material((30, 30, 30), "black")
    hands = [cuboid((0.005, length, 0.002), hand, (0, length / 2, depth - 0.0045)).moved(rotation_z(turn), (0, 0, 0))
             for length, turn in ((radius * 0.5, rng.uniform(0, 6)), (radius * 0.75, rng.uniform(0, 6)))]
    upright = merge([drum, *hands]).moved(rotation_x(np.pi / 2), (0, depth / 2, radius + 0.012))
    foot = cuboid((radius * 1.1, depth, 0.022), paint.main(0.2))
    return Shape("clock", (paint.first, paint.second), merge([foot, upright]))


def drill(paint: Paint, scale: float) -> Shape:
    """Cordless drill standing on its battery, chuck along +x."""
    rng = paint.rng
    main, dark = paint.main(0.1), palette.material("black", rng, 0.1)
    battery = cuboid((0.11, 0.075, 0.05), dark)
    grip = cuboid((0.045, 0.036, 0.105), main, (-0.01, 0, 0.049), taper=0.95)
    body = tube(np.array([[-0.075, 0, 0.178], [-0.06, 0, 0.178], [0.0, 0, 0.178], [0.075, 0, 0.178],
                          [0.085, 0, 0.178]]), np.array([0.02, 0.031, 0.033, 0.031, 0.026]), main, 20)
    chuck = tube(np.array([[0.083, 0, 0.178], [0.09, 0, 0.178], [0.115, 0, 0.178], [0.125, 0, 0.178]]),
                 np.array([0.02, 0.021, 0.018, 0.008]), dark, 16)
    tool = merge([battery, grip, body, chuck])
    return Shape("drill", (paint.first, "black"), replace(tool, vertices=tool.vertices * scale))


def banana(paint: Paint, scale: float) -> Shape:
    """Lying banana, bent in the ground plane."""
    rng = paint.rng
    bend, angle = 0.12 * scale * rng.uniform(0.85, 1.2), rng.uniform(0.7, 0.95)
    turns = np.linspace(-angle, angle, 18)
    path = np.stack([bend * np.cos(turns), bend * np.sin(turns), np.zeros(18)], axis=1)
    radius = 0.0185 * scale * np.interp(np.abs(turns) / angle, [0, 0.55, 0.85, 0.95, 1.0], [1, 0.95, 0.6, 0.32, 0.3])
    body = tube(path, radius, palette.material(paint.first, rng, 0.1), 14)
    tips = np.abs(np.arctan2(body.face_centres()[:, 1], body.face_centres()[:, 0])) > angle * 0.94
    return Shape("banana", (paint.first,), settled(body.painted(tips, palette.material("brown", rng))))


def cushion(paint: Paint, scale: float) -> Shape:
    rng = paint.rng
    side = scale * rng.uniform(0.3, 0.42)
    size = (side, side * rng.uniform(0.75, 1.0), side * rng.uniform(0.22, 0.3))
    body = pillow(size, paint.main(0.0), power=3.2, segments=40, rings=12)
    if rng.random() < 0.35:
        stripe = np.abs(body.face_middles(body.vertices[:, 0])) < side * 0.13
        return Shape("cushion", (paint.first, paint.second), body.painted(stripe, paint.other(0.0)))
    return Shape("cushion", (paint.first,), body)


def bin_(paint: Paint, scale: float) -> Shape:
    """Open storage bin: four walls and a bottom."""
    rng = paint.rng
    x, y, z = scale * np.array([rng.uniform(0.26, 0.38), rng.uniform(0.2, 0.28), rng.uniform(0.12, 0.2)])
    wall = 0.008
    main = paint.main(0.1)
    plates = [cuboid((x, y, wall), main)]
    for sign in (-1, 1):
        plates.append(cuboid((x, wall, z - wall), main, (0, sign * (y - wall) / 2, wall)))
        plates.append(cuboid((wall, y - 2 * wall, z - wall), main, (sign * (x - wall) / 2, 0, wall)))
    floor = Ledge(rectangle(x - 2 * wall, y - 2 * wall), wall, inside=True, rim_m=float(z))
    return Shape("bin", (paint.first,), merge(plates), (floor,))


def settled(mesh: Mesh) -> Mesh:
    """The mesh shifted to stand on z = 0 with its box centred on the axis."""
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    return mesh.moved(np.eye(3), (-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2, -low[2]))


def lying(shape: Shape, rng: np.random.Generator) -> Shape:
    """The shape laid on its side, its axis horizontal."""
    mesh = shape.mesh.moved(rotation_z(rng.uniform(0, 2 * np.pi)) @ rotation_y(np.pi / 2), (0, 0, 0))
    return Shape(shape.word, shape.colours, settled(mesh))


def upright_book(shape: Shape) -> Shape:
    """A book standing on its lower edge, spine facing -y, as on a shelf."""
    mesh = shape.mesh.moved(rotation_z(np.pi / 2) @ rotation_x(np.pi / 2), (0, 0, 0))
    return Shape(shape.word, shape.colours, settled(mesh))


def _deck(main: Material, cap: tuple[float, float, float]) -> Array:
    """Laptop deck: keys in the rear half, touch pad in front."""
    image = np.broadcast_to(np.asarray(main.rgb), (96, 144, 3)).astype(np.uint8).copy()
    keyboard_part = palette.keys(4, 11, main.rgb, cap)
    image[10:58, 6:138] = keyboard_part[:48, :132]
    image[66:90, 52:92] = np.asarray(main.rgb) * 0.85
    return image


def _screen(rng: np.random.Generator) -> Array:
    """A display: dark frame, plain desktop with a few windows."""
    image = np.full((72, 112, 3), 18, np.uint8)
    image[3:66, 3:109] = rng.integers(20, 70, 3)
    for _ in range(int(rng.integers(0, 3))):
        y, x = rng.integers(6, 36), rng.integers(6, 60)
        image[y:y + 24, x:x + 40] = rng.integers(60, 130, 3)
    return image

