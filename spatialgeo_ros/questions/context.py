"""What a question is answered from, and the answer that all kinds begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from spatialgeo_ros.config import AnswerConfig
from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.questions import wording
from spatialgeo_ros.questions.vocabulary import Vocabulary
from spatialgeo_ros.questions.wording import joined
from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import Answer, ObjectKind, Phrase, Query, Scene, SceneObject, Status

MOST_NAMES = 12  # in one sentence
HALF_HIDDEN = 0.6  # visible fraction below which an answer says that much is hidden


class Unanswerable(SpatialGeoError):
    """Understood, but not to be answered from this scene. seen: whether to add what is in view."""

    def __init__(self, status: Status, reason: str, seen: bool = False, object_ids: tuple[int, ...] = ()) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.seen = seen
        self.object_ids = object_ids


@dataclass(frozen=True, eq=False)
class Context:
    """One question and the scene it is asked of."""

    query: Query
    scene: Scene
    vocabulary: Vocabulary
    config: AnswerConfig
    question: str = ""

    @property
    def objects(self) -> tuple[SceneObject, ...]:
        return tuple(item for item in self.scene.objects if item.kind == ObjectKind.OBJECT)

    @property
    def supports(self) -> tuple[SceneObject, ...]:
        return tuple(item for item in self.scene.objects if item.kind == ObjectKind.SUPPORT)

    def answer(self, text: str, **fields: Any) -> Answer:
        stamp_ns = self.scene.stamp_ns
        defaults: dict[str, Any] = {
            "status": Status.ANSWERED,
            "stamp_ns": stamp_ns,
            "valid_until_ns": stamp_ns + round(self.config.valid_for_s * 1e9),
        }
        return Answer(self.question, self.query, text=text, **{**defaults, **fields})

    def need_metres(self) -> None:
        """Raises Unanswerable when the scene has no metric scale."""
        if not self.scene.metric:
            raise Unanswerable(
                Status.UNKNOWN,
                "the depth has no metric scale, so there are no metres in this scene; ask which "
                "is nearer or taller, or use a depth sensor",
            )


def name(item: SceneObject | None, context: Context, phrase: Phrase | None = None) -> str:
    """With article: as it was asked for when that was clear, else what it looks like."""
    if item is None:
        return wording.say(phrase) if phrase is not None else "the camera"
    if phrase is not None and phrase.definite and not phrase.plural and phrase.noun and not phrase.ids:
        return wording.say(replace(phrase, count=0))
    words = describe(item, context.scene.objects)
    return f"#{item.id} ({words})" if phrase is not None and phrase.ids else f"the {words}"


def names(items: list[SceneObject] | tuple[SceneObject, ...], context: Context) -> list[str]:
    """Names that are told apart: those of the same words get their ids."""
    said = [name(item, context) for item in items]
    return [
        f"{words} (#{item.id})" if said.count(words) > 1 else words for item, words in zip(items, said, strict=True)
    ]


def listed(items: Sequence[SceneObject], context: Context) -> str:
    """ "the mug, the box and the can"; the first of many."""
    said = names(list(items), context)
    return joined(said if len(said) <= MOST_NAMES else [*said[:MOST_NAMES], f"{len(said) - MOST_NAMES} more"])


def seen(context: Context) -> tuple[str, ...]:
    """What is in view, in words; objects before surfaces."""
    visible = [item for item in (*context.objects, *context.supports) if item.visible]
    return tuple(describe(item, context.scene.objects) for item in visible)


def last_seen(items: list[SceneObject], context: Context) -> str:
    """ " The mug was last seen 3.2 s ago." for every one that is not in view now."""
    sentences = []
    for item in {item.id: item for item in items if not item.visible}.values():
        age_s = (context.scene.stamp_ns - item.stamp_last_seen_ns) / 1e9
        words = name(item, context)
        sentences.append(f" {words[0].upper()}{words[1:]} is not in view now: last seen {age_s:.1f} s ago.")
    return "".join(sentences)


def percent(probability: float) -> str:
    """ "97 %"; never 100."""
    return f"{min(round(probability * 100), 99)} %"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
