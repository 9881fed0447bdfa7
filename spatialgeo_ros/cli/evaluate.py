"""Score the measured path: on annotated real frames (--frames), or on simulated rooms (--world sim). With --model, scenes of
colour alone, predicted by that model. Or score answers to a public benchmark (--benchmark).

  spatialgeo evaluate --frames DIR
  spatialgeo evaluate --world sim --seeds 1000-1029 --pictures out/worst
  spatialgeo evaluate --world sim --seeds 1000-1029 --causes --out out/evaluation
  spatialgeo evaluate --world sim --tracks
  spatialgeo evaluate --world sim --model nano --seeds 1960-1999
  spatialgeo evaluate --benchmark vsi --data DIR --answers answers.jsonl

Exit code 0 when every goal was reached, 1 when one was missed, 2 when it could not run.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from spatialgeo_ros.benchmarks.catalogue import BENCHMARKS
from spatialgeo_ros.cli.evaluate_benchmark import add_benchmark_arguments, benchmark_scores
from spatialgeo_ros.cli.model import add_runtime_argument, opened_sight
from spatialgeo_ros.cli.settings import add_settings_arguments, settings_of
from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.evaluation.checks import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatialgeo_ros.evaluation.sight_views import SightView
    from spatialgeo_ros.models.speaker_process import SpeakerProcess
    from spatialgeo_ros.sight.looking import Sight

SEEDS, ORBIT_SEEDS, SIGHT_SEEDS = "1000-1009", "1000", "1960-1969"
SIGHT_QUESTIONS = 24  # about each view, by default


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--frames", type=Path, metavar="DIR", help="folder with annotations.json and its images")
    source.add_argument("--world", choices=("sim",), help="simulated rooms, scored against their truth")
    source.add_argument("--benchmark", choices=tuple(BENCHMARKS), help="a public benchmark that you have the files of")
    rooms = parser.add_argument_group("simulated rooms")
    rooms.add_argument("--seeds", metavar="A-B",
                       help=f"rooms: one seed, a range, or several with commas (default {SEEDS}, with --tracks "
                            f"{ORBIT_SEEDS}, with --model {SIGHT_SEEDS}; 5000-5999 are held out: only for scores, never "
                            "for tuning)")
    rooms.add_argument("--views", type=int, default=4, metavar="N", help="views of each room (default %(default)s)")
    rooms.add_argument("--spacing", type=float, default=3.7, metavar="S",
                       help="seconds between views along the camera's path (default %(default)s)")
    rooms.add_argument("--questions", type=int, metavar="N",
                       help="also ask up to N questions in words about each view; the objects then get their class "
                            f"words from image boxes, as from a detector (default 0; with --model {SIGHT_QUESTIONS}, and the "
                            "model names)")
    rooms.add_argument("--causes", action="store_true",
                       help="measure every view again with true segments and with exact depth, and say which stage is to "
                            "blame for each error; three times as long")
    rooms.add_argument("--tracks", action="store_true",
                       help="instead of rooms: 60 s around a table; do its ten things keep their ids?")
    rooms.add_argument("--rate", type=float, default=3.0, metavar="HZ",
                       help="frames per second of --tracks (default %(default)s; a camera has more, so this is harder)")
    rooms.add_argument("--model", metavar="NAME",
                       help="instead of depth: see colour alone with this model (its name or file), in views as models are "
                            "trained on; rendered views are kept in --out and used again")
    add_runtime_argument(rooms)
    rooms.add_argument("--renderer", choices=["raycast", "mitsuba"], default="raycast",
                       help="with --model: what draws the views; mitsuba (to be installed) is a path tracer, 18 s a view")
    rooms.add_argument("--sensor-depth", action="store_true",
                       help="with --model: measure with a simulated depth sensor; the model names things, and speaks")
    rooms.add_argument("--pairs", action="store_true",
                       help="with --model, instead of scores: are pairs of questions (order swapped, opposite word, negated, "
                            "second view) answered alike? With --spoken also by the speaker")
    rooms.add_argument("--spoken", action="store_true",
                       help="with --model: also ask the model's speaker, and score what it says and what its agreement with "
                            "the measured answer is worth")
    add_benchmark_arguments(parser)
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="write results there as markdown and JSON; of rooms also the reliability plot and a page "
                             "with pictures of the worst errors; with --spoken a plot of what confidence is worth")
    parser.add_argument("--pictures", type=Path, metavar="DIR",
                        help="write pictures of found against true there (rooms: the worst 12 views; with --model: questions "
                             "that were answered rightly, and wrongly)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    add_settings_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    config = settings_of(arguments)
    alone = [option for option, given in (("--spoken", arguments.spoken), ("--sensor-depth", arguments.sensor_depth),
                                          ("--pairs", arguments.pairs)) if given and not arguments.model]
    if alone:
        raise ConfigError(f"{alone[0]} is about a model; give --model NAME too")
    if arguments.benchmark:
        return _benchmark(arguments)
    if arguments.frames:
        return _frames(arguments, config)
    if arguments.model:
        return _sight(arguments, config)
    return _tracks(arguments, config) if arguments.tracks else _rooms(arguments, config)


def _benchmark(arguments: argparse.Namespace) -> int:
    scores = benchmark_scores(arguments, _tell)
    if scores is None:
        return 0
    print(json.dumps(scores.json(), indent=1) if arguments.json else scores.text())
    if arguments.out:
        _write(arguments.out, arguments.benchmark, scores.markdown(), scores.json())
    return 0


def _frames(arguments: argparse.Namespace, config: SceneConfig) -> int:
    from spatialgeo_ros.evaluation.frames import evaluate_frames
    from spatialgeo_ros.evaluation.frames_report import frames_json, frames_text
    from spatialgeo_ros.evaluation.tables import score_table

    scores = evaluate_frames(arguments.frames, config, progress=_tell)
    print(json.dumps(frames_json(scores), indent=1) if arguments.json else frames_text(scores))
    if arguments.out:
        table = score_table("Annotated frames", "What is counted stands in docs/evaluation.md.", scores.scores())
        _write(arguments.out, "frames", table.markdown(), frames_json(scores))
    if arguments.pictures:
        from spatialgeo_ros.drawing.picture_files import save_rgb
        from spatialgeo_ros.evaluation.overlays import overlay

        for result in scores.results:
            path = arguments.pictures / f"{result.frame.name}.png"
            save_rgb(path, overlay(result, result.frame.load().rgb))
            _tell(f"wrote {path}")
    return _exit_code(scores.scores())


def _rooms(arguments: argparse.Namespace, config: SceneConfig) -> int:
    from spatialgeo_ros.drawing.picture_files import save_rgb
    from spatialgeo_ros.evaluation.calibration import calibration_of
    from spatialgeo_ros.evaluation.contact_sheet import ContactSheet
    from spatialgeo_ros.evaluation.reliability_plot import reliability_picture
    from spatialgeo_ros.evaluation.rooms import RoomOutcome, RoomPlan, evaluate_rooms
    from spatialgeo_ros.evaluation.rooms_report import rooms_json, rooms_markdown, rooms_text
    from spatialgeo_ros.evaluation.worst_views import WorstViews

    questions = _questions(arguments, 0)
    worst, sheet = WorstViews(12 if arguments.pictures else 0), ContactSheet()

    def show(outcome: RoomOutcome) -> None:
        if arguments.pictures:
            worst.add(outcome)
        if arguments.out:
            sheet.add(outcome)

    plan = RoomPlan(seeds_of(arguments.seeds or SEEDS), arguments.views, arguments.spacing, questions, arguments.causes)
    scores = evaluate_rooms(plan, config, _tell, show)
    calibration = calibration_of(scores.margins)
    print(json.dumps(rooms_json(scores), indent=1) if arguments.json else rooms_text(scores))
    for path in worst.save(arguments.pictures) if arguments.pictures else ():
        _tell(f"wrote {path}")
    if arguments.out:
        _write(arguments.out, "rooms", rooms_markdown(scores), rooms_json(scores))
        save_rgb(arguments.out / "reliability.png", reliability_picture(calibration))
        sheet.save(arguments.out / "worst_cases.png")
    return 1 if calibration.reached is False else _exit_code(scores.scores())


def _questions(arguments: argparse.Namespace, default: int) -> int:
    """How many about each view; also checks what stands beside it."""
    questions = default if arguments.questions is None else int(arguments.questions)
    if arguments.views < 1 or not arguments.spacing > 0 or questions < 0:
        raise ConfigError(f"--views is {arguments.views}, --spacing {arguments.spacing} and --questions {questions}; the "
                          "first two must be positive, the last not negative")
    return questions


def _sight(arguments: argparse.Namespace, config: SceneConfig) -> int:
    from spatialgeo_ros.drawing.picture_files import save_rgb
    from spatialgeo_ros.evaluation.reliability_plot import confidence_picture
    from spatialgeo_ros.evaluation.sight import evaluate_sight
    from spatialgeo_ros.evaluation.sight_cases import CaseSheet
    from spatialgeo_ros.evaluation.sight_report import sight_json, sight_markdown, sight_text
    from spatialgeo_ros.evaluation.sight_views import SightPlan, sight_views
    from spatialgeo_ros.evaluation.spoken_report import risk_curve, spoken_curves, spoken_of

    plan = SightPlan(seeds_of(arguments.seeds or SIGHT_SEEDS), arguments.views, _questions(arguments, SIGHT_QUESTIONS),
                     arguments.renderer, arguments.sensor_depth)
    sight = opened_sight(arguments)
    with ExitStack() as stack:
        folder = arguments.out / "views" if arguments.out else Path(stack.enter_context(TemporaryDirectory()))
        views = sight_views(plan, folder, _tell)
        speaker = stack.enter_context(closing(_speaker(arguments.model, arguments.runtime))) if arguments.spoken else None
        if arguments.pairs:
            return _pairs(arguments, sight, views, config, speaker)
        sheet = CaseSheet()
        scores = evaluate_sight(sight, views, plan, config, _tell, speaker,
                                sheet.add if arguments.pictures else lambda outcome: None)
    for path in sheet.save(arguments.pictures) if arguments.pictures else ():
        _tell(f"wrote {path}")
    print(json.dumps(sight_json(scores), indent=1) if arguments.json else sight_text(scores))
    if arguments.out:
        _write(arguments.out, "sight", sight_markdown(scores), sight_json(scores))
        if scores.heard is not None:
            save_rgb(arguments.out / "spoken_confidence.png",
                     confidence_picture(spoken_curves(scores.heard), risk_curve(spoken_of(scores.heard))))
    return _exit_code(scores.scores())


def _pairs(arguments: argparse.Namespace, sight: Sight, views: Sequence[SightView], config: SceneConfig,
           speaker: SpeakerProcess | None) -> int:
    from spatialgeo_ros.evaluation.pairs import answer_pairs, paired, pairs_json, pairs_table

    plan = paired(views)
    right = answer_pairs(sight, plan, config, speaker, _tell)
    table, told = pairs_table(plan, right), pairs_json(plan, right)
    print(json.dumps(told, indent=1) if arguments.json else table.text())
    if arguments.out:
        _write(arguments.out, "pairs", table.markdown(), told)
    return 0 if all(row[-1] != "missed" for row in table.rows) else 1


def _speaker(model: str, runtime: str) -> SpeakerProcess:
    from spatialgeo_ros.models.speaker_process import SpeakerProcess

    return SpeakerProcess(model, runtime)


def _tracks(arguments: argparse.Namespace, config: SceneConfig) -> int:
    from spatialgeo_ros.evaluation.orbit_report import orbit_json, orbit_markdown, orbit_text
    from spatialgeo_ros.evaluation.orbit_tracks import evaluate_orbit

    if not 0.2 <= arguments.rate <= 60:
        raise ConfigError(f"--rate is {arguments.rate} frames per second; give one from 0.2 to 60")
    scores = [evaluate_orbit(seed, arguments.rate, config, _tell) for seed in seeds_of(arguments.seeds or ORBIT_SEEDS)]
    print(json.dumps(orbit_json(scores), indent=1) if arguments.json else orbit_text(scores))
    if arguments.out:
        _write(arguments.out, "tracks", orbit_markdown(scores), orbit_json(scores))
    return 0 if all(item.reached for item in scores) else 1


def _write(folder: Path, name: str, markdown: str, content: dict[str, Any]) -> None:
    """Both files; the folder is made when missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.md").write_text(markdown, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write results to {folder}: {error}; give a folder that can be written", "file") from error
    _tell(f"wrote {folder / name}.md and .json")


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
