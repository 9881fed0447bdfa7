"""The subscriptions of the node: what arrives is counted, kept for the self-check, and paired."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.ros.adaptive_subscription import AdaptiveSubscription
from spatialgeo_ros.ros.detections import Boxes, boxes_from_msg
from spatialgeo_ros.ros.health import Health
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.ros.synchroniser import FrameSync, Paired


def required_inputs(config: NodeConfig) -> tuple[str, ...]:
    """Without which there is no scene: image first, camera_info last."""
    return ("image", "camera_info") if config.depth_source == "predicted" else ("image", "depth", "camera_info")


class Inputs:
    """Subscribes on creation. topics: input -> fully resolved topic name. latest: input -> last message."""

    def __init__(self, node: Node, config: NodeConfig, health: Health, on_drop: Callable[[str, str], object],
                 on_pair: Callable[[Paired], None], on_boxes: Callable[[int, Boxes], None]) -> None:
        self._node = node
        self._health = health
        self._on_pair = on_pair
        self._on_boxes = on_boxes
        self._reliability = config.input_reliability
        # one group: the synchroniser needs no lock, and messages of one topic keep their order
        self._group = MutuallyExclusiveCallbackGroup()
        self._adaptive: list[AdaptiveSubscription] = []
        with_depth = "depth" in required_inputs(config)
        self.sync = FrameSync(int(config.sync_slop_s * 1e9), on_drop, with_depth)
        self.latest: dict[str, Any] = {}
        self.topics: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self._subscribe("image", *_image_topic("image", config.image_transport), self.sync.add_image)
        if with_depth:
            self._subscribe("depth", *_image_topic("depth", config.depth_transport), self.sync.add_depth)
        self._subscribe("camera_info", CameraInfo, "", self.sync.add_camera_info)
        self._subscribe_detections()

    def follow_publishers(self) -> None:
        """Adapt to publishers that have come or gone; to be called now and then."""
        for subscription in self._adaptive:
            subscription.follow_publishers()

    def close(self) -> None:
        for subscription in self._adaptive:
            subscription.close()

    def _subscribe(self, name: str, kind: Any, suffix: str, add: Callable[[int, Any], Paired | None]) -> None:
        # image_transport's rule: the transport's suffix comes after the remapped name
        asked = self._node.resolve_topic_name(name) + suffix if suffix else name
        self.types[name] = _type_name(kind)
        self._health.expect(name)
        self.topics[name] = self._create(name, kind, asked, partial(self._receive, name, add))

    def _subscribe_detections(self) -> None:
        try:
            from vision_msgs.msg import Detection2DArray
        except ImportError:  # optional: without vision_msgs nobody can publish them here
            return
        self._create("detections", Detection2DArray, "detections", self._receive_boxes)

    def _create(self, name: str, kind: Any, asked: str, callback: Callable[[Any], None]) -> str:
        """asked: the name before it is remapped. Returns that after."""
        topic = self._node.resolve_topic_name(asked)
        self._adaptive.append(AdaptiveSubscription(self._node, kind, asked, callback, self._group, self._reliability,
                                                   partial(self._incompatible, name, topic)))
        return topic

    def _receive(self, name: str, add: Callable[[int, Any], Paired | None], msg: Any) -> None:
        self._health.received(name)
        self.latest[name] = msg
        paired = add(stamp_ns(msg.header.stamp), msg)
        if paired is not None:
            self._on_pair(paired)

    def _receive_boxes(self, msg: Any) -> None:
        self._health.received("detections")
        self._on_boxes(stamp_ns(msg.header.stamp), boxes_from_msg(msg))

    def _incompatible(self, name: str, topic: str, policy: str) -> None:
        text = (f"a publisher of {topic} offers a {policy} policy that does not fit this node's; nothing arrives from "
                "it. Set the parameter input_reliability to auto, or change the publisher")
        self._health.note(name, text)
        self._node.get_logger().warning(text)


def _image_topic(name: str, transport: str) -> tuple[Any, str]:
    return (Image, "") if transport == "raw" else (CompressedImage, f"/{transport}")


def _type_name(kind: Any) -> str:
    return f"{kind.__module__.split('.')[0]}/msg/{kind.__name__}"
