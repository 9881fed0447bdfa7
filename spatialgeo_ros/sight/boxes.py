"""Objects of a predicted scene where the region tokens say that they are, as large as those say."""

from __future__ import annotations

import numpy as np

from spatialgeo_ros.runtimes.vision import ReadRegions
from spatialgeo_ros.types import FloatArray, OrientedBox, Pose, SceneObject

# Standard deviation of an error per scale that was learned, that of a Laplace distribution. On tuning rooms one deviation
# covers 40 % of the errors, for rooms that were not learned from are harder; a larger factor would cover more, but most of
# that error is the whole image's, and where things are to one another would be called unsure that is not (2 % of the
# relations).
STD_PER_SCALE = float(np.sqrt(2))
_MOST_SCALED = 3.0  # a size that the tokens make so many times as large or small is not believed


def is_told(read: ReadRegions, row: int) -> bool:
    """Whether this row's tokens know where the thing is: not where that may be wrong by as much as it is far away."""
    return bool(STD_PER_SCALE * np.exp(read.log_scatter[row, :3].max()) < 1)


def placed_by(item: SceneObject, read: ReadRegions, row: int, reference_from_viewer: Pose) -> SceneObject:
    """The object moved and scaled along the viewer's axes, so that its extents along them and its middle are those of this
    row. Its yaw stays."""
    viewer_from_reference = reference_from_viewer.inverse()
    corners = viewer_from_reference.apply(item.box.corners_ref())
    low, high = corners.min(axis=0), corners.max(axis=0)
    middle, extent = (low + high) / 2, np.maximum(high - low, 1e-3)
    scale = np.clip(np.exp(read.log_size[row].astype(np.float64)) / extent, 1 / _MOST_SCALED, _MOST_SCALED)
    centre = read.centre[row].astype(np.float64)
    box = _scaled_box(viewer_from_reference @ item.box.reference_from_box, item.box.size_m, scale, centre)
    surface = viewer_from_reference.apply(item.surface_ref.astype(np.float64))
    surface = (surface - middle) * scale + centre
    error = STD_PER_SCALE * np.exp(read.log_scatter[row].astype(np.float64))
    turn = reference_from_viewer.rotation
    std_m = error[:3] * float(np.linalg.norm(centre))
    relative = _along_box(error[3:] ** 2, viewer_from_reference @ item.box.reference_from_box)
    return item.replaced(box=OrientedBox(reference_from_viewer @ box.reference_from_box, box.size_m),
                         centre_cov_m2=(turn * std_m**2) @ turn.T, size_std_m=box.size_m * np.sqrt(relative),
                         surface_ref=reference_from_viewer.apply(surface).astype(np.float32))


def _scaled_box(viewer_from_box: Pose, size_m: FloatArray, scale: FloatArray, centre: FloatArray) -> OrientedBox:
    along = np.linalg.norm(viewer_from_box.rotation * scale[:, None], axis=0)  # of each axis of the box
    return OrientedBox(Pose(viewer_from_box.rotation, centre), size_m * along)


def _along_box(variance: FloatArray, viewer_from_box: Pose) -> FloatArray:
    """Of the axes of the box, from those of the viewer."""
    return np.asarray((viewer_from_box.rotation**2 * variance[:, None]).sum(axis=0))
