"""Fast medians and quantiles agree with NumPy's."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.geometry.order_statistics import median, quantiles


@pytest.mark.parametrize("count", [1, 2, 3, 10, 401])
def test_medians_and_quantiles_are_those_of_numpy(count: int) -> None:
    values = np.random.default_rng(count).normal(size=count)
    shares = (0.0, 0.005, 0.3, 0.97, 1.0)
    assert median(values) == np.median(values)
    np.testing.assert_allclose(quantiles(values, shares), np.quantile(values, shares), rtol=0, atol=1e-12)


def test_quantiles_leave_their_sample_as_it_was() -> None:
    values = np.array([3.0, 1.0, 2.0])
    assert quantiles(values, [0.75, 0.25]) == (2.5, 1.5)
    assert values.tolist() == [3.0, 1.0, 2.0]
