"""What a typed query of the service is read as."""

import pytest

from spatialgeo_ros.errors import QuestionError
from spatialgeo_ros.questions.grammar import parse_phrase, parse_question
from spatialgeo_ros.questions.query_json import to_json
from spatialgeo_ros.ros.answer_msgs import query_from_request
from spatialgeo_ros.srv import Query
from spatialgeo_ros.types import Phrase, Predicate, QueryKind
from spatialgeo_ros.types import Query as TypedQuery

MUG, BOX = Phrase(noun="mug", definite=True), Phrase(noun="box", definite=True)


def test_fields_of_the_request_make_the_query():
    request = Query.Request(
        kind=Query.Request.RELATION, subject="the mug", object="the box", predicate=int(Predicate.NEAR),
        limit=0.3, unit="cm", negated=True)
    assert query_from_request(request, parse_phrase) == TypedQuery(
        QueryKind.RELATION, (MUG,), (BOX,), Predicate.NEAR, unit="cm", negated=True, limit_m=0.3)


@pytest.mark.parametrize(("said", "meant"), [
    ("red", Phrase(colours=("red",))), ("round", Phrase(shapes=("ball",))), ("a bottle", Phrase(noun="bottle"))])
def test_looks_alone_are_what_a_thing_is_asked_to_be(said, meant):
    request = Query.Request(kind=Query.Request.IS_SUCH, subject="the mug", object=said)
    assert query_from_request(request, parse_phrase) == TypedQuery(QueryKind.IS_SUCH, (MUG,), (meant,))


def test_constants_are_those_of_the_core():
    told = {name: getattr(Query.Request, name) for name in QueryKind.__members__}
    assert told == {kind.name: int(kind) for kind in QueryKind}


@pytest.mark.parametrize("question", [
    "Is the spoon in the cup or next to it?", "Order the mug, the box and the can by distance from me.",
    "How tall is the box with the can on it?"])
def test_a_query_in_json_is_read_whole(question):
    query = parse_question(question)
    request = Query.Request(kind=Query.Request.LIST, subject="ignored", json=to_json(query))
    assert query_from_request(request, parse_phrase) == query


def test_json_that_is_no_query_says_what_is_wrong():
    with pytest.raises(QuestionError, match="unknown field 'hand'"):
        query_from_request(Query.Request(json='{"kind": "LIST", "hand": 1}'), parse_phrase)
