"""Lengths and clock hours in answers of SpatialRGPT-Bench, by rules alone."""

from __future__ import annotations

import re

from spatialgeo_ros.questions.units import METRES_PER_UNIT, UNIT_WORDS

_UNITS = {**UNIT_WORDS, **{word.replace("metre", "meter"): unit for word, unit in UNIT_WORDS.items()}}
_WORD = "|".join(sorted((word for word in _UNITS if word != "in"), key=len, reverse=True)) + r"|in(?=$|[.,;)])"
_REGION = re.compile(r"regions?\s*[\[(<]?\s*\d+\s*[\])>]?", re.IGNORECASE)
_LENGTH = re.compile(rf"(\d+(?:\.\d+)?|\.\d+)[\s-]*({_WORD})\b")
_RANGE = re.compile(r"[\d.]+\s*(?:cm|mm|m|in|ft|\w+)?\s*(?:-|\u2013|to|or|and)\s*$|-$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_CLOCK = re.compile(rf"(\d+|{'|'.join(_HOURS)})\s*o\W?\s?clock")


def metres_of(text: str) -> float | None:
    """The first length, which needs a unit; inches right behind feet are added. None where there is none, or a range."""
    said = _THOUSANDS.sub("", _REGION.sub(" ", text).lower())
    found = _LENGTH.search(said)
    if found is None or _RANGE.search(said[:found.start()]):
        return None
    value = _metres(found)
    more = _LENGTH.match(said[found.end():].lstrip(" ,and"))
    if more and _UNITS[found[2]] == "ft" and _UNITS[more[2]] == "in":
        value += _metres(more)
    return value


def _metres(found: re.Match[str]) -> float:
    return float(found[1]) * METRES_PER_UNIT[_UNITS[found[2]]]


def hour_of(text: str) -> int | None:
    """1 to 12 of "3 o'clock", "three o'clock", or a whole number alone."""
    said = text.lower().replace("\u2019", "'").strip()
    found = _CLOCK.search(said) or re.fullmatch(r"(\d+)\.?", said)
    if found is None:
        return None
    hour = _HOURS.index(found[1]) + 1 if found[1] in _HOURS else int(found[1])
    return hour if 1 <= hour <= 12 else None


def hours_apart(a: int, b: int) -> int:
    """0 to 6."""
    return min(abs(a - b), 12 - abs(a - b))
