"""Whatever is asked, there is an answer with a status and a reason, and never an exception."""

from dataclasses import replace

import corpus_measures
import corpus_relations
import corpus_several
from asking import KITCHEN, ask
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import kitchen, scene_of

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.answer import answer_query
from spatialgeo_ros.questions.query import AXES, SIZES, check, each_phrase, measures_parts, within
from spatialgeo_ros.questions.query_details import SIDES, check_details
from spatialgeo_ros.types import (
    AnswerKind,
    Definition,
    Dimension,
    DistanceKind,
    Phrase,
    Predicate,
    Query,
    QueryKind,
    Status,
)

SENTENCES = [
    sentence
    for corpus in (corpus_measures, corpus_relations, corpus_several)
    for rows in corpus.CATEGORIES.values()
    for sentence, _ in rows
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})
SCENES = [KITCHEN, kitchen(metric=False), scene_of()]

simple = st.builds(
    Phrase,
    noun=st.sampled_from(["mug", "box", "", "table", "spoon", "viewer", "zebra"]),
    ids=st.sampled_from([(), (), (3,), (99,), (2, 4)]),
    colours=st.sampled_from([(), ("red",), ("red", "white")]),
    sizes=st.sampled_from([(), (), ("tall",), ("leftmost",), ("nearest",), ("middle",), ("2. leftmost",)]),
    definite=st.booleans(),
    plural=st.booleans(),
    count=st.sampled_from([0, 0, 2]),
    negated=st.booleans(),
    part=st.sampled_from(["", "", "top"]),
)
phrases = simple | st.builds(
    Phrase,
    noun=st.sampled_from(["box", "", "can"]),
    relation=st.sampled_from(list(Predicate)),
    of=simple.map(lambda phrase: (phrase,)),
    definite=st.booleans(),
    limit_m=st.sampled_from((0.0, 0.0, 0.3)),
    swapped=st.sampled_from((False, False, True)),
    besides=st.just(()) | simple.map(lambda phrase: (phrase,)),
)
def whole(phrase):
    return within(replace(phrase, part=""), whole)


def fitting(query):
    """Without the fields that only other kinds take, so that most queries are valid."""
    for name, nothing in (("times", 0.0), ("strict", False), ("side", None), ("frame", ""), ("within_deg", 0.0), ("unit", "")):
        if check_details(query):
            query = replace(query, **{name: nothing})
    query = query if measures_parts(query) else each_phrase(query, whole)
    return replace(
        query,
        limit_m=query.limit_m if query.predicate in (Predicate.NEAR, *AXES, *SIZES) else 0.0,
        also=query.also if query.kind in (QueryKind.RELATION, QueryKind.WHERE_IS) else (),
        hour=query.hour if query.kind in (QueryKind.DIRECTION, QueryKind.WHAT_IS) else 0,
    )


conditions = st.builds(
    Phrase, relation=st.sampled_from(list(Predicate)), of=simple.map(lambda phrase: (phrase,)), swapped=st.booleans()
)
queries = st.builds(
    Query,
    st.sampled_from(list(QueryKind)),
    st.lists(phrases, min_size=1, max_size=2).map(tuple),
    st.lists(phrases, max_size=2).map(tuple),
    st.none() | st.sampled_from(list(Predicate)),
    st.sampled_from(list(DistanceKind)),
    st.sampled_from(list(Dimension)),
    st.sampled_from(list(Definition)),
    st.sampled_from(["", "cm", "times", "deg"]),
    st.booleans(),
    st.booleans(),
    limit_m=st.sampled_from((0.0, 0.0, 0.3)),
    also=st.just(()) | st.lists(conditions, max_size=2).map(tuple),
    hour=st.sampled_from((0, 0, 3)),
    within_deg=st.sampled_from((0.0, 0.0, 30.0)),
    side=st.none() | st.sampled_from(SIDES),
    times=st.sampled_from((0.0, 2.0)),
    strict=st.booleans(),
    frame=st.sampled_from(("", "camera", "map")),
).map(fitting).filter(lambda query: not check(query))


def is_whole(answer):
    """Every status comes with what belongs to it."""
    if answer.status is Status.ANSWERED:
        return bool(answer.text)
    return bool(answer.text and answer.reason) and answer.kind is AnswerKind.NONE and not answer.object_ids


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SENTENCES), st.integers(0, 20), st.sampled_from(WORDS))
def test_sentence_with_a_wrong_word_is_answered_or_refused(sentence, place, word):
    words = sentence.split()
    words[place % len(words)] = word
    assert is_whole(ask(" ".join(words)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_scrambled_words_are_answered_or_refused(words):
    assert is_whole(ask(" ".join(words)))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_answered_or_refused(text):
    assert is_whole(ask(text))


@settings(max_examples=400, deadline=None)
@given(queries, st.sampled_from(SCENES))
def test_any_typed_query_is_answered_or_refused(query, scene):
    assert is_whole(answer_query(query, scene, AnswerConfig()))
