"""Views of simulated rooms to score scenes of colour alone on: rendered once, each with the questions that are asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import AnswerKind, Array, CameraFrame, FloatArray, GravitySource, ObjectKind, PinholeCamera
from spatialgeo_ros.world.question_balance import closed_answers, question_words
from spatialgeo_ros.world.rgb_shards import Views, load_shards, write_shard
from spatialgeo_ros.world.rgb_views import HEIGHT, RENDERERS, WIDTH
from spatialgeo_ros.world.slotted import SlottedQuestion
from spatialgeo_ros.world.spoken import Naming, speak

_ROOMS_PER_FILE = 20
NEAREST = ("nearer", "nearest")
EXISTS = ("exists", "exists_on")
SIZES = ("height", "width")


@dataclass(frozen=True)
class SightPlan:
    """Which rooms, in how many views each; up to questions_per_view questions about each view. renderer: of RENDERERS, which
    draws the colours. sensor: frames have depth, as a sensor measures it; else colour alone."""

    seeds: tuple[int, ...]
    views_per_room: int = 4
    questions_per_view: int = 24
    renderer: str = RENDERERS[0]
    sensor: bool = False


@dataclass(frozen=True, eq=False)
class AskedQuestion:
    """text: as asked, things named by words. answer: the true one in words. words: classes of the things asked about."""

    question: SlottedQuestion
    group: str
    text: str
    answer: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SightView:
    """One view and its truth at a third of its size. ids: (h, w), of things that are no supports, else 0. depth_m: (h, w), 0
    where there is none. asked: of all `possible` questions."""

    where: str
    seed: int
    frame: CameraFrame
    ids: NDArray[np.uint8]
    depth_m: FloatArray
    things: Array
    asked: tuple[AskedQuestion, ...]
    possible: tuple[SlottedQuestion, ...] = ()


def sight_views(plan: SightPlan, folder: Path, tell: Callable[[str], None]) -> list[SightView]:
    """Rendered into `folder`, unless they are there."""
    parts = [plan.seeds[k:k + _ROOMS_PER_FILE] for k in range(0, len(plan.seeds), _ROOMS_PER_FILE)]
    paths = []
    for part in parts:
        drawn = ("" if plan.renderer == RENDERERS[0] else f"{plan.renderer}-") + ("depth-" if plan.sensor else "")
        paths.append(folder / f"{drawn}{part[0]}-{part[-1]}-{plan.views_per_room}-{plan.views_per_room}.npz")
        count = write_shard(paths[-1], part, plan.views_per_room, plan.views_per_room, plan.renderer,
                            plan.sensor)
        tell(f"{count} views of rooms {part[0]} to {part[-1]}")
    views = load_shards(paths)
    asked = asked_questions(views, plan.questions_per_view)
    return [_view(views, index, asked[index]) for index in range(len(views))]


def _view(views: Views, index: int, asked: Sequence[AskedQuestion]) -> SightView:
    fx, fy, cx, cy = (float(value) for value in views.camera[index])
    things = views.things_of(index)
    objects = things["id"][things["kind"] == ObjectKind.OBJECT]
    depth_m = None if views.sensor_mm is None else views.sensor_mm[index].astype(np.float32) / np.float32(1e3)
    frame = CameraFrame(views.rgb(index), depth_m, PinholeCamera(HEIGHT, WIDTH, fx, fy, cx, cy), index,
                        up_ref=views.up_camera[index].astype(np.float64), gravity_source=GravitySource.PARAMETER)
    ids = np.where(np.isin(views.ids[index], objects), views.ids[index], 0)
    return SightView(f"seed {views.seed[index]} view {index}", int(views.seed[index]), frame, np.asarray(ids, np.uint8),
                     views.depth_m[index].astype(np.float32), things, tuple(asked),
                     tuple(views.questions.question(int(k)) for k in np.flatnonzero(views.questions.rows["view"] == index)))


def group_of(question: SlottedQuestion, closed: bool) -> str:
    """What it counts for: relations, distances, ..."""
    if question.topic in EXISTS:
        return "exists"
    if question.topic in NEAREST:
        return "nearest"
    if closed:
        return "relations"
    if question.kind is AnswerKind.LENGTH:
        return "sizes" if question.topic in SIZES else "distances"
    return {AnswerKind.COUNT: "counts", AnswerKind.CLOCK_HOUR: "direction", AnswerKind.POSITION: "places"}.get(
        question.kind, "lists")


def asked_questions(views: Views, most: int) -> list[list[AskedQuestion]]:
    """Up to `most` of each view, topics in turn; of those with two answers, equally many of both in every form."""
    rng = np.random.default_rng(0)
    rows, closed = views.questions.rows, closed_answers(views)
    kept = _balanced(rows, closed, rng)
    chosen: list[list[AskedQuestion]] = []
    for index in range(len(views)):
        queues: dict[int, list[int]] = {}
        for number in rng.permutation(kept[rows["view"][kept] == index]):
            queues.setdefault(int(rows["topic"][number]), []).append(int(number))
        picked: list[int] = []
        while len(picked) < most and any(queues.values()):
            picked += [queue.pop() for queue in queues.values() if queue]
        chosen.append([_asked(views, number, bool(closed[number] >= 0), rng) for number in picked[:most]])
    return chosen


def _balanced(rows: Array, closed: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    kept = [np.flatnonzero(closed < 0)]
    for template in np.unique(rows["template"][closed >= 0]):
        same = rows["template"] == template
        yes, no = np.flatnonzero(same & (closed == 1)), np.flatnonzero(same & (closed == 0))
        few = min(len(yes), len(no))
        kept += [rng.permutation(yes)[:few], rng.permutation(no)[:few]]
    return np.sort(np.concatenate(kept))


def _asked(views: Views, number: int, closed: bool, rng: np.random.Generator) -> AskedQuestion:
    question = views.questions.question(number)
    spoken = speak(question, views.things_of(int(views.questions.rows[number]["view"])), Naming.NAMED, rng, plain=True)
    return AskedQuestion(question, group_of(question, closed), spoken.prompt, spoken.answer,
                         tuple(question_words(views, number)))
