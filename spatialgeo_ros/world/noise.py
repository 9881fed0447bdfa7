"""What a structured-light depth sensor makes of exact depth.

Noise that grows with the square of range and is correlated between neighbours, ragged edges, millimetre steps, and no
return: in the projector's shadow beside nearer things, at grazing angles, on dark or glossy surfaces, out of range.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.types import FloatArray
from spatialgeo_ros.world.render import View


@dataclass(frozen=True)
class DepthNoise:
    """A sensor's habits. sigma = constant + quadratic z^2, larger where the surface is seen at a slant."""

    constant_m: float = 0.0006
    quadratic_per_m: float = 0.0013  # Khoshelham & Elberink 2012 give 0.0014 for a Kinect
    correlated_share: float = 0.5  # of the variance, shared by pixels some 5 px apart
    edge_jitter_px: float = 0.55  # standard deviation of where along the row and column a pixel looks
    baseline_m: float = 0.055  # projector to the left of the camera
    focal_px: float = 571.0
    min_m: float = 0.3
    max_m: float = 6.5
    grazing_cosine: float = 0.10  # below this, on average, nothing returns
    step_m: float = 0.001


@dataclass(frozen=True, eq=False)
class _Dice:
    """Random fields drawn once and shifted for each frame; larger than the image by `_SPARE` pixels."""

    normal: NDArray[np.float32]  # unit variance, part of it correlated
    rough: NDArray[np.float32]  # unit variance, correlated over some 10 px
    jitter: NDArray[np.float32]  # (2, h, w) unit variance pixels


_SPARE = 96


@lru_cache(maxsize=4)
def _dice(height: int, width: int, correlated_share: float) -> _Dice:
    rng = np.random.default_rng(20)
    shape = (height + _SPARE, width + _SPARE)

    def smooth(sigma_px: float) -> FloatArray:
        field_ = cv2.GaussianBlur(rng.standard_normal(shape).astype(np.float32), (0, 0), sigma_px)
        return np.asarray(field_ / field_.std())

    white = rng.standard_normal(shape).astype(np.float32)
    mixed = np.sqrt(1 - correlated_share) * white + np.sqrt(correlated_share) * smooth(2.5)
    jitter = np.stack([smooth(0.7), smooth(0.7)])
    return _Dice(mixed.astype(np.float32), smooth(5.0), jitter.astype(np.float32))


@dataclass(frozen=True, eq=False)
class SurfaceHints:
    """What besides range decides about a return. incidence: (H, W) cosine between ray and surface. weakness: (H, W)
    0 = returns well, 1 = swallows or mirrors everything."""

    incidence: FloatArray
    weakness: FloatArray = field(default_factory=lambda: np.zeros((1, 1), np.float32))


def sensor_depth(depth_m: FloatArray, seed: int, hints: SurfaceHints | None = None,
                 noise: DepthNoise = DepthNoise()) -> NDArray[np.float32]:
    """(H, W) float32 metres as the sensor reports them, NaN where it reports nothing. Same seed, same result.

    depth_m: (H, W) exact metres along the optical axis, NaN where nothing is. Without hints no surface is too slanted,
    dark or glossy.
    """
    height, width = depth_m.shape
    dice = _dice(height, width, noise.correlated_share)
    rng = np.random.default_rng([seed, 51])
    down, across = (int(k) for k in rng.integers(0, _SPARE, 2))
    window = np.s_[down:down + height, across:across + width]
    normal, rough, jitter = dice.normal[window], dice.rough[window], dice.jitter[(slice(None), *window)]
    clean = depth_m.astype(np.float32, copy=False)
    seen = _jittered(clean, jitter, noise.edge_jitter_px)
    sigma = noise.constant_m + noise.quadratic_per_m * seen * seen
    lost = _shadowed(clean, noise)
    if hints is not None:
        lost |= hints.incidence < noise.grazing_cosine * (1 + 0.35 * rough)
        lost |= hints.weakness > 1.0 + 0.4 * rough
        sigma /= np.maximum(hints.incidence, 0.35)
    result = seen + sigma * normal
    lost |= ~((result > noise.min_m) & (result < noise.max_m))
    result = np.rint(result / noise.step_m) * np.float32(noise.step_m)
    result[lost] = np.nan
    return np.asarray(result, np.float32)


def sense(view: View, weakness: FloatArray, seed: int,
          noise: DepthNoise = DepthNoise()) -> NDArray[np.float32]:
    """The depth image a sensor gives of a rendered view. weakness: (T,) per face, of the renderer's surface table."""
    return sensor_depth(view.depth_m, seed, SurfaceHints(view.incidence, weakness[view.face_image]), noise)


def _jittered(depth: FloatArray, jitter: FloatArray, amount_px: float) -> FloatArray:
    """Each pixel looks a little beside itself: edges become ragged, surfaces hardly change."""
    height, width = depth.shape
    x, y = _grid(height, width)
    return np.asarray(cv2.remap(depth, x + amount_px * jitter[0], y + amount_px * jitter[1], cv2.INTER_NEAREST,
                                borderMode=cv2.BORDER_REPLICATE))


@lru_cache(maxsize=4)
def _grid(height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return x, y


def _shadowed(depth: FloatArray, noise: DepthNoise) -> NDArray[np.bool_]:
    """Where a nearer thing to the left keeps the projector's light away.

    In the projector's image a surface at column u lies at u + f b / z; along a row that must grow, else something in
    front has been there before.
    """
    x, _ = _grid(*depth.shape)
    column = x + noise.focal_px * noise.baseline_m / np.where(depth > 0, depth, np.float32(1e3))
    farthest = np.maximum.accumulate(column, axis=1)
    return np.asarray(column < farthest - 0.75)
