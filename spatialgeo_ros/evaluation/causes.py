"""Which stage is to blame for a wrong check: the first one whose true result would have put it right.

The same views go through the pipeline again with true segments, then also with depth that is exact and has no holes, and
at last the true boxes go into the relations and lengths. Each pipeline keeps its own memory along the camera's path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from spatialgeo_ros.evaluation.checks import Check
from spatialgeo_ros.evaluation.room_frame import NOT_FOUND

LOW_IOU = 0.8


class Cause(Enum):
    MISSED = "segmentation: missed"
    MASK = f"segmentation: mask IoU < {LOW_IOU}"
    NEARLY = f"segmentation: mask IoU >= {LOW_IOU}"
    DEPTH = "depth"
    BOX = "box"
    DEFINITION = "definition"


@dataclass(frozen=True)
class Blamed:
    """A wrong check and its cause. iou: of the worst mask of the objects it is about, 0 when one was missed."""

    check: Check
    cause: Cause
    iou: float


@dataclass(frozen=True, eq=False)
class Retrials:
    """Checks of the same view, each with one more stage true."""

    segments: Sequence[Check]
    depth: Sequence[Check]
    boxes: Sequence[Check]


def blame(checks: Sequence[Check], retrials: Retrials, iou_of: Callable[[int], float]) -> tuple[Blamed, ...]:
    """Of every wrong check. iou_of: true id -> overlap of its mask as found with the true one."""
    segments, depth, boxes = (_wrong(retrial) for retrial in (retrials.segments, retrials.depth, retrials.boxes))
    blamed = []
    for check in checks:
        if check.right:
            continue
        iou = min((iou_of(number) for number in check.about), default=0.0)
        key = key_of(check)
        if key not in segments:
            cause = Cause.MISSED if check.detail.endswith(NOT_FOUND) or check.group.startswith("found") else (
                Cause.MASK if iou < LOW_IOU else Cause.NEARLY)
        elif key not in depth:
            cause = Cause.DEPTH
        else:
            cause = Cause.DEFINITION if key in boxes else Cause.BOX
        blamed.append(Blamed(check, cause, iou))
    return tuple(blamed)


def key_of(check: Check) -> tuple[str, str]:
    """What makes it the same check in another run: groups may differ in how sure the scene was."""
    return check.group.split(": ")[-1], check.what


def _wrong(checks: Sequence[Check]) -> set[tuple[str, str]]:
    return {key_of(check) for check in checks if not check.right}


def cause_table(blamed: Sequence[Blamed]) -> dict[str, Counter[Cause]]:
    """Group -> how many of its wrong checks each cause has; groups in order of first appearance."""
    table: dict[str, Counter[Cause]] = {}
    for item in blamed:
        table.setdefault(item.check.group, Counter())[item.cause] += 1
    return table

