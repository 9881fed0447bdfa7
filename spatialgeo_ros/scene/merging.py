"""Patches to things: join neighbours as long as more speaks for one thing than for two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import MergeConfig
from spatialgeo_ros.scene.regions import Border
from spatialgeo_ros.types import FloatArray

_NEVER = -1e3


@dataclass(frozen=True, eq=False)
class PatchTraits:
    """What each patch is like, row 0 unused.

    colours: (n+1, bins) pixel counts. low, high: (n+1, 2) bounds in the plan. perimeter: (n+1,) pixel pairs around it.
    """

    colours: FloatArray
    low: FloatArray
    high: FloatArray
    perimeter: FloatArray


def merge_patches(borders: FloatArray, traits: PatchTraits, config: MergeConfig) -> NDArray[np.int32]:
    """(n + 1,) new label of each patch (0 stays 0, labels have gaps), the most certain pair first.

    borders: (7, n + 1, n + 1) as from `borders_of`.
    """
    work = _Work(borders, traits, config)
    while (pair := work.best_pair()) is not None:
        work.join(*pair)
    return work.parent


class _Work:
    """The tables while patches are being joined; the row of a joined patch is emptied."""

    def __init__(self, borders: FloatArray, traits: PatchTraits, config: MergeConfig) -> None:
        self._config = config
        self._borders = borders.copy()
        self._colours, self._low, self._high = traits.colours.copy(), traits.low.copy(), traits.high.copy()
        self._perimeter = traits.perimeter.copy()
        size = len(self._colours)
        self.parent: NDArray[np.int32] = np.arange(size, dtype=np.int32)
        self._pixels = np.zeros(size)
        self._share = np.zeros_like(self._colours)
        self._palette = np.zeros_like(self._colours)
        self._update_colours(np.arange(size))
        self._evidence = self._evidence_of(np.arange(size))

    def best_pair(self) -> tuple[int, int] | None:
        """The pair that most surely is one thing; None when no pair is."""
        best = int(np.argmax(self._evidence))
        keep, drop = divmod(best, len(self._evidence))
        return (keep, drop) if self._evidence[keep, drop] > 0 else None

    def join(self, keep: int, drop: int) -> None:
        self.parent[self.parent == drop] = keep
        self._perimeter[keep] += self._perimeter[drop] - 2 * self._borders[Border.TOUCHING, keep, drop]
        self._borders[:, keep] += self._borders[:, drop]
        self._borders[:, :, keep] += self._borders[:, :, drop]
        self._borders[:, drop], self._borders[:, :, drop], self._borders[:, keep, keep] = 0, 0, 0
        self._colours[keep] += self._colours[drop]
        self._colours[drop] = 0
        self._low[keep] = np.minimum(self._low[keep], self._low[drop])
        self._high[keep] = np.maximum(self._high[keep], self._high[drop])
        self._update_colours(np.array([keep, drop]))
        self._evidence[drop], self._evidence[:, drop] = _NEVER, _NEVER
        row = self._evidence_of(np.array([keep]))[0]
        self._evidence[keep], self._evidence[:, keep] = row, row

    def _update_colours(self, rows: NDArray[np.int64]) -> None:
        self._pixels[rows] = self._colours[rows].sum(axis=1)
        self._share[rows] = self._colours[rows] / np.maximum(self._pixels[rows, None], 1)
        self._palette[rows] = self._share[rows] > self._config.palette_share

    def _evidence_of(self, rows: NDArray[np.int64]) -> FloatArray:
        """(len(rows), n + 1) log odds that the pair is one thing."""
        config = self._config
        touching = self._borders[Border.TOUCHING, rows]
        step, jump, bend, ledge, clear, blind = self._borders[Border.STEP:, rows] / np.maximum(touching, 1)
        unlike = 1 - self._likeness(rows)
        shorter = np.maximum(np.minimum(self._perimeter[rows, None], self._perimeter[None]), 1)
        evidence = (config.prior + config.step * step + config.jump * jump + config.bend * bend + config.ledge * ledge
                    + unlike * (config.unlike_step * step + config.unlike_bend * bend + config.unlike_clear * clear
                              + config.unlike_blind * blind)
                    + config.enclosed * np.minimum(touching / shorter, 1)
                    + config.nested * step * (1 - unlike) * self._nested(rows))
        evidence[touching < config.min_border_pixels] = _NEVER
        evidence[np.arange(len(rows)), rows] = _NEVER
        return np.asarray(evidence)

    def _likeness(self, rows: NDArray[np.int64]) -> FloatArray:
        """(len(rows), n + 1) 0 to 1: how alike colours are distributed, and whether one has only colours of the other."""
        same_amounts = np.sqrt(self._share[rows]) @ np.sqrt(self._share).T  # Bhattacharyya
        same_colours = np.maximum(self._share[rows] @ self._palette.T, self._palette[rows] @ self._share.T)
        return np.asarray((same_amounts + same_colours) / 2)

    def _nested(self, rows: NDArray[np.int64]) -> FloatArray:
        """(len(rows), n + 1) share of the smaller patch's plan bounds that the bounds of both have in common."""
        low = np.maximum(self._low[rows, None], self._low[None])
        high = np.minimum(self._high[rows, None], self._high[None])
        common = np.prod(np.maximum(high - low, 0), axis=2)
        area = np.prod(np.maximum(self._high - self._low, 0), axis=1)
        return np.asarray(common / np.maximum(np.minimum(area[rows, None], area[None]), 1e-9))
