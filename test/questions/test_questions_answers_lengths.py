"""Distances, sizes and directions, checked by hand."""

import math
import re

import numpy as np
import pytest
from asking import KITCHEN, ask
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scenes import TABLE, front_only, kitchen, on_table, scene_of, surface, thing

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.answer import answer_query
from spatialgeo_ros.questions.grammar import parse_question
from spatialgeo_ros.types import AnswerKind, Definition, DistanceKind, Status

# centres in the viewer frame, see `scenes.kitchen`
MUG, BOTTLE, BOWL = (
    np.array([-0.10, 0.80, TABLE + 0.04]),
    np.array([0.45, 0.85, TABLE + 0.125]),
    np.array([0.15, 0.80, TABLE + 0.035]),
)


@pytest.mark.parametrize(
    ("question", "value_m", "kind"),
    [
        ("How far is the mug from the bowl?", 0.13, DistanceKind.CLOSEST),  # 0.25 - 0.04 - 0.08
        ("How far apart are the mug and the bowl?", 0.13, DistanceKind.CLOSEST),
        (
            "What is the distance between the centres of the mug and the bottle?",
            np.linalg.norm(MUG - BOTTLE),
            DistanceKind.CENTRE,
        ),
        (
            "What is the horizontal distance between the mug and the bottle?",
            math.hypot(0.55, 0.05),
            DistanceKind.HORIZONTAL,
        ),
        ("What is the vertical distance between the mug and the bottle?", 0.085, DistanceKind.VERTICAL),
        ("What is the lateral distance between the mug and the bottle?", 0.55, DistanceKind.HORIZONTAL),
        (
            "How far is the mug from the edge of the table?",
            0.36,
            DistanceKind.EDGE,
        ),  # its front is at 0.76, the edge at 0.40
        ("How far is the mug from the edge?", 0.36, DistanceKind.EDGE),
        ("How far is the can from the edge?", 0.37, DistanceKind.EDGE),  # what it stands on stands on the table
    ],
)
def test_distance(question, value_m, kind):
    answer = ask(question)
    assert (answer.status, answer.kind, answer.unit) == (Status.ANSWERED, AnswerKind.LENGTH, "m"), answer.text
    assert answer.value == pytest.approx(value_m, abs=2e-3)
    assert 0 < answer.value_std < 0.02
    assert answer.evidence.distances[0].kind is kind


def test_distance_to_the_viewer_is_to_the_closest_point():
    answer = ask("How far away is the mug?")
    nearest_corner = np.array([-0.06, 0.76, TABLE + 0.08])
    assert answer.value == pytest.approx(np.linalg.norm(nearest_corner), abs=5e-3)
    assert answer.evidence.distances[0].object_id == 0
    assert answer.object_ids == (3,)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", r"13\.0 ± 0\.\d cm"),
        (" in centimetres", r"13\.0 ± 0\.\d cm"),
        (" in metres", r"0\.130 ± 0\.00\d m"),
        (" in inches", r"5\.1 ± 0\.\d in"),
        (" in feet", r"0\.43 ± 0\.0\d ft"),
        (" in mm", r"130 ± \d mm"),
    ],
)
def test_unit_is_the_one_asked_for_and_the_value_stays_in_metres(words, said):
    answer = ask(f"How far is the mug from the bowl{words}?")
    assert re.search(f"is {said} from the bowl", answer.text), answer.text
    assert answer.value == pytest.approx(0.13, abs=1e-6)
    assert answer.unit == "m"


def test_auto_unit_above_a_metre_is_metres():
    assert " m from the camera" in ask("How far away is the white box?").text


def test_hidden_facing_side_is_said_as_an_upper_bound():
    scene = scene_of(
        front_only(on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.08))), on_table(3, "bowl", 0.0, 1.2, (0.1, 0.1, 0.1))
    )
    answer = ask("How far is the mug from the bowl?", scene)
    assert answer.upper_bound
    assert "is at most" in answer.text
    assert "hidden" in answer.text


def test_definition_changes_the_measure_and_is_said():
    values = {}
    for definition in Definition:
        query = parse_question("How far is the mug from the bowl?")
        answer = answer_query(
            query.__class__(query.kind, query.subjects, query.objects, definition=definition), KITCHEN, AnswerConfig()
        )
        values[definition] = answer.value
        assert answer.evidence.distances[0].definition is definition
    assert values[Definition.SPAR] == pytest.approx(np.linalg.norm(MUG - BOWL), abs=1e-6)
    assert values[Definition.VSI] == pytest.approx(0.13, abs=1e-6)
    assert values[Definition.SPATIALGEO] < values[Definition.SPATIALRGPT] < values[Definition.SPAR]


@pytest.mark.parametrize(
    ("question", "value_m"),
    [
        ("How far to the right of the mug is the bottle?", 0.55),
        ("How far is the bottle behind the mug?", 0.05),
        ("How far to the left of the bottle is the mug?", 0.55),
        ("How far above the mug is the can?", 0.21),
        ("How far in front of the white box is the mug?", 0.5),
        ("How far below the camera is the mug?", 0.46),
        ("How far to my left is the mug?", 0.10),
        ("How high above the table is the can?", 0.255),
        ("How much higher is the can than the mug?", 0.21),
    ],
)
def test_offset_along_one_axis(question, value_m):
    answer = ask(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.value == pytest.approx(value_m, abs=6e-3)


def test_offset_the_other_way_round_is_told():
    answer = ask("How far to the left of the mug is the bottle?")
    assert answer.value == pytest.approx(-0.55)
    assert answer.text == "The bottle is not to the left of the mug: it is 55.0 ± 0.7 cm to the right of it."


@pytest.mark.parametrize(
    ("question", "value_m"),
    [
        ("How tall is the bottle?", 0.25),
        ("How wide is the bowl?", 0.16),
        ("How deep is the white box?", 0.10),
        ("How long is the white box?", 0.30),
        ("How big is the mug?", 0.08),
        ("What is the height of the tall box?", 0.30),
        ("How much taller is the bottle than the mug?", 0.17),
        ("How much shorter is the mug than the bottle?", 0.17),
        ("What is the difference in height between the mug and the bottle?", -0.17),
        ("How wide is #4?", 0.16),
    ],
)
def test_size(question, value_m):
    answer = ask(question)
    assert (answer.status, answer.kind) == (Status.ANSWERED, AnswerKind.LENGTH), answer.text
    assert answer.value == pytest.approx(value_m, abs=1e-6)
    assert answer.value_std > 0


def test_wrong_claim_about_a_difference_is_corrected():
    answer = ask("How much taller is the mug than the bottle?")
    assert answer.value == pytest.approx(-0.17)
    assert answer.text == "The mug is not taller: it is 17.0 ± 0.7 cm shorter than the bottle."


def test_how_big_tells_all_three_sizes():
    text = ask("How big is the white box?").text
    assert "30.0 ± 0.5 cm along its longest side (15.0 cm wide, 10.0 cm deep, 30.0 cm tall)" in text


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("litres", "4.5 ± 0.4 litres"),
        ("cubic centimetres", "4500 ± 450 cm³"),
        ("m³", "0.0045 ± 0.0004 m³"),
        ("cubic feet", "0.159 ± 0.016 ft³"),
    ],
)
def test_volume_in_the_unit_that_is_asked_for(unit, said):
    answer = ask(f"What is the volume of the white box in {unit}?")
    assert said in answer.text
    assert answer.value == pytest.approx(0.15 * 0.1 * 0.3)


def test_volume_is_in_litres_in_words_and_cubic_metres_in_the_value():
    answer = ask("What is the volume of the white box?")
    assert (answer.kind, answer.unit) == (AnswerKind.AREA_OR_VOLUME, "m^3")
    assert answer.value == pytest.approx(0.15 * 0.1 * 0.3)
    assert "litres" in answer.text


def test_size_of_a_cut_object_is_a_lower_bound():
    scene = scene_of(on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.08), touches_border=True))
    answer = ask("How tall is the mug?", scene)
    assert "is at least 8.0" in answer.text
    assert "image border cuts it" in answer.text


def test_height_of_a_table_needs_the_floor():
    assert "no floor below the table" in ask("How tall is the table?").reason
    scene = scene_of(surface(1, "table", TABLE), surface(2, "floor", -1.25))
    assert ask("How high is the table?", scene).value == pytest.approx(0.75)
    assert ask("How wide is the table?", scene).status is Status.UNKNOWN


def test_a_table_is_compared_by_its_height_over_the_floor_or_not_at_all():
    mug = on_table(3, "mug", 0.0, 0.8, (0.08, 0.08, 0.08))
    table = surface(1, "table", TABLE)
    scene = scene_of(table, surface(2, "floor", -1.25), mug)
    assert ask("How much taller is the table than the mug?", scene).value == pytest.approx(0.67)
    assert ask("How much shorter is the mug than the table?", scene).value == pytest.approx(0.67)
    assert ask("How many times taller is the table than the mug?", scene).value == pytest.approx(0.75 / 0.08)
    assert "only a part of the table" in ask("How much wider is the table than the mug?", scene).reason
    assert "no floor below the table" in ask("How much taller is the table than the mug?", scene_of(table, mug)).reason


def test_edge_that_is_out_of_view_is_not_guessed():
    objects = [on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.08))]
    all_cut = scene_of(surface(1, "table", TABLE, cut=(True,) * 4), *objects)
    assert "no edge of the table is in view" in ask("How far is the mug from the edge?", all_cut).reason
    front_cut = scene_of(surface(1, "table", TABLE, cut=(True, False, False, False)), *objects)
    answer = ask("How far is the mug from the edge?", front_cut)
    assert answer.upper_bound  # the front may end anywhere beyond what is seen
    assert "at most" in answer.text


def test_edge_of_what_is_no_surface_is_not_known():
    assert "is no surface" in ask("How far is the mug from the edge of the bottle?").reason
    floating = scene_of(surface(1, "table", TABLE), thing(2, "mug", (0, 1, 0), (0.1, 0.1, 0.1)))
    assert "not known what the mug stands on" in ask("How far is the mug from the edge?", floating).reason


@pytest.mark.parametrize(
    ("x", "y", "hour"), [(0, 1, 12), (1, 1, 2), (1, 0, 3), (1, -1, 4), (0, -1, 6), (-1, 0, 9), (-1, 1, 10)]
)
def test_clock_hour_is_counted_from_straight_ahead(x, y, hour):
    centre = np.array([0.0, 2.0])
    end = centre + np.array([x, y])
    scene = scene_of(
        on_table(2, "mug", *centre, (0.08, 0.08, 0.08), std=0.001),
        on_table(3, "bowl", *end, (0.1, 0.1, 0.1), std=0.001),
    )
    answer = ask("If you are at the mug, at what o'clock is the bowl?", scene)
    assert (answer.kind, answer.unit) == (AnswerKind.CLOCK_HOUR, "h")
    # diagonals lie between two hours, either is the nearest
    assert min(abs(answer.value - hour), 12 - abs(answer.value - hour)) <= (0 if x * y == 0 else 1)
    assert f"at {answer.value:.0f} o'clock" in answer.text


def test_direction_from_the_viewer():
    answer = ask("In which direction is the bottle?")
    assert answer.value == 1.0  # 27.9 degrees to the right
    assert "ahead and to the right" in answer.text


def test_direction_of_things_too_close_together_is_ambiguous():
    scene = scene_of(
        on_table(2, "mug", 0, 1, (0.08, 0.08, 0.08), std=0.05),
        on_table(3, "can", 0.01, 1, (0.08, 0.08, 0.08), std=0.05),
    )
    assert ask("In which direction is the can from the mug?", scene).status is Status.AMBIGUOUS


def test_spatialrgpt_hours_are_floored_backwards():
    scene = scene_of(
        on_table(2, "mug", 0, 2, (0.08, 0.08, 0.08), std=0.001),
        on_table(3, "can", 0.14, 3, (0.08, 0.08, 0.08), std=0.001),
    )
    query = parse_question("If you are at the mug, where will you find the can?")
    answer = answer_query(
        query.__class__(query.kind, query.subjects, query.objects, definition=Definition.SPATIALRGPT),
        scene,
        AnswerConfig(),
    )
    # 8 degrees to the right = 352 counted to the left: 12 - floor(352 / 30) = 1
    assert answer.value == 1.0
    assert ask("If you are at the mug, where will you find the can?", scene).value == 12.0


@pytest.mark.parametrize(
    "question",
    [
        "How far is the mug from the bowl?",
        "How tall is the mug?",
        "How far away is the mug?",
        "How far is the mug from the edge?",
        "How far to the left of the bowl is the mug?",
    ],
)
def test_scene_without_metric_scale_refuses_metres(question):
    answer = ask(question, kitchen(metric=False))
    assert answer.status is Status.UNKNOWN
    assert "no metric scale" in answer.reason
    assert math.isnan(answer.value)


def test_direction_needs_no_metric_scale():
    assert ask("In which direction is the bottle?", kitchen(metric=False)).value == 1.0


def test_distance_of_a_thing_to_itself_is_refused():
    assert ask("How far is the mug from the blue mug?").status is Status.UNKNOWN


def test_distance_between_two_of_a_kind():
    assert ask("How far apart are the two boxes?").value == pytest.approx(np.hypot(0.375, 0.42), abs=0.02)
    assert ask("How far apart are the boxes?").object_ids == (2, 8)
    scene = scene_of(*[on_table(k, "mug", 0.2 * k, 1, (0.08, 0.08, 0.08)) for k in (1, 2, 3)])
    assert "3 fit" in ask("How far apart are the mugs?", scene).reason


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.floats(-0.5, 0.5), st.floats(0.6, 1.4)),
    st.tuples(st.floats(-0.5, 0.5), st.floats(0.6, 1.4)),
    st.sampled_from(["distance", "horizontal distance", "vertical distance", "distance between the centres of"]),
)
def test_distance_is_symmetric(first, second, words):
    assume(np.hypot(first[0] - second[0], first[1] - second[1]) > 0.15)  # two things cannot be in one place
    scene = scene_of(on_table(2, "mug", *first, (0.08, 0.08, 0.1)), on_table(3, "bowl", *second, (0.1, 0.1, 0.13)))
    words = words if words.endswith("of") else f"{words} between"
    one, other = (
        ask(f"What is the {words} {pair}?", scene) for pair in ("the mug and the bowl", "the bowl and the mug")
    )
    assert one.value == pytest.approx(other.value, abs=1e-6)
    assert one.value_std == pytest.approx(other.value_std, rel=0.05)


@pytest.mark.parametrize(
    ("x", "y", "hour", "words"),
    [(1, 0, 12, "straight ahead"), (0, 1, 9, "to the left"), (0, -1, 3, "to the right"), (-1, 0, 6, "straight behind")],
)
def test_direction_for_one_who_faces_something(x, y, hour, words):
    # standing at the mug and facing the bottle, which is to the viewer's right
    scene = scene_of(
        on_table(2, "mug", 0, 2, (0.08, 0.08, 0.08), std=0.001),
        on_table(3, "bottle", 2, 2, (0.07, 0.07, 0.2), std=0.001),
        on_table(4, "bowl", x, 2 + y, (0.1, 0.1, 0.1), std=0.001),
    )
    answer = ask("If you are at the mug facing the bottle, where is the bowl?", scene)
    assert answer.value == hour, answer.text
    assert f"{words}, facing the bottle." in answer.text
    asked_by_side = ask(
        "If I am standing by the mug and facing the bottle, is the bowl to my left, right, or back?", scene
    )
    assert asked_by_side.value == hour


def test_direction_to_what_one_stands_at_is_refused():
    assert ask("If you are at the mug, where is the blue mug?").status is Status.UNKNOWN
    assert ask("If you are at the mug facing the bottle, where is the bottle?").status is Status.UNKNOWN
    assert "several sides" in ask("In which direction is the table?").reason
