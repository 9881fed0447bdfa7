"""Whether an image is of the kind that a model has learned from: a linear score of what its encoders say of the whole image.
No torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.runtimes.vision import Encoded, Floats
from spatialgeo_ros.types import Array

WEIGHT, BIAS = "familiarity.weight", "familiarity.bias"  # in a model's file


@dataclass(frozen=True, eq=False)
class Familiarity:
    """weight: (F,) of `summary_of`."""

    weight: Floats
    bias: float

    def strangeness(self, encoded: Encoded) -> float:
        """Log odds that the image is of no kind that was learned from, moved so that few tuning views are above 0."""
        if not len(self.weight):
            return 0.0
        return float(summary_of(encoded.geometric_levels[-1], encoded.semantic_levels[-1]) @ self.weight + self.bias)


def familiarity_of(tensors: Mapping[str, Array]) -> Familiarity:
    """Of a model's file; one that has not learned it takes nothing for strange."""
    if WEIGHT not in tensors:
        return Familiarity(np.zeros(0, np.float32), 0.0)
    return Familiarity(np.asarray(tensors[WEIGHT], np.float32).ravel(), float(np.ravel(tensors[BIAS])[0]))


def summary_of(geometric: Floats, semantic: Floats) -> Floats:
    """(F,) mean and deviation over the image of the last level of each trunk, (N, D) each."""
    return np.concatenate([geometric.mean(0), semantic.mean(0), geometric.std(0), semantic.std(0)])
