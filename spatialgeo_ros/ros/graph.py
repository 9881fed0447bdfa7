"""The ROS graph by names as it holds them, already remapped.

`Node.get_publishers_info_by_topic` remaps the name it is given, as `create_subscription` does. A name that was remapped
before, or that the graph told, may fit a rule once more: `image:=/camera/image` is one for /image, whoever publishes it.
"""

from __future__ import annotations

from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node, NodeNameNonExistentError
from rclpy.topic_endpoint_info import TopicEndpointInfo

_ASK = "spatialgeo_ros/srv/Ask"


def publishers_of(node: Node, topic: str) -> list[TopicEndpointInfo]:
    """topic: fully resolved; no rule applies to it any more."""
    with node.handle:
        found = rclpy_implementation.rclpy_get_publishers_info_by_topic(node.handle, topic, False)
    return [TopicEndpointInfo(**item) for item in found]


def answers_questions(node: Node, name: str, namespace: str) -> bool:
    """Whether the node of this name is a spatialgeo node, asked of the graph of `node`."""
    try:
        services = node.get_service_names_and_types_by_node(name, namespace)
    except NodeNameNonExistentError:  # gone meanwhile
        return False
    return any(_ASK in kinds for _, kinds in services)
