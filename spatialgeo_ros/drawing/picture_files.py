"""Pictures into files."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from spatialgeo_ros.drawing.labels import Picture
from spatialgeo_ros.errors import InputError


def save_rgb(path: Path, rgb: Picture) -> None:
    """Write an RGB picture; the folder is made when missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = cv2.imwrite(str(path), np.ascontiguousarray(rgb[:, :, ::-1]))
    except (OSError, cv2.error) as error:
        raise InputError(f"cannot write the picture {path}: {error}", "file") from error
    if not written:
        raise InputError(f"cannot write the picture {path}; give a writable .png or .jpg", "file")
