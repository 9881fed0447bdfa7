"""Rooms whose every length is known by heart."""

import numpy as np

from spatialgeo_ros.types import ObjectKind, PinholeCamera
from spatialgeo_ros.world.meshes import Material, cuboid
from spatialgeo_ros.world.placement import Placer, Spot
from spatialgeo_ros.world.scenery import FLOOR_ID, CameraPath, Light, Room
from spatialgeo_ros.world.shapes import Ledge, Shape, rectangle
from spatialgeo_ros.world.shell import make_shell

# fx != fy, H != W, centre off by different amounts: any mix-up gives another number
CAMERA = PinholeCamera(height=120, width=160, fx=141.0, fy=152.0, cx=74.3, cy=63.8)
SIZE = (6.0, 5.0, 2.6)
FLOOR = Shape("floor", ("grey",), cuboid((6, 5, 0.1), Material((128, 128, 128), "grey"), (0, 0, -0.1)),
              (Ledge(rectangle(6, 5), 0.0),))
PAINTS = {"red": (190, 20, 20), "blue": (30, 60, 190), "yellow": (235, 205, 40), "green": (30, 150, 50),
          "white": (240, 240, 236), "black": (28, 28, 30), "pink": (250, 160, 195), "brown": (110, 70, 40)}


def block(word, colour, size):
    """A box-shaped thing of any name, that others may stand on."""
    return Shape(word, (colour,), cuboid(size, Material(PAINTS[colour], colour)),
                 (Ledge(rectangle(size[0], size[1]), size[2]),))


def tray(word, colour, size, wall=0.01):
    """An open bin: a bottom and four walls."""
    x, y, z = size
    paint = Material(PAINTS[colour], colour)
    plates = [cuboid((x, y, wall), paint)]
    for sign in (-1, 1):
        plates.append(cuboid((x, wall, z - wall), paint, (0, sign * (y - wall) / 2, wall)))
        plates.append(cuboid((wall, y - 2 * wall, z - wall), paint, (sign * (x - wall) / 2, 0, wall)))
    from spatialgeo_ros.world.meshes import merge

    floor = Ledge(rectangle(x - 2 * wall, y - 2 * wall), wall, inside=True, rim_m=z)
    return Shape(word, (colour,), merge(plates), (floor,))


def empty_placer():
    placer = Placer(np.random.default_rng(0), SIZE)
    placer.add(FLOOR, Spot(np.zeros(2), 0.0, 0.0), 0, kind=ObjectKind.SUPPORT)
    return placer


def room_of(placer):
    light = Light((0.3, -0.4, 2.4), 0.55, 0.6, (1.0, 1.0, 1.0))
    path = CameraPath(np.zeros(3), 0.0, 0.3, 1.5, 1.4, 30.0, np.zeros((1, 3)), np.zeros(8))
    return Room(0, SIZE, tuple(placer.things), make_shell(SIZE, np.random.default_rng(3)), light, path)


def floor_room(*items):
    """Things standing on the floor: (shape, (x, y)) or (shape, (x, y), yaw)."""
    placer = empty_placer()
    for shape, xy, *yaw in items:
        placer.add(shape, Spot(np.array(xy, dtype=float), yaw[0] if yaw else 0.0, 0.0), FLOOR_ID)
    return room_of(placer)
