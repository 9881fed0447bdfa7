"""Camera and node as two processes on a DDS domain of their own, and questions asked through the real ROS 2 service.

Without --frames: a simulated robot camera in a furnished room; answers are compared with the truth of the room.
With --frames DIR: recorded frames; answers are compared with annotations.json where DIR or the folder above has one.

Exit code 0 when every answer agrees, 1 when one is wrong beyond its stated uncertainty or refused without reason,
2 when the demo cannot run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from spatialgeo_ros.cli.demo_text import Painter, colour_lines, keep_lines, result_lines
from spatialgeo_ros.errors import ConfigError, SpatialGeoError

if TYPE_CHECKING:
    from spatialgeo_ros.ros.demo import DemoResult
    from spatialgeo_ros.ros.demo_session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=_whole(0), default=0, metavar="N", help="which room, and which questions (0)")
    parser.add_argument("--questions", type=_whole(1), default=8, metavar="N", help="how many questions (8)")
    parser.add_argument("--frames", type=Path, metavar="DIR", help="recorded frames instead of a simulated room")
    parser.add_argument("--depth-unit-m", type=float, metavar="M",
                        help="with --frames: metres of one raw depth step; default: as annotated, else 0.001")
    parser.add_argument("--detections", type=Path, metavar="PATH",
                        help="with --frames: JSON list of named boxes, or a folder with FRAME.json for each frame")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="for pictures and logs (out)")
    parser.add_argument("--domain", type=_whole(0), metavar="N", help="DDS domain; default: one that looks free")
    parser.add_argument("--keep", action="store_true", help="leave it running, and print how to look at it")
    parser.add_argument("--measured-only", action="store_true", help="leave out the second part, colour alone")
    parser.add_argument("--no-color", action="store_true", help="plain text (as when not on a terminal, or NO_COLOR)")


def run(arguments: argparse.Namespace) -> int:
    progress = _Progress()
    painter = Painter(colours=progress.on_terminal and not arguments.no_color and "NO_COLOR" not in os.environ)

    def show(result: DemoResult, running: Session) -> None:
        progress.end()
        columns = min(shutil.get_terminal_size((120, 24)).columns, 140)
        print("\n".join(result_lines(result, painter, columns)), flush=True)
        if arguments.keep:
            with contextlib.suppress(KeyboardInterrupt):
                print("\n".join(keep_lines(result.domain)), flush=True)
                running.wait_until_a_child_dies()

    interrupted = threading.Event()
    try:
        with _interrupts(interrupted):  # SIGTERM too, so that the processes are ended then as well
            result = _run_demo(arguments, progress.tell, show)
            if not (arguments.measured_only or arguments.frames or arguments.keep):
                for line in _colour_alone(arguments, progress, painter):
                    print(line, flush=True)
    except (KeyboardInterrupt, SpatialGeoError) as error:
        progress.end()
        if isinstance(error, KeyboardInterrupt) or interrupted.is_set():  # a module being loaded makes its own error of it
            print("interrupted; camera and node have ended", file=sys.stderr)
            return 130
        print(f"error: {error}", file=sys.stderr)  # here, since main puts an error on one line and this has log lines
        return 2
    return 1 if result.wrong else 0


def _run_demo(arguments: argparse.Namespace, tell: Callable[[str], None],
              show: Callable[[DemoResult, Session], None]) -> DemoResult:
    tell("loading ROS 2 ...")
    try:
        from spatialgeo_ros.ros.demo import SimulatedDemo, run_simulated
        from spatialgeo_ros.ros.demo_frames import RecordedDemo, run_recorded
    except ModuleNotFoundError as error:
        raise SpatialGeoError(f"the demo needs ROS 2 and our interfaces ({error}): start it as ./run demo, or source "
                              "your workspace first") from error
    domain = _domain(arguments)
    if arguments.frames is None:
        if arguments.detections or arguments.depth_unit_m:
            raise ConfigError("--detections and --depth-unit-m belong to --frames; the simulator knows its own")
        return run_simulated(SimulatedDemo(arguments.seed, arguments.questions, arguments.out, domain), tell, show)
    demo = RecordedDemo(arguments.frames, arguments.depth_unit_m, arguments.detections, arguments.seed,
                        arguments.questions, arguments.out, domain)
    return run_recorded(demo, tell, show)


def _colour_alone(arguments: argparse.Namespace, progress: _Progress, painter: Painter) -> list[str]:
    from spatialgeo_ros.ros.demo_colour import ColourDemo, run_colour, why_not

    if reason := why_not():
        return ["", f"colour alone is not shown: {reason}"]
    try:
        result = run_colour(ColourDemo(arguments.seed, out=arguments.out, domain=_domain(arguments)), progress.tell)
    except SpatialGeoError as error:  # what was measured before has been shown, and stands
        progress.end()
        return ["", f"colour alone is not shown: {error}"]
    progress.end()
    return colour_lines(result, painter, min(shutil.get_terminal_size((120, 24)).columns, 140))


def _domain(arguments: argparse.Namespace) -> int | None:
    if arguments.domain is not None:
        return int(arguments.domain)
    text = os.environ.get("SPATIALGEO_DOMAIN", "")
    if text and not text.isdecimal():
        raise ConfigError(f"SPATIALGEO_DOMAIN={text!r} is no DDS domain; give a whole number")
    return int(text) if text else None


class _Progress:
    """One line that changes; on something that is no terminal, a line to stderr for each thing that begins."""

    def __init__(self) -> None:
        self.on_terminal = sys.stdout.isatty()
        self._told: set[str] = set()

    def tell(self, line: str) -> None:
        if self.on_terminal:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{line[:width]}", end="", flush=True)
            return
        begun = line.partition(" ...")[0]  # what follows counts the seconds
        if begun not in self._told:
            print(f"{begun} ...", file=sys.stderr, flush=True)
        self._told.add(begun)

    def end(self) -> None:
        if self.on_terminal:
            print("\r\x1b[K", end="", flush=True)


@contextlib.contextmanager
def _interrupts(interrupted: threading.Event) -> Iterator[None]:
    """SIGINT and SIGTERM raise KeyboardInterrupt, and set the event."""
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _whole(lowest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if value < lowest:
            raise argparse.ArgumentTypeError(f"{value} is less than {lowest}")
        return value

    parse.__name__ = "whole number"  # argparse names the type in its message
    return parse
