"""Scores of simulated rooms, with a pipeline that knows the truth or errs in one known way."""

import json
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("open3d", reason="the simulated camera needs Open3D")

from spatialgeo_ros.cli.evaluate import seeds_of
from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.evaluation import rooms
from spatialgeo_ros.evaluation.calibration import calibration_of
from spatialgeo_ros.evaluation.checks import Score
from spatialgeo_ros.evaluation.consistency import GROUPS as CONSISTENT
from spatialgeo_ros.evaluation.margins import StatedMargin
from spatialgeo_ros.evaluation.room_checks import UNSURE
from spatialgeo_ros.evaluation.room_frame import room_frame, whole_visible_fraction
from spatialgeo_ros.evaluation.rooms import POSITIONAL, RoomPlan, evaluate_rooms
from spatialgeo_ros.evaluation.rooms_report import goals_text, rooms_json, rooms_text
from spatialgeo_ros.evaluation.worst_views import WorstViews
from spatialgeo_ros.types import (
    DepthSource,
    ObjectKind,
    OrientedBox,
    PinholeCamera,
    Pose,
    Predicate,
    RelationTable,
    Scene,
    SceneObject,
)
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose
from spatialgeo_ros.world.truth import truth_of

SEED = 1003
PLAN = RoomPlan((SEED,), frames_per_room=1)


@pytest.fixture(scope="module")
def view():
    """(view, truth) of the first frame of the plan."""
    room = make_room(SEED)
    pose = camera_pose(room, 0.0)
    image = Renderer(room).render(pose, CAMERA, 0)
    return image, truth_of(room, image, pose, CAMERA)


def true_object(item, support_id):
    return SceneObject(
        item.id, item.kind, item.box, np.eye(3) * 1e-6, np.full(3, 0.001), item.samples_world.astype(np.float32), 1,
        colours=tuple(word for word, _ in item.seen_colours), bbox_xyxy_px=item.bbox_xyxy_px,
        pixel_count=item.pixel_count, support_id=support_id)


def supports_of(truth):
    """One flat support under each thing, with the outline of the ledge the thing stands on."""
    supports = {}
    for item in truth.objects:
        ledges = truth.room.thing(item.support_id).ledges if item.kind is ObjectKind.OBJECT else ()
        if ledges:
            ledge = min(ledges, key=lambda ledge: abs(ledge.height_m - item.bottom_m)).polygon_m
            supports[item.id] = SceneObject(
                1000 + item.id, ObjectKind.SUPPORT,
                OrientedBox(Pose(np.eye(3), np.array([0, 0, item.bottom_m])), np.array([4, 4, 0.0])),
                np.eye(3) * 1e-6, np.full(3, 0.001), np.zeros((1, 3)), 1,
                outline_ref=np.column_stack([ledge, np.full(len(ledge), item.bottom_m)]),
                outline_cut=np.zeros(len(ledge), bool))
    return supports


def true_scene(view, frame):
    """What a perfect pipeline would say."""
    image, truth = view
    supports = supports_of(truth)
    things = [item for item in truth.objects if item.kind is ObjectKind.OBJECT]
    objects = (*(true_object(item, 1000 + item.id if item.id in supports else 0) for item in things), *supports.values())
    ids = tuple(item.id for item in objects)
    tables = {predicate: np.zeros((len(ids), len(ids))) for predicate in Predicate if predicate != Predicate.BETWEEN}
    for row, a in enumerate(things):
        for column, b in enumerate(things):
            for predicate, table in tables.items():
                if row != column:
                    table[row, column] = float(truth.margin(predicate, a.id, b.id) > 0)
        if a.id in supports:
            tables[Predicate.ON][row, ids.index(supports[a.id].id)] = 1.0
    known = np.isin(image.id_image, [item.id for item in things])
    return Scene(frame.stamp_ns, "map", "camera", True, DepthSource.SENSOR, frame.gravity_source,
                 truth.world_from_viewer, frame.reference_from_camera, CAMERA, objects, RelationTable(ids, tables),
                 np.where(known, image.id_image, 0).astype(np.uint16))


@pytest.fixture
def scored(view, monkeypatch):
    """score(change) -> RoomScores of a perfect scene after `change(scene)`."""
    def score(change=lambda scene: scene, on_view=lambda outcome: None):
        class Pipeline:
            def __init__(self, config):
                pass

            def step(self, frame, names):
                return change(true_scene(view, frame))

        monkeypatch.setattr(rooms, "ScenePipeline", Pipeline)
        monkeypatch.setattr(rooms, "make_room", lambda seed: view[1].room)
        monkeypatch.setattr(rooms, "truth_of", lambda *_: view[1])  # the same; its distances are kept
        return evaluate_rooms(PLAN, SceneConfig(), on_view=on_view)
    return score


def rates(scores):
    return {score.group: score.rate for score in scores.scores() if score.total}


def without(scene, object_id):
    hidden = np.where(scene.id_image == object_id, 0, scene.id_image).astype(np.uint16)
    return replace(scene, objects=tuple(item for item in scene.objects if item.id != object_id), id_image=hidden)


def counted(view):
    image, truth = view
    return room_frame("", truth, image.id_image, None).counted


def test_the_truth_itself_has_everything_right(scored):
    scores = scored()
    assert [check for check in scores.checks if not check.right] == []
    assert all(score.reached for score in scores.scores() if score.goal is not None)
    assert {"found", "left/right", "front/behind", "on", "distance", "height", "width"} <= set(rates(scores))


def test_everything_about_a_missed_object_is_wrong(scored, view):
    item = counted(view)[0]
    scores = scored(lambda scene: without(scene, item.id))
    wrong = [check for check in scores.checks if not check.right]
    assert all(f"[{item.id}]" in check.what for check in wrong)
    about = [check for check in scored().checks if f"[{item.id}]" in check.what]
    assert len(wrong) == len(about)


def test_left_and_right_swapped_is_wrong_everywhere(scored):
    def swapped(scene):
        table = dict(scene.relations.probability)
        table[Predicate.LEFT_OF], table[Predicate.RIGHT_OF] = table[Predicate.RIGHT_OF], table[Predicate.LEFT_OF]
        return replace(scene, relations=RelationTable(scene.relations.ids, table))

    result = rates(scored(swapped))
    assert result["left/right"] == 0
    assert result["front/behind"] == 1


@pytest.mark.parametrize("predicate", [Predicate.ON, Predicate.INSIDE, Predicate.ABOVE])
def test_what_is_said_but_not_true_is_wrong(scored, predicate):
    def talkative(scene):
        return replace(scene, relations=RelationTable(scene.relations.ids, {
            **scene.relations.probability, predicate: np.ones_like(scene.relations.probability[predicate])}))

    wrong = [check for check in scored(talkative).checks if not check.right and check.group not in CONSISTENT]
    assert len(wrong) > 5
    assert [check for check in wrong if "said but not true" not in check.detail] == []


def test_an_unsure_scene_is_told_apart_not_hidden(scored):
    def unsure(scene):
        return replace(scene, objects=tuple(replace(item, centre_cov_m2=np.eye(3) * 4.0) for item in scene.objects))

    scores = scored(unsure)
    assert "left/right" not in rates(scores)
    assert rates(scores)["within 2 sigma: left/right"] == 1
    left_out = Counter(check.group.removeprefix(UNSURE) in POSITIONAL
                       for check in scores.checks if check.group.startswith(UNSURE))[True]
    assert f"uncertainty: {left_out}" in rooms_text(scores)


def test_sizes_and_distances_have_their_allowance(scored, view):
    def larger(scene):
        return replace(scene, objects=tuple(
            replace(item, box=replace(item.box, size_m=item.box.size_m + 0.05)) if item.kind is ObjectKind.OBJECT
            else item for item in scene.objects))

    result = scored(larger)
    heights = [check for check in result.checks if check.group == "height"]
    truth = {f"height of {item.word}[{item.id}]": item.height_m for item in counted(view)}
    assert [check.right for check in heights] == [truth[check.what] >= 0.5 for check in heights]  # 5 cm of 10 %


def test_at_most_must_be_true_and_no_looser_than_what_is_seen(scored):
    def with_surface(scale):
        def change(scene):
            return replace(scene, objects=tuple(replace(
                item, box=replace(item.box, size_m=scale * np.asarray(item.box.size_m)), surface_ref=(
                    item.centre_ref + scale * (item.surface_ref - item.centre_ref)).astype(np.float32))
                for item in scene.objects))
        return change

    assert rates(scored())["distance"] == 1
    assert rates(scored(with_surface(0.2)))["distance"] < 0.9  # shrunken surfaces are farther apart
    assert rates(scored(with_surface(3.0)))["distance"] < 0.5  # swollen ones come too near


def test_a_refused_view_counts_as_wrong(scored):
    def refuse(scene):
        raise InputError("nothing level in sight")

    scores = scored(refuse)
    assert set(rates(scores).values()) == {0.0}
    assert "nothing level in sight" in rooms_text(scores)


def test_supports_at_a_wrong_height_carry_nothing(scored):
    def sunk(scene):
        drop = np.array([0, 0, 0.2])
        return replace(scene, objects=tuple(
            replace(item, box=OrientedBox(Pose(np.eye(3), item.centre_ref - drop), item.box.size_m))
            if item.kind is ObjectKind.SUPPORT else item for item in scene.objects))

    assert rates(scored(sunk))["on"] < 0.5


def test_only_images_camera_and_pose_reach_the_pipeline(monkeypatch, view):
    seen = []

    class Spy:
        def __init__(self, config):
            pass

        def step(self, *arguments):
            seen.append(arguments)
            return true_scene(view, arguments[0])

    monkeypatch.setattr(rooms, "ScenePipeline", Spy)
    evaluate_rooms(PLAN, SceneConfig())
    (frame, names), = seen
    assert len(names) == 0
    assert not np.array_equal(np.nan_to_num(frame.depth_m), np.nan_to_num(view[0].depth_m))  # as a sensor sees it
    assert np.isnan(frame.depth_m).any()
    np.testing.assert_allclose(frame.up_ref, [0, 0, 1])
    assert frame.rgb.dtype == np.uint8


def test_what_lies_outside_the_image_counts_as_hidden(view):
    image, truth = view
    item = max((item for item in truth.objects if item.kind is ObjectKind.OBJECT and not item.touches_border),
               key=lambda item: item.pixel_count)
    left, _, right, _ = item.bbox_xyxy_px
    middle = (left + right) // 2  # an image that ends in the middle of it
    camera = PinholeCamera(CAMERA.height, middle, CAMERA.fx, CAMERA.fy, CAMERA.cx, CAMERA.cy)
    cut = truth_of(truth.room, Renderer(truth.room).render(truth.world_from_camera, camera), truth.world_from_camera,
                   camera)
    fraction = whole_visible_fraction(cut, cut.object(item.id))
    assert 0.2 < fraction / item.visible_fraction < 0.8
    assert cut.object(item.id).visible_fraction > fraction + 0.1


def test_the_last_line_says_which_goals_were_missed():
    scores = (Score("found", 9, 10, 0.8), Score("metric, all", 3, 4, 0.92), Score("height", 1, 4),
              Score("consistent", 0, 0, 0.9))
    margins = [StatedMargin(Predicate.NEAR, 0.1, 0.1, -0.1 if index % 2 else 0.1, 0.9) for index in range(20000)]
    bad, few = calibration_of(margins), calibration_of(margins[:1])
    assert goals_text(scores, bad) == ("goals: 1 reached, 2 missed (metric, all 75.0 %, goal 92.0 %; calibration of relation "
                                       "probabilities 0.400, goal 0.03)")
    assert goals_text(scores[:1], calibration_of([])) == "goals: 1 reached, 0 missed"
    assert goals_text(scores[:1], few) == ("goals: 1 reached, 0 missed; too few pairs to tell: calibration of relation "
                                           f"probabilities 0.100, goal 0.03, {few.chance:.3f} by chance")


def test_progress_counts_the_checks_of_each_room():
    told = []
    evaluate_rooms(replace(PLAN, seeds=(SEED, SEED + 1)), SceneConfig(), told.append)
    counts = [re.fullmatch(r"room . of 2, seed \d+: (\d+) of (\d+) checks wrong in this room", line) for line in told]
    assert len(counts) == 2
    assert all(int(count[1]) < int(count[2]) for count in counts)


def test_the_report_names_the_seeds_and_lists_all_wrong_cases(scored, view):
    item = counted(view)[0]
    scores = scored(lambda scene: without(scene, item.id))
    assert f"seeds {SEED}, 1 views each" in rooms_text(scores)
    content = json.loads(json.dumps(rooms_json(scores)))
    assert content["seeds"] == [SEED]
    assert len(content["wrong"]) == sum(not check.right for check in scores.checks)


def test_the_worst_views_are_kept_as_pictures(scored, view, tmp_path):
    worst = WorstViews(keep=1)
    item = counted(view)[0]
    scored(lambda scene: scene, worst.add)  # nothing wrong: no picture
    scored(lambda scene: without(scene, item.id), worst.add)
    paths = worst.save(tmp_path)
    assert [path.exists() for path in paths] == [True]
    assert f"seed_{SEED}" in paths[0].name


def test_seeds_are_read_from_ranges_and_lists():
    assert seeds_of("5000-5002") == (5000, 5001, 5002)
    assert seeds_of("7") == (7,)
    assert seeds_of("1, 2,10-11") == (1, 2, 10, 11)
    for text in ("", "a", "5-", "9-7"):
        with pytest.raises(ConfigError):
            seeds_of(text)


def test_questions_are_asked_of_the_scene_and_judged_by_the_truth(scored, view, monkeypatch):
    words = {item.id: item.word for item in view[1].objects}

    def labelled(scene):
        return replace(scene, objects=tuple(replace(item, label=words.get(item.id, "table")) for item in scene.objects))

    def mute(scene):
        return replace(scene, objects=())

    monkeypatch.setattr(f"{__name__}.PLAN", RoomPlan((SEED,), 1, questions_per_frame=10))
    told = next(score for score in scored(labelled).scores() if score.group == "questions in words, all")
    assert told.total == 10
    assert told.rate >= 0.8  # a true scene, but phrases and tables are not the pipeline's own
    silent = next(score for score in scored(mute).scores() if score.group == "questions in words, all")
    assert silent.rate <= 0.2
