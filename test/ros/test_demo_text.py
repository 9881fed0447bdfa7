"""What the demo prints: question, answer, evidence, truth and agreement, aligned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from spatialgeo_ros.cli.demo_text import Painter, answer_words, colour_lines, evidence_words, keep_lines, result_lines
from spatialgeo_ros.ros.demo import DemoResult
from spatialgeo_ros.ros.demo_colour import ColourResult
from spatialgeo_ros.ros.demo_pictures import Pictures
from spatialgeo_ros.ros.demo_session import DemoQuestion, Outcome
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    Definition,
    Distance,
    DistanceKind,
    Evidence,
    Predicate,
    Relation,
    Spoken,
    Status,
    Verdict,
)
from spatialgeo_ros.world.judging import Judgement

NAMES = {1: "red box", 2: "mug", 3: "table"}
PLAIN = Painter(colours=False)


def relation(predicate: Predicate = Predicate.ON) -> Relation:
    return Relation(1, predicate, 3, 0.971)


def distance(kind: DistanceKind = DistanceKind.CLOSEST, upper_bound: bool = False) -> Distance:
    return Distance(0, 2, kind, Definition.SPATIALGEO, 1.234, 0.005, upper_bound, np.zeros((2, 3)))


def answer(text: str = "Yes: it is (97 % sure).", evidence: Evidence | None = None, **changes: object) -> Answer:
    given = {"status": Status.ANSWERED, "kind": AnswerKind.YES_NO, **changes}
    return Answer("?", None, text=text, evidence=evidence or Evidence(), **given)


def outcome(question: str, right: bool | None, where: str = "room 3") -> Outcome:
    judgement = None if right is None else Judgement(right, "the opposite is true")
    return Outcome(where, DemoQuestion(question, "" if right is None else "no"), answer(), NAMES, judgement)


def result(*outcomes: Outcome) -> DemoResult:
    return DemoResult(outcomes, (Pictures(Path("out/annotated.png"), Path("out/map.png"), 5),), 3.21, "42")


def test_every_part_is_said_once_and_verdicts_stand_below_each_other() -> None:
    lines = result_lines(result(outcome("Is it?", True), outcome("Is it not so at all?", False)), PLAIN)
    text = "\n".join(lines)
    verdicts = [line.index(word) for line in lines for word in ("agrees", "WRONG") if line.rstrip().endswith(word)]
    assert len(verdicts) == 2
    assert verdicts[0] == verdicts[1]
    for part in ("DDS domain 42", "first scene after 3.2 s", "room 3", "1 of 2 answers agree", "wrong     2",
                 "out/annotated.png, out/map.png", "truth     no", "wrong     the opposite is true"):
        assert text.count(part) >= 1, part


def test_colour_alone_stands_beside_what_was_measured_and_true() -> None:
    seen = (outcome("Is it?", True), outcome("How far?", False))
    text = "\n".join(colour_lines(ColourResult(seen, (outcome("Is it?", True), outcome("How far?", True))), PLAIN))
    assert text.count("    measured ") == text.count("    truth ") == text.count("    answer ") == 2
    assert "colour alone: 1 of 2 answers agree with the truth; measured: 2 of 2." in text
    assert text.index("agrees") < text.index("WRONG")
    assert "    said " not in text, "there is no speaker"


def test_what_the_speaker_said_stands_beside_it() -> None:
    one = outcome("Is it?", True)
    spoken = Spoken("yes", 0.75, AnswerKind.YES_NO, yes=True, reason="measured no, said yes")
    seen = replace(one, answer=replace(one.answer, spoken=spoken, verdict=Verdict.DISAGREE))
    text = "\n".join(colour_lines(ColourResult((seen,), (one,)), PLAIN))
    assert "    said      'yes' (confidence 0.75); it DISAGREES: measured no, said yes" in text


def test_what_nobody_knows_is_not_judged() -> None:
    text = "\n".join(result_lines(result(outcome("Is it?", None)), PLAIN))
    assert "nothing was judged" in text
    assert "truth" not in text
    assert "agree" not in text


def test_frames_are_headings() -> None:
    outcomes = [outcome("Is it?", True, where) for where in ("frame 1", "frame 1", "frame 2")]
    lines = result_lines(result(*outcomes), PLAIN)
    assert [line for line in lines if line.startswith("frame")] == ["frame 1", "frame 2"]


def test_colours_only_where_wanted() -> None:
    shown = result(outcome("Is it?", False))
    assert "\x1b" not in "\n".join(result_lines(shown, PLAIN))
    assert "\x1b[1;31mWRONG\x1b[0m" in "\n".join(result_lines(shown, Painter(colours=True)))


def test_long_texts_are_broken_under_their_own_column() -> None:
    long = Outcome("room", DemoQuestion("Is it?"), answer("word " * 60), NAMES, None)
    lines = result_lines(result(long), PLAIN, columns=80)
    assert max(map(len, lines)) <= 80
    start = next(line for line in lines if "answer" in line).index("word")
    assert all(line.index("word") == start for line in lines if "word" in line)


def test_an_answer_not_given_says_why() -> None:
    refused = answer("", status=Status.AMBIGUOUS, reason="two boxes")
    assert answer_words(refused) == "ambiguous: two boxes"


def test_certainty_is_said_once() -> None:
    assert answer_words(answer("Yes (97 % sure).", probability=0.97)) == "Yes (97 % sure)."
    assert answer_words(answer("Two mugs.", probability=0.97)) == "Two mugs. (probability 0.97)"
    assert answer_words(answer("Two mugs.")) == "Two mugs."


def test_evidence_names_things_and_gives_numbers() -> None:
    told = evidence_words(answer(evidence=Evidence((1, 3), (relation(), relation(Predicate.TALLER)), (distance(),))),
                          NAMES)
    assert told == ["red box #1 on table #3: probability 0.97", "red box #1 taller than table #3: probability 0.97",
                    "camera to mug #2, surface to surface: 123.4 ± 0.5 cm"]
    (bound,) = evidence_words(answer(evidence=Evidence((2,), (), (distance(upper_bound=True),))), NAMES)
    assert "at most 123.4" in bound


def test_between_is_one_sentence() -> None:
    both = (Relation(2, Predicate.BETWEEN, 1, 0.97), Relation(2, Predicate.BETWEEN, 3, 0.97))
    assert evidence_words(answer(evidence=Evidence((2, 1, 3), both)), NAMES) == [
        "mug #2 between red box #1 and table #3: probability 0.97"]


def test_objects_alone_are_evidence_and_much_of_it_is_cut() -> None:
    assert evidence_words(answer(evidence=Evidence((1, 9))), NAMES) == ["red box #1", "object #9"]
    many = evidence_words(answer(evidence=Evidence((), (relation(),) * 9)), NAMES)
    assert len(many) == 4
    assert many[-1] == "and 6 more"


def test_what_is_left_running_can_be_found() -> None:
    text = "\n".join(keep_lines("42"))
    for part in ("ROS_DOMAIN_ID=42", "LOCALHOST", "ros2 topic echo", "/spatialgeo/ask", "rviz2",
                 './run ask "What do you see?"', "./run self_check"):
        assert part in text
