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


def slowly_regrown(labels: FloatArray, known: FloatArray, depth: FloatArray, rise: FloatArray,
                   ramp: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Depth and known, one pixel at a time, all of a round from what was known before it."""
    depth, known = depth.copy(), known.copy()
    for step in range(_REACH_PX + _FAR_REACH_PX):
        found = {}
        for row in range(1, labels.shape[0] - 1):
            for column in range(1, labels.shape[1] - 1):
                label = labels[row, column]
                towards = [(down, right) for down, right in NEIGHBOURS
                           if known[row + down, column + right] and labels[row + down, column + right] == label]
                if known[row, column] or not label or not towards:
                    continue
                own, source = depth[row, column], (row + towards[0][0], column + towards[0][1])
                # the image's rows follow one another, and so does what lies beyond its edges
                beyond = (row + 3 * towards[0][0]) * labels.shape[1] + column + 3 * towards[0][1]
                beyond = np.unravel_index(min(max(beyond, 0), labels.size - 1), labels.shape)
                height = depth[source] * rise[source]
                there = depth[source]
                near = step < _REACH_PX
                if near and known[beyond] and labels[beyond] == label and (
                        abs(height - depth[beyond] * rise[beyond]) < 0.5 * abs(there * (rise[source] - rise[beyond]))):
                    level = height / min(rise[row, column], np.float32(-1e-3))
                    there = level if abs(level - there) < _SAME * there else there
                stays = near and abs(own * rise[row, column] - height) < _LEVEL * abs(height)
                agrees = (stays or not ramp[row, column]) and abs(own - there) < _SAME * there
                if agrees or own == 0 or step < _REACH_PX:
                    found[row, column] = own if agrees else there
        if not found:
            break
        for pixel, value in found.items():
            depth[pixel], known[pixel] = value, True
    return depth, known


@pytest.mark.parametrize("seed", range(3))
def test_pixels_take_the_depth_or_height_of_the_first_clean_neighbour_of_their_own_segment(seed: int) -> None:
    random = np.random.default_rng(seed)
    labels = np.kron(random.integers(0, 3, (4, 5)), np.ones((7, 9), int)).astype(np.int32)
    depth = (1 + 0.02 * random.normal(size=labels.shape)).astype(np.float32)
    depth[random.random(labels.shape) < 0.3] = 0
    depth[random.random(labels.shape) < 0.2] *= 1.5
    known = (random.random(labels.shape) < 0.2) & (labels > 0) & (depth > 0)
    ramp = random.random(labels.shape) < 0.1
    rise = np.broadcast_to(-0.5 - 0.02 * np.arange(labels.shape[0], dtype=np.float32)[:, None], labels.shape)
    found, all_known = silhouettes._regrown(labels, known, depth, rise.ravel(), ramp)
    expected, expected_known = slowly_regrown(labels, known, depth, rise, ramp)
    np.testing.assert_array_equal(all_known.reshape(labels.shape), expected_known)
    np.testing.assert_allclose(found.reshape(labels.shape), expected, rtol=1e-6)
    assert np.count_nonzero(expected_known) > 1.5 * np.count_nonzero(known)


def test_noise_goes_and_slants_and_rims_stay() -> None:
    random = np.random.default_rng(0)
    columns = np.broadcast_to(np.arange(60, dtype=np.float32), (40, 60))
    exact = np.where(columns < 30, 1.0 + 0.004 * columns, 1.5).astype(np.float32)
    sigma = np.full(exact.shape, 0.004, np.float32)
    labels = np.ones(exact.shape, np.int32)
    labels[:, 45:] = 2
    smooth = silhouettes._smoothed(exact + random.normal(0, sigma).astype(np.float32), labels, sigma)
    error = smooth - exact
    assert error[5:-5, 5:25].std() < 0.5 * 0.004
    assert abs(error[5:-5, 5:25].mean()) < 0.0005
    assert np.abs(error).max() < 5 * 0.004  # nothing of one side of a step on its other side


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
