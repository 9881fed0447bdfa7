"""From one set of messages to a checked camera frame: decoded, undistorted, placed by tf at the image stamp.

Whatever does not fit costs this frame, with the reason and the remedy; nothing is guessed in its place. No ROS in here:
recorded messages are built into frames the same way (bag_frames.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spatialgeo_ros.config import NodeConfig
from spatialgeo_ros.errors import InputError, ShapeError
from spatialgeo_ros.geometry.lens import Undistorter
from spatialgeo_ros.ros.camera_info import LensOfInfo
from spatialgeo_ros.ros.images import depth_from_msg, rgb_from_msg
from spatialgeo_ros.ros.stamps import StampGuard
from spatialgeo_ros.ros.synchroniser import Paired
from spatialgeo_ros.types import CameraFrame, FloatArray, GravitySource, Pose

if TYPE_CHECKING:
    from sensor_msgs.msg import CameraInfo, CompressedImage, Image

    from spatialgeo_ros.ros.transforms import Transforms

ALIGN = ("use depth registered to colour: realsense2_camera with align_depth.enable:=true publishes "
          "aligned_depth_to_color/image_raw, openni2 and orbbec depth_registered/image_raw; else run "
          "depth_image_proc's register_node")


@dataclass(frozen=True)
class BuiltFrame:
    """A frame for the pipeline. restart: why everything known from earlier frames must be forgotten; "" = go on."""

    frame: CameraFrame
    lens: Undistorter
    restart: str


@dataclass(frozen=True)
class _Stream:
    """What stays the same from image to image."""

    frame_id: str
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.size[1]}x{self.size[0]} in frame {self.frame_id}"


class FrameBuilder:
    """Makes frames from paired messages, one after the other. now_ns: the node's clock."""

    def __init__(self, transforms: Transforms | None, now_ns: Callable[[], int], rectified: bool) -> None:
        """transforms: None when no reference frame is set, for then no tf is needed."""
        self._transforms = transforms
        self._now_ns = now_ns
        self._lens = LensOfInfo(rectified)
        self._stamps = StampGuard()
        self._stream: _Stream | None = None
        self._restart = ""

    def build(self, paired: Paired, config: NodeConfig) -> BuiltFrame:
        """Raises InputError, or one of its children, for a set of messages that cannot be used."""
        self._check_stamp(paired.stamp_ns, config.max_future_s)
        check_frame_ids(paired.image, paired.depth, paired.camera_info)
        rgb = rgb_from_msg(paired.image)
        depth_m = None if paired.depth is None else depth_from_msg(paired.depth)
        if depth_m is not None and depth_m.shape != rgb.shape[:2]:
            raise ShapeError(f"depth is {_size(depth_m.shape)} but image is {_size(rgb.shape)}; {ALIGN}", "depth_size")
        lens = self._lens.of(paired.camera_info, rgb.shape[:2])
        self._check_stream(_Stream(paired.image.header.frame_id, rgb.shape[:2]))
        if depth_m is not None:
            check_depth(depth_m)
            depth_m = lens.depth(depth_m)
        frame = self._placed(lens.rgb(rgb), depth_m, lens, paired, config)
        restart, self._restart = self._restart, ""
        return BuiltFrame(frame, lens, restart)

    def _check_stamp(self, stamp_ns: int, max_future_s: float) -> None:
        verdict = self._stamps.check(stamp_ns, self._now_ns(), max_future_s)
        if verdict.clock_set_back:
            self._restart = "the images' clock was set back (a bag that loops?)"
            if self._transforms is not None:
                self._transforms.forget_dynamic()

    def _check_stream(self, stream: _Stream) -> None:
        before, self._stream = self._stream, stream
        if before is not None and before != stream:
            self._restart = f"images changed from {before} to {stream}"
            raise InputError(f"{self._restart}; this frame is left out, known objects are forgotten, and the next "
                             "frame starts anew", "stream_changed")

    def _placed(self, rgb: np.ndarray, depth_m: FloatArray | None, lens: Undistorter, paired: Paired,
                config: NodeConfig) -> CameraFrame:
        camera_frame = paired.image.header.frame_id
        reference_frame = config.reference_frame or camera_frame
        pose = Pose.identity()
        if self._transforms is not None and reference_frame != camera_frame:
            pose = self._transforms.lookup(reference_frame, camera_frame, paired.stamp_ns, config.tf_timeout_s)
        up_ref, gravity_source = _gravity(config, pose)
        return CameraFrame(rgb, depth_m, lens.camera, paired.stamp_ns, camera_frame, reference_frame, pose, up_ref,
                           gravity_source)


def _gravity(config: NodeConfig, reference_from_camera: Pose) -> tuple[FloatArray | None, GravitySource]:
    gravity = config.scene.gravity
    if config.reference_frame and gravity.reference_is_level:
        return np.array([0.0, 0.0, 1.0]), GravitySource.REFERENCE_FRAME
    if gravity.up_camera:
        up_ref = reference_from_camera.rotation @ np.array(gravity.up_camera)
        return up_ref / np.linalg.norm(up_ref), GravitySource.PARAMETER
    return None, GravitySource.UNKNOWN


def check_frame_ids(image: Image | CompressedImage, depth: Image | CompressedImage | None, camera_info: CameraInfo) -> None:
    """Raise InputError unless image, depth (if any) and camera_info say that they are of one camera."""
    frame_id = image.header.frame_id
    if not frame_id:
        raise InputError("image has no frame_id; its driver must name the camera's optical frame", "frame_id")
    if depth is not None and depth.header.frame_id != frame_id:
        raise InputError(f"depth is in frame {depth.header.frame_id!r} but image in {frame_id!r}: it is not registered "
                         f"to colour; {ALIGN}", "depth_frame")
    if camera_info.header.frame_id not in ("", frame_id):
        raise InputError(f"camera_info is of frame {camera_info.header.frame_id!r} but image of {frame_id!r}; remap "
                         "`camera_info` to the topic beside the image's", "camera_info_frame")


def check_depth(depth_m: FloatArray) -> None:
    """Raise InputError when no pixel has a return: that is a blind sensor, not an empty scene."""
    if not np.any(depth_m > 0):
        raise InputError("depth has no valid pixel; is the lens covered, all nearer than the sensor can measure, "
                         "or the projector off?", "depth_empty")


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[1]}x{shape[0]}"
