"""Questions about banked views, said as each phase of the curriculum wants, with the rows of region tokens they point at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.language.packing import Asked
from spatialgeo_ros.training.nano_bank import Bank
from spatialgeo_ros.types import AnswerKind, Array
from spatialgeo_ros.world.drills import drill, drilled_about
from spatialgeo_ros.world.question_balance import balanced, closed_answers
from spatialgeo_ros.world.rgb_shards import Views
from spatialgeo_ros.world.slotted import SlottedQuestion
from spatialgeo_ros.world.spoken import Naming, speak

_TRIES = 20  # views per image: nothing can be drilled where less than two things are well in view
_OF_TWO_ANSWERS = 3.0  # times as often: balancing leaves few of them, and they are learned last


@dataclass(frozen=True)
class Phase:
    """Of the curriculum, from this progress on. plain: in the same words. context: questions see the tokens of all things
    of the view, and with probability visual the visual tokens too; without it only what the things asked about tell is asked.
    namings: how likely things are pointed at, both, named. drills: share of questions that are drills (`world.drills`)."""

    begins: float
    plain: bool
    context: bool
    visual: float
    namings: tuple[float, float, float]
    drills: float


CURRICULUM: tuple[Phase, ...] = (
    Phase(0.0, False, False, 0.0, (0.8, 0.2, 0.0), 0.8),
    Phase(0.1, False, False, 0.0, (0.4, 0.6, 0.0), 0.5),
    Phase(0.25, False, True, 0.3, (0.6, 0.2, 0.2), 0.5),
)


def phase_at(curriculum: Sequence[Phase], progress: float) -> Phase:
    return [phase for phase in curriculum if phase.begins <= progress][-1]


@dataclass(frozen=True, eq=False)
class Chosen:
    """One image's questions. place: of the view in the bank. questions: what was asked. spoken: as it was said."""

    place: int
    questions: tuple[SlottedQuestion, ...]
    spoken: tuple[Asked, ...]


class Asker:
    """Draws questions about the views of a bank: drills, and questions of the rooms, of these each topic as often as any
    other, those of two answers more often."""

    def __init__(self, views: Views, bank: Bank, seed: int) -> None:
        self.views, self.bank = views, bank
        self.rng = np.random.default_rng(seed)
        self.place = {int(view): place for place, view in enumerate(bank.view)}
        kept = balanced(views, seed)
        rows = views.questions.rows[kept]
        kept = kept[np.isin(rows["view"], bank.view) & self._pointed(kept)]
        self._by_view = self._grouped(kept)
        alone = kept[_told_by_slots(views)[kept]]
        self._alone_by_view = self._grouped(alone)
        topics = views.questions.rows["topic"]
        often = np.bincount(topics[kept], minlength=len(views.questions.topics))
        self._weight = np.where(closed_answers(views) >= 0, _OF_TWO_ANSWERS, 1.0) / np.maximum(often, 1)[topics]
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
        """As many images as wanted, with questions about each, up to as many as wanted."""
        pool, chosen = self._pool(phase), list[Chosen]()
        numbers = list(pool)
        for number in self.rng.integers(0, len(numbers), _TRIES * images):
            view = numbers[int(number)]
            asked = self._drawn(view, pool[view], questions, phase)
            if asked.spoken:
                chosen.append(asked)
            if len(chosen) == images:
                break
        return chosen

    def _pool(self, phase: Phase) -> dict[int, Array]:
        return self._by_view if phase.context else self._alone_by_view

    def _drawn(self, view: int, numbers: Array, count: int, phase: Phase) -> Chosen:
        namings = [list(Naming)[k] for k in self.rng.choice(3, count, p=phase.namings)]
        drilled = int(self.rng.binomial(count, phase.drills))
        questions = self._drills(view, namings[:drilled])
        weight = self._weight[numbers]
        few = min(count - drilled, len(numbers))
        picked = self.rng.choice(numbers, few, replace=False, p=weight / weight.sum())
        questions += [(self.views.questions.question(int(k)), naming)
                      for k, naming in zip(picked, namings[drilled:], strict=False)]
        return self.said(view, [q for q, _ in questions], [naming for _, naming in questions], phase.plain)

    def _drills(self, view: int, namings: Sequence[Naming]) -> list[tuple[SlottedQuestion, Naming]]:
        things = self.views.things_of(view)
        about = {named: drilled_about(things, named) for named in (False, True)}
        made = [(drill(about[naming is not Naming.POINTED], False, self.rng, fair=naming is Naming.NAMED), naming)
                for naming in namings]
        return [(question, naming) for question, naming in made if question is not None]

    def said(self, view: int, questions: Sequence[SlottedQuestion], namings: Sequence[Naming], plain: bool) -> Chosen:
        things = self.views.things_of(view)
        row = {int(thing): k for k, thing in enumerate(things["id"])}
        asked = []
        for question, naming in zip(questions, namings, strict=True):
            spoken = speak(question, things, naming, self.rng, plain)
            asked.append(Asked(spoken.prompt, tuple(row[thing] for thing in question.asked), spoken.answer))
        return Chosen(self.place[view], tuple(questions), tuple(asked))

    def all_of(self, most: int, naming: Naming, phase: Phase) -> list[Chosen]:
        """Up to `most` questions that this phase may ask, the same ones each time, plainly said and named in one way."""
        rng, pool = np.random.default_rng(0), self._pool(phase)
        left, chosen = most, []
        for view in rng.permutation(sorted(pool)):
            numbers = pool[int(view)]
            weight = self._weight[numbers]
            few = min(16, left, len(numbers))
            if few == 0:
                break
            picked = rng.choice(numbers, few, replace=False, p=weight / weight.sum())
            questions = [self.views.questions.question(int(k)) for k in picked]
            chosen.append(self.said(int(view), questions, [naming] * few, plain=True))
            left -= few
        return chosen

    def _grouped(self, numbers: Array) -> dict[int, Array]:
        return _by_number(numbers, self.views.questions.rows["view"][numbers])


def _told_by_slots(views: Views) -> NDArray[np.bool_]:
    """(Q,) whether the things that a question names suffice to answer it: "how many", "is there" and the like need others."""
    rows, topics = views.questions.rows, np.array(views.questions.topics)
    slots = rows["asked"][:, 0] > 0
    others = np.isin(topics, ("exists", "exists_on", "edge"))[rows["topic"]] | (rows["kind"] == AnswerKind.COUNT)
    named = (rows["answers"][:, :, None] == rows["asked"][:, None]).any(axis=2) | (rows["answers"] == 0)
    return np.asarray(slots & ~others & ((rows["kind"] != AnswerKind.OBJECT) | named.all(axis=1)))


def _by_number(numbers: Array, views: Array) -> dict[int, Array]:
    order = np.argsort(views, kind="stable")
    ends = np.flatnonzero(np.diff(views[order])) + 1
    return {int(views[order][0 if k == 0 else ends[k - 1]]): group
            for k, group in enumerate(np.split(numbers[order], ends)) if len(group)}
