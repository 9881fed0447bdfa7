"""Questions as forms with slots: "Is {0} to the left of {1}?" and the ids of the things, so that each can be worded, named or
pointed at in other ways later, and stored in a few bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.types import AnswerKind, Array
from spatialgeo_ros.world.asked import Candidate
from spatialgeo_ros.world.references import Named

MOST_ASKED, MOST_ANSWERED = 3, 6
# One row per question. template, topic: index in the tables stored beside the rows. asked: ids of the slots; answers: ids of
# the answer; both filled up with 0. place: metres right, ahead, up, for POSITION.
QUESTION = np.dtype([("view", "u4"), ("template", "u2"), ("topic", "u2"), ("kind", "u1"), ("yes", "u1"), ("value", "f4"),
                     ("place", "f4", 3), ("asked", "u1", MOST_ASKED), ("answers", "u1", MOST_ANSWERED)])


@dataclass(frozen=True)
class SlottedQuestion:
    """asked: ids in the order of the slots. kind says which of yes, value, place_m and answers counts."""

    template: str
    topic: str
    kind: AnswerKind
    asked: tuple[int, ...]
    yes: bool = False
    value: float = 0.0
    place_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    answers: tuple[int, ...] = ()


def slotted(candidates: Iterable[Candidate], named: Sequence[Named]) -> Iterator[SlottedQuestion]:
    """Each candidate with "the red mug" taken out; what has more things than fit is left out."""
    who = {phrase: n.item.id for n in named for phrase in n.phrases}
    longest_first = sorted(who, key=len, reverse=True)
    pattern = re.compile(r"\bthe (" + "|".join(map(re.escape, longest_first)) + r")\b") if who else re.compile(r"(?!)")
    for candidate in candidates:
        asked: list[int] = []

        def slot(match: re.Match[str], asked: list[int] = asked) -> str:
            thing = who[match[1]]
            if thing not in asked:
                asked.append(thing)
            return f"{{{asked.index(thing)}}}"

        template = pattern.sub(slot, candidate.text)
        truth = candidate.expected
        if len(asked) > MOST_ASKED or len(truth.ids) > MOST_ANSWERED:
            continue
        place = tuple(float(v) for v in truth.position_viewer_m) if truth.kind is AnswerKind.POSITION else (0.0, 0.0, 0.0)
        value = float(truth.value) if np.isfinite(truth.value) else 0.0
        yield SlottedQuestion(template, candidate.topic, truth.kind, tuple(asked), truth.yes, value,
                              (place[0], place[1], place[2]), truth.ids)


@dataclass(frozen=True, eq=False)
class QuestionTable:
    """rows: (Q,) of QUESTION; templates and topics: what its numbers mean."""

    rows: Array
    templates: tuple[str, ...]
    topics: tuple[str, ...]

    def question(self, index: int) -> SlottedQuestion:
        row = self.rows[index]
        x, y, z = (float(v) for v in row["place"])
        return SlottedQuestion(self.templates[row["template"]], self.topics[row["topic"]], AnswerKind(int(row["kind"])),
                               tuple(int(i) for i in row["asked"] if i), bool(row["yes"]), float(row["value"]), (x, y, z),
                               tuple(int(i) for i in row["answers"] if i))


def table_of(questions: Sequence[Sequence[SlottedQuestion]]) -> QuestionTable:
    """The questions of each view, by the view's number."""
    flat = [(view, q) for view, asked in enumerate(questions) for q in asked]
    templates = {text: k for k, text in enumerate(sorted({q.template for _, q in flat}))}
    topics = {text: k for k, text in enumerate(sorted({q.topic for _, q in flat}))}
    rows = np.zeros(len(flat), QUESTION)
    for row, (view, q) in zip(rows, flat, strict=True):
        row["view"], row["template"], row["topic"], row["kind"] = view, templates[q.template], topics[q.topic], int(q.kind)
        row["yes"], row["value"], row["place"] = q.yes, q.value, q.place_m
        row["asked"][:len(q.asked)] = q.asked
        row["answers"][:len(q.answers)] = q.answers
    return QuestionTable(rows, tuple(templates), tuple(topics))


def joined(tables: Sequence[QuestionTable], views: Sequence[int]) -> QuestionTable:
    """One table of several, whose views are counted on. views: how many each has."""
    templates = sorted({text for table in tables for text in table.templates})
    topics = sorted({text for table in tables for text in table.topics})
    parts, first = [], 0
    for table, count in zip(tables, views, strict=True):
        rows = table.rows.copy()
        if len(rows):
            rows["template"] = np.array([templates.index(t) for t in table.templates], np.uint16)[rows["template"]]
            rows["topic"] = np.array([topics.index(t) for t in table.topics], np.uint16)[rows["topic"]]
            rows["view"] += first
        parts.append(rows)
        first += count
    return QuestionTable(np.concatenate(parts) if parts else np.zeros(0, QUESTION), tuple(templates), tuple(topics))
