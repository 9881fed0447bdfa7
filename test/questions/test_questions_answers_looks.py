"""Whether a thing looks so, or is called so."""

import pytest
from asking import ask
from scenes import TABLE, kitchen, on_table, scene_of, surface

from spatialgeo_ros.types import AnswerKind, Status

NAMELESS = scene_of(
    surface(1, "table", TABLE),
    on_table(2, "", -0.2, 0.8, (0.08, 0.08, 0.2), ["green"], shapes=("cylinder",)),
    on_table(3, "", 0.2, 0.8, (0.08, 0.08, 0.2), (), shapes=("box",)),
)


@pytest.mark.parametrize(
    ("question", "yes", "says"),
    [
        ("Is the mug blue?", True, "the mug is blue"),
        ("Is the mug red?", False, "the mug is blue"),
        ("Is the mug not red?", True, "the mug is blue"),
        ("Isn't the mug blue?", True, "the mug is blue"),
        ("Is the big box white?", True, "red and white"),
        ("Are the boxes red?", True, "are red"),
        ("Are the boxes white?", False, "is red"),
        ("Is the thing on the short box a can?", True, "a can"),
        ("Is the thing on the short box a bottle?", False, "named can"),
        ("Is the short box a carton?", True, "a carton"),
        ("Is anything yellow?", True, "can"),
        ("Is anything purple?", False, "purple"),
    ],
)
def test_looks_and_names_are_told_with_what_is_seen(question, yes, says):
    answer = ask(question)
    assert (answer.status, answer.kind, answer.yes) == (Status.ANSWERED, AnswerKind.YES_NO, yes)
    assert says in answer.text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Is the mug a hazard?", Status.UNKNOWN),  # no name of a thing
        ("Is the mug a container?", Status.UNKNOWN),  # a general name: it may be
        ("Is the box red?", Status.AMBIGUOUS),  # there are two
        ("Is the lamp red?", Status.UNKNOWN),
    ],
)
def test_what_is_not_known_is_neither_yes_nor_no(question, status):
    assert ask(question).status is status


def test_things_without_name_or_colour_are_not_guessed_at():
    assert ask("Is #2 a bottle?", NAMELESS).yes
    assert ask("Is #2 a mug?", NAMELESS).status is Status.UNKNOWN
    assert ask("Is #3 red?", NAMELESS).status is Status.UNKNOWN
    assert ask("Is #2 round?", NAMELESS).status is Status.AMBIGUOUS  # from above it is
    assert not ask("Is #3 round?", NAMELESS).yes


def test_which_of_two_colours_is_answered_by_what_is_seen():
    answer = ask("Is the mug blue or green?", kitchen())
    assert answer.status is Status.ANSWERED
    assert "blue" in answer.text
