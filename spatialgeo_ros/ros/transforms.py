"""tf at the image stamp, from tf2_ros where it is installed or from our own listener; both wait a bounded time.

A lookup waits on the caller's thread only: messages keep arriving on the executor's.
"""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import Any, Protocol

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.time import Time

from spatialgeo_ros.errors import ConfigError, TransformError
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.tf_tree import Sample, TransformTree
from spatialgeo_ros.types import Pose

_POLL_S = 0.005


class Transforms(Protocol):
    """Where frames were at one moment."""

    @property
    def name(self) -> str: ...

    def lookup(self, target: str, source: str, stamp_ns: int, timeout_s: float) -> Pose:
        """target_from_source at this stamp, waiting up to `timeout_s` for it. Raises TransformError with the cause."""
        ...

    def frames(self) -> frozenset[str]: ...

    def forget_dynamic(self) -> None:
        """The clock was set back: forget what moved."""
        ...

    def close(self) -> None:
        """Stop listening; waiting lookups end with an error."""
        ...


def make_transforms(node: Node, choice: str) -> Transforms:
    """choice: "tf2_ros", "own", or "auto" (tf2_ros where it is installed)."""
    if choice == "own":
        return OwnTransforms(node)
    try:
        import tf2_ros
    except ImportError as error:
        if choice == "auto":
            return OwnTransforms(node)
        raise ConfigError(f"tf_buffer is tf2_ros, but it cannot be imported ({error}); install tf2_ros_py, or set "
                          "tf_buffer to own") from error
    return Tf2Transforms(node, tf2_ros)


class OwnTransforms:
    """Listens to /tf and /tf_static without tf2_ros."""

    name = "own listener"

    def __init__(self, node: Node) -> None:
        from tf2_msgs.msg import TFMessage  # where a reference frame is not used, this package may be missing

        self._node = node
        self._tree = TransformTree()
        self._changed = threading.Condition()
        self._closed = False
        group = MutuallyExclusiveCallbackGroup()
        self._subscriptions = [
            node.create_subscription(TFMessage, topic, partial(self._add, static=static), profile, callback_group=group)
            for topic, static, profile in (("/tf", False, qos.tf()), ("/tf_static", True, qos.tf_static()))]

    def lookup(self, target: str, source: str, stamp_ns: int, timeout_s: float) -> Pose:
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while True:
                try:
                    return self._tree.lookup(target, source, stamp_ns)
                except TransformError as error:
                    remaining_s = deadline - time.monotonic()
                    # what is too old stays too old; everything else may still arrive
                    if self._closed or error.cause == "tf_too_old" or remaining_s <= 0:
                        raise
                self._changed.wait(remaining_s)

    def frames(self) -> frozenset[str]:
        with self._changed:
            return self._tree.frames()

    def forget_dynamic(self) -> None:
        with self._changed:
            self._tree.forget_dynamic()

    def close(self) -> None:
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _add(self, msg: Any, static: bool) -> None:
        with self._changed:
            problems = self._tree.add_msg(msg, static)
            self._changed.notify_all()
        for problem in problems:
            self._node.get_logger().warning(problem, throttle_duration_sec=5.0)


class Tf2Transforms:
    """The buffer of tf2_ros, on any ROS 2 installation."""

    name = "tf2_ros"

    def __init__(self, node: Node, tf2_ros: Any) -> None:
        self._tf2 = tf2_ros
        self._buffer = tf2_ros.Buffer(cache_time=Duration(seconds=10.0))
        self._listener = tf2_ros.TransformListener(self._buffer, node)
        self._closed = False

    def lookup(self, target: str, source: str, stamp_ns: int, timeout_s: float) -> Pose:
        if target == source:
            return Pose.identity()
        deadline = time.monotonic() + timeout_s
        stamp = Time(nanoseconds=stamp_ns)
        # Buffer.lookup_transform(timeout=...) waits on the node's clock, which may stand still in simulation.
        while not (self._closed or self._buffer.can_transform(target, source, stamp) or time.monotonic() > deadline):
            time.sleep(_POLL_S)
        try:
            found = self._buffer.lookup_transform(target, source, stamp).transform
        except self._tf2.TransformException as error:
            raise TransformError(f"tf {target} <- {source} at the image stamp: {error}", self._cause(error)) from error
        t, q = found.translation, found.rotation
        return Sample((t.x, t.y, t.z), (q.x, q.y, q.z, q.w)).pose()

    def _cause(self, error: Exception) -> str:
        if isinstance(error, self._tf2.ConnectivityException):
            return "tf_not_connected"
        if isinstance(error, self._tf2.ExtrapolationException):
            return "tf_too_old" if "past" in str(error) else "tf_late"
        return "tf_unknown_frame" if isinstance(error, self._tf2.LookupException) else "tf"

    def frames(self) -> frozenset[str]:
        import yaml

        listed = yaml.safe_load(self._buffer.all_frames_as_yaml()) or {}
        parents = {str(entry["parent"]) for entry in listed.values()} if isinstance(listed, dict) else set()
        return frozenset(listed) | parents

    def forget_dynamic(self) -> None:
        self._buffer.clear()  # its static transforms survive this

    def close(self) -> None:
        self._closed = True
        unregister = getattr(self._listener, "unregister", None)  # from Iron on
        if unregister is not None:
            unregister()
