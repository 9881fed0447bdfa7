"""What mixed pixels along a silhouette take over from their clean neighbours: the fast way against a slow obvious one."""

from __future__ import annotations

import numpy as np
import pytest
from seen_blocks import CAMERA, Box, frame_of, looking_down

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.geometry.pose import levelled_viewer
from spatialgeo_ros.scene import silhouettes
from spatialgeo_ros.scene.level_view import LevelView, level_view, working_depth
from spatialgeo_ros.scene.silhouettes import _FAR_REACH_PX, _LEVEL, _REACH_PX, _SAME, clean_points
from spatialgeo_ros.types import CameraFrame, FloatArray

NEIGHBOURS = ((0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1))


def slowly_regrown(labels: FloatArray, known: FloatArray, depth: FloatArray, height: FloatArray,
                   ramp: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Depth and known, one pixel at a time, all of a round from what was known before it."""
    depth, height, known = depth.copy(), height.copy(), known.copy()
    for step in range(_REACH_PX + _FAR_REACH_PX):
        found = {}
        for row in range(1, labels.shape[0] - 1):
            for column in range(1, labels.shape[1] - 1):
                sources = [(row + down, column + right) for down, right in NEIGHBOURS
                           if known[row + down, column + right] and labels[row + down, column + right] == labels[row, column]]
                if known[row, column] or not labels[row, column] or not sources:
                    continue
                own, other = depth[row, column], depth[sources[0]]
                level = abs(height[row, column] - height[sources[0]]) < _LEVEL * abs(height[sources[0]])
                agrees = (level or not ramp[row, column]) and abs(own - other) < _SAME * other
                if agrees or own == 0 or step < _REACH_PX:
                    place = (row, column) if agrees else sources[0]
                    found[row, column] = (depth[place], height[place])
        if not found:
            break
        for pixel, (value, rise) in found.items():
            depth[pixel], height[pixel], known[pixel] = value, rise, True
    return depth, known


@pytest.mark.parametrize("seed", range(3))
def test_pixels_take_the_depth_of_the_first_clean_neighbour_of_their_own_segment(seed: int) -> None:
    random = np.random.default_rng(seed)
    labels = np.kron(random.integers(0, 3, (4, 5)), np.ones((7, 9), int)).astype(np.int32)
    depth = (1 + 0.02 * random.normal(size=labels.shape)).astype(np.float32)
    depth[random.random(labels.shape) < 0.3] = 0
    depth[random.random(labels.shape) < 0.2] *= 1.5
    known = (random.random(labels.shape) < 0.03) & (labels > 0) & (depth > 0)
    ramp = random.random(labels.shape) < 0.1
    height = (-0.5 + 0.005 * random.normal(size=labels.shape)).astype(np.float32)
    found, all_known, restored = silhouettes._regrown(labels, known, depth, height, ramp)
    expected, expected_known = slowly_regrown(labels, known, depth, height, ramp)
    np.testing.assert_array_equal(all_known.reshape(labels.shape), expected_known)
    np.testing.assert_array_equal(found.reshape(labels.shape), expected)
    assert np.count_nonzero(expected_known) > 2 * np.count_nonzero(known)
    assert set(np.flatnonzero((expected != depth).ravel())) <= set(restored)


def seen(frame: CameraFrame) -> LevelView:
    config = SceneConfig()
    working = working_depth(frame, config.depth, config.segments.work_width)
    assert frame.up_ref is not None
    viewer = levelled_viewer(frame.reference_from_camera, frame.up_ref)
    return level_view(frame, working, viewer.inverse() @ frame.reference_from_camera)


def test_the_far_edge_of_a_lid_that_is_seen_at_a_glancing_angle_stays_level_with_the_lid() -> None:
    # taken for a step that the sensor smeared, it would get the depth of pixels before it, and come 1 cm too high
    pose = looking_down(camera_height=0.45, back=1.3, pitch=0.3)
    block: Box = ((0.0, 0.0, 0.0), (0.2, 0.12, 0.1), (200, 40, 40))
    view = seen(frame_of([block], CAMERA, pose))
    labels = (view.height_m > -0.44).astype(np.int32) * (np.abs(view.y_m - 1.3) < 0.08) * (np.abs(view.x_m) < 0.12)
    points, clean = clean_points(view, labels.astype(np.int32))
    lid = points[clean & (points[:, 2] > -0.37)]
    assert np.ptp(lid[:, 1]) > 0.1  # its far edge is there
    assert lid[:, 2].max() < 0.1 - 0.45 + 0.005
