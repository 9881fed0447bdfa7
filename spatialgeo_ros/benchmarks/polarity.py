"""What a sentence about two regions says: yes or no, or which of the two. By rules, where SpatialRGPT-Bench asks GPT-4.

An opening word decides ("Yes", "Incorrect"). Without one, the relation does: "In fact, Region [0] is to the right of Region
[1]" says no to whether it is to the left. What contradicts itself is not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_REGION = re.compile(r"regions?\s*[\[(<]?\s*(\d+)\s*[\])>]?")
_YES = re.compile(r"(?:yes|yeah|yep|indeed|correct|certainly|definitely|absolutely|affirmative|true"
                  r"|(?:that|this|it) is (?:true|correct|right)|(?:it|they) (?:is|does|are)(?=[.!]?$))\b")
_NO = re.compile(r"(?:no|nope|incorrect|wrong|false|negative"
                 r"|(?:that|this|it) is (?:false|incorrect|wrong|not (?:true|correct|right))"
                 r"|(?:it|they) (?:is|does|are)(?: not|n't)(?=[.!]?$))\b")
_BEFORE = re.compile(r"^(?:(?:in fact|actually|in reality|well|(?:the )?answer(?: is)?)\b[\s,:]*)+")
_NOT = re.compile(r"\b(?:not|never|cannot|neither|nor)\b|n't\b")
_EQUAL = re.compile(r"\b(?:equal(?:ly)?|same|both|aligned)\b")
_CLAUSE = re.compile(r"[,;.:]|\b(?:but|rather|instead|while|whereas|and)\b")
_AMONG = re.compile(r"\b(?:between|of) @\d+@ (?:and|or) @\d+@,?")
_LESSER, _GREATER = r"less(?:er)?|smaller|falls? short", r"greater|larger|bigger|exceeds?|surpass(?:es)?"
# What one side of each relation is said with, and the other; longer wordings first.
_WORDS = {
    "left": (r"left\w*", r"right\w*"),
    "above": (r"above|over|higher|atop|on top", r"below|under(?:neath)?|beneath|lower"),
    "behind": (r"behind|back(?:ward)?s?|further|farther|more distant",
               r"front|closer|nearer|before|ahead|forwards?|less distant"),
    "wide": (rf"wid(?:e|er)|broad(?:er)?|{_GREATER}|more width",
             rf"less (?:wide|broad)|thin(?:ner)?|narrow(?:er)?|{_LESSER}"),
    "big": (rf"big|large|{_GREATER}|more space", rf"less (?:big|large|space)|small|{_LESSER}"),
    "tall": (rf"tall(?:er)?|high(?:er)?|{_GREATER}|more height",
             rf"less (?:tall|high|height)|short(?:er)?|low(?:er)?|{_LESSER}"),
}
_OPPOSITES = {"right": "left", "below": "above", "front": "behind", "thin": "wide", "small": "big", "short": "tall"}
PREDICATES = (*_WORDS, *_OPPOSITES)
# Before a region these make it what another one is compared with.
_COMPARED = re.compile(r"(?:of|than|to|from|with|over|above|below|under|underneath|beneath|behind|before|beyond|that|exceeds"
                       r"|surpass(?:es)?)(?: the)? ?$")


@dataclass(frozen=True)
class _Claim:
    """subject: the region that something is said of, None where it is not named. holds: of the predicate."""

    subject: int | None
    holds: bool


def mentioned(text: str) -> list[int]:
    """The regions that a text names, in order, each once."""
    return list(dict.fromkeys(int(number) for number in _REGION.findall(text.lower())))


def yes_or_no(text: str, predicate: str, regions: Sequence[int]) -> bool | None:
    """Whether an answer says that the predicate holds of the first of two regions and the second; None: it does not tell."""
    said = _plain(text)
    if _YES.match(said):
        return True
    if _NO.match(said):
        return False
    claim = _claim(said, predicate)
    if claim is None or claim.subject not in (None, *regions):
        return None
    return claim.holds == (claim.subject in (None, regions[0]))


def which(text: str, predicate: str, regions: Sequence[int]) -> int | None:
    """The region that an answer says is more so; None where it names neither."""
    said = _plain(text)
    bare = re.fullmatch(r"\[?(\d+)\]?\.?", said)
    if bare:
        return int(bare[1]) if int(bare[1]) in regions else None
    claim = _claim(said, predicate)
    if claim is not None and claim.subject in regions:
        return claim.subject if claim.holds else next(one for one in regions if one != claim.subject)
    named = set(_numbers(said)) & set(regions)
    return named.pop() if claim is None and len(named) == 1 and not _NOT.search(said) else None


def _plain(text: str) -> str:
    """Lower case, "Region [0]" as "@0@", without "in fact" before it."""
    marked = _REGION.sub(r"@\1@", text.strip().lower().replace("\u2019", "'"))
    return _BEFORE.sub("", " ".join(marked.split()))


def _numbers(plain: str) -> list[int]:
    return [int(number) for number in re.findall(r"@(\d+)@", plain)]


def _claim(plain: str, predicate: str) -> _Claim | None:
    """None where no word of the relation is in the text, where the words contradict each other, or make the two equal."""
    if _EQUAL.search(plain):
        return None
    said = _AMONG.sub(" ", plain)
    axis = _OPPOSITES.get(predicate, predicate)
    this, other = _WORDS[axis]
    votes = set()
    for found in re.finditer(rf"\b(?:(?P<other>{other})|(?P<this>{this}))\b", said):
        clause = _CLAUSE.split(said[:found.start()])[-1]
        votes.add((found["this"] is not None) != bool(_NOT.search(clause)))
    if len(votes) != 1:
        return None
    return _Claim(_subject(said), votes.pop() == (axis == predicate))


def _subject(said: str) -> int | None:
    """The first region that is no object of a comparison; None where there is none: "it is in front of Region [1]"."""
    for found in re.finditer(r"@(\d+)@", said):
        if not _COMPARED.search(said[:found.start()]):
            return int(found[1])
    return None
