"""A small Python client of the `spatialgeo` node: ask in words or typed, look at the newest scene.

    with SpatialGeoClient() as client:
        print(client.ask("What is left of the mug?").text)
"""

from __future__ import annotations

import contextlib
import threading
from types import TracebackType
from typing import Any

import rclpy
from rclpy.context import Context
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node

from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.msg import Answer as AnswerMsg
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.by_stamp import ByStamp
from spatialgeo_ros.ros.received import answer_from_msg
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.srv import Ask, Query
from spatialgeo_ros.types import Answer, Definition, Dimension, DistanceKind, Predicate, QueryKind


class ClientError(SpatialGeoError):
    """The node did not answer: it is not there, or it takes too long."""


class SpatialGeoClient:
    """Calls block until the reply is there; they may come from any thread but the one that spins the node.

    node: one that something else spins in another thread. None: the client makes its own and spins it.
    target: name of the asked node, with its namespace when it has one.
    """

    def __init__(self, node: Node | None = None, target: str = "spatialgeo") -> None:
        self._own = _SpinningNode() if node is None else None
        self.node: Node = self._own.node if self._own else node
        self._target = target
        self._ask = self.node.create_client(Ask, f"{target}/ask")
        self._query = self.node.create_client(Query, f"{target}/query")
        self._scenes = ByStamp[SceneMsg]()
        self._scene_subscription = self.node.create_subscription(
            SceneMsg, f"{target}/scene", lambda msg: self._scenes.put(stamp_ns(msg.header.stamp), msg), qos.backlog())

    def __enter__(self) -> SpatialGeoClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop; a node that was given stays alive."""
        if self._own:
            self._own.close()
            return
        executor = self.node.executor
        if executor is None:
            self._leave_node()
        else:  # on the thread that spins: what it waits on must not be destroyed under it
            executor.create_task(self._leave_node)

    def _leave_node(self) -> None:
        self.node.destroy_subscription(self._scene_subscription)
        for client in (self._ask, self._query):
            self.node.destroy_client(client)

    def wait_until_ready(self, timeout_s: float = 10.0) -> bool:
        """Whether the node's services are there within this time."""
        return bool(self._ask.wait_for_service(timeout_s))

    def ask(self, question: str, timeout_s: float = 10.0) -> Answer:
        """The answer to a question in words. Raises ClientError when there is no reply."""
        return answer_from_msg(self.ask_message(question, timeout_s))

    def ask_message(self, question: str, timeout_s: float = 10.0) -> AnswerMsg:
        """Likewise as the message, which has the objects of the evidence in full."""
        return self.call(self._ask, Ask.Request(question=question), timeout_s).answer

    def query(self, kind: QueryKind, subject: str = "", object: str = "", *,
              subject2: str = "", object2: str = "", predicate: Predicate | None = None,
              distance_kind: DistanceKind = DistanceKind.CLOSEST, dimension: Dimension = Dimension.HEIGHT,
              definition: Definition = Definition.SPATIALGEO, farthest: bool = False,
              timeout_s: float = 10.0) -> Answer:
        """The answer to a typed query: a noun phrase or "#id" for each thing, "#0" is the viewer (see Query.srv)."""
        request = Query.Request(
            kind=int(kind), subject=subject, subject2=subject2, object=object, object2=object2,
            predicate=Query.Request.NO_PREDICATE if predicate is None else int(predicate),
            distance_kind=int(distance_kind), dimension=int(dimension), definition=definition.value, farthest=farthest)
        return answer_from_msg(self.call(self._query, request, timeout_s).answer)

    def scene(self, timeout_s: float = 10.0, newer_than_ns: int = -1) -> SceneMsg:
        """The newest scene; waits for the first, or for one that is stamped later than newer_than_ns."""
        return self._told(self._scenes.newest(newer_than_ns, timeout_s), timeout_s)

    def scene_at(self, at_ns: int, timeout_s: float = 2.0) -> SceneMsg:
        """The scene of this stamp, such as that of an answer; the last ones are kept."""
        return self._told(self._scenes.at(at_ns, timeout_s), timeout_s)

    def _told(self, scene: SceneMsg | None, timeout_s: float) -> SceneMsg:
        if scene is None:
            raise ClientError(f"no such scene on {self._scene_subscription.topic_name} within {timeout_s:g} s; is the "
                              "node running and active, and do images reach it? /diagnostics tells")
        return scene

    def call(self, client: Any, request: Any, timeout_s: float) -> Any:
        """The response of any service client of this node. Raises ClientError when there is none in time."""
        name = self.node.resolve_service_name(client.srv_name)
        if not client.service_is_ready() and not client.wait_for_service(timeout_s):
            raise ClientError(f"there is no service {name} after {timeout_s:g} s; start the node, and give "
                              "both the same ROS_DOMAIN_ID and namespace")
        future = client.call_async(request)
        done = threading.Event()
        future.add_done_callback(lambda _: done.set())
        if not done.wait(timeout_s):
            client.remove_pending_request(future)
            raise ClientError(f"{name} did not reply within {timeout_s:g} s; is the node overloaded?")
        return future.result()


class _SpinningNode:
    """A node with a context and a thread of its own, so that it does not depend on whether rclpy was initialised."""

    def __init__(self) -> None:
        self._context = Context()
        rclpy.init(context=self._context)
        self.node = Node("spatialgeo_client", context=self._context)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self.node)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._spin, name="spatialgeo_client", daemon=True)
        self._thread.start()

    def _spin(self) -> None:
        with contextlib.suppress(ExternalShutdownException):
            while not self._stopping.is_set():
                self._executor.spin_once(timeout_sec=0.1)

    def close(self) -> None:
        """The thread first: what it waits on must not be destroyed under it."""
        self._stopping.set()
        self._thread.join()
        self._executor.shutdown()
        self.node.destroy_node()
        if self._context.ok():  # Humble has no try_shutdown
            rclpy.shutdown(context=self._context)
