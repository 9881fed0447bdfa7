"""Sentence forms that ask how far: between two things, to an edge, along one axis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER, Clause
from spatialgeo_ros.questions.forms import Form
from spatialgeo_ros.questions.relation_words import edge_side
from spatialgeo_ros.questions.vocabulary import FURNITURE, SUPPORT_NOUNS
from spatialgeo_ros.types import Definition, DistanceKind, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]

DISTANCE_MACROS = {
    "ASKFOR": """(what is | what are | what 's | what would be | what was | which is | how much is | give me | give |
        measure | estimate | compute | calculate | determine | find | find out | provide | get | get me | state
        | report | show me | provide me with | i need | i want | make | what do you (estimate | guess) is)""",
    "ABOUT": """(approximate | exact | estimated | approx | actual | rough | measured | precise | own
        | physical)""",
    "TOTAL": "total:(total | overall)",
    "MEASUREMENT": "THE? (measurement | estimate | estimation | value | measurements) (of | for)",
    "DISTANCE": "(distance (measurement)? | separation | gap | space | room | clearance | spacing | offset)",
    "KINDOF": """(closest | nearest | shortest | minimum | minimal | smallest | narrowest | tightest | direct
        | straight line | straight | centre to centre | centre | vertical | horizontal | ground | lateral | sideways
        | surface to surface | edge to edge | free | empty | physical | linear | euclidean | 3 d | metric)""",
    "ONWAY": """(vertically | horizontally | sideways | laterally | in height | along the (ground | floor | table) | in
        the (vertical | horizontal) (direction | plane) | in the ground plane | in a straight line
        | on the (ground | floor))""",
    "CENTRES": "(the)? (centre | centres | middle | midpoint | midpoints) of",
    "THINK": """(do you think | would you say | do you reckon | do you estimate | do you guess | roughly | approximately
        | about | exactly | around)""",
    "FARNESS": "(far | close | near | distant)",
    "AWAY": "(away | off | far)",
    "APART": "(apart | together | from (each other | one another) | to (each other | one another))",
}
KINDS = {
    **dict.fromkeys(("centre to centre", "from centre to centre", "centre"), DistanceKind.CENTRE),
    **dict.fromkeys(
        ("vertical", "vertically", "in height", "in the vertical direction", "in the vertical plane"),
        DistanceKind.VERTICAL,
    ),
    **dict.fromkeys(
        (
            "horizontal",
            "horizontally",
            "ground",
            "along the ground",
            "along the floor",
            "along the table",
            "in the ground plane",
            "in the horizontal direction",
            "in the horizontal plane",
            "on the ground",
            "on the floor",
        ),
        DistanceKind.HORIZONTAL,
    ),
}
SIDEWAYS = ("lateral", "laterally", "sideways")  # along the viewer's x only, as SpatialRGPT's "horizontal"
OFFSETS = {"left": Predicate.LEFT_OF, "right": Predicate.RIGHT_OF, "higher": Predicate.ABOVE, "lower": Predicate.BELOW}
OFFSETS |= {"back": Predicate.BEHIND, "forward": Predicate.IN_FRONT_OF}
_AXES = (*OFFSETS.values(), Predicate.IN_FRONT_OF, Predicate.BEHIND)


def _distance(kept: Kept) -> Query | None:
    """b missing: from the viewer, or between the members of a plural phrase."""
    said = kept.get("kind", "") or kept.get("way", "")
    kind = DistanceKind.CENTRE if "centres" in kept else KINDS.get(said, DistanceKind.CLOSEST)
    if "flat" in kept:
        kind = DistanceKind.HORIZONTAL
    objects = (_nearest_to(kept["a"], kept["b"]),) if "b" in kept else () if "apart" in kept else (VIEWER,)
    led = {"nearest", "farthest"} & set(kept["a"].sizes) and not kept["a"].of  # "the two closest boxes": to what?
    if "apart" in kept and "b" not in kept and (led or not kept["a"].plural):
        return None
    unit = kept.get("u", "")
    if said in SIDEWAYS:
        return Query(
            QueryKind.DISTANCE,
            (kept["a"],),
            objects,
            distance=DistanceKind.HORIZONTAL,
            definition=Definition.SPATIALRGPT,
            unit=unit,
        )
    return Query(QueryKind.DISTANCE, (kept["a"],), objects, distance=kind, unit=unit)


def _from_viewer(kept: Kept) -> Query | None:
    """Not "the distance from the can to the left side of the table", which would be of the can that is left of it."""
    return None if " to the " in f" {kept['a'].text} " else _distance(kept)


def _of(kept: Kept) -> Query | None:
    """ "the distance of the two chairs": of two from each other; of many it may be from each other or from the viewer."""
    thing: Phrase = kept["a"]
    if thing.plural and thing.count != 2:
        return None
    return _distance({**kept, "apart": ""} if thing.plural else kept)


def _between_them(kept: Kept) -> Query | None:
    """ "how close are the two chairs": to each other; "how close is the chair": to the one who looks."""
    return _distance({**kept, "a": kept["apart"]}) if kept["apart"].plural else None


def _nearest_to(subject: Phrase, other: Phrase) -> Phrase:
    """How far the mug is from "the nearest box": the one nearest to the mug."""
    own = "nearest" in other.sizes and not other.of and subject.noun != VIEWER.noun
    return replace(other, of=(subject,)) if own else other


def _edge(kept: Kept) -> Query:
    objects = (kept["b"],) if "b" in kept else ()
    side, unit = edge_side(kept.get("which", "")), kept.get("u", "")
    return Query(QueryKind.DISTANCE, (kept["a"],), objects, distance=DistanceKind.EDGE, unit=unit, side=side)


def _side_of(kept: Kept) -> Query | None:
    """ "from the front of the table": of a surface that is an edge."""
    return _edge(kept) if kept["b"].noun in SUPPORT_NOUNS else None


def _offset(kept: Kept) -> Query | None:
    """ "how far behind the mug is the box": along one axis of the viewer, between centres."""
    clause: Clause = kept["c"]
    if clause.predicate not in _AXES or len(clause.objects) != 1:
        return None
    upright = clause.predicate in (Predicate.ABOVE, Predicate.BELOW)
    kind = DistanceKind.VERTICAL if upright else DistanceKind.CENTRE
    return Query(QueryKind.DISTANCE, (kept["a"],), clause.objects, clause.predicate, kind, unit=kept.get("u", ""))


def _offset_more(kept: Kept) -> Query | None:
    """ "how much higher is the lamp than the mug"."""
    level = kept["more"] in ("higher", "lower")
    if "tops" in kept or (level and _are_tops(kept)):  # a surface is its own top
        top = {name: "" if kept[name].noun in SUPPORT_NOUNS else "top" for name in ("a", "b")}
        kept = {**kept, **{name: replace(kept[name], part=part) for name, part in top.items()}}
    return _offset({**kept, "c": Clause(OFFSETS[kept["more"].split()[-1]], (kept["b"],))})


def _are_tops(kept: Kept) -> bool:
    """ "how much lower is the stool than the table": of a surface only its top is known, furniture has its own."""
    nouns = {kept[name].noun for name in ("a", "b")}
    raised = SUPPORT_NOUNS - {"floor", "ground", "ceiling", "wall"}
    return bool(nouns & raised) and nouns <= FURNITURE | raised


def forms() -> Iterator[Form]:
    yield from _offset_forms()  # before distances: "how far is the box behind the mug?" asks how far behind
    yield from _how_far_forms()
    yield from _distance_forms()
    yield from _edge_forms()


def _how_far_forms() -> Iterator[Form]:
    level = "(any | the | all | their)? (difference | differences)? in? (height | heights) (difference | differences)?"
    flat = f"flat:(ignoring | disregarding | regardless of | leaving out | leaving aside | not counting) {level}"
    far = "(how FARNESS | how many u:UNIT)"
    yield f"{flat} {far} (AWAY? BE a:NP AWAY? (from | to) | apart are a:ALT and) b:NP", _distance
    yield f"{flat} what is the distance (between | from) a:ALT (and | to) b:NP", _distance
    asked = "(how far is it | what BE the distance | how many u:UNIT (is it)? | what is it in u:UNIT)"
    yield f"from centres:CENTRES a:NP to CENTRES b:NP {asked}", _distance
    yield f"from a:NP to b:NP {asked}", _distance
    yield "a:NP to b:NP (how far | how many u:UNIT | what distance)", _distance
    centres = "way:(centre to centre | surface to surface | edge to edge | from centre to centre | vertically | horizontally)"
    yield f"{centres} how FARNESS AWAY? (BE a:NP AWAY? | a:NP BE AWAY?) (from | to) b:NP", _distance
    yield f"{centres} how FARNESS apart (are | is) a:ALT and b:NP", _distance
    yield f"how FARNESS AWAY? BE a:NP (from | to) b:NP (measured)? {centres}", _distance
    yield f"how FARNESS apart are a:ALT and b:NP (measured)? {centres}", _distance
    yield f"the? distance (between | from) a:ALT (and | to) b:NP {centres}", _distance
    yield "how (close | near) (BE apart:NP | apart:NP BE)", _between_them
    for begin in ("how FARNESS (in u:UNIT)?", "how many u:UNIT", "how FARNESS THINK"):
        yield f"{begin} AWAY? BE a:NP AWAY? (from | to | of | and) b:NP way:ONWAY?", _distance
        yield f"{begin} AWAY? BE way:ONWAY? a:NP (from | to) b:NP", _distance
        yield f"{begin} AWAY? a:NP BE AWAY? (from | to) b:NP way:ONWAY?", _distance
        yield f"{begin} AWAY? (from | to) b:NP (BE a:NP | a:NP BE) way:ONWAY?", _distance
        yield f"{begin} (BE it | it BE) (from | between) a:NP (to | and) b:NP way:ONWAY?", _distance
        yield f"{begin} (BE it | it BE) to a:NP way:ONWAY?", _distance
        yield f"{begin} AWAY? (BE a:NP AWAY? | a:NP BE AWAY?) way:ONWAY?", _distance
        yield f"{begin} APART? (BE a:ALT and b:NP | a:ALT and b:NP (is | are)) APART? way:ONWAY?", _distance
        yield f"{begin} (apart:APART BE a:NP | apart:APART a:NP BE | BE a:NP apart:APART) way:ONWAY?", _distance
        yield f"{begin} (from | between) a:ALT (to | and) b:NP", _distance
        yield (
            f"{begin} (do | does | would | will | must | should) (i | you | we | one | the robot) (have | need)? (to)? "
            "(reach | go | move | drive | walk | travel) (for | to | to (reach | get | get to | grab | touch))? a:NP",
            _distance,
        )
    yield "(at | in) (what | which) distance (BE a:NP | a:NP BE | from b:NP BE a:NP | BE a:NP from b:NP)", _distance
    yield "how many u:UNIT (are | is) (there)? (between | from | separate) a:NP (and | to | from) b:NP", _distance
    yield "how many u:UNIT (apart | away)? (separate | lie between) a:NP (and | from) b:NP", _distance


def _distance_forms() -> Iterator[Form]:
    big = "how (big | large | long | wide | great) BE"
    there = "((is | BE) there | BE)?"
    for begin in ("ASKFOR", "how much", big, "what", "how many u:UNIT of", ""):
        noun = f"{begin} MEASUREMENT? THE? (ABOUT | TOTAL)? kind:KINDOF? DISTANCE (in u:UNIT)? {there}"
        yield f"{noun} between a:ALT and b:NP (BE | way:ONWAY)?", _distance
        yield f"{noun} between centres:CENTRES a:ALT and (CENTRES)? b:NP (BE)?", _distance
        yield f"{noun} from centres:CENTRES a:NP to CENTRES b:NP (BE)?", _distance
        yield f"{noun} apart:between a:NP (BE | way:ONWAY)?", _distance
        yield f"{noun} (from | of) a:NP (to | from | and) b:NP (BE | way:ONWAY)?", _distance
        yield f"{noun} a:NP to b:NP", _distance
        yield f"{noun} to a:NP (BE | way:ONWAY)?", _distance
        yield f"{noun} (of | between) a:NP apart:((from | to) (each other | one another))", _distance
        yield f"{noun} of a:NP (BE | way:ONWAY)?", _of
        yield f"{noun} from a:NP (BE | way:ONWAY)?", _from_viewer
        yield f"{begin} a:NP 's kind:KINDOF? distance (from | to) b:NP", _distance


def _edge_forms() -> Iterator[Form]:
    for begin in ("how (far | close | near) (away)?", "how many u:UNIT (away)?"):
        yield f"{begin} BE a:NP (away)? (from | to | of) EDGE", _edge
        yield f"{begin} (from | to)? EDGE BE a:NP", _edge
        yield f"{begin} (BE it | it BE)? (from | between) a:NP (to | and) EDGE", _edge
        yield f"{begin} (BE it | it BE)? (from | between) EDGE (to | and) a:NP", _edge
        yield f"{begin} BE EDGE (away)? from a:NP", _edge
        yield f"{begin} a:NP BE (away)? (from | to) EDGE", _edge
        face = "the? which:(left | right | front | back | rear | far end) of b:NP"
        yield f"{begin} BE a:NP (away)? from {face}", _side_of
        yield f"{begin} from {face} BE a:NP", _side_of
    for begin in ("ASKFOR", "how much", "what", ""):
        noun = f"{begin} MEASUREMENT? THE? (ABOUT | TOTAL)? KINDOF? DISTANCE (is there | BE)?"
        yield f"{noun} (from | of) a:NP (to | from) EDGE (BE)?", _edge
        yield f"{noun} a:NP to EDGE", _edge
        yield f"{noun} (from | of) a:NP to {face}", _side_of
        yield f"{noun} between a:NP and EDGE (BE)?", _edge
        yield f"{noun} (between EDGE and | from EDGE to) a:NP (BE)?", _edge


def _offset_forms() -> Iterator[Form]:
    more = "more:(higher | lower | farther (to the)? (left | right) | farther (back | forward))"
    for begin in ("how (far | much | high | deep)", "how many u:UNIT"):
        yield f"{begin} c:CLAUSE (BE a:NP | a:NP BE)", _offset
        yield f"{begin} (BE a:NP | a:NP BE) c:CLAUSE", _offset
        vertically = "(measured? vertically)? tops:(from top to top | top to top)?"
        yield f"{begin} {more} (up | down)? BE a:NP THAN b:NP {vertically}", _offset_more
        yield f"{begin} BE a:NP {more} (up | down)? THAN b:NP {vertically}", _offset_more
        yield (
            f"{begin} up BE a:NP (from | off | above) b:NP",
            lambda kept: _offset({**kept, "c": Clause(Predicate.ABOVE, (kept["b"],))}),
        )
        yield (
            f"{begin} (off | off of) b:NP BE a:NP",
            lambda kept: _offset({**kept, "c": Clause(Predicate.ABOVE, (kept["b"],))}),
        )
