"""Shares of one surface within the box of another."""

from __future__ import annotations

import numpy as np
import pytest
from blocks import block, bowl, table

from spatialgeo_ros.scene.overlap import covered, outside, shares_within, surface_samples, volume
from spatialgeo_ros.types import SceneObject


def whole() -> SceneObject:
    return block(1, (0.0, 1.0, 0.0), (0.4, 0.1, 0.1))


def left_half() -> SceneObject:
    return block(2, (-0.1, 1.0, 0.0), (0.2, 0.1, 0.1))


def test_a_half_lies_within_the_whole_and_half_of_the_whole_within_it() -> None:
    slack = np.full((1, 1), 0.005)
    assert shares_within([left_half()], [whole()], slack)[0, 0] == 1.0
    assert shares_within([whole()], [left_half()], slack)[0, 0] == pytest.approx(0.5, abs=0.15)


def test_boxes_are_turned_as_they_stand() -> None:
    across = block(2, (0.0, 1.0, 0.0), (0.4, 0.1, 0.1), yaw=np.pi / 2)
    assert shares_within([across], [whole()], np.full((1, 1), 0.005))[0, 0] < 0.5


def test_slack_of_each_pair_is_its_own() -> None:
    beside = block(2, (0.0, 1.12, 0.0), (0.4, 0.1, 0.1))  # 2 cm behind
    shares = shares_within([beside, beside], [whole()], np.array([[0.0], [0.13]]))
    np.testing.assert_allclose(shares[:, 0], [0.0, 1.0])


def test_covered_is_what_lies_within_another_of_its_kind() -> None:
    items = [left_half(), block(3, (0.6, 1.0, 0.0)), table(4, size=(0.1, 0.1))]
    assert covered(items, [whole(), block(5, (0.0, 1.0, -0.7), (2.0, 2.0, 0.2))]).tolist() == [True, False, False]
    assert covered(items, []).tolist() == [False, False, False]
    assert covered([], items).shape == (0,)


def test_outside_keeps_the_points_beyond_the_box() -> None:
    points = whole().surface_ref
    rest = outside(points, left_half(), 0.001)
    assert 0.3 < len(rest) / len(points) < 0.7
    assert len(outside(rest, block(3, (0.1, 1.0, 0.0), (0.2, 0.1, 0.1)), 0.001)) == 0


def test_a_sample_is_of_the_surface_or_else_of_the_box() -> None:
    bare = block(1, (0.0, 1.0, 0.0), surface_ref=np.zeros((0, 3), np.float32))
    samples = surface_samples([bowl(2, (0.0, 1.0, 0.0)), bare], 8)
    assert samples.shape == (2, 8, 3)
    np.testing.assert_allclose(samples[1], bare.box.corners_ref(), atol=1e-6)


def test_thin_things_have_a_volume() -> None:
    assert volume(block(1, (0, 1, 0), (0.2, 0.1, 0.0))) == pytest.approx(2e-4)
