"""How well simulated rooms are measured, against the truth of the rooms.

Only colour, sensor-like depth, intrinsics and the camera's pose (with that, up) reach the pipeline, which goes along
the camera's path through a room and keeps its memory from frame to frame.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.evaluation.causes import Blamed
from spatialgeo_ros.evaluation.checks import Check, Score, macro_of, score_of
from spatialgeo_ros.evaluation.consistency import GOAL as CONSISTENT_GOAL
from spatialgeo_ros.evaluation.consistency import GROUPS as CONSISTENT
from spatialgeo_ros.evaluation.consistency import consistency_checks
from spatialgeo_ros.evaluation.margins import StatedMargin, stated_margins
from spatialgeo_ros.evaluation.retrials import Retrial
from spatialgeo_ros.evaluation.room_checks import GROUPS, LARGER, SIZE_GROUPS, UNSURE, relation_checks
from spatialgeo_ros.evaluation.room_frame import RoomFrame, room_frame
from spatialgeo_ros.evaluation.room_lengths import CUT, DISTANCES, EDGE, FROM_CAMERA, SIZES, Length, length_checks
from spatialgeo_ros.evaluation.room_questions import GROUP as QUESTION
from spatialgeo_ros.evaluation.room_questions import check_questions
from spatialgeo_ros.evaluation.unmatched import seen_objects
from spatialgeo_ros.scene.pipeline import ScenePipeline
from spatialgeo_ros.types import CameraFrame, GravitySource, NamedBox, Pose, Predicate, Scene
from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose
from spatialgeo_ros.world.truth import named_boxes, truth_of

FOUND_GOAL, POSITIONAL_GOAL, METRIC_GOAL = 0.97, 0.98, 0.92
POSITIONAL = ("left/right", "front/behind", "above/below", "on", "inside")
METRIC = ("distance", "height", "width")
COMPARED = tuple(dict.fromkeys(SIZE_GROUPS.values()))
CLOSE = ("near", "touching")
LENGTHS = tuple(group for group in (*DISTANCES.values(), EDGE, *SIZES.values()) if group not in METRIC)
APART = ("found, cut by the border", "found, chairs and stools", FROM_CAMERA, f"height{CUT}", f"width{CUT}",
         "first colour word", *CLOSE, *COMPARED, *LENGTHS,
         *(UNSURE + group for group in (*POSITIONAL, *CLOSE, *COMPARED)))

Step = Callable[[CameraFrame, Sequence[NamedBox]], Scene]


@dataclass(frozen=True)
class RoomPlan:
    """Which rooms, and where along the camera's path they are looked at."""

    seeds: tuple[int, ...]
    frames_per_room: int = 4
    spacing_s: float = 3.7
    questions_per_frame: int = 0  # with questions, class words reach the pipeline as image boxes, as a detector's would
    causes: bool = False  # measure all again with true segments and depth, to tell what is to blame: three times as long

    def times_s(self) -> tuple[float, ...]:
        return tuple(index * self.spacing_s for index in range(self.frames_per_room))


@dataclass(frozen=True, eq=False)
class RoomOutcome:
    """One view's outcome. alone: found objects that are no true object, by IoU. error: why it was refused, or "".

    blamed: of the wrong checks, questions apart; empty unless the plan asks for causes.
    """

    frame: RoomFrame
    rgb: NDArray[np.uint8]
    checks: tuple[Check, ...]
    alone: int
    milliseconds: float
    error: str = ""
    lengths: tuple[Length, ...] = ()
    margins: tuple[StatedMargin, ...] = ()
    blamed: tuple[Blamed, ...] = ()


@dataclass(frozen=True, eq=False)
class RoomScores:
    """All views' checks. objects: found in all views; alone: of these, no true object. milliseconds: one per view."""

    plan: RoomPlan
    checks: tuple[Check, ...]
    objects: int
    alone: int
    milliseconds: tuple[float, ...]
    errors: tuple[str, ...]
    lengths: tuple[Length, ...] = ()
    margins: tuple[StatedMargin, ...] = ()
    blamed: tuple[Blamed, ...] = ()

    def predicates(self) -> tuple[Score, ...]:
        """Each predicate alone, as far as it is counted in its group, then the mean of all."""
        members: dict[Predicate, list[Check]] = {predicate: [] for predicate in (*GROUPS, *SIZE_GROUPS)}
        for check in self.checks:
            if check.predicate is not None and not check.group.startswith(UNSURE):
                members[check.predicate].append(check)
        single = [score_of(predicate.name.lower(), found) for predicate, found in members.items()]
        return (*single, macro_of("relations, mean of predicates", single))

    def scores(self) -> tuple[Score, ...]:
        by_group: dict[str, list[Check]] = {}
        for check in self.checks:
            by_group.setdefault(check.group, []).append(check)
        found = self.pooled("found", ("found", "found, cut by the border"), by_group, FOUND_GOAL)
        positional = [score_of(group, by_group.get(group, [])) for group in POSITIONAL]
        metric = [score_of(group, by_group.get(group, [])) for group in METRIC]
        return (found, *positional, self.pooled("positional, all", POSITIONAL, by_group, POSITIONAL_GOAL),
                macro_of("positional, mean of these", positional, POSITIONAL_GOAL), *metric,
                self.pooled("metric, all", METRIC, by_group, METRIC_GOAL),
                macro_of("metric, mean of these", metric, METRIC_GOAL),
                *(score_of(group, by_group.get(group, [])) for group in APART), self.predicates()[-1],
                *self._of_groups("sizes with a true ratio >= 1.2", [LARGER + group for group in COMPARED], by_group),
                *self._of_groups("consistent, all", CONSISTENT, by_group, CONSISTENT_GOAL), *_question_scores(by_group))

    @classmethod
    def _of_groups(cls, name: str, groups: Sequence[str], by_group: dict[str, list[Check]],
                   goal: float | None = None) -> tuple[Score, ...]:
        """All of them together, then each."""
        return (cls.pooled(name, groups, by_group, goal),
                *(score_of(group, by_group.get(group, [])) for group in groups))

    @staticmethod
    def pooled(name: str, groups: Sequence[str], by_group: dict[str, list[Check]],
               goal: float | None) -> Score:
        return score_of(name, [check for group in groups for check in by_group.get(group, [])], goal)


def evaluate_rooms(plan: RoomPlan, config: SceneConfig, progress: Callable[[str], None] = lambda line: None,
                   on_view: Callable[[RoomOutcome], None] = lambda outcome: None) -> RoomScores:
    """Measure every view of the plan and compare. on_view: sees each outcome, with its image, once."""
    checks: list[Check] = []
    milliseconds: list[float] = []
    errors: list[str] = []
    lengths: list[Length] = []
    margins: list[StatedMargin] = []
    blamed: list[Blamed] = []
    objects = alone = 0
    for number, seed in enumerate(plan.seeds, 1):
        before = len(checks)
        for outcome in _views(seed, plan, config):
            on_view(outcome)
            checks += outcome.checks
            lengths += outcome.lengths
            margins += outcome.margins
            blamed += outcome.blamed
            milliseconds.append(outcome.milliseconds)
            errors += [f"{outcome.frame.where} {outcome.error}"] if outcome.error else []
            objects += 0 if outcome.frame.scene is None else len(seen_objects(outcome.frame.scene))
            alone += outcome.alone
        here = checks[before:]
        wrong = sum(not check.right for check in here)
        progress(f"room {number} of {len(plan.seeds)}, seed {seed}: {wrong} of {len(here)} checks wrong in this room")
    return RoomScores(plan, tuple(checks), objects, alone, tuple(milliseconds), tuple(errors),
                      tuple(lengths), tuple(margins), tuple(blamed))


def _question_scores(by_group: dict[str, list[Check]]) -> list[Score]:
    groups = sorted(group for group in by_group if group.startswith(QUESTION))
    if not groups:
        return []
    everything = [check for group in groups for check in by_group[group]]
    return [score_of("questions in words, all", everything), *(score_of(group, by_group[group]) for group in groups)]


def _views(seed: int, plan: RoomPlan, config: SceneConfig) -> Iterator[RoomOutcome]:
    step = ScenePipeline(config).step
    retrial = Retrial(config) if plan.causes else None
    room = make_room(seed)
    renderer = Renderer(room)
    for index, time_s in enumerate(plan.times_s()):
        world_from_camera = camera_pose(room, time_s)
        view = renderer.render(world_from_camera, CAMERA, index)
        depth_m = sense(view, renderer.surfaces.weakness, index)
        images = camera_frame(view.rgb, depth_m, world_from_camera, round(1e9 * (1.0 + time_s)))
        truth = truth_of(room, view, world_from_camera, CAMERA)
        names = named_boxes(truth, index) if plan.questions_per_frame else ()
        scene, error, milliseconds = _measured(step, images, names)
        frame = room_frame(f"seed {seed} t {time_s:.1f} s", truth, view.id_image, scene)
        alone = 0 if scene is None else len(seen_objects(scene)) - len(frame.matched)
        measured = tuple(length_checks(frame))
        checks = (*relation_checks(frame), *(item.check for item in measured))
        blamed = () if retrial is None else retrial.blame(checks, frame, view, images, names)
        asked = (*check_questions(frame, plan.questions_per_frame, seed, config.answers),
                 *(() if scene is None else consistency_checks(scene, frame.where, seed + index, config.answers)))
        yield RoomOutcome(frame, view.rgb, (*checks, *asked), alone, milliseconds, error,
                          tuple(item.length for item in measured if item.length is not None),
                          tuple(stated_margins(frame, config.relations)), blamed)


def camera_frame(rgb: NDArray[np.uint8], depth_m: NDArray[np.float32], world_from_camera: Pose,
                 stamp_ns: int) -> CameraFrame:
    """What a robot with tf to a level frame hands to the pipeline, and nothing else."""
    return CameraFrame(rgb=rgb, depth_m=depth_m, camera=CAMERA, stamp_ns=stamp_ns, reference_frame_id="map",
                       reference_from_camera=world_from_camera, up_ref=np.array([0.0, 0.0, 1.0]),
                       gravity_source=GravitySource.REFERENCE_FRAME)


def _measured(step: Step, images: CameraFrame, names: Sequence[NamedBox]) -> tuple[Scene | None, str, float]:
    started = time.perf_counter()
    try:
        scene, error = step(images, names), ""
    except InputError as refusal:
        scene, error = None, f"refused: {refusal}"
    return scene, error, 1e3 * (time.perf_counter() - started)
