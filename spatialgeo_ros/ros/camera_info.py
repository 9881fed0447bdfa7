"""The pinhole camera and lens of an image, from its camera_info. No ROS in here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spatialgeo_ros.errors import CameraError, ShapeError
from spatialgeo_ros.geometry.camera import camera_from_matrix
from spatialgeo_ros.geometry.lens import Undistorter
from spatialgeo_ros.types import PinholeCamera

if TYPE_CHECKING:
    from sensor_msgs.msg import CameraInfo


def camera_from_msg(msg: CameraInfo, image_size: tuple[int, int], rectified: bool) -> PinholeCamera:
    """The camera that took an image of this (height, width), cropped and binned as the message says. Not yet checked.

    rectified: the image is rectified, so the projection matrix P counts; else the camera matrix K.
    """
    matrix = list(msg.p) if rectified else list(msg.k)
    full = camera_from_matrix(matrix, msg.height, msg.width)
    bin_x, bin_y = max(msg.binning_x, 1), max(msg.binning_y, 1)  # 0 means no binning, as 1 does
    roi = msg.roi
    cropped = roi.height > 0 and roi.width > 0
    height, width = (roi.height, roi.width) if cropped else (full.height, full.width)
    size = (height // bin_y, width // bin_x)
    if size != image_size:
        raise ShapeError(f"image is {image_size[1]}x{image_size[0]}, but its camera_info is for {size[1]}x{size[0]} "
                         f"(calibrated at {msg.width}x{msg.height}, binning {bin_x}x{bin_y}); use the camera_info of "
                         "this image, and resize with image_proc, which scales it too", "camera_info_size")
    left, top = (roi.x_offset, roi.y_offset) if cropped else (0, 0)
    # A bin's centre lies between its pixels' centres: hence the halves.
    return PinholeCamera(size[0], size[1], full.fx / bin_x, full.fy / bin_y,
                         (full.cx - left + 0.5) / bin_x - 0.5, (full.cy - top + 0.5) / bin_y - 0.5)


class LensOfInfo:
    """Makes the undistorter of a camera_info and keeps it until the calibration changes."""

    def __init__(self, rectified: bool) -> None:
        self._rectified = rectified
        self._key: tuple[Any, ...] | None = None
        self._lens: Undistorter | None = None

    def of(self, msg: CameraInfo, image_size: tuple[int, int]) -> Undistorter:
        """Raises CameraError for intrinsics or a lens model that cannot be used."""
        key = (image_size, msg.distortion_model, tuple(msg.d), msg.k.tobytes(), msg.p.tobytes(), msg.width, msg.height,
               msg.binning_x, msg.binning_y, msg.roi.x_offset, msg.roi.y_offset, msg.roi.width, msg.roi.height)
        if self._lens is None or key != self._key:
            self._lens, self._key = self._make(msg, image_size), key
        return self._lens

    def _make(self, msg: CameraInfo, image_size: tuple[int, int]) -> Undistorter:
        camera = camera_from_msg(msg, image_size, self._rectified)
        if self._rectified or (not any(msg.d) and msg.distortion_model != "equidistant"):
            return Undistorter(camera, "", ())
        if not msg.distortion_model:
            raise CameraError("camera_info has distortion coefficients but no distortion_model; set it, or set the "
                              "parameter image_rectified when the images are rectified already", "lens")
        return Undistorter(camera, msg.distortion_model, tuple(msg.d))
