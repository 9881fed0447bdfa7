"""Still more sentences in other words: what is named first without a comma, words left out in haste, a way to walk."""

from __future__ import annotations

from collections.abc import Iterator

_HOW = "(wide | tall | high | deep | long | thick | broad | big | large)"
_SIDES = (
    ("left", "right", "(of | from)", "left or right of"),
    ("right", "left", "(of | from)", "left or right of"),
    ("(in front | before)", "(behind | in back)", "of", "in front of or behind"),
    ("(behind | in back)", "(in front | before)", "of", "in front of or behind"),
)
_GO = "(walk | go | drive | move | roll | travel | cross | walked | went | drove | moved | rolled)"


def rules() -> Iterator[tuple[str, str]]:
    """As `other_words.rules`."""
    yield from _named_first()
    yield from _in_haste()
    yield from _on_the_way()
    yield from _placed()


def asked_rules() -> Iterator[tuple[str, str]]:
    """Of sentences that end with a question mark or a tag: "the chair is at left or at right of the table?"."""
    for one, other, of, both in _SIDES:
        at = "(to | at | on | in)? the?"
        yield f"a:NAMED (BE | LIES)? PLACED? {at} {one} {of}? or {at} {other} {of}? b:NAMED", f"is {{a}} {both} {{b}}"


def _named_first() -> Iterator[tuple[str, str]]:
    yield "a:NAMED (what | which) p:(colour | shape) (BE (it | they | that))?", "what {p} is {a}"
    yield f"a:NAMED how (much)? k:{_HOW} (BE (it | they | that))?", "how {k} is {a}"
    yield f"how much k:{_HOW} BE rest:REST", "how {k} is {rest}"
    yield "a:NAMED BE it rest:REST", "is {a} {rest}"
    yield "BE not a:NAMED the one rest:REST", "is {a} the one {rest}"
    things = "NUMERAL KIND (and? NUMERAL KIND)? (and? NUMERAL KIND)?"
    yield f"{things} w:(which | what | how many) n:KIND rest:REST", "{w} {n} {rest}"
    yield "x:NUMERAL n:KIND (which | what) ONE? BE rest:REST", "which of the {x} {n} is {rest}"
    yield "(name | state | identify | list) rest:WHREST", "{rest}"


def _in_haste() -> Iterator[tuple[str, str]]:
    only = "(only | just)?"
    for word in ("horizontal", "vertical"):
        said = f"({word} | {word}ly)"
        yield f"the? distance (from | between)? a:NAMED (to | and) b:NAMED {only} {said} {only}", (
            f"what is the {word} distance between {{a}} and {{b}}"
        )
        yield f"the? distance (from | between)? a:NAMED (to | and) b:NAMED {only} {said} {only} u:UNIT", (
            f"what is the {word} distance between {{a}} and {{b}} in {{u}}"
        )
    yield "(the? (minimum | closest | nearest))? SPACE a:NAMED to b:NAMED", "how far is {a} from {b}"
    yield "all (of the | the)? n:KIND c:PLACE", "list the {n} {c}"
    little, much = "(least | smallest | shortest | minimum)", "(greatest | largest | longest)"
    for so_far, lead in ((little, "closest to"), (much, "farthest from")):
        yield f"pre:SOME (has | have) the? {so_far} distance (to | from) rest:REST", f"{{pre}} is {lead} {{rest}}"


def _on_the_way() -> Iterator[tuple[str, str]]:
    """ "If I walk from the chair to the cabinet, how many metres is that?"."""
    going = f"if SOMEBODY {_GO} (straight | directly)? (over | across)? from a:THING to b:THING (then)?"
    that = "(BE (that | it) | (would | will) (that | it) be | (do | must | will | would) SOMEBODY (have to)? GO)?"
    yield f"{going} how far {that}", "how far is it from {a} to {b}"
    yield f"{going} how many u:UNIT {that}", "how many {u} is it from {a} to {b}"
    yield "(from | between) a:THING (to | and) b:THING how much (free | empty | open | clear)? SPACE LEFT?", (
        "what is the distance between {a} and {b}"
    )
    yield "how far down BE it from a:NAMED (down)? to b:NAMED (below | underneath | beneath | under it | below it)?", (
        "how far below {a} is {b}"
    )
    yield "how far up BE it from a:NAMED (up)? to b:NAMED (above | overhead | over it | above it)?", "how far above {a} is {b}"
    hit = "(bump into | run into | hit | touch | meet | reach | strike | encounter)"
    moving = "(if SOMEBODY (reached | moved | went | reach | move | go | slid | slide)? | (reaching | moving | going))"
    yield (
        f"what would SOMEBODY {hit} first {moving} (straight)? (to the | towards the)? s:(left | right) (from | of) b:THAT",
        "what is the nearest thing to the {s} of {b}",
    )


def _placed() -> Iterator[tuple[str, str]]:
    put = "(left | put | placed | seen | laid | kept | stored)"
    yield f"where SOMEBODY (have | has | had)? {put} a:THAT (last)?", "where is {a}"
    yield "where BE a:THING at p:PLACE or q:PLACE", "is {a} {p} or {q}"
    yield "a:NAMED BE PLACED? on b:NAMED (but | and | so)? BE (it | they) e:EDGED of (it | that)", "is {a} {e} of {b}"
    yield "pre:PLAIN c:PLACE but p:PLACE", "{pre} {c} and {p}"
    ahead = "((straight | dead | right)? ahead | in front) (of (you | me | us | the camera | the robot))?"
    yield f"pre:SOME {ahead} (at | that is at)? h:(12 | twelve) o'clock", "{pre} at {h} o'clock"
