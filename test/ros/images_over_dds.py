"""A process that sends images as fast as it can, or counts those it hears.

    python images_over_dds.py send|receive ours|plain BYTES
"""

from __future__ import annotations

import array
import sys
import time

import rclpy
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image
from std_msgs.msg import Empty

from spatialgeo_ros.ros.fast_dds import give_room_for_images

SENT = 6  # of 640x480 in colour: 5.5 MB, less than our shared memory, so that none is lost to a receiver that is late
WAIT_S = 60.0
IMAGES = QoSProfile(depth=100, reliability=ReliabilityPolicy.BEST_EFFORT)
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def send(node: rclpy.node.Node, size: int) -> None:
    publisher = node.create_publisher(Image, "image", IMAGES)
    done = node.create_publisher(Empty, "done", LATCHED)
    ready: list[bool] = []
    node.create_subscription(Empty, "ready", lambda _: ready.append(True), LATCHED)
    until = time.monotonic() + WAIT_S
    while not (ready and publisher.get_subscription_count() and done.get_subscription_count()):
        assert time.monotonic() < until, "nobody listens"
        rclpy.spin_once(node, timeout_sec=0.05)
    message = Image(height=1, width=size // 3, encoding="rgb8", step=size)
    message.data = array.array("B", bytes(size))
    for _ in range(SENT):
        publisher.publish(message)
    done.publish(Empty())
    done.wait_for_all_acked(rclpy.duration.Duration(seconds=WAIT_S))


def receive(node: rclpy.node.Node) -> int:
    """How many came until the sender was done, and what was still under way then."""
    images: list[int] = []
    done: list[bool] = []
    node.create_subscription(Image, "image", lambda message: images.append(message.step), IMAGES)
    node.create_subscription(Empty, "done", lambda _: done.append(True), LATCHED)
    ready = node.create_publisher(Empty, "ready", LATCHED)
    told, until = False, time.monotonic() + WAIT_S
    while not done and time.monotonic() < until:
        rclpy.spin_once(node, timeout_sec=0.1)
        if not told and node.count_publishers("image"):  # both sides must know each other, or the first are lost
            ready.publish(Empty())
            told = True
    for _ in range(2 * SENT):
        rclpy.spin_once(node, timeout_sec=0.1)
    return len(images)


def main() -> None:
    role, profile, size = sys.argv[1:]
    if profile == "ours":
        give_room_for_images()
    rclpy.init()
    node = rclpy.create_node(role)
    if role == "send":
        send(node, int(size))
    else:
        sys.stdout.write(f"{receive(node)}\n")
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
