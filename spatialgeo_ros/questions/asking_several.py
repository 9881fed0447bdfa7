"""Sentence forms about several things or several relations at once: both, neither, or; the same, more, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.asking_counts import lifted
from spatialgeo_ros.questions.clause import VIEWER, Clause, applied, as_condition, asking
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.types import Dimension, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
SEVERAL_MACROS = {
    "SAMEDIM": "sdim:(height | width | depth | length | thickness | size | volume | tallness)",
    "SAMEADJ": "sdim:(tall | high | wide | broad | long | deep | thick | big | large)",
    "ORDERING": "(list | sort | order | arrange | rank | put | name | enumerate | give me | tell me | show me | what is "
    "| what are | what 's | line up)",
    "SIDENAME": "(left | right | front | back | top | bottom)",
    "SUPERLATIVE": "(" + " | ".join(word for word in lexicon.LEADING if word.endswith("st")) + ")",
    "MEASURE": "measure:(height | width | depth | length | thickness | size | volume)",
}
_SAME = {
    **dict.fromkeys(("height", "tallness", "tall", "high"), Dimension.HEIGHT),
    **dict.fromkeys(("width", "wide", "broad"), Dimension.WIDTH),
    **dict.fromkeys(("depth", "deep"), Dimension.DEPTH),
    **dict.fromkeys(("length", "long"), Dimension.LENGTH),
    **dict.fromkeys(("thickness", "thick"), Dimension.THICKNESS),
    **dict.fromkeys(("size", "volume", "big", "large"), Dimension.VOLUME),
}
_SIDES = {  # the side that an order begins at
    "left": Predicate.LEFT_OF,
    "right": Predicate.RIGHT_OF,
    "front": Predicate.IN_FRONT_OF,
    "back": Predicate.BEHIND,
    "top": Predicate.ABOVE,
    "bottom": Predicate.BELOW,
}
_BY = {
    "height": ("tallest", "shortest"),
    "width": ("widest", "thinnest"),
    "size": ("biggest", "smallest"),
    "volume": ("biggest", "smallest"),
    "length": ("longest", "longest"),
    "depth": ("deepest", "deepest"),
    "thickness": ("thickest", "slimmest"),
}


def _conditions(clauses: tuple[Clause, ...], negated: bool = False) -> tuple[Phrase, ...] | None:
    conditions = [as_condition(clause) for clause in clauses]
    if any(condition is None or condition.relation is None for condition in conditions):
        return None
    return tuple(
        replace(condition, negated=condition.negated != negated) for condition in conditions if condition is not None
    )


def _second(kept: Kept) -> Clause:
    """The second clause; "left of the box and the bowl" repeats the first relation with another object."""
    if "d" in kept:
        clause: Clause = kept["d"]
        return replace(clause, negated=clause.negated != ("no2" in kept))
    first: Clause = kept["c"]
    return replace(first, objects=(kept["b"],))


def _nearer_and(kept: Kept, clause: Clause) -> Query | None:
    """ "closer to you than the mug and taller than the mug"."""
    conditions = _conditions((_second(kept),))
    if conditions is None or kept["a"] == Phrase() or "neither" in kept:
        return None
    return replace(asking(QueryKind.RELATION, (kept["a"],), clause), also=conditions)


def _both(kept: Kept) -> Query | None:
    """ "is the mug left of the box and behind the bowl?"; neither: "neither ... nor"."""
    negated = "neither" in kept
    clause: Clause = replace(kept["c"], negated=kept["c"].negated != ("no" in kept))
    if clause.predicate is Predicate.NEAR and len(clause.objects) == 2 and "d" in kept:
        return _nearer_and(kept, clause)
    if len(clause.objects) != 1:
        return None
    second = _second({**kept, "c": clause})
    conditions = _conditions((clause, second), negated)
    if conditions is None or kept["a"] == Phrase():
        return None
    query = asking(QueryKind.RELATION, (kept["a"],), clause, negated)
    return replace(query, also=conditions[1:])


def _neither_side(kept: Kept) -> Query:
    """ "neither in nor on the box"."""
    query = Query(QueryKind.RELATION, (kept["a"],), (kept["b"],), kept["p"], negated=True)
    return replace(query, also=(Phrase(relation=kept["q"], of=(kept["b"],), negated=True),))


def _all_of_them(kept: Kept) -> Query | None:
    """ "are the mug and the bowl on the table?"."""
    if kept["c"].predicate is Predicate.NEAR and len(kept["c"].objects) == 2:
        return None
    return asking(QueryKind.RELATION, kept["all"], kept["c"], "no" in kept)


def _one_place(kept: Kept) -> Query | None:
    """ "is the spoon in the cup, next to it or under it?", "is it in the cup or the bowl?"."""
    places: tuple[Clause, ...] = kept["places"] if "places" in kept else (kept["c"], _second(kept))
    conditions = None if len(places[0].objects) != 1 else _conditions(places)
    return None if conditions is None else Query(QueryKind.WHERE_IS, (kept["a"],), also=conditions)


def _one_side(kept: Kept) -> Query:
    """ "is the spoon in or on the cup?"."""
    options = tuple(Phrase(relation=predicate, of=(kept["b"],)) for predicate in kept["preps"])
    return Query(QueryKind.WHERE_IS, (kept["a"],), also=options)


def _at_one(kept: Kept) -> Query:
    """ "is the spoon on the table, the shelf or the floor?"."""
    options = tuple(Phrase(relation=kept["p"], of=(place,)) for place in kept["alts"])
    return Query(QueryKind.WHERE_IS, (kept["a"],), also=options)


def _on_one(kept: Kept) -> Query:
    """ "is it supported by the table or by the box?": "by" is not beside it."""
    options = tuple(Phrase(relation=Predicate.ON, of=(kept[name],)) for name in ("b", "c"))
    return Query(QueryKind.WHERE_IS, (kept["a"],), also=options)


def _same(kept: Kept) -> Query | None:
    subjects = (kept["a"], kept["b"]) if "b" in kept else (kept["a"],)
    query = Query(QueryKind.SAME, subjects, dimension=_SAME[kept["sdim"]])
    if "q" in kept:  # of volumes it is no length by which they may differ
        query = replace(query, limit_m=kept["q"].metres, unit=kept["q"].unit)
    return None if "no" in kept or ("q" in kept and query.dimension is Dimension.VOLUME) else query


def _more(fewer: bool) -> Build:
    """ "are there more mugs than bowls (on the table)?": what is said of one counts for both."""

    def build(kept: Kept) -> Query | None:
        second = lifted(Query(QueryKind.COUNT, (replace(kept["m"], definite=False),)))
        first = lifted(Query(QueryKind.COUNT, (replace(kept["n"], definite=False),)))
        subjects = (first.subjects[0], second.subjects[0])
        said = [query for query in (first, second) if query.predicate is not None]
        if len(said) == 2 and "c" not in kept:  # "more mugs on the table than bowls on the shelf"
            apart = tuple(replace(kept[name], definite=False) for name in ("n", "m"))
            return Query(QueryKind.MORE, apart, farthest=fewer)
        if len(said) + ("c" in kept) > 1:
            return None
        if "c" in kept:
            query = asking(QueryKind.MORE, subjects, kept["c"])
            return None if kept["c"].leading else replace(query, farthest=fewer, unit="")
        plain = Query(QueryKind.MORE, subjects, farthest=fewer)
        return replace(said[0], kind=QueryKind.MORE, subjects=subjects, farthest=fewer) if said else plain

    return build


def _more_there(fewer: bool) -> Build:
    """ "are there more mugs on the table than on the shelf?"."""

    def build(kept: Kept) -> Query | None:
        subject = replace(kept["n"], definite=False)
        placed = [applied(subject, kept[name]) for name in ("c", "d")]
        if any(phrase is None or phrase.negated or phrase.sizes != subject.sizes for phrase in placed):
            return None
        return Query(QueryKind.MORE, tuple(phrase for phrase in placed if phrase is not None), farthest=fewer)

    return build


def _counted_together(kept: Kept) -> Query | None:
    clause: Clause = kept.get("c", Clause(None, ()))
    second = lifted(Query(QueryKind.COUNT, (replace(kept["m"], definite=False),)))
    if clause.predicate is None and not clause.objects:
        clause = Clause(second.predicate, second.objects, second.negated, limit_m=second.limit_m)
    elif second.predicate is not None or clause.leading:
        return None
    if kept["n"].relation is not None:
        return None
    return replace(asking(QueryKind.COUNT, (replace(kept["n"], definite=False), second.subjects[0]), clause), unit="")


def _counted_colours(kept: Kept) -> Query:
    """ "how many red or blue mugs"."""
    noun = lifted(Query(QueryKind.COUNT, (replace(kept["n"], definite=False),)))
    subjects = tuple(
        replace(noun.subjects[0], colours=look.colours, shapes=noun.subjects[0].shapes + look.shapes, text="")
        for look in (kept["x"], kept["y"])
    )
    clause: Clause = kept.get("c", Clause(noun.predicate, noun.objects, noun.negated))
    return replace(asking(QueryKind.COUNT, subjects, clause), unit="")


def _ordered(
    predicate: Predicate, dimension: Dimension, kept: Kept, reference: tuple[Phrase, ...] = ()
) -> Query | None:
    """Of the things named one by one, or of those of a plural; of all there are when none is named."""
    subjects = kept.get("all", (kept["a"],) if "a" in kept else ())
    if len(subjects) == 1 and not subjects[0].plural:
        return None
    if len(subjects) == 1:
        subjects = (replace(subjects[0], definite=False),)
        subjects = () if subjects[0] == Phrase(plural=True) else subjects
    return Query(QueryKind.ORDER, subjects, reference, predicate, dimension=dimension, farthest="far" in kept)


def _from_side(kept: Kept) -> Query | None:
    return _ordered(_SIDES[kept["side"]], Dimension.HEIGHT, kept)


def _from_most(kept: Kept) -> Query | None:
    lead = lexicon.LEADING[kept["most"]]
    if lead in ("nearest", "farthest"):
        return _by_distance({**kept, "far": True} if lead == "farthest" else kept)
    if "b" in kept:
        return None
    return _ordered(*lexicon.LEADS[lead], kept) if lead in lexicon.LEADS else None


def _by_measure(kept: Kept) -> Query | None:
    """Descending, unless "ascending" is said."""
    most, least = _BY[kept["measure"]]
    if "up" in kept and most == least:
        return None
    return _ordered(*lexicon.LEADS[least if "up" in kept else most], kept)


def _told_first(kept: Kept) -> Query | None:
    """ "by height, the shortest first": ascending; so is "the tallest last"."""
    lead, last = lexicon.LEADING[kept["most"]], kept["at"] == "last"
    if lead in ("nearest", "farthest"):
        far = (lead == "farthest") != last
        return None if "measure" in kept else _by_distance({**kept, "far": True} if far else kept)
    for measure, (most, least) in _BY.items():
        by, of_any = kept.get("measure"), ("biggest", "smallest", "thinnest" if measure == "thickness" else "")
        if "near" not in kept and by in (None, measure) and (lead in (most, least) or by and lead in of_any):
            up = (lead not in (most, "biggest")) != last
            return _by_measure({**kept, "measure": measure, **({"up": ""} if up else {})})
    return None


def _by_distance(kept: Kept) -> Query | None:
    return _ordered(Predicate.NEAR, Dimension.HEIGHT, kept, (kept.get("b", VIEWER),))


def _other_closer(kept: Kept) -> Query | None:
    """ "is anything else closer to the plant than the stool?": anything but the stool."""
    near, other = kept["b"], kept["c"]
    if not other.definite or other.plural or VIEWER.noun == other.noun:
        return None
    subject = replace(kept.get("n", Phrase()), definite=False, besides=(other,))
    return Query(QueryKind.RELATION, (subject,), (near, other), Predicate.NEAR, farthest="far" in kept)


def forms() -> Iterator[Form]:
    yield from _relation_forms()
    yield from _closer_forms()
    yield from _same_forms()
    yield from _number_forms()
    yield from _order_forms()


def statement_forms() -> Iterator[Form]:
    """Questions only by their question mark: "the mug: in front of the box, behind it or beside it?"."""
    yield "both? all:TOGETHER are (both | all)? no:not? (both | all)? PLACED? c:CLAUSE", _all_of_them
    yield "a:NP places:PLACES", _one_place
    yield "a:NP preps:PREPS b:NP", _one_side


def _relation_forms() -> Iterator[Form]:
    held = "(supported | held up | carried) by"
    yield f"BE a:NP {held} b:NP or ({held} | by)? c:NP", _on_one
    begins = ("BE a:NP no:not?", "BE not a:NP", "(if | whether | SAYTHAT) a:NP BE no:not?")
    for begin in begins:
        yield f"{begin} both? PLACED? c:CLAUSE and (no2:not)? PLACED? d:CLAUSE", _both
        yield f"{begin} PLACED? c:CLAUSE (and | as well as | and also) b:NP", _both
    yield "BE a:NP neither:neither PLACED? c:CLAUSE nor PLACED? d:CLAUSE", _both
    yield "BE a:NP neither PLACED? p:PREP nor q:PREP b:NP", _neither_side
    for begin in ("BE a:NP", "(DO | did) a:NP (STAND | SEEM)", "(if | whether | SAYTHAT) a:NP (BE | STANDS)"):
        yield f"{begin} PLACED? preps:PREPS b:NP", _one_side
        yield f"{begin} PLACED? places:PLACES", _one_place
        yield f"{begin} PLACED? c:CLAUSE or b:NP", _one_place
        yield f"{begin} PLACED? p:PREP alts:EITHER", _at_one
    yield "BE both? all:TOGETHER (both | all)? no:not? (both | all)? PLACED? c:CLAUSE", _all_of_them
    yield "(DO | did) both? all:TOGETHER (both | all)? (STAND | SEEM) PLACED? c:CLAUSE", _all_of_them
    yield "(if | whether | SAYTHAT) both? all:TOGETHER are (both | all)? PLACED? c:CLAUSE", _all_of_them


def _closer_forms() -> Iterator[Form]:
    other = "(any thing else | anything else | something else | any other (ONE | n:NOM))"
    come = "(come | get | stand | sit | lie | reach)"
    for begin in (f"(BE there)? {other} (that BE)?", f"BE {other}", f"DO {other} {come}"):
        yield f"{begin} CLOSE to b:NP THAN c:NP (does | is)?", _other_closer
        yield f"{begin} CLOSE THAN c:NP (does | is)? to b:NP", _other_closer


def _same_forms() -> Iterator[Form]:
    """Within the length that is said, if one is."""
    for pattern in _same_patterns():
        yield pattern, _same
        yield f"{pattern} (give or take | within | to within | plus or minus) (about)? q:QUANTITY", _same


def _same_patterns() -> Iterator[str]:
    same = "(of)? (exactly | roughly | about)? (the? same | equal | the same exact | an equal) SAMEDIM"
    each = "(as EACH | as one another)?"
    as_tall = "(equally | just as | the? same) SAMEADJ"
    for pair in ("a:ALT and b:NP", "a:NP"):
        yield f"BE {pair} {same} {each}"
        yield f"BE {pair} {as_tall}"
        yield f"BE {pair} (equal | the? same | identical) in SAMEDIM"
        yield f"BE {pair} as SAMEADJ as EACH"
        yield f"(DO) {pair} have (the? same | equal) SAMEDIM"
        yield f"(if | whether | SAYTHAT) {pair} are {same}"
    yield "BE the? SAMEDIM of a:NP (the same as | equal to) (that of | the SAMEDIM of)? b:NP"
    yield f"BE a:NP {same} as b:NP"
    yield "(DO) a:NP have (the same | an equal) SAMEDIM as b:NP"
    yield "BE a:NP (just | exactly | about | equally)? as SAMEADJ as b:NP (is)?"
    yield "BE a:NP the? same SAMEADJ (as | than | like) b:NP"


def _number_forms() -> Iterator[Form]:
    there = "(BE there | SEE)"
    more, less = _more(False), _more(True)
    for word, build in (("more", more), ("(fewer | less)", less)):
        yield f"{there} {word} n:NOM than m:NOM (INVIEW | SEE)?", build
        yield f"{there} {word} n:NOM than m:NOM PLACED? c:CLAUSE", build
        yield f"{there} {word} n:NOM or {word}? m:NOM (INVIEW | SEE)?", build
        yield f"{there} {word} n:NOM or {word}? m:NOM PLACED? c:CLAUSE", build
        yield f"BE {word} n:NOM than m:NOM PLACED? c:CLAUSE", build
        places = f"{word} n:NOM PLACED? c:CLAUSE than (BE there | there BE)? PLACED? d:CLAUSE"
        yield f"(BE there | SEE | BE) {places}", _more_there(build is less)
    number = "the? (number | count | amount) of"
    yield f"BE {number} n:NOM (greater | larger | higher | bigger | more) than ({number} | that of) m:NOM", _more(False)
    yield f"BE {number} n:NOM (less | smaller | lower | fewer) than ({number} | that of) m:NOM", _more(True)
    for begin in ("how many", "(count | what is | what 's | give me)? the? (total number | number | total) of", "count"):
        yield f"{begin} n:NOM (and | or) m:NOM (BE there | there are | SEE | BE INVIEW | BE there INVIEW | INVIEW)?", (
            _counted_together
        )
        yield f"{begin} n:NOM (and | or) m:NOM (BE | BE there | SEE) PLACED? c:CLAUSE", _counted_together
        colours = f"{begin} x:LOOK (and | or) y:LOOK n:NOM"
        yield f"{colours} (BE there | there are | SEE | BE INVIEW | BE there INVIEW | INVIEW)?", _counted_colours
        yield f"{colours} (BE | BE there | SEE) PLACED? c:CLAUSE", _counted_colours


def _order_forms() -> Iterator[Form]:
    things = "(a:NP | all:TOGETHER | everything | all)"
    order = "(in | into)? (order | sequence)?"
    down = "(up:(in ascending order | ascending | in increasing order) | in descending order | descending)?"
    near = "(distance | closeness | nearness | proximity) ((from | to) b:NP)?"
    for begin in (
        f"ORDERING (the order of)? {things}",
        "(the | what is the | which is the | what 's the) order of (a:NP | all:TOGETHER)",
        "in? (what | which) order (do | are | would) (a:NP | all:TOGETHER) (come | stand | lie | sit | appear | be | go)?",
    ):
        yield f"{begin} {order} (going)? from (the)? side:SIDENAME to (the)? SIDENAME", _from_side
        yield (
            f"{begin} {order} (from | starting (with | from | at) | beginning with) (the)? ONE? most:SUPERLATIVE ONE? "
            "((to | from) b:NP)? (to (the)? SUPERLATIVE)?",
            _from_most,
        )
        first = "(with)? (the)? most:SUPERLATIVE ONE? (coming)? at:(first | last)"
        yield f"{begin} {order} (by (their)? (MEASURE | near:{near}))? {first}", _told_first
        yield f"{begin} {order} by (their)? MEASURE {down}", _by_measure
        yield f"{begin} in (descending | decreasing)? order of (their)? MEASURE", _by_measure
        yield f"{begin} in up:(ascending | increasing) order of (their)? MEASURE", _by_measure
        yield f"{begin} {order} by (their)? {near}", _by_distance
        yield f"{begin} in order of (their)? {near}", _by_distance
