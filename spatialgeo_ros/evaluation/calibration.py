"""Whether probabilities mean what they say: of all that is called 70 % probable, 70 % should be true.

Expected calibration error (Naeini et al. 2015, "Obtaining well calibrated probabilities using Bayesian binning"; Guo et
al. 2017, "On calibration of modern neural networks", eq. 3): the mean over all statements of how far the mean
probability of their bin is from the share of true ones in it. Bins are taken within thirds of the stated deviation, each
calibrated for itself (as in Hebert-Johnson et al. 2018, "Multicalibration"): over all together, one deviation for everything
does about as well, for it is too sure of the hard half by what it is not sure enough of the easy one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.config import RelationConfig
from spatialgeo_ros.evaluation.margins import StatedMargin
from spatialgeo_ros.scene.probability import chance
from spatialgeo_ros.types import FloatArray

GOAL = 0.03
CHANCES = 3  # an error up to this many times what chance shows is not held against so few statements
BINS = 10
SIGMAS = 3.0  # only what is truly so near its boundary: farther away everybody is right
POOLED = "all"
THIRDS = ("surest third", "middle third", "least sure third")  # of each predicate, by stated deviation
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
    """stated: all, then the thirds, then by predicate. constant: the same for one standard deviation for all, the median
    one of each predicate, in the same thirds; this must fail, or the measure would measure nothing."""

    stated: tuple[Reliability, ...]
    constant: tuple[Reliability, ...]

    @property
    def error(self) -> float:
        """What the goal is for; NaN when nothing was counted."""
        return _within_thirds(self.stated)

    @property
    def constant_error(self) -> float:
        return _within_thirds(self.constant)

    @property
    def chance(self) -> float:
        """The error that perfectly calibrated probabilities would show with as many statements, on average."""
        return _within_thirds(self.stated, by_chance=True)

    @property
    def too_few(self) -> bool:
        """The error is above the goal, but with so few statements that chance alone may have put it there."""
        return GOAL < self.error <= CHANCES * self.chance

    @property
    def reached(self) -> bool | None:
        """None when nothing was counted, or too few to tell."""
        return None if np.isnan(self.error) or self.too_few else self.error <= GOAL

    @property
    def sham(self) -> bool:
        """A constant standard deviation passes as well."""
        return self.constant_error <= GOAL


def calibration_of(margins: Sequence[StatedMargin]) -> Calibration:
    third = _thirds(margins)
    return Calibration(_curves(margins, third), _curves(with_constant_sigma(margins), third))


def contested(margin: StatedMargin) -> bool:
    """Truly within 3 of its stated standard deviations of the boundary."""
    return abs(margin.true) <= SIGMAS * margin.sigma


def _within_thirds(curves: Sequence[Reliability], by_chance: bool = False) -> float:
    """Mean over all statements of how far the bin of their third is off, or would be by chance."""
    thirds = [curve for curve in curves if curve.name in THIRDS and curve.total]
    if not thirds:
        return float("nan")
    off = sum(curve.total * (curve.chance if by_chance else curve.error) for curve in thirds)
    return off / sum(curve.total for curve in thirds)


def _thirds(margins: Sequence[StatedMargin]) -> list[int]:
    """The third of each margin, by its deviation among the contested ones of its predicate."""
    limits = {}
    for predicate in {item.predicate for item in margins}:
        sigmas = [item.sigma for item in margins if item.predicate == predicate and contested(item)]
        limits[predicate] = np.quantile(sigmas, (1 / 3, 2 / 3)) if sigmas else np.zeros(2)
    return [int((item.sigma > limits[item.predicate]).sum()) for item in margins]


def with_constant_sigma(margins: Sequence[StatedMargin]) -> list[StatedMargin]:
    """The same measurements by an estimator that is always equally sure: by the median deviation of each predicate."""
    sigma = {predicate: float(np.median([item.sigma for item in margins if item.predicate == predicate]))
             for predicate in {item.predicate for item in margins}}
    probability = chance(np.array([item.measured / sigma[item.predicate] for item in margins]), RelationConfig().scatter)
    return [StatedMargin(item.predicate, item.measured, sigma[item.predicate], item.true, float(p))
            for item, p in zip(margins, probability, strict=True)]


def reliability(name: str, probability: FloatArray, true: NDArray[np.bool_], bins: int = BINS) -> Reliability:
    """probability, true: (N,), of one statement each."""
    which = np.minimum((probability * bins).astype(np.intp), bins - 1)
    count = np.bincount(which, minlength=bins)
    held = count > 0
    mean, share = (np.bincount(which, values, bins)[held] / count[held] for values in (probability, true))
    return Reliability(name, mean, share, count[held], _chance(probability, which, bins))


def _curves(margins: Sequence[StatedMargin], thirds: Sequence[int]) -> tuple[Reliability, ...]:
    chosen = [(item, third) for item, third in zip(margins, thirds, strict=True) if contested(item)]
    groups = {POOLED: [item for item, _ in chosen]}
    groups |= {name: [item for item, third in chosen if third == number] for number, name in enumerate(THIRDS)}
    groups |= {predicate.name.lower(): [item for item, _ in chosen if item.predicate == predicate]
               for predicate in sorted({item.predicate for item, _ in chosen})}
    return tuple(_curve(name, members) for name, members in groups.items())


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
