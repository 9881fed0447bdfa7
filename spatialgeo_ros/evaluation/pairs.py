"""Is a question answered alike when it is asked the other way round, with the opposite word, with "not", or from elsewhere?

As All-Angles Bench does it (Yeh et al. 2025, arXiv 2504.15280): of two questions whose right answers follow from one another,
CC both are answered rightly, WW neither, IC one. No answer is a wrong answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.evaluation.sight import match
from spatialgeo_ros.evaluation.sight_answers import answered_about
from spatialgeo_ros.evaluation.sight_speaker import Speaks, heard_of
from spatialgeo_ros.evaluation.sight_views import AskedQuestion, SightView
from spatialgeo_ros.evaluation.tables import Table, percent
from spatialgeo_ros.language.ways import ONE_HOLDS, OTHER_WORD
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.sight.pipeline import SeeingPipeline
from spatialgeo_ros.types import AnswerKind
from spatialgeo_ros.world.slotted import SlottedQuestion
from spatialgeo_ros.world.spoken import Naming, speak

KINDS = ("order swapped", "opposite word", "negated", "second view")
SWAPPED, OPPOSITE, NEGATED, SECOND_VIEW = KINDS
GOALS = {"measured": 0.01, "said": 0.05, "said, masks given": 0.05}  # of IC, most


class _FullNames(np.random.Generator):
    """Dice with which a thing that "the mug" would tell is still called "the red mug"."""

    def random(self, *size: object, **options: object) -> float:  # type: ignore[override]
        return 1.0


@dataclass(frozen=True)
class PairScore:
    """How many pairs of a kind there are, and how many answered both rightly, both wrongly, and one of each."""

    kind: str
    both_right: int
    both_wrong: int
    inconsistent: int

    @property
    def count(self) -> int:
        return self.both_right + self.both_wrong + self.inconsistent


_Slot = tuple[int, int]  # a view, and a question of it
Right = dict[str, dict[_Slot, bool]]  # who answers -> question -> whether rightly


@dataclass(frozen=True, eq=False)
class PairPlan:
    """views: with all questions that are asked about each. pairs: kind and the two questions."""

    views: tuple[SightView, ...]
    pairs: tuple[tuple[str, _Slot, _Slot], ...]


def paired(views: Sequence[SightView]) -> PairPlan:
    """The questions about these views, with a twin for each that has one. Of relations and distances between two things."""
    views = [replace(view, asked=tuple(_said(one, one.question, view) for one in view.asked)) for view in views]
    asked = [list(view.asked) for view in views]
    pairs: list[tuple[str, _Slot, _Slot]] = []
    for number, view in enumerate(views):
        for slot, one in enumerate(view.asked):
            for kind, twin in _twins(one, view):
                asked[number].append(twin)
                pairs.append((kind, (number, slot), (number, len(asked[number]) - 1)))
    rooms: dict[int, list[int]] = defaultdict(list)
    for number, view in enumerate(views):
        rooms[view.seed].append(number)
    for members in rooms.values():
        pairs += _across(views, members, asked)
    return PairPlan(tuple(replace(view, asked=tuple(each)) for view, each in zip(views, asked, strict=True)), tuple(pairs))


def _twins(one: AskedQuestion, view: SightView) -> Iterator[tuple[str, AskedQuestion]]:
    question = one.question
    words = question.template[len("Is {0} "):-len(" {1}?")] if question.template.startswith("Is {0} ") else ""
    if question.kind is AnswerKind.YES_NO and words in OTHER_WORD and len(question.asked) == 2:
        back = question.asked[::-1]
        if words in ONE_HOLDS or question.yes:
            yield SWAPPED, _said(one, replace(question, asked=back, yes=not question.yes), view)
        yield OPPOSITE, _said(one, replace(question, asked=back, template=f"Is {{0}} {OTHER_WORD[words]} {{1}}?"), view)
        yield NEGATED, _said(one, replace(question, template=f"Is {{0}} not {words} {{1}}?", yes=not question.yes), view)
    elif question.kind is AnswerKind.LENGTH and len(question.asked) == 2:
        yield SWAPPED, _said(one, replace(question, asked=question.asked[::-1]), view)


def _said(one: AskedQuestion, twin: SlottedQuestion, view: SightView) -> AskedQuestion:
    """In words; a thing has the same name in both of a pair, which is about wording and not about names."""
    spoken = speak(twin, view.things, Naming.NAMED, _FullNames(np.random.PCG64(0)), plain=True)
    return AskedQuestion(twin, one.group, spoken.prompt, spoken.answer, one.words)


def _across(views: Sequence[SightView], members: Sequence[int],
            asked: list[list[AskedQuestion]]) -> Iterator[tuple[str, _Slot, _Slot]]:
    """The same words about the same things from elsewhere, where that can be asked there too; the right answers may differ."""
    for first in members:
        for slot, one in enumerate(views[first].asked):
            if len(one.question.asked) < 2:
                continue
            for second in members:
                twin = _same_elsewhere(one, views[second]) if second > first else None
                if twin is not None:
                    asked[second].append(twin)
                    yield SECOND_VIEW, (first, slot), (second, len(asked[second]) - 1)
                    break


def _same_elsewhere(one: AskedQuestion, view: SightView) -> AskedQuestion | None:
    key = (one.question.topic, one.question.template, one.question.asked)
    found = next((q for q in view.possible if (q.topic, q.template, q.asked) == key), None)
    return None if found is None else _said(one, found, view)


def answer_pairs(sight: Sight, plan: PairPlan, config: SceneConfig, speaker: Speaks | None,
                 tell: Callable[[str], None] = lambda line: None) -> Right:
    """Whether each question is answered rightly: by measuring, by the speaker about the scene's own segments, and about the
    true ones."""
    right: Right = {name: {} for name in GOALS if name == "measured" or speaker}
    pipeline = SeeingPipeline(sight, config)
    for number, view in enumerate(plan.views):
        if number % 20 == 19:
            tell(f"{number + 1} of {len(plan.views)} views")
        pipeline.reset()
        try:
            scene = pipeline.step(view.frame)
        except InputError as error:
            tell(f"{view.where}: {error}")
            scene = None
        matched = {} if scene is None else match(view, scene)
        measured = answered_about(view, scene, matched, config.answers)
        found = {"measured": measured.checks}
        if speaker:
            heard = heard_of(speaker, view, scene, matched, measured.answers, config.answers)
            found |= {"said": heard.checks, "said, masks given": heard.given}
        for name, checks in found.items():
            right[name].update({(number, slot): check.right for slot, check in enumerate(checks)})
    return right


def pair_scores(plan: PairPlan, right: Mapping[_Slot, bool]) -> list[PairScore]:
    """Each kind, then the three that are about one image, then all."""
    groups = [*((kind, (kind,)) for kind in KINDS), ("of one image", KINDS[:-1]), ("all", KINDS)]
    scores = []
    for name, kinds in groups:
        marks = np.array([right[one] + right[other] for kind, one, other in plan.pairs if kind in kinds], int)
        scores.append(PairScore(name, int((marks == 2).sum()), int((marks == 0).sum()), int((marks == 1).sum())))
    return scores


def pairs_table(plan: PairPlan, right: Right) -> Table:
    rows = []
    for name, marks in right.items():
        for score in pair_scores(plan, marks):
            if score.count:
                shares = (percent(part / score.count) for part in (score.both_right, score.both_wrong, score.inconsistent))
                met = "reached" if score.inconsistent <= GOALS[name] * score.count else "missed"
                rows.append((f"{name}: {score.kind}", str(score.count), *shares, f"<= {100 * GOALS[name]:.0f} %", met))
    return Table("Pairs of questions", "Both answered rightly (CC), both wrongly (WW), one of each (IC, inconsistent), as All-"
                 "Angles Bench counts; no answer is a wrong one. Second view: the same words about the same things from "
                 "elsewhere in the room.", ("", "pairs", "CC", "WW", "IC", "goal of IC", ""), tuple(rows))


def pairs_json(plan: PairPlan, right: Right) -> dict[str, dict[str, dict[str, int]]]:
    return {name: {score.kind: {"pairs": score.count, "CC": score.both_right, "WW": score.both_wrong, "IC": score.inconsistent}
                   for score in pair_scores(plan, marks) if score.count} for name, marks in right.items()}
