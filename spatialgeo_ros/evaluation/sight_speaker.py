"""What a model's speaker says to the questions about a view, and what its agreement with the measured answer is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.sight_answers import judged
from spatialgeo_ros.evaluation.sight_views import SightView
from spatialgeo_ros.models.shown import Shown, shown_of
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.spoken import beside
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.training.nano_scores import is_right
from spatialgeo_ros.types import Reply, Scene, SceneObject, Verdict

_WAIT_S = 600.0


class Speaks(Protocol):
    """What is needed of `models.speaker_process.SpeakerProcess`."""

    @property
    def size(self) -> tuple[int, int]: ...

    def ask(self, shown: Shown, prompts: Sequence[str], timeout_s: float) -> list[Reply]: ...


@dataclass(frozen=True)
class Compared:
    """One question that was both measured and said. confidence: the speaker's, NaN where it said nothing."""

    verdict: Verdict
    confidence: float
    measured_right: bool
    said_right: bool


@dataclass(frozen=True)
class Heard:
    """checks: shown the scene's own segments. given: shown the true masks."""

    checks: tuple[Check, ...] = ()
    given: tuple[Check, ...] = ()
    compared: tuple[Compared, ...] = ()

    def __add__(self, other: Heard) -> Heard:
        return Heard(self.checks + other.checks, self.given + other.given, self.compared + other.compared)


def heard_of(speaker: Speaks, view: SightView, scene: Scene | None, matched: Mapping[int, SceneObject],
             config: AnswerConfig) -> Heard:
    """scene: None when none could be made. matched: true id -> found object."""
    height, width = view.frame.rgb.shape[:2]
    true_ids = np.asarray(cv2.resize(view.ids, (width, height), interpolation=cv2.INTER_NEAREST), np.uint16)
    prompts = [asked.text for asked in view.asked]
    said, given = (_replies(speaker, shown_of(view.frame, ids, speaker.size), prompts)
                   for ids in (None if scene is None else scene.id_image, true_ids))
    checks, given_checks = (tuple(spoken_checks(view, replies)) for replies in (said, given))
    if scene is None:
        return Heard(checks, given_checks)
    true_id = {item.id: number for number, item in matched.items()}
    compared = []
    for asked, reply, check in zip(view.asked, said, checks, strict=True):
        answer = beside(ask(asked.text, scene, Vocabulary(), config), reply, scene, config)
        confidence = reply.confidence if reply.text else float("nan")
        compared.append(Compared(answer.verdict, confidence, judged(asked.question, answer, true_id), check.right))
    return Heard(checks, given_checks, tuple(compared))


def _replies(speaker: Speaks, shown: Shown, prompts: Sequence[str]) -> list[Reply]:
    """Empty ones where it does not know such images."""
    try:
        return speaker.ask(shown, prompts, _WAIT_S)
    except ModelError as error:
        if error.cause != "unsure":
            raise
        return [Reply("", 0.0)] * len(prompts)


def spoken_checks(view: SightView, replies: Sequence[Reply]) -> list[Check]:
    """An answer that was not given counts as wrong."""
    return [Check(asked.group, view.where, asked.text, bool(reply.text) and is_right(asked.question, reply.text, asked.answer),
                  f"{asked.question.topic}: said {reply.text!r} / true: {asked.answer}")
            for asked, reply in zip(view.asked, replies, strict=True)]
