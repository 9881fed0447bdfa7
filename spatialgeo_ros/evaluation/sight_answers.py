"""Questions in words about a scene of colour alone, judged as benchmarks do: lengths within a quarter, one clock hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.sight_views import AskedQuestion, SightView
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.training.categories import Told, told_by
from spatialgeo_ros.training.nano_scores import WITHIN, is_right
from spatialgeo_ros.types import Answer, AnswerKind, Scene, SceneObject, Status
from spatialgeo_ros.world.question_balance import fit_text_only
from spatialgeo_ros.world.slotted import SlottedQuestion

PLACE_M = 0.1  # a place is right within a quarter of its distance or this


@dataclass(frozen=True, eq=False)
class Answered:
    """What was measured to the questions about one view. answers: None where no scene could be made. told: by category."""

    answers: tuple[Answer | None, ...]
    checks: tuple[Check, ...]
    told: tuple[Told, ...]


def answered_about(view: SightView, scene: Scene | None, matched: Mapping[int, SceneObject], config: AnswerConfig) -> Answered:
    """No answer counts as wrong. matched: true id -> found object."""
    true_id = {item.id: number for number, item in matched.items()}
    answers, checks, numbers = [], [], []
    for asked in view.asked:
        answer = None if scene is None else ask(asked.text, scene, Vocabulary(), config)
        right = answer is not None and judged(asked.question, answer, true_id)
        answers.append(answer)
        numbers.append(told_by(asked.question, answer, right))
        told = "no scene" if answer is None else answer.text if answer.status is Status.ANSWERED else (
            f"{answer.status.name}: {answer.reason}")
        checks.append(Check(asked.group, view.where, asked.text, right,
                            f"{asked.question.topic}: {told} / true: {asked.answer}"))
    return Answered(tuple(answers), tuple(checks), tuple(numbers))


def judged(question: SlottedQuestion, answer: Answer, true_id: Mapping[int, int]) -> bool:
    """true_id: found id -> true one."""
    if answer.status is not Status.ANSWERED or answer.kind is not question.kind:
        return False
    match question.kind:
        case AnswerKind.YES_NO:
            return answer.yes == question.yes
        case AnswerKind.LENGTH:
            return abs(answer.value - question.value) <= WITHIN * question.value
        case AnswerKind.COUNT:
            return round(answer.value) == round(question.value)
        case AnswerKind.CLOCK_HOUR:
            return abs((answer.value - question.value + 6) % 12 - 6) <= 1
        case AnswerKind.POSITION:
            return _near_place(question, answer)
        case _:
            return sorted(true_id.get(number, 0) for number in answer.object_ids) == sorted(question.answers)


def _near_place(question: SlottedQuestion, answer: Answer) -> bool:
    if answer.position_viewer_m is None:
        return False
    off = float(np.linalg.norm(np.subtract(answer.position_viewer_m, question.place_m)))
    return off <= max(WITHIN * float(np.linalg.norm(question.place_m)), PLACE_M)


def text_only_checks(views: Sequence[SightView]) -> list[Check]:
    """What a table of the words of a question reaches, made from the other half of the rooms."""
    checks = []
    for part in (0, 1):
        learned = [asked for view in views if view.seed % 2 != part for asked in view.asked]
        table = fit_text_only([_said(asked) for asked in learned])
        checks += [Check(asked.group, view.where, asked.text,
                         is_right(asked.question, table.answer(asked.question.template, asked.words), asked.answer),
                         f"{asked.question.topic}: text only")
                   for view in views if view.seed % 2 == part for asked in view.asked]
    return checks


def _said(asked: AskedQuestion) -> tuple[str, Sequence[str], str]:
    return asked.question.template, asked.words, asked.answer
