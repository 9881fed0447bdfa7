r"""Answer questions in words about one colour + depth image, of files or of a bag; measured, no language model.

With --model, the image may lack depth (see scene), and the model's speaker is asked too: it sees the colours and which pixels
are of one thing, nothing that was measured, and each answer says whether the two agree.

Exit code 0 when every question was answered, 2 when one was not (unknown, ambiguous, not understood) or when the
frame cannot be used (one line `error: …` says why).

  spatialgeo ask --rgb color.png --depth depth.png --depth-unit-m 0.001 --camera camera.yaml \
      "what is left of the red box?" "how far is the mug from me?"
  spatialgeo ask --bag my_bag --at 12.5 "what is left of the red box?"
  spatialgeo ask --model nano --image color.png "is the mug left of the box?"
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
from collections.abc import Iterator

from spatialgeo_ros.cli.answer_text import answer_text, whole_questions
from spatialgeo_ros.cli.hints import tell_hints
from spatialgeo_ros.cli.message_json import answer_json
from spatialgeo_ros.cli.one_frame import MeasuredFrame, add_frame_arguments, measure_frame
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.pointing import prompt_of
from spatialgeo_ros.questions.spoken import beside
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.types import Answer, Reply, Status

_LOADED_S, _SAID_S = 120.0, 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("questions", nargs="+", metavar="QUESTION", help='in words, e.g. "how far is the mug from me?"')
    add_frame_arguments(parser)
    parser.add_argument("--json", action="store_true",
                        help="a list of Answer messages as JSON (field names of msg/Answer.msg)")


def run(arguments: argparse.Namespace) -> int:
    measured = measure_frame(arguments)
    answers = [ask(question, measured.scene, Vocabulary(), measured.config.answers)
               for question in whole_questions(arguments.questions)]
    if arguments.model:
        answers = with_model(answers, measured, arguments.model, arguments.runtime)
    if arguments.json:
        print(json.dumps([answer_json(answer, measured.scene) for answer in answers], indent=1))
    else:
        print("\n\n".join(answer_text(answer, measured.scene) for answer in answers))
    tell_hints(measured, arguments)
    return 0 if all(answer.status is Status.ANSWERED for answer in answers) else 2


def with_model(answers: list[Answer], measured: MeasuredFrame, model: str, runtime: str) -> list[Answer]:
    """The same measured answers with what the model says, all asked at once; each tells why when the model cannot be asked."""
    from spatialgeo_ros.models.installed import MUTE
    from spatialgeo_ros.models.shown import shown_of
    from spatialgeo_ros.models.speaker_process import SpeakerProcess

    asked = [answer for answer in answers if answer.status is not Status.REFUSED]
    try:
        with contextlib.closing(SpeakerProcess(model, runtime)) as speaker:
            speaker.wait_ready(_LOADED_S)
            shown = shown_of(measured.frame, measured.scene.id_image, speaker.size)
            replies: Iterator[Reply | str] = iter(speaker.ask(shown, [prompt_of(answer) for answer in asked], _SAID_S))
    except ModelError as error:
        if error.cause == MUTE:
            return answers
        replies = itertools.repeat(str(error))
    return [beside(answer, next(replies), measured.scene, measured.config.answers) if answer in asked else answer
            for answer in answers]
