"""What the predicates mean, that their probabilities are consistent, and that they cost little."""

from __future__ import annotations

import numpy as np
import pytest
from blocks import VIEWER, block, bowl, table, yawed
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.scene.relations import DEFINITIONS, between, find_relations
from spatialgeo_ros.types import Pose, Predicate, RelationTable, SceneObject

OPPOSITES = ((Predicate.LEFT_OF, Predicate.RIGHT_OF), (Predicate.IN_FRONT_OF, Predicate.BEHIND),
             (Predicate.ABOVE, Predicate.BELOW), (Predicate.BIGGER, Predicate.SMALLER),
             (Predicate.TALLER, Predicate.SHORTER), (Predicate.WIDER, Predicate.THINNER))
TWO_WAY = (Predicate.LEFT_OF, Predicate.IN_FRONT_OF, Predicate.BIGGER, Predicate.TALLER, Predicate.WIDER)


def relations(*objects: SceneObject, viewer: Pose = VIEWER) -> RelationTable:
    return find_relations(objects, viewer)


def test_every_predicate_is_defined_in_words() -> None:
    assert set(DEFINITIONS) == set(Predicate)
    assert all(20 < len(text) < 260 and text.endswith(".") for text in DEFINITIONS.values())


def test_left_and_front_are_the_viewers() -> None:
    table_ = relations(block(1, (-0.2, 1.4, 0.0)), block(2, (0.1, 0.9, 0.3)))
    assert table_.of(1, Predicate.LEFT_OF, 2) > 0.999
    assert table_.of(2, Predicate.RIGHT_OF, 1) > 0.999
    assert table_.of(2, Predicate.IN_FRONT_OF, 1) > 0.999  # nearer to the viewer
    assert table_.of(1, Predicate.BEHIND, 2) > 0.999
    assert table_.of(1, Predicate.RIGHT_OF, 2) < 0.001


def test_probability_comes_from_the_position_uncertainty_along_the_axis() -> None:
    left, right = (-0.02, 1.0, 0.0), (0.02, 1.0, 0.0)
    doubtful = relations(block(1, left, std=(0.03, 0.001, 0.001)), block(2, right, std=(0.03, 0.001, 0.001)))
    # margin 4 cm, sigma sqrt(2) * 3 cm: 0.9 phi(0.943 / 0.6) + 0.1 phi(0.943 / 5)
    assert doubtful.of(1, Predicate.LEFT_OF, 2) == pytest.approx(0.9 * 0.9420 + 0.1 * 0.5748, abs=1e-3)
    sure = relations(block(1, left, std=(0.001, 0.3, 0.3)), block(2, right, std=(0.001, 0.3, 0.3)))
    assert sure.of(1, Predicate.LEFT_OF, 2) > 0.999


def test_merely_being_taller_is_not_above() -> None:
    bottle, low = block(1, (0, 1, 0.15), (0.1, 0.1, 0.3)), block(2, (0.3, 1, 0.05))  # both stand at height 0
    assert relations(bottle, low).of(1, Predicate.ABOVE, 2) < 0.01
    assert relations(bottle, low).of(2, Predicate.BELOW, 1) < 0.01


def test_a_thing_beside_a_thin_card_is_not_above_it() -> None:
    mug, card = block(1, (0, 1, 0.05)), block(2, (0.3, 1, 0.001), (0.15, 0.1, 0.002))
    assert relations(mug, card).of(1, Predicate.ABOVE, 2) < 0.6


def test_a_lamp_hangs_above_a_table_wherever_it_hangs() -> None:
    lamp, board = block(1, (0.9, 1, 0.5)), table(2)
    table_ = relations(lamp, board)
    assert table_.of(1, Predicate.ABOVE, 2) > 0.99
    assert table_.of(2, Predicate.BELOW, 1) > 0.99
    assert table_.of(1, Predicate.ON, 2) < 0.01


def test_on_is_resting_and_direct() -> None:
    board = table(1, height=-0.7)
    book, cup = block(2, (0, 1, -0.68), (0.2, 0.15, 0.04)), block(3, (0.02, 1, -0.61), (0.08, 0.08, 0.1))
    table_ = relations(board, book, cup)
    assert table_.of(2, Predicate.ON, 1) > 0.95
    assert table_.of(3, Predicate.ON, 2) > 0.95
    assert table_.of(3, Predicate.ON, 1) < 0.05  # the book is between
    assert table_.of(3, Predicate.ABOVE, 1) > 0.95
    assert table_.of(2, Predicate.ON, 3) < 0.01
    assert table_.of(1, Predicate.ON, 2) == 0.0
    assert table_.of(3, Predicate.TOUCHING, 2) > 0.95


@pytest.mark.parametrize(("offset", "holds"), [(0.0, True), (0.08, True), (0.12, False), (0.3, False)])
def test_on_needs_the_centre_over_the_carrier(offset: float, holds: bool) -> None:
    carrier, upper = block(1, (0, 1, 0.0), (0.2, 0.2, 0.1)), block(2, (offset, 1, 0.1))
    assert (relations(carrier, upper).of(2, Predicate.ON, 1) > 0.5) == holds


@pytest.mark.parametrize(("gap", "holds"), [(0.0, True), (0.01, True), (-0.015, True), (0.04, False), (-0.05, False)])
def test_on_needs_the_bottom_at_the_top_of_the_carrier(gap: float, holds: bool) -> None:
    carrier, upper = block(1, (0, 1, 0.0), (0.2, 0.2, 0.1)), block(2, (0.0, 1, 0.1 + gap))
    assert (relations(carrier, upper).of(2, Predicate.ON, 1) > 0.5) == holds


def test_what_the_segmentation_says_carries_a_thing_counts() -> None:
    carrier = block(1, (0, 1, -0.5), (0.2, 0.2, 0.1), seen="front")
    upper = block(2, (0.0, 1, -0.37), seen="front", support_id=1)  # 3 cm up by measurement, told to rest there
    assert relations(carrier, upper).of(2, Predicate.ON, 1) > 0.8


def test_a_can_in_a_bowl_is_inside_though_it_sticks_out() -> None:
    vessel = bowl(1, (0, 1, 0.035))
    can = block(2, (0.01, 1, 0.06), (0.05, 0.05, 0.1), support_id=1)  # its top is 4 cm higher than the rim
    table_ = relations(vessel, can)
    assert table_.of(2, Predicate.INSIDE, 1) > 0.9
    assert table_.of(2, Predicate.ON, 1) < 0.1
    assert table_.of(1, Predicate.INSIDE, 2) < 0.01


def test_what_is_known_to_stand_in_a_pan_is_inside_though_its_bottom_was_not_seen() -> None:
    pan = bowl(1, (0, 1, -0.465), radius=0.14)
    ball = block(2, (0.03, 1, -0.45), (0.08, 0.08, 0.08), seen="front", support_id=1)  # its box goes down to the floor
    assert relations(pan, ball).of(2, Predicate.INSIDE, 1) > 0.9
    closed = block(3, (0, 1, -0.465), (0.28, 0.28, 0.07), seen="front")
    on_top = block(2, (0.03, 1, -0.39), (0.08, 0.08, 0.08), seen="front", support_id=3)
    assert relations(closed, on_top).of(2, Predicate.INSIDE, 3) < 0.01
    assert relations(closed, on_top).of(2, Predicate.ON, 3) > 0.9


def test_a_can_on_a_box_is_not_inside_it() -> None:
    table_ = relations(block(1, (0, 1, 0.05), (0.2, 0.2, 0.1)), block(2, (0, 1, 0.15), (0.05, 0.05, 0.1)))
    assert table_.of(2, Predicate.INSIDE, 1) < 0.01


def test_what_stands_behind_a_box_of_unseen_depth_is_not_inside_it() -> None:
    # the box's back was guessed 20 cm too far, so its footprint covers the can; its wall is on one side only
    crate = block(1, (0, 1.15, 0.1), (0.3, 0.3, 0.2))
    front = np.array([[x, 1.0, z] for x in np.linspace(-0.15, 0.15, 20) for z in np.linspace(0, 0.2, 15)])
    crate = block(1, (0, 1.15, 0.1), (0.3, 0.3, 0.2), surface_ref=VIEWER.apply(front).astype(np.float32))
    can = block(2, (0, 1.2, 0.05), (0.05, 0.05, 0.1))
    assert relations(crate, can).of(2, Predicate.INSIDE, 1) < 0.1


def test_near_and_touching_are_measured_between_surfaces() -> None:
    config = RelationConfig()
    long = block(1, (0, 1, 0), (0.6, 0.1, 0.1))  # centres 45 cm apart, surfaces 10 cm
    mug = block(2, (0.45, 1, 0))
    far = block(3, (0.9, 1, 0))
    beside = block(4, (0.505, 1.0, 0.0), (0.01, 0.1, 0.1))
    table_ = find_relations((long, mug, far, beside), VIEWER, config)
    assert table_.of(1, Predicate.NEAR, 2) > 0.99
    assert table_.of(2, Predicate.NEAR, 3) < 0.01  # 35 cm
    assert table_.of(2, Predicate.TOUCHING, 4) > 0.7
    assert table_.of(1, Predicate.TOUCHING, 2) < 0.01


def test_sizes_are_compared_by_what_their_words_mean() -> None:
    plank, tower = block(1, (0, 1, 0), (0.5, 0.05, 0.02)), block(2, (0.4, 1, 0), (0.1, 0.1, 0.3))
    table_ = relations(plank, tower)
    assert table_.of(2, Predicate.BIGGER, 1) > 0.95  # 3 against 0.5 litres
    assert table_.of(2, Predicate.TALLER, 1) > 0.999
    assert table_.of(1, Predicate.WIDER, 2) > 0.999
    assert table_.of(2, Predicate.THINNER, 1) > 0.999


def test_width_is_across_the_view() -> None:
    along, across = block(1, (0, 1, 0), (0.1, 0.5, 0.1)), block(2, (0.5, 1, 0), (0.2, 0.05, 0.1))
    assert relations(along, across).of(2, Predicate.WIDER, 1) > 0.999


def test_what_the_image_border_cuts_may_be_larger_but_not_smaller() -> None:
    cut, whole = block(1, (0, 1, 0), (0.1, 0.1, 0.18), touches_border=True), block(2, (0.4, 1, 0), (0.1, 0.1, 0.2))
    assert relations(cut, whole).of(2, Predicate.TALLER, 1) < 0.75
    larger, uncut = (block(1, (0, 1, 0), (0.1, 0.1, 0.25), touches_border=cut) for cut in (True, False))
    assert relations(larger, whole).of(1, Predicate.TALLER, 2) == relations(uncut, whole).of(1, Predicate.TALLER, 2) > 0.9


def test_nothing_is_left_of_or_smaller_than_a_floor() -> None:
    table_ = relations(block(1, (0.9, 1, 0)), table(2))
    for predicate in (Predicate.LEFT_OF, Predicate.RIGHT_OF, Predicate.IN_FRONT_OF, Predicate.BEHIND, Predicate.INSIDE,
                      Predicate.BIGGER, Predicate.SMALLER, Predicate.TALLER, Predicate.SHORTER, Predicate.WIDER):
        assert table_.of(1, predicate, 2) == table_.of(2, predicate, 1) == 0.0


def test_between_is_the_corridor_seen_from_above() -> None:
    a, b = block(1, (-0.4, 1, 0)), block(2, (0.4, 1.2, 0.1))
    assert between(block(3, (0.0, 1.1, 0.3)), a, b, VIEWER) > 0.99
    assert between(block(3, (0.0, 1.5, 0.0)), a, b, VIEWER) < 0.01  # beside the corridor
    assert between(block(3, (0.8, 1.3, 0.0)), a, b, VIEWER) < 0.01  # on the line, beyond
    assert between(a, a, a, VIEWER) == 0.0


def test_no_objects_give_empty_tables() -> None:
    table_ = relations()
    assert table_.ids == ()
    assert all(values.shape == (0, 0) for values in table_.probability.values())
    assert relations(block(1, (0, 1, 0))).likely(0.5) == ()


def test_between_is_never_in_the_table() -> None:
    assert set(relations(block(1, (0, 1, 0))).probability) == set(Predicate) - {Predicate.BETWEEN}


place = st.tuples(st.floats(-1, 1), st.floats(0.4, 3), st.floats(-1, 1))
extent = st.tuples(*[st.floats(0.02, 0.5)] * 3)
things = st.lists(st.tuples(place, extent, st.floats(-3, 3), st.floats(0.001, 0.2)), min_size=2, max_size=5)


def built(parts: list[tuple], viewer: Pose = VIEWER) -> list[SceneObject]:
    return [block(k + 1, centre, size, yaw=yaw, std=std, viewer=viewer, seen="front")
            for k, (centre, size, yaw, std) in enumerate(parts)]


@settings(max_examples=40, deadline=None)
@given(things)
def test_probabilities_are_exactly_consistent(parts: list[tuple]) -> None:
    table_ = find_relations(built(parts), VIEWER)
    others = ~np.eye(len(parts), dtype=bool)
    for predicate, opposite in OPPOSITES:
        np.testing.assert_array_equal(table_.probability[predicate], table_.probability[opposite].T)
    for predicate in TWO_WAY:
        values = table_.probability[predicate]
        np.testing.assert_array_equal((values + values.T)[others], 1.0)
    for predicate in (Predicate.NEAR, Predicate.TOUCHING):
        np.testing.assert_array_equal(table_.probability[predicate], table_.probability[predicate].T)
    above, on, inside = (table_.probability[p] for p in (Predicate.ABOVE, Predicate.ON, Predicate.INSIDE))
    assert np.all((above + above.T)[others] < 1.2)  # not both, but neither may hold
    assert np.all(on <= above + 1e-9)
    assert np.all(on + inside <= 1 + 1e-9)
    for values in table_.probability.values():
        assert np.all((values >= 0) & (values <= 1))
        assert np.all(np.diag(values) == 0)


TWICE = ((0.0, 0.875, 0.0), (0.25, 0.5, 0.25), 1.0, 0.125)
THRICE = ((0.0, 0.5, 0.0), (0.5, 0.5, 0.5), 0.0, 0.125)


@settings(max_examples=20, deadline=None)
@given(things, st.floats(-3, 3), place)
@example([THRICE, THRICE, TWICE, ((0.0, 0.5, 0.0), (0.375, 0.5, 0.5), 0.0, 0.125), TWICE], 0.0, (0.0, 1.0, 0.0))  # ties
def test_relations_do_not_depend_on_the_reference_frame(parts: list[tuple], yaw: float, shift: tuple) -> None:
    other = Pose(yawed(yaw), np.array(shift)) @ VIEWER  # the viewer moves with the objects
    here, there = find_relations(built(parts), VIEWER), find_relations(built(parts, other), other)
    for predicate in here.probability:
        np.testing.assert_allclose(here.probability[predicate], there.probability[predicate], atol=2e-3)


@given(st.floats(-0.3, 0.3), st.floats(0.0, 0.1), st.floats(0.001, 0.1))
def test_more_margin_is_never_less_probable(offset: float, more: float, std: float) -> None:
    def left(margin: float) -> float:
        return relations(block(1, (0, 1, 0), std=std), block(2, (margin, 1, 0), std=std)).of(1, Predicate.LEFT_OF, 2)
    assert left(offset + more) >= left(offset) - 1e-6


@given(st.floats(0.01, 0.1), st.floats(0.001, 0.05), st.floats(0.0, 0.2))
def test_more_uncertainty_is_never_more_certain(margin: float, std: float, more: float) -> None:
    def left(spread: float) -> float:
        return relations(block(1, (0, 1, 0), std=spread), block(2, (margin, 1, 0), std=spread)).of(
            1, Predicate.LEFT_OF, 2)
    assert 0.5 <= left(std + more) <= left(std) + 1e-6


def test_remembered_objects_take_part_with_their_grown_uncertainty() -> None:
    seen, remembered = block(1, (0, 1, 0)), block(2, (0.1, 1, 0), std=0.3, visible=False, bbox_xyxy_px=None)
    assert 0.5 < relations(seen, remembered).of(1, Predicate.LEFT_OF, 2) < 0.7


def test_near_a_table_is_near_its_surface_not_its_middle() -> None:
    board = table(1, size=(3.0, 2.0), forward=2.0)  # a sparse sample of so large a surface has gaps of 25 cm
    beside, far = block(2, (1.65, 2.0, -0.7)), block(3, (2.5, 2.0, -0.7))
    standing = block(4, (0.63, 1.43, -0.65))
    table_ = relations(board, beside, far, standing)
    assert table_.of(2, Predicate.NEAR, 1) > 0.99
    assert table_.of(1, Predicate.NEAR, 3) < 0.01
    assert table_.of(4, Predicate.TOUCHING, 1) > 0.8
    assert table_.of(2, Predicate.TOUCHING, 1) < 0.05
