"""The bundled network, run by whatever OpenCV is installed, and by ONNX Runtime where that is."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from seen_blocks import frame_of

from spatialgeo_ros.config import SceneConfig, with_overrides
from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene.level_view import LevelView, level_view, working_depth
from spatialgeo_ros.scene.network import int8_of, resolved
from spatialgeo_ros.scene.partition import FAR_OFFSETS
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.scene.segmenter import WEIGHTS, Segmenter
from spatialgeo_ros.scene.view_features import (
    BYTE_CHANNELS,
    CHANNELS,
    PER_UNIT,
    PIXEL_CHANNELS,
    ZERO,
    byte_features,
    in_bytes,
    view_features,
)
from spatialgeo_ros.types import CameraFrame, PinholeCamera


def view_of(frame: CameraFrame) -> LevelView:
    config = SceneConfig()
    working = working_depth(frame, config.depth, config.segments.work_width)
    assert frame.up_ref is not None
    viewer = levelled_viewer(frame.reference_from_camera, frame.up_ref)
    return level_view(frame, working, viewer.inverse() @ frame.reference_from_camera)


@pytest.fixture(scope="module")
def block_view() -> LevelView:
    return view_of(frame_of([((0.0, 0.1, 0.0), (0.16, 0.12, 0.14), (40, 60, 190))]))


def test_features_say_what_their_names_say(block_view: LevelView) -> None:
    above = block_view.height_m + np.float32(0.7)  # the table is 0.7 m below the camera
    features = view_features(block_view, above)
    assert features.shape == (CHANNELS, 120, 160)
    assert features.dtype == np.float32
    assert np.isfinite(features).all()
    lab = block_view.lab[::2, ::2].astype(np.float32) / 64 - 2
    np.testing.assert_allclose(features[[0, 4, 8]], lab.transpose(2, 0, 1), atol=1e-6)
    table = (np.abs(above[::2, ::2]) < 0.004) & block_view.valid[::2, ::2]
    assert np.median(features[22][table]) > 0.97, "the table's normal is up"
    assert np.abs(np.median(features[20][table])) < 0.05
    range_m = np.linalg.norm(block_view.points[::2, ::2], axis=-1)
    assert np.abs(np.exp(features[23][table]) / range_m[table] - 1).mean() < 0.01
    assert np.abs(features[24][table] - block_view.height_m[::2, ::2][table]).mean() < 0.01
    assert np.median(features[25][table]) == pytest.approx(0.0, abs=0.03)


def test_unknown_heights_and_depths_are_zero_not_infinite(block_view: LevelView) -> None:
    features = view_features(block_view, np.full(block_view.shape, np.inf, np.float32))
    assert not features[25:27].any()
    assert np.isfinite(features).all()


def test_it_tells_the_block_from_the_table(block_view: LevelView) -> None:
    said, looks = Segmenter().see(block_view, block_view.height_m + np.float32(0.7))
    np.testing.assert_array_equal(looks.lab, block_view.lab)
    np.testing.assert_array_equal(looks.blocks, view_features(block_view, block_view.height_m + np.float32(0.7))[20:])
    for plane in (said.thing, said.right, said.down):
        assert plane.shape == block_view.shape
    assert said.far.shape == (len(FAR_OFFSETS), 120, 160)
    near = block_view.valid & (block_view.working.depth_m < 1.6)
    height = block_view.height_m + 0.7
    assert np.mean(said.thing[near & (height > 0.03)] > 0) > 0.95
    assert np.mean(said.thing[near & (np.abs(height) < 0.004)] < 0) > 0.95


def test_a_missing_network_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no segmentation network at .*nothing.onnx.*spatialgeo train segmenter"):
        Segmenter(tmp_path / "nothing.onnx")


def test_a_broken_network_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"this is no network")
    with pytest.raises(ModelError, match="cannot read the segmentation network"):
        Segmenter(path)


def test_the_card_says_how_the_weights_were_made_and_what_they_score() -> None:
    card = json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))
    assert card["made_by"].startswith("spatialgeo train segmenter")
    assert card["first_seed"] >= 100000, "no room of demo, tuning or scores"
    scores = card["judged_on_rooms_not_learned_from"]
    assert 0.8 < scores["thing_iou"] <= 1
    assert 0.8 < scores["parted"] <= 1


def test_a_network_of_another_version_is_told_when_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatialgeo_ros.scene.segmenter.OUTPUTS", 22)
    with pytest.raises(ModelError, match="has 34 outputs, expected 22"):
        Segmenter()


def test_one_network_serves_images_of_changing_size(block_view: LevelView) -> None:
    segmenter, above = Segmenter(), block_view.height_m + np.float32(0.7)
    before = segmenter.see(block_view, above)[0].thing
    small = PinholeCamera(240, 424, 300.0, 300.0, 211.0, 119.0)
    other = view_of(frame_of([((0.0, 0.1, 0.0), (0.16, 0.12, 0.14), (40, 60, 190))], small))
    assert segmenter.see(other, other.height_m + np.float32(0.7))[0].thing.shape == other.shape
    np.testing.assert_allclose(segmenter.see(block_view, above)[0].thing, before, atol=1e-4)


def test_features_in_bytes_are_the_same_in_steps(block_view: LevelView) -> None:
    above = block_view.height_m + np.float32(0.7)
    floats = view_features(block_view, above)
    bytes_, blocks = byte_features(block_view, above)
    np.testing.assert_array_equal(bytes_, in_bytes(floats))
    np.testing.assert_array_equal(blocks, floats[PIXEL_CHANNELS:])
    assert bytes_.shape == (BYTE_CHANNELS, *floats.shape[1:]) and (bytes_[CHANNELS:] == ZERO).all()
    back = (bytes_[:CHANNELS].astype(np.float32) - ZERO) / PER_UNIT
    within = np.abs(floats) < 120 / PER_UNIT
    assert within.mean() > 0.99
    assert (np.abs(back - floats) <= 0.501 / PER_UNIT)[within].all()


def test_onnxruntime_says_what_opencv_says(block_view: LevelView) -> None:
    pytest.importorskip("onnxruntime", reason="an extra")
    above = block_view.height_m + np.float32(0.7)
    by_opencv, by_onnxruntime = (Segmenter(runtime=runtime).see(block_view, above)[0] for runtime in ("opencv", "onnxruntime"))
    for name in ("thing", "right", "down", "far"):
        np.testing.assert_allclose(getattr(by_onnxruntime, name), getattr(by_opencv, name), atol=1e-3, err_msg=name)


def test_eight_bits_say_nearly_what_floats_say(block_view: LevelView) -> None:
    pytest.importorskip("onnxruntime", reason="an extra")
    above = block_view.height_m + np.float32(0.7)
    floats, bytes_ = (Segmenter(runtime=runtime).see(block_view, above)[0] for runtime in ("onnxruntime", "onnxruntime_int8"))
    for name in ("thing", "right", "down", "far"):
        expected, said = getattr(floats, name), getattr(bytes_, name)
        assert 0 < np.sqrt(np.mean((said - expected) ** 2)) < 0.2 * expected.std(), name
        sure = np.abs(expected) > 1.0
        assert np.mean((said > 0)[sure] == (expected > 0)[sure]) > 0.999, name


def test_settings_choose_the_runtime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert resolved("opencv", WEIGHTS) == "opencv"
    installed = bool(importlib.util.find_spec("onnxruntime"))
    assert resolved("auto", WEIGHTS) == ("onnxruntime_int8" if installed else "opencv")
    assert resolved("auto", tmp_path / "own.onnx") == ("onnxruntime" if installed else "opencv"), "without a file in 8 bits"
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # as if it were not installed
    assert resolved("auto", WEIGHTS) == "opencv"
    faster = with_overrides(SceneConfig(), {"segments.runtime": "onnxruntime"})
    with pytest.raises(ModelError, match="segments.runtime is onnxruntime.*pip install onnxruntime"):
        ScenePipeline(faster)
    with pytest.raises(ModelError, match="pip install onnxruntime"):
        ScenePipeline().configure(faster)
    with pytest.raises(ModelError, match="segments.runtime is onnxruntime_int8.*pip install onnxruntime"):
        Segmenter(runtime="onnxruntime_int8")


def test_a_network_in_eight_bits_of_another_one_is_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("onnxruntime", reason="an extra")
    path = tmp_path / "own.onnx"
    path.write_bytes(WEIGHTS.read_bytes() + b"\x12\x01x")  # the same, by another producer
    int8_of(path).write_bytes(int8_of(WEIGHTS).read_bytes())
    with pytest.raises(ModelError, match="own_int8.onnx was made of another network than own.onnx"):
        Segmenter(path, "onnxruntime_int8")
    assert not Segmenter(path)._network.in_bytes
    assert "is not used" in caplog.text
    assert Segmenter(WEIGHTS)._network.in_bytes


def test_onnxruntime_tells_a_broken_network(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="an extra")
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"this is no network")
    with pytest.raises(ModelError, match="onnxruntime cannot read the segmentation network"):
        Segmenter(path, "onnxruntime")
    with pytest.raises(ModelError, match="onnxruntime_int8 cannot read .*broken_int8.onnx"):
        Segmenter(path, "onnxruntime_int8")
