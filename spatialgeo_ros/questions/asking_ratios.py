"""Sentence forms that ask how many times as large, or as far, one thing is as another, or how much closer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.asking_sizes import HOW, MORE_THAN, NAMES
from spatialgeo_ros.questions.clause import VIEWER, Clause, asking
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.questions.patterns import Sentence
from spatialgeo_ros.questions.query_details import HALVED, TIMES
from spatialgeo_ros.questions.wording import OPPOSITE
from spatialgeo_ros.types import Dimension, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
_FACTORS = {"twice": 2.0, "double": 2.0, "thrice": 3.0, "triple": 3.0, "half": 0.5}
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fourth": 0.25, "fifth": 0.2, "tenth": 0.1}
_BIG = ("big", "large", "small", "size", "volume", "dimensions")  # of two things their volumes are compared
_MORE_IN = {  # what is more along a dimension
    Dimension.HEIGHT: (Predicate.TALLER, Dimension.HEIGHT),
    Dimension.WIDTH: (Predicate.WIDER, Dimension.HEIGHT),
    Dimension.VOLUME: (Predicate.BIGGER, Dimension.HEIGHT),
    Dimension.DEPTH: (Predicate.BIGGER, Dimension.DEPTH),
    Dimension.LENGTH: (Predicate.BIGGER, Dimension.LENGTH),
    Dimension.THICKNESS: (Predicate.BIGGER, Dimension.THICKNESS),
}
RATIO_MACROS = {
    "ASHOW": "how:(tall | high | wide | broad | big | large | long | deep | thick)",
    "OFSIZE": "dim:(height | width | size | volume | length | depth | thickness)",
    "OFSIZES": "dims:(heights | widths | sizes | volumes | lengths | depths)",
    "INTERMS": "(by | in | in terms of | measured by | going by) terms:(height | width | depth | length | volume | size)",
    "ATLEAST": "(over:(at least | more than | over | no less than | not less than | upwards of) | under:(less than | under | "
    "at most | no more than | not more than | not even | fewer than) | (exactly | about | roughly | around)?)",
}


def read_factor(sentence: Sentence, at: int) -> list[tuple[float, int]]:
    """ "twice", "half", "three times", "2.5 times", "two and a half times"."""
    words = (*sentence.words[at : at + 5], "", "", "", "", "")
    if words[0] in _FACTORS:
        return [(_FACTORS[words[0]], at + 1)]
    fraction = _FRACTIONS.get(words[1], 0.0) if words[0] in ("a", "one") else 0.0
    if fraction:
        return [(fraction, at + 2)]
    number = float(words[0]) if words[0][:1].isdigit() and words[0].isascii() else lexicon.NUMBERS.get(words[0], 0)
    if words[0] == "both" or not number:
        return []
    if words[1] == "times":
        return [(float(number), at + 2)]
    return [(number + 0.5, at + 5)] if words[1:5] == ("and", "a", "half", "times") else []


def _dimension(kept: Kept) -> Dimension | None:
    """Of "tall", "height" or "taller"; "bigger in height" is of the height."""
    said = kept.get("terms") or kept.get("how") or kept.get("dim") or kept.get("dims", "").removesuffix("s")
    if not said:
        return MORE_THAN[kept["more"]][1]
    return Dimension.VOLUME if said in _BIG else HOW.get(said, NAMES.get(said))


def _ratio(kept: Kept) -> Query | None:
    dimension = _dimension(kept)
    less = MORE_THAN[kept["more"]][0] in HALVED if "more" in kept else False
    if dimension is None:
        return None
    predicate = OPPOSITE[_MORE_IN[dimension][0]] if less else None
    return Query(QueryKind.SIZE, (kept["a"],), (kept["b"],), predicate, dimension=dimension, unit=TIMES)


def _so_many_times(kept: Kept) -> Query | None:
    """ "is the lamp at least twice as tall as the mug?"; without a bound it is asked whether it is about twice as tall."""
    dimension = _dimension(kept)
    if dimension is None or ("more" in kept and MORE_THAN[kept["more"]][0] in HALVED):
        return None
    if "over" not in kept and "under" not in kept:
        if "no" in kept:
            return None
        return Query(QueryKind.SAME, (kept["a"], kept["b"]), dimension=dimension, times=kept["times"])
    predicate, compared = _MORE_IN[dimension]
    predicate = OPPOSITE[predicate] if "under" in kept else predicate
    clause = Clause(predicate, (kept["b"],), dimension=compared, times=kept["times"])
    return asking(QueryKind.RELATION, (kept["a"],), clause, "no" in kept)


def _so_many_times_as_far(kept: Kept) -> Query | None:
    if "over" not in kept and "under" not in kept:
        return None
    objects = (kept.get("c", VIEWER), kept["b"])
    clause = Clause(Predicate.NEAR, objects, farthest="over" in kept, times=kept["times"])
    return asking(QueryKind.RELATION, (kept["a"],), clause, "no" in kept)


def _distances(farthest: bool, times: bool = False) -> Build:
    """ "how much closer to c is a than b"; without c to the viewer."""

    def build(kept: Kept) -> Query | None:
        origin: Phrase = kept.get("c", VIEWER)
        if kept["a"].noun == VIEWER.noun or kept["b"].noun == VIEWER.noun:
            return None
        query = Query(QueryKind.DISTANCE, (kept["a"], kept["b"]), (origin,), farthest=farthest)
        return replace(query, unit=TIMES if times else kept.get("u", ""))

    return build


def forms() -> Iterator[Form]:
    yield from _how_many_times_forms()
    yield from _whether_forms()
    difference = "ASKFOR THE? difference"
    far = _distances(farthest=True)
    yield f"{difference} in distance ((from | to) c:NP)? between a:NP and b:NP", far
    yield f"{difference} between the (distance | distances) (from | of)? c:NP to a:NP and (to)? b:NP", far
    yield f"{difference} in distance (from | of)? c:NP to a:NP and (to)? b:NP", far
    way = "(the way | the distance | the path | it)"
    for word, farthest in (("(longer | greater | bigger | larger)", True), ("(shorter | smaller)", False)):
        yield f"how much {word} BE {way} to a:NP THAN ({way} | that)? to b:NP", _distances(farthest)
    for words, farthest in (("CLOSE", False), ("FAR", True)):
        for begin in ("(by)? how much", "(by)? how many u:UNIT", "how far", "(by)? what distance"):
            yield from _compared_forms(f"{begin} {words}", farthest, times=False)
        yield from _compared_forms(f"(by)? how many times {words}", farthest, times=True)
        yield from _compared_forms(f"by (what | which) factor {words}", farthest, times=True)


def _compared_forms(begin: str, farthest: bool, times: bool) -> Iterator[Form]:
    build, link = _distances(farthest, times), "(away)? (to | from)"
    yield f"{begin} (away)? (BE a:NP | a:NP BE) (away)? ({link} c:NP)? THAN b:NP (BE)? ({link} c:NP)?", build
    yield f"{begin} {link} c:NP (BE a:NP | a:NP BE) THAN b:NP (BE)?", build
    many, _, compared = begin.rpartition(" ")
    yield f"{many} BE a:NP {compared} (away)? ({link} c:NP)? THAN b:NP (BE)? ({link} c:NP)?", build
    yield f"{begin} (away)? THAN b:NP BE a:NP", build
    yield f"{begin} BE it {link} a:NP THAN {link} b:NP", build
    yield f"{begin} (BE c:NP | c:NP BE) {link} a:NP THAN {link} b:NP", build
    yield f"{begin} {link} a:NP THAN {link} b:NP BE c:NP", build


def _how_many_times_forms() -> Iterator[Form]:
    more = "more:(" + " | ".join(MORE_THAN) + ")"
    for begin in ("(by)? how many times", "(by | at)? (what | which) factor", "how many times over"):
        yield f"{begin} {more} (INTERMS)? (BE a:NP | a:NP BE) THAN b:NP (BE)? (INTERMS)?", _ratio
        yield f"{begin} BE a:NP {more} (INTERMS)? THAN b:NP (BE)? (INTERMS)?", _ratio
        yield f"{begin} {more} (INTERMS)? THAN b:NP BE a:NP (INTERMS)?", _ratio
        yield f"{begin} (does | do) a:NP exceed b:NP in OFSIZE", _ratio
        yield f"{begin} (BE)? a:NP 's OFSIZE (BE)? (that | OFSIZE)? (of)? b:NP ('s OFSIZE)?", _ratio
        yield f"{begin} BE a:NP (as)? (ASHOW) as b:NP", _ratio
    yield "how many times as ASHOW (BE a:NP | a:NP BE) as b:NP (BE)?", _ratio
    yield "how many times as ASHOW as b:NP BE a:NP", _ratio
    yield "how many times (BE)? the OFSIZE of b:NP BE a:NP", _ratio
    yield "how many times (BE)? b:NP 's OFSIZE BE a:NP", _ratio
    yield "how many times as far (away)? (from c:NP)? BE a:NP as b:NP (BE)?", _distances(farthest=True, times=True)
    yield "how many times as far (away)? BE a:NP (from c:NP)? as b:NP (BE)?", _distances(farthest=True, times=True)
    yield "how many times as far (away)? from c:NP as b:NP BE a:NP", _distances(farthest=True, times=True)
    yield "how many times as far (away)? as b:NP BE a:NP", _distances(farthest=True, times=True)
    for ratio in ("ASKFOR THE? ratio", "the? ratio"):
        yield f"{ratio} (of | between) the? OFSIZE of a:NP (to | and) (the OFSIZE of | that of)? b:NP", _ratio
        yield f"{ratio} (of | between) a:NP 's OFSIZE (to | and) b:NP 's (OFSIZE)?", _ratio
        yield f"{ratio} (of | between) the? OFSIZES of a:ALT and b:NP", _ratio
    yield "ASKFOR THE? OFSIZE ratio (of | between) a:ALT (to | and) b:NP", _ratio


def _whether_forms() -> Iterator[Form]:
    more = "more:(" + " | ".join(MORE_THAN) + ")"
    times = "no:not? ATLEAST times:TIMES"
    for begin in ("BE a:NP", "(if | whether | SAYTHAT) a:NP BE"):
        yield f"{begin} {times} (as ASHOW as | {more} THAN) b:NP (BE)? (INTERMS)?", _so_many_times
        yield f"{begin} {times} (the OFSIZE of | as ASHOW as) b:NP", _so_many_times
        yield f"{begin} {times} b:NP 's OFSIZE", _so_many_times
        far = "(as far | farther) (away)?"
        yield f"{begin} {times} {far} (from c:NP)? (as | than) b:NP (BE)? (from c:NP)?", _so_many_times_as_far
    yield f"DO a:NP have {times} the OFSIZE of b:NP", _so_many_times
    measure = "(height | width | size | volume | length | depth | thickness)"
    yield f"BE a:NP 's OFSIZE {times} (that of b:NP | the {measure} of b:NP | b:NP 's {measure}?)", _so_many_times
    yield f"BE the? OFSIZE of a:NP {times} (that of | the (height | width | size | volume | length) of) b:NP", _so_many_times
