"""Names, colours and shapes of one object, voted over the frames it was seen in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from spatialgeo_ros.types import SceneObject

T = TypeVar("T")

_SELDOM = 0.1  # share of the votes below which a colour word is an accident
_FADE_FROM = 20.0  # votes; older ones count less, so that a corrected name gets through
_WEAKEST = 0.05  # a name counts at least so much, whatever its score
_UNNAMED = 0.4  # a vote for "no name": the detector spoke in this frame, but not of this object


@dataclass(eq=False)
class Votes:
    """words -> weight, for each kind of word. label_score: the detector's when it last said the elected label."""

    label_score: float = 0.0
    labels: dict[str, float] = field(default_factory=dict)
    colours: dict[tuple[str, ...], float] = field(default_factory=dict)
    shapes: dict[tuple[str, ...], float] = field(default_factory=dict)

    def count(self, item: SceneObject, detector_spoke: bool) -> None:
        """One sighting. detector_spoke: some object of this frame was named."""
        for votes in (self.labels, self.colours, self.shapes):
            _fade(votes)
        if item.label:
            _add(self.labels, item.label, max(item.label_score, _WEAKEST))
            if item.label == self.label:
                self.label_score = item.label_score
        elif detector_spoke and self.labels:
            _add(self.labels, "", _UNNAMED)
        _add(self.colours, item.colours, 1.0)
        _add(self.shapes, item.shapes, 1.0)

    def give_up(self, label: str) -> None:
        """The name belongs to another object."""
        self.labels.pop(label, None)

    @property
    def label(self) -> str:
        return _elected(self.labels, "")

    @property
    def colour_words(self) -> frozenset[str]:
        """All that the object was called by so often that it may look so again."""
        total = sum(self.colours.values())
        return frozenset(word for words, weight in self.colours.items() if weight >= _SELDOM * total for word in words)

    def worded(self, item: SceneObject, **others: Any) -> SceneObject:
        """The object with the elected words, and with other fields changed."""
        return item.replaced(label=self.label, label_score=self.label_score if self.label else 0.0,
                             colours=_elected(self.colours, ()), shapes=_elected(self.shapes, ()), **others)


def _add(votes: dict[T, float], words: T, weight: float) -> None:
    votes[words] = votes.get(words, 0.0) + weight


def _fade(votes: dict[Any, float]) -> None:
    total = sum(votes.values())
    if total > _FADE_FROM:
        for words in votes:
            votes[words] *= _FADE_FROM / total


def _elected(votes: dict[T, float], nobody: T) -> T:
    return max(votes, key=lambda words: votes[words]) if votes else nobody
