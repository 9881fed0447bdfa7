"""A camera, a node under test with a pipeline of the test's choice, and ears for what it publishes; over real DDS."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import TransformStamped
from rclpy.executors import SingleThreadedExecutor
from rclpy.parameter import Parameter
from rclpy.qos import ReliabilityPolicy
from sensor_msgs.msg import CameraInfo, CompressedImage, Image
from std_msgs.msg import Header
from std_srvs.srv import Trigger
from tf2_msgs.msg import TFMessage

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.geometry.pose import levelled_viewer, quat_xyzw_from_rotation
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.ros.node import SpatialGeoNode, spin
from spatialgeo_ros.ros.stamps import stamp_ns, time_msg
from spatialgeo_ros.scene.naming import name_objects
from spatialgeo_ros.srv import Ask
from spatialgeo_ros.types import (
    CameraFrame,
    GravitySource,
    NamedBox,
    ObjectKind,
    OrientedBox,
    Pose,
    Predicate,
    RelationTable,
    Scene,
    SceneObject,
)

HEIGHT, WIDTH = 48, 64
FRAME = "camera_optical_frame"
BOX_PX = (20, 10, 40, 30)


class FakePipeline:
    """Finds the same two objects in every frame, after `delay_s`; keeps what it was given.

    Object 1 is half a metre in front of the camera, object 2 to the right of it; the support is 3.
    """

    def __init__(self, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self.frames: list[CameraFrame] = []
        self.boxes: list[tuple[NamedBox, ...]] = []
        self.ages_s: list[float] = []  # of each frame, when it was begun
        self.resets = 0
        self.configs: list[SceneConfig] = []
        self.fail_with: Exception | None = None
        self.keep = True
        self.at_once = 0  # most calls at the same time
        self._inside = 0

    def step(self, frame: CameraFrame, detections: Sequence[NamedBox] = ()) -> Scene:
        self._inside += 1
        self.at_once = max(self.at_once, self._inside)
        if self.keep:
            self.frames.append(frame)
            self.boxes.append(tuple(detections))
            self.ages_s.append(time.time() - frame.stamp_ns / 1e9)
        time.sleep(self.delay_s)
        self._inside -= 1
        if self.fail_with is not None:
            raise self.fail_with
        return fake_scene(frame, detections)

    def configure(self, config: SceneConfig) -> None:
        self.configs.append(config)

    def reset(self) -> None:
        self.resets += 1


def fake_scene(frame: CameraFrame, detections: Sequence[NamedBox] = ()) -> Scene:
    image_up_ref = frame.reference_from_camera.rotation @ np.array([0.0, -1.0, 0.0])
    up_ref = frame.up_ref if frame.up_ref is not None else image_up_ref
    source = frame.gravity_source or GravitySource.SUPPORT_PLANE
    found = (_object(1, frame, (0.0, 0.0, 0.5), BOX_PX), _object(2, frame, (0.2, 0.0, 0.5), (45, 10, 60, 30)),
             _object(3, frame, (0.0, 0.2, 0.5), (0, 31, 63, 47)))
    objects = name_objects(found, detections)
    table = {predicate: np.zeros((3, 3)) for predicate in Predicate if predicate is not Predicate.BETWEEN}
    table[Predicate.LEFT_OF][0, 1] = table[Predicate.RIGHT_OF][1, 0] = 0.99
    table[Predicate.ON][0, 2] = table[Predicate.ON][1, 2] = 0.97
    table[Predicate.NEAR][0, 1] = 0.3  # not likely: must not be published
    return Scene(frame.stamp_ns, frame.reference_frame_id, frame.frame_id, frame.metric, frame.depth_source, source,
                 levelled_viewer(frame.reference_from_camera, up_ref), frame.reference_from_camera, frame.camera,
                 objects, RelationTable((1, 2, 3), table), timings_ms={"points": 1.0, "objects": 2.0})


def _object(object_id: int, frame: CameraFrame, centre_camera: tuple[float, float, float],
            bbox: tuple[int, int, int, int]) -> SceneObject:
    centre = frame.reference_from_camera @ Pose(np.eye(3), np.array(centre_camera))
    kind = ObjectKind.SUPPORT if object_id == 3 else ObjectKind.OBJECT
    corners = np.array([[-0.4, 0.2, 0.3], [0.4, 0.2, 0.3], [0.4, 0.2, 0.9], [-0.4, 0.2, 0.9]])
    outline = frame.reference_from_camera.apply(corners) if kind is ObjectKind.SUPPORT else np.zeros((0, 3))
    box = OrientedBox(centre, np.array([0.06, 0.08, 0.1]))
    return SceneObject(object_id, kind, box, np.diag([1e-6, 2e-6, 3e-6]), np.full(3, 0.002),
                       np.zeros((0, 3), np.float32), frame.stamp_ns, colours=("red",), shapes=("box",),
                       bbox_xyxy_px=bbox, pixel_count=400, support_id=0 if object_id == 3 else 3, outline_ref=outline,
                       outline_cut=np.zeros(len(outline), bool))


def rgb_of(value: int = 100) -> np.ndarray:
    return np.full((HEIGHT, WIDTH, 3), value, np.uint8)


def depth_mm_of(value: int = 700) -> np.ndarray:
    return np.full((HEIGHT, WIDTH), value, np.uint16)


def header(at_ns: int, frame_id: str = FRAME) -> Header:
    return Header(stamp=time_msg(at_ns), frame_id=frame_id)


def camera_info(at_ns: int, frame_id: str = FRAME) -> CameraInfo:
    info = CameraInfo(header=header(at_ns, frame_id), height=HEIGHT, width=WIDTH, distortion_model="plumb_bob")
    info.d = [0.0] * 5
    info.k = [60.0, 0.0, 30.0, 0.0, 62.0, 25.0, 0.0, 0.0, 1.0]
    info.p = [60.0, 0.0, 30.0, 0.0, 0.0, 62.0, 25.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    return info


def transform(parent: str, child: str, at_ns: int, pose: Pose) -> TransformStamped:
    msg = TransformStamped(header=header(at_ns, parent), child_frame_id=child)
    t, r = msg.transform.translation, msg.transform.rotation
    t.x, t.y, t.z = (float(value) for value in pose.translation_m)
    r.x, r.y, r.z, r.w = (float(value) for value in quat_xyzw_from_rotation(pose.rotation))
    return msg


class Rig:
    """The node under test and its peer, each on an executor of its own, in one context of their own."""

    def __init__(self, make_pipeline: Callable[..., Any] | None = None, start: bool = True,
                 make_speaker: Callable[..., Any] | None = None, remaps: Sequence[str] = (), **parameters: Any) -> None:
        self.context = rclpy.Context()
        rclpy.init(context=self.context)
        self.pipeline = FakePipeline()
        settings = {"diagnostics_period_s": 0.1, **parameters}
        self.node = SpatialGeoNode(
            make_pipeline or (lambda _: self.pipeline), context=self.context,
            cli_args=["--ros-args", *(part for rule in remaps for part in ("-r", rule))],
            **({"make_speaker": make_speaker} if make_speaker else {}),
            parameter_overrides=[Parameter(name.replace("__", "."), value=value) for name, value in settings.items()])
        self.peer = rclpy.create_node("camera", context=self.context)
        self._executors = [SingleThreadedExecutor(context=self.context) for _ in range(2)]
        self._executors[0].add_node(self.node)
        self._executors[1].add_node(self.peer)
        self._threads = [threading.Thread(target=spin, args=(self._executors[0], self.node), daemon=True),
                         threading.Thread(target=self._spin_peer, daemon=True)]
        self.scenes: list[SceneMsg] = []
        self.diagnostics: list[DiagnosticArray] = []
        self._wire(parameters)
        for thread in self._threads:
            thread.start()
        self._last_ns = 0
        if start:
            try:
                self._start()
            except BaseException:
                self.close()  # else it would be heard by the tests that follow
                raise

    def _start(self) -> None:
        assert self.node.start()
        self.wait(self.heard, "inputs subscribed")
        self.wait(lambda: self.node.count_subscribers("/spatialgeo/scene") > 0, "scene subscribed")

    def _wire(self, parameters: dict[str, Any]) -> None:
        compressed = parameters.get("image_transport") == "compressed"
        compressed_depth = parameters.get("depth_transport") == "compressedDepth"
        peer = self.peer
        image = (CompressedImage, "image/compressed") if compressed else (Image, "image")
        depth = (CompressedImage, "depth/compressedDepth") if compressed_depth else (Image, "depth")
        self.image_pub, self.depth_pub, self.info_pub = (
            peer.create_publisher(kind, topic, qos.sensor(reliable=True))
            for kind, topic in (image, depth, (CameraInfo, "camera_info")))
        self._cameras = [self.image_pub, self.depth_pub, self.info_pub]
        self.tf_pub = peer.create_publisher(TFMessage, "/tf", qos.tf())
        self.tf_static_pub = peer.create_publisher(TFMessage, "/tf_static", qos.tf_static())
        peer.create_subscription(SceneMsg, "/spatialgeo/scene", self.scenes.append, qos.result())
        peer.create_subscription(DiagnosticArray, "/diagnostics", self.diagnostics.append, 50)
        self._ask = peer.create_client(Ask, "/spatialgeo/ask")
        self._check = peer.create_client(Trigger, "/spatialgeo/self_check")

    def _spin_peer(self) -> None:
        while self.context.ok():
            try:
                self._executors[1].spin_once(timeout_sec=0.1)
            except Exception:
                if self.context.ok():
                    raise

    def now_ns(self) -> int:
        """A stamp after all given out before, never ahead of the clock by more than a few nanoseconds."""
        self._last_ns = max(self._last_ns + 1, self.peer.get_clock().now().nanoseconds)
        return self._last_ns

    def send(self, at_ns: int | None = None, image: Any = None, depth: Any = None, info: Any = None,
             change: Callable[[Any, Any, Any], None] | None = None) -> int:
        """Publish one frame; change(image, depth, info) may spoil it before. Returns the image's stamp."""
        at_ns = self.now_ns() if at_ns is None else at_ns
        image = image_msg(rgb_of(), "rgb8", header(at_ns)) if image is None else image
        depth = image_msg(depth_mm_of(), "16UC1", header(at_ns)) if depth is None else depth
        info = camera_info(at_ns) if info is None else info
        if change is not None:
            change(image, depth, info)
        self.info_pub.publish(info)
        self.depth_pub.publish(depth)
        self.image_pub.publish(image)
        return stamp_ns(image.header.stamp)

    def send_tf(self, parent: str, child: str, at_ns: int, pose: Pose, static: bool = False) -> None:
        publisher = self.tf_static_pub if static else self.tf_pub
        publisher.publish(TFMessage(transforms=[transform(parent, child, at_ns, pose)]))

    def scene_at(self, at_ns: int, timeout_s: float = 5.0) -> SceneMsg:
        self.wait(lambda: self.has_scene_at(at_ns), f"scene of {at_ns}", timeout_s)
        return next(scene for scene in self.scenes if stamp_ns(scene.header.stamp) == at_ns)

    def has_scene_at(self, at_ns: int) -> bool:
        return any(stamp_ns(scene.header.stamp) == at_ns for scene in self.scenes)

    def heard(self) -> bool:
        """Whether the node has subscribed to all of the camera, reliably: from then on no image is lost on the way."""
        asked = [self.peer.get_subscriptions_info_by_topic(item.topic_name) for item in self._cameras]
        return all(len(item) == 1 and item[0].qos_profile.reliability == ReliabilityPolicy.RELIABLE for item in asked) \
            and all(item.get_subscription_count() == 1 for item in self._cameras)

    def lost(self, cause: str) -> int:
        """How many frames were lost for this cause."""
        drop = self.node._health.report().drops.get(cause)
        return 0 if drop is None else drop.count

    def told(self, *words: str) -> str:
        """Wait until one diagnostic contains all words; returns it."""

        def texts() -> list[str]:
            return [f"{status.name} {status.message} " + " ".join(f"{item.key}={item.value}" for item in status.values)
                    for array in self.diagnostics[-3:] for status in array.status]

        self.wait(lambda: any(all(word in text for word in words) for text in texts()), f"diagnostic with {words}",
                  shows=lambda: "\n".join(texts()[-4:]))
        return next(text for text in reversed(texts()) if all(word in text for word in words))

    def wait(self, condition: Callable[[], bool], what: str, timeout_s: float = 5.0,
             shows: Callable[[], str] = lambda: "") -> None:
        deadline = time.monotonic() + timeout_s
        while not condition():
            assert time.monotonic() < deadline, f"waited {timeout_s} s in vain for: {what}\n{shows()}"
            time.sleep(0.005)

    def call(self, client: Any, request: Any, timeout_s: float = 5.0) -> Any:
        assert client.wait_for_service(timeout_s), f"{client.srv_name} is not there"
        future = client.call_async(request)
        self.wait(future.done, f"response of {client.srv_name}", timeout_s)
        return future.result()

    def ask(self, question: str) -> Any:
        return self.call(self._ask, Ask.Request(question=question)).answer

    def self_check(self) -> Any:
        return self.call(self._check, Trigger.Request())

    def close(self) -> None:
        self.node.on_shutdown(None)
        self.context.try_shutdown()
        for thread in self._threads:
            thread.join(5.0)
        for executor in self._executors:
            executor.shutdown(timeout_sec=1.0)
        self.node.destroy_node()
        self.peer.destroy_node()
