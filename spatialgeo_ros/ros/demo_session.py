"""A camera and the `spatialgeo` node as two processes on a DDS domain of their own, and somebody who asks."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnostic_msgs.msg import DiagnosticArray
from sensor_msgs.msg import CameraInfo, Image
from std_msgs.msg import String

from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.by_stamp import ByStamp
from spatialgeo_ros.ros.children import Children
from spatialgeo_ros.ros.client import ClientError, SpatialGeoClient
from spatialgeo_ros.ros.local_domain import local_variables
from spatialgeo_ros.ros.received import answer_from_msg
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.types import Answer
from spatialgeo_ros.world.judging import Judgement

READY_S = 120.0  # on a busy machine; what is awaited is told meanwhile
PATIENCE_S = 15.0
LOST_S = 5.0  # without diagnostics the node does not work any more
Tell = Callable[[str], None]  # progress for people, one short line
Judge = Callable[[Answer, SceneMsg], Judgement]


class DemoError(SpatialGeoError):
    """The demo cannot go on; says which part of it did not come."""


@dataclass(frozen=True)
class DemoQuestion:
    """truth: the true answer in words, "" when nobody knows; judge: None then."""

    text: str
    truth: str = ""
    judge: Judge | None = None


@dataclass(frozen=True, eq=False)
class Outcome:
    """One question answered. names: object id -> description, of that scene. where: frame or room."""

    where: str
    question: DemoQuestion
    answer: Answer
    names: Mapping[int, str]
    judgement: Judgement | None


@dataclass(frozen=True)
class NodeToRun:
    """module with a main(), and its parameters; remap: topic -> topic."""

    name: str
    module: str
    parameters: Mapping[str, object]
    remap: Mapping[str, str]

    def arguments(self, folder: Path) -> list[str]:
        """Parameters go through a file: on the command line, a name such as 0001 would become a number."""
        path = folder / f"{self.name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"    {name}: {json.dumps(value)}" for name, value in self.parameters.items()]
        path.write_text("\n".join(["/**:", "  ros__parameters:", *(lines or ["    use_sim_time: false"])]) + "\n",
                        encoding="utf-8")
        remaps = [part for old, new in self.remap.items() for part in ("-r", f"{old}:={new}")]
        return ["--ros-args", "--params-file", str(path), *remaps]


class Session:
    """What the demo hears and asks. Use `session(...)`."""

    def __init__(self, children: Children, client: SpatialGeoClient, camera_topics: Sequence[str], domain: str) -> None:
        """camera_topics: those that tell as JSON how a frame was made (truth, or the recorded frame's name)."""
        self.children = children
        self.client = client
        self.domain = domain
        self.pictures = ByStamp[Image](keep=20)
        self.camera_infos = ByStamp[CameraInfo](keep=200)
        self.told = ByStamp[str](keep=200)
        self._complaints: dict[str, str] = {}
        self._heard_s = -float("inf")
        self._started_s = time.monotonic()
        node = client.node
        node.create_subscription(CameraInfo, "camera_info", self._put_info, qos.backlog())
        node.create_subscription(DiagnosticArray, "/diagnostics", self._on_diagnostics, qos.result())
        for topic in camera_topics:
            node.create_subscription(String, topic, self._put_told, qos.backlog())

    def watch_pictures(self) -> None:
        """From now on the node draws its pictures, which costs it time; returns when the first is here."""
        self.client.node.create_subscription(
            Image, "spatialgeo/annotated_image", lambda msg: self.pictures.put(stamp_ns(msg.header.stamp), msg),
            qos.result())
        if self.pictures.newest(-1, PATIENCE_S) is None:
            raise DemoError(f"the node draws no picture. {self.complaints()}")

    def _put_info(self, message: CameraInfo) -> None:
        self.camera_infos.put(stamp_ns(message.header.stamp), message)

    def _put_told(self, message: String) -> None:
        self.told.put(int(json.loads(message.data)["stamp_ns"]), message.data)

    def _on_diagnostics(self, message: DiagnosticArray) -> None:
        self._heard_s = time.monotonic()
        for status in message.status:
            self._complaints.pop(status.name, None)
            if status.level != b"\x00":
                self._complaints[status.name] = status.message

    def wait_until_ready(self, tell: Tell) -> float:
        """Until the node answers and has a scene. Returns the seconds since the start."""
        while (waited_s := time.monotonic() - self._started_s) < READY_S:
            self.children.check()
            if not self.client.wait_until_ready(0.3):
                tell(f"waiting for the node ... {waited_s:.0f} s")
                continue
            with contextlib.suppress(ClientError):
                self.client.scene_message(0.3)
                return time.monotonic() - self._started_s
            tell(f"waiting for the first scene ... {waited_s:.0f} s")
        raise DemoError(f"no scene within {READY_S:.0f} s. {self.complaints()}")

    def scene(self, newer_than_ns: int = -1) -> SceneMsg:
        """The next scene; waits longer while the node works. A process that died meanwhile is told."""
        begun_s = time.monotonic()
        while (waited_s := time.monotonic() - begun_s) < READY_S and (waited_s < PATIENCE_S or self._works()):
            self.children.check()
            with contextlib.suppress(ClientError):
                return self.client.scene_message(0.3, newer_than_ns)
        raise DemoError(f"no new scene within {waited_s:.0f} s. {self.complaints()}")

    def _works(self) -> bool:
        return time.monotonic() - self._heard_s < LOST_S

    def complaints(self) -> str:
        told = "; ".join(f"{name}: {text}" for name, text in self._complaints.items())
        return f"The node says: {told}; its log is {self.log('node')}" if told else f"See its log {self.log('node')}"

    def log(self, name: str) -> Path:
        """The file with the output of one of the processes."""
        return self.children.log(name)

    def wait_until_a_child_dies(self) -> None:
        while True:
            self.children.check()
            time.sleep(0.5)

    def ask(self, where: str, question: DemoQuestion) -> Outcome:
        """Through the real service; judged by the truth of the very frame that was answered."""
        self.children.check()
        message = self.client.ask_message(question.text, PATIENCE_S)
        answer = answer_from_msg(message)
        try:
            scene = self.client.scene_message_at(answer.stamp_ns)
        except ClientError:
            lost = Judgement(False, f"{answer.status.name}, of no scene that was published. {answer.reason}")
            return Outcome(where, question, answer, {}, lost if question.judge else None)
        names = {item.id: item.description for item in scene.objects}
        return Outcome(where, question, answer, names, question.judge(answer, scene) if question.judge else None)


@contextlib.contextmanager
def session(nodes: Sequence[NodeToRun], camera_topics: Sequence[str], out: Path, domain: int | None,
            tell: Tell) -> Iterator[Session]:
    """Start the processes, join their domain; at the end all have ended and the environment is as before."""
    variables = local_variables(domain)
    logs = out / "logs"
    with _environment(variables), Children(logs, dict(os.environ)) as children:
        for node in nodes:
            tell(f"starting {node.name} ...")
            children.start(node.name, node.module, node.arguments(logs))
        with SpatialGeoClient() as client:
            yield Session(children, client, camera_topics, variables["ROS_DOMAIN_ID"])


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
