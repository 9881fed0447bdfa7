"""Sentence forms that ask for objects: where is, what is, what do you see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from spatialgeo_ros.questions import lexicon
from spatialgeo_ros.questions.asking_counts import about, lifted, looking
from spatialgeo_ros.questions.asking_relations import leading_phrase
from spatialgeo_ros.questions.clause import VIEWER, narrowed
from spatialgeo_ros.questions.forms import Build, Form
from spatialgeo_ros.questions.holding import holder_of, holds, is_filled
from spatialgeo_ros.types import Phrase, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
def _where(kept: Kept) -> Query | None:
    if kept["a"].noun == VIEWER.noun:
        return None
    return Query(QueryKind.WHERE_IS, (kept["a"],), (kept["b"],) if "b" in kept else ())


def _located_on(predicate: Predicate) -> Build:
    return lambda kept: Query(QueryKind.WHERE_IS, (kept["a"],), (), predicate)


def _what_is(kept: Kept) -> Query | None:
    query = about(QueryKind.WHAT_IS)(kept)
    if not isinstance(query, Query) or query.predicate is None and not query.subjects[0].also:
        return None
    return query


def _described(kept: Kept) -> Query | None:
    """ "what is #3?": what is known about it."""
    return None if leading_phrase(kept["a"]) is not None else _looking(kept)


def _looking(kept: Kept) -> Query | None:
    """ "what colour is the mug?", "what colour is the tallest mug?": what is known about it."""
    return None if kept["a"].noun == VIEWER.noun else Query(QueryKind.WHAT_IS, (kept["a"],))


def _looking_among(kept: Kept) -> Query | None:
    """ "of all the cushions, the leftmost one is which colour?"."""
    things: Phrase = kept["n"]
    lead = lexicon.LEADING[kept["most"]]
    if not things.plural or not things.definite or things.sizes or things.of and things.relation is None:
        return None
    return _looking({"a": replace(things, sizes=(lead,), plural=False, count=0)})


def _what_is_that(kept: Kept) -> Query | None:
    """ "what is the thing behind the mug?" lists, "what is the blue thing behind the mug?" describes."""
    phrase: Phrase = kept["n"]
    if leading_phrase(phrase) is not None or phrase.ids:
        return None
    if phrase.definite and not phrase.noun and phrase.colours + phrase.shapes and not phrase.plural:
        return _described({"a": phrase})  # "what is the red thing?"
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


def _holding(predicate: Predicate) -> Build:
    """ "which bowl has a spoon in it?"."""

    def build(kept: Kept) -> Query:
        subject = replace(kept.get("n", Phrase()), definite=False)
        condition = Phrase(relation=predicate, of=(kept["b"],), swapped=True)
        return Query(QueryKind.WHAT_IS, (replace(subject, also=(*subject.also, condition)),))

    return build


def _holder(kept: Kept) -> Query | None:
    """ "which box contains the tape?"; "which container" does asks what the tape is in, whatever that is."""
    if is_filled(kept) or kept["n"].noun in ("", "container"):
        return None
    return Query(QueryKind.WHAT_IS, (holder_of(kept["n"], kept),))


def _listed_empty(kept: Kept) -> Query | None:
    """ "which boxes are empty": those that have nothing in them, or on them."""
    nothing = replace(holds(kept["n"], {**kept, "b": Phrase()}), negated=True)
    return _listed({"n": narrowed(kept["n"], nothing)}) if kept["n"].noun else None


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
    yield from _where_forms()
    yield from _what_forms()
    yield from _list_forms()


def _look_alike(kept: Kept) -> Query | None:
    """ "which mugs are red?"."""
    return _listed({"n": looking(kept["n"], kept)})


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
    yield "where (does | do | did | has | have) a:NP (STAND | go | gone | end up | ended up | get to | got to | land)", _where
    yield "where a:NP (has | have) (gone | got to | ended up | been put)", _where
    yield (
        "((what | give | give me | get | state | tell me | find | report) (is | are | 's)?)? the? (3 d)? (position | "
        "location | "
        "whereabouts | coordinates | pose | place | "
        f"xyz position) of a:NP {relative}",
        _where,
    )
    yield from _coordinate_forms()
    yield "what (is | are | 's) a:NP 's (3 d)? (position | location | coordinates)", _where
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


_CAMERAS = ("camera", "camera optical", "optical", "camera 's", "sensor", "rgb", "camera 's own", "camera 's optical")
_FRAMES = {  # as it is said: as the query has it
    **dict.fromkeys(_CAMERAS, "camera"),
    **dict.fromkeys(("viewer", "viewer 's", "levelled camera", "level"), "viewer"),
    **{name: name for name in ("reference", "map", "odom", "world", "base")},
    **dict.fromkeys(("base link", "robot base"), "base_link"),
}


def _in_frame(kept: Kept) -> Query | None:
    query = _where(kept)
    return None if query is None else replace(query, frame=_FRAMES[kept["frame"]])


def _coordinate_forms() -> Iterator[Form]:
    names = " | ".join(_FRAMES)
    coordinates = "(frame | coordinates | coordinate frame | coordinate system | reference frame | space | system | axes)"
    frame = f"(in | within | relative to | with respect to | expressed in | using) the? frame:({names}) {coordinates}"
    numbers = "(3 d | xyz | x y z | x y and z | x y | cartesian | metric | exact)?"
    place = f"{numbers} (position | location | coordinates | place | pose)"
    thing = "(THE? (centre | middle) of)? a:NP"
    for begin in ("ASKFOR", "", "(tell me | i need | get me)"):
        yield f"{begin} THE? {place} of {thing} {frame}", _in_frame
        yield f"{begin} a:NP 's (centre 's)? {place} {frame}", _in_frame
        yield f"{begin} a:NP {place} {frame}", _in_frame
        yield f"{begin} THE? {place} of a:NP", _where
        yield f"{begin} a:NP 's (x y z | xyz | x y and z) (values | coordinates)? ({frame})?", _coordinates
        yield f"{begin} THE? {place} of a:NP 's (centre | middle) {frame}", _in_frame
        yield f"{begin} THE? {place} of (THE? (centre | middle) of a:NP | a:NP 's (centre | middle))", _where
        yield f"{begin} THE? (frame:({names})) frame? {place} of {thing}", _in_frame
        yield f"{begin} a:NP 's coordinates (relative to | with respect to) the frame:camera", _in_frame
    yield f"where BE {thing} {frame}", _in_frame
    yield (
        f"(what BE | ASKFOR)? THE? (x y z | xyz | x y and z) (values | coordinates | position | of the centre)? of "
        f"{thing} ({frame})?",
        _coordinates,
    )


def _coordinates(kept: Kept) -> Query | None:
    return _in_frame(kept) if "frame" in kept else _where(kept)


def _what_forms() -> Iterator[Form]:
    see = (
        "((is | are) there | (am i | are you | are we) looking at | there is | there are "
        "| SEE | (you | i | we) (can)? (see | find)"
        " | (can | could) be (seen | found) | BE visible)"
    )
    for what in ("WHICH", "what all", "WHICH n:NOM", "WHICH ONE? of n:NP", "what kind of n:NOM", "what sort of n:NOM"):
        yield f"{what} (ISLIKE | {see}) no:not? PLACED? c:CLAUSE", _what_is
        yield f"{what} (ISLIKE | {see}) PLACED? c:CLAUSE and PLACED? d:CLAUSE", _what_is
        yield f"{what} (ISLIKE | {see}) p:SIDEOFVIEW", _what_is
        yield f"{what} (ISLIKE | {see}) (the one | the object | the thing | that | that thing) c:CLAUSE", _what_is
        yield f"{what} (touches | touch) b:NP", _inside_of(Predicate.TOUCHING)
        yield f"{what} (GOT | holds) b:NP KEPT (in | inside) (it | them)?", _holding(Predicate.INSIDE)
        yield f"{what} GOT b:NP KEPT (on | on top of) (it | them)", _holding(Predicate.ON)
        yield f"{what} (does | do | can) b:NP (contain | hold | have in it | have inside)", _inside_of(Predicate.INSIDE)
    for holders in ("WHICH n:NOM", "WHICH ONE? of n:NP"):
        yield f"{holders} (CONTAINS | HOLDS | CARRIES) b:NP", _holder
        yield f"{holders} (BE empty | (CONTAINS | HOLDS) nothing)", _listed_empty
    yield "(in | inside) (which | what) ONE? of n:NP BE b:NP PLACED?", _holding(Predicate.INSIDE)
    yield "on (which | what) ONE? of n:NP BE b:NP PLACED?", _holding(Predicate.ON)
    yield "(in | inside) (which | what) n:NOM BE b:NP PLACED?", _holding(Predicate.INSIDE)
    yield "on (which | what) n:NOM (BE b:NP PLACED? | (does | do) b:NP STAND)", _holding(Predicate.ON)
    yield "WHICH n:NOM BE b:NP PLACED? (in | inside)", _holding(Predicate.INSIDE)
    yield "WHICH n:NOM BE b:NP PLACED? (on | on top of)", _holding(Predicate.ON)
    yield f"WHICH n:NOM {see}?", _what_is
    yield (
        "(list | name | enumerate | describe | show me | report | give me | identify) (what | whatever | all that | "
        "everything that | anything that) ISLIKE no:not? PLACED? c:CLAUSE",
        _what_is,
    )
    yield "(what BE)? the (name | identity) of a:NP", _named
    yield ("WHICH BE n:NP", _what_is_that)
    yield "(what | which ONE) BE b:NP (touching | in contact with | in touch with)", _inside_of(Predicate.TOUCHING)
    yield "(what | which ONE) BE b:NP (next to | beside | near | close to)", _inside_of(Predicate.NEAR)
    yield "PLACED? c:CLAUSE there (is | are | 's) what", _what_is
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
    yield "what (colour | colours | shape) (BE a:NP | does a:NP have | (has | have) a:NP | a:NP BE)", _looking
    tell = "(what BE | describe | tell me | give | give me | name | report | state | determine | i need)"
    yield f"{tell} the? (colour | colours | shape) of a:NP", _looking
    most = "the? most:SUPERLATIVE ONE?"
    among = "(of | out of | among | from) (all)? n:NP"
    yield f"{most} {among} (BE | has | have) (of)? (what | which) (colour | shape)", _looking_among
    yield f"{among} {most} (BE | has | have) (of)? (what | which) (colour | shape)", _looking_among
    yield f"{among} (what | which) (colour | shape) (BE {most} | does {most} have | {most} BE)", _looking_among
    yield "(what | which) (kind of | sort of | type of)? (object | thing) BE a:NP", _described_id


def _list_forms() -> Iterator[Form]:
    yield "WHICH n:NOM BE no:not? look:LOOK", _look_alike
    yield "(WHICH ONE? of n:NP | WHICH of n:NP) BE no:not? look:LOOK", _look_alike
    yield "what (things | objects)? BE no:not? look:LOOK", lambda kept: _look_alike({**kept, "n": Phrase()})
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
        "(find | find me | list | name | enumerate | list out | show | show me | give me a list of | identify | report | "
        "tell me | "
        "give me) "
        "a:NP "
        "(INVIEW | SEE | you can see | you see | that you (can)? see | that are (there | INVIEW))?",
        lambda kept: _listed(kept) if kept["a"].plural or leading_phrase(kept["a"]) is not None else None,
    )
    yield "(list | name | enumerate) n:NOM (INVIEW | SEE | you can see | you see)?", _listed
    yield "what have you (found | seen | detected)", nothing
