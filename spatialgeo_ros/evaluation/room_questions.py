"""Questions in words about a view of a simulated room, answered from the measured scene, judged by the truth."""

from __future__ import annotations

from collections.abc import Iterator

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.room_frame import RoomFrame
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.types import Status
from spatialgeo_ros.world.questions import TruthQuestion, make_questions

GROUP = "question: "


def check_questions(frame: RoomFrame, count: int, seed: int, config: AnswerConfig) -> Iterator[Check]:
    """Up to `count` questions whose true answers are beyond doubt; no answer counts as wrong."""
    true_id_of = {found.id: true_id for true_id, found in frame.matched.items()}
    for question in make_questions(frame.truth, count, seed):
        yield _check(frame, question, true_id_of, config)


def _check(frame: RoomFrame, question: TruthQuestion, true_id_of: dict[int, int], config: AnswerConfig) -> Check:
    group = f"{GROUP}{question.topic}"
    if frame.scene is None:
        return Check(group, frame.where, question.text, False, "no scene")
    answer = ask(question.text, frame.scene, Vocabulary(), config)
    judgement = question.judge(answer, lambda found_id: true_id_of.get(found_id, 0))
    told = answer.text if answer.status is Status.ANSWERED else f"{answer.status.name}: {answer.reason}"
    return Check(group, frame.where, question.text, judgement.right,
                 f"{told} / true: {question.expected_text()} / {judgement.why}")
