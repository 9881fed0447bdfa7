"""A context of its own in which nodes under test run and a listener keeps every message it hears, over real DDS."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import rclpy
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile

from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.stamps import stamp_ns


class Listening:
    """nodes run on threads of the executor; `heard[topic]` grows."""

    def __init__(self) -> None:
        self.context = rclpy.Context()
        rclpy.init(context=self.context)
        self.node = rclpy.create_node("listener", context=self.context)
        self.heard: dict[str, list[Any]] = {}
        self._executor = MultiThreadedExecutor(4, context=self.context)
        self._executor.add_node(self.node)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._spin, daemon=True)
        self._thread.start()
        self._nodes: list[Node] = [self.node]

    def _spin(self) -> None:
        with contextlib.suppress(ExternalShutdownException):
            while not self._stopping.is_set():
                self._executor.spin_once(timeout_sec=0.1)

    def run(self, make: Callable[..., Node], **parameters: Any) -> Any:
        """Make a node of this class with these parameters ("a__b" is "a.b") and run it."""
        overrides = [Parameter(name.replace("__", "."), value=value) for name, value in parameters.items()]
        node = make(context=self.context, parameter_overrides=overrides)
        self._nodes.append(node)
        self._executor.add_node(node)
        return node

    def listen(self, topic: str, kind: type, profile: QoSProfile | None = None) -> None:
        self.heard[topic] = []
        self.node.create_subscription(kind, topic, self.heard[topic].append, profile or qos.result())

    def wait(self, condition: Callable[[], bool], what: str, timeout_s: float = 20.0) -> None:
        deadline = time.monotonic() + timeout_s
        while not condition():
            assert time.monotonic() < deadline, f"waited {timeout_s} s in vain for {what}; heard " + str(
                {topic: len(messages) for topic, messages in self.heard.items()})
            time.sleep(0.01)

    def call(self, name: str, kind: type, request: Any) -> Any:
        client = self.node.create_client(kind, name)
        assert client.wait_for_service(10.0)
        future = client.call_async(request)
        self.wait(future.done, name)
        return future.result()

    def close(self) -> None:
        for node in self._nodes[1:]:
            if hasattr(node, "close"):
                node.close()
        self._stopping.set()  # the thread first: what it waits on must not be destroyed under it
        self._thread.join()
        self._executor.shutdown()
        for node in self._nodes:
            node.destroy_node()
        self.context.try_shutdown()


@contextlib.contextmanager
def listening() -> Iterator[Listening]:
    world = Listening()
    try:
        yield world
    finally:
        world.close()


def stamps(messages: list[Any]) -> list[int]:
    return [stamp_ns(message.header.stamp) for message in messages]
