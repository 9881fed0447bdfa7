"""Sentence forms that ask for objects: how many, is there, where is, what is, what do you see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.asking_relations import leading_phrase
from spatialgeo_ros.questions.clauses import VIEWER, Clause
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.types import Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
OBJECT_MACROS = {
    "SEE": "((do | can | could | did | would | may | might) (you | i | we | one | the camera | the robot | someone) "
    "(currently)? (see | find | spot | detect | make out | perceive | recognise | recognize | count | notice | "
    "observe | identify) | (do | did) (you | i | we) have | have (you | i | we) got)",
    "INVIEW": "(visible | in view | in sight | in the (scene | image | picture | view | frame | photo | room) | "
    "present | around | here | "
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
    if query.predicate is not None or subject.relation is None or subject.sizes or subject.also:
        return query
    return replace(
        query,
        subjects=(replace(subject, relation=None, of=(), negated=False, text=""),),
        objects=subject.of,
        predicate=subject.relation,
        negated=query.negated != subject.negated,
    )


def _about(kind: QueryKind) -> Build:
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
        query = Query(
            kind,
            (subject,),
            clause.objects,
            clause.predicate,
            dimension=clause.dimension,
            farthest=clause.farthest,
            negated=clause.negated != ("no" in kept),
        )
        return lifted(query)

    return build


def _exists(kept: Kept) -> Query | None:
    subject: Phrase = kept["a"]
    if subject.definite and not subject.ids and not subject.sizes and "there" in kept:
        return None  # "is there the mug"
    return _about(QueryKind.EXISTS)({**kept, "a": replace(subject, definite=False)})


def _where(kept: Kept) -> Query | None:
    if kept["a"].noun == VIEWER.noun:
        return None
    return Query(QueryKind.WHERE_IS, (kept["a"],), (kept["b"],) if "b" in kept else ())


def _located_on(predicate: Predicate) -> Build:
    return lambda kept: Query(QueryKind.WHERE_IS, (kept["a"],), (), predicate)


def _what_is(kept: Kept) -> Query | None:
    query = _about(QueryKind.WHAT_IS)(kept)
    if not isinstance(query, Query) or query.predicate is None and not query.subjects[0].also:
        return None
    return query


def _described(kept: Kept) -> Query | None:
    """ "what is #3?", "what colour is the mug?": what is known about it."""
    subject: Phrase = kept["a"]
    if subject.noun == VIEWER.noun or leading_phrase(subject) is not None:
        return None
    return Query(QueryKind.WHAT_IS, (subject,))


def _what_is_that(kept: Kept) -> Query | None:
    """ "what is the thing behind the mug?" lists, "what is the blue thing behind the mug?" describes."""
    phrase: Phrase = kept["n"]
    if leading_phrase(phrase) is not None or phrase.ids:
        return None
    plain = replace(phrase, relation=None, of=(), also=(), negated=False, definite=False, plural=False)
    if phrase.definite and not phrase.plural and plain != Phrase() and phrase.relation is not None:
        return _described({"a": phrase})
    return _what_is(kept)


def _named(kept: Kept) -> Query | None:
    """ "the name of the tallest object"."""
    return leading_phrase(kept["a"]) or (None if kept["a"].plural else _described(kept))


def _described_id(kept: Kept) -> Query | None:
    return _described(kept) if kept["a"].ids or any(". " in size for size in kept["a"].sizes) else None


def _inside_of(predicate: Predicate) -> Build:
    return lambda kept: Query(
        QueryKind.WHAT_IS, (replace(kept.get("n", Phrase()), definite=False),), (kept["b"],), predicate
    )


def _listed(kept: Kept) -> Query | None:
    subject: Phrase = replace(kept.get("n", kept.get("a", Phrase())), definite=False)
    if subject.noun == VIEWER.noun:
        return None
    leading = leading_phrase(subject)
    if leading is not None:
        return leading
    query = lifted(Query(QueryKind.LIST, (subject,)))
    if query.predicate is not None or subject.also:
        return replace(query, kind=QueryKind.WHAT_IS)
    return Query(QueryKind.LIST, (subject,)) if subject != Phrase(plural=subject.plural) else Query(QueryKind.LIST)


def forms() -> Iterator[Form]:
    yield from _count_forms()
    yield from _exists_forms()
    yield from _where_forms()
    yield from _what_forms()
    yield from _list_forms()


def statement_forms() -> Iterator[Form]:
    """Statements that are questions only by their question mark: "There is a mug on the table?"."""
    yield "there:(there BE) (no:no)? a:NP (INVIEW | PLACED? c:CLAUSE)?", _exists


def _look_alike(kept: Kept) -> Query | None:
    """ "which mugs are red?"."""
    subject, look = kept["n"], kept["look"]
    return _listed({"n": replace(subject, colours=subject.colours + look.colours, shapes=subject.shapes + look.shapes)})


def _count_forms() -> Iterator[Form]:
    count = _about(QueryKind.COUNT)
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
    yield "how many n:NOM (BE | BE there | SEE) p:SIDEOFVIEW", count
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


def _exists_forms() -> Iterator[Form]:
    yield (
        "there:(BE there) (no:no)? (a:NP | n:NOM) (INVIEW | PLACED | to be seen | SEE)?",
        lambda kept: _exists({**kept, "a": kept.get("a", kept.get("n"))}),
    )
    yield "there:(BE there) not (a:NP) (INVIEW | PLACED)?", _exists
    yield "there:(BE there) a:NP (no:not)? PLACED? c:CLAUSE", _exists
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
        "frame))",
        lambda kept: Query(QueryKind.EXISTS, (kept["a"],)) if kept["a"].noun != VIEWER.noun else None,
    )
    yield "(any | some) n:NOM (INVIEW | p:SIDEOFVIEW)?", _about(QueryKind.EXISTS)
    yield "(any thing | anything) c:CLAUSE", _about(QueryKind.EXISTS)
    yield (
        "DO b:NP (contain | hold) there:(any thing | anything | something)",
        lambda kept: Query(QueryKind.EXISTS, (Phrase(),), (kept["b"],), Predicate.INSIDE),
    )
    yield (
        "BE b:NP no:empty",
        lambda kept: (
            Query(QueryKind.EXISTS, (Phrase(),), (kept["b"],), Predicate.INSIDE, negated=True)
            if kept["b"].noun not in ("", "table", "desk", "shelf", "floor")
            else None
        ),
    )


def _where_forms() -> Iterator[Form]:
    relative = (
        "((PLACED)? (in relation to | relative to | with respect to | compared to | compared with | as seen from | "
        "in reference to | "
        "from) b:NP)?"
    )
    yield f"where (BE | exactly BE | abouts BE) a:NP (PLACED | at | now | gone)? {relative}", _where
    yield "where (stands | lies | sits | is standing | is lying) a:NP", _where
    yield "where (did | do) (you | i | we) (last)? (leave | put | see | find | place | keep | spot) a:NP", _where
    yield "(relative to | compared to | with respect to | in relation to | as seen from) b:NP where BE a:NP", _where
    yield f"where a:NP (BE) (PLACED | at | now)? {relative}", _where
    yield f"whereabouts BE a:NP (PLACED)? {relative}", _where
    yield (
        "where (do | can | could | will | would | should | did) (you | i | we) (see | find | look for | get | spot | "
        "locate | reach | grasp | pick up) a:NP",
        _where,
    )
    yield "where a:NP (can be found | is to be found)", _where
    yield "where can a:NP be (found | seen)", _where
    yield (
        "(find | find me | show me | point to | point at | point out | show) a:NP (BE | for me)?",
        lambda kept: None if leading_phrase(kept["a"]) is not None or kept["a"].plural else _where(kept),
    )
    yield (
        "(locate | look for | search for | localise | localize | show me where | tell me about the position of | "
        "find out where) a:NP (BE | for me)?",
        lambda kept: None if kept["a"].plural else _where(kept),
    )
    yield "where (does | do) a:NP (STAND | go)", _where
    yield (
        "((what | give me | get | tell me | find | report) (is | are | 's)?)? the? (3d)? (position | location | "
        "whereabouts | coordinates | pose | place | "
        f"xyz position) of a:NP {relative}",
        _where,
    )
    yield "what (is | are | 's) a:NP 's (3d)? (position | location | coordinates)", _where
    yield (
        "(what | how) BE the? (spatial)? (relation | relationship | arrangement) (between | of) a:NP (and | to) b:NP",
        _where,
    )
    yield (
        "(how | where) BE a:NP (located | positioned | placed | arranged | situated) (relative to | with respect to "
        "| in relation to) b:NP",
        _where,
    )
    for predicate, words in ((Predicate.ON, "on | on top of"), (Predicate.INSIDE, "in | inside | inside of | within")):
        yield f"(what | which (object | thing | surface | container)) BE a:NP PLACED? ({words})", _located_on(predicate)
        yield (
            f"(what | which (object | thing | surface | container)) (does | do) a:NP STAND ({words})",
            _located_on(predicate),
        )
        yield (
            f"({words}) (what | which (object | thing | surface | container)) (BE a:NP PLACED? | a:NP BE PLACED? | "
            f"(does | do) a:NP STAND)",
            _located_on(predicate),
        )
        yield f"what a:NP BE PLACED? ({words})", _located_on(predicate)
    yield (
        "(what | which (object | thing)) (supports | carries | is supporting | is holding | holds up | contains | "
        "holds) a:NP",
        _located_on(Predicate.ON),
    )


def _what_forms() -> Iterator[Form]:
    see = (
        "((is | are) there | there is | there are | SEE | (you | i | we) (can)? (see | find)"
        " | (can | could) be (seen | found) | BE visible)"
    )
    for what in ("WHICH", "WHICH n:NOM", "WHICH ONE? of n:NP", "what kind of n:NOM", "what sort of n:NOM"):
        yield f"{what} (ISLIKE | {see}) no:not? PLACED? c:CLAUSE", _what_is
        yield f"{what} (ISLIKE | {see}) p:SIDEOFVIEW", _what_is
        yield f"{what} (ISLIKE | {see}) (the one | the object | the thing) c:CLAUSE", _what_is
        yield f"{what} (touches | touch) b:NP", _inside_of(Predicate.TOUCHING)
        yield f"{what} (does | do | can) b:NP (contain | hold | have in it | have inside)", _inside_of(Predicate.INSIDE)
    yield f"WHICH n:NOM {see}?", _what_is
    yield (
        "(list | name | enumerate | describe | show me | report | give me) (what | all that | everything that) "
        "ISLIKE no:not? PLACED? c:CLAUSE",
        _what_is,
    )
    yield "(what BE)? the (name | identity) of a:NP", _named
    yield ("WHICH BE n:NP", _what_is_that)
    yield (
        "PLACED? c:CLAUSE (what | which (object | thing)) (is there | is it | BE | SEE | lies | stands | sits)",
        _what_is,
    )
    yield "(what is | what are | what 's | tell me) (the)? contents of b:NP", _inside_of(Predicate.INSIDE)
    yield ("(WHICH BE | describe | tell me about | what do you know about) a:NP", _described_id)
    yield (
        "(describe | tell me about | what do you know about | what can you (tell me | say) about) a:NP",
        lambda kept: None if kept["a"].plural else _described(kept),
    )
    yield "what (colour | colours | shape) (BE a:NP | does a:NP have | a:NP BE)", _described
    yield "what BE the (colour | colours | shape) of a:NP", _described
    yield "(what | which) (kind of | sort of | type of)? (object | thing) BE a:NP", _described_id


def _list_forms() -> Iterator[Form]:
    yield "WHICH n:NOM BE look:LOOK", _look_alike
    yield "(WHICH ONE? of n:NP | WHICH of n:NP) BE look:LOOK", _look_alike
    yield "what (things | objects)? BE look:LOOK", lambda kept: _look_alike({**kept, "n": Phrase()})
    nothing = lambda kept: Query(QueryKind.LIST)  # noqa: E731
    yield "what (is | are | 's) (there | INVIEW | out there | in your view)", nothing
    yield "what (is | are | 's) there (to see | INVIEW)", nothing
    yield "what (all)? SEE (INVIEW)?", nothing
    yield "what (you | i | we) (can)? see (INVIEW)?", nothing
    yield "what (can be seen | can be found | is visible | there is | is in view) (INVIEW)?", nothing
    yield "(what is | what 's) (around you | around | around here | on the (scene | image | picture))", nothing
    yield (
        "(describe | describe me | summarise | summarize | show) (the | this | your) (scene | view | image | picture "
        "| surroundings | "
        "environment | room)",
        nothing,
    )
    yield (
        "(describe | describe me | tell me) what (SEE | you (can)? see | is there | is visible | is in view | INVIEW)",
        nothing,
    )
    yield "(list | name | enumerate) (everything | what) (SEE | you (can)? see | is there | INVIEW)?", nothing
    yield (
        "(what | which) n:NOM (SEE | are there | are visible | you can see | you see | BE INVIEW | (are there | SEE) "
        "INVIEW | there are)",
        _listed,
    )
    yield "(what | which) are n:NP (INVIEW | SEE)", _listed
    yield (
        "(list | name | enumerate | list out | show | show me | give me a list of | identify | report | tell me | "
        "give me) "
        "a:NP "
        "(INVIEW | SEE | you can see | you see | that you (can)? see | that are (there | INVIEW))?",
        lambda kept: _listed(kept) if kept["a"].plural or leading_phrase(kept["a"]) is not None else None,
    )
    yield "(list | name | enumerate) n:NOM (INVIEW | SEE | you can see | you see)?", _listed
    yield "what have you (found | seen | detected)", nothing
