"""Which way is up, seen from the camera: the normal of the plane that things stand on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spatialgeo_ros.errors import GravityError
from spatialgeo_ros.geometry.plane import Plane, count_inliers, refine_plane
from spatialgeo_ros.geometry.point_map import pixel_rays
from spatialgeo_ros.scene.level_view import WorkingDepth
from spatialgeo_ros.scene.plan_grid import Mask
from spatialgeo_ros.types import FloatArray

_HYPOTHESES = 150
_SAMPLES = 3000
_SPREAD_PX = 6  # working pixels between the three points of a hypothesis: near enough to lie on one surface
_MIN_SHARE = 0.08  # of the valid pixels that the plane must explain
# Cameras look along the horizon or down and are not on their side: up is mostly "up in the image". A wall seen by a
# camera that looks down has its normal pointing down in the image; one seen by a level camera has it along the view.
_MIN_IMAGE_UP = 0.25
_MAX_SIDEWAYS = 0.6


@dataclass(frozen=True, eq=False)
class SupportPlane:
    """Dominant plane under things, camera frame, normal up. share: of the valid pixels on it."""

    plane: Plane
    share: float

    @property
    def up_camera(self) -> FloatArray:
        return self.plane.normal


def dominant_support(working: WorkingDepth, previous: Plane | None = None) -> SupportPlane:
    """The plane with most pixels among those that can be level ground for this camera.

    previous: the plane of the frame before, tried first. Raises GravityError when no plane can be trusted.
    """
    points_map = pixel_rays(working.camera) * working.depth_m[..., None]
    points, sigma = _sample(points_map, working)
    candidates = _hypotheses(points_map, working.depth_m > 0)
    if previous is not None:
        candidates = np.vstack([np.append(previous.normal, previous.offset_m), candidates])
    candidates = candidates[_may_be_ground(candidates[:, :3])]
    tolerance = 3 * sigma + 0.005
    for _ in range(2):  # the best fit may drift to a forbidden tilt: then the runner-up has its chance
        if not len(candidates):
            break
        counts = count_inliers(candidates.astype(np.float32), points, tolerance)
        best = int(np.argmax(counts))
        plane, inlier = refine_plane(Plane(candidates[best, :3], float(candidates[best, 3])), points.astype(np.float64),
                                     sigma, tolerance)
        share = float(np.mean(inlier))
        if share >= _MIN_SHARE and _may_be_ground(plane.normal[None])[0]:
            return SupportPlane(plane, share)
        candidates = np.delete(candidates, best, axis=0)
    raise GravityError("no plane in view can be the ground or a table top, so nothing says which way is up: set "
                       "reference_frame to a level tf frame, or the parameter scene.gravity.up_camera, or point the "
                       "camera so that it sees the surface under the objects, at a slant")


def _may_be_ground(normals: FloatArray) -> Mask:
    """(P,) bool for (P, 3) unit normals towards the camera."""
    return np.asarray((-normals[:, 1] >= _MIN_IMAGE_UP) & (np.abs(normals[:, 0]) <= _MAX_SIDEWAYS))


def _sample(points_map: FloatArray, working: WorkingDepth) -> tuple[FloatArray, FloatArray]:
    rows, columns = np.nonzero(working.depth_m > 0)
    keep = slice(None, None, max(1, len(rows) // _SAMPLES))
    rows, columns = rows[keep], columns[keep]
    return points_map[rows, columns], working.sigma_m[rows, columns]


def _hypotheses(points_map: FloatArray, valid: Mask) -> FloatArray:
    """(P, 4) planes through three near points each, spread evenly over the image, normals towards the camera."""
    height, width = valid.shape
    gap = min(_SPREAD_PX, height - 1, width - 1)
    corner_valid = valid[:-gap, :-gap] & valid[gap:, :-gap] & valid[:-gap, gap:]
    rows, columns = np.nonzero(corner_valid)
    if not len(rows):
        return np.zeros((0, 4))
    random = np.random.default_rng(0)  # the same frame must give the same scene
    chosen = random.choice(len(rows), size=min(4 * _HYPOTHESES, len(rows)), replace=False)
    rows, columns = rows[chosen], columns[chosen]
    origin = points_map[rows, columns].astype(np.float64)
    normals = np.cross(points_map[rows, columns + gap] - origin, points_map[rows + gap, columns] - origin)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = normals / np.maximum(length, 1e-12)
    normals *= np.where(np.sum(normals * origin, axis=1, keepdims=True) > 0, -1, 1)
    usable = (length[:, 0] > 1e-12) & _may_be_ground(normals)
    normals, origin = normals[usable][:_HYPOTHESES], origin[usable][:_HYPOTHESES]
    return np.hstack([normals, -np.sum(normals * origin, axis=1, keepdims=True)])
