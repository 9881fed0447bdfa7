"""Every sentence of the corpora is read as exactly the query it means, or not at all."""

import corpus_blind_1
import corpus_blind_2
import corpus_blind_6
import corpus_blind_7
import corpus_blind_8
import corpus_blind_9
import corpus_blind_10
import corpus_blind_11
import corpus_blind_12
import corpus_blind_13
import corpus_blind_14
import corpus_closely
import corpus_everyday
import corpus_further
import corpus_learners
import corpus_measures
import corpus_offhand
import corpus_people
import corpus_people_last
import corpus_people_later
import corpus_plain
import corpus_relations
import corpus_roundabout
import corpus_several
import corpus_talk
import corpus_words_3
import corpus_words_4
import corpus_words_5
import pytest
from corpus_not_understood import NOT_TEXT, NOT_UNDERSTOOD

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.grammar import EXAMPLES, parse_question
from spatialgeo_ros.questions.query import check
from spatialgeo_ros.questions.query_json import from_json, to_json

CATEGORIES = {
    **corpus_relations.CATEGORIES,
    **corpus_measures.CATEGORIES,
    **corpus_several.CATEGORIES,
    **corpus_further.CATEGORIES,
    **corpus_closely.CATEGORIES,
    **corpus_talk.CATEGORIES,
    **corpus_learners.CATEGORIES,
    **corpus_roundabout.CATEGORIES,
    **corpus_everyday.CATEGORIES,
    **corpus_plain.CATEGORIES,
    **corpus_offhand.CATEGORIES,
}
ROWS = [(sentence, query) for rows in CATEGORIES.values() for sentence, query in rows]
PEOPLE_CATEGORIES = {**corpus_people.CATEGORIES, **corpus_people_later.CATEGORIES, **corpus_people_last.CATEGORIES}
PEOPLE = [(sentence, query) for rows in PEOPLE_CATEGORIES.values() for sentence, query in rows]


_ROUNDS = (
    corpus_blind_1,
    corpus_blind_2,
    corpus_words_3,
    corpus_words_4,
    corpus_words_5,
    corpus_blind_6,
    corpus_blind_7,
    corpus_blind_8,
    corpus_blind_9,
    corpus_blind_10,
    corpus_blind_11,
    corpus_blind_12,
    corpus_blind_13,
    corpus_blind_14,
)
BLIND = [row for corpus in _ROUNDS for rows in corpus.CATEGORIES.values() for row in rows]
# Of the sentences written blind: no more may be missed, and but for these none may be read as another query than it means.
MOST_MISSED = 55
# Meant of how far one is above the other; two earlier writers meant their own heights by the same words.
# So is which one it is where it is to be pointed at; another writer meant which way by the same words.
MEANT_BOTH_WAYS = ["What is the height difference between the bowl and the pan?", "Point me to the second tallest bottle."]


def read(sentence):
    try:
        return parse_question(sentence)
    except QuestionError:
        return None


@pytest.mark.parametrize(("sentence", "query"), ROWS)
def test_sentence_is_read_as_it_is_meant(sentence, query):
    assert read(sentence) == query


@pytest.mark.parametrize(("sentence", "query"), PEOPLE)
def test_sentence_written_without_the_grammar_is_read_as_it_is_meant(sentence, query):
    assert read(sentence) == query


def test_blind_sentences_are_read_right_or_not_at_all():
    wrong = [sentence for sentence, query in BLIND if read(sentence) not in (query, None)]
    missed = [sentence for sentence, query in BLIND if query is not None and read(sentence) is None]
    assert wrong == MEANT_BOTH_WAYS
    assert len(missed) <= MOST_MISSED, missed


def test_no_part_of_a_sentence_is_a_pronoun_that_stands_for_nothing():
    for sentence in ("Is it left of it?", "Is the mug left of it?", "How far is it from the mug?", "Are they touching?"):
        with pytest.raises(QuestionError, match='what "it" is'):
            parse_question(sentence)


def test_a_misspelt_noun_is_put_right_only_where_it_is_one_noun_and_no_other():
    assert parse_question("Is the mug on the tabel?") == parse_question("Is the mug on the table?")
    assert read("Where are the botles?") == read("Where are the bottles?")
    assert read("Where is the tible?") != read("Where is the table?")  # another letter may be another thing
    assert parse_question("Where is the lamb?").subjects[0].noun == "lamb"
    assert read("Is the lift button left of the box?") is None  # not "the left button"


def test_corpus_is_large_and_every_category_has_fifteen():
    assert len(ROWS) >= 300
    assert min(map(len, CATEGORIES.values())) >= 15
    sentences = [sentence for sentence, _ in ROWS + PEOPLE]
    assert len(set(sentences)) == len(sentences)
    assert len(NOT_UNDERSTOOD) >= 60


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda text: text.rstrip("?."),
        lambda text: f"  {text}  ",
        lambda text: f"Please, {text}",
        lambda text: f"{text.rstrip('?.')} please?",
        lambda text: text.replace("'", "\u2019"),
        lambda text: text.replace(" ", "\u00a0"),
    ],
    ids=[
        "upper",
        "lower",
        "no question mark",
        "spaces",
        "please first",
        "please last",
        "curly apostrophe",
        "hard spaces",
    ],
)
def test_case_and_punctuation_change_nothing(change):
    # a statement is a question only by its question mark
    rows = [(sentence, query) for sentence, query in ROWS if not sentence.startswith(("The mug is", "The bowl is"))]
    different = [sentence for sentence, query in rows if read(change(sentence)) != query]
    assert different == []


@pytest.mark.parametrize("sentence", NOT_UNDERSTOOD)
def test_what_cannot_be_measured_is_not_understood(sentence):
    assert read(sentence) is None


@pytest.mark.parametrize("text", NOT_TEXT)
def test_bytes_that_are_no_utf8_are_not_understood(text):
    with pytest.raises(QuestionError, match="not UTF-8"):
        parse_question(text)


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in EXAMPLES])
def test_every_example_of_the_help_text_is_read(sentence):
    assert check(parse_question(sentence)) == ""


def test_utf8_bytes_are_read_like_text():
    assert parse_question("Where is the mug\u2019s edge, I mean".encode()[:16]) == parse_question("Where is the mug")


@pytest.mark.parametrize(("sentence", "query"), ROWS + PEOPLE)
def test_query_survives_json(sentence, query):
    if query is not None:
        assert from_json(to_json(query)) == query


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Is the wooden mug left of the box?", "wooden"),
        ("Where is the shiny bottle?", "shiny"),
        ("How tall is the flurbish lamp?", "flurbish"),
        ("Is the mug left of the broken box?", "broken"),
    ],
)
def test_unknown_word_in_a_phrase_is_named(sentence, word):
    with pytest.raises(QuestionError, match=f'do not know the word "{word}"'):
        parse_question(sentence)


def test_misspelt_noun_is_suggested_where_the_rest_is_not_understood():
    with pytest.raises(QuestionError, match=r"did you mean keyboard\?"):
        parse_question("Is the big keybaord shiny?")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Is the grey can left of the turquoise bowl?", "Is the silver can left of the teal bowl?"),
        ("What color is the box?", "What colour is the box?"),
        ("How many centimeters wide is the box?", "How many centimetres wide is the box?"),
        (
            "What is the distance between the centers of the mug and the box?",
            "What is the distance between the centres of the mug and the box?",
        ),
        ("Which is further away, the mug or the box?", "Which is farther away, the mug or the box?"),
    ],
)
def test_spellings_and_synonyms_mean_the_same(one, other):
    assert parse_question(one) == parse_question(other)


@pytest.mark.parametrize(
    "text", ["Where is the mug? Where is the box?", "Where is the mug and how tall is the box?"]
)
def test_two_questions_are_told_apart_from_one(text):
    with pytest.raises(QuestionError, match="one question at a time"):
        parse_question(text)


def test_pronoun_without_a_noun_asks_for_the_noun():
    with pytest.raises(QuestionError, match='what "it" is'):
        parse_question("Is it left of the box?")


def test_too_many_words_are_not_parsed():
    with pytest.raises(QuestionError, match="at most 80"):
        parse_question("is the mug " + "on the table " * 40)
