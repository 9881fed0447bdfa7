"""Contradictions in a scene, in its tables and in words."""

from dataclasses import replace

import numpy as np
import pytest

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.evaluation.consistency import (
    GROUPS,
    NEGATED,
    SWAPPED,
    TABLES,
    both_yes,
    chosen_agrees,
    consistency_checks,
    opposed,
    same,
)
from spatialgeo_ros.scene.relations import find_relations
from spatialgeo_ros.types import (
    Answer,
    DepthSource,
    GravitySource,
    ObjectKind,
    OrientedBox,
    PinholeCamera,
    Pose,
    Predicate,
    RelationTable,
    Scene,
    SceneObject,
    Status,
)

CAMERA = PinholeCamera(480, 640, 570.0, 572.0, 318.0, 243.0)
YES, NO = (Answer("", None, Status.ANSWERED, "", yes=yes) for yes in (True, False))
UNSURE = Answer("", None, Status.AMBIGUOUS, "")


def block(number, centre, size):
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * np.asarray(size) / 2
    return SceneObject(number, ObjectKind.OBJECT, OrientedBox(Pose(np.eye(3), np.array(centre)), np.array(size)),
                       np.eye(3) * 1e-4, np.full(3, 0.005), (corners + centre).astype(np.float32), 1,
                       bbox_xyxy_px=(0, 0, 9, 9))


def scene(change=lambda table: table):
    objects = (block(1, (-0.3, 1.0, 0.1), (0.1, 0.1, 0.2)), block(2, (0.3, 1.4, 0.05), (0.2, 0.1, 0.1)),
               block(3, (0.302, 1.41, 0.4), (0.2, 0.1, 0.1)))
    relations = find_relations(objects, Pose.identity())
    return Scene(1, "map", "camera", True, DepthSource.SENSOR, GravitySource.PARAMETER, Pose.identity(),
                 Pose.identity(), CAMERA, objects, RelationTable(relations.ids, change(dict(relations.probability))))


def checks(view):
    return list(consistency_checks(view, "here", 5, AnswerConfig()))


def test_a_measured_scene_does_not_contradict_itself_even_where_it_is_unsure():
    found = checks(scene())
    assert {check.group for check in found} == set(GROUPS)
    assert [check for check in found if not check.right] == []
    assert any("AMBIGUOUS" in check.detail for check in found)  # 2 and 3: left or right is too close to call


def test_tables_that_disagree_are_seen():
    def one_sided(table):
        return {**table, Predicate.RIGHT_OF: np.zeros_like(table[Predicate.RIGHT_OF])}

    wrong = [check for check in checks(scene(one_sided)) if check.group == TABLES and not check.right]
    assert {check.what for check in wrong} == {"#1 left_of #2", "#1 left_of #3", "#2 left_of #3"}


def test_both_left_of_each_other_is_seen_in_tables_and_in_words():
    def both(table):
        everything = np.ones_like(table[Predicate.LEFT_OF]) - np.eye(3)
        return {**table, Predicate.LEFT_OF: everything, Predicate.RIGHT_OF: everything}

    wrong = [check for check in checks(scene(both)) if not check.right]
    assert {check.group for check in wrong} >= {TABLES, SWAPPED}
    assert all("left" in check.what for check in wrong)


@pytest.mark.parametrize(("one", "other", "are_same", "are_opposed"), [
    (YES, YES, True, False), (NO, NO, True, False), (YES, NO, False, True), (UNSURE, UNSURE, True, True),
    (YES, UNSURE, False, False)])
def test_what_counts_as_the_same_answer(one, other, are_same, are_opposed):
    assert same(one, other) == are_same
    assert opposed(one, other) == are_opposed


def test_two_things_may_both_not_be_left_of_each_other():
    assert both_yes(YES, YES)
    assert not both_yes(YES, NO)
    assert not both_yes(NO, NO)


def test_the_choice_names_the_subject_of_a_yes():
    first, second = (replace(YES, object_ids=(number,)) for number in (1, 2))
    assert chosen_agrees(YES, first, 1)
    assert chosen_agrees(NO, second, 1)
    assert not chosen_agrees(YES, second, 1)
    assert not chosen_agrees(YES, UNSURE, 1)


def test_negation_is_asked():
    asked = [check.what for check in checks(scene()) if check.group == NEGATED]
    assert any(" not left of " in what for what in asked)
