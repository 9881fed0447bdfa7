"""One line of progress a step, one log for all of them, and an error that says which step failed and what to do."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HEARTBEAT_S = 30.0  # a line that often when the output is no terminal, so that a log shows life
TAIL_LINES = 20
NOISE = ("Ignoring ", "Looking in ", "Requirement already satisfied")

# What a log says when something outside this repository is missing, and what to do about it; the first that fits.
HINTS = (
    ("No space left on device", "The disk is full: the environment takes about 1.5 GB."),
    ("Temporary failure in name resolution", "No network: this step downloads packages."),
    ("NewConnectionError", "No network: this step downloads packages. Check the connection or HTTPS_PROXY."),
    ("ReadTimeoutError", "The package index did not answer in time; what was downloaded is kept."),
    ("CERTIFICATE_VERIFY_FAILED", "The package index's certificate is not trusted: set PIP_CERT to your CA bundle."),
    ("(from versions: none)", "No answer from the package index: is there a network? Is PIP_INDEX_URL right?"),
    ("No matching distribution found", "The package index lacks that pin for this Python: is it an old mirror?"),
    ("Python.h: No such file", "The Python headers are missing: install python3-dev."),
)


class SetupError(Exception):
    """The set-up cannot go on. The message is complete: what, why, and how to mend it."""


class Progress:
    """Prints numbered steps on stderr and keeps what their commands say in a log file."""

    def __init__(self, log: Path, steps: int) -> None:
        self._log = log
        self._steps = steps
        self._step = 0
        self._title = ""
        self._terminal = sys.stderr.isatty()
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show one step while its body runs."""
        self._step += 1
        self._title = f"[{self._step}/{self._steps}] {title}"
        start = time.monotonic()
        self._show(" ...")
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(start, done), daemon=True)
        watcher.start()
        outcome = "stopped"
        try:
            yield
            outcome = "done"
        except SetupError:
            outcome = "FAILED"
            raise
        finally:
            done.set()
            watcher.join()
            self._show(f": {outcome}, {time.monotonic() - start:.0f} s", last=True)

    def run(self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
        """Run a command of the current step into the log; SetupError if it fails."""
        words = [str(word) for word in command]
        with self._log.open("a") as log:
            log.write(f"\n$ {' '.join(words)}\n")
            log.flush()
            begin = log.tell()
            # The lock of this set-up is inherited on purpose: killed while pip still writes, nobody else may begin.
            try:
                process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                           env=environment, close_fds=False)
            except OSError as error:
                raise SetupError(f"Step {self._title} failed: cannot start {words[0]}: {error.strerror}.\n"
                                 "Make everything anew with `./run setup --again`.") from error
            try:
                code = process.wait()
            except BaseException:
                process.terminate()
                process.wait()
                raise
        if code != 0:
            raise SetupError(self._failure(words, code, begin))

    def _failure(self, words: Sequence[str], code: int, begin: int) -> str:
        text = self._log.read_bytes()[begin:].decode(errors="replace")
        said = [line for line in text.rstrip().splitlines() if not line.startswith(NOISE)]
        tail = "\n".join("    " + line for line in said[-TAIL_LINES:])
        hints = [hint for sign, hint in HINTS if sign in text]
        advice = "\n".join([*hints[:1], "Mend that and run the same command again; it goes on from here."])
        return (f"Step {self._title} failed: `{Path(words[0]).name} {' '.join(words[1:4])} ...` exited with {code}.\n"
                f"{tail}\nThe whole log: {self._log}\n{advice}")

    def _watch(self, start: float, done: threading.Event) -> None:
        while not done.wait(1.0 if self._terminal else HEARTBEAT_S):
            self._show(f" ... {time.monotonic() - start:.0f} s")

    def _show(self, text: str, last: bool = False) -> None:
        if self._terminal:
            sys.stderr.write(f"\r\033[K{self._title}{text}" + ("\n" if last else ""))
        else:
            sys.stderr.write(f"{self._title}{text}\n")
        sys.stderr.flush()
