"""Questions put to a model's speaker beside the measured path, on a thread that may wait for it. No ROS in here."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models.shown import Shown, shown_of
from spatialgeo_ros.types import CameraFrame, Prompt, Reply, Scene

_MOST_WAITING = 16


class Speaker(Protocol):
    """What is needed of `models.speaker_process.SpeakerProcess`."""

    @property
    def size(self) -> tuple[int, int]: ...

    def ask(self, shown: Shown, prompts: Sequence[Prompt], timeout_s: float) -> list[Reply]: ...

    def problem(self) -> str: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Speech:
    """model: whose speaker is asked beside the measured path, "" = none. problem: why it does not speak, "" = it does."""

    model: str = ""
    problem: str = ""


Heard = Callable[["Reply | str"], None]  # a reply, or why there is none


@dataclass(frozen=True, eq=False)
class _Asked:
    prompt: Prompt
    frame: CameraFrame
    ids: NDArray[np.uint16] | None
    until_s: float
    heard: Heard


class Speaking:
    """Those who ask do not wait: `heard` is called once for each question, on this thread, at the latest soon after the
    timeout. Questions about one frame that wait together are asked together."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._changed = threading.Condition()
        self._waiting: deque[_Asked] = deque()
        self._closed = False
        self._shown: tuple[CameraFrame, Shown] | None = None
        self._thread = threading.Thread(target=self._run, name="speaking", daemon=True)
        self._thread.start()

    def problem(self) -> str:
        """Why it cannot be asked any more; "" as long as it can."""
        return self._speaker.problem()

    def ask(self, prompt: Prompt, frame: CameraFrame, scene: Scene, timeout_s: float, heard: Heard) -> None:
        """About what is seen in `frame`. Of the scene only its segments are shown."""
        asked = _Asked(prompt, frame, scene.id_image, time.monotonic() + timeout_s, heard)
        with self._changed:
            refused = self._closed or len(self._waiting) >= _MOST_WAITING
            if not refused:
                self._waiting.append(asked)
                self._changed.notify()
        if refused:
            heard("the speaker is ending" if self._closed else f"{_MOST_WAITING} questions wait for the speaker already")

    def close(self) -> None:
        """End the speaker; whoever still waits hears so."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._speaker.close()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    rest, self._waiting = list(self._waiting), deque()
                    break
                frame = self._waiting[0].frame
                batch = [item for item in self._waiting if item.frame is frame]
                self._waiting = deque(item for item in self._waiting if item.frame is not frame)
            self._answer(batch)
        for item in rest:
            item.heard("the speaker is ending")

    def _answer(self, batch: list[_Asked]) -> None:
        replies: Sequence[Reply | str]
        try:
            left_s = max(batch[0].until_s - time.monotonic(), 0.0)
            replies = self._speaker.ask(self._shown_of(batch[0]), [item.prompt for item in batch], left_s)
        except ModelError as error:
            replies = [str(error)] * len(batch)
        except Exception as error:  # noqa: BLE001  # the edge of this thread: the next question may be fine
            replies = [f"the speaker could not be asked ({error!r}); please report it"] * len(batch)
        for item, reply in zip(batch, replies, strict=True):
            item.heard(reply)

    def _shown_of(self, asked: _Asked) -> Shown:
        """The same value for the same frame, so that it is not looked at again."""
        if self._shown is None or self._shown[0] is not asked.frame:
            self._shown = asked.frame, shown_of(asked.frame, asked.ids, self._speaker.size)
        return self._shown[1]
