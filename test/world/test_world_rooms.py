"""Rooms are the same for the same seed, and physically possible."""

import numpy as np
import pytest

from spatialgeo_ros.types import ObjectKind
from spatialgeo_ros.world import raycasting, rooms
from spatialgeo_ros.world.placement import Placer, Spot
from spatialgeo_ros.world.rooms import DEMO_SEEDS, HELD_OUT_SEEDS, TUNING_SEEDS, make_room
from spatialgeo_ros.world.scenery import FLOOR_ID
from spatialgeo_ros.world.shapes import contains
from spatialgeo_ros.world.solids import surface_samples
from spatialgeo_ros.world.trajectory import camera_pose

SEEDS = (1001, 1006, 1010, 1017, 1032)
_ROOMS = {}


@pytest.fixture(params=SEEDS)
def room(request):
    if request.param not in _ROOMS:
        _ROOMS[request.param] = make_room(request.param)
    return _ROOMS[request.param]


def deepest_point_inside(thing, points):
    """Metres by which any of the points lies inside a closed part of the thing; 0 when none does."""
    o3d = raycasting.open3d()
    deepest = 0.0
    low, high = thing.mesh.vertices.min(axis=0), thing.mesh.vertices.max(axis=0)
    near = points[((points > low) & (points < high)).all(axis=1)]
    if not len(near):
        return 0.0
    for part in range(thing.mesh.part_count):
        scene = o3d.t.geometry.RaycastingScene(nthreads=1)
        scene.add_triangles(thing.mesh.vertices.astype(np.float32),
                            thing.mesh.triangles[thing.mesh.part == part].astype(np.uint32))
        signed = scene.compute_signed_distance(near.astype(np.float32), nthreads=1, nsamples=5)
        deepest = max(deepest, float(-signed.numpy().min()))
    return deepest


def distances(thing, points):
    return np.linalg.norm(points - raycasting.caster(thing.mesh.vertices, thing.mesh.triangles).nearest(points), axis=1)


def test_same_seed_same_room_other_seed_other_room():
    first, again, other = make_room(1003), make_room(1003), make_room(1004)
    assert first.digest() == again.digest()
    assert first.digest() != other.digest()
    assert first.light == again.light and np.array_equal(first.path.gaze_m, again.path.gaze_m)


def test_seed_ranges_do_not_overlap():
    ranges = [set(DEMO_SEEDS), set(TUNING_SEEDS), set(HELD_OUT_SEEDS)]
    assert sum(map(len, ranges)) == len(set().union(*ranges))
    assert set(range(20)) <= ranges[0]


def test_nothing_cuts_into_anything_else(room):
    samples = {t.id: surface_samples(t.mesh, 800, t.id) for t in room.things}
    for a in room.things:
        for b in room.things:
            if a.id != b.id:
                depth = deepest_point_inside(b, samples[a.id])
                assert depth < 0.0015, f"{a.colours[0]} {a.word} {a.id} is {depth:.4f} m inside {b.word} {b.id}"


def test_everything_rests_on_its_support(room):
    """Its surface comes within a millimetre of its support's, and the middle of its base is over it."""
    for thing in room.things[1:]:
        support = room.thing(thing.support_id)
        vertices = thing.mesh.vertices
        contact = vertices[vertices[:, 2] < vertices[:, 2].min() + 0.002]
        points = surface_samples(thing.mesh, 4000, 1).astype(np.float32)
        distance = distances(support, points).min()
        limit = 0.004 if thing.container_id else 0.0008  # a hollow's wall is a polygon, things rest on its corners
        assert distance < limit, f"{thing.word} {thing.id} floats {distance:.4f} m off its {support.word}"
        middle = contact[:, :2].mean(axis=0)[None]
        if thing.container_id != support.id:
            assert any(contains(ledge.polygon_m, middle) for ledge in support.ledges), (thing.word, support.word)


def test_contents_are_within_their_container(room):
    for thing in room.things:
        if thing.container_id:
            outer = room.thing(thing.container_id)
            low, high = outer.mesh.vertices.min(axis=0), outer.mesh.vertices.max(axis=0)
            middle = thing.mesh.vertices.mean(axis=0)
            assert (middle[:2] > low[:2]).all() and (middle[:2] < high[:2]).all()
            assert thing.mesh.vertices[:, 2].min() < high[2]


def test_ids_run_without_gaps_and_the_floor_is_first(room):
    assert [t.id for t in room.things] == list(range(1, len(room.things) + 1))
    assert room.thing(FLOOR_ID).word == "floor" and room.thing(FLOOR_ID).kind is ObjectKind.SUPPORT
    assert all(0 < t.support_id < t.id for t in room.things[1:])


def test_camera_stays_inside_the_room_and_out_of_things(room):
    half = np.array(room.size_m[:2]) / 2
    positions = np.array([camera_pose(room, t).translation_m for t in np.arange(0, 60, 0.7)])
    assert (np.abs(positions[:, :2]) < half - 0.3).all()
    assert positions[:, 2].min() > 0.95 and positions[:, 2].max() < 1.75
    for thing in room.things[1:]:
        near = distances(thing, positions).min()
        assert near > 0.25, f"the camera comes within {near:.2f} m of {thing.word} {thing.id}"


def test_camera_moves_smoothly_and_level_enough(room):
    poses = [camera_pose(room, t) for t in np.arange(0, 30, 0.1)]
    steps = [np.linalg.norm(b.translation_m - a.translation_m) for a, b in zip(poses, poses[1:], strict=False)]
    assert max(steps) < 0.06  # 0.6 m/s
    turns = [np.degrees(np.arccos(np.clip((np.trace(a.rotation.T @ b.rotation) - 1) / 2, -1, 1)))
             for a, b in zip(poses, poses[1:], strict=False)]
    assert max(turns) < 8  # per tenth of a second
    for pose in poses:
        np.testing.assert_allclose(pose.rotation @ pose.rotation.T, np.eye(3), atol=1e-9)
        assert np.linalg.det(pose.rotation) == pytest.approx(1.0)
        assert abs(pose.rotation[2, 0]) < 0.06  # the image's x axis is nearly horizontal
        assert pose.rotation[2, 1] < -0.3  # its y axis points down


def test_rooms_are_varied():
    seen = [make_room(s) for s in range(1040, 1052)]
    words = {t.word for r in seen for t in r.objects()}
    assert len(words) >= 18
    heights = [r.things[1].top_m for r in seen]
    assert max(heights) - min(heights) > 0.2
    assert any(t.container_id for r in seen for t in r.things)
    assert any(r.thing(t.support_id).kind is ObjectKind.OBJECT and not t.container_id
               for r in seen for t in r.things[1:])
    assert all(len(r.objects()) >= 6 for r in seen)


def test_most_things_of_one_kind_differ_in_colour():
    pairs = [(t.word, t.colours[0], s) for s in range(1060, 1068) for t in make_room(s).objects()]
    assert len(set(pairs)) > 0.85 * len(pairs)


def test_put_on_refuses_what_does_not_fit():
    from hand_made_rooms import FLOOR, SIZE, block

    placer = Placer(np.random.default_rng(0), SIZE)
    floor = placer.add(FLOOR, Spot(np.zeros(2), 0.0, 0.0), 0, kind=ObjectKind.SUPPORT)
    box = block("box", "red", (0.3, 0.2, 0.2))
    first = placer.put_on(box, floor, floor.ledges[0], np.zeros(2), 0.3)
    assert first is not None
    assert placer.put_on(box, floor, floor.ledges[0], np.array([0.1, 0.0]), 0.0) is None  # cuts into the first
    assert placer.put_on(box, floor, floor.ledges[0], np.array([2.99, 0.0]), 0.0) is None  # through the wall
    assert placer.put_on(box, first, first.ledges[0], np.array([0.2, 0.0]), 0.3) is None  # sticks out too far
    on_top = placer.put_on(block("box", "blue", (0.2, 0.18, 0.1)), first, first.ledges[0], np.zeros(2), 0.3)
    assert on_top is not None and on_top.support_id == first.id


def test_make_room_names_its_seed_ranges():
    assert rooms.make_room(7).seed == 7
