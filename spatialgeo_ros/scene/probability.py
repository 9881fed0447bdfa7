"""The normal distribution, over arrays."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.types import FloatArray


def phi(z: FloatArray) -> FloatArray:
    """P(standard normal <= z), elementwise, within 1e-7; phi(-z) is 1 - phi(z) to the last bit."""
    # Abramowitz & Stegun 26.2.17; numpy has no erf and a loop over math.erf is 30 times slower
    size = np.abs(z)
    t = 1 / (1 + 0.2316419 * size)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = 1 - np.exp(-0.5 * size * size) * 0.3989422804014327 * series
    return np.asarray(np.where(z >= 0, upper, 1 - upper))
