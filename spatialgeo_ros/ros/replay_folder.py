"""Publishes a folder of recorded RGB-D frames as a camera would.

Image (rgb8), depth, camera_info and, when a file of named boxes is given, `detections`. While paused the frame is held:
published again and again. With restamp off, the recorded stamps go on /clock too, for nodes that use simulated time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rclpy.node import Node
from rclpy.time import Time
from rosgraph_msgs.msg import Clock
from std_msgs.msg import String

from spatialgeo_ros.config import ReplayConfig
from spatialgeo_ros.errors import ConfigError, InputError
from spatialgeo_ros.geometry.image_files import load_depth, load_rgb
from spatialgeo_ros.ros import qos
from spatialgeo_ros.ros.camera_publisher import CameraPublisher
from spatialgeo_ros.ros.recorded_folder import RecordedFrame, find_camera, find_frames, load_boxes
from spatialgeo_ros.types import FloatArray, NamedBox

MILLIMETRE = 0.001


@dataclass(frozen=True, eq=False)
class LoadedFrame:
    """The pixels of a recorded frame. depth_m: (H, W) metres, NaN or <= 0 where there was no return."""

    recorded: RecordedFrame
    rgb: NDArray[np.uint8]
    depth_m: FloatArray
    boxes: tuple[NamedBox, ...]


class FolderPlayer:
    """Publishes one recorded frame per timer tick."""

    def __init__(self, node: Node, folder: Path, config: ReplayConfig, loops: Callable[[], bool]) -> None:
        """loops: whether to start again, asked at the end of each round."""
        self._node = node
        self._config = config
        self._loops = loops
        self._frames = _chosen(find_frames(folder), config.only)
        self._calibration = find_camera(folder, config.camera)
        self._boxes = load_boxes(Path(config.detections), self._frames) if config.detections else {}
        if not config.restamp and any(frame.stamp_ns is None for frame in self._frames):
            raise ConfigError(f"restamp is off, but {folder} has no recorded stamps (rgb.txt, depth.txt); "
                              "set restamp to true")
        encoding = config.depth_encoding or ("16UC1" if config.depth_unit_m == MILLIMETRE else "32FC1")
        self._camera = CameraPublisher(node, config.optical_frame, encoding, with_detections=bool(config.detections))
        self._recorded_clock = None if config.restamp else node.create_publisher(Clock, "/clock", qos.result())
        self._frame_name = node.create_publisher(String, "~/frame", qos.backlog())
        self._next = 0
        self._paused = False
        self._refused: set[str] = set()
        self._loaded: LoadedFrame | None = None
        self._timer = node.create_timer(1.0 / config.rate_hz, self._on_tick)
        node.get_logger().info(f"{len(self._frames)} frames of {folder} at {config.rate_hz:g} Hz, depth as {encoding}")

    def pause(self, hold: bool) -> str:
        """Hold the frame, or go on. Returns what is shown."""
        self._paused = hold
        shown = self._loaded.recorded.name if self._loaded else "the first frame"
        return f"{'holding' if hold else 'going on after'} {shown}"

    def _on_tick(self) -> None:
        if not (self._paused and self._loaded):
            self._advance()
        if self._loaded:
            self._publish(self._loaded)

    def _advance(self) -> None:
        if self._next == len(self._frames):
            if not self._loops():
                self._node.get_logger().info("the last frame was published; the parameter loop would start again")
                self._timer.cancel()
                self._loaded = None
                return
            self._next = 0
        recorded = self._frames[self._next]
        self._next += 1
        if self._loaded is None or self._loaded.recorded is not recorded:
            self._loaded = self._load(recorded)

    def _load(self, recorded: RecordedFrame) -> LoadedFrame | None:
        try:
            rgb, depth_m = load_rgb(recorded.rgb_path), load_depth(recorded.depth_path, self._config.depth_unit_m)
            self._check_sizes(recorded, rgb, depth_m)
        except InputError as error:
            if recorded.name not in self._refused:
                self._node.get_logger().error(f"frame {recorded.name} is left out: {error}")
            self._refused.add(recorded.name)
            return None
        return LoadedFrame(recorded, rgb, depth_m, self._boxes.get(recorded.name, ()))

    def _check_sizes(self, recorded: RecordedFrame, rgb: NDArray[np.uint8], depth_m: FloatArray) -> None:
        camera = self._calibration.camera
        size = (camera.height, camera.width)
        if rgb.shape[:2] != depth_m.shape:
            raise InputError(f"{recorded.rgb_path.name} is {rgb.shape[:2]} and {recorded.depth_path.name} "
                             f"{depth_m.shape} (height, width): depth must be registered to colour",
                             "depth_size")
        if rgb.shape[:2] != size:
            raise InputError(f"{recorded.rgb_path.name} is {rgb.shape[:2]}, but the camera file is for {size} "
                             "(height, width): give the intrinsics of this image size", "size")

    def _publish(self, frame: LoadedFrame) -> None:
        stamp = self._node.get_clock().now()
        if self._recorded_clock is not None:
            stamp = Time(nanoseconds=frame.recorded.stamp_ns)
            self._recorded_clock.publish(Clock(clock=stamp.to_msg()))
        name = json.dumps({"stamp_ns": stamp.nanoseconds, "frame": frame.recorded.name})
        self._frame_name.publish(String(data=name))
        self._camera.publish(frame.rgb, frame.depth_m, self._calibration, stamp.to_msg(), frame.boxes)


def _chosen(frames: tuple[RecordedFrame, ...], only: str) -> tuple[RecordedFrame, ...]:
    chosen = tuple(frame for frame in frames if only in ("", frame.name))
    if not chosen:
        names = ", ".join(frame.name for frame in frames[:10])
        raise ConfigError(f"there is no frame {only!r}; there are {names}{' ...' if len(frames) > 10 else ''}")
    return chosen
