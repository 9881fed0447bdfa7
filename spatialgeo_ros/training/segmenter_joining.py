"""Learn which fragments are one thing, from views whose truth is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from spatialgeo_ros.config import PartitionConfig
from spatialgeo_ros.scene.joining import (
    FEATURES,
    MEASURED_FEATURES,
    NEVER,
    Joiner,
    Perceptron,
    Ties,
    join,
    pair_features,
)
from spatialgeo_ros.scene.partition import Affinities, Looks, fragments, ties_of
from spatialgeo_ros.types import FloatArray

_HIDDEN = 64
_FITS = 3
_DROPPED = 0.2  # pairs of one view are much alike: without, other views are told a tenth worse
_STEPS = 8000
_BATCH = 2048
_RATE = 5e-3
_TYPICAL_PX = 100.0  # of the small one of a pair; larger ones weigh more, by the root
_LEAST_ODDS = -2.6  # mean log odds down to which fragments of one thing join while pairs are collected


Look = Callable[[Ties, NDArray[np.int64], NDArray[np.int64]], FloatArray]  # (K, F) features of (K,) and (K,) fragments


@dataclass(frozen=True, eq=False)
class KnownView:
    """ids: (h, w) the thing at each pixel, 0 = none."""

    affinities: Affinities
    looks: Looks
    ids: NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Of fragments: features (N, F), whether one thing (N,), weight (N,)."""

    features: FloatArray
    same: NDArray[np.bool_]
    weight: FloatArray


_NO_PAIRS = Pairs(np.zeros((0, 0), np.float32), np.zeros(0, bool), np.zeros(0, np.float32))


def fit_joiner(views: Callable[[], Iterable[KnownView]], config: PartitionConfig) -> Joiner | None:
    """From all pairs that are looked at while the fragments of each view join as they truly should; None without pairs.
    views: are gone through twice, for what looks at pairs alone is needed to learn how to look at them among each other."""
    pairs = _pairs(views(), pair_features, config)
    if not len(pairs.same):
        return None
    alone, names = _fitted(pairs), _names(next(iter(views())))
    return Joiner(alone, _fitted(_pairs(views(), Joiner(alone, None, names).look, config)), names)


def _names(view: KnownView) -> tuple[str, ...]:
    return (*FEATURES, *(() if view.affinities.span is None else MEASURED_FEATURES))


def _pairs(views: Iterable[KnownView], look: Look, config: PartitionConfig) -> Pairs:
    parts = [_NO_PAIRS, *(_pairs_of(view, look, config) for view in views)]
    some = [part for part in parts if len(part.same)] or parts
    return Pairs(*(np.concatenate([getattr(part, name) for part in some]) for name in ("features", "same", "weight")))


def _pairs_of(view: KnownView, look: Look, config: PartitionConfig) -> Pairs:
    labels, count = fragments(view.affinities, config)
    things = int(view.ids.max()) + 1
    shared = np.bincount(labels.ravel().astype(np.int64) * things + view.ids.ravel(), minlength=(count + 1) * things)
    true = shared.reshape(count + 1, things).argmax(axis=1)
    seen: list[tuple[FloatArray, NDArray[np.bool_], FloatArray]] = []

    def score(ties: Ties, first: NDArray[np.int64], second: NDArray[np.int64]) -> FloatArray:
        features, same = look(ties, first, second), true[first] == true[second]
        about_a_thing = (true[first] > 0) | (true[second] > 0)
        seen.append((features[about_a_thing], same[about_a_thing],
                     np.minimum(ties.pixels[first], ties.pixels[second])[about_a_thing]))
        mean = ties.total[:, first, second].sum(axis=0) / ties.number[:, first, second].sum(axis=0)
        return np.where(same, mean, NEVER).astype(np.float32)

    join(ties_of(labels, count, view.affinities, view.looks), score, _LEAST_ODDS)
    if not seen:
        return _NO_PAIRS
    features, same, pixels = (np.concatenate(columns) for columns in zip(*seen, strict=True))
    return Pairs(features, same, np.clip(np.sqrt(pixels / _TYPICAL_PX), 0.2, 4.0).astype(np.float32))


def _fitted(pairs: Pairs) -> Perceptron:
    """The mean of _FITS perceptrons, as one: alone, each errs where the others do not."""
    fits = [_one_fit(pairs, seed) for seed in range(_FITS)]
    hidden, bias, out = (np.concatenate([getattr(fit, name) for fit in fits], axis=-1)
                         for name in ("hidden", "hidden_bias", "out"))
    return Perceptron(hidden, bias, out / np.float32(_FITS), float(np.mean([fit.out_bias for fit in fits])))


def _one_fit(pairs: Pairs, seed: int) -> Perceptron:
    torch.manual_seed(seed)
    features, same, weight = (torch.from_numpy(values) for values in (pairs.features, pairs.same.astype(np.float32),
                                                                      pairs.weight))
    network = torch.nn.Sequential(torch.nn.Linear(features.shape[1], _HIDDEN), torch.nn.ReLU(), torch.nn.Dropout(_DROPPED),
                                  torch.nn.Linear(_HIDDEN, 1))
    optimiser = torch.optim.Adam(network.parameters(), _RATE, weight_decay=1e-5)
    rate = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.002, _STEPS)
    for _ in range(_STEPS):
        chosen = torch.randint(0, len(same), (_BATCH,))
        loss = functional.binary_cross_entropy_with_logits(network(features[chosen])[:, 0], same[chosen], weight[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rate.step()
    hidden, hidden_bias, out, out_bias = (values.detach().numpy() for values in network.parameters())
    return Perceptron(hidden.T.copy(), hidden_bias, out[0], float(out_bias[0]))
