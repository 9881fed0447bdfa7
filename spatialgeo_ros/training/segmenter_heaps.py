"""Tables as full as a sorting robot meets them: many things, touching and stacked, lying and standing; seats in use."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

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


def _some_shape(colours: ColourChooser, rng: np.random.Generator) -> Shape:
    word = str(rng.choice(("box", "box", "can", "can", "bottle", "candle", "jar", "mug", "bowl", "ball", "apple", "banana",
                           "book", "drill", "clock", "speaker", "vase", "pan", "teapot")))
    shape = catalogue.make(word, colours.paint(word))
    return lying(shape, rng) if catalogue.KINDS[word].lies and rng.random() < 0.5 else shape
