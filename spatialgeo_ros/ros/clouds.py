"""The coloured point cloud of a frame."""

from __future__ import annotations

import sys

import numpy as np
from sensor_msgs.msg import PointCloud2, PointField
from std_msgs.msg import Header

from spatialgeo_ros.geometry.point_map import point_map_from_depth
from spatialgeo_ros.ros.images import byte_array
from spatialgeo_ros.types import CameraFrame

_POINT = np.dtype([("x", "f4"), ("y", "f4"), ("z", "f4"), ("rgb", "u4")])


def points_msg(frame: CameraFrame, header: Header) -> PointCloud2:
    """Organised as the image, in the camera's optical frame; NaN where there was no return. frame: with depth."""
    assert frame.depth_m is not None
    height, width = frame.depth_m.shape
    points = np.empty((height, width), _POINT)
    point_map = point_map_from_depth(frame.depth_m, frame.camera)
    for axis, name in enumerate("xyz"):
        points[name] = point_map[..., axis]
    red, green, blue = (frame.rgb[..., channel].astype(np.uint32) for channel in range(3))
    points["rgb"] = (red << 16) | (green << 8) | blue
    fields = [PointField(name=name, offset=_POINT.fields[name][1], datatype=PointField.FLOAT32, count=1)
              for name in _POINT.names]
    msg = PointCloud2(header=header, height=height, width=width, fields=fields, point_step=_POINT.itemsize,
                      row_step=_POINT.itemsize * width, is_bigendian=sys.byteorder == "big", is_dense=False)
    msg.data = byte_array(points)
    return msg
