"""More sentences in other words: as those put them who are still learning English, and as a planner does."""

from __future__ import annotations

from collections.abc import Iterator

_WHO = "(i | you | we | one)"
_HOW = "(wide | tall | high | deep | long | thick | broad | big | large)"
_GONE = "(fallen | dropped | rolled | slipped | slid | ended up | landed | been (put | placed | left))"
_SIDEWAYS = "((to | on)? the? left or (to | on)? the? right | (to | on)? the? right or (to | on)? the? left)"
_CARRIER = "(gripper | robot | hand | arm | object | thing | item | box | cart | person | wheelchair | something)"
_LINE = "(line (of sight)? | path | way | route | view | passage)"


def rules() -> Iterator[tuple[str, str]]:
    """As `other_words.rules`."""
    yield from _misplaced()
    yield from _said_twice()
    yield from _in_numbers()
    yield from _clear_ways()


def asked_rules() -> Iterator[tuple[str, str]]:
    """Of sentences that end with a question mark: "it is the lamp behind the chair?", "the ball has rolled under it?"."""
    yield "it is a:NAMED rest:REST", "is {a} {rest}"
    yield "it is (something | anything) c:PLACE", "is there anything {c}"
    yield f"a:NAMED (has | have) {_GONE} rest:PLACE", "is {a} {rest}"


def _misplaced() -> Iterator[tuple[str, str]]:
    """Words in another place, or another small word, than English has it."""
    yield "where BE PLACED a:NAMED", "where is {a}"
    yield "p:(on | in) (what | which n:KIND) BE PLACED a:NAMED", "what is {a} {p}"
    yield f"how many u:UNIT BE k:{_HOW} a:NAMED", "how many {u} {k} is {a}"
    yield f"how (much)? BE k:{_HOW} a:NAMED", "how {k} is {a}"
    there = "(it has | it have | has it | there have | there has)"
    yield f"how many n:KIND {there} c:PLACE", "how many {n} are {c}"
    yield "is it (something | anything) c:PLACE", "is there anything {c}"
    yield "pre:SOME from a:THING until b:THING", "{pre} from {a} to {b}"
    yield f"(in | on)? (what | which) (direction | way) {_WHO} (can | could | will | would)? (find | see) a:NAMED", (
        "in what direction is {a}"
    )
    which = "((in | on | to)? (which | what) (way | direction | side))"
    yield f"{which} BE a:NAMED (from | of) b:THING {_SIDEWAYS}", "is {a} left or right of {b}"
    yield f"{which} BE a:NAMED {_SIDEWAYS}", "is {a} on the left or on the right"
    yield f"IFTHAT a:NAMED (has | have) {_GONE} rest:PLACE", "is {a} {rest}"


def _said_twice() -> Iterator[tuple[str, str]]:
    """What is meant said once more: "where did it go, where is it?", "the depth, front to back", "near it, say 10 cm"."""
    yield "where a:SOME where (is it | are they)", "where {a}"
    for reader, how, ends in (
        ("DEPTH", "deep", "(front to back | back to front)"),
        ("WIDTH", "(wide | broad)", "(side to side | left to right | right to left | one side to the other)"),
        ("HEIGHT", "(tall | high)", "(top to bottom | bottom to top | base to tip)"),
        ("LENGTH", "long", "(end to end | one end to the other)"),
    ):
        yield f"pre:{reader}NAMED from? {ends}", "{pre}"
        yield f"how k:{how} a:SOME from? {ends}", "how {k} {a}"
    within = "(within | less than | under | closer than | not more than | no more than)"
    close = "(near | near to | close to | next to)"
    say = "(say | meaning | that is | i e | so | as in)?"
    yield f"BE a:NAMED {close} b:SOME {say} {within} q:QUANTITY (away | from it | of it)?", "is {a} within {q} of {b}"


def _in_numbers() -> Iterator[tuple[str, str]]:
    """Ranges, reaches, and room that is left around something."""
    yield "(what BE | give me | state | report)? the? range from a:THING to b:THING", "how far is {a} from {b}"
    reach = "(reach | distance | range | radius)"
    yield f"pre:SOME within (a (reach | distance | range | radius) of)? q:QUANTITY {reach}? (of | from) rest:REST", (
        "{pre} within {q} of {rest}"
    )
    least = "(minimum | minimal | smallest | least | closest | tightest)"
    there = "(BE there | do we have | BE left | there BE | left)"
    asking = "(what BE | how (big | large) BE | how much | give me | state | report)?"
    for room in (f"the? {least}? clearance", f"the? {least} SPACE"):
        nearest = "what is the distance from {a} to the nearest object"
        yield f"{asking} {room} {there}? around a:NAMED", nearest
        yield f"{asking} {room} (does | do) a:NAMED have (around (it | them))?", nearest


def _clear_ways() -> Iterator[tuple[str, str]]:
    """Whether something of some width fits between two things, and whether the way from one to the other is clear."""
    moving = "(fit | pass | go | get | drive | squeeze | move | slip) (through)?"
    apart = "is the distance between {a} and {b} at least {q}"
    between = "(in)? between a:THING and b:THING"
    wide = "(wide | broad | across | in (width | diameter))"
    one = "(a | an | the | my | our)?"
    carried = f"({one} q:QUANTITY {wide} {_CARRIER} | {one} {_CARRIER} ((that | which) BE | of)? q:QUANTITY {wide})"
    yield f"(would | will | could | can | does | do | may | might) {carried} {moving} {between}", apart
    yield f"BE there (enough)? (room | space | place) for {carried} (to {moving})? {between}", apart
    yield f"BE {carried} able to {moving} {between}", apart
    one = "(a | an | the | my | our | your)? (straight | direct | clear | free)?"
    ends = "(from a:THING to b:THING | between a:THING and b:THING)"
    block = "(block | obstruct | cross | interrupt | (stand | lie | sit | get) (in | on | across))"
    yield f"(does | do) (anything | something) {block} {one} {_LINE} {ends}", "is anything between {a} and {b}"
    blocking = "(blocking | obstructing | crossing | interrupting | in | on | (standing | lying | sitting) (in | on | across))"
    yield f"(BE | BE there) (anything | something) {blocking} {one} {_LINE} {ends}", "is anything between {a} and {b}"
    clear = "(clear | free | unobstructed | empty | open)"
    yield f"BE (the | my | your)? (straight | direct)? {_LINE} {ends} {clear}", "is nothing between {a} and {b}"
