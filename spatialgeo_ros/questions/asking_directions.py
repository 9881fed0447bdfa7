"""Sentence forms that ask in which direction something is, from where one stands and, if said, faces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.forms import Form
from spatialgeo_ros.types import Query, QueryKind

Kept = Mapping[str, Any]
DIRECTION_MACROS = {
    "SOMEONE": "(you | i | we | one | someone | the robot)",
    "CLOCKHOUR": """((at | in)? (what | which) (clock)? (hour | direction | o'clock | clock position | clock hour
        | bearing | way | clock | position on the clock | o'clock position | o'clock direction | compass direction
        | clock face position | time) (on the clock face?)?)""",
    "SIDE": "(left | right | front | back | behind | in front | front left | front right | back left | back right | "
    "straight ahead | ahead | straight in front)",
    "TOSIDE": "(or)? (to | on | in | at)? (my | your | the)? SIDE (of me | of you)?",
    "SIDES": "TOSIDE (TOSIDE)? (TOSIDE)? (TOSIDE)?",
    "LEFTRIGHT": "(to the | to my | to)? (left | right) or (to the | to my | to)? (left | right)",
    "BEARING": "the? (clock)? (direction | bearing | heading | clock position | clock hour)",
    "TOSEE": "(in order)? (to (see | find | reach | face | get to | look at))",
    "STANDING": """((if | when | suppose | assume | imagine | assuming) (that)? SOMEONE (are | am | were | was | stand |
        stood | sit | sat) | (if | when | suppose | imagine)? (standing | positioned | located) | SOMEONE (are | am | stand)
        | at | from) (standing | positioned | located | placed)? (at | on | in | by | next to | beside | near |
        from)? (the (position | location) of)? at:NP""",
    "LOOKSTO": """(and)? ((facing | face | looking | look | turned | turn) (at | to | towards)?) f:NP""",
    "RELATIVE": "(relative to | with respect to | in relation to | as seen from | when seen from | seen from)",
    "FROMTHERE": "(RELATIVE at:NP | (standing | as seen | when seen | seen | viewed | looking | starting)? (at | from) at:NP "
    "(LOOKSTO)?)",
}


def _direction(kept: Kept) -> Query:
    standing = kept.get("at", VIEWER)
    return Query(QueryKind.DIRECTION, (standing, kept["f"]) if "f" in kept else (standing,), (kept["b"],))


def _at_hour(kept: Kept) -> Query:
    """ "is the ball at my two o'clock?"."""
    return replace(_direction(kept), hour=kept["hour"])


def forms() -> Iterator[Form]:
    go = "(go | head | look | turn | rotate | walk | move | face | drive | steer)"
    where = f"""(where ((will | would | do | can | could | should) SOMEONE (find | see | be able to find | look for)
        b:NP | BE b:NP | b:NP BE | would b:NP be | b:NP would be) | CLOCKHOUR (BE b:NP | b:NP BE | (will | would
        | do | can | should) SOMEONE (find | see | look for) b:NP
        | (should | must | do) SOMEONE ((have | need) to)? {go} (TOSEE)? b:NP | does b:NP lie | would b:NP be))"""
    yield f"STANDING (LOOKSTO)? (then | . | and)? {where}", _direction
    yield "CLOCKHOUR FROMTHERE? (will | would | do | can | could | should) SOMEONE (find | see | look for) b:NP", _direction
    yield "CLOCKHOUR FROMTHERE (BE b:NP | does b:NP lie | do b:NP lie)", _direction
    yield "CLOCKHOUR BE b:NP (at | in | to | on | towards | lying | pointing)? FROMTHERE?", _direction
    yield "CLOCKHOUR (does | do) b:NP (lie | stand | sit) (at | in)? FROMTHERE?", _direction
    yield "BE b:NP TOSIDE TOSIDE TOSIDE (TOSIDE)?", _direction
    yield "(point | direct | guide) me (to | toward | towards) b:NP (CLOCKHOUR | which way)?", _direction
    yield (
        "BE b:NP (at | on | in)? (about | roughly | approximately | around) (at | on | in)? (my | your | the)? "
        "hour:HOUR o'clock",
        _at_hour,
    )
    yield (
        "BE b:NP (at | on | in)? (my | your | the | about | roughly)? hour:HOUR o'clock (position | direction)? FROMTHERE?",
        _at_hour,
    )
    yield (
        "(what is | what 's)? the? (bearing | heading | clock position | clock hour | clock direction) (of | to) b:NP "
        "FROMTHERE?",
        _direction,
    )
    yield "(where | which way) BE b:NP (on | as) (the | a) (clock | clock face | clock position) FROMTHERE?", _direction
    yield f"LOOKSTO (from | at | and standing at | while standing at) at:NP (then)? {where}", _direction
    yield "STANDING LOOKSTO (then)? BE b:NP SIDES", _direction
    yield "CLOCKHOUR (BE b:NP | b:NP BE | does b:NP lie | do you see b:NP) PLACED? (in)? FROMTHERE?", _direction
    away = "(whose | where | with) (12 | twelve) o'clock? (points | is | pointing | being) away from (the camera | you | me)"
    taking = "(treat | take | use | with | taking | treating | using)"
    yield f"{taking} at:NP as the centre of (a | the) clock ({away})? (. | and)? {where}", _direction
    yield "FROMTHERE CLOCKHOUR (BE b:NP | b:NP BE | does b:NP lie)", _direction
    yield "where on the clock BE b:NP FROMTHERE?", _direction
    yield f"(should | must | do | would) SOMEONE ((have | need) to)? {go} LEFTRIGHT (TOSEE)? b:NP", _direction
    yield f"TOSEE b:NP (should | must | do | would) SOMEONE ((have | need) to)? {go} LEFTRIGHT", _direction
    yield "ASKFOR BEARING (from at:NP)? (to | of | towards) b:NP", _direction
    yield "ASKFOR BEARING (of | to) b:NP (from at:NP)?", _direction
    yield "ASKFOR BEARING b:NP BE in (from at:NP)?", _direction
    modal = "(should | do | must | would)"
    yield (
        f"CLOCKHOUR {modal} SOMEONE ((have | need) to)? {go} (TOSEE | for | to | towards)? b:NP FROMTHERE?",
        _direction,
    )
