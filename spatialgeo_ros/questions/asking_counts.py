"""Sentence forms that ask how many there are, and whether there is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.clause import VIEWER, Clause, applied, asking, narrowed
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.questions.holding import holds, is_filled
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import Dimension, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
OBJECT_MACROS = {
    "SEE": "((do | can | could | did | would | may | might) (you | i | we | one | the camera | the robot | someone) "
    "(currently)? (see | find | spot | detect | make out | perceive | recognise | recognize | notice | "
    "observe | identify) | have "
    "(you | we | i) (seen | found | detected | noticed | spotted) | (do | did) (you | i | we) have | have (you | i | we) got)",
    "INVIEW": "(visible | in view | in sight | in the (scene | image | picture | view | frame | photo | room) | "
    "present | around | here | in here | "
    "on the (scene | image | picture | photo | screen) | in there | there | in (this | the current) (scene | image | "
    "picture | view | "
    "frame | photo | room) | in your view | in your field of view | in the field of view | in front of the camera)",
    "ALL": "(all | every | each of)?",
    "LISTING": "(list | name | enumerate | describe | show | show me | tell me | give me | identify | report | give "
    "me a list of | "
    "make a list of | write down | list me | tell me about | list up | list out)",
}


def lifted(query: Query) -> Query:
    """The clause of a plain subject becomes the query's own: "how many mugs on the table" is the same as "are on"."""
    subject = query.subjects[0]
    if query.kind is QueryKind.EXISTS and subject.negated:
        return query  # "is there a mug that is not on the table": others may be on it
    if query.predicate is not None or subject.relation is None or subject.sizes or subject.also or subject.swapped:
        return query
    longest = subject.limit_m and subject.relation in (Predicate.BIGGER, Predicate.SMALLER)
    return replace(
        query,
        subjects=(replace(subject, relation=None, of=(), negated=False, limit_m=0.0, text=""),),
        objects=subject.of,
        predicate=subject.relation,
        negated=query.negated != subject.negated,
        dimension=Dimension.LENGTH if longest else query.dimension,
        limit_m=subject.limit_m,
    )


def about(kind: QueryKind) -> Build:
    """subject "n" or "a", clause "c" or place "p" (relative to the viewer), "no" = negated."""

    def build(kept: Kept) -> Query | None:
        subject: Phrase = kept.get("n", kept.get("a", Phrase()))
        if subject.noun == VIEWER.noun:
            return None
        subject = replace(subject, definite=False) if kind in (QueryKind.COUNT, QueryKind.WHAT_IS) else subject
        clause: Clause = kept.get("c", Clause(None, ()))
        if "p" in kept:
            clause = replace(kept["p"], objects=(VIEWER,))
        if clause.predicate is None and clause.objects:
            return None
        if kind is QueryKind.COUNT and any(phrase.text.startswith("each ") for phrase in (*clause.objects, *subject.of)):
            return None  # "on each table" asks for one number for each
        query = replace(asking(kind, (subject,), clause, "no" in kept), unit="")
        if "d" in kept and {clause.predicate, kept["d"].predicate} <= {Predicate.ON, Predicate.INSIDE}:
            return None  # "on the table and on the shelf": nothing is on both, and whether together is not said
        if "d" in kept:  # "that are left of the bowl and behind the box"
            both = applied(subject, clause)
            both = None if both is None else applied(both, kept["d"])
            return None if both is None or "no" in kept else Query(kind, (both,))
        return lifted(query)

    return build


def _exists(kept: Kept) -> Query | None:
    subject: Phrase = kept["a"]
    if subject.noun == "room" and not subject.text.startswith("a "):
        return None  # "is there room on the table" asks for free space
    if subject.definite and not subject.ids and not subject.sizes and "there" in kept:
        return None  # "is there the mug"
    return about(QueryKind.EXISTS)({**kept, "a": replace(subject, definite=False)})


def looking(subject: Phrase, kept: Kept) -> Phrase:
    """Those of them that are red; "no": that are not."""
    look: Phrase = kept["look"]
    if "no" in kept:
        return replace(subject, besides=(*subject.besides, replace(look, text="")), text="")
    return replace(subject, colours=subject.colours + look.colours, shapes=subject.shapes + look.shapes, text="")


def _looking(kept: Kept) -> Query | None:
    """ "how many of the mugs are red"."""
    return about(QueryKind.COUNT)({"n": looking(kept["n"], kept)})


def _counted_holding(predicate: Predicate) -> Build:
    """ "how many bowls have a spoon in them"."""

    def build(kept: Kept) -> Query:
        condition = Phrase(relation=predicate, of=(kept["b"],), swapped=True)
        return Query(QueryKind.COUNT, (narrowed(replace(kept["n"], definite=False), condition),))

    return build


def _counted_holders(kept: Kept) -> Query | None:
    """ "how many boxes contain a can"."""
    holders = narrowed(replace(kept["n"], definite=False), holds(kept["n"], kept))
    return None if is_filled(kept) else Query(QueryKind.COUNT, (holders,))


def _exists_otherwise(kept: Kept) -> Query | None:
    """ "is there a mug not on the table"."""
    clause: Clause = kept["c"]
    return _exists({**kept, "c": replace(clause, negated=not clause.negated)})


def _at_least(more: int, negated: bool = False) -> Build:
    """ "are there more than three mugs": four or more of them. more: what is added to the number that was said."""

    def build(kept: Kept) -> Query | None:
        number = kept["number"] + more
        subject = replace(kept["n"], count=number if number > 1 else 0, plural=number > 1, definite=False)
        if number < 1 or kept["n"].count:
            return None
        query = about(QueryKind.EXISTS)({**kept, "n": subject})
        return query if query is None or not negated else replace(query, negated=not query.negated)

    return build


def _at_either(kept: Kept) -> Query | None:
    """ "how many mugs are on the shelf or in the cabinet": each counted once."""
    subject = replace(kept.get("n", Phrase()), definite=False)
    placed = [applied(subject, kept[name]) for name in ("c", "d")]
    if any(phrase is None or phrase.negated for phrase in placed) or kept["c"].leading or kept["d"].leading:
        return None
    return Query(QueryKind.COUNT, tuple(phrase for phrase in placed if phrase is not None))


def _is_empty(kept: Kept) -> Query | None:
    """ "is the box empty": nothing is in it, or on it; "are the boxes": nothing in any; "is any of them": one has nothing."""
    holder: Phrase = kept["b"]
    if not holder.noun or holder.count:  # "are the two boxes empty": whether there are two is not asked so
        return None
    anything = holds(holder, {**kept, "b": Phrase()})
    if holder.definite and not holder.plural:
        place = Predicate.ON if holder.noun in SUPPORT_NOUNS else Predicate.INSIDE
        return Query(QueryKind.EXISTS, (Phrase(),), (holder,), place, negated=True)
    every = holder.definite
    holders = narrowed(replace(holder, definite=False), replace(anything, negated=not every))
    return Query(QueryKind.EXISTS, (holders,), negated=every)


def _counted_empty(kept: Kept) -> Query | None:
    """ "how many bowls are empty": have nothing in them, or on them."""
    nothing = replace(holds(kept["n"], {**kept, "b": Phrase()}), negated=True)
    return Query(QueryKind.COUNT, (narrowed(replace(kept["n"], definite=False), nothing),)) if kept["n"].noun else None


def forms() -> Iterator[Form]:
    yield from _count_forms()
    yield "how many (n:NOM | of n:NP) (BE | BE there | SEE) empty", _counted_empty
    either = "either? PLACED? c:CLAUSE or PLACED? d:CLAUSE"
    yield f"how many n:NOM (BE | BE there | there are | SEE) {either}", _at_either
    yield f"(count | count up | tally) (all)? (of)? (the)? (everything | n:NOM) (that BE)? {either}", _at_either
    yield from _exists_forms()


def statement_forms() -> Iterator[Form]:
    """Statements that are questions only by their question mark: "There is a mug on the table?"."""
    yield "no:(no | none of the) n:NOM (INVIEW | (BE | STAND | STANDS)? PLACED? c:CLAUSE)", about(QueryKind.EXISTS)
    yield "no:nothing BE PLACED? c:CLAUSE", about(QueryKind.EXISTS)
    yield (
        "there:(there BE) (no:(no | not))? (a:NP | n:NOM) (INVIEW | PLACED? c:CLAUSE)?",
        lambda kept: _exists({**kept, "a": kept.get("a", kept.get("n"))}),
    )


def _count_forms() -> Iterator[Form]:
    count = about(QueryKind.COUNT)
    yield (
        "how many n:NOM (BE there | are there | exist | SEE | BE INVIEW | BE there INVIEW | SEE INVIEW | INVIEW)?",
        count,
    )
    yield (
        "how many n:NOM (there are | there is | you see | you can see | are there in total | are there in all | in "
        "total)",
        count,
    )
    yield "how many n:NOM (BE | BE there | there are | SEE) no:not? PLACED? c:CLAUSE", count
    yield "how many n:NOM (BE | BE there | there are | SEE) PLACED? c:CLAUSE and d:CLAUSE", count
    yield "how many n:NOM (BE there | there are | SEE) that BE no:not PLACED? c:CLAUSE", count
    yield "how many n:NOM (have | has) b:NP in:(in | inside) (it | them)", _counted_holding(Predicate.INSIDE)
    yield "how many n:NOM (have | has) b:NP (on | on top of) (it | them)", _counted_holding(Predicate.ON)
    yield "how many n:NOM (CONTAINS | HOLDS | CARRIES) b:NP", _counted_holders
    yield "(what | which) number of n:NOM (BE | SEE | BE there | there are) no:not? PLACED? c:CLAUSE", count
    yield "how many n:NOM (BE | BE there | SEE) p:SIDEOFVIEW", count
    yield "how many n:NOM (can | do | could | did) (you | we | i) count (INVIEW | PLACED? c:CLAUSE)?", count
    yield "how many (of n:NP | n:NOM) (BE | BE there) no:not? look:LOOK", _looking
    yield "how many n:NOM (STAND | STANDS | appear) c:CLAUSE", count
    yield (
        "how many n:NOM (touch | touches) b:NP",
        lambda kept: count({**kept, "c": Clause(Predicate.TOUCHING, (kept["b"],))}),
    )
    yield "(what | which) number of n:NOM (BE there | SEE | BE INVIEW | there are | INVIEW)?", count
    yield "how many of n:NP BE no:not? PLACED? c:CLAUSE", count
    yield (
        "how many n:NOM (DO | can) b:NP (contain | hold | have inside)",
        lambda kept: count({**kept, "c": Clause(Predicate.INSIDE, (kept["b"],))}),
    )
    yield "(count | count up | tally) (the number of)? n:NP (INVIEW | you see | you can see)?", count
    yield "(count | count up | tally) (the number of)? n:NOM (INVIEW | you see | you can see)?", count
    yield (
        "(what is | what 's | give me | give)? (the (total)? | a)? (number | count | amount) of n:NOM (BE)? (INVIEW "
        "| you see | you can see)?",
        count,
    )
    yield (
        "(what is | what 's | give me | give)? (the (total)? | a)? (number | count | amount) of n:NP (BE)? (INVIEW)?",
        count,
    )


def _threshold_forms() -> Iterator[Form]:
    """Whether there are so many."""
    for words, build in (
        ("at least | no fewer than | no less than", _at_least(0)),
        ("more than | over", _at_least(1)),
        ("fewer than | less than | under", _at_least(0, negated=True)),
        ("at most | no more than | not more than", _at_least(1, negated=True)),
    ):
        yield f"(BE there | SEE) ({words}) number:NUMBER n:NOM (INVIEW | SEE)?", build
        yield f"(BE there | SEE) ({words}) number:NUMBER n:NOM PLACED? c:CLAUSE", build
        yield f"BE ({words}) number:NUMBER n:NOM PLACED? c:CLAUSE", build


def _exists_forms() -> Iterator[Form]:
    yield from _threshold_forms()
    yield "there:(BE there) (nothing | no ONE) (INVIEW)?", lambda kept: Query(QueryKind.EXISTS, (Phrase(),), negated=True)
    yield "(BE there | SEE | BE) no:nothing (else)? PLACED? c:CLAUSE", about(QueryKind.EXISTS)
    yield "(BE | DO) no:(no | none of the) n:NOM STAND? PLACED? c:CLAUSE", about(QueryKind.EXISTS)
    yield "there:(do there exist | does there exist) a:NP (INVIEW | PLACED? c:CLAUSE)?", _exists
    yield "(there BE | is it the case that there BE) no:nothing PLACED? c:CLAUSE", about(QueryKind.EXISTS)
    yield (
        "there:(BE there) (no:no)? (a:NP | n:NOM) (INVIEW | PLACED | to be seen | SEE)?",
        lambda kept: _exists({**kept, "a": kept.get("a", kept.get("n"))}),
    )
    yield "there:(BE there) not (a:NP) (INVIEW | PLACED)?", _exists
    yield "there:(BE not there) a:NP (INVIEW | PLACED | PLACED? c:CLAUSE)?", _exists
    yield "there:(BE there) a:NP PLACED? c:CLAUSE", _exists
    yield "there:(BE there) a:NP not PLACED? c:CLAUSE", _exists_otherwise
    yield "there:(BE there) a:NP p:SIDEOFVIEW", _exists
    yield "(if | whether) there:(there BE) (no:no)? a:NP (INVIEW | PLACED? c:CLAUSE)?", _exists
    yield "there:SEE a:NP (INVIEW | anywhere | PLACED? c:CLAUSE | p:SIDEOFVIEW)?", _exists
    yield (
        "SEE a:NP (INVIEW | anywhere)?",
        lambda kept: (
            Query(QueryKind.EXISTS, kept["a"] and (kept["a"],))
            if kept["a"].definite and kept["a"].noun != VIEWER.noun and kept["a"].relation is None
            else None
        ),
    )
    yield "(if | whether) (you | i | we) (can)? (see | find) a:NP (INVIEW)?", _exists
    yield (
        "BE a:NP (visible | in view | in sight | present | there | here | in the (scene | image | picture | view | "
        "frame | room))",
        lambda kept: Query(QueryKind.EXISTS, (kept["a"],)) if kept["a"].noun != VIEWER.noun else None,
    )
    yield "(can | could) a:NP be (seen | found | spotted)", lambda kept: _exists({**kept, "there": ""})
    yield "(any | some) n:NOM (INVIEW | p:SIDEOFVIEW)?", about(QueryKind.EXISTS)
    yield "(any thing | anything) c:CLAUSE", about(QueryKind.EXISTS)
    yield (
        "DO b:NP (contain | hold) there:(any thing | anything | something)",
        lambda kept: Query(QueryKind.EXISTS, (Phrase(),), (kept["b"],), Predicate.INSIDE),
    )
    yield "BE b:NP no:empty", _is_empty
