"""Words that need no detector: colours, shapes, sizes, places, numbers. One meaning per word."""

from __future__ import annotations

from collections.abc import Mapping

from spatialgeo_ros.types import Dimension, Predicate


def _inverted(groups: Mapping[str, str]) -> dict[str, str]:
    """ "grey": "silver, ash" -> {"grey": "grey", "silver": "grey", "ash": "grey"}."""
    meaning: dict[str, str] = {}
    for canonical, others in groups.items():
        for word in (canonical, *(part.strip() for part in others.split(",") if part.strip())):
            meaning.setdefault(word, canonical)
    return meaning


# The left column is what `scene.appearance` says.
COLOURS = _inverted(
    {
        "red": "crimson, scarlet, maroon, burgundy, ruby, vermilion, reddish",
        "orange": "amber, apricot, orangey",
        "yellow": "gold, golden, mustard, lemon, yellowish",
        "green": "lime, olive, emerald, greenish, khaki",
        "teal": "turquoise, cyan, aqua, aquamarine",
        "blue": "navy, azure, indigo, cobalt, bluish",
        "purple": "violet, lilac, lavender, mauve, plum",
        "pink": "magenta, rose, fuchsia, salmon, pinkish",
        "brown": "tan, chestnut, chocolate, bronze, copper, beige",
        "black": "ebony, jet, blackish",
        "white": "ivory, cream, whitish, pearl",
        "grey": "silver, silvery, ash, charcoal, greyish",
    }
)
COLOUR_NAMES = tuple(dict.fromkeys(COLOURS.values()))
# "cardboard coloured": things that have one colour for everybody
COLOURED_LIKE = _inverted(
    {
        "red": "blood, cherry, tomato, brick",
        "green": "grass, leaf",
        "blue": "sky",
        "brown": "cardboard, wood, coffee, rust",
        "black": "coal",
        "white": "snow, milk",
        "grey": "steel, concrete, aluminium",
    }
)
SHADES = frozenset({"dark", "light", "bright", "pale", "deep", "vivid"})  # before a colour; not told apart

SHAPES = _inverted(
    {
        "box": "rectangular, boxy, cuboid, cubic, square, cubical",
        "cylinder": "cylindrical, tubular, can shaped",
        "ball": "spherical, ball shaped, round",
        "bowl": "bowl shaped",
        "flat": "",
    }
)

# Relative sizes: compared with the other candidates of the same phrase.
SIZES = _inverted(
    {
        "tall": "",
        "short": "",
        "big": "large, huge, giant, massive, enormous, gigantic, humongous, ginormous",
        "small": "little, tiny, mini, wee, miniature, petite, teeny, teensy, titchy",
        "wide": "broad",
        "thin": "narrow, slim, slender, skinny",
        "long": "",
        "thick": "",
    }
)

# Superlatives and places: the one candidate that leads.
LEADING = _inverted(
    {
        "tallest": "taller",
        "shortest": "shorter",
        "biggest": "bigger, largest, larger, greatest, hugest",
        "smallest": "smaller, littlest, tiniest, teeniest, teensiest",
        "widest": "wider, broadest, broader",
        "thinnest": "thinner, narrowest, narrower, slimmest, slimmer, skinniest, skinnier",
        "longest": "longer",
        "deepest": "deeper",
        "thickest": "thicker",
        "leftmost": "left",
        "rightmost": "right",
        "frontmost": "front, foremost",
        "backmost": "back, rear, rearmost, hindmost",
        "highest": "topmost, top, upper, uppermost, higher",
        "lowest": "bottom, lower, lowermost, bottommost",
        "middle": "central, middlemost, centremost, centre",
        "nearest": "closest, nearer, closer, near",
        "farthest": "farther, remotest, far",
    }
)

# (predicate that the leader holds over the others, dimension that BIGGER and SMALLER compare, farthest)
LEADS: Mapping[str, tuple[Predicate, Dimension]] = {
    "tallest": (Predicate.TALLER, Dimension.HEIGHT),
    "shortest": (Predicate.SHORTER, Dimension.HEIGHT),
    "biggest": (Predicate.BIGGER, Dimension.HEIGHT),
    "smallest": (Predicate.SMALLER, Dimension.HEIGHT),
    "widest": (Predicate.WIDER, Dimension.HEIGHT),
    "thinnest": (Predicate.THINNER, Dimension.HEIGHT),
    "longest": (Predicate.BIGGER, Dimension.LENGTH),
    "deepest": (Predicate.BIGGER, Dimension.DEPTH),
    "thickest": (Predicate.BIGGER, Dimension.THICKNESS),
    "slimmest": (Predicate.SMALLER, Dimension.THICKNESS),  # what the thinnest book is, see `thinness`
    "leftmost": (Predicate.LEFT_OF, Dimension.HEIGHT),
    "rightmost": (Predicate.RIGHT_OF, Dimension.HEIGHT),
    "frontmost": (Predicate.IN_FRONT_OF, Dimension.HEIGHT),
    "backmost": (Predicate.BEHIND, Dimension.HEIGHT),
    "highest": (Predicate.ABOVE, Dimension.HEIGHT),
    "lowest": (Predicate.BELOW, Dimension.HEIGHT),
}
# What a relative size asks of a clear leader: "the tall box" is the clearly tallest one.
SIZE_LEADS = {
    "tall": "tallest",
    "short": "shortest",
    "big": "biggest",
    "small": "smallest",
    "wide": "widest",
    "thin": "thinnest",
    "long": "longest",
    "thick": "thickest",
    "slim": "slimmest",
}

ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "both": 2,
}

HOURS = {"eleven": 11, "twelve": 12}  # besides NUMBERS

VIEWER_WORDS = (
    "me",
    "you",
    "us",
    "myself",
    "yourself",
    "here",
    "camera",
    "the camera",
    "your camera",
    "this camera",
    "my camera",
    "camera s",
    "the viewer",
    "viewer",
    "the observer",
    "observer",
    "the robot",
    "robot",
    "the sensor",
    "sensor",
    "the lens",
    "the camera lens",
    "my position",
    "my location",
    "your location",
    "my current position",
    "my current location",
    "your current position",
    "where i am standing",
    "where i am sitting",
    "where you are standing",
    "where we are",
    "your position",
    "the camera position",
    "where i am",
    "where you are",
    "where i stand",
    "the viewpoint",
    "the cameraman",
    "the photographer",
)
GENERIC = {
    "object": False,
    "thing": False,
    "item": False,
    "one": False,
    "piece": False,
    "objects": True,
    "things": True,
    "items": True,
    "ones": True,
    "pieces": True,
    "stuff": True,
}
INDEFINITE_PRONOUNS = ("something", "anything", "some thing", "any thing", "somewhat")
UNIVERSAL_PRONOUNS = ("everything", "every thing")

# What nothing here measures, and no name of anything: "is the mug on the left clean" is not on the left clean.
STATES = frozenset(
    """
free clean dirty wet dry hot cold warm cool full empty open shut broken intact loose stuck new old fresh ripe rotten soft hard
heavy ready safe upright row
""".split()
)

# Words of the grammar that can never be the noun of something nobody has named.
RESERVED = frozenset(
    """
besides except excluding contact got gets getting
a an the this that these those my your our his her their its mine yours ours hers theirs it he she they them him i we me you us
some any all every each both no none not nor neither either another other others else same more most less least very
too also just only quite rather really exactly directly and or but if whether than as so because while then
is are was were be been being am 's do does did done has have had having can could will would shall should may might
must let what which who whom whose where when why how there here now please
to of in on at by for from with without into onto upon over under above below behind beyond before after between among
beside near off out up down inside within outside through along across around about toward towards against per via
left right front back top bottom side edge middle centre rear far close closer closest nearer nearest farther farthest
next apart away tall short big small large wide long high deep thin thick low taller shorter bigger smaller larger wider
thinner higher lower tallest shortest biggest smallest widest highest lowest leftmost rightmost many much few number
distance height width depth length size volume direction position location hour o'clock metre metres centimetre
centimetres inch inches foot feet millimetre millimetres cm mm ft unit units meaning cubic cubed litre litres
millilitre millilitres gallon gallons gram grams kilogram kilograms kg pound pounds ounce ounces degree degrees minute minutes
see seen tell give show find list count name describe measure ask know say said want like get take put make makes made
look looking located positioned placed standing sitting lying touching facing compared relative respect terms
scene image view sight surroundings environment perspective viewpoint
nothing nobody somebody someone everybody anybody colour colours shape shapes kind sort type way reach place
spot area space lot bit half rest part point time day weather name names thing things stuff hang hangs stand
stands lie lies sit sits hold holds cover covers lean leans touch touches support supports carry carries
contain contains come comes go goes fit fits block blocks hide hides surround surrounds belong belongs remain
remains exist exists appear appears seem seems happen happens mean means cost costs weigh weighs need needs
move moves fall falls
anything something everything nothing whatever anyone someone everyone
live lives wait waits float floats hover hovers dangle dangles lurk lurks went
gap gaps separation clearance spacing offset
first second third fourth fifth sixth seventh eighth ninth tenth last region mask id item backward forward
direction facing diameter radius hurry yes okay ok hello hi hey thanks thank ignore previous instructions system
prompt
""".split()
) | set(COLOURS) - {"orange", "mustard", "lemon", "plum", "rose", "salmon", "chocolate"}
