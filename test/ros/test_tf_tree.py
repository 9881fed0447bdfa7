"""Frames over time against analytic motion: interpolated, both ways through the tree, never extrapolated."""

from __future__ import annotations

import math

import numpy as np
import pytest

from spatialgeo_ros.errors import TransformError
from spatialgeo_ros.geometry.pose import quat_xyzw_from_rotation
from spatialgeo_ros.ros.tf_tree import KEEP_NS, Sample, TransformTree
from spatialgeo_ros.types import Pose

S = 1_000_000_000


def yaw(angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def sample(pose: Pose) -> Sample:
    return Sample(tuple(pose.translation_m), tuple(quat_xyzw_from_rotation(pose.rotation)))


def odom_from_base(t_s: float) -> Pose:
    """A robot on a straight line that turns at a constant rate: linear and slerp interpolation are exact for it."""
    return Pose(yaw(0.8 * t_s), np.array([0.5 * t_s, -0.2 * t_s, 0.1]))


def base_from_head(t_s: float) -> Pose:
    return Pose(yaw(-1.1 * t_s + 0.3), np.array([0.1, 0.02, 1.0 + 0.05 * t_s]))


BASE_FROM_ARM = Pose(yaw(0.4), np.array([0.2, -0.3, 0.4]))
HEAD_FROM_OPTICAL = Pose(np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]]), np.array([0.05, 0.01, 0.02]))


@pytest.fixture
def tree():
    """odom <- base (10 Hz) <- head (25 Hz) <- optical (static); base <- arm (static)."""
    tree = TransformTree()
    for k in range(41):
        tree.add("odom", "base", int(k * 0.1 * S), sample(odom_from_base(k * 0.1)), static=False)
    for k in range(111):
        tree.add("base", "head", int(k * 0.04 * S), sample(base_from_head(k * 0.04)), static=False)
    tree.add("head", "optical", 0, sample(HEAD_FROM_OPTICAL), static=True)
    tree.add("base", "arm", 123, sample(BASE_FROM_ARM), static=True)
    return tree


def close(found: Pose, expected: Pose) -> None:
    np.testing.assert_allclose(found.translation_m, expected.translation_m, atol=1e-9)
    np.testing.assert_allclose(found.rotation, expected.rotation, atol=1e-9)


@pytest.mark.parametrize("t_s", [0.0, 0.013, 0.1, 1.234, 2.777, 4.0])
def test_a_moving_chain_is_where_it_was_at_the_stamp(tree, t_s):
    expected = odom_from_base(t_s) @ base_from_head(t_s) @ HEAD_FROM_OPTICAL
    close(tree.lookup("odom", "optical", round(t_s * S)), expected)


@pytest.mark.parametrize("t_s", [0.013, 1.234])
def test_the_other_direction_is_the_inverse(tree, t_s):
    expected = (odom_from_base(t_s) @ base_from_head(t_s) @ HEAD_FROM_OPTICAL).inverse()
    close(tree.lookup("optical", "odom", round(t_s * S)), expected)


@pytest.mark.parametrize("t_s", [0.05, 3.21])
def test_two_branches_meet_at_their_common_ancestor(tree, t_s):
    expected = BASE_FROM_ARM.inverse() @ base_from_head(t_s) @ HEAD_FROM_OPTICAL
    close(tree.lookup("arm", "optical", round(t_s * S)), expected)
    # the arm hangs on base: what odom does must not matter, not even that it ends at 4 s
    close(tree.lookup("arm", "base", 99 * S), BASE_FROM_ARM.inverse())


def test_one_frame_is_the_identity_even_when_unknown(tree):
    close(tree.lookup("mars", "mars", 5), Pose.identity())


@pytest.mark.parametrize(("target", "source", "stamp_ns", "cause", "words"), [
    ("odom", "mars", S, "tf_unknown_frame", "'mars'"),
    ("map", "optical", S, "tf_unknown_frame", "arm, base, gripper"),
    ("odom", "optical", 4 * S + 1, "tf_late", "odom <- base"),
    ("odom", "optical", 9 * S, "tf_stale", "is stale: its newest is 4.60 s"),
    ("odom", "optical", -1, "tf_too_old", "base <- head begins"),
    ("odom", "gripper", S, "tf_not_connected", "root 'tool'")])
def test_a_refusal_says_why(tree, target, source, stamp_ns, cause, words):
    tree.add("tool", "gripper", 0, sample(Pose.identity()), static=True)
    with pytest.raises(TransformError, match=words) as caught:
        tree.lookup(target, source, stamp_ns)
    assert caught.value.cause == cause


def test_a_single_moving_sample_holds_only_for_its_own_stamp():
    tree = TransformTree()
    tree.add("a", "b", 5 * S, sample(odom_from_base(5.0)), static=False)
    close(tree.lookup("a", "b", 5 * S), odom_from_base(5.0))
    for stamp_ns in (5 * S - 1, 5 * S + 1):
        with pytest.raises(TransformError):
            tree.lookup("a", "b", stamp_ns)


def test_samples_may_arrive_out_of_order():
    tree = TransformTree()
    for t_s in (3.0, 1.0, 2.0, 0.0):
        tree.add("a", "b", int(t_s * S), sample(odom_from_base(t_s)), static=False)
    close(tree.lookup("a", "b", int(0.7 * S)), odom_from_base(0.7))


def test_the_half_turn_is_passed_on_the_short_way():
    tree = TransformTree()
    for stamp, degrees in ((0, 170), (S, 190)):  # the quaternion's sign flips in between
        tree.add("a", "b", stamp, sample(Pose(yaw(math.radians(degrees)), np.zeros(3))), static=False)
    close(tree.lookup("a", "b", S // 2), Pose(yaw(math.pi), np.zeros(3)))


def test_memory_is_bounded_and_keeps_ten_seconds():
    tree = TransformTree()
    for k in range(100_000):
        tree.add("a", "b", k * 10_000_000, sample(Pose.identity()), static=False)
    held = tree._edges["b"].stamps_ns
    assert len(held) < 1500
    assert held[-1] - held[0] >= KEEP_NS
    assert len(tree._edges["b"].samples) == len(held)


def test_a_new_parent_replaces_the_old_one(tree):
    tree.add("arm", "head", S, sample(Pose.identity()), static=True)
    close(tree.lookup("base", "head", S), BASE_FROM_ARM)


def test_a_clock_set_back_forgets_what_moved_and_keeps_what_is_fixed(tree):
    tree.forget_dynamic()
    close(tree.lookup("base", "arm", 7), BASE_FROM_ARM)
    with pytest.raises(TransformError):
        tree.lookup("odom", "base", S)


@pytest.mark.parametrize("bad", [Sample((0.0, 0.0, math.nan), (0.0, 0.0, 0.0, 1.0)),
                                 Sample((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0)),
                                 Sample((0.0, 0.0, 0.0), (0.0, 0.0, 0.5, 1.0))])
def test_a_transform_that_is_none_is_refused_and_changes_nothing(tree, bad):
    before = tree.lookup("odom", "base", S)
    with pytest.raises(TransformError) as caught:
        tree.add("odom", "base", S, bad, static=False)
    assert caught.value.cause == "tf_invalid"
    close(tree.lookup("odom", "base", S), before)


def test_a_loop_is_told_and_does_not_hang():
    tree = TransformTree()
    for parent, child in (("a", "b"), ("b", "c"), ("c", "a")):
        tree.add(parent, child, 0, sample(Pose.identity()), static=True)
    tree.add("x", "y", 0, sample(Pose.identity()), static=True)
    with pytest.raises(TransformError) as caught:
        tree.lookup("x", "a", 0)
    assert caught.value.cause == "tf_loop"
