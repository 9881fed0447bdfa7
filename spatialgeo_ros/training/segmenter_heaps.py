"""Tables as full as a sorting robot meets them: many things, touching and stacked, lying and standing; seats in use."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spatialgeo_ros.training.segmenter_assemblies import assembly
from spatialgeo_ros.types import ObjectKind
from spatialgeo_ros.world import catalogue
from spatialgeo_ros.world.catalogue import ColourChooser
from spatialgeo_ros.world.clutter import clutter_seat, stack
from spatialgeo_ros.world.kinds_boxy import lying
from spatialgeo_ros.world.placement import TOUCH_M, Placer
from spatialgeo_ros.world.scenery import Room, Thing
from spatialgeo_ros.world.shapes import Shape

_FEWEST, _MOST = 8, 18
_TRIES = 8
_IN_ROWS = 0.3  # how often what stands beside a thing is of its make
_COME_IN_ROWS = ("box", "can", "bottle", "jar", "book", "candle", "speaker", "mug")
_OF_NO_KIND = 0.5  # share of them that are not of the catalogue


def heaped(room: Room) -> Room:
    """The room with 8 to 18 things more on what its camera looks at, against or on one another, and things on most seats."""
    rng = np.random.default_rng([room.seed, 78])
    placer, colours = Placer(rng, room.size_m), ColourChooser(rng, unique_share=0.5)
    placer.things = list(room.things)
    table = _looked_at(room)
    for _ in range(int(rng.integers(_FEWEST, _MOST + 1))):
        mine = [thing for thing in placer.things if thing.support_id == table.id]
        if rng.random() < 0.35:
            stack(placer, colours, table, table.ledges[0], mine)
        elif mine:
            in_rows = [thing for thing in mine if thing.word in _COME_IN_ROWS]
            if in_rows and rng.random() < _IN_ROWS:
                _set_in_row(placer, colours, table, in_rows[int(rng.integers(len(in_rows)))])
            else:
                _push_against(placer, colours, table, mine[int(rng.integers(len(mine)))])
    for seat in room.things:
        if seat.word in ("chair", "stool") and rng.random() < 0.7 and all(t.support_id != seat.id for t in room.things):
            clutter_seat(placer, colours, seat)
    return replace(room, things=tuple(placer.things))


def _looked_at(room: Room) -> Thing:
    return next(thing for thing in room.things if thing.kind is ObjectKind.SUPPORT and thing.ledges
                and np.isclose(thing.top_m, room.path.centre_m[2])
                and np.allclose(thing.ledges[0].polygon_m.mean(axis=0), room.path.centre_m[:2]))


def _push_against(placer: Placer, colours: ColourChooser, table: Thing, neighbour: Thing) -> None:
    rng = placer.rng
    shape = _some_shape(colours, rng)
    gap_m = TOUCH_M if rng.random() < 0.7 else float(rng.uniform(0.003, 0.02))
    for _ in range(_TRIES):
        if placer.slide_against(shape, table, table.ledges[0], neighbour, rng.uniform(0, 2 * np.pi),
                                rng.uniform(0, 2 * np.pi), gap_m) is not None:
            return


def _set_in_row(placer: Placer, colours: ColourChooser, table: Thing, neighbour: Thing) -> None:
    """One to three more of the neighbour's make beside it, faces flush, mostly of other colours."""
    rng, pose = placer.rng, neighbour.world_from_shape
    yaw = float(np.arctan2(pose.rotation[1, 0], pose.rotation[0, 0]))
    angles = (yaw + np.pi / 2 * rng.permutation(4)).tolist()
    for _ in range(int(rng.integers(1, 4))):
        shape, gap_m = _another(neighbour, colours, rng), TOUCH_M if rng.random() < 0.7 else float(rng.uniform(0.002, 0.01))
        while angles:
            added = placer.slide_against(shape, table, table.ledges[0], neighbour, angles[0], yaw, gap_m)
            if added is not None:
                neighbour, angles = added, angles[:1]  # on in this direction
                break
            del angles[0]


def _another(thing: Thing, colours: ColourChooser, rng: np.random.Generator) -> Shape:
    back = thing.world_from_shape.inverse()
    mesh = thing.mesh.moved(back.rotation, back.translation_m)
    if rng.random() < 0.8:
        paint = colours.paint(thing.word, avoid=thing.colours[:1])
        mesh = replace(mesh, materials=tuple(replace(paint.other() if index % 2 else paint.main(), texture=None)
                                             for index in range(len(mesh.materials))))
    return Shape(thing.word, thing.colours, mesh)


def _some_shape(colours: ColourChooser, rng: np.random.Generator) -> Shape:
    if rng.random() < _OF_NO_KIND:
        return assembly(colours.paint("thing"))
    word = str(rng.choice(("box", "box", "can", "can", "bottle", "candle", "jar", "mug", "bowl", "ball", "apple", "banana",
                           "book", "drill", "clock", "speaker", "vase", "pan", "teapot")))
    shape = catalogue.make(word, colours.paint(word))
    return lying(shape, rng) if catalogue.KINDS[word].lies and rng.random() < 0.5 else shape
