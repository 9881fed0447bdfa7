"""Yes/no, choices and superlatives, measured in a scene whose numbers are known."""

from dataclasses import replace

import numpy as np
import pytest
from asking import KITCHEN, ask
from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import TABLE, kitchen, on_table, scene_of, surface, thing

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.answer import answer_query
from spatialgeo_ros.questions.grammar import parse_question
from spatialgeo_ros.types import AnswerKind, Definition, Predicate, Status


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Is the mug to the left of the bowl?", True),
        ("Is the bowl to the left of the mug?", False),
        ("Is the bottle to the right of the mug?", True),
        ("Is the bottle behind the bowl?", True),
        ("Is the mug in front of the white box?", True),
        ("Is the can above the mug?", True),
        ("Is the table below the mug?", True),
        ("Is the mug above the can?", False),
        ("Is the can on the box that is left of the mug?", True),
        ("Is the mug on the table?", True),
        ("Is the can on the table?", False),
        ("Is the spoon in the bowl?", True),
        ("Is the mug in the bowl?", False),
        ("Is the mug near the bowl?", True),
        ("Is the mug near the bottle?", False),
        ("Are the can and the red box on the left touching?", True),
        ("Are the mug and the bowl touching?", False),
        ("Is the bowl between the mug and the bottle?", True),
        ("Is the bottle between the mug and the bowl?", False),
        ("Is the bottle taller than the mug?", True),
        ("Is the mug shorter than the can?", True),
        ("Is the bowl wider than the mug?", True),
        ("Is the bottle thinner than the bowl?", True),
        ("Is the bowl bigger than the mug?", True),
        ("Is the mug smaller than the bowl?", True),
        ("Is the mug closer to me than the white box?", True),
        ("Is the mug farther away than the white box?", False),
        ("Is the mug closer to the bowl than the bottle?", True),
        ("Is the mug closer to the bowl than to the bottle?", True),
        ("Is the mug on my left?", True),
        ("Is the bottle on my left?", False),
        ("Is the mug below the camera?", True),
        ("Is the camera above the mug?", True),
        ("Is the mug in front of me?", True),
        ("Is the bowl longer than the mug?", True),
        ("Is everything on the table?", False),
        ("Are both boxes on the table?", True),
        ("Is a box behind the mug?", True),
        ("Are all the boxes left of the mug?", False),
        ("Is the bottle taller than a box?", True),
        ("Is the tall box taller than all the other things?", True),
        ("Is the bottle taller than everything else?", False),
        ("Is the white box the tallest object?", True),
        ("Is the bottle the tallest object?", False),
        ("Is the big red box the tallest of the red boxes?", True),
        ("Is the small red box the tallest red box?", False),
        ("Is the mug not on the table?", False),
        ("Isn't the mug on the table?", True),
        ("Is the mug not in the bowl?", True),
        ("Does the bowl contain the spoon?", True),
    ],
)
def test_yes_or_no(question, yes):
    answer = ask(question)
    assert (answer.status, answer.kind, answer.yes) == (Status.ANSWERED, AnswerKind.YES_NO, yes), answer.text
    assert answer.text.startswith("Yes" if yes else "No")
    assert 0.6 <= answer.probability <= 1.0


def test_yes_tells_the_number_and_the_evidence():
    answer = ask("Is the bottle to the right of the mug?")
    # 0.45 - -0.10 along the viewer's x, both centres with 5 mm
    assert answer.text == "Yes: the bottle is to the right of the mug by 55.0 ± 0.7 cm (99 % sure)."
    assert answer.object_ids == (6, 3)
    (relation,) = answer.evidence.relations
    assert (relation.subject_id, relation.predicate, relation.object_id) == (6, Predicate.RIGHT_OF, 3)
    assert relation.probability == answer.probability
    (distance,) = answer.evidence.distances
    assert distance.value_m == pytest.approx(np.linalg.norm([0.55, 0.05, 0.085]), abs=1e-6)


def test_no_tells_what_holds_instead():
    answer = ask("Is the bottle to the left of the mug?")
    assert "it is to the right of the mug" in answer.text


def test_size_comparison_tells_both_sizes():
    assert "(25.0 ± 0.5 cm against 8.0 ± 0.5 cm)" in ask("Is the bottle taller than the mug?").text


def test_what_the_measurement_cannot_tell_is_ambiguous():
    scene = scene_of(
        surface(1, "table", TABLE),
        on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.08), std=0.02),
        on_table(3, "bowl", 0.002, 1.1, (0.08, 0.08, 0.08), std=0.02),
    )
    for question in (
        "Is the mug left of the bowl?",
        "Is the bowl right of the mug?",
        "Is the mug not left of the bowl?",
        "Which is more to the left, the mug or the bowl?",
        "Is the mug left or right of the bowl?",
        "What is the leftmost object?",
        "Where is the left mug?",
    ):
        answer = ask(question, scene)
        if question == "Where is the left mug?":
            assert answer.status is Status.ANSWERED  # only one mug to choose from
            continue
        assert answer.status is Status.AMBIGUOUS, answer.text
        assert "too close to call" in answer.reason
        assert answer.kind is AnswerKind.NONE


def test_threshold_is_the_setting():
    scene = scene_of(
        on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.08), std=0.02),
        on_table(3, "bowl", 0.03, 1.1, (0.08, 0.08, 0.08), std=0.02),
    )
    # 3 cm against a standard deviation of 2.8 cm: P = 0.9 phi(1.06 / 0.6) + 0.1 phi(0.21)
    assert ask("Is the mug left of the bowl?", scene).probability == pytest.approx(0.9 * 0.9615 + 0.1 * 0.584, abs=2e-3)
    assert ask("Is the mug left of the bowl?", scene, min_probability=0.95).status is Status.AMBIGUOUS


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.floats(-0.5, 0.5), st.floats(0.6, 1.4)),
    st.tuples(st.floats(-0.5, 0.5), st.floats(0.6, 1.4)),
    st.sampled_from(
        [
            ("left of", "right of"),
            ("in front of", "behind"),
            ("taller than", "shorter than"),
            ("wider than", "thinner than"),
            ("bigger than", "smaller than"),
            ("above", "below"),
        ]
    ),
    st.tuples(*[st.floats(0.03, 0.2)] * 3),
)
def test_swapped_question_has_the_same_answer_and_the_negated_one_the_opposite(first, second, words, size):
    scene = scene_of(
        on_table(2, "mug", *first, (0.08, 0.08, 0.1), std=0.03), on_table(3, "bowl", *second, size, std=0.03)
    )
    plain, swapped = ask(f"Is the mug {words[0]} the bowl?", scene), ask(f"Is the bowl {words[1]} the mug?", scene)
    negated = ask(f"Is the mug not {words[0]} the bowl?", scene)
    assert plain.status is swapped.status is negated.status
    if plain.status is Status.ANSWERED:
        assert plain.yes == swapped.yes != negated.yes
        assert plain.probability == pytest.approx(swapped.probability, abs=1e-6)
        assert plain.probability == pytest.approx(negated.probability, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.floats(-0.5, 0.5), st.floats(0.6, 1.4)),
    st.tuples(st.floats(-0.5, 0.5), st.floats(0.6, 1.4)),
    st.sampled_from(["more to the left", "taller", "closer to me", "bigger", "farther away", "higher"]),
)
def test_choice_does_not_depend_on_the_order_of_the_alternatives(first, second, words):
    scene = scene_of(
        on_table(2, "mug", *first, (0.08, 0.08, 0.1), std=0.03),
        on_table(3, "bowl", *second, (0.1, 0.1, 0.13), std=0.03),
    )
    one, other = (ask(f"Which is {words}, {pair}?", scene) for pair in ("the mug or the bowl", "the bowl or the mug"))
    assert (one.status, one.object_ids) == (other.status, other.object_ids)


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("Which is taller, the mug or the bottle?", (6,)),
        ("Which is more to the left, the bowl or the mug?", (3,)),
        ("Which is closer to me, the mug or the white box?", (3,)),
        ("Which is farther from the bottle, the mug or the bowl?", (3,)),
        ("Is the bowl or the bottle closer to the mug?", (4,)),
        ("Is the mug closer to the bowl or to the bottle?", (4,)),
        ("Which is wider, the mug, the bowl or the bottle?", (4,)),
        ("Which is higher, the can or the mug?", (7,)),
        ("Which is on the table, the mug or the can?", (3,)),
        ("Which is in the bowl, the spoon or the can?", (5,)),
        ("Which is between the mug and the bottle, the bowl or the can?", (4,)),
        ("Which is behind the mug, the white box or the can?", None),
        ("Which is longer, the mug or the bowl?", (4,)),
    ],
)
def test_choice(question, chosen):
    answer = ask(question)
    if chosen is None:  # the can is exactly as far as the mug
        assert answer.status is Status.AMBIGUOUS
        return
    assert (answer.status, answer.kind, answer.object_ids) == (Status.ANSWERED, AnswerKind.OBJECT, chosen), answer.text


def test_choice_where_both_fit_names_both():
    answer = ask("Which is on the table, the mug or the bowl?")
    assert answer.object_ids == (3, 4)
    assert answer.text == "The mug and the bowl are both on the table."
    assert ask("Which is in the bowl, the mug or the can?").text == "Neither the mug nor the can is inside the bowl."


def test_choice_between_one_and_the_same_object_is_refused():
    answer = ask("Which is taller, the mug or the blue mug?")
    assert answer.status is Status.AMBIGUOUS
    assert "same object" in answer.reason


@pytest.mark.parametrize(
    ("question", "leader"),
    [
        ("What is the tallest object?", 8),
        ("Which box is the smallest?", 2),
        ("What is the leftmost thing?", None),
        ("What is the rightmost object?", 6),
        ("What is the widest object?", 4),
        ("Which object is the highest?", 7),
        ("What is closest to the mug?", 4),
        ("What is the closest object to me?", 4),
        ("What is farthest from me?", 8),
        ("Which object is nearest to the bottle?", 4),
        ("Which box is closest to the mug?", 2),
        ("What is the longest thing?", 8),
        ("What is the tallest red box on the table?", 8),
        ("Which of the two boxes is taller?", 8),
    ],
)
def test_leader(question, leader):
    answer = ask(question)
    if leader is None:  # the can stands exactly on the middle of the box
        assert answer.status is Status.AMBIGUOUS
        return
    assert (answer.status, answer.object_ids) == (Status.ANSWERED, (leader,)), answer.text


def test_leader_of_one_says_that_it_is_the_only_one():
    assert "the only one to choose from" in ask("Which mug is the tallest?").text


def test_wrong_number_in_the_question_is_told():
    answer = ask("Which of the three boxes is the tallest?")
    assert answer.status is Status.AMBIGUOUS
    assert "3 boxes, but 2 fit" in answer.reason
    assert "2 mugs, but 1 fits" in ask("Are the two mugs touching?").reason


def test_nothing_is_left_of_a_table():
    answer = ask("Is the mug left of the table?")
    assert answer.status is Status.UNKNOWN
    assert "reaches beyond what is seen" in answer.reason


def test_near_to_the_camera_is_not_guessed():
    assert "how far something is" in ask("Is the mug near me?").reason


def test_object_is_not_compared_with_itself():
    assert ask("Is the mug left of the blue mug?").status is Status.UNKNOWN


def test_remembered_object_is_used_and_said_to_be_remembered():
    scene = scene_of(
        surface(1, "table", TABLE),
        on_table(2, "mug", -0.2, 0.8, (0.08, 0.08, 0.08), visible=False, stamp_last_seen_ns=16_800_000_000),
        on_table(3, "bowl", 0.2, 0.8, (0.16, 0.16, 0.07)),
    )
    answer = ask("Is the mug left of the bowl?", scene)
    assert answer.yes
    assert answer.text.endswith("The mug is not in view now: last seen 3.2 s ago.")


def test_scene_without_metric_scale_still_tells_relations():
    scene = kitchen(metric=False)
    for question in (
        "Is the bottle right of the mug?",
        "Which is taller, the bottle or the mug?",
        "What is closest to the mug?",
        "Is the bottle taller than the mug?",
        "Is the mug near the bowl?",
    ):
        answer = ask(question, scene)
        assert answer.status is Status.ANSWERED
        assert " cm" not in answer.text
        assert " m " not in answer.text


def test_thing_between_supports_is_not_asked_for():
    floating = scene_of(surface(1, "table", TABLE), thing(2, "mug", (0, 1, 0), (0.1, 0.1, 0.1)))
    assert ask("What is the mug on?", floating).status is Status.UNKNOWN
    assert ask("What is the mug on?", KITCHEN).object_ids == (1,)


def test_spatialrgpt_definitions_of_above_and_behind():
    def by(definition, question, scene):
        query = replace(parse_question(question), definition=definition)
        return answer_query(query, scene, AnswerConfig()).yes

    # the tall box reaches higher, but starts at the table as the mug does
    assert not by(Definition.SPATIALGEO, "Is the tall box above the mug?", KITCHEN)
    assert by(Definition.SPATIALRGPT, "Is the tall box above the mug?", KITCHEN)
    # the long box begins nearer and ends farther away than the mug
    scene = scene_of(on_table(2, "mug", 0.3, 0.9, (0.08, 0.08, 0.08)), on_table(3, "box", 0.0, 1.0, (0.1, 0.6, 0.1)))
    assert by(Definition.SPATIALGEO, "Is the box behind the mug?", scene)
    assert not by(Definition.SPATIALRGPT, "Is the box behind the mug?", scene)
    assert by(Definition.SPATIALRGPT, "Is the box in front of the mug?", scene)
