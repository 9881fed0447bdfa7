"""A speaker beside the measured answers: asked, compared, late, dead or missing, and never in the way."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from rclpy.lifecycle import TransitionCallbackReturn
from rig import FakePipeline, Rig

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models.installed import MUTE
from spatialgeo_ros.models.shown import Shown
from spatialgeo_ros.msg import Answer
from spatialgeo_ros.questions.grammar import parse_question
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.ros.speaking import Speech
from spatialgeo_ros.ros.spoken_answers import SpokenAnswers
from spatialgeo_ros.types import CameraFrame, Prompt, Reply, Scene

QUESTION = "How many objects are there?"


class FakeSpeaker:
    """Says `text`, when `go` is set."""

    size = (48, 64)

    def __init__(self, text: str = "2") -> None:
        self.text, self.go = text, threading.Event()
        self.go.set()
        self.asked: list[tuple[Shown, tuple[str, ...]]] = []
        self.dead = ""
        self.closed = False

    def ask(self, shown: Shown, prompts: Sequence[Prompt], timeout_s: float) -> list[Reply]:
        self.asked.append((shown, tuple(prompt.text for prompt in prompts)))
        if not self.go.wait(timeout_s):
            raise ModelError("the speaker did not answer in time", "late")
        if self.dead:
            raise ModelError(self.dead, "died")
        return [Reply(self.text, 0.8)] * len(prompts)

    def problem(self) -> str:
        return self.dead

    def close(self) -> None:
        self.closed = True
        self.go.set()


class OtherValues(FakePipeline):
    """The same frames and segments; everything measured of them is another."""

    def step(self, frame: CameraFrame, detections: Sequence[object] = ()) -> Scene:
        scene = super().step(frame)
        moved = tuple(replace(item, label="lamp", size_std_m=2 * item.size_std_m,
                              box=replace(item.box, size_m=3 * item.box.size_m)) for item in scene.objects[1:])
        return replace(scene, objects=moved)


def rig_with(speaker: FakeSpeaker, pipeline: FakePipeline | None = None, **parameters: object) -> Rig:
    settings = {"model": "fake", "speaker__timeout_s": 4.0, "answers__max_scene_age_s": 60.0, **parameters}
    return Rig((lambda _: pipeline) if pipeline else None, make_speaker=lambda model, runtime, threads: speaker, **settings)


@pytest.fixture(scope="module", autouse=True)
def first_question():
    """What the first question of a process loads takes seconds on a busy machine."""
    parse_question(QUESTION, Vocabulary())


@pytest.fixture
def speaker():
    return FakeSpeaker()


@pytest.fixture
def rig(speaker):
    rig = rig_with(speaker)
    yield rig
    rig.close()
    assert speaker.closed


def test_an_answer_carries_both_values_and_the_verdict(rig, speaker):
    rig.scene_at(rig.send())
    answer = rig.ask(QUESTION)
    assert (answer.verdict, answer.value, answer.spoken_value) == (Answer.AGREE, 2.0, 2.0)
    assert (answer.spoken_text, answer.spoken_kind) == ("2", Answer.COUNT)
    assert answer.spoken_confidence == pytest.approx(0.8)
    speaker.text = "3"
    answer = rig.ask(QUESTION)
    assert (answer.verdict, answer.value, answer.spoken_value) == (Answer.DISAGREE, 2.0, 3.0)
    assert "counted 2, said 3" in answer.spoken_reason
    assert speaker.asked[0][0] is speaker.asked[1][0], "one frame is looked at once"
    assert rig.told("speaker", "fake is asked too")


def test_the_speaker_is_not_shown_what_was_measured():
    told = []
    for pipeline in (FakePipeline(), OtherValues()):
        speaker = FakeSpeaker()
        rig = rig_with(speaker, pipeline)
        rig.scene_at(rig.send())
        answer = rig.ask(QUESTION)
        rig.close()
        told.append((answer.value, *speaker.asked[0]))
    (count, shown, prompts), (other_count, other_shown, other_prompts) = told
    assert count != other_count, "else the measured values were not others"
    assert prompts == other_prompts == (QUESTION,)
    np.testing.assert_array_equal(shown.rgb, other_shown.rgb)
    np.testing.assert_array_equal(shown.ids, other_shown.ids)
    assert (shown.log_focal, shown.centre, shown.up) == (other_shown.log_focal, other_shown.centre, other_shown.up)


def test_scenes_and_other_services_go_on_while_the_speaker_thinks(rig, speaker):
    rig.scene_at(rig.send())
    speaker.go.clear()
    assert rig._ask.wait_for_service(5.0)
    waiting = [rig._ask.call_async(rig._ask.srv_type.Request(question=QUESTION))]
    rig.wait(lambda: bool(speaker.asked), "the speaker to be asked")  # else it may be asked two things at once
    waiting += [rig._ask.call_async(rig._ask.srv_type.Request(question=QUESTION)) for _ in range(2)]
    rig.wait(lambda: len(rig.node._spoken._speaking._waiting) == 2, "two more to wait, of the same frame")
    for _ in range(5):
        rig.scene_at(rig.send())
    assert rig.self_check().message
    assert not any(future.done() for future in waiting)
    speaker.go.set()
    rig.wait(lambda: all(future.done() for future in waiting), "all answers")
    assert {future.result().answer.verdict for future in waiting} == {Answer.AGREE}
    assert sum(len(prompts) for _, prompts in speaker.asked) == 3
    assert len(speaker.asked) == 2, "those that waited were asked together"


def test_the_node_is_cleaned_up_while_the_speaker_thinks(rig, speaker):
    rig.scene_at(rig.send())
    speaker.go.clear()
    assert rig._ask.wait_for_service(5.0)
    rig._ask.call_async(rig._ask.srv_type.Request(question=QUESTION))
    rig.wait(lambda: bool(speaker.asked), "the speaker to be asked")
    assert rig.node.trigger_deactivate() == rig.node.trigger_cleanup() == TransitionCallbackReturn.SUCCESS
    assert speaker.closed
    assert "FAIL state" in rig.self_check().message


def test_a_late_speaker_leaves_the_measured_answer(speaker):
    speaker.go.clear()
    rig = rig_with(speaker, speaker__timeout_s=0.05)
    rig.scene_at(rig.send())
    answer = rig.ask(QUESTION)
    assert (answer.value, answer.verdict, answer.spoken_text) == (2.0, Answer.NOT_CHECKED, "")
    assert "did not answer in time" in answer.spoken_reason
    rig.close()


def test_a_dead_speaker_is_reported_and_hurts_nobody(rig, speaker):
    rig.scene_at(rig.send())
    speaker.dead = "the speaker's process ended by SIGKILL"
    answer = rig.ask(QUESTION)
    assert (answer.value, answer.verdict) == (2.0, Answer.NOT_CHECKED)
    assert "SIGKILL" in answer.spoken_reason
    assert rig.told("speaker", "answers come without it", "SIGKILL")
    assert "FAIL speaker" in rig.self_check().message
    rig.scene_at(rig.send())


def test_a_model_that_cannot_be_used_is_named_and_the_node_runs_without(tmp_path):
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"short")
    rig = Rig(model=str(broken), answers__max_scene_age_s=60.0)
    rig.scene_at(rig.send())
    answer = rig.ask(QUESTION)
    assert (answer.value, answer.verdict, answer.spoken_text, answer.spoken_reason) == (2.0, Answer.NOT_CHECKED, "", "")
    assert rig.told("speaker", "[truncated]", "no whole safetensors file")
    rig.close()
    rig = Rig(model=str(broken), speaker__enabled=False)
    assert rig.told("speaker", "not asked")
    rig.close()


def test_a_model_without_a_speaker_is_no_problem():
    def nobody(model: str, runtime: str, threads: int) -> FakeSpeaker:
        raise ModelError(f"model {model} has no speaker", MUTE)

    spoken = SpokenAnswers(nobody, NodeConfig(model="nano"))
    assert spoken.speech == Speech("", "")
    spoken.close()
