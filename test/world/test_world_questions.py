"""Questions generated from a view: their truth on hand-made rooms, their wording, and a judge that is fair."""

import numpy as np
import pytest
from hand_made_rooms import PAINTS, block, empty_placer, floor_room, room_of, tray

from spatialgeo_ros.questions.grammar import parse_question
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.types import (
    Answer,
    AnswerKind,
    ObjectKind,
    OrientedBox,
    Pose,
    QueryKind,
    SceneObject,
    Status,
)
from spatialgeo_ros.world.judging import Expected, judge, judge_length, match_scene
from spatialgeo_ros.world.palette import looks_like
from spatialgeo_ros.world.questions import make_questions
from spatialgeo_ros.world.references import named_things
from spatialgeo_ros.world.render import Renderer
from spatialgeo_ros.world.rooms import make_room
from spatialgeo_ros.world.trajectory import CAMERA, camera_pose, look_at
from spatialgeo_ros.world.truth import truth_of


def truth_in(room, eye, target):
    pose = look_at(np.array(eye, dtype=float), np.array(target, dtype=float))
    return truth_of(room, Renderer(room).render(pose, CAMERA), pose, CAMERA)


def table_truth():
    """On a white table: a red box with a blue can on it at the left, a yellow bin with a pink ball at the right,
    a green mug far behind the middle, a tall black bottle in front of it."""
    placer = empty_placer()
    floor = placer.thing(1)
    table = placer.put_on(block("table", "white", (1.6, 1.2, 0.3)), floor, floor.ledges[0], np.array([0.0, 0.3]), 0.0,
                          kind=ObjectKind.SUPPORT)

    def put(shape, support, xy):
        placed = placer.put_on(shape, support, support.ledges[0], np.array(xy), 0.0)
        assert placed is not None
        return placed

    box = put(block("box", "red", (0.2, 0.2, 0.15)), table, (-0.45, 0.2))
    put(block("can", "blue", (0.07, 0.07, 0.12)), box, (-0.45, 0.2))
    bin_ = put(tray("bin", "yellow", (0.3, 0.25, 0.1)), table, (0.4, 0.2))
    put(block("ball", "pink", (0.08, 0.08, 0.14)), bin_, (0.4, 0.22))
    put(block("mug", "green", (0.09, 0.09, 0.1)), table, (0.1, 0.7))
    put(block("bottle", "black", (0.08, 0.08, 0.28)), table, (-0.05, -0.05))
    return truth_in(room_of(placer), (0.1, -1.3, 1.5), (0.0, 0.25, 0.35))


BOX, CAN, BIN, BALL, MUG, BOTTLE = 3, 4, 5, 6, 7, 8


@pytest.fixture(scope="module")
def truth():
    return table_truth()


@pytest.fixture(scope="module")
def everything(truth):
    """All questions that the view gives, by their text without colours: nothing here needs one to be told apart."""
    return {plain(q.text): q for seed in range(40) for q in make_questions(truth, 400, seed)}


def plain(text):
    return " ".join(word for word in text.split() if word not in PAINTS)


def one(everything, text):
    assert text in everything, sorted(everything)
    return everything[text]


@pytest.mark.parametrize(("text", "yes"), [
    ("Is the box to the left of the bin?", True), ("Is the bin behind the bottle?", True),
    ("Is the bin to the left of the box?", False), ("Is the mug behind the bottle?", True),
    ("Is the mug in front of the bottle?", False), ("Is the can on the box?", True), ("Is the box on the table?", True),
    ("Is the can on the table?", False), ("Is the ball inside the bin?", True), ("Is the mug inside the bin?", False),
    ("Is the bottle taller than the mug?", True), ("Is the bottle shorter than the mug?", False),
    ("Is the can above the mug?", True), ("Is there a can on the box?", True), ("Is there a mug on the box?", False),
])
def test_yes_no_truth_on_a_room_known_by_heart(everything, text, yes):
    assert one(everything, text).expected.yes is yes


def test_lengths_choices_and_sets_on_a_room_known_by_heart(everything):
    assert one(everything, "How tall is the bottle?").expected.value == pytest.approx(0.28)
    assert one(everything, "How wide is the mug?").expected.value == pytest.approx(0.09, abs=0.02)
    distance = one(everything, "How far is the mug from the bottle?").expected
    assert distance.value == pytest.approx(np.hypot(0.7 - 0.045 + 0.05 - 0.04, 0.15 - 0.085), abs=2e-3)
    assert one(everything, "Which is taller, the bottle or the mug?").expected.ids == (BOTTLE,)
    assert one(everything, "Which is further to the right, the box or the bin?").expected.ids == (BIN,)
    assert one(everything, "What is on the box?").expected.ids == (CAN,)
    assert one(everything, "What is inside the bin?").expected.ids == (BALL,)
    assert one(everything, "How many cans are there?").expected.value == 1
    closer = one(everything, "Which is closer to the camera, the bottle or the mug?")
    assert closer.expected.ids == (BOTTLE,)


def test_clock_hour_is_that_of_someone_facing_forward(everything, truth):
    """Places on the table as put there; the camera looks from (0.1, -1.3) to (0.0, 0.25)."""
    place = {"box": (-0.45, 0.2), "can": (-0.45, 0.2), "bin": (0.4, 0.2), "ball": (0.4, 0.22), "mug": (0.1, 0.7),
             "bottle": (-0.05, -0.05)}
    heading = np.degrees(np.arctan2(0.0 - 0.1, 0.25 + 1.3))  # clockwise from +y
    asked = [q for q in everything.values() if q.kind is QueryKind.DIRECTION]
    assert len(asked) > 5
    for question in asked:
        standing, there = (place[w.strip("?,")] for w in plain(question.text).split() if w.strip("?,") in place)
        bearing = np.degrees(np.arctan2(there[0] - standing[0], there[1] - standing[1])) - heading
        off = (question.expected.value - bearing / 30 + 6) % 12 - 6
        assert abs(off) < 1e-6, question.text


def test_edges_volumes_and_between_on_a_room_known_by_heart(everything, truth):
    """The table reaches from -0.8 to 0.8 along x and from -0.3 to 0.9 along y."""
    edge = one(everything, "How far is the bottle from the edge of the table?").expected.value
    assert edge == pytest.approx(-0.05 - 0.04 + 0.3, abs=2e-3)
    assert truth.distances.to_edge(MUG, 2)[0] == pytest.approx(0.9 - 0.7 - 0.045, abs=2e-3)
    np.testing.assert_allclose(truth.distances.to_edge(MUG, 2)[1][1:], [0.9, 0.3], atol=1e-3)
    bigger = [q for text, q in everything.items() if text in ("Is the box bigger than the mug?",
                                                              "Is the mug smaller than the box?")]
    assert bigger and all(q.expected.yes for q in bigger)
    between = [q for text, q in everything.items() if "between the" in text and text.startswith("Is")]
    assert between and not any(q.expected.yes for q in between)  # nothing stands in line


def test_heights_of_contents_are_not_asked(everything):
    assert not any("tall is the ball" in text or "height of the ball" in text for text in everything)


def test_names_are_unambiguous():
    """Two red boxes: neither can be named; the blue one and the only mug can."""
    size = (0.15, 0.15, 0.15)
    room = floor_room((block("box", "red", size), (-0.5, 0.0)), (block("box", "red", size), (0.0, 0.0)),
                      (block("box", "blue", size), (0.5, 0.0)), (block("mug", "red", size), (0.2, 0.5)))
    truth = truth_in(room, (0.1, -1.6, 1.2), (0.0, 0.1, 0.0))
    assert {n.item.id: n.phrases for n in named_things(truth)} == {4: ("blue box",), 5: ("red mug", "mug")}
    counts = [q for s in range(6) for q in make_questions(truth, 200, s) if q.kind is QueryKind.COUNT]
    assert {q.text: q.expected.value for q in counts}["How many boxes are there?"] == 3


def test_same_seed_same_questions_and_no_question_twice(truth):
    first, again = make_questions(truth, 30, 4), make_questions(truth, 30, 4)
    assert [q.text for q in first] == [q.text for q in again] != [q.text for q in make_questions(truth, 30, 5)]
    assert len({q.text for q in first}) == len(first) == 30


def test_yes_and_no_are_balanced(truth):
    asked = [q.expected.yes for s in range(20) for q in make_questions(truth, 24, s)
             if q.expected.kind is AnswerKind.YES_NO]
    assert 0.4 < np.mean(asked) < 0.6


def test_kinds_are_spread(truth):
    assert all(len({q.kind for q in make_questions(truth, 8, s)}) >= 4 for s in range(10))


@pytest.mark.parametrize("seed", [1003, 1011, 1032])
def test_questions_of_a_room_are_understood_by_the_grammar(seed):
    room = make_room(seed)
    pose = camera_pose(room, 1.0)
    truth = truth_of(room, Renderer(room).render(pose, CAMERA), pose, CAMERA)
    vocabulary = Vocabulary().with_labels({o.word for o in truth.objects})
    questions = make_questions(truth, 120, seed)
    assert len(questions) > 20
    for question in questions:
        query = parse_question(question.text, vocabulary)
        assert query.kind is question.kind, question.text


def answer(kind, **fields):
    return Answer("?", None, Status.ANSWERED, "", kind, **fields)


def nothing(_):
    return 0


def test_a_refusal_is_wrong_and_so_is_another_kind():
    expected = Expected(AnswerKind.YES_NO, yes=True)
    refused = Answer("?", None, Status.AMBIGUOUS, "", reason="two mugs")
    assert not judge(expected, refused, nothing).right and "two mugs" in judge(expected, refused, nothing).why
    assert not judge(expected, answer(AnswerKind.LENGTH, value=1.0), nothing).right
    assert judge(expected, answer(AnswerKind.YES_NO, yes=True), nothing).right
    assert not judge(expected, answer(AnswerKind.YES_NO, yes=False), nothing).right


@pytest.mark.parametrize(("true", "value", "std", "right"), [
    (0.10, 0.119, 0.001, True),  # 2 cm are always allowed
    (0.10, 0.125, 0.001, False),
    (0.10, 0.130, 0.020, True),  # within two of its own standard deviations
    (1.00, 1.09, 0.01, True),  # 10 %
    (1.00, 1.12, 0.01, False),
    (0.10, 0.10, 0.20, False),  # knows nothing
    (0.10, float("nan"), 0.01, False),
])
def test_lengths_are_judged_by_tolerance_or_stated_uncertainty(true, value, std, right):
    assert judge_length(true, value, std, False, true).right is right


@pytest.mark.parametrize(("value", "right"), [(0.30, True), (0.50, True), (0.53, True), (0.60, False), (0.25, False)])
def test_an_upper_bound_lies_between_the_truth_and_what_is_visible(value, right):
    assert judge_length(0.30, value, 0.005, True, 0.50).right is right


def test_clock_hours_are_judged_around_the_dial():
    expected = Expected(AnswerKind.CLOCK_HOUR, value=12.3)
    assert judge(expected, answer(AnswerKind.CLOCK_HOUR, value=12.0), nothing).right
    assert not judge(expected, answer(AnswerKind.CLOCK_HOUR, value=1.0), nothing).right
    assert judge(Expected(AnswerKind.CLOCK_HOUR, value=12.55), answer(AnswerKind.CLOCK_HOUR, value=1.0), nothing).right


def test_objects_are_judged_as_sets_of_things():
    expected = Expected(AnswerKind.OBJECT, ids=(7, 3))
    to_truth = {1: 3, 2: 7, 5: 9}.get
    assert judge(expected, answer(AnswerKind.OBJECT, object_ids=(2, 1)), to_truth).right
    assert not judge(expected, answer(AnswerKind.OBJECT, object_ids=(2,)), to_truth).right
    assert not judge(expected, answer(AnswerKind.OBJECT, object_ids=(2, 5)), to_truth).right


def test_positions_and_counts_are_judged():
    expected = Expected(AnswerKind.POSITION, position_viewer_m=np.array([0.2, 1.5, -0.4]), position_tolerance_m=0.05)
    near, far = np.array([0.22, 1.52, -0.38]), np.array([0.3, 1.5, -0.4])
    assert judge(expected, answer(AnswerKind.POSITION, position_viewer_m=near), nothing).right
    assert not judge(expected, answer(AnswerKind.POSITION, position_viewer_m=far), nothing).right
    assert judge(Expected(AnswerKind.COUNT, value=3.0), answer(AnswerKind.COUNT, value=3.0), nothing).right
    assert not judge(Expected(AnswerKind.COUNT, value=3.0), answer(AnswerKind.COUNT, value=2.0), nothing).right


def found(object_id, bbox):
    box = OrientedBox(Pose.identity(), np.full(3, 0.1))
    return SceneObject(object_id, ObjectKind.OBJECT, box, np.eye(3), np.zeros(3), np.zeros((0, 3), np.float32), 0,
                       bbox_xyxy_px=bbox)


def test_scene_objects_are_matched_once_by_their_image_boxes(truth):
    mug, bottle = truth.object(MUG).bbox_xyxy_px, truth.object(BOTTLE).bbox_xyxy_px
    shifted = (mug[0] + 2, mug[1], mug[2] + 2, mug[3])
    matched = match_scene(truth, (found(1, bottle), found(2, shifted), found(3, mug), found(4, (0, 0, 5, 5))))
    assert matched == {1: BOTTLE, 3: MUG}


@pytest.mark.parametrize(("word", "rgb", "looks"), [
    ("orange", (235, 130, 20), True), ("orange", (150, 80, 16), False), ("white", (240, 232, 215), True),
    ("white", (156, 152, 144), False), ("grey", (150, 148, 146), True), ("black", (95, 90, 92), False),
    ("teal", (10, 90, 95), True),
])
def test_colours_that_the_light_changes_name_nothing(word, rgb, looks):
    assert looks_like(word, rgb) is looks
