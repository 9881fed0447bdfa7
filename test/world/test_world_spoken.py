"""How questions are said, and that their words do not give the answers away."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from spatialgeo_ros.types import AnswerKind
from spatialgeo_ros.world import spoken
from spatialgeo_ros.world.question_balance import balanced, cells, closed_answers, fit_text_only, question_words, seen_things
from spatialgeo_ros.world.rgb_shards import Views, load_shards, write_shard
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, NO_COLOUR, RGB_SEEDS, THING
from spatialgeo_ros.world.slotted import SlottedQuestion
from spatialgeo_ros.world.spoken import Naming, length_word, length_words, speak


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Views:
    path = tmp_path_factory.mktemp("views") / "shard.npz"
    write_shard(path, RGB_SEEDS[:6], views_per_room=3, asked_per_room=3)
    return load_shards([path])


def things() -> np.ndarray:
    rows = np.zeros(2, THING)
    rows["id"], rows["named"] = (4, 7), (1, 2)
    rows["word"] = [CLASS_WORDS.index("mug"), CLASS_WORDS.index("bowl")]
    return rows


LEFT = SlottedQuestion("Is {0} to the left of {1}?", "left_of", AnswerKind.YES_NO, (4, 7), yes=True)


@pytest.mark.parametrize(("naming", "prompt"), [
    (Naming.POINTED, "Is region 1 <0> to the left of region 2 <1>?"),
    (Naming.BOTH, "Is the red mug <0> to the left of the bowl <1>?"),
    (Naming.NAMED, "Is the red mug to the left of the bowl?")])
def test_things_are_pointed_at_or_named(naming: Naming, prompt: str) -> None:
    said = speak(LEFT, things(), naming, np.random.default_rng(0), plain=True)
    assert said.prompt == prompt
    assert said.answer == "yes"


def test_a_thing_of_two_colours_is_called_by_both_now_and_then() -> None:
    rows = things()
    rows["second"] = [COLOUR_WORDS.index("white"), NO_COLOUR]
    rows["named"][0] = 3
    rng = np.random.default_rng(0)
    said = [speak(LEFT, rows, Naming.NAMED, rng).prompt for _ in range(60)]
    for name in ("the red and white mug ", "the red mug ", "the mug "):
        assert sum(name in text for text in said) > 5
    assert not any("bowl and" in text or "and red" in text for text in said)
    assert "and" not in speak(LEFT, rows, Naming.NAMED, rng, plain=True).prompt


def test_a_choice_is_answered_as_it_was_asked() -> None:
    question = SlottedQuestion("Which is taller, {0} or {1}?", "taller", AnswerKind.OBJECT, (4, 7), answers=(7,))
    rng = np.random.default_rng(0)
    assert speak(question, things(), Naming.POINTED, rng).answer == "region 2"
    assert speak(question, things(), Naming.NAMED, rng).answer == "the red bowl"


def test_a_place_is_told_with_its_directions() -> None:
    question = SlottedQuestion("Where is {0}?", "where", AnswerKind.POSITION, (4,), place_m=(-0.214, 1.26, 0.0312))
    assert speak(question, things(), Naming.NAMED, np.random.default_rng(0)).answer == "0.21 m left, 1.3 m ahead, 0.031 m up"


def test_every_length_has_a_word_of_two_digits() -> None:
    assert [length_word(v) for v in (0.001, 0.0347, 0.449, 1.26, 40)] == ["0.01", "0.035", "0.45", "1.3", "9.9"]
    rng = np.random.default_rng(1)
    known = set(length_words())
    assert all(length_word(float(v)) in known for v in np.exp(rng.uniform(np.log(0.005), np.log(20), 500)))
    assert list(map(float, length_words())) == sorted(map(float, length_words()))


def opposites(text: str) -> bool:
    return re.search(r"\b(right|below|in front|shorter|thinner|smaller)\b", text) is not None


def test_other_wordings_keep_the_slots_and_their_words(views: Views) -> None:
    """Of every form in real views: the same slots, and no \\1 left."""
    rng = np.random.default_rng(2)
    reworded = 0
    for template in views.questions.templates:
        for _ in range(6):
            other = spoken._reworded(template, rng)
            assert set(re.findall(r"\{\d\}", other)) == set(re.findall(r"\{\d\}", template))
            assert "\\" not in other
            assert opposites(other) == opposites(template)
            reworded += other != template
    assert reworded > len(views.questions.templates)


def test_no_name_of_a_thing_is_left_in_a_form(views: Views) -> None:
    colours = re.compile(r"\bthe (red|orange|yellow|green|teal|blue|purple|pink|brown|black|white|grey)\b")
    assert not [text for text in views.questions.templates if colours.search(text)]


def test_of_two_answers_both_are_asked_for_equally_in_every_cell(views: Views) -> None:
    kept = balanced(views, 0)
    answer, cell = closed_answers(views)[kept], cells(views)[kept]
    closed = answer >= 0
    assert closed.sum() > 20
    for number in np.unique(cell[closed]):
        of_cell = answer[closed & (cell == number)]
        assert (of_cell == 1).sum() == (of_cell == 0).sum()
    assert (answer < 0).sum() == (closed_answers(views) < 0).sum(), "questions with other answers all stay"


def test_words_alone_are_at_chance_on_balanced_questions(views: Views) -> None:
    kept = balanced(views, 0)
    kept = kept[views.questions.rows["kind"][kept] == AnswerKind.YES_NO]
    asked = [(views.questions.question(k), question_words(views, k)) for k in kept]
    said = [(question.template, words, "yes" if question.yes else "no") for question, words in asked]
    table = fit_text_only(said)
    assert np.mean([table.answer(template, words) == answer for template, words, answer in said]) == 0.5


def test_words_alone_know_what_always_holds() -> None:
    table = fit_text_only([("Is {0} taller than {1}?", ["lamp", "mug"], "yes")] * 3 + [("How tall is {0}?", ["mug"], "0.1 m"),
                          ("How tall is {0}?", ["mug"], "0.09 m"), ("How tall is {0}?", ["mug"], "0.2 m")])
    assert table.answer("Is {0} taller than {1}?", ["lamp", "mug"]) == "yes"
    assert table.answer("How tall is {0}?", ["mug"]) == "0.1 m"
    assert table.answer("How tall is {0}?", ["bowl"]) == "0.1 m"


def test_the_words_of_all_texts_cover_what_is_said(views: Views) -> None:
    text = " ".join(spoken.all_texts(views.questions.templates)).lower()
    known = set(re.findall(r"[a-z']+", text)) | {"m"}
    rng = np.random.default_rng(3)
    for k in rng.permutation(len(views.questions.rows))[:300]:
        said = speak(views.questions.question(int(k)), seen_things(views, int(k)), list(Naming)[int(k) % 3], rng)
        assert set(re.findall(r"[a-z']+", f"{said.prompt} {said.answer}".lower())) <= known


def test_shards_are_not_rendered_twice(tmp_path: Path) -> None:
    path = tmp_path / "shard.npz"
    count = write_shard(path, RGB_SEEDS[6:7], views_per_room=1, asked_per_room=0)
    before = path.stat().st_mtime_ns
    assert write_shard(path, RGB_SEEDS[6:7], views_per_room=1, asked_per_room=0) == count
    assert path.stat().st_mtime_ns == before
