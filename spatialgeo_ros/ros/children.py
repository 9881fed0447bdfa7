"""Nodes as child processes: started in groups of their own, logged to files, always ended, and never silently dead."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import spatialgeo_ros
from spatialgeo_ros.errors import SpatialGeoError

LAST_LINES = 15
# SIGINT lets rclpy shut down in order; a node that does not listen is ended harder.
STOP_SIGNALS = ((signal.SIGINT, 4.0), (signal.SIGTERM, 2.0), (signal.SIGKILL, 2.0))
PR_SET_PDEATHSIG = 1


class ChildDied(SpatialGeoError):
    """A child process ended before it was asked to; the message has its last lines."""


@dataclass(frozen=True)
class Child:
    """One running module. log: file with its output."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def last_lines(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-LAST_LINES:]) or "    (it printed nothing)"


class Children:
    """Use as a context: whatever happens inside, all children have ended afterwards."""

    def __init__(self, log_folder: Path, variables: Mapping[str, str]) -> None:
        """variables: environment of the children."""
        self._log_folder = log_folder
        self._variables = {**variables, "PYTHONPATH": _python_path(variables), "PYTHONUNBUFFERED": "1"}
        self._children: list[Child] = []

    def __enter__(self) -> Children:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()

    def start(self, name: str, module: str, arguments: Sequence[str]) -> Child:
        """Run `python -m module arguments`."""
        self._log_folder.mkdir(parents=True, exist_ok=True)
        log = self.log(name)
        with log.open("wb") as output:
            process = subprocess.Popen([sys.executable, "-m", module, *arguments], stdin=subprocess.DEVNULL,
                                       stdout=output, stderr=subprocess.STDOUT, env=self._variables,
                                       start_new_session=True, preexec_fn=_end_with_parent)
        child = Child(name, process, log)
        self._children.append(child)
        return child

    def log(self, name: str) -> Path:
        """The file that the output of the child of this name goes to."""
        return self._log_folder / f"{name}.log"

    def check(self) -> None:
        """Raise ChildDied when one has ended."""
        for child in self._children:
            code = child.process.poll()
            if code is not None:
                raise ChildDied(f"the {child.name} ended by itself with exit code {code}; its last lines:\n"
                                f"{child.last_lines()}\n    (all of it: {child.log})")

    def stop(self) -> None:
        """End all of them, by their process groups, harder and harder."""
        for number, patience_s in STOP_SIGNALS:
            for child in self._children:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.process.pid, number)
            until_s = time.monotonic() + patience_s
            for child in self._children:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(until_s - time.monotonic(), 0.0))
            if all(child.process.poll() is not None for child in self._children):
                break
        self._children.clear()


def _python_path(variables: Mapping[str, str]) -> str:
    """The folder this package was imported from comes first, so that children run the same code from any folder."""
    own = str(Path(spatialgeo_ros.__path__[0]).parent)
    return os.pathsep.join([own, *filter(None, [variables.get("PYTHONPATH", "")])])


def _end_with_parent() -> None:
    """In the child: be ended when the parent dies without a chance to do it (SIGKILL). Linux only, else nothing."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
