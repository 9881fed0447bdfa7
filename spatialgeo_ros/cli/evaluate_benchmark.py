"""`spatialgeo evaluate --benchmark`: the files of a public benchmark, answers to it, their score."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from spatialgeo_ros.benchmarks.catalogue import BENCHMARKS, BenchmarkScores, score
from spatialgeo_ros.benchmarks.questions import Question, questions_text, read_answers
from spatialgeo_ros.errors import ConfigError, InputError


def add_benchmark_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("public benchmarks", "docs/benchmarks.md says where to get the data. Answers come from "
                                      "--answers; from --model for spatialrgpt; from --boxes for vsi.")
    group.add_argument("--data", type=Path, metavar="PATH", help="the benchmark's file, or the folder that it is in")
    group.add_argument("--questions-out", type=Path, metavar="FILE",
                       help="write what has to be asked, one JSON object a line, and end")
    group.add_argument("--answers", type=Path, metavar="FILE", help='one line for each question: {"id": "7", "answer": "B"}')
    group.add_argument("--boxes", action="store_true",
                       help="vsi: answer from the true boxes that are published with it, as a check of the definitions")


def benchmark_scores(arguments: argparse.Namespace, tell: Callable[[str], None]) -> BenchmarkScores | None:
    """None when questions were written instead."""
    if arguments.data is None:
        raise ConfigError("--benchmark scores files that you have; give --data PATH (docs/benchmarks.md says where to get "
                          "them)")
    sources = [name for name in ("questions_out", "answers", "model", "boxes") if getattr(arguments, name)]
    if len(sources) != 1:
        raise ConfigError(f"--benchmark takes exactly one of --answers, --model, --boxes, --questions-out; {len(sources)} are "
                          "given")
    for name, only in (("boxes", "vsi"), ("model", "spatialrgpt")):
        if getattr(arguments, name) and arguments.benchmark != only:
            raise ConfigError(f"--{name} answers {only} only; write the questions of {arguments.benchmark} with "
                              "--questions-out and give --answers")
    benchmark = BENCHMARKS[arguments.benchmark]
    questions = benchmark.load(arguments.data)
    if arguments.questions_out:
        _write(arguments.questions_out, questions_text(questions))
        tell(f"wrote {len(questions)} questions to {arguments.questions_out}")
        return None
    if arguments.model:
        return _spoken(arguments, questions, tell)
    if arguments.boxes:
        from spatialgeo_ros.benchmarks.vsi_boxes import answers_from_boxes, load_scenes

        answers = answers_from_boxes(questions, load_scenes(_folder(arguments.data)))
        return score(benchmark, "the true boxes of meta_info", questions, answers, [
            "This is no model's score: it tells how far the benchmark's definitions are those computed from its own boxes. "
            "Routes and the order of appearance cannot be answered from boxes."])
    return score(benchmark, arguments.answers.name, questions, read_answers(arguments.answers, questions))


def _spoken(arguments: argparse.Namespace, questions: Sequence[Question], tell: Callable[[str], None]) -> BenchmarkScores:
    from spatialgeo_ros.benchmarks.speaking import answer_questions
    from spatialgeo_ros.cli.model import opened_sight
    from spatialgeo_ros.models.speaker_process import SpeakerProcess

    sight = opened_sight(arguments)
    with closing(SpeakerProcess(arguments.model, arguments.runtime)) as speaker:
        spoken = answer_questions(speaker, sight.guessed_camera, questions, _folder(arguments.data), tell)
    return score(BENCHMARKS[arguments.benchmark], f"model {arguments.model}", questions, spoken.answers, spoken.notes())


def _folder(data: Path) -> Path:
    return data if data.is_dir() else data.parent


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error}; give a file in a folder that can be written", "file") from error
