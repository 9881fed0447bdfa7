"""Which of these belongs to which of those, at the smallest total cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray


def assign(cost: FloatArray, limit: float) -> tuple[tuple[int, int], ...]:
    """Pairs (row, column) of smallest total cost; leaving both partners alone costs `limit`.

    cost: (N, M), may hold infinities. Exact: best-first matching swaps like neighbours that all moved alike.
    """
    rows, columns = cost.shape
    if rows == 0 or columns == 0 or not (cost < limit).any():
        return ()
    # one private dummy partner per row: a square problem is not needed, every row finds a place
    dummies = np.full((rows, rows), limit * 1e3 + 1e3)
    np.fill_diagonal(dummies, limit)
    full = np.concatenate([np.where(np.isfinite(cost), np.minimum(cost, limit * 1e3), limit * 1e3), dummies], axis=1)
    partner = _shortest_augmenting_paths(full)
    return tuple((row, int(column)) for row, column in enumerate(partner)
                 if column < columns and cost[row, column] < limit)


def _shortest_augmenting_paths(cost: FloatArray) -> NDArray[np.intp]:
    """Column of each row, N <= M (Jonker & Volgenant 1987); rows start at the columns they want most."""
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=np.intp)  # 1-based; 0 = free; entry 0 holds the row being placed
    cheapest = cost.argmin(axis=1)
    row_price[1:] = cost[np.arange(rows), cheapest]
    wanted, first = np.unique(cheapest, return_index=True)
    row_of[wanted + 1] = first + 1
    placed = np.zeros(rows, bool)
    placed[first] = True
    for row in np.flatnonzero(~placed) + 1:  # those whose column another row has already
        row_of[0] = row
        column = 0
        shortest = np.full(columns + 1, np.inf)
        came_from = np.zeros(columns + 1, dtype=np.intp)
        done = np.zeros(columns + 1, dtype=bool)
        while row_of[column] != 0:
            done[column] = True
            reduced = cost[row_of[column] - 1] - row_price[row_of[column]] - column_price[1:]
            better = ~done[1:] & (reduced < shortest[1:])
            shortest[1:][better] = reduced[better]
            came_from[1:][better] = column
            open_columns = np.where(done, np.inf, shortest)
            column_next = int(open_columns[1:].argmin()) + 1
            step = open_columns[column_next]
            row_price[row_of[done]] += step
            column_price[done] -= step
            shortest[~done] -= step
            column = column_next
        while column:
            row_of[column] = row_of[came_from[column]]
            column = int(came_from[column])
    result = np.zeros(rows, dtype=np.intp)
    result[row_of[1:][row_of[1:] > 0] - 1] = np.flatnonzero(row_of[1:] > 0)
    return result
