"""Scenes in a reference frame: placed by tf at the image stamp, level by that frame, and never without tf."""

from __future__ import annotations

import math

import numpy as np
import pytest
from rig import FRAME, Rig

from spatialgeo_ros.geometry.pose import rotation_from_quat_xyzw
from spatialgeo_ros.msg import Scene
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.types import Pose

S = 1_000_000_000
BASE_FROM_OPTICAL = Pose(np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]]), np.array([0.1, 0.0, 0.9]))


def odom_from_base(t_s: float) -> Pose:
    c, s = math.cos(0.5 * t_s), math.sin(0.5 * t_s)
    return Pose(np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]), np.array([0.3 * t_s, -0.2 * t_s, 0.0]))


@pytest.fixture
def rig():
    rig = Rig(reference_frame="odom", tf_timeout_s=0.3)
    rig.start_ns = rig.now_ns()
    rig.send_tf("base_link", FRAME, 0, BASE_FROM_OPTICAL, static=True)
    rig.wait(lambda: rig.tf_pub.get_subscription_count() > 0, "tf subscribed")
    yield rig
    rig.close()


def drive(rig: Rig, seconds: list[float]) -> None:
    for t_s in seconds:
        rig.send_tf("odom", "base_link", rig.start_ns + int(t_s * S), odom_from_base(t_s))


def test_objects_are_where_the_camera_was_at_the_image_stamp(rig):
    drive(rig, [0.0, 0.1])
    at_ns = rig.send(rig.start_ns + int(0.03 * S))
    scene = rig.scene_at(at_ns)
    assert scene.header.frame_id == "odom"
    assert scene.camera_frame_id == FRAME
    assert scene.gravity_source == Scene.GRAVITY_REFERENCE_FRAME
    expected = (odom_from_base(0.03) @ BASE_FROM_OPTICAL).apply(np.array([0.0, 0.0, 0.5]))
    centre = scene.objects[0].pose.pose.position
    np.testing.assert_allclose([centre.x, centre.y, centre.z], expected, atol=1e-6)


def test_the_viewer_is_level_in_the_reference_frame(rig):
    drive(rig, [0.0, 0.1])
    turn = rig.scene_at(rig.send(rig.start_ns + int(0.05 * S))).viewer.orientation
    rotation = rotation_from_quat_xyzw(np.array([turn.x, turn.y, turn.z, turn.w]))
    np.testing.assert_allclose(rotation[:, 2], [0, 0, 1], atol=1e-9)
    # forward is where the robot heads
    np.testing.assert_allclose(rotation[:, 1], [math.cos(0.025), math.sin(0.025), 0], atol=1e-9)


def test_without_tf_there_is_no_scene_and_a_reason(rig):
    at_ns = rig.send()
    rig.told("spatialgeo: tf", "tf knows no frame 'odom'")
    assert not rig.has_scene_at(at_ns)


def test_tf_that_stops_is_called_stale_and_recovers(rig):
    drive(rig, [0.0])
    rig.wait(lambda: rig.now_ns() > rig.start_ns + 2 * S, "two seconds", 10.0)
    at_ns = rig.send()
    rig.told("frames lost: tf_stale", "odom <- base_link", "stale")
    assert not rig.has_scene_at(at_ns)
    now_s = (rig.now_ns() - rig.start_ns) / S
    drive(rig, [now_s, now_s + 1.0])
    rig.scene_at(rig.send())


def test_tf_is_not_extrapolated(rig):
    drive(rig, [0.0, 0.1])
    at_ns = rig.send(rig.start_ns + int(0.2 * S))
    rig.told("frames lost: tf_late", "not extrapolated")
    assert not rig.has_scene_at(at_ns)


def test_tf_that_comes_a_little_late_is_waited_for_without_blocking_answers(rig):
    drive(rig, [0.0])
    at_ns = rig.send(rig.start_ns + int(0.1 * S))
    assert rig.ask("How many objects are there?").reason
    drive(rig, [0.2])
    assert stamp_ns(rig.scene_at(at_ns).header.stamp) == at_ns


def test_frames_that_are_not_connected_are_told(rig):
    rig.send_tf("map", "odom", 0, Pose.identity(), static=True)
    rig.send()
    rig.told("frames lost: tf_not_connected", "'odom'", "'camera_optical_frame'")


def test_a_level_reference_can_be_denied():
    rig = Rig(reference_frame="odom", gravity__reference_is_level=False, gravity__up_camera=[0.0, -2.0, 0.0])
    try:
        rig.send_tf("odom", FRAME, 0, BASE_FROM_OPTICAL, static=True)
        at_ns = rig.now_ns()
        rig.wait(lambda: bool(rig.node._session.transforms.frames()), "tf")
        assert rig.scene_at(rig.send(at_ns)).gravity_source == Scene.GRAVITY_PARAMETER
        np.testing.assert_allclose(rig.pipeline.frames[-1].up_ref, [0, 0, 1], atol=1e-9)
    finally:
        rig.close()
