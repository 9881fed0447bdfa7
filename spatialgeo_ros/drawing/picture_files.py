"""Pictures into files."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from spatialgeo_ros.drawing.labels import Picture
from spatialgeo_ros.errors import InputError


def check_picture_path(path: Path) -> None:
    """Raise InputError where no picture can be written: to be called before the work that makes it."""
    there = next(folder for folder in path.absolute().parents if folder.exists())
    if not there.is_dir():
        raise InputError(f"cannot write the picture {path}: {there} is no folder", "file")
    if path.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise InputError(f"cannot write the picture {path}: its name must end in .png or .jpg", "file")


def save_rgb(path: Path, rgb: Picture) -> None:
    """Write an RGB picture; the folder is made when missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = cv2.imwrite(str(path), np.ascontiguousarray(rgb[:, :, ::-1]))
    except (OSError, cv2.error) as error:
        raise InputError(f"cannot write the picture {path}: {error}", "file") from error
    if not written:
        raise InputError(f"cannot write the picture {path}; give a writable .png or .jpg", "file")
