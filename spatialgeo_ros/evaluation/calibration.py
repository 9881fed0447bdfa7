"""Whether probabilities mean what they say: of all that is called 70 % probable, 70 % should be true.

Expected calibration error (Naeini et al. 2015, "Obtaining well calibrated probabilities using Bayesian binning"; Guo et
al. 2017, "On calibration of modern neural networks", eq. 3): the mean over all statements of how far the mean
probability of their bin is from the share of true ones in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.evaluation.margins import StatedMargin
from spatialgeo_ros.scene.probability import chance
from spatialgeo_ros.types import FloatArray, Predicate

GOAL = 0.03
BINS = 10
SIGMAS = 3.0  # only what is truly so near its boundary: farther away everybody is right
POOLED = "all"
_DRAWS = 200


@dataclass(frozen=True, eq=False)
class Reliability:
    """One curve. probability, share: (K,) means of the bins that hold statements; count: (K,) how many.

    chance: the error that perfectly calibrated probabilities would show with as many statements, on average.
    """

    name: str
    probability: FloatArray
    share: FloatArray
    count: NDArray[np.intp]
    chance: float

    @property
    def total(self) -> int:
        return int(self.count.sum())

    @property
    def error(self) -> float:
        """Expected calibration error; NaN when nothing was counted."""
        if not self.total:
            return float("nan")
        return float(self.count @ np.abs(self.probability - self.share) / self.total)


@dataclass(frozen=True, eq=False)
class Calibration:
    """stated: pooled first, then by predicate. constant: the same for one standard deviation for all, the median one of
    each predicate; this must fail, or the measure would measure nothing."""

    stated: tuple[Reliability, ...]
    constant: tuple[Reliability, ...]

    @property
    def reached(self) -> bool | None:
        """None when nothing was counted."""
        return self.stated[0].error <= GOAL if self.stated and self.stated[0].total else None

    @property
    def sham(self) -> bool:
        """A constant standard deviation passes as well."""
        return bool(self.constant and self.constant[0].error <= GOAL)


def calibration_of(margins: Sequence[StatedMargin]) -> Calibration:
    return Calibration(_curves(margins), _curves(with_constant_sigma(margins)))


def contested(margins: Sequence[StatedMargin]) -> list[StatedMargin]:
    """Those truly within 3 of their stated standard deviations of the boundary."""
    return [item for item in margins if abs(item.true) <= SIGMAS * item.sigma]


def with_constant_sigma(margins: Sequence[StatedMargin]) -> list[StatedMargin]:
    """The same measurements by an estimator that is always equally sure: by the median deviation of each predicate."""
    changed = []
    for predicate in dict.fromkeys(item.predicate for item in margins):
        members = [item for item in margins if item.predicate == predicate]
        sigma = float(np.median([item.sigma for item in members]))
        probability = chance(np.array([item.measured for item in members]) / sigma, RelationConfig().scatter)
        changed += [StatedMargin(predicate, item.measured, sigma, item.true, float(p))
                    for item, p in zip(members, probability, strict=True)]
    return changed


def reliability(name: str, probability: FloatArray, true: NDArray[np.bool_], bins: int = BINS) -> Reliability:
    """probability, true: (N,), of one statement each."""
    which = np.minimum((probability * bins).astype(np.intp), bins - 1)
    count = np.bincount(which, minlength=bins)
    held = count > 0
    mean, share = (np.bincount(which, values, bins)[held] / count[held] for values in (probability, true))
    return Reliability(name, mean, share, count[held], _chance(probability, which, bins))


def _curves(margins: Sequence[StatedMargin]) -> tuple[Reliability, ...]:
    chosen = contested(margins)
    groups: list[tuple[str, Callable[[Predicate], bool]]] = [(POOLED, lambda predicate: True)]
    for predicate in sorted({item.predicate for item in chosen}):
        groups.append((predicate.name.lower(), lambda other, this=predicate: other == this))  # type: ignore[misc]
    return tuple(_curve(name, [item for item in chosen if belongs(item.predicate)]) for name, belongs in groups)


def _curve(name: str, margins: Sequence[StatedMargin]) -> Reliability:
    probability = np.array([item.probability for item in margins], np.float64)
    return reliability(name, probability, np.array([item.true > 0 for item in margins], bool))


def _chance(probability: FloatArray, which: NDArray[np.intp], bins: int) -> float:
    """Mean calibration error of statements that are true exactly as often as they say."""
    if not len(probability):
        return float("nan")
    rng = np.random.default_rng(0)
    errors = []
    for _ in range(_DRAWS):
        true = rng.random(len(probability)) < probability
        errors.append(np.abs(np.bincount(which, probability - true, bins)).sum() / len(probability))
    return float(np.mean(errors))
