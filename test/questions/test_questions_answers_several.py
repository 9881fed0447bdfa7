"""Answers about several things at once, and about lengths that the question names."""

from dataclasses import replace

import numpy as np
import pytest
from asking import KITCHEN, ask
from scenes import kitchen, on_table, scene_of, surface

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.answer import answer_query
from spatialgeo_ros.questions.query_json import from_json, to_json
from spatialgeo_ros.types import AnswerKind, Definition, Status

TABLE = -0.5


@pytest.mark.parametrize(("tolerance", "yes"), [("2 cm", True), ("5 mm", False)])
def test_equal_within_the_length_that_is_said(tolerance, yes):  # 8 cm and 7 cm tall
    assert ask(f"Are the mug and the bowl equally tall, give or take {tolerance}?").yes is yes


def test_one_of_three_is_in_the_middle():
    assert ask("Which one is in the middle: the mug, the can or the bottle?").object_ids == (3,)
    answer = ask("Which one is in the middle: the bowl, the mug or the spoon?")  # the spoon lies in the middle of the bowl
    assert answer.status is Status.AMBIGUOUS


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        # mug and bowl are 13 cm apart, their centres 25 cm
        ("Is the mug within 15 cm of the bowl?", True),
        ("Is the mug within 10 cm of the bowl?", False),
        ("Is the mug more than 10 cm from the bowl?", True),
        ("Is the mug not within 10 cm of the bowl?", True),
        ("Is the mug less than half a foot away from the bowl?", True),
        ("Is the gap between the mug and the bowl smaller than 6 inches?", True),
        ("Is the horizontal distance between the mug and the bowl less than 20 cm?", False),
        ("Is the mug more than 20 cm to the left of the bowl?", True),
        ("Is the mug more than 30 cm to the left of the bowl?", False),
        ("Are the two boxes within a metre of each other?", True),
        ("Are the two boxes less than 10 cm apart?", False),
        # the bottle is 25 cm tall and 7 cm wide
        ("Is the bottle taller than 20 cm?", True),
        ("Is the bottle at least 30 cm tall?", False),
        ("Is the bottle under 30 cm tall?", True),
        ("Is the bottle wider than 10 cm?", False),
        ("Is the bottle longer than 20 cm?", True),
        ("Is the height of the bottle more than 0.2 m?", True),
        # the mug is 36 cm from the table's front edge
        ("Is the mug within 40 cm of the edge of the table?", True),
        ("Is the mug within 30 cm of the edge?", False),
    ],
)
def test_length_is_compared_with_the_one_that_is_said(question, yes):
    answer = ask(question)
    assert (answer.status, answer.kind, answer.yes) == (Status.ANSWERED, AnswerKind.YES_NO, yes), answer.text
    assert answer.probability > 0.9


def test_length_at_the_limit_is_too_close_to_call():
    answer = ask("Is the bottle taller than 25 cm?")
    assert answer.status is Status.AMBIGUOUS
    assert "25.0 ± 0.5 cm" in answer.text


def test_a_size_cut_by_the_image_may_be_more_but_is_not_less():
    cut = scene_of(surface(1, "table", TABLE), on_table(2, "box", 0.0, 0.8, (0.1, 0.1, 0.2), ["red"], touches_border=True))
    assert ask("Is the box taller than 30 cm?", cut).status is Status.AMBIGUOUS
    assert ask("Is the box taller than 10 cm?", cut).yes is True


def test_a_distance_that_is_an_upper_bound_never_denies_nearness():
    hidden = kitchen()
    hidden = replace(
        hidden,
        objects=tuple(replace(item, visible_fraction=0.3) if item.id in (2, 8) else item for item in hidden.objects),
    )
    answer = ask("Is #2 within 20 cm of #8?", hidden)  # 57 cm between what is seen of them
    bound = ask("How far is #2 from #8?", hidden)
    assert bound.upper_bound
    assert answer.status is Status.AMBIGUOUS


def test_no_metres_without_a_metric_scale():
    assert ask("Is the mug within 15 cm of the bowl?", kitchen(metric=False)).status is Status.UNKNOWN
    assert ask("Is the bottle taller than 20 cm?", kitchen(metric=False)).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Which objects are within 15 cm of the mug?", {4}),
        ("Which objects are taller than 22 cm?", {6, 8}),
        ("How many objects are more than 1 m away from me?", {8}),
        ("What is left of the bowl and behind the mug?", {8}),
        ("Which bowl has the spoon in it?", {4}),
        ("How tall is the box with the can on it?", {2}),
        ("How wide is the box without the can on it?", {8}),
        ("How many mugs and bowls are there?", {3, 4}),
        ("How many blue or white objects are there?", {3, 4, 8}),
        ("Which object is closest to the edge of the table?", {8}),
        ("Which is closer to the edge of the table, the mug or the bottle?", {6}),
        ("Where is the can, on the red box or in the bowl?", None),
    ],
)
def test_what_fits(question, ids):
    answer = ask(question)
    if ids is None:
        assert answer.status is not Status.ANSWERED
    else:
        assert answer.status is Status.ANSWERED, answer.text
        assert set(answer.object_ids) == ids


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Are the mug and the bowl on the table?", True),
        ("Are the mug and the spoon on the table?", False),
        ("Are the mug and the bowl not on the floor?", None),
        ("Is the mug left of the bowl and in front of the tall box?", True),
        ("Is the mug left of the bowl and behind the tall box?", False),
        ("Is the mug left of the bowl and the bottle?", True),
        ("Is the mug taller than the bowl and the can?", False),
        ("Is the mug neither left nor right of the bowl?", False),
        ("Is the mug neither behind nor right of the tall box?", True),
        ("Is the bowl the closest object to the mug?", True),
        ("Is the mug the closest object to me?", False),
        ("Are there more boxes than mugs?", True),
        ("Are there fewer boxes than mugs on the table?", False),
        ("Are there at least two boxes?", True),
        ("Are there more than two boxes?", False),
        ("Are there fewer than three boxes on the table?", True),
        ("Is the bowl empty?", False),
        ("Is the mug empty?", True),
        ("The mug isn't on the table, is it?", True),
        ("Are the two boxes the same height?", False),
        ("Are the mug and the bowl the same width?", False),
        ("Is the bottle at 1 o'clock?", True),
        ("Is the can at my 3 o'clock?", False),
    ],
)
def test_yes_or_no(question, yes):
    answer = ask(question)
    if yes is None:
        assert answer.status is Status.UNKNOWN  # there is no floor
    else:
        assert (answer.status, answer.yes) == (Status.ANSWERED, yes), answer.text
        assert answer.evidence.object_ids


def test_one_that_is_not_known_leaves_all_of_them_open():
    answer = ask("Are the mug and the box on the table?")  # there are two boxes
    assert answer.status is Status.AMBIGUOUS
    assert "2 objects fit" in answer.reason


def test_equal_within_what_the_setting_allows():
    pair = scene_of(
        surface(1, "table", TABLE),
        on_table(2, "box", -0.3, 0.8, (0.1, 0.1, 0.200), ["red"], std=0.002),
        on_table(3, "mug", 0.3, 0.8, (0.1, 0.1, 0.206), ["blue"], std=0.002),
    )
    assert ask("Are the box and the mug the same height?", pair, same_within=0.1).yes is True
    assert ask("Are the box and the mug the same height?", pair, same_within=0.001).yes is False


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Order the mug, the bowl and the bottle by distance from me.", (4, 3, 6)),
        ("Order the mug, the bowl and the bottle from left to right.", (3, 4, 6)),
        ("Sort the boxes by height.", (8, 2)),
        ("Sort the boxes by height in ascending order.", (2, 8)),
        ("List the objects on the table from nearest to farthest.", (4, 3, 2, 6, 8)),
    ],
)
def test_order(question, ids):
    answer = ask(question)
    assert (answer.status, answer.object_ids) == (Status.ANSWERED, ids), answer.text
    assert 0.6 < answer.probability <= 1.0


def test_an_order_that_cannot_be_told_says_which_pair():
    answer = ask("List the objects from left to right.")  # the can stands on the box
    assert answer.status is Status.AMBIGUOUS
    assert "short box and the can" in answer.reason


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is the spoon in the bowl or on the table?", "inside the bowl"),
        ("Is the mug on the table or in the bowl?", "on the table"),
        ("Is the bottle left of the mug or in the bowl?", "neither to the left of the mug nor inside the bowl"),
    ],
)
def test_which_place(question, said):
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert said in answer.text


def test_definition_of_a_setting_counts_for_questions_in_words():
    usual = ask("How far is the mug from the bowl?")
    centres = ask("How far is the mug from the bowl?", definition="spar")
    assert centres.query.definition is Definition.SPAR
    np.testing.assert_allclose([usual.value, centres.value], [0.13, np.hypot(0.25, 0.005)], atol=0.01)


@pytest.mark.parametrize(
    "question",
    [
        "Is the mug within 15 cm of the bowl?",
        "Is the mug left of the bowl and in front of the tall box?",
        "Order the mug, the bowl and the bottle by distance from me.",
        "Is the spoon in the bowl or on the table?",
        "How tall is the box with the can on it?",
        "Is the bottle at 1 o'clock?",
    ],
)
def test_a_query_in_json_gets_the_same_answer(question):
    told = ask(question)
    again = answer_query(from_json(to_json(told.query)), KITCHEN, AnswerConfig())
    assert (again.text, again.object_ids) == (told.text, told.object_ids)
