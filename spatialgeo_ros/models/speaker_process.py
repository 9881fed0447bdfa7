"""The speaker in a process of its own: what it does, and how it ends, never keeps the caller longer than it wants to wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import spatialgeo_ros
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models.installed import ModelFile, model_path, read_model_file
from spatialgeo_ros.models.opening import require_runtime, require_speaker
from spatialgeo_ros.models.shown import Shown
from spatialgeo_ros.types import Prompt, Reply

_END_S = 2.0


class SpeakerProcess:
    """Thread-safe: questions are put to it one call at a time. It starts loading at once.

    Raises ModelError when the file is missing, cut off or of another version, when packages are missing, or (cause MUTE) when
    it has no speaker.
    """

    def __init__(self, name_or_path: str, runtime: str, threads: int = 1) -> None:
        self.file: ModelFile = read_model_file(model_path(name_or_path))
        require_speaker(self.file)
        require_runtime(self.file, runtime)
        self._lock = threading.Lock()
        self._pipe, theirs = Pipe()
        self._process = _started(theirs, self.file.path, runtime, threads)
        theirs.close()  # so that the end of that process is the end of the pipe
        self._asked = 0  # number of the last question sent; 0 is the loading
        self._waiting = True  # whether its reply has not come yet
        self._shown: Shown | None = None  # what it looks at
        self._failure: ModelError | None = None

    @property
    def size(self) -> tuple[int, int]:
        """(H, W) of the images that it is shown."""
        return self.file.size

    @property
    def process_id(self) -> int:
        return self._process.pid

    def problem(self) -> str:
        """Why it cannot be asked any more; "" as long as it can."""
        if self._failure is None and self._process.poll() is not None:
            self._failure = self._failure or self._died()
        return "" if self._failure is None else str(self._failure)

    def wait_ready(self, timeout_s: float) -> None:
        """Until it is loaded. Raises ModelError when it is not by then, or cannot be."""
        with self._lock:
            self._settle(time.monotonic() + timeout_s)

    def ask(self, shown: Shown, prompts: Sequence[Prompt], timeout_s: float) -> list[Reply]:
        """Its replies; what was shown before is not looked at again. Raises ModelError: cause "late" when they did not come in
        time (they are thrown away then), "unsure" when it does not know such images, "died" when the process ended, and ever
        after."""
        until_s = time.monotonic() + timeout_s
        if not self._lock.acquire(timeout=timeout_s):
            raise self._late(timeout_s)
        try:
            self._settle(until_s)  # it may still be at something older
            self._asked += 1
            self._waiting = True
            self._send((self._asked, None if shown is self._shown else shown, tuple(prompts)))
            self._shown = shown
            replies: list[Reply] = self._settle(until_s)
            return replies
        finally:
            self._lock.release()

    def close(self) -> None:
        """End it; it does not outlive this."""
        self._failure = self._failure or ModelError("the speaker was ended", "died")
        for end in (self._process.terminate, self._process.kill):  # it keeps nothing that would be lost
            end()
            try:
                self._process.wait(_END_S)
                break
            except subprocess.TimeoutExpired:
                continue
        with self._lock:  # whoever waits for a reply has heard of the end now
            self._pipe.close()

    def _settle(self, until_s: float) -> list[Reply]:
        """Wait for the reply that is due, if any, and give it."""
        if self.problem():
            assert self._failure is not None
            raise self._failure
        replies: list[Reply] = []
        while self._waiting:
            kind, number, content = self._received(until_s)
            self._waiting = number != self._asked
            if kind == "failed" and number == 0:
                self._failure = ModelError(*content)
                raise self._failure
            if kind == "failed" and not self._waiting:
                self._shown = None
                raise ModelError(*content)
            replies = content
        return replies

    def _received(self, until_s: float) -> tuple[str, int, Any]:
        try:
            if not self._pipe.poll(max(until_s - time.monotonic(), 0.0)):
                raise self._late(0.0)
            message: tuple[str, int, Any] = self._pipe.recv()
            return message
        except (EOFError, OSError) as error:
            self._failure = self._failure or self._died()
            raise self._failure from error

    def _send(self, message: object) -> None:
        try:
            self._pipe.send(message)
        except OSError as error:
            self._failure = self._failure or self._died()
            raise self._failure from error

    def _late(self, timeout_s: float) -> ModelError:
        doing = "loading" if self._asked == 0 else "at it"
        after = f" after {timeout_s:.1f} s" if timeout_s else " in time"
        return ModelError(f"the speaker did not answer{after}: it is still {doing}; ask again, or give it more time "
                          "(speaker.timeout_s)", "late")

    def _died(self) -> ModelError:
        try:
            code = self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            return ModelError("the speaker closed its pipe; start it again", "died")
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        return ModelError(f"the speaker's process ended {how}; what it wrote stands in this process's log. Start it again: "
                          "deactivate, clean up, configure and activate the node", "died")


def _started(theirs: Connection, file: Path, runtime: str, threads: int) -> subprocess.Popen[bytes]:
    own = str(Path(spatialgeo_ros.__path__[0]).parent)
    path = os.pathsep.join([own, *filter(None, [os.environ.get("PYTHONPATH", "")])])
    return subprocess.Popen(
        [sys.executable, "-m", "spatialgeo_ros.models.speaker_child", str(theirs.fileno()), str(file), runtime,
         str(threads)],
        pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path},
        start_new_session=True)  # Ctrl-C is for the caller, who closes the pipe
