"""Legs, aprons and side panels: what belongs to a support surface and is no thing of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.geometry.order_statistics import quantiles
from spatialgeo_ros.scene.plan_grid import Mask, dilated
from spatialgeo_ros.scene.supports import Support
from spatialgeo_ros.types import FloatArray

_RIM_M = 0.09  # how far panels and legs may stand out from the seen part of a board
_BELOW_M = 0.04  # a leg ends at most this far under the board
_SPAN_M = 0.05  # a side panel goes on this far above and below a board


@dataclass(frozen=True, eq=False)
class Board:
    """A support above the ground, with the cells that its panels and legs may stand in, and those far from its edge."""

    support: Support
    wide: Mask
    inner: Mask


def boards_of(supports: Sequence[Support]) -> tuple[Board, ...]:
    """All supports but the ground, which comes first."""
    return tuple(Board(support, dilated(support.region, support.grid.cells_across(2 * _RIM_M)),
                       ~dilated(~support.region, support.grid.cells_across(0.06))) for support in supports[1:])


def is_furniture(points: FloatArray, boards: Sequence[Board]) -> bool:
    """Whether (N, 3) points of a segment are part of one of the boards."""
    return any(_belongs(points, board) for board in boards)


def _belongs(points: FloatArray, board: Board) -> bool:
    if np.count_nonzero(board.support.grid.at(board.wide, points)) < 0.75 * len(points):
        return False
    above = points[:, 2] - board.support.height_at(points)
    highest, = quantiles(above, [0.97])
    under, over = float(np.mean(above < -_SPAN_M)), float(np.mean(above > _SPAN_M))
    hangs_below = under > 0.3 and -_BELOW_M < highest < 0.02
    spans = under > 0.2 and over > 0.2 and float(np.mean(board.support.grid.at(board.inner, points))) < 0.5  # at the edge
    return bool(hangs_below or spans)
