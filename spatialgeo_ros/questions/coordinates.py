"""Where a thing is as three numbers in a frame that was named."""

from __future__ import annotations

import math

from spatialgeo_ros.questions import units
from spatialgeo_ros.questions.context import Context, Unanswerable, capital
from spatialgeo_ros.types import Pose, SceneObject, Status

_AXES = {
    "camera": "the camera's optical frame (x right, y down, z forward)",
    "viewer": "the viewer's frame (levelled camera: x right, y forward, z up)",
}


def coordinates(item: SceneObject, name_of: str, context: Context) -> str:
    """ "The centre of the mug is at x = -0.10 ± 0.01 m, y = ..., z = ... in the camera's optical frame (...)."."""
    context.need_metres()
    reference_from_frame, words = _frame(context.query.frame, context)
    frame_from_reference = reference_from_frame.inverse()
    centre = frame_from_reference.apply(item.centre_ref)
    rotation = frame_from_reference.rotation
    variances = (rotation @ item.centre_cov_m2 @ rotation.T).diagonal()
    said = [
        f"{axis} = {units.length(float(value), math.sqrt(max(float(variance), 0.0)), context.query.unit or 'm')}"
        for axis, value, variance in zip("xyz", centre, variances, strict=True)
    ]
    return f"{capital(f'the centre of {name_of}')} is at {', '.join(said)} in {words}."


def _frame(frame: str, context: Context) -> tuple[Pose, str]:
    scene = context.scene
    if frame == "camera":
        return scene.reference_from_camera, _AXES[frame]
    if frame == "viewer":
        return scene.reference_from_viewer, _AXES[frame]
    if frame not in ("reference", scene.frame_id):
        reason = f"the poses of this scene are in the frame {scene.frame_id}, not in {frame}; set reference_frame to {frame}"
        raise Unanswerable(Status.UNKNOWN, reason)
    return Pose.identity(), f"the reference frame, {scene.frame_id}"
