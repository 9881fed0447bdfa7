"""Certain edges of a surface, and what sticks out over them: checked by hand."""


import numpy as np
import pytest
from asking import ask
from scenes import TABLE, VIEWER, on_table, scene_of, surface, table_top

from spatialgeo_ros.types import AnswerKind, Pose, Status

SET = table_top()


@pytest.mark.parametrize(
    ("words", "value_m"),
    [("front", 0.06), ("near", 0.06), ("left", 0.76), ("right", 0.76), ("back", 1.06), ("far", 1.06)],
)
def test_distance_to_a_certain_edge(words, value_m):
    answer = ask(f"How far is the mug from the {words} edge of the table?", SET)
    assert (answer.status, answer.kind) == (Status.ANSWERED, AnswerKind.LENGTH), answer.text
    assert answer.value == pytest.approx(value_m, abs=1e-6)
    assert not answer.upper_bound
    assert answer.evidence.distances[0].points_ref.shape == (2, 3)


def test_the_sides_of_a_turned_table_are_those_the_viewer_sees():
    table = surface(1, "table", 0.0, x=(-0.5, 0.5), y=(-0.3, 0.3))
    quarter = np.radians(80)
    turn = Pose(
        np.array([[np.cos(quarter), -np.sin(quarter), 0], [np.sin(quarter), np.cos(quarter), 0], [0, 0, 1.0]]),
        np.array([0.0, 1.2, TABLE]),
    )
    corners = VIEWER.apply(turn.apply(VIEWER.inverse().apply(table.outline_ref)))
    table = table.replaced(outline_ref=corners)
    scene = scene_of(table, on_table(2, "mug", 0.0, 1.2, (0.02, 0.02, 0.02), std=0.001))
    for words, value_m in (("left", 0.3), ("right", 0.3), ("front", 0.5), ("back", 0.5)):  # its long side now lies ahead
        assert ask(f"How far is the mug from the {words} edge?", scene).value == pytest.approx(value_m, abs=0.02)


def test_an_edge_that_the_view_cuts_is_not_known_but_the_others_are():
    scene = table_top(cut=(True, False, False, False))
    front = ask("How far is the mug from the front edge of the table?", scene)
    assert front.status is Status.UNKNOWN
    assert "the front edge of the table is not in view" in front.reason
    assert ask("How far is the mug from the left edge of the table?", scene).value == pytest.approx(0.76, abs=1e-6)
    assert ask("Is the mug within 50 cm of the front edge of the table?", scene).status is Status.UNKNOWN


def test_nearness_to_a_certain_edge():
    assert ask("Is the mug within 8 cm of the front edge of the table?", SET).yes
    assert not ask("Is the mug within 8 cm of the back edge of the table?", SET).yes
    answer = ask("Which object is closest to the right edge of the table?", SET)
    assert answer.object_ids == (4,)
    assert "the right edge of the table" in answer.text
    assert ask("Which object on the table is closest to its edge?", SET).object_ids == (2,)
    assert ask("Is the mug nearer to the edge than the red book?", SET).yes
    assert not ask("Is the mug nearer to the back edge of the table than the red book?", SET).yes
    answer = ask("Is the mug farther from the right edge of the table than the red book?", SET)
    assert answer.yes
    assert "farther from the right edge of the table than the red book is (76.0" in answer.text
    assert [found.value_m for found in answer.evidence.distances] == [pytest.approx(0.76), pytest.approx(0.20)]


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Does the plate stick out over the edge of the table?", True),
        ("Does the plate stick out over the edge?", True),
        ("Does the mug stick out over the edge of the table?", False),
        ("Does the spoon hang over the edge of the table?", False),
        ("Does the lamp stick out over the edge of the table?", False),
        ("Is the plate completely on the table?", False),
        ("Is the mug completely on the table?", True),
        ("Does the spoon stick out of the bowl?", True),
        ("Does the marble stick out of the bowl?", False),
        ("Does the mug stick out of the bowl?", False),
        ("Is the marble completely inside the bowl?", True),
        ("Is the spoon completely inside the bowl, or does it stick out?", False),
        ("Is the mug completely inside the bowl?", False),
        ("Does anything stick out over the edge of the table?", True),
    ],
)
def test_what_sticks_out(question, yes):
    answer = ask(question, SET)
    assert (answer.status, answer.kind, answer.yes) == (Status.ANSWERED, AnswerKind.YES_NO, yes), answer.text
    assert answer.probability > 0.95


def test_how_far_it_sticks_out_is_told_either_way():
    assert "(by 5.0 ± 0.8 cm)" in ask("Does the plate stick out over the edge of the table?", SET).text
    assert "(it ends 6.0 ± 0.6 cm before the edge)" in ask("Does the mug stick out over the edge?", SET).text
    assert ask("How far does the plate stick out over the edge?", SET).value == pytest.approx(0.05)
    assert ask("How far does the spoon stick out of the bowl?", SET).value == pytest.approx(0.08)
    short = ask("How far does the mug stick out over the edge?", SET)
    assert short.value == pytest.approx(-0.06)
    assert "does not stick out" in short.text
    assert "is not inside" in ask("How far does the mug stick out of the bowl?", SET).reason


def test_which_things_stick_out():
    assert ask("Which objects stick out over the edge of the table?", SET).object_ids == (2,)
    assert ask("What sticks out of the bowl?", SET).object_ids == (6,)


def test_half_over_the_edge_is_too_close_to_call():
    scene = scene_of(surface(1, "table", TABLE), on_table(2, "book", -0.651, 1.0, (0.30, 0.20, 0.02), std=0.01))
    assert ask("Does the book stick out over the edge of the table?", scene).status is Status.AMBIGUOUS


def test_a_round_thing_reaches_no_farther_than_its_rim():
    # its box, turned by 45 degrees, would reach 0.15 * sqrt(2); the disc ends at 0.15
    turned = np.radians(45)
    pose = Pose(
        np.array([[np.cos(turned), -np.sin(turned), 0], [np.sin(turned), np.cos(turned), 0], [0, 0, 1.0]]), np.zeros(3)
    )
    plate = on_table(2, "plate", -0.62, 1.0, (0.30, 0.30, 0.02), shapes=("cylinder",))
    box = plate.box.__class__(plate.box.reference_from_box @ pose, plate.box.size_m)
    for shapes, yes in ((("cylinder",), False), ((), True)):
        scene = scene_of(surface(1, "table", TABLE), plate.replaced(box=box, shapes=shapes))
        assert ask("Does the plate stick out over the edge of the table?", scene).yes is yes


def test_where_the_view_ends_nobody_knows_whether_it_sticks_out():
    scene = table_top(cut=(False, False, False, True))  # the left edge
    answer = ask("Does the plate stick out over the edge of the table?", scene)
    assert answer.status is Status.UNKNOWN
    assert "the view ends" in answer.reason
    assert not ask("Does the mug stick out over the edge of the table?", scene).yes


def test_a_surface_of_which_nobody_told_where_the_view_ends_has_no_edge():
    bare = SET.objects[0].replaced(outline_cut=np.zeros(0, bool))
    scene = scene_of(bare, *SET.objects[1:])
    assert ask("How far is the mug from the front edge of the table?", scene).status is Status.UNKNOWN
    assert ask("Does the plate stick out over the edge of the table?", scene).status is Status.UNKNOWN
    assert not ask("Does the mug stick out over the edge of the table?", scene).yes
