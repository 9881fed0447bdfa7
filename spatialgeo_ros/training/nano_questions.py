"""Questions about banked views, said as each phase of the curriculum wants, with the rows of region tokens they point at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.language.packing import Asked
from spatialgeo_ros.training.nano_bank import Bank
from spatialgeo_ros.types import Array
from spatialgeo_ros.world.question_balance import balanced
from spatialgeo_ros.world.rgb_shards import Views
from spatialgeo_ros.world.slotted import SlottedQuestion
from spatialgeo_ros.world.spoken import Naming, one_polarity, speak


@dataclass(frozen=True)
class Phase:
    """Of the curriculum, from this progress on. polarity: only left, above, ... are asked, not right, below: both at once are
    an exclusive or that is not learned from nothing. plain: in the same words. context: questions see the tokens of all things
    of the view, and with probability visual the visual tokens too. namings: how likely things are pointed at, both, named."""

    begins: float
    polarity: bool
    plain: bool
    context: bool
    visual: float
    namings: tuple[float, float, float]


CURRICULUM: tuple[Phase, ...] = (
    Phase(0.0, True, True, False, 0.0, (1.0, 0.0, 0.0)),
    Phase(0.3, False, True, False, 0.0, (1.0, 0.0, 0.0)),
    Phase(0.5, False, False, False, 0.0, (0.6, 0.4, 0.0)),
    Phase(0.6, False, False, True, 0.3, (0.3, 0.2, 0.5)),
)


def phase_at(progress: float) -> Phase:
    return [phase for phase in CURRICULUM if phase.begins <= progress][-1]


@dataclass(frozen=True, eq=False)
class Chosen:
    """One image's questions. place: of the view in the bank. questions: what was asked. spoken: as it was said."""

    place: int
    questions: tuple[SlottedQuestion, ...]
    spoken: tuple[Asked, ...]


class Asker:
    """Draws questions about the views of a bank, each topic as often as any other."""

    def __init__(self, views: Views, bank: Bank, seed: int) -> None:
        self.views, self.bank = views, bank
        self.rng = np.random.default_rng(seed)
        self.place = {int(view): place for place, view in enumerate(bank.view)}
        kept = balanced(views, seed)
        rows = views.questions.rows[kept]
        kept = kept[np.isin(rows["view"], bank.view) & self._pointed(kept)]
        self._by_view = _grouped(kept, views.questions.rows["view"][kept])
        first = np.array([one_polarity(text) for text in views.questions.templates], bool)
        firsts = kept[first[views.questions.rows["template"][kept]]] if len(kept) else kept
        self._first_by_view = _grouped(firsts, views.questions.rows["view"][firsts])
        topics = views.questions.rows["topic"]
        often = np.bincount(topics[kept], minlength=len(views.questions.topics))
        self._weight = 1.0 / np.maximum(often, 1)[topics]
        self.count = len(kept)

    def _pointed(self, kept: Array) -> Array:
        """Whether all things asked about have a token."""
        result = np.ones(len(kept), bool)
        for index, number in enumerate(kept):
            row = self.views.questions.rows[number]
            there = set(self.views.things_of(int(row["view"]))["id"].tolist())
            result[index] = all(int(thing) in there for thing in row["asked"] if thing)
        return result

    def draw(self, images: int, questions: int, phase: Phase) -> list[Chosen]:
        pool = self._first_by_view if phase.polarity else self._by_view
        numbers = list(pool)
        return [self._drawn(view, pool[view], questions, phase)
                for view in (numbers[k] for k in self.rng.integers(0, len(numbers), images))]

    def _drawn(self, view: int, numbers: Array, count: int, phase: Phase) -> Chosen:
        weight = self._weight[numbers]
        few = min(count, len(numbers))
        picked = self.rng.choice(numbers, few, replace=False, p=weight / weight.sum())
        questions = [self.views.questions.question(int(k)) for k in picked]
        namings = [list(Naming)[int(self.rng.choice(3, p=phase.namings))] for _ in questions]
        return self.said(view, questions, namings, phase.plain)

    def said(self, view: int, questions: Sequence[SlottedQuestion], namings: Sequence[Naming], plain: bool) -> Chosen:
        things = self.views.things_of(view)
        row = {int(thing): k for k, thing in enumerate(things["id"])}
        asked = []
        for question, naming in zip(questions, namings, strict=True):
            spoken = speak(question, things, naming, self.rng, plain)
            asked.append(Asked(spoken.prompt, tuple(row[thing] for thing in question.asked), spoken.answer))
        return Chosen(self.place[view], tuple(questions), tuple(asked))

    def all_of(self, most: int, naming: Naming) -> list[Chosen]:
        """Up to `most` questions, the same ones each time, plainly said and named in one way."""
        rng = np.random.default_rng(0)
        left, chosen = most, []
        for view in rng.permutation(sorted(self._by_view)):
            numbers = self._by_view[int(view)]
            weight = self._weight[numbers]
            few = min(16, left, len(numbers))
            if few == 0:
                break
            picked = rng.choice(numbers, few, replace=False, p=weight / weight.sum())
            questions = [self.views.questions.question(int(k)) for k in picked]
            chosen.append(self.said(int(view), questions, [naming] * few, plain=True))
            left -= few
        return chosen


def _grouped(numbers: Array, views: Array) -> dict[int, Array]:
    order = np.argsort(views, kind="stable")
    ends = np.flatnonzero(np.diff(views[order])) + 1
    return {int(views[order][0 if k == 0 else ends[k - 1]]): group
            for k, group in enumerate(np.split(numbers[order], ends)) if len(group)}
