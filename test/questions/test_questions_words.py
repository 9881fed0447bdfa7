"""Tokens, vocabulary, units."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions import lexicon, units
from spatialgeo_ros.questions.tokens import read_words
from spatialgeo_ros.questions.vocabulary import Vocabulary, normal, plural_of, singular_of
from spatialgeo_ros.scene.appearance import COLOURS, SHAPES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What's LEFT of the mug?", "what 's left of the mug"),
        ("isn't", "is not"),
        ("can't", "can not"),
        ("whats", "what is"),
        ("left-hand", "left hand"),
        ("the mug's width", "the mug 's width"),
        ("10cm", "10 cm"),
        ("object #3", "object #3"),
        ("# 3", "#3"),
        ("Region [0]", "region [0]"),
        ("<region12>", "[12]"),
        ("o'clock", "o'clock"),
        ("O\u2019clock", "o'clock"),
        ("gray center", "grey centre"),
        ("(in cm)", "in cm"),
        ("\u201cmug\u201d", "mug"),
        ("a. b", "a . b"),
        ("hi!", "hi"),
        ("\ufeffwhere", "where"),
        ("full\u00a0width \uff4d\uff55\uff47", "full width mug"),
    ],
)
def test_words(text, words):
    assert read_words(text).words == tuple(words.split())


def test_question_mark_is_noted():
    assert read_words("the mug is there?!").asked
    assert not read_words("the mug is there").asked


@given(st.text(max_size=60))
def test_any_text_gives_words_or_a_clear_refusal(text):
    try:
        words = read_words(text).words
    except QuestionError as error:
        assert str(error)
    else:
        assert all(word == word.strip() and word for word in words)


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("mug", "mugs"),
        ("box", "boxes"),
        ("dish", "dishes"),
        ("knife", "knives"),
        ("shelf", "shelves"),
        ("berry", "berries"),
        ("toy", "toys"),
        ("red box", "red boxes"),
        ("computer mouse", "computer mice"),
        ("scissors", "scissors"),
        ("glass", "glasses"),
    ],
)
def test_plural(singular, plural):
    assert plural_of(singular) == plural


@given(st.from_regex(r"[a-z]{2,8}[bdfgklmnprt]", fullmatch=True))
def test_regular_plural_of_an_unknown_noun_is_undone(noun):
    assert singular_of(plural_of(noun)) == noun


def test_singular_words_in_s_stay():
    assert singular_of("glass") is None
    assert singular_of("cactus") is None


def test_label_of_a_data_set_becomes_words():
    assert normal("003_Cracker_Box") == "cracker box"
    assert normal("  Coffee-Mug ") == "coffee mug"


@pytest.mark.parametrize(
    ("noun", "label", "closeness"),
    [
        ("mug", "mug", 3),
        ("mug", "Coffee_Mug", 3),
        ("mug", "cup", 1),
        ("coffee cup", "mug", 1),
        ("box", "cracker box", 3),
        ("box", "box cutter", 0),
        ("dog", "dog bowl", 0),
        ("mustard", "mustard bottle", 3),
        ("crackers", "cracker box", 3),
        ("drill", "power drill", 3),
        ("power drill", "drill", 1),
        ("fruit", "banana", 2),
        ("container", "soup can", 2),
        ("table", "table lamp", 0),
        ("desk", "table", 1),
        ("mug", "bowl", 0),
        ("mug", "", 0),
        ("cracker box", "box", 0),
    ],
)
def test_closeness_of_a_label_to_a_noun(noun, label, closeness):
    assert Vocabulary().closeness(noun, label) == closeness


def test_own_words_are_added_forgotten_and_replaced():
    vocabulary = Vocabulary().with_words(["gizmo"], ["thingamajig, Doohickey"], False)
    assert vocabulary.closeness("doohickey", "gizmo") == 1
    assert vocabulary.nouns_at(("two", "doohickeys"), 1)[0].name == "doohickey"
    assert "thingamajig" in vocabulary.words()
    more = vocabulary.with_words(["gizmo", "widget"], ["whatsit", ""], False)
    assert more.closeness("whatsit", "gizmo") == more.closeness("doohickey", "gizmo") == 1
    assert "widget" in more.words()
    replaced = vocabulary.with_words(["widget"], [""], True)
    assert "doohickey" not in replaced.words()
    assert "mug" in replaced.words()


def test_vocabulary_that_cannot_be_used_is_refused():
    with pytest.raises(QuestionError, match="2 labels but 1 synonyms"):
        Vocabulary().with_words(["a", "b"], [""], False)
    with pytest.raises(QuestionError, match="no letters"):
        Vocabulary().with_words(["__"], [""], False)


def test_labels_of_the_scene_are_nouns():
    vocabulary = Vocabulary().with_labels(["foam_thingy", ""])
    assert vocabulary.nouns_at(("foam", "thingies"), 0)[0].name == "foam thingy"
    assert Vocabulary().nouns_at(("foam", "thingy"), 0) == []


def test_colour_and_shape_words_are_those_of_the_scene():
    assert set(lexicon.COLOUR_NAMES) == set(COLOURS)
    assert set(lexicon.SHAPES.values()) <= set(SHAPES)


def test_no_word_means_two_things():
    groups = [set(lexicon.COLOURS), set(lexicon.SIZES), set(lexicon.LEADING), set(lexicon.SHAPES)]
    for k, group in enumerate(groups):
        for other in groups[k + 1 :]:
            assert not group & other


@pytest.mark.parametrize(
    ("value_m", "std_m", "unit", "text"),
    [
        (0.42, 0.02, "", "42 ± 2 cm"),
        (0.42, 0.02, "m", "0.42 ± 0.02 m"),
        (0.42, 0.012, "m", "0.420 ± 0.012 m"),
        (1.5, 0.05, "", "1.50 ± 0.05 m"),
        (0.254, 0.0254, "in", "10.0 ± 1.0 in"),
        (0.3048, 0.03, "ft", "1.00 ± 0.10 ft"),
        (0.0123, 0.0012, "mm", "12.3 ± 1.2 mm"),
        (0.42, math.nan, "", "42.0 cm"),
        (2.0, 0.3, "cm", "200 ± 30 cm"),
    ],
)
def test_length_in_words(value_m, std_m, unit, text):
    assert units.length(value_m, std_m, unit) == text


@given(st.floats(0.001, 100), st.floats(0.0005, 1), st.sampled_from(list(units.METRES_PER_UNIT)))
def test_said_length_is_within_its_uncertainty(value_m, std_m, unit):
    number, _, rest = units.length(value_m, std_m, unit).partition(" ± ")
    said_std = float(rest.split()[0])
    assert abs(float(number) - value_m / units.METRES_PER_UNIT[unit]) <= said_std
    assert rest.split()[1] == unit
