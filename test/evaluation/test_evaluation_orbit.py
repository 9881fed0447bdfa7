"""Identity changes and claims around a table, with a pipeline that knows the truth or errs in one known way."""

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("open3d", reason="the simulated camera needs Open3D")

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.evaluation import orbit_tracks
from spatialgeo_ros.evaluation.orbit_report import orbit_json, orbit_markdown, orbit_text
from spatialgeo_ros.evaluation.orbit_tracks import evaluate_orbit
from spatialgeo_ros.types import (
    DepthSource,
    GravitySource,
    ObjectKind,
    OrientedBox,
    Pose,
    RelationTable,
    Scene,
    SceneObject,
)
from spatialgeo_ros.world.orbit import THINGS, movable, orbit_pose, orbit_room, with_thing_moved
from spatialgeo_ros.world.solids import pixels_alone, solids
from spatialgeo_ros.world.trajectory import CAMERA

SEED, RATE_HZ = 1290, 0.5


@pytest.fixture(scope="module")
def room():
    return orbit_room(SEED)


def middle(thing):
    return (thing.mesh.vertices.min(axis=0) + thing.mesh.vertices.max(axis=0)) / 2


def test_ten_things_stand_on_the_table_and_nothing_else_is_there(room):
    assert [thing.word for thing in room.things[:2]] == ["floor", "table"]
    things = room.objects()
    assert len(things) == THINGS
    assert {thing.support_id for thing in things} == {2}
    assert movable(room) == things


def test_all_things_leave_the_view_and_return(room):
    times = np.arange(0, 60, 1.0)
    for solid in solids(room)[2:]:
        seen = np.array([pixels_alone(solid, orbit_pose(room, t), CAMERA) > 400 for t in times])
        assert seen.any()
        assert np.count_nonzero(np.diff(seen.astype(int)) == 1) >= 2, solid.thing.word


def test_the_camera_goes_around_once(room):
    here = [orbit_pose(room, t).translation_m for t in (0, 15, 30, 60)]
    np.testing.assert_allclose(here[0], here[3], atol=1e-9)
    np.testing.assert_allclose((here[0] + here[2])[:2] / 2, room.path.centre_m[:2], atol=1e-9)
    assert np.linalg.norm(here[0] - here[1]) > 2


def test_moving_a_thing_moves_nothing_else(room):
    thing = next(thing for thing in movable(room) if with_thing_moved(room, thing.id) is not None)
    moved = with_thing_moved(room, thing.id)
    shift = moved.thing(thing.id).mesh.vertices - thing.mesh.vertices
    assert np.linalg.norm(shift[0]) >= 0.25
    np.testing.assert_allclose(shift, np.tile(shift[0], (len(shift), 1)), atol=1e-9)
    assert shift[0, 2] == pytest.approx(0)
    assert all(a is b for a, b in zip(room.things, moved.things, strict=True) if a.id != thing.id)


def test_what_fits_nowhere_else_is_not_moved(room):
    slabs = tuple(replace(slab, polygon_m=20 * slab.polygon_m) for slab in room.things[5].slabs)
    wide = replace(room, things=tuple(replace(thing, slabs=slabs) if thing.id == 6 else thing for thing in room.things))
    assert with_thing_moved(wide, 6) is None


class TruePipeline:
    """Sees exactly what is in view and remembers the rest where it was, ever less sure; `change` spoils it."""

    def __init__(self, change=lambda step, objects: objects, growth_m=0.02):
        self.known, self.views, self.change, self.growth_m, self.steps = {}, [], change, growth_m, 0

    def render(self, renderer, pose, camera, seed):
        view = TruePipeline.true_render(renderer, pose, camera, seed)
        self.views.append((renderer.room, view))
        return view

    def step(self, images):
        room, view = self.views[-1]
        self.steps += 1
        for number, item in list(self.known.items()):
            std = np.sqrt(item.centre_cov_m2[0, 0]) + self.growth_m
            self.known[number] = replace(item, visible=False, bbox_xyxy_px=None, centre_cov_m2=np.eye(3) * std**2)
        for thing in room.objects():
            rows, columns = np.nonzero(view.id_image == thing.id)
            if len(rows) >= 50:
                box = OrientedBox(Pose(np.eye(3), middle(thing)), np.ptp(thing.mesh.vertices, axis=0))
                self.known[thing.id] = SceneObject(
                    thing.id, ObjectKind.OBJECT, box, np.eye(3) * 1e-4, np.full(3, 0.01), np.zeros((1, 3), np.float32),
                    images.stamp_ns, bbox_xyxy_px=(columns.min(), rows.min(), columns.max(), rows.max()))
        objects = self.change(self.steps, tuple(self.known.values()))
        ids = {item.id: new.id for item, new in zip(self.known.values(), objects, strict=True)}
        lookup = np.zeros(1000, np.uint16)
        lookup[list(ids)] = list(ids.values())
        return Scene(images.stamp_ns, "map", "camera", True, DepthSource.SENSOR, GravitySource.REFERENCE_FRAME,
                     images.reference_from_camera, images.reference_from_camera, CAMERA, objects,
                     RelationTable((), {}), lookup[view.id_image])


@pytest.fixture
def orbit(monkeypatch):
    def run(**kwargs):
        pipeline = TruePipeline(**kwargs)
        TruePipeline.true_render = orbit_tracks.Renderer.render
        with monkeypatch.context() as patch:
            patch.setattr(orbit_tracks, "ScenePipeline", lambda config: pipeline)
            patch.setattr(orbit_tracks.Renderer, "render",
                          lambda renderer, pose, camera, seed: pipeline.render(renderer, pose, camera, seed))
            return evaluate_orbit(SEED, RATE_HZ, SceneConfig())
    return run


def test_the_truth_keeps_its_ids_and_grows_unsure_of_what_it_does_not_see(orbit):
    scores = orbit()
    assert scores.changes == ()
    assert len(scores.sightings) == THINGS
    assert min(scores.sightings.values()) > 0
    assert scores.returns > THINGS
    assert scores.moved is not None
    assert any(claim.at_old_place and not claim.visible for claim in scores.moved.claims)
    assert scores.moved.false_claims == ()
    assert scores.reached


def test_new_ids_after_half_a_minute_are_one_change_of_each_thing_and_stale_certainty_is_a_false_claim(orbit):
    def renamed(step, objects):
        return tuple(replace(item, id=item.id + 100) if step > 15 else item for item in objects)

    scores = orbit(change=renamed, growth_m=0.0)
    assert len(scores.changes) == THINGS
    assert {change.after - change.before for change in scores.changes} == {100}
    assert scores.moved is not None
    assert scores.moved.false_claims  # as sure of the old place as when it was seen there
    assert not scores.reached
    content = json.loads(json.dumps(orbit_json([scores])))
    assert len(content["orbits"][0]["identity_changes"]) == THINGS
    for text in (orbit_text([scores]), orbit_markdown([scores])):
        assert f"seed {SEED}" in text
        assert "missed" in text
