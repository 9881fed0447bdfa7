"""The demo on recorded frames: `replay` holds one frame after the other, the node is asked about each.

The frames need not be of one place, so the node forgets between them: it is deactivated and activated, as any lifecycle
manager would do it.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from std_srvs.srv import SetBool

from spatialgeo_ros.evaluation.annotations import AnnotatedFrame, load_annotations
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.ros.demo import NODE_MODULE, SLOW_MACHINE, DemoResult, Then
from spatialgeo_ros.ros.demo_pictures import Pictures, write_pictures
from spatialgeo_ros.ros.demo_session import DemoError, NodeToRun, Outcome, Session, Tell, session
from spatialgeo_ros.ros.frame_questions import annotated_questions, open_questions
from spatialgeo_ros.ros.recorded_folder import find_frames
from spatialgeo_ros.ros.stamps import stamp_ns

REPLAY_MODULE = "spatialgeo_ros.ros.replay"
FRAME_TOPIC = "replay/frame"
ANNOTATIONS = "annotations.json"
MILLIMETRE = 0.001
CALL_S = 10.0
RATE_HZ = 10.0
STEADY_SCENES = 3  # of the held frame, before it is asked about


@dataclass(frozen=True)
class RecordedDemo:
    """What to do. depth_unit_m: None = as annotated, else a millimetre. domain: None = one that looks free."""

    folder: Path
    depth_unit_m: float | None = None
    detections: Path | None = None
    seed: int = 0
    questions: int = 8
    out: Path = Path("out")
    domain: int | None = None


def run_recorded(demo: RecordedDemo, tell: Tell, then: Then = lambda _result, _session: None) -> DemoResult:
    """Start, ask about each frame, judge where annotated, draw, end. then: as in run_simulated."""
    frames = find_frames(demo.folder)[:demo.questions]
    annotated = _annotations(demo.folder)
    unit_m = demo.depth_unit_m or next((item.depth_unit_m for item in annotated.values()), MILLIMETRE)
    parameters = {"folder": str(demo.folder.resolve()), "depth_unit_m": unit_m, "rate_hz": RATE_HZ,
                  "detections": str(demo.detections.resolve()) if demo.detections else ""}
    nodes = [NodeToRun("replay", REPLAY_MODULE, parameters, {}), NodeToRun("node", NODE_MODULE, SLOW_MACHINE, {})]
    with session(nodes, [FRAME_TOPIC], demo.out, demo.domain, tell) as running:
        ready_s = running.wait_until_ready(tell)
        running.watch_pictures()
        outcomes: list[Outcome] = []
        pictures: list[Pictures] = []
        for index, frame in enumerate(frames):
            tell(f"asking about frame {frame.name} ...")
            count = -(-(demo.questions - len(outcomes)) // (len(frames) - index))  # what one frame lacks, the next give
            asked = _ask_about(running, frame.name, annotated.get(frame.name), count, demo.seed)
            outcomes += asked
            suffix = f"_{frame.name}" if len(frames) > 1 else ""
            pictures.append(write_pictures(running, [item.answer.stamp_ns for item in asked], None, demo.out, suffix))
        result = DemoResult(tuple(outcomes), tuple(pictures), ready_s, running.domain)
        then(result, running)
        return result


def _ask_about(running: Session, name: str, annotated: AnnotatedFrame | None, count: int, seed: int) -> list[Outcome]:
    _hold(running, name)
    _change_state(running, Transition.TRANSITION_DEACTIVATE)
    _change_state(running, Transition.TRANSITION_ACTIVATE)
    scene = _steady_scene(running, name)
    questions = annotated_questions(annotated, scene, count, seed) if annotated else open_questions(scene, count, seed)
    if not questions:
        raise DemoError(f"nothing in frame {name} can be asked about: of {len(scene.objects)} objects found, words "
                        "tell none apart; name them with --detections")
    return [running.ask(f"frame {name}", question) for question in questions]


def _hold(running: Session, name: str) -> None:
    """Let replay go on until it shows this frame, and hold it there."""
    until_s = time.monotonic() + CALL_S
    while time.monotonic() < until_s:
        told = running.told.newest(-1, CALL_S)
        if told is not None and json.loads(told)["frame"] == name:
            reply = _call(running, "replay/pause", SetBool, SetBool.Request(data=True))
            if f" {name}" in reply.message:  # else it went on meanwhile
                return
        _call(running, "replay/pause", SetBool, SetBool.Request(data=False))
        time.sleep(0.5 / RATE_HZ)
    raise DemoError(f"replay never shows frame {name!r}; see {running.log('replay')}")


def _steady_scene(running: Session, name: str) -> SceneMsg:
    """A scene of this frame that is not the first after the start."""
    last_ns, seen = running.client.node.get_clock().now().nanoseconds, 0
    until_s = time.monotonic() + CALL_S
    while time.monotonic() < until_s:
        scene = running.scene(last_ns)
        last_ns = stamp_ns(scene.header.stamp)
        told = running.told.at(last_ns, 1.0)
        if told is not None and json.loads(told)["frame"] == name:
            seen += 1
            until_s = time.monotonic() + CALL_S  # slowly, but it works
            if seen == STEADY_SCENES:
                return scene
    raise DemoError(f"{seen} of {STEADY_SCENES} scenes of frame {name!r} came, then none within {CALL_S:.0f} s. "
                    f"{running.complaints()}")


def _change_state(running: Session, transition: int) -> None:
    request = ChangeState.Request(transition=Transition(id=transition))
    if not _call(running, "spatialgeo/change_state", ChangeState, request).success:
        raise DemoError(f"the node refuses lifecycle transition {transition}. {running.complaints()}")


def _call(running: Session, name: str, kind: type, request: Any) -> Any:
    """Through a client that stays: destroying one while another thread spins the node is not safe."""
    return running.client.call(running.client.node.create_client(kind, name), request, CALL_S)


def _annotations(folder: Path) -> dict[str, AnnotatedFrame]:
    """Frame name -> annotation, for the frames of this folder; from the folder itself or the one above."""
    folder = folder.resolve()
    for place in (folder, folder.parent):
        if (place / ANNOTATIONS).is_file():
            return {item.name: item for item in load_annotations(place) if item.rgb_path.resolve().parent == folder}
    return {}
