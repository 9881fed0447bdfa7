"""How people say the predicates, in the notation of `patterns`."""

from __future__ import annotations

from spatialgeo_ros.types import Dimension, Predicate

SIDE = "(hand? side?)"
MACROS = {
    "BE": "(is | are | 's)",
    "DO": "(does | do)",
    "THAN": "(than | compared (to | with) | in comparison (to | with) | as compared to)",
    "PLACED": "(positioned | located | placed | situated | standing | sitting | lying | resting | found | set | put | "
    "stood | kept | seen | laid | hanging | stacked | currently | stored | visible | sat | hidden | hiding | tucked "
    "| leaning | propped | parked | "
    "perched | balanced | mounted | fixed | left | hung | posted | attached | "
    "piled | stacked up | lined up | arranged | spread | displayed | dropped | "
    "thrown | floating | somewhere | anywhere | sitting there)",
    "SEEM": "(appear | seem | look) (to be)?",
    "STAND": "(lie | sit | stand | come | rest | hang | live | wait | float | hover | dangle | lurk)",
    "STANDS": "(lies | sits | stands | comes | rests | hangs | appears | seems (to be)? | goes | lives | waits | floats | "
    "hovers | dangles | lurks)",
    "FAR": "(farther | more distant | more remote)",
    "CLOSE": "(closer | nearer | less (far | distant))",
    "HAND": "(hand? side?)",
    "EDGE": "(the? (BORDER | side) of b:NP (that BE)? which:NEARME | b:NP BORDER (that BE)? which:NEARME "
    "| (EDGEOF | the side) (of b:NP)? | (the)? (nearest | closest) b:NP BORDER | b:NP 's? EDGEOF "
    "| the EDGEOF | its:(its | their) BORDER | the? WHICHEDGE BORDER | the? WHICHEDGE (BORDER | end | side) of b:NP "
    "(top | surface)? | b:NP 's WHICHEDGE (BORDER | end | side) | b:NP WHICHEDGE BORDER)",
    "NEARME": "(nearest | closest) to? (me | you | us | the camera | the viewer)",
    "BORDER": "(edge | border | rim)",
    "WHICHEDGE": "which:(left | right | front | back | rear | far | near) hand?",
    "EDGEOF": "(the | any | an)? (nearest | closest)? (edge | border | rim | end | edges)",
    "THE": "(the | a | an)",
    "WHOLLY": "(completely | fully | entirely | wholly | totally | all the way | in its entirety | as a whole)",
    "WHICH": "(which | what | who)",
    "ONE": "(one | ones | object | objects | thing | things | item | items)",
}

EDGE_SIDES = {  # as the viewer sees it
    "left": Predicate.LEFT_OF,
    "right": Predicate.RIGHT_OF,
    **dict.fromkeys(("front", "near"), Predicate.IN_FRONT_OF),
    **dict.fromkeys(("back", "rear", "far", "far end"), Predicate.BEHIND),
}


def edge_side(words: str) -> Predicate | None:
    """Of "left", "far" or "nearest to me"; "": no certain one."""
    return Predicate.IN_FRONT_OF if words.startswith(("nearest", "closest")) else EDGE_SIDES.get(words)


# preposition-like: followed by what it relates to
PREPOSITIONS: tuple[tuple[Predicate, str], ...] = (
    (Predicate.LEFT_OF, "((to | on | at | towards)? the | to | on | at) left HAND (of | from)"),
    (Predicate.LEFT_OF, "left of | leftward of | leftwards of | left from | left to"),
    (Predicate.RIGHT_OF, "((to | on | at | towards)? the | to | on | at) right HAND (of | from)"),
    (Predicate.RIGHT_OF, "right of | rightward of | rightwards of | right from"),
    (
        Predicate.IN_FRONT_OF,
        "in front (of | from | to) | in the front of | to the front of | ahead of | before | at the front of",
    ),
    (
        Predicate.BEHIND,
        "behind | behind of | in back of | (at | in | to | round | around) the back of | beyond | at the rear of | past",
    ),
    (Predicate.ABOVE, "above | over | above of | hovering over | overhead"),
    (Predicate.BELOW, "below | under | underneath | beneath | under neath | underneath of"),
    (
        Predicate.ON,
        "on | on top of | atop | atop of | upon | onto | on to | supported by | held up by | directly on | "
        "on the top of | directly on top of | right on top of | on the surface of",
    ),
    (Predicate.INSIDE, "in | inside | inside of | within | contained (in | by | within) | into | in the inside of"),
    (
        Predicate.NEAR,
        "(right | directly)? (next to | beside | close to | near to | adjacent to | close by | alongside | "
        "alongside of) | near | by | in the vicinity of | in the neighbourhood of | around | right by | "
        "(to | at | by | on) the side of | side by side with",
    ),
    (
        Predicate.TOUCHING,
        "touching | in contact with | against | up against | flush (against | with | to) | leaning against | leaning on | "
        "in touch with | touching with",
    ),
)

# comparatives: followed by "than"
COMPARATIVES: tuple[tuple[Predicate, Dimension, str], ...] = (
    (Predicate.TALLER, Dimension.HEIGHT, "taller | more tall | less short"),
    (Predicate.SHORTER, Dimension.HEIGHT, "shorter | less tall | less high | smaller in height | lower in height"),
    (Predicate.TALLER, Dimension.HEIGHT, "(bigger | larger | greater) in height"),
    (
        Predicate.BIGGER,
        Dimension.HEIGHT,
        "((bigger | larger | greater | huger) (in (size | volume))?) | less small | more big",
    ),
    (Predicate.SMALLER, Dimension.HEIGHT, "((smaller | littler | tinier) (in (size | volume))?) | less (big | large)"),
    (
        Predicate.WIDER,
        Dimension.HEIGHT,
        "wider | broader | more wide | (bigger | larger | greater) in width | less (narrow | thin)",
    ),
    (
        Predicate.THINNER,
        Dimension.HEIGHT,
        "thinner | narrower | slimmer | skinnier | slenderer | less (wide | broad) | "
        "smaller in width | more (narrow | slender)",
    ),
    (Predicate.BIGGER, Dimension.LENGTH, "longer | (bigger | larger | greater) in length"),
    (Predicate.BIGGER, Dimension.DEPTH, "deeper | (bigger | larger | greater) in depth"),
    (Predicate.BIGGER, Dimension.THICKNESS, "thicker | more thick | (bigger | larger | greater) in thickness"),
    (Predicate.SMALLER, Dimension.THICKNESS, "less thick | smaller in thickness"),
    (Predicate.ABOVE, Dimension.HEIGHT, "higher (up)? | more elevated | less low"),
    (Predicate.BELOW, Dimension.HEIGHT, "lower (down)? | less elevated"),
    (Predicate.LEFT_OF, Dimension.HEIGHT, "(more | farther | farthest) (to the)? left"),
    (Predicate.RIGHT_OF, Dimension.HEIGHT, "(more | farther | farthest) (to the)? right"),
    (Predicate.BEHIND, Dimension.HEIGHT, "(farther | farthest | more) (back | to the back | behind | backward)"),
    (Predicate.IN_FRONT_OF, Dimension.HEIGHT, "(farther | farthest | more) (forward | to the front | in front)"),
)

# nouns of "has a greater ...": (noun, predicate for more, predicate for less, dimension)
MEASURES: tuple[tuple[str, Predicate, Predicate, Dimension], ...] = (
    ("height", Predicate.TALLER, Predicate.SHORTER, Dimension.HEIGHT),
    ("width", Predicate.WIDER, Predicate.THINNER, Dimension.HEIGHT),
    ("thickness", Predicate.BIGGER, Predicate.SMALLER, Dimension.THICKNESS),
    ("(size | volume)", Predicate.BIGGER, Predicate.SMALLER, Dimension.HEIGHT),
)
MORE = "(greater | larger | bigger | more | higher | longer | wider)"
LESS = "(lesser | smaller | less | lower | shorter | lower)"
MOST = "(greatest | largest | biggest | most | highest)"
LEAST = "(least | smallest | lowest | shortest)"

# a place without a thing to relate it to, as a predicate about alternatives: "which is on the left, A or B?"
PLACES: tuple[tuple[Predicate, str], ...] = (
    (
        Predicate.LEFT_OF,
        "(more | farther)? (on | to | at) the (far)? left HAND | left | leftmost | the leftmost | left most",
    ),
    (
        Predicate.RIGHT_OF,
        "(more | farther)? (on | to | at) the (far)? right HAND | right | rightmost | the rightmost | right most",
    ),
    (
        Predicate.IN_FRONT_OF,
        "in front | (at | in) the front | in the foreground | farther forward | frontmost | the frontmost",
    ),
    (
        Predicate.BEHIND,
        "behind | (at | in) the (back | rear) | in the background | farther back | backmost | the backmost",
    ),
    (
        Predicate.ABOVE,
        "above | on top | at the top | higher (up)? | over | highest | the highest | topmost | the topmost",
    ),
    (Predicate.BELOW, "below | at the bottom | lower (down)? | under | underneath | beneath | lowest | the lowest"),
)
