"""Sentence forms about relations: yes/no, which of them, which one leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.asking_sizes import PASSAGES
from spatialgeo_ros.questions.clause import VIEWER, Clause, asking, narrowed
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.questions.holding import how_held
from spatialgeo_ros.questions.phrase_parts import IT
from spatialgeo_ros.questions.phrases import PLACE_OF
from spatialgeo_ros.questions.query import AXES as PLACES
from spatialgeo_ros.questions.query import SIZES
from spatialgeo_ros.questions.relation_words import LESS, MEASURES, MORE
from spatialgeo_ros.questions.wording import OPPOSITE
from spatialgeo_ros.types import DistanceKind, Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
_DONE = ("put", "placed", "set", "laid", "hung", "stacked", "mounted", "fixed", "attached", "stored", "dropped", "thrown")
RECIPROCAL = {
    Predicate.TOUCHING: "touching EACH? | (in | making | in direct | in physical) contact (with EACH)?",
    Predicate.NEAR: "(right | directly | just)? (near | next to | close to | near to | beside | adjacent to | by) EACH | "
    "close together | close | side by side | adjacent | next to one another",
}
MEASURED = "(height | heights | width | widths | size | sizes | length | lengths | distances | positions)"
DIM = "(height | width | size | volume)"
AXES = {  # (one side, the other side, what follows either)
    Predicate.LEFT_OF: ("(to | on | at)? the? left HAND", "(to | on | at)? the? right HAND", "of"),
    Predicate.IN_FRONT_OF: ("(in front | before)", "(behind | in back | at the back)", "of"),
    Predicate.ABOVE: ("(above | over | higher up?)", "(below | under | underneath | beneath | lower down?)", "than"),
    Predicate.TALLER: ("taller", "shorter", "than"),
    Predicate.BIGGER: ("(bigger | larger)", "smaller", "than"),
    Predicate.WIDER: ("(wider | broader)", "(thinner | narrower)", "than"),
    Predicate.INSIDE: ("(inside | in | within)", "outside", "of"),
}


def relation(subject: Phrase, clause: Clause, negated: bool = False) -> Query:
    bare = replace(subject, colours=(), shapes=())
    if bare == Phrase() and (clause.objects or clause.limit_m) and not negated:  # "is anything (red) on the table?"
        return asking(QueryKind.EXISTS, (subject,), clause)
    return asking(QueryKind.RELATION, (subject,), clause, negated)


def _asked(kept: Kept) -> Query | None:
    clause: Clause = kept["c"]
    of_passage = kept["a"].noun in PASSAGES and (clause.limit_m or clause.predicate is Predicate.BETWEEN)
    return None if of_passage else relation(kept["a"], clause, "no" in kept)  # its width is a distance, see `asking_limits`


def _stated(kept: Kept) -> Query | None:
    """ "the mug on the table?" asks whether it is there; "the smallest thing on the table?" asks which that is."""
    clause: Clause = kept["c"]
    leading = any(size in lexicon.LEADS or ". " in size for size in kept["a"].sizes)
    return None if leading and clause.predicate not in SIZES and "no" not in kept else _asked(kept)


def _named_or_any(kept: Kept) -> Query | None:
    """ "could the mug be on the table?"; "can a mug be seen on the table?" asks whether there is one.

    "Can the mug be put on the table?" asks what may be done.
    """
    if kept["may"] != "might" and kept.get("done") in _DONE:
        return None
    if kept["a"].definite or kept["a"].plural:
        return _asked(kept)
    return asking(QueryKind.EXISTS, (kept["a"],), kept["c"], "no" in kept)


def _cleft(kept: Kept) -> Query | None:
    """ "is it the kettle that is behind the mug?"."""
    thing: Phrase = kept["a"]
    if thing.relation is None or thing.also or thing.swapped or not thing.definite:
        return None
    clause = Clause(thing.relation, thing.of, thing.negated, limit_m=thing.limit_m)
    bare = replace(thing, relation=None, of=(), negated=False, limit_m=0.0)
    return relation(bare, clause, "no" in kept)


def _on_a_side(kept: Kept) -> Query:
    """ "is the mug on the left?": of the middle of the view."""
    predicate = Predicate.LEFT_OF if kept["side"] == "left" else Predicate.RIGHT_OF
    return relation(kept["a"], Clause(predicate, (VIEWER,)), "no" in kept)


def _choice(kept: Kept) -> Query | None:
    clause: Clause = kept["k"]
    alternatives: tuple[Phrase, ...] = kept["alts"]
    if "n" in kept:  # "which mug is taller, the red or the blue one?"
        noun = kept["n"].noun
        alternatives = tuple(
            replace(phrase, noun=noun) if phrase.noun in ("", "one") else phrase for phrase in alternatives
        )
    if clause.predicate is Predicate.NEAR and len(clause.objects) == 2:
        return None
    if "no" in kept and not clause.objects:
        return None
    if clause.predicate is Predicate.BETWEEN and not clause.objects and len(alternatives) != 3:
        return None
    return asking(QueryKind.CHOICE, alternatives, clause, "no" in kept)


def _nearer_of(farthest: bool) -> Build:
    def build(kept: Kept) -> Query:
        return Query(QueryKind.CHOICE, (kept["x"], kept["y"]), (kept["a"],), Predicate.NEAR, farthest=farthest)

    return build


def leader(candidates: Phrase, clause: Clause) -> Query:
    """Which of the candidates leads in what the clause says."""
    candidates = replace(candidates, definite=False)
    if clause.objects and clause.objects[0].noun == IT and candidates.relation is Predicate.ON:
        clause = replace(clause, objects=candidates.of)  # "which mug on the table is closest to its edge?"
    if clause.predicate is Predicate.NEAR:
        return asking(QueryKind.NEAREST, (candidates,), replace(clause, predicate=None))
    return Query(QueryKind.SUPERLATIVE, (candidates,), (), clause.predicate, dimension=clause.dimension)


def _leader(kept: Kept) -> Query | None:
    return leader(kept.get("n", Phrase()), kept["k"])


def _leader_among(kept: Kept) -> Query | None:
    return _leader(kept) if kept["n"].plural else None


def _ranked(kept: Kept) -> Query | None:
    """ "which mug is second from the left?", "which one is in the middle?": what is known about that one."""
    phrase: Phrase = replace(kept["n"], definite=True, plural=False, count=0)
    rank = kept.get("r", Phrase(sizes=("middle",)))
    if phrase.sizes or phrase.of and rank.of:
        return None
    return Query(QueryKind.WHAT_IS, (replace(phrase, sizes=rank.sizes, of=phrase.of or rank.of),))


def _nearest_to(kept: Kept) -> Query:
    """ "what is the kettle closest to?"."""
    return leader(kept.get("n", Phrase()), Clause(Predicate.NEAR, (kept["b"],)))


def leading_phrase(phrase: Phrase) -> Query | None:
    """ "the tallest box on the table" asked for by itself; None when nothing in it leads."""
    if phrase.text.startswith(PLACE_OF):
        return None
    for word in phrase.sizes:
        rest = replace(phrase, sizes=tuple(size for size in phrase.sizes if size != word), definite=False)
        if word in ("nearest", "farthest"):
            reference = phrase.of if phrase.of and _tells_nearness(phrase) else (VIEWER,)
            if phrase.relation is None and phrase.also and phrase.also[0].relation is not None:
                first = phrase.also[0]  # "nearest to you on the table": its place is not one more, but the first
                rest = narrowed(replace(rest, of=(), also=phrase.also[1:]), first)
            elif phrase.relation is None:
                rest = replace(rest, of=())
            return Query(QueryKind.NEAREST, (rest,), reference, farthest=word == "farthest")
        if word in lexicon.LEADS:
            predicate, dimension = lexicon.LEADS[word]
            return Query(QueryKind.SUPERLATIVE, (rest,), (), predicate, dimension=dimension)
    for k, condition in enumerate(phrase.also):
        if condition.sizes and not phrase.sizes:
            rest = replace(phrase, also=phrase.also[:k] + phrase.also[k + 1 :], definite=False)
            return Query(QueryKind.NEAREST, (rest,), condition.of, farthest=condition.sizes == ("farthest",))
    return None


def _tells_nearness(phrase: Phrase) -> bool:
    """Whether it is nearest to what the phrase names: "the box nearest to the lamp", "the nearest box behind the lamp"."""
    beside = phrase.relation in PLACES and "nearest" in phrase.sizes and not (phrase.negated or phrase.limit_m)
    return phrase.relation is None or (beside and phrase.of[0].definite and not phrase.of[0].plural)


def _leading(kept: Kept) -> Query | None:
    return leading_phrase(kept["a"]) if kept["a"].definite else None


def _universal_superlative(kept: Kept) -> Query | None:
    """ "is the mug the tallest object?": taller than all others."""
    clause: Clause = kept["k"]
    others = replace(kept["n"], definite=True, plural=True) if "n" in kept else Phrase(definite=True, plural=True)
    if clause.distance is DistanceKind.EDGE or (clause.objects and clause.predicate is not Predicate.NEAR):
        return None
    return relation(kept["a"], replace(clause, objects=(*clause.objects, others)), "no" in kept)


def _most_of_a_kind(kept: Kept) -> Query | None:
    """ "is the black vase the tallest vase?": than all other vases; "the taller vase" is of two. "The tallest thing on the
    table": than all others there."""
    told = kept["n"].noun or kept["n"].relation is not None
    return _universal_superlative(kept) if not kept["k"].objects and told else None


def _is_nearest(kept: Kept) -> Query:
    """ "is the mug the closest object to me?": closer than every other."""
    others = replace(kept["n"], definite=True, plural=True)
    clause = Clause(Predicate.NEAR, (kept.get("b", VIEWER), others), farthest="far" in kept)
    return relation(kept["a"], clause, "no" in kept)


def _has_more(kept: Kept) -> Query | None:
    """ "is the width of the mug greater than that of the box?"."""
    for noun, more, less, dimension in MEASURES:
        if kept["dim"] in noun.strip("()").split(" | "):
            clause = Clause(less if "less" in kept else more, (kept["b"],), dimension=dimension)
            return relation(kept["a"], clause, "no" in kept)
    return None


def _axis(predicate: Predicate) -> Build:
    return lambda kept: Query(QueryKind.WHERE_IS, (kept["a"],), (kept["b"],), predicate)


def _neither(predicate: Predicate) -> Build:
    """ "neither left nor right of the box"."""

    def build(kept: Kept) -> Query:
        query = Query(QueryKind.RELATION, (kept["a"],), (kept["b"],), predicate, negated=True)
        return replace(query, also=(Phrase(relation=OPPOSITE[predicate], of=(kept["b"],), negated=True),))

    return build


def _containing(predicate: Predicate) -> Build:
    return lambda kept: relation(kept["a"], Clause(predicate, (kept["b"],)), "no" in kept)


def _held(kept: Kept) -> Query:
    """ "does the box contain the mug?": in it; "does the shelf hold the books?": on it."""
    return relation(kept["a"], Clause(how_held(kept["b"], kept), (kept["b"],)), "no" in kept)


def _reciprocal(predicate: Predicate) -> Build:
    def build(kept: Kept) -> Query | None:
        if "b" not in kept and not kept["a"].plural:
            return None
        return Query(
            QueryKind.RELATION, (kept["a"],), (kept["b"],) if "b" in kept else (), predicate, negated="no" in kept
        )

    return build


def _closer_of_two(kept: Kept) -> Query:
    """ "closer to the box than to the bowl": the box is nearer to it than the bowl is."""
    return Query(QueryKind.RELATION, (kept["b"],), (kept["a"], kept["c"]), Predicate.NEAR, farthest="far" in kept)


def forms() -> Iterator[Form]:
    yield "BE a:NP no:not? (PLACED | the one)? c:CLAUSE", _asked
    yield "BE a:NP no:not? PLACED? (on | to | at) the (far)? side:(left | right) HAND", _on_a_side
    yield "BE not a:NP (PLACED | the one)? c:CLAUSE", _asked
    yield "may:(would | will | could | might | can) a:NP no:not? be done:PLACED? c:CLAUSE", _named_or_any
    yield "(has | have) a:NP no:not? been PLACED? c:CLAUSE", _asked
    yield "SEE a:NP PLACED? c:CLAUSE", lambda kept: _asked(kept) if kept["a"].definite else None
    yield "BE it no:not? a:NP", _cleft
    yield "PLACED? c:CLAUSE BE (that | it) where a:NP BE", _asked
    yield "(DO | did) not? a:NP no:not? (STAND | SEEM) PLACED? c:CLAUSE", _asked
    yield "DO not? a:NP no:not? c:HAVING", _asked
    yield "(if | whether | that | SAYTHAT) a:NP BE no:not? (PLACED | the one)? c:CLAUSE (or not)?", _asked
    yield "(if | whether | that | SAYTHAT) a:NP STANDS PLACED? c:CLAUSE (or not)?", _asked
    yield "(if | whether | that | SAYTHAT) a:NP c:HAVING (or not)?", _asked
    yield "BE a:NP CLOSE to b:NP THAN (to | it is to) c:NP", _closer_of_two
    yield "BE a:NP far:FAR (away)? from b:NP THAN (from | to) c:NP", _closer_of_two
    yield "DO not? b:NP no:not? (CONTAINS | HOLDS) a:NP", _held
    yield "BE not? b:NP no:not? holding a:NP", _held
    yield "(if | whether | SAYTHAT) b:NP (CONTAINS | HOLDS) a:NP", _held
    yield "DO not? b:NP no:not? (support | carry) a:NP", _containing(Predicate.ON)
    yield "DO b:NP have a:NP (in | inside) it", _containing(Predicate.INSIDE)
    yield "DO b:NP have a:NP (on | on top of) it", _containing(Predicate.ON)
    yield "BE a:NP no:not? the? k:ORDER", _universal_superlative
    yield "BE a:NP no:not? the k:ORDER of (all)? (the | these | those)? n:NOM", _most_of_a_kind
    yield "BE a:NP no:not? the k:ORDER n:NOM", _most_of_a_kind
    yield "BE a:NP no:not? the n:NOM (closest | nearest) (to b:NP)?", _is_nearest
    yield "BE a:NP no:not? the (closest | nearest) n:NOM (to b:NP)?", _is_nearest
    yield "BE a:NP no:not? the far:farthest n:NOM (away)? (from b:NP)?", _is_nearest
    greater = f"no:not? ({MORE} | less:{LESS}) THAN"
    dim = "dim:(height | width | size | volume)"
    yield f"BE the? {dim} of a:NP {greater} (that of | the? {DIM} of) b:NP", _has_more
    yield f"BE a:NP 's {dim} {greater} (that of | the? {DIM} of) b:NP", _has_more
    yield f"BE a:NP 's {dim} {greater} b:NP 's {DIM}?", _has_more
    yield (
        "BE a:NP no:not? the? k:ORDER of (all | them | all of them | all objects | all the objects)",
        _universal_superlative,
    )
    for predicate, words in RECIPROCAL.items():
        yield f"BE a:ALT and b:NP no:not? ({words})", _reciprocal(predicate)
        yield f"BE a:NP no:not? ({words})", _reciprocal(predicate)
        yield f"(if | whether | SAYTHAT) a:NP and b:NP are no:not? ({words})", _reciprocal(predicate)
    yield "DO a:ALT and b:NP no:not? (touch | touch EACH)", _reciprocal(Predicate.TOUCHING)
    yield "DO a:NP no:not? (touch | touch EACH)", _reciprocal(Predicate.TOUCHING)
    yield from _axis_forms()
    yield "(on | at | to) (which | what) side of b:NP BE a:NP PLACED?", _axis(Predicate.LEFT_OF)
    yield "(which | what) side of b:NP BE a:NP PLACED? (on | at)", _axis(Predicate.LEFT_OF)
    yield "(on | at | to) (which | what) side of b:NP a:NP BE PLACED?", _axis(Predicate.LEFT_OF)
    yield "(which | what) side of b:NP a:NP BE PLACED? (on | at)", _axis(Predicate.LEFT_OF)
    yield from _choice_forms()
    yield from _leader_forms()


def _axis_forms() -> Iterator[Form]:
    """One of two opposite sides: "is the mug left or right of the box?", "is it on my left or right?"."""
    mine = "(more | rather)? (to | on | at | on to)? (my | your | our | the)?"
    yield (
        f"(BE a:NP | DO a:NP (STAND | SEEM)) PLACED? {mine} (left HAND or {mine} right HAND | right HAND or {mine} left HAND)",
        lambda kept: Query(QueryKind.WHERE_IS, (kept["a"],), (VIEWER,), Predicate.LEFT_OF),
    )
    for predicate, (one, other, link) in AXES.items():
        sides = f"({one} {link}? or {other} | {other} {link}? or {one})"
        link = f"({link} | compared to | when compared to)?" if link == "than" else f"{link}?"
        yield f"BE a:NP PLACED? {sides} {link} b:NP", _axis(predicate)
        for said, contrary in ((one, other), (other, one)):
            for begin in ("BE a:NP", "(if | whether | SAYTHAT) a:NP BE"):
                yield f"{begin} PLACED? {said} {link} b:NP or {contrary} ({link} it)?", _axis(predicate)
        yield f"BE a:NP neither PLACED? {one} {link} nor {other} {link} b:NP", _neither(predicate)
        yield f"BE a:NP neither PLACED? {other} {link} nor {one} {link} b:NP", _neither(predicate)
        yield f"DO a:NP (STAND | SEEM) PLACED? {sides} {link} b:NP", _axis(predicate)
        yield f"(if | whether | SAYTHAT) a:NP BE PLACED? {sides} {link} b:NP", _axis(predicate)
        yield f"(if | whether | SAYTHAT) a:NP STANDS PLACED? {sides} {link} b:NP", _axis(predicate)
        yield f"(relative to | compared to | with respect to) b:NP BE a:NP PLACED? {sides}", _axis(predicate)


def statement_forms() -> Iterator[Form]:
    """Statements that are questions only by their question mark: "The mug is left of the box?"."""
    yield "(so | then)? a:NP BE no:not? PLACED? c:CLAUSE", _asked
    yield "a:NP c:HAVING", _asked
    yield "a:NP DO no:not (c:HAVING | (STAND | SEEM) PLACED? c:CLAUSE)", _asked
    yield "a:NP (STANDS | looks | look) no:not? PLACED? c:CLAUSE", _asked
    yield "a:NP no:not? PLACED? c:CLAUSE", _stated


def _choice_forms() -> Iterator[Form]:
    yield "WHICH n:NOM? OFTHESE? ISLIKE no:not? (k:CRIT | PLACED k:CRIT) alts:EITHER", _choice
    yield "WHICH ONE? OFTHESE? ISLIKE no:not? (k:CRIT | PLACED k:CRIT) alts:EITHER", _choice
    yield "WHICH n:NOM? ONE? ISLIKE k:ORDER OFTHESE alts:EITHER", _choice
    yield "WHICH ONE? OFTHESE? (has | have) k:MOST alts:EITHER", _choice
    yield "WHICH ONE? OFTHESE? alts:EITHER (ISLIKE PLACED? k:CRIT | (has | have) k:MOST)", _choice
    comparing = f"compare (the {MEASURED} of)? alts:LISTED (and | .)? (tell me | say | which)?"
    of = "(between | of | out of | among | from | considering | given | looking at | comparing)"
    for begin in (f"{of}? alts:LISTED", comparing):
        yield f"{begin} WHICH ONE? (ISLIKE PLACED? k:CRIT | (has | have) k:MOST)", _choice
    yield "k:ORDER alts:EITHER", _choice
    yield "(between | of | out of)? alts:LISTED k:ORDER (BE)?", _choice
    yield (
        "WHICH ONE? (ISLIKE PLACED? k:CRIT | (has | have) k:MOST) (between | of | out of | among) alts:LISTED",
        _choice,
    )
    yield "WHICH ONE? of alts:LISTED (ISLIKE PLACED? k:CRIT | (has | have) k:MOST)", _choice
    yield "WHICH ONE? (of | out of) (these | those | the) ONE alts:ROW ISLIKE PLACED? k:CRIT", _choice
    yield "BE (it)? alts:EITHER (that ISLIKE)? PLACED? k:CRIT", _choice
    yield "BE it alts:EITHER that (has | have) k:MOST", _choice
    yield (
        "alts:ROW (and | then)? (FIND | WHICH ONE? (BE | would be | comes out)?) k:ORDER (of (all | them | all of "
        "them | the lot))?",
        _choice,
    )
    yield "(DO | did) alts:EITHER ((STAND | SEEM) PLACED? k:CRIT | have k:MOST)", _choice
    yield "(if | whether | SAYTHAT) alts:EITHER BE PLACED? k:CRIT", _choice
    yield "WHICH? BE a:NP CLOSE to? x:NP or CLOSE? to? y:NP", _nearer_of(False)
    yield "BE a:NP CLOSE to alts:EITHER", lambda kept: Query(QueryKind.CHOICE, kept["alts"], (kept["a"],), Predicate.NEAR)
    yield "WHICH? BE a:NP FAR away? from x:NP or (FAR away?)? from? y:NP", _nearer_of(True)


def _leader_forms() -> Iterator[Form]:
    yield "WHICH n:NOM ISLIKE k:ORDER", _leader
    yield "WHICH n:NOM (has | have) k:MOST", _leader
    yield "WHICH ONE? of n:NP (ISLIKE (k:ORDER | PLACED? k:PLACE) | (has | have) k:MOST)", _leader
    yield "(of | out of | among) n:NP WHICH ONE? (ISLIKE (k:ORDER | PLACED? k:PLACE) | (has | have) k:MOST)", _leader
    among = "(of | out of | among | from | considering | given | looking at | comparing) n:NP"
    yield f"{among} (WHICH ONE? | FIND (the ONE (that | which)?)?) BE? (k:ORDER | PLACED? k:PLACE)", _leader_among
    yield "WHICH ISLIKE k:ORDER", _leader
    yield (
        "WHICH ONE? ISLIKE k:ORDER (of | among | out of) n:NP",
        _leader_among,
    )
    yield "WHICH n:NOM ISLIKE r:RANK", _ranked
    yield "WHICH ONE? of n:NP ISLIKE r:RANK", _ranked
    yield "(WHICH n:NOM | WHICH ONE? of n:NP) ISLIKE in the (middle | centre)", _ranked
    yield "(what | WHICH n:NOM) BE b:NP (the)? (closest | nearest | closer | nearer) to", _nearest_to
    yield "WHICH (has | have) k:MOST", _leader
    yield "(WHICH BE | what would be | FIND) a:NP", _leading
    yield "(what | which one) a:NP BE", _leading
