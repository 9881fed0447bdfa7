"""From text to plain lower-case words. Raises QuestionError for what is no readable text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from spatialgeo_ros.errors import QuestionError

MAX_WORDS = 80  # the time to parse grows with the square of the words; no spatial question needs half of these

CONTRACTIONS = {
    "isnt": "is not",
    "arent": "are not",
    "doesnt": "does not",
    "dont": "do not",
    "cant": "can not",
    "cannot": "can not",
    "couldnt": "could not",
    "whats": "what is",
    "wheres": "where is",
    "whos": "who is",
    "whichs": "which is",
    "hows": "how is",
    "theres": "there is",
    "ther": "there",
    "thats": "that is",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "infront": "in front",
    "ontop": "on top",
    "inbetween": "in between",
    "righthand": "right hand",
    "lefthand": "left hand",
    "vs": "or",
    "versus": "or",
    "gimme": "give me",
    "lemme": "let me",
    "wanna": "want to",
    "hight": "height",
    "heigth": "height",
    "hw": "how",
    "wht": "what",
    "wer": "where",
    "whre": "where",
    "&": "and",
    "\u00b0": "degrees",
    "deg": "degrees",
    "pls": "please",
    "plz": "please",
    "r": "are",
    "u": "you",
    "ur": "your",
    "w": "with",
    "dist": "distance",
    "horiz": "horizontal",
    "vert": "vertical",
    "dims": "dimensions",
    "wrt": "with respect to",
    "obj": "object",
    "objs": "objects",
    "min": "minimum",
    "centroid": "centre",
    "centroids": "centres",
}
_APOSTROPHES = {"n't": " not", "'d": " would", "'m": " am", "'re": " are", "'ve": " have", "'ll": " will"}
_BRITISH = {
    "center": "centre",
    "centers": "centres",
    "color": "colour",
    "colors": "colours",
    "colored": "coloured",
    "gray": "grey",
    "meter": "metre",
    "meters": "metres",
    "centimeter": "centimetre",
    "centimeters": "centimetres",
    "millimeter": "millimetre",
    "millimeters": "millimetres",
    "liter": "litre",
    "liters": "litres",
    "milliliter": "millilitre",
    "milliliters": "millilitres",
    "labeled": "labelled",
    "neighboring": "neighbouring",
    "further": "farther",
    "furthest": "farthest",
    "farthermost": "farthest",
    "furthermost": "farthest",
}
_WORD = re.compile(
    r"#\s*\d+|<\s*region\s*_?\d+\s*>|\[\s*\d+\s*\]|o\s?'\s?clock|oclock|\d+(?:\.\d+)?|[^\W\d_]+|'s\b|[.?!]|\S"
)
_IGNORED = set(',;:()"`*-_/\u2013\u2014')
_STOPS = set(".?!")
_BREAKS = set(",:;()\u2013\u2014")
_STAMMERED = frozenset({"the", "a", "an", "my", "of", "is", "are"})  # said twice they are said once


@dataclass(frozen=True)
class Text:
    """words: lower case, British spelling, contractions undone, "'s" apart. asked: it ended with a question mark.

    breaks: indices of the words that a comma or colon stands before.
    """

    words: tuple[str, ...]
    asked: bool
    breaks: frozenset[int] = frozenset()


def read_words(text: str | bytes) -> Text:
    """Split into words. An inner full stop stays as the word "."; commas, quotes and hyphens are dropped."""
    plain = _plain(text)
    words: list[str] = []
    breaks: set[int] = set()
    for match in _WORD.finditer(plain):
        dash = match.group() == "-" and plain[match.start() - 1 : match.end() + 1] == " - "
        if match.group() in _BREAKS or dash:
            breaks.add(len(words))
        spelt = _spelled(match.group())
        stammered = spelt == words[-1:] != [] and spelt[0] in _STAMMERED and len(words) not in breaks
        if not stammered and (words[-1:] != ["."] or match.group() != "."):  # "..." is one stop
            words += spelt
    while words and words[0] in _STOPS:
        words.pop(0)
        breaks = {index - 1 for index in breaks}
    asked = False
    while words and words[-1] in _STOPS:
        asked |= words.pop() == "?"
    if not words:
        raise QuestionError('the question has no words; ask for example "What is left of the mug?"')
    if len(words) > MAX_WORDS:
        raise QuestionError(
            f"the question has {len(words)} words, at most {MAX_WORDS} are read; ask one short question"
        )
    return Text(tuple("." if word in _STOPS else word for word in words), asked, frozenset(breaks))


def _plain(text: str | bytes) -> str:
    """One line of lower-case text with straight apostrophes."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise QuestionError(f"the question is not UTF-8 text (byte {error.start}); send it as UTF-8") from error
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Cf", "Cs", "Co") and character not in "\n\r\t\ufeff":
            raise QuestionError(
                f"the question holds the character U+{ord(character):04X}, which is no readable text; send plain words"
            )
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "").lower()
    for quote in "\u2019\u2018\u00b4\u02bc":
        plain = plain.replace(quote, "'")
    for quote in "\u201c\u201d\u00ab\u00bb":
        plain = plain.replace(quote, '"')
    plain = plain.replace("(s)", "s")  # "chair(s)"
    for ending, words in _APOSTROPHES.items():
        plain = re.sub(rf"(?<=\w){ending}\b", words, plain)
    return re.sub(r"\bca not\b", "can not", plain)  # "can't" lost its n with the ending


def _spelled(raw: str) -> list[str]:
    if raw in _IGNORED or raw == "'":
        return []
    if "clock" in raw and raw.startswith("o") and len(raw) <= 9:
        return ["o'clock"]
    if raw[0] in "#<[" and len(raw) > 1:
        digits = int("".join(filter(str.isdecimal, raw)))
        return [f"#{digits}"] if raw[0] == "#" else [f"[{digits}]"]
    return CONTRACTIONS.get(raw, _BRITISH.get(raw, raw)).split()
