"""SpatialRGPT-Bench answered by a model's speaker: the image, its regions as segments, the question pointed at them.

The speaker is asked in the forms that it has learned. Its lengths are those of its own definitions (docs/benchmarks.md says
where they differ from the benchmark's). What it does not answer stays unanswered, and is counted by its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.benchmarks.polarity import mentioned
from spatialgeo_ros.benchmarks.questions import Question
from spatialgeo_ros.benchmarks.region_masks import region_ids
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.evaluation.sight_speaker import Speaks
from spatialgeo_ros.geometry.image_files import load_rgb
from spatialgeo_ros.models.shown import shown_of
from spatialgeo_ros.types import CameraFrame, PinholeCamera, Prompt, Reply

_WAIT_S = 600.0
_PREDICATES = {"left": "to the left of", "right": "to the right of", "above": "above", "below": "below", "behind": "behind",
               "front": "in front of", "wide": "wider than", "thin": "thinner than", "big": "bigger than",
               "small": "smaller than", "tall": "taller than", "short": "shorter than"}
_FORMS: Mapping[str, str] = {
    **{f"{name}_predicate": f"Is {{0}} {words} {{1}}?" for name, words in _PREDICATES.items()},
    # "which is above": the same as whether the one is above the other, as there is always an answer
    **{f"{name}_choice": f"Is {{0}} {words} {{1}}?" for name, words in _PREDICATES.items()},
    "tall_choice": "Which is taller, {0} or {1}?", "wide_choice": "Which is wider, {0} or {1}?",
    "left_choice": "Which is further to the left, {0} or {1}?", "right_choice": "Which is further to the right, {0} or {1}?",
    "distance_data": "How far is {0} from {1}?",
    "horizontal_distance_data": "What is the horizontal distance between {0} and {1}?",
    "vertical_distance_data": "What is the vertical distance between {0} and {1}?",
    "width_data": "How wide is {0}?", "height_data": "How tall is {0}?",
    "direction": "If you are at {0}, at what clock hour is {1}?"}
_SAID_REGION = re.compile(r"region (\d+)")


@dataclass(frozen=True)
class Spoken:
    """answers: by the ids of the questions, in the benchmark's words. silent: how often there was none, by reason."""

    answers: Mapping[str, str]
    silent: Mapping[str, int]

    def notes(self) -> list[str]:
        return [f"Not answered, which counts as wrong: {count} of {len(self.answers)} questions, because {reason}"
                for reason, count in self.silent.items()]


def pointed_prompt(question: Question) -> Prompt:
    """ids: those of `region_ids`."""
    named = mentioned(question.text)
    form = _FORMS[question.kind]
    return Prompt(question.text, form.format(*(f"region {k + 1} <{k}>" for k in range(len(named)))),
                  tuple(number + 1 for number in named))


def answer_in_words(question: Question, reply: Reply) -> str:
    """What was said, with the benchmark's numbers of its regions; "" where it was no answer to this question."""
    named = mentioned(question.text)
    said = _SAID_REGION.fullmatch(reply.text)
    if said:
        return f"Region [{named[int(said[1]) - 1]}]" if 1 <= int(said[1]) <= len(named) else ""
    if question.kind.endswith("_choice") and reply.text in ("yes", "no"):
        return f"Region [{named[0 if reply.text == 'yes' else 1]}]"
    return reply.text


def answer_questions(speaker: Speaks, camera_of: Callable[[NDArray[np.uint8]], PinholeCamera], questions: Sequence[Question],
                     folder: Path, progress: Callable[[str], None]) -> Spoken:
    """camera_of: guesses the camera of an (H, W, 3) image, as the benchmark tells none. folder: that the images are in."""
    answers: dict[str, str] = {}
    silent: Counter[str] = Counter()
    for number, question in enumerate(questions, start=1):
        rgb = load_rgb(folder / question.files[0])
        answer, reason = _asked(speaker, camera_of, question, rgb)
        answers[question.id] = answer
        if not answer:
            silent[reason] += 1
        if number % 100 == 0:
            progress(f"{number} of {len(questions)} questions, {sum(silent.values())} without an answer")
    return Spoken(answers, dict(silent.most_common()))


def _asked(speaker: Speaks, camera_of: Callable[[NDArray[np.uint8]], PinholeCamera], question: Question,
           rgb: NDArray[np.uint8]) -> tuple[str, str]:
    """The answer, or "" and the reason."""
    ids = region_ids(question.regions, *rgb.shape[:2])
    if max(mentioned(question.text)) >= len(question.regions):
        return "", "the question names a region that is not marked"
    shown = shown_of(CameraFrame(rgb, None, camera_of(rgb), 0), ids, speaker.size)
    try:
        reply = speaker.ask(shown, [pointed_prompt(question)], _WAIT_S)[0]
    except ModelError as error:
        if error.cause != "unsure":
            raise
        return "", f"of the image: {error}"
    if reply.ids:
        answer = answer_in_words(question, reply)
        return answer, "" if answer else "it gave no answer that fits the question"
    if reply.unknown:
        return "", f"it does not know the words {', '.join(reply.unknown)}"
    return "", "a region is hidden by the other one or covers too few pixels of what the model is shown"
