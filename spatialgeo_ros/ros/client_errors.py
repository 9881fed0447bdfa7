"""Why a client did not get what it asked the node for: one class for each thing that a planner does differently."""

from __future__ import annotations

from spatialgeo_ros.errors import SpatialGeoError
from spatialgeo_ros.types import Answer, Status


class ClientError(SpatialGeoError):
    """What the node was asked for did not come; the subclasses tell why."""


class NotThereError(ClientError):
    """The node does not run, does not reply, or publishes no scene."""


class StaleError(ClientError):
    """What is known is too old to act on: its valid_until has passed, or the node has no fresh scene."""


class UnansweredError(ClientError):
    """The node replied, but not with an answer. answer: its reply; the message is its reason."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f'"{answer.question}": {answer.reason}' if answer.question else answer.reason)
        self.answer = answer


class NotFoundError(UnansweredError):
    """Understood, but nothing fits, or it cannot be measured; answer.seen lists what is there."""


class AmbiguousError(UnansweredError):
    """Several objects fit, or the measurement cannot tell. object_ids: those it may be."""

    @property
    def object_ids(self) -> tuple[int, ...]:
        return self.answer.evidence.object_ids


class NotUnderstoodError(UnansweredError):
    """The words mean nothing to the node, or are none; the message tells which, and what it understands."""


_WHY = {Status.UNKNOWN: NotFoundError, Status.AMBIGUOUS: AmbiguousError, Status.NOT_UNDERSTOOD: NotUnderstoodError,
        Status.REFUSED: NotUnderstoodError}


def raise_unless_answered(answer: Answer) -> None:
    """Raises the subclass of ClientError that fits the status of an answer which is none."""
    if answer.status is Status.ANSWERED:
        return
    if answer.status is Status.UNKNOWN and answer.valid_until_ns <= answer.stamp_ns:  # so the node marks "no fresh scene"
        raise StaleError(answer.reason)
    raise _WHY.get(answer.status, UnansweredError)(answer)
