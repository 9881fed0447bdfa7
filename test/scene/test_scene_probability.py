"""The normal distribution against the standard library."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spatialgeo_ros.scene.probability import phi

GRID = np.linspace(-9, 9, 4001)


def test_it_is_the_normal_distribution() -> None:
    exact = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in GRID])
    np.testing.assert_allclose(phi(GRID), exact, atol=5e-7)
    assert np.all(np.diff(phi(GRID)) >= 0)


@given(st.floats(-40, 40))
def test_both_sides_add_up_to_one(z: float) -> None:
    value = np.array([z])
    assert float(phi(value)[0] + phi(-value)[0]) == 1.0
