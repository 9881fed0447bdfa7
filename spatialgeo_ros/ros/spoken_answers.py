"""The speaker of the node's model: opened, asked beside the measured answer, and never needed for it. No ROS in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models.installed import MUTE
from spatialgeo_ros.questions.pointing import prompt_of
from spatialgeo_ros.questions.spoken import beside
from spatialgeo_ros.ros.answering import Answered
from spatialgeo_ros.ros.speaking import Speaker, Speaking, Speech
from spatialgeo_ros.types import CameraFrame, Status


class SpokenAnswers:
    """A model that cannot be used leaves the measured answers as they are, and `speech` says why."""

    def __init__(self, make_speaker: Callable[[str, str, int], Speaker], config: NodeConfig) -> None:
        self._model = config.model if config.speaker.enabled else ""
        self._speaking: Speaking | None = None
        self._problem = ""
        if self._model:
            try:
                self._speaking = Speaking(make_speaker(self._model, config.runtime, config.speaker.threads))
            except ModelError as error:
                if error.cause == MUTE:  # nothing is wrong: there is nobody to speak
                    self._model = ""
                    return
                self._problem = f"[{error.cause}] {error}"

    @property
    def speech(self) -> Speech:
        """How it is now."""
        return Speech(self._model, self._problem if self._speaking is None else self._speaking.problem())

    def ask(self, question: str, answered: Answered, frame: CameraFrame, config: NodeConfig,
            told: Callable[[Answered], None]) -> bool:
        """Put a question in words to the speaker; `told` gets the answer with what was said, on another thread. False when
        there is no speaker or nothing to ask."""
        answer, scene = answered.answer, answered.scene
        if self._speaking is None or scene is None or answer.status is Status.REFUSED:
            return False
        prompt = replace(prompt_of(answer), text=question)
        self._speaking.ask(prompt, frame, scene, config.speaker.timeout_s, lambda reply: told(
            replace(answered, answer=beside(answer, reply, scene, config.scene.answers))))
        return True

    def close(self) -> None:
        if self._speaking is not None:
            self._speaking.close()
