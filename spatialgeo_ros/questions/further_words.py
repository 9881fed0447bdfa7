"""More sentences in other words: comparisons, lengths, orders and lists as people put them who talk more than they need."""

from __future__ import annotations

from collections.abc import Iterator

_ABOUT = "(about | roughly | approximately | nearly | almost | more or less)"
_LEADS = "(tallest | shortest | biggest | largest | smallest | widest | longest | highest | lowest | thickest)"
_SIDES = "(length | width | height | depth | breadth)"
_EXTREMES = {  # measure: what leads in it
    "height": "(tallest | shortest)",
    "(size | volume)": "(biggest | largest | smallest)",
    "width": "(widest | narrowest | thinnest)",
}


def rules() -> Iterator[tuple[str, str]]:
    """As `other_words.rules`."""
    yield from _comparing()
    yield from _measuring()
    yield from _finding()


_BESIDE_IT = {  # what has the kettle so: how it stands to the kettle
    "(on | to) (its | the) left": "right of",
    "(on | to) (its | the) right": "left of",
    "(behind it | at its back)": "in front of",
    "in front of it": "behind",
    "(above | over) it": "below",
    "(below | under | underneath | beneath) it": "above",
}


def _comparing() -> Iterator[tuple[str, str]]:
    for much, compared in (("more", "bigger"), ("less", "smaller")):
        taking = f"(takes up | take up | occupies | occupy | needs | fills) {much} (space | room | volume)"
        yield f"(which | what) ONE? {taking} a:THING or b:THING", f"which is {compared} {{a}} or {{b}}"
    volumes = "(in terms of | by | in | going by) (its | their)? (volume | size)"
    yield f"pre:SOME k:(bigger | larger | smaller) than b:THING {volumes}", "{pre} {k} than {b}"
    yield f"pre:SOME {_ABOUT} the same rest:REST", "{pre} the same {rest}"
    yield f"(which | what) n:KIND (stands | BE) the? k:{_LEADS} c:PLACE", "which {n} {c} is the {k}"
    for measure, extremes in _EXTREMES.items():
        start = f"rest:((starting | beginning) (with | from) the {extremes})"
        yield f"pre:SOME by {measure} {start}", "{pre} {rest}"
    for dimension, more in (("height", "taller"), ("width", "wider"), ("length", "longer"), ("(size | volume)", "bigger")):
        yield f"(does | do) a:THING exceed b:THING in {dimension}", f"is {{a}} {more} than {{b}}"
    more = "k:(taller | wider | longer | bigger | thicker | deeper | farther)"
    yield f"BE a:THING no {more} than rest:REST", "is {a} not {k} than {rest}"
    order = "(put | line up | sort | order | list | arrange | rank)"
    near = "from (near | nearest | closest) to (far | farthest)"
    yield f"{order} a:THING (in order)? {near}", "order {a} by distance from me"
    yield f"from x:SOME to y:SOME {order} rest:REST", "list {rest} from {x} to {y}"
    yield "list (what | everything) (that)? (you)? (can)? see from x:SOME to y:SOME", "list the objects from {x} to {y}"
    yield "(which | what) n:KIND BE the one rest:REST", "which {n} is {rest}"
    yield "where (does | do) a:THING LYING p:PLACE or q:PLACE", "is {a} {p} or {q}"
    yield "where BE a:THING p:PLACE or q:PLACE", "is {a} {p} or {q}"
    for place in ("on", "in"):
        yield f"(what | where) BE a:THING PLACED? {place} b:THING or c:THING", f"is {{a}} {place} {{b}} or {place} {{c}}"


def _measuring() -> Iterator[tuple[str, str]]:
    asking = "(what (is | are) | give me | tell me | what 's)?"
    yield f"{asking} the? {_SIDES} the? {_SIDES} and the? {_SIDES} of a:THING", "how big is {a}"
    yield "how (much | many u:SOME) (does | do) a:THING measure from (bottom to top | top to bottom)", "how tall is {a}"
    judging = "(would | do | did) (you | we) (estimate | say | guess | judge | reckon | think | take)"
    yield f"pre:ASKED {judging} a:THING to be", "{pre} is {a}"
    standing = "(do | am | are) (i | we | you) (stand | standing | sit | sitting)"
    yield f"how far {standing} (away)? from b:THING", "how far away is {b}"
    yield f"how far away {standing} from b:THING", "how far away is {b}"
    going = "((have | need) to)? (reach | go | move | walk | drive | travel | stretch)"
    who = "((would | do | must | should | will) SOMEBODY | SOMEBODY (would | must | should | will)?)"
    reached = "to (get to | get | reach | touch | grab)? b:SOME"
    yield f"how far {who} {going} from a:SOME {reached}", "how far is it from {a} to {b}"
    yield "a:THING to b:THING (distance | gap | clearance)", "how far is {a} from {b}"
    yield "how long BE the (way | path | distance | route) from a:THING to b:THING", "how far is {a} from {b}"
    yield "(measure | what BE) the SPACE (separating | that separates) a:THING (and | from) b:THING", "how far is {a} from {b}"
    placing = "(would | do | can | should) (you | i | we) (place | put | see | find | locate)"
    yield f"at (what | which) (clock position | hour | clock hour) {placing} a:THAT", "at what hour is {a}"


def _finding() -> Iterator[tuple[str, str]]:
    whole = "(tell me (about)? | talk me through | describe | go through) (everything | all | all things)"
    yield f"{whole} (that BE)? c:PLACE", "what is {c}"
    yield "identify a:THAT", "what is {a}"
    yield "(does | do) (anything | something) separate a:THING from b:THING", "is anything between {a} and {b}"
    for place, relation in _BESIDE_IT.items():
        yield f"(which | what) n:KIND (has | have) b:THING {place}", f"which {{n}} is {relation} {{b}}"
    beside = "(behind | in front of | next to | near | under | below | above | left of | right of)"
    yield f"what (does | do) b:THING have p:{beside} (it | them)", "what is {p} {b}"
    yield "where a:THAT (could | might | can | may) be", "where is {a}"
    yield "where (have | has | did) (you | i | we | anyone) (seen | see | left | put) a:THAT last?", "where is {a}"
    lost = "(i | we) (have)? (lost | misplaced | can not find)"
    yield f"{lost} a:THAT any idea where (it | they) (is | are | might be | could be)", "where is {a}"
    kind = "(rundown | overview | list | inventory | summary | description)"
    yield f"(give | tell | show) me (a | an | the)? {kind} of (what | everything | all) (that)? BE? c:PLACE", "what is {c}"
    place = "(exact | precise)? (location | position | whereabouts)"
    yield f"(point out | show me | tell me) the? {place} of a:THAT", "where is {a}"
