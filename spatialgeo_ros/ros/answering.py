"""Answers from the newest scene, and never from one that is too old."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.answer import answer_query, ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.types import (
    Answer,
    DepthSource,
    GravitySource,
    PinholeCamera,
    Pose,
    Query,
    RelationTable,
    Scene,
    Status,
)

# A question that cannot be read is told so whether or not there is a scene: it is read against this one then.
_NOTHING_SEEN = Scene(0, "", "", True, DepthSource.NONE, GravitySource.UNKNOWN, Pose.identity(), Pose.identity(),
                      PinholeCamera(1, 1, 1.0, 1.0, 0.0, 0.0), (), RelationTable((), {}))
_UNREADABLE = "\ufffd".encode()
_ABOUT_THE_QUESTION = (Status.NOT_UNDERSTOOD, Status.REFUSED)


@dataclass(frozen=True)
class Answered:
    """An answer and the scene it was measured in; None when there was none."""

    answer: Answer
    scene: Scene | None


class Answerer:
    """Thread-safe. latest: the newest scene or None. why_none: why there is none. now_ns: the node's clock."""

    def __init__(self, latest: Callable[[], Scene | None], why_none: Callable[[], str], now_ns: Callable[[], int],
                 config: Callable[[], AnswerConfig]) -> None:
        self._latest = latest
        self._why_none = why_none
        self._now_ns = now_ns
        self._config = config
        self._lock = threading.Lock()
        self._vocabulary = Vocabulary()

    def ask(self, question: str) -> Answered:
        # rosidl puts U+FFFD where bytes were not UTF-8; the core is to see that something was unreadable there
        text = question.encode().replace(_UNREADABLE, b"\xff") if "\ufffd" in question else question
        answered = self._guarded(lambda scene: ask(text, scene, self._vocabulary, self._config()))
        return Answered(dataclasses.replace(answered.answer, question=question), answered.scene)

    def query(self, query: Query) -> Answered:
        return self._guarded(lambda scene: answer_query(query, scene, self._config(), vocabulary=self.vocabulary))

    def set_vocabulary(self, labels: Sequence[str], synonyms: Sequence[str], replace: bool) -> tuple[str, ...]:
        """Returns all nouns understood now. Raises QuestionError, changing nothing, for labels that cannot be used."""
        with self._lock:
            self._vocabulary = self._vocabulary.with_words(labels, synonyms, replace)
            return self._vocabulary.words()

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of now, the labels of the newest scene among them."""
        scene = self._latest()
        return self._vocabulary if scene is None else self._vocabulary.with_labels(item.label for item in scene.objects)

    def _guarded(self, answer_from: Callable[[Scene], Answer]) -> Answered:
        scene = self._latest()
        answer = answer_from(scene or _NOTHING_SEEN)
        why_not = self._too_old(scene)
        if not why_not or answer.status in _ABOUT_THE_QUESTION:
            return Answered(answer, scene)
        return Answered(_unknown(answer, scene, why_not), scene)

    def _too_old(self, scene: Scene | None) -> str:
        """Why this scene cannot be answered from; "" when it can."""
        if scene is None:
            return f"there is no scene: {self._why_none()}"
        age_s = (self._now_ns() - scene.stamp_ns) / 1e9
        limit_s = self._config().max_scene_age_s
        if age_s <= limit_s:
            return ""
        if age_s > 86400:
            taken = np.datetime64(scene.stamp_ns, "ns").astype("datetime64[s]")
            return (f"the newest scene is of {taken} UTC, another day than this node's clock says; for a recording, "
                    "set use_sim_time and play it with --clock")
        return (f"the newest scene is {age_s:.1f} s old, allowed are {limit_s:.1f} (answers.max_scene_age_s): "
                f"{self._why_none()}")


def _unknown(answer: Answer, scene: Scene | None, reason: str) -> Answer:
    stamp_ns = 0 if scene is None else scene.stamp_ns
    return Answer(question=answer.question, query=answer.query, status=Status.UNKNOWN, text=f"I don't know: {reason}.",
                  reason=reason, stamp_ns=stamp_ns, valid_until_ns=stamp_ns)


def unreadable(question: str, error: QuestionError) -> Answer:
    """The answer to a typed query whose fields cannot be read."""
    return Answer(question=question, query=None, status=Status.NOT_UNDERSTOOD, text=f"I did not understand: {error}.",
                  reason=str(error))

