"""Still more sentences in other words: what is named first and asked about after, what a planner writes, two in one."""

from __future__ import annotations

from collections.abc import Iterator

_HERE = "(here | there | over here | over there | in front of (me | us | you))?"

_OFF = "(the | a)?"
_COMPARED = "(taller | shorter | wider | narrower | thinner | broader | bigger | larger | smaller | longer | thicker | deeper)"
_CLOSER = "(closer | nearer)"
_TOGETHER = "(together | in total | in all | altogether | combined | taken together | all told)?"
_MEASURED = "(height | width | depth | length | volume | thickness)"
_NOTHING_IN = "(nothing | nothing at all | no things | no objects)"


def rules() -> Iterator[tuple[str, str]]:
    """As `other_words.rules`."""
    yield from _topic_first()
    yield from _holding()
    yield from _comparing()
    yield from _measuring()


def _topic_first() -> Iterator[tuple[str, str]]:
    """Several things are spoken of first, then it is asked which of them, or what is between them."""
    seeing = "(there (are | is) | (we | i | you) (have | see | can see | have got | got) | here (are | is) | got)"
    which = "(and | so)? (which | what) ONE? (of (them | these | those | the lot))?"
    many = "(the | these | several | some | a few | many)?"
    yield f"{seeing} {many} n:KIND {_HERE} {which} rest:REST", "which of the {n} {rest}"
    of_two = "(of (the (pair | two | couple) | them | these | both | the two of them))?"
    looking = "(compare | look at | take | consider | of | out of | among | as for | regarding | with)"
    the = "(the | these | those | my | our | your)?"
    yield f"{looking} {the} two n:KIND (for me)? BE a:SOME {of_two}", "is {a} of the two {n}"
    yield "BE a:SOME of the (pair | couple) of n:KIND", "is {a} of the two {n}"
    both = "(them | the two | the two of them | both (of them)? | these two | those two)"
    between = f"PLACED? (in | right)? (between | in between) {both}"
    yield f"so? a:NAMED {_HERE} (and)? b:NAMED {_HERE} (and | so)? c:NAMED BE {between}", "is {c} between {a} and {b}"
    yield f"so? a:NAMED {_HERE} (and)? b:NAMED {_HERE} (and | so)? BE c:NAMED {between}", (
        "is {c} between {a} and {b}"
    )
    there = f"(are there | there are)? {_HERE}"
    counted = f"(count | how many) (up)? (all)? (of)? {the} n:KIND {there}"
    ones = "(the)? x:COLOURED (ones)? and (the)? y:COLOURED (ones)?"
    yield f"{counted} {ones} {_TOGETHER} {_HERE}", "how many {x} and {y} {n} are there"
    yield f"count (up)? (the | my | all the)? x:COLOURED and (the)? y:COLOURED n:KIND {_TOGETHER}", (
        "how many {x} and {y} {n} are there"
    )
    either = "(left or (the)? right | right or (the)? left)"
    side = "(on | at | to)? (which | what) side of b:THING"
    yield f"{side} BE a:THING PLACED? (on)? (the)? {either}", "on which side of {b} is {a}"
    yield f"{side} (does | do) a:THING LYING (on)? (the)? {either}?", "on which side of {b} is {a}"


def _holding() -> Iterator[tuple[str, str]]:
    for place, words in (("in", "(in | inside)"), ("on", "(on | on top of)")):
        yield f"(has | have) b:THING got a:THING {words} (it | them)", f"does {{b}} have {{a}} {place} it"
        yield f"b:THING (has | have) got a:THING {words} (it | them)", f"does {{b}} have {{a}} {place} it"
        yield f"b:THING (has | have) a:THING {words} (it | them)", f"does {{b}} have {{a}} {place} it"
        yield f"(which | what) n:KIND (has | have) (got)? {_NOTHING_IN} {words} (it | them)", (
            f"list the {{n}} without anything {place} it"
        )
        yield f"how many n:KIND (has | have) (got)? {_NOTHING_IN} {words} (it | them)", (
            f"how many {{n}} without anything {place} them are there"
        )
        bare = "(empty | bare | clear | free | unoccupied)"
        without = f"(with {_NOTHING_IN} | without anything (at all)?) PLACED? {words} (it | them)"
        yield f"pre:SOME {bare} n:KIND {without}", f"{{pre}} {{n}} without anything {place} it"
        yield f"pre:SOME with {_NOTHING_IN} PLACED? {words} (it | them)", f"{{pre}} without anything {place} it"
    container = "(what | which) (container | vessel | receptacle | ONE | of them | of these | of the two)"
    yield f"{container} (holds | contains | has | is holding) a:NAMED (in it)? b:NAMED or c:NAMED", "is {a} in {b} or in {c}"
    yield "in (what | which) (container | ONE)? BE a:NAMED b:NAMED or c:NAMED", "is {a} in {b} or in {c}"
    yield "(which | what) (of (the two)?)? b:NAMED or c:NAMED (holds | contains) a:NAMED", "is {a} in {b} or in {c}"
    yield "(does | do) b:NAMED or c:NAMED (hold | contain) a:NAMED", "is {a} in {b} or in {c}"
    gap = "(gap | space | distance | room | clearance | air | daylight)"
    is_there = "(is there | are there | there is | do you see | is) (a | any | some | still)?"
    yield f"pre:TOUCHED or {is_there} {gap} (left | in)? (between)? (them)?", "{pre}"
    presence = "(check | check for | verify | confirm | detect | test for | look for | report) the? (presence | existence)"
    yield f"{presence} of rest:REST", "is there {rest}"
    yield "(check for | verify that there BE | look out for) a:THING rest:REST", "is there {a} {rest}"


def _comparing() -> Iterator[tuple[str, str]]:
    """ "both taller and wider than the chair"; what exceeds another by what factor."""
    for begin in ("BE a:THING", "IFTHAT a:THING BE", "a:THING BE"):
        yield f"{begin} both? x:{_COMPARED} and y:{_COMPARED} than b:THING", "is {a} {x} than {b} and {y} than {b}"
        for both in (f"x:{_COMPARED} and {_CLOSER} to c:THING", f"{_CLOSER} to c:THING and x:{_COMPARED}"):
            yield f"{begin} both? {both} than b:THING", "is {a} closer to {c} than {b} and {x} than {b}"
    factor = "by (what | which) (factor | multiple | ratio | number of times)"
    exceeding = "(exceed | surpass | outdo | outstrip | beat)"
    ratio = "what is the ratio of the {n} of {a} to that of {b}"
    that = f"(that | the {_MEASURED}) of b:THING"
    more = "(greater | larger | bigger | higher) than"
    yield f"{factor} (does | do) the? n:{_MEASURED} of a:THING {exceeding} {that}", ratio
    yield f"{factor} (does | do) a:THING 's n:{_MEASURED} {exceeding} (that of b:THING | b:THING 's {_MEASURED}?)", ratio
    yield f"{factor} (does | do) a:THING {exceeding} b:THING in n:{_MEASURED}", ratio
    yield f"{factor} BE the? n:{_MEASURED} of a:THING {more} {that}", ratio


def _measuring() -> Iterator[tuple[str, str]]:
    report = "(report | state | give | give me | tell me | return | provide | measure | get | get me | i need | what is)"
    yield f"{report} {_OFF} a:NAMED n:DIMENSION", "the {n} of {a}"
    yield f"{report} {_OFF} n:DIMENSION a:NAMED", "the {n} of {a}"
    closest = "(closest | nearest | narrowest | tightest)"
    point = f"(at | measured at | taken at) (the | its | their) {closest} (point | points | place | spot)"
    yield f"pre:GAP {point}", "{pre}"
    across = "(from side to side | side to side | from left to right | from one side to the other)"
    yield f"(measure | how (big | wide | large | long) BE) a:THING {across}", "how wide is {a}"
    yield f"how (much | many u:SOME) (does | do) a:THING measure {across}", "how wide is {a}"
