"""The typed query as JSON, and what it refuses."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meanings import region, rel, the

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.lexicon import COLOUR_NAMES
from spatialgeo_ros.questions.query import AXES, SIZES, bind_regions, check
from spatialgeo_ros.questions.query_details import UNITS
from spatialgeo_ros.questions.query_json import from_json, to_json
from spatialgeo_ros.types import Definition, Dimension, DistanceKind, Phrase, Predicate, Query, QueryKind

texts = st.text(max_size=8)
nouns = texts.filter(lambda noun: noun != "region")
colours = st.lists(st.sampled_from(COLOUR_NAMES), max_size=2).map(tuple)
shapes = st.lists(st.sampled_from(("box", "cylinder", "ball", "bowl", "flat")), max_size=1).map(tuple)
sizes = st.lists(st.sampled_from(("tall", "biggest", "2. leftmost", "nearest", "middle", "huge")), max_size=1).map(
    tuple
)
simple = st.builds(
    Phrase,
    noun=nouns,
    ids=st.lists(st.integers(0, 9), max_size=2).map(tuple),
    colours=colours,
    shapes=shapes,
    sizes=sizes,
    definite=st.booleans(),
    text=texts,
    negated=st.booleans(),
    plural=st.booleans(),
    count=st.integers(0, 9),
)
nested = st.builds(
    Phrase,
    noun=nouns,
    relation=st.none() | st.sampled_from(Predicate),
    of=st.lists(simple, max_size=2).map(tuple),
    also=st.lists(simple, max_size=2).map(tuple),
    limit_m=st.sampled_from((0.0, 0.3)),
    swapped=st.booleans(),
)
queries = st.builds(
    Query,
    st.sampled_from(QueryKind),
    st.lists(simple | nested, max_size=3).map(tuple),
    st.lists(simple, max_size=2).map(tuple),
    st.none() | st.sampled_from(Predicate),
    st.sampled_from(DistanceKind),
    st.sampled_from(Dimension),
    st.sampled_from(Definition),
    st.sampled_from(UNITS),
    st.booleans(),
    st.booleans(),
    limit_m=st.sampled_from((0.0, 0.0, 0.3, -1.0)),
    also=st.lists(simple | nested, max_size=2).map(tuple),
    hour=st.sampled_from((0, 0, 3, 13)),
)


@settings(max_examples=300, deadline=None)
@given(queries)
def test_valid_query_survives_json_and_an_invalid_one_says_why(query):
    wrong = check(query)
    if wrong:
        with pytest.raises(QuestionError):
            from_json(to_json(query))
    else:
        again = from_json(to_json(query))
        assert again == query
        assert [phrase.text for phrase in again.subjects] == [phrase.text for phrase in query.subjects]


def test_json_names_are_stable():
    query = Query(
        QueryKind.DISTANCE,
        (Phrase(noun="mug", colours=("red",), definite=True, text="the red mug"),),
        (Phrase(relation=Predicate.ON, of=(Phrase(noun="table", definite=True),)),),
        None,
        DistanceKind.HORIZONTAL,
        definition=Definition.VSI,
        unit="in",
    )
    assert json.loads(to_json(query)) == {
        "kind": "DISTANCE",
        "subjects": [{"noun": "mug", "colours": ["red"], "definite": True, "text": "the red mug"}],
        "objects": [{"relation": "ON", "of": [{"noun": "table", "definite": True}]}],
        "distance": "HORIZONTAL",
        "definition": "vsi",
        "unit": "in",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not json", "no JSON"),
        ("[]", "expected a JSON object"),
        ("{}", 'no "kind"'),
        ('{"kind": "GUESS"}', "kind = 'GUESS'"),
        ('{"kind": 3}', "kind = 3"),
        ('{"kind": "LIST", "extra": 1}', "unknown field 'extra'"),
        ('{"kind": "WHERE_IS"}', "1 subject"),
        ('{"kind": "WHERE_IS", "subjects": [{"name": "mug"}]}', "unknown field 'name'"),
        ('{"kind": "WHERE_IS", "subjects": {"noun": "mug"}}', "no list"),
        ('{"kind": "WHERE_IS", "subjects": ["mug"]}', "expected dict"),
        ('{"kind": "WHERE_IS", "subjects": [{"noun": 3}]}', "expected str"),
        ('{"kind": "WHERE_IS", "subjects": [{"ids": [-1]}]}', "negative"),
        ('{"kind": "WHERE_IS", "subjects": [{"ids": [true]}]}', "bool"),
        ('{"kind": "RELATION", "subjects": [{}], "objects": [{}]}', "needs a predicate"),
        ('{"kind": "RELATION", "subjects": [{}], "objects": [{}], "predicate": "BETWEEN"}', "2 object"),
        ('{"kind": "CHOICE", "subjects": [{}], "predicate": "TALLER"}', "2 or 3 or 4 or more subject"),
        ('{"kind": "DISTANCE", "subjects": [{}], "objects": [{}], "unit": "yd"}', "unknown unit"),
        ('{"kind": "DISTANCE", "subjects": [{}], "objects": [{}], "definition": "mine"}', "definition"),
        ('{"kind": "SUPERLATIVE", "subjects": [{}], "predicate": "ON"}', "cannot use the predicate ON"),
        ('{"kind": "LIST", "subjects": [{"colours": ["rouge"]}]}', "'rouge' is none of the known"),
        ('{"kind": "LIST", "subjects": [{"sizes": ["enormous"]}]}', "none of the known sizes"),
        ('{"kind": "LIST", "subjects": [{"sizes": ["0. tallest"]}]}', "none of the known sizes"),
        ('{"kind": "LIST", "subjects": [{"shapes": ["wavy"]}]}', "'wavy' is none of the known"),
        ('{"kind": "LIST", "subjects": [{"noun": "region"}]}', "needs one number"),
        ('{"kind": "LIST", "subjects": [{"relation": "ON"}]}', "needs what it relates to"),
        ('{"kind": "LIST", "subjects": [{"of": [{}]}]}', "needs a relation"),
        ('{"kind": "LIST", "subjects": [{"also": [{"relation": "ON"}]}]}', "needs what it relates to"),
        ('{"kind": "NEAREST", "subjects": [{}]}', "1 object"),
        ('{"kind": "FITS", "subjects": [{}], "objects": [{}]}', "cannot use the predicate none"),
        ('{"kind": "FITS", "subjects": [{}], "objects": [{}], "predicate": "ON"}', "cannot use the predicate ON"),
        ('{"kind": "FITS", "subjects": [{}], "objects": [{}], "predicate": "BETWEEN"}', "2 object"),
        ('{"kind": "FITS", "subjects": [{}], "objects": [{}, {}], "predicate": "BETWEEN", "strict": true}', "strict needs"),
        ('{"kind": "WHERE_IS", "subjects": [{}], "distance": "EDGE", "predicate": "ABOVE"}', "predicate ABOVE"),
        ('{"kind": "WHERE_IS", "subjects": [{}], "distance": "EDGE", "frame": "map"}', "neither a frame"),
        ('{"kind": "LIST", "farthest": "yes"}', "expected bool"),
        ('{"kind": "EXISTS", "subjects": [{}], "objects": [{}]}', "without a predicate takes no objects"),
    ],
)
def test_wrong_json_says_what_is_wrong(text, message):
    with pytest.raises(QuestionError, match=message):
        from_json(text)


def test_deeply_nested_json_is_refused():
    phrase = "{}"
    for _ in range(60):
        phrase = f'{{"relation": "ON", "of": [{phrase}]}}'
    with pytest.raises(QuestionError, match="deep"):
        from_json(f'{{"kind": "WHERE_IS", "subjects": [{phrase}]}}')


def test_regions_are_bound_to_objects_wherever_they_stand():
    query = rel(Phrase(noun="mug", relation=Predicate.ON, of=(region(1),), definite=True), Predicate.LEFT_OF, region(0))
    bound = bind_regions(query, [7, 9])
    assert bound.objects[0].ids == (7,)
    assert bound.objects[0].noun == ""
    assert bound.subjects[0].of[0].ids == (9,)
    with pytest.raises(QuestionError, match="region 1, but only 1"):
        bind_regions(query, [7])


def test_axes_and_sizes_leave_out_contact():
    assert set(AXES) | set(SIZES) == set(Predicate) - {
        Predicate.ON,
        Predicate.INSIDE,
        Predicate.NEAR,
        Predicate.TOUCHING,
        Predicate.BETWEEN,
    }
    assert check(rel(the("mug"), Predicate.NEAR, the("box"), the("can"))) == ""
