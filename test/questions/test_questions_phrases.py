"""Noun phrases: what they hold, and that saying one and reading it again gives the same."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from meanings import ME, P, a, all_the, ids, region, some, that, the

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.grammar import parse_phrase, parse_question
from spatialgeo_ros.questions.lexicon import COLOUR_NAMES
from spatialgeo_ros.questions.vocabulary import SUPPORT_NOUNS, Vocabulary, plural_of
from spatialgeo_ros.questions.wording import say
from spatialgeo_ros.types import Phrase, Predicate

# words with another place in the grammar: a colour, a pair, a picture that means the scene
AWKWARD = {
    "orange",
    "mustard",
    "lemon",
    "plum",
    "picture",
    "picture frame",
    "photo frame",
    "keys",
    "dice",
    "die",
    "fish",
}
NOUNS = [noun for noun in Vocabulary().words() if noun not in AWKWARD]
SIZES = (
    "2. leftmost",
    "3. tallest",
    "tall",
    "short",
    "big",
    "small",
    "wide",
    "thin",
    "long",
    "tallest",
    "biggest",
    "leftmost",
    "rightmost",
    "nearest",
    "highest",
    "frontmost",
)
IN_PHRASES = tuple(predicate for predicate in Predicate if predicate is not Predicate.BETWEEN)


@st.composite
def phrases(draw, depth=2):
    plural = draw(st.booleans())
    count = draw(st.sampled_from([0, 2, 3])) if plural else 0
    noun = draw(st.sampled_from([noun for noun in NOUNS if not plural or plural_of(noun) != noun]))
    phrase = Phrase(
        noun=noun,
        plural=plural,
        count=count,
        definite=draw(st.booleans()),
        sizes=tuple(draw(st.lists(st.sampled_from(SIZES), max_size=1))),
        colours=tuple(draw(st.lists(st.sampled_from(COLOUR_NAMES), max_size=2, unique=True))),
        shapes=tuple(draw(st.lists(st.sampled_from(("box", "cylinder", "ball", "flat")), max_size=1))),
    )
    if depth and draw(st.booleans()):
        other = draw(phrases(depth=0))
        return that(phrase, draw(st.sampled_from(IN_PHRASES)), other, no=draw(st.booleans()))
    return phrase


@settings(max_examples=300, deadline=None)
@given(phrases())
def test_phrase_that_is_said_is_read_again(phrase):
    assert parse_phrase(say(phrase)) == phrase


@settings(max_examples=150, deadline=None)
@given(phrases(depth=1), phrases(depth=0))
def test_any_phrases_can_stand_in_a_question(subject, other):
    assume("nearest" not in other.sizes)  # how far from "the nearest box": nearest to the subject
    query = parse_question(f"How far is {say(subject)} from {say(other)}?")
    assert (query.subjects, query.objects) == ((subject,), (other,))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the red box behind the mug", that(the("red box"), P.BEHIND, the("mug"))),
        ("the mug that is on the table", that(the("mug"), P.ON, the("table"))),
        ("the mug which is not on the table", that(the("mug"), P.ON, the("table"), no=True)),
        ("the book lying under the lamp", that(the("book"), P.BELOW, the("lamp"))),
        ("the spoon in the bowl", that(the("spoon"), P.INSIDE, the("bowl"))),
        ("the can between the mug and the box", that(the("can"), P.BETWEEN, the("mug"), the("box"))),
        ("the box taller than the mug", that(the("box"), P.TALLER, the("mug"))),
        ("the mug on my left", that(the("mug"), P.LEFT_OF, ME)),
        ("the red and white can", the("red white can")),
        ("a dark blue mug", a("blue mug")),
        ("the light grey box", the("grey box")),
        ("the red coloured box", the("red box")),
        ("the cups", all_the("cup")),
        ("three knives", some("knife", 3)),
        ("the soup can", the("soup can")),
        ("the can of soup", the("soup can")),
        ("a pair of scissors", a("scissors")),
        ("the potted plant", the("potted plant")),
        ("the orange", the("orange")),
        ("the orange box", the("orange box")),
        ("the orange orange", Phrase(noun="orange", colours=("orange",), definite=True)),
        ("the nearest mug", the("nearest mug")),
        ("the left mug", the("leftmost mug")),
        ("the taller box", the("tallest box")),
        ("the left hand box", the("leftmost box")),
        ("the tallest hand", the("tallest hand")),
        ("the second mug", None),
        ("the second mug from the left", Phrase(noun="mug", sizes=("2. leftmost",), definite=True)),
        ("the third tallest red box", Phrase(noun="box", sizes=("3. tallest",), colours=("red",), definite=True)),
        (
            "the second nearest mug to the door",
            Phrase(noun="mug", sizes=("2. nearest",), of=(the("door"),), definite=True),
        ),
        ("the mug closest to the door", Phrase(noun="mug", sizes=("nearest",), of=(the("door"),), definite=True)),
        ("the box farthest from me", Phrase(noun="box", sizes=("farthest",), of=(ME,), definite=True)),
        ("the tallest of the boxes", the("tallest box")),
        ("#3", ids(3)),
        ("object 3", ids(3)),
        ("the object #3", ids(3)),
        ("#0", ME),
        ("Region [2]", region(2)),
        ("<region2>", region(2)),
        ("region 2", region(2)),
        ("the camera", ME),
        ("me", ME),
        ("the robot", ME),
        ("the zebra", the("zebra")),
        ("zebras", some("zebra")),
        ("the striped zebra", None),
        ("", Phrase()),
        ("of the mug", None),
        ("the", None),
        ("the red", None),
        ("to", None),
    ],
)
def test_phrase_is_read_as(text, phrase):
    if phrase is None:
        with pytest.raises(QuestionError, match="no phrase I can read"):
            parse_phrase(text)
    else:
        assert parse_phrase(text) == phrase


def test_clause_belongs_to_the_nearest_noun():
    # "the table" is where the mug is; what follows it says more about the mug
    assert parse_phrase("the mug left of the box behind the vase") == that(
        the("mug"), P.LEFT_OF, that(the("box"), P.BEHIND, the("vase"))
    )
    assert parse_phrase("the mug on the table behind the vase") == that(
        that(the("mug"), P.ON, the("table")), P.BEHIND, the("vase")
    )
    assert parse_phrase("the mug next to the box and behind the vase") == that(
        that(the("mug"), P.NEAR, the("box")), P.BEHIND, the("vase")
    )


def test_main_relation_is_not_the_one_that_tells_which_mug():
    query = parse_question("Is the mug on the table left of the box?")
    assert query.predicate is P.LEFT_OF
    assert query.subjects == (that(the("mug"), P.ON, the("table")),)


def test_one_stands_for_the_noun_said_before():
    assert parse_question("How far is the red box from the blue one?").objects == (the("blue box"),)
    assert parse_question("Which is taller, the red or the blue mug?").subjects == (the("red mug"), the("blue mug"))


def test_no_built_in_noun_is_lost_in_a_question():
    lost = [
        noun
        for noun in Vocabulary().words()
        if noun not in SUPPORT_NOUNS
        and parse_question(f"where is the {noun}?").subjects != (Phrase(noun=noun, definite=True),)
    ]
    assert lost == []
