"""What question makers share: the view they ask about, the candidates they give, how sure a thing's extent is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from spatialgeo_ros.types import AnswerKind, Pose, QueryKind
from spatialgeo_ros.world.judging import Expected
from spatialgeo_ros.world.references import Named
from spatialgeo_ros.world.truth import Truth, TruthObject

MOST = 0.75  # of an extent


@dataclass(frozen=True, eq=False)
class Candidate:
    """One possible question. topic: finer than the kind, for reports."""

    text: str
    kind: QueryKind
    topic: str
    expected: Expected
    why: str

    @property
    def is_yes(self) -> bool | None:
        """The answer of a yes/no question, None for others."""
        return self.expected.yes if self.expected.kind is AnswerKind.YES_NO else None


@dataclass(frozen=True, eq=False)
class View:
    """The truth of a view, the things that can be named in it, and dice for wordings."""

    truth: Truth
    named: tuple[Named, ...]
    rng: np.random.Generator

    def the(self, thing: Named) -> str:
        return thing.the(self.rng)

    def pick(self, *options: str) -> str:
        return options[int(self.rng.integers(len(options)))]

    def pairs(self, most: int = 40) -> Iterator[tuple[Named, Named]]:
        """Ordered pairs of named things that do not hold one another, in random order."""
        pairs = [(a, b) for a, b in permutations(self.named, 2)
                 if not holds(a.item, b.item) and not holds(b.item, a.item)]
        for k in self.rng.permutation(len(pairs))[:most]:
            yield pairs[int(k)]


def holds(a: TruthObject, b: TruthObject) -> bool:
    """Whether b rests directly on or in a."""
    return a.id in (b.support_id, b.container_id)


def yes_no(kind: QueryKind, topic: str, text: str, yes: bool, why: str) -> Candidate:
    return Candidate(text, kind, topic, Expected(AnswerKind.YES_NO, yes=bool(yes)), why)


def height_is_seen(item: TruthObject) -> bool:
    """Its foot and its top are both in view, so that its height can be measured."""
    if item.container_id:
        return False
    z = item.visible_points_world[:, 2]
    slack = max(0.01, 0.05 * item.height_m)
    return bool(z.min() < item.bottom_m + slack and z.max() > item.top_m - slack)


def middle_is_seen(item: TruthObject, viewer: Pose) -> bool:
    """So much of it is in view, to the sides, in height and in depth, that its middle can be told."""
    local = viewer.inverse().apply(item.visible_points_world)
    seen = np.ptp(local, axis=0)
    whole = (item.width_m, item.forward_m[1] - item.forward_m[0], item.height_m)
    return all(part >= MOST * size for part, size in zip(seen, whole, strict=True))


def width_is_seen(item: TruthObject, viewer: Pose) -> bool:
    """Both of its ends across the view are in view."""
    across = (item.visible_points_world - viewer.translation_m) @ viewer.rotation[:, 0]
    slack = max(0.008, 0.04 * item.width_m)
    return bool(across.min() < item.right_m[0] + slack and across.max() > item.right_m[1] - slack)
