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
COMPOUND_HEADS = ("stand", "unit", "kit", "chest", "holder", "rack", "case", "set", "container", "dispenser", "cover", "mat")
ALWAYS_PLURAL = ("scissors", "pliers", "eyeglasses", "spectacles", "sunglasses", "headphones", "stairs")
