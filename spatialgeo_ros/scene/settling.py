"""Things whose places a model predicts, moved so that those on one surface end at one height.

A model errs about how far a thing is, and with that about how high; but what stands on one table ends where the table is. The
height that all of them and the surface itself agree on best tells each how far it is along its line of sight.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.objects import Located
from spatialgeo_ros.types import FloatArray, ObjectKind, OrientedBox, Pose, SceneObject

_ASIDE = 0.05  # variance of errors that are upright, over that of errors along the line of sight
_MIN_STD_M = 0.01  # of a height
_FLOOR_M = 0.006  # thickness of a container's floor
_MOST_STD = 3.0  # what ends farther off does not stand there


def settled(objects: Sequence[SceneObject], located: Located, reference_from_viewer: Pose) -> tuple[SceneObject, ...]:
    """objects: those of `located`, which says what carries each. Surfaces move, too."""
    if not objects:
        return ()
    up_ref = reference_from_viewer.rotation[:, 2]
    centres = reference_from_viewer.inverse().apply(np.array([item.centre_ref for item in objects]))
    half = np.array([item.box.size_m[2] / 2 for item in objects])
    bottoms, tops = centres[:, 2] - half, centres[:, 2] + half
    variance = np.array([_end_variance(item, up_ref) for item in objects])
    rests_on = np.array(located.rests_on)
    shift = np.zeros_like(centres)
    for index, support in enumerate(objects):
        on_it = np.flatnonzero(rests_on == index)
        if support.kind is ObjectKind.SUPPORT and len(on_it):
            rise_m, agree = _agreed(np.append(bottoms[on_it], tops[index]), np.append(variance[on_it], variance[index]))
            shift[on_it] = _along_sight(centres[on_it], np.where(agree, rise_m, 0)[:-1])
            shift[index, 2] = rise_m[-1]
    for index in _from_below(rests_on.tolist()):
        below = int(rests_on[index])
        if below >= 0 and objects[below].kind is ObjectKind.OBJECT:  # a stack, or what a bowl holds
            end = bottoms[below] + _FLOOR_M if located.contained[index] else tops[below]
            up_m = end + shift[below, 2] - bottoms[index]
            if abs(up_m) <= _MOST_STD * np.sqrt(variance[index] + variance[below]):
                shift[index, 2] = up_m
    moves = shift @ reference_from_viewer.rotation.T
    return tuple(_moved(item, move) if move.any() else item for item, move in zip(objects, moves, strict=True))


def _from_below(rests_on: Sequence[int]) -> list[int]:
    """All indices, each after the one that carries it."""
    def steps_up(index: int) -> int:
        steps = 0
        while rests_on[index] >= 0 and steps < len(rests_on):
            index, steps = rests_on[index], steps + 1
        return steps
    return sorted(range(len(rests_on)), key=steps_up)


def _agreed(ends: FloatArray, variance: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """(N,) how much higher each end must be to be at the height that most agree on, and which of them may be there."""
    order = np.argsort(ends)
    share = np.cumsum(1 / variance[order])
    middle = float(ends[order[int(np.searchsorted(share, share[-1] / 2))]])
    agree = np.abs(ends - middle) <= _MOST_STD * np.sqrt(variance)
    height = float(np.average(ends[agree], weights=1 / variance[agree])) if agree.any() else middle
    return height - ends, np.asarray(agree)


def _end_variance(item: SceneObject, up_ref: FloatArray) -> float:
    """Of the height of its lower end."""
    return max(float(up_ref @ item.centre_cov_m2 @ up_ref) + float(item.size_std_m[2]) ** 2 / 4, _MIN_STD_M ** 2)


def _along_sight(centres: FloatArray, up_m: FloatArray) -> FloatArray:
    """(N, 3) the likeliest moves that take what is at `centres` (N, 3), viewer frame, higher by up_m (N,)."""
    sight = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-6)
    with_height = sight * sight[:, 2:] + np.array([0, 0, _ASIDE])  # covariance of the error with its height
    return np.asarray(with_height * (up_m / with_height[:, 2])[:, None])


def _moved(item: SceneObject, by_ref: FloatArray) -> SceneObject:
    pose = Pose(item.box.reference_from_box.rotation, item.box.reference_from_box.translation_m + by_ref)
    return item.replaced(box=OrientedBox(pose, item.box.size_m), surface_ref=(item.surface_ref + by_ref).astype(np.float32),
                         outline_ref=item.outline_ref + by_ref)
