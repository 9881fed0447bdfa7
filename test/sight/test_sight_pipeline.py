"""Scenes of colour alone: where the model is right, the scene is; where it is not sure, nor is the scene."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from knowing import SURE, WORDS, KnowingVision, encoded_truth

from spatialgeo_ros.errors import CameraError, InputError
from spatialgeo_ros.runtimes.vision import Encoded, ReadRegions, RegionCamera
from spatialgeo_ros.sight.boxes import STD_PER_SCALE
from spatialgeo_ros.sight.looking import Sight
from spatialgeo_ros.sight.pipeline import SeeingPipeline
from spatialgeo_ros.types import (
    CameraFrame,
    DepthSource,
    GravitySource,
    NamedBox,
    ObjectKind,
    PinholeCamera,
    Scene,
    SceneObject,
)
from spatialgeo_ros.world.rgb_views import CLASS_WORDS, COLOUR_WORDS, RgbView


def seen(view: RgbView, encoded: Encoded | None = None, closer: bool = True, **changes: object) -> Scene:
    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    vision = KnowingVision(view, encoded, closer)
    return SeeingPipeline(Sight(vision)).step(replace(frame, **changes))  # type: ignore[arg-type]


def well_seen(view: RgbView) -> list[np.void]:
    return [row for row in view.things if row["kind"] == ObjectKind.OBJECT and row["fraction"] > 0.8 and not row["border"]
            and row["pixels"] > 100]


def found_as(scene: Scene, row: np.void, scale: float = 1.0) -> SceneObject:
    """The object at the middle of a true thing's image box."""
    left, top, right, bottom = row["bbox"] * scale
    boxes = [(item, item.bbox_xyxy_px) for item in scene.objects if item.bbox_xyxy_px is not None]
    return min((item for item, _ in boxes if item.kind is ObjectKind.OBJECT), key=lambda item: float(np.abs(
        np.subtract(item.bbox_xyxy_px, (left, top, right, bottom))).sum()))


def test_true_depth_and_affinities_give_the_true_scene(view: RgbView) -> None:
    scene = seen(view)
    rows = well_seen(view)
    assert len(rows) >= 2
    for row in rows:
        item = found_as(scene, row)
        centre = scene.reference_from_viewer.inverse().apply(item.centre_ref)
        np.testing.assert_allclose(centre, row["box_centre"], atol=0.06)
        assert item.box.size_m[2] == pytest.approx(row["high"][2] - row["low"][2], rel=0.2, abs=0.02)
        np.testing.assert_allclose(item.bbox_xyxy_px, row["bbox"], atol=6)
        assert item.label == CLASS_WORDS[row["word"]]
        assert item.colours[0] == COLOUR_WORDS[row["colour"]]
    assert scene.depth_source is DepthSource.PREDICTED
    assert scene.depth_m is not None
    assert scene.depth_m.shape == view.rgb.shape[:2]
    assert any(item.kind is ObjectKind.SUPPORT for item in scene.objects)


def test_a_larger_image_of_the_same_gives_the_same_scene(view: RgbView) -> None:
    rgb = view.rgb.repeat(2, axis=0).repeat(2, axis=1)  # scaled down again it is what the other one is
    camera = view.camera
    cx, cy = (2 * (centre + 0.5) - 0.5 for centre in (camera.cx, camera.cy))
    large = PinholeCamera(576, 768, 2 * camera.fx, 2 * camera.fy, cx, cy)
    scene, other = seen(view), seen(view, rgb=rgb, camera=large)
    assert len(other.objects) == len(scene.objects)
    assert other.camera == large
    assert other.id_image is not None and other.id_image.shape == (576, 768)
    for row in well_seen(view):
        one, two = found_as(scene, row), found_as(other, row, 2.0)
        np.testing.assert_allclose(one.centre_ref, two.centre_ref, atol=1e-3)
        assert two.pixel_count == pytest.approx(4 * one.pixel_count, abs=3)  # both are rounded
        assert two.bbox_xyxy_px == pytest.approx(np.multiply(one.bbox_xyxy_px, 2), abs=2.6)


def test_depth_is_metric_by_the_focal_length(view: RgbView) -> None:
    # canonical depth is of the image alone: the same image through a lens twice as long shows things twice as far away
    camera = view.camera
    long = replace(camera, fx=2 * camera.fx, fy=2 * camera.fy)
    near, far = seen(view), seen(view, camera=long)
    assert near.depth_m is not None and far.depth_m is not None
    np.testing.assert_allclose(far.depth_m, 2 * near.depth_m, rtol=1e-4)


def test_a_guessed_camera_is_that_of_the_frame(view: RgbView) -> None:
    rgb = cv2.resize(view.rgb, (768, 576))
    camera = Sight(KnowingVision(view)).guessed_camera(rgb)
    assert (camera.width, camera.height) == (768, 576)
    assert camera.fx == pytest.approx(2 * view.camera.fx, rel=1e-4)


def test_up_is_guessed_where_nobody_says_it(view: RgbView) -> None:
    scene = seen(view, up_ref=None, gravity_source=GravitySource.UNKNOWN)
    assert scene.gravity_source is GravitySource.PREDICTED
    np.testing.assert_allclose(scene.reference_from_viewer.rotation[:, 2], view.up_camera, atol=1e-6)
    assert seen(view).gravity_source is GravitySource.PARAMETER


def test_what_depth_admits_of_error_is_in_the_position(view: RgbView) -> None:
    sure, unsure = seen(view, encoded_truth(view, 0.01)), seen(view, encoded_truth(view, 0.1))
    for row in well_seen(view):
        small, large = (found_as(scene, row) for scene in (sure, unsure))
        distance = float(np.linalg.norm(large.centre_ref))
        along = large.centre_ref / distance
        growth = along @ (large.centre_cov_m2 - small.centre_cov_m2) @ along
        assert growth == pytest.approx(STD_PER_SCALE**2 * (0.1**2 - 0.01**2) * distance**2, rel=0.1)
        assert np.all(large.size_std_m > 0.09 * large.box.size_m)


def test_the_model_is_told_of_lens_and_gravity(view: RgbView) -> None:
    camera = PinholeCamera(720, 1280, 1000.0, 1000.0, 600.0, 400.0)
    frame = CameraFrame(cv2.resize(view.rgb, (1280, 720)), None, camera, 1, up_ref=view.up_camera)
    vision = KnowingVision(view)
    Sight(vision).look(frame)
    known = vision.known
    assert known.log_focal == pytest.approx(np.log(1000 / 1280))
    np.testing.assert_allclose(known.centre, (600.5 / 1280, (400.5 * 0.2 + 24) / 192), atol=1e-6)
    assert known.up is not None
    np.testing.assert_allclose(known.up, view.up_camera, atol=1e-6)
    Sight(vision).look(replace(frame, up_ref=None))
    assert vision.known.up is None


def test_images_that_the_model_does_not_know_are_refused_and_not_named(view: RgbView,
                                                                       caplog: pytest.LogCaptureFixture) -> None:
    class Stranger(KnowingVision):
        def strangeness(self, encoded: Encoded) -> float:
            return 0.1

    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    pipeline = SeeingPipeline(Sight(Stranger(view)))
    with pytest.raises(InputError, match="not learned from images like this") as refusal:
        pipeline.step(frame)
    assert refusal.value.cause == "unsure"
    depth = np.asarray(cv2.resize(view.depth_m.astype(np.float32), view.rgb.shape[1::-1]), np.float32)
    measured = replace(frame, depth_m=depth)
    for _ in range(2):
        scene = pipeline.step(measured)
        assert scene.objects, "what was measured stays"
        assert not any(item.label or item.guesses for item in scene.objects if item.kind is ObjectKind.OBJECT)
    assert [record.levelname for record in caplog.records] == ["WARNING"], "told once"
    known = SeeingPipeline(Sight(KnowingVision(view))).step(measured)
    assert any(item.label for item in known.objects if item.kind is ObjectKind.OBJECT)


def test_what_a_closer_look_takes_for_ground_is_no_thing(view: RgbView) -> None:
    class Sober(KnowingVision):
        def look_closer(self, pictures: np.ndarray) -> np.ndarray:
            told = np.zeros((len(pictures), len(WORDS)), np.float32)
            told[:, WORDS.index("floor")] = 3 * SURE
            return told

        def read_regions(self, regions: np.ndarray, camera: RegionCamera) -> ReadRegions:
            read = super().read_regions(regions, camera)
            classes = np.zeros_like(read.classes)
            classes[:, CLASS_WORDS.index("floor")] = 3 * SURE
            return replace(read, classes=classes)

    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    scene = SeeingPipeline(Sight(Sober(view))).step(frame)
    assert not [item for item in scene.objects if item.kind is ObjectKind.OBJECT]
    assert any(item.kind is ObjectKind.SUPPORT for item in scene.objects)
    assert scene.id_image is not None
    assert not scene.id_image.any()


def test_a_thing_whose_place_the_tokens_do_not_know_is_not_told(view: RgbView) -> None:
    class Lost(KnowingVision):
        def read_regions(self, regions: np.ndarray, camera: RegionCamera) -> ReadRegions:
            read = super().read_regions(regions, camera)
            return replace(read, log_scatter=np.zeros_like(read.log_scatter))

    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    assert not [item for item in SeeingPipeline(Sight(Lost(view))).step(frame).objects if item.kind is ObjectKind.OBJECT]


def test_depth_that_runs_out_into_what_is_behind_makes_no_thing_deep(view: RgbView) -> None:
    encoded = encoded_truth(view)
    log_depth, rows = encoded.log_depth.copy(), well_seen(view)
    for row in rows:
        high = np.nonzero(view.ids == row["id"])[0]
        log_depth[view.ids == row["id"]] += 0.25 * (high.max() - high) / np.ptp(high)  # tops lean back by a quarter
    smeared = seen(view, replace(encoded, log_depth=log_depth.astype(np.float32)))
    for row in rows:
        item = found_as(smeared, row)
        distance = float(np.linalg.norm(row["box_centre"]))
        assert np.linalg.norm(item.centre_ref) == pytest.approx(1.13 * distance, rel=0.12)  # by its middle pixel
        assert item.box.size_m[:2].max() < 0.2 * distance + 1.5 * float((row["high"] - row["low"])[:2].max())


def test_segments_hardly_likely_to_be_things_are_left_out(view: RgbView, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = [], []
    for found, odds in ((few, 5.0), (many, -5.0)):
        monkeypatch.setattr("spatialgeo_ros.sight.pipeline._LEAST_ODDS", odds)
        found += [item for item in seen(view).objects if item.kind is ObjectKind.OBJECT]
    assert len(few) < len(many)


def test_words_the_model_is_not_sure_of_are_not_told(view: RgbView) -> None:
    encoded = encoded_truth(view)
    scene = seen(view, replace(encoded, embedding=np.zeros_like(encoded.embedding)), closer=False)
    things = [item for item in scene.objects if item.kind is ObjectKind.OBJECT]
    assert things
    assert {item.label for item in things} == {""}


def test_depth_without_any_certainty_is_none(view: RgbView) -> None:
    encoded = encoded_truth(view)
    scatter = encoded.log_scatter.copy()
    scatter[:, :40] = 1.0
    scene = seen(view, replace(encoded, log_scatter=scatter))
    assert scene.depth_m is not None
    assert not scene.depth_m[:, :117].any()
    assert (scene.depth_m[:, 123:] > 0).mean() > 0.99, "between, errors are between"


def test_an_image_the_model_knows_nothing_of_is_refused(view: RgbView) -> None:
    encoded = encoded_truth(view)
    with pytest.raises(InputError, match="cannot tell how far") as refusal:
        seen(view, replace(encoded, log_scatter=np.full_like(encoded.log_scatter, 1.0)))
    assert refusal.value.cause == "unsure"


def test_with_a_sensor_depth_is_measured_and_things_are_named(view: RgbView) -> None:
    depth = cv2.resize(view.depth_m.astype(np.float32), view.rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    encoded = encoded_truth(view)
    scene = seen(view, replace(encoded, log_depth=encoded.log_depth + 1.0), depth_m=depth)
    assert scene.depth_source is DepthSource.SENSOR
    assert scene.depth_m is None
    row = max(well_seen(view), key=lambda one: int(one["pixels"]))
    item = found_as(scene, row)
    assert item.label == CLASS_WORDS[row["word"]]
    assert np.linalg.norm(item.centre_ref) == pytest.approx(np.linalg.norm(row["box_centre"]), rel=0.15)


def test_true_segments_may_be_given(view: RgbView) -> None:
    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    ids = np.zeros(view.rgb.shape[:2], np.uint16)
    ids[60:120, 90:150], ids[200:240, 30:60] = 4, 9  # whatever the image shows
    scene = SeeingPipeline(Sight(KnowingVision(view))).step(frame, instances=ids)
    things = [item for item in scene.objects if item.kind is ObjectKind.OBJECT]
    assert len(things) == 2
    assert scene.id_image is not None
    for number, left, top in ((4, 90, 60), (9, 30, 200)):
        shown = scene.id_image == scene.id_image[top + 20, left + 15]
        assert (shown & (ids == number)).sum() / (shown | (ids == number)).sum() > 0.9


def test_a_detector_knows_better(view: RgbView) -> None:
    row = max(well_seen(view), key=lambda one: int(one["pixels"]))
    frame = CameraFrame(cv2.resize(view.rgb, (768, 576)), None, replace(
        view.camera, width=768, height=576, fx=2 * view.camera.fx, fy=2 * view.camera.fy, cx=2 * view.camera.cx + 0.5,
        cy=2 * view.camera.cy + 0.5), 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    left, top, right, bottom = (float(side) * 2 for side in row["bbox"])
    scene = SeeingPipeline(Sight(KnowingVision(view))).step(
        frame, [NamedBox("gadget", 0.9, (left, top, right, bottom))])
    assert found_as(scene, row, 2.0).label == "gadget"


def test_further_words_are_told_where_the_model_knows_them(view: RgbView, caplog: pytest.LogCaptureFixture) -> None:
    vision = KnowingVision(view)
    sight = Sight(vision, ("red", "gizmo"))
    assert "gizmo" in caplog.text and "'red'" not in caplog.text
    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    assert SeeingPipeline(sight).step(frame).objects


def test_a_camera_without_calibration_is_refused(view: RgbView) -> None:
    with pytest.raises(CameraError, match="calibration"):
        seen(view, camera=replace(view.camera, fx=0.0))


def test_a_scene_keeps_its_ids(view: RgbView) -> None:
    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    pipeline = SeeingPipeline(Sight(KnowingVision(view)))
    first = pipeline.step(frame)
    second = pipeline.step(replace(frame, stamp_ns=100_000_000))
    assert [item.id for item in first.objects] == [item.id for item in second.objects]
    pipeline.reset()
    assert pipeline.step(replace(frame, stamp_ns=200_000_000)).objects[0].id == 1
