"""Fast medians and quantiles agree with NumPy's."""

from __future__ import annotations

import numpy as np
import pytest

from spatialgeo_ros.geometry.order_statistics import grouped_quantiles, median, quantiles


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


def test_quantiles_of_groups_are_those_of_each_group_alone() -> None:
    values = np.random.default_rng(5).normal(size=(3, 60)).astype(np.float32)
    starts = np.array([0, 1, 3, 40, 60])
    shares = (0.02, 0.5, 1.0)
    expected = [[np.quantile(row[first:end].astype(float), shares) for first, end in zip(starts[:-1], starts[1:], strict=True)]
                for row in values]
    found = grouped_quantiles(values, starts, shares)
    assert found.shape == (3, 3, 4)
    np.testing.assert_allclose(found, np.array(expected).transpose(0, 2, 1), rtol=0, atol=1e-12)
