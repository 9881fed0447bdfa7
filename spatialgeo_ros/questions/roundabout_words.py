"""Still more sentences in other words: how it is measured said first, what holds what, what may fall, what "we" have."""

from __future__ import annotations

from collections.abc import Iterator

_ALONG = (
    "(vertically | horizontally | laterally | along the (ground | floor | table) | in a straight line | "
    "in the (ground | horizontal | vertical) plane | in the (vertical | horizontal) direction)"
)
_UP = "(above | over | below | under | underneath | beneath | higher | lower | up | down)"
_ASIDE = "(left | right | (to | on | at) the (left | right) | in front | behind)"
_IGNORING = (
    "(ignoring | disregarding | leaving (out | aside) | not counting | setting aside | regardless of | forgetting about)"
)
_DIFFERENCE = "(distance | distances | offset | offsets | separation | displacement | difference | differences | gap)?"
_ONE = "(the | any | all | their)?"
_SIDEWAYS = f"{_ONE} ((sideways | horizontal | lateral) {_DIFFERENCE} | depth | depths)"
_HEIGHTS = f"{_ONE} ((height | heights | vertical) {_DIFFERENCE} | (difference | differences) in height)"
_RISK = "(about to | going to | likely to | at risk of | in danger of | on the verge of | close to | near to | ready to)"
_FALL = (
    "(fall | falling | drop | dropping | tip | tipping | roll | rolling | slide | sliding | slip | slipping | topple | "
    "toppling)"
)
_SAY = "(like | say | meaning | that is | i e | i . e .? | as in | so)?"
_WITHIN = "(within | less than | under | closer than | no more than | not more than)"


def rules() -> Iterator[tuple[str, str]]:
    """As `other_words.rules`."""
    yield from _measured_so()
    yield from _in_and_on()
    yield from _sizes()
    yield from _at_the_edge()
    yield from _around_a_clock()
    yield from _in_view()
    yield from _tersely()


def asked_rules() -> Iterator[tuple[str, str]]:
    """Of sentences that end with a question mark or a tag: "we have a pan on the stove, don't we?"."""
    yield "(i | you | we) (have got | have | can see | see) (a | an | any | some) n:KIND", "there is {n}"
    yield "(i | you | we) ((can | do) not see | do not have | have not got) (a | an | any)? n:KIND", "there is no {n}"


def _measured_so() -> Iterator[tuple[str, str]]:
    measured = "(measured | taken | measuring | going | as measured)"
    yield f"{measured}? w:{_ALONG} (speaking)? rest:WHREST", "{rest} {w}"
    yield f"h:(how far | how many u:UNIT) away? w:{_ALONG} rest:REST", "{h} {rest} {w}"
    yield f"h:(how far | how many u:UNIT) BE there w:{_ALONG} rest:REST", "{h} is it {rest} {w}"
    yield f"how far apart w:{_ALONG} rest:REST", "how far apart {rest} {w}"
    yield f"h:(how far | how many u:UNIT) BE it w:{_ALONG} rest:REST", "{h} is it {rest} {w}"
    yield f"h:(how far | how many u:UNIT) BE a:NAMED w:{_ALONG} (away)? from b:THING", "{h} is {a} from {b} {w}"
    yield f"pre:GAP {measured} w:{_ALONG}", "{pre} {w}"
    yield f"how far BE a:NAMED w:{_ALONG} (away)? from b:THING", "how far is {a} from {b} {w}"
    far = "(how (far | much | high | many u:UNIT))"
    for what, way in ((_SIDEWAYS, _UP), (_HEIGHTS, _ASIDE)):
        yield f"{_IGNORING} {what} h:{far} k:{way} rest:REST", "{h} {k} {rest}"
        yield f"{_IGNORING} {what} h:{far} BE a:THING k:{way} rest:REST", "{h} is {a} {k} {rest}"
    level = f"{_ONE} horizontal {_DIFFERENCE}"
    yield f"{_IGNORING} {level} how far BE a:THING from b:THING", "how far is {a} from {b} vertically"
    yield f"{_IGNORING} {_HEIGHTS} rest:WHREST", "ignoring the height {rest}"


def _in_and_on() -> Iterator[tuple[str, str]]:
    """What is in something or on it."""
    put = "(put | leave | left | place | placed | set | lay | drop | dropped | keep | kept | store | stored | got)"
    yield f"what (did | have | has | do | does) SOMEBODY {put} c:PLACE", "what is {c}"
    yield "how many n:KIND (has | have) b:THING got? p:(in | on) (it | them)", "how many {n} does {b} have {p} it"
    yield "(does | do) (the)? n:KIND outnumber (the)? m:KIND", "are there more {n} than {m}"
    look = "(am | are) (i | we) going to (find | see) | (should | shall) (i | we) (look | search) for"
    yield f"({look}) a:NAMED c:PLACE", "is {a} {c}"
    find = f"((would | do | can | could | will | should) SOMEBODY (find | see | look for) | (did | have | has) SOMEBODY {put})"
    yield f"(which | what) n:KIND {find} a:NAMED p:(in | inside | on)", "{p} which {n} is {a}"
    yield f"(in | inside) (which | what) n:KIND {find} a:NAMED", "in which {n} is {a}"
    yield f"on (which | what) n:KIND {find} a:NAMED", "on which {n} is {a}"
    want = "(need | want | would like | am looking for | are looking for | am after | am to (pick | take | get))"
    one = "(which | what) (one | ones)? (of (them | these | those))?"
    some = "(a | an | the | some | one of the)"
    yield f"(i | we) {want} {some} n:KIND .? (so | and | but | now)? {one} rest:REST", "which {n} {rest}"
    thing = "(object | thing | item | one)"
    yield f"(name | state | report | tell me | call out) the {thing} rest:REST", "what is the object {rest}"
    yield "name a:NAMED", "what is {a}"
    place = "(position | location | whereabouts | place)"
    yield f"(give me | give | tell me | state | report | show me | get me | find) a:NAMED 's {place}", "where is {a}"
    yield "where a:NAMED (went | got to | has gone | have gone | is gone | are gone)", "where is {a}"


def _sizes() -> Iterator[tuple[str, str]]:
    """All three at once; whether there is a gap."""
    side = "(high | tall | wide | broad | deep | long)"
    yield f"how {side} how? {side} and how? {side} BE a:THING", "how big is {a}"
    ask = "(what BE | give me | tell me | measure | state | report | list)?"
    yield f"{ask} all (the)? three? (dimensions | sizes | sides) of a:THING", "how big is {a}"
    yield "BE there (a | any) gap between a:THING and b:THING", "is {a} not touching {b}"
    yield "BE there (a | any) gap between a:THING", "are {a} not touching"


def _at_the_edge() -> Iterator[tuple[str, str]]:
    """ "about to fall off the table, like within 5 cm of its edge": how near to the edge is what can be told."""
    off = "(off of | off | over | from | down from)"
    fearing, so = f"BE a:NAMED {_RISK} {_FALL}", "(and | or | so)? .?"
    yield f"{fearing} {off} (the edge of)? b:NAMED {so} h:WHREST", "{a} . {h} of {b}"
    yield f"{fearing} ({off} ((the edge of)? THING | it)?)? {so} h:WHREST", "{a} . {h}"
    yield f"{fearing} ({off} ((the edge of)? THING | it)?)? {so} h:(BE it) rest:REST", "{a} . {h} {rest}"
    edge = "(the edge of b:NAMED | b:NAMED ('s)? edge | b:NAMED)"
    of_it = "((of | from | to) (it | (the | its) edge) | away)?"
    yield f"BE a:NAMED {_RISK} {_FALL} {off} {edge} {_SAY} {_WITHIN} q:QUANTITY {of_it}", (
        "is {a} within {q} of the edge of {b}"
    )


def _around_a_clock() -> Iterator[tuple[str, str]]:
    """ "If the laptop is at the centre, what clock position is the mug at?"."""
    yield "c:CLOCKED BE b:THING at", "{c} is {b}"
    at = "(at | in | as | on)?"
    middle = "the? (centre | middle) (point)? (of (a | the | my | our) (clock | clock face | dial | clockface))?"
    supposing = "(if | with | when | suppose | imagine | assume | say | let us say | taking | take | put | let) (that)?"
    centre = f"{supposing} a:NAMED (BE | be | being | was | were)? {at} {middle} (then | and | .)?"
    yield f"{centre} c:CLOCKED BE b:THING (at | in)?", "from {a} {c} is {b}"
    yield f"{centre} c:CLOCKED (does | do | would | will) b:THING (be | lie | sit | stand) (at | in)?", "from {a} {c} is {b}"


def _in_view() -> Iterator[tuple[str, str]]:
    """Ahead, the way to something, "that" which one sees."""
    yield "BE a:NAMED (straight | dead | directly | right) ahead (of (me | you | us))?", "is {a} at 12 o'clock"
    yield "(which | what) (BE the)? (way | direction) (BE it)? to a:NAMED", "which way is {a}"
    yield "BE not? (that | this) (a | an) n:KIND c:PLACE", "is there a {n} {c}"
    yield "what (things | objects)? (has | have) been PLACED c:PLACE", "what is {c}"
    yield "which n:KIND (has | have) been PLACED c:PLACE", "which {n} is {c}"
    yield "BE a:NAMED empty or (BE there | BE)? (something | anything) (in | on) it", "is {a} empty"
    yield "how high BE a:NAMED (off | from) b:THING", "how high is {a} above {b}"
    yield "(what | which) BE the k:(farthest | closest | nearest) n:KIND away", "which {n} is {k}"
    ends = "x:(left | right | front | back) to y:(left | right | front | back)"
    yield f"from? {ends} (what | which (objects | things)) BE c:PLACE", "list the objects {c} from {x} to {y}"


def _tersely() -> Iterator[tuple[str, str]]:
    """ "mug position", "where mug", "box height cm"."""
    yield "a:NAMED 's? (position | location | whereabouts)", "where is {a}"
    yield "where a:NAMED", "where is {a}"
    yield "the? (direction | heading) (of | to) a:NAMED", "in what direction is {a}"
    yield "a:NAMED n:DIMENSION u:UNIT", "the {n} of {a} in {u}"
    yield "what c:PLACE", "what is {c}"
    yield "(what BE)? a:NAMED 's p:(colour | shape)", "what {p} is {a}"
