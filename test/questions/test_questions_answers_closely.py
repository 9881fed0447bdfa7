"""Ratios, differences of distances, angles, coordinates, thickness, what is excepted: checked by hand."""

import math

import numpy as np
import pytest
from asking import KITCHEN, ask
from scenes import TABLE, VIEWER, front_only, kitchen, on_table, scene_of, surface, table_top

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.questions.answer import answer_query
from spatialgeo_ros.questions.pointing import prompt_of
from spatialgeo_ros.questions.query_json import from_json, to_json
from spatialgeo_ros.questions.spoken import with_spoken
from spatialgeo_ros.types import AnswerKind, Pose, Status, Verdict

SET = table_top()


@pytest.mark.parametrize(
    ("question", "value", "std"),
    [
        # 25.0 ± 0.5 over 8.0 ± 0.5 cm: 3.125 hypot(0.5/25, 0.5/8)
        ("How many times taller is the bottle than the mug?", 3.125, 3.125 * math.hypot(0.5 / 25, 0.5 / 8)),
        ("How many times shorter is the mug than the bottle?", 3.125, 3.125 * math.hypot(0.5 / 25, 0.5 / 8)),
        ("How many times as wide as the mug is the bowl?", 2.0, 2.0 * math.hypot(0.5 / 16, 0.5 / 8)),
        ("How many times taller is the mug than the bottle?", 0.32, 0.32 * math.hypot(0.5 / 25, 0.5 / 8)),
        # 0.16 x 0.16 x 0.07 over 0.08^3; the sides of a volume err together
        ("How many times bigger is the bowl than the mug?", 3.5, 3.5 * math.hypot(0.5 / 16 * 2 + 0.5 / 7, 3 * 0.5 / 8)),
    ],
)
def test_how_many_times_as_large(question, value, std):
    answer = ask(question)
    assert (answer.status, answer.kind, answer.unit) == (Status.ANSWERED, AnswerKind.RATIO, ""), answer.text
    assert answer.value == pytest.approx(value, rel=1e-5)
    assert answer.value_std == pytest.approx(std, rel=1e-5)


def test_ratio_is_told_so_that_it_cannot_be_misread():
    text = ask("How many times smaller is the mug than the bottle?").text
    assert text.startswith("The bottle is 2.4 ± 0.6 times as big as the mug.")


def test_ratio_of_distances_is_that_of_what_is_measured():
    far, near = (ask(f"How far away is the {item}?").value for item in ("white box", "mug"))
    answer = ask("How many times farther is the white box than the mug?")
    assert answer.value == pytest.approx(far / near)
    assert [found.value_m for found in answer.evidence.distances] == [pytest.approx(far), pytest.approx(near)]
    assert ask("How many times closer is the mug than the white box?").value == pytest.approx(far / near)


def test_nothing_is_so_many_times_as_far_as_what_touches():
    scene = scene_of(*SET.objects[:3], on_table(10, "can", 0.08, 0.5, (0.08, 0.08, 0.08)))
    answer = ask("How many times farther from the can is the plate than the mug?", scene)
    assert answer.status is Status.UNKNOWN
    assert "no ratio" in answer.reason


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Is the bottle at least twice as tall as the mug?", True),
        ("Is the bottle more than four times as tall as the mug?", False),
        ("Is the mug less than half as tall as the bottle?", True),
        ("Is the mug less than a quarter as tall as the bottle?", False),
        ("Is the bottle not more than four times as tall as the mug?", True),
        ("Is the white box more than twice as far away as the mug?", False),
        ("Is the mug less than twice as far away as the white box?", True),
        ("Is the bottle at least 1.5 times as far from the mug as the bowl?", True),
    ],
)
def test_at_least_so_many_times(question, yes):
    answer = ask(question)
    assert (answer.status, answer.kind, answer.yes) == (Status.ANSWERED, AnswerKind.YES_NO, yes), answer.text
    assert answer.probability > 0.95


def test_near_the_factor_itself_it_is_too_close_to_call():
    assert ask("Is the bottle more than 3.1 times as tall as the mug?").status is Status.AMBIGUOUS


def test_about_twice_is_within_the_share_in_which_sizes_are_the_same():
    scene = scene_of(
        on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.10), std=0.0005),
        on_table(3, "can", 0.3, 0.8, (0.08, 0.08, 0.205), std=0.0005),
        on_table(4, "vase", 0.6, 0.8, (0.08, 0.08, 0.30), std=0.0005),
    )
    assert ask("Is the can twice as tall as the mug?", scene).yes
    assert ask("Is the mug half as tall as the can?", scene).yes
    answer = ask("Is the vase twice as tall as the mug?", scene)
    assert (answer.status, answer.yes) == (Status.ANSWERED, False)
    assert "more than twice as tall" in answer.text


def test_what_the_border_cuts_may_be_larger():
    scene = scene_of(
        on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.10)),
        on_table(3, "can", 0.3, 0.8, (0.08, 0.08, 0.15), touches_border=True),
    )
    assert ask("Is the can at least twice as tall as the mug?", scene).status is Status.AMBIGUOUS
    assert ask("Is the can at least 1.2 times as tall as the mug?", scene).yes
    assert "may change" in ask("How many times taller is the can than the mug?", scene).text


@pytest.mark.parametrize(
    ("question", "one", "other", "origin"),
    [
        ("How much farther is the white box than the mug?", "white box", "mug", "camera"),
        ("How much closer is the mug than the white box?", "white box", "mug", "camera"),
        ("How much farther from the mug is the bottle than the bowl?", "bottle", "bowl", "mug"),
        ("How much closer is the mug to the bowl than to the bottle?", "bottle", "bowl", "mug"),
    ],
)
def test_difference_of_two_distances(question, one, other, origin):
    far, near = (ask(f"How far is the {item} from the {origin}?") for item in (one, other))
    answer = ask(question)
    assert (answer.status, answer.kind, answer.unit) == (Status.ANSWERED, AnswerKind.LENGTH, "m"), answer.text
    assert answer.value == pytest.approx(far.value - near.value)
    assert answer.value_std == pytest.approx(math.hypot(far.value_std, near.value_std))
    assert len(answer.evidence.distances) == 2


def test_a_wrong_claim_about_what_is_closer_is_corrected():
    answer = ask("How much closer is the white box than the mug?")
    assert answer.value < 0
    assert "The white box is not closer: it is 39.6 ± 0.9 cm farther from the camera than the mug" in answer.text


def test_a_hidden_side_makes_the_difference_uncertain():
    scene = scene_of(
        front_only(on_table(2, "mug", 0.0, 0.8, (0.08, 0.08, 0.08))),
        on_table(3, "bowl", 0.0, 1.2, (0.1, 0.1, 0.1)),
        on_table(4, "can", 0.6, 0.8, (0.06, 0.06, 0.1)),
    )
    assert "hidden" in ask("How much closer to the mug is the bowl than the can?", scene).text


@pytest.mark.parametrize(
    ("question", "degrees"),
    [
        ("What is the bearing of the bottle in degrees?", math.degrees(math.atan2(0.45, 0.85))),
        ("How many degrees to the left is the mug?", -math.degrees(math.atan2(0.10, 0.80))),
        ("What is the angle between the mug and the bottle?", math.degrees(math.atan2(0.45, 0.85) + math.atan2(0.10, 0.80))),
        ("What is the direction from the mug to the bowl in degrees?", 90.0),
    ],
)
def test_direction_in_degrees(question, degrees):
    answer = ask(question)
    assert (answer.status, answer.kind, answer.unit) == (Status.ANSWERED, AnswerKind.ANGLE, "rad"), answer.text
    assert math.degrees(answer.value) == pytest.approx(degrees, abs=1e-6)
    assert 0 < math.degrees(answer.value_std) < 4
    side = "right" if degrees > 0 else "left"
    assert f"{abs(degrees):.1f}"[:3] in answer.text
    assert f"to the {side} of straight ahead" in answer.text


def test_degrees_agree_with_the_hour_that_is_told_beside_them():
    assert "27.9 ± 0.3° to the right of straight ahead, at 1 o'clock" in ask("At what angle is the bottle?").text


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Is the mug within 10 degrees of straight ahead?", True),
        ("Is the bottle within 20 degrees of straight ahead?", False),
        ("Is the bottle more than 20 degrees off the centre?", True),
        ("Is the mug not within 30 degrees of straight ahead?", False),
    ],
)
def test_within_so_many_degrees_of_straight_ahead(question, yes):
    answer = ask(question)
    assert (answer.status, answer.yes) == (Status.ANSWERED, yes), answer.text
    assert answer.probability > 0.95


def test_an_angle_near_the_limit_is_too_close_to_call():
    scene = scene_of(on_table(2, "mug", math.tan(math.radians(30)), 1.0, (0.08, 0.08, 0.08)))
    assert ask("Is the mug within 30 degrees of straight ahead?", scene).status is Status.AMBIGUOUS
    assert ask("Is the mug within 31 degrees of straight ahead?", scene).yes


def test_what_is_at_an_hour():
    assert ask("What is at 1 o'clock?").object_ids == (6,)
    assert ask("What is at 6 o'clock?").object_ids == ()
    assert ask("Which mug is at 12 o'clock?").object_ids == (3,)


def test_coordinates_are_those_of_the_frame_that_was_named():
    turned = Pose(np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]]), np.zeros(3))  # viewer_from_camera: z forward, y down
    scene = kitchen()
    scene = scene.__class__(**{**scene.__dict__, "reference_from_camera": VIEWER @ turned})
    mug = np.array([-0.10, 0.80, TABLE + 0.04])
    camera = ask("What are the coordinates of the mug in the camera frame?", scene)
    assert camera.kind is AnswerKind.POSITION
    assert "x = -0.100 ± 0.005 m, y = 0.460 ± 0.005 m, z = 0.800 ± 0.005 m in the camera's optical frame" in camera.text
    assert "x = -0.100 ± 0.005 m, y = 0.800 ± 0.005 m, z = -0.460" in ask("Where is the mug in the viewer frame?", scene).text
    reference = VIEWER.apply(mug)
    for name in ("map", "reference"):
        answer = ask(f"What is the mug's position in the {name} frame?", scene)
        assert f"x = {reference[0]:.3f} ± 0.005 m, y = {reference[1]:.3f} ± 0.005 m" in answer.text
        np.testing.assert_allclose(answer.position_viewer_m, mug, atol=1e-9)
    other = ask("What is the mug's position in the odom frame?", scene)
    assert other.status is Status.UNKNOWN
    assert "in the frame map, not in odom" in other.reason
    assert ask("Where is the mug in the camera frame?", kitchen(metric=False)).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("question", "value_m"),
    [
        ("How thick is the red book?", 0.03),
        ("How thick is the blue book?", 0.05),
        ("How much thicker is the blue book than the red book?", 0.02),
        ("How far is the top of the mug above the table?", 0.10),
        ("How much higher is the top of the blue book than the top of the mug?", 0.15),
        ("How far is the bottom of the lamp above the top of the blue book?", 0.25),
        ("How far is the top of the mug above the top of the blue book?", -0.15),
        ("What is the difference in height between where the lamp is and where the mug stands?", 0.50),
    ],
)
def test_thickness_and_heights_of_tops_and_bottoms(question, value_m):
    answer = ask(question, SET)
    assert (answer.status, answer.kind) == (Status.ANSWERED, AnswerKind.LENGTH), answer.text
    assert answer.value == pytest.approx(value_m, abs=1e-6)
    assert answer.value_std > 0


def test_thickness_is_the_shortest_side_and_says_so():
    assert "3.0 ± 0.5 cm thick, along its shortest side" in ask("How thick is the red book?", SET).text
    assert ask("Which book is the thickest?", SET).object_ids == (8,)
    assert ask("Which book is the thinnest?", SET).object_ids == (4,)
    assert ask("Where is the thinnest book?", SET).object_ids == (4,)
    assert ask("Is the blue book thicker than the red book?", SET).yes
    assert ask("List the books by thickness.", SET).object_ids == (8, 4)
    assert ask("Is the red book more than 2 cm thick?", SET).yes
    assert ask("Where is the thickest book?", SET).object_ids == (8,)


def test_directly_above_is_over_it_and_not_beside_it():
    assert ask("Is the lamp above the mug?", SET).yes
    assert not ask("Is the lamp directly above the mug?", SET).yes
    assert ask("Is the lamp directly above the red book?", SET).yes
    assert ask("What is directly above the red book?", SET).object_ids == (9,)
    assert ask("What is directly below the lamp?", SET).object_ids == (4,)


def test_what_is_excepted_is_left_out():
    assert 3 not in ask("What is on the table besides the mug?", SET).object_ids
    assert ask("Is anything in the bowl other than the spoon?", SET).object_ids == (7,)
    none = ask("Is anything in the bowl other than the spoon and the marble?", SET)
    assert (none.status, none.yes) == (Status.ANSWERED, False)
    assert ask("Which object is nearest to the bowl besides the spoon and the marble?", SET).object_ids[0] not in (5, 6, 7)
    assert not ask("Is anything holding up the mug other than the table?", SET).yes
    assert ask("How many books are there, not counting the red one?", SET).value == 1


def test_what_may_be_the_excepted_one_is_not_counted_for_sure():
    scene = scene_of(surface(1, "table", TABLE), on_table(2, "", 0.0, 0.8, (0.08, 0.08, 0.08)))
    assert ask("Is anything on the table other than the mug?", scene).status is Status.AMBIGUOUS


@pytest.mark.parametrize(
    "question",
    [
        "How many times taller is the bottle than the mug?",
        "Is the bottle at least twice as tall as the mug?",
        "How much closer is the mug than the white box?",
        "What is the bearing of the bottle in degrees?",
        "Is the mug within 10 degrees of straight ahead?",
        "Where is the mug in the camera frame?",
        "How far is the mug from the left edge of the table?",
        "Does the mug stick out over the edge of the table?",
        "Is the spoon completely inside the bowl?",
        "What is on the table besides the mug?",
        "How far is the top of the mug above the table?",
        "What is at 1 o'clock?",
    ],
)
def test_typed_query_of_the_answer_gives_the_same_answer(question):
    told = ask(question)
    again = answer_query(from_json(to_json(told.query)), KITCHEN, AnswerConfig())
    assert (again.status, again.kind, again.yes, again.object_ids) == (told.status, told.kind, told.yes, told.object_ids)
    np.testing.assert_equal((again.value, again.value_std), (told.value, told.value_std))


@pytest.mark.parametrize("question", ["How many times taller is the bottle than the mug?", "At what angle is the bottle?"])
def test_speaker_abstains_from_numbers_it_never_learned(question):
    answer = with_spoken(ask(question), "0.25 m", 0.99, KITCHEN, AnswerConfig())
    assert answer.verdict is Verdict.ABSTAIN


@pytest.mark.parametrize(
    "question",
    [
        "Does the mug stick out over the edge of the table?",
        "Is the bottle at least twice as tall as the mug?",
        "Is the spoon completely inside the bowl?",
        "At what angle is the bottle?",
        "Is the mug within 10 degrees of straight ahead?",
        "Is the bottle thicker than the mug?",
    ],
)
def test_speaker_is_not_pointed_at_things_for_a_question_it_never_learned(question):
    assert prompt_of(ask(question)).pointed == ""
