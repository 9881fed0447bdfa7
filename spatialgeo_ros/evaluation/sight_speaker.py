"""What a model's speaker says to the questions about a view, and what its agreement with the measured answer is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.sight_answers import judged
from spatialgeo_ros.evaluation.sight_views import AskedQuestion, SightView
from spatialgeo_ros.models.shown import Shown, shown_of
from spatialgeo_ros.questions.pointing import prompt_of
from spatialgeo_ros.questions.spoken import beside, region_said
from spatialgeo_ros.training.categories import Told, told_in_words
from spatialgeo_ros.training.nano_scores import is_right
from spatialgeo_ros.types import Answer, AnswerKind, Array, Prompt, Reply, Scene, SceneObject, Verdict
from spatialgeo_ros.world.spoken import Naming, speak

_WAIT_S = 600.0


class Speaks(Protocol):
    """What is needed of `models.speaker_process.SpeakerProcess`."""

    @property
    def size(self) -> tuple[int, int]: ...

    def ask(self, shown: Shown, prompts: Sequence[Prompt], timeout_s: float) -> list[Reply]: ...


@dataclass(frozen=True)
class Compared:
    """One question that was both measured and said. text, confidence: what was said; "" and NaN where that is nothing."""

    verdict: Verdict
    text: str
    confidence: float
    measured_right: bool
    said_right: bool
    kind: AnswerKind


@dataclass(frozen=True)
class Heard:
    """checks: shown the scene's own segments. given: shown the true masks, and what the words mean pointed at. told,
    told_given: the same by category."""

    checks: tuple[Check, ...] = ()
    given: tuple[Check, ...] = ()
    compared: tuple[Compared, ...] = ()
    told: tuple[Told, ...] = ()
    told_given: tuple[Told, ...] = ()

    def __add__(self, other: Heard) -> Heard:
        return Heard(self.checks + other.checks, self.given + other.given, self.compared + other.compared,
                     self.told + other.told, self.told_given + other.told_given)


def heard_of(speaker: Speaks, view: SightView, scene: Scene | None, matched: Mapping[int, SceneObject],
             measured: Sequence[Answer | None], config: AnswerConfig) -> Heard:
    """scene: None when none could be made. matched: true id -> found object. measured: the answers of that scene."""
    height, width = view.frame.rgb.shape[:2]
    true_ids = np.asarray(cv2.resize(view.ids, (width, height), interpolation=cv2.INTER_NEAREST), np.uint16)
    truly = {number: number for number in np.unique(view.ids).tolist()}
    given = _heard_about(speaker, view, true_ids, [pointed_truly(asked, view.things) for asked in view.asked], truly)
    told_given = _told(view, *given)
    if scene is None:
        heard = _heard_about(speaker, view, None, [Prompt(asked.text) for asked in view.asked], {})
        return Heard(heard[1], given[1], (), _told(view, *heard), told_given)
    true_id = {item.id: number for number, item in matched.items()}
    answers = [answer for answer in measured if answer is not None]
    replies, checks = _heard_about(speaker, view, scene.id_image, [prompt_of(answer) for answer in answers], true_id)
    compared = []
    for asked, answer, reply, check in zip(view.asked, answers, replies, checks, strict=True):
        confidence = reply.confidence if reply.text else float("nan")
        verdict = beside(answer, reply, scene, config).verdict
        compared.append(Compared(verdict, reply.text, confidence, judged(asked.question, answer, true_id), check.right,
                                 asked.question.kind))
    return Heard(checks, given[1], tuple(compared), _told(view, replies, checks), told_given)


def _told(view: SightView, replies: Sequence[Reply], checks: Sequence[Check]) -> tuple[Told, ...]:
    return tuple(told_in_words(asked.question, reply.text, asked.answer, check.right)
                 for asked, reply, check in zip(view.asked, replies, checks, strict=True))


def pointed_truly(asked: AskedQuestion, things: Array) -> Prompt:
    """The question with the things that it truly asks about pointed at; "not" as `questions.pointing` has it."""
    if not asked.question.asked:
        return Prompt(asked.text)
    said = speak(asked.question, things, Naming.POINTED, np.random.default_rng(0), plain=True).prompt
    negated = asked.question.kind is AnswerKind.YES_NO and " not " in said
    return Prompt(asked.text, said.replace(" not ", " ") if negated else said, asked.question.asked, negated)


def _heard_about(speaker: Speaks, view: SightView, ids: NDArray[np.uint16] | None, prompts: Sequence[Prompt],
                 true_id: Mapping[int, int]) -> tuple[list[Reply], tuple[Check, ...]]:
    """ids: (H, W) of the segments that are shown. true_id: of them, the true thing."""
    replies = _replies(speaker, shown_of(view.frame, ids, speaker.size), prompts)
    return replies, tuple(spoken_checks(view, replies, true_id))


def _replies(speaker: Speaks, shown: Shown, prompts: Sequence[Prompt]) -> list[Reply]:
    """Empty ones where it does not know such images."""
    try:
        return speaker.ask(shown, prompts, _WAIT_S)
    except ModelError as error:
        if error.cause != "unsure":
            raise
        return [Reply("", 0.0)] * len(prompts)


def spoken_checks(view: SightView, replies: Sequence[Reply], true_id: Mapping[int, int]) -> list[Check]:
    """An answer that was not given counts as wrong."""
    return [Check(asked.group, view.where, asked.text, _right(asked, reply, true_id),
                  f"{asked.question.topic}: said {reply.text!r} / true: {asked.answer}")
            for asked, reply in zip(view.asked, replies, strict=True)]


def _right(asked: AskedQuestion, reply: Reply, true_id: Mapping[int, int]) -> bool:
    region = region_said(reply.text, reply.ids)
    if region is not None:
        return asked.question.answers == (true_id.get(region, 0),)
    return bool(reply.text) and is_right(asked.question, reply.text, asked.answer)
