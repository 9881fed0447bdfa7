"""Recorded messages as messages to publish, under a stamp of the publisher's choice."""

from __future__ import annotations

from typing import Any

from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from sensor_msgs.msg import CameraInfo, Image, RegionOfInterest
from std_msgs.msg import Header

from spatialgeo_ros.ros.images import byte_array, depth_from_msg, image_msg, is_compressed, rgb_from_msg


def colour_msg(recorded: Any, stamp: Time) -> Image:
    """As recorded; a CompressedImage is decoded, to rgb8. Raises InputError when it cannot be."""
    header = Header(stamp=stamp, frame_id=recorded.header.frame_id)
    return image_msg(rgb_from_msg(recorded), "rgb8", header) if is_compressed(recorded) else _raw(recorded, header)


def depth_msg(recorded: Any, stamp: Time) -> Image:
    """As recorded; a CompressedImage is decoded, to metres (32FC1). Raises InputError when it cannot be."""
    header = Header(stamp=stamp, frame_id=recorded.header.frame_id)
    return image_msg(depth_from_msg(recorded), "32FC1", header) if is_compressed(recorded) else _raw(recorded, header)


def _raw(recorded: Any, header: Header) -> Image:
    message = Image(header=header, encoding=recorded.encoding, height=recorded.height, width=recorded.width,
                    step=recorded.step, is_bigendian=recorded.is_bigendian)
    message.data = byte_array(recorded.data)
    return message


def camera_info_msg(recorded: Any, stamp: Time) -> CameraInfo:
    message = CameraInfo(header=Header(stamp=stamp, frame_id=recorded.header.frame_id))
    for name in ("height", "width", "distortion_model", "binning_x", "binning_y"):
        setattr(message, name, getattr(recorded, name))
    for name in ("d", "k", "r", "p"):
        setattr(message, name, [float(value) for value in getattr(recorded, name)])
    roi = recorded.roi
    message.roi = RegionOfInterest(x_offset=roi.x_offset, y_offset=roi.y_offset, height=roi.height, width=roi.width,
                                   do_rectify=bool(roi.do_rectify))
    return message


def transform_msg(recorded: Any, stamp: Time) -> TransformStamped:
    message = TransformStamped(header=Header(stamp=stamp, frame_id=recorded.header.frame_id),
                               child_frame_id=recorded.child_frame_id)
    moved, turned = recorded.transform.translation, recorded.transform.rotation
    for name in ("x", "y", "z"):
        setattr(message.transform.translation, name, float(getattr(moved, name)))
    for name in ("x", "y", "z", "w"):
        setattr(message.transform.rotation, name, float(getattr(turned, name)))
    return message
