"""The node `spatialgeo`: from image, depth, camera_info and tf to scenes and answers."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from rclpy.signals import SignalHandlerOptions
from std_srvs.srv import Trigger

from spatialgeo_ros.config import NodeConfig, SceneConfig
from spatialgeo_ros.errors import InputError, SpatialGeoError
from spatialgeo_ros.ros import diagnostics, qos
from spatialgeo_ros.ros.answering import Answerer
from spatialgeo_ros.ros.detections import DetectionBuffer, LateNames, undistorted
from spatialgeo_ros.ros.frames import BuiltFrame, FrameBuilder
from spatialgeo_ros.ros.health import Health
from spatialgeo_ros.ros.inputs import REQUIRED, Inputs
from spatialgeo_ros.ros.lifecycle_guard import guard_transitions, reported
from spatialgeo_ros.ros.outputs import Outputs
from spatialgeo_ros.ros.parameters import Settings
from spatialgeo_ros.ros.self_check import Subject, self_check
from spatialgeo_ros.ros.services import QuestionServices
from spatialgeo_ros.ros.silence import SilenceExplainer
from spatialgeo_ros.ros.synchroniser import Paired
from spatialgeo_ros.ros.transforms import Transforms, make_transforms
from spatialgeo_ros.ros.worker import NewestWorker
from spatialgeo_ros.types import CameraFrame, NamedBox, Scene

_THREADS = 4  # images, tf, services, and one to spare
_STOP_S = 10.0
_SIGNALS_HEARD_S = 0.2  # Python hears a signal only between two waits


class Pipeline(Protocol):
    """What the node needs of the measured path."""

    def step(self, frame: CameraFrame, detections: Sequence[NamedBox] = ()) -> Scene: ...

    def configure(self, config: SceneConfig) -> None: ...

    def reset(self) -> None: ...


def _scene_pipeline(config: SceneConfig) -> Pipeline:
    from spatialgeo_ros.scene.pipeline import ScenePipeline

    return ScenePipeline(config)


class SpatialGeoNode(LifecycleNode):
    """configure loads and offers results, activate subscribes and works, deactivate and cleanup undo both."""

    def __init__(self, make_pipeline: Callable[[SceneConfig], Pipeline] = _scene_pipeline,
                 **node_arguments: Any) -> None:
        super().__init__("spatialgeo", **node_arguments)
        guard_transitions(self)
        self._settings = Settings(self, NodeConfig(), self._on_settings)
        self._make_pipeline = make_pipeline
        self._pipeline: Pipeline | None = None
        self._pipeline_config = self.config.scene
        self._health = Health()
        self._scene: Scene | None = None
        self._inputs: Inputs | None = None
        self._outputs: Outputs | None = None
        self._questions: QuestionServices | None = None
        self._transforms: Transforms | None = None
        self._builder: FrameBuilder | None = None
        self._worker: NewestWorker[Paired] | None = None
        self._active = False
        self._names = LateNames()
        self._detections = DetectionBuffer(self._names.learn)
        self._answerer = Answerer(lambda: self._scene, self._why_no_scene, self._now_ns,
                                  lambda: self.config.scene.answers)
        self._diagnostics = self.create_publisher(DiagnosticArray, "/diagnostics", qos.result())
        self.create_timer(self.config.diagnostics_period_s, self._look_after,
                          callback_group=MutuallyExclusiveCallbackGroup())
        self.create_service(Trigger, "~/self_check", self._self_check, callback_group=ReentrantCallbackGroup())

    @property
    def config(self) -> NodeConfig:
        return self._settings.current

    def start(self) -> bool:
        """Configure and activate. Returns whether the node is active then."""
        success = TransitionCallbackReturn.SUCCESS
        return self.trigger_configure() == success and self.trigger_activate() == success

    # transitions

    @reported
    def on_configure(self, _state: LifecycleState) -> TransitionCallbackReturn:
        self._pipeline_config = self.config.scene
        self._pipeline = self._make_pipeline(self._pipeline_config)
        self._outputs = Outputs(self)
        self._questions = QuestionServices(self, self._answerer, self._outputs.publish_answer)
        return TransitionCallbackReturn.SUCCESS

    @reported
    def on_activate(self, _state: LifecycleState) -> TransitionCallbackReturn:
        config = self.config
        self._health.restart()
        if config.reference_frame:
            self._transforms = make_transforms(self, config.tf_buffer)
        self._builder = FrameBuilder(self._transforms, self._now_ns, config.image_rectified)
        self._worker = NewestWorker(self._work, "pipeline")
        self._active = True
        self._inputs = Inputs(self, config, self._health, self._drop, self._on_pair, self._detections.add)
        return TransitionCallbackReturn.SUCCESS

    @reported
    def on_deactivate(self, _state: LifecycleState) -> TransitionCallbackReturn:
        self._stop()
        return TransitionCallbackReturn.SUCCESS

    @reported
    def on_cleanup(self, _state: LifecycleState) -> TransitionCallbackReturn:
        self._release()
        return TransitionCallbackReturn.SUCCESS

    @reported
    def on_shutdown(self, _state: LifecycleState) -> TransitionCallbackReturn:
        self._stop()
        self._release()
        return TransitionCallbackReturn.SUCCESS

    @reported
    def on_error(self, _state: LifecycleState) -> TransitionCallbackReturn:
        self._stop()
        self._release()
        return TransitionCallbackReturn.SUCCESS

    def _stop(self) -> None:
        """Inputs first, so that nothing new begins; then what a running frame may wait for; then the worker."""
        self._active = False
        if self._inputs is not None:
            self._inputs.close()
        if self._transforms is not None:
            self._transforms.close()
        if self._worker is not None and not self._worker.stop(_STOP_S):
            self.get_logger().error(f"the frame at work did not end within {_STOP_S:.0f} s; its result is thrown away")
        self._inputs = self._transforms = self._worker = self._builder = None
        self._scene = None
        self._names.clear()
        if self._pipeline is not None:
            self._pipeline.reset()

    def _release(self) -> None:
        if self._questions is not None:
            self._questions.close()
        if self._outputs is not None:
            self._outputs.close()
        self._questions = self._outputs = self._pipeline = None

    # frames

    def _on_pair(self, paired: Paired) -> None:
        worker = self._worker
        if worker is not None and worker.put(paired):
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
                self.get_logger().error(traceback.format_exc())

    def _step(self, paired: Paired) -> None:
        builder, pipeline, outputs, config = self._builder, self._current_pipeline(), self._outputs, self.config
        if builder is None or pipeline is None or outputs is None:
            return
        built = builder.build(paired, config)
        if built.restart:
            self._restart(pipeline, built.restart)
        boxes = undistorted(self._detections.take(paired.stamp_ns, config.detections_wait_s), built.lens)
        scene = self._names.named(pipeline.step(built.frame, boxes), built.lens)
        if self._active:  # it may have been deactivated meanwhile
            self._publish(scene, built, outputs)

    def _publish(self, scene: Scene, built: BuiltFrame, outputs: Outputs) -> None:
        self._scene = scene
        outputs.publish(scene, built.frame, self.config)
        self._health.scene_done(scene.timings_ms, (self._now_ns() - scene.stamp_ns) / 1e6)

    def _current_pipeline(self) -> Pipeline | None:
        """With the settings of now: they change only here, between two frames."""
        wanted = self.config.scene
        if self._pipeline is not None and wanted != self._pipeline_config:
            self._pipeline.configure(wanted)
            self._pipeline_config = wanted
        return self._pipeline

    def _restart(self, pipeline: Pipeline, reason: str) -> None:
        self.get_logger().warning(f"{reason}; known objects are forgotten")
        pipeline.reset()
        self._names.clear()

    # health

    def _drop(self, cause: str, text: str) -> bool:
        """Returns whether it was logged."""
        logged = self._health.dropped(cause, text)
        if logged:
            self.get_logger().warning(f"[{cause}] {text}")
        return logged

    def _situation(self) -> diagnostics.Situation:
        inputs, transforms = self._inputs, self._transforms
        explain = SilenceExplainer(self, inputs.topics, inputs.types).explain if inputs else lambda name, _: name
        return diagnostics.Situation(
            active=self._active, state=self._state_machine.current_state[1], report=self._health.report(),
            required=REQUIRED, silent_after_s=self.config.silent_after_s, explain_silence=explain,
            tf=transforms.name if transforms else "", tf_frames=transforms.frames() if transforms else frozenset())

    def _why_no_scene(self) -> str:
        return diagnostics.why_no_scene(self._situation())

    def _look_after(self) -> None:
        """Once a period: adapt to the publishers that are there, and tell how things are."""
        inputs = self._inputs
        if inputs is not None:
            inputs.follow_publishers()
        found = diagnostics.statuses(self._situation())
        self._diagnostics.publish(diagnostics.diagnostic_array(found, self.get_fully_qualified_name().lstrip("/"),
                                                               self.get_clock().now().to_msg()))

    def _self_check(self, _request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        latest = dict(self._inputs.latest) if self._inputs else {}
        checks = self_check(Subject(self._situation(), latest, self.config, self._transforms, self._scene,
                                    self._now_ns()))
        response.success = all(check.ok for check in checks)
        response.message = "\n".join(map(str, checks))
        return response

    # settings and clock

    def _on_settings(self, config: NodeConfig) -> None:
        if self._inputs is not None:
            self._inputs.sync.slop_ns = int(config.sync_slop_s * 1e9)

    def _now_ns(self) -> int:
        return int(self.get_clock().now().nanoseconds)


def main(arguments: list[str] | None = None) -> int:
    """Runs until interrupted. Returns 1 when a setting is wrong."""
    # Not rclpy's signal handlers: they invalidate the context while a frame is still being published.
    rclpy.init(args=arguments, signal_handler_options=SignalHandlerOptions.NO)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        node = SpatialGeoNode()
    except SpatialGeoError as error:
        print(f"spatialgeo: {error}", file=sys.stderr)  # noqa: T201
        rclpy.shutdown()
        return 1
    executor = MultiThreadedExecutor(num_threads=_THREADS)
    executor.add_node(node)
    if node.config.autostart:
        node.start()
    try:
        spin(executor, node, stop)
    finally:
        node.trigger_shutdown()
        executor.shutdown(timeout_sec=1.0)
        node.destroy_node()
        if rclpy.ok():  # Humble has no try_shutdown
            rclpy.shutdown()
    return 0


def spin(executor: MultiThreadedExecutor, node: SpatialGeoNode, stop: threading.Event | None = None) -> None:
    """Until `stop` is set or the context ends. An error in a callback is told and does not end the node."""
    while executor.context.ok() and not (stop is not None and stop.is_set()):
        try:
            executor.spin_once(timeout_sec=_SIGNALS_HEARD_S)
        except ExternalShutdownException:
            return
        except Exception:  # noqa: BLE001
            node.get_logger().error(f"a callback failed; please report it:\n{traceback.format_exc()}")


if __name__ == "__main__":
    sys.exit(main())
