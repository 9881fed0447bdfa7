"""What lives from activation to deactivation: inputs, the worker that turns frames into scenes, the newest scene."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Protocol

from rclpy.node import Node

from spatialgeo_ros.config import NodeConfig, SceneConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.ros.detections import DetectionBuffer, LateNames, undistorted
from spatialgeo_ros.ros.frames import FrameBuilder
from spatialgeo_ros.ros.health import Health
from spatialgeo_ros.ros.inputs import Inputs
from spatialgeo_ros.ros.outputs import Outputs
from spatialgeo_ros.ros.synchroniser import Paired
from spatialgeo_ros.ros.transforms import make_transforms
from spatialgeo_ros.ros.worker import NewestWorker
from spatialgeo_ros.types import CameraFrame, NamedBox, Scene


class Pipeline(Protocol):
    """What the node needs of the measured path. Used by one thread at a time."""

    def step(self, frame: CameraFrame, detections: Sequence[NamedBox] = ()) -> Scene: ...

    def configure(self, config: SceneConfig) -> None: ...

    def reset(self) -> None: ...


class Session:
    """Works from creation until `close`. scene: the newest one.

    config: the settings of now. predecessor: the session before, whose last frame may still be at work.
    """

    def __init__(self, node: Node, pipeline: Pipeline, outputs: Outputs, health: Health,
                 config: Callable[[], NodeConfig], predecessor: Session | None) -> None:
        self._node = node
        self._pipeline = pipeline
        self._outputs = outputs
        self._health = health
        self._config = config
        self._predecessor = predecessor
        self._pipeline_config: SceneConfig | None = None
        self._closed = False
        self.scene: Scene | None = None
        self._frames: tuple[tuple[Scene, CameraFrame], ...] = ()  # of the last scenes
        settings = config()
        self.transforms = make_transforms(node, settings.tf_buffer) if settings.reference_frame else None
        self._builder = FrameBuilder(self.transforms, self._now_ns, settings.image_rectified)
        self._names = LateNames()
        self._detections = DetectionBuffer(self._names.learn)
        self._worker = NewestWorker(self._work, "pipeline")
        self.inputs = Inputs(node, settings, health, self._drop, self._on_pair, self._detections.add)

    def close(self) -> None:
        """Nothing begins and nothing is published any more; a frame at work ends unseen, and nobody waits for it."""
        self._closed = True
        self.inputs.close()
        if self.transforms is not None:
            self.transforms.close()
        self._worker.stop()

    def join(self, timeout_s: float) -> bool:
        """After `close`: wait for the frame at work. Returns whether it has ended."""
        return self._worker.join(timeout_s)

    def frame_of(self, scene: Scene) -> CameraFrame | None:
        """The frame of this scene, if it is one of the last two."""
        return next((frame for known, frame in self._frames if known is scene), None)

    def _on_pair(self, paired: Paired) -> None:
        if self._worker.put(paired):
            self._drop("superseded", "a newer frame came before this one was begun; normal when the camera is faster "
                       "than the pipeline, see its stages")

    def _work(self, paired: Paired) -> None:
        """On the worker's thread, and its edge: whatever happens to one frame, the next one is worked on."""
        try:
            self._step(paired)
        except InputError as error:
            self._drop(error.cause, str(error))
        except Exception as error:  # noqa: BLE001
            if self._drop("internal", f"this frame could not be worked on ({error!r}); please report it"):
                self._node.get_logger().error(traceback.format_exc())

    def _step(self, paired: Paired) -> None:
        config = self._config()
        self._prepare(config.scene)
        built = self._builder.build(paired, config)
        if built.restart:
            self._node.get_logger().warning(f"{built.restart}; known objects are forgotten")
            self._forget()
        boxes = undistorted(self._detections.take(paired.stamp_ns, config.detections_wait_s), built.lens)
        scene = self._names.named(self._pipeline.step(built.frame, boxes), built.lens)
        if self._closed:
            return
        self._frames = ((scene, built.frame), *self._frames[:1])
        self.scene = scene
        self._outputs.publish(scene, built.frame, config)
        self._health.scene_done(scene.timings_ms, (self._now_ns() - scene.stamp_ns) / 1e6)

    def _prepare(self, wanted: SceneConfig) -> None:
        """Settings change only here, between two frames."""
        if self._predecessor is not None:
            self._predecessor.join(float("inf"))
            self._predecessor = None
            self._forget()
        if wanted != self._pipeline_config:
            if self._pipeline_config is not None:
                self._pipeline.configure(wanted)
            self._pipeline_config = wanted

    def _forget(self) -> None:
        self._pipeline.reset()
        self._names.clear()

    def _drop(self, cause: str, text: str) -> bool:
        """Returns whether it was logged."""
        logged = self._health.dropped(cause, text)
        if logged:
            self._node.get_logger().warning(f"[{cause}] {text}")
        return logged

    def _now_ns(self) -> int:
        return int(self._node.get_clock().now().nanoseconds)
