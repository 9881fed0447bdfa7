"""The assignment against trying everything."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialgeo_ros.scene.assignment import assign
from spatialgeo_ros.types import FloatArray


def cheapest(cost: FloatArray, limit: float) -> float:
    rows, columns = cost.shape
    totals = [sum(cost[i, j] if j >= 0 else limit for i, j in enumerate(choice))
              for choice in itertools.product(range(-1, columns), repeat=rows)
              if len({j for j in choice if j >= 0}) == sum(j >= 0 for j in choice)]
    return float(min(totals))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10**6), st.floats(1, 9))
def test_no_other_matching_is_cheaper(rows: int, columns: int, seed: int, limit: float) -> None:
    rng = np.random.default_rng(seed)
    cost = np.where(rng.random((rows, columns)) < 0.2, np.inf, rng.uniform(0, 10, (rows, columns)))
    pairs = assign(cost, limit)
    total = sum(cost[i, j] for i, j in pairs) + limit * (rows - len(pairs))
    np.testing.assert_allclose(total, cheapest(cost, limit))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


def test_like_neighbours_that_all_moved_alike_keep_their_order() -> None:
    # a row of cups 10 cm apart moves by 6 cm: each new place is nearer to another cup's old one
    before, now = np.arange(4) * 0.1, np.arange(4) * 0.1 + 0.06
    assert assign((before[:, None] - now[None, :]) ** 2, 1.0) == tuple((k, k) for k in range(4))


def test_nothing_to_assign() -> None:
    assert assign(np.zeros((0, 3)), 1.0) == ()
    assert assign(np.full((2, 2), 5.0), 1.0) == ()
