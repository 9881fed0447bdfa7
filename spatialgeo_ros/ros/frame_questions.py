"""Questions about a recorded frame. Things are called what the node itself calls them ("tall red box"), since nobody
else has named them; what is true comes from the annotations, where there are any.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from spatialgeo_ros.evaluation.annotations import (
    TABLE,
    AnnotatedDistance,
    AnnotatedFact,
    AnnotatedFrame,
    AnnotatedObject,
)
from spatialgeo_ros.evaluation.frames import ALLOWED_FRACTION, ALLOWED_M, MIN_IOU
from spatialgeo_ros.evaluation.matching import box_iou, match_best_first
from spatialgeo_ros.msg import Scene as SceneMsg
from spatialgeo_ros.msg import SceneObject as SceneObjectMsg
from spatialgeo_ros.ros.demo_session import DemoQuestion, Judge
from spatialgeo_ros.types import Answer, AnswerKind, Status
from spatialgeo_ros.world.judging import Judgement

# Words of descriptions that tell things apart by their place, not by what they are: nobody would ask so.
_PLACED = (" from the left", "leftmost ", "rightmost ", "left ", "right ", " in view", " out of view")
_YES_NO = {"left_of": ("to the left of", "to the right of"), "nearer_than": ("in front of", "behind")}
_SIDES = 2  # standard deviations within which a measured length may differ


def annotated_questions(frame: AnnotatedFrame, scene: SceneMsg, count: int, seed: int) -> list[DemoQuestion]:
    """Up to `count`, kinds in turn, about annotated objects that were found and that words tell apart."""
    names = _names(frame, scene)
    rng = random.Random(seed)
    makers = (_facts_of(frame, names, ("left_of", "nearer_than"), rng), _distances(frame, names),
              _facts_of(frame, names, ("taller_than",), rng), _heights(frame, names),
              _facts_of(frame, names, ("inside", "on"), rng))
    queues = [list(maker) for maker in makers]
    for queue in queues:
        rng.shuffle(queue)
    return _in_turn(queues, count)


def open_questions(scene: SceneMsg, count: int, seed: int) -> list[DemoQuestion]:
    """Up to `count` that anybody might ask of what the scene shows; nobody knows the true answers."""
    rng = random.Random(seed)
    seen = [item for item in scene.objects if item.kind == SceneObjectMsg.OBJECT and item.visible
            and _tells_apart(item, scene)]
    rng.shuffle(seen)
    pairs = list(zip(seen, seen[1:], strict=False))
    texts = [["What do you see?"], [f"What is to the left of the {a.description}?" for a, _ in pairs],
             [f"How far is the {a.description} from the {b.description}?" for a, b in pairs],
             [f"How tall is the {a.description}?" for a in seen],
             [f"What is nearest to the {a.description}?" for a in seen],
             [f"Which is taller, the {a.description} or the {b.description}?" for a, b in pairs],
             [f"Is the {a.description} in front of the {b.description}?" for a, b in pairs],
             [f"Where is the {a.description}?" for a in seen]]
    return _in_turn([[DemoQuestion(text) for text in queue] for queue in texts], count)


def _in_turn(queues: Sequence[list[DemoQuestion]], count: int) -> list[DemoQuestion]:
    chosen: list[DemoQuestion] = []
    while len(chosen) < count and any(queues):
        chosen += [queue.pop() for queue in queues if queue]
    return chosen[:count]


def _names(frame: AnnotatedFrame, scene: SceneMsg) -> dict[str, SceneObjectMsg]:
    """Annotated id -> the found object it is, for those that words tell apart; the table by its own name."""
    found = [item for item in scene.objects if item.kind == SceneObjectMsg.OBJECT and item.roi.width]
    true = [item for item in frame.objects if not item.background]
    overlap = box_iou([item.box_xyxy_px for item in true], [_box(item) for item in found])
    matched = {true[row].id: found[column] for row, column in match_best_first(overlap, MIN_IOU).items()}
    return {name: item for name, item in matched.items() if _tells_apart(item, scene)}


def _box(item: SceneObjectMsg) -> tuple[float, float, float, float]:
    roi = item.roi
    return (roi.x_offset, roi.y_offset, roi.x_offset + roi.width - 1, roi.y_offset + roi.height - 1)


def _tells_apart(item: SceneObjectMsg, scene: SceneMsg) -> bool:
    words = item.description
    unique = sum(other.description == words for other in scene.objects) == 1
    return unique and not any(place in f"{words} " if place[0] == " " else words.startswith(place) for place in _PLACED)


def _facts_of(frame: AnnotatedFrame, names: Mapping[str, SceneObjectMsg], kinds: Sequence[str],
              rng: random.Random) -> Iterator[DemoQuestion]:
    for fact in frame.facts:
        known = fact.a in names and (fact.b in names or fact.b == TABLE)
        if fact.relation in kinds and (fact.clear or fact.relation in ("on", "inside")) and known:
            yield _fact(fact, names, rng)


def _fact(fact: AnnotatedFact, names: Mapping[str, SceneObjectMsg], rng: random.Random) -> DemoQuestion:
    a = names[fact.a].description
    b = "table" if fact.b == TABLE else names[fact.b].description
    if fact.relation == "taller_than":
        first, second = rng.sample([a, b], 2)
        return DemoQuestion(f"Which is taller, the {first} or the {second}?", f"the {a}", _is_object(names[fact.a]))
    if fact.relation in _YES_NO:
        yes = rng.random() < 0.5
        words = _YES_NO[fact.relation][0 if yes else 1]
        return DemoQuestion(f"Is the {a} {words} the {b}?", "yes" if yes else "no", _is(yes))
    return DemoQuestion(f"Is the {a} {fact.relation} the {b}?", "yes", _is(True))


def _distances(frame: AnnotatedFrame, names: Mapping[str, SceneObjectMsg]) -> Iterator[DemoQuestion]:
    for item in frame.distances:
        if item.a in names and item.b in names:
            bound = "at most " if item.upper_bound else ""
            truth = f"{bound}{100 * item.value_m:.1f} +- {100 * item.uncertainty_m:.1f} cm"
            text = f"How far is the {names[item.a].description} from the {names[item.b].description}?"
            yield DemoQuestion(text, truth, _is_distance(item))


def _heights(frame: AnnotatedFrame, names: Mapping[str, SceneObjectMsg]) -> Iterator[DemoQuestion]:
    for item in frame.objects:
        if item.id in names and item.height_m is not None and not item.flat:
            yield DemoQuestion(f"How tall is the {names[item.id].description}?", f"{100 * item.height_m:.1f} cm",
                               _is_height(item))


def _answered(kind: AnswerKind, right: Callable[[Answer], Judgement]) -> Judge:
    """Judges by `right` an answer that was given and is of this kind; any other is wrong."""

    def judge(answer: Answer, _scene: SceneMsg) -> Judgement:
        if answer.status is not Status.ANSWERED:
            return Judgement(False, f"not answered ({answer.status.name}): {answer.reason}")
        if answer.kind is not kind:
            return Judgement(False, f"answered a {answer.kind.name}, asked was a {kind.name}")
        return right(answer)

    return judge


def _is(yes: bool) -> Judge:
    return _answered(AnswerKind.YES_NO, lambda answer: Judgement(
        answer.yes == yes, "same" if answer.yes == yes else "the opposite is true"))


def _is_object(item: SceneObjectMsg) -> Judge:
    return _answered(AnswerKind.OBJECT, lambda answer: Judgement(
        answer.object_ids == (item.id,), f"objects {answer.object_ids}, expected {item.id}"))


def _is_distance(true: AnnotatedDistance) -> Judge:
    """Within the annotation's uncertainty, 2 cm and what the answer says of its own; an upper bound may be smaller."""

    def right(answer: Answer) -> Judgement:
        allowed_m = true.uncertainty_m + max(ALLOWED_M, _SIDES * answer.value_std)
        off_m = answer.value - true.value_m
        return Judgement((off_m if true.upper_bound else abs(off_m)) <= allowed_m,
                         f"{100 * off_m:+.1f} cm off, {100 * allowed_m:.1f} cm allowed")

    return _answered(AnswerKind.LENGTH, right)


def _is_height(true: AnnotatedObject) -> Judge:
    def right(answer: Answer) -> Judgement:
        off_m = answer.value - (true.height_m or 0.0)
        allowed_m = max(ALLOWED_FRACTION * (true.height_m or 0.0), ALLOWED_M, _SIDES * answer.value_std)
        return Judgement(abs(off_m) <= allowed_m, f"{100 * off_m:+.1f} cm off, {100 * allowed_m:.1f} cm allowed")

    return _answered(AnswerKind.LENGTH, right)
