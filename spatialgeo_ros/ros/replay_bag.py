"""Publishes a bag's camera and tf as they were recorded, on the topics that the `spatialgeo` node listens to.

Compressed images come out decoded, so that the node needs no other transport. With restamp, stamps keep their distances
(divided by the speed) and begin at the clock's now; without, they stay, and /clock follows the recording. While paused
nothing is published, and /clock stands still.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from builtin_interfaces.msg import Time
from rclpy.node import Node
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CameraInfo, Image
from std_msgs.msg import String

from spatialgeo_ros.config import ReplayConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.bag_file import Bag, Recorded
from spatialgeo_ros.ros.bag_frames import TF, TF_STATIC
from spatialgeo_ros.ros.bag_msgs import camera_info_msg, colour_msg, depth_msg, transform_msg
from spatialgeo_ros.ros.bag_topics import CameraTopics, choose_topics
from spatialgeo_ros.ros.stamps import stamp_ns, time_msg

_TICK_S = 0.005
_PER_TICK = 20  # messages, after which a service call gets its turn
_PERIOD_OF_ONE_NS = 200_000_000  # of a bag with one image that is looped


class BagPlayer:
    """Publishes each message when its turn comes, one bag round after the other. Holds one message of the bag."""

    def __init__(self, node: Node, path: Path, config: ReplayConfig, loops: Callable[[], bool]) -> None:
        """loops: whether to start again, asked at the end of each round."""
        self._node = node
        self._config = config
        self._loops = loops
        self._bag = Bag(path)
        self._topics = topics = choose_topics(
            self._bag, CameraTopics(config.image_topic, config.depth_topic, config.info_topic))
        self._send = {
            topics.image: self._publisher(Image, "image", colour_msg),
            topics.depth: self._publisher(Image, "depth", depth_msg),
            topics.camera_info: self._publisher(CameraInfo, "camera_info", camera_info_msg),
        }
        self._send_transforms()
        self._clock = None if config.restamp else node.create_publisher(Clock, "/clock", qos.result())
        self._frame_name = node.create_publisher(String, "~/frame", qos.backlog())
        first = self._bag.first(topics.image)
        self._first_ns = stamp_ns(first.message.header.stamp)
        self._stamp_from_log_ns = self._first_ns - first.log_ns  # the two may be of clocks that differ
        self._told: set[str] = set()
        self._shown = "the first frame"
        self._paused_at_ns = 0  # monotonic; 0 = playing
        self._begin(gap_ns=0)
        self._timer = node.create_timer(_TICK_S, self._on_tick)
        count = self._bag.topics[topics.image].count
        node.get_logger().info(f"{count} images of {path} ({topics.image}, {topics.depth}, {topics.camera_info}"
                               f"{', tf' if TF in self._send else ''}) at {config.speed:g} times their speed")

    def pause(self, hold: bool) -> str:
        """Stand still, or go on. Returns where, in seconds after the first image."""
        now_ns = time.monotonic_ns()
        if hold and not self._paused_at_ns:
            self._paused_at_ns = now_ns
        elif not hold and self._paused_at_ns:
            self._start_wall_ns += now_ns - self._paused_at_ns
            self._start_clock_ns += now_ns - self._paused_at_ns
            self._paused_at_ns = 0
        return f"{'holding at' if hold else 'going on after'} {self._shown}"

    def _publisher(self, kind: type, topic: str, convert: Callable[[Any, Time], Any]) -> Callable[[Any], None]:
        publisher = self._node.create_publisher(kind, topic, qos.backlog() if kind is CameraInfo else qos.driver())

        def send(recorded: Any) -> None:
            publisher.publish(convert(recorded, self._stamp(recorded)))

        return send

    def _send_transforms(self) -> None:
        """Static transforms at once, for all who come later; the moving ones when their turn comes."""
        if not {TF, TF_STATIC} & set(self._bag.topics):
            return
        from tf2_msgs.msg import TFMessage  # a bag without tf needs no such package

        now = self._node.get_clock().now().to_msg()
        static = {item.child_frame_id: transform_msg(item, now)
                  for recorded in self._bag.messages((TF_STATIC,)) for item in recorded.message.transforms}
        if static:
            self._static = self._node.create_publisher(TFMessage, TF_STATIC, qos.tf_static())
            self._static.publish(TFMessage(transforms=list(static.values())))
        if TF in self._bag.topics:
            moving = self._node.create_publisher(TFMessage, TF, qos.tf())
            self._send[TF] = lambda message: moving.publish(
                TFMessage(transforms=[transform_msg(item, self._stamp(item)) for item in message.transforms]))

    def _begin(self, gap_ns: int) -> None:
        """Start a round: its first message is due after gap_ns."""
        self._stream: Iterator[Recorded] = self._bag.messages(self._send)
        self._next = next(self._stream, None)
        self._start_log_ns = self._last_log_ns = self._next.log_ns if self._next else 0
        self._start_wall_ns = time.monotonic_ns() + gap_ns
        self._start_clock_ns = self._node.get_clock().now().nanoseconds + gap_ns

    def _on_tick(self) -> None:
        try:
            for _ in range(_PER_TICK):
                if self._next is None:
                    self._end()
                    return
                if self._paused_at_ns or not self._is_due(self._next):
                    return
                self._publish(self._next)
                self._last_log_ns = self._next.log_ns
                self._next = next(self._stream, None)
        except InputError as error:
            self._node.get_logger().error(f"the replay stops here: {error}")
            self._timer.cancel()

    def _is_due(self, recorded: Recorded) -> bool:
        played_ns = (time.monotonic_ns() - self._start_wall_ns) * self._config.speed
        return recorded.log_ns - self._start_log_ns <= played_ns

    def _publish(self, recorded: Recorded) -> None:
        if self._clock is not None:
            self._clock.publish(Clock(clock=time_msg(recorded.log_ns + self._stamp_from_log_ns)))
        if recorded.topic == self._topics.image:
            self._name_frame(recorded.message)
        try:
            self._send[recorded.topic](recorded.message)
        except InputError as error:
            if str(error) not in self._told:
                self._node.get_logger().error(f"a message on {recorded.topic} is left out: {error}")
            self._told.add(str(error))

    def _name_frame(self, image: Any) -> None:
        """Rounded down, so that `spatialgeo scene --at` finds this very frame."""
        self._shown = f"{(stamp_ns(image.header.stamp) - self._first_ns) // 1_000_000 / 1000:.3f}"
        name = json.dumps({"stamp_ns": stamp_ns(self._stamp(image)), "frame": self._shown})
        self._frame_name.publish(String(data=name))

    def _stamp(self, recorded: Any) -> Time:
        """What to publish in place of the recorded stamp."""
        recorded_ns = stamp_ns(recorded.header.stamp)
        if self._clock is not None or not recorded_ns:
            return time_msg(recorded_ns)
        since_start_ns = recorded_ns - self._start_log_ns - self._stamp_from_log_ns
        return time_msg(self._start_clock_ns + round(since_start_ns / self._config.speed))

    def _end(self) -> None:
        if not self._loops():
            self._node.get_logger().info("the bag has ended; the parameter loop would start again")
            self._timer.cancel()
            return
        images = self._bag.topics[self._topics.image].count
        period_ns = (self._last_log_ns - self._start_log_ns) // (images - 1) if images > 1 else _PERIOD_OF_ONE_NS
        self._begin(round(period_ns / self._config.speed))
