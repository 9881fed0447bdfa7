"""Score the measured path: on annotated real frames (--frames), or on simulated rooms (--world sim).

  spatialgeo evaluate --frames DIR
  spatialgeo evaluate --world sim --seeds 1000-1029 --pictures out/worst

Exit code 0 when every goal was reached, 1 when one was missed, 2 when it could not run.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from spatialgeo_ros.cli.settings import add_settings_arguments, settings_of
from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.evaluation.checks import Score


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--frames", type=Path, metavar="DIR", help="folder with annotations.json and its images")
    source.add_argument("--world", choices=("sim",), help="simulated rooms, scored against their truth")
    rooms = parser.add_argument_group("simulated rooms")
    rooms.add_argument("--seeds", default="1000-1009", metavar="A-B",
                       help="rooms: one seed, a range, or several with commas (default %(default)s; 5000-5999 are held "
                            "out: only for scores, never for tuning)")
    rooms.add_argument("--views", type=int, default=4, metavar="N", help="views of each room (default %(default)s)")
    rooms.add_argument("--spacing", type=float, default=3.7, metavar="S",
                       help="seconds between views along the camera's path (default %(default)s)")
    rooms.add_argument("--questions", type=int, default=0, metavar="N",
                       help="also ask up to N questions in words about each view; the objects then get their class "
                            "words from image boxes, as from a detector (default %(default)s)")
    parser.add_argument("--pictures", type=Path, metavar="DIR",
                        help="write pictures of found against true there (rooms: the worst 12 views)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    add_settings_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    config = settings_of(arguments)
    return _frames(arguments, config) if arguments.frames else _rooms(arguments, config)


def _frames(arguments: argparse.Namespace, config: SceneConfig) -> int:
    from spatialgeo_ros.evaluation.frames import evaluate_frames
    from spatialgeo_ros.evaluation.frames_report import frames_json, frames_text

    scores = evaluate_frames(arguments.frames, config, progress=_tell)
    print(json.dumps(frames_json(scores), indent=1) if arguments.json else frames_text(scores))
    if arguments.pictures:
        from spatialgeo_ros.drawing.picture_files import save_rgb
        from spatialgeo_ros.evaluation.overlays import overlay

        for result in scores.results:
            path = arguments.pictures / f"{result.frame.name}.png"
            save_rgb(path, overlay(result, result.frame.load().rgb))
            _tell(f"wrote {path}")
    return _exit_code(scores.scores())


def _rooms(arguments: argparse.Namespace, config: SceneConfig) -> int:
    from spatialgeo_ros.evaluation.rooms import RoomPlan, evaluate_rooms
    from spatialgeo_ros.evaluation.rooms_report import rooms_json, rooms_text
    from spatialgeo_ros.evaluation.worst_views import WorstViews

    if arguments.views < 1 or not arguments.spacing > 0 or arguments.questions < 0:
        raise ConfigError(f"--views is {arguments.views}, --spacing {arguments.spacing} and --questions "
                          f"{arguments.questions}; the first two must be positive, the last not negative")
    worst = WorstViews(12 if arguments.pictures else 0)
    plan = RoomPlan(seeds_of(arguments.seeds), arguments.views, arguments.spacing, arguments.questions)
    scores = evaluate_rooms(plan, config, _tell, worst.add if arguments.pictures else lambda outcome: None)
    print(json.dumps(rooms_json(scores), indent=1) if arguments.json else rooms_text(scores))
    for path in worst.save(arguments.pictures) if arguments.pictures else ():
        _tell(f"wrote {path}")
    return _exit_code(scores.scores())


def seeds_of(text: str) -> tuple[int, ...]:
    """ "5000-5029", "7" or "1,2,10-12"."""
    seeds: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        try:
            low, high = int(first), int(last if dash else first)
        except ValueError as error:
            raise ConfigError(f"--seeds {text!r}: {part!r} is no seed; expected e.g. 5000-5029 or 1,2,3") from error
        if high < low:
            raise ConfigError(f"--seeds {text!r}: {part!r} goes backwards")
        seeds += range(low, high + 1)
    return tuple(seeds)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _exit_code(scores: tuple[Score, ...]) -> int:
    return 1 if any(score.reached is False for score in scores) else 0
