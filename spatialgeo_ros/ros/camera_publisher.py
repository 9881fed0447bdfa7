"""What a camera driver publishes: colour, registered depth and camera_info, all under one stamp."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import numpy as np
from builtin_interfaces.msg import Time
from numpy.typing import NDArray
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, Image
from std_msgs.msg import Header

from spatialgeo_ros.errors import ConfigError, ShapeError
from spatialgeo_ros.geometry.camera import Calibration
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.images import image_msg
from spatialgeo_ros.types import FloatArray, NamedBox


class CameraPublisher:
    """Publishes the frames of one camera on `image`, `depth`, `camera_info` and, when asked, `detections`."""

    def __init__(self, node: Node, frame_id: str, depth_encoding: str, with_detections: bool = False) -> None:
        self._frame_id = frame_id
        self._depth_encoding = depth_encoding
        self._image = node.create_publisher(Image, "image", qos.driver())
        self._depth = node.create_publisher(Image, "depth", qos.driver())
        self._info = node.create_publisher(CameraInfo, "camera_info", qos.backlog())
        self._detections = node.create_publisher(_vision_msgs().Detection2DArray, "detections", qos.driver()) \
            if with_detections else None

    def publish(self, rgb: NDArray[np.uint8], depth_m: FloatArray, calibration: Calibration, stamp: Time,
                boxes: tuple[NamedBox, ...] = ()) -> None:
        """rgb: (H, W, 3) uint8. depth_m: (H, W) metres along the optical axis, NaN or <= 0 where there is none."""
        camera = calibration.camera
        size = (camera.height, camera.width)
        if rgb.shape != (*size, 3) or depth_m.shape != size:
            raise ShapeError(f"colour is {rgb.shape} and depth {depth_m.shape}, but the camera is (H, W) = {size}; "
                             "use images of the calibrated size, depth registered to colour")
        header = Header(stamp=stamp, frame_id=self._frame_id)
        if self._detections is not None:  # first: they name what the image then shows
            self._detections.publish(detections(boxes, header))
        self._info.publish(camera_info(calibration, header))
        self._depth.publish(depth_image(depth_m, self._depth_encoding, header))
        self._image.publish(image_msg(rgb, "rgb8", header))


def depth_image(depth_m: FloatArray, encoding: str, header: Header) -> Image:
    """16UC1: millimetres, 0 = none or too far for 16 bits; 32FC1: metres, NaN = none (REP 118)."""
    valid = np.isfinite(depth_m) & (depth_m > 0)
    if encoding == "32FC1":
        return image_msg(np.where(valid, depth_m, np.nan).astype(np.float32), encoding, header)
    depth_mm = np.rint(np.where(valid, depth_m, 0.0) * 1000.0)
    return image_msg(np.where(depth_mm <= np.iinfo(np.uint16).max, depth_mm, 0).astype(np.uint16), encoding, header)


def camera_info(calibration: Calibration, header: Header) -> CameraInfo:
    """sensor_msgs/CameraInfo of an unrectified image; "plumb_bob" of zeros when the lens has no model."""
    camera = calibration.camera
    message = CameraInfo(header=header)
    message.height, message.width = camera.height, camera.width
    message.distortion_model = calibration.model or "plumb_bob"
    message.d = [float(value) for value in calibration.coefficients] or [0.0] * 5
    message.k = [camera.fx, 0.0, camera.cx, 0.0, camera.fy, camera.cy, 0.0, 0.0, 1.0]
    message.r = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    message.p = [camera.fx, 0.0, camera.cx, 0.0, 0.0, camera.fy, camera.cy, 0.0, 0.0, 0.0, 1.0, 0.0]
    return message


def detections(boxes: Iterable[NamedBox], header: Header) -> Any:
    """vision_msgs/Detection2DArray with class word, score and box of each, all under the header of the image."""
    kinds = _vision_msgs()
    message = kinds.Detection2DArray(header=header)
    for box in boxes:
        left, top, right, bottom = box.bbox_xyxy_px
        found = kinds.Detection2D(header=header)
        found.bbox.center.position.x = (left + right) / 2
        found.bbox.center.position.y = (top + bottom) / 2
        found.bbox.size_x = right - left + 1.0  # the box ends are inclusive pixels
        found.bbox.size_y = bottom - top + 1.0
        guess = kinds.ObjectHypothesisWithPose()
        guess.hypothesis.class_id = box.label
        guess.hypothesis.score = float(box.score)
        found.results = [guess]
        message.detections.append(found)
    return message


def _vision_msgs() -> ModuleType:
    try:
        return importlib.import_module("vision_msgs.msg")
    except ModuleNotFoundError as error:
        raise ConfigError("detections need the messages of vision_msgs, which are not installed: "
                          "apt install ros-$ROS_DISTRO-vision-msgs, or publish without them") from error
