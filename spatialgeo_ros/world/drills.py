"""Drills: questions that the boxes of a view's things answer, as many as are wanted.

A language model that begins with nothing has to learn first what left, behind or taller mean in numbers. That takes some
hundred thousand different questions; of those that a room can be asked beyond doubt there are too few, and it learns them by
heart.
Forms and margins are those of `asked_relations` and `asked_measures`; what needs surfaces instead of boxes is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import AnswerKind, Array, FloatArray, ObjectKind
from spatialgeo_ros.world.asked_measures import CLOCK_HOUR, CLOCK_M, NEAREST_M
from spatialgeo_ros.world.asked_relations import BETWEEN_M, BIGGER_RATIO, LARGER_M, LARGER_SHARE, LEVEL_M, SIDE_M
from spatialgeo_ros.world.slotted import SlottedQuestion

_IN_VIEW = 0.6  # of a thing that is asked about
_DISTANCE_M = (0.03, 2.5)
_TRIES = 40
_NOT_BETWEEN = 0.4  # of three things some are between the others as often
_NEARER_TO_M = 1.5 * NEAREST_M  # gaps between boxes are smaller than those between surfaces
_RIGHT, _AHEAD, _UP = 0, 1, 2  # axes of the viewer


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two things, of THING each, a third where there is one, what is learned first or anything, and dice."""

    a: np.void
    b: np.void
    c: np.void | None
    first: bool
    rng: np.random.Generator

    @property
    def ids(self) -> tuple[int, int]:
        return int(self.a["id"]), int(self.b["id"])

    def pick(self, count: int) -> int:
        return int(self.rng.integers(count))

    def reverse(self) -> bool:
        """Whether to ask for the opposite: right instead of left."""
        return not self.first and self.pick(2) == 1


def drilled_about(things: Array, named: bool) -> Array:
    """Those that drills may ask about. named: only what a colour and a word, or one of them, tell from all others."""
    kept = (things["kind"] == ObjectKind.OBJECT) & (things["fraction"] >= _IN_VIEW) & (things["border"] == 0)
    return np.asarray(things[kept & (things["named"] > 0) if named else kept])


def drill(things: Array, first: bool, rng: np.random.Generator, fair: bool = False) -> SlottedQuestion | None:
    """A question about one to three of these, (N,) of THING; None where nothing can be asked.

    first: for beginners, left but not right, taller but not shorter. fair: nothing that the kinds of things give away (a lamp
    is taller than a mug), for questions that name them.
    """
    if len(things) < 2:
        return None
    makers, chances = (_FAIR, _FAIR_CHANCES) if fair else (_MAKERS, _CHANCES)
    for _ in range(_TRIES):
        a, b, *more = rng.choice(len(things), min(len(things), 3), replace=False)
        third = things[more[0]] if more else None
        found = makers[int(rng.choice(len(makers), p=chances))](_Pair(things[a], things[b], third, first, rng))
        if found is not None:
            return found
    return None


def _left(pair: _Pair) -> SlottedQuestion | None:
    margin = _apart(pair, _RIGHT)
    if margin is None:
        return None
    side = ("left", "right")[pair.reverse()]
    is_so = (margin < 0) == (side == "left")
    if pair.pick(4):
        return _yes_no(pair, f"{side}_of", f"to the {side} of", is_so)
    return _choice(pair, f"{side}_of", f"Which is further to the {side}, {{0}} or {{1}}?", is_so)


def _behind(pair: _Pair) -> SlottedQuestion | None:
    margin = _apart(pair, _AHEAD)
    if margin is None:
        return None
    where = ("behind", "in front of")[pair.reverse()]
    return _yes_no(pair, where.replace(" ", "_"), where, (margin > 0) == (where == "behind"))


def _above(pair: _Pair) -> SlottedQuestion | None:
    higher, lower = pair.a["low"][_UP] - pair.b["high"][_UP], pair.b["low"][_UP] - pair.a["high"][_UP]
    if max(higher, lower) < LEVEL_M:
        return None
    where = ("above", "below")[pair.reverse()]
    return _yes_no(pair, where, where, (higher > 0) == (where == "above"))


def _taller(pair: _Pair) -> SlottedQuestion | None:
    return _larger(pair, _UP, ("taller", "shorter"))


def _wider(pair: _Pair) -> SlottedQuestion | None:
    return _larger(pair, _RIGHT, ("wider", "thinner"))


def _larger(pair: _Pair, axis: int, words: tuple[str, str]) -> SlottedQuestion | None:
    one, other = (float(_size(thing)[axis]) for thing in (pair.a, pair.b))
    if abs(one - other) < max(LARGER_M, LARGER_SHARE * max(one, other)):
        return None
    if pair.pick(4) == 0:
        return _choice(pair, words[0], f"Which is {words[0]}, {{0}} or {{1}}?", one > other)
    word = words[pair.reverse()]
    return _yes_no(pair, word, f"{word} than", (one > other) == (word == words[0]))


def _bigger(pair: _Pair) -> SlottedQuestion | None:
    ratio = float(np.prod(pair.a["box_size"] / pair.b["box_size"]))
    if 1 / BIGGER_RATIO < ratio < BIGGER_RATIO:
        return None
    word = ("bigger", "smaller")[pair.reverse()]
    return _yes_no(pair, "bigger", f"{word} than", (ratio > 1) == (word == "bigger"))


def _nearer(pair: _Pair) -> SlottedQuestion | None:
    one, other = (float(np.linalg.norm(np.clip(0, thing["low"], thing["high"]))) for thing in (pair.a, pair.b))
    if abs(one - other) < NEAREST_M:
        return None
    return _choice(pair, "nearer", "Which is closer to the camera, {0} or {1}?", one < other)


def _nearer_to(pair: _Pair) -> SlottedQuestion | None:
    """Which of b and c is nearer to a, where the gaps between their boxes say it beyond doubt: surfaces are farther apart."""
    if pair.c is None or pair.first:
        return None
    to_b, to_c = (_gap_m(pair.a, other) for other in (pair.b, pair.c))
    if abs(to_b - to_c) < _NEARER_TO_M:
        return None
    asked = (*pair.ids, int(pair.c["id"]))
    return SlottedQuestion("Which is closer to {0}, {1} or {2}?", "nearer", AnswerKind.OBJECT, asked,
                           answers=(asked[1 if to_b < to_c else 2],))


def _between(pair: _Pair) -> SlottedQuestion | None:
    """Both answers about alike often: any of the three that is between the others, or one that is not, which is found more
    easily."""
    if pair.c is None or pair.first:
        return None
    yes, turn = pair.pick(2) == 0, pair.pick(3)
    if not yes and pair.rng.random() > _NOT_BETWEEN:
        return None
    things = (pair.a, pair.b, pair.c)
    for k in range(3):
        one, start, end = (things[(turn + k + j) % 3] for j in range(3))
        margin = _inside_corridor_m(one, start, end)
        if abs(margin) >= BETWEEN_M and (margin > 0) == yes:
            ids = tuple(int(thing["id"]) for thing in (one, start, end))
            return SlottedQuestion("Is {0} between {1} and {2}?", "between", AnswerKind.YES_NO, ids, yes=yes)
    return None


def _inside_corridor_m(one: np.void, start: np.void, end: np.void) -> float:
    """By how much its middle lies in the corridor between the others, seen from above, as `truth_relations` has it."""
    point, first, last = (thing["box_centre"][:_UP].astype(float) for thing in (one, start, end))
    length = max(float(np.linalg.norm(last - first)), 1e-9)
    along = (last - first) / length
    across = np.array([-along[1], along[0]])
    reach = max(length / 4, *(_half_across(thing, across) for thing in (start, end)))
    progress = float((point - first) @ along)
    return min(progress, length - progress, reach - abs(float((point - first) @ across)))


def _half_across(thing: np.void, direction: FloatArray) -> float:
    """Of its box, seen from above, along a direction of the viewer."""
    cos, sin = np.cos(thing["box_yaw"]), np.sin(thing["box_yaw"])
    sides = abs(direction[0] * cos + direction[1] * sin), abs(direction[1] * cos - direction[0] * sin)
    return float(np.dot(sides, thing["box_size"][:_UP]) / 2)


def _gap_m(one: np.void, other: np.void) -> float:
    """Between boxes along the viewer's axes."""
    apart = np.maximum(one["low"] - other["high"], other["low"] - one["high"])
    return float(np.linalg.norm(np.maximum(apart, 0.0)))


def _distance(pair: _Pair) -> SlottedQuestion | None:
    offset = pair.a["box_centre"] - pair.b["box_centre"]
    topic, words, part = (("centre", "centre to centre", offset), ("horizontal", "horizontal", offset[:_UP]),
                          ("vertical", "vertical", offset[_UP:]))[pair.pick(3)]
    value = float(np.linalg.norm(part))
    if not _DISTANCE_M[0] < value < _DISTANCE_M[1]:
        return None
    return SlottedQuestion(f"What is the {words} distance between {{0}} and {{1}}?", topic, AnswerKind.LENGTH, pair.ids,
                           value=value)


def _height(pair: _Pair) -> SlottedQuestion:
    return _length(pair, "height", ("How tall is {0}?", "What is the height of {0}?"), float(_size(pair.a)[_UP]))


def _width(pair: _Pair) -> SlottedQuestion:
    return _length(pair, "width", ("How wide is {0}?", "What is the width of {0}?"), float(_size(pair.a)[_RIGHT]))


def _length(pair: _Pair, topic: str, forms: tuple[str, str], value: float) -> SlottedQuestion:
    return SlottedQuestion(forms[pair.pick(2)], topic, AnswerKind.LENGTH, pair.ids[:1], value=value)


def _clock(pair: _Pair) -> SlottedQuestion | None:
    offset = pair.b["box_centre"] - pair.a["box_centre"]
    hour = float(np.degrees(np.arctan2(offset[_RIGHT], offset[_AHEAD])) / 30) % 12
    if np.hypot(offset[_RIGHT], offset[_AHEAD]) < CLOCK_M or abs(hour - round(hour)) >= CLOCK_HOUR:
        return None
    return SlottedQuestion("If you are at {0}, at what clock hour is {1}?", "clock", AnswerKind.CLOCK_HOUR, pair.ids,
                           value=hour if hour >= 0.5 else hour + 12)


def _place(pair: _Pair) -> SlottedQuestion:
    right, ahead, up = (float(v) for v in pair.a["box_centre"])
    return SlottedQuestion("Where is {0}?", "where", AnswerKind.POSITION, pair.ids[:1], place_m=(right, ahead, up))


def _apart(pair: _Pair, axis: int) -> float | None:
    """By how much the first is further along the axis, where the middles and both ends say the same."""
    low, high = (float(pair.a[end][axis] - pair.b[end][axis]) for end in ("low", "high"))
    margin = (low + high) / 2
    if abs(margin) < SIDE_M or min(low * margin, high * margin) <= 0:
        return None
    return margin


def _size(thing: np.void) -> FloatArray:
    return np.asarray(thing["high"] - thing["low"])


def _yes_no(pair: _Pair, topic: str, words: str, yes: bool) -> SlottedQuestion:
    return SlottedQuestion(f"Is {{0}} {words} {{1}}?", topic, AnswerKind.YES_NO, pair.ids, yes=bool(yes))


def _choice(pair: _Pair, topic: str, template: str, is_first: bool) -> SlottedQuestion:
    return SlottedQuestion(template, topic, AnswerKind.OBJECT, pair.ids, answers=(pair.ids[0 if is_first else 1],))


_Maker = Callable[[_Pair], "SlottedQuestion | None"]
_MAKERS: tuple[_Maker, ...] = (_left, _behind, _above, _taller, _wider, _bigger, _nearer, _distance, _height, _width, _clock,
                               _place, _nearer_to, _between)
_CHANCES = np.array([3, 3, 10, 2, 2, 2, 2, 4, 1.5, 1.5, 2, 1.5, 2.5, 3]) / 40  # few things lie wholly above others
_FAIR: tuple[_Maker, ...] = (_left, _behind, _nearer, _distance, _clock, _place, _nearer_to, _between)
_FAIR_CHANCES = np.array([4, 4, 2, 3, 2, 1, 2, 2]) / 20
