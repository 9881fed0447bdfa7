"""Questions of a command line."""

import pytest

from spatialgeo_ros.cli.answer_text import whole_questions


@pytest.mark.parametrize(
    ("said", "questions"),
    [
        (["what", "is", "on", "the", "table?"], ["what is on the table?"]),
        (["what is on the table?", "where is the mug?"], ["what is on the table?", "where is the mug?"]),
        (["what is on the table?"], ["what is on the table?"]),
        (["help"], ["help"]),
        (["where is the mug?", ""], ["where is the mug?", ""]),
    ],
)
def test_words_without_quotes_are_one_question(said, questions):
    assert whole_questions(said) == questions
