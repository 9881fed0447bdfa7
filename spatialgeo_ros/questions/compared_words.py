"""Sentences that compare, in other words: "compare the heights of the can and the mug" asks which is taller."""

from __future__ import annotations

from collections.abc import Iterator

_MORE = {  # what is compared: which has more of it
    "height | heights | tallness": "taller",
    "width | widths | breadth": "wider",
    "depth | depths": "deeper",
    "length | lengths": "longer",
    "thickness | thicknesses": "thicker",
    "size | sizes | volume | volumes": "bigger",
}
_WITH = "(with | to | and | against | versus | or)"
_IN = "(in | by | for | in terms of | with respect to | as to | regarding | when it comes to)"
_FROM = "(from | to)"


def rules() -> Iterator[tuple[str, str]]:
    """As `other_words.rules`."""
    for measures, more in _MORE.items():
        yield from _measure_rules(f"({measures})", more)
    yield from _distance_rules()
    yield "pre:COMPARED and by (how much | how many UNIT) rest:REST", "{pre} {rest}"
    yield "which (one | of them) BE a:LEADER", "show me {a}"
    between = "(to (each other | one another) | together)"
    scale = "((when)? compared (to | with) | relative to | in comparison (to | with) | in relation to)"
    yield f"how (big | large) BE a:THING {scale} b:THING", "how many times bigger is {a} than {b}"
    near = "(closer (together)? than | nearer than | less than | within)"
    yield f"BE a:THING and b:THING {near} q:QUANTITY {between}?", "are {a} and {b} less than {q} apart"
    yield f"BE a:PLURAL {near} q:QUANTITY {between}", "are {a} less than {q} apart"


def _measure_rules(measure: str, more: str) -> Iterator[tuple[str, str]]:
    which = f"which is {more} {{a}} or {{b}}"
    of_other = f"(that of | those of | (the | its)? {measure} of)?"
    yield f"compare (the | their)? {measure} of a:THING {_WITH} {of_other} b:THING", which
    yield f"compare a:THING 's {measure} {_WITH} (b:THING 's {measure}? | {of_other} b:THING)", which
    yield f"compare a:THING {_WITH} b:THING {_IN} (their | the)? {measure}", which
    yield f"(how (do | does))? (the | their)? {measure} of a:THING and b:THING compare", which
    yield f"how does (the)? {measure} of a:THING compare {_WITH} {of_other} b:THING", which
    yield f"how does a:THING compare {_WITH} b:THING {_IN} {measure}", which
    yield f"how do a:THING and b:THING compare {_IN} {measure}", which
    one = f"which one of {{a}} is {more}"
    yield f"compare (the | their)? {measure} of a:PLURAL", one
    yield f"(how do)? (the | their)? {measure} of a:PLURAL compare", one
    yield f"compare a:PLURAL {_IN} (their | the)? {measure}", one


def _distance_rules() -> Iterator[tuple[str, str]]:
    which = "which is closer to {c} {a} or {b}"
    far = "(distance | distances | farness)"
    yield f"compare (the | their)? {far} (of | from) a:THING and b:THING {_FROM} c:THING", which
    yield f"compare (the | their)? {far} from c:THING to a:THING and (to)? b:THING", which
    yield f"compare how (far | close) a:THING and b:THING are {_FROM} c:THING", which


def slips() -> Iterator[tuple[str, str]]:
    """ "wider then the table": than."""
    yield "pre:COMPARED then rest:THANREST", "{pre} than {rest}"
