"""The normal distribution against the standard library."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spatialgeo_ros.scene.probability import chance, phi

GRID = np.linspace(-9, 9, 4001)


def test_it_is_the_normal_distribution() -> None:
    exact = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in GRID])
    np.testing.assert_allclose(phi(GRID), exact, atol=5e-7)
    assert np.all(np.diff(phi(GRID)) >= 0)


@given(st.floats(-40, 40))
def test_both_sides_add_up_to_one(z: float) -> None:
    value = np.array([z])
    for probability in (phi, lambda value: chance(value, 0.6)):
        assert float(probability(value)[0] + probability(-value)[0]) == 1.0


def test_gross_errors_leave_some_doubt_where_a_normal_distribution_has_none() -> None:
    # 0.9 phi(4) + 0.1 phi(0.8) = 0.9 * 0.99997 + 0.1 * 0.78814; 0.9 phi(2) + 0.1 phi(0.2) = 0.9 * 0.97725 + 0.1 * 0.57926
    np.testing.assert_allclose(chance(np.array([0.0, 4.0]), 1.0), [0.5, 0.97879], atol=1e-4)
    np.testing.assert_allclose(chance(np.array([1.0]), 0.5), [0.93745], atol=1e-4)
    assert np.all(np.diff(chance(GRID, 1.0)) >= 0)
