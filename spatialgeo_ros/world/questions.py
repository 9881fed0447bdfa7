"""Questions about a view whose answers are beyond doubt: `make_questions(truth, count, seed)`.

Only well visible things with unambiguous names are asked about, and only where the true margin leaves no room for
argument; the margins stand beside each kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import Answer, QueryKind
from spatialgeo_ros.world import asked_measures, asked_relations
from spatialgeo_ros.world.asked import Candidate, View
from spatialgeo_ros.world.judging import Expected, Judgement, TruthIdOf, judge
from spatialgeo_ros.world.references import named_things
from spatialgeo_ros.world.truth import Truth


@dataclass(frozen=True, eq=False)
class TruthQuestion:
    """A question, its true answer and how one knows. names: room id -> phrase, for reports."""

    text: str
    kind: QueryKind
    topic: str
    expected: Expected
    why: str
    names: tuple[tuple[int, str], ...]

    def judge(self, answer: Answer, truth_id_of: TruthIdOf) -> Judgement:
        """Whether the answer is right. truth_id_of: id in the answer's scene -> id in the room, 0 = none."""
        return judge(self.expected, answer, truth_id_of)

    def expected_text(self) -> str:
        return self.expected.in_words(dict(self.names))


Maker = Callable[[View], Iterator[Candidate]]
MAKERS: tuple[Maker, ...] = (
    asked_relations.sides, asked_measures.closest_distances, asked_measures.heights, asked_relations.rests,
    asked_relations.choices, asked_measures.counts, asked_relations.comparisons, asked_measures.nearest,
    asked_relations.what_is_on, asked_measures.widths, asked_relations.exists, asked_measures.places,
    asked_measures.clock_hours, asked_relations.levels, asked_relations.closeness, asked_measures.centre_distances,
    asked_measures.edges, asked_relations.volumes, asked_relations.betweens)


def make_questions(truth: Truth, count: int, seed: int) -> tuple[TruthQuestion, ...]:
    """Up to `count` different questions, kinds in turn, yes and no alike; fewer when the view gives no more."""
    rng = np.random.default_rng([seed, 977])
    named = named_things(truth)
    view = View(truth, named, rng)
    names = tuple((n.item.id, n.phrases[0]) for n in named)
    queues = [_shuffled(list(maker(view)), rng) for maker in MAKERS]
    queues = [queues[k] for k in rng.permutation(len(queues))]
    chosen: list[TruthQuestion] = []
    said: set[str] = set()
    answered = {True: 0, False: 0}
    while len(chosen) < count and any(queues):
        for queue in queues:
            picked = _next(queue, said, answered)
            if picked is not None and len(chosen) < count:
                said.add(picked.text)
                chosen.append(TruthQuestion(picked.text, picked.kind, picked.topic, picked.expected, picked.why, names))
    return tuple(chosen)


def _next(queue: list[Candidate], said: set[str], answered: dict[bool, int]) -> Candidate | None:
    """Take the next new question; among yes/no ones the rarer answer first."""
    while queue:
        rarer = answered[True] <= answered[False]
        index = next((k for k, c in enumerate(queue) if c.is_yes is None or c.is_yes == rarer), 0)
        picked = queue.pop(index)
        if picked.text in said:
            continue
        if picked.is_yes is not None:
            answered[picked.is_yes] += 1
        return picked
    return None


def _shuffled(items: list[Candidate], rng: np.random.Generator) -> list[Candidate]:
    return [items[k] for k in rng.permutation(len(items))]


__all__ = ["MAKERS", "TruthQuestion", "make_questions"]
