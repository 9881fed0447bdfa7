"""Whether a scene contradicts itself: asked the other way round, by the opposite word, or with "not"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.unmatched import seen_objects
from spatialgeo_ros.questions.answer import ask
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.types import Answer, Predicate, Scene, SceneObject, Status

GOAL = 0.99
PAIRS = 4  # of each view that are asked about in words; the tables are compared for all
GROUPS = ("consistent: tables", "consistent: opposite word", "consistent: swapped", "consistent: choice",
          "consistent: not")
TABLES, OPPOSITE, SWAPPED, CHOICE, NEGATED = GROUPS
OPPOSITES = ((Predicate.LEFT_OF, Predicate.RIGHT_OF), (Predicate.IN_FRONT_OF, Predicate.BEHIND),
             (Predicate.ABOVE, Predicate.BELOW), (Predicate.BIGGER, Predicate.SMALLER),
             (Predicate.TALLER, Predicate.SHORTER), (Predicate.WIDER, Predicate.THINNER))
WORDS = {Predicate.LEFT_OF: "left of", Predicate.RIGHT_OF: "right of", Predicate.IN_FRONT_OF: "in front of",
         Predicate.BEHIND: "behind", Predicate.ABOVE: "above", Predicate.BELOW: "below",
         Predicate.BIGGER: "bigger than", Predicate.SMALLER: "smaller than", Predicate.TALLER: "taller than",
         Predicate.SHORTER: "shorter than", Predicate.WIDER: "wider than", Predicate.THINNER: "thinner than"}
_SAID = 0.5


def consistency_checks(scene: Scene, where: str, seed: int, config: AnswerConfig) -> Iterator[Check]:
    """Right is what does not contradict; what is true does not matter here."""
    pairs = list(combinations(seen_objects(scene), 2))
    for a, b in pairs:
        yield from _tables_agree(scene, where, a, b)
    rng = np.random.default_rng([seed, 977])
    words = Vocabulary()
    for k in rng.permutation(len(pairs))[:PAIRS]:
        for predicate, opposite in OPPOSITES:
            yield from _words_agree(scene, where, pairs[k], predicate, opposite, words, config)


def _tables_agree(scene: Scene, where: str, a: SceneObject, b: SceneObject) -> Iterator[Check]:
    """ "a left of b" is as probable as "b right of a", and not said together with "b left of a"."""
    for predicate, opposite in OPPOSITES:
        there, back = scene.relations.of(a.id, predicate, b.id), scene.relations.of(b.id, opposite, a.id)
        swapped = scene.relations.of(b.id, predicate, a.id)
        right = abs(there - back) < 1e-9 and not (there > _SAID and swapped > _SAID)
        yield Check(TABLES, where, f"#{a.id} {predicate.name.lower()} #{b.id}", right,
                    f"p = {there:.2f}, of the opposite the other way round {back:.2f}, swapped {swapped:.2f}")


def _words_agree(scene: Scene, where: str, pair: tuple[SceneObject, SceneObject], predicate: Predicate,
                 opposite: Predicate, words: Vocabulary, config: AnswerConfig) -> Iterator[Check]:
    a, b = (f"#{item.id}" for item in pair)
    asked = {text: ask(text, scene, words, config) for text in (
        f"Is {a} {WORDS[predicate]} {b}?", f"Is {b} {WORDS[opposite]} {a}?", f"Is {b} {WORDS[predicate]} {a}?",
        f"Is {a} not {WORDS[predicate]} {b}?")}
    (first, plain), (second, reverse), (third, swapped), (fourth, negated) = asked.items()
    yield Check(OPPOSITE, where, f"{first} / {second}", same(plain, reverse), _told(plain, reverse))
    yield Check(SWAPPED, where, f"{first} / {third}", not both_yes(plain, swapped), _told(plain, swapped))
    yield Check(NEGATED, where, f"{first} / {fourth}", opposed(plain, negated), _told(plain, negated))
    if WORDS[predicate].endswith("than"):
        which = f"Which is {WORDS[predicate].split()[0]}, {a} or {b}?"
        chosen = ask(which, scene, words, config)
        yield Check(CHOICE, where, f"{first} / {which}", chosen_agrees(plain, chosen, pair[0].id),
                    _told(plain, chosen))


def same(one: Answer, other: Answer) -> bool:
    """Both unsure, or both the same."""
    return one.status == other.status and (one.status is not Status.ANSWERED or one.yes == other.yes)


def opposed(one: Answer, other: Answer) -> bool:
    """Both unsure, or one yes and one no."""
    return one.status == other.status and (one.status is not Status.ANSWERED or one.yes != other.yes)


def both_yes(one: Answer, other: Answer) -> bool:
    return all(answer.status is Status.ANSWERED and answer.yes for answer in (one, other))


def chosen_agrees(plain: Answer, chosen: Answer, subject_id: int) -> bool:
    """ "Which is taller, a or b?" names a where "is a taller than b?" is yes, b where it is no."""
    if plain.status is not Status.ANSWERED or chosen.status is not Status.ANSWERED:
        return plain.status == chosen.status
    return (chosen.object_ids == (subject_id,)) == plain.yes


def _told(*answers: Answer) -> str:
    return " / ".join(f"{answer.status.name} {answer.text}" for answer in answers)
