"""Sentence forms that ask for a number: distances, sizes, directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.clauses import VIEWER, Clause
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.types import Definition, Dimension, DistanceKind, Predicate, Query, QueryKind

Kept = Mapping[str, Any]

LENGTH_MACROS = {
    "BEIN": "(is | are | 's)",
    "ABOUT": "(approximate | exact | estimated | approx | total | overall | actual | rough | measured | precise | "
    "own | physical)",
    "ASKFOR": "(what is | what are | what 's | what would be | what was | give me | give | measure | estimate | "
    "compute | "
    "calculate | determine | find | find out | provide | get | get me | state | report | show me | "
    "provide me with | i need | i want | make)",
    "MEASUREMENT": "THE? (measurement | estimate | estimation | value | measurements) (of | for)",
    "DISTANCE": "(distance (measurement)? | separation | gap | space | room | clearance | spacing | offset)",
    "ONWAY": "(vertically | horizontally | sideways | laterally | in height | along the (ground | floor | table) | "
    "in the (vertical | horizontal) (direction | plane) | in a straight line | on the (ground | floor))",
    "KINDOF": "(closest | nearest | shortest | minimum | minimal | smallest | direct | straight line | straight | "
    "centre to "
    "centre | centre | vertical | horizontal | ground | lateral | surface to surface | edge to edge | free | empty | "
    "physical | linear | euclidean | 3d | metric)",
    "CENTRES": "(the)? (centre | centres | middle | midpoint | midpoints | centers) of",
    "THINK": "(do you think | would you say | do you reckon | do you estimate | do you guess | roughly | "
    "approximately | about | "
    "exactly | around)",
    "EDGEOF": "(the)? (nearest | closest)? (edge | border | rim | end | edges)",
}
HOW = {
    "tall": Dimension.HEIGHT,
    "high": Dimension.HEIGHT,
    "short": Dimension.HEIGHT,
    "wide": Dimension.WIDTH,
    "broad": Dimension.WIDTH,
    "narrow": Dimension.WIDTH,
    "thin": Dimension.WIDTH,
    "deep": Dimension.DEPTH,
    "long": Dimension.LENGTH,
    "big": Dimension.LENGTH,
    "large": Dimension.LENGTH,
    "small": Dimension.LENGTH,
}
NAMES = {
    "height": Dimension.HEIGHT,
    "tallness": Dimension.HEIGHT,
    "width": Dimension.WIDTH,
    "breadth": Dimension.WIDTH,
    "depth": Dimension.DEPTH,
    "length": Dimension.LENGTH,
    "size": Dimension.LENGTH,
    "dimensions": Dimension.LENGTH,
    "measurements": Dimension.LENGTH,
    "extent": Dimension.LENGTH,
    "volume": Dimension.VOLUME,
    "vertical size": Dimension.HEIGHT,
    "vertical extent": Dimension.HEIGHT,
    "vertical dimension": Dimension.HEIGHT,
    "vertical dimensions": Dimension.HEIGHT,
    "vertical length": Dimension.HEIGHT,
    "horizontal size": Dimension.WIDTH,
    "horizontal extent": Dimension.WIDTH,
    "horizontal dimension": Dimension.WIDTH,
    "horizontal dimensions": Dimension.WIDTH,
    "horizontal length": Dimension.WIDTH,
    "longest side": Dimension.LENGTH,
    "longest dimension": Dimension.LENGTH,
}
MORE_THAN = {  # "how much taller": (predicate, dimension)
    "taller": (Predicate.TALLER, Dimension.HEIGHT),
    "shorter": (Predicate.SHORTER, Dimension.HEIGHT),
    "wider": (Predicate.WIDER, Dimension.WIDTH),
    "broader": (Predicate.WIDER, Dimension.WIDTH),
    "thinner": (Predicate.THINNER, Dimension.WIDTH),
    "narrower": (Predicate.THINNER, Dimension.WIDTH),
    "longer": (Predicate.BIGGER, Dimension.LENGTH),
    "deeper": (Predicate.BIGGER, Dimension.DEPTH),
    "bigger": (Predicate.BIGGER, Dimension.VOLUME),
    "larger": (Predicate.BIGGER, Dimension.VOLUME),
    "smaller": (Predicate.SMALLER, Dimension.VOLUME),
}
KINDS = {
    "centre to centre": DistanceKind.CENTRE,
    "centre": DistanceKind.CENTRE,
    "vertical": DistanceKind.VERTICAL,
    "vertically": DistanceKind.VERTICAL,
    "in height": DistanceKind.VERTICAL,
    "in the vertical direction": DistanceKind.VERTICAL,
    "in the vertical plane": DistanceKind.VERTICAL,
    "horizontal": DistanceKind.HORIZONTAL,
    "ground": DistanceKind.HORIZONTAL,
    "horizontally": DistanceKind.HORIZONTAL,
    "along the ground": DistanceKind.HORIZONTAL,
    "along the floor": DistanceKind.HORIZONTAL,
    "along the table": DistanceKind.HORIZONTAL,
    "in the horizontal direction": DistanceKind.HORIZONTAL,
    "in the horizontal plane": DistanceKind.HORIZONTAL,
    "on the ground": DistanceKind.HORIZONTAL,
    "on the floor": DistanceKind.HORIZONTAL,
}
SIDEWAYS = ("lateral", "laterally", "sideways")  # along the viewer's x only, as SpatialRGPT's "horizontal"
OFFSETS = (
    Predicate.LEFT_OF,
    Predicate.RIGHT_OF,
    Predicate.IN_FRONT_OF,
    Predicate.BEHIND,
    Predicate.ABOVE,
    Predicate.BELOW,
)


def _distance(kept: Kept) -> Query | None:
    """b missing: from the viewer, or between the members of a plural phrase."""
    said = kept.get("kind", "") or kept.get("way", "")
    kind = DistanceKind.CENTRE if "centres" in kept else KINDS.get(said, DistanceKind.CLOSEST)
    objects = (kept["b"],) if "b" in kept else () if "apart" in kept else (VIEWER,)
    if "apart" in kept and "b" not in kept and not kept["a"].plural:
        return None
    if said in SIDEWAYS:
        return Query(
            QueryKind.DISTANCE,
            (kept["a"],),
            objects,
            distance=DistanceKind.HORIZONTAL,
            definition=Definition.SPATIALRGPT,
            unit=kept.get("u", ""),
        )
    return Query(QueryKind.DISTANCE, (kept["a"],), objects, distance=kind, unit=kept.get("u", ""))


def _edge(kept: Kept) -> Query:
    return Query(
        QueryKind.DISTANCE,
        (kept["a"],),
        (kept["b"],) if "b" in kept else (),
        distance=DistanceKind.EDGE,
        unit=kept.get("u", ""),
    )


def _offset(kept: Kept) -> Query | None:
    """ "how far behind the mug is the box": along one axis of the viewer, between centres."""
    clause: Clause = kept["c"]
    if clause.predicate not in OFFSETS or len(clause.objects) != 1:
        return None
    kind = DistanceKind.VERTICAL if clause.predicate in (Predicate.ABOVE, Predicate.BELOW) else DistanceKind.CENTRE
    return Query(QueryKind.DISTANCE, (kept["a"],), clause.objects, clause.predicate, kind, unit=kept.get("u", ""))


def _offset_more(kept: Kept) -> Query | None:
    """ "how much higher is the lamp than the mug"."""
    word = kept["more"].split()[-1]
    predicate = {
        "higher": Predicate.ABOVE,
        "above": Predicate.ABOVE,
        "lower": Predicate.BELOW,
        "below": Predicate.BELOW,
        "left": Predicate.LEFT_OF,
        "right": Predicate.RIGHT_OF,
    }[word]
    return _offset({**kept, "c": Clause(predicate, (kept["b"],))})


def _size(kept: Kept) -> Query | None:
    dimension = HOW.get(kept.get("how", "")) if "how" in kept else NAMES.get(kept.get("dim", ""))
    if "terms" in kept:
        dimension = NAMES.get(kept["terms"])
    if dimension is None:
        return None
    return Query(QueryKind.SIZE, (kept["a"],), dimension=dimension, unit=kept.get("u", ""))


def _size_fixed(dimension: Dimension) -> Build:
    return lambda kept: Query(QueryKind.SIZE, (kept["a"],), dimension=dimension, unit=kept.get("u", ""))


def _difference(kept: Kept) -> Query | None:
    predicate, dimension = MORE_THAN[kept["more"]] if "more" in kept else (None, NAMES[kept["dim"]])
    return Query(QueryKind.SIZE, (kept["a"],), (kept["b"],), predicate, dimension=dimension, unit=kept.get("u", ""))


def _direction(kept: Kept) -> Query:
    standing = kept.get("at", VIEWER)
    return Query(QueryKind.DIRECTION, (standing,), (kept["b"],))


def forms() -> Iterator[Form]:
    yield from _offset_forms()  # before distances: "how far is the box behind the mug?" asks how far behind
    yield from _distance_forms()
    yield from _edge_forms()
    yield from _size_forms()
    yield from _difference_forms()
    yield from _direction_forms()


def _distance_forms() -> Iterator[Form]:
    away = "(away | off)"
    far = "(far | close | near | distant)"
    for begin in (f"how {far} (in u:UNIT)?", "how many u:UNIT", f"how {far} THINK"):
        yield f"{begin} {away}? BE a:NP {away}? (from | to | of | and)? b:NP way:ONWAY?", _distance
        yield f"{begin} {away}? BE way:ONWAY? a:NP (from | to) b:NP", _distance
        yield f"{begin} {away}? a:NP BE {away}? (from | to) b:NP way:ONWAY?", _distance
        yield f"{begin} {away}? (from | to) b:NP BE a:NP way:ONWAY?", _distance
        yield f"{begin} {away}? (from | to) b:NP a:NP BE way:ONWAY?", _distance
        yield f"{begin} BE it (from | between) a:NP (to | and) b:NP way:ONWAY?", _distance
        yield f"{begin} BE it to a:NP way:ONWAY?", _distance
        yield f"{begin} {away}? BE a:NP {away}? way:ONWAY?", _distance
        yield f"{begin} {away}? a:NP BE {away}? way:ONWAY?", _distance
        yield (
            f"{begin} (apart | from each other)? BE a:NP and b:NP (apart | from (each other | one another))? "
            f"way:ONWAY?",
            _distance,
        )
        yield f"{begin} (apart | from each other)? a:NP and b:NP (is | are) (apart)? way:ONWAY?", _distance
        yield f"{begin} apart:(apart | from each other) BE a:NP way:ONWAY?", _distance
        yield f"{begin} apart:(apart | from each other) a:NP BE way:ONWAY?", _distance
        yield f"{begin} BE a:NP apart:(apart | from each other | from one another) way:ONWAY?", _distance
    begins = (
        "ASKFOR",
        "how much",
        "how big BE",
        "how large BE",
        "how long BE",
        "how wide BE",
        "what",
        "how great BE",
        "how many u:UNIT of",
    )
    for begin in (*begins, ""):
        noun = f"{begin} MEASUREMENT? THE? ABOUT? kind:KINDOF? DISTANCE (in u:UNIT)?"
        there = "((is | BE) there | BE)?"
        yield f"{noun} {there} between a:NP and b:NP (BE | way:ONWAY)?", _distance
        yield f"{noun} {there} between centres:CENTRES a:NP and (CENTRES)? b:NP (BE)?", _distance
        yield f"{noun} {there} from centres:CENTRES a:NP to CENTRES b:NP (BE)?", _distance
        yield f"{noun} {there} apart:between a:NP (BE | way:ONWAY)?", _distance
        yield f"{noun} {there} (from | of) a:NP (to | from | and) b:NP (BE | way:ONWAY)?", _distance
        yield f"{noun} {there} a:NP to b:NP", _distance
        yield f"{noun} {there} (to | of | from) a:NP (BE | way:ONWAY)?", _distance
        yield f"{begin} a:NP 's kind:KINDOF? distance (from | to) b:NP", _distance
    yield "(at | in) (what | which) distance (BE a:NP | a:NP BE | from b:NP BE a:NP | BE a:NP from b:NP)", _distance
    yield "how many u:UNIT (are | is) (there)? (between | from | separate) a:NP (and | to | from) b:NP", _distance
    yield "how many u:UNIT (apart | away)? (separate | lie between) a:NP (and | from) b:NP", _distance
    yield "how many u:UNIT apart BE a:NP and b:NP", _distance
    yield "how many u:UNIT (away)? (from | to) b:NP BE a:NP", _distance


def _edge_forms() -> Iterator[Form]:
    far = "how (far | close | near) (away)?"
    edge = "((EDGEOF | the side) (of b:NP)? | b:NP 's? EDGEOF | the EDGEOF)"
    for begin in (far, "how many u:UNIT (away)?"):
        yield f"{begin} BE a:NP (away)? (from | to) {edge}", _edge
        yield f"{begin} (from | to) {edge} BE a:NP", _edge
        yield f"{begin} a:NP BE (away)? (from | to) {edge}", _edge
    for begin in ("ASKFOR", "how much", "what", ""):
        noun = f"{begin} MEASUREMENT? THE? ABOUT? KINDOF? DISTANCE (is there | BE)?"
        yield f"{noun} (from | of) a:NP (to | from) {edge} (BE)?", _edge
        yield f"{noun} between a:NP and {edge} (BE)?", _edge


def _offset_forms() -> Iterator[Form]:
    for begin in ("how (far | much | high | deep)", "how many u:UNIT"):
        yield f"{begin} c:CLAUSE BE a:NP", _offset
        yield f"{begin} c:CLAUSE a:NP BE", _offset
        yield f"{begin} BE a:NP c:CLAUSE", _offset
        yield f"{begin} a:NP BE c:CLAUSE", _offset
        yield (
            f"{begin} more:(higher | lower | above | below | farther (to the)? (left | right)) (up | down)? BE a:NP "
            f"THAN b:NP",
            _offset_more,
        )
        yield (
            f"{begin} BE a:NP more:(higher | lower | farther (to the)? (left | right)) (up | down)? THAN b:NP",
            _offset_more,
        )
        yield (
            f"{begin} (off | off of) b:NP BE a:NP",
            lambda kept: _offset({**kept, "c": Clause(Predicate.ABOVE, (kept["b"],))}),
        )


def _size_forms() -> Iterator[Form]:
    how = "how:(tall | high | short | wide | broad | narrow | thin | deep | long | big | large | small)"
    terms = "(in terms of | in | with respect to) (its)? terms:(height | width | depth | length | size | volume)"
    for begin in (
        f"how {how}",
        f"how {how} in u:UNIT",
        f"how many u:UNIT (in)? {how}",
        f"how {how} THINK",
        f"(about | roughly | approximately) how {how}",
    ):
        yield f"{begin} BE a:NP", _size
        yield f"{begin} a:NP BE", _size
        yield f"{begin} BE a:NP {terms}", _size
    names = "dim:(" + " | ".join(NAMES) + ")"
    for begin in ("ASKFOR", "", "what (is | are)", "what does"):
        yield f"{begin} MEASUREMENT? THE? ABOUT? {names} (of | for) a:NP (BE)?", _size
        yield f"{begin} a:NP 's ABOUT? {names} (BE)?", _size
        yield f"{begin} THE? dim:(dimensions | size | measurements) (of | for) a:NP {terms}", _size
    yield f"what ABOUT? {names} (does | do) a:NP have", _size
    yield f"what ABOUT? {names} BE a:NP", _size
    yield (
        f"how (much | big is the | large is the | great is the | tall is the)? {names} (does a:NP have | of a:NP)",
        _size,
    )
    yield f"how (big | large | great | long) BE THE? {names} of a:NP", _size
    yield (
        "how much (space | room) (does | do) a:NP (occupy | take up | take | need) horizontally",
        _size_fixed(Dimension.WIDTH),
    )
    yield (
        "how much (space | room) (does | do) a:NP (occupy | take up | take | need) vertically",
        _size_fixed(Dimension.HEIGHT),
    )
    yield "how much (space | volume) (does | do) a:NP (occupy | take up | take | fill)", _size_fixed(Dimension.VOLUME)
    yield "(measure | size of | size up) a:NP", _size_fixed(Dimension.LENGTH)
    yield "how many u:UNIT (does | do) a:NP measure in dim:(height | width | depth | length)", _size
    yield "how many u:UNIT in dim:(height | width | depth | length) BE a:NP", _size


def _difference_forms() -> Iterator[Form]:
    more = "more:(" + " | ".join(MORE_THAN) + ")"
    for begin in ("how much", "how many u:UNIT", "by how much", "by how many u:UNIT"):
        yield f"{begin} {more} BE a:NP THAN b:NP", _difference
        yield f"{begin} BE a:NP {more} THAN b:NP", _difference
        yield f"{begin} {more} a:NP BE THAN b:NP", _difference
    dim = "dim:(height | width | depth | length | size | volume)"
    for begin in ("ASKFOR", ""):
        yield f"{begin} THE? difference in {dim} between a:NP and b:NP (BE)?", _difference
        yield f"{begin} THE? {dim} difference between a:NP and b:NP (BE)?", _difference


def _direction_forms() -> Iterator[Form]:
    clock = (
        "((at | in)? (what | which) (clock)? (hour | direction | o'clock | clock position | clock hour | bearing | "
        "way | clock | "
        "position on the clock | o'clock position | o'clock direction | compass direction | clock face position | "
        "time) "
        "(on the clock)?)"
    )
    here = "(standing | seen | viewed | looking | starting)? (at | from) at:NP"
    you = (
        "(if | when | suppose | assume | imagine | assuming)? (you | i | we | that you)? (are | am | were | was | "
        "stand | stood | 's)? "
        "(standing | positioned | located | placed)? (at | on | in | by | next to)? (the (position | location) of)? "
        "at:NP"
    )
    where = (
        "(where (will | would | do | can | could | should) (you | i | we) (find | see | be able to find | look for) "
        "b:NP"
        f" | where (BE b:NP | b:NP BE | would b:NP be | b:NP would be) | {clock} (BE b:NP | b:NP BE | (will | would "
        f"| do | can | should) (you | i | we) "
        "(find | see | look for) b:NP | (should | must | do) (you | i | we) (look | turn | face | go) (to (see | "
        "find | reach | "
        "face))? b:NP | does b:NP lie))"
    )
    yield f"{you} (then)? {where}", _direction
    yield f"{clock} (BE b:NP | b:NP BE | does b:NP lie | do you see b:NP) PLACED? (in)? ({here})?", _direction
    yield f"{here} {clock} (BE b:NP | b:NP BE | does b:NP lie)", _direction
    yield f"where on the clock BE b:NP ({here})?", _direction
    yield (
        "ASKFOR the? (clock)? (direction | bearing | heading | clock position | clock hour) (from at:NP)? (to | of | "
        "towards) b:NP",
        _direction,
    )
    yield (
        "ASKFOR the? (clock)? (direction | bearing | heading | clock position | clock hour) (of | to) b:NP (from "
        "at:NP)?",
        _direction,
    )
    yield "ASKFOR the? (clock)? (direction | bearing | heading) b:NP BE in (from at:NP)?", _direction
    yield f"(which | what) (way | direction) (BE b:NP | b:NP BE) (in)? ({here})?", _direction
    yield (
        f"(in | at)? (what | which) (way | direction | bearing) (should | do | must | would) (i | you | we) (go | "
        f"look | turn | walk | move | face | drive) "
        f"(to (find | reach | see | get to | face))? b:NP ({here})?",
        _direction,
    )


def in_unit(query: Query, unit: str) -> Query | None:
    """The query, answered in this unit; None when its answer is no length."""
    if query.kind in (QueryKind.DISTANCE, QueryKind.WHERE_IS) or (
        query.kind is QueryKind.SIZE and query.dimension is not Dimension.VOLUME
    ):
        return replace(query, unit=unit)
    return None
