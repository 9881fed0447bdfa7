"""How unlikely it is that an object found now is one known from before: the cost that tracking minimises."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.scene.overlap import shares_within
from spatialgeo_ros.types import FloatArray, ObjectKind, SceneObject

GATE = 16.0  # squared deviation, in standard deviations, of a position that still is the same place: 4 sigma
LIMIT = 24.0  # total cost from which two are not the same
# segments of one object differ from frame to frame by more than depth noise: metres, and a fraction of its size
_MODEL_STD_M, _MODEL_STD = 0.015, 0.1
_SIZE_STD = 0.2  # likewise its size, as a fraction
_CUT_STD = 0.25  # by how much of its size the centre of a thing moves that leaves the view
_PART_STD = 0.3  # and, as a share of the difference of sizes, of a thing whose mask lost a part or took in a neighbour
_OTHER_COLOUR, _OTHER_LABEL = 4.0, 6.0
_MAX_LOOK = 12.0  # from which two things in one place are not the same: all of colour, name and size differ
_SUPPORT_HEIGHT_STD_M = 0.03
_OVERLAP_SLACK_M = 0.02
_LEAST_OVERLAP = 0.4  # of one's surface within the other's box, beneath which they are two things beside each other
_APART = 6.0  # cost when nothing of either lies within the other
_PARTLY = 5.0  # and when nothing of one of them does: a small piece of a large thing


def costs(known: Sequence[SceneObject], found: Sequence[SceneObject], up_ref: FloatArray,
          spread_m: FloatArray, overlapping: bool = True) -> FloatArray:
    """(N, M) cost of found object j being known object i; infinite when it cannot be.

    up_ref: (3,) unit vector. spread_m: (N,) standard deviation of how far each known one may have moved since.
    overlapping: one must lie within the other, as things that stand still do.
    """
    if not known or not found:
        return np.zeros((len(known), len(found)))
    cost = _place_cost(known, found, spread_m)
    supports = np.array([item.kind == ObjectKind.SUPPORT for item in known])
    found_supports = np.array([item.kind == ObjectKind.SUPPORT for item in found])
    if supports.any():
        cost[supports] = _support_cost([item for item in known if item.kind == ObjectKind.SUPPORT], found, up_ref,
                                       spread_m[supports])
    look = _look_cost(known, found) * ~supports[:, None]
    apart = np.where(supports[:, None], 0.0, _apart_cost(known, found)) if overlapping else 0.0
    cost = np.where((cost > GATE) | (look > _MAX_LOOK), np.inf, cost + look + apart)
    return np.asarray(np.where(supports[:, None] == found_supports[None, :], cost, np.inf))


def _place_cost(known: Sequence[SceneObject], found: Sequence[SceneObject], spread_m: FloatArray) -> FloatArray:
    offset = _centres(known)[:, None] - _centres(found)[None, :]
    covariance = (np.array([item.centre_cov_m2 for item in known])[:, None]
                  + np.array([item.centre_cov_m2 for item in found])[None, :])
    relative = _MODEL_STD + _CUT_STD * _cut(known, found)
    differing = np.linalg.norm(_sorted_sizes(known)[:, None] - _sorted_sizes(found)[None, :], axis=2)
    variance = (_MODEL_STD_M**2 + spread_m[:, None] ** 2 + (relative * _largest(known, found)) ** 2
                + (_PART_STD * differing) ** 2)
    covariance = covariance + variance[..., None, None] * np.eye(3)
    return np.asarray(np.einsum("ijk,ijk->ij", offset, np.linalg.solve(covariance, offset[..., None])[..., 0]))


def _apart_cost(known: Sequence[SceneObject], found: Sequence[SceneObject]) -> FloatArray:
    """(N, M) of the shares of either that lie within the other: of a part and its whole one is full, of neighbours none."""
    spread = [np.sqrt(np.array([item.centre_cov_m2 for item in items]).trace(axis1=1, axis2=2) / 3)
              for items in (known, found)]
    slack = _OVERLAP_SLACK_M + np.hypot(spread[0][:, None], spread[1][None, :])
    shares = np.array([shares_within(known, found, slack), shares_within(found, known, slack.T).T])
    larger, smaller = shares.max(axis=0), shares.min(axis=0)
    return np.where(larger < _LEAST_OVERLAP, np.inf, _APART * (1 - larger) + _PARTLY * (1 - smaller))


def _cut(known: Sequence[SceneObject], found: Sequence[SceneObject]) -> NDArray[np.bool_]:
    """(N, M) the image border cuts either, so that size and centre of what is seen say little."""
    return np.asarray(np.array([item.touches_border for item in known])[:, None]
                      | np.array([item.touches_border for item in found])[None, :])


def _largest(known: Sequence[SceneObject], found: Sequence[SceneObject]) -> FloatArray:
    """(N, M) longest side of either."""
    return np.asarray(np.maximum(_sizes(known).max(axis=1)[:, None], _sizes(found).max(axis=1)[None, :]))


def _support_cost(known: Sequence[SceneObject], found: Sequence[SceneObject], up_ref: FloatArray,
                  spread_m: FloatArray) -> FloatArray:
    """A surface keeps its height; its middle moves with what is seen of it, within its extent."""
    offset = _centres(known)[:, None] - _centres(found)[None, :]
    rise = offset @ up_ref
    sideways = np.linalg.norm(offset - rise[..., None] * up_ref, axis=2)
    reach = np.hypot(*_sizes(known)[:, :2].T)[:, None] + np.hypot(*_sizes(found)[:, :2].T)[None, :]
    return np.asarray((rise / (_SUPPORT_HEIGHT_STD_M + spread_m[:, None])) ** 2 + (sideways / (0.25 * reach + 0.01)) ** 2)


def _look_cost(known: Sequence[SceneObject], found: Sequence[SceneObject]) -> FloatArray:
    one, other = _sorted_sizes(known)[:, None], _sorted_sizes(found)[None, :]
    deviation = (one - other) / (_SIZE_STD * np.maximum(one, other) + 0.01)
    known_cut, found_cut = (np.array([item.touches_border for item in items]) for items in (known, found))
    # what the border cuts may be larger, never smaller
    deviation = np.where(found_cut[None, :, None], np.minimum(deviation, 0), deviation)
    deviation = np.where(known_cut[:, None, None], np.maximum(deviation, 0), deviation)
    size_cost = np.minimum(deviation**2, 4.0).sum(axis=2) / 2
    colours, labels = ([[words(item) for item in items] for items in (known, found)] for words in (_colours, _labels))
    return np.asarray(size_cost + _OTHER_COLOUR * _all_differ(*colours)
                      + _OTHER_LABEL * _all_differ(*labels))


def _colours(item: SceneObject) -> tuple[str, ...]:
    return item.colours


def _labels(item: SceneObject) -> tuple[str, ...]:
    return (item.label,) if item.label else ()


def _all_differ(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> NDArray[np.bool_]:
    """(N, M) both have words, and no word in common."""
    if not any(one) or not any(other):
        return np.zeros((len(one), len(other)), bool)
    vocabulary = sorted({word for words in (*one, *other) for word in words})
    a, b = (np.array([[word in words for word in vocabulary] for words in items], dtype=bool).reshape(len(items), -1)
            for items in (one, other))
    both = np.outer(a.any(axis=1), b.any(axis=1))
    return np.asarray(~(a @ b.T) & both)


def _sorted_sizes(items: Sequence[SceneObject]) -> FloatArray:
    """(N, 3): longer side, shorter side, height."""
    sizes = _sizes(items)
    return np.concatenate([-np.sort(-sizes[:, :2], axis=1), sizes[:, 2:]], axis=1)


def _sizes(items: Sequence[SceneObject]) -> FloatArray:
    return np.array([item.box.size_m for item in items], np.float64)


def _centres(items: Sequence[SceneObject]) -> FloatArray:
    return np.array([item.centre_ref for item in items])


def looks_alike(known: SceneObject, found: SceneObject) -> bool:
    """Same kind, colour, size and name as far as told: enough to follow an object that somebody moved."""
    return bool(known.kind == found.kind and _look_cost([known], [found])[0, 0] < _OTHER_COLOUR / 2)
