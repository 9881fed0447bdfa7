"""The node `spatialgeo`: from image, depth, camera_info and tf to scenes and answers.

Subscribes to image, depth (registered to colour; not when a model predicts it) and camera_info, to detections where
vision_msgs is installed, and to /tf and /tf_static when reference_frame is set.
Publishes ~/scene, ~/relations, ~/answers, ~/markers, ~/annotated_image,
~/depth, ~/points, ~/detections_3d and /diagnostics. Services: ~/ask, ~/query, ~/set_vocabulary, ~/self_check.
"""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.clock import Clock, ClockType
from rclpy.exceptions import InvalidHandle
from rclpy.executors import Executor, ExternalShutdownException, SingleThreadedExecutor
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from rclpy.signals import SignalHandlerOptions
from std_srvs.srv import Trigger

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.errors import ModelError, SpatialGeoError
from spatialgeo_ros.memory import keep_memory
from spatialgeo_ros.ros import arguments as command_line
from spatialgeo_ros.ros import diagnostics, qos
from spatialgeo_ros.ros.answering import Answered, Answerer
from spatialgeo_ros.ros.health import Health
from spatialgeo_ros.ros.inputs import required_inputs
from spatialgeo_ros.ros.lifecycle_guard import guard_transitions, reported
from spatialgeo_ros.ros.outputs import Outputs
from spatialgeo_ros.ros.parameters import Settings
from spatialgeo_ros.ros.progress import Progress
from spatialgeo_ros.ros.self_check import Subject, self_check
from spatialgeo_ros.ros.services import QuestionServices
from spatialgeo_ros.ros.session import Pipeline, Session
from spatialgeo_ros.ros.silence import SilenceExplainer
from spatialgeo_ros.ros.speaking import Speaker, Speech
from spatialgeo_ros.ros.spoken_answers import SpokenAnswers
from spatialgeo_ros.types import Scene

_STOP_S = 10.0
_SIGNALS_HEARD_S = 0.2  # Python hears a signal only between two waits


def _scene_pipeline(config: NodeConfig) -> Pipeline:
    if config.model:
        from spatialgeo_ros.models.opening import open_vision
        from spatialgeo_ros.sight.looking import Sight
        from spatialgeo_ros.sight.pipeline import SeeingPipeline

        return SeeingPipeline(Sight(open_vision(config.model, config.runtime)), config.scene)
    from spatialgeo_ros.scene.pipeline import ScenePipeline

    return ScenePipeline(config.scene)


def _speaker_process(model: str, runtime: str, threads: int) -> Speaker:
    from spatialgeo_ros.models.speaker_process import SpeakerProcess

    return SpeakerProcess(model, runtime, threads)


class SpatialGeoNode(LifecycleNode):
    """configure loads and offers results, activate subscribes and works, deactivate and cleanup undo both.

    Callbacks only take, look up and answer; frames are worked on by the session's own thread. One executor thread is
    therefore enough, and with rclpy it is quicker than several: three times less work for it and an eighth of the
    waiting of a question, measured at 640x480 and 20 Hz on a busy machine.
    """

    def __init__(self, make_pipeline: Callable[[NodeConfig], Pipeline] = _scene_pipeline,
                 make_speaker: Callable[[str, str, int], Speaker] = _speaker_process, **node_arguments: Any) -> None:
        super().__init__("spatialgeo", **node_arguments)
        guard_transitions(self)
        self._settings = Settings(self, NodeConfig(), self._on_settings)
        self._make_pipeline = make_pipeline
        self._make_speaker = make_speaker
        self._spoken: SpokenAnswers | None = None
        self._pipeline: Pipeline | None = None
        self._outputs: Outputs | None = None
        self._questions: QuestionServices | None = None
        self._session: Session | None = None
        self._last_session: Session | None = None
        self._health = Health()
        self._progress = Progress(self.get_logger())
        self._answerer = Answerer(self._newest_scene, self._why_no_scene, self._now_ns,
                                  lambda: self.config.scene.answers)
        self._diagnostics = self.create_publisher(DiagnosticArray, "/diagnostics", qos.result())
        # a steady clock: the node's own stands still while use_sim_time waits for /clock, and that must be told
        self.create_timer(self.config.diagnostics_period_s, self._look_after,
                          clock=Clock(clock_type=ClockType.STEADY_TIME))
        self.create_service(Trigger, "~/self_check", self._self_check)

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
        self._pipeline = self._opened_pipeline()
        self._outputs = Outputs(self)
        self._spoken = SpokenAnswers(self._make_speaker, self.config)
        if self._spoken.speech.problem:
            self.get_logger().error(f"answers come without the speaker: {self._spoken.speech.problem}")
        self._questions = QuestionServices(self, self._answerer, self._outputs.publish_answer, self._speak)
        return TransitionCallbackReturn.SUCCESS

    @reported
    def on_activate(self, _state: LifecycleState) -> TransitionCallbackReturn:
        assert self._pipeline is not None
        assert self._outputs is not None
        self._health.restart()
        self._session = Session(self, self._pipeline, self._outputs, self._health, lambda: self.config,
                                self._last_session)
        self._progress = Progress(self.get_logger())
        topics = ", ".join(f"{name} = {topic}" for name, topic in self._session.inputs.topics.items())
        self.get_logger().info(f"active, waiting for {topics}; ROS_DOMAIN_ID {self.context.get_domain_id()}; asked on "
                               f"{self.resolve_service_name('~/ask')}")
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
        if self._session is not None:
            self._session.close()
            self._last_session, self._session = self._session, None

    def _release(self) -> None:
        if self._last_session is not None and not self._last_session.join(_STOP_S):
            self.get_logger().error(f"the frame at work did not end within {_STOP_S:.0f} s; it is left behind")
        if self._questions is not None:
            self._questions.close()
        if self._spoken is not None:
            self._spoken.close()
        if self._outputs is not None:
            self._outputs.close()
        self._last_session = self._questions = self._spoken = self._outputs = self._pipeline = None

    def _opened_pipeline(self) -> Pipeline:
        """With the model, if one is set. Where depth is measured, a model that cannot be used costs only the names."""
        try:
            return self._make_pipeline(self.config)
        except ModelError as error:
            if self.config.depth_source == "predicted":
                raise
            self.get_logger().error(f"things get no names from the model: {error}")
            return self._make_pipeline(replace(self.config, model=""))

    # health

    def _situation(self) -> diagnostics.Situation:
        session = self._session
        transforms = session.transforms if session else None
        explain = SilenceExplainer(self, session.inputs.topics, session.inputs.types).explain if session else _no_graph
        return diagnostics.Situation(
            active=session is not None, state=self._state_machine.current_state[1], report=self._health.report(),
            required=required_inputs(self.config), silent_after_s=self.config.silent_after_s, explain_silence=explain,
            tf=transforms.name if transforms else "", tf_frames=transforms.frames() if transforms else frozenset(),
            speaker=self._spoken.speech if self._spoken else Speech())

    def _newest_scene(self) -> Scene | None:
        session = self._session
        return session.scene if session else None

    def _speak(self, question: str, answered: Answered, told: Callable[[Answered], None]) -> bool:
        """See `services.Speak`."""
        session, scene = self._session, answered.scene
        frame = session.frame_of(scene) if session is not None and scene is not None else None
        if self._spoken is None or frame is None:
            return False
        return self._spoken.ask(question, answered, frame, self.config, told)

    def _why_no_scene(self) -> str:
        return diagnostics.why_no_scene(self._situation())

    def _look_after(self) -> None:
        """Once a period: adapt to the publishers that are there, and tell how things are."""
        situation = self._situation()
        if self._session is not None:
            self._session.inputs.follow_publishers()
            self._progress.tell(situation, self._session.scene)
        found = diagnostics.statuses(situation)
        self._diagnostics.publish(diagnostics.diagnostic_array(found, self.get_fully_qualified_name().lstrip("/"),
                                                               self.get_clock().now().to_msg()))

    def _self_check(self, _request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        session = self._session
        checks = self_check(Subject(self._situation(), dict(session.inputs.latest) if session else {}, self.config,
                                    session.transforms if session else None, self._newest_scene(), self._now_ns()))
        response.success = all(check.ok for check in checks)
        response.message = "\n".join(map(str, checks))
        return response

    # settings and clock

    def _on_settings(self, config: NodeConfig) -> None:
        if self._session is not None:
            self._session.inputs.sync.slop_ns = int(config.sync_slop_s * 1e9)

    def _now_ns(self) -> int:
        return int(self.get_clock().now().nanoseconds)


def _no_graph(name: str, _silent_s: float) -> str:
    return f"{name} is not subscribed"


def main(arguments: list[str] | None = None) -> int:
    """Runs until interrupted. Returns 1 when a setting is wrong."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        # Not rclpy's signal handlers: they invalidate the context while a frame is still being published.
        command_line.init("node", str(__doc__), arguments, SignalHandlerOptions.NO)
        node = SpatialGeoNode()
    except SpatialGeoError as error:
        sys.stderr.write(f"spatialgeo: {error}\n")
        if rclpy.ok():  # Humble has no try_shutdown
            rclpy.shutdown()
        return 1
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    if node.config.autostart:
        node.start()
    else:
        node.get_logger().info("autostart is off: waiting for a lifecycle manager, or for: ros2 lifecycle set "
                               f"{node.get_fully_qualified_name()} configure, then activate")
    keep_memory()
    try:
        spin(executor, node, stop)
    finally:
        node.trigger_shutdown()
        executor.shutdown(timeout_sec=1.0)
        node.destroy_node()
        if rclpy.ok():  # Humble has no try_shutdown
            rclpy.shutdown()
    return 0


def spin(executor: Executor, node: SpatialGeoNode, stop: threading.Event | None = None) -> None:
    """Until `stop` is set or the context ends. An error in a callback is told and does not end the node."""
    while executor.context.ok() and not (stop is not None and stop.is_set()):
        try:
            executor.spin_once(timeout_sec=_SIGNALS_HEARD_S)
        except ExternalShutdownException:
            return
        except InvalidHandle:  # a question that waited for the speaker when its service was closed
            continue
        except Exception:  # noqa: BLE001
            node.get_logger().error(f"a callback failed; please report it:\n{traceback.format_exc()}")


if __name__ == "__main__":
    sys.exit(main())
