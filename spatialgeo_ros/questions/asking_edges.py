"""Sentence forms that ask whether, and how far, a thing sticks out over an edge or out of what it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions.asking_relations import relation
from spatialgeo_ros.questions.clause import Clause
from spatialgeo_ros.questions.forms import Form
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS
from spatialgeo_ros.types import DistanceKind, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
_VERBS = ("stick", "hang", "jut", "protrude", "extend", "poke", "project", "reach", "stand", "overlap")
_NO_CONTAINERS = ("wall", "ceiling", "ground", "door", "window")  # what sticks out of these was never inside them
_OUT = ("stick", "jut", "protrude", "poke", "project", "extend", "hang")
EDGE_MACROS = {
    "STICK": f"({' | '.join(_VERBS)} | {' | '.join(verb + 's' for verb in _VERBS)})",
    "STICKOUT": f"({' | '.join(_OUT)} | {' | '.join(verb + 's' for verb in _OUT)}) up? out",
    "STICKING": "(sticking | hanging | jutting | protruding | extending | poking | projecting | reaching | standing) out?",
    "STICKINGOUT": "((sticking | jutting | poking | projecting | extending | hanging) out | protruding)",
    "OVEREDGE": "(STICK out? OVEROF EDGE | STICKOUT (OVEROF s:NP | out? (of | from) s:NP) | (overhang | overhangs) "
    "(EDGE | s:NP) | (protrude | protrudes) (OVEROF | out of | from) s:NP | (rise | reach | extend | stick) (out | up)? "
    "(above | over) the (rim | top | brim) of c:NP | (go | goes) over EDGE)",
    "OVERINGEDGE": "(STICKING OVEROF EDGE | STICKINGOUT (OVEROF s:NP | out? (of | from) s:NP) | overhanging (EDGE | s:NP) "
    "| (partly | partially | half)? (over | beyond | past) EDGE "
    "| (partly | partially | half | slightly) off s:NP)",
    "OVEROF": "(over | past | beyond | across | off)",
}


def _over(kept: Kept) -> Clause | None:
    """Over an edge of a surface; out of anything else."""
    named: tuple[Phrase, ...] = tuple(kept[name] for name in ("b", "s") if name in kept)
    if "c" in kept:
        return Clause(Predicate.INSIDE, (kept["c"],), distance=DistanceKind.EDGE)
    surface = "s" not in kept or kept["s"].noun in SUPPORT_NOUNS
    if kept.get("which") or ("s" in kept and kept["s"].noun in _NO_CONTAINERS):
        return None  # it is not told over which of the edges
    return Clause(Predicate.ON if surface else Predicate.INSIDE, named, distance=DistanceKind.EDGE)


def _whether(kept: Kept) -> Query | None:
    clause = _over(kept)
    return None if clause is None else relation(kept["a"], clause, "no" in kept)


def _which(kept: Kept) -> Query | None:
    clause = _over(kept)
    if clause is None:
        return None
    subject = replace(kept.get("n", Phrase()), definite=False)
    return Query(QueryKind.WHAT_IS, (subject,), clause.objects, clause.predicate, clause.distance)


def _how_far(kept: Kept) -> Query | None:
    clause = _over(kept)
    if clause is None:
        return None
    unit = kept.get("u", "")
    return Query(QueryKind.DISTANCE, (kept["a"],), clause.objects, clause.predicate, clause.distance, unit=unit)


def _wholly(kept: Kept) -> Query | None:
    """ "is the mug inside the box, or does it stick out?": whether no part of it does."""
    clause: Clause = kept["c"]
    if clause.predicate not in (Predicate.ON, Predicate.INSIDE) or clause.negated or clause.limit_m:
        return None
    return relation(kept["a"], replace(clause, strict=True))


def _all_of_one(kept: Kept) -> Query | None:
    """ "is the whole plate on the table?"."""
    return None if kept["a"].plural and kept["a"].count else _wholly({**kept, "a": replace(kept["a"], definite=True)})


def forms() -> Iterator[Form]:
    yield "DO a:NP no:not? OVEREDGE", _whether
    yield "(if | whether | SAYTHAT) a:NP OVEREDGE", _whether
    yield "(BE | BE there) a:NP no:not? PLACED? OVERINGEDGE", _whether
    yield "(if | whether | SAYTHAT) a:NP BE no:not? OVERINGEDGE", _whether
    part = "(any | some | a)? (part | parts | bit) of"
    yield f"DO {part} a:NP OVEREDGE", _whether
    yield f"BE (there)? {part} a:NP OVERINGEDGE", _whether
    yield "BE (all of a:NP | the (whole | entire) a:NOM) PLACED? c:CLAUSE", _all_of_one
    yield "(WHICH n:NOM | what | WHICH ONE? of n:NP) OVEREDGE", _which
    yield "(WHICH n:NOM | what | WHICH ONE? of n:NP) BE OVERINGEDGE", _which
    yield "(by)? (how (far | much) | how many u:UNIT) (DO a:NP OVEREDGE | BE a:NP OVERINGEDGE)", _how_far
    does = "(does it | do they | is it | are they | does (part | any) of it | is (part | any) of it) (STICK | STICKING)"
    out = f"or {does} (out | over)? (of it | over it | over the (edge | rim))?"
    yield f"(BE a:NP | DO a:NP STAND) PLACED? c:CLAUSE {out}", _wholly
