"""A real room measured again with the truth: who is to blame, calibration margins, and the page of worst cases."""

import numpy as np
import pytest

pytest.importorskip("open3d", reason="the simulated camera needs Open3D")

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.evaluation import retrials
from spatialgeo_ros.evaluation.causes import Cause
from spatialgeo_ros.evaluation.contact_sheet import COLUMNS, TEXT_PX, TILE_PX, ContactSheet
from spatialgeo_ros.evaluation.margins import MIRRORED, stated_margins
from spatialgeo_ros.evaluation.retrials import Retrial, all_checks
from spatialgeo_ros.evaluation.room_frame import room_frame
from spatialgeo_ros.evaluation.rooms import RoomOutcome, camera_frame
from spatialgeo_ros.evaluation.true_scene import true_scene
from spatialgeo_ros.scene.probability import chance
from spatialgeo_ros.types import ObjectKind, Predicate
from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose
from spatialgeo_ros.world.truth import truth_of

SEED = 1003


@pytest.fixture(scope="module")
def seen():
    """(view, truth, images) of one view."""
    room = make_room(SEED)
    renderer, pose = Renderer(room), camera_pose(room, 0.0)
    view = renderer.render(pose, CAMERA, 0)
    return view, truth_of(room, view, pose, CAMERA), camera_frame(
        view.rgb, sense(view, renderer.surfaces.weakness, 0), pose, 1)


@pytest.fixture(scope="module")
def ideal(seen):
    """What true boxes on what is visible give."""
    view, truth, images = seen
    return true_scene(truth, view.id_image, images, SceneConfig())


def framed(seen, scene):
    view, truth, _ = seen
    return room_frame("here", truth, view.id_image, scene)


def test_true_boxes_are_right_but_for_what_nobody_sees(seen, ideal):
    checks = all_checks(framed(seen, ideal))
    for group in ("found", "left/right", "front/behind", "height", "taller/shorter", "distance, centres"):
        assert all(check.right for check in checks if check.group == group), group
    assert np.mean([check.right for check in checks]) > 0.95


def test_the_stated_margins_are_those_the_relations_were_made_of(seen, ideal):
    margins = list(stated_margins(framed(seen, ideal), SceneConfig().relations))
    assert {item.predicate for item in margins} >= {*MIRRORED, Predicate.ABOVE, Predicate.NEAR}
    for item in margins:
        if item.predicate in (*MIRRORED, Predicate.NEAR):
            z = np.array([item.measured / item.sigma])
            assert chance(z, SceneConfig().relations.scatter)[0] == pytest.approx(item.probability, abs=1e-6)
        if item.predicate in MIRRORED:
            assert item.probability >= 0.5
            assert item.true == pytest.approx(item.measured, abs=0.02 if item.predicate == Predicate.WIDER else 1e-6)


class Given:
    """A pipeline that gives what the test wants and notes what it was given."""

    def __init__(self, scene, calls):
        self.scene, self.calls = scene, calls

    def step(self, images, names, instances):
        self.calls.append((images, instances))
        return self.scene


def blamed(seen, monkeypatch, ideal, base, with_segments, with_depth):
    calls = []
    scenes = iter((with_segments, with_depth))
    monkeypatch.setattr(retrials, "ScenePipeline", lambda config: Given(next(scenes), calls))
    view, _, images = seen
    frame = framed(seen, base)
    checks = all_checks(frame)
    return checks, Retrial(SceneConfig()).blame(checks, frame, view, images, ()), calls


def test_what_true_segments_put_right_is_segmentation(seen, ideal, monkeypatch):
    checks, found, calls = blamed(seen, monkeypatch, ideal, None, ideal, ideal)
    causes = {item.cause for item in found}
    assert causes <= {Cause.MISSED, Cause.DEFINITION}
    assert sum(item.cause is Cause.MISSED for item in found) > len(checks) / 2
    view, truth, images = seen
    (noisy, instances), (exact, same_instances) = calls
    np.testing.assert_array_equal(noisy.depth_m, images.depth_m)
    np.testing.assert_array_equal(exact.depth_m, view.depth_m)
    things = {item.id for item in truth.objects if item.kind is ObjectKind.OBJECT}
    assert set(np.unique(instances)) == {0, *things}
    np.testing.assert_array_equal(instances, same_instances)


def test_what_only_true_depth_or_true_boxes_put_right_is_depth_or_box(seen, ideal, monkeypatch):
    _, found, _ = blamed(seen, monkeypatch, ideal, None, None, ideal)
    assert {item.cause for item in found} <= {Cause.DEPTH, Cause.DEFINITION}
    _, found, _ = blamed(seen, monkeypatch, ideal, None, None, None)
    assert {item.cause for item in found} <= {Cause.BOX, Cause.DEFINITION}


def test_the_contact_sheet_shows_the_worst_of_each_group(seen, ideal, tmp_path):
    frame = framed(seen, None)
    checks = all_checks(frame)
    outcome = RoomOutcome(frame, seen[0].rgb, checks, 0, 1.0)
    sheet = ContactSheet(cases=5, of_each_group=1)
    sheet.add(outcome)
    picture = sheet.picture()
    groups = {check.group for check in checks if check.group.startswith("found")}
    rows = -(-len(groups) // COLUMNS)
    assert picture.shape == (rows * (TILE_PX[0] + TEXT_PX), COLUMNS * TILE_PX[1], 3)
    assert sheet.save(tmp_path / "worst.png")
    assert (tmp_path / "worst.png").stat().st_size > 1000


def test_nothing_wrong_makes_no_sheet(seen, ideal, tmp_path):
    frame = framed(seen, ideal)
    sheet = ContactSheet()
    sheet.add(RoomOutcome(frame, seen[0].rgb, tuple(check for check in all_checks(frame) if check.right), 0, 1.0))
    assert sheet.picture() is None
    assert not sheet.save(tmp_path / "worst.png")
