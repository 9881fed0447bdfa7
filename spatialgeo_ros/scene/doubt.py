"""Whether what was found of a known object is all of it: a mask may have lost a part, or taken in a neighbour."""

from __future__ import annotations

from enum import Enum

import numpy as np

from spatialgeo_ros.scene.overlap import outside, volume
from spatialgeo_ros.scene.presence import Presence, presence_of, presences
from spatialgeo_ros.scene.smoothing import jumped
from spatialgeo_ros.types import CameraFrame, ObjectKind, SceneObject

_SMALLER = 0.85  # share of the known volume below which a part may be hidden
_OTHER_SIZE = 0.6  # and below which, or above its inverse, it is not the same extent measured with noise
_SLACK_M = 0.015
_MOSTLY = 0.8  # share of the found surface within the known box that makes it a part
_REST = 0.1  # share of the known surface that must be missing
_REST_SLACK_M = 0.01
_WHOLLY_SEEN = 0.9  # share of a thing that is seen where nothing hides a part of it
_EVERY = 3  # point of a surface is enough


class Doubt(Enum):
    NONE = "the object, whole as far as one can tell"
    CHANGED = "the object is another now: one sees through where it was"
    HIDDEN = "a part of it; the rest is hidden or out of view"
    ODD = "a part, or more than it, although the object still is where and as large as it was"


def doubt_of(known: SceneObject, found: SceneObject, spread_m: float, frame: CameraFrame) -> Doubt:
    """found: what the known object was recognised as in this frame. spread_m: as in `smoothing.jumped`."""
    if found.kind == ObjectKind.SUPPORT or known.touches_border:
        return Doubt.NONE
    share = volume(found) / volume(known)
    part = share < _SMALLER and _mostly_within(found, known)
    other = not _OTHER_SIZE <= share <= 1 / _OTHER_SIZE or jumped(known, found, spread_m)
    if not (part or other):
        return Doubt.NONE
    state = _rest(known, found, frame) if part else presences([known], frame)[0]
    if state == Presence.GONE:
        return Doubt.CHANGED if other else Doubt.NONE
    if part and (state == Presence.UNSEEN or not wholly_seen(found)):
        return Doubt.HIDDEN
    return Doubt.ODD if other and state is not None else Doubt.NONE


def wholly_seen(item: SceneObject) -> bool:
    return item.visible_fraction >= _WHOLLY_SEEN and not item.touches_border


def _rest(known: SceneObject, found: SceneObject, frame: CameraFrame) -> Presence | None:
    """What is seen now where the known surface reaches beyond what was found; None where it hardly does."""
    surface = known.surface_ref[::_EVERY]
    rest = outside(surface, found, _REST_SLACK_M)
    return presence_of(rest[None], frame, np.zeros(1))[0] if len(rest) >= _REST * len(surface) else None


def _mostly_within(found: SceneObject, known: SceneObject) -> bool:
    surface = found.surface_ref[::_EVERY]
    return len(outside(surface, known, _SLACK_M)) < (1 - _MOSTLY) * len(surface)
