"""Words, numbers and how questions share a sequence: no torch needed."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.language.packing import Asked, pack, visible
from spatialgeo_ros.language.words import ANSWER, ASK, END, PAD, SLOTS, UNKNOWN, words_of
from spatialgeo_ros.world.spoken import length_words

WORDS = words_of(["Is the red mug left of ? yes no region 1 2", "10 o'clock , m"], length_words())


def test_numbers_are_one_word_each() -> None:
    assert [WORDS.known[k] for k in WORDS.encode("0.045 m, 10 o'clock")] == ["0.045", "m", ",", "10", "o'clock"]
    assert WORDS.decode(WORDS.encode("0.21 m left, 1.3 m")) == "0.21 m left, 1.3 m"


def test_words_it_does_not_know_are_told_apart_from_padding() -> None:
    assert WORDS.encode("the zebra") == [WORDS.number["the"], UNKNOWN]
    assert PAD != UNKNOWN


def test_slots_and_specials_have_their_places() -> None:
    assert WORDS.encode("region 1 <0>")[-1] == WORDS.number[SLOTS[0]]
    assert WORDS.decode([WORDS.number["yes"], END, WORDS.number["no"]]) == "yes"


def test_a_row_holds_prompt_answer_and_what_is_to_be_said_next() -> None:
    packed = pack([[Asked("Is region 1 <0> left of region 2 <1>?", (4, 7), "yes")]], WORDS)
    words = packed.words[0].tolist()
    assert words[0] == ASK
    assert words[-2:] == [ANSWER, WORDS.number["yes"]]
    assert [r for r in packed.region[0].tolist() if r >= 0] == [4, 7]
    assert packed.target[0, -2:].tolist() == [WORDS.number["yes"], END]
    assert (packed.target[0, :-2] == -100).all()
    np.testing.assert_array_equal(packed.place[0], np.arange(len(words)))


def test_rows_of_different_length_are_padded() -> None:
    packed = pack([[Asked("Is the mug left?", (), "no")], [Asked("left?", (), "")]], WORDS)
    assert packed.words.shape[0] == 2
    assert (packed.question[1, 3 + 1:] == -1).all()
    assert (packed.target[1] == -100).all()


def test_questions_see_the_image_and_themselves_only() -> None:
    packed = pack([[Asked("red", (), "yes"), Asked("mug", (), "no")]], WORDS)
    seen = visible(packed.question, np.array([[True, False, True]]))[0]
    count = packed.words.shape[1]
    assert seen.shape == (3 + count, 3 + count)
    first, second = 3 + np.flatnonzero(packed.question[0] == 0), 3 + np.flatnonzero(packed.question[0] == 1)
    assert seen[first][:, [0, 2]].all()
    assert not seen[first, 1].any(), "a dropped token is not seen"
    assert not seen[np.ix_(second, first)].any()
    assert not seen[np.ix_(first, second)].any()
    assert not seen[:3, 3:].any(), "the image's tokens see no question"
    assert seen[first[-1], first].all()
    assert not seen[first[0], first[1:]].any(), "nobody sees what comes later"
