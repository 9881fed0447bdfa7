"""True distances between the things of a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from spatialgeo_ros.types import DistanceKind, FloatArray, Pose
from spatialgeo_ros.world import raycasting
from spatialgeo_ros.world.shapes import sides_of
from spatialgeo_ros.world.solids import Solid, closest_between

VIEWER_ID = 0


@dataclass(frozen=True)
class Closest:
    """Between whole surfaces, and between their visible parts, which can only be farther apart. Metres."""

    full_m: float
    visible_m: float


class TrueDistances:
    """Distances between things by id; 0 is the viewer. Measured when asked for, then kept."""

    def __init__(self, solids: Mapping[int, Solid], visible_points_world: Mapping[int, FloatArray],
                 world_from_viewer: Pose) -> None:
        self._solids = solids
        self._visible = visible_points_world
        self._viewer = world_from_viewer
        self._closest: dict[tuple[int, int], Closest] = {}

    def closest(self, a_id: int, b_id: int) -> Closest:
        key = (min(a_id, b_id), max(a_id, b_id))
        if key not in self._closest:
            self._closest[key] = self._measure(*key)
        return self._closest[key]

    def between(self, a_id: int, b_id: int, kind: DistanceKind) -> float:
        """CLOSEST is that of the whole surfaces; CENTRE, HORIZONTAL and VERTICAL are between box centres."""
        if kind == DistanceKind.CLOSEST:
            return self.closest(a_id, b_id).full_m
        offset = self._centre(b_id) - self._centre(a_id)
        if kind == DistanceKind.CENTRE:
            return float(np.linalg.norm(offset))
        if kind == DistanceKind.HORIZONTAL:
            return float(np.hypot(offset[0], offset[1]))
        if kind == DistanceKind.VERTICAL:
            return float(abs(offset[2]))
        raise ValueError(f"no true distance of kind {kind.name} between two things")

    def to_edge(self, thing_id: int, support_id: int) -> tuple[float, FloatArray]:
        """Horizontal metres from a thing to the nearest edge of the surface it stands on, and (3,) the place there.

        The surface is the support's ledge under the thing; 0 when it reaches over the edge.
        """
        thing, support = self._solids[thing_id], self._solids[support_id]
        bottom = thing.thing.mesh.vertices[:, 2].min()
        ledge = min(support.thing.ledges, key=lambda item: abs(item.height_m - bottom))
        sides = sides_of(ledge.polygon_m)
        outside = thing.samples_world[:, :2] @ sides.normal.T - sides.reach_m
        nearest, side = np.unravel_index(int(outside.argmax()), outside.shape)
        inward = min(float(outside[nearest, side]), 0.0)
        foot = thing.samples_world[nearest, :2] - inward * sides.normal[side]
        return -inward, np.array([foot[0], foot[1], ledge.height_m])

    def _measure(self, a_id: int, b_id: int) -> Closest:
        if a_id == VIEWER_ID:
            eye = self._viewer.translation_m[None]
            visible = np.linalg.norm(self._visible[b_id] - eye, axis=1).min()
            return Closest(float(self._solids[b_id].distance_from(eye).min()), float(visible))
        full = closest_between(self._solids[a_id], self._solids[b_id])
        return Closest(full, max(full, raycasting.closest_of_clouds(self._visible[a_id], self._visible[b_id])))

    def _centre(self, thing_id: int) -> FloatArray:
        if thing_id == VIEWER_ID:
            return self._viewer.translation_m
        return self._solids[thing_id].box.reference_from_box.translation_m

    @cached_property
    def ids(self) -> tuple[int, ...]:
        return tuple(self._solids)
