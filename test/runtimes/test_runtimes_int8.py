"""Weights in 8 bits are nearly the weights."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.runtimes.int8 import AS_IT_IS, LARGEST, TURNED, parts, quantized


def test_each_column_has_its_own_scale() -> None:
    weight = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32) * np.array([1e-3, 1.0, 50.0], np.float32)
    whole, scale = quantized(weight)
    assert (whole.dtype, whole.shape, scale.shape) == (np.int8, (40, 3), (3,))
    assert np.abs(whole).max(axis=0).tolist() == [LARGEST] * 3
    assert np.all(np.abs(whole * scale - weight) <= 0.51 * scale)


def test_a_column_of_nothing_stays_nothing() -> None:
    whole, scale = quantized(np.zeros((4, 2), np.float32))
    assert not whole.any()
    assert np.isfinite(scale).all()


def test_what_a_graph_takes_is_made_of_the_file() -> None:
    tensors = {"a": np.array([[1.0, 2.0, 4.0], [0.5, -4.0, 1.0]], np.float32), "b": np.array([3.0, 4.0], np.float32)}
    made = parts({"x": ["a"], "y": ["a", TURNED], "model.b": ["b", AS_IT_IS]}, tensors)
    assert set(made) == {"x_quantized", "x_scale", "y_quantized", "y_scale", "model.b"}
    assert made["x_quantized"].shape == (2, 3)
    assert made["y_quantized"].shape == (3, 2)
    np.testing.assert_allclose(made["y_quantized"] * made["y_scale"], tensors["a"].T, atol=0.04)
    assert made["model.b"].tolist() == [3.0, 4.0]
