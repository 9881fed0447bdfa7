"""The demo's second part, colour alone: two nodes see one simulated camera, and both are asked the same.

One measures depth and has a detector's names; the other has neither, only the bundled model. Both answers are judged by the
truth of the frame that was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spatialgeo_ros.errors import ModelError
from spatialgeo_ros.models.installed import NEEDED, model_path, require_packages
from spatialgeo_ros.ros.client import SpatialGeoClient
from spatialgeo_ros.ros.demo import NODE_MODULE, SIMULATOR_MODULE, SLOW_MACHINE, TRUTH_TOPIC, WALK_S, TruthJudge
from spatialgeo_ros.ros.demo_session import NodeToRun, Outcome, Session, Tell, session
from spatialgeo_ros.world.rooms import STYLES

MODEL, STYLE = "nano", "tabletop"
_TARGET = "colour"  # the name of the node that sees colour alone
_RATE_HZ = 3.0  # of the camera: two nodes and a renderer share a small machine
_SPEAKER_S = 20.0  # that an answer waits for the speaker, which may still be loading


@dataclass(frozen=True)
class ColourDemo:
    """What to do. domain: None = one that looks free."""

    seed: int = 0
    questions: int = 5
    out: Path = Path("out")
    domain: int | None = None
    colour_parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ColourResult:
    """The same questions to the node that sees colour alone, and to the one that measures depth."""

    colour: tuple[Outcome, ...]
    measured: tuple[Outcome, ...]


def why_not() -> str:
    """Why colour alone cannot be shown here; "" when it can."""
    try:
        model_path(MODEL)
        require_packages(f"model {MODEL}", NEEDED["onnx"])
    except ModelError as error:
        return str(error)
    return ""


def run_colour(demo: ColourDemo, tell: Tell, then: Callable[[Session], None] = lambda _running: None) -> ColourResult:
    """Start, ask, judge, end. then: called while the processes still run."""
    simulator = NodeToRun("simulator", SIMULATOR_MODULE, {
        "seed": demo.seed, "style": STYLE, "publish_detections": True, "motion": "static", "start_s": WALK_S,
        "rate_hz": _RATE_HZ}, {})
    both = {"reference_frame": "world", **SLOW_MACHINE}
    measuring = NodeToRun("node", NODE_MODULE, both, {})
    seeing = NodeToRun(_TARGET, NODE_MODULE, {**both, "model": MODEL, "depth_source": "predicted",
                                              "speaker.timeout_s": _SPEAKER_S, **demo.colour_parameters},
                       {"__node": _TARGET, "detections": "no_detections"})
    with session([simulator, measuring, seeing], [TRUTH_TOPIC], demo.out / "colour", demo.domain, tell) as running:
        other = Session(running.children, SpatialGeoClient(running.client.node, _TARGET), [TRUTH_TOPIC], running.domain)
        for part in (running, other):
            part.wait_until_ready(tell)
        questions = TruthJudge(demo.seed, running, STYLES[STYLE]).questions(demo.questions)
        where = f"simulated room of seed {demo.seed}, as nano was trained on"
        measured, colour = [], []
        for number, question in enumerate(questions, start=1):
            tell(f"asking {number} of {len(questions)} by colour alone ...")
            measured.append(running.ask(where, question))
            colour.append(other.ask(where, question))
        then(running)
        return ColourResult(tuple(colour), tuple(measured))
