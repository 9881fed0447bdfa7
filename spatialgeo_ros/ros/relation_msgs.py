"""Relations as messages, quickly: forty objects have thousands.

A message of its own for each took 30 ms for 7355 relations, filling messages that are kept takes 2.4 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
from geometry_msgs.msg import Pose

from spatialgeo_ros import types
from spatialgeo_ros.msg import SpatialRelation


def likely_relations(table: types.RelationTable, min_probability: float) -> Iterator[tuple[int, int, int, float]]:
    """(subject id, predicate, object id, probability) of all relations at least this probable, by predicate."""
    ids = np.array(table.ids, np.int64)
    return chain.from_iterable(_likely(ids, predicate, probability, min_probability)
                               for predicate, probability in table.probability.items())


def _likely(ids: np.ndarray, predicate: types.Predicate, probability: np.ndarray,
            min_probability: float) -> Iterator[tuple[int, int, int, float]]:
    rows, columns = np.nonzero(probability >= min_probability)
    return zip(ids[rows].tolist(), [int(predicate)] * len(rows), ids[columns].tolist(),
               probability[rows, columns].astype(float).tolist(), strict=True)


class RelationMessages:
    """Keeps the messages of the last scene and fills them anew: what `of` returned holds until it is called again."""

    def __init__(self) -> None:
        self._kept: list[SpatialRelation] = []

    def of(self, table: types.RelationTable, min_probability: float, viewer: Pose) -> list[SpatialRelation]:
        count = 0
        for count, (subject_id, predicate, object_id, probability) in enumerate(
                likely_relations(table, min_probability), start=1):
            if count > len(self._kept):
                self._kept.append(SpatialRelation())
            msg = self._kept[count - 1]
            msg.subject_id = subject_id
            msg.predicate = predicate
            msg.object_id = object_id
            msg.probability = probability
            msg.viewer = viewer
        return self._kept[:count]


def relation_msg(relation: types.Relation, viewer: Pose) -> SpatialRelation:
    """viewer: shared between the relations of one message."""
    return SpatialRelation(subject_id=int(relation.subject_id), predicate=int(relation.predicate),
                           object_id=int(relation.object_id), probability=float(relation.probability), viewer=viewer)
