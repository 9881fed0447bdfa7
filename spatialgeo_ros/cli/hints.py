"""What may be wrong with a frame that was measured nevertheless, on stderr: `scene` and `ask` say the same."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import numpy as np

from spatialgeo_ros.cli.one_frame import MeasuredFrame
from spatialgeo_ros.errors import GravityError
from spatialgeo_ros.scene.gravity import dominant_support
from spatialgeo_ros.scene.level_view import working_depth
from spatialgeo_ros.types import CameraFrame, GravitySource, ObjectKind

NO_SUPPORT = "hint: no support (floor, table top) was found. Is the depth unit right, and is up?"
MOST_TILT_DEG = 30.0


def tell_hints(measured: MeasuredFrame, arguments: argparse.Namespace) -> None:
    for line in hints(measured, arguments):
        print(line, file=sys.stderr)


def hints(measured: MeasuredFrame, arguments: argparse.Namespace) -> Iterator[str]:
    if measured.frame.depth_m is None and arguments.model:
        yield _predicted(arguments.model)
    if not any(item.kind is ObjectKind.SUPPORT for item in measured.scene.objects):
        yield NO_SUPPORT
    tilt_deg = _tilt_deg(measured)
    if tilt_deg > MOST_TILT_DEG:
        yield (f"hint: the largest plane that can be level lies {tilt_deg:.0f} degrees off the given up. Is up right (x "
               "right, y down, z forward)? Without it, that plane tells.")


def _predicted(model: str) -> str:
    from spatialgeo_ros.models.installed import model_path, read_model_file

    file = read_model_file(model_path(model))
    return (f"depth, names and sizes are predicted by {file.name}, which knows only: {', '.join(file.classes)} "
            "(simulated rooms; see docs/nano.md)")


def _tilt_deg(measured: MeasuredFrame) -> float:
    """Between the up that somebody gave and the dominant support plane's; 0 where there is only one of them."""
    frame: CameraFrame = measured.frame
    if frame.up_ref is None or frame.depth_m is None or frame.gravity_source is not GravitySource.PARAMETER:
        return 0.0
    config = measured.config
    try:
        support = dominant_support(working_depth(frame, config.depth, config.segments.work_width))
    except GravityError:
        return 0.0
    cosine = float((frame.reference_from_camera.rotation @ support.up_camera) @ frame.up_ref)
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
