"""Ask the running `spatialgeo` node, as its ROS 2 service is asked; for machines without the `ros2` command.

Exit code 0 when every question was answered, 2 when one was not or when there is no node (same ROS_DOMAIN_ID?).

  ./run ask "what is left of the red box?" "how far is the mug from me?"
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spatialgeo_ros.cli.answer_text import spoken_words, whole_questions
from spatialgeo_ros.cli.demo_text import answer_words, evidence_words
from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.types import Status

if TYPE_CHECKING:
    from spatialgeo_ros.ros.client import SpatialGeoClient


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("questions", nargs="+", metavar="QUESTION", help='in words, e.g. "how far is the mug from me?"')
    add_node_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    answered = True
    with node_client(arguments) as client:
        from spatialgeo_ros.ros.received import answer_from_msg

        for question in whole_questions(arguments.questions):
            message = client.ask_message(question, arguments.timeout_s)
            answer = answer_from_msg(message)
            names = {item.id: item.description for item in message.evidence.objects}
            print("\n".join([f"Q: {question}", f"A: {answer_words(answer)}",
                             *([f"   the model says {spoken_words(answer.spoken, answer.verdict)}"] if answer.spoken else []),
                             *(f"   {line}" for line in evidence_words(answer, names))]), flush=True)
            answered &= answer.status is Status.ANSWERED
    return 0 if answered else 2


def add_node_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--node", default="spatialgeo", metavar="NAME", help="with its namespace if any (%(default)s)")
    parser.add_argument("--timeout-s", type=float, default=10.0, metavar="S", help="wait so long for it (%(default)s)")


@contextlib.contextmanager
def node_client(arguments: argparse.Namespace) -> Iterator[SpatialGeoClient]:
    """Of the node that the arguments name; everything it started has ended afterwards."""
    try:
        from spatialgeo_ros.ros.client import SpatialGeoClient
    except ModuleNotFoundError as error:
        raise SpatialGeoError(f"the node is reached by ROS 2 and our interfaces ({error}): start this by ./run, or source "
                              "your workspace first") from error
    with SpatialGeoClient(target=arguments.node) as client:
        yield client
