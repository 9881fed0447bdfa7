"""Relations that one could argue about: what was measured, how sure the scene says it is, and the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.evaluation.room_frame import RoomFrame
from spatialgeo_ros.scene.gaps import find_gaps
from spatialgeo_ros.scene.viewed import ViewedObjects, view_objects
from spatialgeo_ros.types import FloatArray, Predicate, RelationTable
from spatialgeo_ros.world.truth import Truth, TruthObject
from spatialgeo_ros.world.truth_relations import BUILT, NEAR_M, TOUCHING_M

MIRRORED = (Predicate.LEFT_OF, Predicate.IN_FRONT_OF, Predicate.BIGGER, Predicate.TALLER, Predicate.WIDER)
DIRECTED = (Predicate.ABOVE,)
SYMMETRIC = (Predicate.NEAR, Predicate.TOUCHING)


@dataclass(frozen=True)
class StatedMargin:
    """By how much one relation holds: measured, with its stated standard deviation, and truly; positive when it holds.

    Metres; for BIGGER the natural logarithm of the ratio of volumes. probability: what the scene says. A relation and
    its opposite (left, right) are one statement, the one that is said to be more probable.
    """

    predicate: Predicate
    measured: float
    sigma: float
    true: float
    probability: float

    def folded(self) -> StatedMargin:
        """The opposite when that is more probable."""
        if self.probability >= 0.5:
            return self
        return StatedMargin(self.predicate, -self.measured, self.sigma, -self.true, 1 - self.probability)


def stated_margins(frame: RoomFrame, config: RelationConfig) -> Iterator[StatedMargin]:
    """Of all pairs of counted objects that were found, where the truth has a finite margin.

    Sizes of things that the image border cuts are bounds and left out. On and inside are so by how a room was built and
    have no margin, nor has above or touching where one thing rests on the other.
    """
    if frame.scene is None:
        return
    scene = frame.scene
    viewed = view_objects(scene.objects, scene.reference_from_viewer)
    tables = _tables(viewed, config)
    index = {number: k for k, number in enumerate(viewed.ids)}
    found = [item for item in frame.counted if item.id in frame.matched]
    for a, b in combinations(found, 2):
        i, j = (index[frame.matched[item.id].id] for item in (a, b))
        for predicate in (*MIRRORED, *DIRECTED, *SYMMETRIC):
            for first, second, row, column in ((a, b, i, j), (b, a, j, i))[:2 if predicate in DIRECTED else 1]:
                if predicate in MIRRORED[2:] and (viewed.cut[row] or viewed.cut[column] or first.touches_border
                                                  or second.touches_border):
                    continue
                true = true_margin(frame.truth, predicate, first, second)
                if np.isfinite(true) and true != 0:
                    yield _stated(predicate, tables, scene.relations, viewed.ids, row, column, true)


def true_margin(truth: Truth, predicate: Predicate, a: TruthObject, b: TruthObject) -> float:
    if predicate == Predicate.BIGGER:
        return float(np.log(np.prod(a.box.size_m)) - np.log(np.prod(b.box.size_m)))
    if predicate in SYMMETRIC:  # of what is seen, for nobody can tell how near the hidden sides are
        touching = predicate == Predicate.TOUCHING and np.isinf(truth.margin(predicate, a.id, b.id))
        limit_m = NEAR_M if predicate == Predicate.NEAR else TOUCHING_M
        return BUILT if touching else limit_m - truth.distances.closest(a.id, b.id).visible_m
    return truth.margin(predicate, a.id, b.id)


def _stated(predicate: Predicate, tables: dict[Predicate, tuple[FloatArray, FloatArray]], relations: RelationTable,
            ids: tuple[int, ...], row: int, column: int, true: float) -> StatedMargin:
    measured, sigma = (table[row, column] for table in tables[predicate])
    margin = StatedMargin(predicate, float(measured), float(sigma), true,
                          relations.of(ids[row], predicate, ids[column]))
    return margin.folded() if predicate in MIRRORED else margin


def _tables(viewed: ViewedObjects, config: RelationConfig) -> dict[Predicate, tuple[FloatArray, FloatArray]]:
    """(N, N) margin and its standard deviation, of row against column, as `scene.predicates` takes them."""
    size, size_var = viewed.size, viewed.size_std**2
    log_var = np.sum(np.minimum(viewed.size_std / np.maximum(size, 1e-3), 1.0), axis=1) ** 2
    tolerance = np.where(viewed.support, config.on_gap_m, np.minimum(config.on_gap_m, size[:, 2] / 2))
    rise = viewed.bottom[:, None] - (viewed.top - tolerance)[None, :]
    gaps = find_gaps(viewed, config)
    listed = gaps.table(np.ones_like(gaps.value_m)) > 0
    gap = np.where(listed, gaps.table(gaps.value_m), np.inf)
    gap_std = np.where(listed, gaps.table(gaps.std_m), gaps.std_m.max(initial=0.0))
    return {
        Predicate.LEFT_OF: _compared(-viewed.centre[:, 0], viewed.centre_var[:, 0]),
        Predicate.IN_FRONT_OF: _compared(-viewed.centre[:, 1], viewed.centre_var[:, 1]),
        Predicate.ABOVE: (rise, _pair_std(viewed.height_var)),
        Predicate.NEAR: (config.near_m - gap, gap_std),
        Predicate.TOUCHING: (config.touching_m - gap, gap_std),
        Predicate.BIGGER: _compared(np.log(np.maximum(size, 1e-3)).sum(axis=1), log_var),
        Predicate.TALLER: _compared(size[:, 2], size_var[:, 2]),
        Predicate.WIDER: _compared(viewed.width, viewed.width_std**2),
    }


def _compared(value: FloatArray, variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    return value[:, None] - value[None, :], _pair_std(variance)


def _pair_std(variance: FloatArray) -> FloatArray:
    return np.sqrt(variance[:, None] + variance[None, :])
