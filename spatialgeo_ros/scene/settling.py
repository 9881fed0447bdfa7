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
    result = list(objects)
    up_ref = reference_from_viewer.rotation[:, 2]
    viewer_from_reference = reference_from_viewer.inverse()
    carried: dict[int, list[int]] = {}
    for index, below in enumerate(located.rests_on):
        carried.setdefault(below, []).append(index)

    def lift(indices: Sequence[int], rise_m: FloatArray) -> None:
        for index, up_m in zip(indices, rise_m.tolist(), strict=True):
            sight = viewer_from_reference.apply(result[index].centre_ref[None])[0]
            result[index] = _moved(result[index], reference_from_viewer.rotation @ _shift(sight, up_m))

    def height(index: int) -> float:
        return float(viewer_from_reference.apply(result[index].centre_ref[None])[0, 2])

    def bottom(index: int) -> float:
        return height(index) - float(result[index].box.size_m[2]) / 2

    def settle_on(below: int) -> None:
        """What is on or in a thing that stands where it does."""
        for index in carried.get(below, ()):
            end = bottom(below) + _FLOOR_M if located.contained[index] else bottom(below) + float(result[below].box.size_m[2])
            rise_m = end - bottom(index)
            variance = sum(_end_variance(result[k], up_ref) for k in (index, below))
            if abs(rise_m) <= _MOST_STD * np.sqrt(variance):
                result[index] = _moved(result[index], up_ref * rise_m)
            settle_on(index)

    for index, support in enumerate(objects):
        if support.kind is not ObjectKind.SUPPORT or index not in carried:
            continue
        together = [*carried[index], index]
        ends = np.array([*(bottom(k) for k in carried[index]), height(index)])
        rise_m, agree = _agreed(ends, np.array([_end_variance(result[k], up_ref) for k in together]))
        lift([k for k, agrees in zip(carried[index], agree, strict=False) if agrees], rise_m[:-1][agree[:-1]])
        result[index] = _moved(support, up_ref * rise_m[-1])
        for k in carried[index]:
            settle_on(k)
    return tuple(result)


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


def _shift(centre: FloatArray, up_m: float) -> FloatArray:
    """(3,) the likeliest move that takes what is at `centre` (3,), viewer frame, higher by up_m."""
    sight = centre / max(float(np.linalg.norm(centre)), 1e-6)
    with_height = sight * sight[2] + np.array([0, 0, _ASIDE])  # covariance of the error with its height
    return np.asarray(with_height * (up_m / with_height[2]))


def _moved(item: SceneObject, by_ref: FloatArray) -> SceneObject:
    pose = Pose(item.box.reference_from_box.rotation, item.box.reference_from_box.translation_m + by_ref)
    return item.replaced(box=OrientedBox(pose, item.box.size_m), surface_ref=(item.surface_ref + by_ref).astype(np.float32),
                         outline_ref=item.outline_ref + by_ref)
