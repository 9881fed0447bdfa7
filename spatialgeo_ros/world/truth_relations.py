"""True relations as signed margins: positive by how many metres one holds, negative by how many it fails.

The words mean what `scene.relations.DEFINITIONS` says, computed here from whole meshes and from how the room was
built. A margin of 0 means that people could argue; infinite, that the room was built so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from spatialgeo_ros.types import FloatArray, ObjectKind, Pose, Predicate
from spatialgeo_ros.world.truth_distances import TrueDistances

if TYPE_CHECKING:
    from spatialgeo_ros.world.truth import TruthObject

NEAR_M = 0.25
TOUCHING_M = 0.01
ON_GAP_M = 0.02
_MIRRORED = {Predicate.RIGHT_OF: Predicate.LEFT_OF, Predicate.BEHIND: Predicate.IN_FRONT_OF,
             Predicate.BELOW: Predicate.ABOVE, Predicate.SMALLER: Predicate.BIGGER,
             Predicate.SHORTER: Predicate.TALLER, Predicate.THINNER: Predicate.WIDER}
BUILT = float("inf")


class TrueRelations:
    """Margins between the things of one view."""

    def __init__(self, objects: Sequence[TruthObject], world_from_viewer: Pose, distances: TrueDistances) -> None:
        self._objects = {o.id: o for o in objects}
        self._viewer = world_from_viewer
        self._distances = distances

    def margin(self, predicate: Predicate, subject_id: int, object_id: int) -> float:
        """Metres by which "subject PREDICATE object" holds (> 0) or fails (< 0); bigger by the cube root of volume."""
        if predicate in _MIRRORED:
            return self.margin(_MIRRORED[predicate], object_id, subject_id)
        a, b = self._objects[subject_id], self._objects[object_id]
        if predicate == Predicate.LEFT_OF:
            return float(self._centre(b)[0] - self._centre(a)[0])
        if predicate == Predicate.IN_FRONT_OF:
            return float(self._centre(b)[1] - self._centre(a)[1])
        if predicate == Predicate.ABOVE:
            return BUILT if self.rests_on(a, b) else a.bottom_m - b.top_m + min(ON_GAP_M, b.height_m / 2)
        if predicate == Predicate.ON:
            return self._on(a, b)
        if predicate == Predicate.INSIDE:
            return self._inside(a, b)
        if predicate == Predicate.NEAR:
            return self._within(a, b, NEAR_M)
        if predicate == Predicate.TOUCHING:
            return BUILT if self.rests_on(a, b) or self.rests_on(b, a) else self._within(a, b, TOUCHING_M)
        if predicate == Predicate.BIGGER:
            return float(np.cbrt(np.prod(a.box.size_m)) - np.cbrt(np.prod(b.box.size_m)))
        if predicate == Predicate.TALLER:
            return a.height_m - b.height_m
        if predicate == Predicate.WIDER:
            return a.width_m - b.width_m
        raise ValueError(f"{predicate.name} needs more than two things; use `between`")

    def rests_on(self, a: TruthObject, b: TruthObject) -> bool:
        """Directly, and not inside."""
        return a.support_id == b.id and a.container_id != b.id

    def between(self, subject_id: int, a_id: int, b_id: int) -> float:
        """Metres by which the subject's centre, seen from above, lies in the corridor between the two others."""
        point, start, end = (self._centre(self._objects[k])[:2] for k in (subject_id, a_id, b_id))
        length = float(np.linalg.norm(end - start))
        along = (end - start) / max(length, 1e-9)
        across = np.array([-along[1], along[0]])
        reach = max(length / 4, *(self._half_across(self._objects[k], across) for k in (a_id, b_id)))
        progress = float((point - start) @ along)
        return min(progress, length - progress, reach - abs(float((point - start) @ across)))

    def _centre(self, item: TruthObject) -> FloatArray:
        return self._viewer.inverse().apply(item.box.reference_from_box.translation_m)

    def _half_across(self, item: TruthObject, direction_viewer: FloatArray) -> float:
        axes = self._viewer.rotation.T @ item.box.reference_from_box.rotation
        return float(np.abs(direction_viewer @ axes[:2, :2]) @ item.box.size_m[:2] / 2)

    def _on(self, a: TruthObject, b: TruthObject) -> float:
        if self.rests_on(a, b):
            return BUILT
        if a.support_id == b.id:  # in it: not on it, unless it is so shallow that one could say either
            return -BUILT if self._inside(a, b) > 0.01 else 0.0
        apart = max(abs(a.bottom_m - b.top_m) - ON_GAP_M, _outside(a, b))
        return min(-apart, 0.0)

    def _inside(self, a: TruthObject, b: TruthObject) -> float:
        depth = max(0.015, 0.3 * b.height_m)
        margin = min(b.top_m - depth - a.bottom_m, -_outside(a, b))
        if a.container_id == b.id:
            return max(margin, 0.0)
        if self.rests_on(a, b) or ObjectKind.SUPPORT in (a.kind, b.kind):
            return -BUILT
        return min(margin, 0.0)

    def _within(self, a: TruthObject, b: TruthObject, limit_m: float) -> float:
        """Close if even the visible parts are; not close if not even the hidden parts are."""
        closest = self._distances.closest(a.id, b.id)
        if closest.visible_m < limit_m:
            return limit_m - closest.visible_m
        return min(limit_m - closest.full_m, 0.0)


def _outside(a: TruthObject, b: TruthObject) -> float:
    """Metres by which the centre of a lies outside the footprint of b; negative when it is over it."""
    offset = a.box.reference_from_box.translation_m - b.box.reference_from_box.translation_m
    local = b.box.reference_from_box.rotation.T @ offset
    return float((np.abs(local[:2]) - b.box.size_m[:2] / 2).max())
