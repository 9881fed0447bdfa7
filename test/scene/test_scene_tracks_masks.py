"""What masks do to tracked things, one frame after the other: losing parts, splitting, taking in neighbours."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from blocks import VIEWER, block, bowl, faces
from filmed import WORLD, Filmed, by_id, camera_at, depth_of, in_frame, piece

from spatialgeo_ros.types import OrientedBox, Pose, SceneObject

# the things of WORLD with the faces that a camera at the origin sees
SEEN = tuple(dataclasses.replace(item, surface_ref=faces(item.centre_ref, item.box.size_m, 0.0, "front").astype(np.float32))
             for item in WORLD)


def settled(items: Sequence[SceneObject] = SEEN) -> Filmed:
    """Things seen in six frames by a camera that stands still, with a wall behind them."""
    film = Filmed(True)
    for k in range(6):
        film.see(items, 0, stamp_s=1 + 0.1 * k, depth_m=depth_of(items, camera_at(0)))
    return film


def in_front_of(item: SceneObject, share: float, side: float) -> SceneObject:
    """A screen before the part of an object that `piece` leaves out."""
    other = piece(item, 1 - share, -side)
    points = np.asarray(other.surface_ref, float) * 0.5  # the camera is at the origin
    return dataclasses.replace(other, surface_ref=points.astype(np.float32))


def merged(one: SceneObject, other: SceneObject) -> SceneObject:
    """One segment where there were two."""
    points = np.concatenate([one.surface_ref, other.surface_ref])
    low, high = points.min(axis=0), points.max(axis=0)
    box = OrientedBox(Pose(np.eye(3), ((low + high) / 2).astype(float)), (high - low).astype(float))
    return dataclasses.replace(one, box=box, surface_ref=points)


def test_what_was_seen_twice_is_not_told_for_long_but_known_again() -> None:
    film = Filmed(True)
    for k in range(2):
        film.see(SEEN, 0, stamp_s=1 + 0.3 * k)
    for k in range(10):
        tracked = film.see(SEEN[:1], 0, stamp_s=2 + 0.5 * k)
    assert [item.id for item in tracked.objects] == [1]
    assert film.see(SEEN, 0, stamp_s=7.0).id_of_found == (1, 2, 3, 4)


def test_time_out_of_view_does_not_speak_against_a_thing_missed_when_it_returns() -> None:
    film = settled()
    depth = depth_of(SEEN, camera_at(0))
    for k in range(4):
        film.see(SEEN[:1], 0, stamp_s=2.0 + k)  # no depth: nothing is known of the others
    missed = film.see(SEEN[:1], 0, stamp_s=5.5, depth_m=depth)
    assert [(item.id, item.visible) for item in missed.objects] == [(1, True), (2, False), (3, False), (4, False)]
    assert film.see(SEEN, 0, stamp_s=5.6, depth_m=depth).id_of_found == (1, 2, 3, 4)


def test_what_is_there_but_not_found_again_is_no_longer_told_and_known_when_found() -> None:
    film = settled()
    depth = depth_of(SEEN, camera_at(0))
    told = [[item.id for item in film.see([SEEN[0], *SEEN[2:]], 0, stamp_s=2.0 + 0.5 * k, depth_m=depth).objects]
            for k in range(10)]
    assert told[0] == [1, 2, 3, 4]
    assert told[-1] == [1, 3, 4]
    assert film.see(SEEN, 0, stamp_s=7.0, depth_m=depth).id_of_found == (1, 2, 3, 4)


def test_a_stranger_cut_by_the_border_does_not_take_the_id_of_what_stood_beside_it() -> None:
    film = settled()
    beside = dataclasses.replace(block(9, (0.62, 1.4, -0.6), (0.15, 0.15, 0.07), viewer=Pose.identity()),
                                 touches_border=True)
    tracked = film.see([*SEEN[:2], beside, SEEN[3]], 0, stamp_s=7.0)  # 12 cm uncertain after six seconds
    assert tracked.id_of_found == (1, 2, 5, 4)
    np.testing.assert_allclose(by_id(tracked, 3).centre_ref, SEEN[2].centre_ref, atol=0.02)


def test_both_halves_of_a_settled_thing_are_that_thing() -> None:
    film = settled()
    left, right = piece(SEEN[2], 0.6, -1), piece(SEEN[2], 0.4, 1)
    left, right = (dataclasses.replace(part, bbox_xyxy_px=box, pixel_count=pixels) for part, box, pixels in (
        (left, (10, 20, 30, 40), 400), (right, (31, 22, 45, 41), 250)))
    split = film.see([*SEEN[:2], left, right, SEEN[3]], 0, stamp_s=1.6, depth_m=depth_of(SEEN, camera_at(0)))
    assert split.id_of_found == (1, 2, 3, 3, 4)
    assert [item.id for item in split.objects] == [1, 2, 3, 4]
    thing = by_id(split, 3)
    assert (thing.bbox_xyxy_px, thing.pixel_count) == ((10, 20, 45, 41), 650)
    np.testing.assert_allclose(thing.box.size_m, SEEN[2].box.size_m, atol=0.01)


def test_a_thing_found_in_halves_again_and_again_keeps_its_box() -> None:
    film = settled()
    halves = [piece(SEEN[2], 0.5, -1), piece(SEEN[2], 0.5, 1)]
    for k in range(8):
        split = film.see([*SEEN[:2], *halves, SEEN[3]], 0, stamp_s=1.6 + 0.2 * k, depth_m=depth_of(SEEN, camera_at(0)))
    assert split.id_of_found == (1, 2, 3, 3, 4)
    np.testing.assert_allclose(by_id(split, 3).box.size_m, SEEN[2].box.size_m, atol=0.01)


def test_a_label_around_a_thing_and_what_shows_on_both_sides_of_it_are_one() -> None:
    thing = SEEN[2]
    off_m = np.abs(thing.surface_ref[:, 0] - thing.centre_ref[0])
    label = dataclasses.replace(thing, box=OrientedBox(thing.box.reference_from_box, thing.box.size_m * [0.7, 1, 1]),
                                surface_ref=thing.surface_ref[off_m < 0.055])
    ends = dataclasses.replace(thing, surface_ref=thing.surface_ref[off_m > 0.05], colours=("green",))
    tracked = settled().see([*SEEN[:2], label, ends, SEEN[3]], 0, stamp_s=1.6, depth_m=depth_of(SEEN, camera_at(0)))
    assert tracked.id_of_found == (1, 2, 3, 3, 4)
    assert [item.id for item in tracked.objects] == [1, 2, 3, 4]


def test_what_turns_out_to_be_a_piece_is_no_longer_told_as_a_thing() -> None:
    film = settled()
    parts = [piece(SEEN[2], 0.6, -1), piece(SEEN[2], 0.4, 1)]
    shaded = dataclasses.replace(parts[1], colours=("green",))
    assert film.see([*SEEN[:2], parts[0], shaded, SEEN[3]], 0, stamp_s=1.6).id_of_found == (1, 2, 3, 5, 4)
    tracked = film.see([*SEEN[:2], *parts, SEEN[3]], 0, stamp_s=1.7)
    assert tracked.id_of_found == (1, 2, 3, 3, 4)
    assert [item.id for item in tracked.objects] == [1, 2, 3, 4]


def test_of_two_things_in_one_place_the_one_seen_more_often_is_the_whole() -> None:
    film = settled(SEEN[:3])
    like = dataclasses.replace(SEEN[2], colours=("green",))
    tracked = film.see([*SEEN[:2], like, SEEN[2]], 0, stamp_s=1.6)
    assert tracked.id_of_found == (1, 2, 3, 3)


def test_pieces_that_last_become_things_of_their_own() -> None:
    film = settled()
    parts = [piece(SEEN[2], 0.5, -1), piece(SEEN[2], 0.5, 1)]
    ids = [film.see([*SEEN[:2], *parts], 0, stamp_s=1.6 + 0.1 * k, depth_m=depth_of(SEEN, camera_at(0))).id_of_found
           for k in range(12)]
    assert ids[0] == (1, 2, 3, 3)
    assert ids[-1] == (1, 2, 3, 5)


def test_an_apple_put_into_a_bowl_is_no_piece_of_it() -> None:
    basin = in_frame(bowl(9, (0.0, 1.0, 0.0)), VIEWER.inverse())
    apple = block(8, (0.0, 1.0, 0.01), (0.06, 0.06, 0.05), viewer=Pose.identity())
    film = settled([basin])
    assert film.see([basin, apple], 0, stamp_s=1.6).id_of_found == (1, 2)


def test_a_piece_of_another_colour_is_another_thing() -> None:
    film = settled()
    parts = [piece(SEEN[2], 0.6, -1), dataclasses.replace(piece(SEEN[2], 0.4, 1), colours=("green",))]
    assert film.see([*SEEN[:2], *parts, SEEN[3]], 0, stamp_s=1.6).id_of_found == (1, 2, 3, 5, 4)


def test_a_thing_half_hidden_keeps_its_size_however_long() -> None:
    film = settled()
    half = piece(SEEN[2], 0.5, -1)
    depth = depth_of([*SEEN, in_front_of(SEEN[2], 0.5, -1)], camera_at(0))
    for k in range(20):
        hidden = film.see([*SEEN[:2], half, SEEN[3]], 0, stamp_s=1.6 + 0.1 * k, depth_m=depth)
    np.testing.assert_allclose(by_id(hidden, 3).box.size_m, SEEN[2].box.size_m, atol=0.01)
    np.testing.assert_allclose(by_id(hidden, 3).centre_ref, SEEN[2].centre_ref, atol=0.01)


def test_a_thing_hidden_bit_by_bit_keeps_its_size() -> None:
    film = settled()
    for k in range(1, 29):
        share = 1 - 0.03 * k
        part = dataclasses.replace(piece(SEEN[2], share, -1), visible_fraction=share)
        depth = depth_of([*SEEN, in_front_of(SEEN[2], share, -1)], camera_at(0))
        hidden = film.see([*SEEN[:2], part, SEEN[3]], 0, stamp_s=1.6 + 0.1 * k, depth_m=depth)
    assert by_id(hidden, 3).box.size_m[0] > 0.85 * SEEN[2].box.size_m[0]
    np.testing.assert_allclose(by_id(hidden, 3).centre_ref, SEEN[2].centre_ref, atol=0.02)


def test_a_thing_whose_other_half_is_seen_to_be_gone_is_smaller_at_once() -> None:
    film = settled()
    half = piece(SEEN[2], 0.5, -1)
    broken = film.see([*SEEN[:2], half, SEEN[3]], 0, stamp_s=1.6, depth_m=depth_of([*SEEN[:2], half], camera_at(0)))
    assert by_id(broken, 3).box.size_m[0] < 0.1


def test_two_things_found_as_one_are_both_kept_and_found_again() -> None:
    near = dataclasses.replace(in_frame(SEEN[1], Pose(np.eye(3), np.array([0.09, 0.0, 0.0]))), colours=("red",))
    things = [SEEN[1], near]
    film = settled(things)
    depth = depth_of(things, camera_at(0))
    for k in range(2):
        blob = film.see([merged(*things)], 0, stamp_s=1.6 + 0.1 * k, depth_m=depth)
        assert [item.id for item in blob.objects] == [1, 2]
        assert [item.visible for item in blob.objects].count(True) == 1
        for item, thing in zip(blob.objects, things, strict=True):
            np.testing.assert_allclose(item.box.size_m, thing.box.size_m, atol=0.01)
            np.testing.assert_allclose(item.centre_ref, thing.centre_ref, atol=0.01)
    assert film.see(things, 0, stamp_s=1.8, depth_m=depth).id_of_found == (1, 2)


def test_what_is_found_larger_again_and_again_is_larger() -> None:
    film = settled()
    larger = dataclasses.replace(SEEN[2], box=OrientedBox(SEEN[2].box.reference_from_box, np.array([0.3, 0.15, 0.07])))
    sizes = [by_id(film.see([larger], 0, stamp_s=1.6 + 0.1 * k, depth_m=depth_of(SEEN, camera_at(0))), 3).box.size_m[0]
             for k in range(12)]
    assert sizes[0] == pytest.approx(0.15, abs=0.01)
    assert sizes[-1] > 0.25


@pytest.mark.parametrize("part", [{"visible_fraction": 0.5}, {"touches_border": True}])
def test_what_is_not_wholly_seen_is_never_found_larger(part: dict[str, Any]) -> None:
    film = settled()
    larger = dataclasses.replace(SEEN[2], box=OrientedBox(SEEN[2].box.reference_from_box, np.array([0.3, 0.15, 0.07])),
                                 **part)
    for k in range(12):
        tracked = film.see([larger], 0, stamp_s=1.6 + 0.1 * k, depth_m=depth_of(SEEN, camera_at(0)))
    np.testing.assert_allclose(by_id(tracked, 3).box.size_m, SEEN[2].box.size_m, atol=0.01)


def test_what_was_seen_for_a_moment_may_be_found_larger_though_half_hidden() -> None:
    film = Filmed(True)
    film.see(SEEN, 0, stamp_s=1.0, depth_m=depth_of(SEEN, camera_at(0)))
    larger = dataclasses.replace(SEEN[2], box=OrientedBox(SEEN[2].box.reference_from_box, np.array([0.3, 0.15, 0.07])),
                                 visible_fraction=0.5)
    tracked = film.see([larger], 0, stamp_s=1.1, depth_m=depth_of(SEEN, camera_at(0)))
    assert by_id(tracked, 3).box.size_m[0] == pytest.approx(0.3, abs=0.01)


def test_a_whole_thing_is_not_handed_on_to_its_piece() -> None:
    film = settled()
    left, right = piece(SEEN[2], 0.7, -1), piece(SEEN[2], 0.3, 1)
    for k in range(3):
        film.see([*SEEN[:2], right, left, SEEN[3]], 0, stamp_s=1.6 + 0.2 * k)
        assert film.see(SEEN, 0, stamp_s=1.7 + 0.2 * k).id_of_found == (1, 2, 3, 4)
