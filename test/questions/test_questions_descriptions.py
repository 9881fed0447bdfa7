"""What a thing is called is found again by that name."""

from dataclasses import replace

import numpy as np
import pytest
from asking import ask
from scenes import TABLE, VIEWER, on_table, scene_of, surface

from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import Pose, Status


def at(item, left, right, top=200, bottom=260):
    return replace(item, bbox_xyxy_px=(left, top, right, bottom))


TWO_TABLES = scene_of(
    at(surface(1, "table", TABLE, x=(-1.0, -0.2)), 20, 280),
    at(surface(2, "table", TABLE - 0.2, x=(0.2, 1.0)), 360, 620),
    at(on_table(3, "mug", -0.5, 0.8, (0.08, 0.08, 0.10)), 100, 130),
)
BOARDS = scene_of(
    at(surface(1, "shelf", 0.1, x=(-0.4, 0.4), y=(1.0, 1.3)), 200, 430, 150, 170),
    at(surface(2, "shelf", -0.3, x=(-0.42, 0.38), y=(1.0, 1.3)), 190, 420, 300, 330),
)
# the near block is farther to the right in metres, and to the left of the far one in the image
PERSPECTIVE = scene_of(
    surface(1, "table", TABLE, x=(-1, 1), y=(0.4, 4.0)),
    at(on_table(2, "", 0.20, 3.0, (0.1, 0.1, 0.1), ["white"]), 350, 370),
    at(on_table(3, "", 0.15, 0.8, (0.1, 0.1, 0.1), ["white"]), 400, 475),
)
MAINLY = scene_of(
    surface(1, "table", TABLE),
    at(on_table(2, "", -0.4, 0.8, (0.1, 0.1, 0.1), ["purple", "grey"]), 50, 100),
    at(on_table(3, "", 0.0, 0.8, (0.1, 0.1, 0.1), ["grey", "purple"]), 250, 300),
    at(on_table(4, "", 0.4, 0.8, (0.1, 0.1, 0.1), ["purple"]), 450, 500),
)


@pytest.mark.parametrize("scene", [TWO_TABLES, BOARDS, PERSPECTIVE, MAINLY])
def test_every_description_means_its_own_object(scene):
    for item in scene.objects:
        words = describe(item, scene.objects)
        answer = ask(f"How far is the {words} from me?", scene)
        assert (answer.status, answer.object_ids[:1]) == (Status.ANSWERED, (item.id,)), f"the {words}: {answer.text}"


def test_one_of_two_tables_can_be_asked_about():
    assert ask("What is on the left table?", TWO_TABLES).object_ids == (3,)
    assert ask("How far is the mug from the edge of the left table?", TWO_TABLES).status is Status.ANSWERED
    doubt = ask("How high is the table?", TWO_TABLES)
    assert doubt.status is Status.AMBIGUOUS
    assert '"the left table"' in doubt.reason


def test_boards_over_one_another_are_upper_and_lower():
    assert [describe(item, BOARDS.objects) for item in BOARDS.objects] == ["upper shelf", "lower shelf"]


def test_left_of_a_superlative_is_left_in_the_image():
    assert ask("How far is the left white object from me?", PERSPECTIVE).object_ids[:1] == (2,)
    assert ask("How far is the right white object from me?", PERSPECTIVE).object_ids[:1] == (3,)


def test_a_camera_that_hangs_upside_down_does_not_turn_left_into_right():
    hanging = Pose(VIEWER.rotation @ np.diag([-1.0, 1.0, -1.0]), VIEWER.translation_m)
    objects = (
        surface(1, "table", TABLE),
        at(on_table(2, "", -0.4, 0.8, (0.1, 0.1, 0.1), ["red"]), 540, 590),  # on the left, in its image on the right
        at(on_table(3, "", 0.4, 0.8, (0.1, 0.1, 0.1), ["red"]), 50, 100),
    )
    scene = replace(scene_of(*objects), reference_from_camera=hanging)
    assert ask("How far is the leftmost red object from me?", scene).object_ids[:1] == (2,)
    assert ask("How far is the leftmost red object from me?", scene_of(*objects)).object_ids[:1] == (3,)
