"""Which of several readings is answered, and what plurals and denials are about."""

import pytest
from asking import ask
from scenes import TABLE, on_table, scene_of, surface, thing

from spatialgeo_ros.types import AnswerKind, Status


def test_commas_tell_alternatives_from_what_they_are_compared_with():
    assert ask("Which is behind, the mug, the white box or the bottle?").object_ids == (8,)
    # the white box is the only one of the two that is behind the mug for sure
    behind = ask("Which is behind the bottle, the white box or the bowl?")
    assert behind.object_ids == (8,)
    assert {relation.object_id for relation in behind.evidence.relations} == {6}


def test_question_with_two_readings_is_answered_only_when_they_agree():
    # the red box is left of the mug; no bowl is, so that only one reading makes sense
    assert not ask("Is the spoon in the bowl left of the mug?").yes
    assert ask("Is the spoon in the bowl left of the bottle?").yes
    # (the can on the box) is not behind the mug for sure, but the can is on (the box behind the mug)
    scene = scene_of(
        on_table(2, "box", -0.2, 1.2, (0.1, 0.1, 0.1)),
        thing(3, "can", (-0.2, 1.2, TABLE + 0.15), (0.06, 0.06, 0.1), support_id=2),
        on_table(4, "mug", 0.2, 1.0, (0.08, 0.08, 0.08)),
        on_table(5, "bowl", -0.5, 1.0, (0.1, 0.1, 0.07)),
    )
    assert ask("Is the can on the box behind the mug?", scene).yes
    two = scene_of(
        on_table(2, "box", -0.2, 1.2, (0.1, 0.1, 0.1)),
        on_table(6, "box", 0.3, 0.8, (0.1, 0.1, 0.1)),
        thing(3, "can", (0.3, 0.8, TABLE + 0.15), (0.06, 0.06, 0.1), support_id=6),
        on_table(4, "mug", 0.0, 1.0, (0.08, 0.08, 0.08)),
    )
    answer = ask("Is the can on the box in front of the mug?", two)  # both readings are true
    assert (answer.status, answer.yes) == (Status.ANSWERED, True)


def test_question_whose_readings_disagree_is_ambiguous():
    # (the can near a box) is left of the mug; the can is not near (a box left of the mug), which is far away
    scene = scene_of(
        on_table(2, "box", -0.6, 1.4, (0.1, 0.1, 0.1)),
        on_table(6, "box", 0.3, 0.8, (0.1, 0.1, 0.1)),
        on_table(3, "can", 0.15, 0.8, (0.06, 0.06, 0.1)),
        on_table(4, "mug", 0.22, 1.1, (0.08, 0.08, 0.08)),
    )
    answer = ask("Is the can near a box left of the mug?", scene)
    assert (answer.status, answer.kind) == (Status.AMBIGUOUS, AnswerKind.NONE)
    assert "(the can near a box) to the left of (the mug)" in answer.text
    assert "(the can) near (a box to the left of the mug)" in answer.text


def test_plural_reference_means_every_one_for_places_and_any_for_contact():
    scene = scene_of(
        on_table(2, "book", -0.3, 1, (0.1, 0.1, 0.1)),
        on_table(3, "book", 0.3, 1, (0.1, 0.1, 0.1)),
        on_table(4, "mug", 0.45, 1, (0.08, 0.08, 0.08)),
        on_table(5, "cup", 0.0, 1, (0.08, 0.08, 0.08)),
    )
    assert ask("Is the mug right of the books?", scene).yes
    assert not ask("Is the cup right of the books?", scene).yes
    assert ask("Is the mug next to the books?", scene).yes
    assert ask("What is right of the books?", scene).object_ids == (4,)
    assert ask("Where is the mug next to a book?", scene).object_ids == (4,)


def test_orange_is_a_colour_before_another_noun():
    scene = scene_of(
        on_table(2, "mug", 0.0, 1, (0.08, 0.08, 0.08), ["orange"]),
        on_table(3, "apple", 0.2, 1, (0.07, 0.07, 0.07), ["red"]),
        on_table(4, "can", 0.5, 1, (0.06, 0.06, 0.1), ["purple"]),
        on_table(5, "orange", -0.5, 1, (0.07, 0.07, 0.07), ["orange"]),
    )
    assert ask("Which is closer to the orange mug, the red apple or the purple can?", scene).object_ids == (3,)
    assert ask("Which is closer to the orange, the mug or the apple?", scene).object_ids == (2,)
    assert ask("Where is the orange orange?", scene).object_ids == (5,)
    assert ask("How far away is the orange mug?", scene).object_ids == (2,)


def test_of_two_tables_the_one_it_stands_on_is_meant():
    scene = scene_of(
        surface(1, "table", TABLE, x=(-0.9, -0.1)),
        surface(2, "table", TABLE, x=(0.1, 0.9)),
        on_table(3, "mug", -0.5, 0.8, (0.08, 0.08, 0.08)),
        thing(4, "can", (0.5, 0.8, 0.0), (0.06, 0.06, 0.1)),
    )
    assert ask("Is the mug on the table?", scene).object_ids == (3, 1)
    assert not ask("Is the can on the table?", scene).yes
    assert ask("What is on the table?", scene).object_ids == (3,)
    assert ask("How far is the mug from the edge of the table?", scene).object_ids == (3, 1)
    assert ask("How far is the can from the edge of the table?", scene).status is Status.AMBIGUOUS
    assert ask("How far away is the table?", scene).status is Status.AMBIGUOUS


def test_what_is_nearest_to_the_left_of_a_thing_is_nearest_to_that():
    assert ask("What is the nearest thing to the left of the bottle?").object_ids == (4,)  # nearer to the bottle than the mug
    assert ask("What is the nearest thing on the left?").object_ids == (3,)  # nearest to the viewer


def test_what_is_not_red_has_no_red():
    assert ask("Which boxes are not white?").object_ids == (2,)  # the other one is red and white
    assert ask("How many boxes on the table are not red?").value == 0


def test_degrees_from_another_thing_are_those_as_one_looks_at_it():
    answer = ask("How many degrees to the right of the mug is the bottle?")
    assert answer.value == pytest.approx(ask("What is the angle between the mug and the bottle?").value)
    assert answer.value > 0


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Is there a box more than 1.2 m away?", True),  # another one is nearer
        ("Are there no boxes farther than 1.2 m away?", False),
        ("Are all boxes more than 1.2 m away?", False),
        ("Are all boxes more than 0.5 m away?", True),
        ("Are any of the boxes more than 1.2 m away?", True),
        ("Are the boxes not left of the mug?", False),
        ("Is there a box that is not left of the mug?", True),
        ("Is there no box left of the mug?", False),
        ("Is nothing on the table taller than the bottle?", False),
        ("Is the mug in front of the tall box narrower than the bowl?", True),
    ],
)
def test_what_is_denied_is_denied_of_each(question, yes):
    answer = ask(question)
    assert (answer.status, answer.yes) == (Status.ANSWERED, yes)
