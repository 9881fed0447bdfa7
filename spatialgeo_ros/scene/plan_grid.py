"""The scene from above: a raster over the horizontal plane of the viewer frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class PlanGrid:
    """Square cells; cell (row, column) = (y, x) // cell_m from the lowest corner (x0_m, y0_m)."""

    x0_m: float
    y0_m: float
    cell_m: float
    rows: int
    columns: int

    @staticmethod
    def around(x_m: FloatArray, y_m: FloatArray, cell_m: float, margin_cells: int = 2, max_cells: int = 1024) -> PlanGrid:
        """Grid over points x_m, y_m (N,); what lies beyond max_cells is cut off."""
        low, high = ([float(end(values)) + side * margin_cells * cell_m for values in (x_m, y_m)]
                     for end, side in ((np.min, -1), (np.max, 1)))
        columns, rows = (min(int(np.ceil((last - first) / cell_m)) + 1, max_cells)
                         for first, last in zip(low, high, strict=True))
        return PlanGrid(low[0], low[1], cell_m, rows, columns)

    def index(self, x_m: FloatArray, y_m: FloatArray) -> NDArray[np.int32]:
        """(...,) row * columns + column of points (...,), clipped to the grid."""
        columns, rows = (_clipped(values - start, 1 / self.cell_m, count)
                         for values, start, count in ((x_m, self.x0_m, self.columns), (y_m, self.y0_m, self.rows)))
        rows *= np.int32(self.columns)
        rows += columns
        return rows

    def cells(self, points: FloatArray) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """(N,) rows and columns of (N, 2 or 3) points, clipped to the grid."""
        columns = ((points[..., 0] - self.x0_m) * (1 / self.cell_m)).astype(np.int32)
        rows = ((points[..., 1] - self.y0_m) * (1 / self.cell_m)).astype(np.int32)
        # for few points np.clip takes longer than everything else here
        return (np.minimum(np.maximum(rows, 0), self.rows - 1), np.minimum(np.maximum(columns, 0), self.columns - 1))

    def at(self, mask: Mask, points: FloatArray) -> Mask:
        """(...,) what a (rows, columns) mask says at (..., 2 or 3) points."""
        rows, columns = self.cells(points)
        return mask.take(rows * self.columns + columns)

    def occupied(self, index: NDArray[np.int32]) -> Mask:
        """(rows, columns) True for the cells of this (N,) `index`."""
        mask = np.zeros(self.rows * self.columns, bool)
        mask[index] = True
        return mask.reshape(self.rows, self.columns)

    def centres(self, rows: FloatArray, columns: FloatArray) -> FloatArray:
        """(N, 2) metres x, y of cell centres (fractions of cells allowed)."""
        return np.stack([self.x0_m + (np.asarray(columns) + 0.5) * self.cell_m,
                         self.y0_m + (np.asarray(rows) + 0.5) * self.cell_m], axis=-1)

    def cells_across(self, length_m: float) -> int:
        """Odd number of cells that span length_m, for structuring elements."""
        return 2 * int(round(length_m / self.cell_m / 2)) + 1


def _clipped(offset_m: FloatArray, per_m: float, count: int) -> NDArray[np.int32]:
    """Cells of offsets (used up), at least 0 and below count."""
    offset_m *= per_m
    np.maximum(offset_m, 0, out=offset_m)
    np.minimum(offset_m, count - 1, out=offset_m)
    return offset_m.astype(np.int32)


def closed(mask: Mask, size: int) -> Mask:
    """Morphological closing with a disc of `size` cells (odd), without loss at the border."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), size, size, size, size, cv2.BORDER_CONSTANT, value=0)
    done = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)
    return np.asarray(done[size:-size, size:-size] > 0)


def opened(mask: Mask, size: int) -> Mask:
    """Morphological opening with a disc of `size` cells (odd): what is narrower goes."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def dilated(mask: Mask, size: int) -> Mask:
    """Dilation with a disc of `size` cells (odd)."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel) > 0)
