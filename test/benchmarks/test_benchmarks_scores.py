"""Scores of small files, computed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from benchmark_files import (
    FAR,
    HOUR,
    LEFT,
    WHICH,
    all_angles_record,
    spar_record,
    spatialrgpt_record,
    vsi_record,
    write_lines,
)

from spatialgeo_ros.benchmarks.all_angles import pairs_of
from spatialgeo_ros.benchmarks.catalogue import BENCHMARKS, BenchmarkScores, score
from spatialgeo_ros.benchmarks.scoring import Mark, Marked, Row


def scored(name: str, folder: Path, records: Iterable[Mapping[str, Any]], answers: Mapping[str, str]) -> BenchmarkScores:
    benchmark = BENCHMARKS[name]
    return score(benchmark, "by hand", benchmark.load(write_lines(folder / "data.jsonl", records)), answers)


def rows_of(scores: BenchmarkScores) -> dict[str, Row]:
    return {row.name: row for row in (*scores.tasks, *scores.totals)}


def test_spatialrgpt_counts_what_it_cannot_read_as_wrong_but_not_into_the_error(tmp_path: Path) -> None:
    records = [spatialrgpt_record(one, "distance_data", FAR, truth) for one, truth in (
        ("d1", "2 meters"), ("d2", "200 centimeters"), ("d3", "Region [0] is 2.0 meters from Region [1]."), ("d4", "6 feet"))]
    rows = rows_of(scored("spatialrgpt", tmp_path, records, {"d1": "2.5 m", "d2": "2.51 m", "d3": "far", "d4": ""}))
    row = rows["direct distance"]
    assert (row.n, row.score, row.unanswered, row.unparsed) == (4, 0.25, 1, 1)  # 2.5 is just within 1.25 times 2
    assert row.error == pytest.approx((0.5 + 0.51) / 2.0001 / 2)
    assert row.always == 1.0  # the median, 2 m; 6 feet are 1.83 m


def test_spatialrgpt_lower_bound_is_inclusive(tmp_path: Path) -> None:
    records = [spatialrgpt_record(one, "width_data", "How wide is Region [0]?", "2 meters", 1) for one in ("a", "b")]
    assert rows_of(scored("spatialrgpt", tmp_path, records, {"a": "1.5 m", "b": "1.49 m"}))["width"].score == 0.5


def test_spatialrgpt_overall_is_pooled_and_its_macro_is_not(tmp_path: Path) -> None:
    records = [spatialrgpt_record("l1", "left_predicate", LEFT, "Yes, it is."),
               spatialrgpt_record("l2", "left_predicate", LEFT, "In fact, Region [0] is to the right of Region [1]."),
               spatialrgpt_record("l3", "right_predicate", LEFT.replace("left", "right"), "That is False."),
               spatialrgpt_record("t1", "tall_choice", WHICH, "With more height is Region [1]."),
               spatialrgpt_record("h1", "direction", HOUR, "Region [1] is roughly at 12 o'clock from Region [0]."),
               spatialrgpt_record("h2", "direction", HOUR, "Region [0] will find Region [1] around the 5 o'clock direction.")]
    scores = scored("spatialrgpt", tmp_path, records, {
        "l1": "In fact, Region [0] is to the right of Region [1].", "l2": "No.",
        "l3": "Region [0] is to the left of Region [1].", "t1": "Region [0] is shorter.",
        "h1": "1 o'clock", "h2": "9 o'clock"})
    rows = rows_of(scores)
    assert rows["left/right"].score == pytest.approx(2 / 3)
    assert rows["qualitative, pooled (micro)"].score == pytest.approx(3 / 4)
    assert rows["qualitative, mean of categories (macro)"].score == pytest.approx((2 / 3 + 1) / 2)
    assert (rows["direction"].score, rows["direction"].error) == (0.5, pytest.approx((30 + 120) / 2))
    assert rows["all, pooled (micro)"].score == pytest.approx(4 / 6)
    assert rows["left/right"].always == pytest.approx(2 / 3)  # "No." to both l1 and l2, and to l3
    assert scores.notes == ()


def test_a_published_answer_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    records = [spatialrgpt_record("v1", "vertical_distance_data", FAR, "They overlap, so it is hard to tell."),
               spatialrgpt_record("v2", "vertical_distance_data", FAR, "1 meters")]
    scores = scored("spatialrgpt", tmp_path, records, {"v1": "1 m", "v2": "1 m"})
    assert rows_of(scores)["vertical distance"].score == 0.5
    assert "answers to 1 questions cannot be read" in scores.notes[0] and "v1" in scores.notes[0]


def test_spatialrgpt_lengths_that_were_read(tmp_path: Path) -> None:
    records = [spatialrgpt_record(one, "height_data", "How tall is Region [0]?", "1 meters", 1) for one in "ab"]
    scores = scored("spatialrgpt", tmp_path, records, {"a": "1.2 m", "b": "2 m"})
    # ratios 1.2 and 2: one below 1.25 and 1.5625, both not below 1.953; errors 0.2 and 1
    assert scores.tables[0].rows == (("height", "2", "50.0 %", "50.0 %", "50.0 %", "0.721", "0.190", "25.5"),)


def test_vsi_macro_is_over_tasks_with_directions_as_one(tmp_path: Path) -> None:
    four = ["A. mug", "B. box", "C. bed", "D. tv"]
    records = [vsi_record(1, "object_counting", "How many?", "2"), vsi_record(2, "object_counting", "How many?", "4"),
               vsi_record(3, "object_rel_direction_easy", "Where?", "A", ["A. left", "B. right"]),
               vsi_record(4, "object_rel_direction_hard", "Where?", "B", ["A. front-left", "B. back-left"]),
               vsi_record(5, "object_rel_distance", "Which?", "C", four),
               vsi_record(6, "object_rel_distance", "Which?", "C", four)]
    rows = rows_of(scored("vsi", tmp_path, records, {
        "1": "3", "2": "4 chairs", "3": "a.", "4": "(B)", "5": "C", "6": "C) bed"}))
    assert rows["object_counting"].score == pytest.approx((0.1 + 1) / 2)  # an error of 50 % counts for the widest tolerance
    assert rows["object_counting"].always == pytest.approx((1 + 0.1) / 2)  # "2": an error of 0, and of 50 %
    assert rows["object_rel_direction (mean of levels)"].score == 0.5  # "(B)" is no answer
    assert rows["object_rel_distance"].score == 0.5  # nor is "C)"
    assert rows["mean of tasks, as published (macro)"].score == pytest.approx((0.55 + 0.5 + 0.5) / 3)
    assert rows["pooled (micro)"].score == pytest.approx((1.1 + 1 + 1) / 6)
    assert rows["object_rel_distance"].always == 1.0
    assert rows["pooled (micro)"].unparsed == 2


@pytest.mark.parametrize("answer", ["2.5m", "about 2.5", "two"])
def test_vsi_numbers_must_be_the_whole_first_word(tmp_path: Path, answer: str) -> None:
    row = rows_of(scored("vsi", tmp_path, [vsi_record(1, "object_abs_distance", "How far?", "2.5")], {"1": answer}))
    assert (row["object_abs_distance"].score, row["object_abs_distance"].unparsed) == (0.0, 1)


def test_all_angles_pairs(tmp_path: Path) -> None:
    records = [all_angles_record(0, "relative_distance", "A", 1), all_angles_record(1, "relative_distance", "B", 0),
               all_angles_record(2, "relative_distance", "A", 3), all_angles_record(3, "relative_distance", "B", 2),
               all_angles_record(4, "relative_direction", "C", 5), all_angles_record(5, "relative_direction", "A", 4),
               all_angles_record(6, "counting", "C"), all_angles_record(7, "relative_direction", "C", 4)]
    scores = scored("all-angles", tmp_path, records, {
        "0": "A", "1": "(B)", "2": "the answer is A", "3": "A", "4": "B", "5": "the mug", "6": "c.", "7": "A man"})
    rows = rows_of(scores)
    assert [rows[name].score for name in ("relative_distance", "relative_direction", "counting")] == [0.75, 0.0, 1.0]
    assert rows["pooled, as published (micro)"].score == 0.5
    assert rows["mean of categories (macro)"].score == pytest.approx(1.75 / 3)
    assert rows["relative_distance"].always == 0.5
    assert scores.tables[0].rows == (("relative_direction", "1", "0.0 %", "100.0 %", "0.0 %"),
                                     ("relative_distance", "2", "50.0 %", "0.0 %", "50.0 %"),
                                     ("all pairs", "3", "33.3 %", "33.3 %", "33.3 %"))
    assert "2 questions have no twin" in scores.tables[0].note  # 6, and 7, whose twin has another one


def test_a_pair_is_counted_once_whichever_comes_first(tmp_path: Path) -> None:
    records = [all_angles_record(1, "manipulation", "A", 0), all_angles_record(0, "manipulation", "A", 1)]
    asked = BENCHMARKS["all-angles"].load(write_lines(tmp_path / "data.jsonl", records))
    pairs = pairs_of([Marked(question, "A", Mark(1.0, True), Mark(1.0, True)) for question in asked])
    assert [(pair.total, pair.both_right) for pair in pairs] == [(1, 1)]


SPAR_LETTER = "distance_infer_center_oo"


@pytest.mark.parametrize(("answer", "official", "corrected"), [
    ("B", 1, 1), ("b", 1, 1), ("", 1, 0), ("(B)", 0, 1), ("The answer is B", 0, 1), ("better left", 1, 0), ("A", 0, 0),
    ("B. the mug", 1, 1)])
def test_spar_letters(tmp_path: Path, answer: str, official: float, corrected: float) -> None:
    row = rows_of(scored("spar", tmp_path, [spar_record("1", SPAR_LETTER, "B")], {"1": answer}))[SPAR_LETTER]
    assert (row.score, row.corrected) == (official, corrected)


@pytest.mark.parametrize(("task", "answer", "official", "corrected"), [
    ("depth_prediction_oc", "2 m, not 4", 1.0, 1.0), ("depth_prediction_oc_mv", "4 at first, then 2", 1.0, 1.0),
    ("depth_prediction_oc", "4 or 2", 0.0, 0.0), ("depth_prediction_oc", "-2", 1.0, 0.0),
    ("depth_prediction_oc", "", 0.0, 0.0),
    ("depth_prediction_oc_mv", "none", 0.0, 0.0), ("depth_prediction_oc", "x^4 is 2.0", 1.0, 1.0)])
def test_spar_numbers(tmp_path: Path, task: str, answer: str, official: float, corrected: float) -> None:
    row = rows_of(scored("spar", tmp_path, [spar_record("1", task, "2.0")], {"1": answer}))[task]
    assert (row.score, row.corrected) == (official, corrected)


@pytest.mark.parametrize(("answer", "official", "corrected"), [
    # right: said 2, true 1. Relative to what was said it is off by 50 %, relative to the truth by 100 %. Four axes are 0.
    ("move_right:2", (0.1 + 4) / 5, 4 / 5),
    ("move_left:1", 4 / 5, 4 / 5), ("move_right:1", 1.0, 1.0),
    ("move_right:0", 0.8, 0.8),       # doing nothing: 1.0 on each axis that is truly 0
    ("turn:5", 0.8, 0.0),             # the published code takes an unknown move for none
    ("rotate_up:0, move_right:1", 0.8, 1.0),  # and one behind a blank
    ("to the right", 0.0, 0.0), ("", 0.0, 0.0)])
def test_spar_moves(tmp_path: Path, answer: str, official: float, corrected: float) -> None:
    row = rows_of(scored("spar", tmp_path, [spar_record("1", "view_change_infer", "move_right:1.0")], {"1": answer}))
    assert row["view_change_infer"].score == pytest.approx(official)
    assert row["view_change_infer"].corrected == pytest.approx(corrected)


def test_spar_overall_is_the_mean_of_tasks_and_not_of_levels(tmp_path: Path) -> None:
    records = [spar_record("1", "depth_prediction_oc", "2"), spar_record("2", "depth_prediction_oo", "2"),
               spar_record("3", "position_matching", "A"), spar_record("4", "position_matching", "A")]
    rows = rows_of(scored("spar", tmp_path, records, {"1": "2", "2": "9", "3": "A", "4": "A"}))
    assert (rows["low (mean of tasks)"].score, rows["medium (mean of tasks)"].score) == (0.5, 1.0)
    assert rows["mean of tasks, as published (macro)"].score == pytest.approx(2 / 3)
    assert rows["pooled (micro)"].score == 0.75


def test_spar_ids_that_repeat_are_numbered(tmp_path: Path) -> None:
    records = [spar_record("scene0_1", "depth_prediction_oc", "2"), spar_record("scene0_1", "position_matching", "A")]
    questions = BENCHMARKS["spar"].load(write_lines(tmp_path / "data.jsonl", records))
    assert [question.id for question in questions] == ["scene0_1", "scene0_1#2"]
