"""Questions about relations: left, behind, above, on, inside, near, taller, what is on, is there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from spatialgeo_ros.types import AnswerKind, ObjectKind, Predicate, QueryKind
from spatialgeo_ros.world.asked import Candidate, View, height_is_seen, holds, middle_is_seen, width_is_seen, yes_no
from spatialgeo_ros.world.catalogue import STACK_ON
from spatialgeo_ros.world.judging import Expected
from spatialgeo_ros.world.references import FAINT_PX, Named, support_phrase
from spatialgeo_ros.world.truth import TruthObject

SIDE_M = 0.08  # between centres, and the extents must lie in the same order
LEVEL_M = 0.05  # between the top of one and the bottom of the other
LARGER_M, LARGER_SHARE = 0.04, 0.2  # difference in height or width, also as a share of the larger
ON_M, INSIDE_M = 0.05, 0.02
NEAR_M = 0.10
BIGGER_RATIO = 3.0
BETWEEN_M = 0.06
_SIDE_WORDS = {Predicate.LEFT_OF: "to the left of", Predicate.RIGHT_OF: "to the right of",
               Predicate.IN_FRONT_OF: "in front of", Predicate.BEHIND: "behind"}
_PLACE_WORDS = {Predicate.LEFT_OF: "further to the left", Predicate.RIGHT_OF: "further to the right"}


def sides(view: View) -> Iterator[Candidate]:
    for a, b in view.pairs():
        predicate = list(_SIDE_WORDS)[int(view.rng.integers(4))]
        margin = _side_margin(view, predicate, a.item, b.item)
        if abs(margin) < SIDE_M:
            continue
        yield yes_no(QueryKind.RELATION, predicate.name.lower(),
                     f"Is {view.the(a)} {_SIDE_WORDS[predicate]} {view.the(b)}?", margin > 0,
                     f"centres {margin:+.2f} m apart in that direction")


def levels(view: View) -> Iterator[Candidate]:
    """Above and below; what only stands side by side at one height is not asked about."""
    for a, b in view.pairs():
        predicate = Predicate.ABOVE if view.rng.random() < 0.5 else Predicate.BELOW
        margin = view.truth.margin(predicate, a.item.id, b.item.id)
        if abs(margin) < LEVEL_M:
            continue
        yield yes_no(QueryKind.RELATION, predicate.name.lower(),
                     f"Is {view.the(a)} {predicate.name.lower()} {view.the(b)}?", margin > 0,
                     f"{margin:+.2f} m between the facing ends")


def rests(view: View) -> Iterator[Candidate]:
    """On and inside, between named things and between them and the table or the floor."""
    for a in view.named:
        for b in view.named:
            if a is not b:
                yield from _rests_pair(view, a, b)
        for support in view.truth.objects:
            phrase = support_phrase(view.truth, support.id)
            if phrase is None or support.word == "floor" and a.item.word in ("table", "shelf"):
                continue
            margin = view.truth.margin(Predicate.ON, a.item.id, support.id)
            if abs(margin) >= ON_M:
                yield yes_no(QueryKind.RELATION, "on", f"Is {view.the(a)} on {phrase}?", margin > 0, _resting(a.item))


def _rests_pair(view: View, a: Named, b: Named) -> Iterator[Candidate]:
    related = holds(b.item, a.item)
    if not related and view.rng.random() > 1.5 / max(len(view.named), 1):
        return
    for predicate, words, least in ((Predicate.ON, "on", ON_M), (Predicate.INSIDE, "inside", INSIDE_M)):
        if predicate is Predicate.INSIDE and not related and b.item.word not in ("bowl", "basket", "bin", "pan", "box"):
            continue
        margin = view.truth.margin(predicate, a.item.id, b.item.id)
        if abs(margin) >= least and not (predicate is Predicate.INSIDE and margin < 0 and abs(margin) < ON_M):
            yield yes_no(QueryKind.RELATION, predicate.name.lower(), f"Is {view.the(a)} {words} {view.the(b)}?",
                         margin > 0, _resting(a.item))


def closeness(view: View) -> Iterator[Candidate]:
    for a, b in view.pairs(12):
        margin = view.truth.margin(Predicate.NEAR, a.item.id, b.item.id)
        if abs(margin) >= NEAR_M:
            yield yes_no(QueryKind.RELATION, "near", f"Is {view.the(a)} {view.pick('near', 'close to')} {view.the(b)}?",
                         margin > 0, f"{margin:+.2f} m within the limit")


def comparisons(view: View) -> Iterator[Candidate]:
    for a, b in view.pairs():
        for predicate, words in ((Predicate.TALLER, ("taller", "shorter")), (Predicate.WIDER, ("wider", "thinner"))):
            margin = _larger_margin(view, predicate, a.item, b.item)
            if margin is None:
                continue
            books = a.item.word == b.item.word == "book"  # of two books "thinner" asks for the thickness
            inverse = view.rng.random() < 0.5 and not (books and predicate is Predicate.WIDER)
            yield yes_no(QueryKind.RELATION, words[inverse], f"Is {view.the(a)} {words[inverse]} than {view.the(b)}?",
                         (margin > 0) != inverse, f"differ by {margin:+.2f} m")


def volumes(view: View) -> Iterator[Candidate]:
    """Bigger and smaller, by the volume of the boxes, when it differs several times."""
    for a, b in view.pairs(20):
        ratio = float(np.prod(a.item.box.size_m) / np.prod(b.item.box.size_m))
        seen = all(middle_is_seen(o, view.truth.world_from_viewer) for o in (a.item, b.item))
        if not seen or 1 / BIGGER_RATIO < ratio < BIGGER_RATIO:
            continue
        bigger = view.rng.random() < 0.5
        yield yes_no(QueryKind.RELATION, "bigger", f"Is {view.the(a)} {'bigger' if bigger else 'smaller'} than "
                     f"{view.the(b)}?", (ratio > 1) == bigger, f"{ratio:.2f} times the volume")


def betweens(view: View) -> Iterator[Candidate]:
    for a, b in view.pairs(10):
        for c in view.named:
            if c is a or c is b or any(holds(x.item, y.item) for x in (a, b, c) for y in (a, b, c)):
                continue
            margin = view.truth.relations.between(c.item.id, a.item.id, b.item.id)
            if abs(margin) >= BETWEEN_M:
                yield yes_no(QueryKind.RELATION, "between",
                             f"Is {view.the(c)} between {view.the(a)} and {view.the(b)}?", margin > 0,
                             f"{margin:+.2f} m inside the corridor")


def choices(view: View) -> Iterator[Candidate]:
    for a, b in view.pairs():
        style = int(view.rng.integers(4))
        if style < 2:
            predicate = Predicate.TALLER if style == 0 else Predicate.WIDER
            margin = _larger_margin(view, predicate, a.item, b.item)
            words = "taller" if style == 0 else "wider"
        else:
            predicate = Predicate.LEFT_OF if style == 2 else Predicate.RIGHT_OF
            margin = _side_margin(view, predicate, a.item, b.item)
            margin = None if abs(margin) < SIDE_M else margin
            words = _PLACE_WORDS[predicate]
        if margin is None:
            continue
        winner = a if margin > 0 else b
        yield Candidate(f"Which is {words}, {view.the(a)} or {view.the(b)}?", QueryKind.CHOICE,
                        predicate.name.lower(), Expected(AnswerKind.OBJECT, ids=(winner.item.id,)),
                        f"differ by {margin:+.2f} m")


def what_is_on(view: View) -> Iterator[Candidate]:
    """What is on or inside a thing: all that rests there directly, if every bit of it can be seen."""
    for b in view.named:
        held = [o for o in view.truth.room.things if b.item.id in (o.support_id, o.container_id)]
        direct = [o for o in held if o.support_id == b.item.id]
        shown = {o.id for o in view.truth.well_visible()}
        if not direct or len(direct) != len(held) or any(o.id not in shown for o in held):
            continue
        predicate = Predicate.INSIDE if direct[0].container_id == b.item.id else Predicate.ON
        margins = [view.truth.margin(predicate, o.id, b.item.id) for o in direct]
        if min(margins) < INSIDE_M:
            continue
        words = "inside" if predicate is Predicate.INSIDE else "on"
        yield Candidate(f"What is {words} {view.the(b)}?", QueryKind.WHAT_IS, words,
                        Expected(AnswerKind.OBJECT, ids=tuple(o.id for o in direct)), f"{len(direct)} put there")


def exists(view: View) -> Iterator[Candidate]:
    """Is there a thing of a kind, anywhere or on another one. "No" is only asked of kinds that are not in view."""
    truth = view.truth
    for a in view.named:
        article = "an" if a.item.word[0] in "aeiou" else "a"
        text = f"{view.pick('Is there', 'Do you see')} {article} {a.item.word}?"
        yield yes_no(QueryKind.EXISTS, "exists", text, True, "well in view")
        b = view.named[int(view.rng.integers(len(view.named)))]
        if b.item.word not in STACK_ON or b.item.word == a.item.word or holds(a.item, b.item):
            continue
        same = [o for o in truth.objects if o.word == a.item.word and o.pixel_count >= FAINT_PX]
        margins = [truth.margin(Predicate.ON, o.id, b.item.id) for o in same if o.id != b.item.id]
        if margins and abs(max(margins)) >= ON_M:
            yield yes_no(QueryKind.EXISTS, "exists_on", f"Is there {article} {a.item.word} on {view.the(b)}?",
                         max(margins) > 0, "by how the room was built")


def _side_margin(view: View, predicate: Predicate, a: TruthObject, b: TruthObject) -> float:
    """The margin, or 0 when the extents lie in another order than the centres."""
    margin = view.truth.margin(predicate, a.id, b.id)
    sideways = predicate in (Predicate.LEFT_OF, Predicate.RIGHT_OF)
    first, second = (a.right_m, b.right_m) if sideways else (a.forward_m, b.forward_m)
    sign = 1 if predicate in (Predicate.LEFT_OF, Predicate.IN_FRONT_OF) else -1
    low, high = sign * (second[0] - first[0]), sign * (second[1] - first[1])
    return margin if min(low * margin, high * margin) > 0 and min(abs(low), abs(high)) > 0.02 else 0.0


def _larger_margin(view: View, predicate: Predicate, a: TruthObject, b: TruthObject) -> float | None:
    """Difference in height or width when it is beyond doubt and can be seen."""
    tall = predicate is Predicate.TALLER
    seen = all(height_is_seen(o) if tall else width_is_seen(o, view.truth.world_from_viewer) for o in (a, b))
    margin = view.truth.margin(predicate, a.id, b.id)
    larger = max(a.height_m, b.height_m) if tall else max(a.width_m, b.width_m)
    return margin if seen and abs(margin) >= max(LARGER_M, LARGER_SHARE * larger) else None


def _resting(item: TruthObject) -> str:
    where = f"rests on thing {item.support_id}" if item.kind is ObjectKind.OBJECT else "is furniture"
    return where + (f", in thing {item.container_id}" if item.container_id else "")
