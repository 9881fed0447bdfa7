"""The model of a subcommand: its arguments, and what it sees with."""

from __future__ import annotations

import argparse

from spatialgeo_ros.models.opening import RUNTIMES, open_vision
from spatialgeo_ros.sight.looking import Sight


def add_model_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("a model that knows things by sight")
    group.add_argument("--model", metavar="NAME",
                       help="a model's name (`spatialgeo models`) or the path of its file: names what was measured; without "
                            "--depth also predicts depth, without --camera also guesses the focal length")
    add_runtime_argument(group)


def add_runtime_argument(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--runtime", choices=RUNTIMES, default=RUNTIMES[0], help="what runs the model (default %(default)s)")


def opened_sight(arguments: argparse.Namespace) -> Sight:
    """Raises ModelError when it cannot be used."""
    return Sight(open_vision(arguments.model, arguments.runtime))
