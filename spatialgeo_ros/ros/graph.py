"""The ROS graph by names as it holds them, already remapped.

`Node.get_publishers_info_by_topic` remaps the name it is given, as `create_subscription` does. A name that was remapped
before, or that the graph told, may fit a rule once more: `image:=/camera/image` is one for /image, whoever publishes it.
"""

from __future__ import annotations

from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.topic_endpoint_info import TopicEndpointInfo


def publishers_of(node: Node, topic: str) -> list[TopicEndpointInfo]:
    """topic: fully resolved; no rule applies to it any more."""
    with node.handle:
        found = rclpy_implementation.rclpy_get_publishers_info_by_topic(node.handle, topic, False)
    return [TopicEndpointInfo(**item) for item in found]
