"""What the segmentation network of predicted depth is told beside the image."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from knowing import SURE, true_affinities

from spatialgeo_ros.scene.network import int8_of
from spatialgeo_ros.scene.partition import FAR_OFFSETS
from spatialgeo_ros.scene.segmenter import WEIGHTS as MEASURED
from spatialgeo_ros.sight.outlines import CHANNELS, GROUNDS, WEIGHTS, mirrored_told, open_segmenter, told_of
from spatialgeo_ros.world.rgb_views import RgbView

FAR = slice(3, 3 + len(FAR_OFFSETS))
SCATTER, NORMALS = FAR.stop, slice(FAR.stop + 1, FAR.stop + 4)


def told(ids: np.ndarray, normals: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """ids: (h, w). normals: (3, h, w). floor: (h / 2, w / 2) probability."""
    grounds = np.zeros((len(GROUNDS), *floor.shape), np.float32)
    grounds[GROUNDS.index("floor")] = floor
    return told_of(true_affinities(ids), np.full(ids.shape, -2.5, np.float32), normals, grounds)


@pytest.fixture
def seen(view: RgbView) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return (view.ids, rng.normal(size=(3, *view.ids.shape)).astype(np.float32),
            rng.uniform(size=(view.ids.shape[0] // 2, view.ids.shape[1] // 2)).astype(np.float32))


def test_every_channel_says_what_it_is_to_say(seen: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    ids, normals, floor = seen
    out = told(ids, normals, floor)
    assert out.shape == (CHANNELS, *ids.shape) and out.dtype == np.float32
    np.testing.assert_array_equal(out[0], np.where(ids > 0, SURE, -SURE) / 4)
    alike = (ids[:, :-1] == ids[:, 1:]) & (ids[:, :-1] > 0)
    np.testing.assert_array_equal(out[1][:, :-1], np.where(alike, SURE, -SURE) / 4)
    np.testing.assert_array_equal(out[FAR][:, ::2, ::2], true_affinities(ids)[12:] / 4)
    np.testing.assert_array_equal(out[FAR][:, 1::2, 1::2], out[FAR][:, ::2, ::2])
    np.testing.assert_allclose(out[SCATTER], -0.5)
    np.testing.assert_array_equal(out[NORMALS], normals)
    np.testing.assert_allclose(out[NORMALS.stop + GROUNDS.index("floor")][::2, ::2], 2 * floor - 0.2, atol=1e-6)
    np.testing.assert_allclose(out[-1][::2, ::2], 2 * (1 - floor) - 0.2, atol=1e-6)  # what is no floor is a thing


def test_odds_beyond_doubt_are_no_larger(seen: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    ids, normals, floor = seen
    grounds = np.zeros((len(GROUNDS), *floor.shape), np.float32)
    out = told_of(100 * true_affinities(ids), np.zeros(ids.shape, np.float32), normals, grounds)
    assert np.abs(out[:FAR.stop]).max() == 2.0


def test_what_is_told_of_a_mirrored_view_is_mirrored(seen: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    ids, normals, floor = seen
    ids = np.repeat(np.repeat(ids[::2, ::2], 2, axis=0), 2, axis=1)  # blocks of one thing: the first pixel of each is the last
    across = np.array([-1, 1, 1], np.float32)[:, None, None]
    expected = told(ids[:, ::-1].copy(), normals[..., ::-1] * across, floor[:, ::-1])
    out = mirrored_told(told(ids, normals, floor))
    inside = np.s_[:, :, :ids.shape[1] - 2 * max(columns for _, columns in FAR_OFFSETS)]  # what is beyond is rolled in
    np.testing.assert_allclose(out[inside], expected[inside], atol=1e-6)
    assert not np.allclose(out[FAR][:, :, 60], told(ids, normals, floor)[FAR][:, :, 60])


def test_there_is_a_network_for_it_and_none_in_8_bits() -> None:
    assert WEIGHTS.is_file() and not int8_of(WEIGHTS).exists() and int8_of(MEASURED).is_file()
    assert not open_segmenter("onnxruntime_int8")._network.in_bytes


def test_either_runtime_says_the_same() -> None:
    features = np.random.default_rng(0).normal(size=(27 + CHANNELS, 48, 64)).astype(np.float32)
    one, other = (open_segmenter(runtime)._told(features) for runtime in ("opencv", "onnxruntime"))
    np.testing.assert_allclose(one, other, atol=2e-3)
