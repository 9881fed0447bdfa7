"""A small Python client of the `spatialgeo` node: ask in words or typed, find objects, look at the newest scene.

    with SpatialGeoClient() as client:
        print(client.ask("What is left of the mug?").text)
        mug = client.find("the mug")
        print(mug.frame_id, mug.object.centre_ref, mug.object.box.size_m)

What does not come is told by the errors of `client_errors`; `ask` and `query` leave the status of an answer to the caller.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from dataclasses import replace
from types import TracebackType
from typing import Any

import rclpy
from rclpy.context import Context
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node

from spatialgeo_ros.msg import Answer as AnswerMsg
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.by_stamp import ByStamp
from spatialgeo_ros.ros.client_errors import (
    AmbiguousError,
    ClientError,
    NotThereError,
    NotUnderstoodError,
    StaleError,
    raise_unless_answered,
)
from spatialgeo_ros.ros.received import LocatedObject, ReceivedScene, answer_from_msg, located_objects, received_scene
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.ros.transforms import make_transforms
from spatialgeo_ros.srv import Ask, Query
from spatialgeo_ros.types import Answer, Definition, Dimension, DistanceKind, Pose, Predicate, QueryKind, Status

__all__ = ["ClientError", "SpatialGeoClient"]

_TRIES = (0.3, 0.7)  # shares of the time that a request waits for its response before it is sent again


class SpatialGeoClient:
    """Calls block until the reply is there; they may come from any thread but the one that spins the node.

    node: one that something else spins in another thread. None: the client makes its own and spins it.
    target: name of the asked node, with its namespace when it has one.
    listen_to_tf: keep tf's last seconds, so that `pose_of` can tell poses in other frames than the scene's.
    """

    def __init__(self, node: Node | None = None, target: str = "spatialgeo", listen_to_tf: bool = False) -> None:
        self._own = _SpinningNode() if node is None else None
        self.node: Node = self._own.node if self._own else node
        self._target = target
        self._ask = self.node.create_client(Ask, f"{target}/ask")
        self._query = self.node.create_client(Query, f"{target}/query")
        self._scenes = ByStamp[SceneMsg]()
        self._scene_subscription = self.node.create_subscription(
            SceneMsg, f"{target}/scene", lambda msg: self._scenes.put(stamp_ns(msg.header.stamp), msg), qos.backlog())
        self._transforms = make_transforms(self.node, "auto") if listen_to_tf else None

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
        if self._transforms is not None:
            self._transforms.close()
        self.node.destroy_subscription(self._scene_subscription)
        for client in (self._ask, self._query):
            self.node.destroy_client(client)

    def wait_until_ready(self, timeout_s: float = 10.0) -> bool:
        """Whether the node's services are there within this time."""
        return bool(self._ask.wait_for_service(timeout_s))

    def ask(self, question: str, timeout_s: float = 10.0) -> Answer:
        """The answer to a question in words, whatever its status. Raises NotThereError when there is no reply."""
        return answer_from_msg(self.ask_message(question, timeout_s))

    def ask_message(self, question: str, timeout_s: float = 10.0) -> AnswerMsg:
        """Likewise as the message, which has the objects of the evidence in full."""
        return self.call(self._ask, Ask.Request(question=question), timeout_s).answer

    def query(self, kind: QueryKind, subject: str = "", object: str = "", *,
              subject2: str = "", object2: str = "", predicate: Predicate | str | None = None,
              distance_kind: DistanceKind = DistanceKind.CLOSEST, dimension: Dimension = Dimension.HEIGHT,
              definition: Definition = Definition.SPATIALGEO, farthest: bool = False, negated: bool = False,
              limit_m: float = 0.0, unit: str = "", timeout_s: float = 10.0) -> Answer:
        """The answer to a typed query: a noun phrase or "#id" for each thing, "#0" is the viewer (see Query.srv).

        predicate: or its name, "left of".
        """
        return answer_from_msg(self._query_message(
            kind, timeout_s, subject=subject, subject2=subject2, object=object, object2=object2,
            predicate=Query.Request.NO_PREDICATE if predicate is None else int(_predicate(predicate)),
            distance_kind=int(distance_kind), dimension=int(dimension), definition=definition.value, farthest=farthest,
            negated=negated, limit=limit_m, unit=unit))

    def query_json(self, query: str, timeout_s: float = 10.0) -> Answer:
        """The answer to a typed query in JSON, as answers tell it; this way every query can be asked."""
        return answer_from_msg(self.call(self._query, Query.Request(json=query), timeout_s).answer)

    def find(self, words: str, timeout_s: float = 10.0) -> LocatedObject:
        """The one object or support that these words mean to the node: "the mug left of the bowl", "#3".

        Raises NotFoundError, AmbiguousError, NotUnderstoodError, StaleError or NotThereError.
        """
        _require_words(words)
        message = self._query_message(QueryKind.WHERE_IS, timeout_s, subject=words)
        answer = self._answered(message, words)
        if len(message.object_ids) != 1:
            raise AmbiguousError(replace(answer, reason=f"{len(message.object_ids)} objects are meant, say which one"))
        return located_objects(message)[0]

    def find_all(self, words: str, timeout_s: float = 10.0) -> tuple[LocatedObject, ...]:
        """All objects that these words fit: "red boxes", "mug on the table"; none when nothing does.

        Raises as `find` does; AmbiguousError when it is too close to call for one of them.
        """
        message = self._query_message(QueryKind.COUNT, timeout_s, subject=words)
        self._answered(message, words)
        return located_objects(message)

    def probability(self, subject: str, predicate: Predicate | str, object: str, object2: str = "",
                    timeout_s: float = 10.0) -> float:
        """P(subject PREDICATE object) as seen by the camera, for "#id" or words; object2: the other one of BETWEEN.

        predicate: or its name, "left of".
        Raises as `find` does, but not when the measurement cannot tell: then this is near 0.5.
        """
        _require_words(subject, object)
        answer = self.query(QueryKind.RELATION, subject, object, object2=object2, predicate=predicate, timeout_s=timeout_s)
        if not (answer.status is Status.AMBIGUOUS and answer.evidence.relations):
            raise_unless_answered(answer)
        return answer.evidence.relations[0].probability

    def pose_of(self, found: LocatedObject, frame_id: str, timeout_s: float = 1.0) -> Pose:
        """frame_from_object: its box's pose in any frame of tf, at the stamp of the image; z is up, the origin in the middle.

        Raises TransformError when tf does not know, ClientError when this client does not listen to tf.
        """
        pose = found.object.box.reference_from_box
        if frame_id == found.frame_id:
            return pose
        if self._transforms is None:
            raise ClientError(f"{found.description} is known in {found.frame_id!r}, not in {frame_id!r}; make the client with "
                              "listen_to_tf=True")
        return self._transforms.lookup(frame_id, found.frame_id, found.stamp_ns, timeout_s) @ pose

    def require_valid(self, known: Answer | LocatedObject | ReceivedScene) -> None:
        """Raises StaleError when its valid_until has passed by the clock of this client's node."""
        late_s = (self.node.get_clock().now().nanoseconds - known.valid_until_ns) / 1e9
        if late_s > 0:
            raise StaleError(f"this was to be acted upon until {late_s:.1f} s ago; ask again, and if it is always so, look at "
                             "the node's answers.valid_for_s, its rate in /diagnostics, and use_sim_time on both sides")

    def scene(self, timeout_s: float = 10.0, newer_than_ns: int = -1) -> ReceivedScene:
        """The newest scene, stamped later than newer_than_ns; waits for one that is still valid.

        Raises NotThereError when none came at all, StaleError when those that came were too old.
        """
        until_s = time.monotonic() + timeout_s
        while True:
            message = self.scene_message(max(until_s - time.monotonic(), 0.0), newer_than_ns)
            scene = received_scene(message)
            try:
                self.require_valid(scene)
            except StaleError:
                if self._scenes.newest(scene.stamp_ns, until_s - time.monotonic()) is None:
                    raise
            else:
                return scene

    def scene_at(self, at_ns: int, timeout_s: float = 2.0) -> ReceivedScene:
        """The scene of this stamp, such as that of an answer; the last ones are kept, however old."""
        return received_scene(self.scene_message_at(at_ns, timeout_s))

    def scene_message(self, timeout_s: float = 10.0, newer_than_ns: int = -1) -> SceneMsg:
        """The newest scene as the message, however old; waits for the first, or for one later than newer_than_ns."""
        return self._told(self._scenes.newest(newer_than_ns, timeout_s), timeout_s)

    def scene_message_at(self, at_ns: int, timeout_s: float = 2.0) -> SceneMsg:
        """As `scene_at`, as the message."""
        return self._told(self._scenes.at(at_ns, timeout_s), timeout_s)

    def _query_message(self, kind: QueryKind, timeout_s: float, **fields: Any) -> AnswerMsg:
        return self.call(self._query, Query.Request(kind=int(kind), **fields), timeout_s).answer

    def _answered(self, message: AnswerMsg, words: str) -> Answer:
        """The answer, which is one and still holds."""
        answer = replace(answer_from_msg(message), question=words)
        raise_unless_answered(answer)
        self.require_valid(answer)
        return answer

    def _told(self, scene: SceneMsg | None, timeout_s: float) -> SceneMsg:
        if scene is None:
            raise NotThereError(f"no such scene on {self._scene_subscription.topic_name} within {timeout_s:g} s; is the "
                                "node running and active, and do images reach it? /diagnostics tells")
        return scene

    def call(self, client: Any, request: Any, timeout_s: float) -> Any:
        """The response of any service client of this node. Raises NotThereError when there is none in time.

        request: may be sent twice, as a response is lost when the server has not discovered the client yet.
        """
        name = self.node.resolve_service_name(client.srv_name)
        if not client.service_is_ready() and not client.wait_for_service(timeout_s):
            raise NotThereError(f"there is no service {name} after {timeout_s:g} s; start the node, and give "
                                "both the same ROS_DOMAIN_ID and namespace")
        futures: list[Any] = []
        replied = threading.Event()
        for share in _TRIES:
            futures.append(client.call_async(request))
            futures[-1].add_done_callback(lambda _: replied.set())
            if replied.wait(share * timeout_s):
                break
        responses = [future.result() for future in futures if future.done()]
        for future in futures:
            if not future.done():
                client.remove_pending_request(future)
        if not responses:
            raise NotThereError(f"{name} did not reply within {timeout_s:g} s; is the node overloaded?")
        return responses[0]


def _predicate(given: Predicate | str) -> Predicate:
    """By its name too, in any case, with spaces or underscores. Raises ClientError for one that is none."""
    if not isinstance(given, str):
        return given
    name = "_".join(given.upper().replace("_", " ").split())
    if name not in Predicate.__members__:
        raise ClientError(f"there is no predicate {given!r}; there are {', '.join(Predicate.__members__)}")
    return Predicate[name]


def _require_words(*phrases: str) -> None:
    """Raises NotUnderstoodError when one says nothing; the node could only tell that one is missing."""
    if all(phrase.strip() for phrase in phrases):
        return
    reason = 'the words are empty; say which thing is meant: "the mug", or "#3" for the object with this id'
    raise NotUnderstoodError(Answer("", None, Status.NOT_UNDERSTOOD, "I was asked about nothing.", reason=reason))


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
        atexit.register(self.close)  # rclpy aborts when the interpreter takes the node from under a thread

    def _spin(self) -> None:
        with contextlib.suppress(ExternalShutdownException):
            while not self._stopping.is_set():
                self._executor.spin_once(timeout_sec=0.1)

    def close(self) -> None:
        """The thread first: what it waits on must not be destroyed under it. A second time does nothing."""
        atexit.unregister(self.close)
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._thread.join()
        self._executor.shutdown()
        self.node.destroy_node()
        if self._context.ok():  # Humble has no try_shutdown
            rclpy.shutdown(context=self._context)
