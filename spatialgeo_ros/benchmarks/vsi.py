"""VSI-Bench (Yang et al. 2024): one video of a room, letters and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spatialgeo_ros.benchmarks.parsing import first_word, mean_relative_accuracy, most_frequent, number_of
from spatialgeo_ros.benchmarks.questions import Question
from spatialgeo_ros.benchmarks.records import Record, find_file, numbered, read_records
from spatialgeo_ros.benchmarks.scoring import Mark, Marked, Row, mean_of, pooled, task_rows

NUMBERS = ("object_counting", "object_abs_distance", "object_size_estimation", "room_size_estimation")
DIRECTIONS = ("object_rel_direction_easy", "object_rel_direction_medium", "object_rel_direction_hard")
LETTERS = ("object_rel_distance", *DIRECTIONS, "route_planning", "obj_appearance_order")
TASKS = NUMBERS + LETTERS
_BEFORE = "These are frames of a video."
NUMBER_AFTER = "Please answer the question using a single word or phrase."
LETTER_AFTER = "Answer with the option's letter from the given choices directly."
RULES = ('Only the first word of an answer is read, without full stops behind it: "2.5m", "about 2.5", "(A)" and "A)" score 0.'
         " Numbers: mean relative accuracy, |said - true| / true <= 0.50, 0.45, ..., 0.05 (<=, as in the official code). What "
         "is published is the mean of eight tasks, relative direction being the mean of its levels.")


def load(path: Path) -> list[Question]:
    """path: test.jsonl or a parquet file, or the folder that it is in."""
    records = read_records(find_file(path, ("test.jsonl", "test.parquet", "test-*.parquet")))
    ids = numbered([record.text("id") for record in records])
    return [_question(record, one) for record, one in zip(records, ids, strict=True)]


def _question(record: Record, one: str) -> Question:
    task, text, truth = record.text("question_type"), record.text("question"), record.text("ground_truth").strip()
    scene = record.text("scene_name")
    files = (f"{record.text('dataset')}/{scene}.mp4",)
    if task in NUMBERS:
        if not (number_of(truth) or 0.0) > 0:
            raise record.wrong("ground_truth", "a positive number")
        return Question(one, task, task, "\n".join([_BEFORE, text, NUMBER_AFTER]), truth, files, text, scene=scene)
    if task not in LETTERS:
        raise record.wrong("question_type", f"one of {', '.join(TASKS)}")
    options = record.texts("options")
    if truth.upper() not in [option[:1].upper() for option in options]:
        raise record.wrong("ground_truth", f"the letter of one of {list(options)}")
    prompt = "\n".join([_BEFORE, text, "Options:", *options, LETTER_AFTER])
    return Question(one, task, task, prompt, truth, files, text, options, scene=scene)


def mark(question: Question, answer: str) -> Mark:
    word = first_word(answer)
    if question.task in LETTERS:
        score = float(word.lower() == question.truth.lower())
        return Mark(score, len(word) == 1 and word.isalpha(), score)
    said = number_of(word)
    score = 0.0 if said is None else mean_relative_accuracy(said, float(question.truth))
    return Mark(score, said is not None, score)


def always(questions: Sequence[Question]) -> str:
    return most_frequent(question.truth for question in questions)


def rows(marked: Sequence[Marked]) -> tuple[list[Row], list[Row]]:
    """Of each task, relative direction by level, and overall."""
    tasks = task_rows(marked, TASKS)
    levels = [row for row in tasks if row.name in DIRECTIONS]
    direction = [mean_of("object_rel_direction (mean of levels)", levels)] if levels else []
    eight = [row for row in tasks if row not in levels] + direction
    return tasks, [*direction, mean_of("mean of tasks, as published (macro)", eight), pooled("pooled (micro)", marked)]
