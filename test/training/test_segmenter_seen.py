"""What the segmentation network of predicted depth learns from, and that it learns."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from knowing import KnowingVision

from spatialgeo_ros.scene.network import int8_of
from spatialgeo_ros.scene.segmenter import OUTPUTS, Segmenter
from spatialgeo_ros.sight.looking import Look, Sight
from spatialgeo_ros.sight.outlines import CHANNELS, JOINING, WEIGHTS, mirrored_told
from spatialgeo_ros.training.segmenter import SegmenterTraining, train_segmenter
from spatialgeo_ros.training.segmenter_seen import FIRST_SEED, seen_room, seen_view, varied_seen
from spatialgeo_ros.training.segmenter_views import KINDS, TOLD_STEPS, TrainingView, kinds_of
from spatialgeo_ros.types import CameraFrame, GravitySource
from spatialgeo_ros.world.rgb_views import RgbView, room_views
from spatialgeo_ros.world.rooms import DEMO_SEEDS, HELD_OUT_SEEDS, TABLETOP, TUNING_SEEDS, make_room


@pytest.fixture(scope="module")
def view() -> RgbView:
    return room_views(1962, 1, 0)[0]


@pytest.fixture(scope="module")
def look(view: RgbView) -> Look:
    frame = CameraFrame(view.rgb, None, view.camera, 1, up_ref=view.up_camera, gravity_source=GravitySource.PARAMETER)
    return Sight(KnowingVision(view)).look(frame)


@pytest.fixture(scope="module")
def seen(view: RgbView, look: Look) -> TrainingView:
    ids = np.asarray(cv2.resize(view.ids, view.rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    return seen_view(look, ids, kinds_of(make_room(1962, TABLETOP)))


def test_no_room_of_demo_tuning_or_scores_is_learned_from() -> None:
    assert max(*DEMO_SEEDS, *TUNING_SEEDS, *HELD_OUT_SEEDS) < FIRST_SEED


def test_a_view_has_the_image_what_is_in_it_and_what_was_told_of_it(view: RgbView, look: Look, seen: TrainingView) -> None:
    assert look.seen.predicted is not None
    assert seen.rgb.shape == (192, 256, 3)
    assert seen.ids.shape == seen.relief.shape == seen.known.shape == (192, 256)
    np.testing.assert_array_equal(seen.ids[::2, ::2], view.ids)
    assert seen.blocks.shape == (7, 96, 128) and seen.blocks[6].mean() > 0.2, "most of what is seen is over some surface"
    assert seen.told.shape == (CHANNELS, 96, 128)
    np.testing.assert_allclose(seen.told / TOLD_STEPS, look.seen.predicted.told, atol=0.011)
    words = {KINDS[kind] for kind in seen.kinds[np.unique(seen.ids[seen.ids > 0])] if kind}
    assert len(words) >= 2


def test_views_vary_and_are_mirrored_as_a_whole(seen: TrainingView) -> None:
    rng = np.random.default_rng(0)
    mirrored = 0
    for _ in range(20):
        other = varied_seen(seen, rng)
        turned = not np.array_equal(other.ids, seen.ids)
        mirrored += turned
        expected = mirrored_told(seen.told) if turned else seen.told
        assert np.array_equal(other.told, expected) or not other.told.any()
        np.testing.assert_array_equal(other.ids, seen.ids[:, ::-1] if turned else seen.ids)
        np.testing.assert_array_equal(other.blocks[0], -seen.blocks[0][:, ::-1] if turned else seen.blocks[0])
    assert 3 < mirrored < 17


def test_a_room_is_seen_from_places_that_show_something(view: RgbView) -> None:
    views = seen_room(FIRST_SEED, Sight(KnowingVision(view)))
    assert len(views) >= 4
    assert all(len(np.unique(each.ids)) > 3 for each in views)
    again = seen_room(FIRST_SEED, Sight(KnowingVision(view)))
    assert all(np.array_equal(one.rgb, other.rgb) for one, other in zip(views, again, strict=True))


def test_it_learns_from_what_a_model_tells(tmp_path: Path, view: RgbView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatialgeo_ros.training.segmenter_joining._STEPS", 300)
    monkeypatch.setattr("spatialgeo_ros.training.segmenter_seen._sight", lambda model: Sight(KnowingVision(view)))
    told: list[str] = []
    training = SegmenterTraining(rooms=3, views=6, batch=2, judge_every=2, threads=1, model="nano")
    path = train_segmenter(training, tmp_path, told.append)
    assert path.name == WEIGHTS.name and not int8_of(path).exists()
    segmenter = Segmenter(path, told=CHANNELS)
    features = np.zeros((27 + CHANNELS, 96, 128), np.float32)
    assert segmenter._told(features).shape == (OUTPUTS, 96, 128)
    card = json.loads(path.with_suffix(".json").read_text())
    assert card["training"]["model"] == "nano" and card["first_seed"] == FIRST_SEED
    assert (tmp_path / JOINING.name).exists() or any("joining was not learned" in line for line in told), told
