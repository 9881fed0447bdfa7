"""Boxes of hand-made things, from pixels that are known to be theirs."""

from __future__ import annotations

import numpy as np
import pytest
from seen_blocks import Box, frame_of, looking_down

from spatialgeo_ros.config import SceneConfig, TrackConfig
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import ObjectKind, SceneObject

RED = (200, 40, 40)


def measured(boxes: list[Box], back: float = 1.0, seed: int = 0) -> SceneObject:
    """The one thing that these boxes make up."""
    pose = looking_down(camera_height=0.8, back=back, pitch=0.8 / (0.5 + back))
    with_them, without = (frame_of(content, pose=pose, seed=seed) for content in (boxes, []))
    assert with_them.depth_m is not None and without.depth_m is not None
    instances = (np.abs(with_them.depth_m - without.depth_m) > 1e-6).astype(np.uint16)
    config = SceneConfig(tracks=TrackConfig(confirm_frames=1))
    scene = ScenePipeline(config).step(with_them, instances=instances)
    return next(item for item in scene.objects if item.kind == ObjectKind.OBJECT)


def test_the_few_pixels_of_a_handle_that_points_away_count() -> None:
    pan: Box = ((0.0, 0.0, 0.0), (0.2, 0.2, 0.05), RED)
    handle: Box = ((0.0, 0.18, 0.03), (0.02, 0.16, 0.015), RED)
    item = measured([pan, handle])
    assert max(item.box.size_m[:2]) == pytest.approx(0.36, abs=0.015)
    assert item.box.size_m[2] == pytest.approx(0.05, abs=0.008)


def test_noise_of_depth_makes_nothing_taller_nor_deeper() -> None:
    sizes = np.array([measured([((0.0, 0.0, 0.0), (0.2, 0.15, 0.12), RED)], back=1.4, seed=seed).box.size_m
                      for seed in range(3)])
    np.testing.assert_allclose(sizes.mean(axis=0), [0.2, 0.15, 0.12], atol=0.008)
    np.testing.assert_allclose(sizes[:, 2], 0.12, atol=0.004)
