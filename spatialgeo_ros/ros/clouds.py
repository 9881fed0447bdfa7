"""The coloured point cloud of a frame."""

from __future__ import annotations

import sys

import cv2
import numpy as np
from sensor_msgs.msg import PointCloud2, PointField
from std_msgs.msg import Header

from spatialgeo_ros.geometry.point_map import point_map_from_depth
from spatialgeo_ros.ros.images import byte_array
from spatialgeo_ros.types import CameraFrame

_FIELDS = ("x", "y", "z", "rgb")  # 4 bytes each; those of rgb are blue, green, red, 0
_WITHOUT_ALPHA = np.frombuffer(b"\xff\xff\xff\x00", np.uint32)[0]


def points_msg(frame: CameraFrame, header: Header) -> PointCloud2:
    """Organised as the image, in the camera's optical frame; NaN where there was no return. frame: with depth."""
    assert frame.depth_m is not None
    height, width = frame.depth_m.shape
    points = np.empty((height, width, len(_FIELDS)), np.float32)
    points[..., :3] = point_map_from_depth(frame.depth_m, frame.camera)
    bgra = cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGRA)
    points.view(np.uint32)[..., 3] = bgra.view(np.uint32)[..., 0] & _WITHOUT_ALPHA
    point_step = points.strides[1]
    fields = [PointField(name=name, offset=4 * index, datatype=PointField.FLOAT32, count=1)
              for index, name in enumerate(_FIELDS)]
    msg = PointCloud2(header=header, height=height, width=width, fields=fields, point_step=point_step,
                      row_step=point_step * width, is_bigendian=sys.byteorder == "big", is_dense=False)
    msg.data = byte_array(points)
    return msg
