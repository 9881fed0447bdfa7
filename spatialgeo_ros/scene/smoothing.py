"""A known object and its new measurement, weighed by their uncertainties."""

from __future__ import annotations

import math

import numpy as np

from spatialgeo_ros.scene.overlap import volume
from spatialgeo_ros.types import FloatArray, OrientedBox, Pose, SceneObject

_JUMP = 11.3  # chi-square, 3 degrees of freedom, 99 %: the object was moved
_JUMP_M = 0.02  # but less than this is never a move
_SHARED = 0.8  # share of the variance that averaging cannot remove: the unseen back, a mask that always loses the rim
_INDEPENDENT = 0.25  # share by which old knowledge is nevertheless trusted when it is averaged with new
_SAME_YAW = math.radians(20)
_EYE = np.eye(3)


def jumped(known: SceneObject, found: SceneObject, spread_m: float) -> bool:
    """What was found is not where the thing was, by more than both are uncertain.

    spread_m: standard deviation of how far the thing may have gone since it was seen.
    """
    offset = found.centre_ref - known.centre_ref
    if math.sqrt(float(offset @ offset)) <= _JUMP_M:
        return False
    total = known.centre_cov_m2 + found.centre_cov_m2 + (spread_m**2 + 1e-8) * _EYE
    return bool(offset @ np.linalg.solve(total, offset) > _JUMP)


def held(known: SceneObject, found: SceneObject) -> SceneObject:
    """`found` with box and surface as known before: what was found is a part of the thing, or more than it."""
    return found.replaced(box=known.box, centre_cov_m2=known.centre_cov_m2, size_std_m=known.size_std_m,
                          surface_ref=known.surface_ref, touches_border=known.touches_border)


def smoothed(known: SceneObject, found: SceneObject, spread_m: float = 0.0) -> SceneObject:
    """`found` with box, covariance and size averaged over time as for a thing that stands still.

    spread_m: as in `jumped`.

    A thing that was moved jumps to its new place. While the image border cuts it, what was measured before stays.
    """
    covariance, measured = known.centre_cov_m2 + spread_m**2 * _EYE, found.centre_cov_m2
    offset = found.centre_ref - known.centre_ref
    if found.touches_border and not known.touches_border and _still_there(known, offset) and (
            volume(found) < 1.2 * volume(known)):
        return found.replaced(box=known.box, centre_cov_m2=covariance, size_std_m=known.size_std_m,
                              touches_border=False)
    if jumped(known, found, spread_m):
        return found
    if known.touches_border and not found.touches_border:
        return found
    gain = np.linalg.solve(_INDEPENDENT * covariance + measured + 1e-8 * _EYE, _INDEPENDENT * covariance).T
    centre = known.centre_ref + gain @ offset
    fused = covariance - gain @ covariance
    size, size_std = _smoothed_size(known, found)
    pose = Pose(found.box.reference_from_box.rotation, centre)
    return found.replaced(box=OrientedBox(pose, size), size_std_m=size_std,
                          centre_cov_m2=_at_least(fused, _SHARED * measured))


def _still_there(known: SceneObject, offset: FloatArray) -> bool:
    """What is left in view lies within the box that was seen whole."""
    return bool(np.linalg.norm(offset) <= 0.5 * float(np.max(known.box.size_m)))


def _at_least(covariance: FloatArray, floor: FloatArray) -> FloatArray:
    """Scaled up until its total variance is not below the floor's; symmetric."""
    symmetric = (covariance + covariance.T) / 2
    total, least = (float(each[0, 0] + each[1, 1] + each[2, 2]) for each in (symmetric, floor))
    scale = least / max(total, 1e-15)
    return np.asarray(symmetric * max(1.0, scale))


def _smoothed_size(known: SceneObject, found: SceneObject) -> tuple[FloatArray, FloatArray]:
    """Size and its standard deviation along the found box's axes."""
    size, std = np.asarray(found.box.size_m, float), np.asarray(found.size_std_m, float)
    before, before_std = np.array(known.box.size_m, float), np.array(known.size_std_m, float)
    turn = found.box.reference_from_box.rotation.T @ known.box.reference_from_box.rotation
    yaw = math.atan2(turn[1, 0], turn[0, 0])
    quarters = round(yaw / (math.pi / 2))
    if abs(yaw - quarters * math.pi / 2) > _SAME_YAW:
        before[:2], before_std[:2] = size[:2], std[:2]  # the box was turned: its sides are not comparable
    elif quarters % 2:
        before[:2], before_std[:2] = before[1::-1].copy(), before_std[1::-1].copy()
    variance, before_variance = np.maximum(std, 1e-4) ** 2, np.maximum(before_std, 1e-4) ** 2
    gain = _INDEPENDENT * before_variance / (_INDEPENDENT * before_variance + variance)
    fused = np.maximum((1 - gain) * before_variance, _SHARED * variance)
    return before + gain * (size - before), np.sqrt(fused)
