"""Objects on tables, shelves, seats and the floor: apart, side by side, touching, stacked and in containers."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.types import FloatArray
from spatialgeo_ros.world import catalogue
from spatialgeo_ros.world.catalogue import ColourChooser
from spatialgeo_ros.world.kinds_boxy import upright_book
from spatialgeo_ros.world.placement import TOUCH_M, Placer
from spatialgeo_ros.world.scenery import Thing
from spatialgeo_ros.world.shapes import Ledge, Shape

TRIES = 12


def clutter_table(placer: Placer, colours: ColourChooser, table: Thing, count: int) -> None:
    """About `count` things on a table; some of them on, in, at or near one another."""
    rng, ledge = placer.rng, table.ledges[0]
    start, failed = len(placer.things), 0
    if rng.random() < 0.45:  # large things find no place later
        _single(placer, colours, table, ledge, colours.among(catalogue.LARGE))
    while len(placer.things) - start < count and failed < 6:
        before = len(placer.things)
        mine = [t for t in placer.things[start:] if t.support_id == table.id]
        style = rng.random()
        if style < 0.3 and mine:
            _beside(placer, colours, table, ledge, mine)
        elif style < 0.48:
            stack(placer, colours, table, ledge, mine)
        elif style < 0.64:
            _contained(placer, colours, table, ledge)
        if len(placer.things) == before:
            _single(placer, colours, table, ledge, colours.among(catalogue.ON_TABLE))
        failed += len(placer.things) == before  # the table fills up


def clutter_board(placer: Placer, colours: ColourChooser, support: Thing, ledge: Ledge, count: int) -> None:
    """A few things on one shelf board or cabinet top, now and then a row of books."""
    rng = placer.rng
    if rng.random() < 0.15 and ledge.clearance_m > 0.22:
        _book_row(placer, colours, support, ledge)
    for _ in range(count):
        _single(placer, colours, support, ledge, colours.among(catalogue.ON_SHELF))


def clutter_floor(placer: Placer, colours: ColourChooser, floor: Thing, area: FloatArray, count: int) -> None:
    """Things standing on the floor inside a rectangle ((x0, y0), (x1, y1)); bins and baskets get filled."""
    rng = placer.rng
    for _ in range(count):
        word = str(rng.choice(colours.among(catalogue.ON_FLOOR)))
        shape = catalogue.make(word, colours.paint(word))
        for _ in range(TRIES):
            xy = rng.uniform(area[0], area[1])
            placed = placer.put_on(shape, floor, floor.ledges[0], xy, rng.uniform(0, 2 * np.pi), 0.05)
            if placed is not None:
                _fill(placer, colours, placed, int(rng.integers(0, 4)))
                break


def clutter_seat(placer: Placer, colours: ColourChooser, seat: Thing) -> None:
    if seat.ledges:
        _single(placer, colours, seat, seat.ledges[0], colours.among(catalogue.ON_SEAT))


def _random_spot(ledge: Ledge, rng: np.random.Generator) -> FloatArray:
    low, high = ledge.polygon_m.min(axis=0), ledge.polygon_m.max(axis=0)
    corner, along, across = ledge.polygon_m[0], ledge.polygon_m[1], ledge.polygon_m[-1]
    if len(ledge.polygon_m) == 4:  # a rectangle that may stand at an angle to the room
        return np.asarray(corner + rng.random() * (along - corner) + rng.random() * (across - corner))
    return np.asarray(rng.uniform(low, high))


def _yaw(word: str, ledge: Ledge, rng: np.random.Generator) -> float:
    """Any angle, but boards and screens more or less along the edge of what they stand on."""
    if word not in ("laptop", "keyboard", "monitor", "speaker", "clock"):
        return float(rng.uniform(0, 2 * np.pi))
    edge = ledge.polygon_m[1] - ledge.polygon_m[0]
    return float(np.arctan2(edge[1], edge[0]) + rng.choice([0.0, np.pi]) + rng.normal(0, 0.35))


def side_by_side(placer: Placer, colours: ColourChooser, table: Thing, count: int) -> None:
    """Up to `count` things on a table, at least 2 cm apart, none on or in another."""
    for _ in range(count):
        _alone(placer, colours, table, table.ledges[0], colours.among(catalogue.ON_TABLE))


def _single(placer: Placer, colours: ColourChooser, support: Thing, ledge: Ledge,
            words: tuple[str, ...]) -> Thing | None:
    placed = _alone(placer, colours, support, ledge, words)
    if placed is not None and placer.rng.random() < 0.3:
        _fill(placer, colours, placed, 1)
    return placed


def _alone(placer: Placer, colours: ColourChooser, support: Thing, ledge: Ledge, words: tuple[str, ...]) -> Thing | None:
    rng = placer.rng
    shape = _contrasting(colours, words, support, rng)
    word = shape.word
    for _ in range(TRIES):
        placed = placer.put_on(shape, support, ledge, _random_spot(ledge, rng), _yaw(word, ledge, rng),
                               float(rng.uniform(0.02, 0.07)))
        if placed is not None:
            return placed
    return None


def _contrasting(colours: ColourChooser, words: tuple[str, ...], support: Thing, rng: np.random.Generator) -> Shape:
    """Something whose colours mostly, not always, differ from those of what it will stand on."""
    avoid = support.colours[:1] if rng.random() < 0.8 else ()
    for _ in range(3):
        word = str(rng.choice(words))
        shape = catalogue.make(word, colours.paint(word, avoid))
        if not set(avoid) & set(shape.colours):
            break
    return shape


def _beside(placer: Placer, colours: ColourChooser, support: Thing, ledge: Ledge, mine: list[Thing]) -> None:
    """Something close to a thing that stands there already: touching, or up to 6 cm away."""
    rng = placer.rng
    neighbour = mine[int(rng.integers(len(mine)))]
    word = str(rng.choice(colours.among(catalogue.ON_TABLE)))
    shape = catalogue.make(word, colours.paint(word, (neighbour.colours[0], support.colours[0])))
    gap_m = TOUCH_M if rng.random() < 0.4 else float(rng.uniform(0.006, 0.06))
    for _ in range(TRIES):
        if placer.slide_against(shape, support, ledge, neighbour, rng.uniform(0, 2 * np.pi),
                                rng.uniform(0, 2 * np.pi), gap_m) is not None:
            return


def stack(placer: Placer, colours: ColourChooser, support: Thing, ledge: Ledge, mine: list[Thing]) -> None:
    """Something on a thing that stands there already, or on a new one; book piles grow to four."""
    rng = placer.rng
    bases = [t for t in mine if t.word in catalogue.STACK_ON and t.ledges and not _carries(placer, t)]
    if not bases:
        word = str(rng.choice(colours.among(tuple(catalogue.STACK_ON))))
        base = _single(placer, colours, support, ledge, (word,))
        bases = [base] if base is not None and base.ledges and not _carries(placer, base) else []
    if not bases:
        return
    base = bases[int(rng.integers(len(bases)))]
    for _ in range(3):
        word = str(rng.choice(colours.among(catalogue.STACK_ON[base.word])))
        placed = _on_top(placer, colours, base, word)
        if placed is None or placed.word not in ("book", "can", "box") or not placed.ledges or rng.random() < 0.5:
            return
        base = placed


def _carries(placer: Placer, thing: Thing) -> bool:
    return any(t.support_id == thing.id for t in placer.things)


def _on_top(placer: Placer, colours: ColourChooser, base: Thing, word: str) -> Thing | None:
    rng = placer.rng
    for _ in range(4):  # sizes vary; try a few
        shape = catalogue.make(word, colours.paint(word, base.colours))
        ledge = base.ledges[0]
        centre = ledge.polygon_m.mean(axis=0)
        yaw = _along(base) + rng.normal(0, 0.25) if base.word in ("book", "box") else rng.uniform(0, 2 * np.pi)
        for spread in (0.02, 0.01, 0.0):
            placed = placer.put_on(shape, base, ledge, centre + rng.uniform(-spread, spread, 2), float(yaw), 0.012,
                                   overhang=word in ("book", "box"))
            if placed is not None:
                return placed
    return None


def _along(base: Thing) -> float:
    rotation = base.world_from_shape.rotation
    return float(np.arctan2(rotation[1, 0], rotation[0, 0]))


def _contained(placer: Placer, colours: ColourChooser, support: Thing, ledge: Ledge) -> None:
    rng = placer.rng
    vessel = _single(placer, colours, support, ledge, colours.among(("bowl", "bowl", "basket", "pan", "bin")))
    if vessel is not None and not _carries(placer, vessel):
        _fill(placer, colours, vessel, int(rng.integers(1, 4)))


def _fill(placer: Placer, colours: ColourChooser, vessel: Thing, count: int) -> None:
    """Put things into a bowl, basket, pan or bin, if it is one."""
    rng = placer.rng
    if vessel.word == "bin":
        for _ in range(count):
            _single_in_bin(placer, colours, vessel)
    elif vessel.word in ("bowl", "basket", "pan") and count > 0:
        if count >= 2 and rng.random() < 0.6 and _three_apples(placer, colours, vessel):
            return
        for _ in range(4):
            word = str(rng.choice(colours.among(catalogue.PUT_IN)))
            shape = catalogue.make(word, colours.paint(word, vessel.colours))
            if placer.put_in(shape, vessel, np.zeros(2), rng.uniform(0, 2 * np.pi)) is not None:
                return


def _single_in_bin(placer: Placer, colours: ColourChooser, vessel: Thing) -> None:
    rng, ledge = placer.rng, vessel.ledges[0]
    word = str(rng.choice(colours.among(catalogue.PUT_IN)))
    shape = catalogue.make(word, colours.paint(word, vessel.colours))
    for _ in range(TRIES):
        if placer.put_on(shape, vessel, ledge, _random_spot(ledge, rng), rng.uniform(0, 2 * np.pi), 0.008) is not None:
            return


def _three_apples(placer: Placer, colours: ColourChooser, vessel: Thing) -> bool:
    """Two or three equal round things side by side, held by the hollow."""
    rng = placer.rng
    word = str(rng.choice(colours.among(("apple", "ball"))))
    paint = colours.paint(word, vessel.colours)
    shape = catalogue.make(word, paint)
    count = int(rng.integers(2, 4))
    ring = shape.radius_m() * (1.0 if count == 2 else 2 / np.sqrt(3)) + TOUCH_M
    start = rng.uniform(0, 2 * np.pi)
    placed = 0
    for k in range(count):
        angle = start + 2 * np.pi * k / count
        offset = ring * np.array([np.cos(angle), np.sin(angle)])
        placed += placer.put_in(shape, vessel, offset, rng.uniform(0, 2 * np.pi)) is not None
    return placed > 0


def _book_row(placer: Placer, colours: ColourChooser, support: Thing, ledge: Ledge) -> None:
    """Books standing side by side from one end of a board."""
    rng = placer.rng
    corner, along = ledge.polygon_m[0], ledge.polygon_m[1] - ledge.polygon_m[0]
    back = ledge.polygon_m[-1] - corner
    yaw = float(np.arctan2(along[1], along[0]))
    length, depth = float(np.linalg.norm(along)), float(np.linalg.norm(back))
    cursor = float(rng.uniform(0.02, 0.5 * length))
    last: tuple[str, ...] = ()
    for _ in range(int(rng.integers(2, 6))):
        shape = upright_book(catalogue.make("book", colours.paint("book", last)))
        thick, deep = _extent(shape)
        middle = corner + along * ((cursor + thick / 2) / length) + back * min(0.5, (deep / 2 + 0.03) / depth)
        if placer.put_on(shape, support, ledge, middle, yaw, TOUCH_M) is None:
            return
        cursor += thick + 0.003
        last = shape.colours[:1]


def _extent(shape: Shape) -> tuple[float, float]:
    size = np.ptp(shape.mesh.vertices, axis=0)
    return float(size[0]), float(size[1])
