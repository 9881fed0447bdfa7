"""The demo in a simulated room: only image, depth, camera_info, tf and class words with boxes reach the node.

The camera walks to a place that is the same each time, so that a seed means the same questions too, and stands there while
they are asked through the real service. Each answer is judged by the truth of the very frame whose stamp it carries: that
frame is rendered again from what ~/truth/frame tells.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rcl_interfaces.srv import SetParameters
from rclpy.parameter import Parameter

from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros.demo_pictures import Pictures, write_pictures
from spatialgeo_ros.ros.demo_session import DemoError, DemoQuestion, Judge, NodeToRun, Outcome, Session, Tell, session
from spatialgeo_ros.ros.received import object_from_msg
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.ros.transforms import make_transforms
from spatialgeo_ros.ros.truth_topics import TrueFrame, frame_from_json
from spatialgeo_ros.types import Answer, Pose
from spatialgeo_ros.world.judging import Judgement, match_scene
from spatialgeo_ros.world.questions import TruthQuestion, make_questions
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import FURNISHED, RoomStyle, make_room
from spatialgeo_ros.world.trajectory import camera_pose
from spatialgeo_ros.world.truth import Truth, truth_of

SIMULATOR_MODULE, NODE_MODULE = "spatialgeo_ros.ros.simulator", "spatialgeo_ros.ros.node"
TRUTH_TOPIC = "simulator/truth/frame"
WALK_S = 2.0  # seconds along the trajectory
ARRIVE_S = 120.0
STEADY_SCENES = 3  # scenes from where the camera now stands before the first question
STOP_S = 20.0
ONE_TRUTH_S = 2.0
# While questions are asked nothing moves, so a scene that a busy machine made seconds ago still holds.
SLOW_MACHINE = {"answers.max_scene_age_s": 15.0, "tf_timeout_s": 1.0}


@dataclass(frozen=True)
class SimulatedDemo:
    """What to do. domain: None = one that looks free. truth_topic: where the truth goes instead of its usual name."""

    seed: int = 0
    questions: int = 8
    out: Path = Path("out")
    domain: int | None = None
    truth_topic: str = TRUTH_TOPIC
    node_parameters: Mapping[str, object] = field(default_factory=dict)
    camera_parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class DemoResult:
    """Everything that was asked, and the pictures. ready_s: from start to the first scene."""

    outcomes: tuple[Outcome, ...]
    pictures: tuple[Pictures, ...]
    ready_s: float
    domain: str

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.judgement and not outcome.judgement.right)


Then = Callable[[DemoResult, Session], None]


def run_simulated(demo: SimulatedDemo, tell: Tell, then: Then = lambda _result, _session: None) -> DemoResult:
    """Start, ask, judge, draw, end. then: called with the result while the processes still run."""
    simulator = NodeToRun("simulator", SIMULATOR_MODULE,
                          {"seed": demo.seed, "publish_detections": True, "motion": "static", "stop_s": WALK_S,
                           **demo.camera_parameters},
                          {TRUTH_TOPIC: demo.truth_topic} if demo.truth_topic != TRUTH_TOPIC else {})
    node = NodeToRun("node", NODE_MODULE, {"reference_frame": "world", **SLOW_MACHINE, **demo.node_parameters}, {})
    with session([simulator, node], [demo.truth_topic], demo.out, demo.domain, tell) as running:
        transforms = make_transforms(running.client.node, "own")
        judge = TruthJudge(demo.seed, running)
        ready_s = running.wait_until_ready(tell)
        running.watch_pictures()
        _walk(running, judge, tell)
        questions = judge.questions(demo.questions)
        outcomes = []
        for number, question in enumerate(questions, start=1):
            tell(f"asking {number} of {len(questions)} ...")
            outcomes.append(running.ask(f"simulated room of seed {demo.seed}", question))
        stamps_ns = [outcome.answer.stamp_ns for outcome in outcomes]
        pictures = write_pictures(running, stamps_ns, transforms, demo.out)
        result = DemoResult(tuple(outcomes), (pictures,), ready_s, running.domain)
        then(result, running)
        return result


def _walk(running: Session, judge: TruthJudge, tell: Tell) -> None:
    """Let the camera walk to where it stops by itself, and wait until the node has seen what is seen from there."""
    tell("the camera walks ...")
    client = running.client.node.create_client(SetParameters, "simulator/set_parameters")
    request = SetParameters.Request(parameters=[Parameter("motion", value="trajectory").to_parameter_msg()])
    result = running.client.call(client, request, STOP_S).results[0]
    if not result.successful:
        raise DemoError(f"the simulator does not move its camera: {result.reason}")
    until_s, steady, last_ns = time.monotonic() + ARRIVE_S, 0, -1
    while steady < STEADY_SCENES:
        last_ns = stamp_ns(running.scene(last_ns).header.stamp)
        steady += judge.has_arrived(last_ns)
        if time.monotonic() > until_s:
            raise DemoError(f"the camera does not come to its place within {ARRIVE_S:.0f} s; see {running.log('simulator')}")


class TruthJudge:
    """Renders the room again, for evaluation only; the node never hears of it."""

    def __init__(self, seed: int, running: Session, style: RoomStyle = FURNISHED) -> None:
        self._seed = seed
        self._running = running
        self._room = make_room(seed, style)
        self._renderer = Renderer(self._room)
        self._last: tuple[TrueFrame, Truth] | None = None

    def has_arrived(self, at_ns: int) -> bool:
        """Whether the frame of this stamp was taken where the camera stops; not if its truth was lost on the way."""
        told = self._running.told.at(at_ns, ONE_TRUTH_S)
        if told is None:
            if self._running.told.newest(-1, STOP_S) is None:
                raise DemoError("the simulator tells no truth; is its topic ~/truth/frame renamed?")
            return False
        return _same_pose(frame_from_json(told).world_from_camera, camera_pose(self._room, WALK_S))

    def questions(self, count: int) -> tuple[DemoQuestion, ...]:
        """Made from what is true where the camera stands."""
        newest = self._running.told.newest(-1, STOP_S)
        if newest is None:
            raise DemoError("the simulator tells no truth; is its topic ~/truth/frame renamed?")
        frame = frame_from_json(newest)
        truth = self._truth(frame)
        words = {item.id: item.word for item in truth.objects}
        return tuple(DemoQuestion(item.text, item.expected.in_words({**words, **dict(item.names)}),
                                  self._judge(item, frame)) for item in make_questions(truth, count, self._seed))

    def _judge(self, question: TruthQuestion, frame: TrueFrame) -> Judge:
        def judge(answer: Answer, scene: SceneMsg) -> Judgement:
            told = self._running.told.at(answer.stamp_ns, STOP_S)
            if told is None:
                raise DemoError(f"the simulator told no truth of the frame {answer.stamp_ns} that was answered")
            if not _same_view(frame, frame_from_json(told)):
                raise DemoError("the camera moved between making the questions and answering them")
            truth = self._truth(frame)
            rooms_id = match_scene(truth, tuple(object_from_msg(item) for item in scene.objects))
            return question.judge(answer, lambda object_id: rooms_id.get(object_id, 0))

        return judge

    def _truth(self, frame: TrueFrame) -> Truth:
        if self._last is None or not _same_view(self._last[0], frame):
            view = self._renderer.render(frame.world_from_camera, frame.camera)
            self._last = (frame, truth_of(self._room, view, frame.world_from_camera, frame.camera))
        return self._last[1]


def _same_view(a: TrueFrame, b: TrueFrame) -> bool:
    return a.camera == b.camera and _same_pose(a.world_from_camera, b.world_from_camera)


def _same_pose(a: Pose, b: Pose) -> bool:
    return np.array_equal(a.rotation, b.rotation) and np.array_equal(a.translation_m, b.translation_m)
