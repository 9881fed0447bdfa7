"""tf over real DDS: the own listener waits a bounded time and says why it gave up; tf2_ros is used the same way."""

from __future__ import annotations

import math
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
import rclpy
from rclpy.executors import SingleThreadedExecutor
from rig import transform
from tf2_msgs.msg import TFMessage

from spatialgeo_ros.errors import ConfigError, TransformError
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.transforms import OwnTransforms, Tf2Transforms, make_transforms
from spatialgeo_ros.types import Pose

S = 1_000_000_000
OPTICAL = Pose(np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]]), np.array([0.1, 0.0, 0.3]))


def driving(t_s: float) -> Pose:
    c, s = math.cos(0.7 * t_s), math.sin(0.7 * t_s)
    return Pose(np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]), np.array([0.4 * t_s, 0.1, 0.0]))


class Ear:
    """A node with the own listener, and a publisher of tf."""

    def __init__(self) -> None:
        self.context = rclpy.Context()
        rclpy.init(context=self.context)
        self.node = rclpy.create_node("tf_test", context=self.context)
        self.transforms = OwnTransforms(self.node)
        self._tf = self.node.create_publisher(TFMessage, "/tf", qos.tf())
        self._static = self.node.create_publisher(TFMessage, "/tf_static", qos.tf_static())
        self._executor = SingleThreadedExecutor(context=self.context)
        self._executor.add_node(self.node)
        self._thread = threading.Thread(target=self._executor.spin, daemon=True)
        self._thread.start()

    def send(self, *items, static: bool = False) -> None:
        (self._static if static else self._tf).publish(TFMessage(transforms=list(items)))

    def close(self) -> None:
        self.transforms.close()
        self._executor.shutdown()
        self._thread.join(5.0)
        self.node.destroy_node()
        self.context.shutdown()


@pytest.fixture
def ear():
    ear = Ear()
    ear.send(transform("base", "optical", 0, OPTICAL), static=True)
    for k in range(11):
        ear.send(transform("odom", "base", int(k * 0.1 * S), driving(k * 0.1)))
    yield ear
    ear.close()


def test_a_moving_camera_is_where_it_was_at_the_stamp(ear):
    found = ear.transforms.lookup("odom", "optical", int(0.537 * S), 5.0)
    expected = driving(0.537) @ OPTICAL
    np.testing.assert_allclose(found.translation_m, expected.translation_m, atol=1e-9)
    np.testing.assert_allclose(found.rotation, expected.rotation, atol=1e-9)


def test_a_lookup_waits_for_what_is_still_to_come(ear):
    threading.Timer(0.2, lambda: ear.send(transform("odom", "base", int(1.1 * S), driving(1.1)))).start()
    begun = time.monotonic()
    found = ear.transforms.lookup("odom", "base", int(1.05 * S), 5.0)
    assert 0.15 < time.monotonic() - begun < 4.0
    np.testing.assert_allclose(found.translation_m, driving(1.05).translation_m, atol=1e-9)


@pytest.mark.parametrize(("target", "stamp_ns", "cause"), [
    ("odom", int(1.2 * S), "tf_late"), ("odom", 60 * S, "tf_stale"), ("map", S, "tf_unknown_frame")])
def test_a_lookup_gives_up_after_its_time_and_says_why(ear, target, stamp_ns, cause):
    ear.transforms.lookup("odom", "optical", S, 5.0)  # all has arrived
    begun = time.monotonic()
    with pytest.raises(TransformError) as caught:
        ear.transforms.lookup(target, "optical", stamp_ns, 0.3)
    assert caught.value.cause == cause
    assert 0.25 < time.monotonic() - begun < 2.0


def test_what_is_too_old_is_refused_at_once(ear):
    ear.transforms.lookup("odom", "optical", S, 5.0)
    begun = time.monotonic()
    with pytest.raises(TransformError) as caught:
        ear.transforms.lookup("odom", "optical", -S, 5.0)
    assert caught.value.cause == "tf_too_old"
    assert time.monotonic() - begun < 1.0


def test_closing_ends_a_waiting_lookup(ear):
    threading.Timer(0.2, ear.transforms.close).start()
    begun = time.monotonic()
    with pytest.raises(TransformError):
        ear.transforms.lookup("odom", "mars", S, 30.0)
    assert time.monotonic() - begun < 5.0


def test_a_transform_with_nan_is_left_out_and_the_rest_of_its_message_counts(ear):
    bad = transform("odom", "bad", S, driving(0.0))
    bad.transform.translation.x = float("nan")
    ear.send(bad, transform("odom", "good", S, driving(1.0)))
    ear.transforms.lookup("odom", "good", S, 5.0)
    assert "bad" not in ear.transforms.frames()


class FakeTf2:
    """What this package uses of tf2_ros, on top of the own tree: it is not to be had without a ROS 2 installation."""

    class TransformException(Exception):
        pass

    class LookupException(TransformException):
        pass

    class ConnectivityException(TransformException):
        pass

    class ExtrapolationException(TransformException):
        pass

    class Buffer:
        error: Exception | None = None

        def __init__(self, cache_time) -> None:
            assert cache_time.nanoseconds == 10 * S
            self.ready_after = 0

        def can_transform(self, target, source, stamp) -> bool:
            self.ready_after -= 1
            return self.error is None and self.ready_after < 0

        def lookup_transform(self, target, source, stamp):
            if self.error is not None:
                raise self.error
            return transform(target, source, stamp.nanoseconds, driving(stamp.nanoseconds / S))

        def all_frames_as_yaml(self) -> str:
            return "base:\n  parent: odom\n  rate: 10.0\n"

        def clear(self) -> None:
            self.cleared = True

    class TransformListener:
        def __init__(self, buffer, node) -> None:
            pass


def test_tf2_ros_is_asked_at_the_stamp_and_waited_for():
    transforms = Tf2Transforms(SimpleNamespace(), FakeTf2)
    transforms._buffer.ready_after = 5
    found = transforms.lookup("odom", "base", int(0.8 * S), 5.0)
    np.testing.assert_allclose(found.translation_m, driving(0.8).translation_m, atol=1e-9)
    np.testing.assert_allclose(found.rotation, driving(0.8).rotation, atol=1e-9)
    assert transforms.frames() == {"odom", "base"}


@pytest.mark.parametrize(("error", "cause"), [
    (FakeTf2.LookupException("no frame"), "tf_unknown_frame"),
    (FakeTf2.ConnectivityException("two trees"), "tf_not_connected"),
    (FakeTf2.ExtrapolationException("extrapolation into the future"), "tf_late"),
    (FakeTf2.ExtrapolationException("extrapolation into the past"), "tf_too_old")])
def test_tf2_ros_errors_become_ours(error, cause):
    transforms = Tf2Transforms(SimpleNamespace(), FakeTf2)
    transforms._buffer.error = error
    with pytest.raises(TransformError, match=str(error)) as caught:
        transforms.lookup("odom", "base", S, 0.05)
    assert caught.value.cause == cause


def test_the_choice_of_buffer(monkeypatch, ear):
    monkeypatch.setitem(__import__("sys").modules, "tf2_ros", FakeTf2)
    assert isinstance(make_transforms(ear.node, "auto"), Tf2Transforms)
    own = make_transforms(ear.node, "own")
    assert isinstance(own, OwnTransforms)
    own.close()
    monkeypatch.setitem(__import__("sys").modules, "tf2_ros", None)
    fallback = make_transforms(ear.node, "auto")
    assert isinstance(fallback, OwnTransforms)
    fallback.close()
    with pytest.raises(ConfigError, match="tf2_ros_py"):
        make_transforms(ear.node, "tf2_ros")
