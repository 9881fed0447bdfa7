"""Score the measured path: on annotated real frames (--frames), or on simulated rooms (--world sim).

Exit code 0 when every goal was reached, 1 when one was missed, 2 when it could not run.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from spatialgeo_ros.cli.settings import add_settings_arguments, settings_of
from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.evaluation.checks import Score


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--frames", type=Path, metavar="DIR", help="folder with annotations.json and its images")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write pictures of found against true there")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    add_settings_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    config = settings_of(arguments)
    return _frames(arguments, config)


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


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _exit_code(scores: tuple[Score, ...]) -> int:
    return 1 if any(score.reached is False for score in scores) else 0
