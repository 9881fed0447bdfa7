"""Still more sentences in other words: verbs and small words of every day, a side said second, height left out."""

from __future__ import annotations

from collections.abc import Iterator

_SIDE = "(hand? side?)?"
_OPPOSITE_SIDES = (("left", "right"), ("right", "left"))
_LEAVING_OUT = (
    "((and | but | if (i | you | we))? (ignoring | ignore | disregarding | disregard | (leaving | leave) (out | aside) | "
    "not counting | do not count | not considering | without (counting | considering) | not taking into account | forgetting "
    "about | forget about | regardless of))"
)
_HEIGHT = "((the | any | all | their)? (height | heights) (difference | differences)? | (differences | difference) in height)"
_FROM_ABOVE = "((seen | viewed | looking | looked at | measured) from (above | the top | overhead) | on a (map | floor plan))"
_COMPARATIVE = (
    "(taller | shorter | bigger | larger | smaller | wider | narrower | thinner | thicker | longer | deeper | higher | lower)"
)


def rules() -> Iterator[tuple[str, str]]:
    """As `other_words.rules`."""
    yield from _sides()
    yield from _heights_left_out()
    yield from _places()
    yield from _numbers()
    yield from _tersely()


def _sides() -> Iterator[tuple[str, str]]:
    """ "to the left of the laptop or to its right"."""
    for one, other in _OPPOSITE_SIDES:
        its = f"(to | on | at)? its {other} {_SIDE}"
        there = f"(to | on | at)? (the)? {one} {_SIDE} of b:NAMED"
        yield f"(does | do) a:NAMED LYING PLACED? {there} or {its}", "is {a} left or right of {b}"
        yield f"BE a:NAMED PLACED? {there} or {its}", "is {a} left or right of {b}"
        yield f"IFTHAT a:NAMED (BE | LIES) PLACED? {there} or {its}", "is {a} left or right of {b}"
        ahead = "(straight | dead | right)? ahead (of (me | you | us))?"
        yield f"BE a:NAMED (to the)? {one} of {ahead}", f"is {{a}} to my {one}"
    for one, other in (("in front", "behind"), ("behind", "in front")):
        yield f"(does | do) a:NAMED LYING {one} (of)? b:NAMED or {other} (of)? it", "is {a} in front of or behind {b}"


def _heights_left_out() -> Iterator[tuple[str, str]]:
    """ "how far apart are they, ignoring height", "seen from above"."""
    level = "ignoring the height {rest}"
    yield f"rest:GAP {_LEAVING_OUT} {_HEIGHT}", level
    yield f"{_LEAVING_OUT} {_HEIGHT} rest:WHREST", level
    ask = "(what BE | give me | tell me | measure)? the? distance"
    yield f"{ask} w:(between | from) rest:SOME {_LEAVING_OUT} {_HEIGHT}", "ignoring the height what is the distance {w} {rest}"
    yield f"{_FROM_ABOVE} rest:WHREST", level
    yield f"rest:GAP {_FROM_ABOVE}", level


def _places() -> Iterator[tuple[str, str]]:
    """What is where, by other verbs; a place asked for twice."""
    yield "what BE (supporting | bearing) a:NAMED", "what is {a} on"
    yield "which n:KIND BE (supporting | holding up | bearing | carrying) a:NAMED", "which {n} is {a} on"
    yield "(what | which) (supports | bears | carries) a:NAMED", "what is {a} on"
    for place, words in (("in", "(in | inside)"), ("on", "on")):
        which = f"is {{a}} {place} {{b}} or {place} {{c}}"
        yield f"(which | what) (one)? BE a:NAMED PLACED? {words} b:NAMED or c:NAMED", which
        yield f"{words} (which | what) (one | of (them | the two))? BE a:NAMED PLACED? b:NAMED or c:NAMED", which
    yield "BE a:NAMED (still | also | already)? there c:PLACE", "is {a} {c}"
    yield "BE a:NAMED c:PLACE but rest:REST", "is {a} {c} and {rest}"
    yield "where BE a:NAMED BE (it | they) c:PLACE", "is {a} {c}"
    yield "BE a:NAMED c:PLACE or where (BE (it | they))?", "where is {a}"
    yield "where (can | will | may) a:NAMED be", "where is {a}"
    yield "what (does | do) a:NAMED touch", "what is touching {a}"
    seen = "((can | could | do) (you | we | i) (see | find | spot) | have you seen | BE there)"
    there = "(if (so | yes | (you | we) (do | can) | there BE) | in that case) .?"
    yield f"{seen} a:THING and? .? {there} where (BE (it | they))?", "where is {a}"
    yield "pre:SOME n:KIND that? (you | we | i) (can | could | do)? (see | find | spot) c:PLACE", "{pre} {n} {c}"
    yield "describe what (you | we | i)? (can)? see c:PLACE", "what is {c}"
    yield "see any n:KIND", "do you see any {n}"
    yield "what (does | do) a:NAMED measure", "how big is {a}"
    yield "how many n:KIND (remain | stay | BE remaining | BE still) c:PLACE", "how many {n} are {c}"
    yield "(do | can | could) (you | we) see w:where rest:REST", "where {rest}"
    yield "pre:GAP from FALLING (off | over | down from) (the | its) s:(left | right | front | back | near | far) edge", (
        "{pre} from the {s} edge"
    )


def _numbers() -> Iterator[tuple[str, str]]:
    """ "three or more" is at least three."""
    yield "BE there n:NUMERAL or more rest:REST", "are there at least {n} {rest}"
    yield "BE there n:NUMERAL or (fewer | less) rest:REST", "are there at most {n} {rest}"


def _tersely() -> Iterator[tuple[str, str]]:
    """ "is the can taller or the mug?", "which taller, can or mug?", "how far mug from laptop", "closest to laptop?"."""
    yield f"BE a:NAMED k:{_COMPARATIVE} or b:NAMED", "which is {k} {a} or {b}"
    yield f"which (one)? k:{_COMPARATIVE} a:NAMED or b:NAMED", "which is {k} {a} or {b}"
    yield "how far away? a:NAMED from b:NAMED", "how far is {a} from {b}"
    yield "the? k:(closest | nearest) to b:NAMED", "what is closest to {b}"
    viewer = "b:(me | you | us | the camera | the robot)"
    for which, thing in (("(what | which)", "object"), ("(what | which) n:KIND", "{n}")):
        far = f"{which} BE the? k:(closest | nearest | farthest) away? p:(to | from) {viewer} c:PLACE"
        yield far, f"which {thing} {{c}} is {{k}} {{p}} {{b}}"
    yield "the? farthest (away)? from b:NAMED", "what is farthest from {b}"
    yield "h:ASKED it a:NAMED", "{h} {a}"
