"""The demo's results as text for people."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spatialgeo_ros.cli.answer_text import spoken_words
from spatialgeo_ros.types import Answer, Distance, DistanceKind, Predicate, Relation, Status

if TYPE_CHECKING:  # they know ROS, which this text does not need
    from spatialgeo_ros.ros.demo import DemoResult
    from spatialgeo_ros.ros.demo_colour import ColourResult
    from spatialgeo_ros.ros.demo_session import Outcome

_LEGEND = ("Questions to the running node about what its camera sees now. It is given colour, depth, camera_info, tf and a "
           "detector's boxes with names. #9 is the thing's id in ~/scene and in the pictures.")
_COLOUR_LEGEND = ("Another room, and a second node that gets no depth and no names, only colour, camera_info and tf: the "
                  "bundled model nano predicts depth, segments and words. \"said\" is what its language model says, "
                  "shown the image and pointed at what the question means; \"measured\" is what the node with depth "
                  "says. Answers here do not count for the exit code.")
_JUDGED = ' "truth" is what was built or annotated; the node never hears of it.'
MAX_EVIDENCE = 3
INDENT = " " * 4
HANG = " " * 14  # under the text that follows "answer", "evidence", "truth"
COMPARATIVE = (Predicate.BIGGER, Predicate.SMALLER, Predicate.TALLER, Predicate.SHORTER, Predicate.WIDER,
               Predicate.THINNER)
_CODES = {"green": "32", "red": "1;31", "bold": "1", "dim": "2"}


@dataclass(frozen=True)
class Painter:
    """Colours for a terminal, or none."""

    colours: bool

    def paint(self, text: str, colour: str) -> str:
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.colours and text else text


def result_lines(result: DemoResult, painter: Painter, columns: int = 120) -> list[str]:
    """Every question with answer, evidence, truth and agreement; then the sum and where the pictures are."""
    width = max((len(outcome.question.text) for outcome in result.outcomes), default=0)
    lines = [f"first scene after {result.ready_s:.1f} s; DDS domain {result.domain}, on this machine only", "",
             *textwrap.wrap(_LEGEND + (_JUDGED if _judged(result) else ""), max(columns, 60))]
    where = ""
    for number, outcome in enumerate(result.outcomes, start=1):
        if outcome.where != where:
            where = outcome.where
            lines += ["", painter.paint(where, "bold")]
        lines += ["", *_outcome_lines(number, outcome, width, painter, columns)]
    return [*lines, "", *_summary_lines(result, painter)]


def colour_lines(result: ColourResult, painter: Painter, columns: int = 120) -> list[str]:
    """Every question with both answers and the truth; then how often each was right."""
    width = max((len(outcome.question.text) for outcome in result.colour), default=0)
    lines = ["", painter.paint("colour alone", "bold"), *textwrap.wrap(_COLOUR_LEGEND, max(columns, 60))]
    for number, (seen, measured) in enumerate(zip(result.colour, result.measured, strict=True), start=1):
        verdict = _verdict(seen)
        lines += ["", f"{number:>2}  {painter.paint(seen.question.text.ljust(width), 'bold')}  "
                      f"{painter.paint(verdict, 'green' if verdict == 'agrees' else 'red')}".rstrip(),
                  *_wrapped("answer", answer_words(seen.answer), columns),
                  *_said(seen.answer, columns),
                  *_wrapped("measured", answer_words(measured.answer), columns),
                  *_wrapped("truth", seen.question.truth, columns)]
    right, of_measured = (sum(_verdict(outcome) == "agrees" for outcome in part) for part in (result.colour, result.measured))
    count = len(result.colour)
    return [*lines, "", f"colour alone: {right} of {count} answers agree with the truth; measured: {of_measured} of {count}. "
                        "How good nano is: docs/nano.md"]


def _verdict(outcome: Outcome) -> str:
    return "" if outcome.judgement is None else "agrees" if outcome.judgement.right else "WRONG"


def keep_lines(domain: str) -> list[str]:
    """How to look at what is left running."""
    question = "{question: 'What do you see?'}"
    return ["", "Camera and node go on; Ctrl-C ends them. In another terminal with a ROS 2 installation:", "",
            f"  export ROS_DOMAIN_ID={domain} ROS_AUTOMATIC_DISCOVERY_RANGE=LOCALHOST   # Humble: ROS_LOCALHOST_ONLY=1",
            "  ros2 topic echo --once /spatialgeo/scene",
            f'  ros2 service call /spatialgeo/ask spatialgeo_ros/srv/Ask "{question}"',
            "  rviz2 -d rviz/spatialgeo.rviz", "",
            "or without one, from this repository:", "",
            f"  export ROS_DOMAIN_ID={domain} ROS_AUTOMATIC_DISCOVERY_RANGE=LOCALHOST",
            '  ./run ask "What do you see?"',
            "  ./run self_check", ""]


def _outcome_lines(number: int, outcome: Outcome, width: int, painter: Painter, columns: int) -> list[str]:
    judgement, answer = outcome.judgement, outcome.answer
    verdict = _verdict(outcome)
    verdict = painter.paint(verdict, "green" if verdict == "agrees" else "red")
    lines = [f"{number:>2}  {painter.paint(outcome.question.text.ljust(width), 'bold')}  {verdict}".rstrip(),
             *_wrapped("answer", answer_words(answer), columns)]
    for index, text in enumerate(evidence_words(answer, outcome.names)):
        lines += _wrapped("evidence" if index == 0 else "", text, columns)
    if outcome.question.truth:
        lines += _wrapped("truth", outcome.question.truth, columns)
    if judgement is not None and not judgement.right:
        lines += [painter.paint(line, "red") for line in _wrapped("wrong", judgement.why, columns)]
    return lines


def _said(answer: Answer, columns: int) -> list[str]:
    """What the model's speaker said beside the answer, and how the two compare; nothing where there is no speaker."""
    return [] if answer.spoken is None else _wrapped("said", spoken_words(answer.spoken, answer.verdict), columns)


def _wrapped(head: str, text: str, columns: int) -> list[str]:
    return textwrap.wrap(text, max(columns, 60), initial_indent=f"{INDENT}{head:9} ", subsequent_indent=HANG,
                         break_long_words=False) or [f"{INDENT}{head}"]


def answer_words(answer: Answer) -> str:
    """The answer with what it says about its own certainty; for one that was not given, why."""
    if answer.status is not Status.ANSWERED:
        return f"{answer.status.name.lower().replace('_', ' ')}: {answer.reason or answer.text}"
    told_already = " sure)" in answer.text or not math.isfinite(answer.probability)
    return answer.text if told_already else f"{answer.text} (probability {answer.probability:.2f})"


def evidence_words(answer: Answer, names: Mapping[int, str]) -> list[str]:
    """One line for each thing that was measured; names: id -> description."""
    between = [item for item in answer.evidence.relations if item.predicate is Predicate.BETWEEN]
    lines = [_between_words(between, names)] if between else []
    lines += [_relation_words(item, names) for item in answer.evidence.relations if item not in between]
    lines += [_distance_words(item, names) for item in answer.evidence.distances]
    if not lines:
        lines = [_named(item, names) for item in answer.evidence.object_ids]
    more = len(lines) - MAX_EVIDENCE
    return lines if more <= 1 else [*lines[:MAX_EVIDENCE], f"and {more} more"]


def _between_words(items: Sequence[Relation], names: Mapping[int, str]) -> str:
    """One sentence for the two relations that a "between" consists of."""
    ends = " and ".join(_named(item.object_id, names) for item in items)
    return f"{_named(items[0].subject_id, names)} between {ends}: probability {items[0].probability:.2f}"


def _relation_words(item: Relation, names: Mapping[int, str]) -> str:
    predicate = item.predicate.name.lower().replace("_", " ")
    than = " than" if item.predicate in COMPARATIVE else ""
    return (f"{_named(item.subject_id, names)} {predicate}{than} {_named(item.object_id, names)}: "
            f"probability {item.probability:.2f}")


def _distance_words(item: Distance, names: Mapping[int, str]) -> str:
    kind = {DistanceKind.CLOSEST: "surface to surface", DistanceKind.EDGE: "to its edge"}.get(
        item.kind, item.kind.name.lower())
    return (f"{_named(item.subject_id, names)} to {_named(item.object_id, names)}, {kind}: "
            f"{'at most ' if item.upper_bound else ''}{100 * item.value_m:.1f} ± {100 * item.std_m:.1f} cm")


def _named(object_id: int, names: Mapping[int, str]) -> str:
    return "camera" if object_id == 0 else f"{names.get(object_id, 'object')} #{object_id}"


def _summary_lines(result: DemoResult, painter: Painter) -> list[str]:
    judged = _judged(result)
    right = len(judged) - len(result.wrong)
    if not judged:
        lines = [f"{len(result.outcomes)} questions asked; nothing says what is true here, so nothing was judged"]
    else:
        text = f"{right} of {len(judged)} answers agree with the truth"
        lines = [painter.paint(text, "red" if result.wrong else "green")]
        numbers = [str(number) for number, outcome in enumerate(result.outcomes, start=1) if outcome in result.wrong]
        lines += [painter.paint(f"wrong     {', '.join(numbers)}", "red")] if numbers else []
    return [*lines, *(f"pictures  {files.annotated}, {files.map}" for files in result.pictures),
            "next      --seed 7: another room; --keep: goes on for questions of your own"]


def _judged(result: DemoResult) -> list[Outcome]:
    return [outcome for outcome in result.outcomes if outcome.judgement is not None]

