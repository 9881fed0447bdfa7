"""What the speaker is shown of a frame: its colours, which pixels are of one thing, and how the camera was known to stand.

Nothing that was measured from depth is in here: no place, no size, no name. No torch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.sight.fitting import Fit, fit
from spatialgeo_ros.types import CameraFrame, FloatArray

_STEP = 2  # network pixels per pixel of ids


@dataclass(frozen=True, eq=False)
class Shown:
    """rgb: (H, W, 3) uint8, the network's image. ids: (H / 2, W / 2) uint16, one number for each segment, 0 = none. log_focal:
    of fx / W. centre: principal point, 0 to 1 across and down. up: (3,) unit, against gravity, camera frame; None where only
    what was measured could tell, then the model guesses."""

    rgb: NDArray[np.uint8]
    ids: NDArray[np.uint16]
    log_focal: float
    centre: tuple[float, float]
    up: FloatArray | None


def shown_of(frame: CameraFrame, ids: NDArray[np.uint16] | None, size: tuple[int, int]) -> Shown:
    """ids: (H, W) of the frame's segments, `Scene.id_image`; None = none are known. size: (H, W) of the network's image."""
    camera = frame.camera
    fitted = fit((camera.height, camera.width), size, camera.fx / camera.fy)
    up = None if frame.up_ref is None else frame.reference_from_camera.rotation.T @ frame.up_ref
    return Shown(fitted.image(frame.rgb), _ids(ids, fitted), math.log(fitted.widths(camera.fx)), fitted.centre(camera), up)


def _ids(ids: NDArray[np.uint16] | None, fitted: Fit) -> NDArray[np.uint16]:
    out = np.zeros((fitted.network[0] // _STEP, fitted.network[1] // _STEP), np.uint16)
    if ids is not None:
        part = fitted.part(out)
        part[...] = cv2.resize(ids, part.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return out
