"""Plurals that no rule makes, and nouns with only one number or only in compounds."""

from __future__ import annotations

IRREGULAR_PLURALS = {
    "knife": "knives",
    "shelf": "shelves",
    "bookshelf": "bookshelves",
    "loaf": "loaves",
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "mouse": "mice",
    "computer mouse": "computer mice",
    "foot": "feet",
    "tooth": "teeth",
    "leaf": "leaves",
    "box": "boxes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "dice": "dice",
    "die": "dice",
    "fish": "fish",
    "furniture": "furniture",
    "cutlery": "cutlery",
}
# Of a compound noun only ("tv stand"): alone they are verbs, or too vague.
COMPOUND_HEADS = (
    "stand unit kit chest holder rack case set container dispenser cover mat machine board bin rail bar tank screen "
    "hook basin tub pipe frame panel seat rest handle lid top".split()
)
# First words of compound nouns only ("shower curtain"): places and uses; alone they are no things in view.
COMPOUND_FIRSTS = frozenset(
    """
    kitchen bathroom bedroom office living dining garden garage hall hallway study library classroom shower pool bath
    trash garbage rubbish recycling waste paper towel coat hat shoe file filing bulletin notice message magazine news
    photo ceiling bedside night computer tv fire tea coffee wine beer milk sugar bread fruit salad egg pet baby
    toy rocking swivel arm camping folding sewing washing vending ironing swimming tennis snooker music guitar
    microphone extension power charging vacuum hair tissue toilet napkin spice tool work storage moving gift umbrella
    plant flower conference meeting reading cooking cutting chopping mixing serving parcel mail letter media exit
    emergency electric gas oil desk floor wall street traffic dish laundry
    """.split()
)
ALWAYS_PLURAL = ("scissors", "pliers", "eyeglasses", "spectacles", "sunglasses", "headphones", "stairs")
