"""Sentence forms that ask in which direction something is, from where one stands and, if said, faces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER
from spatialgeo_ros.questions.forms import Form
from spatialgeo_ros.questions.query_details import DEGREES
from spatialgeo_ros.types import Phrase, Query, QueryKind

Kept = Mapping[str, Any]
DIRECTION_MACROS = {
    "SOMEONE": "(you | i | we | one | someone | the robot | the camera)",
    "CLOCKHOUR": """((at | in)? (what | which) (clock)? (hour | direction | o'clock | clock position | clock hour
        | bearing | way | clock | position on the clock | o'clock position | o'clock direction | compass direction
        | clock face position | time) (on the clock face?)?)""",
    "SIDE": "(left | right | front | back | behind | in front | front left | front right | back left | back right | "
    "straight ahead | ahead | straight in front)",
    "TOSIDE": "(or)? (to | on | in | at)? (my | your | the)? SIDE (of me | of you)?",
    "SIDES": "TOSIDE (TOSIDE)? (TOSIDE)? (TOSIDE)?",
    "LEFTRIGHT": "(to the | to my | to)? (left | right) or (to the | to my | to)? (left | right)",
    "BEARING": "the? (clock | exact | precise)? (direction | bearing | heading | clock position | clock hour)",
    "TOSEE": "(in order)? (to (see | find | reach | face | get to | look at))",
    "STANDING": """((if | when | suppose | assume | imagine | assuming) (that)? SOMEONE (are | am | were | was | stand |
        stood | sit | sat) | (if | when | suppose | imagine)? (standing | positioned | located) | SOMEONE (are | am | stand)
        | at | from) (standing | positioned | located | placed)? (at | on | in | by | next to | beside | near |
        from)? (the (position | location) of)? at:NP""",
    "LOOKSTO": """(and)? ((facing | face | looking | look | turned | turn) (at | to | towards)?) f:NP""",
    "SIDEWAYS": "(to (the | my | your) (left | right) (or (to (the | my | your))? (left | right))? | left | right | "
    "left or right | "
    "right or left)",
    "AHEAD": "((my | your | the | the camera 's)? (straight ahead | straight on) (direction | axis | line | view)? | "
    "dead ahead | directly ahead | ahead | the middle of the view | the? centre "
    "(of the (view | image | picture))? | (my | your | the camera 's? | the) FORWARD | the? camera 's? axis)",
    "FORWARD": "(forward axis | optical axis | viewing direction | forward direction | heading | line of sight | view axis)",
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


def _in_degrees(kept: Kept) -> Query:
    return replace(_direction(kept), unit=DEGREES)


def _off_another(kept: Kept) -> Query | None:
    """ "how many degrees left of the door is the lamp": as one looks at the door."""
    return _in_degrees(kept) if kept["f"].noun != VIEWER.noun else None


def _near_ahead(kept: Kept) -> Query | None:
    """ "is the stool within 30 degrees of straight ahead?"; over: farther off than that."""
    angle = float(kept["angle"])
    return replace(_direction(kept), within_deg=angle, negated=("no" in kept) != ("over" in kept)) if angle <= 180 else None


def _at_this_hour(kept: Kept) -> Query:
    """ "what is at two o'clock?"."""
    subject = replace(kept.get("n", Phrase()), definite=False)
    return Query(QueryKind.WHAT_IS, (subject,), hour=kept["hour"])


def _angle_forms() -> Iterator[Form]:
    turn = "(should | must | do | would) SOMEONE ((have | need) to)? (turn | rotate | swivel | look | pan | move) by?"
    off = "(off | from | away from | of | relative to | measured from)"
    what = "(at | by)? (what | which) (horizontal)? angle"
    beside = "(to the)? (left | right) of f:NP"
    yield f"by? how many degrees (BE b:NP {beside} | {beside} (BE b:NP | b:NP BE))", _off_another
    for asked in ("how many degrees", "by how many degrees", what, "how far in degrees"):
        way = "(to (the | my) (left | right) | left or right | left | right | off | away)"
        way = way if asked == "how many degrees" else f"{way}?"  # "how many degrees is the oven?" asks for a temperature
        yield f"{asked} (BE b:NP | b:NP BE) SIDEWAYS FROMTHERE?", _in_degrees
        yield (
            f"{asked} SIDEWAYS? (BE b:NP | b:NP BE | (does | do) b:NP (lie | stand | sit | appear)) SIDEWAYS? {off} AHEAD",
            _in_degrees,
        )
        yield f"{asked} {way} (BE b:NP | b:NP BE) (SIDEWAYS | at)? FROMTHERE?", _in_degrees
        yield f"{asked} SIDEWAYS of AHEAD (BE b:NP | b:NP BE)", _in_degrees
        yield f"{asked} (does | do) b:NP (lie | stand | sit | appear) SIDEWAYS? FROMTHERE?", _in_degrees
        yield f"{asked} {off} AHEAD (BE b:NP | b:NP BE) FROMTHERE?", _in_degrees
        yield f"{asked} (BE b:NP | does b:NP lie) {off} AHEAD", _in_degrees
        yield f"{asked} SIDEWAYS? {turn} SIDEWAYS? (to face | TOSEE | to | towards) b:NP", _in_degrees
        yield f"{asked} can SOMEONE (see | find | spot) b:NP", _in_degrees
    yield f"how (far | much) {turn} SIDEWAYS? (to face | TOSEE) b:NP", _in_degrees
    yield "ASKFOR THE? (angle | azimuth) (to | towards) b:NP FROMTHERE?", _in_degrees
    yield "ASKFOR THE? (angular position | angular direction | azimuth) of b:NP FROMTHERE?", _in_degrees
    yield "ASKFOR THE? angle of b:NP FROMTHERE", _in_degrees  # "the angle of the ladder" may be how it leans
    yield f"ASKFOR THE? (angle | BEARING) (to | of | towards) b:NP in degrees {off} AHEAD", _in_degrees
    yield f"ASKFOR THE? angle (to | of | towards) b:NP {off} AHEAD", _in_degrees
    yield f"ASKFOR THE? BEARING (to | of | towards) b:NP {off} AHEAD", _direction
    yield "ASKFOR THE? angle (between | from) AHEAD (and | to) b:NP", _in_degrees
    yield "(ASKFOR THE?)? angle (between | from) f:NP (and | to) b:NP", _in_degrees
    yield "(ASKFOR THE?)? angle from at:NP to b:NP", _in_degrees
    yield "how many degrees (apart | between) are f:ALT and b:NP", _in_degrees
    yield "how many degrees (apart | between)? are f:ALT and b:NP apart", _in_degrees
    yield "(in)? (what | which) direction in degrees BE b:NP FROMTHERE?", _in_degrees
    limit = "no:not? (within | less than | at most | under | over:(more than | over | at least)) angle:NUMBER degrees"
    yield f"BE b:NP PLACED? {limit} (of | from | off | away from | to) AHEAD", _near_ahead
    yield f"(if | whether | SAYTHAT) b:NP BE {limit} (of | from | off | away from) AHEAD", _near_ahead


def _hour_forms() -> Iterator[Form]:
    there = "(at | in)? (about | my | your | the)? hour:HOUR o'clock (position | direction)?"
    see = "(BE | ISLIKE PLACED? | (do | can) (you | i | we) (have | see | find | spot) | BE there | lies | stands)"
    yield f"(what | WHICH n:NOM) {see} {there}", _at_this_hour


def forms() -> Iterator[Form]:
    yield from _angle_forms()
    yield from _hour_forms()
    go = "(go | head | look | turn | rotate | walk | move | face | drive | steer)"
    where = f"""(where ((will | would | do | can | could | should) SOMEONE (find | see | be able to find | look for)
        b:NP | BE b:NP | b:NP BE | would b:NP be | b:NP would be) | CLOCKHOUR (BE b:NP | b:NP BE | (will | would
        | do | can | should) SOMEONE (find | see | look for) b:NP
        | (should | must | do) SOMEONE ((have | need) to)? {go} (TOSEE)? b:NP | does b:NP lie | would b:NP be))"""
    facing = "(if | when | suppose | imagine) SOMEONE LOOKSTO (from | at | standing at) at:NP (then)?"
    yield f"{facing} {where}", _direction
    yield f"{facing} BE b:NP SIDES", _direction
    yield "where (would b:NP be | b:NP would be) STANDING (LOOKSTO)?", _direction
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
    there = "(at | on | in | (closer | nearer) to)? (about | my | your | the)?"
    hour = f"{there} HOUR o'clock? (position | direction)?"
    yield f"CLOCKHOUR BE b:NP (at | in)? {hour} or {hour}", _direction
    yield f"BE b:NP PLACED? {hour} or (is it)? {there} HOUR o'clock (position | direction)? FROMTHERE?", _direction
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
    turning = f"(should | must | do | would) SOMEONE ((have | need) to)? {go} LEFTRIGHT"
    yield f"{turning} (TOSEE | for | to | towards)? b:NP", _direction
    yield f"TOSEE b:NP (should | must | do | would) SOMEONE ((have | need) to)? {go} LEFTRIGHT", _direction
    yield "ASKFOR BEARING (from at:NP)? (to | of | towards) b:NP", _direction
    yield "ASKFOR BEARING (of | to) b:NP (from at:NP)?", _direction
    yield "ASKFOR BEARING b:NP BE in (from at:NP)?", _direction
    modal = "(should | do | must | would)"
    yield (
        f"CLOCKHOUR {modal} SOMEONE ((have | need) to)? {go} (TOSEE | for | to | towards)? b:NP FROMTHERE? LEFTRIGHT?",
        _direction,
    )
