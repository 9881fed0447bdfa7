"""Scores against a folder of annotations made here, with a pipeline that finds exactly what a test tells it to."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.errors import InputError
from spatialgeo_ros.evaluation.annotations import load_annotations
from spatialgeo_ros.evaluation.frames import evaluate_frames
from spatialgeo_ros.evaluation.frames_report import frames_json, frames_text
from spatialgeo_ros.evaluation.overlays import MATCHED_RGB, MISSED_RGB, overlay
from spatialgeo_ros.evaluation.unmatched import UnmatchedKind
from spatialgeo_ros.types import (
    DepthSource,
    GravitySource,
    ObjectKind,
    OrientedBox,
    Pose,
    Predicate,
    RelationTable,
    Scene,
    SceneObject,
)

SIZE = (120, 160)
VIEWER = Pose(np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]]), np.zeros(3))  # camera_from_viewer, level camera


def annotated_object(name, box, height_m, **changes):
    left, top, right, bottom = box
    return {"id": name, "name": name, "colour": ["red"], "colour_alternatives": ["orange"], "box": list(box),
            "rests_on": "table", "inside": None, "background": False, "flat": False, "height_extent_m": height_m,
            "outline": [[[left, top], [right, top], [right, bottom], [left, bottom]]], **changes}


def fact(relation, a, b, **more):
    return {"relation": relation, "a": a, "b": b, **more}


CONTENT = {"scenes": {"one": {
    "source": "camera", "color": "color.png", "depth": "depth.png", "depth_unit_m": 0.001,
    "intrinsics": {"fx": 150.0, "fy": 150.0, "cx": 80.0, "cy": 60.0, "width": 160, "height": 120},
    "table": {"normal": [0.0, -1.0, 0.0], "offset_m": 0.4},
    "objects": [annotated_object("box", (20, 30, 49, 69), 0.2), annotated_object("mug", (90, 40, 119, 79), 0.1),
                annotated_object("card", (60, 90, 89, 99), 0.0, flat=True),
                annotated_object("lamp", (130, 5, 159, 25), None, background=True, rests_on="other desk")],
    "facts": [fact("on", "box", "table"), fact("on", "mug", "table"), fact("on", "card", "table"),
              fact("left_of", "box", "mug", value_m=0.4, clear=True),
              fact("nearer_than", "mug", "box", value_m=0.07, clear=False),
              fact("taller_than", "box", "mug", value_m=0.1, clear=True)],
    "distances": [{"a": "box", "b": "mug", "distance_m": 0.3, "uncertainty_m": 0.01, "kind": "gap"},
                  {"a": "mug", "b": "box", "distance_m": 0.45, "uncertainty_m": 0.01, "kind": "upper_bound"}]}}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "camera").mkdir()
    cv2.imwrite(str(tmp_path / "camera" / "color.png"), np.full((*SIZE, 3), 90, np.uint8))
    cv2.imwrite(str(tmp_path / "camera" / "depth.png"), np.full(SIZE, 1000, np.uint16))
    (tmp_path / "annotations.json").write_text(json.dumps(CONTENT), encoding="utf-8")
    return tmp_path


def thing(object_id, box, centre, size):
    """Found object, camera frame; its surface are the corners of its box."""
    oriented = OrientedBox(VIEWER @ Pose(np.eye(3), np.array(centre)), np.array(size))
    return SceneObject(object_id, ObjectKind.OBJECT, oriented, np.eye(3) * 1e-6, np.full(3, 0.001),
                       oriented.corners_ref().astype(np.float32), 1, colours=("red", "white"), bbox_xyxy_px=box)


def table_at(height_m):
    box = OrientedBox(VIEWER @ Pose(np.eye(3), np.array([0, 1.0, height_m])), np.array([1.0, 1.0, 0.0]))
    return SceneObject(9, ObjectKind.SUPPORT, box, np.eye(3) * 1e-6, np.full(3, 0.001), box.corners_ref(), 1)


PERFECT = (thing(1, (20, 30, 49, 69), (-0.2, 1.0, -0.3), (0.1, 0.1, 0.2)),
           thing(2, (90, 40, 119, 79), (0.2, 0.93, -0.35), (0.1, 0.1, 0.1)),
           thing(3, (60, 90, 89, 99), (0.0, 0.7, -0.4), (0.1, 0.1, 0.0)), table_at(-0.4))
TRUE = {(Predicate.ON, 1, 9), (Predicate.ON, 2, 9), (Predicate.ON, 3, 9), (Predicate.LEFT_OF, 1, 2),
        (Predicate.IN_FRONT_OF, 2, 1), (Predicate.TALLER, 1, 2)}


def pipeline(objects, true=frozenset(TRUE)):
    """step(frame) -> a scene of these objects, in which exactly the relations of `true` hold."""
    def step(frame):
        ids = tuple(item.id for item in objects)
        probability = {predicate: np.array([[float((predicate, a, b) in true) for b in ids] for a in ids])
                       for predicate in Predicate if predicate is not Predicate.BETWEEN}
        id_image = np.zeros(SIZE, np.uint16)
        for item in objects:
            if item.bbox_xyxy_px:
                left, top, right, bottom = item.bbox_xyxy_px
                id_image[top:bottom + 1, left:right + 1] = item.id
        return Scene(frame.stamp_ns, "camera", "camera", True, DepthSource.SENSOR, GravitySource.SUPPORT_PLANE, VIEWER,
                     Pose.identity(), frame.camera, tuple(objects), RelationTable(ids, probability), id_image)
    return step


def evaluate(folder, objects, true=frozenset(TRUE)):
    return evaluate_frames(folder, SceneConfig(), lambda: pipeline(objects, true))


def counts(scores):
    return {score.group: (score.right, score.total) for score in scores.scores()}


def test_only_pixels_depth_and_intrinsics_reach_the_pipeline(folder):
    frame = load_annotations(folder)[0].load()
    assert frame.up_ref is None
    assert frame.camera.fx == 150.0
    assert frame.depth_m[5, 5] == pytest.approx(1.0)
    assert frame.rgb.shape == (*SIZE, 3)


def test_a_scene_that_is_as_annotated_has_everything_right(folder):
    result = counts(evaluate(folder, PERFECT))
    assert result["found, not flat"] == (2, 2)
    assert result["found, flat"] == (1, 1)
    assert result["clear facts, on, inside (all)"] == (5, 5)
    assert result["clear facts, on, inside (of no flat thing)"] == (4, 4)  # without the card on the table
    assert result["unclear nearer_than"] == (1, 1)
    assert result["distance gap"] == (1, 1)
    assert result["distance upper_bound"] == (1, 1)
    assert result["height"] == (2, 2)
    assert result["first colour word"] == (2, 2)


def test_everything_said_about_a_missed_object_is_wrong(folder):
    result = counts(evaluate(folder, [item for item in PERFECT if item.id != 2]))
    assert result["found, not flat"] == (1, 2)
    assert result["clear facts, on, inside (all)"] == (2, 5)  # on: box and card
    assert result["distance gap"] == (0, 1)
    assert result["distance upper_bound"] == (0, 1)
    assert result["height"] == (1, 2)
    assert result["first colour word"] == (1, 2)


def test_a_box_that_overlaps_by_less_than_half_is_no_match(folder):
    shifted = replace(PERFECT[0], bbox_xyxy_px=(32, 30, 61, 69))  # 18 of 42 columns in common
    scores = evaluate(folder, [shifted, *PERFECT[1:]])
    assert counts(scores)["found, not flat"] == (1, 2)
    assert "best overlap 0.43" in frames_text(scores)


def test_a_relation_that_is_not_said_is_wrong(folder):
    assert counts(evaluate(folder, PERFECT, TRUE - {(Predicate.LEFT_OF, 1, 2)}))["fact left_of"] == (0, 1)


def test_the_table_must_be_at_the_height_of_the_table(folder):
    floor = [*PERFECT[:3], table_at(-0.5)]
    assert counts(evaluate(folder, floor))["fact on"] == (0, 3)


def test_distance_and_height_have_their_allowances(folder):
    def with_mug(centre, size):
        return counts(evaluate(folder, [PERFECT[0], thing(2, (90, 40, 119, 79), centre, size), *PERFECT[2:]]))

    near_enough = with_mug((0.22, 1.0, -0.35), (0.1, 0.1, 0.119))  # gap 32 cm of 30 +- 3, height 11.9 of 10 +- 2
    assert near_enough["distance gap"] == (1, 1)
    assert near_enough["height"] == (2, 2)
    too_much = with_mug((0.24, 1.0, -0.35), (0.1, 0.1, 0.121))
    assert too_much["distance gap"] == (0, 1)
    assert too_much["height"] == (1, 2)
    assert too_much["distance upper_bound"] == (1, 1)  # 34 cm is below 45
    assert with_mug((0.4, 1.0, -0.35), (0.1, 0.1, 0.1))["distance upper_bound"] == (0, 1)  # 50 cm is not


def test_the_first_colour_word_counts(folder):
    wrong = replace(PERFECT[0], colours=("white", "red"))
    other_word = replace(PERFECT[1], colours=("orange",))
    assert counts(evaluate(folder, [wrong, other_word, *PERFECT[2:]]))["first colour word"] == (1, 2)


def test_a_refused_frame_counts_as_wrong_and_says_why(folder):
    def refuse(frame):
        raise InputError("no table in sight")

    scores = evaluate_frames(folder, SceneConfig(), lambda: refuse)
    assert counts(scores)["found, not flat"] == (0, 2)
    assert counts(scores)["clear facts, on, inside (all)"] == (0, 5)
    assert "no table in sight" in frames_text(scores)


def test_what_matches_nothing_is_told_apart(folder):
    part = thing(4, (20, 30, 29, 69), (-0.2, 1.0, -0.3), (0.1, 0.1, 0.2))
    both = thing(5, (20, 30, 119, 79), (0.0, 1.0, -0.3), (0.5, 0.1, 0.2))
    crumb = thing(6, (60, 105, 69, 110), (0.0, 0.6, -0.39), (0.02, 0.02, 0.02))
    lamp = thing(7, (135, 5, 140, 10), (0.4, 2.0, 0.5), (0.1, 0.1, 0.3))

    def kinds(objects):
        return {item.object_id: item.kind for result in evaluate(folder, objects).results for item in result.unmatched}

    assert kinds([*PERFECT, crumb, lamp]) == {6: UnmatchedKind.UNKNOWN, 7: UnmatchedKind.BACKGROUND}
    assert kinds([part, *PERFECT[1:]]) == {4: UnmatchedKind.PART}
    assert kinds([both, *PERFECT[2:]]) == {5: UnmatchedKind.MERGED}


def test_on_and_inside_that_nobody_annotated_are_listed(folder):
    scores = evaluate(folder, PERFECT, TRUE | {(Predicate.INSIDE, 2, 1)})
    assert counts(scores)["claimed on, inside"] == (0, 1)
    assert "mug inside box" in frames_text(scores)


def test_the_json_holds_every_score_and_every_wrong_case(folder):
    content = json.loads(json.dumps(frames_json(evaluate(folder, PERFECT[1:]))))
    assert content["scores"]["found, not flat"] == {"right": 1, "total": 2, "rate": 0.5, "goal": pytest.approx(37 / 39),
                                                    "reached": False}
    assert {"group": "found, not flat", "where": "one", "what": "box"}.items() <= content["wrong"][0].items()


def test_the_picture_shows_what_was_missed_in_red(folder):
    result = evaluate(folder, PERFECT[1:]).results[0]
    picture = overlay(result, result.frame.load().rgb)
    assert picture.shape == (2 * SIZE[0], 2 * SIZE[1], 3)
    assert np.all(picture == MISSED_RGB, axis=-1).sum() > 20
    assert np.all(picture == MATCHED_RGB, axis=-1).sum() > 20


@pytest.mark.parametrize(("text", "told"), [("{", "cannot read"), ('{"scenes": {"a": {}}}', "lacks something")])
def test_broken_annotations_are_refused(folder, text, told):
    (folder / "annotations.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_annotations(folder)
