"""A sentence in other words means the same, and one that cannot be read says which word is to blame."""

import pytest

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.grammar import parse_question
from spatialgeo_ros.types import Predicate


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("The mug is how far from the box?", "How far is the mug from the box?"),
        ("How high does the lamp hang?", "How high up is the lamp?"),
        ("Relative to the clock, is the can on the left?", "Is the can left of the clock?"),
        ("Compared to the mug, is the box taller?", "Is the box taller than the mug?"),
        ("On the table, how many mugs are there?", "How many mugs are on the table?"),
        ("What is the mug behind?", "What is in front of the mug?"),
        ("Is the mug really on the table?", "Is the mug on the table?"),
        ("How much clearance do we have between the mug and the box?", "How far is the mug from the box?"),
        ("What would the width of the sofa be?", "What is the width of the sofa?"),
        ("Have you seen a mug on the table?", "Is there a mug on the table?"),
        ("I can't find the mug.", "Where is the mug?"),
        ("What is in close proximity to the mug?", "What is near the mug?"),
        ("Is the mug on the table or is it on the shelf?", "Is the mug on the table or on the shelf?"),
        ("biggest box taller than the mug?", "Is the biggest box taller than the mug?"),
        ("The mug: in front of the box, behind it, or on it?", "Is the mug in front of the box, behind it, or on it?"),
        ("the red mug on the table?", "Is the red mug on the table?"),
        ("Is it more than a metre from the chair to the table?", "Is the distance from the chair to the table more than 1 m?"),
    ],
)
def test_other_words_of_the_same_meaning_give_the_same_query(said, plain):
    assert parse_question(said) == parse_question(plain)


def test_directly_above_is_right_above_and_besides_leaves_something_out():
    assert parse_question("Is the lamp directly above the table?").strict
    assert not parse_question("Is the lamp above the table?").strict
    query = parse_question("What is on the table besides the mug?")
    assert [phrase.noun for phrase in query.subjects[0].besides] == ["mug"]


def test_directly_behind_asks_for_nearness_too():
    query = parse_question("Is the cup directly behind the plate?")
    assert (query.predicate, query.also[0].relation) == (Predicate.BEHIND, Predicate.NEAR)


@pytest.mark.parametrize(
    "sentence",
    [
        "Is the cup not directly behind the plate?",  # one of two conditions does not hold: which?
        "Is the lamp slightly above the table?",
        "What is on the table because of the mug?",
        "What else is on the table?",
        "Is the mug much taller than the glass?",
        "Was the mug left of the box?",
    ],
)
def test_words_that_change_the_meaning_are_not_dropped(sentence):
    with pytest.raises(QuestionError):
        parse_question(sentence)


@pytest.mark.parametrize(
    ("sentence", "word", "nearest"),
    [
        ("Which thing is slightly under the lamp?", "slightly", "which thing is under the lamp?"),
        ("Is the wooden mug left of the box?", "wooden", "is the mug left of the box?"),
        ("What else is on the table?", "else", "what is on the table?"),
    ],
)
def test_word_to_blame_is_named_with_the_nearest_sentence_that_is_understood(sentence, word, nearest):
    with pytest.raises(QuestionError) as raised:
        parse_question(sentence)
    assert f'"{word}"' in str(raised.value)
    assert f'"{nearest}"' in str(raised.value)
    assert parse_question(nearest)


@pytest.mark.parametrize("sentence", ["Is the mug not flurbish?", "Why is the mug left of the box?"])
def test_no_sentence_of_another_meaning_is_proposed(sentence):
    with pytest.raises(QuestionError) as raised:
        parse_question(sentence)
    assert "Without" not in str(raised.value)
