"""All-Angles Bench (Yeh et al. 2025): multiple choice about two or more views of a scene, most questions with a twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spatialgeo_ros.benchmarks.parsing import letter_of, most_frequent
from spatialgeo_ros.benchmarks.questions import Question
from spatialgeo_ros.benchmarks.records import Record, find_file, numbered, read_records
from spatialgeo_ros.benchmarks.scoring import NAN, Mark, Marked, Row, mean_of, pooled, task_rows
from spatialgeo_ros.evaluation.tables import Table, percent

LETTERS = "ABC"
_POST_PROMPT = "Please select the correct answer from the options above."
RULES = ('Letters A, B, C: "B", "b.", "(B)", "B. ...", "the answer is B", or the text of an option in full; anything else is '
         "unparsed. Pooled accuracy is what is published.")


def load(path: Path) -> list[Question]:
    """path: data.json, or the folder that it is in."""
    records = read_records(find_file(path, ("data.json", "data.jsonl")))
    ids = numbered([record.text("index") for record in records])
    questions = [_question(record, one) for record, one in zip(records, ids, strict=True)]
    twin_of = {question.id: question.twin for question in questions}
    return [replace(question, twin=question.twin if twin_of.get(question.twin) == question.id else "")
            for question in questions]


def _question(record: Record, one: str) -> Question:
    options = tuple(record.text(letter) for letter in LETTERS)
    truth = record.text("answer").strip().upper()
    if truth not in tuple(LETTERS):
        raise record.wrong("answer", "one of A, B, C")
    text, category = record.text("question"), record.text("category")
    listed = [f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=True)]
    prompt = "\n".join([f"Question: {text}", "Options:", *listed, _POST_PROMPT])
    twin = record.text("pair_idx") if record.has("pair_idx") else ""
    return Question(one, category, category, prompt, truth, record.texts("image_path"), text, options,
                    twin="" if twin == one else twin)


def mark(question: Question, answer: str) -> Mark:
    letter = letter_of(answer, LETTERS, question.options)
    score = float(letter == question.truth)
    return Mark(score, bool(letter), score)


def always(questions: Sequence[Question]) -> str:
    return most_frequent(question.truth for question in questions)


def rows(marked: Sequence[Marked]) -> tuple[list[Row], list[Row]]:
    """Of each category, and overall."""
    tasks = task_rows(marked, sorted({one.question.task for one in marked}))
    return tasks, [pooled("pooled, as published (micro)", marked), mean_of("mean of categories (macro)", tasks)]


@dataclass(frozen=True)
class Pairs:
    """Of a category: how many pairs are both right, both wrong, and inconsistent."""

    category: str
    both_right: int
    both_wrong: int
    inconsistent: int

    @property
    def total(self) -> int:
        return self.both_right + self.both_wrong + self.inconsistent


def pairs_of(marked: Sequence[Marked]) -> list[Pairs]:
    """By the category of a pair's first question; without a twin a question is in none."""
    right_of: dict[str, int] = {}  # of those seen so far
    counts: dict[str, list[int]] = {}
    category_of = {one.question.id: one.question.task for one in marked}
    for one in marked:
        right_of[one.question.id] = int(one.mark.score)
        if one.question.twin in right_of:
            right = right_of[one.question.id] + right_of[one.question.twin]
            counts.setdefault(category_of[one.question.twin], [0, 0, 0])[right] += 1
    return [Pairs(category, both, neither, one) for category, (neither, one, both) in sorted(counts.items())]


def tables(marked: Sequence[Marked]) -> list[Table]:
    found = pairs_of(marked)
    alone = sum(not one.question.twin for one in marked)
    whole = Pairs("all pairs", *(sum(getattr(pair, name) for pair in found)
                                 for name in ("both_right", "both_wrong", "inconsistent")))
    lines = tuple((pair.category, str(pair.total), *(percent(count / pair.total if pair.total else NAN) for count in (
        pair.both_right, pair.both_wrong, pair.inconsistent))) for pair in [*found, whole])
    return [Table("Pairs", f"CC both right, WW both wrong, IC one of the two. {alone} questions have no twin that has them as "
                  "its own.", ("", "pairs", "CC", "WW", "IC"), lines)]
