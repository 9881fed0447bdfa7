import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatialgeo_ros.evaluation.checks import Check, Score, score_lines, score_of
from spatialgeo_ros.evaluation.matching import box_iou, match_best_first

edge = st.integers(0, 40)
boxes = st.lists(st.tuples(edge, edge, edge, edge).map(lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]),
                                                                  max(b[1], b[3]))), min_size=1, max_size=5)


def counted_iou(a, b):
    """By counting pixels; right and bottom belong to the box."""
    first, second = (np.zeros((50, 50), bool) for _ in range(2))
    for mask, (left, top, right, bottom) in ((first, a), (second, b)):
        mask[top:bottom + 1, left:right + 1] = True
    return (first & second).sum() / (first | second).sum()


@given(boxes, boxes)
def test_overlap_is_that_of_the_pixels(boxes_a, boxes_b):
    overlap = box_iou(boxes_a, boxes_b)
    expected = [[counted_iou(a, b) for b in boxes_b] for a in boxes_a]
    np.testing.assert_allclose(overlap, expected, atol=1e-9)


def test_no_boxes_give_no_overlap():
    assert box_iou([], [(0, 0, 1, 1)]).shape == (0, 1)
    assert match_best_first(np.zeros((0, 1)), 0.5) == {}


def test_the_best_pair_is_taken_first_and_nothing_twice():
    score = np.array([[0.8, 0.6], [0.9, 0.55], [0.7, 0.52]])
    assert match_best_first(score, 0.5) == {1: 0, 0: 1}


def test_what_overlaps_too_little_stays_alone():
    assert match_best_first(np.array([[0.49]]), 0.5) == {}
    assert match_best_first(np.array([[0.5]]), 0.5) == {0: 0}


def test_a_score_counts_its_checks_and_knows_its_goal():
    checks = [Check("on", "a", "x", True)] * 37 + [Check("on", "a", "y", False)] * 2
    assert score_of("on", checks, 37 / 39).reached is True
    assert score_of("on", checks, 0.97).reached is False
    assert score_of("on", checks).reached is None
    assert score_of("on", [], 0.97).reached is None
    assert np.isnan(score_of("on", []).rate)


def test_the_table_says_which_goal_was_missed():
    lines = score_lines([Score("found", 9, 10, 0.9), Score("on", 8, 10, 0.9), Score("other", 0, 0, 0.9)])
    assert lines[1].endswith("reached")
    assert lines[2].endswith("MISSED")
    assert lines[3].endswith("nothing counted")
    assert "90.0 %" in lines[1]
    assert pytest.approx(0.8) == Score("on", 8, 10).rate
