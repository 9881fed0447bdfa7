"""Legs, aprons and side panels: what belongs to a support surface and is no thing of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spatialgeo_ros.scene.plan_grid import Mask, dilated
from spatialgeo_ros.scene.supports import Support
from spatialgeo_ros.types import FloatArray

_RIM_M = 0.09  # how far panels and legs may stand out from the seen part of a board
_BELOW_M = 0.04  # a leg ends at most this far under the board
_SPAN_M = 0.05  # a side panel goes on this far above and below a board


def is_furniture(points: FloatArray, supports: Sequence[Support]) -> bool:
    """Whether (N, 3) points of a segment are part of one of the supports, lowest (the ground) first."""
    return any(_belongs(points, support) for support in supports[1:])


def _belongs(points: FloatArray, support: Support) -> bool:
    wide = dilated(support.region, support.grid.cells_across(2 * _RIM_M))
    covered = wide[support.grid.cells(points)]
    if float(np.mean(covered)) < 0.75:
        return False
    above = points[:, 2] - support.height_at(points)
    highest = float(np.quantile(above, 0.97))
    under, over = float(np.mean(above < -_SPAN_M)), float(np.mean(above > _SPAN_M))
    hangs_below = under > 0.3 and -_BELOW_M < highest < 0.02
    spans = under > 0.2 and over > 0.2 and _at_the_rim(points, support)
    return bool(hangs_below or spans)


def _at_the_rim(points: FloatArray, support: Support) -> bool:
    """Most points above the board stand at its edge, as a side panel does and a thing on it does not."""
    inner: Mask = ~dilated(~support.region, support.grid.cells_across(0.06))
    return float(np.mean(inner[support.grid.cells(points)])) < 0.5
