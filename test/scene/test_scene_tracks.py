"""Ids over frames: moving cameras with and without tf, leaving and coming back, carried things, restarts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from blocks import block, table, yawed
from filmed import WORLD, Filmed, by_id, camera_at, depth_of, piece

from spatialgeo_ros.config import TrackConfig
from spatialgeo_ros.types import ObjectKind, OrientedBox, Pose

both = pytest.mark.parametrize("tf", [True, False], ids=["tf", "camera frame"])


@both
def test_ids_stay_while_the_camera_moves(tf: bool) -> None:
    film = Filmed(tf)
    assert film.see(WORLD, 0).id_of_found == (1, 2, 3, 4)
    for step in range(1, 25):
        tracked = film.see(WORLD, step)
        assert tracked.id_of_found == (1, 2, 3, 4)
        assert [item.id for item in tracked.objects] == [1, 2, 3, 4]


@both
def test_order_of_detection_does_not_matter(tf: bool) -> None:
    film = Filmed(tf)
    film.see(WORLD, 0)
    assert film.see(WORLD[::-1], 1).id_of_found == (4, 3, 2, 1)


@both
def test_a_thing_that_leaves_and_comes_back_is_the_same(tf: bool) -> None:
    film = Filmed(tf)
    film.see(WORLD, 0)
    for step in range(1, 8):
        tracked = film.see([WORLD[0], *WORLD[2:]], step)
    away = by_id(tracked, 2)
    assert not away.visible
    assert away.bbox_xyxy_px is None
    assert (away.visible_fraction, away.pixel_count, away.colours) == (0.0, 0, ("blue",))
    np.testing.assert_allclose(away.centre_ref, film.place_of(WORLD[1], 7), atol=0.03)
    assert film.see(WORLD, 8).id_of_found == (1, 2, 3, 4)


def test_a_remembered_thing_grows_uncertain_and_is_forgotten() -> None:
    film = Filmed(True, TrackConfig(remember_s=2.0, drift_m_per_s=0.05))
    for stamp_s in (-0.3, -0.2, -0.1, 0.0):
        film.see(WORLD, 0, stamp_s=stamp_s + 1.0)
    rest = [WORLD[0], *WORLD[2:]]
    spreads = [float(np.sqrt(np.linalg.eigvalsh(by_id(film.see(rest, 0, stamp_s=t), 2).centre_cov_m2)[0]))
               for t in (1.5, 2.0, 3.0)]
    np.testing.assert_allclose(spreads, [0.025, 0.05, 0.1], rtol=0.1)
    assert 2 not in [item.id for item in film.see(rest, 0, stamp_s=3.1).objects]
    assert film.see(WORLD, 0, stamp_s=3.2).id_of_found == (1, 5, 3, 4), "an id is not given twice"


def test_nothing_is_remembered_when_told_so() -> None:
    film = Filmed(True, TrackConfig(remember_s=0.0))
    film.see(WORLD, 0)
    assert [item.id for item in film.see(WORLD[:1], 1).objects] == [1]


def test_a_place_seen_to_be_empty_is_forgotten_at_once_and_a_hidden_one_is_not() -> None:
    film = Filmed(True)
    film.see(WORLD, 0, depth_m=depth_of(WORLD, camera_at(0)))
    rest = [WORLD[0], *WORLD[2:]]
    wall = block(9, (0.1, 0.6, -0.4), (0.3, 0.02, 0.5), viewer=Pose.identity())
    hidden = film.see(rest, 0, stamp_s=1.1, depth_m=depth_of([*rest, wall], camera_at(0)))
    assert not by_id(hidden, 2).visible
    gone = film.see(rest, 0, stamp_s=1.2, depth_m=depth_of(rest, camera_at(0)))
    assert [item.id for item in gone.objects] == [1, 3, 4]


def test_a_thing_missed_for_one_frame_while_still_there_is_kept() -> None:
    film = Filmed(True)
    film.see(WORLD, 0, depth_m=depth_of(WORLD, camera_at(0)))
    tracked = film.see([WORLD[0], *WORLD[2:]], 0, stamp_s=1.1, depth_m=depth_of(WORLD, camera_at(0)))
    assert not by_id(tracked, 2).visible


def test_a_carried_thing_jumps_to_its_new_place_with_its_id() -> None:
    film = Filmed(True)
    film.see(WORLD, 0, depth_m=depth_of(WORLD, camera_at(0)))
    moved = dataclasses.replace(WORLD[0], box=OrientedBox(Pose(np.eye(3), WORLD[0].centre_ref + [0.0, 0.15, 0.0]),
                                                          WORLD[0].box.size_m),
                                surface_ref=WORLD[0].surface_ref + np.float32([0.0, 0.15, 0.0]))
    now = [moved, *WORLD[1:]]
    tracked = film.see(now, 0, stamp_s=1.1, depth_m=depth_of(now, camera_at(0)))
    assert tracked.id_of_found == (1, 2, 3, 4)
    np.testing.assert_allclose(by_id(tracked, 1).centre_ref, moved.centre_ref, atol=0.015)


def test_a_different_thing_in_the_same_place_is_new() -> None:
    film = Filmed(True)
    film.see([dataclasses.replace(WORLD[0], label="box", label_score=0.8), *WORLD[1:]], 0)
    other = dataclasses.replace(WORLD[0], colours=("green",), label="lamp", label_score=0.8,
                                box=OrientedBox(WORLD[0].box.reference_from_box, np.array([0.05, 0.04, 0.3])))
    tracked = film.see([dataclasses.replace(WORLD[1], label="cup"), other], 1)
    assert tracked.id_of_found[1] == 5


def test_positions_settle_but_never_claim_to_be_exact() -> None:
    film = Filmed(True)
    first = film.see(WORLD, 0)
    errors = []
    for step in range(1, 40):
        tracked = film.see(WORLD, 0, stamp_s=1 + 0.1 * step)
        errors.append(np.linalg.norm(by_id(tracked, 1).centre_ref - WORLD[0].centre_ref))
    assert np.mean(errors[20:]) < 0.003
    spread, at_first = (np.trace(by_id(t, 1).centre_cov_m2) for t in (tracked, first))
    assert at_first / 4 <= spread <= at_first


def test_what_is_hidden_inside_another_is_not_forgotten() -> None:
    film = Filmed(True, TrackConfig(remember_s=20.0))
    bowl = block(9, (0.0, 1.0, -0.3), (0.3, 0.3, 0.1), viewer=Pose.identity())
    apple = block(8, (0.0, 1.0, -0.31), (0.07, 0.07, 0.06), viewer=Pose.identity())
    for step in range(40):
        film.see([bowl, apple], step)
    for step in range(40, 80):  # four seconds; no depth image tells that its place is empty
        film.see([bowl], step)
    assert film.see([bowl, apple], 80).id_of_found == (1, 2)


def test_labels_are_voted() -> None:
    film = Filmed(True)
    mug = dataclasses.replace(WORLD[0], label="mug", label_score=0.9)
    for step in range(3):
        film.see([mug], step)
    named = by_id(film.see([dataclasses.replace(mug, label="bowl", label_score=0.5)], 3), 1)
    assert (named.label, named.label_score) == ("mug", 0.9)
    assert by_id(film.see([dataclasses.replace(mug, label="", label_score=0.0)], 4), 1).label == "mug"
    for step in range(5, 60):
        corrected = film.see([dataclasses.replace(mug, label="bowl", label_score=0.8)], step)
    assert by_id(corrected, 1).label == "bowl"


def test_while_the_border_cuts_a_thing_its_full_size_is_kept() -> None:
    film = Filmed(True)
    film.see(WORLD, 0)
    half = dataclasses.replace(WORLD[2], touches_border=True,
                               box=OrientedBox(Pose(np.eye(3), WORLD[2].centre_ref + [0.06, 0, 0]),
                                               np.array([0.03, 0.15, 0.07])))
    seen = by_id(film.see([*WORLD[:2], half, WORLD[3]], 1), 3)
    np.testing.assert_allclose(seen.box.size_m, WORLD[2].box.size_m)
    assert seen.visible


def test_a_box_turned_by_a_quarter_keeps_its_sides() -> None:
    film = Filmed(True)
    film.see(WORLD, 0)
    turned = dataclasses.replace(WORLD[0], box=OrientedBox(Pose(yawed(np.pi / 2), WORLD[0].centre_ref),
                                                           np.array([0.08, 0.1, 0.12])))
    size = by_id(film.see([turned, *WORLD[1:]], 1), 1).box.size_m
    np.testing.assert_allclose(size, [0.08, 0.1, 0.12], atol=1e-6)


@both
def test_supports_keep_their_id_while_another_part_is_seen(tf: bool) -> None:
    film = Filmed(tf)
    here = table(7, viewer=Pose.identity())
    there = table(7, viewer=Pose(np.eye(3), np.array([0.3, 0.1, 0.004])))
    assert film.see([here, *WORLD], 0).id_of_found == (1, 2, 3, 4, 5)
    lower = table(8, height=-1.1, viewer=Pose.identity())
    assert film.see([there, *WORLD, lower], 1).id_of_found == (1, 2, 3, 4, 5, 6)


def test_what_carries_what_is_said_in_ids() -> None:
    film = Filmed(True)
    film.see(WORLD, 0)
    tracked = film.see([table(7, viewer=Pose.identity()), *WORLD[:2]], 1, rests_on=(-1, 0, 1))
    assert tracked.id_of_found == (5, 1, 2)
    assert by_id(tracked, 1).support_id == 5
    assert by_id(tracked, 2).support_id == 1
    assert by_id(tracked, 5).support_id == 0


def test_objects_are_published_once_confirmed() -> None:
    film = Filmed(True, TrackConfig(confirm_frames=3))
    assert film.see(WORLD[:1], 0) .id_of_found == (0,)
    assert film.see(WORLD[:1], 1).objects == ()
    assert film.see(WORLD[:1], 2).id_of_found == (1,)
    ghost = film.see(WORLD[:2], 3)
    assert ghost.id_of_found == (1, 0)
    assert [item.id for item in film.see(WORLD[:1], 4).objects] == [1], "a thing seen once was never there"


def test_time_going_back_starts_afresh() -> None:
    film = Filmed(True)
    film.see(WORLD, 5)
    film.see(WORLD[2:], 6)
    restarted = film.see(WORLD[2:], 0)
    assert restarted.id_of_found == (1, 2)
    assert len(restarted.objects) == 2


def test_equal_stamps_change_nothing() -> None:
    film = Filmed(True)
    film.see(WORLD, 5)
    assert film.see(WORLD, 5).id_of_found == (1, 2, 3, 4)


def test_an_empty_view_is_no_error() -> None:
    film = Filmed(False)
    assert film.see([], 0) .objects == ()
    film.see(WORLD, 1)
    assert [item.visible for item in film.see([], 2).objects] == [False] * 4


def test_reset_forgets() -> None:
    film = Filmed(True)
    film.see(WORLD, 0)
    film.tracker.reset()
    assert film.see(WORLD[1:], 1).id_of_found == (1, 2, 3)


def test_seen_things_are_stamped_with_this_frame() -> None:
    film = Filmed(True)
    film.see(WORLD, 0)
    tracked = film.see(WORLD[1:], 3)
    assert by_id(tracked, 2).stamp_last_seen_ns == 1_300_000_000
    assert by_id(tracked, 1).stamp_last_seen_ns == 1_000_000_000
    assert all(item.kind == ObjectKind.OBJECT for item in tracked.objects)


def test_segments_that_split_and_join_leave_one_object_with_one_id() -> None:
    film = Filmed(True)
    for step in range(5):
        film.see(WORLD, step)
    parts = [piece(WORLD[2], 0.6, -1), piece(WORLD[2], 0.4, 1)]
    for step in range(5, 12):
        split = film.see([*WORLD[:2], *parts, WORLD[3]], step)
        whole = film.see(WORLD, step, stamp_s=1.05 + 0.1 * step)
        assert 3 in split.id_of_found
        assert whole.id_of_found == (1, 2, 3, 4)
        assert [item.id for item in whole.objects] == [1, 2, 3, 4], "the piece is no object out of view"


def test_what_was_seen_for_a_moment_is_not_remembered_for_long() -> None:
    film = Filmed(True, TrackConfig(remember_s=20.0))
    film.see(WORLD, 0, stamp_s=1.0)
    for k in range(1, 11):
        film.see(WORLD[:3], 0, stamp_s=1.0 + 0.1 * k)
    assert 4 not in [item.id for item in film.see(WORLD[:3], 0, stamp_s=2.2).objects]
    for k in range(10):
        film.see(WORLD[:1], 0, stamp_s=2.3 + k)
    assert [item.id for item in film.see(WORLD[:1], 0, stamp_s=12.0).objects] == [1, 2, 3]


def test_a_name_that_moves_to_another_piece_leaves_the_first() -> None:
    film = Filmed(True)
    left, right = piece(WORLD[2], 0.5, -1), piece(WORLD[2], 0.5, 1)
    named = {"label": "pan", "label_score": 0.9}
    for step in range(5):
        film.see([dataclasses.replace(left, **named), right], step)
    swapped = film.see([left, dataclasses.replace(right, **named)], 5)
    assert [item.label for item in swapped.objects] == ["", "pan"]


def test_two_things_of_one_name_apart_keep_it_both() -> None:
    film = Filmed(True)
    cups = [dataclasses.replace(WORLD[k], label="cup", label_score=0.9) for k in (1, 3)]
    for step in range(5):
        film.see(cups, step)
    missed = film.see([cups[0], dataclasses.replace(cups[1], label="", label_score=0.0)], 5)
    assert [item.label for item in missed.objects] == ["cup", "cup"]


def test_a_name_given_once_does_not_outlive_a_detector_that_never_says_it_again() -> None:
    film = Filmed(True)
    film.see([dataclasses.replace(WORLD[0], label="cup", label_score=0.9), WORLD[1]], 0)
    others = [WORLD[0], dataclasses.replace(WORLD[1], label="can", label_score=0.9)]
    for step in range(1, 8):
        tracked = film.see(others, step)
    assert [item.label for item in tracked.objects] == ["", "can"]
    for step in range(8, 12):
        silent = film.see(WORLD[:2], step)  # a detector that says nothing at all takes no name away
    assert by_id(silent, 2).label == "can"


def test_one_table_found_twice_is_one_table() -> None:
    film = Filmed(True)
    whole = table(7, viewer=Pose.identity())
    film.see([whole], 0)
    half = table(7, size=(0.6, 0.8), viewer=Pose(np.eye(3), np.array([0.28, 0.0, 0.012])))
    for step in range(1, 4):
        film.see([whole, half], step)
    assert [item.id for item in film.see([whole], 4).objects] == [1]


def test_a_table_out_of_view_is_remembered() -> None:
    film = Filmed(True)
    far = table(7, viewer=Pose(np.eye(3), np.array([0.0, 0.0, 0.5])), forward=2.5)
    for step in range(4):
        film.see([table(7, viewer=Pose.identity()), far], step)
    remembered = film.see([table(7, viewer=Pose.identity())], 4)
    assert [(item.id, item.visible) for item in remembered.objects] == [(1, True), (2, False)]
