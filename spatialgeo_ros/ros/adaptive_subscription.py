"""A subscription that is reliable where all its publishers are, and best effort as soon as one is not.

Best effort hears every publisher, but large images lose fragments: with the shared memory of Fast DDS, more than half
of the 640x480 colour images of a reliable publisher were lost (20 Hz, measured on a busy machine). Reliable loses none
and hears no best-effort publisher at all. What is asked for therefore follows what is offered.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from rclpy.callback_groups import CallbackGroup
from rclpy.node import Node

from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.graph import publishers_of


class AdaptiveSubscription:
    """topic: not remapped yet, since subscribing remaps. reliability: "auto", "reliable" or "best_effort".

    on_incompatible: called with the name of the policy.
    """

    def __init__(self, node: Node, kind: Any, topic: str, callback: Callable[[Any], None], group: CallbackGroup,
                 reliability: str, on_incompatible: Callable[[str], None]) -> None:
        self._node = node
        self._kind = kind
        self._topic = topic
        self._callback = callback
        self._group = group
        self._reliability = reliability
        self._on_incompatible = on_incompatible
        self._lock = threading.Lock()
        self._closed = False
        self._reliable = self._wanted()
        self._subscription = self._create()

    def follow_publishers(self) -> None:
        """Subscribe anew when the publishers offer something else now."""
        with self._lock:
            wanted = self._wanted()
            if self._closed or wanted == self._reliable:
                return
            before, self._reliable = self._subscription, wanted
            self._subscription = self._create()  # the new one first: between the two nothing is missed
            self._node.destroy_subscription(before)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._node.destroy_subscription(self._subscription)

    def _wanted(self) -> bool:
        if self._reliability != "auto":
            return self._reliability == "reliable"
        return qos.all_reliable(publishers_of(self._node, self._node.resolve_topic_name(self._topic)))

    def _create(self) -> Any:
        return self._node.create_subscription(
            self._kind, self._topic, self._callback, qos.sensor(self._reliable), callback_group=self._group,
            event_callbacks=qos.report_incompatible(self._incompatible))

    def _incompatible(self, policy: str) -> None:
        if self._reliability == "auto":  # a best-effort publisher has joined reliable ones
            self.follow_publishers()
        else:
            self._on_incompatible(policy)
