"""What fits into what, which two are closest together, which edge is nearest: checked by hand."""

import pytest
from asking import ask
from scenes import kitchen, on_table, scene_of, surface, table_top, thing

from spatialgeo_ros.questions.answering_fits import WALL_M
from spatialgeo_ros.types import AnswerKind, Status

TABLE = surface(1, "table", -0.5)


def in_box(size, box=(0.20, 0.30, 0.25), *, shapes=(), box_shapes=(), std=0.002, **fields):
    """A thing of this size next to a box; metres across, along and up."""
    return scene_of(
        TABLE,
        on_table(2, "toy", -0.4, 0.8, size, shapes=shapes, std=std, **fields),
        on_table(3, "box", 0.2, 0.9, box, shapes=box_shapes, std=std),
    )


FITS, UPRIGHT = "Does the toy fit in the box?", "Would the toy stand upright in the box?"


@pytest.mark.parametrize(
    ("size", "fits", "upright"),
    [
        ((0.15, 0.25, 0.20), True, True),
        ((0.25, 0.15, 0.20), True, True),  # turned about the vertical
        ((0.15, 0.20, 0.28), True, False),  # laid down
        ((0.22, 0.22, 0.20), False, False),
        ((0.10, 0.10, 0.40), False, False),  # it would stick out
    ],
)
def test_a_thing_is_turned_as_it_fits_best_and_nothing_may_stick_out(size, fits, upright):
    for question, yes in ((FITS, fits), (UPRIGHT, upright)):
        answer = ask(question, in_box(size))
        assert (answer.status, answer.kind, answer.yes) == (Status.ANSWERED, AnswerKind.YES_NO, yes), answer.text
        assert answer.evidence.object_ids == (2, 3)


def test_the_walls_take_room():
    assert ask(FITS, in_box((0.20 - 4 * WALL_M, 0.1, 0.1), (0.20, 0.30, 0.25), std=0.0005)).yes
    assert not ask(FITS, in_box((0.21, 0.21, 0.21), std=0.0005)).yes
    close = ask(FITS, in_box((0.20 - 2 * WALL_M, 0.2 - 2 * WALL_M, 0.2 - 2 * WALL_M), (0.20, 0.20, 0.20)))
    assert close.status is Status.AMBIGUOUS
    assert "too close to call" in close.reason


def test_corners_must_be_within_a_round_wall():
    square, bowl = (0.16, 0.16, 0.10), (0.20, 0.20, 0.12)
    assert ask(FITS, in_box(square, bowl)).yes
    assert not ask(FITS, in_box(square, bowl, box_shapes=("bowl",))).yes  # its diagonal is 0.23
    assert ask(FITS, in_box(square, bowl, shapes=("cylinder",), box_shapes=("bowl",))).yes


def test_what_was_not_seen_whole_may_be_larger():
    assert ask(FITS, in_box((0.1, 0.1, 0.1), touches_border=True)).status is Status.AMBIGUOUS
    assert not ask(FITS, in_box((0.4, 0.4, 0.4), touches_border=True)).yes


def test_too_big_is_what_does_not_fit():
    small, big = in_box((0.1, 0.1, 0.1)), in_box((0.4, 0.4, 0.4))
    for question, yes in (("Is the toy too big for the box?", False), ("Is the box big enough for the toy?", True)):
        assert ask(question, small).yes is yes
        assert ask(question, big).yes is not yes


@pytest.mark.parametrize(("width", "yes"), [(0.10, True), (0.40, False)])
def test_the_narrower_side_goes_between(width, yes):
    scene = scene_of(
        TABLE,
        on_table(2, "pot", -0.3, 0.8, (0.1, 0.1, 0.1)),
        on_table(3, "jar", 0.1, 0.8, (0.1, 0.1, 0.1)),  # 0.30 apart
        on_table(4, "box", 0.5, 0.8, (0.45, width, 0.1)),
    )
    answer = ask("Could the box be slid in between the pot and the jar without touching either?", scene)
    assert (answer.status, answer.yes) == (Status.ANSWERED, yes), answer.text
    assert answer.evidence.distances[0].value_m == pytest.approx(0.3, abs=1e-3)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Does the mug fit into the mug?", Status.UNKNOWN),
        ("Does the mug fit into the kettle?", Status.UNKNOWN),
        ("Does the box fit into the bowl?", Status.AMBIGUOUS),  # there are two
        ("Does the mug fit between the bowl and the mug?", Status.UNKNOWN),
        ("Does the mug fit on the table?", Status.NOT_UNDERSTOOD),
    ],
)
def test_what_fits_where_is_not_guessed(question, status):
    assert ask(question).status is status


def test_without_metres_nothing_is_known_to_fit():
    assert ask("Does the spoon fit into the bowl?", kitchen(metric=False)).status is Status.UNKNOWN


def test_of_all_pairs_one_is_closest_together_and_one_farthest_apart():
    places = {2: (-0.6, 0.6), 3: (-0.35, 0.6), 4: (0.0, 0.6), 5: (0.6, 1.4), 6: (0.2, 1.4)}
    scene = scene_of(TABLE, *(on_table(number, "mug", x, y, (0.08, 0.08, 0.08)) for number, (x, y) in places.items()))
    near, far = ask("Which two mugs are closest together?", scene), ask("Which two mugs are farthest apart?", scene)
    assert (near.status, set(near.object_ids)) == (Status.ANSWERED, {2, 3}), near.text
    assert (far.status, set(far.object_ids)) == (Status.ANSWERED, {2, 5}), far.text
    assert near.evidence.distances[0].value_m == pytest.approx(0.17, abs=1e-3)


def test_pairs_that_are_as_close_are_told_and_one_thing_is_no_pair():
    equal = scene_of(TABLE, *(on_table(k, "mug", -0.6 + 0.3 * k, 0.8, (0.08, 0.08, 0.08)) for k in (2, 3, 4)))
    assert ask("Which two mugs are closest together?", equal).status is Status.AMBIGUOUS
    assert ask("Which two bowls are closest together?").status is Status.UNKNOWN
    assert set(ask("Which two boxes are closest together?").object_ids) == {2, 8}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which edge of the table is the mug closest to?", "front"),
        ("Is the plate nearer to the left end or the right end of the table?", "left"),
        ("Is the red book nearer to the front or the back edge of the table?", "back"),
        ("Is the red book closer to the left or the right edge of the table?", "right"),
    ],
)
def test_the_nearest_edge_is_named(question, said):
    answer = ask(question, table_top())
    assert (answer.status, answer.kind) == (Status.ANSWERED, AnswerKind.OBJECT), answer.text
    assert f"nearest to the {said} edge of the table" in answer.text


def test_an_edge_out_of_view_is_not_taken_for_a_far_one():
    left = "Is the plate nearer to the left end or the right end of the table?"
    cut = table_top(cut=(False, False, False, True))  # the view ends at the left
    assert ask(left, cut).status is Status.AMBIGUOUS
    middle = ask("Is the mug nearer to the left end or the right end of the table?", table_top())
    assert middle.status is Status.AMBIGUOUS  # as far from both
    right = ask("Is the red book closer to the left or the right edge of the table?", cut)
    assert (right.status, right.probability > 0.9) == (Status.ANSWERED, True), right.text  # the left one is farther anyhow


def test_a_thing_is_told_by_what_stands_on_it_be_it_a_surface():
    assert set(ask("What is on the same surface as the mug?").object_ids) == {2, 4, 6, 8}
    assert not ask("Is the can on the same surface as the mug?").yes
    assert ask("Which thing does the can stand on?").object_ids == (2,)
    assert ask("How tall is the thing the can stands on?").value == pytest.approx(0.2)


def test_of_furniture_and_a_surface_the_tops_are_compared():
    scene = scene_of(
        surface(1, "table", -0.5),
        surface(2, "floor", -1.2, x=(-3, 3), y=(0, 4)),
        thing(3, "stool", (0.9, 2.0, -0.975), (0.3, 0.3, 0.45), support_id=2),
    )
    answer = ask("How much lower is the stool than the table?", scene)
    assert answer.value == pytest.approx(0.25, abs=0.01), answer.text
