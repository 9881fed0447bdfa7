"""Sentences in other words: what people say, and what the grammar reads instead."""

from __future__ import annotations

from collections.abc import Iterator

from spatialgeo_ros.questions import (
    compared_words,
    everyday_words,
    further_words,
    learners_words,
    offhand_words,
    roundabout_words,
    spoken_words,
)
from spatialgeo_ros.questions.relation_words import COMPARATIVES, MACROS, PREPOSITIONS
from spatialgeo_ros.types import Predicate

# Said without being meant, wherever they stand.
_FILLERS = (
    "really | actually | truly | currently | presently | right now | at the moment | honestly | basically | "
    "literally | "
    "somehow | somewhere | anywhere | anyway | by any chance | perhaps | maybe | possibly | even | already | still | "
    "um | uh | er | erm | hmm | well | like | you know | i think | i guess | over there | over here | out there | "
    "here | on earth | in total | at all | whatsoever | please | precisely | approximately | roughly | altogether | ever | "
    "also | different | "
    "(do | would | can | could) you (think | say | estimate | guess | reckon | suppose | figure) | you (think | reckon)"
)
PLAINER = (  # wherever they stand: (as people say it, as the grammar has it)
    ("as the crow flies", "in a straight line"),
    ("with (regard | regards) to | in (reference | regard) to | going by", "relative to"),
    (
        "(in | within) (the)? close? proximity (of | to) | close by to | nearby (to)? | "
        "round about | in the surroundings of | "
        "neighbouring (to)? | next door to | bordering (on)? | near by (to)?",
        "near",
    ),
    (
        "(with | that has | that have | which has | which have) (nothing | nothing at all) (on | on top of) (it | them)",
        "without anything on it",
    ),
    (
        "(with | that has | that have | which has | which have) (nothing | nothing at all) (in | inside) (it | them)",
        "without anything in it",
    ),
    ("listing", "list"),
    ("naming", "name"),
    ("counting (up)?", "count"),
    ("showing", "show"),
    ("describing", "describe"),
    ("giving", "give"),
    ("finding", "find"),
    ("measuring", "measure"),
    ("telling", "tell"),
    ("whatever", "what"),
    ("whether or not", "whether"),
    ("(happen | happens) to be", "is"),
    ("to be (found | seen)", ""),
    ("down from", "below"),
    ("up from", "above"),
    ("(off | over) to the left", "to the left"),
    ("(off | over) to the right", "to the right"),
    ("the? least (far | distant) (away)? from", "closest to"),
    ("the? least close to", "farthest from"),
    ("got (placed | put | left)", "is"),
    ("most (far | distant | remote) (away)?", "farthest"),
    ("most (near | close)", "closest"),
    ("most (small | little | tiny)", "smallest"),
    ("most (big | large)", "biggest"),
    ("most (wide | broad)", "widest"),
    ("most (thin | narrow | slim)", "thinnest"),
    ("most tall", "tallest"),
    ("most short", "shortest"),
    ("most long", "longest"),
    ("most thick", "thickest"),
    ("more (small | little | tiny)", "smaller"),
    ("more (thin | slim)", "thinner"),
    ("more short", "shorter"),
    ("more long", "longer"),
    ("am i", "is me"),
    ("happen to (see | notice | spot)", "see"),
    ("(dangerously | perilously | precariously | worryingly | alarmingly) close", "close"),
    ("(dangerously | perilously | precariously | worryingly | alarmingly) near", "near"),
    ("more (far | remote) (away)?", "farther"),
    ("more (near | close)", "closer"),
    ("(to | in) the rear of | at the back side of", "behind"),
    ("a couple of", "two"),
    ("(pretty | quite | fairly | rather) close to", "close to"),
    ("(pretty | quite | fairly | rather) near (to)?", "near"),
    ("(sandwiched | squeezed | wedged | nestled | tucked | jammed | caught) between", "between"),
    ("down to", "to"),
    ("at the lowest (height | position | level | point)", "the lowest"),
    ("at the highest (height | position | level | point)", "the highest"),
    ("(piece | pieces) of furniture", "furniture"),
    ("(right)? up against", "touching"),
    ("in the (gap | space) (that separates | separating | between)", "between"),
    ("hidden away", "hidden"),
    ("than all (of)? (the)? other", "than all the"),
    ("than the other", "than all the"),
    ("than everything else", "than everything"),
    ("which of (them | these | those)", "which one"),
    ("(a | one) (metre | meter) and a half", "1.5 metres"),
    ("(the)? (quantity | tally | count) of", "number of"),
    ("(what BE | tell me) the reach to", "how far is"),
    ("(taking | considering) everything (together)?", ""),
    ("in danger of FALLING (off | over)? (that is | meaning | i e)", ""),
    ("from FALLING (off | over | down (from | over)?) (the? edge of)?", "from the edge of"),
    ("to FALLING (off | over | down (from | over)?) (the? edge of)?", "to the edge of"),
    ("(in | as | using) (x y z | xyz | x y and z)", ""),
    ("far (in | back) from", "far from"),
    ("what (is | 's) there", "what is"),
    ("i mean one", "one"),
    ("furniture (item | items)", "furniture"),
    ("farthest one back", "farthest back"),
    ("measured? (only | just | purely | strictly) (sideways | laterally)", "sideways"),
    ("measured? (only | just | purely | strictly) horizontally", "horizontally"),
    ("measured? (only | just | purely | strictly) vertically", "vertically"),
    ("how much of a", "how much"),
    *((f"{near} {one}", f"{near} to {one}") for near in ("nearer", "nearest") for one in ("the", "my", "your", "me", "you")),
    (_FILLERS, ""),
)
_CLOSELY = "(directly | immediately | right | just | straight | slightly | a bit | a little bit | a little | barely)"
_SIDES = (Predicate.LEFT_OF, Predicate.RIGHT_OF, Predicate.IN_FRONT_OF, Predicate.BEHIND)
_SIDE_WORDS = " | ".join(f"({words})" for predicate, words in PREPOSITIONS if predicate in _SIDES)
_COMPARATIVE_WORDS = " | ".join(f"({words})" for _, _, words in COMPARATIVES)
_PLACE_WORDS = {  # a place without what it relates to, and with it
    "(on | to | at) the left (hand? side?)": "left of",
    "(on | to | at) the right (hand? side?)": "right of",
    "in front": "in front of",
    "(behind | in back | at the back)": "behind",
    "(above | on top)": "above",
    "(below | under | underneath)": "below",
}
_OPPOSITES = {  # "what is the mug behind": what is in front of it
    "behind": "in front of",
    "in front of": "behind",
    "(to the)? left of": "right of",
    "(to the)? right of": "left of",
    "(above | over)": "below",
    "(below | under | underneath | beneath)": "above",
}
RULE_MACROS = {
    **MACROS,
    "FALLING": "(falling | dropping | tipping | toppling | sliding | slipping | rolling | going)",
    "MIGHT": "(would | might | could | may)",
    "LYING": "(lie | sit | stand | rest | hang | stay | remain | appear to be | seem to be | look to be | appear | seem | "
    "look | happen to be | turn out to be | measure)",
    "LIES": "(lies | sits | stands | rests | hangs | stays)",
    "RELATIVETO": "(relative to | compared to | compared with | with respect to | in relation to | in comparison (to | with))",
    "SPACE": "(distance | gap | clearance | space | room | separation | spacing | interval)",
    "LEFT": "(do (we | i | you) have | have (we | i | you) got | is left | are left | is remaining | remains | "
    "is there | there is | lies | exists | is)",
    "FINDING": "(find | see | locate | spot)",
    "LOOKOUT": "(see | find | spot | notice | detect | make out | observe)",
    "DIMENSION": "(height | width | depth | length | size | volume | dimensions | diameter)",
    "IFTHAT": "(if | whether | that)",
    "ENDED": "(ended up | gone | been put | been placed | been left | landed)",
    "GO": "(go | walk | drive | move | roll | travel)",
    "ROLL": "(fall | drop | roll | slip | slide | go | get)",
    "SOMEBODY": "(somebody | someone | anybody | anyone | i | you | we | they)",
}


def rules() -> Iterator[tuple[str, str]]:
    """(the sentence as it was said, as the grammar reads it): {name} is what was said there."""
    yield from _verb_rules()
    yield from _order_rules()
    yield from _length_rules()
    yield from _object_rules()
    yield from _close_rules()
    yield from further_words.rules()
    yield from spoken_words.rules()
    yield from learners_words.rules()
    yield from roundabout_words.rules()
    yield from compared_words.rules()
    yield from compared_words.slips()
    yield from everyday_words.rules()
    yield from offhand_words.rules()


def asked_rules() -> Iterator[tuple[str, str]]:
    """What holds of a sentence only that ends with a question mark or a tag."""
    yield from learners_words.asked_rules()
    yield from roundabout_words.asked_rules()
    yield from offhand_words.asked_rules()


def _verb_rules() -> Iterator[tuple[str, str]]:
    """Another verb, or its place, where "is" is meant."""
    yield "how high (does | do | would) a:SOME LYING", "how high up is {a}"
    yield "pre:ASKED MIGHT a:SOME be rest:REST", "{pre} is {a} {rest}"
    yield "MIGHT there be rest:REST", "is there {rest}"
    yield "pre:ASKED a:THING LIES rest:REST", "{pre} is {a} {rest}"
    yield "(do | would | will | can | should) (i | we | you) (find | see | have) a:THING rest:REST", "is {a} {rest}"
    yield "(would | do | can | could) (you | i | we | one) call a:THING rest:REST", "is {a} {rest}"
    yield "pre:ASKED MIGHT be rest:REST", "{pre} is {rest}"
    yield "got (any | a | an | some) rest:REST", "do you see any {rest}"
    yield "(BE there)? any? (contact | touch) between a:THING and b:THING", "is {a} touching {b}"
    yield "(has | have | did) a:THING (ENDED | end up | land) rest:REST", "is {a} {rest}"
    yield "(does | do) a:THING (make | have) contact with b:THING", "is {a} touching {b}"
    yield "(does | do) a:THING and b:THING (make | have) contact", "is {a} touching {b}"
    for much, compared in (("more", "bigger"), ("less", "smaller")):
        taking = f"(take up | takes up | occupy | fill | need) {much} (space | room | volume)"
        yield f"(does | do) a:THING {taking} than b:THING", f"is {{a}} {compared} than {{b}}"
    nothing = "(with nothing (PLACED | at all)? (on | in) it)?"
    yield f"BE (the top of)? a:THAT (clear | free | bare) {nothing}", "is nothing on {a}"
    yield f"BE the top of a:THING empty {nothing}", "is nothing on {a}"
    yield f"BE a:THING empty {nothing}", "is {a} empty"
    way = "((the)? (way | path | line | space | gap | room | view) between)"
    clear = "(clear | free | empty | unobstructed | open)"
    blocked = "(or (is (there)?)? (something | anything) (in the way | between them | in between | there))?"
    yield f"BE it {clear} between a:THING and b:THING {blocked}", "is nothing between {a} and {b}"
    yield f"BE {way} a:THING and b:THING {clear} {blocked}", "is nothing between {a} and {b}"
    path = "(path | way | line | view | space | passage)"
    yield f"BE there (a | an)? {clear} {path} between a:THING and b:THING", "is nothing between {a} and {b}"
    blocking = "(blocking | obstructing | in)"
    yield f"BE (something | anything) {blocking} the {path} between a:THING and b:THING", "is anything between {a} and {b}"
    yield "(has | have | did) a:THING (fallen | dropped | rolled | slipped | ROLL) rest:REST", "is {a} {rest}"
    yield "BE a:THING (hanging | standing | lying | sitting) or PLACED rest:REST", "is {a} {rest}"
    yield "(did | has | have) SOMEBODY (put | left | leave | placed | place | set | lay) a:THING rest:REST", "is {a} {rest}"
    yield "pre:ASKED MIGHT a:SOME be", "{pre} is {a}"
    yield "(does | do) a:SOME LYING rest:REST", "is {a} {rest}"
    yield "pre:ASKED (does | do) a:SOME LYING rest:REST", "{pre} is {a} {rest}"
    yield "pre:ASKED (does | do) a:SOME LYING", "{pre} is {a}"
    yield "pre:ASKED LIES a:THING rest:REST", "{pre} is {a} {rest}"
    yield "pre:ASKED LIES a:THING", "{pre} is {a}"
    yield "IFTHAT there BE rest:REST", "is there {rest}"
    yield "IFTHAT (you | we | i) (can)? LOOKOUT rest:REST", "do you see {rest}"
    yield "IFTHAT a:THING BE rest:REST", "is {a} {rest}"
    yield "IFTHAT a:THING (has | have) rest:REST", "does {a} have {rest}"
    yield "have you (seen | found | noticed | spotted | detected) rest:REST", "do you see {rest}"
    yield "(are | were) (you | we) able to LOOKOUT rest:REST", "do you see {rest}"
    yield "BE b:THING (supporting | carrying | holding up) a:THING", "is {a} on {b}"
    yield "BE b:THING (containing) a:THING", "is {a} in {b}"
    but = "(other than | besides | except | except for | apart from | aside from)"
    holding = "(anything | something) (supporting | carrying | holding up)"
    yield f"BE {holding} a:THING but:{but} c:THING", "is there anything with {a} on it {but} {c}"
    yield "BE a:THING (higher up? than | above) the top of b:THING", "is {a} above {b}"
    yield "(what | which one | which) is it that BE rest:REST", "what is {rest}"


def _order_rules() -> Iterator[tuple[str, str]]:
    """What stands first, or last, put where it usually stands."""
    yield "a:SOME BE wh:WHREST", "{wh} is {a}"
    yield "(what | which | who) a:SOME BE", "what is {a}"
    yield "a:THING and b:THING wh:ASKED BE they", "{wh} are {a} and {b}"
    yield "a:THING and b:THING wh:ASKED BE they rest:REST", "{wh} are {a} and {b} {rest}"
    yield "a:THING and b:THING BE they rest:REST", "are {a} and {b} {rest}"
    yield "BE it a:THING that BE k:SOME or b:THING", "which is {k} {a} or {b}"
    yield "(what | which | who) a:THING BE rest:REST", "what is {a} {rest}"
    yield "how many a:SOME there are rest:REST", "how many {a} are there {rest}"
    yield "pre:SOME or (is it | are they | is he | does it lie) rest:REST", "{pre} or {rest}"
    for place, preposition in _PLACE_WORDS.items():
        yield f"RELATIVETO b:THING BE a:THING PLACED? {place}", f"is {{a}} {preposition} {{b}}"
        yield f"RELATIVETO b:THING what BE (there)? PLACED? {place}", f"what is {preposition} {{b}}"
    yield f"RELATIVETO b:THING BE a:THING more:({_COMPARATIVE_WORDS})", "is {a} {more} than {b}"
    yield f"RELATIVETO b:THING how much more:({_COMPARATIVE_WORDS}) BE a:THING", "how much {more} is {a} than {b}"
    for word in ("farther", "closer", "nearer"):
        yield f"RELATIVETO b:THING how much {word} away? BE a:THING", f"how much {word} is {{a}} than {{b}}"
    yield "RELATIVETO b:THING on (which | what) side BE a:THING", "on which side of {b} is {a}"
    yield "c:PLACE BE there rest:REST", "is there {rest} {c}"
    yield "c:PLACE (do | can) you LOOKOUT a:THING", "is there {a} {c}"
    yield "c:PLACE how many n:KIND (BE there | there are | (can | do) you (see | count) | BE)?", "how many {n} are {c}"
    yield "c:PLACE (which | what) BE a:THING", "what is {a} {c}"
    yield "c:PLACE (which | what) n:KIND BE rest:REST", "which {n} {c} is {rest}"
    yield "c:PLACE (which | what) BE rest:REST", "which object {c} is {rest}"
    for preposition, opposite in _OPPOSITES.items():
        yield f"what BE b:THING PLACED? {preposition}", f"what is {opposite} {{b}}"


def _length_rules() -> Iterator[tuple[str, str]]:
    yield "(what | which | how much) SPACE LEFT between rest:REST", "what is the distance between {rest}"
    yield "how (big | large | wide | great) (of)? a SPACE LEFT between rest:REST", "what is the distance between {rest}"
    yield "(what BE)? the? range (to | of) rest:REST", "how far away is {rest}"
    yield "(what BE)? a:THING 's SPACE (from | to) rest:REST", "how far is {a} from {rest}"
    yield "(what | which | how much) SPACE (separates | divides) a:THING (from | and) b:THING", "how far is {a} from {b}"
    yield "(which | what | who) ONE? BE k:SOME (between | of | among | out of) a:THING and b:THING", "which is {k} {a} or {b}"
    yield "(which | what) n:KIND BE k:SOME (between | of | among | out of) a:THING and b:THING", "which {n} is {k} {a} or {b}"
    yield "(measure | the way) from a:THING to b:THING", "how far is {a} from {b}"
    yield "BE it bound:SOME (from | between) a:THING (to | and) b:THING", "is the distance from {a} to {b} {bound}"
    yield "(what | which | how much) SPACE (does | do) a:THING have (to | from) rest:REST", "how far is {a} from {rest}"
    yield "the? centre of a:THING to the? centre of b:THING (how far)?", "centre to centre how far is {a} from {b}"
    for said, meant in (("across | in width | wide | sideways", "wide"), ("high | tall | upwards", "tall"), ("deep", "deep")):
        yield f"how (much | many u:SOME) (does | do) a:THING measure ({said})", f"how {meant} is {{a}}"
    yield "by how much BE rest:REST", "how much is {rest}"
    yield "by how many rest:REST", "how many {rest}"
    for dimension, more in (("height", "taller"), ("width", "wider"), ("size | volume", "bigger")):
        yield f"(by)? how much does a:THING exceed b:THING in ({dimension})", f"how much {more} is {{a}} than {{b}}"
        of = f"(by)? how much does the ({dimension}) of a:THING exceed (that | the ({dimension})) of b:THING"
        yield of, f"how much {more} is {{a}} than {{b}}"
    yield "how (big | large) BE a:THING across", "how wide is {a}"
    floor = "(off | above | over) the (floor | ground)"
    yield f"how (high | far) {floor} BE the (top | surface) of a:THING", "how high is the top of {a}"
    yield "how (much | many u:SOME) (does | do) a:THING measure in n:DIMENSION", "what is the {n} of {a}"
    yield "a:THING n:DIMENSION", "the {n} of {a}"
    yield "n:DIMENSION a:THING", "the {n} of {a}"
    yield "the? n:DIMENSION of? a:THING u:UNIT", "the {n} of {a} in {u}"
    yield "(BE there)? how far rest:REST", "how far {rest}"
    yield "a:THING 's n:DIMENSION rest:REST", "the {n} of {a} {rest}"
    yield "(what is | what 's)? a:THING 's height above b:THING", "how high is {a} above {b}"
    yield "pre:SOME height of a:THING (from | off | over) b:THING", "{pre} height of {a} above {b}"
    yield "a:THING 's height (above | over | off) b:THING", "how high is {a} above {b}"


def _object_rules() -> Iterator[tuple[str, str]]:
    for lost in (
        "i (can not | could not | do not) FINDING a:THAT",
        "i (can not | could not | do not) seem to FINDING a:THAT",
        "(i am | i was | we are) (looking | searching) for a:THAT",
        "i (lost | have lost | misplaced | need to find | have to find | must find | want to find) a:THAT",
        "help me (to)? (find | locate) a:THAT",
        "where (in | inside) (the | this) (room | scene | picture | image) BE a:THAT",
        "where MIGHT a:THAT be",
        "where MIGHT (i | we | you | one) (find | see | look for) a:THAT",
        "where (exactly | precisely) rest:REST",
        "where to (look for | find | search for) a:THAT",
    ):
        yield lost, "where {rest}" if "REST" in lost else "where is {a}"
    yield "any (sign | trace) of a:THING", "is there {a}"
    looking = "(do | should | would | can) (i | we) (look for | find | see)"
    yield f"where {looking} a:THAT like? at? (what | which) (o'clock | hour)", "at what o'clock is {a}"
    yield "the n:KIND (highest up | highest) c:PLACE (what | which) BE (it | that)", "which {n} {c} is the highest"
    yield "BE there (just | only)? one n:KIND c:PLACE or (BE there)? (two | three | more | several)", "how many {n} are {c}"
    go, way = "(go | walk | drive | move | travel | head)", "(which way | (in)? (what | which) direction)"
    going = f"{way} (am | are | would | will | do) (i | you | we) (be)? (heading | going | facing | travelling | go | head)"
    yield f"if (i | you | we) {go} from a:THING to b:THING (then)? {going}", "in which direction is {b} from {a}"
    reaching = "(and want | and i want | wanting | to get) (to)? (reach | get to | go to)?"
    yield (
        f"if (i | you | we) (start | begin | am | stand) (at | from) a:THING {reaching} b:THING {way} (should | must | do) "
        "(i | you | we) (go | head | turn | walk | move)",
        "in which direction is {b} from {a}",
    )
    yield f"{going} if (i | you | we) {go} from a:THING to b:THING", "in which direction is {b} from {a}"
    yield "(the)? (bearing | heading | direction) from a:THING to b:THING", "in which direction is {b} from {a}"
    who = "(i | you | we | the robot | the camera)"
    turn = f"(do | should | must | would | will) {who} ((have | need) to)? (turn | go | look | head | move) (to the)?"
    yield f"{turn} side:(left | right) to (see | face | look at | get to | reach | find) a:THAT", "is {a} to my {side}"
    yield (
        "(where | how) (do | should | must | would) (i | you | we) ((have | need) to)? (turn | go | move | head | look) "
        "(to (see | reach | find | face | get to | look at) | for | to | towards) a:THAT",
        "which way should i turn to see {a}",
    )
    for place in ("(on | in) b:THING", "(on | in) which part of b:THING"):
        yield f"(whereabouts | where | where exactly) {place} BE a:THAT PLACED?", "where is {a}"
        yield f"(whereabouts | where | where exactly) {place} (does | do) a:THAT LYING", "where is {a}"
    yield "(who | what | which) (wins | leads) (on | in | at | for) height a:THING or b:THING", "which is taller {a} or {b}"
    yield "(who | what | which) (wins | leads) (on | in | at | for) size a:THING or b:THING", "which is bigger {a} or {b}"
    yield "is their a:THING rest:REST", "is there {a} {rest}"
    yield "is their a:THING", "is there {a}"
    yield "(what | which) (container | thing | object)? (holds | contains) a:THAT", "what is {a} in"
    yield "which side of b:THING BE a:THING on (the)? (left or (the)? right)?", "is {a} left or right of {b}"
    yield "what (surrounds | is surrounding) a:THING", "what is around {a}"
    yield "(tell me)? (everything | more | something) about a:THAT", "what do you know about {a}"
    yield "how many (of them)? BE c:PLACE", "how many objects are {c}"
    yield "(which | what) (one | ones)? of (these | those | them | all of them | the lot) rest:REST", "which {rest}"
    yield "what (does | do) b:THING have on (it | them | top)", "what is on {b}"
    yield "what (does | do) b:THING have in (it | them)", "what is in {b}"
    yield "what BE (holding up | under neath | carrying) b:THING", "what is {b} on"
    yield "(what is | what 's)? the name of a:THING", "what is {a}"
    yield "what (do | would | should) (you | we | i | people) call a:THAT", "what is the name of {a}"
    yield "(i | we) (need | want | would like | am after | require) a:LEADER", "show me {a}"
    yield "a:LEADER", "show me {a}"
    yield "a:RANKED", "what is {a}"
    yield "a:LEADER (which | which one | what) BE (that | it)", "show me {a}"
    yield "(what | which) BE the n:KIND with the? rest:REST", "which {n} has the {rest}"
    yield "the? p:(colour | shape) of a:THING", "what is the {p} of {a}"
    yield "(what | which) BE the? n:KIND lead:(closest | nearest | farthest) rest:REST", "which {n} is {lead} {rest}"
    yield "how many n:KIND (does | do) b:THING have on (it | them | top)", "how many {n} are on {b}"
    yield "how many n:KIND (does | do) b:THING have in (it | them)", "how many {n} are in {b}"
    yield "what (does | do) b:THING have between them", "what is between {b}"
    yield "what colour a:THING (has | have | is)", "what colour is {a}"
    yield "what (shape | colour) (has | have) a:THING", "what colour is {a}"
    yield "(which | what) (colour | shape) rest:REST", "what colour {rest}"
    yield "what else (BE (there)? | (can | do) (you | i | we) LOOKOUT) rest:BESIDE", "what is {rest}"


def _close_rules() -> Iterator[tuple[str, str]]:
    """ "directly behind the chair" is behind it and near it; what merely lies that way is not meant."""
    yield f"pre:PLAIN {_CLOSELY} p:({_SIDE_WORDS}) b:SEEN rest:REST", "{pre} {p} {b} and near {b} {rest}"
    yield f"pre:PLAIN {_CLOSELY} p:({_SIDE_WORDS}) b:SEEN", "{pre} {p} {b} and near {b}"
    side = "(on | to | at) the (immediate | direct) side:(left | right) (hand? side?) of b:SEEN"
    yield f"pre:PLAIN {side} rest:REST", "{pre} {side} of {b} and near {b} {rest}"
    yield f"pre:PLAIN {side}", "{pre} {side} of {b} and near {b}"
