"""What mixed pixels along a silhouette take over from their clean neighbours: the fast way against a slow obvious one."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.scene import silhouettes
from spatialgeo_ros.scene.silhouettes import _FAR_REACH_PX, _REACH_PX, _SAME
from spatialgeo_ros.types import FloatArray

NEIGHBOURS = ((0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1))


def slowly_regrown(labels: FloatArray, known: FloatArray, depth: FloatArray,
                   ramp: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Depth and known, one pixel at a time, all of a round from what was known before it."""
    depth, known = depth.copy(), known.copy()
    for step in range(_REACH_PX + _FAR_REACH_PX):
        found = {}
        for row in range(1, labels.shape[0] - 1):
            for column in range(1, labels.shape[1] - 1):
                sources = [(row + down, column + right) for down, right in NEIGHBOURS
                           if known[row + down, column + right] and labels[row + down, column + right] == labels[row, column]]
                if known[row, column] or not labels[row, column] or not sources:
                    continue
                own, other = depth[row, column], depth[sources[0]]
                agrees = not ramp[row, column] and abs(own - other) < _SAME * other
                if agrees or own == 0 or step < _REACH_PX:
                    found[row, column] = own if agrees else other
        if not found:
            break
        for pixel, value in found.items():
            depth[pixel], known[pixel] = value, True
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
    found, all_known, restored = silhouettes._regrown(labels, known, depth, ramp)
    expected, expected_known = slowly_regrown(labels, known, depth, ramp)
    np.testing.assert_array_equal(all_known.reshape(labels.shape), expected_known)
    np.testing.assert_array_equal(found.reshape(labels.shape), expected)
    assert np.count_nonzero(expected_known) > 2 * np.count_nonzero(known)
    assert set(np.flatnonzero((expected != depth).ravel())) <= set(restored)
