"""Who is to blame: hand-made checks that one more true stage puts right, or does not."""

from collections import Counter

from spatialgeo_ros.evaluation.causes import Cause, Retrials, blame, cause_table
from spatialgeo_ros.evaluation.checks import Check

WHAT = "height of mug[7]"


def check(right, group="height", what=WHAT, detail="#1 9.0 cm", about=(7,)):
    return Check(group, "seed 1", what, right, detail, about=about)


def cause(wrong, segments, depth, boxes, iou=0.9):
    blamed, = blame([wrong], Retrials(*([check(right)] for right in (segments, depth, boxes))), lambda number: iou)
    return blamed.cause


def test_the_first_stage_that_puts_it_right_is_to_blame():
    assert cause(check(False), True, True, True) is Cause.NEARLY
    assert cause(check(False), True, True, True, iou=0.79) is Cause.MASK
    assert cause(check(False, detail="mug[7] not found"), True, True, True, iou=0.0) is Cause.MISSED
    assert cause(check(False), False, True, True) is Cause.DEPTH
    assert cause(check(False), False, False, True) is Cause.BOX
    assert cause(check(False), False, False, False) is Cause.DEFINITION


def test_what_true_segments_do_not_find_either_is_lost_in_depth():
    wrong = check(False, detail="mug[7] not found")
    assert cause(wrong, False, True, True, iou=0.0) is Cause.DEPTH


def test_what_is_not_asked_again_was_put_right():
    # a false claim is only listed while it is made
    wrong = check(False, "on", "mug[7] on box[8]", about=(7, 8))
    blamed, = blame([wrong], Retrials([], [], []), lambda number: {7: 0.95, 8: 0.6}[number])
    assert (blamed.cause, blamed.iou) == (Cause.MASK, 0.6)


def test_how_sure_the_scene_was_makes_no_other_check():
    unsure = [check(False, "within 2 sigma: height")]
    blamed, = blame([check(False)], Retrials(unsure, [], []), lambda number: 1.0)
    assert blamed.cause is Cause.DEPTH


def test_right_checks_have_no_cause_and_groups_are_counted():
    checks = [check(True), check(False), check(False, what="height of box[8]"), check(False, "width")]
    blamed = blame(checks, Retrials([checks[1]], [], []), lambda number: 0.9)
    assert cause_table(blamed) == {"height": Counter({Cause.DEPTH: 1, Cause.NEARLY: 1}),
                                   "width": Counter({Cause.NEARLY: 1})}
